"""What one visitor has on the page of real series: the file, how it is read, what was chosen, and what was computed.

An uploaded file stays in the session of its visitor and is gone with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from sim.inputs.problems import ScenarioError
from sim.study.series import FileReading, Series, read_series
from sim.ui import state
from sim.words.texts import Problem

__all__ = ["SOURCES", "Visit", "read_again", "remembered", "take", "update", "visit"]

SOURCES = ("months", "daily")
"""What the page can show; the first comes with the program."""
_MOST_REMEMBERED = 24
"""Results kept for one visitor; a backtest of a century of days holds some 5 MB."""
_Result = TypeVar("_Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """What a visitor chose: dates are None where the page's own choice stands.

    `window` of the fit; `corrected` has spikes spread in it; `troops` of forecast, record and months; `day` whose start
    the forecast is for; `limit` of the months (days); `month` to use as the rate; `since` is the first start of the
    track record, and `record` the troops and the first start for which it was asked.
    """

    source: str = SOURCES[0]
    name: str = ""
    content: bytes = b""
    how: FileReading = FileReading()
    series: Series | None = None
    problems: tuple[Problem, ...] = ()
    window: tuple[date, date] | None = None
    corrected: bool = False
    troops: float = 10_000.0
    day: date | None = None
    limit: float = 7.0
    month: date | None = None
    since: date | None = None
    record: tuple[float, date] | None = None


def visit() -> Visit:
    """Return what the visitor chose."""
    return st.session_state.setdefault("series_visit", Visit())  # type: ignore[no-any-return]


def update(**chosen: Any) -> None:
    """Change what the visitor chose; fields of `Visit`."""
    state.touch()
    st.session_state.series_visit = replace(visit(), **chosen)


def take(content: bytes, name: str) -> None:
    """Read an uploaded file as files are read at first; a new file forgets what was chosen in the one before."""
    update(content=content, name=name, how=FileReading(), window=None, day=None, since=None, record=None)
    _read()


def read_again(how: FileReading) -> None:
    """Read the same file in another way."""
    update(how=how, window=None, day=None, since=None, record=None)
    _read()


def _read() -> None:
    """Read the file; where it cannot be used, there is no series, and its problems are kept as lines."""
    kept = visit()
    try:
        update(series=read_series(kept.content, kept.name, kept.how), problems=())
    except ScenarioError as error:
        update(series=None, problems=error.problems)


def remembered(key: Hashable, make: Callable[[], _Result]) -> _Result:
    """Return the result for a key, computed once in a visit; the oldest ones are forgotten.

    The series of the visit is part of the key by its hash and the way it was read.
    """
    found: dict[Hashable, Any] = st.session_state.setdefault("series_results", {})
    kept = visit()
    whole = (key, kept.series.sha256 if kept.series else "", kept.how)
    if whole not in found:
        found[whole] = make()
        while len(found) > _MOST_REMEMBERED:
            del found[next(iter(found))]
    return found[whole]  # type: ignore[no-any-return]
