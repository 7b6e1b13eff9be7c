"""The text of a downloaded file as rows of cells by column name: CSV or JSON, in the file's own order; and its dates.

Whatever would lose a cell without a word is refused: a name that two columns have, a first line without names, a row
with more cells than columns. Dates are written 2024-09-30 or 30.09.2024; a date like 09/30/2024 is refused: it can be
read in two ways.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from sim.inputs.definitions import FIRST_DAY, LAST_DAY
from sim.inputs.problems import ScenarioError, require
from sim.words.texts import Problem, Text

__all__ = ["MAX_FILE_BYTES", "MAX_ROWS", "MOST_PROBLEMS", "Cells", "day_in", "is_date", "of_file", "read_cells"]

MAX_FILE_BYTES = 10_000_000
"""Largest file read, bytes; the longest daily series we know is 130 kB."""
MAX_ROWS = 1_000_000
MOST_PROBLEMS = 20
"""Problems named of one file; a broken column can hold a million."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs begin, new and old."""
_LONG = 300
"""Digits of a whole number that is larger than any count, and than a float."""
Cells = Mapping[str, Any]

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.Z+-]*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def read_cells(content: bytes, name: str) -> list[dict[str, Any]]:
    r"""Return the rows as mappings from column to cell; at least one. Raises `ScenarioError` for what is no table.

    >>> read_cells(b"date;count\r30.09.2024;1 271\r", "t.csv")
    [{'date': '30.09.2024', 'count': '1 271'}]
    """
    if len(content) > MAX_FILE_BYTES:
        raise ScenarioError(of_file(name, "series.too_large", megabytes=str(MAX_FILE_BYTES // 1_000_000)))
    if content.startswith(_WORKBOOKS):
        raise ScenarioError(of_file(name, "series.workbook"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(of_file(name, "series.no_text", byte=str(error.start))) from None
    cells = _json_cells(text, name) if text.lstrip()[:1] in ("[", "{") else _csv_cells(text, name)
    if not cells:
        raise ScenarioError(of_file(name, "series.no_rows"))
    if len(cells) > MAX_ROWS:
        raise ScenarioError(of_file(name, "series.too_many_rows", most=f"{MAX_ROWS:,}"))
    return cells


def _json_cells(text: str, name: str) -> list[dict[str, Any]]:
    """The list of objects in a JSON text, or in the first value of an object that is a list."""
    try:
        content = json.loads(
            text, parse_constant=lambda word: word, parse_int=_whole, object_pairs_hook=partial(_once, name)
        )
    except RecursionError:
        raise ScenarioError(of_file(name, "series.too_deep")) from None
    except ScenarioError:
        raise
    except ValueError as error:
        raise ScenarioError(of_file(name, "series.no_json", reason=str(error)[:200])) from None
    if isinstance(content, dict):  # some services wrap the list: {"data": [...]}
        content = next((value for value in content.values() if isinstance(value, list)), [])
    if not all(isinstance(row, dict) for row in content):
        raise ScenarioError(of_file(name, "series.no_list"))
    return list(content)


def _whole(digits: str) -> int | str:
    """A whole number of JSON; the digits of one that is larger than any count, which Python may refuse to read."""
    return int(digits) if len(digits) < _LONG else digits


def _once(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, whose keys stand in it once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        _refuse_twice([key for key, _ in pairs], name)
    return found


def _refuse_twice(columns: Sequence[str], name: str) -> None:
    """Refuse two columns of one name: the values of one would be lost. Columns without a name may be many."""
    again = next((column for column, count in Counter(columns).items() if column and count > 1), "")
    if again:
        raise ScenarioError(of_file(name, "series.twice", column=repr(again[:40])))


def _csv_cells(text: str, name: str) -> list[dict[str, Any]]:
    """Rows by the names in the first; the delimiter is the one of three that the first line has most of."""
    head = io.StringIO(text, newline=None).readline().rstrip("\n")
    delimiter = max(",;\t", key=head.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)  # any kind of line end
        names = next(rows, [])
        found = list(filter(None, rows))
    except csv.Error as error:
        raise ScenarioError(of_file(name, "series.no_csv", reason=str(error)[:200])) from None
    names = [column.strip() for column in names]
    _refuse_twice(names, name)
    if any(is_date(cell) for cell in names):
        raise ScenarioError(of_file(name, "series.no_names", line=head[:60]))
    require(_too_wide(found, len(names), name) if names else [])
    return [dict(zip(names, row, strict=False)) for row in found]


def _too_wide(rows: Sequence[Sequence[str]], columns: int, name: str) -> list[Problem]:
    """A problem for each row with something beyond the last column, as a count with a comma that is not quoted."""
    beyond = ((number, next(filter(str.strip, row[columns:]), "")) for number, row in enumerate(rows, start=1))
    wide = islice(((number, cell) for number, cell in beyond if cell), MOST_PROBLEMS)
    return [
        Problem.of("series.bad_row", name=name, row=str(number), problem=Text("series.wide", value=repr(cell[:40])))
        for number, cell in wide
    ]


def is_date(cell: str) -> bool:
    """Whether a cell is written like a date."""
    return any(pattern.fullmatch(cell.strip()) for pattern in (_ISO, _DOTTED))


def day_in(cell: str) -> date:
    """Return the date in a cell, ISO or dotted; ValueError for anything else, and for a day outside the calendar."""
    text = cell.strip()
    try:
        if found := _ISO.fullmatch(text):
            day = date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _DOTTED.fullmatch(text):
            day = date(int(found[3]), int(found[2]), int(found[1]))
        else:
            raise ValueError(Text("series.no_date", value=repr(text[:40])))
    except ValueError as error:
        raise ValueError(Text("series.no_date", value=repr(text[:40]))) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(Text("series.no_date", value=repr(text[:40])))
    return day


def of_file(name: str, key: str, **places: str) -> Problem:
    """Return a problem of a whole file."""
    return Problem.of(key, **places).at(name)
