r"""The first time the balance is below zero: the days covered; and the lowest balance up to a time.

    balance
      |\             /|\            events: 0, the end of integration e, a wave w
      |  \         /  |  \          stretches: [0, e), [e, w), [w, ...)
      |    `-.._.-`   |    \        lowest balance up to w: in the second stretch
      +------e--------w-----x---> days
                              \     x: the days covered

From event to event (see `sim.core.stretch`), for a whole batch at once, and for many events at once where the batch is
small. Stepping day by day was rejected: it is slower, and it either rounds the answer to days or interpolates.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions, assumptions
from sim.core.flow import FARTHEST_GROWTH, Flow, Letters, array, flow_of, letters_of
from sim.core.stretch import Stretch
from sim.inputs.scenario import Scenario

__all__ = ["RELATIVE_ERROR", "central_days", "days_covered", "events", "in_one_row", "lowest_balance", "twelve_digits"]

RELATIVE_ERROR = 1e-9
"""Bound on the relative rounding error of the days covered; tests hold it against scipy's integrators."""
_BLOCK, _CHUNK = 1 << 14, 1 << 11
"""Members of a batch worked on at a time, and stretches times members: their arrays fit the processor's cache."""


@lru_cache(maxsize=256)
def central_days(scenario: Scenario) -> float:
    """Return the days covered at the central values (days); infinity where the reinforcement is never used up.

    Where they are a number of nine digits but for rounding they are that number: days that equal a yardstick on paper
    are to equal it. Kept, because every sentence, table and chart of an answer asks for it.

    >>> from sim.inputs.loading import load
    >>> round(central_days(load("sky-2024-10k")), 3)
    7.868
    """
    days = float(days_covered(assumptions(scenario)))
    short = float(f"{days:.9g}")
    return short if math.isclose(days, short, rel_tol=1e-12) else days


def twelve_digits(days: float) -> float:
    """Return days to twelve digits, beyond which they may be rounding; infinity as it is.

    >>> twelve_digits(13.999999999999998), twelve_digits(float("inf"))
    (14.0, inf)
    """
    return float(f"{days:.12g}")


def days_covered(inputs: Assumptions) -> Array:
    """Return the days covered: the first t at which G(t) > S(t), infinity where there is none (days); batch shape.

    Exact up to rounding (relative error below `RELATIVE_ERROR`): closed forms between events, and the root of one of
    them (see `sim.core.stretch`). A drain that equals the cover is still covered; where nobody stands at day 0 and
    losses begin, the answer is 0. Later than 600 e-foldings of a growing rate is never. Blocks of the batch are worked
    on one after another: memory does not grow with it.

    >>> waves = ((0, 6000), (5, 4000))
    >>> days_covered(Assumptions(waves=waves, schedule=((0, [1000, 2000, 0]),)))
    array([10.,  3., inf])

    The relative error is below `RELATIVE_ERROR`, against integration by scipy in the tests; the number of stretches,
    and with it the time, grows with waves and steps: two or three events each. Nothing is raised: `Assumptions` has
    refused what cannot be computed.
    """
    letters, size = in_one_row(letters_of(inputs), inputs.shape)
    days = np.empty(size)
    for first in range(0, size, _BLOCK):
        block = slice(first, first + _BLOCK)
        days[block] = _first_crossing(flow_of(letters.take(block)), days[block].size)
    days[days > _farthest(letters)] = np.inf
    return days.reshape(inputs.shape)


def _first_crossing(flow: Flow, size: int) -> Array:
    """The days of one block, chunk by chunk of its stretches; members that have failed leave it."""
    starts = events(flow, size)
    ends = np.concatenate([starts[1:], np.full((1, size), np.inf)])
    days, left = np.full(size, np.inf), np.arange(size)
    here, members = flow, left
    rows = max(_CHUNK // size, 1)
    for first in range(0, len(starts), rows):
        if 2 * left.size < members.size:  # members who have failed cost less than taking the others out each time
            here, members = flow.take(left), left
        t = starts[first : first + rows, members]
        length = ends[first : first + rows, members] - t
        tau = Stretch.at(here, t, t + np.minimum(length, 1.0) / 2).floored().crossing(length)
        found = np.min(t + tau, axis=0)
        days[members] = np.minimum(days[members], found)
        left = left[np.isinf(days[left])]
        if not left.size:
            break
    return days


def in_one_row(letters: Letters, shape: tuple[int, ...]) -> tuple[Letters, int]:
    """Return the letters with their batch along one axis, single numbers as they are, and how many members it has.

    Single numbers stay single because what all members share (mostly everything but a few drawn quantities) is then
    computed once.
    """
    row = letters.map(lambda x: np.broadcast_to(x, shape).ravel() if x.ndim else x)
    return row, int(np.prod(shape, dtype=np.int64))


def lowest_balance(inputs: Assumptions, until: npt.ArrayLike) -> tuple[Array, Array]:
    """Return when in [0, until] the balance is lowest (days), and its value there (people); batch shape.

    Just before a wave arrives counts as the time of its arrival, without the wave. `until` (days, finite) broadcasts
    against the batch; later than 600 e-foldings of a growing rate is as late as that. Below zero exactly where fewer
    days than `until` are covered, which is what goal seek, flips and integrated quantities ask: unlike the days covered
    it moves smoothly with every quantity.

    >>> inputs = Assumptions(waves=((0, 6000), (5, 4000)), schedule=((0, 1000),))
    >>> [float(part) for part in lowest_balance(inputs, 8)]
    [5.0, 1000.0]
    """
    shape = np.broadcast_shapes(inputs.shape, np.shape(until))
    letters, size = in_one_row(letters_of(inputs), shape)
    end = np.minimum(np.broadcast_to(array(until), shape).ravel(), _farthest(letters))
    when, lowest = np.zeros(size), np.full(size, np.inf)
    for first in range(0, size, _BLOCK):
        block = slice(first, first + _BLOCK)
        when[block], lowest[block] = _lowest(flow_of(letters.take(block)), end[block])
    return when.reshape(shape), lowest.reshape(shape)


def _farthest(letters: Letters) -> Array:
    """The last time (days) that is told from never."""
    return np.asarray(FARTHEST_GROWTH / np.maximum(letters.growth, 1e-280))


def _lowest(flow: Flow, end: Array) -> tuple[Array, Array]:
    """The lowest balance of one block; of stretches that begin after the end none counts."""
    size = end.size
    starts = events(flow, size)
    starts = starts[: max(np.count_nonzero(np.any(starts <= end, axis=1)), 1)]
    ends = np.concatenate([np.minimum(starts[1:], end), end[None]])
    when, lowest = np.zeros(size), np.full(size, np.inf)
    rows = max(_CHUNK // size, 1)
    for first in range(0, len(starts), rows):
        t = np.minimum(starts[first : first + rows], end)
        length = ends[first : first + rows] - t
        tau, value = Stretch.at(flow, t, t + np.minimum(length, 1.0) / 2).lowest(length)
        value = np.where(starts[first : first + rows] <= end, value, np.inf)
        row = value.argmin(axis=0)[None]
        found = np.take_along_axis(value, row, axis=0)[0]
        better = found < lowest
        when = np.where(better, np.take_along_axis(t + tau, row, axis=0)[0], when)
        lowest = np.where(better, found, lowest)
    return when, lowest


def events(flow: Flow, size: int) -> Array:
    """Return the times (days) at which the balance changes its form, day 0 first, sorted; shape (event, batch).

    A wave arrives (d) and is integrated (d + m); a step begins (s), and of those lost from then on the first (s + a)
    and the last (s + b) return. Times at which nothing can happen, since nobody returns or integrates, are left out;
    equal times are kept and make stretches of length 0.

    >>> back = {"returning_share": 0.5, "first_return_day": 4, "last_return_day": 8}
    >>> two_steps = Assumptions(waves=((0, 1e4),), schedule=((0, 100), (10, 50)), **back)
    >>> events(flow_of(letters_of(two_steps)), 1).ravel().tolist()
    [0.0, 4.0, 8.0, 10.0, 14.0, 18.0]
    """
    letters = flow.letters
    times = [np.zeros(1)]
    for d, _ in letters.waves:
        times += [d] if not np.any(letters.m) else [d, d + letters.m]
    for start, _ in letters.rates:
        times += [start] if not np.any(letters.p) else [start, start + letters.a, start + letters.b]
    distinct = [time for i, time in enumerate(times) if i == 0 or time.ndim or time != 0]
    return np.sort(np.stack([np.broadcast_to(time, size) for time in distinct]), axis=0)
