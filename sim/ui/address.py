"""The link in the address bar: opened as a whole or not at all, and written anew when the visitor changed something."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from sim.inputs.links import MAX_LINK, Link, from_link, language_problems, link_length, to_link
from sim.inputs.problems import ScenarioError, nearest
from sim.inputs.settings import changed
from sim.saying.language import LANGUAGES
from sim.study.answer import Answer
from sim.ui.changes import pick, set_language
from sim.ui.state import DEFAULT, HERE, MOST_COMPARED, OWN, base, names, visit
from sim.words.texts import Problem

__all__ = [
    "SETTLED",
    "compare_with_opened",
    "has_link",
    "items_on",
    "just_opened",
    "open_link",
    "permalink",
    "write_link",
]

PLACES = ("step", "lesson", "view", "compare")
"""Items of an address that name a place on a page, and say nothing of the scenario."""
_PLACES_OF = {"what-if": ("step", "view"), "learn": ("lesson", "view"), "compare": ("compare",)}
"""The places that a page has."""
_LONG_STEP = 4
"""Digits that no number of a step has."""
SETTLED = 1.0
"""Seconds after which the browser has taken over an address written here (assumption: a slow network's round trip)."""


def has_link(answer: Answer) -> bool:
    """Return whether an address can hold the state: all but what is too long for a link."""
    return link_length(_link(answer)) <= MAX_LINK


def permalink(answer: Answer) -> Mapping[str, str]:
    """Return the items of an address that opens the first page on the present state."""
    return _link(answer)


def open_link() -> None:
    """Open the link in the address bar where it is not this visit's present one: as a whole, or not at all."""
    kept, given = visit(), {name: st.query_params.get_all(name) for name in st.query_params}
    first = kept.address is None
    if not given or given == kept.address or not (first or _by_history()):
        return
    kept.address = given
    if link := {name: texts for name, texts in given.items() if name not in PLACES}:
        _open(link)
    if places := {name: given[name][-1] for name in PLACES if name in given}:
        kept.place, problems = _checked(places)
        kept.problems = (*kept.problems, *problems)
    kept.touched, kept.by_history = False, not first


def _checked(places: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """The places without a step that is no number, and that as a problem, as what there is not to compare is one."""
    step, problems = places.get("step", "1"), _not_comparable(places.get("compare", HERE).split(","))
    if step.isdecimal() and len(step) < _LONG_STEP:
        return dict(places), problems
    problem = Problem.of("problem.allowed", "step", value=repr(step[:40]), allowed="1, 2, 3, ...", near="")
    return {name: text for name, text in places.items() if name != "step"}, [problem, *problems]


def _not_comparable(given: Sequence[str]) -> list[Problem]:
    """The first of what was to be compared that is no scenario, or how many there are where they are too many."""
    known, chosen = (HERE, *names()), tuple(dict.fromkeys(given))
    allowed, unknown = ", ".join(known), [name for name in chosen if name not in known]
    if unknown:
        near = nearest(unknown[0][:40], known)
        return [Problem.of("problem.allowed", "compare", value=repr(unknown[0][:40]), allowed=allowed, near=near)]
    if len(chosen) > MOST_COMPARED:
        return [Problem.of("problem.allowed", "compare", value=str(len(chosen)), allowed="1, 2, 3, 4", near="")]
    return []


def _by_history() -> bool:
    """Whether an address that is not the present one comes from the browser's history, and is not merely late.

    An address is late where a change was written into it after the browser asked for this run: then a widget was
    touched, or the change is fresh.
    """
    kept = visit()
    return not kept.touched and time.monotonic() - kept.written_at > SETTLED


def _open(given: Mapping[str, list[str]]) -> None:
    kept = visit()
    if set(given) == {"lang"}:
        set_language(given["lang"][-1])
        kept.problems = tuple(language_problems(given["lang"][-1], LANGUAGES))
        return
    try:
        link = from_link(given, LANGUAGES)
    except ScenarioError as error:
        pick(DEFAULT)
        set_language("".join(given.get("lang", [])[-1:]))
        kept.problems = error.problems
        return
    if link.file:
        kept.own, kept.own_came_by = replace(link.file, name=OWN), "link"
    pick(link.scenario or OWN)
    kept.settings, kept.scenario, kept.seed = dict(link.settings), changed(base(), link.settings), link.seed
    set_language(link.language or "en")
    kept.opened = link


def write_link(answer: Answer, page: str) -> None:
    """Put the state and its result into the address bar.

    An address that the visitor went back to stays as it is, also one without a link: to write another would put it on
    top of the browser's history, and Back would lead nowhere.
    """
    kept = visit()
    bare = page == kept.page and not st.query_params.to_dict()
    if kept.touched or not (kept.by_history or bare):
        _write(items_on(page, answer))
    kept.page, kept.touched, kept.by_history = page, False, False


def items_on(page: str, answer: Answer) -> dict[str, str]:
    """Return the items of the address of a page: the state where an address can hold it, and the place on the page."""
    link = _link(answer)
    places = {name: text for name, text in visit().place.items() if name in _PLACES_OF.get(page, ())}
    return {**(_short(link) if page == "learn" else link if has_link(answer) else {}), **places}


def _short(link: Mapping[str, str]) -> Mapping[str, str]:
    """The address of a lesson but for its place: its language, and the scenario only where the visitor has one."""
    kept = visit()
    plain = kept.base == DEFAULT and not kept.settings and not kept.seed
    words = {name: text for name, text in link.items() if name == "lang"} if plain else link
    return words if link_length(words) <= MAX_LINK else {}


def just_opened() -> bool:
    """Return whether a link has been opened and is not yet compared with today's result."""
    return "opened" in visit()


def compare_with_opened(answer: Answer) -> None:
    """Note where a link that was just opened was made with another result."""
    kept, days = visit(), answer.days_written
    opened: Link = kept.pop("opened")
    if opened.digest and opened.digest != answer.digest:
        same = opened.answer == days
        kept.notices = (("digest_same" if same else "digest_other", opened.answer, days),)


def _link(answer: Answer) -> dict[str, str]:
    kept = visit()
    own, language = kept.base == OWN, "" if kept.language == "en" else kept.language
    link = Link(
        scenario="" if own else kept.base, file=kept.own if own else None, settings=kept.settings, seed=kept.seed,
        answer=answer.days_written, digest=answer.digest, language=language,
    )  # fmt: skip
    return to_link(link)


def _write(link: Mapping[str, str]) -> None:
    kept = visit()
    kept.address = {name: [text] for name, text in link.items()}
    if st.query_params.to_dict() != link:
        kept.written_at = time.monotonic()
        st.query_params.from_dict(link)
