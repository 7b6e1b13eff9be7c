"""The distribution of the days covered with day-to-day noise: chances of first passage at a table of times.

Given the drawn quantities, one variable is integrated in closed form: a quantity that moves the cover or the recruits,
if its range moves the balance more than the noise does, and the main score of the noise otherwise. Everything else, the
path of the noise between the nodes included, is covered by scrambled Sobol' points (see `sim.core.passage`).

    variable                        one point of the Sobol' set fixes the shape of a path; moving the
      |            ____ edge        variable moves the whole path, and each node is passed or not on
      |     o-----'                 one side of its edge o. The highest edge so far (line) splits what
      |  o--'   o      o            has failed by then (below) from what has not: the chance is the
      +------------------> nodes    distribution function of the variable there.

Approximations, together at most `sim.study.lumps.approximation`, held against simulation in the tests and in noise.md:
counts are shifted gamma variables, joined along the path as normal scores; between two nodes the bound is straight;
losses within a cell between two nodes are even. Where nothing raises the bound (no returns, recruits, later waves or
integration) counts cannot fall back below it, and the chance is that of the count at one time, exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import scipy

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions, assumptions
from sim.core.counts import NetNoise, cell_count, chance_of_count_above, horizon_factor, net_noise, pearson_quantile
from sim.core.curves import Ledger, ledger, longest_time
from sim.core.passage import Edges, crossing_time, excursion_shift, highest_edges, quantity_edges, score_edges
from sim.core.points import SCRAMBLINGS
from sim.core.shapes import cumulative, inverse
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.scenario import Scenario
from sim.study.draws import Sample, drawn_quantities, sampled
from sim.study.integrated import slope_in
from sim.study.lumps import ROUGH, approximation, skewed, strongest, with_lumps

__all__ = ["Walk", "counts_only", "noisy_variable"]

_LINEAR = ("returning_share", "recruits_per_day", "troops", "delivered_share", "line_share", "desertion_share")
"""Quantities in which the gap between bound and losses is linear, with the noise as it is."""
_LEAST_SLOPE = 1e-9
"""Put in the place of people where there are none, so that nothing is divided by zero."""
_LUMPS = 1 << 6
"""Points of each scrambling at which lumps are looked at (assumption: what the ranges move there is smooth)."""
_BLOCK, _WEIGHTS = 1 << 16, 1 << 18
"""Numbers worked on at a time (what a cache holds), and weights of returns where each point has its own."""


def counts_only(scenario: Scenario) -> bool:
    """Return whether nothing raises the bound, so that the count at one time decides, and the chance is exact.

    >>> from sim.inputs.loading import load
    >>> [counts_only(load("sky-2024-10k", ["dispersion=11.9", *more])) for more in ([], ["returning_share=0.5"])]
    [True, False]
    """
    silent = all(scenario[key].span == (0.0, 0.0) for key in ("returning_share", "recruits_per_day"))
    whole = scenario["integration_days"].span == (0.0, 0.0) or scenario["starting_effectiveness"].span == (1.0, 1.0)
    return silent and whole and [wave.day for wave in scenario.arrivals] == [0]


def noisy_variable(scenario: Scenario, days: float) -> str:
    """Return the quantity to integrate beside the noise, or "" where the noise itself is integrated.

    `days` is a time at which the answer matters. Chosen is the linear quantity whose 10 to 90 % range moves the balance
    there most, if by more than a standard deviation of the count. For few troops the noise is too skewed to be the
    lesser part, and is always taken. The choice changes the error, not the answer.

    >>> from sim.inputs.loading import load
    >>> half = ["dispersion=11.9", "returning_share=0.5"]
    >>> ends = ["returning_share.low=0.36", "returning_share.high=0.75"]
    >>> [noisy_variable(load("sky-2024-10k", settings), 14.0) for settings in (half, half + ends)]
    ['', 'returning_share']
    """
    counted = scenario["earlier_casualties"].value == "counted"  # without, nobody returns at first: no slope
    linear = _LINEAR if counted else _LINEAR[1:]
    keys = [key for key in drawn_quantities(scenario) if key in linear]
    center = assumptions(scenario)
    at, cover = ledger(center, days), float(ledger(center, 0.0).cover)
    v, w = strongest(scenario)
    dispersion, lost = v * float(horizon_factor(days, w)), float(at.lost)
    if not keys or skewed(dispersion, min(lost, cover)) or approximation(scenario) == ROUGH:
        return ""
    ends = {key: np.full((len(keys), 2), scenario.number(key)) for key in keys}
    for row, key in enumerate(keys):
        ends[key][row] = inverse(scenario[key], [0.1, 0.9])
    moved = np.abs(np.diff(ledger(assumptions(scenario, ends), days).balance)[:, 0])
    return keys[int(moved.argmax())] if moved.max() > math.sqrt(dispersion * lost) else ""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """Noisy paths of a scenario along `grid` (days): what is integrated and what is drawn.

    `middle` is the number of a time near the median, where the main score of the noise is taken; `alone` says that the
    count at one time decides (see `counts_only`).
    """

    scenario: Scenario
    integrated: str
    grid: tuple[float, ...]
    middle: int
    alone: bool

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The quantities that are drawn."""
        return tuple(key for key in drawn_quantities(self.scenario) if key != self.integrated)

    @property
    def exact(self) -> bool:
        """Whether the chances are those of a count with fixed numbers, which need no points."""
        return self.alone and not drawn_quantities(self.scenario)

    @property
    def approximation(self) -> float:
        """Bound on what is approximated in the chances (0 to 1); none where the count at one time decides."""
        return 0.0 if self.alone else approximation(self.scenario)

    @property
    def method(self) -> str:
        """How the chances are found, in words."""
        drawn = [key.replace("_", " ") for key in self.others]
        drawn += [] if self.alone and not self.integrated else ["daily counts"]
        first = self.integrated.replace("_", " ") or "noise"
        return f"{first} integrated exactly; {SCRAMBLINGS} scramblings of Sobol' points for {', '.join(drawn)}"

    @cached_property
    def dimensions(self) -> int:
        """Sobol' dimensions: the quantities, the main score, and for a path its cells and the gaps between nodes."""
        if self.alone:
            return len(self.others) + bool(self.integrated)
        counted = self.scenario["earlier_casualties"].value == "counted"
        earlier = counted and self.scenario["returning_share"].span[1] > 0
        return len(self.others) + cell_count(len(self.grid), earlier_return=earlier) + len(self.grid)

    @property
    def work(self) -> int:
        """Work on one path (measured): 25 a node, one more for each wave, three for each step, one for each weight."""
        each = 25 + len(self.scenario.arrivals) + 3 * len(self.scenario.rates)
        return len(self.grid) * each + self._weights

    @cached_property
    def _weights(self) -> int:
        """Weights of the returns that each path has of its own: one a node and cell where a day of return is drawn."""
        drawn = {"first_return_day", "last_return_day"} & set(self.others)
        return len(self.grid) ** 2 if drawn else 0

    def _blocks(self, points: Array) -> list[Array]:
        """The points in parts, a power of two of each scrambling: so many that a path's times and weights fit in."""
        most = min(_BLOCK / (SCRAMBLINGS * len(self.grid)), _WEIGHTS / max(self._weights, 1))
        size = 1 << int(math.log2(max(most, 1.0)))
        return [points[:, first : first + size] for first in range(0, points.shape[1], size)]

    def chances(self, points: Array) -> Array:
        """Return the chance of having been used up by each time of the grid, the mean over points; (time, scrambling).

        `points` have shape (scrambling, point, dimension), the drawn quantities first, then main score, cells and gaps;
        they are worked on in blocks, so that memory stays small. Chances never fall with time: what rounding takes back
        is put back.
        """
        found = np.mean([self._chances(block) for block in self._blocks(points)], axis=0)
        if self.approximation == ROUGH:
            found = self._with_lumps(found, points[:, :_LUMPS, : len(self.others)])
        return np.asarray(np.maximum.accumulate(found, axis=0))

    def _with_lumps(self, chances: Array, points: Array) -> Array:
        sample = sampled(self.scenario, self.others, "", points)
        inputs = assumptions(self.scenario, sample.draws)
        times = np.minimum(np.array(self.grid)[:, None, None], longest_time(inputs))
        return with_lumps(chances, inputs, times, ledger(inputs, times), sample.noise)

    def _chances(self, points: Array) -> Array:
        """The means over points of the distribution function of the integrated variable at the edges; (time,
        scrambling).
        """
        known = len(self.others)
        sample = sampled(self.scenario, self.others, self.integrated, points[..., :known])
        if self.alone and not self.integrated:
            return np.asarray(self._counts(sample, np.array(self.grid)).mean(axis=2))
        edge = self._edges(sample, np.moveaxis(points[..., known:], -1, 0))
        if not self.integrated:
            return np.asarray(np.mean(scipy.special.ndtr(edge), axis=2))
        helps = DEFINITIONS[self.integrated].effect == "more"
        below = cumulative(self.scenario[self.integrated], edge if helps else -edge)
        if sample.spread < 1 or np.any(sample.center):
            below = scipy.special.ndtr((scipy.special.ndtri(below) - sample.center) / sample.spread)
        return np.asarray((below if helps else 1.0 - below).mean(axis=2))

    def counts(self, days: float) -> Array:
        """Return the chance that the count at `days` is above the bound, at the central values; shape (1, 1)."""
        at_center = sampled(self.scenario, (), "", np.empty((1, 1, 0)))
        return np.asarray(self._counts(at_center, np.array([days]))[0])

    def _counts(self, sample: Sample, grid: Array) -> Array:
        """The chances that the count at each time is above the bound; (time, scrambling, point)."""
        inputs = assumptions(self.scenario, sample.draws)
        times = np.minimum(grid[:, None, None], longest_time(inputs))
        at = ledger(inputs, times)
        dispersion = sample.noise[0] * horizon_factor(times, sample.noise[1])
        chance = chance_of_count_above(at.lost, at.balance + at.lost, dispersion)
        return np.asarray(np.broadcast_to(chance, (len(times), *sample.center.shape)))

    def _edges(self, sample: Sample, rest: Array) -> Array:
        """The highest edge by each time of the grid; (time, scrambling, point)."""
        fixed = {self.integrated: self._reference} if self.integrated else {}
        path = _Path.of(self, assumptions(self.scenario, {**sample.draws, **fixed}), sample)
        score = scipy.special.ndtri(rest[0])
        if self.alone:
            people = pearson_quantile(score, path.noise.skew) * path.noise.spread
            return np.maximum.accumulate(self._in_quantity(path, people, path.at.cover).edge, axis=0)
        cells = len(path.noise.cells)
        slope, others = path.noise.increments(scipy.special.ndtri(rest[1 : 1 + cells]), self.middle)
        if self.integrated:
            people = slope * score + others
            back = path.noise.parts(people)[1] if self.integrated == "returning_share" else 0.0
            edges = self._in_quantity(path, path.noise.skewed(path.noise.net(people)), back)
        else:
            edges = score_edges(path.room, path.noise, (path.noise.net(slope), path.noise.net(others)))
        return highest_edges(edges, rest[1 + cells : cells + len(self.grid)])

    def _in_quantity(self, path: _Path, people: Array, back: Array | float) -> Edges:
        """The edges in the integrated quantity where the noise is `people`; of them `back` return if all do."""
        value, slope = self._reference, slope_in(self.integrated, self._reference, path.at, path.times)
        if self.integrated == "returning_share":
            slope = np.maximum(slope + back, _LEAST_SLOPE)
        return quantity_edges((path.room - people - slope * value, np.abs(slope)), path.noise)

    @cached_property
    def _reference(self) -> float:
        """The median of the integrated quantity, at which the balance and the skewness of the noise are taken."""
        return float(inverse(self.scenario[self.integrated], 0.5))

    def days(self, points: Array, rest: Array) -> Array:
        """Return the days covered of single paths, all quantities drawn at `points`, the noise at `rest`.

        Both have shape (scrambling, point, dimension). `crossing_time` gives the time within a stretch of the table.
        """
        pairs = zip(self._blocks(points), self._blocks(rest), strict=True)
        return np.concatenate([self._days(known, np.moveaxis(noise, -1, 0)) for known, noise in pairs], axis=1)

    def _days(self, points: Array, rest: Array) -> Array:
        sample = sampled(self.scenario, drawn_quantities(self.scenario), "", points)
        path = _Path.of(self, assumptions(self.scenario, sample.draws), sample)
        score, cells = scipy.special.ndtri(rest[0]), len(path.noise.cells)
        if self.alone:
            people, uniforms = pearson_quantile(score, path.noise.skew) * path.noise.spread, np.ones(1)
        else:
            slope, others = path.noise.increments(scipy.special.ndtri(rest[1 : 1 + cells]), self.middle)
            people = path.noise.skewed(path.noise.net(slope * score + others))
            uniforms = rest[1 + cells : cells + len(self.grid)]
        return crossing_time(path.times, path.room - people, path.noise.fresh, uniforms)


class _Path(NamedTuple):
    """What is known at the times of a grid, shape (time, 1, 1): the ledger, the mean gap to failing, and the noise."""

    times: Array
    at: Ledger
    room: Array
    noise: NetNoise

    @classmethod
    def of(cls, walk: Walk, inputs: Assumptions, sample: Sample) -> _Path:
        """What the grid needs of the inputs: raised by the excursion shift where a path, not one count, is followed."""
        times = np.array(walk.grid)[:, None, None]
        at = ledger(inputs, np.minimum(times, longest_time(inputs)))
        noise = net_noise(inputs, sample.noise, times, np.broadcast_to(at.lost, (len(times), *sample.center.shape)))
        return cls(times, at, at.balance + (0.0 if walk.alone else excursion_shift(at, times, sample.noise)), noise)
