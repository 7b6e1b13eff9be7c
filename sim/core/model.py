"""The attrition model: losses, returns, recruits and cover over time, and the days covered, in closed form.

Everything takes arrays of any batch shape and gives arrays; a plain number is a batch of one. Time is continuous, in
days from day 0. Curves add the time axis last: axes are always in the order draw, time.

Letters (unit; batch shape unless said otherwise)
-------------------------------------------------
l   true casualty rate (casualties/day): a sum of steps, each `rise * exp(growth * (t - start))` from its start on
growth  ln(1 + monthly_trend) / 30 (1/day)
p   returning share; a, b first and last return day (days after the loss)
c   recruits (people/day)
d, n    day and effective size of a wave: troops * delivered * line * (1 - desertion) (days, people)
e0, m   starting effectiveness (1) and integration time (days)
H   share of the return window that has passed, clip((t - a) / (b - a), 0, 1)

How the days covered are found
------------------------------
Between two consecutive events (a wave arrives or is integrated, the rate steps, a cohort starts or ends returning) the
balance B = cover - net drain has B''' = k exp(growth * t). So on each stretch B is known in closed form from its value
and three derivatives, with the functions phi_j of exponential integrators (Hochbruck & Ostermann, Acta Numerica 19,
2010, sec. 2.1). B'' changes sign at most once there, at a known place, which leaves pieces of constant curvature: each
has at most one downward crossing, found by Newton's method kept inside a bracket. Stepping day by day was rejected: it
is slower, and it either rounds the answer to days or interpolates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.inputs.definitions import DEFINITIONS, MAX_DAYS, MAX_RATE, MAX_TROOPS
from sim.inputs.problems import ScenarioError
from sim.inputs.scenario import Scenario
from sim.words.texts import Problem, Text

__all__ = [
    "DAYS_PER_MONTH",
    "EVER",
    "MODEL_VERSION",
    "RELATIVE_ERROR",
    "Assumptions",
    "Ledger",
    "assumptions",
    "balance",
    "casualty_rate",
    "central_days",
    "cover",
    "days_covered",
    "gross_loss",
    "integrated_troops",
    "ledger",
    "longest_time",
    "lowest_balance",
    "net_drain",
    "rate_at",
    "recruited",
    "returned",
]

Array = npt.NDArray[np.float64]
"""Floats of any batch shape; curves add time as the last axis."""
ArrayLike = npt.ArrayLike
Parts = tuple[Array, ...]
"""A contribution to the balance and its first derivatives, to the right of a time: three, or as many as are needed."""

MODEL_VERSION = "2"
"""Changes whenever the same scenario gives other numbers."""
DAYS_PER_MONTH = 30.0
"""The trend is stated per 30 days, as the monthly averages behind it are (a definition, not an estimate)."""
RELATIVE_ERROR = 1e-9
"""Bound on the relative rounding error of the days covered; tests hold it against scipy's integrators."""

EVER = 1e7
"""Days after which nothing is awaited any more where a probability needs a finite time."""

_BLOCK = 1 << 13
_INSTANT = 1e-9
"""Windows shorter than this (days) count as a jump: the answer moves by less, and slopes stay finite."""
_SMALL = 0.5
_TAYLOR = tuple(1.0 / np.cumprod(np.arange(1.0, 17.0))[2:])[::-1]
"""1/16! ... 1/3!: 14 terms of phi_3 reach the last bit up to 0.5, 10 up to 0.2, 8 up to 0.05."""
_TIE = 1e-13
"""A stretch that ends this close to zero (relative to cover and losses) leaves the decision to the next one: a wave
may arrive at the very moment the cover runs out. Gains that equal the losses this closely are equal: what is left of
their difference is rounding, and would be taken for a drain that lasts 1e15 days."""
_STEPS = 200
_FEW, _TOGETHER = 2, 1 << 16
"""More steps or waves than these are worked on together, as far as so many numbers fit the processor's cache."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Assumptions:
    """The model's inputs as float arrays of any batch shape, broadcast against each other.

    Units are those of `sim.inputs.definitions.DEFINITIONS`. `waves` are pairs (day, troops) and `schedule` pairs (from
    day, casualties/day), each entry an array or number, the schedule from day 0 on. Raises `ScenarioError` for what is
    no number (booleans and texts too), non-finite values, values outside the limits, a first return day after the last,
    a schedule out of order, or shapes that do not broadcast.
    """

    waves: tuple[tuple[ArrayLike, ArrayLike], ...]
    schedule: tuple[tuple[ArrayLike, ArrayLike], ...]
    reporting_ratio: ArrayLike = 1.0
    monthly_trend: ArrayLike = 0.0
    returning_share: ArrayLike = 0.0
    first_return_day: ArrayLike = 6.0
    last_return_day: ArrayLike = 20.0
    count_earlier: bool = True
    recruits_per_day: ArrayLike = 0.0
    delivered_share: ArrayLike = 1.0
    line_share: ArrayLike = 1.0
    desertion_share: ArrayLike = 0.0
    starting_effectiveness: ArrayLike = 1.0
    integration_days: ArrayLike = 0.0

    def __post_init__(self) -> None:
        """Make every input a checked float array."""
        problems: list[Problem] = []
        for name in _INPUTS:
            what = DEFINITIONS[name]
            checked = _checked(name, getattr(self, name), (what.low, what.high), problems)
            object.__setattr__(self, name, checked)
        for name, limit in (("waves", MAX_TROOPS), ("schedule", MAX_RATE)):
            pairs = tuple(
                (_checked(f"{name} day", day, (0, MAX_DAYS), problems), _checked(name, size, (0, limit), problems))
                for day, size in getattr(self, name)
            )
            object.__setattr__(self, name, pairs)
        problems += [
            Problem.of("problem.model.empty", name) for name in ("waves", "schedule") if not getattr(self, name)
        ]
        if not problems:
            problems += self._joint_problems()
        if problems:
            raise ScenarioError(*problems)

    def _joint_problems(self) -> list[Problem]:
        try:
            _ = self.shape
        except ValueError:
            return [Problem.of("problem.model.shapes")]
        problems = []
        if np.any(np.asarray(self.first_return_day) > self.last_return_day):
            problems.append(Problem.of("problem.model.returns_order", "first_return_day"))
        starts = [np.asarray(day) for day, _ in self.schedule]
        if np.any(starts[0] != 0) or any(np.any(x > y) for x, y in zip(starts, starts[1:], strict=False)):
            problems.append(Problem.of("problem.model.steps_order", "schedule day"))
        return problems

    @property
    def shape(self) -> tuple[int, ...]:
        """The batch shape all inputs broadcast to."""
        numbers = [getattr(self, name) for name in _INPUTS]
        pairs = [array for pair in (*self.waves, *self.schedule) for array in pair]
        return np.broadcast_shapes(*(np.shape(array) for array in (*numbers, *pairs)))


_INPUTS = tuple(item.name for item in fields(Assumptions) if item.name in DEFINITIONS)
"""The inputs that are quantities."""


def _checked(name: str, value: ArrayLike, limits: tuple[float, float], problems: list[Problem]) -> Array:
    if type(value) is float and limits[0] <= value <= limits[1]:
        return np.asarray(value)  # most are: the way below costs a tenth of an answer
    try:
        given = np.asarray(value)
    except ValueError:
        given = np.asarray(None)
    allowed = Text("problem.span", low=limits[0], high=limits[1])
    if given.dtype.kind not in "iuf":
        problems.append(Problem.of("problem.model.numbers", name, allowed=allowed))
        return np.zeros(())
    array = _array(given)
    low, high = (array.min(), array.max()) if array.size else limits
    if not (low >= limits[0] and high <= limits[1]):
        found = Text("problem.span", low=float(low), high=float(high))
        problems.append(Problem.of("problem.model.limits", name, found=found, allowed=allowed))
    return array


def assumptions(scenario: Scenario, draws: Mapping[str, ArrayLike] | None = None) -> Assumptions:
    """Return the model's inputs for a scenario: its central values, or arrays of drawn values for some quantities.

    `draws` maps numeric quantity keys to arrays that broadcast against each other. Raises `ScenarioError` for draws
    outside the limits.

    >>> from sim.inputs.loading import load
    >>> round(float(days_covered(assumptions(load("sky-2024-10k")))), 3)
    7.868
    >>> days_covered(assumptions(load("sky-2024-10k"), {"troops": [5_084, 10_168]}))
    array([4., 8.])
    """
    drawn = dict(draws or {})
    values = {name: drawn.get(name, scenario.number(name)) for name in _INPUTS}
    waves, schedule = (_timed(key, scenario, drawn) for key in ("troops", "reported_rate"))
    counted = scenario["earlier_casualties"].value == "counted"
    return Assumptions(waves=waves, schedule=schedule, count_earlier=counted, **values)


def _timed(key: str, scenario: Scenario, drawn: Mapping[str, ArrayLike]) -> tuple[tuple[ArrayLike, ArrayLike], ...]:
    """Day and size of each wave, or day and rate of each step; drawn values scale all of them in proportion."""
    entries, whole = [entry.pair for entry in scenario.timed(key)], scenario.number(key)
    if key not in drawn:
        return tuple(entries)
    total = _array(drawn[key])
    if len(entries) == 1:
        return ((entries[0][0], total),)
    return tuple((day, total * (size / whole if whole else 0.0)) for day, size in entries)


@lru_cache(maxsize=256)
def central_days(scenario: Scenario) -> float:
    """Return the days covered at the central values (days); infinity where the reinforcement is never used up.

    Kept, because every sentence, table and chart of an answer asks for it.

    >>> from sim.inputs.loading import load
    >>> round(central_days(load("sky-2024-10k")), 3)
    7.868
    """
    return float(days_covered(assumptions(scenario)))


# ------------------------------------------------------------------------------------------------- curves over time


def casualty_rate(inputs: Assumptions, days: ArrayLike) -> Array:
    """True casualties per day at each time; shape (*batch, time)."""
    return _curve(lambda flow, t: _losses(flow, t, t)[1], inputs, days)


def gross_loss(inputs: Assumptions, days: ArrayLike) -> Array:
    """Casualties from day 0 to each time (people), the integral of the rate; shape (*batch, time)."""
    return _curve(lambda flow, t: _losses(flow, t, t)[0], inputs, days)


def returned(inputs: Assumptions, days: ArrayLike) -> Array:
    """Casualties back on duty from day 0 to each time (people); shape (*batch, time)."""
    return _curve(lambda flow, t: _returns(flow, t, t)[0], inputs, days)


def recruited(inputs: Assumptions, days: ArrayLike) -> Array:
    """Recruits who arrived from day 0 to each time (people); shape (*batch, time)."""
    return _curve(lambda flow, t: flow.c * t, inputs, days)


def net_drain(inputs: Assumptions, days: ArrayLike) -> Array:
    """Losses less returns and recruits from day 0 to each time (people); shape (*batch, time)."""
    return gross_loss(inputs, days) - returned(inputs, days) - recruited(inputs, days)


def cover(inputs: Assumptions, days: ArrayLike) -> Array:
    """Effective troops the waves have put into the line by each time (people); shape (*batch, time)."""
    return _curve(lambda flow, t: _covers(flow, t, t)[0], inputs, days)


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
    t, flow = _array(times), _flow(inputs)
    return Ledger(_losses(flow, t, t)[0], _returns(flow, t, t)[0], flow.c * t, _covers(flow, t, t)[0])


def rate_at(inputs: Assumptions, times: ArrayLike) -> Array:
    """Return the true casualty rate (casualties/day) at `times` (days), one time for each member, as in `ledger`."""
    t, flow = _array(times), _flow(inputs)
    return _losses(flow, t, t)[1]


def longest_time(inputs: Assumptions) -> Array:
    """Return a time (days) that stands for "ever": 10 million days, or 200 e-foldings of a growing rate; batch shape.

    What happens later cannot be told from never: 27,000 years, or losses grown by 86 powers of ten.
    """
    growth = _flow(inputs).growth
    return np.minimum(EVER, 200.0 / np.maximum(np.abs(growth), 200.0 / EVER))


def lowest_balance(inputs: Assumptions, until: ArrayLike) -> tuple[Array, Array]:
    """Return when in [0, until] the balance is lowest (days), and its value there (people); batch shape.

    Just before a wave arrives counts as the time of its arrival, without the wave.
    """
    shape = np.broadcast_shapes(inputs.shape, np.shape(until))
    flow = _flow(inputs).map(lambda x: np.broadcast_to(x, shape).ravel() if x.ndim else x)
    end = np.broadcast_to(_array(until), shape).ravel()
    when, lowest = np.zeros(end.size), np.full(end.size, np.inf)
    edges = _events(flow, end.size)
    for j, start in enumerate(edges):
        begin = np.minimum(start, end)
        length = (end if j + 1 == len(edges) else np.minimum(edges[j + 1], end)) - begin
        tau, value = _Stretch.at(flow, begin, begin + np.minimum(length, 1.0) / 2).lowest(length)
        better = (value < lowest) & (start <= end)
        when[better], lowest[better] = (begin + tau)[better], value[better]
    return when.reshape(shape), lowest.reshape(shape)


def integrated_troops(inputs: Assumptions) -> Array:
    """Effective troops once every wave has arrived and is integrated (people); batch shape."""
    flow = _flow(inputs)
    return np.broadcast_to(np.sum(np.broadcast_arrays(*(n for _, n in flow.waves)), axis=0), inputs.shape)


def _curve(part: Callable[[_Flow, Array], Array], inputs: Assumptions, days: ArrayLike) -> Array:
    t = np.asarray(days, dtype=np.float64)
    flow = _flow(inputs)
    if t.ndim != 1 or not np.all((t >= 0) & np.isfinite(t)) or np.max(flow.growth, initial=0) * t.max(initial=0) > 600:
        raise ScenarioError(Problem.of("problem.model.times", "days"))
    return np.broadcast_to(part(flow.map(lambda x: x[..., None]), t), (*inputs.shape, t.size))


# -------------------------------------------------------------------------------------------------- the kernel


class _Flow(NamedTuple):
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

    def map(self, change: Callable[[Array], Array]) -> _Flow:
        """Apply `change` to every array."""
        return _Flow(
            steps=tuple((change(s), change(rise)) for s, rise in self.steps),
            growth=change(self.growth), p=change(self.p), a=change(self.a), b=change(self.b), counted=self.counted,
            c=change(self.c), waves=tuple((change(d), change(n)) for d, n in self.waves),
            e0=change(self.e0), m=change(self.m),
        )  # fmt: skip

    def take(self, chosen: npt.NDArray[np.intp] | slice) -> _Flow:
        """Keep the chosen members of the batch; single numbers stay single."""
        return self.map(lambda x: x if x.ndim == 0 else x[chosen])


def _flow(inputs: Assumptions) -> _Flow:
    k, p, a, b, c = (_array(getattr(inputs, key)) for key in _RATE_SIDE)
    f, u, q, e0, m = (_array(getattr(inputs, key)) for key in _COVER_SIDE)
    rates = [k * _array(rate) for _, rate in inputs.schedule]
    rises = [rates[0], *(after - before for before, after in zip(rates, rates[1:], strict=False))]
    return _Flow(
        steps=tuple((_array(day), _array(rise)) for (day, _), rise in zip(inputs.schedule, rises, strict=True)),
        growth=_array(np.log1p(_array(inputs.monthly_trend)) / DAYS_PER_MONTH),
        waves=tuple((_array(day), _array(_array(troops) * f * u * (1.0 - q))) for day, troops in inputs.waves),
        p=p, a=a, b=b, c=c, counted=inputs.count_earlier, e0=e0, m=m,
    )  # fmt: skip


_RATE_SIDE = ("reporting_ratio", "returning_share", "first_return_day", "last_return_day", "recruits_per_day")
_COVER_SIDE = ("delivered_share", "line_share", "desertion_share", "starting_effectiveness", "integration_days")


def _array(value: ArrayLike) -> Array:
    return np.asarray(value, dtype=np.float64)


def _phi(z: Array) -> Parts:
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


def _losses(flow: _Flow, t: Array, inside: Array) -> Parts:
    """L(t) and its derivatives. `inside` is a time in the stretch that starts at t: it decides what has begun."""

    def of_step(start: Array, rise: Array) -> tuple[Array, ...]:
        return _one_step(rise * (inside >= start), flow.growth, np.maximum(t - start, 0.0))

    total, rate = _summed(flow, flow.steps, t, of_step)
    return total, rate, flow.growth * rate, flow.growth**2 * rate


def _summed(
    flow: _Flow, pairs: tuple[tuple[Array, Array], ...], t: Array, part: Callable[[Array, Array], tuple[Array, ...]]
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
    exp, phi1, _, _ = _phi(growth * x)
    return rise * x * phi1, rise * exp


def _returns(flow: _Flow, t: Array, inside: Array) -> Parts:
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


def _window(flow: _Flow, x: Array, inside: Array) -> _Window:
    span = flow.b - flow.a
    wide = span > _INSTANT
    safe = np.where(wide, span, 1.0)
    share = np.where(wide, np.clip((x - flow.a) / safe, 0.0, 1.0), inside >= flow.a)
    open_now = wide & (inside >= flow.a) & (inside < flow.b)
    return _Window(share, np.where(wide, share * span, 0.0), np.maximum(x - flow.b, 0.0), open_now / safe)


def _returns_of_step(flow: _Flow, start: Array, rise: Array, times: tuple[Array, Array]) -> tuple[Array, Array, Array]:
    """Lagged losses of one step: with w days of the window passed and y days since its end,
    H L(y) + l(y) H w phi_2(growth w), written so that no difference of near-equal numbers occurs."""
    x, inside = times[0] - start, times[1] - start
    at = _window(flow, x, inside)
    exp_w, phi1_w, phi2_w, _ = _phi(flow.growth * at.width)
    loss, rate = _one_step(rise, flow.growth, at.since)
    value = at.share * (loss + rate * at.width * phi2_w)
    slope = at.share * rate * phi1_w
    closed = (inside >= flow.b) * flow.growth * rate * phi1_w
    return value, slope, closed + rise * exp_w * at.opening


def _covers(flow: _Flow, t: Array, inside: Array) -> tuple[Array, Array]:
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


# ------------------------------------------------------------------------------------------- the first crossing


def days_covered(inputs: Assumptions) -> Array:
    """Days until the net drain first exceeds the cover; infinity where it never does; batch shape.

    Exact up to rounding (relative error below `RELATIVE_ERROR`): closed forms between events, see the module's head.
    """
    flow = _flow(inputs).map(lambda x: np.broadcast_to(x, inputs.shape).ravel() if x.ndim else x)
    size = int(np.prod(inputs.shape, dtype=np.int64))
    days = np.empty(size)
    for first in range(0, size, _BLOCK):
        block = slice(first, min(first + _BLOCK, size))
        days[block] = _first_crossing(flow.take(block), block.stop - block.start)
    return days.reshape(inputs.shape)


def _first_crossing(flow: _Flow, size: int) -> Array:
    edges = _events(flow, size)
    days = np.full(size, np.inf)
    left = np.arange(size)
    for j, start in enumerate(edges):
        end = edges[j + 1] if j + 1 < len(edges) else np.full(size, np.inf)
        here = flow if left.size == size else flow.take(left)
        t, length = start[left], (end - start)[left]
        tau = _Stretch.at(here, t, t + np.minimum(length, 1.0) / 2).floored().crossing(length)
        found = np.isfinite(tau)
        days[left[found]] = (t + tau)[found]
        left = left[~found]
        if not left.size:
            break
    return days


def _events(flow: _Flow, size: int) -> Array:
    """Times at which the balance changes its form, day 0 first, sorted; shape (event, batch)."""
    events = [np.zeros(1)]
    for d, _ in flow.waves:
        events += [d] if not np.any(flow.m) else [d, d + flow.m]
    for start, _ in flow.steps:
        events += [start] if not np.any(flow.p) else [start, start + flow.a, start + flow.b]
    distinct = [e for i, e in enumerate(events) if i == 0 or e.ndim or e != 0]
    return np.sort(np.stack([np.broadcast_to(e, size) for e in distinct]), axis=0)


class _Stretch(NamedTuple):
    """The balance between two events, from its value and derivatives at the start: B''' = k exp(growth * tau)."""

    b0: Array
    b1: Array
    b2: Array
    k: Array
    growth: Array
    size: Array
    """Cover and losses at the start (people): what rounding is relative to."""

    @classmethod
    def at(cls, flow: _Flow, t: Array, inside: Array) -> _Stretch:
        """Start a stretch at t; `inside` lies in it and decides what has begun."""
        s, s1 = _covers(flow, t, inside)
        losses, returns = _losses(flow, t, inside), _returns(flow, t, inside)
        gains = s1 + returns[1] + flow.c
        parts = (
            s - losses[0] + returns[0] + flow.c * t,
            np.where(np.abs(gains - losses[1]) > _TIE * losses[1], gains - losses[1], 0.0),
            returns[2] - losses[2],
            returns[3] - losses[3],
            flow.growth,
            s + losses[0],
        )
        return cls(*(np.broadcast_to(part, t.shape) for part in parts))

    def after(self, tau: Array) -> _Stretch:
        """The same balance seen from tau days later."""
        with np.errstate(over="ignore"):
            exp, phi1, phi2, phi3 = _phi(self.growth * tau)
            return self._replace(
                b0=self.b0 + tau * (self.b1 + tau * (self.b2 / 2 + self.k * tau * phi3)),
                b1=self.b1 + tau * (self.b2 + self.k * tau * phi2),
                b2=self.b2 + self.k * tau * phi1,
                k=self.k * exp,
            )

    def take(self, chosen: npt.NDArray[np.bool_]) -> _Stretch:
        """Keep the chosen members of the batch."""
        return _Stretch(*(x[chosen] for x in self))

    def floored(self) -> _Stretch:
        """The same with a start that is not below zero by rounding: an earlier stretch would have ended."""
        return self._replace(b0=np.maximum(self.b0, 0.0))

    def crossing(self, length: Array) -> Array:
        """Days to the first downward crossing of zero within `length` (which may be infinite); infinity if none."""
        split = self._inflection(length)
        tau = self._crossing_of_piece(split)
        again = np.isinf(tau) & (split < length)
        if again.any():
            rest = self.take(again).after(split[again]).floored()
            tau[again] = split[again] + rest._crossing_of_piece((length - split)[again])
        return tau

    def _inflection(self, length: Array) -> Array:
        """Where B'' changes sign inside the stretch, or its length: exp(growth tau) = 1 - growth b2 / k."""
        turning = (self.b2 * self.k < 0) & np.isfinite(length)
        if not turning.any():
            return length
        piece = self.take(turning)
        z = -piece.growth * piece.b2 / piece.k
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            tau = np.where(piece.growth == 0, -piece.b2 / piece.k, np.log1p(np.maximum(z, -1.0)) / piece.growth)
        split = length.copy()
        inside = (tau > 0) & (tau < length[turning])
        split[turning] = np.where(inside, tau, length[turning])
        return split

    def _crossing_of_piece(self, length: Array) -> Array:
        """The crossing where the curvature keeps its sign."""
        finite = np.isfinite(length)
        far = length if finite.all() else np.where(finite, length, self._horizon())
        end = self.after(far)
        dips = (self.b1 < 0) & (end.b0 >= 0) & (end.b1 > 0)
        if dips.any():
            far = self._bottom(far, dips)
            end = self.after(far)
        tau = np.full(far.shape, np.inf)
        hit = end.b0 < np.where(finite, -_TIE * self.size, 0.0)
        if hit.any():
            piece = self.take(hit)
            tau[hit] = _root(piece, _Stretch.height, far[hit], piece._parabola(), piece.b0)
        return tau

    def _bottom(self, far: Array, dips: npt.NDArray[np.bool_]) -> Array:
        """`far`, and for those who dip the time of the minimum before it."""
        piece, reach = self.take(dips), far.copy()
        guess = -piece.b1 / np.where(piece.b2 == 0, 1.0, piece.b2)
        reach[dips] = _root(piece, _Stretch.fall, far[dips], guess, -piece.b1)
        return reach

    def lowest(self, length: Array) -> tuple[Array, Array]:
        """When within a finite `length` the balance is lowest, and its value."""
        split = self._inflection(length)
        times, values = self._lowest_of_piece(split)
        if np.any(split < length):
            later_times, later_values = self.after(split)._lowest_of_piece(length - split)
            better = later_values < values
            times, values = np.where(better, split + later_times, times), np.where(better, later_values, values)
        return times, values

    def _lowest_of_piece(self, length: Array) -> tuple[Array, Array]:
        end = self.after(length)
        dips = (self.b1 < 0) & (end.b1 > 0)
        if dips.any():
            length = self._bottom(length, dips)
            end = self.after(length)
        starts_low = self.b0 <= end.b0
        return np.where(starts_low, 0.0, length), np.where(starts_low, self.b0, end.b0)

    def height(self, tau: Array) -> tuple[Array, Array]:
        """Balance and its slope after tau days."""
        later = self.after(tau)
        return later.b0, later.b1

    def fall(self, tau: Array) -> tuple[Array, Array]:
        """How fast the balance falls after tau days, and the slope of that."""
        later = self.after(tau)
        return -later.b1, -later.b2

    def _parabola(self) -> Array:
        """First downward zero of b0 + b1 tau + b2 tau^2 / 2, in the form that loses no digits; NaN if there is none."""
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            root = np.sqrt(self.b1 * self.b1 - 2.0 * self.b0 * self.b2)
            return np.where(self.b1 <= 0, 2.0 * self.b0 / (root - self.b1), (self.b1 + root) / -self.b2)

    def _horizon(self) -> Array:
        """A time after which the last stretch does not change sign again.

        Growing losses: there k <= 0, so B lies below its parabola and the parabola's zero bounds the crossing. Falling
        losses: B has reached its asymptote to 26 digits after 60 e-foldings. Constant: B is a line.
        """
        beyond = np.nan_to_num(self._parabola(), nan=0.0, posinf=0.0)
        cap = 600.0 / np.maximum(np.abs(self.growth), 1e-280)
        falling = (self.growth < 0) & (self.b2 != 0)
        return np.where(falling, cap / 10, np.minimum(np.maximum(beyond, 0.0) * (1 + 1e-6) + 1e-6, cap))


_Part = Callable[[_Stretch, Array], tuple[Array, Array]]


def _root(stretch: _Stretch, part: _Part, far: Array, guess: Array, scale: Array) -> Array:
    """Zero of a part that is >= 0 at 0 and < 0 at `far`, by Newton's method kept inside the shrinking bracket.

    Where Newton's steps do not halve, the bracket is halved: on an exponential they are one e-folding each, and there
    may be hundreds of those. Members that have settled are left out of the further steps.
    """
    x = np.where((guess >= 0) & (guess <= far), guess, far / 2)
    roots, ids, low, high, last = x, np.arange(far.size), np.zeros_like(far), far, far
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for _ in range(_STEPS):
            y, slope = part(stretch, x)
            below = y < 0
            low, high = np.where(below, low, x), np.where(below, x, high)
            new = x - y / slope
            step, tiny = np.abs(new - x), 1e-13 * x
            quick = (step <= last / 2) | (step <= tiny)
            new = np.where((new >= low) & (new <= high) & quick, new, (low + high) / 2)
            new = np.where(np.abs(y) <= 1e-15 * scale, x, new)
            last, x = np.abs(new - x), new
            roots[ids] = x
            moving = last > tiny
            left = np.count_nonzero(moving)
            if not left:
                break
            if 2 * left < ids.size:
                stretch, ids = stretch.take(moving), ids[moving]
                x, low, high, last, scale = x[moving], low[moving], high[moving], last[moving], scale[moving]
    return roots
