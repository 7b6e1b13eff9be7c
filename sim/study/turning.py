"""Where a function of one quantity changes its sign: nearest to today's value, with few evaluations.

Quantities span from 0 to a billion people, so they are searched on an even scale of asinh(value / unit): straight near
zero, logarithmic far out. Root finders that want one bracket were rejected: the days covered are not monotone in every
quantity, and of several turning points the nearest is what a reader asks for.

    0   u    10 u   100 u   1000 u   ...   value, u the unit: today's
    |---|-----|-------|--------|--------   evenly divided in asinh(value / u)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import scipy

__all__ = ["crossing_of_chance", "crossing_of_many"]

Array = npt.NDArray[np.float64]

_GRID, _CLOSE = 129, 1e-12
"""Values tried at a time, and the relative width at which a bracket is as good as its middle."""
_MOST = 40
"""Most evaluations of a chance for one turning point; a handful are enough."""
_FAR = 0.05
"""How far from the level sought a rough chance is told to lie on its side: four times the largest error seen of one."""
_SURE = 8.0
"""Normal score of a chance that is as good as 0 or 1."""


def crossing_of_many(gap: Callable[[Array], Array], limits: tuple[float, float], near: float) -> float | None:
    """Return where `gap` changes its sign between the limits, nearest to `near`; None where it does not.

    `gap` takes an array of values and gives one of the same shape. 129 values are tried at a time, then as many in the
    bracket nearest to `near`, until it is relatively narrower than 1e-12. Two changes of sign between neighbours of the
    first grid, which lie 1/128 of the scale apart, go unseen.

    >>> round(crossing_of_many(lambda x: x**2 - 4.0, (0.0, 1e9), near=3.0), 9)
    2.0
    >>> round(crossing_of_many(lambda x: (x - 1.0) * (x - 10.0), (0.0, 1e9), near=8.0), 9)  # of two the nearer
    10.0
    """
    low, high = limits
    unit = _unit(near, limits)
    while low < high:
        values = np.unique(np.concatenate([[low], unit * np.sinh(_between(low / unit, high / unit)), [high]]))
        below = np.asarray(gap(values)) < 0
        turns = np.flatnonzero(below[1:] != below[:-1])
        if not turns.size:
            return None
        nearest = turns[np.argmin(np.abs(np.arcsinh(values[turns] / unit) - math.asinh(near / unit)))]
        low, high = float(values[nearest]), float(values[nearest + 1])
        if high - low <= _CLOSE * max(abs(low), abs(high)) or values.size == 2:
            return (low + high) / 2
    return None


def _between(low: float, high: float) -> Array:
    """Values of a grid between two ends, even in asinh, without the ends."""
    return np.linspace(math.asinh(low), math.asinh(high), _GRID)[1:-1]


def _unit(near: float, limits: tuple[float, float]) -> float:
    """A typical size of the quantity: today's value, or a part of its limits where that is as good as zero."""
    most = max(abs(limit) for limit in limits)
    return abs(near) if abs(near) > _CLOSE * most else most / 1e3 or 1.0


def crossing_of_chance(
    chance: Callable[[float], float],
    level: float,
    start: Sequence[float],
    tolerance: float,
    *,
    rough: Callable[[float], float] | None = None,
) -> float | None:
    """Return a value at which `chance` (0 to 1) is within `tolerance` of `level`; None where `start` brackets none.

    `start` are the limits and values in between where the search begins, today's first; of several brackets the one
    nearest to it is taken. `rough` is a cheaper `chance` with a larger error (about 0.01), asked first where only the
    side of the level matters. False position on normal scores, in which chances are nearly straight, an end halved
    where it stays (Illinois; Dowell & Jarratt 1971).

    >>> from scipy.special import ndtr
    >>> round(crossing_of_chance(lambda x: float(ndtr(x - 3.0)), 0.5, (1.0, 0.0, 10.0), 1e-6), 3)
    3.0
    """
    near, unit = start[0], _unit(start[0], (min(start), max(start)))
    values = sorted(set(start))
    heights = [_score(_told(value, level, chance, rough)) - _score(level) for value in values]
    turns = [i for i in range(len(values) - 1) if (heights[i] < 0) != (heights[i + 1] < 0)]
    if not turns:
        return None
    places = [math.asinh(value / unit) for value in values]
    nearest = min(turns, key=lambda i: min(abs(places[j] - math.asinh(near / unit)) for j in (i, i + 1)))
    (x, y), (f, g) = (pair[nearest : nearest + 2] for pair in (places, heights))
    value = values[nearest]
    for _ in range(_MOST):
        middle = y - g * (y - x) / (g - f)
        value = unit * math.sinh(middle)
        found = chance(value)
        if abs(found - level) <= tolerance or abs(y - x) <= _CLOSE * max(abs(x), abs(y)):
            break
        height = _score(found) - _score(level)
        if (height < 0) == (g < 0):
            f /= 2
        else:
            x, f = y, g
        y, g = middle, height
    return value


def _told(
    value: float, level: float, chance: Callable[[float], float], rough: Callable[[float], float] | None
) -> float:
    """The chance at a value, the rough one where that is far enough from the level."""
    found = rough(value) if rough else level
    return found if abs(found - level) > _FAR else chance(value)


def _score(chance: float) -> float:
    """The normal score of a chance, held within what counts as sure."""
    return float(np.clip(scipy.special.ndtri(chance), -_SURE, _SURE))
