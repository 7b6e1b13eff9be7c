r"""The value of a quantity below which the cover has failed by a time, for every time at once.

    balance
      |\              higher y       B(s; y) is a line in y for each time s, so the lowest balance up to a time
      |  \     ___                   is concave in y, and the cover fails below one edge: the largest, over s, of
      |   \__/    \    lower y       the y at which B(s; y) = 0. The edge only rises with time; within a stretch
      |----\--/----\----\---> days   between two events it is found by Newton's method on the lowest balance there.
      |     \/

The edge by the start of each stretch is found once; a question about a time then costs one stretch. Starting from day 0
for each time asked about was rejected: with many steps or waves it took minutes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions
from sim.core.crossing import events, in_one_row
from sim.core.flow import Flow, flow_of, letters_of
from sim.core.stretch import Stretch

__all__ = ["Envelope"]

_NEWTON = 60
"""Most steps of Newton's method; from the failing side it is monotone, and a handful are enough."""
_ROUNDING = 1e-13
"""A balance this close to zero, relative to cover and losses, is zero."""
_SETTLED = 1e-10
"""Relative width of a step after which the edge counts as found."""


class Envelope(NamedTuple):
    """Edges of a batch along one axis: `best` by the start of each stretch, shape (stretch, batch), as `starts` (days).

    The quantity runs from `origin` in the direction that helps, `sign`; `flows` are those at the origin and `reach`
    farther; edges lie between the ends of `support`, all measured from the origin. The balance must be linear in the
    quantity: then two flows say all, and the lowest balance up to a time, being the least of lines, is concave.

    >>> few, many = (Assumptions(waves=((0, n),), schedule=((0, [100, 200]),)) for n in (1000, 2000))
    >>> edges = Envelope.of((few, many), (1000, 2000), (0, 5000), np.array([30.0, 30.0]), helps=True)
    >>> edges(np.array([7.0, 7.0])).tolist()  # by day 7 whoever has fewer troops than these has run out
    [700.0, 1400.0]
    """

    flows: tuple[Flow, Flow]
    origin: float
    sign: float
    reach: float
    support: tuple[float, float]
    starts: Array
    best: Array

    @classmethod
    def of(cls, inputs: tuple[Assumptions, Assumptions], values: tuple[float, float], support: tuple[float, float],
           last: Array, *, helps: bool) -> Envelope:  # fmt: skip
        """Return the edges up to the times `last` (days), one for each member of the batch, in its shape.

        `inputs` are the model's at two `values` of the quantity, which may lie in the interval `support`; `helps` says
        that more of it covers more. Work grows with the number of stretches that begin before the latest of the times.
        """
        letters = [in_one_row(letters_of(one), last.shape)[0] for one in inputs]
        flows, sign = (flow_of(letters[0]), flow_of(letters[1])), 1.0 if helps else -1.0
        low, high = sorted(sign * (end - values[0]) for end in support)
        starts = events(flows[1], last.size)
        starts = starts[: max(np.count_nonzero(np.any(starts <= last.ravel(), axis=1)), 1)]
        made = cls(
            flows, values[0], sign, sign * (values[1] - values[0]), (low, high), starts, np.full((1, last.size), low)
        )
        edges = [made.best[0]]
        for start, end in zip(starts[:-1], starts[1:], strict=True):
            edges.append(made._raised(start, end - start, edges[-1]))
        return made._replace(best=np.array(edges))

    def __call__(self, end: Array) -> Array:
        """Return the edges by the times `end` (days), in their shape: values of the quantity.

        An edge at an end of the support means that all of it has failed, or none. Times after those the edges were made
        up to are answered from the last stretch begun by then: events between the two are not seen. The edge is found
        to a relative 1e-10 of its distance from the origin.
        """
        until = end.ravel()
        row = np.maximum(np.count_nonzero(self.starts <= until, axis=0) - 1, 0)[None]
        start, edge = (np.take_along_axis(x, row, axis=0)[0] for x in (self.starts, self.best))
        found = self._raised(start, np.maximum(until - start, 0.0), edge)
        return np.asarray(self.origin + self.sign * found).reshape(end.shape)

    def _raised(self, start: Array, length: Array, edge: Array) -> Array:
        """The edges at the end of a stretch from those at its start.

        The line through the balance at the end starts the search from below. From the failing side Newton's steps on a
        concave function never pass its root, so a member leaves when its lowest balance is zero up to rounding, or at
        the far end.
        """
        inside = start + np.minimum(length, 1.0) / 2
        base, other = (Stretch.at(flow, start, inside) for flow in self.flows)
        slope = base.slope_to(other, self.reach)
        at_end, gained = base.after(length).b0, slope.after(length).b0
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            straight = np.where(gained > 0, -at_end / gained, -np.inf)
        edge, top = np.minimum(np.maximum(edge, straight), self.support[1]), self.support[1]
        ids, found = np.arange(edge.size), edge
        for _ in range(_NEWTON):
            when, lowest = base.moved(slope, edge).lowest(length)
            failing = (lowest < -_ROUNDING * base.size) & (edge < top)
            if not failing.any():
                break
            base, slope, ids = base.take(failing), slope.take(failing), ids[failing]
            edge, length, when, lowest = edge[failing], length[failing], when[failing], lowest[failing]
            rise = slope.after(when).b0
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                new = np.minimum(np.where(rise > 0, edge - lowest / rise, top), top)
            found[ids] = new
            if np.all(np.abs(new - edge) <= _SETTLED * np.abs(new)):
                break
            edge = new
        return found
