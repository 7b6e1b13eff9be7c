"""Random counts of losses: their tails, how their spread grows with the horizon, and how returns damp it.

The counts of losses are a gamma-Poisson process with independent increments: a count up to time t has mean L(t) and
variance v phi(t) L(t); for v phi = 1 it is Poisson. phi says what the correlation of days does to a sum of days; it
grows from 1, for a day, to (1 + w) / (1 - w). Those who return are a share of the same noisy losses, so the net drain
is a moving sum of the increments with falling weights.

Letters (unit)
--------------
v, w    variance / mean of the daily counts (1); correlation of a day with the next (1)
L       mean losses (people)
p, a, b returning share (1), first and last return day (days after the loss)
H(x)    share of the return window that has passed x days after the loss, clip((x - a) / (b - a), 0, 1)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions
from sim.core.curves import rate_at

__all__ = [
    "NetNoise",
    "cell_count",
    "chance_of_count_above",
    "horizon_factor",
    "horizon_growth",
    "net_noise",
    "pearson_quantile",
    "pearson_score",
]

_EARLIER_CELLS = 6
"""Parts of the last return day into which the losses before day 0 are cut; twice as many move no chance by 0.001."""
_STRAIGHT = 1e-6
"""Skewness below which a count is normal to twelve digits, so that nothing is divided by zero."""
_WIDEST_SKEW = 20.0
"""Skewness at which a count is 0 or a few (assumption): a wider one is taken as this, so that its cube stays finite."""
_INSTANT = 1e-9
"""A return window is at least this wide here (days), so that its slope stays finite."""
_NOBODY = 1e-12
"""Variance (people squared) put in the place of none."""


def chance_of_count_above(mean: npt.ArrayLike, level: npt.ArrayLike, dispersion: npt.ArrayLike) -> Array:
    """Return P(count > level) for counts with this mean (people) and variance = dispersion * mean; shapes broadcast.

    Negative binomial, Poisson where the dispersion is 1 (or below, or within 1e-8 of it): the upper tail is the
    regularised incomplete beta or gamma function (Johnson, Kemp & Kotz, Univariate Discrete Distributions, 3rd ed.,
    2005, sec. 5.6 and 4.6), exact up to rounding. Counts are whole, so a level counts as the whole number below it; one
    below 0 as 0, and a mean of 0 exceeds nothing.

    >>> round(float(chance_of_count_above(8 * 1271, 9999, 11.9)), 3)
    0.683
    >>> chance_of_count_above(100, [119, 119.9], 4).round(4).tolist()
    [0.163, 0.163]
    """
    lost, bound, v = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (mean, level, dispersion)))
    above = np.floor(np.maximum(bound, 0.0)) + 1.0
    some = lost > 0
    mean_or_one = np.where(some, lost, 1.0)
    excess = np.maximum(v - 1.0, 0.0)
    spread = excess > 1e-8
    size = mean_or_one / np.where(spread, excess, 1.0)
    chance = scipy.special.betainc(above, size, excess / (1.0 + excess)) if spread.any() else np.zeros_like(above)
    if not spread.all():
        chance = np.where(spread, chance, scipy.special.gammainc(above, mean_or_one))
    return np.where(some, chance, 0.0)


def horizon_factor(days: npt.ArrayLike, correlation: npt.ArrayLike) -> Array:
    """Return phi: the variance of the sum of `days` days over that of as many independent ones; shapes broadcast.

    (1 + w) / (1 - w) - 2 w (1 - w^t) / (t (1 - w)^2), exact for whole days whose correlation falls by w a day (an AR(1)
    process; Box, Jenkins & Reinsel, Time Series Analysis); 1 below one day.

    >>> horizon_factor([0.5, 1, 2, 1e9], 0.44).round(4).tolist()
    [1.0, 1.0, 1.44, 2.5714]
    """
    t, w = np.maximum(days, 1.0), np.asarray(correlation)
    return np.asarray((1 + w) / (1 - w) - 2 * w / (1 - w) ** 2 * ((1 - _correlation_after(t, w)) / t))


def horizon_growth(days: npt.ArrayLike, correlation: npt.ArrayLike) -> Array:
    """Return d(t phi(t)) / dt: what one more moment adds to the variance, over what it would add alone; >= 1.

    It jumps up from 1 at the end of the first day and then grows to (1 + w) / (1 - w), the factor of a long time.

    >>> horizon_growth([0.5, 7, 1e6], 0.44).round(4).tolist()
    [1.0, 2.5641, 2.5714]
    """
    t, w = np.asarray(days, dtype=np.float64), np.asarray(correlation, dtype=np.float64)
    falling = 2 * w * -np.log(np.maximum(w, 1e-300)) / (1 - w) ** 2 * _correlation_after(np.maximum(t, 1.0), w)
    return np.where(t <= 1, 1.0, (1 + w) / (1 - w) - falling)


def _correlation_after(days: Array, w: Array) -> Array:
    """w^t, as exp(t ln w): a power of two arrays takes twice the time."""
    return np.asarray(np.exp(np.log(np.maximum(w, 1e-300)) * days))


def pearson_quantile(score: Array, skew: Array) -> Array:
    """Return the standardised Pearson III (shifted gamma) variable of this skewness at normal scores; shapes broadcast.

    (2/g) ((1 + g z/6 - g^2/36)^3 - 1), after Wilson & Hilferty (1931) and Kirby (1972); it is never below the lower end
    -2/g of the distribution. For |g| <= 0.5 it is off by at most 0.002 standard deviations up to |z| = 2 and by 0.011
    up to |z| = 3; the error grows as g^2.

    >>> pearson_quantile(np.array([-1.0, 0.0, 2.0]), np.array(0.2)).round(3).tolist()
    [-0.998, -0.033, 2.098]
    """
    g = np.where(np.abs(skew) < _STRAIGHT, _STRAIGHT, skew)
    base = 1 + g * (score / 6 - g / 36)
    base = np.where(g > 0, np.maximum(base, 0.0), np.minimum(base, 1e9))
    return np.asarray(2 / g * (base * base * base - 1))  # a power of 3 of what is below 0 takes eighty times as long


def pearson_score(value: Array, skew: Array) -> Array:
    """Return the normal scores at which `pearson_quantile` is `value`; shapes broadcast.

    >>> pearson_score(pearson_quantile(np.array([-1.0, 2.0]), np.array(0.2)), np.array(0.2)).round(9).tolist()
    [-1.0, 2.0]
    """
    g = np.where(np.abs(skew) < _STRAIGHT, _STRAIGHT, skew)
    return np.asarray(6 / g * (np.cbrt(1 + g * value / 2) - 1 + g * g / 36))


class NetNoise(NamedTuple):
    """The noise of losses less returns at times in order, from independent increments, the cells.

    Noise = losses so far - p * those of them who are back. The time or cell axis comes first, then the batch; those
    lost before day 0 are the first `earlier` cells and count only where they come back. `back` holds for each time
    the part of each cell that is back (None: nobody returns), `share` is p. `cells` are their standard deviations,
    `spread` is that of the noise (people), `drawn` what the noise from even cells is multiplied by to have it,
    `skew` its skewness, and `fresh` the variance that the losses between a time
    and the next add (people squared, one fewer than times).
    """

    share: Array
    earlier: int
    cells: Array
    back: Array | None
    spread: Array
    drawn: Array | float
    skew: Array
    fresh: Array

    def parts(self, people: Array) -> tuple[Array, Array | float]:
        """Return losses so far and those of them who are back at each time, from what each cell loses (people).

        `people` has the cells first, then the batch; the results have the times first. Losses before day 0 are not
        counted among the losses, only among those who are back.
        """
        return np.cumsum(people[self.earlier :], axis=0), 0.0 if self.back is None else _summed(self.back, people)

    def net(self, people: Array) -> Array:
        """Return losses less returns at each time, from what each cell loses beyond its mean (people)."""
        lost, back = self.parts(people)
        return np.asarray((lost - self.share * back) * self.drawn)

    def skewed(self, people: Array) -> Array:
        """Return noise that is normal (people) as the shifted gamma variable of the same score.

        Its standard deviation stays `spread` up to the error of `pearson_quantile`; its skewness becomes `skew`.
        """
        return pearson_quantile(people / self.spread, self.skew) * self.spread

    def increments(self, others: Array, pivot: int) -> tuple[Array, Array]:
        """Return what each cell loses beyond its mean as slope * main + rest (people): slope and rest, (cell, ...).

        `main` is the normal score of the noise at the time numbered `pivot`; `others` are independent normal scores,
        one a cell, of which only what is independent of the main one is used.
        """
        weight = np.zeros_like(self.cells)
        weight[self.earlier : self.earlier + pivot + 1] = 1.0
        if self.back is not None:
            weight = weight - self.share * self.back[pivot]
        own = weight * self.cells
        size = np.maximum((own * own).sum(axis=0), _NOBODY)  # there is no noise where all who were lost are back
        own = own / np.sqrt(size)
        return own * self.cells, (others - own * (own * others).sum(axis=0)) * self.cells


def _summed(back: Array, people: Array) -> Array:
    """Sums over the cells for each time; a product of matrices where the window is the same for the whole batch.

    One product for each scrambling, small enough for one thread: waiting for a second costs more than it does.
    """
    if back[0, 0].size == 1:
        return np.moveaxis(back.reshape(back.shape[:2]) @ np.moveaxis(people, 0, -2), -2, 0)
    return np.stack([(row * people).sum(axis=0) for row in back])


def cell_count(times: int, *, earlier_return: bool) -> int:
    """Return how many cells the noise at so many times is made of, where casualties of before day 0 return or not.

    >>> cell_count(5, earlier_return=False), cell_count(5, earlier_return=True)
    (5, 11)
    """
    return times + (_EARLIER_CELLS if earlier_return else 0)


def net_noise(inputs: Assumptions, noise: tuple[Array, Array], times: Array, lost: Array) -> NetNoise:
    """Return the noise at `times` (days, in order, time axis first) where the mean losses are `lost` (people).

    `noise` are dispersion and day correlation, in the batch's shape; `lost` has the shape of `times`. With V the
    variance v phi(t) L(t) of the losses by t, that of the noise is the sum over the cells of dV times the mean of (1 -
    p H)^2 over the cell, of (p back)^2 for the cells before day 0. Within a cell, between two times, losses are taken
    as even; its increment has the variance that the horizon adds. Nobody is drawn at random to return, the share is of
    the noisy losses: that leaves out 3 % of the variance at a dispersion of 11.9 and a share of 75 %.

    >>> plain = Assumptions(waves=((0, 1e4),), schedule=((0, 1000),))
    >>> days = np.array([4.0, 8.0])
    >>> found = net_noise(plain, (np.array(4.0), np.array(0.0)), days, 1000 * days)
    >>> (found.spread**2).round(6).tolist(), found.fresh.round(6).tolist()  # 4 times the mean; what days 5 to 8 add
    ([16000.0, 32000.0], [16000.0])
    """
    dispersion = noise[0] * horizon_factor(times, noise[1])
    variance = np.maximum(dispersion * lost, _NOBODY)
    added, third = _increments(variance), _increments((2 * dispersion - 1) * variance)
    share = np.asarray(inputs.returning_share, dtype=np.float64)
    if not np.any(share):
        skew = np.minimum((2 * dispersion - 1) / np.sqrt(variance), _WIDEST_SKEW)
        return NetNoise(share, 0, np.sqrt(added), None, np.sqrt(variance), 1.0, skew, added[1:])
    window, earlier = _Window.of(inputs), 0
    powers = window.parts_back(times)
    if inputs.count_earlier:
        earlier, long_run = _EARLIER_CELLS, noise[0] * (1 + noise[1]) / (1 - noise[1])
        cell = long_run * rate_at(inputs, 0.0) * np.asarray(inputs.last_return_day) / earlier
        before = np.broadcast_to(cell, (earlier, *added.shape[1:]))
        added, third = np.concatenate([before, added]), np.concatenate([before * (2 * long_run - 1), third])
        powers = [np.concatenate([part**n, power], axis=1) for n, (part, power) in enumerate(
            zip([window.earlier_back(times)] * 3, powers, strict=True), start=1)]  # fmt: skip
    square = np.cumsum(added[earlier:], axis=0) - 2 * share * _summed(_fresh(powers[0], earlier), added)
    variance = np.maximum(square + share**2 * _summed(powers[1], added), _NOBODY)
    even = np.maximum(square + share**2 * _summed(powers[0] ** 2, added), _NOBODY)
    cube = np.cumsum(third[earlier:], axis=0) - 3 * share * _summed(_fresh(powers[0], earlier), third)
    cube = cube + 3 * share**2 * _summed(_fresh(powers[1], earlier), third) - share**3 * _summed(powers[2], third)
    fresh = added[earlier + 1 :] * (1 - share * np.moveaxis(np.diagonal(powers[0], earlier, 0, 1), -1, 0)[1:]) ** 2
    return NetNoise(
        share,
        earlier,
        np.sqrt(added),
        powers[0],
        np.sqrt(variance),
        np.sqrt(variance / even),
        np.clip(cube / (variance * np.sqrt(variance)), -_WIDEST_SKEW, _WIDEST_SKEW),
        fresh,
    )


def _fresh(back: Array, earlier: int) -> Array:
    """The same without the casualties before day 0, who are not among the losses."""
    return np.concatenate([np.zeros_like(back[:, :earlier]), back[:, earlier:]], axis=1)


def _increments(grown: Array) -> Array:
    return np.maximum(np.diff(grown, axis=0, prepend=np.zeros((1, *grown.shape[1:]))), 0.0)


class _Window(NamedTuple):
    """The return window: first day, width and last day (days), each a number or in the batch's shape."""

    first: Array
    width: Array
    last: Array

    @classmethod
    def of(cls, inputs: Assumptions) -> _Window:
        first, last = np.asarray(inputs.first_return_day), np.asarray(inputs.last_return_day)
        return cls(first, np.maximum(last - first, _INSTANT), last)

    def integrals(self, ages: Array, powers: int) -> list[Array]:
        """Integrals of H, H^2, ... from 0 to `ages` (days): (x - a) H^k / (k + 1) in the window, a day each after."""
        inside, after = np.clip(ages - self.first, 0.0, self.width), np.maximum(ages - self.last, 0.0)
        share, grown, found = inside / self.width, inside, []
        for power in range(1, powers + 1):
            grown = grown * share
            found.append(grown / (power + 1) + after)
        return found

    def parts_back(self, times: Array) -> list[Array]:
        """Means over each cell of H, H^2 and H^3 at each time; (time, cell, ...), 0 for cells that come later."""
        edges = np.concatenate([np.zeros((1, *times.shape[1:])), times])
        width = np.maximum(np.diff(edges, axis=0), _INSTANT)
        ages = np.maximum(times[:, None] - edges[None], 0.0)
        return [-np.diff(grown, axis=1) / width for grown in self.integrals(ages, 3)]

    def earlier_back(self, times: Array) -> Array:
        """The part of each cell before day 0 that comes back between then and each time; (time, cell, ...)."""
        parts = np.arange(_EARLIER_CELLS + 1).reshape(1, -1, *(1,) * (times.ndim - 1)) * self.last / _EARLIER_CELLS
        gained = self.integrals(times[:, None] + parts, 1)[0] - self.integrals(parts, 1)[0]
        return np.asarray(np.diff(gained, axis=1) / np.maximum(self.last / _EARLIER_CELLS, _INSTANT))
