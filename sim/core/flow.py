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

from sim.core.assumptions import Assumptions

__all__ = ["DAYS_PER_MONTH", "Flow", "array", "covers", "flow_of", "losses", "phi", "returns"]

Array = npt.NDArray[np.float64]
ArrayLike = npt.ArrayLike
Parts = tuple[Array, ...]
"""A contribution to the balance and its first derivatives, to the right of a time: three, or as many as are needed."""

DAYS_PER_MONTH = 30.0
"""The trend is stated per 30 days, as the monthly averages behind it are (a definition, not an estimate)."""
_INSTANT = 1e-9
"""Windows shorter than this (days) count as a jump: the answer moves by less, and slopes stay finite."""
_SMALL = 0.5
_TAYLOR = tuple(1.0 / np.cumprod(np.arange(1.0, 17.0))[2:])[::-1]
"""1/16! ... 1/3!: 14 terms of phi_3 reach the last bit up to 0.5, 10 up to 0.2, 8 up to 0.05."""
_FEW, _TOGETHER = 2, 1 << 16
"""More steps or waves than these are worked on together, as far as so many numbers fit the processor's cache."""


class Flow(NamedTuple):
    """One batch in letters; every array is a batch or a single number."""

    steps: tuple[tuple[Array, Array], ...]
    growth: Array
    p: Array
    a: Array
    b: Array
    counted: bool
    c: Array
    waves: tuple[tuple[Array, Array], ...]
    e0: Array
    m: Array

    def map(self, change: Callable[[Array], Array]) -> Flow:
        """Apply `change` to every array."""
        return Flow(
            steps=tuple((change(s), change(rise)) for s, rise in self.steps),
            growth=change(self.growth), p=change(self.p), a=change(self.a), b=change(self.b), counted=self.counted,
            c=change(self.c), waves=tuple((change(d), change(n)) for d, n in self.waves),
            e0=change(self.e0), m=change(self.m),
        )  # fmt: skip

    def take(self, chosen: npt.NDArray[np.intp] | slice) -> Flow:
        """Keep the chosen members of the batch; single numbers stay single."""
        return self.map(lambda x: x if x.ndim == 0 else x[chosen])


def flow_of(inputs: Assumptions) -> Flow:
    """Return the inputs in letters."""
    k, p, a, b, c = (array(getattr(inputs, key)) for key in _RATE_SIDE)
    f, u, q, e0, m = (array(getattr(inputs, key)) for key in _COVER_SIDE)
    rates = [k * array(rate) for _, rate in inputs.schedule]
    rises = [rates[0], *(after - before for before, after in zip(rates, rates[1:], strict=False))]
    return Flow(
        steps=tuple((array(day), array(rise)) for (day, _), rise in zip(inputs.schedule, rises, strict=True)),
        growth=array(np.log1p(array(inputs.monthly_trend)) / DAYS_PER_MONTH),
        waves=tuple((array(day), array(array(troops) * f * u * (1.0 - q))) for day, troops in inputs.waves),
        p=p, a=a, b=b, c=c, counted=inputs.count_earlier, e0=e0, m=m,
    )  # fmt: skip


_RATE_SIDE = ("reporting_ratio", "returning_share", "first_return_day", "last_return_day", "recruits_per_day")
_COVER_SIDE = ("delivered_share", "line_share", "desertion_share", "starting_effectiveness", "integration_days")


def array(value: ArrayLike) -> Array:
    """Return floats; no copy where they are."""
    return np.asarray(value, dtype=np.float64)


def phi(z: Array) -> Parts:
    """exp(z) and phi_1..phi_3, phi_j(z) = sum of z^i / (i + j)!, accurate for all z (error below 50 roundings)."""
    size = np.abs(z)
    largest = size.max(initial=0.0)
    if largest == 0:
        return np.asarray(1.0), np.asarray(1.0), np.asarray(0.5), np.asarray(1 / 6)
    everywhere = bool(largest < _SMALL)
    small = size < _SMALL
    y = z if everywhere else np.where(small, z, 0.0)
    terms = _TAYLOR[6:] if largest < 0.05 else _TAYLOR[4:] if largest < 0.2 else _TAYLOR
    phi3 = np.full_like(y, terms[0])
    for term in terms[1:]:
        phi3 *= y
        phi3 += term
    phi2 = 0.5 + y * phi3
    phi1 = 1.0 + y * phi2
    if everywhere:
        return 1.0 + y * phi1, phi1, phi2, phi3
    x = np.where(small, 1.0, z)
    far1 = np.expm1(x) / x
    far2 = (far1 - 1.0) / x
    return (
        np.exp(z), np.where(small, phi1, far1), np.where(small, phi2, far2), np.where(small, phi3, (far2 - 0.5) / x)
    )  # fmt: skip


def losses(flow: Flow, t: Array, inside: Array) -> Parts:
    """L(t) and its derivatives. `inside` is a time in the stretch that starts at t: it decides what has begun."""

    def of_step(start: Array, rise: Array) -> tuple[Array, ...]:
        return _one_step(rise * (inside >= start), flow.growth, np.maximum(t - start, 0.0))

    total, rate = _summed(flow, flow.steps, t, of_step)
    return total, rate, flow.growth * rate, flow.growth**2 * rate


def _summed(
    flow: Flow, pairs: tuple[tuple[Array, Array], ...], t: Array, part: Callable[[Array, Array], tuple[Array, ...]]
) -> Parts:
    """Sums over steps or waves of the arrays that `part` makes of each; many at a time where they are small."""
    together = _TOGETHER // max(t.size, pairs[0][1].size, 1) if len(pairs) > _FEW else 1
    if together <= 1:
        return tuple(_sum(list(arrays)) for arrays in zip(*(part(*pair) for pair in pairs), strict=True))
    axes = max(x.ndim for x in (t, flow.growth, flow.p, flow.a, flow.b, flow.e0, flow.m, *(size for _, size in pairs)))
    sums = []
    for first in range(0, len(pairs), together):
        days, sizes = (_stacked(column, axes) for column in zip(*pairs[first : first + together], strict=True))
        sums.append([array.sum(axis=0) for array in part(days, sizes)])
    return tuple(_sum(list(arrays)) for arrays in zip(*sums, strict=True))


def _stacked(arrays: tuple[Array, ...], axes: int) -> Array:
    """Arrays one behind the other on a new first axis, before as many `axes` as anything has."""
    stacked = np.stack(np.broadcast_arrays(*arrays))
    return stacked.reshape(len(arrays), *(1,) * (axes + 1 - stacked.ndim), *stacked.shape[1:])


def _one_step(rise: Array, growth: Array, x: Array) -> tuple[Array, Array]:
    exp, phi1, _, _ = phi(growth * x)
    return rise * x * phi1, rise * exp


def returns(flow: Flow, t: Array, inside: Array) -> Parts:
    """R(t) and its derivatives: each step's losses, spread over the return window, and those of before day 0."""
    if flow.p.ndim == 0 and flow.p == 0:
        zero = np.zeros_like(t)
        return zero, zero, zero, zero
    value, slope, bend = _summed(
        flow, flow.steps, t, lambda start, rise: _returns_of_step(flow, start, rise, (t, inside))
    )
    jerk = flow.growth * bend
    if flow.counted:
        before, rate0 = _window(flow, t, inside), flow.steps[0][1]
        value = value + rate0 * (t - before.share * (before.since + before.width / 2))
        slope = slope + rate0 * (1.0 - before.share)
        bend = bend - rate0 * before.opening
    return flow.p * value, flow.p * slope, flow.p * bend, flow.p * jerk


class _Window(NamedTuple):
    """Where a time stands in the return window: share passed, days of it passed, days since its end, 1/(b-a) inside."""

    share: Array
    width: Array
    since: Array
    opening: Array


def _window(flow: Flow, x: Array, inside: Array) -> _Window:
    span = flow.b - flow.a
    wide = span > _INSTANT
    safe = np.where(wide, span, 1.0)
    share = np.where(wide, np.clip((x - flow.a) / safe, 0.0, 1.0), inside >= flow.a)
    open_now = wide & (inside >= flow.a) & (inside < flow.b)
    return _Window(share, np.where(wide, share * span, 0.0), np.maximum(x - flow.b, 0.0), open_now / safe)


def _returns_of_step(flow: Flow, start: Array, rise: Array, times: tuple[Array, Array]) -> tuple[Array, Array, Array]:
    """Lagged losses of one step: with w days of the window passed and y days since its end,
    H L(y) + l(y) H w phi_2(growth w), written so that no difference of near-equal numbers occurs."""
    x, inside = times[0] - start, times[1] - start
    at = _window(flow, x, inside)
    exp_w, phi1_w, phi2_w, _ = phi(flow.growth * at.width)
    loss, rate = _one_step(rise, flow.growth, at.since)
    value = at.share * (loss + rate * at.width * phi2_w)
    slope = at.share * rate * phi1_w
    closed = (inside >= flow.b) * flow.growth * rate * phi1_w
    return value, slope, closed + rise * exp_w * at.opening


def covers(flow: Flow, t: Array, inside: Array) -> tuple[Array, Array]:
    """S(t) and its slope."""
    grows = flow.m > _INSTANT
    pace = np.where(grows, (1.0 - flow.e0) / np.where(grows, flow.m, 1.0), 0.0)

    def of_wave(d: Array, n: Array) -> tuple[Array, ...]:
        here, age = n * (inside >= d), np.maximum(t - d, 0.0)
        effect = np.where(grows & (age < flow.m), flow.e0 + pace * age, 1.0)
        return here * effect, here * pace * (inside - d < flow.m)

    value, slope = _summed(flow, flow.waves, t, of_wave)
    return value, slope


def _sum(arrays: list[Array]) -> Array:
    total = arrays[0]
    for array in arrays[1:]:
        total = total + array
    return total
