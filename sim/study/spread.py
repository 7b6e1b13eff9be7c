"""What is said of a distribution: its ends, its median, the chance of never, and dots that can be counted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.core.points import Estimate
from sim.study.distribution import Distribution

__all__ = ["Spread", "countable_dots"]

_BETWEEN = 24
"""Probabilities computed between the outer dots of a countable distribution, at least."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """What is said of a distribution: its ends (5 and 95 %), its median (days) and its chance of never being used up.

    Each with its standard error; an end is infinite where so much of the distribution is never. `fixed` where it is a
    single number, exact on what the scenario states; `method`, `exact` and `points` (over all scramblings) say how it
    was found.
    """

    low: Estimate
    middle: Estimate
    high: Estimate
    never: Estimate
    fixed: bool
    method: str
    exact: bool
    points: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 5th and 95th percentile (days; infinity for never)."""
        return self.low.value, self.high.value


def countable_dots(spread: Distribution, count: int = 20) -> tuple[float, ...]:
    """Return `count` equally likely days covered, smallest first: the quantiles in the middle of `count` equal parts.

    Each stands for one chance in `count` (Kay et al. 2016, "When (ish) is my bus?"); infinity for never. Where the
    distribution is not exact, only the outer dots are solved for: those between are read off computed probabilities,
    `_BETWEEN` or half as many as dots, straight on a logarithmic axis, which moves a dot by about one percent at most.

    >>> from sim.inputs.loading import load
    >>> from sim.study.distribution import distribution
    >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> [round(days, 1) for days in countable_dots(distribution(load("sky-2024-10k", half)), 5)]  # at 10, 30, ... 90 %
    [13.9, 15.4, 16.7, 18.7, 22.6]
    """
    levels = [(i + 0.5) / count for i in range(count)]
    inner = [level for level in levels if level < 1 - spread.never.value]
    if spread.exact or len(inner) < 3:
        return tuple(spread.quantile(level).value for level in levels)
    first, last = (spread.quantile(level).value for level in (inner[0], inner[-1]))
    if first <= 0:
        return tuple(spread.quantile(level).value for level in levels)
    times = np.geomspace(first, last, max(_BETWEEN, count // 2) + 2)
    chances = [inner[0], *(spread.probability(float(t)).value for t in times[1:-1]), inner[-1]]
    between = np.exp(np.interp(inner[1:-1], chances, np.log(times)))
    return (first, *between.tolist(), last, *[math.inf] * (count - len(inner)))
