"""What surrounds every page: navigation, language, what was refused, and the link in the address bar."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from sim import __version__
from sim.inputs.quantities import ScenarioError, capped
from sim.saying.language import LANGUAGES, Language
from sim.show import inert
from sim.show.palette import ORANGE
from sim.ui import compare, controls, flips, series, sources, state, take_away, what_if
from sim.ui.answers import answered

__all__ = ["PAGES", "main", "show"]

PAGES: Mapping[str, Callable[[Language], None]] = {
    "what-if": what_if.page,
    "flips": flips.page,
    "compare": compare.page,
    "series": series.page,
    "sources": sources.page,
    "take-away": take_away.page,
}
"""The pages by the last part of their address; the first is the one that opens."""

_LOG = logging.getLogger(__name__)
_MOST_SHOWN = 30
"""Refusals shown; of a file that is no scenario at all, the first say enough."""
_STYLE = """<style>
.scroll {overflow-x: auto; max-width: 100%}
.scroll table {border-collapse: collapse; width: 100%; font-size: .9rem}
.scroll caption {text-align: left; font-weight: 600; padding: .3rem 0}
.scroll th, .scroll td {text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #8884}
.scroll td {overflow-wrap: break-word; min-width: 6rem} .scroll td a {overflow-wrap: anywhere}
.katex-display {padding: 2px 4px}
@media (max-width: 640px) {
  .katex-display {font-size: .78rem}
  .wide thead {display: none} .wide tr, .wide td {display: block; border: 0; padding: .1rem 0}
  .wide tr {border-bottom: 1px solid #8888; padding: .5rem 0} .wide td:empty {display: none}
  .wide td::before {content: attr(data-label) ": "; font-weight: 600} .wide caption {display: block}
}
dl, dd {margin: 0 !important; padding: 0 !important; overflow-wrap: anywhere}
dt {font-weight: 600; margin-top: .4rem}
.answer {font-size: 1.35rem; line-height: 1.35; margin: 0 0 .4rem 0; padding: 0; font-weight: 400}
.answer strong {font-size: 2.6rem; font-weight: 700; line-height: 1.1}
.spoken {font-size: 1.05rem; margin: 0 0 .3rem 0}
.st-key-changes button p {white-space: normal; text-align: left}
p, li {overflow-wrap: anywhere}
[data-testid=stHtml] a {color: inherit; text-decoration: underline}
[data-testid=stHtml] h3 {padding-bottom: .2rem}
[data-testid=stMainBlockContainer] {padding-top: 4.2rem}
</style>"""


def main() -> None:
    """Serve the page the address names."""
    # A sign, not a Material icon: Streamlit fetches that from a foreign host.
    st.set_page_config(page_title="Attrition What-If", page_icon="⌛", layout="wide")
    with _guarded():
        state.open_link()
    say = state.language()
    places = [
        st.Page(_runner(name), title=say(f"page.{name}"), url_path=name, default=name == "what-if") for name in PAGES
    ]
    st.navigation(places, position="top").run()


@contextmanager
def _guarded() -> Iterator[None]:
    """Say in words what stops a page: what is wrong with the input, or that the fault is ours; the log has the rest.

    Numbers may each be allowed and yet not be what the model makes of them together. What Python says of a fault names
    paths of the server, so none of it is shown.
    """
    try:
        yield
    except ScenarioError as error:
        st.html(inert.items([state.language().problem(problem) for problem in error.problems]))
    except Exception:
        _LOG.exception("a page could not be drawn")
        st.html(inert.element("p", inert.text(state.language()("fault"))))


def _runner(name: str) -> Callable[[], None]:
    def run() -> None:
        show(name)

    run.__name__ = name.replace("-", "_")
    return run


def show(name: str) -> None:
    """Draw one page: the language switch, and what changes with the assumptions."""
    say = state.language()
    st.html(_STYLE)
    with _guarded():
        _language_switch(say)
        if name == "what-if":
            controls.scenario_picker(say)
    _body(name)


@st.fragment
def _body(name: str) -> None:
    """Draw what changes with the assumptions; a control in it has only this part drawn anew."""
    with _guarded():
        _contents(name)


def _contents(name: str) -> None:
    """Draw what was refused, the page itself, and its link."""
    say = state.language()
    if state.just_opened():
        state.compare_with_opened(answered(state.current(), state.seed()))
    with st.container():  # always there: what stands below keeps its place, and its focus, when a sentence appears
        _refusals(say)
        _stranger(say)
    PAGES[name](say)
    state.write_link(answer := answered(state.current(), state.seed()), name)
    words = say("footer", version=__version__, digest=answer.digest)
    st.html(inert.element("p", inert.text(words), "font-size:.85rem"))


def _language_switch(say: Language) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        title = inert.element("h1", inert.text(say("title")), "font-size:1.5rem;padding:0;margin:0")
        # Streamlit calls every document English; a screen reader would read Ukrainian aloud by English rules.
        tells = inert.element("script", f'document.documentElement.lang = "{say.code}"')
        st.html(f"{title}{tells}", unsafe_allow_javascript=True)
        st.radio(
            say("language"), list(LANGUAGES), horizontal=True, label_visibility="collapsed", on_change=_switched,
            key=state.mirror("language_choice", say.code),
            format_func=lambda code: LANGUAGES[code]("language.name"),
        )  # fmt: skip


def _switched() -> None:
    state.set_language(st.session_state.language_choice or "")


def _refusals(say: Language) -> None:
    if problems := state.problems():
        lines = [say.problem(problem) for problem in capped(problems, _MOST_SHOWN)]
        with st.container(border=True, key="refused"):
            st.html(inert.element("p", inert.element("strong", inert.text(say("refused")))) + inert.items(lines))
    for key, before, now in state.notices():
        words = {"before": _days(before, say), "now": _days(now, say)}
        st.html(inert.element("p", inert.text(say(key, **words)), f"border-left:4px solid {ORANGE};padding-left:.6rem"))


def _stranger(say: Language) -> None:
    """Say first of all that a scenario is none of the program's, so that nobody takes its words for ours."""
    if came_by := state.own_came_by():
        title = inert.element("strong", inert.text(say(f"stranger.{came_by}")))
        style = f"font-size:1.05rem;border:1px solid #8888;border-left:6px solid {ORANGE};padding:.6rem;margin:0"
        st.html(inert.element("p", f"{title} {inert.text(say('stranger'))}", style))


def _days(answer: str, say: Language) -> str:
    return say.days(float("inf") if answer in ("never", "") else float(answer))
