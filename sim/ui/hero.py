"""The top of the first page: what was said, how it can be read, where the answer lies, and what was refused."""

from __future__ import annotations

from functools import partial

import streamlit as st

from sim.inputs.problems import capped
from sim.inputs.readings import reading_in, title_in
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario
from sim.saying.language import Language, one_line
from sim.saying.sentences import counted_text, headline, last_day, speaker_of, spread_sentence
from sim.show import inert
from sim.show.board import board, mark, reading_answer
from sim.study.answer import Answer
from sim.ui import changes, state, walk
from sim.ui.answers import answered
from sim.ui.changes_strip import effective_changes
from sim.ui.drawn import ruler
from sim.ui.projected import PROJECTOR

__all__ = ["draw", "refused", "ruler_block"]

_MOST_SHOWN = 30
"""Refusals shown; of a file that is no scenario at all, the first say enough."""


def draw(scenario: Scenario, say: Language) -> None:
    """Draw the remark, and the readings it has as chips with their answers."""
    remark = scenario.remark or Remark()
    words = _quote(remark, say) if remark.words else _title(state.base_name(), say)
    with st.container(key="remark", gap=None):
        st.html(f'<h1 class="quote">{inert.text(words)}</h1>')
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            source = remark.source.partition("; ")[0]  # of several the first; the page of the sources has all
            said = ", ".join(x for x in (speaker_of(remark), source) if x)
            st.html(f'<p class="said">{inert.named_link(said)}</p>')
            box = st.popover(say("hero.others"), key="others", on_change=state.touch)
            if box.open:
                with box:
                    _picker(say)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="readings"):
        _chips(say)
        if state.place().get("view") != PROJECTOR:  # which shows no chapters
            walk.switch(say)


def _quote(remark: Remark, say: Language) -> str:
    """The words of the remark, after the size of the reinforcement they are about where they name no number."""
    quoted = say("quoted", words=remark.words)
    if any(letter.isdigit() for letter in remark.words):
        return quoted
    base = state.base()
    return counted_text(
        "quoted.of", base, say, troops=say.count(sum(wave.troops for wave in base.arrivals)), words=quoted
    )


def _picker(say: Language) -> None:
    """Draw the choice of scenarios."""
    titles = {name: f"{_title(name, say)} · {name}" for name in state.names()}
    st.html(f'<p class="picked">{inert.text(titles[state.base_name()])}</p>')  # the box below has one line
    st.selectbox(
        say("scenario"), list(titles), key=state.mirror("pick", state.base_name()), on_change=_picked,
        format_func=lambda name: titles[name],
    )  # fmt: skip


def _title(name: str, say: Language) -> str:
    return one_line(title_in(state.named(name), say.code))


def _picked() -> None:
    """Take another remark, and close what it was chosen from: it covers the readings."""
    st.session_state.others = False
    changes.pick(st.session_state.pick)


def _chips(say: Language) -> None:
    """Draw the readings with their answers, and whether what is asked holds of each: the reading may decide it."""
    names, remark = state.readings(state.base_name()), state.current().remark
    state.keep_asked()
    read = {name: answered(state.named(name), state.seed()) for name in names}
    answers = {name: f"{reading_answer(each, say)} {mark(each, remark, say)}".rstrip() for name, each in read.items()}
    st.pills(
        say("hero.readings"), names, key=state.mirror("reading", state.base_name()), on_change=_read,
        label_visibility="collapsed",
        format_func=lambda name: say("hero.reading", label=_label(name, say), answer=answers[name]),
    )  # fmt: skip


def _label(name: str, say: Language) -> str:
    return one_line(reading_in(state.named(name), say.code))


def _read() -> None:
    """Take another reading; the chip at hand, clicked again, takes the changes back."""
    changes.pick(st.session_state.reading or state.base_name())


def ruler_block(answer: Answer, say: Language) -> None:
    """Draw the ruler with the answer, the yardstick, the other readings, and the verdict."""
    base = state.base_name()
    published = answered(state.base(), state.seed())
    names = [name for name in state.readings(base) if name != base]
    rings = [(_label(name, say), answered(state.named(name), state.seed())) for name in names]
    count = 0 if walk.chapters() else len(effective_changes(state.current()))
    shown = board(answer, published, rings, count, say)
    if last_day(answer) and _ahead_of_its_lag(answer.scenario):
        shown = {**shown, "beside": ""}
    ruler(shown, limit=_yardstick, undo=partial(changes.reset, ""))
    whole = f"{headline(answer, say)} {spread_sentence(answer.spread, say)}"
    st.html(f'<p class="spoken-only">{inert.text(whole)}</p>')


def _ahead_of_its_lag(scenario: Scenario) -> bool:
    """Whether a chapter of a walk would give a day moved by a lag that no chapter has told; the last tells all."""
    told = walk.chapters()
    return bool(told) and scenario.number("lag_days") > 0 and walk.step() < len(told) - 1


def _yardstick(days: float) -> None:
    """Take the yardstick over from where it was dragged."""
    stated = state.base().remark or Remark()
    claim = (state.current().remark or stated).claim
    fields = {} if days == stated.threshold_days else {"remark.threshold_days": f"{days:.10g}"}
    changes.change("remark", fields | ({} if claim == stated.claim else {"remark.claim": claim}))


def refused(say: Language) -> None:
    """Say what was refused, where it moves no control."""
    if problems := state.problems():
        lines = [say.problem(problem) for problem in capped(problems, _MOST_SHOWN)]
        with st.container(border=True, key="refused"):
            st.html(inert.element("p", inert.element("strong", inert.text(say("refused")))) + inert.items(lines))
