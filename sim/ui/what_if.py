"""The first page: the answer, the assumptions behind it, and what moves when one is moved."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from time import sleep
from typing import Any

import streamlit as st

from sim.inputs.loading import shipped
from sim.inputs.scenario import Scenario
from sim.saying.language import LANGUAGES, Language
from sim.saying.sentences import counted_text
from sim.show import figures_bars, figures_dots, figures_left, figures_plane, inert
from sim.study.answer import Answer
from sim.ui import changes, changes_strip, controls, hero, state, walk
from sim.ui.answers import answered
from sim.ui.drawn import described
from sim.ui.projected import ONLY_THE_PAGE, PROJECTOR
from sim.ui.sentences import arithmetic_lines, chart_words, has_place, rung_words

__all__ = ["CONFIG", "VIEWS", "chart", "drawn", "head", "left_figure", "page"]

VIEWS = ("left", "ladder", "dots", "plane", "arithmetic")
"""What can be looked at beside the controls; the first is open at first."""
_HEAD_START = 0.02
"""Seconds in which a browser draws the answer and its chart before the controls follow and keep it busy (measured: the
chart comes 30 ms sooner, the marks of the controls 20 ms later)."""


def head(say: Language) -> None:
    """Draw what no control on the page changes but the yardstick: the remark and its readings."""
    hero.draw(state.current(), say)


def page(say: Language) -> None:
    """Draw the page: the answer and its chart first, because those are what a reader waits for."""
    if state.place().get("view") == PROJECTOR:
        _projected(say)
        return
    if state.is_asked_anew():
        state.keep_asked()  # also where the readings cannot be drawn: the page is run once more, not for ever
        st.rerun()
    chapters = walk.chapters()
    at = walk.step() if chapters else 0
    shown = chapters[at].scenario if chapters else state.current()
    answer = answered(shown, state.seed())
    with st.container(key="board"):
        hero.ruler_block(answer, say)
    with st.container(key="work"):  # laid out by page.css
        left, right = st.container(key="controls"), st.container(key="charts", gap="small")
    with right:
        hero.refused(say)
        _views(answer, say)
    sleep(_HEAD_START)
    with left:
        if chapters:
            walk.draw(chapters, at, say)
        else:
            controls.draw(shown, say)
            changes_strip.changes_strip(shown, say)


def _projected(say: Language) -> None:
    """Draw the page for a projector: the remark, the ruler and one slider, large."""
    st.html(ONLY_THE_PAGE)
    scenario = state.current()
    with st.container(key="board"):
        hero.ruler_block(answered(scenario, state.seed()), say)
    with st.container(key="controls"):
        key = next((key for key in controls.GROUPS["basics"] if key not in scenario.replaced), "line_share")
        controls.slider_of(scenario, scenario[key], say, valued=True)
    st.button(say("learn.leave"), key="leave", type="tertiary", on_click=state.set_place, kwargs={"view": ""})


# ---------------------------------------------------------------------------------------------------------- charts


def _views(answer: Answer, say: Language) -> None:
    """Draw the choice of charts and arithmetic, and the one chosen.

    It is no row of tabs: Streamlit's look through all that a tab holds after each change, and a chart holds much.
    """
    name = st.segmented_control(
        say("views"), VIEWS, key="view", default=VIEWS[0], required=True, on_change=state.touch,
        format_func=lambda view: counted_text(f"view.{view}", answer.scenario, say), label_visibility="collapsed",
    )  # fmt: skip
    _view(name, answer, say)


def _view(name: str, answer: Answer, say: Language) -> None:
    if name == "arithmetic":
        st.code(arithmetic_lines(answer, say), language=None, wrap_lines=True)
        return
    dots = answer.dots(state.dots()) if name == "dots" else ()
    figure = _troops_left(answer, say) if name == "left" else drawn(name, answer, dots, say.code)
    sentence = chart_words(name, answer, dots, say)
    if figure is None:
        st.html(inert.element("p", inert.text(sentence)))
        return
    choice = {"dots": partial(_dots_choice, say), "left": partial(_fit, say)}.get(name)
    chart(name, figure, (sentence, partial(_table, name, answer, dots, say)), say, choice)


def _troops_left(answer: Answer, say: Language) -> Any:
    """The troops left on the axes of the reading as published, or on those the visitor had fitted."""
    published = answered(state.base(), state.seed())
    if chapters := walk.chapters():
        ghost = answered(chapters[walk.step() - 1].scenario, state.seed()) if walk.step() else None
        told = [answered(chapter.scenario, state.seed()) for chapter in chapters]
        told.sort(key=_reach, reverse=True)
        return left_figure(answer, (ghost, "left.before"), tuple(told), say.code)
    wanted = state.fitted()
    fitted = answered(wanted, state.seed()) if wanted else published
    return left_figure(answer, (published if state.settings() else None, "left.published"), (fitted,), say.code)


def _reach(answer: Answer) -> float:
    """How far a chapter stretches the axis of a walk (days): its answer; ranges and never would squeeze all others."""
    return 0.0 if answer.drawn or math.isinf(answer.days) else answer.days


@lru_cache(maxsize=64)
def left_figure(answer: Answer, ghost: tuple[Answer | None, str], fitted: tuple[Answer, ...], code: str) -> Any:
    """Return the troops left in one language; answers are kept, so their identity is a key."""
    return figures_left.troops_left(answer, ghost, figures_left.left_axes(*fitted), LANGUAGES[code])


def _fit(say: Language) -> None:
    """Draw the button that fits the axes to the present answer; its room is there in any case."""
    st.button(say("left.fit"), key="fit", type="tertiary", on_click=state.fit, disabled=not state.settings())


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
    if name != "left":  # whose sentence the ruler says
        title = f'<h3 class="spoken-only">{inert.text(_title(name, say))}</h3>'
        st.html(title + inert.element("p", inert.text(sentence), "opacity:.85;margin:0"))
    picked: Any = (
        {"on_select": partial(_placed, f"chart:{name}"), "selection_mode": "points"} if name == "plane" else {}
    )
    described(st.plotly_chart, figure, sentence, key=f"chart:{name}", config=CONFIG, **picked)
    if choice:
        choice()
    box = st.expander(say("as_table"), key=f"table:{name}", on_change=state.touch)
    if box.open:
        box.html(table())


def _placed(chart: str) -> None:
    """Take rate and troops over from where the plane was clicked, to two digits."""
    points = st.session_state[chart].selection.points
    if points:
        for key, axis in (("reported_rate", "x"), ("troops", "y")):
            changes.change_quantity_checked(key, float(f"{points[0][axis]:.2g}"))


def _title(name: str, say: Language) -> str:
    return counted_text(f"chart.{name}", state.current(), say, all=str(state.dots()))


CONFIG = {"displaylogo": False, "toImageButtonOptions": {"format": "svg"}}
"""How Plotly shows a chart."""


@lru_cache(maxsize=64)
def drawn(name: str, answer: Answer, dots: tuple[float, ...], code: str) -> Any:
    """Return a figure of an answer in one language, None where there is nothing to draw.

    Answers are kept, so their identity is a key.
    """
    say = LANGUAGES[code]
    if name == "plane":
        return figures_plane.equal_days(answer, _published(say), say) if has_place(answer.scenario) else None
    if name == "dots":
        limit = answer.verdict.threshold_days if answer.verdict else None
        return figures_dots.countable(dots, limit, answer.claim, say) if dots else None
    steps = [(rung_words(rung.quantity, say), rung.days_covered) for rung in answer.ladder]
    return figures_bars.waterfall(steps, say) if len(steps) > 1 else None


def _published(say: Language) -> list[tuple[str, float, float]]:
    """The shipped remarks that somebody made, as points of the plane, each place once."""
    found: dict[tuple[float, float], Scenario] = {}
    for name in shipped():
        scenario = state.shown(name)
        if scenario.remark is None or scenario.remark.said_on is None:
            continue
        found.setdefault((scenario.number("reported_rate"), scenario.number("troops")), scenario)
    return [
        (counted_text("at_rate", scenario, say, troops=say.count(troops), rate=say.count(rate)), rate, troops)
        for (rate, troops), scenario in found.items()
    ]


def _table(name: str, answer: Answer, dots: Sequence[float], say: Language) -> str:
    """The numbers behind a chart as a table."""
    rows: list[tuple[str, ...]]
    if name == "left":
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
