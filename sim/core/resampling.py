"""Resampling in blocks: how far a statistic of dependent days could have come out differently.

    days      1 2 3 4 5 6 7 8 9          a block keeps days beside each other, and with them their correlation;
    blocks    [6 7 8] [2 3 4] [9 1 2]    the circle lets a block run on from the last day to the first

Resampling single days was rejected: where a day is like the day before, it makes intervals too narrow.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array

__all__ = ["LEVELS", "Interval", "block_interval", "block_length", "block_places"]

Places = npt.NDArray[np.intp]

RESAMPLES = 2_000
"""Resamples; the ends of a 90 % interval then move by about 3 % of its width from seed to seed."""
_FEWEST, _MOST_WORK = 200, 40_000_000
"""From 20,000 days on fewer, so that a century takes seconds: the work is resamples times days."""
_MOST_CELLS = 4_000_000
"""Numbers resampled at once: 32 MB, so that a century of days fits into memory too."""
LEVELS = (0.05, 0.95)
"""Ends of every interval of this module."""


class Interval(NamedTuple):
    """The 5th and 95th percentile of a resampled statistic."""

    low: float
    high: float


def block_length(days: int) -> int:
    """Return the length of a block for so many days: 2 n^(1/3), at least 1 day.

    The rate n^(1/3) is the optimal one for a mean (Kuensch 1989, Ann. Statist. 17, 1217); the factor 2 is an
    assumption that holds the correlation of a week in a month of days.

    >>> block_length(30)
    6
    """
    return max(1, min(days, round(2 * math.cbrt(days))))


def block_places(days: int, length: int, seed: int, resamples: int = RESAMPLES) -> Places:
    """Return the first days of the blocks of each resample, shape (resample, block); blocks run on in a circle.

    The circular block bootstrap (Politis and Romano 1992) gives each day the same chance. Blocks much shorter than the
    correlation, or so long that few fit in, make intervals too narrow: with under 10 blocks take them as a lower bound.

    >>> block_places(10, 3, seed=0, resamples=2).shape  # four blocks of three hold ten days; what is over is cut off
    (2, 4)
    """
    return np.random.default_rng(seed).integers(0, days, size=(resamples, math.ceil(days / length)))


def block_interval(rows: Array, statistic: Callable[[Array], Array], length: int = 0, seed: int = 0) -> Interval:
    """Return the 5 to 95 % interval of a statistic of dependent days.

    `rows` has the day as its first axis, shape (day, ...); `statistic` takes rows resampled, (resample, day, ...), and
    returns one number each, in whose unit the ends are; `length` is that of the blocks in days, `block_length` of the
    number where it is 0. The ends are percentiles of the resampled statistic, not corrected for bias. The same seed
    gives the same ends.

    >>> block_interval(np.ones(30), lambda rows: rows.mean(axis=1))
    Interval(low=1.0, high=1.0)
    >>> weeks = np.repeat(np.arange(10.0), 7)  # seventy days, of which seven at a time are alike
    >>> (low, high), (lowest, highest) = (block_interval(weeks, lambda x: x.mean(axis=1), n) for n in (1, 8))
    >>> low > lowest, high < highest
    (True, True)
    """
    days = len(rows)
    length = length or block_length(days)
    resamples = max(_FEWEST, min(RESAMPLES, _MOST_WORK // days))
    starts = block_places(days, length, seed, resamples)
    at_once = max(1, _MOST_CELLS // rows.size)
    values = []
    for first in range(0, len(starts), at_once):
        places = (starts[first : first + at_once, :, None] + np.arange(length)) % days
        values.append(statistic(rows[places.reshape(len(places), -1)[:, :days]]))
    low, high = np.quantile(np.concatenate(values), LEVELS)
    return Interval(float(low), float(high))
