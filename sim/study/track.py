"""One quantity along its typical span: the values a slider offers, and the answer at each.

Every answer is the model's, computed before the hand moves.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.core.assumptions import assumptions
from sim.core.crossing import days_covered
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.scenario import Scenario
from sim.study.flips import limits_of

__all__ = ["SliderTrack", "round_step", "slider_track"]

POSITIONS = 120
"""Values along a track (assumption: finer than a hand can tell on the width of a column)."""
_DECADES = 10.0
"""A span whose ends lie so far apart is logarithmic, if it is one of amounts and not of shares."""
_DIGITS = 2
"""Significant digits of a value on a track: whoever wants more types them."""
_PARTS = 1 << 10
"""Parts into which the place of a turn is cut, at once: one call costs more than the values in it."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SliderTrack:
    """Values of one quantity in its unit, rising, and the days covered at each (days), both of shape (position,).

    `limit` is the yardstick (days), None where no verdict is held against one. `turn` is the value within the track at
    which a verdict on the central values turns, nearest to the present one; None where it does nowhere. It is found to
    a few thousandths of the distance of two positions.
    """

    values: Array
    days: Array
    limit: float | None
    turn: float | None

    def share(self, value: float) -> float:
        """Return where a value stands between the ends (0 to 1), at an end where it lies beyond.

        By position, not by amount: on an even scale of positions, as a slider has it.
        """
        place = np.interp(value, self.values, np.arange(self.values.size, dtype=float))
        return float(place) / max(self.values.size - 1, 1)

    def nearest(self, value: float) -> int:
        """Return the position nearest to a value."""
        return int(np.argmin(np.abs(self.values - value)))


def slider_track(
    scenario: Scenario, key: str, marked: tuple[float, ...] = (), limit: float | None = None
) -> SliderTrack:
    """Return the track of a quantity that is a number, everything else as the scenario has it.

    It spans what is typical of the quantity, widened to hold `marked` values (as the published one), which are
    positions of their own beside the present value. `limit` is the yardstick (days) whose verdict may turn.

    >>> from sim.inputs.loading import load
    >>> found = slider_track(load("sky-2024-10k"), "reported_rate", limit=14.0)
    >>> round(found.turn), float(found.days[found.nearest(2500)])
    (714, 4.0)

    Values are round to two digits; their days are exact. Shares are laid evenly, amounts whose typical span covers more
    than a factor of ten in even factors.
    """
    now = scenario.number(key)
    low, high = _span(scenario, key, marked)
    values = np.unique(np.clip([*_round_values(key, low, high), low, high, *marked, now], low, high))

    def days(at: Array) -> Array:
        return np.broadcast_to(days_covered(assumptions(scenario, {key: at})), at.shape)

    found = days(values)
    turn = None if limit is None else _turn(days, limit, (values, found), now)
    return SliderTrack(values=values, days=found, limit=limit, turn=turn)


def _turn(days: Callable[[Array], Array], limit: float, known: tuple[Array, Array], now: float) -> float | None:
    """Where the days cross the limit, nearest to `now`: between two known values, to a thousandth of their distance."""
    values, found = known
    turns = _turns(found, limit)
    if not turns.size:
        return None
    nearest = int(turns[np.argmin(np.abs(values[turns] - now))])
    values = np.linspace(values[nearest], values[nearest + 1], _PARTS + 1)
    turns = _turns(days(values), limit)
    between = int(turns[np.argmin(np.abs(values[turns] - now))])
    return float(values[between : between + 2].mean())


def _turns(days: Array, limit: float) -> npt.NDArray[np.intp]:
    """The positions after which the days cross the limit."""
    return np.flatnonzero((days[1:] <= limit) != (days[:-1] <= limit))


def _span(scenario: Scenario, key: str, marked: tuple[float, ...]) -> tuple[float, float]:
    """The typical span with the marked values, inside what the other quantities leave open."""
    what, (least, most) = DEFINITIONS[key], limits_of(scenario, key)
    low, high = max(least, min(*what.typical, *marked)), min(most, max(*what.typical, *marked))
    return min(low, high, low if what.also is None else what.also), high


def _round_values(key: str, low: float, high: float) -> list[float]:
    """Values evenly apart between the ends, on a logarithmic scale where the span covers decades, and round."""
    what = DEFINITIONS[key]
    if what.typical[0] > 0 and what.unit != "1" and high > _DECADES * max(low, 1e-9):
        return [_rounded(x) for x in np.geomspace(max(low, high / 1e4), high, POSITIONS)]
    step = round_step((high - low) / POSITIONS)
    below = what.low if what.also is not None else low
    return [x for x in (step * np.arange(math.ceil(low / step), high / step)).round(9).tolist() if x >= below]


def round_step(rough: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above `rough`.

    >>> round_step(0.0083), round_step(12.3), round_step(0.0)
    (0.005, 10.0, 1.0)
    """
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return float(f"{max(m * power for m in (1, 2, 5) if m * power <= rough):.6g}")


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
