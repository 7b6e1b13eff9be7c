"""The first page: the answer, the assumptions behind it, and what moves when one is moved."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

import streamlit as st

from sim.inputs.loading import shipped
from sim.inputs.scenario import Scenario
from sim.saying.language import LANGUAGES, Language, one_line
from sim.saying.report import FOCUS, no_verdict, spread_sentence
from sim.show import figures, inert
from sim.study.answer import Answer
from sim.ui import controls, state
from sim.ui.answers import answered
from sim.ui.sentences import (
    arithmetic_lines,
    chart_words,
    difference_words,
    has_place,
    opposite_words,
    rung_words,
    spoken_headline,
    verdict_words,
)

__all__ = ["VIEWS", "answer_block", "chart", "drawn", "page"]

VIEWS = ("losses", "dots", "ladder", "plane", "arithmetic")
"""What can be looked at beside the controls; the first is open at first."""


def page(say: Language) -> None:
    """Draw the page: the controls first, so that a browser draws them while the answer is computed."""
    top = st.container()
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.html(inert.element("h2", inert.text(say("assumptions")), "font-size:1.2rem"))
        controls.draw(state.current(), say)
    answer = answered(state.current(), state.seed())
    with top:
        answer_block(answer, say)
        with st.container():  # always there: what stands below keeps its place, and its focus, when a change is named
            controls.changes_strip(state.current(), say)
    with right:
        _views(answer, say)


def answer_block(answer: Answer, say: Language) -> None:
    """Draw the headline with its number large, the interval, the verdict, the date and what changed it."""
    parts = [html.escape(one_line(f"|{part}|")[1:-1]) for part in spoken_headline(answer, say).split(FOCUS)]
    sentence = "".join(inert.element("strong", part) if place == 1 else part for place, part in enumerate(parts))
    lines = [spread_sentence(answer.spread, say)]
    if answer.used_up_on:
        lines.append(say("used_up_on", date=answer.used_up_on.isoformat()))
    lines.append(verdict_words(answer.verdict, say) if answer.verdict else no_verdict(answer, say))
    lines += [opposite_words(answer.opposite, say)] if answer.opposite else []
    if state.settings():
        plain = answered(state.base(), state.seed())
        change = difference_words(plain.days, answer.days, say)
        lines.insert(0, say("was", days=say.days(plain.days), change=change))
    spoken = "".join(f'<p class="spoken">{inert.text(line)}</p>' for line in lines)
    st.html(
        f'<div role="status" aria-live="polite"><h2 class="answer">{sentence}</h2>{spoken}{_remark(answer, say)}</div>'
    )


def _remark(answer: Answer, say: Language) -> str:
    remark = answer.scenario.remark
    if remark is None or not remark.words:
        return ""
    said = [remark.speaker, str(remark.said_on or ""), remark.source]
    words = say("quoted", words=remark.words)
    return f'<p style="opacity:.85">{inert.text(words)} · {inert.linked("; ".join(x for x in said if x))}</p>'


# ---------------------------------------------------------------------------------------------------------- charts


def _views(answer: Answer, say: Language) -> None:
    """Draw the charts and the arithmetic as tabs: the open one stays beside the controls, and is all that is drawn."""
    tabs = st.tabs([say(f"view.{name}") for name in VIEWS], key="view", on_change=state.touch)
    for name, tab in zip(VIEWS, tabs, strict=True):
        if tab.open:
            with tab:
                _view(name, answer, say)


def _view(name: str, answer: Answer, say: Language) -> None:
    if name == "arithmetic":
        st.code(arithmetic_lines(answer, say), language=None, wrap_lines=True)
        return
    dots = answer.dots(state.dots()) if name == "dots" else ()
    figure, sentence = drawn(name, answer, dots, say.code), chart_words(name, answer, dots, say)
    if figure is None:
        st.html(inert.element("p", inert.text(sentence)))
        return
    choice = partial(_dots_choice, say) if name == "dots" else None
    chart(name, figure, (sentence, partial(_table, name, answer, dots, say)), say, choice)


def _dots_choice(say: Language) -> None:
    """Draw the choice of how many dots there are."""
    st.radio(
        say("dots.choice"), state.DOTS, horizontal=True, label_visibility="collapsed", on_change=_choose_dots,
        key=state.mirror("dots_choice", state.dots()), format_func=lambda count: say("dots.some", count=str(count)),
    )  # fmt: skip


def _choose_dots() -> None:
    state.set_dots(st.session_state.dots_choice or state.DOTS[0])


def chart(
    name: str, figure: Any, spoken: tuple[str, Callable[[], str]], say: Language,
    choice: Callable[[], None] | None = None,
) -> None:  # fmt: skip
    """Draw a chart under its title, with one sentence that says what it shows and a table of its numbers when asked.

    `choice` draws what can be chosen about the chart.
    """
    sentence, table = spoken
    title = inert.element("h3", inert.text(_title(name, say)), "font-size:1.05rem;padding:0")
    st.html(title + inert.element("p", inert.text(sentence), "opacity:.85;margin:0"))
    if choice:
        choice()
    st.plotly_chart(figure, key=f"chart:{name}", config=_CONFIG, alt=one_line(sentence))
    box = st.expander(say("as_table"), key=f"table:{name}", on_change=state.touch)
    if box.open:
        box.html(table())


def _title(name: str, say: Language) -> str:
    return say(f"chart.{name}", all=str(state.dots()))


_CONFIG = {"displaylogo": False, "toImageButtonOptions": {"format": "svg"}}


@lru_cache(maxsize=64)
def drawn(name: str, answer: Answer, dots: tuple[float, ...], code: str) -> Any:
    """Return a figure of an answer in one language, None where there is nothing to draw.

    Answers are kept, so their identity is a key.
    """
    say = LANGUAGES[code]
    if name == "losses":
        return figures.losses_against_cover(answer, say)
    if name == "plane":
        return figures.equal_days(answer, _published(say), say) if has_place(answer.scenario) else None
    if name == "dots":
        limit = answer.verdict.threshold_days if answer.verdict else answer.threshold_days
        return figures.countable(dots, limit, answer.claim, say) if dots else None
    steps = [(rung_words(rung.quantity, say), rung.days_covered) for rung in answer.ladder]
    return figures.waterfall(steps, say) if len(steps) > 1 else None


def _published(say: Language) -> list[tuple[str, float, float]]:
    """The shipped remarks that somebody made, as points of the plane, each place once."""
    found: dict[tuple[float, float], Scenario] = {}
    for name in shipped():
        scenario = state.shown(name)
        if scenario.remark is None or scenario.remark.said_on is None:
            continue
        found.setdefault((scenario.number("reported_rate"), scenario.number("troops")), scenario)
    return [(say("at_rate", troops=say.count(troops), rate=say.count(rate)), rate, troops) for rate, troops in found]


def _table(name: str, answer: Answer, dots: Sequence[float], say: Language) -> str:
    """The numbers behind a chart as a table."""
    rows: list[tuple[str, ...]]
    if name == "losses":
        head = "table.head"
        rows = [
            (say("table.middle"), say.days(answer.days)),
            (say("table.p05"), say.estimate(answer.spread.low)),
            (say("table.p50"), say.estimate(answer.spread.middle)),
            (say("table.p95"), say.estimate(answer.spread.high)),
            (say("table.never"), say.percent(answer.spread.never)),
        ]
    elif name == "dots":
        head, rows = "table.dots", [(str(i), say.days(days)) for i, days in enumerate(dots, start=1)]
    elif name == "ladder":
        head = "table.rungs"
        rows = [(rung_words(rung.quantity, say), say.days(rung.days_covered)) for rung in answer.ladder]
    else:
        head = "table.plane"
        rows = [(words, say.count(rate), say.count(troops)) for words, rate, troops in _published(say)]
    return inert.table(_title(name, say), say(head).split("|"), rows)
