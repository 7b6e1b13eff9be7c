"""The controls of the first page, in the order of the ladder, made from the table of quantities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from sim.inputs.definitions import DEFAULT_SHAPE, DEFINITIONS, FIRST_DAY, LAST_DAY, SHAPES, Definition
from sim.inputs.quantities import Quantity
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario
from sim.saying.language import Language, one_line
from sim.saying.sentences import counted_text
from sim.saying.stated import definition_words, note_words, quantity_text
from sim.show import inert
from sim.show.board import positions
from sim.study.track import round_step
from sim.ui import changes, parts, state
from sim.ui.answers import tracked
from sim.ui.drawn import slider
from sim.ui.yardstick import reading, yardstick

__all__ = ["GROUPS", "NEEDS", "draw", "needed", "slider_of"]

GROUPS: Mapping[str, tuple[str, ...]] = {
    "basics": ("reported_rate", "troops"),
    "returns": (
        "returning_share", "killed_share", "wounded_returning_share", "first_return_day", "last_return_day",
        "earlier_casualties",
    ),
    "recruits": ("recruits_per_day",),
    "arrival": ("delivered_share", "line_share", "desertion_share"),
    "effectiveness": ("starting_effectiveness", "integration_days"),
    "losses": ("reporting_ratio", "monthly_trend", "dispersion", "day_correlation", "dispersion_of"),
    "calendar": ("announced", "lag_days"),
}  # fmt: skip
"""The quantities as they stand together on the page, in the order of the ladder; the first group is always open."""
_AROUND = 0.2
"""A new range reaches this share of the value to both sides (assumption; the visitor sets the ends)."""


def draw(scenario: Scenario, say: Language) -> None:
    """Draw every control: losses and troops always, the rest as questions of which one is open at a time."""
    parts.tables(scenario, say)
    remark, groups = scenario.remark or Remark(), _groups(scenario)
    _controls(scenario, groups.pop("basics"), say)
    answers = {group: _values(scenario, keys, say) for group, keys in groups.items()}
    more = {"yardstick": reading(remark, say), "parts": parts.words(scenario, say)}
    for group in _questions(answers, more, say):
        if group == "yardstick":
            yardstick(remark, say)
        elif group == "parts":
            parts.draw(scenario, say)
        else:
            _controls(scenario, groups[group], say)


def _groups(scenario: Scenario) -> dict[str, list[str]]:
    """The groups that have a quantity of their own left, each with those."""
    left = {group: [key for key in keys if key not in scenario.replaced] for group, keys in GROUPS.items()}
    return {group: keys for group, keys in left.items() if keys or group == "basics"}


def _controls(scenario: Scenario, keys: list[str], say: Language) -> None:
    for key in keys:
        _control(scenario, key, say)


def _questions(answers: Mapping[str, str], more: Mapping[str, str], say: Language) -> Sequence[str]:
    """Draw the questions in a row, those with an answer of their own marked; return which are open.

    What each is answered with stands in the help beside them: most readers need no more than the marks.
    """
    said = {name: words or say(f"unset.{name}") for name, words in {**answers, **more}.items()}
    names = {name: say(f"question.{name}") for name in said}
    return st.pills(
        say("assumptions"), list(names), selection_mode="multi", key="assumptions", on_change=_opened,
        help="  \n".join(f"{names[name]} {one_line(words)}" for name, words in said.items()),
        format_func=lambda name: say("question.answered", question=names[name]) if answers.get(name) else names[name],
    )  # fmt: skip


def _opened() -> None:
    """Keep open only what was opened last: an answer and its chart stay in view while one group is worked on."""
    state.touch()
    st.session_state.assumptions = st.session_state.assumptions[-1:]


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


NEEDS: Mapping[str, str] = {
    "first_return_day": "returning_share",
    "last_return_day": "returning_share",
    "earlier_casualties": "returning_share",
    "starting_effectiveness": "integration_days",
    "day_correlation": "dispersion",
    "dispersion_of": "dispersion",
}
"""Quantities that do nothing while another is zero."""


def needed(scenario: Scenario, key: str) -> str:
    """Return the quantity that has to be above zero for this one to do anything; nothing where it is."""
    other = NEEDS.get(key, "")
    return other if other and scenario[other].span[1] == 0 else ""


def _control(scenario: Scenario, key: str, say: Language) -> None:
    what = DEFINITIONS[key]
    if key not in scenario and what.neutral is None:
        _missing(what, say)
        return
    quantity, unit, idle = scenario[key], say.unit(key), bool(needed(scenario, key))
    name = counted_text(f"quantity.{key}", scenario, say)
    label = f"{name} ({unit})" if unit else name
    explained = f"{counted_text(f'help.{key}', scenario, say)} {say('allowed', allowed=_allowed(what, say))}"
    if what.is_number:
        with st.container(key=f"{key}:control"):  # laid out by page.css
            slider_of(scenario, quantity, say)
            _number(label, None, f"{key}:value", _set, float(quantity.value), idle=idle)  # type: ignore[arg-type]
            _more(scenario, quantity, explained, say)
        return
    if what.choices:
        st.selectbox(
            label, what.choices, help=explained, key=state.mirror(f"{key}:value", quantity.value), disabled=idle,
            format_func=lambda choice: say(f"choice.{choice}"), on_change=partial(_set, key),
        )  # fmt: skip
    else:
        st.date_input(
            label, help=explained, key=state.mirror(f"{key}:value", quantity.value), format="YYYY-MM-DD",
            min_value=FIRST_DAY, max_value=LAST_DAY, on_change=partial(_set, key),
        )  # fmt: skip
    _more(scenario, quantity, "", say)


def slider_of(scenario: Scenario, quantity: Quantity, say: Language, *, valued: bool = False) -> None:
    """Draw the slider of a number: published value, range and turning point on its track; its value, where `valued`."""
    key, now = quantity.key, float(quantity.value)  # type: ignore[arg-type]
    stated = state.stated(key) or state.base()[key]
    needs, marked = needed(scenario, key), (float(stated.value),)  # type: ignore[arg-type]
    changed = key in {path.split(".")[0] for path in state.settings()}
    was = quantity_text(replace(stated, low=None, high=None, shape=""), say)
    data = positions(tracked(scenario, key, marked), now, stated, say)
    name, brief = counted_text(f"quantity.{key}", scenario, say), key in GROUPS["basics"]  # where the unit is said
    words = {
        "label": counted_text(f"short.{key}", scenario, say) if brief else name,
        "name": say("control.slider", quantity=name),
        "text": say.measured(key, now), "inert": bool(needs), "valued": valued,
        "undo": was if changed else "", "bare": brief,
        "undo_label": say("control.undo", value=was, quantity=name),
        "line": say("control.needs", quantity=say.quantity(needs)) if needs else "",
    }  # fmt: skip
    slider(
        key, {**data, **words}, value=partial(changes.change_quantity_checked, key), undo=partial(changes.reset, key)
    )


def _more(scenario: Scenario, quantity: Quantity, explained: str, say: Language) -> None:
    """Draw what opens below a control: its meaning, its range, its source, and the value that switches it off.

    It is named by the grade of what was published, and opens over the controls, beside the chart.
    """
    stated = state.stated(quantity.key)
    name = say("details.of", grade=say(f"grade.{stated.grade}")) if stated else say("details")
    box = st.popover(name, key=f"{quantity.key}:details", on_change=state.touch, type="tertiary")
    if box.open:
        with box:
            if explained:
                st.html(inert.element("p", inert.text(explained)))
            _details(scenario, quantity, say)
            _neutral(quantity, DEFINITIONS[quantity.key], say)


def _missing(what: Definition, say: Language) -> None:
    """A date that the scenario does not state can be added with one click."""
    st.button(
        say("add", quantity=say.quantity(what.key)), key=f"{what.key}:add",
        on_click=partial(changes.change_quantity, Quantity(key=what.key, value=date.today())),
    )  # fmt: skip


def _number(
    label: str, explained: str | None, widget: str, changed: Callable[[str], None], value: float, *, idle: bool = False
) -> None:
    """Draw a box for any allowed number; emptied it changes nothing; unexplained named for screen readers only."""
    what = DEFINITIONS[widget.split(":")[0]]
    low = min(what.low, what.also) if what.also is not None else what.low
    st.number_input(
        label, help=explained, key=state.mirror(widget, value), min_value=float(low), max_value=float(what.high),
        step=_step(what, value), format="%.10g", on_change=partial(changed, what.key), disabled=idle,
        label_visibility="visible" if explained else "collapsed", value=None,
    )  # fmt: skip


def _step(what: Definition, value: float) -> float:
    """A round step: about a tenth of the value, and no more than a fortieth of the typical span."""
    span = what.typical[1] - what.typical[0]
    return round_step(min(abs(value) / 10, span / 40) if value else span / 40)


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
        disabled=not _on(quantity), on_click=partial(changes.change_quantity, neutral),
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
        (say("definition"), definition_words(scenario, stated, say)),
        (say("as_of"), str(stated.as_of or "")),
        (say("source"), stated.source),
        (say("note"), note_words(scenario, stated, say)),
    ]
    lines = "".join(f"<dt>{inert.text(name)}</dt><dd>{inert.linked(fact)}</dd>" for name, fact in facts if fact)
    return f"<dl>{lines}</dl>"


def _set(key: str) -> None:
    """Take the value over from its widget; as with `--set`, one number takes the place of a range."""
    value = st.session_state[f"{key}:value"]
    if value is not None:
        changes.change_quantity_checked(key, value)


def _set_range(key: str) -> None:
    """Take the ends and the shape of a range over from their widgets; the value stays."""
    low, high = st.session_state[f"{key}:low"], st.session_state[f"{key}:high"]
    if low is not None and high is not None:
        value = float(st.session_state[f"{key}:value"])
        changes.change_quantity_checked(key, value, low, high, st.session_state[f"{key}:shape"])


def _set_ranged(key: str) -> None:
    value, stated = float(st.session_state[f"{key}:value"]), state.stated(key)
    if not st.session_state[f"{key}:ranged"]:
        changes.change_quantity_checked(key, value)
    elif stated and stated.uncertain and stated.value == value:
        changes.change(key, {})
    else:
        what = DEFINITIONS[key]
        value = max(value, what.low)  # a single value allowed below the limits, as 0 for no noise, has no range
        reach = _AROUND * abs(value) or _AROUND * max(abs(end) for end in what.typical)
        low, high = (float(f"{end:.4g}") for end in (max(what.low, value - reach), min(what.high, value + reach)))
        changes.change_quantity_checked(key, value, min(low, value), max(high, value), DEFAULT_SHAPE)
