"""From ranges and day-to-day noise to probabilities and quantiles of the days covered, each with its standard error.

One variable is integrated in closed form: the quantity that moves the balance most among those in which the balance is
linear, or the count of losses where there is no such quantity. The others are covered by scrambled Sobol' points
(Owen 1997; scipy.stats.qmc); `SCRAMBLINGS` independent scramblings give the standard error. A single uncertain quantity
needs no points at all, and fixed numbers without noise give a point: both are exact. Independent pseudo-random draws
were rejected: for the same error they need some thousand times as many evaluations.

The chance that the reinforcement is used up by time t, given everything else:

- a quantity y in which the balance is linear: min over [0, t] of B is concave in y, so the cover fails on one side of a
  single y*, found from B(t) = 0 and, where B may have been lower before, by Newton's method on that minimum;
- any other single quantity: y* by bisection on the days covered, which are monotone in it;
- noise: counts are a gamma-Poisson process with mean L(t) and variance v* L(t), v* = v (1 + w) / (1 - w); the chance is
  P(count > S + R + c t), and the largest such chance up to t where recruits or returns outpace the losses. Exact for
  the bare quotient. Otherwise it is an approximation from below, because returns are taken at their mean and a path may
  exceed its bound between the times compared; a test bounds the difference by simulation. Beside a linear quantity the
  noise is one more Sobol' dimension, its quantile by a Cornish-Fisher expansion, used only where counts are large.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincinv, gammainc, ndtr, ndtri

from sim.model import (
    DAYS_PER_MONTH,
    Assumptions,
    Ledger,
    assumptions,
    days_covered,
    ledger,
    longest_time,
    lowest_balance,
)
from sim.quantities import DEFINITIONS, Quantity, Scenario, gaussian_correlation

__all__ = [
    "DEFAULT_ERROR",
    "SCRAMBLINGS",
    "SMALL_SAMPLE",
    "Distribution",
    "Estimate",
    "chance_by",
    "chance_of_count_above",
    "correlated",
    "cumulative",
    "distribution",
    "drawn_days",
    "drawn_quantities",
    "inverse",
    "points_for",
    "sobol_points",
]

Array = npt.NDArray[np.float64]
Draws = Mapping[str, Array]
Chance = Callable[[float], Array]
"""Time (days) to the chance, for each point, that the reinforcement is used up by then; shape (scrambling, point)."""

SCRAMBLINGS = 16
"""Independent scramblings; more would cost accuracy, fewer would make the standard error itself uncertain."""
DEFAULT_ERROR = 1e-3
"""Target standard error of probabilities (assumption: a tenth of a percent is finer than any reader needs)."""
SMALL_SAMPLE = 1.0875
"""Student's t (15 degrees of freedom) over the normal quantile at 97.5 %: two standard errors hold 95 % again."""

LINEAR = (
    "troops", "reported_rate", "reporting_ratio", "recruits_per_day", "returning_share", "delivered_share",
    "line_share", "desertion_share", "starting_effectiveness",
)  # fmt: skip
"""Quantities in which the balance is linear."""

_NOISE = ("dispersion", "day_correlation")
_MOST_SKEW = 0.3
"""Above this skewness of the counts (people around a hundred times the dispersion) their expansion is not used."""
_FIRST_POINTS, _MOST_POINTS = 1 << 7, 1 << 13
_SOFT_TAIL = 1.6448536269514722
"""Standard normal 95th percentile: low and high of soft-ended shapes are the 5th and 95th percentiles."""
_BOTH_ENDS = (0.05, 0.95)
"""Chances at whose values of a linear range the balance is computed."""
_NEWTON, _BISECTIONS = 60, 60
_LOOK, _LOOKS = (0.25, 1e6), 35
"""Where the lows of the score are looked for: days, a factor of 1.56 apart."""
_TINY, _BRACKETS = 1e-6, tuple(0.25 * 4.0**k for k in range(13)) + (1e7,)
"""Times (days) between which quantiles are bracketed: as good as 0, and a factor of 4 apart up to "ever"."""
_SEARCH = (0.05, 1e7, 90)
"""Times (days) between which a drawn path's first shortfall is bracketed: first, last, how many."""


class Estimate(NamedTuple):
    """A number and its standard error, both in the unit of the number; an error of 0 means exact up to rounding."""

    value: float
    standard_error: float


# ------------------------------------------------------------------------------------------------ shapes of ranges


def inverse(quantity: Quantity, probability: npt.ArrayLike) -> Array:
    """Return the quantiles of a range; same shape as `probability` (0 to 1).

    PERT is the beta distribution with weight 4 on the mode (Clark 1962; Vose 2008). Soft-ended shapes are cut at the
    quantity's limits and rescaled.

    >>> from sim.quantities import Quantity
    >>> float(inverse(Quantity(key="line_share", value=0.7, low=0.4, high=1, shape="uniform"), 0.25))
    0.55
    """
    u = np.asarray(probability, dtype=np.float64)
    low, mode, high = _triple(quantity)
    if low == high:
        return np.full(u.shape, mode)
    if quantity.shape == "uniform":
        return low + u * (high - low)
    if quantity.shape == "triangular":
        left, right = np.sqrt(u * (high - low) * (mode - low)), np.sqrt((1 - u) * (high - low) * (high - mode))
        return np.where(u < (mode - low) / (high - low), low + left, high - right)
    if quantity.shape == "pert":
        return np.asarray(low + (high - low) * betaincinv(*_beta(low, mode, high), u))
    center, spread, ends = _normal(quantity)
    below, above = (ndtr((end - center) / spread) for end in ends)
    z = center + spread * ndtri(below + u * (above - below))
    limits = DEFINITIONS[quantity.key]
    return np.clip(np.exp(z) if quantity.shape == "lognormal" else z, limits.low, limits.high)


def cumulative(quantity: Quantity, values: npt.ArrayLike) -> Array:
    """Return the chance that a range lies at or below `values` (in the quantity's unit); same shape."""
    y = np.asarray(values, dtype=np.float64)
    low, mode, high = _triple(quantity)
    if low == high:
        return np.asarray(y >= mode, dtype=np.float64)
    if quantity.shape in ("lognormal", "normal"):
        center, spread, ends = _normal(quantity)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.log(np.maximum(y, 0.0)) if quantity.shape == "lognormal" else y
        below, above = (ndtr((end - center) / spread) for end in ends)
        return np.clip((ndtr((z - center) / spread) - below) / (above - below), 0.0, 1.0)
    x = np.clip((y - low) / (high - low), 0.0, 1.0)
    if quantity.shape == "uniform":
        return x
    if quantity.shape == "pert":
        return np.asarray(betainc(*_beta(low, mode, high), x))
    peak = (mode - low) / (high - low)
    rising = x**2 / peak if peak > 0 else np.zeros_like(x)
    return np.where(x <= peak, rising, 1 - (1 - x) ** 2 / (1 - peak if peak < 1 else 1.0))


def _triple(quantity: Quantity) -> tuple[float, float, float]:
    value = float(quantity.value)  # type: ignore[arg-type]
    if quantity.low is None or quantity.high is None:
        return value, value, value
    return quantity.low, value, quantity.high


def _beta(low: float, mode: float, high: float) -> tuple[float, float]:
    return 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)


def _normal(quantity: Quantity) -> tuple[float, float, tuple[float, float]]:
    """Center, spread and cut-off ends on the scale (plain or log) on which the range is normal."""
    low, _, high = _triple(quantity)
    limits = DEFINITIONS[quantity.key]
    ends = limits.low, limits.high
    if quantity.shape == "lognormal":
        low, high = math.log(low), math.log(high)
        ends = math.log(ends[0]) if ends[0] > 0 else -math.inf, math.log(ends[1])
    return (low + high) / 2, (high - low) / (2 * _SOFT_TAIL), ends


# ---------------------------------------------------------------------------------------------------------- points


def drawn_quantities(scenario: Scenario) -> tuple[str, ...]:
    """Return the keys of the ranges that can move the days covered: all but `lag_days`, and noise only if it is on."""
    silent = {"lag_days"} if _noisy(scenario) else {"lag_days", "day_correlation"}
    keys = [key for key in scenario.uncertain if key not in silent]
    off = scenario["returning_share"].value == 0 and "returning_share" not in keys
    return tuple(key for key in keys if not (off and key in ("first_return_day", "last_return_day")))


@lru_cache(maxsize=8)
def sobol_points(dimensions: int, count: int, seed: int) -> Array:
    """Return scrambled Sobol' points, shape (scrambling, point, dimension), strictly between 0 and 1; read only.

    `count` is a power of two. The same seed gives the same points; 0 is a seed. The last few sets are kept: variants of
    a scenario share their points.
    """
    if dimensions == 0:
        return np.empty((1, 1, 0))
    from scipy.stats import qmc

    half_a_cell = 2.0**-31
    points = np.stack(
        [
            qmc.Sobol(dimensions, rng=np.random.default_rng([seed, scrambling])).random(count) + half_a_cell
            for scrambling in range(SCRAMBLINGS)
        ]
    )
    points.flags.writeable = False
    return points


class _Sample(NamedTuple):
    """Drawn values by key, each of shape (scrambling, point); center and spread of the integrated quantity's score."""

    draws: Draws
    center: Array
    spread: float


def _sample(scenario: Scenario, keys: Sequence[str], integrated: str, points: Array) -> _Sample:
    order = [*keys, *([integrated] if integrated else [])]
    center, spread, uniforms = np.zeros(points.shape[:2]), 1.0, points
    if any(set(c.between) <= set(order) for c in scenario.correlations):
        scores = ndtri(points)
        uniforms = correlated(scenario, keys, scores)
        if integrated:
            last = np.linalg.cholesky(_correlations(scenario, order))[-1]
            center, spread = np.einsum("spj,j->sp", scores, last[:-1]), float(last[-1])
    return _Sample({key: inverse(scenario[key], uniforms[..., i]) for i, key in enumerate(keys)}, center, spread)


def correlated(scenario: Scenario, keys: Sequence[str], scores: Array) -> Array:
    """Return uniforms (0 to 1) with the scenario's rank correlations from independent normal scores, (..., key)."""
    factor = np.linalg.cholesky(_correlations(scenario, keys))
    return np.asarray(ndtr(np.einsum("...j,ij->...i", scores, factor)))


def _correlations(scenario: Scenario, order: Sequence[str]) -> Array:
    matrix = np.eye(len(order))
    for c in scenario.correlations:
        if set(c.between) <= set(order):
            i, j = (order.index(key) for key in c.between)
            matrix[i, j] = matrix[j, i] = gaussian_correlation(c.rank)
    return matrix


def _noisy(scenario: Scenario) -> bool:
    return scenario["dispersion"].uncertain or scenario.number("dispersion") > 0


# ------------------------------------------------------------------------------------- the variable done in closed form


def chance_of_count_above(mean: npt.ArrayLike, level: npt.ArrayLike, dispersion: npt.ArrayLike) -> Array:
    """Return P(count > level) for counts with this mean (people) and variance = dispersion * mean; shapes broadcast.

    Negative binomial, Poisson where the dispersion is 1: the upper tail is the regularised incomplete beta or gamma
    function (Johnson, Kemp & Kotz, Univariate Discrete Distributions, 3rd ed., 2005, sec. 5.6 and 4.6).

    >>> round(float(chance_of_count_above(8 * 1271, 9999, 11.9)), 3)
    0.683
    """
    lost, bound, v = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (mean, level, dispersion)))
    above = np.floor(np.maximum(bound, 0.0)) + 1.0
    some = lost > 0
    mean_or_one = np.where(some, lost, 1.0)
    excess = np.maximum(v - 1.0, 0.0)
    spread = excess > 1e-8
    size = mean_or_one / np.where(spread, excess, 1.0)
    chance = betainc(above, size, excess / (1.0 + excess)) if spread.any() else np.zeros_like(above)
    if not spread.all():
        chance = np.where(spread, chance, gammainc(above, mean_or_one))
    return np.where(some, chance, 0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Noise:
    """Chance of being used up by t where the count of losses is random.

    `earlier` are times (days), each with its chance, at which the cover was worst before it recovered.
    """

    inputs: Assumptions
    dispersion: Array
    last: Array
    earlier: tuple[tuple[Array, Array], ...] = ()

    def __call__(self, t: float) -> Array:
        """The largest chance at one time in [0, t]; shape (scrambling, point)."""
        end = np.minimum(t, self.last)
        chance = self._at(end)
        for when, worst in self.earlier:
            chance = np.maximum(chance, np.where(when <= end, worst, 0.0))
        return chance

    def with_earlier(self) -> _Noise:
        """The same, aware of the moments just before a wave, of the lows of the score, and of a start without cover."""
        times = _critical_times(self._score, self.last, self.inputs)
        if np.any(self._score(np.minimum(_LOOK[0], self.last)) < self._score(np.minimum(2 * _LOOK[0], self.last))):
            times += self._grid()
        return replace(self, earlier=tuple((when, self._at(np.minimum(when, self.last))) for when in times))

    def _grid(self) -> list[Array]:
        """Times from the first casualty on: where nobody stands in the line at first, counts of a few people decide."""
        rate = float(np.max(np.asarray(self.inputs.schedule[0][1]) * self.inputs.reporting_ratio))
        first, last = 1.0 / max(rate, 1.0 / _LOOK[0]), float(self.last.max())
        return [np.asarray(t) for t in np.geomspace(first, max(_LOOK[1], 2 * first), _LOOKS) if t <= last]

    def _at(self, times: Array) -> Array:
        at = ledger(self.inputs, times)
        return chance_of_count_above(at.lost, at.balance + at.lost, self.dispersion)

    def _score(self, times: Array) -> Array:
        """Balance in standard deviations of the count: the chance falls with it."""
        at: Ledger = ledger(self.inputs, times)
        return at.balance / np.sqrt(np.maximum(at.lost, 1e-300))


def _critical_times(score: Callable[[Array], Array], last: Array, inputs: Assumptions) -> list[Array]:
    """Times (shape of `last`) before which the score may have been lowest: kinks of the balance, and its local lows.

    Kinks lie just before a wave and where waves are integrated, steps begin and returns begin or end. The first and the
    deepest smooth low on a grid are refined by two parabolas; where there is none the time is `last`.
    """
    waves, steps = ([np.asarray(day) for day, _ in pairs] for pairs in (inputs.waves, inputs.schedule))
    window = (np.asarray(inputs.first_return_day), np.asarray(inputs.last_return_day))
    ends = [day + inputs.integration_days for day in waves]
    ages = (0.0, *window) if np.any(inputs.returning_share) else (0.0,)
    kinks = [np.nextafter(day, 0) for day in waves] + ends + [step + age for step in steps for age in ages]
    times = [np.minimum(kink, last) for kink in kinks if np.any(kink > 0)]
    grid = np.geomspace(*_LOOK, _LOOKS)
    grid = grid[: np.searchsorted(grid, last.max()) + 2]
    scores = np.stack([score(np.minimum(t, last)) for t in grid])
    low = (scores[1:-1] < scores[:-2]) & (scores[1:-1] < scores[2:])
    if not low.any():
        return times
    first, deepest = low.argmax(axis=0), np.where(low, scores[1:-1], np.inf).argmin(axis=0)
    for place in [first] if np.array_equal(first, deepest) else [first, deepest]:
        around = [np.take_along_axis(scores, (place + i)[None], axis=0)[0] for i in range(3)]
        refined = np.minimum(_refined(score, np.log(grid[place + 1]), around, last), last)
        times.append(np.where(low.any(axis=0), refined, last))
    return times


def _refined(score: Callable[[Array], Array], middle: Array, around: list[Array], last: Array) -> Array:
    """The time at a smooth low: `middle` is the log of the grid's time, `around` the scores there and on both sides."""
    span = math.log(_LOOK[1] / _LOOK[0]) / (_LOOKS - 1)
    middle = middle + _vertex(around, span)
    span /= 8
    around = [score(np.minimum(np.exp(middle + shift), last)) for shift in (-span, 0.0, span)]
    return np.asarray(np.exp(middle + _vertex(around, span)))


def _vertex(around: list[Array], span: float) -> Array:
    """Where the parabola through three scores, `span` apart, is lowest, from the middle one; 0 if it has no low."""
    left, center, right = around
    with np.errstate(divide="ignore", invalid="ignore"):
        bend = left - 2 * center + right
        shift = np.where(bend > 0, span / 2 * (left - right) / bend, 0.0)
    return np.asarray(np.clip(np.nan_to_num(shift), -span, span))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Integrated:
    """Chance of being used up by t where one quantity is integrated over its range.

    `noise` is a normal score for each point where there is day-to-day noise, with its `dispersion`; `earlier` as in
    `_Noise`, with the edges y* (unit of the quantity) in place of the chances.
    """

    scenario: Scenario
    key: str
    sample: _Sample
    last: Array
    noise: Array | None = None
    dispersion: Array | None = None
    earlier: tuple[tuple[Array, Array], ...] = ()
    ends: tuple[Assumptions, ...] = field(init=False, default=())
    """The inputs at two values of a linear range: made once for all times asked about."""

    def __post_init__(self) -> None:
        """Make the inputs at two values of a linear range."""
        if self.key in LINEAR:
            object.__setattr__(self, "ends", tuple(self._inputs(y) for y in inverse(self._range, _BOTH_ENDS)))

    def __call__(self, t: float) -> Array:
        """Chance for each point; shape (scrambling, point)."""
        end = np.minimum(t, self.last)
        below = cumulative(self.scenario[self.key], self._edge(end))
        if self.sample.spread < 1 or np.any(self.sample.center):
            below = ndtr((ndtri(below) - self.sample.center) / self.sample.spread)
        return below if self.helps else 1.0 - below

    def _edge(self, end: Array) -> Array:
        if self.key not in LINEAR:
            return self._bisected_edge(end)
        edge = self._linear_edge(end)
        if self.noise is None:
            return self._newton(np.broadcast_to(edge, self.last.shape), end)
        worst = np.maximum if self.helps else np.minimum
        for when, value in self.earlier:
            edge = worst(edge, np.where(when <= end, value, edge))
        return edge

    def with_noise(self, score: Array, dispersion: Array) -> _Integrated:
        """The same with day-to-day noise, aware of the times at which the cover was worst before it recovered."""
        noisy = replace(self, noise=score, dispersion=dispersion)
        sign = -1.0 if self.helps else 1.0
        center = self._inputs(self.scenario.number(self.key))
        times = _critical_times(lambda t: sign * noisy._linear_edge(t), self.last, center)
        return replace(noisy, earlier=tuple((when, noisy._linear_edge(when)) for when in times))

    @property
    def helps(self) -> bool:
        """Whether more of the quantity covers more days: then low values are those that fail."""
        if self.key in LINEAR:
            return DEFINITIONS[self.key].effect == "more"
        low, high = (float(np.min(days_covered(self._inputs(inverse(self._range, u))))) for u in (0.001, 0.999))
        return high > low

    @property
    def _range(self) -> Quantity:
        return self.scenario[self.key]

    def _inputs(self, values: npt.ArrayLike) -> Assumptions:
        return assumptions(self.scenario, {**self.sample.draws, self.key: values})

    def _linear_edge(self, end: Array) -> Array:
        """y* with B(end; y*) = 0; infinite where y does not move B for the worse at that time.

        Where falling losses are outrun by the returns of earlier ones, more losses even help: no y fails at that time.
        """
        first, second = (float(x) for x in inverse(self._range, _BOTH_ENDS))
        at, other = (ledger(inputs, end) for inputs in self.ends)
        short = at.balance
        if self.noise is not None and self.dispersion is not None:
            short = short - _excess(at.lost, self.noise, self.dispersion)
        slope = (other.balance - at.balance) / (second - first)
        failing = np.where((short < 0) == self.helps, np.inf, -np.inf)
        idle = slope <= 0 if self.helps else slope >= 0
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(idle, failing, first - short / slope)

    def _newton(self, edge: Array, end: Array) -> Array:
        """The y* at which the minimum of B over [0, end] is zero, where B may have been lower before.

        Newton's method on the concave min B(s; y) approaches y* from the failing side, within the support. Where no y
        fails at `end` itself it starts from the worst y.
        """
        low, high = (float(x) for x in inverse(self._range, [0.0, 1.0]))
        edge = np.maximum(edge, low) if self.helps else np.minimum(edge, high)
        open_ = self._may_have_been_lower(edge, end)
        open_ &= edge < high if self.helps else edge > low
        for _ in range(_NEWTON):
            if not open_.any():
                break
            new = self._take(open_)._newton_step(edge[open_], np.broadcast_to(end, edge.shape)[open_], (low, high))
            moved = np.abs(new - edge[open_]) > 1e-10 * np.abs(new)
            edge[open_] = new
            open_[open_] = moved
        return edge

    def _newton_step(self, edge: Array, end: Array, support: tuple[float, float]) -> Array:
        when, lowest = lowest_balance(self._inputs(edge), end)
        step = (support[1] - support[0]) * 1e-3
        other = np.where(edge + step <= support[1], edge + step, edge - step)
        at, beside = (ledger(self._inputs(y), when).balance for y in (edge, other))
        failing = support[1] if self.helps else support[0]
        slope = (beside - at) / (other - edge)
        idle = slope <= 0 if self.helps else slope >= 0
        with np.errstate(divide="ignore", invalid="ignore"):
            new = np.where(idle, failing, edge - lowest / slope)
        return np.clip(np.where(lowest < 0, new, edge), support[0], support[1])

    def _may_have_been_lower(self, edge: Array, end: Array) -> npt.NDArray[np.bool_]:
        """False where the balance surely falls all the way to `end`, so that its value there decides."""
        if len(self.scenario.waves) > 1 or len(self.scenario.schedule) > 1:
            return np.ones(edge.shape, dtype=bool)
        low, high = inverse(self._range, [0.0, 1.0])
        return np.broadcast_to(~_surely_falls(self._inputs(np.clip(edge, low, high)), end), edge.shape).copy()

    def _take(self, chosen: npt.NDArray[np.bool_]) -> _Integrated:
        draws = {key: value[chosen] for key, value in self.sample.draws.items()}
        return replace(self, sample=self.sample._replace(draws=draws))

    def _bisected_edge(self, end: Array) -> Array:
        """y* with D(y*) = end, for a quantity in which the days covered are monotone but the balance is not linear.

        The lowest balance up to `end` changes its sign there: false position with halved weights (Illinois), and a
        halving of the bracket at every other step.
        """
        low, high = (np.full(self.last.shape, float(x)) for x in inverse(self._range, [0.0, 1.0]))
        below, above = (self._lowest(y, end) for y in (low, high))
        fails, fails_too = (np.broadcast_to(days_covered(self._inputs(y)), low.shape) <= end for y in (low, high))
        same, tolerance = fails == fails_too, 1e-12 * (high - low)
        for step in range(_BISECTIONS):
            with np.errstate(divide="ignore", invalid="ignore"):
                middle = high - above * (high - low) / (above - below)
            inside = (middle > low) & (middle < high) & (step % 2 == 0)
            middle = np.where(inside, middle, (low + high) / 2)
            value = self._lowest(middle, end)
            left = (value < 0) == (below < 0)
            kept = np.where(left, above, below) / 2
            low, below = np.where(left, middle, low), np.where(left, value, kept)
            high, above = np.where(left, high, middle), np.where(left, kept, value)
            if np.all(same | (high - low <= tolerance)):
                break
        return np.where(same, np.where(fails == self.helps, np.inf, -np.inf), (low + high) / 2)

    def _lowest(self, values: Array, end: Array) -> Array:
        return np.broadcast_to(lowest_balance(self._inputs(values), end)[1], self.last.shape)


def _excess(lost: Array, score: Array, dispersion: Array) -> Array:
    """Losses beyond their mean (people) at a normal score: Cornish & Fisher 1938, to the third order."""
    z, v, mean = score, dispersion, np.maximum(lost, 1e-9)
    skew, kurtosis = (2 * v - 1) / np.sqrt(v * mean), (6 * v * (v - 1) + 1) / (v * mean)
    square = z * z
    bent = z + skew * (square - 1) / 6 + z * (kurtosis * (square - 3) / 24 - skew * skew * (2 * square - 5) / 36)
    return np.asarray(np.maximum(np.sqrt(v * mean) * bent, -lost))


def _surely_falls(inputs: Assumptions, end: Array) -> npt.NDArray[np.bool_]:
    """Whether losses per unit of cover can only have grown up to `end`, from bounds on the rates.

    With the net drain per day between `least` and `most`, G(s) / E(s) rises on [0, end] if
    least * E(s) >= (most - least) * s * E'(s); E is the effectiveness, at its steepest until integration.
    """
    growth = np.asarray(inputs.monthly_trend)
    rate = np.asarray(inputs.schedule[0][1]) * inputs.reporting_ratio
    factor = np.exp(np.minimum(np.log1p(growth) * end / DAYS_PER_MONTH, 600.0))
    share, recruits = np.asarray(inputs.returning_share), np.asarray(inputs.recruits_per_day)
    first, last = np.asarray(inputs.first_return_day), np.asarray(inputs.last_return_day)
    passed = 1.0 if inputs.count_earlier else np.clip((end - first) / np.maximum(last - first, 1e-9), 0.0, 1.0)
    least = rate * np.minimum(factor, 1.0) - share * passed * rate * np.maximum(factor, 1.0) - recruits
    most = rate * np.maximum(factor, 1.0) - recruits
    start, span = np.asarray(inputs.starting_effectiveness), np.asarray(inputs.integration_days)
    pace = np.where(span > 0, (1 - start) / np.where(span > 0, span, 1.0), 0.0)
    first_day = np.asarray(inputs.waves[0][0])
    steep = (most - least) * np.minimum(end, span) * pace
    return np.asarray((first_day == 0) & (least >= 0) & (least * start >= steep))


# ---------------------------------------------------------------------------------------------------- the distribution


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """The distribution of the days covered. `exact` says that no point was drawn; `points` counts all scramblings."""

    method: str
    exact: bool
    points: int
    seed: int
    point: float
    _chance: Chance | None = field(repr=False)
    _quantile: Callable[[float], float] | None = field(repr=False)
    _known: dict[float, Estimate] = field(default_factory=dict, repr=False)

    def probability(self, days: float) -> Estimate:
        """Return P(days covered <= days); infinity asks for "ever"."""
        if self._chance is None:
            return Estimate(float(math.isfinite(self.point) and self.point <= days), 0.0)
        if days not in self._known:
            self._known[days] = _estimate(self._chance(days).mean(axis=1))
        return self._known[days]

    @property
    def never(self) -> Estimate:
        """Return the probability that the reinforcement is never used up (not within `sim.model.longest_time`)."""
        ever = self.probability(math.inf)
        return Estimate(1.0 - ever.value, ever.standard_error)

    def quantile(self, probability: float) -> Estimate:
        """Return the days covered that are not exceeded with this probability (0 to 1); infinity for never."""
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


def _estimate(means: Array) -> Estimate:
    if means.size == 1:
        return Estimate(float(means[0]), 0.0)
    return Estimate(float(means.mean()), SMALL_SAMPLE * float(means.std(ddof=1)) / math.sqrt(means.size))


def distribution(scenario: Scenario, seed: int = 0, error: float = DEFAULT_ERROR) -> Distribution:
    """Return the distribution of the days covered under the scenario's ranges, correlations and noise.

    Points are doubled until the standard error of every probability tried is at most `error`, or their number reaches
    2^17; the error reached is stated with every number. Seeded: the same arguments give the same numbers to the last
    bit.

    >>> from sim.scenario import load
    >>> noisy = distribution(load("sky-2024-10k", ["dispersion=11.9"]))
    >>> noisy.exact, round(noisy.probability(8.0).value, 3)
    (True, 0.682)
    """
    point, noisy = float(days_covered(assumptions(scenario))), _noisy(scenario)
    plan = _plan(scenario, point)
    if plan is None:
        method = "a point: every number is fixed"
        return Distribution(method=method, exact=True, points=0, seed=seed, point=point, _chance=None, _quantile=None)
    integrated, others, dimensions = plan
    count = _FIRST_POINTS if dimensions else 1
    typical = _typical_days(scenario, drawn_quantities(scenario), seed) if dimensions else np.empty(0)
    while True:
        chance = _chance(scenario, others, integrated, sobol_points(dimensions, count, seed))
        result = Distribution(
            method=_method_words(integrated, others, noisy), exact=not dimensions, point=point, seed=seed,
            points=SCRAMBLINGS * count if dimensions else 0, _chance=chance,
            _quantile=None if dimensions or noisy else _exact_quantile(scenario, integrated),
        )  # fmt: skip
        if not dimensions or count >= _MOST_POINTS or _worst_error(result, typical) <= error:
            return result
        count *= 2


def chance_by(scenario: Scenario, days: float, seed: int = 0, points: int = _FIRST_POINTS) -> Estimate:
    """Return P(days covered <= days) from a fixed number of points, the same ones for every scenario of these ranges.

    Meant for comparing variants of a scenario: with the same points the probability moves smoothly with its numbers.
    """
    plan = _plan(scenario, days)
    if plan is None:
        point = float(days_covered(assumptions(scenario)))
        return Estimate(float(math.isfinite(point) and point <= days), 0.0)
    integrated, others, dimensions = plan
    chance = _chance(scenario, others, integrated, sobol_points(dimensions, points, seed), horizon=days)
    return _estimate(chance(days).mean(axis=1))


def points_for(scenario: Scenario, days: float, seed: int, error: float) -> int:
    """Return how many points of each scrambling `chance_by` needs for this standard error, or the most there are."""
    points = _FIRST_POINTS
    while points < _MOST_POINTS and chance_by(scenario, days, seed, points).standard_error > error:
        points *= 2
    return points


def _plan(scenario: Scenario, days: float) -> tuple[str, tuple[str, ...], int] | None:
    """The quantity to integrate, the others, and the number of Sobol' dimensions; None where everything is fixed.

    `days` is a time at which the answer matters.
    """
    keys, noisy = drawn_quantities(scenario), _noisy(scenario)
    if not keys and not noisy:
        return None
    integrated = _integrated(scenario, keys, min(days, 100.0), noisy=noisy)
    others = tuple(key for key in keys if key != integrated)
    return integrated, others, len(others) + bool(noisy and integrated)


def _typical_days(scenario: Scenario, keys: Sequence[str], seed: int) -> Array:
    """A few times around which the distribution lies, from the days covered at some points (days)."""
    sample = _sample(scenario, keys, "", sobol_points(len(keys), 1 << 5, seed))
    draws = {key: value for key, value in sample.draws.items() if key not in _NOISE}
    days = np.sort(np.broadcast_to(days_covered(assumptions(scenario, draws)), sample.center.shape).ravel())
    middle = days[[days.size // 5, days.size // 2, 4 * days.size // 5]]
    return np.unique(np.clip(middle[np.isfinite(middle)], 1e-3, 1e6))


def _method_words(integrated: str, others: Sequence[str], noisy: bool) -> str:
    first = f"{integrated.replace('_', ' ')} integrated exactly" if integrated else "daily counts integrated exactly"
    rest = [*(key.replace("_", " ") for key in others), *(["daily counts"] if noisy and integrated else [])]
    return f"{first}; {SCRAMBLINGS} scramblings of Sobol' points for {', '.join(rest)}" if rest else first


def drawn_days(scenario: Scenario, uniforms: Mapping[str, Array], noise: Array) -> Array:
    """Return the days covered at given uniforms (0 to 1) for each drawn quantity; same shape as `noise`.

    `noise` is a uniform for the day-to-day noise: one quantile of the count of losses, kept along the whole path. The
    first crossing is then looked for on a grid of times and refined by bisection. The same uniforms give paired draws
    of two scenarios.
    """
    keys = drawn_quantities(scenario)
    scores = np.stack([ndtri(uniforms[key]) for key in keys], axis=-1) if keys else np.empty((*noise.shape, 0))
    if any(set(c.between) <= set(keys) for c in scenario.correlations):
        values = correlated(scenario, keys, scores)
        draws = {key: inverse(scenario[key], values[..., i]) for i, key in enumerate(keys)}
    else:
        draws = {key: inverse(scenario[key], uniforms[key]) for key in keys}
    v, w = (draws.pop(key, np.asarray(scenario.number(key))) for key in _NOISE)
    inputs = assumptions(scenario, draws)
    if not _noisy(scenario):
        return np.broadcast_to(days_covered(inputs), noise.shape)
    last = np.broadcast_to(longest_time(inputs), noise.shape)
    return _first_shortfall(inputs, ndtri(noise), v * (1 + w) / (1 - w), last)


def _first_shortfall(inputs: Assumptions, score: Array, dispersion: Array, last: Array) -> Array:
    def short(times: Array) -> npt.NDArray[np.bool_]:
        at = ledger(inputs, times)
        return np.asarray(at.balance < _excess(at.lost, score, dispersion))

    low, high = np.zeros(score.shape), np.full(score.shape, np.inf)
    for t in np.geomspace(*_SEARCH):
        here = np.minimum(t, last)
        fails = np.isinf(high) & short(here)
        high = np.where(fails, here, high)
        low = np.where(np.isinf(high), here, low)
    found = np.isfinite(high)
    for _ in range(_BISECTIONS):
        middle = (low + np.where(found, high, low)) / 2
        fails = short(middle)
        low, high = np.where(found & ~fails, middle, low), np.where(found & fails, middle, high)
    return high


def _worst_error(result: Distribution, typical: Array) -> float:
    """Largest standard error of the probability at typical times and of being used up ever."""
    return max(result.probability(float(t)).standard_error for t in (*typical, math.inf))


def _chance(
    scenario: Scenario, others: Sequence[str], integrated: str, points: Array, *, horizon: float = math.inf
) -> Chance:
    """The chance of being used up by a time up to `horizon` (days), for each point."""
    sample = _sample(scenario, others, integrated, points[..., : len(others)])
    noise = {key: sample.draws.get(key, np.asarray(scenario.number(key))) for key in _NOISE}
    sample = sample._replace(draws={key: value for key, value in sample.draws.items() if key not in _NOISE})
    inputs = assumptions(scenario, sample.draws)
    last = np.broadcast_to(np.minimum(longest_time(inputs), horizon), points.shape[:2])
    dispersion = noise["dispersion"] * (1 + noise["day_correlation"]) / (1 - noise["day_correlation"])
    if integrated:
        chance = _Integrated(scenario=scenario, key=integrated, sample=sample, last=last)
        return chance if points.shape[-1] == len(others) else chance.with_noise(ndtri(points[..., -1]), dispersion)
    return _Noise(inputs=inputs, dispersion=dispersion, last=last).with_earlier()


def _integrated(scenario: Scenario, keys: Sequence[str], when: float, *, noisy: bool) -> str:
    """The quantity to integrate: the linear one that moves the balance at `when` most, or none for the noise.

    Beside noise it must leave the losses alone, and counts must be large enough for the expansion of their quantile
    from the time on at which the cover of day 0 may be used up.
    """
    linear = [key for key in keys if key in LINEAR and not (noisy and key in ("reported_rate", "reporting_ratio"))]
    center = assumptions(scenario)
    people = min(float(ledger(center, when).lost), float(ledger(center, 0.0).cover))
    if noisy and (not linear or _skewness(scenario, people) > _MOST_SKEW):
        return ""
    if not linear:
        return keys[0]
    ends = {key: np.full((len(linear), 2), scenario.number(key)) for key in linear}
    for row, key in enumerate(linear):
        ends[key][row] = inverse(scenario[key], [0.1, 0.9])
    balances = ledger(assumptions(scenario, ends), when).balance
    return linear[int(np.abs(balances[:, 1] - balances[:, 0]).argmax())]


def _skewness(scenario: Scenario, lost: float) -> float:
    """Skewness of the count at its mean (people), with the largest dispersion in the range."""
    v, w = scenario["dispersion"].span[1], scenario["day_correlation"].span[1]
    v *= (1 + w) / (1 - w)
    return (2 * v - 1) / math.sqrt(v * lost) if lost > 0 else math.inf


def _exact_quantile(scenario: Scenario, key: str) -> Callable[[float], float]:
    """Quantiles of the days covered where one quantity alone is uncertain: the monotone image of its quantiles."""

    def days(probability: float) -> float:
        return float(days_covered(assumptions(scenario, {key: float(inverse(scenario[key], probability))})))

    rising = days(0.999) >= days(0.001)
    return days if rising else lambda probability: days(1.0 - probability)
