"""The verdict on vague words: what the remark is held against, how probable it is, and what would turn it.

A remark holds if the days covered are at most its yardstick ("not many days"), or at least ("this covers months").
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.model import assumptions, central_days, ledger, lowest_balance
from sim.inputs.definitions import DEFINITIONS, NUMBERS
from sim.inputs.facts import survey_answers
from sim.inputs.quantities import Quantity
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario, with_value
from sim.study.distribution import (
    DEFAULT_ERROR,
    Distribution,
    Estimate,
    chance_by,
    correlated,
    drawn_quantities,
    inverse,
    points_for,
)
from sim.study.turning import crossing_of_chance, crossing_of_many
from sim.words.texts import Days, Text

__all__ = [
    "BANDS",
    "COMPARISONS",
    "DEFAULT_THRESHOLD_DAYS",
    "MONTHS_DAYS",
    "Band",
    "Flip",
    "JointMove",
    "Verdict",
    "central_holds",
    "flips",
    "joint_move",
    "lasting_rate",
    "opposite",
    "phrase",
    "threshold_of",
    "troops_needed",
    "verdict",
]

Array = npt.NDArray[np.float64]

DEFAULT_THRESHOLD_DAYS = 14.0
"""What "not many days" is read as where the remark states no yardstick (assumption: at most two weeks)."""
MONTHS_DAYS = 60.0
"""What "this covers months" is read as (assumption: two months of 30 days at least)."""
COMPARISONS = {
    "barely one week": (7.0, "Newsweek, 1 November 2024: the troops equal Russia's weekly casualties"),
    "around 10 days at most": (10.0, "Institute for the Study of War, in Newsweek, 1 November 2024"),
}
"""Published comparisons that can serve as a yardstick: days and source."""

_FARTHEST, _STEP = 8.0, 1e-5
_PROBABILITIES = (0.5, 0.8)


class Band(NamedTuple):
    """One phrase of the ICD 203 scale and its band of probabilities (0 to 1)."""

    phrase: str
    low: float
    high: float


BANDS = (
    Band("almost no chance", 0.01, 0.05),
    Band("very unlikely", 0.05, 0.20),
    Band("unlikely", 0.20, 0.45),
    Band("roughly even", 0.45, 0.55),
    Band("likely", 0.55, 0.80),
    Band("very likely", 0.80, 0.95),
    Band("almost certain", 0.95, 0.99),
)
"""Intelligence Community Directive 203, Analytic Standards (2 January 2015), expressions of likelihood.

A shared end belongs to the band nearer to one half, so that p and 1 - p get mirrored phrases. The scale stops at 1 and
99 %; beyond, the outermost phrase is used and the probability is printed beside it.
"""


def phrase(probability: float) -> Band:
    """Return the band of the ICD 203 scale for a probability (0 to 1).

    >>> phrase(0.91).phrase, phrase(0.2).phrase, phrase(0.0).phrase
    ('very likely', 'unlikely', 'almost no chance')
    """
    below = [band for band in BANDS[:3] if probability < band.high]
    above = [band for band in BANDS[4:] if probability > band.low]
    return below[0] if below else above[-1] if above else BANDS[3]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """How probable a claim is. `threshold_days` is None for the survey; `firm_days` is the nearest threshold (days) at
    which the claim would be very likely, infinity where none is."""

    claim: str
    words: str
    yardstick: str
    threshold_days: float | None
    threshold_source: str
    probability: Estimate
    firm_days: Estimate

    @property
    def band(self) -> Band:
        """The phrase for the probability and its band."""
        return phrase(self.probability.value)


def threshold_of(remark: Remark) -> tuple[float | None, str]:
    """Return the remark's yardstick in days, None for the survey, and where it comes from."""
    if remark.yardstick == "survey":
        return None, Text("yardstick.source.survey")
    if remark.yardstick in COMPARISONS:
        return COMPARISONS[remark.yardstick]
    if remark.threshold_days is None:
        return DEFAULT_THRESHOLD_DAYS, Text("yardstick.source.default")
    return remark.threshold_days, remark.threshold_source or Text("yardstick.source.user")


def verdict(scenario: Scenario, distribution: Distribution) -> Verdict | None:
    """Return the verdict on the scenario's remark, or None where it has none or states no duration."""
    remark = scenario.remark
    if remark is None or not remark.states_duration:
        return None
    days, source = threshold_of(remark)
    return Verdict(
        claim=remark.claim,
        words=remark.words,
        yardstick=remark.yardstick,
        threshold_days=days,
        threshold_source=source,
        probability=_survey(distribution, remark.claim) if days is None else _holds(distribution, remark.claim, days),
        firm_days=distribution.quantile(0.8 if remark.claim == "at most" else 0.2),
    )


def opposite(scenario: Scenario, distribution: Distribution) -> Verdict | None:
    """Return the verdict on the opposite overclaim: "this covers months", or "not many days" where that is said.

    None where the remark has no verdict, and where both claims could hold together: of at most 91 and at least 60 days
    neither is the opposite of the other. The survey counts as its median here.
    """
    remark = scenario.remark
    if remark is None or not remark.states_duration:
        return None
    said, limit = remark.claim, threshold_of(remark)[0] or float(np.median(survey_answers()))
    claim, days = ("at least", MONTHS_DAYS) if said == "at most" else ("at most", DEFAULT_THRESHOLD_DAYS)
    if limit >= days if said == "at most" else limit <= days:
        return None
    words = Text(f"opposite.{claim}")
    reading = Text(f"reading.{claim}", days=Days(days))
    source = Text("yardstick.source.opposite", words=repr(words), reading=reading)
    return Verdict(
        claim=claim,
        words=words,
        yardstick="threshold",
        threshold_days=days,
        threshold_source=source,
        probability=_holds(distribution, claim, days),
        firm_days=distribution.quantile(0.8 if claim == "at most" else 0.2),
    )


def _holds(distribution: Distribution, claim: str, days: float) -> Estimate:
    if claim == "at most":
        return distribution.probability(days)
    below = distribution.probability(math.nextafter(days, 0.0))
    return Estimate(1.0 - below.value, below.standard_error)


def _survey(distribution: Distribution, claim: str) -> Estimate:
    """The chance that the days are fewer than what one of the people asked calls many (or not fewer)."""
    answers = survey_answers()
    chances = [_holds(distribution, "at most", math.nextafter(answer, 0.0)) for answer in answers]
    below = math.fsum(chance.value for chance in chances) / len(answers)
    error = max(chance.standard_error for chance in chances)
    return Estimate(below if claim == "at most" else 1.0 - below, error)


# ----------------------------------------------------------------------------------------------------------- flips


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """Where a quantity turns the verdict, in its own unit; None where no value in its limits does.

    `central`: with all others at their central values. `even` and `very_likely`: where the claim's probability is 50 %
    and 80 %, the other ranges and the noise kept.
    """

    quantity: Quantity
    central: float | None
    even: float | None
    very_likely: float | None

    @property
    def half_widths(self) -> float | None:
        """How far `central` lies from the value, in half-widths of the published range; None without range or flip."""
        low, high, value = self.quantity.low, self.quantity.high, self.quantity.value
        if self.central is None or low is None or high is None or low == high:
            return None
        return (self.central - float(value)) / ((high - low) / 2)  # type: ignore[arg-type]

    @property
    def inside(self) -> bool | None:
        """Whether `central` lies inside the published range; None without range or flip."""
        low, high = self.quantity.low, self.quantity.high
        if self.central is None or low is None or high is None or low == high:
            return None
        return low <= self.central <= high


def flips(
    scenario: Scenario,
    days: float,
    claim: str = "at most",
    seed: int = 0,
    *,
    error: float = DEFAULT_ERROR,
    tick: Callable[[], None] = lambda: None,
) -> tuple[Flip, ...]:
    """Return for each quantity that moves the answer where it turns the verdict on `days` (days).

    The two probabilities are those of the claim; `error` is the target of their standard error, and they are met
    to a tenth of it. Of several turning points the nearest to today's value is given. `tick` is called after
    each quantity, for a progress display.
    """
    levels = _PROBABILITIES if claim == "at most" else tuple(1 - p for p in _PROBABILITIES)
    fixed = not drawn_quantities(scenario) and scenario.number("dispersion") == 0
    points = 0 if fixed else points_for(scenario, days, seed, error)

    def chance(key: str, value: float) -> float:
        return chance_by(with_value(scenario, key, value), days, seed, points).value

    found = []
    for key in NUMBERS:
        if DEFINITIONS[key].effect == "none" or (key == "monthly_trend" and key in scenario.replaced):
            continue
        limits, now = _limits(scenario, key), scenario.number(key)
        central = crossing_of_many(partial(_worst_balances, scenario, key, days), limits, now)
        even = firm = central
        if not fixed:
            start = tuple(x for x in (now, *limits, central) if x is not None)
            known = lru_cache(partial(chance, key))
            even, firm = (crossing_of_chance(known, level, start, error / 10) for level in levels)
        found.append(Flip(quantity=scenario[key], central=central, even=even, very_likely=firm))
        tick()
    return tuple(found)


def _limits(scenario: Scenario, key: str) -> tuple[float, float]:
    """The quantity's limits, narrowed so that the first return comes before the last."""
    what = DEFINITIONS[key]
    if key == "first_return_day":
        return what.low, scenario["last_return_day"].span[0]
    if key == "last_return_day":
        return scenario["first_return_day"].span[1], what.high
    return what.low, scenario.highest(key)


def _worst_balances(scenario: Scenario, key: str, days: float, values: Array) -> Array:
    """Lowest balance within `days` (people) at each value: below zero exactly where the days covered are fewer."""
    return lowest_balance(assumptions(scenario, {key: values}), days)[1]


# ------------------------------------------------------------------------------------------- joint move and goal seek


@dataclass(frozen=True, kw_only=True, slots=True)
class JointMove:
    """The smallest joint move that turns the verdict: its length in standard deviations, and where it lands."""

    distance: float
    values: tuple[tuple[str, float], ...]


def joint_move(scenario: Scenario, days: float) -> JointMove | None:
    """Return the smallest move of all ranges together, from their medians, to where the days covered are `days`.

    The distance is the reliability index of Hasofer & Lind (1974): the length of the shortest vector of independent
    normal scores that reaches the surface. It is searched where the balance on that day is zero, and shortened where
    the balance had been lower before. None without ranges, or where nothing within 8 standard deviations reaches it.
    """
    keys = tuple(key for key in drawn_quantities(scenario) if key not in ("dispersion", "day_correlation"))
    if not keys:
        return None

    def values(scores: Array) -> dict[str, Array]:
        uniforms = correlated(scenario, keys, scores)
        return {key: inverse(scenario[key], uniforms[..., i]) for i, key in enumerate(keys)}

    def last(scores: Array) -> Array:
        return ledger(assumptions(scenario, values(scores)), days).balance / (1.0 + scenario.number("troops"))

    def lowest(lengths: Array, way: Array) -> Array:
        return lowest_balance(assumptions(scenario, values(lengths[:, None] * way)), days)[1]

    nearest = _nearest_zero(last, len(keys))
    if nearest is None:
        return None
    at_start, at_end = lowest(np.array([0.0, 1.0]), nearest)
    if at_end < 0 <= at_start:
        nearest = nearest * (crossing_of_many(partial(lowest, way=nearest), (0.0, 1.0), 0.5) or 1.0)
    landing = values(nearest)
    return JointMove(distance=float(np.linalg.norm(nearest)), values=tuple((key, float(landing[key])) for key in keys))


def _nearest_zero(gap: Callable[[Array], Array], size: int) -> Array | None:
    """The point nearest to the origin at which `gap` is zero, by sequential quadratic programming from a few starts."""
    from scipy.optimize import minimize

    def slope(scores: Array) -> Array:
        steps = _STEP * np.eye(size)
        return np.asarray((gap(scores + steps) - gap(scores - steps)) / (2 * _STEP))

    surface: Any = {"type": "eq", "fun": lambda z: float(gap(z)), "jac": slope}
    tries = [
        minimize(  # type: ignore[call-overload]
            lambda z: float(z @ z), start, jac=lambda z: 2 * z, method="SLSQP", constraints=[surface],
            bounds=[(-_FARTHEST, _FARTHEST)] * size, options={"ftol": 1e-12, "maxiter": 60},
        )
        for start in _starts(gap, slope, size)
    ]  # fmt: skip
    landed = [t.x for t in tries if abs(float(gap(t.x))) < 1e-6 and np.linalg.norm(t.x) <= _FARTHEST]
    return min(landed, key=lambda x: float(np.linalg.norm(x)), default=None)


def _starts(gap: Callable[[Array], Array], slope: Callable[[Array], Array], size: int) -> list[Array]:
    """Starting points of the search: the medians, and steps of 1 to 4 along the steepest way to the surface."""
    center = np.zeros(size)
    steepest = -np.sign(float(gap(center))) * slope(center)
    length = float(np.sqrt(np.sum(steepest**2)))
    return [center] if length == 0 else [center, *(step * steepest / length for step in (1.0, 2.0, 4.0))]


def troops_needed(scenario: Scenario, days: float) -> float | None:
    """Return the smallest reinforcement (people) that covers `days` at the central values; None if none in limits."""
    return _goal(scenario, "troops", days)


def lasting_rate(scenario: Scenario, days: float) -> float | None:
    """Return the largest casualty rate (casualties/day) at which the troops still cover `days`; None if every rate in
    limits or none is covered."""
    return _goal(scenario, "reported_rate", days)


def _goal(scenario: Scenario, key: str, days: float) -> float | None:
    worst = partial(_worst_balances, scenario, key, days)
    return crossing_of_many(worst, _limits(scenario, key), scenario.number(key))


def central_holds(scenario: Scenario, days: float, claim: str) -> bool:
    """Return whether the claim holds at the central values."""
    covered = central_days(scenario)
    return covered <= days if claim == "at most" else covered >= days
