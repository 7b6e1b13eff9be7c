"""The controls of the first page, in the order of the ladder, made from the table of quantities."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from sim.inputs.definitions import (
    DEFAULT_SHAPE,
    DEFINITIONS,
    FIRST_DAY,
    INSTEAD_OF,
    LAST_DAY,
    MAX_DAYS,
    SHAPES,
    Definition,
)
from sim.inputs.parts import PARTS
from sim.inputs.quantities import Quantity, Step, Wave
from sim.inputs.remarks import CLAIMS, MIN_YARDSTICK, YARDSTICKS, Remark
from sim.inputs.scenario import Scenario
from sim.saying.language import Language, count_text, one_line
from sim.saying.report import quantity_text
from sim.show import inert
from sim.study.verdict import threshold_of
from sim.ui import parts, state
from sim.ui.parts import part_words
from sim.ui.sentences import yardstick_words

__all__ = ["GROUPS", "changes_strip", "draw", "scenario_picker"]

GROUPS: Mapping[str, tuple[str, ...]] = {
    "basics": ("reported_rate", "troops"),
    "losses": ("reporting_ratio", "monthly_trend"),
    "returns": (
        "returning_share", "killed_share", "wounded_returning_share", "first_return_day", "last_return_day",
        "earlier_casualties",
    ),
    "recruits": ("recruits_per_day",),
    "arrival": ("delivered_share", "line_share", "desertion_share"),
    "effectiveness": ("starting_effectiveness", "integration_days"),
    "noise": ("dispersion", "day_correlation"),
    "calendar": ("announced", "lag_days"),
}  # fmt: skip
"""The quantities as they stand together on the page, in the order of the ladder; the first group is always open."""

_AROUND = 0.2
"""A new range reaches this share of the value to both sides (assumption; the visitor sets the ends)."""


def scenario_picker(say: Language) -> None:
    """Draw the choice of scenarios."""
    titles = {name: f"{_title(name)} · {name}" for name in state.names()}
    st.selectbox(
        say("scenario"), list(titles), key=state.mirror("pick", state.base_name()), on_change=_picked,
        format_func=lambda name: titles[name],
    )  # fmt: skip


def _title(name: str) -> str:
    return one_line(state.own_title() if name == state.OWN else state.shown(name).title)


def _picked() -> None:
    state.pick(st.session_state.pick)


def draw(scenario: Scenario, say: Language) -> None:
    """Draw every control, grouped; a closed group is not built and only says what in it differs from neutral."""
    for group, keys in GROUPS.items():
        drawn = [key for key in keys if key not in scenario.replaced]
        if group == "basics":
            _parts(scenario, say)
            _controls(scenario, drawn, say)
            parts.draw(scenario, say)
        elif drawn:
            _group(group, _values(scenario, drawn, say), partial(_controls, scenario, drawn, say), say)
    remark = scenario.remark or Remark()
    _group("yardstick", _reading(remark, say), partial(_yardstick, remark, say), say)


def _controls(scenario: Scenario, keys: list[str], say: Language) -> None:
    for key in keys:
        _control(scenario, key, say)


def _group(group: str, values: str, contents: Callable[[], None], say: Language) -> None:
    """Draw a group that opens; while it is closed its values stand below its name.

    They are not part of the name: an expander whose name changes is a new one, and closes.
    """
    box = st.expander(say(f"group.{group}"), key=f"group:{group}", on_change=state.touch)
    if box.open:
        with box:
            contents()
    elif values:
        st.html(inert.element("p", inert.text(values), "font-size:.9rem;margin:-.7rem 0 .2rem .8rem"))


def _values(scenario: Scenario, keys: list[str], say: Language) -> str:
    """What is stated in a group and differs from neutral."""
    return "; ".join(
        _short(scenario[key], say, len(keys) > 1) for key in keys if key in scenario and _on(scenario[key])
    )


def _short(quantity: Quantity, say: Language, named: bool) -> str:
    words = quantity_text(replace(quantity, low=None, high=None, shape=""), say)
    return f"{say.quantity(quantity.key)} {words}" if named else words


def _on(quantity: Quantity) -> bool:
    return quantity.uncertain or quantity.value != DEFINITIONS[quantity.key].neutral


def _parts(scenario: Scenario, say: Language) -> None:
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


# ------------------------------------------------------------------------------------------------------ one quantity


def _control(scenario: Scenario, key: str, say: Language) -> None:
    what = DEFINITIONS[key]
    if key not in scenario and what.neutral is None:
        _missing(what, say)
        return
    quantity, unit = scenario[key], say.unit(key)
    label = f"{say.quantity(key)} ({unit})" if unit else say.quantity(key)
    explained = f"{say(f'help.{key}')} {say('allowed', allowed=_allowed(what, say))}"
    if what.choices:
        st.selectbox(
            label, what.choices, help=explained, key=state.mirror(f"{key}:value", quantity.value),
            format_func=lambda choice: say(f"choice.{choice}"), on_change=partial(_set, key),
        )  # fmt: skip
    elif what.is_date:
        st.date_input(
            label, help=explained, key=state.mirror(f"{key}:value", quantity.value), format="YYYY-MM-DD",
            min_value=FIRST_DAY, max_value=LAST_DAY, on_change=partial(_set, key),
        )  # fmt: skip
    else:
        _number(label, explained, f"{key}:value", _set, float(quantity.value))  # type: ignore[arg-type]
    with st.container(horizontal=True, vertical_alignment="center"):
        box = st.popover(say("details"), key=f"{key}:details", on_change=state.touch)
        if box.open:
            with box:
                _details(scenario, quantity, say)
        _neutral(quantity, what, say)
        large = isinstance(quantity.value, float) and quantity.value >= 1000
        grouped = f"= {say.count(quantity.value)} {unit} · " if large else ""  # type: ignore[arg-type]
        st.html(inert.text(f"{grouped}{say(f'grade.{quantity.grade}')}"))


def _missing(what: Definition, say: Language) -> None:
    """A date that the scenario does not state can be added with one click."""
    st.button(
        say("add", quantity=say.quantity(what.key)), key=f"{what.key}:add",
        on_click=partial(state.change_quantity, Quantity(key=what.key, value=date.today())),
    )  # fmt: skip


def _number(label: str, explained: str, widget: str, changed: Callable[[str], None], value: float) -> None:
    what = DEFINITIONS[widget.split(":")[0]]
    low = min(what.low, what.also) if what.also is not None else what.low
    st.number_input(
        label, help=explained, key=state.mirror(widget, value), min_value=float(low), max_value=float(what.high),
        step=_step(what), format="%.10g", on_change=partial(changed, what.key),
    )  # fmt: skip


def _step(what: Definition) -> float:
    """A round step: about a fortieth of the typical span."""
    rough = (what.typical[1] - what.typical[0]) / 40
    power = 10.0 ** math.floor(math.log10(rough))
    return float(f"{max(m * power for m in (1, 2, 5) if m * power <= rough):.6g}")


def _allowed(what: Definition, say: Language) -> str:
    if what.choices:
        return ", ".join(say(f"choice.{choice}") for choice in what.choices)
    if what.is_date:
        return say("allowed.date")
    span = say("allowed.span", low=say.count(what.low), high=say.count(what.high))
    return span if what.also is None else say("allowed.also", also=say.count(what.also), span=span)


def _neutral(quantity: Quantity, what: Definition, say: Language) -> None:
    if what.neutral is None:
        return
    neutral = Quantity(key=what.key, value=what.neutral)
    st.button(
        say("set_neutral", value=quantity_text(neutral, say)), key=f"{what.key}:neutral", type="tertiary",
        disabled=not _on(quantity), on_click=partial(state.change_quantity, neutral),
    )  # fmt: skip


def _details(scenario: Scenario, quantity: Quantity, say: Language) -> None:
    """Range with its shape, and where the number comes from."""
    key, what = quantity.key, DEFINITIONS[quantity.key]
    st.html(inert.element("strong", inert.text(quantity_text(quantity, say))))
    if what.is_number:
        st.toggle(
            say("as_range"), key=state.mirror(f"{key}:ranged", quantity.low is not None),
            on_change=partial(_set_ranged, key),
        )  # fmt: skip
        if quantity.low is not None and quantity.high is not None:
            _number(say("low"), say(f"ends.{quantity.shape}"), f"{key}:low", _set_range, quantity.low)
            _number(say("high"), say(f"ends.{quantity.shape}"), f"{key}:high", _set_range, quantity.high)
            st.selectbox(
                say("shape"), SHAPES, key=state.mirror(f"{key}:shape", quantity.shape),
                on_change=partial(_set_range, key),
                format_func=lambda shape: say(f"shape.{shape}"),
            )  # fmt: skip
    st.html(_source(scenario, quantity, say))


def _source(scenario: Scenario, quantity: Quantity, say: Language) -> str:
    stated = state.stated(quantity.key)
    if quantity.key not in scenario or stated is None:
        return inert.element("p", inert.text(say("own_number" if quantity.key in scenario else "neutral_here")))
    facts = [
        (say("stated"), quantity_text(stated, say)),
        (say("grade"), say(f"grade.{stated.grade}")),
        (say("definition"), stated.definition),
        (say("as_of"), str(stated.as_of or "")),
        (say("source"), stated.source),
        (say("note"), say.text(stated.note)),
    ]
    lines = "".join(f"<dt>{inert.text(name)}</dt><dd>{inert.linked(fact)}</dd>" for name, fact in facts if fact)
    return f"<dl>{lines}</dl>"


def _set(key: str) -> None:
    """Take the value over from its widget; as with `--set`, one number takes the place of a range."""
    value = st.session_state[f"{key}:value"]
    if value is not None:
        state.change_quantity_checked(key, value)


def _set_range(key: str) -> None:
    """Take the ends and the shape of a range over from their widgets; the value stays."""
    low, high = st.session_state[f"{key}:low"], st.session_state[f"{key}:high"]
    if low is not None and high is not None:
        value = float(st.session_state[f"{key}:value"])
        state.change_quantity_checked(key, value, low, high, st.session_state[f"{key}:shape"])


def _set_ranged(key: str) -> None:
    value, stated = float(st.session_state[f"{key}:value"]), state.stated(key)
    if not st.session_state[f"{key}:ranged"]:
        state.change_quantity_checked(key, value)
    elif stated and stated.uncertain and stated.value == value:
        state.change(key, {})
    else:
        what = DEFINITIONS[key]
        value = max(value, what.low)  # a single value allowed below the limits, as 0 for no noise, has no range
        reach = _AROUND * abs(value) or _AROUND * max(abs(end) for end in what.typical)
        low, high = (float(f"{end:.4g}") for end in (max(what.low, value - reach), min(what.high, value + reach)))
        state.change_quantity_checked(key, value, min(low, value), max(high, value), DEFAULT_SHAPE)


# --------------------------------------------------------------------------------------------- yardstick and changes


def _reading(remark: Remark, say: Language) -> str:
    """How the words are read."""
    days = threshold_of(remark)[0]
    if days is None:
        return say(f"reading.survey_{remark.claim.replace(' ', '_')}")
    return say(f"reading.{remark.claim}", days=say.exact_days(days))


def _yardstick(remark: Remark, say: Language) -> None:
    days, source = threshold_of(remark)
    st.selectbox(
        say("claim"), CLAIMS, key=state.mirror("remark:claim", remark.claim), on_change=_set_yardstick,
        format_func=lambda claim: say(f"claim.{claim}"), help=say("help.claim"),
    )  # fmt: skip
    st.selectbox(
        say("yardstick"), YARDSTICKS, key=state.mirror("remark:yardstick", remark.yardstick),
        on_change=_set_yardstick, format_func=lambda name: yardstick_words(name, say), help=say("help.yardstick"),
    )  # fmt: skip
    if remark.yardstick == "threshold":
        st.number_input(
            say("threshold"), min_value=MIN_YARDSTICK, max_value=MAX_DAYS, step=1.0, format="%.10g",
            on_change=_set_yardstick, key=state.mirror("remark:threshold_days", float(days or 0.0)),
            help=say("help.threshold"),
        )  # fmt: skip
    st.html(inert.element("p", f"{inert.text(say('source'))}: {inert.linked(say.text(source))}"))


def _set_yardstick() -> None:
    stated, kept = state.base().remark or Remark(), st.session_state
    fields = {}
    if kept["remark:claim"] != stated.claim:
        fields["remark.claim"] = kept["remark:claim"]
    if kept["remark:yardstick"] != "threshold":
        if kept["remark:yardstick"] != stated.yardstick:
            fields["remark.yardstick"] = kept["remark:yardstick"]
    else:
        shown = kept.get("remark:threshold_days") or threshold_of(stated)[0] or 14.0
        if stated.yardstick != "threshold" or shown != threshold_of(stated)[0]:
            fields["remark.threshold_days"] = f"{shown:.10g}"
    state.change("remark", fields)


def changes_strip(scenario: Scenario, say: Language) -> None:
    """Draw what was changed from the scenario, each with its way back, and one way back for all."""
    changed = dict.fromkeys(path.split(".")[0] for path in state.settings())
    names = [name for name in changed if not any(INSTEAD_OF.get(key) == name for key in changed)]
    if not names:
        return
    st.html(inert.element("p", inert.text(say("changed", count=count_text(len(names)))), "margin-bottom:0"))
    with st.container(horizontal=True, key="changes"):
        for name in names:
            label = say("reset_one", change=_change(scenario, name, say))
            st.button(label, key=f"reset:{name}", on_click=partial(state.reset, name), icon=":material/undo:")
        st.button(say("reset_all"), key="reset:all", on_click=state.reset)


def _change(scenario: Scenario, name: str, say: Language) -> str:
    if name == "remark":
        return say("group.yardstick")
    stated = state.base()
    if name in PARTS:
        return f"{say(f'part.{name}')}: {part_words(stated, name, say)} → {part_words(scenario, name, say)}"
    known = name in stated or DEFINITIONS[name].neutral is not None
    before = quantity_text(stated[name], say) if known else say("not_stated")
    return f"{say.quantity(name)}: {before} → {quantity_text(scenario[name], say)}"
