"""When a source was read and where a copy of it is kept; and dates, which must lie in the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sim.inputs.definitions import FIRST_DAY, LAST_DAY
from sim.inputs.problems import shown
from sim.words.texts import Problem, Text

__all__ = ["address_problems", "day_problems", "source_problems"]

_ADDRESS = re.compile(r"https?://([^\s/?#]+\.[^\s/?#]+|localhost(:\d+)?)([/?#]\S*)?")


def day_problems(path: str, day: date) -> Iterator[Problem]:
    """Yield the problem of a date outside the calendar.

    >>> [str(problem) for problem in day_problems("announced.value", date(1850, 1, 1))]
    ['announced.value = 1850-01-01: allowed 1900-01-01 to 2199-12-31']
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        span = Text("allowed.span", low=str(FIRST_DAY), high=str(LAST_DAY))
        yield Problem.of("problem.allowed", path, value=str(day), allowed=span, near="")


def source_problems(path: str, accessed: date | None, archived: str) -> Iterator[Problem]:
    """Yield the problems of the day on which a source was read, and of the address of its copy (http or https)."""
    if accessed is not None:
        yield from day_problems(f"{path}.accessed", accessed)
    if archived:
        yield from address_problems(f"{path}.archived", archived)


def address_problems(path: str, given: str) -> Iterator[Problem]:
    """Yield the problem of what is no address (http or https)."""
    if not _ADDRESS.fullmatch(given):
        yield Problem.of("problem.address", path, value=shown(given))
