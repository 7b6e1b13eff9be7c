"""Losses, returns, recruits, cover and balance over time, or at one time for each member of a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.assumptions import Assumptions
from sim.core.flow import Flow, array, covers, flow_of, letters_of, losses, returns
from sim.inputs.problems import ScenarioError
from sim.words.texts import Problem

__all__ = [
    "EVER",
    "Ledger",
    "balance",
    "casualty_rate",
    "cover",
    "gross_loss",
    "integrated_troops",
    "ledger",
    "longest_time",
    "net_drain",
    "rate_at",
    "recruited",
    "returned",
]

Array = npt.NDArray[np.float64]
"""Floats of any batch shape; curves add time as the last axis."""
ArrayLike = npt.ArrayLike

EVER = 1e7
"""Days after which nothing is awaited any more where a probability needs a finite time."""


def casualty_rate(inputs: Assumptions, days: ArrayLike) -> Array:
    """True casualties per day at each time; shape (*batch, time)."""
    return _curve(lambda flow, t: losses(flow, t, t)[1], inputs, days)


def gross_loss(inputs: Assumptions, days: ArrayLike) -> Array:
    """Casualties from day 0 to each time (people), the integral of the rate; shape (*batch, time)."""
    return _curve(lambda flow, t: losses(flow, t, t)[0], inputs, days)


def returned(inputs: Assumptions, days: ArrayLike) -> Array:
    """Casualties back on duty from day 0 to each time (people); shape (*batch, time)."""
    return _curve(lambda flow, t: returns(flow, t, t)[0], inputs, days)


def recruited(inputs: Assumptions, days: ArrayLike) -> Array:
    """Recruits who arrived from day 0 to each time (people); shape (*batch, time)."""
    return _curve(lambda flow, t: flow.letters.c * t, inputs, days)


def net_drain(inputs: Assumptions, days: ArrayLike) -> Array:
    """Losses less returns and recruits from day 0 to each time (people); shape (*batch, time)."""
    return gross_loss(inputs, days) - returned(inputs, days) - recruited(inputs, days)


def cover(inputs: Assumptions, days: ArrayLike) -> Array:
    """Effective troops the waves have put into the line by each time (people); shape (*batch, time)."""
    return _curve(lambda flow, t: covers(flow, t, t)[0], inputs, days)


def balance(inputs: Assumptions, days: ArrayLike) -> Array:
    """Cover less net drain at each time (people); below zero the reinforcement is used up; shape (*batch, time)."""
    return cover(inputs, days) - net_drain(inputs, days)


class Ledger(NamedTuple):
    """Losses, returns, recruits and cover at one time for each member of a batch (people); batch shape."""

    lost: Array
    returned: Array
    recruited: Array
    cover: Array

    @property
    def balance(self) -> Array:
        """Cover less net drain (people)."""
        return self.cover - self.lost + self.returned + self.recruited


def ledger(inputs: Assumptions, times: ArrayLike) -> Ledger:
    """Return what has been lost, returned, recruited and covered by `times` (days), one time for each member.

    `times` broadcasts against the batch; the times must keep the trend finite (see `longest_time`).
    """
    t, flow = array(times), flow_of(letters_of(inputs))
    return Ledger(losses(flow, t, t)[0], returns(flow, t, t)[0], flow.letters.c * t, covers(flow, t, t)[0])


def rate_at(inputs: Assumptions, times: ArrayLike) -> Array:
    """Return the true casualty rate (casualties/day) at `times` (days), one time for each member, as in `ledger`."""
    t, flow = array(times), flow_of(letters_of(inputs))
    return losses(flow, t, t)[1]


def longest_time(inputs: Assumptions) -> Array:
    """Return a time (days) that stands for "ever": 10 million days, or 200 e-foldings of a growing rate; batch shape.

    What happens later cannot be told from never: 27,000 years, or losses grown by 86 powers of ten.
    """
    growth = letters_of(inputs).growth
    return np.minimum(EVER, 200.0 / np.maximum(np.abs(growth), 200.0 / EVER))


def integrated_troops(inputs: Assumptions) -> Array:
    """Effective troops once every wave has arrived and is integrated (people); batch shape."""
    waves = letters_of(inputs).waves
    return np.broadcast_to(np.sum(np.broadcast_arrays(*(n for _, n in waves)), axis=0), inputs.shape)


def _curve(part: Callable[[Flow, Array], Array], inputs: Assumptions, days: ArrayLike) -> Array:
    t = np.asarray(days, dtype=np.float64)
    letters = letters_of(inputs)
    fastest = np.max(letters.growth, initial=0)
    if t.ndim != 1 or not np.all((t >= 0) & np.isfinite(t)) or fastest * t.max(initial=0) > 600:
        raise ScenarioError(Problem.of("problem.model.times", "days"))
    flow = flow_of(letters.map(lambda x: x[..., None]))
    return np.broadcast_to(part(flow, t), (*inputs.shape, t.size))
