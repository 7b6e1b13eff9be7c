"""From ranges and day-to-day noise to probabilities and quantiles of the days covered, each with its standard error.

Without noise one variable is integrated in closed form, the quantity that moves the balance most among those in which
the balance is linear (`sim.study.integrated`); the others are covered by scrambled Sobol' points. With noise the
chances of first passage are tabulated over time (`sim.study.noisy`). A single uncertain quantity, a count that nothing
makes good, and fixed numbers need no points at all: they are exact. `SCRAMBLINGS` scramblings give the standard error
of the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

import numpy as np

from sim.core.arrays import Array
from sim.core.assumptions import assumptions
from sim.core.crossing import central_days, days_covered
from sim.core.curves import EVER, ledger, longest_time
from sim.core.points import SCRAMBLINGS, Estimate, estimated, sobol_points
from sim.core.shapes import inverse
from sim.inputs.scenario import Scenario
from sim.study.draws import drawn_quantities, noisy, sampled
from sim.study.integrated import LINEAR, Integrated, monotone
from sim.study.tabulated import chance_table, table_walk, walk_to

__all__ = ["DEFAULT_ERROR", "FIRST_POINTS", "MOST_POINTS", "Distribution", "chance_by", "distribution"]

Chance = Callable[[float], Array]
"""Time (days) to the chance, for each point, that the reinforcement is used up by then; shape (scrambling, point)."""

DEFAULT_ERROR = 1e-3
"""Target standard error of probabilities (assumption: a tenth of a percent is finer than any reader needs)."""
FIRST_POINTS, MOST_POINTS = 1 << 7, 1 << 13
_MOST_WORK = 3e7
"""Most points times nodes of a path times the work on each that one distribution may take (assumption: 3 seconds)."""
_EQUAL = 1e-12
"""Days relatively this close to a time are that time: what is met on paper is met, as at the central values."""
_TINY, _BRACKETS = 1e-6, (*(0.25 * 4.0**k for k in range(13)), EVER)
"""Times (days) between which quantiles are bracketed: as good as 0, and a factor of 4 apart up to "ever"."""


# ---------------------------------------------------------------------------------------------------- the distribution


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """The distribution of the days covered. `exact` says that no point was drawn; `points` counts all scramblings.

    `point` is the answer at the central values (days). `approximation` bounds what is not in the standard errors (0 to
    1): what the noise along a path costs; it is not added to them.
    """

    method: str
    exact: bool
    points: int
    point: float
    approximation: float = 0.0
    _chance: Chance | None = field(repr=False)
    _quantile: Callable[[float], float] | None = field(repr=False)
    _known: dict[float, Estimate] = field(default_factory=dict, repr=False)

    def probability(self, days: float, *, met: bool = True) -> Estimate:
        """Return P(days covered <= days), or < `days` where those who cover exactly so many do not count (`met` false);
        infinity asks for "ever".

        Rising in `days` up to rounding, since every time is asked of the same points. Kept for each time asked about.
        """
        if self._chance is None:
            return Estimate(float(math.isfinite(self.point) and (self.point < days or met and self.point == days)), 0.0)
        asked = days * (1 + _EQUAL if met else 1 - _EQUAL)
        if asked not in self._known:
            self._known[asked] = estimated(self._chance(asked).mean(axis=1), self.points)
        return self._known[asked]

    @property
    def fixed(self) -> bool:
        """Whether nothing is uncertain, so that the answer is one number."""
        return self._chance is None

    @property
    def never(self) -> Estimate:
        """Return the probability of never being used up: not within `sim.core.curves.longest_time`."""
        ever = self.probability(math.inf)
        return Estimate(1.0 - ever.value, ever.standard_error)

    def quantile(self, probability: float) -> Estimate:
        """Return the days covered that are not exceeded with this probability (between 0 and 1); infinity for never.

        A root of `probability` in the logarithm of the days, to a relative 1e-5 (1e-9 where exact, far below the
        standard error). The standard error is that of the probability over the density; infinite where the density
        there is zero.

        >>> from sim.inputs.loading import load
        >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
        >>> returns = distribution(load("sky-2024-10k", half))
        >>> round(returns.quantile(0.5).value, 2), round(returns.probability(20).value, 3), returns.method
        (16.71, 0.789, 'returning share integrated exactly')
        """
        if self._chance is None:
            return Estimate(self.point, 0.0)
        if self._quantile is not None:
            return Estimate(self._quantile(probability), 0.0)
        low, high = self._bracket(probability)
        if high == low:
            return Estimate(low, 0.0)
        from scipy.optimize import brentq

        gap = partial(self._gap, probability)
        ends = math.log(low), math.log(high)
        if gap(ends[0]) >= 0 or gap(ends[1]) <= 0:  # a count jumps there, and the logarithm has moved the end across
            days = low if gap(ends[0]) >= 0 else high
        else:
            days = math.exp(brentq(gap, *ends, xtol=1e-9 if self.exact else 1e-5, rtol=1e-12))
        return Estimate(days, self._error_in_days(days))

    def _gap(self, probability: float, log_days: float) -> float:
        return self.probability(math.exp(log_days)).value - probability

    def _bracket(self, probability: float) -> tuple[float, float]:
        """Two times whose probabilities lie on either side; equal ones say that the answer is 0 or never.

        They come from a fixed list, whatever was asked before: the same question has the same last bit.
        """
        if self.probability(math.inf).value < probability:
            return math.inf, math.inf
        if self.probability(_TINY).value >= probability:
            return 0.0, 0.0
        low = _TINY
        for high in _BRACKETS:
            if self.probability(high).value >= probability:
                return low, high
            low = high
        return math.inf, math.inf

    def _error_in_days(self, days: float) -> float:
        """Standard error of the probability over the density, the density by a central difference of 1 %."""
        if self.exact:
            return 0.0
        rise = self.probability(days * 1.01).value - self.probability(days * 0.99).value
        error = self.probability(days).standard_error
        return error * 0.02 * days / rise if rise > 0 else math.inf


def distribution(scenario: Scenario, seed: int = 0, error: float = DEFAULT_ERROR) -> Distribution:
    """Return the distribution of the days covered under the scenario's ranges, correlations and noise.

    Points are doubled until the standard error of every probability tried is at most `error`, or their number reaches
    2^17 (fewer where a path has many nodes); the error reached is stated with every number. Seeded: the same arguments
    give the same numbers to the last bit.

    >>> from sim.inputs.loading import load
    >>> spread = distribution(load("sky-2024-10k", ["dispersion=11.9"]))
    >>> spread.exact, round(spread.probability(8.0).value, 3)
    (True, 0.682)
    """
    point = central_days(scenario)
    if noisy(scenario):
        return _noisy_distribution(scenario, point, seed, error)
    keys = drawn_quantities(scenario)
    if not keys:
        method = "a point: every number is fixed"
        return Distribution(method=method, exact=True, points=0, point=point, _chance=None, _quantile=None)
    integrated = _integrated(scenario, keys, min(point, 100.0))
    others = tuple(key for key in keys if key != integrated)
    count = FIRST_POINTS if others else 1
    typical = (*_typical_days(scenario, others, seed), *_stated_days(scenario)) if others else ()
    while True:
        result = Distribution(
            method=_method_words(integrated, others), exact=not others, point=point,
            points=SCRAMBLINGS * count if others else 0,
            _chance=_chance(scenario, others, integrated, sobol_points(len(others), count, seed)),
            _quantile=None if others else _exact_quantile(scenario, integrated),
        )  # fmt: skip
        if not others or count >= MOST_POINTS or _worst_error(result, typical) <= error:
            return result
        count *= 2


def _noisy_distribution(scenario: Scenario, point: float, seed: int, error: float) -> Distribution:
    """One table of chances, made with twice the points until it is good enough at every one of its times."""
    walk, count = table_walk(scenario, seed), FIRST_POINTS
    if walk.exact:
        return Distribution(
            method="daily counts integrated exactly", exact=True, points=0, point=point,
            _chance=walk.counts, _quantile=None,
        )  # fmt: skip
    table = chance_table(walk, count, seed)
    while True:
        worst = max(estimated(row, table.points).standard_error for row in table.chances)
        if worst <= error or count >= MOST_POINTS or 2 * table.points * walk.work > _MOST_WORK:
            break
        count *= 2
        table = chance_table(walk, count, seed, table)
    return Distribution(
        method=walk.method, exact=False, points=table.points, point=point, _chance=table, _quantile=None,
        approximation=walk.approximation,
    )  # fmt: skip


def chance_by(scenario: Scenario, days: float, seed: int = 0, points: int = FIRST_POINTS) -> Estimate:
    """Return P(days covered <= days) from a fixed number of points, the same ones for every scenario of these ranges.

    Meant for comparing variants of a scenario: with the same points the probability moves smoothly with its numbers.
    `points` (a power of two) are those of each scrambling. See `sim.study.flips`.

    >>> from sim.inputs.loading import load
    >>> ten = load("sky-2024-10k", ["troops=12710"])  # fixed numbers: 0 or 1, the day itself included
    >>> chance_by(ten, 9.9).value, chance_by(ten, 10.0)
    (0.0, Estimate(value=1.0, standard_error=0.0))
    """
    if noisy(scenario):
        walk = walk_to(scenario, days)
        means = walk.chances(sobol_points(walk.dimensions, points, seed))[-1]
        return estimated(means, points * means.size if walk.dimensions else 0)
    keys = drawn_quantities(scenario)
    if not keys:
        point = central_days(scenario)
        return Estimate(float(math.isfinite(point) and point <= days), 0.0)
    integrated = _integrated(scenario, keys, min(days, 100.0))
    others = tuple(key for key in keys if key != integrated)
    asked = days * (1 + _EQUAL)
    chance = _chance(scenario, others, integrated, sobol_points(len(others), points, seed), horizon=asked)
    means = chance(asked).mean(axis=1)
    return estimated(means, points * means.size if others else 0)


def _typical_days(scenario: Scenario, keys: Sequence[str], seed: int) -> Array:
    """A few times around which the distribution lies, from the days covered at some points (days)."""
    sample = sampled(scenario, keys, "", sobol_points(len(keys), 1 << 5, seed))
    days = np.sort(np.broadcast_to(days_covered(assumptions(scenario, sample.draws)), sample.center.shape).ravel())
    middle = days[[days.size // 5, days.size // 2, 4 * days.size // 5]]
    return np.unique(np.clip(middle[np.isfinite(middle)], 1e-3, 1e6))


def _method_words(integrated: str, others: Sequence[str]) -> str:
    """How the chances were found, in English: which quantity is integrated, and which are drawn."""
    first = f"{integrated.replace('_', ' ')} integrated exactly; " if integrated and others else ""
    if not others:
        return f"{integrated.replace('_', ' ')} integrated exactly"
    return f"{first}{SCRAMBLINGS} scramblings of Sobol' points for {', '.join(key.replace('_', ' ') for key in others)}"


def _stated_days(scenario: Scenario) -> tuple[float, ...]:
    """The yardstick of the remark, where it is a number of days."""
    return (scenario.remark.threshold_days,) if scenario.remark and scenario.remark.threshold_days else ()


def _worst_error(result: Distribution, typical: Sequence[float]) -> float:
    """Largest standard error of the probability at typical times and of being used up ever."""
    return max(result.probability(float(t)).standard_error for t in (*typical, math.inf))


def _chance(
    scenario: Scenario, others: Sequence[str], integrated: str, points: Array, *, horizon: float = math.inf
) -> Chance:
    """The chance of being used up by a time up to `horizon` (days), for each point."""
    sample = sampled(scenario, others, integrated, points)
    if integrated:
        return Integrated(scenario=scenario, key=integrated, sample=sample, horizon=horizon)
    days = np.broadcast_to(days_covered(assumptions(scenario, sample.draws)), points.shape[:2])
    return lambda t: np.asarray((days <= t) & np.isfinite(days), dtype=np.float64)


@lru_cache(maxsize=256)
def _integrated(scenario: Scenario, keys: Sequence[str], when: float) -> str:
    """The quantity to integrate: the linear one that moves the balance at `when` most, any monotone one, or none."""
    linear = [key for key in keys if key in LINEAR]
    if not linear:
        return next((key for key in keys if monotone(scenario, key)), "")
    ends = {key: np.full((len(linear), 2), scenario.number(key)) for key in linear}
    for row, key in enumerate(linear):
        ends[key][row] = inverse(scenario[key], [0.1, 0.9])
    inputs = assumptions(scenario, ends)
    balances = np.broadcast_to(ledger(inputs, when).balance, inputs.shape)  # of what moves nothing there is one value
    return linear[int(np.abs(balances[:, 1] - balances[:, 0]).argmax())]


def _exact_quantile(scenario: Scenario, key: str) -> Callable[[float], float]:
    """Quantiles of the days covered where one quantity alone is uncertain: the monotone image of its quantiles.

    D(q(p)) where more covers more, D(q(1 - p)) where more covers fewer.
    """

    def days(probability: float) -> float:
        inputs = assumptions(scenario, {key: float(inverse(scenario[key], probability))})
        found = float(days_covered(inputs))
        return found if found <= float(longest_time(inputs)) else math.inf  # as the probability of never has it

    rising = days(0.999) >= days(0.001)
    return days if rising else lambda probability: days(1.0 - probability)
