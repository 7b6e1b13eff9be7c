"""The classroom's page: what a teacher needs, or one lesson on one screen, as the address says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial

import streamlit as st

from sim.inputs.definitions import MAX_SEED
from sim.inputs.problems import ScenarioError
from sim.inputs.readings import title_in
from sim.saying.language import LANGUAGES, Language
from sim.show import inert
from sim.show.exercises import LEVELS
from sim.show.lessons import NUMBERS, lesson_page, lesson_within
from sim.show.nomogram import nomogram, printable
from sim.show.teaching import plans
from sim.show.worksheet import worksheet
from sim.ui import drawn, state
from sim.ui.drawn import described
from sim.ui.projected import PROJECTOR
from sim.words.texts import Problem

__all__ = ["page"]

_OVERVIEW = ""
_SEED = 7
_ONLY_THE_LESSON = """<style>
[data-testid=stHeader], [data-testid=stElementContainer]:not(.st-key-lesson *) {display: none}
.st-key-foot, .st-key-phone, .st-key-language {display: none !important}
[data-testid=stMainBlockContainer] {padding: 0 1rem}
[data-testid=stMainBlockContainer] [data-testid=stVerticalBlock] {gap: 0}
.st-key-leave {position: absolute; top: .4rem; right: 1.5rem; width: auto !important}
.st-key-leave p {font-size: 1.4rem}
@media (max-width: 760px) {.st-key-leave {position: static}}
</style>"""
_CLOSE = """<style>
[data-testid=stMainBlockContainer] {padding: 3.6rem 2rem 0 2rem}
[data-testid=stMainBlockContainer] [data-testid=stVerticalBlock] {gap: .2rem}
</style>"""
"""A lesson stands on one screen: less space above and between than on the other pages."""
_PAPER = "<style>.st-key-paper {max-width: 26rem} .st-key-paper img {background: #fff}</style>"
"""The chart is drawn in ink, for paper: also on a dark page."""


def page(say: Language) -> None:
    """Draw the page."""
    number, view = _asked(say)
    if number and view == PROJECTOR:
        st.html(_ONLY_THE_LESSON)
    else:
        _choice(number, say)
    if number:
        _lesson(number, view, say)
    else:
        _overview(say)


def _asked(say: Language) -> tuple[int, str]:
    """The lesson and the view that the address names, 0 and nothing where it names none; an unknown one is refused."""
    given = state.place()
    lesson, view = given.get("lesson", _OVERVIEW), given.get("view", "")
    problems = []
    if lesson not in (_OVERVIEW, *map(str, NUMBERS)):
        problems.append(_unknown("lesson", lesson, ", ".join(map(str, NUMBERS))))
    if view not in ("", PROJECTOR):
        problems.append(_unknown("view", view, PROJECTOR))
    if problems:
        st.html(inert.items([say.problem(problem) for problem in problems]))
    return int(lesson) if lesson in map(str, NUMBERS) else 0, view


def _unknown(name: str, given: str, allowed: str) -> Problem:
    return Problem.of("problem.allowed", name, value=repr(given[:40]), allowed=allowed, near="")


def _choice(number: int, say: Language) -> None:
    """Draw what can be looked at: the overview, or one of the lessons."""
    names = {_OVERVIEW: say("learn.overview")}
    names |= {str(n): say("learn.named", number=str(n), title=say(f"lesson.{n}.title")) for n in NUMBERS}
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.radio(
            say("learn.choice"), list(names), horizontal=True, label_visibility="collapsed", on_change=_choose,
            key=state.mirror("lesson_choice", str(number or _OVERVIEW)), format_func=names.__getitem__,
        )  # fmt: skip
        if number:
            st.button(
                say("learn.projector"), key="projector", type="tertiary",
                on_click=partial(state.set_place, lesson=str(number), view=PROJECTOR),
            )  # fmt: skip


def _choose() -> None:
    state.set_place(lesson=st.session_state.lesson_choice or _OVERVIEW, view="")


# ------------------------------------------------------------------------------------------------------- one lesson


def _lesson(number: int, view: str, say: Language) -> None:
    large = view == PROJECTOR
    if not large:
        st.html(_CLOSE)
    with st.container(key="lesson"):
        made = {**_within(number, say.code, large), "mode": f"{number}:{say.code}:{view}"}
        drawn.lesson({**made, "before": state.lesson_kept(number)}, kept=partial(state.keep_lesson, number))
        if large:
            leave = partial(state.set_place, lesson=str(number), view="")
            st.button(say("learn.leave"), key="leave", type="tertiary", on_click=leave)


@lru_cache(maxsize=32)
def _within(number: int, code: str, large: bool) -> Mapping[str, object]:
    return lesson_within(number, LANGUAGES[code], large=large)


# --------------------------------------------------------------------------------------------------------- overview


def _overview(say: Language) -> None:
    st.html(_PAPER)
    st.html(inert.element("p", inert.text(say("learn.intro"))))
    _teachers(say)
    _heading("learn.files", say)
    with st.container(horizontal=True):
        for number in NUMBERS:
            _download(say("learn.file", number=str(number)), f"lesson-{number}.html", _file(number, say.code))
    chart, sheets = st.columns(2, gap="large")
    with chart:
        _nomogram(say)
    with sheets:
        _worksheet(say)


def _teachers(say: Language) -> None:
    """Draw the teachers' table; its links are whole, so that they can be copied and sent to a class."""
    under = (st.context.url or "").split("?")[0].removesuffix("/").removesuffix("learn").removesuffix("/")
    language = "" if say.code == "en" else f"&lang={say.code}"
    rows = [
        (
            f"{plan.number}. {plan.title}", plan.goal, str(plan.minutes), plan.prior,
            f"{under}/{plan.link}{language}", say("learn.sheet_level", level=str(plan.level)),
        )
        for plan in plans(say)
    ]  # fmt: skip
    st.html(inert.table(say("learn.teachers"), say("learn.columns").split("|"), rows))


def _nomogram(say: Language) -> None:
    """Draw the chart with the line of the scenario at hand, and offer it as a drawing and to print."""
    scenario = state.current()
    _heading("learn.nomogram", say)
    st.html(inert.element("p", inert.text(say("learn.nomogram.words", title=title_in(scenario, say.code)))))
    try:
        drawing = nomogram(scenario, say)
    except ScenarioError as error:
        st.html(inert.items([say.problem(problem) for problem in error.problems]))
        return
    with st.container(horizontal=True):
        _download(say("learn.print"), "nomogram.html", printable(drawing, say))
        _download(say("learn.svg"), "nomogram.svg", drawing)
    with st.container(key="paper"):
        described(st.image, drawing, say("learn.nomogram.words", title=title_in(scenario, say.code)), width="stretch")


def _worksheet(say: Language) -> None:
    _heading("learn.worksheet", say)
    st.html(inert.element("p", inert.text(say("learn.worksheet.words"))))
    seed = st.number_input(
        say("learn.seed"), min_value=0, max_value=MAX_SEED, value=_SEED, step=1, key="sheet:seed", on_change=state.touch
    )
    level = st.radio(say("learn.level"), LEVELS, horizontal=True, key="sheet:level", on_change=state.touch)
    sheet = worksheet(int(seed), int(level), say)
    _download(say("learn.sheet"), f"worksheet-{seed}-level-{level}.html", sheet)


def _heading(key: str, say: Language) -> None:
    st.html(inert.element("h2", inert.text(say(key)), "font-size:1.1rem;padding:0"))


@lru_cache(maxsize=16)
def _file(number: int, code: str) -> str:
    return lesson_page(number, LANGUAGES[code])


def _download(label: str, name: str, content: str) -> None:
    kind = "image/svg+xml" if name.endswith(".svg") else "text/html"
    st.download_button(
        label, content, file_name=f"attrition-{name}", mime=kind, key=f"get:{name.split('.')[0]}:{kind}",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip
