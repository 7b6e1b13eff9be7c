"""A rate that steps and grows: its level and its integrals at any time and over any window, looked up.

    rate                     level_2 exp(growth * x)
      |            ______----
      |   ________|       ^
      |  |  level_1       | looked up: which step, and how long ago it began
      |__|________|_______|_____> days
     s_0 s_1      s_2     t

What has happened up to each start is summed once, so that a question costs the same whatever the number of steps.
Between two starts the rate is an exponential, whose integrals are the functions phi_j of exponential integrators
(Hochbruck & Ostermann, Acta Numerica 19, 2010, sec. 2.1). Summing every step anew for each time was rejected: from
event to event it costs the square of the number of steps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array

__all__ = ["Place", "Timeline", "grown", "phi", "timeline"]

Index = npt.NDArray[np.intp]

_SMALL = 0.5
_TAYLOR = tuple(1.0 / np.cumprod(np.arange(1.0, 17.0))[2:])[::-1]
"""1/16! ... 1/3!: 14 terms of phi_3 reach the last bit up to 0.5, 10 up to 0.2, 8 up to 0.05."""


def phi(z: Array) -> tuple[Array, Array, Array, Array]:
    """Return exp(z) and phi_1..phi_3, phi_j(z) = sum of z^i / (i + j)!, each of the shape of `z` or a plain number.

    By the Taylor series below 0.5 and phi_j = (phi_{j-1} - 1/(j-1)!) / z above: the error is below 50 roundings.

    >>> [float(part) for part in phi(np.array(0.0))] == [1, 1, 1 / 2, 1 / 6]
    True
    >>> abs(float(phi(np.array(1.0))[1]) - (np.e - 1)) < 1e-15
    True
    """
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


def grown(z: Array) -> tuple[Array, Array]:
    """Return exp(z) and phi_1(z) = (exp(z) - 1) / z, both of the shape of `z`, to a few roundings and without a series.

    Not to be had so from the higher phi_j: what is close to 0 would be left of near-equal numbers.

    >>> [float(part) for part in grown(np.array(0.0))], float(grown(np.array(-1.0))[1]) == 1 - 1 / np.e
    ([1.0, 1.0], True)
    """
    above = np.expm1(z)
    return np.exp(z), np.divide(above, z, out=np.ones_like(above), where=z != 0)


class Place(NamedTuple):
    """A time on a timeline: the step it is in, the rate there, and the integral of the rate from day 0 on.

    `step` counts from 0 and is None where there is only one; rate and total are in the rate's unit and that times days.
    """

    step: Index | None
    rate: Array
    total: Array


class Timeline(NamedTuple):
    """Starts (days) of the steps in order, the rate at each, its integral up to each and the integral of that.

    Each has the step as first axis, then a batch or nothing; `growth` (1/day) is a batch or a number. Units are those
    of the rate, times days for `once`, times days squared for `twice`: of casualties a day they are losses and the
    integral of losses, of troops (see `sim.core.flow.Flow`) people times days.
    """

    starts: Array
    levels: Array
    once: Array
    twice: Array
    growth: Array

    def take(self, chosen: npt.NDArray[np.intp] | slice) -> Timeline:
        """Keep the chosen members of a batch of one axis."""
        starts, levels, once, twice = (x if x.ndim == 1 else x[:, chosen] for x in self[:4])
        return Timeline(starts, levels, once, twice, self.growth if self.growth.ndim == 0 else self.growth[chosen])

    def at(self, t: Array, inside: Array) -> Place:
        """Return the place of times t (days); `inside` lies in the stretch that starts at t and decides what began.

        >>> steps = timeline(((np.array(0.0), np.array(10.0)), (np.array(5.0), np.array(20.0))), np.array(0.0))
        >>> at_two = steps.at(np.array(2.0), np.array(2.0))
        >>> int(at_two.step), float(at_two.rate), float(at_two.total)
        (0, 10.0, 20.0)
        """
        step = self._step(inside)
        x, level = np.maximum(t - _looked_up(self.starts, step), 0.0), _looked_up(self.levels, step)
        exp, phi1 = grown(self.growth * x)
        return Place(step, level * exp, _looked_up(self.once, step) + level * x * phi1)

    def between(self, early: Place, t: Array, late: tuple[Array, Array], width: Array) -> tuple[Array, Array, Array]:
        """Return over [t, t + width] the integrals of `total` and of the rate, and by how much the rate rises.

        `early` is the place of t; `late` are the end of the window and a time inside the stretch that starts there.
        Written for windows of any width, without differences of near-equal numbers: the part up to the first step that
        begins inside, whole steps from the table, and the part of the last step.

        >>> steps = timeline(((np.array(0.0), np.array(10.0)), (np.array(5.0), np.array(20.0))), np.array(0.0))
        >>> t, end = np.array(2.0), np.array(7.0)
        >>> [float(part) for part in steps.between(steps.at(t, t), t, (end, end), end - t)]
        [245.0, 70.0, 10.0]
        """
        step = self._step(late[1])
        if step is None or early.step is None:
            return _even(early, self.growth, width)
        same = step <= early.step
        first = np.where(same, width, np.maximum(_looked_up(self.starts, np.minimum(early.step + 1, step)) - t, 0.0))
        twice, once, rise = _even(early, self.growth, first)
        if same.all():
            return twice, once, rise
        here = Place(step, _looked_up(self.levels, step), _looked_up(self.once, step))
        rest = _even(here, self.growth, np.where(same, 0.0, np.maximum(late[0] - _looked_up(self.starts, step), 0.0)))
        then = np.minimum(early.step + 1, step)
        twice = twice + np.where(same, 0.0, _risen(self.twice, then, step) + rest[0])
        once = once + np.where(same, 0.0, _risen(self.once, then, step) + rest[1])
        return twice, once, np.where(same, rise, here.rate + rest[2] - early.rate)

    def _step(self, inside: Array) -> Index | None:
        """The number of the step a time is in; None where there is only one."""
        if len(self.starts) == 1:
            return None
        if self.starts.ndim == 1:
            return np.maximum(np.searchsorted(self.starts, inside, side="right") - 1, 0)
        begun = np.sum(_with_axes(self.starts, inside.ndim) <= inside, axis=0, dtype=np.intp)
        return np.maximum(begun - 1, 0)


def timeline(pairs: tuple[tuple[Array, Array], ...], growth: Array) -> Timeline:
    """Return the timeline of a rate that is set at each start (days, in order) and grows by `growth` (1/day) from then.

    What was there grows on: a step adds the difference of two stated rates, which grows from its own start. Up to the
    n-th start the integrals are sums over the steps before it, each in closed form with phi_1 and phi_2; one pass, so
    the work is linear in the steps. The first start is day 0.

    >>> steps = timeline(((np.array(0.0), np.array(10.0)), (np.array(5.0), np.array(20.0))), np.array(0.0))
    >>> steps.once.tolist(), steps.at(np.array(7.0), np.array(7.0)).total.tolist()
    ([0.0, 50.0], 90.0)
    """
    level, once, twice = pairs[0][1], np.zeros(()), np.zeros(())
    rows = [(pairs[0][0], level, once, twice)]
    for (before, stated), (start, rate) in zip(pairs, pairs[1:], strict=False):
        length = start - before
        exp, phi1, phi2, _ = phi(growth * length)
        twice = twice + length * (once + level * length * phi2)
        once = once + level * length * phi1
        level = level * exp + (rate - stated) if np.any(growth) else rate
        rows.append((start, level, once, twice))
    starts, levels, once, twice = (np.stack(np.broadcast_arrays(*column)) for column in zip(*rows, strict=True))
    return Timeline(starts, levels, once, twice, growth)


def _even(start: Place, growth: Array, width: Array) -> tuple[Array, Array, Array]:
    """The integrals of total and rate over a window in which no step begins, and the rise of the rate.

    With rate l and width w: of the rate l w phi_1, of the total w (total + l w phi_2), and the rise is growth times the
    first.
    """
    _, phi1, phi2, _ = phi(growth * width)
    once = start.rate * width * phi1
    return width * (start.total + start.rate * width * phi2), once, growth * once


def _looked_up(table: Array, step: Index | None) -> Array:
    """The row of a table for each of the steps asked for; the shape of the steps, broadcast with the batch."""
    if step is None:
        return np.asarray(table[0])
    if table.ndim == 1:
        return np.asarray(table[step])
    shape = np.broadcast_shapes(table.shape[1:], step.shape)
    full = np.broadcast_to(_with_axes(table, len(shape)), (len(table), *shape))
    return np.asarray(np.take_along_axis(full, np.broadcast_to(step, shape)[None], axis=0)[0])


def _risen(table: Array, earlier: Index, later: Index) -> Array:
    """By how much a table rises from one step to a later one."""
    return _looked_up(table, later) - _looked_up(table, earlier)


def _with_axes(table: Array, axes: int) -> Array:
    """A table with as many axes after the first as `axes`, those it lacks put before its batch."""
    return table.reshape(len(table), *(1,) * (axes + 1 - table.ndim), *table.shape[1:])
