"""One uncertain quantity integrated in closed form, the others at given points, without day-to-day noise.

    lowest balance up to t
      |             _,-'         concave in y, rising where more of y covers more
      |          ,-'
    0 +--------x-----------> y   left of the edge y* the cover has failed by t
      |      ,' y*
      |     /                    chance for this point: F(y*), F the distribution of y

- A quantity y in which the balance is linear: min over [0, t] of B is concave in y, so the cover fails on one side of a
  single y*, found from B(t) = 0 and, where B may have been lower before, from the edges of `sim.core.envelope`.
- Any other quantity in which the days covered are monotone: y* by bisection on the lowest balance.

That leaves an integrand without jumps for the other quantities, which is what makes Sobol' points pay.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions, assumptions, together
from sim.core.crossing import days_covered, lowest_balance
from sim.core.curves import Ledger, ledger, longest_time
from sim.core.envelope import Envelope
from sim.core.flow import DAYS_PER_MONTH
from sim.core.shapes import cumulative, inverse
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.study.draws import Sample

__all__ = ["LINEAR", "Integrated", "has_slope", "monotone", "slope_in"]

LINEAR = (
    "troops", "reported_rate", "reporting_ratio", "recruits_per_day", "returning_share", "killed_share",
    "wounded_returning_share", "delivered_share", "line_share", "desertion_share", "starting_effectiveness",
)  # fmt: skip
"""Quantities in which the balance is linear."""

_BISECTIONS = 60
_LOST = ("desertion_share", "killed_share")
"""Linear quantities of which what is left, 1 less the share, multiplies."""


def has_slope(key: str, value: float) -> bool:
    """Return whether the ledger at one value of a linear quantity says how the balance moves with it.

    Not for the effectiveness on arrival, and not where the quantity multiplies by zero; then two values are compared.

    >>> has_slope("line_share", 0.7), has_slope("line_share", 0.0), has_slope("desertion_share", 1.0)
    (True, False, False)
    """
    return key != "starting_effectiveness" and value != (1.0 if key in _LOST else 0.0)


def slope_in(key: str, value: float, at: Ledger, days: npt.ArrayLike) -> Array:
    """Return how the balance moves with a quantity that has a slope (people per unit) at `days`, where it is `value`.

    `at` is the ledger there: what the quantity multiplies, over the quantity.

    >>> from sim.inputs.loading import load
    >>> at = ledger(assumptions(load("sky-2024-10k")), 5.0)  # 10,000 in the line, 6,355 lost
    >>> float(slope_in("line_share", 1.0, at, 5.0)), float(slope_in("reported_rate", 1271.0, at, 5.0))
    (10000.0, -5.0)
    """
    if key == "recruits_per_day":
        return np.asarray(days, dtype=np.float64)
    if key in ("reported_rate", "reporting_ratio"):
        return (at.returned - at.lost) / value
    held = value - 1.0 if key in _LOST else value
    if key in ("returning_share", "killed_share", "wounded_returning_share"):
        return at.returned / held
    return at.cover / held


def monotone(scenario: Scenario, key: str) -> bool:
    """Return whether the days covered surely move one way with a quantity, whatever else is drawn.

    Later returns are fewer so far, unless casualties before day 0 count and losses change: where losses fall, a later
    return day brings back cohorts that were larger.

    >>> from sim.inputs.loading import load
    >>> [monotone(load("sky-2024-10k", more), "first_return_day") for more in ([], ["monthly_trend=-0.1"])]
    [True, False]
    """
    if key not in ("first_return_day", "last_return_day") or scenario["earlier_casualties"].value == "ignored":
        return True
    return len(scenario.rates) == 1 and scenario["monthly_trend"].span == (0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Integrated:
    """Chance of being used up by a time, for each point, where one quantity is integrated over its range.

    `sample` are the other quantities, drawn; after `horizon` (days) nothing is awaited, or after the longest time.
    Calling it with a time (days) gives chances of shape (scrambling, point). With Y the integrated quantity they are
    P(Y < y* | the others), or P(Y > y*) where more of Y covers fewer, exact up to the rounding of y*, so that a
    scenario with a single range has no error at all.

    >>> from sim.inputs.loading import load
    >>> from sim.study.draws import sampled
    >>> half = load("sky-2024-10k", ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"])
    >>> nothing_else = sampled(half, (), "returning_share", np.empty((1, 1, 0)))
    >>> chance = Integrated(scenario=half, key="returning_share", sample=nothing_else)
    >>> round(float(chance(14.0)[0, 0]), 3)  # returning 0.438 covers 14 days, and 0.111 of the triangle lies below it
    0.111
    """

    scenario: Scenario
    key: str
    sample: Sample
    horizon: float = math.inf
    value: float = field(init=False)
    middle: Assumptions = field(init=False)
    """A value of the quantity (a linear one's median), and the inputs there: made once for all times asked about."""
    last: Array = field(init=False)
    """The time (days) after which nothing is awaited, for each point; shape (scrambling, point)."""

    def __post_init__(self) -> None:
        """Make the inputs at the middle."""
        linear = self.key in LINEAR
        value = float(inverse(self._range, 0.5)) if linear else self.scenario.number(self.key)
        middle = self._inputs(value)
        last = np.broadcast_to(np.minimum(longest_time(middle), self.horizon), self.sample.center.shape)
        for name, made in (("value", value), ("middle", middle), ("last", last)):
            object.__setattr__(self, name, made)

    def __call__(self, t: float) -> Array:
        """Chance for each point; shape (scrambling, point)."""
        end = np.asarray(t) if t <= self.last.min() else np.minimum(t, self.last)
        below = cumulative(self.scenario[self.key], np.broadcast_to(self._edge(end), self.last.shape))
        if self.sample.spread < 1 or np.any(self.sample.center):
            below = scipy.special.ndtr((scipy.special.ndtri(below) - self.sample.center) / self.sample.spread)
        return below if self.helps else 1.0 - below

    def _edge(self, end: Array) -> Array:
        """The y* by the times `end`, a number or of the shape of `last`: from B(end) alone where B surely fell."""
        if self.key not in LINEAR:
            return self._bisected_edge(end)
        if len(self.scenario.arrivals) == 1 and len(self.scenario.rates) == 1:
            low, high = inverse(self._range, [0.0, 1.0])
            edge = np.clip(self._linear_edge(end), low, high)
            if np.all(_surely_falls(self.middle, end, together(self.scenario, {**self.sample.draws, self.key: edge}))):
                return edge
        return self._envelope(np.broadcast_to(end, self.last.shape))

    @property
    def helps(self) -> bool:
        """Whether more of the quantity covers more days: then low values are those that fail.

        More of a quantity that is not linear never does, where the days are monotone in it (see `monotone`).
        """
        return DEFINITIONS[self.key].effect == "more"

    @property
    def _range(self) -> Quantity:
        return self.scenario[self.key]

    def _inputs(self, values: npt.ArrayLike) -> Assumptions:
        return assumptions(self.scenario, {**self.sample.draws, self.key: values})

    def _linear_edge(self, end: Array) -> Array:
        """y* with B(end; y*) = 0; infinite where y does not move B for the worse at that time.

        Where falling losses are outrun by the returns of earlier ones, more losses even help: no y fails at that time.
        """
        at = ledger(self.middle, end)
        short, other = at.balance, float(inverse(self._range, 0.95))
        if has_slope(self.key, self.value):
            slope = slope_in(self.key, self.value, at, end)
        else:
            slope = (ledger(self._inputs(other), end).balance - short) / (other - self.value)
        failing = np.where((short < 0) == self.helps, np.inf, -np.inf)
        idle = slope <= 0 if self.helps else slope >= 0
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # next to nobody: beyond all numbers
            return np.where(idle, failing, self.value - short / slope)

    @cached_property
    def _envelope(self) -> Envelope:
        """Edges for all times, kept for all times asked about."""
        low, high = (float(x) for x in inverse(self._range, [0.0, 1.0]))
        values = DEFINITIONS[self.key].low, self.value
        inputs = self._inputs(values[0]), self._inputs(values[1])
        return Envelope.of(inputs, values, (low, high), self.last, helps=self.helps)

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
        """The lowest balance up to `end` (people) at these values of the quantity, for each point."""
        return np.broadcast_to(lowest_balance(self._inputs(values), end)[1], self.last.shape)


def _surely_falls(inputs: Assumptions, end: Array, known: Mapping[str, npt.ArrayLike]) -> npt.NDArray[np.bool_]:
    """Whether losses per unit of cover can only have grown up to `end`, from bounds on the rates.

    `known` takes the place of what the inputs say, unchecked: to make inputs of it costs as much again. With the net
    drain per day between `least` and `most`, G(s) / E(s) rises on [0, end] if least * E(s) >= (most - least) * s *
    E'(s); E is the effectiveness, at its steepest until integration.
    """

    def value(key: str) -> Array:
        return np.asarray(known[key] if key in known else getattr(inputs, key))

    rate = np.asarray(known.get("reported_rate", inputs.schedule[0][1])) * value("reporting_ratio")
    factor = np.exp(np.minimum(np.log1p(value("monthly_trend")) * end / DAYS_PER_MONTH, 600.0))
    first, last, recruits = value("first_return_day"), value("last_return_day"), value("recruits_per_day")
    passed = 1.0 if inputs.count_earlier else np.clip((end - first) / np.maximum(last - first, 1e-9), 0.0, 1.0)
    back = value("returning_share") * passed * rate * np.maximum(factor, 1.0)
    most = rate * np.maximum(factor, 1.0) - recruits
    least = rate * np.minimum(factor, 1.0) - back - recruits
    start, span = value("starting_effectiveness"), value("integration_days")
    grown = np.where(span > 0, np.minimum(end, span) / np.where(span > 0, span, 1.0), 0.0)
    steep = (most - least) * (1 - start) * grown
    return np.asarray((np.asarray(inputs.waves[0][0]) == 0) & (least >= 0) & (least * start >= steep))
