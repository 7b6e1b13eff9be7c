"""Losses, returns, recruits, cover and balance over time, or at one time for each member of a batch.

    people
      |                       ____ cover S(t): steps up with each wave, and by integration in between
      |            ____------/
      |  _________|     __--     net drain G(t) = L(t) - R(t) - c t
      |        ____--- x         balance S - G: below zero from x on
      |____----        :
      +----------------+-------> days
                       days covered

The equations are those of docs/model.md; every curve is exact up to rounding (see `sim.core.timeline`). Times run from
day 0 on; `days` is one axis of times in any order, which becomes the last axis of the result. Each curve raises
`ScenarioError` for times that are negative, not finite, no axis, or so late that a growing rate leaves floating point.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions
from sim.core.flow import FARTHEST_GROWTH, Flow, array, covers, flow_of, letters_of, losses, returns
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

"""Floats of any batch shape; curves add time as the last axis."""
ArrayLike = npt.ArrayLike

EVER = 1e7
"""Days after which nothing is awaited any more where a probability needs a finite time."""


def casualty_rate(inputs: Assumptions, days: ArrayLike) -> Array:
    """Return the true casualty rate l(t) = r k (1 + g)^(t/30) (casualties/day); shape (*batch, time).

    Under a schedule r is the step's; to the right of a step, as it will be from that moment on.

    >>> rising = Assumptions(waves=((0, 1e4),), schedule=((0, 100),), monthly_trend=0.21)
    >>> casualty_rate(rising, [0, 15, 30]).round(3).tolist()
    [100.0, 110.0, 121.0]
    """
    return _curve(lambda flow, t: losses(flow, t, t)[1], inputs, days)


def gross_loss(inputs: Assumptions, days: ArrayLike) -> Array:
    """Return the casualties from day 0 on (people), L(t) = integral of l over [0, t]; shape (*batch, time).

    >>> gross_loss(Assumptions(waves=((0, 1e4),), schedule=((0, 100), (10, 50))), [5, 20]).tolist()
    [500.0, 1500.0]
    """
    return _curve(lambda flow, t: losses(flow, t, t)[0], inputs, days)


def returned(inputs: Assumptions, days: ArrayLike) -> Array:
    """Return the casualties who came back from day 0 on (people); shape (*batch, time).

    R(t) = p times the integral of l(s) H(t - s) over s, H the share of the return window [a, b] that has passed. Where
    earlier casualties count, those before day 0 fell at the rate of day 0, and of them only who returns after day 0
    counts; else s runs from 0.

    >>> half = {"returning_share": 0.5, "first_return_day": 10, "last_return_day": 10}
    >>> ignored = Assumptions(waves=((0, 1e4),), schedule=((0, 100),), count_earlier=False, **half)
    >>> returned(ignored, [10, 30]).tolist()
    [0.0, 1000.0]
    """
    return _curve(lambda flow, t: returns(flow, t, t)[0], inputs, days)


def recruited(inputs: Assumptions, days: ArrayLike) -> Array:
    """Return the recruits who came from day 0 on (people), c t; shape (*batch, time).

    They make good losses from day 0 on at once: nobody trains them, and no share of them stays away.

    >>> recruited(Assumptions(waves=((0, 1e4),), schedule=((0, 100),), recruits_per_day=20), [0, 10]).tolist()
    [0.0, 200.0]
    """
    return _curve(lambda flow, t: flow.letters.c * t, inputs, days)


def net_drain(inputs: Assumptions, days: ArrayLike) -> Array:
    """Return the net drain (people), G(t) = L(t) - R(t) - c t; negative where more come than fall; (*batch, time).

    >>> net = Assumptions(waves=((0, 1e4),), schedule=((0, 100),), returning_share=0.5, recruits_per_day=20)
    >>> net_drain(net, [0, 10]).tolist()  # at a constant rate a share p is back at any time
    [0.0, 300.0]
    """
    return gross_loss(inputs, days) - returned(inputs, days) - recruited(inputs, days)


def cover(inputs: Assumptions, days: ArrayLike) -> Array:
    """Return the effective troops in the line (people); shape (*batch, time).

    S(t) = sum over the waves that have arrived of n f u (1 - q) E(t - d), E(x) = e0 + (1 - e0) min(x / m, 1); a wave
    counts from the moment of its arrival on.

    >>> fresh = {"starting_effectiveness": 0.5, "integration_days": 10}
    >>> cover(Assumptions(waves=((0, 100), (5, 100)), schedule=((0, 10),), **fresh), [0, 5, 20]).tolist()
    [50.0, 125.0, 200.0]
    """
    return _curve(lambda flow, t: covers(flow, t, t)[0], inputs, days)


def balance(inputs: Assumptions, days: ArrayLike) -> Array:
    """Return cover less net drain (people), S(t) - G(t): below zero it is used up; shape (*batch, time).

    >>> balance(Assumptions(waves=((0, 1000),), schedule=((0, 100),)), [0, 10, 12]).tolist()
    [1000.0, 0.0, -200.0]
    """
    return cover(inputs, days) - net_drain(inputs, days)


class Ledger(NamedTuple):
    """Losses, returns, recruits and cover at one time for each member of a batch (people); batch shape.

    All but the cover are counted from day 0 on; those who return after day 0 may have fallen before it.
    """

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

    `times` broadcasts against the batch; the times must keep the trend finite (see `longest_time`). The same functions
    as the curves, without a time axis: what a batch asks where each of its members has a time of its own.

    >>> at = ledger(Assumptions(waves=((0, 1e4),), schedule=((0, [1000, 2000]),), recruits_per_day=100), [8, 4])
    >>> at.lost.tolist(), at.recruited.tolist(), at.balance.tolist()
    ([8000.0, 8000.0], [800.0, 400.0], [2800.0, 2400.0])
    """
    t, flow = array(times), flow_of(letters_of(inputs))
    return Ledger(losses(flow, t, t)[0], returns(flow, t, t)[0], flow.letters.c * t, covers(flow, t, t)[0])


def rate_at(inputs: Assumptions, times: ArrayLike) -> Array:
    """Return the true casualty rate (casualties/day) at `times` (days), one time for each member, as in `ledger`.

    >>> float(rate_at(Assumptions(waves=((0, 1),), schedule=((0, 100), (10, 50)), reporting_ratio=1.2), 10.0))
    60.0
    """
    t, flow = array(times), flow_of(letters_of(inputs))
    return losses(flow, t, t)[1]


def longest_time(inputs: Assumptions) -> Array:
    """Return a time (days) that stands for "ever": 10 million days, or 200 e-foldings of the rate; batch shape.

    What happens later cannot be told from never: 27,000 years, or a rate grown or fallen by 86 powers of ten.

    >>> flat, rising = (Assumptions(waves=((0, 1),), schedule=((0, 1),), monthly_trend=g) for g in (0, 0.21))
    >>> float(longest_time(flat)), round(float(longest_time(rising)))
    (10000000.0, 31476)
    """
    growth = letters_of(inputs).growth
    return np.minimum(EVER, 200.0 / np.maximum(np.abs(growth), 200.0 / EVER))


def integrated_troops(inputs: Assumptions) -> Array:
    """Return the effective troops once every wave has arrived and is integrated (people); batch shape.

    >>> float(integrated_troops(Assumptions(waves=((0, 600), (9, 400)), schedule=((0, 10),), line_share=0.5)))
    500.0
    """
    waves = letters_of(inputs).waves
    return np.broadcast_to(np.sum(np.broadcast_arrays(*(n for _, n in waves)), axis=0), inputs.shape)


def _curve(part: Callable[[Flow, Array], Array], inputs: Assumptions, days: ArrayLike) -> Array:
    """A curve at times: the batch gets a time axis behind its own, and times that mean nothing are refused."""
    t = np.asarray(days, dtype=np.float64)
    letters = letters_of(inputs)
    fastest = np.max(letters.growth, initial=0)
    if t.ndim != 1 or not np.all((t >= 0) & np.isfinite(t)) or fastest * t.max(initial=0) > FARTHEST_GROWTH:
        raise ScenarioError(Problem.of("problem.model.times", "days"))
    flow = flow_of(letters.map(lambda x: x[..., None]))
    return np.broadcast_to(part(flow, t), (*inputs.shape, t.size))
