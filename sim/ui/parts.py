"""Waves, schedule and rank correlations as rows of controls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from sim.inputs.definitions import INSTEAD_OF, MAX_DAYS, MAX_RANK, MAX_RATE, MAX_TROOPS
from sim.inputs.parts import MAX_ENTRIES, PARTS, entries_text, number_text
from sim.inputs.quantities import Correlation, Step, Wave
from sim.inputs.scenario import Scenario
from sim.saying.language import Language
from sim.saying.stated import correlation_text
from sim.show import inert
from sim.ui import changes, state

__all__ = ["draw", "part_words", "tables", "words"]

_LATER = 30.0
"""Days between the last entry and one that is added (assumption; the visitor sets the day)."""


def draw(scenario: Scenario, say: Language) -> None:
    """Draw the rows of each list."""
    st.html(inert.element("p", inert.text(say("parts.words"))))
    _timed(scenario, "waves", say)
    _timed(scenario, "schedule", say)
    _correlations(scenario, say)


def words(scenario: Scenario, say: Language) -> str:
    """Return what the lists hold; nothing where there is none."""
    held = [part_words(scenario, key, say) for key in PARTS if getattr(scenario, key)]
    return "; ".join(held)


def part_words(scenario: Scenario, key: str, say: Language) -> str:
    """Return waves, schedule or correlations on one line, or that there are none."""
    if key in INSTEAD_OF:
        when = "at_day" if key == "waves" else "from_day"
        parts = [f"{say(when, day=say.count(day))}: {say.count(size)}" for day, size in _pairs(scenario, key)]
    else:
        parts = [correlation_text(entry, say) for entry in scenario.correlations]
    return "; ".join(parts) or say(f"part.none.{key}")


def _title(key: str, scenario: Scenario, say: Language) -> None:
    there = getattr(scenario, key)
    words = say(f"part.{key}") if there else f"{say(f'part.{key}')}: {say(f'part.none.{key}')}"
    st.html(inert.element("h4", inert.text(words), "font-size:1rem;padding:0"))


# ------------------------------------------------------------------------------------------------- waves and schedule


def _timed(scenario: Scenario, key: str, say: Language) -> None:
    """Rows of a day and a size each, a button for one more, and the way back to a single number."""
    rows = _pairs(scenario, key)
    _title(key, scenario, say)
    for number, (day, size) in enumerate(rows, start=1):
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}:row:{number}"):
            first = key == "schedule" and number == 1
            _box(f"{key}:{number}:day", say(f"{key}.day", number=str(number)), (day, MAX_DAYS), disabled=first)
            most = MAX_TROOPS if key == "waves" else MAX_RATE
            _box(f"{key}:{number}:size", say(f"{key}.size", number=str(number)), (size, most))
            if len(rows) > 1 and not first:
                _remover(key, number, say)
    with st.container(horizontal=True):
        full = len(rows) >= MAX_ENTRIES[key] or (bool(rows) and rows[-1][0] >= MAX_DAYS)
        st.button(say(f"part.add.{key}"), key=f"{key}:add", on_click=partial(_add_row, key), disabled=full)
        if rows:
            single = say("part.single", quantity=say.quantity(INSTEAD_OF[key]))
            st.button(single, key=f"{key}:single", on_click=partial(changes.change_to_single, key), type="tertiary")


def _pairs(scenario: Scenario, key: str) -> list[tuple[float, float]]:
    return [entry.pair for entry in getattr(scenario, key)]


def _box(widget: str, label: str, number: tuple[float, float], *, disabled: bool = False) -> None:
    value, most = number
    st.number_input(
        label, min_value=0.0, max_value=most, step=1.0, format="%.10g", key=state.mirror(widget, value),
        on_change=partial(_take_rows, widget.split(":")[0]), disabled=disabled, value=None,
    )  # fmt: skip


def _remover(key: str, number: int, say: Language) -> None:
    st.button(
        say("part.remove", number=str(number)), key=f"{key}:{number}:remove", icon=":material/delete:",
        type="tertiary", on_click=partial(_remove, key, number),
    )  # fmt: skip


def _take_rows(key: str) -> None:
    """Take all rows of a list over from their widgets; an emptied box changes nothing."""
    kept, count = st.session_state, len(_pairs(state.current(), key))
    rows = [(kept[f"{key}:{number}:day"], kept[f"{key}:{number}:size"]) for number in range(1, count + 1)]
    if not any(value is None for row in rows for value in row):
        changes.change_list(key, _text(rows))


def _text(rows: Sequence[tuple[float, float]]) -> str:
    return ",".join(f"{number_text(day)}:{number_text(size)}" for day, size in rows)


def _add_row(key: str) -> None:
    """Add an entry that changes nothing yet: a wave of nobody, or a step to the same rate."""
    scenario = state.current()
    rows = [entry.pair for entry in scenario.timed(INSTEAD_OF[key])]
    day = min(rows[-1][0] + _LATER, MAX_DAYS)
    changes.change_list(key, _text([*rows, (day, 0.0 if key == "waves" else rows[-1][1])]))


def _remove(key: str, number: int) -> None:
    entries = getattr(state.current(), key)
    left = [entry for place, entry in enumerate(entries, start=1) if place != number]
    changes.change_list(key, entries_text(left))


# ------------------------------------------------------------------------------------------------------ correlations


def _correlations(scenario: Scenario, say: Language) -> None:
    """Rows of two ranges and their rank correlation, and a button for one more."""
    _title("correlations", scenario, say)
    for number, entry in enumerate(scenario.correlations, start=1):
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"correlations:row:{number}"):
            for side, name in enumerate(("one", "other")):
                st.selectbox(
                    say(f"correlations.{name}", number=str(number)), scenario.uncertain, format_func=say.quantity,
                    key=state.mirror(f"correlations:{number}:{name}", entry.between[side]),
                    on_change=_take_correlations,
                )  # fmt: skip
            st.number_input(
                say("correlations.rank", number=str(number)), min_value=-MAX_RANK, max_value=MAX_RANK, step=0.05,
                format="%.4g", key=state.mirror(f"correlations:{number}:rank", entry.rank),
                on_change=_take_correlations, value=None,
            )  # fmt: skip
            _remover("correlations", number, say)
    free = _free_pair(scenario)
    if free is None and not scenario.correlations:
        st.html(inert.element("p", inert.text(say("part.two_ranges"))))
    elif free:
        st.button(say("part.add.correlations"), key="correlations:add", on_click=partial(_add_pair, free))


def _take_correlations() -> None:
    kept, rows = st.session_state, range(1, len(state.current().correlations) + 1)
    read = [tuple(kept[f"correlations:{number}:{name}"] for name in ("one", "other", "rank")) for number in rows]
    if not any(value is None for row in read for value in row):
        changes.change_list("correlations", ",".join(f"{a}~{b}:{number_text(rank)}" for a, b, rank in read))


def _free_pair(scenario: Scenario) -> tuple[str, str] | None:
    """The first two ranges that no correlation joins yet."""
    joined = {frozenset(c.between) for c in scenario.correlations}
    pairs = ((a, b) for i, a in enumerate(scenario.uncertain) for b in scenario.uncertain[i + 1 :])
    return next((pair for pair in pairs if frozenset(pair) not in joined), None)


def _add_pair(pair: tuple[str, str]) -> None:
    """Add a correlation of zero, which changes nothing yet."""
    there = state.current().correlations
    changes.change_list("correlations", entries_text([*there, Correlation(between=pair, rank=0.0)]))


def tables(scenario: Scenario, say: Language) -> None:
    """Show what stands in place of one number, waves or a schedule of rates, and how the ranges hang together."""
    for key in INSTEAD_OF:
        entries: tuple[Wave | Step, ...] = getattr(scenario, key)
        if rows := [(*map(say.count, entry.pair), *_where(entry, say)) for entry in entries]:
            st.html(inert.table(say(key), say(f"{key}.columns").split("|"), rows))
    if scenario.correlations:
        words = f"{say('part.correlations')}: {part_words(scenario, 'correlations', say)}"
        st.html(inert.element("p", inert.text(words)))


def _where(entry: Wave | Step, say: Language) -> tuple[str, str]:
    """Grade and source of an entry, or what is noted where it has no source."""
    return say(f"grade.{entry.grade}"), entry.source or say.text(entry.note)
