"""The first time the balance is below zero: the days covered; and the lowest balance up to a time.

From event to event (see `sim.core.stretch`), for a whole batch at once. Stepping day by day was rejected: it is slower,
and it either rounds the answer to days or interpolates.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.core.assumptions import Assumptions, assumptions
from sim.core.flow import Flow, array, flow_of
from sim.core.stretch import Stretch
from sim.inputs.scenario import Scenario

__all__ = ["RELATIVE_ERROR", "central_days", "days_covered", "lowest_balance"]

Array = npt.NDArray[np.float64]

RELATIVE_ERROR = 1e-9
"""Bound on the relative rounding error of the days covered; tests hold it against scipy's integrators."""
_BLOCK = 1 << 13
"""Members of a batch worked on at a time, so that their arrays fit the processor's cache."""


@lru_cache(maxsize=256)
def central_days(scenario: Scenario) -> float:
    """Return the days covered at the central values (days); infinity where the reinforcement is never used up.

    Kept, because every sentence, table and chart of an answer asks for it.

    >>> from sim.inputs.loading import load
    >>> round(central_days(load("sky-2024-10k")), 3)
    7.868
    """
    return float(days_covered(assumptions(scenario)))


def days_covered(inputs: Assumptions) -> Array:
    """Days until the net drain first exceeds the cover; infinity where it never does; batch shape.

    Exact up to rounding (relative error below `RELATIVE_ERROR`): closed forms between events, see
    the head of `sim.core.stretch`.
    """
    flow = flow_of(inputs).map(lambda x: np.broadcast_to(x, inputs.shape).ravel() if x.ndim else x)
    size = int(np.prod(inputs.shape, dtype=np.int64))
    days = np.empty(size)
    for first in range(0, size, _BLOCK):
        block = slice(first, min(first + _BLOCK, size))
        days[block] = _first_crossing(flow.take(block), block.stop - block.start)
    return days.reshape(inputs.shape)


def _first_crossing(flow: Flow, size: int) -> Array:
    edges = _events(flow, size)
    days = np.full(size, np.inf)
    left = np.arange(size)
    for j, start in enumerate(edges):
        end = edges[j + 1] if j + 1 < len(edges) else np.full(size, np.inf)
        here = flow if left.size == size else flow.take(left)
        t, length = start[left], (end - start)[left]
        tau = Stretch.at(here, t, t + np.minimum(length, 1.0) / 2).floored().crossing(length)
        found = np.isfinite(tau)
        days[left[found]] = (t + tau)[found]
        left = left[~found]
        if not left.size:
            break
    return days


def lowest_balance(inputs: Assumptions, until: npt.ArrayLike) -> tuple[Array, Array]:
    """Return when in [0, until] the balance is lowest (days), and its value there (people); batch shape.

    Just before a wave arrives counts as the time of its arrival, without the wave.
    """
    shape = np.broadcast_shapes(inputs.shape, np.shape(until))
    flow = flow_of(inputs).map(lambda x: np.broadcast_to(x, shape).ravel() if x.ndim else x)
    end = np.broadcast_to(array(until), shape).ravel()
    when, lowest = np.zeros(end.size), np.full(end.size, np.inf)
    edges = _events(flow, end.size)
    for j, start in enumerate(edges):
        begin = np.minimum(start, end)
        length = (end if j + 1 == len(edges) else np.minimum(edges[j + 1], end)) - begin
        tau, value = Stretch.at(flow, begin, begin + np.minimum(length, 1.0) / 2).lowest(length)
        better = (value < lowest) & (start <= end)
        when[better], lowest[better] = (begin + tau)[better], value[better]
    return when.reshape(shape), lowest.reshape(shape)


def _events(flow: Flow, size: int) -> Array:
    """Times at which the balance changes its form, day 0 first, sorted; shape (event, batch)."""
    events = [np.zeros(1)]
    for d, _ in flow.waves:
        events += [d] if not np.any(flow.m) else [d, d + flow.m]
    for start, _ in flow.steps:
        events += [start] if not np.any(flow.p) else [start, start + flow.a, start + flow.b]
    distinct = [e for i, e in enumerate(events) if i == 0 or e.ndim or e != 0]
    return np.sort(np.stack([np.broadcast_to(e, size) for e in distinct]), axis=0)
