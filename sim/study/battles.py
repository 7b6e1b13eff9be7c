"""Battles: those in a TOML file, and Iwo Jima as Engel counted it.

    schema = 1
    days = 40
    [first]                     name, strength, hit_rate, fire, break_point
    [[first.arrivals]]          from_day, to_day, per_day
    [[first.pulses]]            day, people
    [second]                    the same

A file is read whole or refused whole, every problem told at its place in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.core.forces import FIRES, Arrivals, Battle, Fire, Pulse, Side
from sim.inputs.definitions import MAX_DAYS
from sim.inputs.problems import ScenarioError, nearest
from sim.inputs.toml import toml_tables
from sim.words.texts import Problem

__all__ = [
    "SCHEMA",
    "battle_of",
    "iwo_jima",
]

Tables = Mapping[str, Any]

SCHEMA = 1
_DATA = Path(__file__).parent.parent / "data"
_MOST_CHARACTERS = 50_000
_STAND_INS = {Arrivals: {"from_day": 0.0, "to_day": MAX_DAYS, "per_day": 0.0}, Pulse: {"day": 0.0, "people": 0.0}}
"""What stands in for a missing number while the others of its entry are checked."""
_MOST_ENTRIES = 100
"""Most arrivals or pulses of a side: the integration starts again at each."""


def battle_of(text: str, where: str = "battle") -> Battle:
    r"""Return the battle in a TOML text; `where` starts each line of the `ScenarioError` raised for bad input.

    A file has `schema`, `title`, `source`, `days` and two tables, `[first]` and `[second]`, each with `name`,
    `strength`, `hit_rate`, `fire` (a name of `FIRES`, or a table of `shooters` and `targets`), `break_point`,
    `[[first.arrivals]]` (`from_day`, `to_day`, `per_day`) and `[[first.pulses]]` (`day`, `people`). Needed are
    `schema`, `days`, and strength and hit rate of both sides; fire is aimed where nothing is said.

    >>> sides = "[first]\nstrength = 5\nhit_rate = 1\n[second]\nstrength = 4\nhit_rate = 1"
    >>> battle_of(f"schema = 1\ndays = 2\n{sides}").first.strength
    5.0
    >>> battle_of(f"schema = 1\ndays = 2\n{sides.rpartition('hit')[0]}", "mine.toml")
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: mine.toml: second.hit_rate: missing
    """
    if len(text) > _MOST_CHARACTERS:
        raise ScenarioError(Problem.of("problem.too_large", kilobytes=_MOST_CHARACTERS // 1000).at(where))
    problems: list[Problem] = []
    battle = _battle(toml_tables(text, where), problems)
    if battle is None or problems:
        raise ScenarioError(*(problem.at(where) for problem in problems))
    return battle


def _battle(content: Tables, problems: list[Problem]) -> Battle | None:
    problems += _unknown(content, ("schema", "title", "source", "days", "first", "second"), "")
    schema = content.get("schema")
    if schema is None:
        problems.append(Problem.of("problem.no_schema", schema=str(SCHEMA)))
    elif type(schema) is not int or schema != SCHEMA:
        problems.append(Problem.of("problem.allowed", "schema", value=repr(schema), allowed=str(SCHEMA), near=""))
    problems += _missing(content, ("days", "first", "second"), "")
    problems += _not_text(content, ("title", "source"), "")
    sides = [_side(content[key], key, problems) for key in ("first", "second") if key in content]
    if "days" not in content or len(sides) < 2:
        return None
    names = [side.name.strip() for side in sides if side]
    if len(names) > len(set(names)):
        named = "second" if "name" in content["second"] else "first"
        problems.append(Problem.of("problem.one_name", f"{named}.name", value=repr(names[0])))
    texts = {name: str(content.get(name, "")) for name in ("title", "source")}
    # sides that were refused are filled in, so that a wrong number of days is reported beside them
    first, second = (side or Side(name="", strength=0.0, hit_rate=0.0) for side in sides)
    made: Battle | None = _made(
        Battle, {"first": first, "second": second, "days": content["days"], **texts}, "", problems
    )
    return made


def _side(table: object, path: str, problems: list[Problem]) -> Side | None:
    if not isinstance(table, dict):
        problems.append(Problem.of("problem.no_table", part=path, value=repr(table)))
        return None
    before = len(problems)
    problems += _unknown(table, [f.name for f in fields(Side)], f"{path}.")
    problems += _missing(table, ("strength", "hit_rate"), f"{path}.")
    problems += _not_text(table, ("name",), f"{path}.")
    given = {key: table[key] for key in ("strength", "hit_rate", "break_point") if key in table}
    named = table.get("name", path)
    fire = _fire(table.get("fire", "aimed"), f"{path}.fire", problems)
    arrivals = _entries(Arrivals, table, "arrivals", path, problems)
    pulses = _entries(Pulse, table, "pulses", path, problems)
    whole = {"name": named if isinstance(named, str) else path, "strength": 0.0, "hit_rate": 0.0, **given}
    side = _made(Side, {**whole, "fire": fire, "arrivals": arrivals, "pulses": pulses}, path, problems)
    return side if len(problems) == before else None


def _fire(value: object, path: str, problems: list[Problem]) -> Fire:
    """The kind of fire by its name or its exponents; a refused one is filled in, so that the rest is checked too."""
    if isinstance(value, str) and value in FIRES:
        return FIRES[value]
    if not isinstance(value, dict):
        allowed, near = f"{', '.join(FIRES)}, or shooters and targets", nearest(str(value), FIRES)
        problems.append(Problem.of("problem.allowed", path, value=repr(value), allowed=allowed, near=near))
        return FIRES["aimed"]
    problems += _unknown(value, [f.name for f in fields(Fire)], f"{path}.")
    known = {key: number for key, number in value.items() if key in ("shooters", "targets")}
    return _made(Fire, known, path, problems, "fire") or FIRES["aimed"]


def _entries(kind: type, table: Tables, key: str, path: str, problems: list[Problem]) -> tuple[Any, ...]:
    """Arrivals or pulses; what is wrong is told by its number in the list."""
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.append(Problem.of("problem.no_list", part=f"{path}.{key}"))
        return ()
    if len(entries) > _MOST_ENTRIES:
        problems.append(Problem.of("problem.entries", part=f"{path}.{key}", count=len(entries), most=_MOST_ENTRIES))
        return ()
    names, made = [f.name for f in fields(kind)], []
    for number, entry in enumerate(entries, start=1):
        place = f"{path}.{key}[{number}]"
        problems += [*_unknown(entry, names, f"{place}."), *_missing(entry, names, f"{place}.")]
        known = {name: entry[name] for name in names if name in entry}
        made.append(_made(kind, {**_STAND_INS[kind], **known}, place, problems, key))
    return tuple(entry for entry in made if entry is not None)


def _made(kind: type, given: Tables, path: str, problems: list[Problem], prefix: str = "") -> Any:
    """A record, or None and its problems, each told at its place in the file."""
    try:
        return kind(**{key: _float(value) for key, value in given.items()})
    except ScenarioError as error:
        problems += [_placed(problem, prefix, path) for problem in error.problems]
        return None


def _float(value: Any) -> Any:
    """Integers become floats; those too large for one become infinite, which every record refuses."""
    if type(value) is not int:
        return value
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _placed(problem: Problem, prefix: str, path: str) -> Problem:
    """A problem of a record at its place in the file."""
    name = problem.path.removeprefix(prefix).removeprefix(".")
    return problem.moved(f"{path}.{name}".strip("."))


def _unknown(table: Tables, known: Iterable[str], path: str) -> list[Problem]:
    names = list(known)
    return [
        Problem.of("problem.unknown_key", f"{path}{key}", near=nearest(key, names)) for key in table if key not in names
    ]


def _missing(table: Tables, needed: Iterable[str], path: str) -> list[Problem]:
    return [Problem.of("problem.missing", f"{path}{key}") for key in needed if key not in table]


def _not_text(table: Tables, names: Iterable[str], path: str) -> list[Problem]:
    return [
        Problem.of("problem.must_be_text", f"{path}{name}", value=repr(table[name]))
        for name in names
        if not isinstance(table.get(name, ""), str)
    ]


@lru_cache
def iwo_jima() -> Battle:
    """Return the battle of Iwo Jima with Engel's landings, strength and hit rates (1954), for 40 days.

    The Americans land 54,000, 6,000 and 13,000 people on days 0, 2 and 5; 21,500 Japanese have no reinforcements. Engel
    took the hit rates from the same battle, so that the course agrees with it proves little.

    >>> from sim.core.fighting import fought
    >>> [round(float(people), 1) for people in fought(iwo_jima(), [28.0, 36.0]).strengths[:, 0]]
    [53042.4, 51985.2]
    """
    return battle_of((_DATA / "iwo-jima.toml").read_text(encoding="utf-8"), "iwo-jima")
