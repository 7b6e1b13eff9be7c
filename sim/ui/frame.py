"""What surrounds every page: navigation, language, what was refused, and the link in the address bar."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import streamlit as st

from sim import __version__
from sim.inputs.problems import ScenarioError
from sim.saying.language import LANGUAGES, Language
from sim.show import inert
from sim.show.palette import BLUE, GREY, NOW_TEXT, ORANGE, OTHER_TEXT, WAS_TEXT
from sim.ui import address, changes, cite, compare, flips, hero, learn, series, sources, state, take_away, what_if
from sim.ui.answers import answered
from sim.ui.drawn import beside
from sim.ui.projected import PROJECTOR

__all__ = ["PAGES", "main", "show"]

PAGES: Mapping[str, Callable[[Language], None]] = {
    "what-if": what_if.page,
    "flips": flips.page,
    "compare": compare.page,
    "series": series.page,
    "learn": learn.page,
    "sources": sources.page,
    "take-away": take_away.page,
}
"""The pages by the last part of their address; the first is the one that opens."""

_ON_PHONES = ("what-if", "flips", "compare", "learn", "sources")
"""The pages that stand at the foot of a phone's screen; all stand in the menu."""

_LOG = logging.getLogger(__name__)
_WORDS = {ORANGE: ("now", NOW_TEXT), BLUE: ("other", OTHER_TEXT), GREY: ("was", WAS_TEXT)}
"""The colours that words have too, with the names of both in the style and those of the words on each ground."""


def _style() -> str:
    """The style of every page; words in a chart get their line's colour for words: the line's own is too pale."""
    lines = "".join(f"--aw-{name}: {color};" for color, (name, _) in _WORDS.items())
    words = "".join(f"--aw-{name}-text: light-dark({', '.join(pair)});" for name, pair in _WORDS.values())
    charts = "\n".join(
        f'.js-plotly-plot text[style*="rgb({", ".join(str(part) for part in bytes.fromhex(color[1:]))})"]'
        f" {{ fill: var(--aw-{name}-text) !important; }}"
        for color, (name, _) in _WORDS.items()
    )
    return f"<style>.stApp {{{lines} {words}}}\n{charts}\n{beside('page.css')}</style>"


_STYLE = _style()


def main() -> None:
    """Serve the page the address names."""
    # A sign, not a Material icon: Streamlit fetches that from a foreign host.
    st.set_page_config(page_title="Attrition What-If", page_icon="⌛", layout="wide")
    with _guarded():
        address.open_link()
    say = state.language()
    places = {
        name: st.Page(_runner(name), title=say(f"page.{name}"), url_path=name, default=name == "what-if")
        for name in PAGES
    }
    here = st.navigation(list(places.values()), position="top")
    with st.container(horizontal=True, key="phone"):  # a phone's screen has no room for the navigation above
        for name in _ON_PHONES:
            st.page_link(places[name], label=say(f"page.{name}"))
    here.run()


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
        _language_switch(name, say)
        if name == "what-if":
            _stranger(say)
            what_if.head(say)
    _body(name)


@st.fragment
def _body(name: str) -> None:
    """Draw what changes with the assumptions; a control in it has only this part drawn anew."""
    with _guarded():
        _contents(name)


def _contents(name: str) -> None:
    """Draw what was refused, the page itself, and its link."""
    say = state.language()
    if address.just_opened():
        address.compare_with_opened(answered(state.current(), state.seed()))
    with st.container():  # always there: what stands below keeps its place, and its focus, when a sentence appears
        _opened_with(say)
        if name != "what-if":  # which says both elsewhere
            hero.refused(say)
            _stranger(say)
    PAGES[name](say)
    address.write_link(answer := answered(state.current(), state.seed()), name)
    with st.container(horizontal=True, vertical_alignment="center", key="foot"):
        words = say("footer", version=__version__, digest=answer.digest)
        st.html(inert.element("p", inert.text(words), "font-size:.85rem;margin:0"))
        cite.popover(answer, say)
        if name == "what-if":
            large = partial(state.set_place, view=PROJECTOR)
            st.button(say("learn.projector"), key="projector", type="tertiary", on_click=large)


def _language_switch(name: str, say: Language) -> None:
    """Draw the heading, which on the first page is the remark, and the other languages beside the navigation."""
    # Streamlit calls every document English; a screen reader would read Ukrainian aloud by English rules.
    tells = inert.element("script", f'document.documentElement.lang = "{say.code}"')
    title = inert.element("h1", inert.text(say(f"page.{name}")), "font-size:1.5rem;padding:0;margin:0")
    st.html(f"{'' if name == 'what-if' else title}{tells}", unsafe_allow_javascript=True)
    with st.container(key="language"):
        for code in LANGUAGES:
            if code != say.code:
                switch = partial(changes.set_language, code)
                st.button(LANGUAGES[code]("language.name"), key=f"language:{code}", type="tertiary", on_click=switch)


def _opened_with(say: Language) -> None:
    """Say what is to be known of the link that was opened."""
    for key, before, now in state.notices():
        words = {"before": _days(before, say), "now": _days(now, say)}
        st.html(inert.element("p", inert.text(say(key, **words)), f"border-left:4px solid {ORANGE};padding-left:.6rem"))


def _stranger(say: Language) -> None:
    """Say first of all that a scenario is none of the program's, so that nobody takes its words for ours."""
    if came_by := state.own_came_by():
        title = inert.element("strong", inert.text(say(f"stranger.{came_by}")))
        rest = "" if came_by == "month" else inert.text(say("stranger"))  # whose source is the program's own table
        style = f"font-size:1.05rem;border:1px solid #8888;border-left:6px solid {ORANGE};padding:.6rem;margin:0"
        st.html(inert.element("p", f"{title} {rest}", style))


def _days(answer: str, say: Language) -> str:
    return say.days(float("inf") if answer in ("never", "") else float(answer))
