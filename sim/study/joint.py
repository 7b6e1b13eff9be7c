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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.core.assumptions import assumptions
from sim.core.crossing import lowest_balance
from sim.core.curves import ledger
from sim.core.shapes import inverse
from sim.inputs.scenario import Scenario
from sim.study.draws import correlated, model_ranges

__all__ = ["JointMove", "joint_move"]

Array = npt.NDArray[np.float64]

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
    deviations reaches it. The day-to-day noise takes no part. The search is local, from up to four starts: a nearer
    point that none of them leads to is missed. With one range alone the distance is the normal score of the chance of
    `days` or fewer.

    >>> from sim.inputs.loading import load
    >>> returning = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> standing = ["line_share=0.7", "line_share.low=0.5", "line_share.high=0.9"]
    >>> move = joint_move(load("sky-2024-10k", [*returning, *standing]), 14)
    >>> round(move.distance, 2), [(key, round(value, 2)) for key, value in move.values]
    (0.72, [('returning_share', 0.59), ('line_share', 0.73)])
    """
    keys = model_ranges(scenario)
    if not keys:
        return None

    def values(scores: Array) -> dict[str, Array]:
        uniforms = correlated(scenario, keys, scores)
        return {key: inverse(scenario[key], uniforms[..., i]) for i, key in enumerate(keys)}

    def last(scores: Array) -> Array:
        return ledger(assumptions(scenario, values(scores)), days).balance / (1.0 + scenario.number("troops"))

    def lowest(scores: Array) -> Array:
        return lowest_balance(assumptions(scenario, values(scores)), days)[1] / (1.0 + scenario.number("troops"))

    found = _zeros(last, _starts(last, len(keys)))
    landed = [scores for scores in found if abs(float(lowest(scores))) < _LANDED]
    if not landed or len(scenario.arrivals) > 1:
        landed += _zeros(lowest, [*_starts(lowest, len(keys))[:2], *found[:1]])
    if not landed:
        return None
    nearest = min(landed, key=_length)
    landing = values(nearest)
    return JointMove(distance=_length(nearest), values=tuple((key, float(landing[key])) for key in keys))


def _zeros(gap: Callable[[Array], Array], starts: Sequence[Array]) -> list[Array]:
    """Points near the origin at which `gap` is zero, by sequential quadratic programming; the nearest first."""
    from scipy.optimize import minimize

    surface: Any = {"type": "eq", "fun": lambda z: float(gap(z)), "jac": partial(_slope, gap)}
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


def _slope(gap: Callable[[Array], Array], scores: Array) -> Array:
    steps = _STEP * np.eye(scores.size)
    return np.asarray((gap(scores + steps) - gap(scores - steps)) / (2 * _STEP))


def _starts(gap: Callable[[Array], Array], size: int) -> list[Array]:
    """Starting points of the search: the medians, and steps of 1 to 4 along the steepest way to the surface.

    Where the balance does not move with any range at the medians, the medians alone.
    """
    center = np.zeros(size)
    steepest = -np.sign(float(gap(center))) * _slope(gap, center)
    length = _length(steepest)
    return [center] if length == 0 else [center, *(step * steepest / length for step in (1.0, 2.0, 4.0))]
