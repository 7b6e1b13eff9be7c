"""What one visitor has on the page: a base scenario, what was changed in it, and the link that says the same.

Widgets are only its mirror: a change is written here by a callback and shown from here, so that nothing is lost when a
page that holds a widget is left, and a refused change leaves no trace but its sentence.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import streamlit as st

from sim.inputs.definitions import INSTEAD_OF, TOGETHER
from sim.inputs.links import MAX_LINK, Link, from_link, language_problems, link_length, to_link
from sim.inputs.loading import load, parse, shipped
from sim.inputs.parts import entries_text, number_text
from sim.inputs.problems import ScenarioError
from sim.inputs.quantities import Quantity
from sim.inputs.readings import readings_of
from sim.inputs.scenario import Scenario
from sim.inputs.settings import changed
from sim.inputs.toml import decoded
from sim.saying.language import LANGUAGES, Language
from sim.study.answer import Answer
from sim.words.texts import Problem, Text

__all__ = [
    "DEFAULT",
    "DOTS",
    "OWN",
    "SETTLED",
    "base",
    "base_name",
    "change",
    "change_list",
    "change_quantity",
    "change_quantity_checked",
    "compare_with_opened",
    "change_to_single",
    "compared_names",
    "current",
    "dots",
    "fit",
    "fitted",
    "has_link",
    "just_opened",
    "keep_compared",
    "language",
    "mirror",
    "named",
    "names",
    "notices",
    "open_link",
    "own_came_by",
    "own_title",
    "permalink",
    "pick",
    "place",
    "problems",
    "readings",
    "reset",
    "seed",
    "set_dots",
    "set_language",
    "set_place",
    "settings",
    "shown",
    "stated",
    "take_file",
    "touch",
    "write_link",
]

DEFAULT = "sky-2024-10k"
FULL = "sky-2024-10k-full"
OWN = Text("problem.own_file")
"""The name under which an uploaded scenario can be picked; no file is called so."""
DOTS = (20, 100)
"""How many dots may stand for a distribution; the first is where a visit starts."""
PLACES = ("step", "lesson", "view", "compare")
"""Items of an address that name a place on a page, and say nothing of the scenario."""
_PLACES_OF = {"what-if": ("step", "view"), "learn": ("lesson", "view"), "compare": ("compare",)}
"""The places that a page has."""
SETTLED = 1.0
"""Seconds after which the browser has taken over an address written here (assumption: a slow network's round trip)."""


@lru_cache(maxsize=64)
def shown(name: str) -> Scenario:
    """Return a shipped scenario; read once, frozen, so all visitors may share it."""
    return load(name)


def _kept() -> Any:
    state = st.session_state
    if "base" not in state:
        state.base, state.settings, state.seed, state.language = DEFAULT, {}, 0, "en"
        state.scenario, state.own, state.own_came_by = shown(DEFAULT), None, ""
        state.dots, state.fitted, state.place = DOTS[0], None, {}
        state.problems, state.notices = (), ()
        state.address, state.page, state.written_at, state.touched, state.by_history = None, "", 0.0, False, False
    return state


def base() -> Scenario:
    """Return the scenario that changes are counted from."""
    kept = _kept()
    return kept.own if kept.base == OWN else shown(kept.base)


def stated(key: str) -> Quantity | None:
    """Return a quantity as the base scenario states it, or None where it does not."""
    return next((quantity for quantity in base().quantities if quantity.key == key), None)


def base_name() -> str:
    """Return the name of the base scenario, `OWN` for an uploaded one."""
    return str(_kept().base)


def own_title() -> str:
    """Return the title of the uploaded scenario, or nothing."""
    return _kept().own.title if _kept().own else ""


def own_came_by() -> str:
    """Return how the scenario at hand came here: `link`, `file` or `series`; nothing where it is the program's."""
    return str(_kept().own_came_by) if _kept().base == OWN else ""


def has_link(answer: Answer) -> bool:
    """Return whether an address can hold the state: all but what is too long for a link."""
    return link_length(_link(answer)) <= MAX_LINK


def permalink(answer: Answer) -> Mapping[str, str]:
    """Return the items of an address that opens the first page on the present state."""
    return _link(answer)


def current() -> Scenario:
    """Return the scenario as changed by the visitor."""
    return _kept().scenario  # type: ignore[no-any-return]


def settings() -> Mapping[str, str]:
    """Return what was changed, as `--set` settings: left side to right side."""
    return dict(_kept().settings)


def seed() -> int:
    """Return the seed of every random number."""
    return int(_kept().seed)


def dots() -> int:
    """Return how many dots stand for the distribution."""
    return int(_kept().dots)


def set_dots(count: int) -> None:
    """Have so many dots stand for the distribution, in this visit."""
    touch()
    _kept().dots = count


def fit() -> None:
    """Fit the axes of the troops left to the present answer, until another scenario is picked."""
    touch()
    _kept().fitted = current()


def fitted() -> Scenario | None:
    """Return the scenario whose axes the visitor wants; None for those of the base scenario."""
    return _kept().fitted  # type: ignore[no-any-return]


def language() -> Language:
    """Return the language of the page."""
    return LANGUAGES[_kept().language]


def problems() -> tuple[Problem, ...]:
    """Return what was refused; it vanishes with the next accepted change."""
    return tuple(_kept().problems)


def notices() -> tuple[tuple[str, str, str], ...]:
    """Return what is to be said about the link that was opened: key of the text, answer then, answer now."""
    return tuple(_kept().notices)


def place() -> Mapping[str, str]:
    """Return the place on a page that the address names, or that was chosen there: step, lesson and view."""
    return dict(_kept().place)


def set_place(**items: str) -> None:
    """Go to another place on a page; an empty item is left out of the address, one not given stays."""
    touch()
    _kept().place = {name: text for name, text in {**_kept().place, **items}.items() if text}


# --------------------------------------------------------------------------------------------------------- changes


def pick(name: str) -> None:
    """Start from another scenario, with nothing changed."""
    set_place(step="")
    kept = _kept()
    if name == OWN and kept.own is None:
        return
    kept.base, kept.settings, kept.problems, kept.notices = name, {}, (), ()
    kept.scenario, kept.fitted = base(), None


def set_language(code: str) -> None:
    """Switch the language of every page."""
    touch()
    if code in LANGUAGES:
        _kept().language = code


def change(name: str, fields: Mapping[str, str]) -> None:
    """Replace what was changed of one quantity (or of a list, or of the remark); no fields take the change back."""
    touch()
    kept, together = _kept(), {name, INSTEAD_OF.get(name, "")}
    if not fields:
        together |= {key for key, single in INSTEAD_OF.items() if single == name}
        together |= {key for pair in TOGETHER.values() if name in pair for key in pair}
    others = {path: text for path, text in kept.settings.items() if path.split(".")[0] not in together}
    asked = {**others, **fields}
    try:
        kept.scenario = changed(base(), asked)
    except ScenarioError as error:
        kept.problems = error.problems
        return
    kept.settings, kept.problems, kept.notices = asked, (), ()


def change_list(key: str, text: str) -> None:
    """Set waves, schedule or correlations from a `--set` text; what equals the base scenario is no change."""
    change(key, {} if text == entries_text(getattr(base(), key)) else {key: text})


def change_to_single(key: str) -> None:
    """Put the sum of the waves, or the first rate of the schedule, in the place of the list."""
    single = INSTEAD_OF[key]
    value, published = current().number(single), stated(single)
    if published and published.value == value:
        change(key, {})
    else:
        change(key, {**({key: ""} if getattr(base(), key) else {}), single: _written(value)})


def change_quantity(wanted: Quantity) -> None:
    """Set one quantity to a value or range of the visitor's own; what equals the base scenario is no change."""
    published = stated(wanted.key)
    facts = (wanted.value, wanted.low, wanted.high, wanted.shape)
    if published and facts == (published.value, published.low, published.high, published.shape):
        change(wanted.key, {})
        return
    fields = {wanted.key: _written(wanted.value)}
    if wanted.low is not None and wanted.high is not None:
        fields |= {
            f"{wanted.key}.low": _written(wanted.low),
            f"{wanted.key}.high": _written(wanted.high),
            f"{wanted.key}.shape": wanted.shape,
        }
    change(wanted.key, fields)


def change_quantity_checked(
    key: str, value: float | str | date, low: float | None = None, high: float | None = None, shape: str = ""
) -> None:
    """Set one quantity from loose parts; what they may not be together is kept as problems and changes nothing."""
    touch()
    try:
        wanted = Quantity(key=key, value=value, low=low, high=high, shape=shape)
    except ScenarioError as error:
        _kept().problems = error.problems
        return
    change_quantity(wanted)


def _written(value: object) -> str:
    return number_text(value) if isinstance(value, float) else str(value)


def reset(name: str = "") -> None:
    """Take back one change, or all of them."""
    if name:
        change(name, {})
    else:
        pick(_kept().base)


def take_file(content: bytes, came_by: str = "file") -> None:
    """Open an uploaded scenario file; with problems nothing changes and each is kept as a line.

    `came_by` says what it was made from: a `file` of a scenario, or a `series`.
    """
    touch()
    kept = _kept()
    try:
        own = parse(decoded(content, OWN), OWN)
    except ScenarioError as error:
        kept.problems = error.problems
    else:
        kept.own, kept.own_came_by = own, came_by
        pick(OWN)


def mirror(key: str, value: object) -> str:
    """Make the widget with this key show `value`, and return the key."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


# ----------------------------------------------------------------------------------------------------------- links


def touch() -> None:
    """Note that the visitor touched something, so that the present state counts and not the address.

    Every callback of a widget does this, directly or by changing the state: a run in which none did and whose address
    is another one came from the Back or Forward button of the browser.
    """
    _kept().touched = True


def open_link() -> None:
    """Open the link in the address bar where it is not this visit's present one: as a whole, or not at all."""
    kept, given = _kept(), {name: st.query_params.get_all(name) for name in st.query_params}
    first = kept.address is None
    if not given or given == kept.address or not (first or _by_history()):
        return
    kept.address = given
    if link := {name: texts for name, texts in given.items() if name not in PLACES}:
        _open(link)
    if places := {name: given[name][-1] for name in PLACES if name in given}:
        kept.place = places
    kept.touched, kept.by_history = False, not first


def _by_history() -> bool:
    """Whether an address that is not the present one comes from the browser's history, and is not merely late.

    An address is late where a change was written into it after the browser asked for this run: then a widget was
    touched, or the change is fresh.
    """
    kept = _kept()
    return not kept.touched and time.monotonic() - kept.written_at > SETTLED


def _open(given: Mapping[str, list[str]]) -> None:
    kept = _kept()
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
    kept, link = _kept(), _link(answer)
    bare = page == kept.page and not st.query_params.to_dict()
    if kept.touched or not (kept.by_history or bare):
        places = {name: text for name, text in kept.place.items() if name in _PLACES_OF.get(page, ())}
        _write({**(_short(link) if page == "learn" else link if has_link(answer) else {}), **places})
    kept.page, kept.touched, kept.by_history = page, False, False


def _short(link: Mapping[str, str]) -> Mapping[str, str]:
    """The address of a lesson but for its place: its language, and the scenario only where the visitor has one."""
    kept = _kept()
    plain = kept.base == DEFAULT and not kept.settings and not kept.seed
    words = {name: text for name, text in link.items() if name == "lang"} if plain else link
    return words if link_length(words) <= MAX_LINK else {}


def just_opened() -> bool:
    """Return whether a link has been opened and is not yet compared with today's result."""
    return "opened" in _kept()


def compare_with_opened(answer: Answer) -> None:
    """Note where a link that was just opened was made with another result."""
    kept, days = _kept(), answer.days_written
    opened: Link = kept.pop("opened")
    if opened.digest and opened.digest != answer.digest:
        same = opened.answer == days
        kept.notices = (("digest_same" if same else "digest_other", opened.answer, days),)


def _link(answer: Answer) -> dict[str, str]:
    kept = _kept()
    own, language = kept.base == OWN, "" if kept.language == "en" else kept.language
    link = Link(
        scenario="" if own else kept.base, file=kept.own if own else None, settings=kept.settings, seed=kept.seed,
        answer=answer.days_written, digest=answer.digest, language=language,
    )  # fmt: skip
    return to_link(link)


def _write(link: Mapping[str, str]) -> None:
    kept = _kept()
    kept.address = {name: [text] for name, text in link.items()}
    if st.query_params.to_dict() != link:
        kept.written_at = time.monotonic()
        st.query_params.from_dict(link)


def names() -> list[str]:
    """Return the names that can be picked, the uploaded one last."""
    return [*_shipped(), *([OWN] if _kept().own else [])]


def named(name: str) -> Scenario:
    """Return a shipped scenario or the uploaded one, unchanged."""
    return _kept().own if name == OWN else shown(name)


def readings(name: str) -> list[str]:
    """Return the names of the readings of the remark of a scenario, itself among them, in their order."""
    return [name] if name == OWN else list(_readings(name))


@lru_cache(maxsize=64)
def _readings(name: str) -> tuple[str, ...]:
    return tuple(found.name for found in readings_of(shown(name), map(shown, _shipped())))


@lru_cache(maxsize=1)
def _shipped() -> tuple[str, ...]:
    """The names of the shipped scenarios; their folder is read once."""
    return tuple(shipped())


def compared_names(here: str) -> list[str]:
    """Return what the visitor compares: what the address names, or at first the scenario at hand and another.

    That is its base where something was changed, else the scenario that differs most.
    """
    chosen = place().get("compare", "").split(",")
    known = [name for name in dict.fromkeys(chosen) if name == here or name in names()]
    if known:
        return known
    other = DEFAULT if base_name() == FULL else FULL
    return [here, base_name() if settings() else other]


def keep_compared(chosen: list[str]) -> None:
    """Keep what the visitor compares, in the address too."""
    set_place(compare=",".join(chosen))
