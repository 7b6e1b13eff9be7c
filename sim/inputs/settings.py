"""A scenario changed by `--set KEY=VALUE`: the tables of its file changed, and read again.

    KEY=5            the number, in place of the whole quantity: range, source and grade go
    KEY.low=0.5      one field; grade and note then say that a reader changed it
    waves=0:6000,30:4000   a list, in place of `troops`; `waves=` takes it away again
    remark.threshold_days=30   how the remark is read

Going through the tables means that a changed scenario passes exactly the checks a file does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sim.inputs.definitions import DEFINITIONS, INSTEAD_OF, TOGETHER
from sim.inputs.parsing import from_tables, list_problems, unknown_problems
from sim.inputs.parts import PARTS, entries_of
from sim.inputs.problems import MAX_PROBLEMS, ScenarioError, nearest
from sim.inputs.quantities import Quantity
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario
from sim.inputs.toml import toml_tables
from sim.inputs.writing import tables
from sim.words.texts import Problem, Text

__all__ = ["apply", "changed"]

Tables = dict[str, Any]

_WRITTEN = re.compile(r"[+-]?(\d{1,3}(,\d{3})+(\.\d*)?|\d+\.|\.\d+)")
"""Numbers that TOML refuses: grouped by thousands, or with nothing on one side of the point."""


def apply(content: Tables, settings: Sequence[str]) -> list[Problem]:
    """Change the tables in place as the settings say; return the problems.

    Settings take effect in order, lists after all others. Only what a setting itself has wrong is found here: whether
    the values are allowed is seen when the tables are read.
    """
    problems: list[Problem] = []
    lists: dict[str, str] = {}
    for setting in settings:
        path, equals, text = setting.partition("=")
        parts = [part.strip() for part in path.split(".")]
        parts = parts[1:] if parts[0] == "quantities" and len(parts) > 1 else parts
        if not equals or not all(parts):
            problems.append(Problem.of("problem.set_form", path, setting=setting))
        elif parts[0] == "remark" and len(parts) == 2:
            problems += _set_remark(content, parts[1], _value(text))
        elif parts[0] == "remark":
            problems.append(Problem.of("problem.set_remark", path, setting=setting))
        elif parts == ["title"]:
            content["title"] = _value(text)
        elif len(parts) == 1 and parts[0] in PARTS:
            lists[parts[0]] = text
        elif parts[0] in DEFINITIONS and len(parts) <= 2:
            problems += _set_quantity(content, parts, _value(text))
        else:
            known = [*DEFINITIONS, *PARTS, "remark", "title"] if len(problems) < MAX_PROBLEMS else []
            problems.append(Problem.of("problem.unknown_quantity", f"--set {setting}", near=nearest(parts[0], known)))
    single = {setting.partition("=")[0].strip().removeprefix("quantities.").split(".")[0] for setting in settings}
    _set_together(content, single)
    return problems + [x for key, text in lists.items() for x in _set_list(content, key, text, single)]


def _value(text: str) -> Any:
    """The TOML value a text is, or a number as people write it (.5, 10,000); any other text is itself."""
    text = text.strip()
    try:
        read = toml_tables(f"value = {text}", "--set")
    except ScenarioError:
        return float(text.replace(",", "")) if _WRITTEN.fullmatch(text) else text
    return read["value"] if len(read) == 1 else text


def _set_remark(content: Tables, name: str, value: object) -> list[Problem]:
    """A yardstick set takes the other kind away, and makes words that state no duration state one; and the reverse."""
    table = content.setdefault("remark", {})
    problems = unknown_problems({name: value}, [f.name for f in fields(Remark)], "--set remark.")
    if not isinstance(table, dict) or problems:
        return problems
    if name in ("threshold_days", "yardstick"):
        table.pop("states_duration", None)
    if name == "threshold_days":
        table.pop("yardstick", None)
        table["threshold_source"] = ""
    if name == "yardstick":
        table.pop("threshold_days", None)
    if name == "states_duration" and value is False:
        for yardstick in ("yardstick", "threshold_days", "threshold_source"):
            table.pop(yardstick, None)
    table[name] = value
    return []


def _set_quantity(content: Tables, parts: list[str], value: object) -> list[Problem]:
    """`KEY=VALUE` replaces the quantity by one number; `KEY.FIELD=VALUE` changes one field of it."""
    quantities = content.setdefault("quantities", {})
    if not isinstance(quantities, dict):
        return []
    key, names = parts[0], [f.name for f in fields(Quantity) if f.name not in ("key", "own")]
    if len(parts) == 2 and parts[1] not in names:
        path, near = f"--set {'.'.join(parts)}", nearest(parts[1], names)
        return [Problem.of("problem.unknown_field", path, near=near, known=", ".join(names))]
    if len(parts) == 1:
        quantities[key] = {"value": value, "note": Text("note.set"), "own": True}
        return []
    table = quantities.setdefault(key, {})
    if not isinstance(table, dict):
        table = quantities[key] = {"value": table}
    if parts[1] not in ("source", "grade", "accessed", "archived"):
        table.update(grade="assumption", note=Text("note.changed"), own=True)
    table[parts[1]] = value
    return []


def _set_together(content: Tables, single: Collection[str]) -> None:
    """Let two quantities that stand for one take its place where both are set, and the one theirs where it is."""
    quantities, given = content.get("quantities"), set(single)
    if not isinstance(quantities, dict):
        return
    for one, pair in TOGETHER.items():
        gone = {one} if given.issuperset(pair) else set(pair) if one in given else set()
        for key in gone - given:
            quantities.pop(key, None)


def _set_list(content: Tables, key: str, text: str, single: Collection[str]) -> list[Problem]:
    """Set waves, schedule or correlations, or take them away; `single` are the quantities that are set beside them.

    A list takes the place of its single quantity, unless that is set too: then both stand, and are refused.
    """
    quantities, instead = content.setdefault("quantities", {}), INSTEAD_OF.get(key, "")
    if not isinstance(quantities, dict):
        return []
    if not text.strip():
        if instead and instead not in quantities:
            return [Problem.of("problem.taken_away", key, part=key, single=instead)]
        content.pop(key, None)
        return []
    entries, problems = entries_of(key, text, content.get(key))
    if problems:
        return [*problems, *list_problems(key, entries)]
    content[key] = entries
    if instead not in single:
        quantities.pop(instead, None)
    return []


def changed(base: Scenario, settings: Mapping[str, str]) -> Scenario:
    """Return the scenario with `--set` style changes applied; what is not changed keeps its sources.

    Raises `ScenarioError` naming every problem.

    >>> from sim.inputs.loading import load
    >>> changed(load("sky-2024-10k"), {"troops": "12710"}) == load("sky-2024-10k", ["troops=12710"])
    True
    >>> rate = changed(load("sky-2024-10k"), {"reported_rate": "1500"})["reported_rate"]
    >>> rate.grade, rate.source, rate.own, str(rate.note)
    ('assumption', '', True, 'set by the user')
    """
    if not settings:
        return base
    content = tables(base)
    problems = apply(content, [f"{path}={text}" for path, text in settings.items()])
    try:
        scenario = from_tables(content, base.name)
    except ScenarioError as error:
        problems += error.problems
    if problems:
        raise ScenarioError(*problems)
    return scenario
