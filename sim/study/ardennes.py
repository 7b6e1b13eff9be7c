"""The daily table of the Ardennes campaign, its bookkeeping, and the line through it that tells the laws apart.

A battle from books is strengths and casualties a day; what joins and leaves is what the two do not explain. Whether any
of Lanchester's laws shows in such a table is an old question: of the combat arms here the line explains 4 % of the
variance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from sim.core.arrays import Array
from sim.inputs.problems import ScenarioError
from sim.words.texts import Problem

__all__ = ["ARDENNES_SOURCE", "COUNTS", "LogRatioFit", "Table", "ardennes", "inflow", "log_ratio_fit", "replayed"]

_DATA = Path(__file__).parent.parent / "data"
COUNTS = ("combat", "total")
"""Whom the Ardennes table counts: the combat arms, or all personnel."""
ARDENNES_SOURCE = (
    "J. Bracken, Naval Research Logistics 42 (1995) 559-577; R. D. Fricker, Naval Research Logistics 45 (1998) 1-22"
)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Table:
    """Two sides counted daily: `days` (shape day), `strengths` at their start and `casualties` in them (day, side).

    All in people; `sides` are the names of the two.
    """

    sides: tuple[str, str]
    days: Array
    strengths: Array
    casualties: Array


@lru_cache
def ardennes(count: str = "combat") -> Table:
    """Return the Ardennes campaign from day 1 (16 December 1944), when both sides are counted, to day 32.

    `count` is "combat" (combat arms) or "total" (all personnel). Raises `ScenarioError` for another.

    >>> ardennes().strengths[0]
    array([349247., 360716.])
    """
    if count not in COUNTS:
        raise ScenarioError(
            Problem.of("problem.allowed", "count", value=repr(count), allowed=", ".join(COUNTS), near="")
        )
    lines = (_DATA / "ardennes.csv").read_text(encoding="utf-8").splitlines()
    names, *rows = [line.split(",") for line in lines if not line.startswith("#")]
    columns = dict(zip(names, np.array(rows, dtype=np.float64).T[:, 1:], strict=True))

    def both(what: str) -> Array:
        return np.stack([columns[f"{side}_{count}_{what}"] for side in ("blue", "red")], axis=-1)

    return Table(
        sides=("Allied", "German"), days=columns["day"], strengths=both("avail"), casualties=both("casualties")
    )


def inflow(table: Table) -> Array:
    """Return who must have joined (or, below zero, left) in each day but the last (people/day; shape day - 1, side).

    What the bookkeeping lacks: strength of the next day less strength plus casualties. Replacements, units that come
    and go, and the sick are all in it.

    >>> inflow(ardennes())[0].tolist()  # on the first day, Allied and German
    [257.0, -1707.0]
    """
    return np.diff(table.strengths, axis=0) + table.casualties[:-1]


def replayed(table: Table, joining: Array) -> Array:
    """Return the strengths that follow from the first day's, the casualties and who joins each day (people; day, side).

    With `inflow` they are the table's to the last man: nobody is created or lost by the bookkeeping.

    >>> bool(np.array_equal(replayed(ardennes(), inflow(ardennes())), ardennes().strengths))
    True
    """
    changes = np.cumsum(joining - table.casualties[:-1], axis=0)
    return np.concatenate([table.strengths[:1], table.strengths[:1] + changes])


@dataclass(frozen=True, kw_only=True, slots=True)
class LogRatioFit:
    """A straight line through logarithms: slope with its standard error, intercept, share explained, days used."""

    slope: float
    slope_error: float
    intercept: float
    r_squared: float
    days: int


def log_ratio_fit(table: Table, first_day: float = 1, last_day: float = 32) -> LogRatioFit:
    """Return the least-squares line of ln(losses, first / second) on ln(strength, second / first), over some days.

    The general law says: slope 1 for the square law, 0 for the linear law (Fricker 1998, sec. 2, in ratios of the two
    equations). `r_squared` is the share of the variance of the log losses that the line explains (1). The standard
    error takes days as independent, which they are not: it is too small.

    >>> round(log_ratio_fit(ardennes()).r_squared, 3)
    0.044
    """
    used = (table.days >= first_day) & (table.days <= last_day)
    strengths, casualties = np.log(table.strengths[used]), np.log(table.casualties[used])
    x, y = strengths[:, 1] - strengths[:, 0], casualties[:, 0] - casualties[:, 1]
    slope, intercept = (float(z) for z in np.polyfit(x, y, 1))
    left, whole, across = (float(np.sum(z**2)) for z in (y - intercept - slope * x, y - y.mean(), x - x.mean()))
    error = float(np.sqrt(left / (x.size - 2) / across))
    return LogRatioFit(
        slope=slope, slope_error=error, intercept=intercept, r_squared=1 - left / whole, days=int(x.size)
    )
