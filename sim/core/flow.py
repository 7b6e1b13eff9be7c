"""The model in letters: losses, returns and cover at a time, with their derivatives to the right of it.

Letters (unit; batch shape unless said otherwise)
-------------------------------------------------
l   true casualty rate (casualties/day): a sum of steps, each `rise * exp(growth * (t - start))` from its start on
growth  ln(1 + monthly_trend) / 30 (1/day)
p   returning share; a, b first and last return day (days after the loss)
c   recruits (people/day)
d, n    day and effective size of a wave: troops * delivered * line * (1 - desertion) (days, people)
e0, m   starting effectiveness (1) and integration time (days)
H   share of the return window that has passed, clip((t - a) / (b - a), 0, 1)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions
from sim.core.timeline import Timeline, phi, timeline

__all__ = [
    "DAYS_PER_MONTH",
    "FARTHEST_GROWTH",
    "Flow",
    "Letters",
    "array",
    "covers",
    "flow_of",
    "letters_of",
    "losses",
    "returns",
]

Pairs = tuple[tuple[Array, Array], ...]
Parts = tuple[Array, ...]
"""A contribution to the balance and its first derivatives, to the right of a time: two, or four."""

DAYS_PER_MONTH = 30.0
"""The trend is stated per 30 days, as the monthly averages behind it are (a definition, not an estimate)."""
FARTHEST_GROWTH = 600.0
"""E-foldings of the rate from day 0 on after which a time stands for never: soon after them it has no number."""
_INSTANT = 1e-9
"""Windows shorter than this (days) count as a jump: the answer moves by less, and slopes stay finite."""
_NO_GROWTH = np.zeros(())


class Letters(NamedTuple):
    """One batch in letters; every array is a batch or a single number.

    `rates` are pairs (start in days, true casualties/day), k already in them; `waves` pairs (day, effective people once
    integrated), f, u and q already in them. What is not in the letters acts on nothing below.
    """

    rates: Pairs
    growth: Array
    p: Array
    a: Array
    b: Array
    counted: bool
    c: Array
    waves: Pairs
    e0: Array
    m: Array

    def map(self, change: Callable[[Array], Array]) -> Letters:
        """Apply `change` to every array."""
        return Letters(
            rates=tuple((change(s), change(rate)) for s, rate in self.rates),
            growth=change(self.growth), p=change(self.p), a=change(self.a), b=change(self.b), counted=self.counted,
            c=change(self.c), waves=tuple((change(d), change(n)) for d, n in self.waves),
            e0=change(self.e0), m=change(self.m),
        )  # fmt: skip

    def take(self, chosen: npt.NDArray[np.intp] | slice) -> Letters:
        """Keep the chosen members of the batch; single numbers stay single."""
        return self.map(lambda x: x if x.ndim == 0 else x[chosen])


def letters_of(inputs: Assumptions) -> Letters:
    """Return the inputs in letters: shares and ratios are multiplied into the waves and the rates they act on.

    >>> made = letters_of(Assumptions(waves=((0, 1000),), schedule=((0, 100),), reporting_ratio=1.2, line_share=0.5))
    >>> float(made.rates[0][1]), float(made.waves[0][1]), float(made.growth)
    (120.0, 500.0, 0.0)
    """
    k, p, a, b, c = (array(getattr(inputs, key)) for key in _RATE_SIDE)
    f, u, q, e0, m = (array(getattr(inputs, key)) for key in _COVER_SIDE)
    return Letters(
        rates=tuple((array(day), array(k * array(rate))) for day, rate in inputs.schedule),
        growth=array(np.log1p(array(inputs.monthly_trend)) / DAYS_PER_MONTH),
        waves=tuple((array(day), array(array(troops) * f * u * (1.0 - q))) for day, troops in inputs.waves),
        p=p, a=a, b=b, c=c, counted=inputs.count_earlier, e0=e0, m=m,
    )  # fmt: skip


_RATE_SIDE = ("reporting_ratio", "returning_share", "first_return_day", "last_return_day", "recruits_per_day")
_COVER_SIDE = ("delivered_share", "line_share", "desertion_share", "starting_effectiveness", "integration_days")


def array(value: npt.ArrayLike) -> Array:
    """Return floats; no copy where they are."""
    return np.asarray(value, dtype=np.float64)


class Flow(NamedTuple):
    """What flows in and out: the letters, the losses over time, and the troops who have arrived, as a rate that steps.

    `troops` is None where there is one wave, which needs no timeline.
    """

    letters: Letters
    rates: Timeline
    troops: Timeline | None

    def take(self, chosen: npt.NDArray[np.intp] | slice) -> Flow:
        """Keep the chosen members of a batch of one axis."""
        troops = self.troops.take(chosen) if self.troops else None
        return Flow(self.letters.take(chosen), self.rates.take(chosen), troops)


def flow_of(letters: Letters) -> Flow:
    """Return the flow of a batch: what has happened up to each step and each wave is summed once.

    Waves are put in order of their days first, for each member of the batch by itself.
    """
    troops = _arrived(letters.waves) if len(letters.waves) > 1 else None
    return Flow(letters, timeline(letters.rates, letters.growth), troops)


def _arrived(waves: Pairs) -> Timeline:
    """Troops who have arrived, waves put in order of their days; nobody before the first.

    A rate that steps up by each wave: its integral is what integration needs a mean of.
    """
    if all(day.ndim == 0 for day, _ in waves):
        waves = tuple(sorted(waves, key=lambda wave: float(wave[0])))
        days, sizes = [day for day, _ in waves], [size for _, size in waves]
    else:
        shape = np.broadcast_shapes(*(x.shape for wave in waves for x in wave))
        stacked = [np.stack([np.broadcast_to(x, shape) for x in column]) for column in zip(*waves, strict=True)]
        order = np.argsort(stacked[0], axis=0, kind="stable")
        days, sizes = (list(np.take_along_axis(x, order, axis=0)) for x in stacked)
    levels, sofar = [], np.zeros(())
    for size in sizes:
        sofar = sofar + size
        levels.append(sofar)
    start = (np.zeros(()), np.zeros(()))
    return timeline((start, *zip(days, levels, strict=True)), _NO_GROWTH)


def losses(flow: Flow, t: Array, inside: Array) -> Parts:
    """Return L(t) (people) and three derivatives to the right of t; batch shape.

    L' = l(t) (casualties/day), L'' = growth l and L''' = growth^2 l: between two steps the rate is an exponential.
    `inside` is a time in the stretch that starts at t: it decides what has begun, where t itself is off by a rounding.

    >>> flow = flow_of(letters_of(Assumptions(waves=((0, 1e4),), schedule=((0, 100), (10, 50)))))
    >>> [float(part) for part in losses(flow, np.array(12.0), np.array(12.0))]
    [1100.0, 50.0, 0.0, 0.0]
    """
    now, growth = flow.rates.at(t, inside), flow.letters.growth
    return now.total, now.rate, growth * now.rate, growth**2 * now.rate


def returns(flow: Flow, t: Array, inside: Array) -> Parts:
    """Return R(t) (people) and three derivatives to the right of t; `inside` as for `losses`; batch shape.

    R(t) = p (mean of L over [t - b, t - a]), L being 0 before day 0, and, where earlier casualties count, those of
    before day 0 who come back after it: p l(0) (t - integral of H over [0, t]). A window of less than 1e-9 days is a
    jump: all who fell return a days later. Derivation: docs/derivations.md, "Returns".

                     share back          H(x) of those lost x days ago
                1 |        ______        a cohort returns evenly from day a to day b after its loss
                  |      /
                0 |____/________ x
                      a   b

    >>> half = {"returning_share": 0.5, "first_return_day": 4, "last_return_day": 8, "count_earlier": False}
    >>> flow = flow_of(letters_of(Assumptions(waves=((0, 1e4),), schedule=((0, 100),), **half)))
    >>> [float(part) for part in returns(flow, np.array(6.0), np.array(6.0))]  # 50 fell on days 0 to 2, on the average
    [25.0, 25.0, 12.5, 0.0]
    """
    letters = flow.letters
    if letters.p.ndim == 0 and letters.p == 0:
        zero = np.zeros_like(t)
        return zero, zero, zero, zero
    at = _window(letters, t, inside)
    value, slope, bend = _lagged(flow, at, t, inside)
    jerk = letters.growth * bend
    if letters.counted:
        rate0 = flow.rates.levels[0]
        value = value + rate0 * (t - at.share * (at.since + at.width / 2))
        slope = slope + rate0 * (1.0 - at.share)
        bend = bend - rate0 * at.opening
    return letters.p * value, letters.p * slope, letters.p * bend, letters.p * jerk


class _Window(NamedTuple):
    """Where a time stands in the return window: share passed, days of it passed, days since its end, 1/(b-a) inside,
    and 1/(b-a) from its end on."""

    share: Array
    width: Array
    since: Array
    opening: Array
    closed: Array


def _window(letters: Letters, x: Array, inside: Array) -> _Window:
    """Where each time x stands in the window that opens a and closes b days after day 0."""
    span = letters.b - letters.a
    wide = span > _INSTANT
    safe = np.where(wide, span, 1.0)
    share = np.where(wide, np.clip((x - letters.a) / safe, 0.0, 1.0), inside >= letters.a)
    open_now, over = wide & (inside >= letters.a) & (inside < letters.b), wide & (inside >= letters.b)
    width = np.where(wide, share * span, 0.0)
    return _Window(share, width, np.maximum(x - letters.b, 0.0), open_now / safe, over / safe)


def _lagged(flow: Flow, at: _Window, t: Array, inside: Array) -> tuple[Array, Array, Array]:
    """Losses after day 0 that are back, and two derivatives: the mean of L over the window [t - b, t - a], what of it
    lies before day 0 being nobody."""
    letters, rates = flow.letters, flow.rates
    early = rates.at(at.since, np.maximum(inside - letters.b, 0.0))
    if early.step is None:
        exp, phi1, phi2, _ = phi(letters.growth * at.width)
        value = at.share * (early.total + early.rate * at.width * phi2)
        bend = early.rate * (exp * at.opening + (inside >= letters.b) * letters.growth * phi1)
        return value, at.share * early.rate * phi1, bend
    late = (np.maximum(t - letters.a, 0.0), np.maximum(inside - letters.a, 0.0))
    twice, once, rise = rates.between(early, at.since, late, at.width)
    part = at.opening + at.closed
    instant = (at.share > 0) & (part == 0)
    value = np.where(instant, early.total, twice * part)
    slope = np.where(instant, early.rate, once * part)
    bend = np.where(instant, letters.growth * early.rate, rise * part + early.rate * at.opening)
    return value, slope, bend


def covers(flow: Flow, t: Array, inside: Array) -> tuple[Array, Array]:
    """Return S(t) (people) and its slope (people/day) to the right of t; `inside` as for `losses`; batch shape.

    With N(t) the troops who have arrived, S(t) = e0 N(t) + (1 - e0) (mean of N over [t - m, t]): integration is a
    window for arrivals as the return window is one for losses. An integration of less than 1e-9 days is a jump.

    >>> slow = {"starting_effectiveness": 0.5, "integration_days": 10}
    >>> flow = flow_of(letters_of(Assumptions(waves=((0, 600), (5, 400)), schedule=((0, 100),), **slow)))
    >>> [[float(part) for part in covers(flow, np.array(t), np.array(t))] for t in (0.0, 5.0, 15.0)]
    [[300.0, 30.0], [650.0, 50.0], [1000.0, 0.0]]
    """
    e0, m = flow.letters.e0, flow.letters.m
    grows = m > _INSTANT
    pace = np.where(grows, (1.0 - e0) / np.where(grows, m, 1.0), 0.0)
    if flow.troops is None:
        d, n = flow.letters.waves[0]
        here, age = n * (inside >= d), np.maximum(t - d, 0.0)
        effect = np.where(grows & (age < m), e0 + pace * age, 1.0)
        return here * effect, here * pace * (inside - d < m)
    now = flow.troops.at(t, inside)
    if not np.any(grows):
        return now.rate, np.zeros_like(now.rate)
    since = np.maximum(t - m, 0.0)
    early = flow.troops.at(since, np.maximum(inside - m, 0.0))
    _, once, _ = flow.troops.between(early, since, (t, inside), np.minimum(t, m))
    value = np.where(grows, e0 * now.rate + pace * once, now.rate)
    return value, pace * (now.rate - early.rate * (inside >= m))
