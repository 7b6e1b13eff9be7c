"""First passage: when noisy losses have first exceeded what covers them, from the noise at a few times, the nodes.

    people
      |            bound: cover + returns + recruits
      |    ________/|__________o          o  bound at a node
      |   /         |    .  `  |          x  losses at a node, one draw of the noise
      o--/          | .        x          .  a path between the nodes: it may cross the bound and come back,
      |         . x |                        with chance exp(-2 g0 g1 / s^2), g0 and g1 the gaps at the two
      |    . `      |                        nodes and s^2 the variance that the losses between them add
      x-------------+----------+--> days
          node j    |  wave    node j+1

The gap at each node is linear in one variable (a quantity, or the main score of the noise), so that each node fails on
one side of an edge, and the chance of a crossing in between, held against a uniform number, moves the edge by the root
of a quadratic equation. The highest edge so far says for which values of the variable the path has failed; its chance
is known in closed form. The formula for the bridge is exact for Brownian noise against a straight bound (Siegmund 1986,
"Boundary crossing probabilities and statistical applications"); how counts differ from that is in `excursion_shift`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.arrays import Array
from sim.core.counts import NetNoise, horizon_growth, pearson_score
from sim.core.curves import Ledger

__all__ = ["Edges", "crossing_time", "excursion_shift", "highest_edges", "quantity_edges", "score_edges"]

_FARTHEST_SCORE = 38.0
"""Normal score beyond which a chance is 0 in floating point."""
_LEAST_SLOPE = 1e-6
"""A node whose noise has nothing to do with the main score decides on its own; the slope only must not vanish."""
_FALLING = 0.8
"""The part of a stretch for paths that fail at its end; the rest is for those that come back (assumption)."""
_NEAR = 0.5
"""A main score this close to the edge is as good as on it: the slope there is taken instead."""


class Edges(NamedTuple):
    """The edge at each node and how fast the gap grows with the variable (people per unit), the node axis first.

    A path fails at a node where the variable lies below the edge. `fresh` as in `sim.core.counts.NetNoise`.
    """

    edge: Array
    size: Array
    fresh: Array


def excursion_shift(at: Ledger, times: Array, noise: tuple[Array, Array]) -> Array:
    """Return by how much the bound must be raised so that Brownian noise crosses it as often as counts do (people).

    Losses come in lumps upwards and nothing but the bound's own rise brings a path back below it. Against a bound that
    does not rise a path of counts cannot come back at all, while Brownian noise overshoots by half its variance over
    its drift, v/2 people; where the bound rises as fast as the losses, counts jump over it by 2 v/3 on the average (the
    mean overshoot of a gamma process, third over three times the second cumulant). In between the exact shift, from
    Spitzer's identity for a gamma process with drift, lies within 0.02 v of the straight line taken here.

    >>> days, noise = np.array([4.0, 8.0]), (np.array(4.0), np.array(0.0))  # v is 4
    >>> steady, rising = (Ledger(1000 * days, 0 * days, more, 1e4 + 0 * days) for more in (0 * days, 1000 * days))
    >>> [excursion_shift(at, days, noise).round(3).tolist() for at in (steady, rising)]
    [[2.0, 2.0], [2.667, 2.667]]
    """
    lost, bound = np.diff(at.lost, axis=0), np.diff(at.balance + at.lost, axis=0)
    rise = np.clip(bound / np.maximum(lost, 1e-9), 0.0, 1.0)
    rise = np.concatenate([rise[:1], rise]) if len(rise) else np.zeros_like(times)
    return np.asarray(noise[0] * horizon_growth(times, noise[1]) * (0.5 + rise / 6))


def quantity_edges(gap: tuple[Array, Array], noise: NetNoise) -> Edges:
    """Return the edges in a quantity: at each node a path stands gap[0] + gap[1] * quantity above failing (people).

    More of the quantity must help: negate it where it does not.
    """
    return Edges(-gap[0] / gap[1], gap[1], noise.fresh)


def score_edges(room: Array, noise: NetNoise, parts: tuple[Array, Array]) -> Edges:
    """Return the edges in minus the main score: `room` is the mean gap, `parts` slope and rest of the noise (people).

    Skewed noise bends the gap: it is taken as straight between the edge and a main score of 0.
    """
    slope = np.maximum(parts[0] / noise.spread, _LEAST_SLOPE)
    allowed = np.clip(pearson_score(room / noise.spread, noise.skew), -_FARTHEST_SCORE, _FARTHEST_SCORE)
    edge = (parts[1] / noise.spread - allowed) / slope
    far = np.abs(edge) > _NEAR
    straight = (room - noise.skewed(parts[1])) / np.where(far, -edge, 1.0)
    return Edges(edge, np.where(far, np.maximum(straight, _LEAST_SLOPE), noise.spread * slope), noise.fresh)


def highest_edges(edges: Edges, uniforms: Array) -> Array:
    """Return for each node the highest edge up to it, crossings between nodes included; the shape of `edges.edge`.

    Between two nodes a path with gaps g0, g1 > 0 crosses with chance exp(-2 g0 g1 / fresh): it fails where that exceeds
    its uniform number, so the edge is where 2 g0 g1 = -ln(uniform) fresh.

    >>> edges = Edges(np.array([1.0, 0.0]), np.array([10.0, 10.0]), np.array([50.0]))
    >>> highest_edges(edges, np.array([1.0])).tolist(), highest_edges(edges, np.array([0.5])).round(3).tolist()
    ([1.0, 1.0], [1.0, 1.151])
    """
    first, second = edges.edge[:-1], edges.edge[1:]
    area = -np.log(uniforms) * edges.fresh / (2 * edges.size[:-1] * edges.size[1:])
    between = (first + second) / 2 + np.hypot((first - second) / 2, np.sqrt(area))  # squares of far edges overflow
    return np.maximum.accumulate(np.concatenate([edges.edge[:1], np.maximum(between, second)]), axis=0)


def crossing_time(times: Array, gap: Array, fresh: Array, uniforms: Array) -> Array:
    """Return when each path first fails (days; infinity for never), from its gaps at the nodes; batch shape.

    A path that fails at a node is put into the first part of the stretch before it, where a straight line fails; one
    that crosses and comes back into the last part, the later the nearer it was to passing: so more cover never makes it
    earlier. The times within a stretch are a convention; at the nodes they are those of the path.

    >>> half = np.full((1, 1), 0.5)  # the uniform number of the stretch between two nodes
    >>> days, fresh = np.array([[4.0], [8.0]]), np.full((1, 1), 100.0)
    >>> crossing_time(days, np.array([[5.0], [-5.0]]), fresh, half).tolist()  # fails at the second node
    [5.6]
    >>> crossing_time(days, np.array([[5.0], [5.0]]), fresh, half).round(2).tolist()  # exp(-2 * 25 / 100) = 0.61 > 0.5
    [7.78]
    """
    first, second, times = gap[:-1], gap[1:], np.broadcast_to(times, gap.shape)
    product, area = np.maximum(first, 0.0) * np.maximum(second, 0.0), -np.log(uniforms) * fresh / 2
    failed = np.concatenate([gap[:1] < 0, (second < 0) | (product < area)])
    straight = np.maximum(first, 0.0) / np.maximum(np.maximum(first, 0.0) - np.minimum(second, 0.0), _LEAST_SLOPE)
    back = _FALLING + (1 - _FALLING) * np.minimum(product / np.maximum(area, _LEAST_SLOPE), 1.0)
    way = np.where(second < 0, _FALLING * straight, back)
    when = np.concatenate([times[:1], times[:-1] + way * np.diff(times, axis=0)])
    found = np.take_along_axis(when, failed.argmax(axis=0)[None], axis=0)[0]
    return np.where(failed.any(axis=0), found, np.inf)
