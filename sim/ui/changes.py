"""What a visitor changes: another scenario, a number, a list, a file; refused as a whole or taken as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sim.inputs.definitions import INSTEAD_OF, TOGETHER
from sim.inputs.loading import parse
from sim.inputs.parts import entries_text, value_text
from sim.inputs.problems import ScenarioError
from sim.inputs.quantities import Quantity
from sim.inputs.settings import changed
from sim.inputs.toml import decoded
from sim.saying.language import LANGUAGES
from sim.ui.state import OWN, base, current, set_place, stated, touch, visit

__all__ = [
    "change",
    "change_list",
    "change_quantity",
    "change_quantity_checked",
    "change_to_single",
    "pick",
    "reset",
    "set_language",
    "take_file",
]


def pick(name: str) -> None:
    """Start from another scenario, with nothing changed."""
    set_place(step="")
    kept = visit()
    if name == OWN and kept.own is None:
        return
    kept.base, kept.settings, kept.problems, kept.notices = name, {}, (), ()
    kept.scenario, kept.fitted = base(), None


def set_language(code: str) -> None:
    """Switch the language of every page."""
    touch()
    if code in LANGUAGES:
        visit().language = code


def change(name: str, fields: Mapping[str, str]) -> None:
    """Replace what was changed of one quantity (or of a list, or of the remark); no fields take the change back."""
    touch()
    kept, together = visit(), {name, INSTEAD_OF.get(name, "")}
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
        change(key, {**({key: ""} if getattr(base(), key) else {}), single: value_text(value)})


def change_quantity(wanted: Quantity) -> None:
    """Set one quantity to a value or range of the visitor's own; what equals the base scenario is no change."""
    published = stated(wanted.key)
    facts = (wanted.value, wanted.low, wanted.high, wanted.shape)
    if published and facts == (published.value, published.low, published.high, published.shape):
        change(wanted.key, {})
        return
    fields = {wanted.key: value_text(wanted.value)}
    if wanted.low is not None and wanted.high is not None:
        fields |= {
            f"{wanted.key}.low": value_text(wanted.low),
            f"{wanted.key}.high": value_text(wanted.high),
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
        visit().problems = error.problems
        return
    change_quantity(wanted)


def reset(name: str = "") -> None:
    """Take back one change, or all of them."""
    if name:
        change(name, {})
    else:
        pick(visit().base)


def take_file(content: bytes, came_by: str = "file") -> None:
    """Open an uploaded scenario file; with problems nothing changes and each is kept as a line.

    `came_by` says what it was made from: a `file` of a scenario, a `series`, or a published `month` of the program's.
    """
    touch()
    kept = visit()
    try:
        own = parse(decoded(content, OWN), OWN)
    except ScenarioError as error:
        kept.problems = error.problems
    else:
        kept.own, kept.own_came_by = own, came_by
        pick(OWN)
