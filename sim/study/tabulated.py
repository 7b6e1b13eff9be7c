"""The chances of first passage at a table of times: which times, and what is read between them.

A walk costs the same for one time as for all before it, so one table serves every question about a scenario. Its times
are few where the chance is near 0 or 1 and close where it turns; corners of the bound (a wave, the end of integration
or of a cohort's return) are times of their own, since between nodes the bound is taken as straight.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions, assumptions
from sim.core.crossing import days_covered
from sim.core.curves import ledger, longest_time, rate_at
from sim.core.flow import DAYS_PER_MONTH
from sim.core.points import sobol_points
from sim.inputs.scenario import Scenario
from sim.study.draws import drawn_quantities, noisy, sampled
from sim.study.lumps import strongest
from sim.study.noisy import Walk, counts_only, noisy_variable

__all__ = ["ChanceTable", "chance_table", "paired_walks", "table_walk", "walk_to"]

_MOST_CORNERS = 24
"""Corners of the bound that become nodes of their own: of more, those with the least balance are taken."""
_PILOT = 1 << 4
"""Points of each scrambling by which the table's times are chosen."""
_NOBODY = 1e-9
"""People lost where nobody is, so that nothing is divided by zero."""
_FINE, _FINEST, _TURN = 0.35, 0.08, 3.0
"""The table's times: normal scores of neighbouring chances differ by at most so much, and by at most the second where
their slope changes more than threefold (assumption: then what is read between them is off by less than 0.001)."""
_ROUNDS, _PARTS = 3, 8
"""The table's times are refined so often at most, each stretch into at most so many parts."""
_QUARTERS, _HUMP, _MOVED = 4, 0.02, 1e-4
"""Stretches to a last return day, and where they are cut so (see `_closer`)."""
_CLOSE_RATIO, _LATE = 1.15, 1e4
"""Times of single paths are at most this factor apart, before a time (days) after which little happens (assumption)."""
_MOST_TIMES, _MOST_DRAWN = 300, 64
"""Stretches in all, about: fewer where a day of return is drawn, since then each path has weights of its own."""
_TAIL = 3.5
"""Normal score of a chance (1 in 4,000) beyond which the table need not be fine."""
_TINY = 1e-6
"""A time (days) as good as 0, and a relative difference of two times as good as none."""
_PACES = 5.0
"""So many e-foldings leave less than a hundredth of what fades (e^-5)."""
_FARTHEST_SCORE = 8.0
"""Normal score at which a chance (1e-15) is as good as 0 between two times of the table."""
_FAR, _SLOWEST = 8.0, 0.1
"""Standard deviations of a count that are far, and a rate (casualties/day) as good as none."""
_EARLY, _RATIO, _EARLY_RATIO = 16.0, 2.0, 4.0
"""The first time looked at is the shortest days covered over this; coarse times of a table are the second apart, the
earliest ones before a single time the third (it costs a chance at most 0.007, and that for a few people)."""


def _corners(scenario: Scenario, center: Assumptions) -> Array:
    """Times (days) at which the bound has a corner at the central values, `center`, just before waves included.

    A wave d and its integration d + m; a step s, and s + a and s + b, when those lost from it on return. Of many, those
    with the least balance over the spread of the count are taken: where a path may fail.
    """
    waves, steps = ([float(np.asarray(day)) for day, _ in pairs] for pairs in (center.waves, center.schedule))
    ages = {0.0, *(float(scenario.number(key)) for key in ("first_return_day", "last_return_day"))}
    ages = ages if scenario["returning_share"].span[1] > 0 else {0.0}
    times = {day + age for day in waves for age in (0.0, scenario.number("integration_days"))}
    times |= {math.nextafter(day, 0.0) for day in waves if day > 0} | {day + age for day in steps for age in ages}
    found = np.array(sorted(times - {0.0}))
    at = ledger(center, found)
    standing = at.balance / np.sqrt(np.maximum(at.lost, _NOBODY))
    return np.sort(found[np.argsort(standing, kind="stable")[:_MOST_CORNERS]])


def _earliest(scenario: Scenario, inputs: Assumptions) -> float:
    """A time (days) before which no path fails: mean and spread of the losses are far below the force and a lump."""
    dispersion, rate = strongest(scenario)[0], max(float(np.max(rate_at(inputs, 0.0))), _SLOWEST)
    half = (float(np.min(ledger(inputs, 0.0).cover)) + dispersion) / 2
    return min(half, (half / _FAR) ** 2 / dispersion) / rate


def _settled(scenario: Scenario) -> float:
    """A time (days) from which variance is added evenly, or there is no more of it or no end of it.

    Correlated days add more from day to day for a while, and a trend has its own pace.
    """
    slowest, trend = 1 - strongest(scenario)[1], scenario["monthly_trend"]
    if trend.span != (0.0, 0.0):
        slowest = min(slowest, abs(math.log1p(scenario.number("monthly_trend"))) / DAYS_PER_MONTH)
    return _PACES / slowest if slowest > 0 else math.inf


def walk_to(scenario: Scenario, days: float) -> Walk:
    """Return paths that end at `days`, for one chance alone: even steps, and closer ones toward day 0.

    With returns a step is about a quarter of the last return day, of which some 70 at most are made: the weights of the
    returns are held from node to node.

    >>> from sim.inputs.loading import load
    >>> walk_to(load("sky-2024-10k", ["dispersion=11.9"]), 8.0).grid  # nothing raises the bound: one time decides
    (8.0,)
    >>> walk_to(load("sky-2024-10k", ["dispersion=11.9", "recruits_per_day=500"]), 16.0).grid
    (0.5, 1.0, 2.0, 4.0, 7.0, 10.0, 13.0, 16.0)
    """
    alone, integrated = counts_only(scenario), noisy_variable(scenario, days)
    if alone or days == 0:
        return Walk(scenario=scenario, integrated=integrated, grid=(days,), middle=0, alone=alone)
    center, returns = assumptions(scenario), scenario["returning_share"].span[1] > 0
    corners = _corners(scenario, center)
    even = math.ceil(3 * days / max(scenario.number("last_return_day"), 1.0)) if returns else 0
    first = min(days / 32, _earliest(scenario, center))
    early = np.geomspace(first, days / 32, 1 + math.ceil(math.log(days / 32 / first, _EARLY_RATIO)))
    parts = min(max(even, 5), 60) - 1  # of the last three quarters; their steps go on down to an eighth
    steps = days * (1 - 0.75 * np.arange(math.ceil(7 * parts / 6)) / parts)
    grid = tuple(np.unique([*early, days / 16, days / 8, *steps, *corners[corners < days]]).tolist())
    return Walk(scenario=scenario, integrated=integrated, grid=grid, middle=len(grid) - 1, alone=alone)


@dataclass(frozen=True, kw_only=True)
class ChanceTable:
    """Chances of having been used up by the times of a table; between them a monotone cubic in score and log time.

    `times` (days) rise, `chances` have shape (time, scrambling); `points` are all points used. Before the first time
    the chance falls evenly to 0 at day 0, after the last nothing more is awaited. What is read between two times lies
    between their chances and is off by less than 0.001 (assumption, from how close the times are chosen). At a wave the
    curve breaks off and begins anew: the bound jumps there, and the chance stands still for a while.

    >>> table = ChanceTable(times=np.array([1.0, 4.0]), chances=np.array([[0.1], [0.9]]), points=0)
    >>> [round(float(table(days)[0, 0]), 3) for days in (0.5, 1.0, 2.0, 4.0, 9.0)]
    [0.05, 0.1, 0.5, 0.9, 0.9]
    """

    times: Array
    chances: Array
    points: int

    def __call__(self, days: float) -> Array:
        """Return the chance for each scrambling; shape (scrambling, 1)."""
        if days <= self.times[0]:
            return np.asarray(self.chances[0] * (max(days, 0.0) / self.times[0]))[:, None]
        if days >= self.times[-1]:
            return np.asarray(self.chances[-1])[:, None]
        right = int(np.searchsorted(self.times, days))
        found = self._curves[int(np.searchsorted(self._breaks, right, side="right"))](math.log(days))
        return np.asarray(np.clip(scipy.special.ndtr(found), self.chances[right - 1], self.chances[right]))[:, None]

    @cached_property
    def _breaks(self) -> npt.NDArray[np.intp]:
        """Where a curve ends and another begins: the moments before waves and the waves."""
        return np.flatnonzero(np.diff(self.times) < _TINY * self.times[1:]) + 1

    @cached_property
    def _curves(self) -> list[Callable[[float], Array]]:
        """One curve between waves each, by Fritsch & Butland 1984, as scipy has it."""
        from scipy.interpolate import PchipInterpolator

        scores = np.clip(scipy.special.ndtri(self.chances), -_FARTHEST_SCORE, _FARTHEST_SCORE)
        pieces = zip(np.split(np.log(self.times), self._breaks), np.split(scores, self._breaks), strict=True)
        return [PchipInterpolator(*piece) if len(piece[0]) > 1 else partial(_same, piece[1][0]) for piece in pieces]


def _same(scores: Array, _: float) -> Array:
    """The curve of a time alone between two others as good as the same: it is read at no other."""
    return scores


def table_walk(scenario: Scenario, seed: int) -> Walk:
    """Return the paths to tabulate: coarse times from the shortest days covered on, refined where the chance moves.

    By a pilot of 16 points of each scrambling, three times over; the pilot chooses times and the middle, no number of
    it is used. The last time is `longest_time`, which stands for ever.
    """
    sample = sampled(scenario, keys := drawn_quantities(scenario), "", sobol_points(len(keys), _PILOT, seed))
    inputs = assumptions(scenario, sample.draws)
    days, end = days_covered(inputs), float(np.max(longest_time(inputs)))
    finite = days[np.isfinite(days) & (days > 0)]
    typical = float(np.median(finite)) if finite.size else 100.0
    first = max(float(finite.min()) / _EARLY if finite.size else 1 / _EARLY, _TINY)
    first = min(first, _earliest(scenario, inputs))
    first = min(first, end / _RATIO)  # losses so rare that nobody falls for longer than anything is awaited
    corners = _corners(scenario, assumptions(scenario))
    coarse = np.geomspace(first, end, 2 + math.ceil(math.log(end / first, _RATIO)))
    grid = np.unique([*coarse, *corners[(corners > first) & (corners < end)]])
    alone, integrated = counts_only(scenario), noisy_variable(scenario, min(typical, 100.0))
    kept = np.concatenate([corners, coarse[(coarse >= 1.0) & (coarse <= _settled(scenario))]])
    for _ in range(_ROUNDS):
        walk = Walk(scenario=scenario, integrated=integrated, grid=tuple(grid.tolist()), middle=0, alone=alone)
        chances = walk.chances(sobol_points(walk.dimensions, _PILOT, seed)).mean(axis=1)
        middle = grid[np.abs(chances - chances[-1] / 2).argmin()]
        tried, grid = grid, _finer(grid, chances, kept)
    if scenario["returning_share"].span[1] > 0:
        grid = _closer(scenario, inputs, grid, np.interp(grid, tried, chances))
    middle = int(np.abs(grid - middle).argmin())
    return Walk(scenario=scenario, integrated=integrated, grid=tuple(grid.tolist()), middle=middle, alone=alone)


def _finer(grid: Array, chances: Array, kept: Array) -> Array:
    """The times that matter, `kept` among them, and new ones where the chance moves much or turns in between.

        score of the chance                a stretch is cut where the score rises by more than 0.35, or by
          |              _____ o           more than 0.08 beside a turn
          |      o______/
          |  o__/ turn
          +-------------------> log days

    Times around which the chance stands still are left out, but for those kept: a path is followed through all times,
    and what a stretch adds to its variance counts as added evenly (see `_settled`).
    """
    scores, logs = np.clip(scipy.special.ndtri(chances), -_TAIL, _TAIL), np.log(grid)
    moves = np.diff(scores)
    slopes = np.pad(moves / np.maximum(np.diff(logs), _TINY), 1, mode="edge")
    turns = np.maximum(slopes[:-2], slopes[2:]) > _TURN * slopes[1:-1]
    turns |= slopes[1:-1] > _TURN * np.minimum(slopes[:-2], slopes[2:])
    parts = np.clip(np.ceil(moves / np.where(turns, _FINEST, _FINE)), 1, _PARTS).astype(int)
    added = [np.geomspace(grid[i], grid[i + 1], parts[i] + 1)[1:-1] for i in np.flatnonzero(parts > 1)]
    still = np.concatenate([[False], (moves[:-1] == 0) & (moves[1:] == 0), [False]])
    return np.unique(np.concatenate([grid[~still | np.isin(grid, kept)], *added]))


def _closer(scenario: Scenario, inputs: Assumptions, grid: Array, chances: Array) -> Array:
    """The times, and new ones where those lost but not yet back move a path within a stretch.

    Of the noise of the losses a share p comes back after some days; until then it is a hump on the path, as long as the
    return window. Nodes further apart miss its top, those a quarter of the last return day apart do not.

        losses less    |     .  .           A stretch is cut where the chance moves and humps matter: their size
        returns        |   .      .    o    over that of all that spreads the balance, times how many scores lie
                       o .          .  |    there, above `_HUMP`. If that makes too many, the last ones stay whole.
                       +----------------> days
    """
    share, last = (float(np.mean(np.asarray(x))) for x in (inputs.returning_share, inputs.last_return_day))
    v, w = strongest(scenario)
    at, stretch = ledger(inputs, np.minimum(grid[:, None, None], longest_time(inputs))), np.diff(grid)
    ranges, variance = at.balance.std(axis=(1, 2)), at.lost.mean(axis=(1, 2)) * v * (1 + w) / (1 - w)
    hump = share * np.sqrt(np.maximum(np.diff(variance), 0.0) * np.minimum(last / stretch, 1.0))
    rest = np.hypot(ranges, (1 - share) * np.sqrt(variance))[1:]
    density = np.exp(-(scipy.special.ndtri(chances) ** 2) / 2)
    weight = np.where(np.diff(chances) > _MOVED, np.maximum(density[:-1], density[1:]), 0.0)
    parts = np.where(weight * hump > _HUMP * np.hypot(rest, hump), np.ceil(_QUARTERS * stretch / max(last, _TINY)), 1.0)
    most = _MOST_TIMES if np.size(inputs.first_return_day) * np.size(inputs.last_return_day) == 1 else _MOST_DRAWN
    parts = np.minimum(parts, np.maximum(most + parts - np.cumsum(parts), 1.0)).astype(int)
    ends = zip(grid[:-1].tolist(), grid[1:].tolist(), parts.tolist(), strict=True)
    return np.unique(np.concatenate([np.linspace(first, second, count + 1) for first, second, count in ends]))


def chance_table(walk: Walk, count: int, seed: int, half: ChanceTable | None = None) -> ChanceTable:
    """Return the table of the chances from `count` points (a power of two) of each scrambling.

    `half` is the table from half of them, the first ones of the same sequence: then only the others are walked.
    """
    points = sobol_points(walk.dimensions, count, seed)
    chances = walk.chances(points) if half is None else (half.chances + walk.chances(points[:, count // 2 :])) / 2
    return ChanceTable(times=np.array(walk.grid), chances=chances, points=chances.shape[1] * count)


def paired_walks(scenarios: Sequence[Scenario], seed: int) -> tuple[Walk | None, ...]:
    """Return for each noisy scenario paths along the same times, all quantities drawn; None for the others.

    The same times, so that the same coordinate of a point moves the same stretch of every path; and close ones, since
    where in a stretch a path fails is a convention.
    """
    walks = [table_walk(scenario, seed) if noisy(scenario) else None for scenario in scenarios]
    times = sorted({time for walk in walks if walk for time in walk.grid})
    parts = [
        math.ceil(math.log(second / first, _CLOSE_RATIO)) if second < _LATE else 1 for first, second in pairwise(times)
    ]
    pieces = [np.geomspace(*ends, count + 1)[1:-1] for ends, count in zip(pairwise(times), parts, strict=True)]
    grid = tuple(sorted({*times, *(time for piece in pieces for time in piece.tolist())}))
    middle = next((grid.index(walk.grid[walk.middle]) for walk in walks if walk), 0)
    return tuple(walk and replace(walk, integrated="", grid=grid, middle=middle) for walk in walks)
