"""The walk through a scenario, one assumption at a time: what is added, why, and where it moves the answer."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from sim.inputs.definitions import BARE_QUOTIENT, NUMBERS
from sim.inputs.scenario import Scenario
from sim.saying.language import Language
from sim.saying.sentences import counted
from sim.saying.stated import amount_text, definition_words, note_words
from sim.show import inert
from sim.show.board import reading_answer
from sim.study.story import RANGES, Chapter, story
from sim.ui import changes, state
from sim.ui.answers import answered

__all__ = ["chapters", "draw", "step", "switch"]


_LAST_DAYS = ("last_return_day", "integration_days")
"""Numbers of days that a sentence has with their noun."""


@lru_cache(maxsize=64)
def _story(scenario: Scenario) -> tuple[Chapter, ...]:
    return story(scenario)


def chapters() -> tuple[Chapter, ...]:
    """Return the chapters of the scenario at hand while it is walked through; none in free play."""
    return _story(state.current()) if "step" in state.place() else ()


def step() -> int:
    """Return the place of the chapter at hand, from 0 on; at an end where the address names one beyond it."""
    return min(max(int(state.place().get("step", "1")), 1), len(_story(state.current()))) - 1


def switch(say: Language) -> None:
    """Draw the button that starts the walk, or ends it."""
    if chapters():
        st.button(say("walk.leave"), key="walk", on_click=state.set_place, kwargs={"step": ""}, shortcut="Escape")
    else:
        st.button(f"▸ {say('hero.walk')}", key="walk", on_click=_start)


def _start() -> None:
    """Start with the scenario at hand; one that is plain division gives way to the fullest reading of its remark."""
    if len(_story(state.current())) == 1:
        fullest = max(state.readings(state.base_name()), key=lambda name: len(_story(state.named(name))))
        changes.pick(fullest)
    state.set_place(step="1")


def draw(told: tuple[Chapter, ...], at: int, say: Language) -> None:
    """Draw one chapter: its sentence, the answer before and after, its source, and the ways on and back."""
    here = told[at]
    now = reading_answer(answered(here.scenario, state.seed()), say)
    before = reading_answer(answered(told[at - 1].scenario, state.seed()), say) if at else ""
    change = say("walk.same", after=now) if now == before else say("walk.change", before=before, after=now)
    lines = [
        inert.element("p", inert.text(say("walk.step", number=str(at + 1), count=str(len(told)))), "opacity:.85"),
        f'<p class="chapter">{inert.text(_sentence(here, say))}</p>',
        f'<p class="change">{inert.text(change if before else now)}</p>',
        f'<p class="from">{_from(here, say)}</p>',
    ]
    st.html(f'<div class="walk" role="status" aria-live="polite">{"".join(lines)}</div>')
    with st.container(horizontal=True):
        for name, key, to in (("walk.back", "Left", at), ("walk.next", "Right", at + 2)):
            st.button(
                say(name), key=name, shortcut=key, disabled=not 1 <= to <= len(told), on_click=state.set_place,
                kwargs={"step": str(to)},
            )  # fmt: skip


def _sentence(chapter: Chapter, say: Language) -> str:
    if chapter.added == RANGES:
        return say("walk.ranges", count=str(len(chapter.quantities)))
    scenario = chapter.scenario
    places = {key: amount_text(key, scenario.number(key), say) for key in NUMBERS}
    places |= {key: say.exact_days(scenario.number(key), "accusative") for key in _LAST_DAYS}
    if chapter.added == BARE_QUOTIENT:
        return say(f"walk.{BARE_QUOTIENT}.{counted(scenario)}", **places)
    if chapter.added == "reporting_ratio" and scenario.number("reporting_ratio") == 1:
        return say("walk.reporting_ratio.one")
    if chapter.added == "delivered_share" and scenario.number("delivered_share") >= 1:
        return say("walk.delivered_share.all", **places)
    earlier = chapter.added == "returning_share" and scenario["earlier_casualties"].value == "counted"
    return say(f"walk.{chapter.added}.counted" if earlier else f"walk.{chapter.added}", **places)


def _from(chapter: Chapter, say: Language) -> str:
    """Where the first number that was added comes from."""
    if chapter.added == RANGES or not chapter.quantities:
        return ""
    first = chapter.quantities[0]
    if first.source:
        return inert.linked(first.source, shortened=True)
    why = note_words(chapter.scenario, first, say) or definition_words(chapter.scenario, first, say)
    return inert.text(say("walk.assumed", note=why))
