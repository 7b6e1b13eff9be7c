r"""The balance between two events in closed form: where it is lowest, and where it first falls below zero.

    B
     |\            inflection              piece 1: bent upwards, [0, split)
     |  \              :      ..           piece 2: bent downwards, [split, length]
     |    \.         . : -'       `.
     |       `-. .-'   :            \      each piece has one bottom or none, and
     +--------bottom---split---------x-->  at most one downward crossing x of zero
     0                                tau

Between two consecutive events (a wave arrives or is integrated, the rate steps, a cohort starts or ends returning) the
balance B = cover - net drain has B''' = k exp(growth * tau). So on each stretch B is known in closed form from its
value and three derivatives, with the functions phi_j of exponential integrators (Hochbruck & Ostermann, Acta Numerica
19, 2010, sec. 2.1). B'' changes sign at most once there, at a known place, which leaves pieces of constant curvature:
each that starts at or above zero has at most one downward crossing, found by Halley's method kept inside a bracket.

Letters (unit): b0, b1, b2 value, slope and curvature at the start (people, per day, per day^2), k the third derivative
there (people/day^3), growth as in `sim.core.flow` (1/day), tau days since the start. All of one batch shape.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.core.flow import FARTHEST_GROWTH, Flow, covers, losses, returns
from sim.core.timeline import phi

__all__ = ["Stretch"]

_TIE = 1e-13
"""A stretch that ends this close to zero (relative to cover and losses) leaves the decision to the next one: a wave
may arrive at the very moment the cover runs out. Gains that equal the losses this closely are equal: what is left of
their difference is rounding, and would be taken for a drain that lasts 1e15 days."""
_STEPS = 200
"""Most steps of a search for a root; bisection alone takes 60."""
_LEAST = 1e-8
"""A step is not the last unless it is below 1e-5 of the root, whatever the curvature there."""


class Stretch(NamedTuple):
    """The balance between two events, from its value and derivatives at the start: B''' = k exp(growth * tau).

        B(tau) = b0 + b1 tau + b2 tau^2 / 2 + k tau^3 phi_3(growth tau)

    Derivation: docs/derivations.md, "Days covered".

    >>> numbers = (100.0, -25.0, 3.0, 0.0, 0.0, 100.0)  # a parabola that dips below zero and comes back
    >>> dip = Stretch(*(np.array([x]) for x in numbers))
    >>> round(float(dip.crossing(np.array([20.0]))[0]), 6)  # the first zero; the other lies at 10
    6.666667
    >>> [round(float(part[0]), 6) for part in dip.lowest(np.array([20.0]))]
    [8.333333, -4.166667]
    """

    b0: Array
    b1: Array
    b2: Array
    k: Array
    growth: Array
    size: Array
    """Cover and losses at the start (people): what rounding is relative to."""

    @classmethod
    def at(cls, flow: Flow, t: Array, inside: Array) -> Stretch:
        """Start a stretch at t (days); `inside` lies in it and decides what has begun.

        A slope that is within rounding of zero is made zero: gains that equal losses stay equal for ever.
        """
        s, s1 = covers(flow, t, inside)
        lost, back = losses(flow, t, inside), returns(flow, t, inside)
        gains = s1 + back[1] + flow.letters.c
        parts = (
            s - lost[0] + back[0] + flow.letters.c * t,
            np.where(np.abs(gains - lost[1]) > _TIE * lost[1], gains - lost[1], 0.0),
            back[2] - lost[2],
            back[3] - lost[3],
            flow.letters.growth,
            s + lost[0],
        )
        return cls(*(np.broadcast_to(part, t.shape) for part in parts))

    def after(self, tau: Array) -> Stretch:
        """The same balance seen from tau days later; exact but for rounding, whatever tau is."""
        with np.errstate(over="ignore"):
            exp, phi1, phi2, phi3 = phi(self.growth * tau)
            return self._replace(
                b0=self.b0 + tau * (self.b1 + tau * (self.b2 / 2 + self.k * tau * phi3)),
                b1=self.b1 + tau * (self.b2 + self.k * tau * phi2),
                b2=self.b2 + self.k * tau * phi1,
                k=self.k * exp,
            )

    def slope_to(self, other: Stretch, distance: float) -> Stretch:
        """How the balance moves with a quantity in which it is linear: the other is its balance `distance` farther.

        The result is in people per unit of the quantity; growth must not depend on the quantity.
        """
        b0, b1, b2, k = ((there - here) / distance for here, there in zip(self[:4], other[:4], strict=True))
        return Stretch(b0, b1, b2, k, self.growth, self.size)

    def moved(self, slope: Stretch, distance: Array) -> Stretch:
        """The balance `distance` farther in a quantity along its slope."""
        b0, b1, b2, k = (here + distance * per for here, per in zip(self[:4], slope[:4], strict=True))
        return Stretch(b0, b1, b2, k, self.growth, self.size)

    def take(self, chosen: npt.NDArray[np.bool_]) -> Stretch:
        """Keep the chosen members of the batch."""
        return Stretch(*(x[chosen] for x in self))

    def floored(self) -> Stretch:
        """The same with a start that is not below zero by rounding: an earlier stretch would have ended."""
        return self._replace(b0=np.maximum(self.b0, 0.0))

    def crossing(self, length: Array) -> Array:
        """Days to the first downward crossing of zero within `length` (which may be infinite); infinity if none.

        Batch shape. Touching zero is no crossing, and one at the very end of a finite stretch (within 1e-13 of cover
        and losses) is left to the next stretch, which may begin with a wave. The start must not be below zero:
        `floored` sees to it.
        """
        split = self._inflection(length)
        tau = self._crossing_of_piece(split)
        again = np.isinf(tau) & (split < length)
        if again.any():
            rest = self.take(again).after(split[again]).floored()
            tau[again] = split[again] + rest._crossing_of_piece(length[again] - split[again])
        return tau

    def _inflection(self, length: Array) -> Array:
        """Where B'' changes sign inside the stretch, or its length: exp(growth tau) = 1 - growth b2 / k.

        B'' = b2 + k tau phi_1(growth tau) is monotone in tau, so there is one such place at most.
        """
        turning = (np.sign(self.b2) * self.k < 0) & np.isfinite(length)
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
            tau[hit] = _root(piece, Stretch.height, far[hit], piece._parabola(), piece.b0)
        return tau

    def _bottom(self, far: Array, dips: npt.NDArray[np.bool_]) -> Array:
        """`far`, and for those who dip the time of the minimum before it.

        The root of B' by Halley's method, from the minimum of the parabola with the same slope and curvature at the
        start.
        """
        piece, reach = self.take(dips), far.copy()
        guess = -piece.b1 / np.where(piece.b2 == 0, 1.0, piece.b2)
        reach[dips] = _root(piece, Stretch.fall, far[dips], guess, -piece.b1)
        return reach

    def lowest(self, length: Array) -> tuple[Array, Array]:
        """When within a finite `length` (days) the balance is lowest (days), and its value (people); batch shape."""
        split = self._inflection(length)
        times, values = self._lowest_of_piece(split)
        if np.any(split < length):
            later_times, later_values = self.after(split)._lowest_of_piece(length - split)
            better = later_values < values
            times, values = np.where(better, split + later_times, times), np.where(better, later_values, values)
        return times, values

    def _lowest_of_piece(self, length: Array) -> tuple[Array, Array]:
        """The lowest of a piece of constant curvature: its bottom if it has one inside, else the lower end."""
        end = self.after(length)
        dips = (self.b1 < 0) & (end.b1 > 0)
        if dips.any():
            length = self._bottom(length, dips)
            end = self.after(length)
        starts_low = self.b0 <= end.b0
        return np.where(starts_low, 0.0, length), np.where(starts_low, self.b0, end.b0)

    def height(self, tau: Array) -> tuple[Array, Array, Array]:
        """Balance after tau days, its slope and its curvature."""
        later = self.after(tau)
        return later.b0, later.b1, later.b2

    def fall(self, tau: Array) -> tuple[Array, Array, Array]:
        """How fast the balance falls after tau days, and two derivatives of that."""
        later = self.after(tau)
        return -later.b1, -later.b2, -later.k

    def _parabola(self) -> Array:
        """First downward zero of b0 + b1 tau + b2 tau^2 / 2, in the form that loses no digits; NaN if there is none.

        2 b0 / (sqrt(b1^2 - 2 b0 b2) - b1) where b1 is not above zero, (b1 + sqrt(...)) / -b2 where it is: no difference
        of nearly equal numbers either way.
        """
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            root = np.sqrt(self.b1 * self.b1 - 2.0 * self.b0 * self.b2)
            return np.where(self.b1 <= 0, 2.0 * self.b0 / (root - self.b1), (self.b1 + root) / -self.b2)

    def _horizon(self) -> Array:
        """A time after which the last stretch does not change sign again.

        Growing losses: there k <= 0, so B lies below its parabola and the parabola's zero bounds the crossing. Falling
        losses: B has reached its asymptote to 26 digits after 60 e-foldings. Constant: B is a line.
        """
        beyond = np.nan_to_num(self._parabola(), nan=0.0, posinf=0.0)
        cap = FARTHEST_GROWTH / np.maximum(np.abs(self.growth), 1e-280)
        falling = (self.growth < 0) & (self.b2 != 0)
        return np.where(falling, cap / 10, np.minimum(np.maximum(beyond, 0.0) * (1 + 1e-6) + 1e-6, cap))


_Part = Callable[[Stretch, Array], tuple[Array, Array, Array]]


def _root(stretch: Stretch, part: _Part, far: Array, guess: Array, scale: Array) -> Array:
    """Zero of a part that is >= 0 at 0 and < 0 at `far`, by Halley's method (Traub 1964) kept inside its bracket.

    Halley's step is Newton's, y / y', divided by 1 - h with h = y y'' / (2 y'^2); the error left is below h times the
    step, which tells the last one (`_LEAST` is for where h passes zero). Where steps do not halve, the bracket is
    halved: on an exponential they are two e-foldings each, and there may be hundreds of those. Members that have
    settled are left out of the further steps.
    """
    x = np.where((guess >= 0) & (guess <= far), guess, far / 2)
    roots, ids, low, high, last = x, np.arange(far.size), np.zeros_like(far), far, far
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for _ in range(_STEPS):
            y, slope, bend = part(stretch, x)
            below = y < 0
            low, high = np.where(below, low, x), np.where(below, x, high)
            newton = y / slope
            h = newton * bend / (2 * slope)
            new = x - newton / (1.0 - h)
            step, tiny = np.abs(new - x), 1e-13 * x
            final = step * np.maximum(np.abs(h), _LEAST) <= tiny
            new = np.where((new >= low) & (new <= high) & (final | (step <= last / 2)), new, (low + high) / 2)
            new = np.where(np.abs(y) <= 1e-15 * scale, x, new)
            last, x = np.abs(new - x), new
            roots[ids] = x
            moving = (last > tiny) & ~(final & (last == step))
            left = np.count_nonzero(moving)
            if not left:
                break
            if 2 * left < ids.size:
                stretch, ids = stretch.take(moving), ids[moving]
                x, low, high, last, scale = x[moving], low[moving], high[moving], last[moving], scale[moving]
    return roots
