"""The scale of a forecast's log-logistic: what it has learned from the forecasts that have come due.

    s = k u,   u^2 proportional to 0.0004 h + 50 / n,   h = n / level

for n troops over a horizon of h days: one part of the variance of log D grows with the horizon (the level wanders), one
falls with the count (days scatter). The factor k is the mean distance, in units of u, by which forecasts that have come
due missed. A forecast is made every day, but those of h days share their days: h of them say as much as one window that
overlaps none. So what has come due weighs 1 / h a start, against a prior of one window, which is the k of half as many
troops, whose forecasts have come due more often:

    troops      1,000    2,000    4,000  ...  128,000    256,000
    windows       80       50       25           0.8        0.4      within the memory, at 1,271 a day
    prior          1  ->    k  ->    k  ->  ...    k  ->      k

More troops last longer at every level. Quantile p moves with n as 1 + z ds/d(ln n), z = ln(p / (1 - p)), so s may not
move faster than 1 / |z|: from one size to the next it is held to that, and between them it is straight in ln n.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.study.series import Series

__all__ = ["Scales", "actual_days", "ended", "scales", "unit"]

SPREAD_HALF_LIFE = 60.0
"""Days after which a forecast that came due weighs half in the learned spread; 60 to 120 differ by under 2 %."""
PRIOR_WINDOWS = 1.0
"""How many windows that do not overlap the prior of k is worth (assumption; 0.25 to 3 differ by 2 % at most on
the published series)."""
HORIZON_VARIANCE, COUNT_VARIANCE = 0.0004, 50.0
"""Variance of log D per day of horizon (1/days), and times the troops (people): 2 % a day of drift, and days whose
variance is some 50 times their mean as seen over weeks. They set the shape over n; their size is learned."""
FIRST_SIZE = 1000.0
"""Troops (people) from which on k is handed up by doubling and more troops last longer: the formula is made for
thousands. Below, k has its own windows alone and begins with 1."""
STEEPEST = 1 / 6
"""Most that s moves while the troops grow e-fold: |z| is below 6 for every level printed, kept or scored (0.25 to
99.75 %)."""
LARGEST = 2 * STEEPEST
"""Where s ends: a level that wanders adds s / 2 to it while the troops grow e-fold. Near 900 days at k = 1; any horizon
beyond is as uncertain."""
ROUNDING = 1e-6
"""People: sums of counts that were spread over a gap miss a whole number by less, and must not miss the day for it."""

_UNIT = math.sqrt(3) / math.pi
"""Scale of a logistic variable with standard deviation 1; its mean distance from the centre is 2 ln 2 times that."""


def actual_days(series: Series, troops: float) -> Array:
    r"""Return the days until the losses from the start of each day reach `troops`, shape (days + 1,); NaN: not yet.

    Within a day, losses fall evenly, so that the days are no whole numbers.

    >>> from sim.study.series import read_series
    >>> daily = read_series(b"date,count\n2024-01-01,10\n2024-01-02,20\n2024-01-03,10\n", "t.csv")
    >>> actual_days(daily, 15).tolist()
    [1.25, 0.75, nan, nan]
    """
    total = np.concatenate([[0.0], np.cumsum(series.counts)])
    starts = np.arange(len(total))
    end = np.searchsorted(total, total + troops - ROUNDING)
    reached = end < len(total)
    days = np.full(len(total), np.nan)
    last = end[reached]
    beyond = np.maximum(total[last] - total[reached] - troops, 0)
    days[reached] = last - starts[reached] - beyond / (total[last] - total[last - 1])
    return days


class Scales(NamedTuple):
    """The scale of a forecast at the start of each day, and the factor k behind it; each of shape (days + 1,)."""

    scale: Array
    factor: Array


def ended(factor: npt.ArrayLike, horizon: npt.ArrayLike, troops: npt.ArrayLike) -> Array:
    """Return the scale k u of `troops` (people) over a horizon (days), ended at `LARGEST`; shapes broadcast.

    Of a few dozen it ends where the scatter of days alone takes it, above `LARGEST`.

    >>> [round(float(ended(1.0, days, 1000 * days)), 4) for days in (10.0, 100.0, 10_000.0)]
    [0.0523, 0.111, 0.3333]
    """
    k, people = np.asarray(factor, dtype=np.float64), np.asarray(troops, dtype=np.float64)
    scattered = k * _UNIT * np.sqrt(COUNT_VARIANCE / people)
    return np.minimum(k * unit(horizon, people), np.maximum(scattered, LARGEST))


def scales(series: Series, level: Array, troops: float) -> Scales:
    """Return the scale of a forecast and its factor k at the start of each day.

    `level` (casualties/day) is that of each day, NaN before the warm-up, where the scale is NaN too; at a level of zero
    it is 0. From 1,000 `troops` (people) on, every quantile from 0.25 to 99.75 % rises with them. Nothing looks ahead:
    a day has learned from the forecasts whose end was known at its start.
    """
    if troops <= FIRST_SIZE:
        factor = _factor(series, level, troops, np.ones(len(level)))
        return Scales(_scale(factor, level, troops), factor)
    (size, below), (_, above) = next(pair for pair in pairwise(_sizes(series, level)) if troops <= pair[1][0])
    part = math.log2(troops / size)
    return Scales(*(low + part * (high - low) for low, high in zip(below, above, strict=True)))


def _sizes(series: Series, level: Array) -> Iterator[tuple[float, Scales]]:
    """Sizes (people), each twice the one before, and what has been learned of them at the start of each day."""
    size, step = FIRST_SIZE, STEEPEST * math.log(2)
    factor = _factor(series, level, size, np.ones(len(level)))
    scale = _scale(factor, level, size)
    while True:
        yield size, Scales(scale, factor)
        size *= 2
        factor = _factor(series, level, size, factor)
        scale = np.clip(_scale(factor, level, size), scale - step, scale + step)


def _scale(factor: Array, level: Array, troops: float) -> Array:
    """The scale at the start of each day; 0 at a level of zero, whose forecast is never."""
    with np.errstate(divide="ignore"):
        return np.where(level == 0, 0.0, ended(factor, troops / level, troops))


def unit(horizon: npt.ArrayLike, troops: npt.ArrayLike) -> Array:
    """Return the scale u of `troops` (people) over a horizon (days), that of k = 1 without an end; shapes broadcast.

    >>> float(unit(100.0, 100_000.0).round(3))
    0.111
    """
    days, people = np.asarray(horizon, dtype=np.float64), np.asarray(troops, dtype=np.float64)
    return np.asarray(_UNIT * np.sqrt(HORIZON_VARIANCE * days + COUNT_VARIANCE / people))


def _factor(series: Series, level: Array, troops: float, prior: Array) -> Array:
    """The factor k at the start of each day: weighted mean of the standardised errors that have come due, and `prior`.

    Mean distances, not squares: one spike would otherwise widen the forecasts of months.
    """
    days = actual_days(series, troops)
    with np.errstate(divide="ignore", invalid="ignore"):  # a level of zero: never used up, nothing to learn from
        horizon = troops / level
        errors = np.abs(np.log(days / horizon)) / (2 * math.log(2) * unit(horizon, troops))
    starts = np.flatnonzero(np.isfinite(errors))
    ends = np.ceil(starts + days[starts] - 1e-9)  # 1e-9: an end at midnight belongs to the day before
    due = np.maximum(np.searchsorted(series.known, ends), starts + 1)
    counted = due < len(level)
    total = _remembered(np.bincount(due[counted], errors[starts][counted], len(level)))
    weight = _remembered(np.bincount(due[counted], minlength=len(level)))
    with np.errstate(invalid="ignore"):
        return prior + (total - prior * weight) / (PRIOR_WINDOWS * np.maximum(horizon, 1) + weight)


def _remembered(added: npt.NDArray[np.number]) -> Array:
    """Sums of what was added up to each day, each weighing half after `SPREAD_HALF_LIFE`."""
    keep = 0.5 ** (1 / SPREAD_HALF_LIFE)
    return np.array(list(accumulate(added.tolist(), lambda sofar, new: sofar * keep + new)), dtype=np.float64)
