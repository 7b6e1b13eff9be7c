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
from itertools import pairwise

import numpy as np
import scipy

from sim.core.arrays import Array

__all__ = ["crossing_of_chance", "crossing_of_many"]

_GRID, _CLOSE = 129, 1e-12
"""Values tried at a time, and the relative width at which a bracket is as good as its middle."""
_MOST = 40
"""Most evaluations of a chance for one turning point; a handful are enough."""
_NARROW = 1e-3
"""A bracket relatively so narrow after the last evaluation holds a jump."""
_PATIENCE = 3
"""How often an end of a bracket may stay before the bracket is halved."""
_FAR = 0.05
"""How far from the level sought a rough chance is told to lie on its side: four times the largest error seen of one."""
_SURE = 8.0
"""Normal score of a chance that is as good as 0 or 1."""


def crossing_of_many(gap: Callable[[Array], Array], limits: tuple[float, float], near: float) -> float | None:
    """Return where `gap` changes its sign between the limits, nearest to `near`; None where it does not.

    `gap` takes an array of values and gives one of the same shape. 129 values are tried at a time, then as many in the
    bracket nearest to `near`, until it is relatively narrower than 1e-12. Two changes of sign between neighbours of the
    first grid, which lie 1/128 of the scale apart, go unseen; and what holds at the low limit alone turns nowhere.

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
        if low == limits[0] and high - low <= _CLOSE * unit:
            return None
        if high - low <= _CLOSE * max(abs(low), abs(high)) or values.size == 2:
            middle = float(f"{(low + high) / 2:.11g}")
            return 0.0 if near == 0 and abs(middle) <= _CLOSE * 1e4 * unit else middle
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
    known: dict[float, float] | None = None,
) -> float | None:
    """Return a value at which `chance` (0 to 1) is within `tolerance` of `level`; None where `start` brackets none.

    `start` are the limits and values in between where the search begins, today's first; of several brackets the one
    nearest to it is taken, and None given where that cannot be narrowed down. `rough` is a cheaper `chance` with a
    larger error (about 0.01), asked first where only the side of the level matters. `known` are chances of values
    already tried; those tried now are added, for the next level. On normal scores, in which chances are nearly
    straight: inverse quadratic interpolation, false position where that leaves the bracket, its middle where an end has
    stayed three times; Brent's method, as scipy has it, asks a tenth more often. Of a chance that jumps over the level
    the place of the jump is returned.

    >>> from scipy.special import ndtr
    >>> round(crossing_of_chance(lambda x: float(ndtr(x - 3.0)), 0.5, (1.0, 0.0, 10.0), 1e-6), 3)
    3.0
    """
    near, unit, found = start[0], _unit(start[0], (min(start), max(start))), {} if known is None else known

    def place(value: float) -> float:
        return math.asinh(value / unit)

    def exactly(value: float) -> float:
        if value not in found:
            found[value] = chance(value)
        return found[value]

    def roughly(value: float) -> float:
        told = rough(value) if rough and value not in found else level
        return told if abs(told - level) > _FAR else exactly(value)

    def height(where: float) -> float:
        told = exactly(unit * math.sinh(where))
        return 0.0 if abs(told - level) <= tolerance else _score(told) - _score(level)

    heights = {place(value): _score(roughly(value)) - _score(level) for value in sorted({*start, *found})}
    turns = [pair for pair in pairwise(heights.items()) if (pair[0][1] < 0) != (pair[1][1] < 0)]
    if not turns:
        return None
    first, second = min(turns, key=lambda pair: min(abs(where - place(near)) for where, _ in pair))
    where = _narrowed([first, second], height)
    return None if where is None else unit * math.sinh(where)


def _narrowed(ends: list[tuple[float, float]], height: Callable[[float], float]) -> float | None:
    """A place at which `height` is 0, or jumps over it, between two (place, height) on either side; None where there
    is none within the evaluations there are, as next to zero, where the scale is straight and the chance is not."""
    where, before, last, stayed = ends[0][0], None, -1, 0
    for _ in range(_MOST):
        where = _between_ends(ends[0], ends[1], before) if stayed < _PATIENCE else (ends[0][0] + ends[1][0]) / 2
        found = height(where)
        if found == 0 or abs(ends[1][0] - ends[0][0]) <= _CLOSE:
            return where
        side = int((found < 0) != (ends[0][1] < 0))  # of the end that moves; the other stays
        stayed = stayed % _PATIENCE + 1 if side == last else 1
        ends[side], before, last = (where, found), ends[side], side
    (first, _), (second, _) = ends
    return where if abs(second - first) <= _NARROW * max(abs(first), abs(second)) else None


def _between_ends(first: tuple[float, float], second: tuple[float, float], before: tuple[float, float] | None) -> float:
    """Where a height is 0 by the curve through both ends and the end left last, or by the line if that leaves them."""
    (x0, y0), (x1, y1) = first, second
    line = x0 - y0 * (x1 - x0) / (y1 - y0)
    if before is None or before[1] in (y0, y1):
        return line
    x2, y2 = before
    curved = line + y0 * y1 * ((x2 - x1) / (y2 - y1) - (x1 - x0) / (y1 - y0)) / (y2 - y0)
    return curved if min(x0, x1) < curved < max(x0, x1) else line


def _score(chance: float) -> float:
    """The normal score of a chance, held within what counts as sure."""
    return float(np.clip(scipy.special.ndtri(chance), -_SURE, _SURE))
