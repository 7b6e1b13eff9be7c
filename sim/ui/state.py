"""What one visitor has on the page: a base scenario, what was changed in it, and where on the page the visitor is.

Widgets are only its mirror: a change is written here by a callback and shown from here, so that nothing is lost when a
page that holds a widget is left, and a refused change leaves no trace but its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import streamlit as st

from sim.inputs.loading import load, shipped
from sim.inputs.quantities import Quantity
from sim.inputs.readings import readings_of
from sim.inputs.scenario import Scenario
from sim.saying.language import LANGUAGES, Language
from sim.words.texts import Problem, Text

__all__ = [
    "DEFAULT",
    "DOTS",
    "HERE",
    "MOST_COMPARED",
    "OWN",
    "base",
    "base_name",
    "compared_names",
    "current",
    "dots",
    "fit",
    "fitted",
    "is_asked_anew",
    "keep_asked",
    "keep_compared",
    "keep_lesson",
    "language",
    "lesson_kept",
    "mirror",
    "named",
    "names",
    "notices",
    "own_came_by",
    "place",
    "problems",
    "readings",
    "seed",
    "set_dots",
    "set_place",
    "settings",
    "shown",
    "stated",
    "touch",
    "visit",
]

DEFAULT = "sky-2024-10k"
FULL = "sky-2024-10k-full"
OWN = Text("problem.own_file")
"""The name under which an uploaded scenario can be picked; no file is called so."""
HERE, MOST_COMPARED = "here", 4
"""The visitor's scenario among those compared (no scenario is called so), and how many may be compared."""
DOTS = (20, 100)
"""How many dots may stand for a distribution; the first is where a visit starts."""


@lru_cache(maxsize=64)
def shown(name: str) -> Scenario:
    """Return a shipped scenario; read once, frozen, so all visitors may share it."""
    return load(name)


def visit() -> Any:
    """Return what is kept of this visit, made when first asked for: for this module, `changes` and `address` only."""
    state = st.session_state
    if "base" not in state:
        state.base, state.settings, state.seed, state.language = DEFAULT, {}, 0, "en"
        state.scenario, state.own, state.own_came_by = shown(DEFAULT), None, ""
        state.dots, state.fitted, state.place, state.lessons = DOTS[0], None, {}, {}
        state.problems, state.notices, state.asked = (), (), None
        state.address, state.page, state.written_at, state.touched, state.by_history = None, "", 0.0, False, False
    return state


def base() -> Scenario:
    """Return the scenario that changes are counted from."""
    kept = visit()
    return kept.own if kept.base == OWN else shown(kept.base)


def stated(key: str) -> Quantity | None:
    """Return a quantity as the base scenario states it, or None where it does not."""
    return next((quantity for quantity in base().quantities if quantity.key == key), None)


def base_name() -> str:
    """Return the name of the base scenario, `OWN` for an uploaded one."""
    return str(visit().base)


def own_came_by() -> str:
    """Return how the scenario at hand came here: `link`, `file` or `series`; nothing where it is the program's."""
    return str(visit().own_came_by) if visit().base == OWN else ""


def current() -> Scenario:
    """Return the scenario as changed by the visitor."""
    return visit().scenario  # type: ignore[no-any-return]


def is_asked_anew() -> bool:
    """Return whether the remark, its yardstick included, is another than the one the readings were held against."""
    return bool(visit().asked != current().remark)


def keep_asked() -> None:
    """Note that the readings have been held against the remark at hand."""
    visit().asked = current().remark


def settings() -> Mapping[str, str]:
    """Return what was changed, as `--set` settings: left side to right side."""
    return dict(visit().settings)


def seed() -> int:
    """Return the seed of every random number."""
    return int(visit().seed)


def dots() -> int:
    """Return how many dots stand for the distribution."""
    return int(visit().dots)


def set_dots(count: int) -> None:
    """Have so many dots stand for the distribution, in this visit."""
    touch()
    visit().dots = count


def fit() -> None:
    """Fit the axes of the troops left to the present answer, until another scenario is picked."""
    touch()
    visit().fitted = current()


def fitted() -> Scenario | None:
    """Return the scenario whose axes the visitor wants; None for those of the base scenario."""
    return visit().fitted  # type: ignore[no-any-return]


def language() -> Language:
    """Return the language of the page."""
    return LANGUAGES[visit().language]


def problems() -> tuple[Problem, ...]:
    """Return what was refused; it vanishes with the next accepted change."""
    return tuple(visit().problems)


def notices() -> tuple[tuple[str, str, str], ...]:
    """Return what is to be said about the link that was opened: key of the text, answer then, answer now."""
    return tuple(visit().notices)


def place() -> Mapping[str, str]:
    """Return the place on a page that the address names, or that was chosen there: step, lesson and view."""
    return dict(visit().place)


def set_place(**items: str) -> None:
    """Go to another place on a page; an empty item is left out of the address, one not given stays."""
    touch()
    visit().place = {name: text for name, text in {**visit().place, **items}.items() if text}


def lesson_kept(number: int) -> Mapping[str, float]:
    """Return what stands in the fields of a lesson, by their names, and `told` where its answer was asked for."""
    return dict(visit().lessons.get(number, {}))


def keep_lesson(number: int, fields: Mapping[str, object]) -> None:
    """Keep what stands in the fields of a lesson; what is no number is not kept."""
    touch()
    visit().lessons[number] = {name: float(x) for name, x in fields.items() if isinstance(x, int | float)}


def mirror(key: str, value: object) -> str:
    """Make the widget with this key show `value`, and return the key."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def touch() -> None:
    """Note that the visitor touched something, so that the present state counts and not the address.

    Every callback of a widget does this, directly or by changing the state: a run in which none did and whose address
    is another one came from the Back or Forward button of the browser.
    """
    visit().touched = True


def names() -> list[str]:
    """Return the names that can be picked, the uploaded one last."""
    return [*_shipped(), *([OWN] if visit().own else [])]


def named(name: str) -> Scenario:
    """Return a shipped scenario or the uploaded one, unchanged."""
    return visit().own if name == OWN else shown(name)


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


def compared_names() -> list[str]:
    """Return what the visitor compares: what the address names, or at first the scenario at hand and another.

    That is its base where something was changed, else the scenario that differs most.
    """
    chosen = place().get("compare", "").split(",")
    known = [name for name in dict.fromkeys(chosen) if name == HERE or name in names()]
    if known:
        return known[:MOST_COMPARED]
    other = DEFAULT if base_name() == FULL else FULL
    return [HERE, base_name() if settings() else other]


def keep_compared(chosen: list[str]) -> None:
    """Keep what the visitor compares, in the address too."""
    set_place(compare=",".join(chosen))
