"""The tables of a scenario file, schema 1, read into records: every problem is named, none of them is guessed away.

schema = 1                          a number alone may stand for a table: troops = 10_000
title = "..."                       low and high without a shape make a triangular range
[remark]                            what is not stated is neutral
[quantities.troops]                 a key that is unknown is refused, with the nearest one known
[[waves]]  [[schedule]]  [[correlations]]
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import MISSING, Field, fields
from datetime import date
from functools import partial
from typing import Any, TypeVar

from sim.inputs.definitions import DEFAULT_SHAPE, DEFINITIONS, FIRST_DAY, INSTEAD_OF, Definition
from sim.inputs.parts import MAX_ENTRIES, PARTS
from sim.inputs.problems import MAX_PROBLEMS, ScenarioError, nearest, shown, with_unit
from sim.inputs.quantities import Correlation, Quantity, Step, Wave
from sim.inputs.remarks import Reading, Remark, Said, Translation
from sim.inputs.scenario import Scenario
from sim.words.texts import Problem

__all__ = [
    "SCHEMA",
    "list_problems",
    "from_tables",
    "unknown_problems",
]

SCHEMA = 1


Record = TypeVar("Record", Wave, Step, Correlation)
Single = TypeVar("Single", Remark, Reading)
Made = TypeVar("Made")
Tables = dict[str, Any]

_STAND_INS: Tables = {
    "source": "given", "remark": "given", "label": "given", "order": 0, "day": 0.0, "troops": 1.0, "from_day": 0.0,
    "casualties_per_day": 1.0, "shape": DEFAULT_SHAPE, "between": ("troops", "line_share"), "rank": 0.0,
}  # fmt: skip
"""What stands in for a field that was refused or is missing while the rest of its record is checked."""
_TOP = ("schema", "title", "remark", "reading", "translations", "quantities", *PARTS)


def from_tables(content: Tables, name: str = "") -> Scenario:
    """Return the scenario in the tables of a parsed file. Raises `ScenarioError` with one line for each problem.

    A problem that only follows from another is not named: of a quantity that was refused nobody is told that it is
    missing.

    >>> numbers = {"troops": 10, "reported_rate": {"value": 2, "low": 1, "high": 3}}
    >>> made = from_tables({"schema": 1, "title": "T", "quantities": numbers})
    >>> made.number("troops"), made["reported_rate"].shape
    (10.0, 'triangular')
    """
    problems = [*_schema_problems(content), *unknown_problems(content, _TOP, "")]
    title = content.get("title", "")
    if not isinstance(title, str):
        problems.append(Problem.of("problem.must_be_text", "title", value=shown(title)))
    elif not title.strip():
        problems.append(Problem.of("problem.no_title", "title"))
    given = _table(content, "quantities", problems)
    quantities = {
        key: quantity for key in DEFINITIONS if key in given and (quantity := _quantity(key, given[key], problems))
    }
    problems += unknown_problems(given, DEFINITIONS, "quantities.", "problem.unknown_quantity")
    parts: Tables = {key: _records(content, key, kind, problems) for key, kind in PARTS.items()}
    parts["remark"] = _one(content, "remark", Remark, problems)
    parts["reading"] = _one(content, "reading", Reading, problems)
    parts["translations"] = _translations(content, problems)
    try:
        scenario = Scenario(title=str(title), name=name, quantities=tuple(quantities.values()), **parts)
    except ScenarioError as error:
        refused = {f"quantities.{key}" for key in given if key not in quantities}
        refused |= {f"quantities.{key}" for other, key in INSTEAD_OF.items() if content.get(other) and key not in given}
        problems += [problem for problem in error.problems if problem.path not in refused]
    if problems:
        raise ScenarioError(*problems)
    return scenario


def _schema_problems(content: Tables) -> list[Problem]:
    """A later schema has a problem of its own, which tells the reader to take a newer program."""
    if "schema" not in content:
        return [Problem.of("problem.no_schema", "schema", schema=str(SCHEMA))]
    schema = content["schema"]
    if type(schema) is int and schema > SCHEMA:
        return [Problem.of("problem.newer_schema", "schema", schema=str(schema), known=str(SCHEMA))]
    if type(schema) is int and schema == SCHEMA:
        return []
    return [Problem.of("problem.allowed", "schema", value=repr(schema), allowed=str(SCHEMA), near="")]


def unknown_problems(
    table: Tables, known: Collection[str], path: str, problem: str = "problem.unknown_key", most: int = MAX_PROBLEMS
) -> list[Problem]:
    """Return the problems of keys that are not known: `most` of them by name, and one that counts the others.

    To look for the nearest known key takes 0.1 ms: for the 85,000 keys that a file can hold, eight seconds.
    """
    unknown = [key for key in table if key not in known]
    named = [Problem.of(problem, f"{path}{key}", near=nearest(key, known)) for key in unknown[:most]]
    more = len(unknown) - len(named)
    return [*named, Problem.of("problem.more", count=more)] if more else named


def _table(content: Tables, key: str, problems: list[Problem]) -> Tables:
    table = content.get(key, {})
    if isinstance(table, dict):
        return table
    problems.append(Problem.of("problem.no_table", key, part=key, value=repr(table)))
    return {}


def _quantity(key: str, table: object, problems: list[Problem]) -> Quantity | None:
    """The quantity in a table, or in a number that stands for one; None where it was refused."""
    path = f"quantities.{key}"
    given = dict(table) if isinstance(table, dict) else {"value": table}
    if DEFINITIONS[key].choices and isinstance(given.get("value"), bool):
        given["value"] = str(given["value"]).lower()  # a choice may be called true, and TOML has a word for that
    if "low" in given or "high" in given:
        given.setdefault("shape", DEFAULT_SHAPE)
    found = _found(Quantity, given, path)
    if "value" not in given:
        allowed = with_unit(DEFINITIONS[key].allowed, DEFINITIONS[key].unit)
        found.append(Problem.of("problem.no_value", path, allowed=allowed))
        given["value"] = given.get("low", _example(DEFINITIONS[key]))
    quantity = _made(partial(Quantity, key=key), Quantity, given, found, path)
    problems += found
    return quantity


def _example(what: Definition) -> object:
    """A value that the quantity may have, to check what stands beside a missing one."""
    return what.choices[0] if what.choices else FIRST_DAY if what.is_date else what.typical[0]


def _made(make: Callable[..., Made], kind: type[Made], table: Tables, found: list[Problem], path: str) -> Made | None:
    """The record in a table, or None; `found`, the problems so far, takes those that the record finds in the rest.

    What has a problem already is left out for that, or stood in for where a record needs it.
    """
    refused = {problem.path.removeprefix(f"{path}.") for problem in found}
    names = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    given = {name: value for name, value in table.items() if name in names - refused}
    given |= {name: _STAND_INS[name] for name in refused & _STAND_INS.keys() & names}
    usable = not found
    try:
        record = make(**_floats(given, kind))
    except ScenarioError as error:
        found += error.problems
        return None
    return record if usable else None


def _records(content: Tables, key: str, kind: type[Record], problems: list[Problem]) -> tuple[Record, ...]:
    entries = content.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.append(Problem.of("problem.no_list", key, part=key))
        return ()
    if len(entries) > MAX_ENTRIES[key]:
        problems.append(Problem.of("problem.entries", key, part=key, count=len(entries), most=MAX_ENTRIES[key]))
        return ()
    records = [_record(entry, f"{key}[{number}]", kind, problems) for number, entry in enumerate(entries, start=1)]
    return tuple(record for record in records if record is not None)


def list_problems(key: str, entries: Sequence[Tables]) -> list[Problem]:
    """Return the problems of the entries of a list, by their number in it; empty entries are passed over.

    >>> [problem.path for problem in list_problems("waves", [{"day": 0, "troops": 1}, {"day": -1, "troops": 1}])]
    ['waves[2].day']
    """
    problems: list[Problem] = []
    for number, entry in enumerate(entries, start=1):
        if entry:
            _record(entry, f"{key}[{number}]", PARTS[key], problems)
    return problems


def _record(entry: Tables, path: str, kind: type[Record], problems: list[Problem]) -> Record | None:
    """One entry of a list, or None and its problems, each told at its number in the list."""
    found = [*_found(kind, entry, path, max(0, MAX_PROBLEMS - len(problems))), *_missing(kind, entry, path)]
    listed, known = path.partition("[")[0], len(found)
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    record = _made(kind, kind, given, found, path)
    problems += found[:known]
    problems += [problem.moved(path + problem.path.removeprefix(listed)) for problem in found[known:]]
    return record


def _one(content: Tables, key: str, kind: type[Single], problems: list[Problem]) -> Single | None:
    """The record in the table of this key, if there is one."""
    table: Tables = _table(content, key, problems)
    if not table:
        return None
    found = [*_found(kind, table, key), *_missing(kind, table, key)]
    record = _made(kind, kind, table, found, key)
    problems += found
    return record


def _translations(content: Tables, problems: list[Problem]) -> tuple[Translation, ...]:
    """The translations in order of their codes, so that the order in a file makes no other scenario."""
    records = []
    for code, table in _table(content, "translations", problems).items():
        path = f"translations.{code}"
        if not isinstance(table, dict):
            problems.append(Problem.of("problem.no_table", path, part=path, value=repr(table)))
            continue
        own = {key: value for key, value in table.items() if key != "quantities"}
        found = _found(Translation, own, path)
        quantities = _said(table.get("quantities", {}), f"{path}.quantities", found)
        problems += found
        records += [] if found else [Translation(language=code, **own, quantities=quantities)]
    return tuple(sorted(records, key=lambda record: record.language))


def _said(tables: object, path: str, problems: list[Problem]) -> tuple[Said, ...]:
    """What is said of each quantity, in the order of their keys; a table without any text says nothing."""
    if not isinstance(tables, dict):
        problems.append(Problem.of("problem.no_table", path, part=path, value=repr(tables)))
        return ()
    problems += unknown_problems(tables, DEFINITIONS, f"{path}.", "problem.unknown_quantity")
    said = []
    for key in sorted(tables.keys() & DEFINITIONS.keys()):
        table, where = tables[key], f"{path}.{key}"
        if not isinstance(table, dict):
            problems.append(Problem.of("problem.no_table", where, part=where, value=repr(table)))
        elif found := _found(Said, table, where):
            problems += found
        elif any(table.values()):
            said.append(Said(key=key, **table))
    return tuple(said)


def _found(kind: type, table: Tables, path: str, most: int = MAX_PROBLEMS) -> list[Problem]:
    """Problems of keys (`most` by name), of texts, truths and dates; the records check their numbers themselves."""
    known = {item.name: str(item.type) for item in fields(kind) if item.name not in ("key", "language")}
    problems = unknown_problems(table, known, f"{path}.", most=most)
    for name, value in table.items():
        kinds = known.get(name, "")
        if kinds == "str" and not isinstance(value, str):
            problems.append(Problem.of("problem.must_be_text", f"{path}.{name}", value=repr(value)))
        elif kinds == "bool" and not isinstance(value, bool):
            problems.append(Problem.of("problem.must_be_truth", f"{path}.{name}", value=repr(value)))
        elif kinds == "int" and type(value) is not int:
            problems.append(Problem.of("problem.must_be_whole", f"{path}.{name}", value=repr(value)))
        elif kinds.startswith("date") and type(value) is not date:
            problems.append(Problem.of("problem.must_be_date", f"{path}.{name}", value=repr(value)))
        elif kinds.startswith("tuple") and not (
            isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)
        ):
            problems.append(Problem.of("problem.must_be_pair", f"{path}.{name}", value=repr(value)))
    return problems


def _missing(kind: type, table: Tables, path: str) -> list[Problem]:
    missing = [item.name for item in fields(kind) if _required(item) and item.name not in table]
    return [Problem.of("problem.missing", f"{path}.{name}") for name in missing]


def _required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _floats(table: Tables, kind: type = Quantity) -> Tables:
    """Integers become floats, unless the record counts; those too large become infinite, which every record refuses."""
    counts = {item.name for item in fields(kind) if item.type == "int"}
    return {key: _float(value) if type(value) is int and key not in counts else value for key, value in table.items()}


def _float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf")
