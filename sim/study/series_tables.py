"""What a downloaded file holds: rows of a date and a number, every problem with its row.

Nothing in a cell is ever executed, opened or followed: dates and numbers are parsed by two patterns, the rest is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sim.inputs.problems import ScenarioError, allowed_problem, nearest
from sim.study.series_cells import MOST_PROBLEMS, Cells, day_in, is_date, of_file, read_cells
from sim.words.texts import Problem, Text

__all__ = ["MAX_COUNT", "PRESETS", "Preset", "Row", "Table", "read_table"]

MAX_COUNT = 1e9
"""Largest number in a cell, people: as the limit of `troops`."""
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}|\d{1,3}(?:[, \u00a0]\d{3}){1,4})(?:\.\d{1,15})?")
_POINTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
"""1271 as it is written where a point groups thousands; none begins with 0, so 0.125 is a decimal."""
_SHORT = 9
"""Digits of a number that is surely below `MAX_COUNT`."""
_EMPTY = ("", "null", "none", "na", "n/a", "-")
_DATE_NAMES = ("date", "day_date", "date_recorded", "published", "month")
_COUNT_NAMES = ("personnel", "casualties", "losses_total", "type_total", "losses", "count", "total", "value")


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A file that people really download, and what is known of it.

    `marks` are column names by which it is recognised; `covers` says which day a row of a date is about; rows dated
    before `day_one` are dropped and listed; `where` names the rows to keep (column to value).
    """

    name: str
    marks: tuple[str, ...]
    column: str
    counts: str
    covers: str
    day_one: date
    where: Mapping[str, str]
    published_at: str


PRESETS: Mapping[str, Preset] = {
    p.name: p
    for p in (
        Preset(
            name="orc-losses", marks=("date", "sourceUri", "personnel"), column="personnel", counts="cumulative",
            covers="day-before", day_one=date(2022, 2, 24), where={},
            published_at="https://github.com/lod-db/orc-losses",
        ),
        Preset(
            name="general-staff", marks=("date", "day", "personnel"), column="personnel", counts="cumulative",
            covers="day-before", day_one=date(2022, 2, 24), where={},
            published_at="https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset",
        ),
        Preset(
            name="oryx", marks=("country", "equipment_type", "type_total", "date_recorded"), column="type_total",
            counts="cumulative", covers="same-day", day_one=date(2022, 2, 24),
            where={"country": "Russia", "equipment_type": "All Types"},
            published_at="https://github.com/scarnecchia/oryx_data",
        ),
    )
}  # fmt: skip
"""Known files, the more particular first. `day-before`: the UK Ministry of Defence counts a figure published on a day
for the day before, which gives 38,130 in September 2024, the total quoted at the time."""


class Row(NamedTuple):
    """One usable row: the date it states, and its number (people; NaN where the cell is empty)."""

    day: date
    people: float


class Table(NamedTuple):
    """The rows of a file in its own order, the columns they were read from, and the preset, if one was recognised."""

    rows: tuple[Row, ...]
    count_column: str
    preset: Preset | None


def read_table(content: bytes, name: str, column: str = "", preset: str = "") -> Table:
    r"""Return the rows of a CSV or JSON file.

    `name` begins each line of an error; `column` names the column of the counts where it is not to be found by itself;
    `preset` is a key of `PRESETS`, or `none` to recognise no known file. CSV may be separated by commas, semicolons or
    tabs, thousands be grouped by commas or spaces; JSON is a list of objects, or an object that holds one. Raises
    `ScenarioError`: too large, no table, no column of dates or of numbers, and up to 20 cells that are neither empty
    nor what their column should hold.

    >>> read_table(b"date,count\n2024-09-01,3\n2024-09-02,\n", "t.csv").rows[0]
    Row(day=datetime.date(2024, 9, 1), people=3.0)
    >>> [row.people for row in read_table(b"date;count\n01.09.2024;1 300\n02.09.2024;1,400.5\n", "t.csv").rows]
    [1300.0, 1400.5]
    """
    if preset not in ("", "none", *PRESETS):
        presets = (*PRESETS, "none")
        raise ScenarioError(allowed_problem("--preset", preset, presets, nearest(preset, presets)))
    cells = read_cells(content, name)
    known = _preset(cells[0], preset)
    wanted = column or (known.column if known else "")
    days, counts = _date_column(cells, name), _count_column(cells, wanted, name)
    if known:
        cells = [row for row in cells if all(str(row.get(key)) == value for key, value in known.where.items())]
    _refuse_points(cells, counts, name)
    day_of = lru_cache(maxsize=None)(day_in)  # a day of one file may stand in it many times
    rows, problems = [], []
    for number, row in enumerate(cells, start=1):
        try:
            rows.append(Row(day_of(str(row.get(days))), _count(row.get(counts))))
        except ValueError as error:
            problems.append(Problem.of("series.bad_row", name=name, row=str(number), problem=error.args[0]))
            if len(problems) >= MOST_PROBLEMS:
                break
    if problems or not rows:
        raise ScenarioError(*(problems or [of_file(name, "series.no_rows")]))
    return Table(tuple(rows), counts, known)


def _preset(first: Cells, name: str) -> Preset | None:
    """The known file asked for, or the first whose columns are all there."""
    if name:
        return PRESETS.get(name)
    return next((p for p in PRESETS.values() if set(p.marks) <= set(first)), None)


def _date_column(cells: Sequence[Cells], name: str) -> str:
    """The first column whose first cell is a date, those with a usual name before the others."""
    first = cells[0]
    named = [key for key in first if str(key).strip().lower() in _DATE_NAMES]
    for key in [*named, *first]:
        if is_date(str(first[key])):
            return key
    raise ScenarioError(of_file(name, "series.no_dates", columns=_listed(first)))


def _count_column(cells: Sequence[Cells], wanted: str, name: str) -> str:
    """The column asked for, or one with a known name, or the only one that holds numbers."""
    first = cells[0]
    if wanted and wanted in first:
        return wanted
    if wanted:
        near = nearest(wanted, [str(key) for key in first])
        raise ScenarioError(of_file(name, "series.no_column", column=wanted, near=near, columns=_listed(first)))
    lowered = {str(key).strip().lower(): key for key in reversed(list(first))}
    for known in _COUNT_NAMES:
        if known in lowered:
            return lowered[known]
    numeric = [key for key in first if _NUMBER.fullmatch(str(first[key]).strip())]
    if len(numeric) == 1:
        return numeric[0]
    raise ScenarioError(of_file(name, "series.which_column", columns=_listed(numeric or first)))


def _refuse_points(cells: Sequence[Cells], counts: str, name: str) -> None:
    """Refuse numbers whose points may group thousands: nobody would notice a rate a thousandth of the true one."""
    pointed = [text for row in cells if isinstance(text := row.get(counts), str) and "." in text]
    if pointed and all(_POINTED.fullmatch(text.strip()) for text in pointed):
        raise ScenarioError(of_file(name, "series.points", value=repr(pointed[0][:40])))


def _listed(names: Sequence[str] | Cells) -> str:
    text = ", ".join(str(name)[:40] for name in names)
    return text if len(text) <= 300 else f"{text[:297]}..."


def _count(cell: object) -> float:
    """The number of a cell, NaN where it is empty. ValueError for anything else, and for what cannot be a count."""
    if isinstance(cell, str) and len(cell) <= _SHORT and cell.isascii() and cell.isdigit():
        return float(cell)  # nearly every cell: a file may hold a million
    if cell is None or cell == "" or (isinstance(cell, str) and cell.strip().lower() in _EMPTY):
        return float("nan")
    text = str(cell).strip()
    if isinstance(cell, bool) or not (isinstance(cell, int | float) or _NUMBER.fullmatch(text)):
        raise ValueError(Text("series.no_count", value=repr(text[:40])))
    value = cell if isinstance(cell, int | float) else float(re.sub(r"[, \u00a0]", "", text))
    if not 0 <= value <= MAX_COUNT:
        raise ValueError(Text("series.no_count", value=repr(text[:40])))
    return float(value)
