"""Where each quantity turns the verdict, and how many troops or how low a rate it takes.

Two questions, by two ways. At the central values a verdict turns where the lowest balance up to the yardstick is zero
(exact, `sim.core.crossing.lowest_balance`). With ranges and noise it turns where the chance of the claim is 50 or 80 %,
computed with the same points at every value tried, so that the chance is smooth in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from sim.core.arrays import Array
from sim.core.assumptions import assumptions
from sim.core.crossing import lowest_balance
from sim.core.curves import ledger, longest_time
from sim.core.points import SCRAMBLINGS
from sim.core.shapes import cumulative
from sim.inputs.definitions import DEFINITIONS, NUMBERS
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario, with_value
from sim.study.distribution import DEFAULT_ERROR, FIRST_POINTS, MOST_POINTS, chance_by
from sim.study.draws import drawn_quantities, noisy
from sim.study.joint import JointMove, joint_move
from sim.study.tabulated import walk_to
from sim.study.turning import crossing_of_chance, crossing_of_many
from sim.study.verdict import central_holds

__all__ = [
    "Flip",
    "Flipped",
    "Turning",
    "flipped",
    "flips",
    "limits_of",
    "lasting_rate",
    "troops_needed",
    "turning_keys",
    "turning_points",
]

_ROUNDING = 1e-12
"""A balance that lies so little beside those who come and go below zero is not below it."""
_PROBABILITIES = (0.5, 0.8)
"""Chances of the claim at which a quantity is said to turn it: even, and very likely as in `BANDS`."""
_FEWEST = 1 << 4
"""Points of each scrambling for one chance, at least."""
_MOST_WORK = 2.5e6
"""Most points times the work on each for one chance (assumption: 20 milliseconds, so that 200 take 4 seconds)."""
_ROUGHLY = 8
"""How many times fewer points tell on which side of a probability a value lies (their errors were at most 0.012)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turning:
    """Where a quantity turns the verdict with all others at their central values, in its own unit; None where no value
    in its limits does.

    >>> share = Quantity(key="line_share", value=0.7, low=0.5, high=0.9, shape="uniform")
    >>> found = Turning(quantity=share, central=0.6)
    >>> round(found.half_widths, 9), found.inside
    (-0.5, True)
    """

    quantity: Quantity
    central: float | None

    @property
    def _ends(self) -> tuple[float, float] | None:
        """The published range; None without one, and where nothing flips."""
        low, high = self.quantity.low, self.quantity.high
        return None if self.central is None or not self.quantity.uncertain else (low, high)  # type: ignore[return-value]

    @property
    def half_widths(self) -> float | None:
        """How far `central` lies from the value, in half-widths of the published range; None without range or flip.

        Beyond 1 or -1 it may still lie inside where the value is not in the middle of its range; see `inside`.
        """
        if not (ends := self._ends):
            return None
        return (self.central - float(self.quantity.value)) / ((ends[1] - ends[0]) / 2)  # type: ignore[arg-type,operator]

    @property
    def inside(self) -> bool | None:
        """Whether `central` lies inside the published range; None without range or flip."""
        return ends[0] <= self.central <= ends[1] if (ends := self._ends) else None  # type: ignore[operator]


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip(Turning):
    """A turning point, and where the claim's probability is 50 % and 80 %, the other ranges and the noise kept; None
    where no value in the limits does."""

    even: float | None
    very_likely: float | None


def turning_points(scenario: Scenario, days: float) -> tuple[Turning, ...]:
    """Return for each quantity that moves the answer where it turns the verdict on `days` (days), without statistics.

    Exact up to rounding, of several turning points the nearest to today's value on the scale of `sim.study.turning`; a
    tenth of the time of `flips`, for those who want to show something first. What cannot be set alone
    (`Scenario.replaced`) is left out, but for troops and the rate, which scale the waves and the schedule, where there
    is something to scale: a schedule that begins without losses has no first rate.

    >>> from sim.inputs.loading import load
    >>> found = {x.quantity.key: x.central for x in turning_points(load("sky-2024-10k"), 10.0)}
    >>> round(found["troops"]), round(found["reported_rate"]), found["lag_days"] if "lag_days" in found else "no flip"
    (12710, 1000, 'no flip')
    """
    return tuple(Turning(quantity=scenario[key], central=_goal(scenario, key, days)) for key in turning_keys(scenario))


def turning_keys(scenario: Scenario) -> tuple[str, ...]:
    """Return the keys of the quantities of `turning_points`, in their order."""
    lists = {key for key in ("troops", "reported_rate") if scenario.number(key)}
    keys = [key for key in NUMBERS if DEFINITIONS[key].effect != "none"]
    return tuple(key for key in keys if key not in scenario.replaced - lists)


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

    The two probabilities are those of the claim; `error` is the target of their standard error, and they are met to a
    tenth of it. Of several turning points the nearest to today's value is given. `tick` is called after each quantity,
    for a progress display.

    Without ranges and noise a chance is 0 or 1, and all three turning points are the central one.
    """
    levels = _PROBABILITIES if claim == "at most" else tuple(1 - p for p in _PROBABILITIES)
    fixed = not drawn_quantities(scenario) and scenario.number("dispersion") == 0
    points = _points_for(scenario, days, seed, error)

    def chance(count: int, key: str, value: float) -> float:
        return chance_by(with_value(scenario, key, value), days, seed, count).value

    found = []
    for turning in turning_points(scenario, days):
        quantity, central = turning.quantity, turning.central
        even = firm = central
        if not fixed:
            start = (scenario.number(quantity.key), *limits_of(scenario, quantity.key))
            full, fewer = (partial(chance, n, quantity.key) for n in (points, max(points // _ROUGHLY, _FEWEST)))
            rough, known = lru_cache(fewer), dict[float, float]()
            tried = start if central is None else (*start, central)
            even, firm = (
                crossing_of_chance(full, level, tried, error / 10, rough=rough, known=known) for level in levels
            )
        found.append(Flip(quantity=quantity, central=central, even=even, very_likely=firm))
        tick()
    return tuple(found)


def _points_for(scenario: Scenario, days: float, seed: int, error: float) -> int:
    """How many points of each scrambling a chance needs for this standard error, or there is time for: a power of two.

    A search asks for some hundred chances, so along long noisy paths it has to do with fewer points.
    """
    walked = SCRAMBLINGS * walk_to(scenario, days).work if noisy(scenario) else 1
    most = min(MOST_POINTS, max(int(_MOST_WORK / walked), _FEWEST))
    points = min(FIRST_POINTS, 1 << (most.bit_length() - 1))
    while 2 * points <= most and chance_by(scenario, days, seed, points).standard_error > error:
        points *= 2
    return points


def limits_of(scenario: Scenario, key: str) -> tuple[float, float]:
    """Return a quantity's limits, narrowed so that the first return comes before the last.

    >>> from sim.inputs.loading import load
    >>> limits_of(load("sky-2024-10k"), "first_return_day")  # the last return day is 20
    (0.0, 20.0)
    """
    what = DEFINITIONS[key]
    if key == "first_return_day":
        return what.low, scenario["last_return_day"].span[0]
    if key == "last_return_day":
        return scenario["first_return_day"].span[1], what.high
    return what.low, scenario.highest(key)


def _worst_balances(scenario: Scenario, key: str, days: float, values: Array) -> Array:
    """Lowest balance within `days` (people) at each value: below zero where the days covered are fewer.

    Raised by what may be rounding, so that what moves nothing turns nothing where the days are those of the yardstick.
    """
    inputs = assumptions(scenario, {key: values})
    end = np.minimum(days, longest_time(inputs))
    at = ledger(inputs, end)
    return np.asarray(lowest_balance(inputs, days)[1] + _ROUNDING * (at.cover + at.lost))


def troops_needed(scenario: Scenario, days: float) -> float | None:
    """Return the smallest reinforcement (people) that covers `days` at the central values; None if none in limits.

    Under waves, all of them scaled alike.

    >>> from sim.inputs.loading import load
    >>> round(troops_needed(load("sky-2024-10k"), 30.0))  # 30 days at 1,271 a day
    38130
    """
    return _goal(scenario, "troops", days)


def lasting_rate(scenario: Scenario, days: float) -> float | None:
    """Return the largest casualty rate (casualties/day, as reported) at which the troops still cover `days`.

    None if every rate in limits or none is covered. Under a schedule it is the first step's, the others scaled alike.

    >>> from sim.inputs.loading import load
    >>> round(lasting_rate(load("sky-2024-10k"), 20.0), 6)
    500.0
    """
    return _goal(scenario, "reported_rate", days)


def _goal(scenario: Scenario, key: str, days: float) -> float | None:
    """The value of a quantity at which the lowest balance up to `days` is zero, nearest to today's."""
    worst = partial(_worst_balances, scenario, key, days)
    return crossing_of_many(worst, limits_of(scenario, key), scenario.number(key))


@dataclass(frozen=True, kw_only=True, slots=True)
class Flipped:
    """What turns the verdict on a yardstick of `days` (days).

    `holds` says whether the claim holds at the central values. `joint_move` is the smallest one of all ranges together,
    and `largest` where it lands, the largest moves first (by chances, from the median). `troops_needed` (people) cover
    the yardstick, and at `lasting_rate` (casualties/day) the troops last so long; None where nothing in the limits
    does.
    """

    days: float
    claim: str
    holds: bool
    flips: tuple[Flip, ...]
    joint_move: JointMove | None
    largest: tuple[tuple[str, float], ...]
    troops_needed: float | None
    lasting_rate: float | None


def flipped(
    scenario: Scenario,
    days: float,
    seed: int = 0,
    error: float = DEFAULT_ERROR,
    tick: Callable[[], None] = lambda: None,
) -> Flipped:
    """Return what turns the verdict on a yardstick of `days` (days); `seed`, `error` and `tick` as for `flips`.

    Takes seconds where there are ranges or noise, and less than a tenth of one where every number is fixed.
    """
    claim, move = scenario.remark.claim if scenario.remark else "at most", joint_move(scenario, days)
    found = flips(scenario, days, claim, seed, error=error, tick=tick)
    goals = {flip.quantity.key: flip.central for flip in found}
    return Flipped(
        days=days,
        claim=claim,
        holds=central_holds(scenario, days, claim),
        flips=found,
        joint_move=move,
        largest=_largest_first(scenario, move.values) if move else (),
        troops_needed=goals.get("troops"),
        lasting_rate=goals.get("reported_rate"),
    )


def _largest_first(scenario: Scenario, values: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Values of ranges by their distance from the median, in chances."""
    return tuple(sorted(values, key=lambda pair: -abs(float(cumulative(scenario[pair[0]], pair[1])) - 0.5)))
