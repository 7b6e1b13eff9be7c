r"""The smallest joint move of all ranges that turns the verdict.

    z2                          z1, z2: normal scores of two ranges, the medians at the origin
     |  \     verdict turns     surface: where the days covered are the yardstick
     |   \                      o: the point of it nearest to the medians, the most
     |    o                     likely way to be on the other side (for normal scores
     |  .'  \                   densities fall with the distance alone)
     +-------\---- z1

In scores, and not in units of each quantity, so that ranges of different shape and width compare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import scipy

from sim.core.arrays import Array
from sim.core.assumptions import assumptions
from sim.core.crossing import lowest_balance
from sim.core.curves import ledger
from sim.core.shapes import inverse
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.scenario import Scenario
from sim.study.draws import correlated, model_ranges
from sim.study.integrated import monotone

__all__ = ["JointMove", "joint_move"]

_FARTHEST = 8.0
"""Standard deviations beyond which no joint move is looked for."""
_LANDED = 1e-6
"""Balance, as a share of the troops, that counts as zero."""
_STEP = 1e-5
"""Step of the slope (standard deviations)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JointMove:
    """The smallest joint move that turns the verdict: its length in standard deviations, and where it lands.

    `values` are pairs of key and value in the quantity's unit, one a range. A length of 2 means: of moves that the
    ranges make likely, one in some forty goes as far in the most dangerous direction (Phi(-2), exact where the surface
    is flat).
    """

    distance: float
    values: tuple[tuple[str, float], ...]


def joint_move(scenario: Scenario, days: float) -> JointMove | None:
    """Return the smallest move of all ranges together, from their medians, to where the days covered are `days`.

    The distance is the reliability index of Hasofer & Lind (1974): the length of the shortest vector of independent
    normal scores that reaches the surface, where the lowest balance until that day is zero. Where the balance on that
    day is zero is smoother and mostly the same place: it is searched first, and the surface itself where there are
    several waves, or where that leads to no place on it. None without ranges, or where nothing within 8 standard
    deviations reaches it; where not even all ranges at their best, or at their worst, do, nothing is searched. The
    day-to-day noise takes no part. The search is local, from up to four starts: a nearer point that none of them leads
    to is missed. With one range alone the distance is the normal score of the chance of `days` or fewer.

    >>> from sim.inputs.loading import load
    >>> returning = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> standing = ["line_share=0.7", "line_share.low=0.5", "line_share.high=0.9"]
    >>> move = joint_move(load("sky-2024-10k", [*returning, *standing]), 14)
    >>> round(move.distance, 2), [(key, round(value, 2)) for key, value in move.values]
    (0.72, [('returning_share', 0.59), ('line_share', 0.73)])
    """
    keys = model_ranges(scenario)
    if not keys or not _within_reach(scenario, days, keys):
        return None

    def values(scores: Array) -> dict[str, Array]:
        uniforms = correlated(scenario, keys, scores)
        return {key: inverse(scenario[key], uniforms[..., i]) for i, key in enumerate(keys)}

    def last(scores: Array) -> Array:
        return ledger(assumptions(scenario, values(scores)), days).balance / (1.0 + scenario.number("troops"))

    def lowest(scores: Array) -> Array:
        return _lowest(scenario, values(scores), days)

    found = _zeros(last, _starts(last, len(keys)))
    landed = [scores for scores in found if abs(float(lowest(scores))) < _LANDED]
    if not landed or len(scenario.arrivals) > 1:
        landed += _zeros(lowest, [*_starts(lowest, len(keys))[:2], *found[:1]])
    if not landed:
        return None
    nearest = min(landed, key=_length)
    landing = values(nearest)
    return JointMove(distance=_length(nearest), values=tuple((key, float(landing[key])) for key in keys))


def _within_reach(scenario: Scenario, days: float, keys: Sequence[str]) -> bool:
    """Whether the verdict may turn within the farthest scores; true too where it is not known which way a range moves.

    Held against the ranges all at their best and all at their worst: in between the lowest balance lies in between, or
    is positive where it is so at their worst. (A higher rate lowers the balance but at times when more have returned
    than were lost, and then it is no less than on day 0.) Scores of correlated ranges are no farther out than these.
    """
    ways = np.array([_way(scenario, key) for key in keys])
    if not ways.all():
        return True
    ends = _FARTHEST * np.stack([ways, -ways])
    values = {key: inverse(scenario[key], scipy.special.ndtr(ends[:, i])) for i, key in enumerate(keys)}
    best, worst = np.broadcast_to(_lowest(scenario, values, days), 2)
    return bool(best > -_LANDED and worst < _LANDED)


def _way(scenario: Scenario, key: str) -> int:
    """1 where more of a quantity covers more, -1 where it covers less, 0 where that depends."""
    effect = DEFINITIONS[key].effect
    if effect == "either":
        return -int(monotone(scenario, key))
    return 1 if effect == "more" else -1


def _lowest(scenario: Scenario, values: Mapping[str, Array], days: float) -> Array:
    """The lowest balance until that day, as a share of the troops; batch shape."""
    return lowest_balance(assumptions(scenario, values), days)[1] / (1.0 + scenario.number("troops"))


def _zeros(gap: Callable[[Array], Array], starts: Sequence[Array]) -> list[Array]:
    """Points near the origin at which `gap` is zero, by sequential quadratic programming; the nearest first."""
    from scipy.optimize import minimize

    @lru_cache(maxsize=1)
    def there(scores: tuple[float, ...]) -> tuple[float, Array]:
        return _with_slope(gap, np.array(scores))

    surface: Any = {"type": "eq", "fun": lambda z: there(tuple(z))[0], "jac": lambda z: there(tuple(z))[1]}
    tries = [
        minimize(  # type: ignore[call-overload]
            lambda z: float(z @ z), start, jac=lambda z: 2 * z, method="SLSQP", constraints=[surface],
            bounds=[(-_FARTHEST, _FARTHEST)] * start.size, options={"ftol": 1e-12, "maxiter": 60},
        )
        for start in starts
    ]  # fmt: skip
    landed = [t.x for t in tries if abs(float(gap(t.x))) < _LANDED and np.linalg.norm(t.x) <= _FARTHEST]
    return sorted(landed, key=_length)


def _length(scores: Array) -> float:
    return float(np.linalg.norm(scores))


def _with_slope(gap: Callable[[Array], Array], scores: Array) -> tuple[float, Array]:
    """A gap and its slope, by central differences, in one batch: of so few points each costs next to nothing."""
    steps = _STEP * np.eye(scores.size)
    points = np.concatenate([scores[None], scores + steps, scores - steps])
    here, *around = np.broadcast_to(gap(points), len(points))
    above, below = np.split(np.array(around), 2)
    return float(here), (above - below) / (2 * _STEP)


def _starts(gap: Callable[[Array], Array], size: int) -> list[Array]:
    """Starting points of the search: the medians, and steps of 1 to 4 along the steepest way to the surface.

    Where the balance does not move with any range at the medians, the medians alone.
    """
    center = np.zeros(size)
    height, slope = _with_slope(gap, center)
    steepest = -np.sign(height) * slope
    length = _length(steepest)
    return [center] if length == 0 else [center, *(step * steepest / length for step in (1.0, 2.0, 4.0))]
