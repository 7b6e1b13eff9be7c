"""Waves, schedule and correlations as one line of text, the way `--set` and links give them: `0:6000,30:4000`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from sim.inputs.quantities import Correlation, Step, Wave
from sim.words.texts import Problem, Text

__all__ = ["MAX_ENTRIES", "PARTS", "entries_of", "entries_text", "number_text", "shortest", "value_text"]

PARTS: Mapping[str, type] = {"waves": Wave, "schedule": Step, "correlations": Correlation}
"""The lists a scenario may hold, and what their entries are."""
MAX_ENTRIES: Mapping[str, int] = {"waves": 200, "schedule": 60, "correlations": 200}
"""Most entries of a list (assumption): work grows with their number, and some commands ask for hundreds of answers."""

Tables = list[dict[str, Any]]

_NAMES = {
    "waves": ("day", "troops"),
    "schedule": ("from_day", "casualties_per_day"),
    "correlations": ("between", "rank"),
}


def entries_text(entries: Sequence[Wave | Step | Correlation]) -> str:
    """Return entries as the right side of `--set`, without their sources; `entries_of` reads the same numbers back.

    >>> entries_text([Wave(day=0, troops=6000), Wave(day=30.5, troops=4000)])
    '0:6000,30.5:4000'
    >>> entries_text([Correlation(between=("troops", "line_share"), rank=-0.5)])
    'troops~line_share:-0.5'
    """
    return ",".join(_entry_text(entry) for entry in entries)


def _entry_text(entry: Wave | Step | Correlation) -> str:
    if isinstance(entry, Correlation):
        return f"{'~'.join(entry.between)}:{number_text(entry.rank)}"
    return ":".join(map(number_text, entry.pair))


def shortest(value: float) -> float:
    """Return the same number, as an integer where it is a whole one that a float holds exactly."""
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else value


def number_text(value: float) -> str:
    """Return a number in its shortest form that reads back as the same number.

    >>> number_text(1271.0), number_text(0.1), number_text(1e16)
    ('1271', '0.1', '1e+16')
    """
    return str(shortest(value))


def value_text(value: object) -> str:
    """Return a number, choice or date as the right side of `--set`.

    >>> value_text(0.5), value_text("all"), value_text(1e3)
    ('0.5', 'all', '1000')
    """
    return number_text(value) if isinstance(value, float) else str(value)


def _number_or_text(text: str) -> Any:
    """The TOML number a text is, or the text itself, which every record refuses by its name."""
    try:
        read = tomllib.loads(f"value = {text.strip()}") if len(text) < 100 else {}
    except ValueError:
        return text.strip()
    value = read.get("value")
    return value if len(read) == 1 and type(value) in (int, float) else text.strip()


def entries_of(key: str, text: str, before: object) -> tuple[Tables, list[Problem]]:
    """Return the entries in a text as tables of a scenario file, and a line for each one that has not the right form.

    The table of such an entry is empty. `before` are the tables of the list until now: an entry that stands there with
    the same numbers keeps its source and grade; the others become assumptions, noted as the user's. The numbers
    themselves are checked by the records.

    >>> [str(problem) for problem in entries_of("waves", "0:6000,30", [])[1]]
    ["waves[2] = '30': must be DAY:TROOPS, as in 0:6000,30:4000"]
    >>> kept, _ = entries_of("waves", "0:6000", [{"day": 0, "troops": 6000, "source": "News, 1 May"}])
    >>> kept[0]["source"]
    'News, 1 May'
    """
    given = text.split(",")
    if len(given) > MAX_ENTRIES[key]:
        return [], [Problem.of("problem.entries", key, part=key, count=len(given), most=MAX_ENTRIES[key])]
    read = [_entry(key, entry) for entry in given]
    form = Text(f"problem.form_{key}")
    problems = [
        Problem.of("problem.form", f"{key}[{number}]", value=repr(entry.strip()[:60]), form=form)
        for number, (entry, table) in enumerate(zip(given, read, strict=True), start=1)
        if not table
    ]
    known = [table for table in before if isinstance(table, dict)] if isinstance(before, list) else []
    return [_kept(table, known) if table else {} for table in read], problems


def _entry(key: str, text: str) -> dict[str, Any]:
    """The table of one entry, or an empty one where the text has not the right form."""
    first, colon, number = text.partition(":")
    pair = [name.strip() for name in first.split("~")]
    if not colon or ":" in number or (key == "correlations" and len(pair) != 2):
        return {}
    left = pair if key == "correlations" else _number_or_text(first)
    return dict(zip(_NAMES[key], (left, _number_or_text(number)), strict=True))


def _kept(table: dict[str, Any], before: Tables) -> dict[str, Any]:
    same = (old for old in before if all(old.get(name) == value for name, value in table.items()))
    return next(same, {**table, "note": Text("note.changed"), "own": True})
