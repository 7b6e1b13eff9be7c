r"""A battle followed day by day: Lanchester's equations integrated between the edges of the reinforcements.

    people
      |\               ___          edges: the days on which arrivals begin or end, or a pulse comes
      | \        ___---             the integration stops at each edge and starts anew behind it,
      |  \______/                   so that no step of it reaches over a jump or a kink
      +---------edge------> days

Integration is scipy's LSODA, which changes to an implicit method where fire is so dense that an explicit one would
creep. It stops where a side is used up and starts again at every edge of the schedules, so that no step reaches over a
jump. A side without anybody left does not fight; while somebody is still to come it waits, and those who arrive more
slowly than they fall do not build it up. The equations: `sim.core.lanchester`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.core.forces import AIMED, Battle, Side
from sim.core.lanchester import conserved
from sim.inputs.problems import ScenarioError
from sim.words.texts import Problem

__all__ = ["RELATIVE_TOLERANCE", "Course", "fought"]

Fighting = tuple[bool, bool]
"""Which side has anybody left."""

RELATIVE_TOLERANCE = 1e-11
"""Relative tolerance asked of the integrator; the conserved quantity's drift says what came of it."""
MOST_TIMES = 1001
"""Times of a course that names none (assumption: finer than any chart shows)."""
_ABSOLUTE = 1e-10
"""Absolute tolerance, as a share of the largest strength."""
_GONE = 1e-9
"""Share of the largest strength that counts as nobody where strength fades to zero with a flat slope."""
_DEAD_HEAT = 1e-4
"""A winner left with a smaller share of all it ever had is none: equal sides end together, up to rounding."""
_SEEN = 1e-6
"""Share of the largest strength above which a strength has digits enough to look for a drift."""
_TRACE = 1e-300
"""What rounding leaves at least of a side that fades but is never used up (people)."""
_FASTEST = 1e4
"""Largest share of a side that may fall in a day (1/day); beyond, the first moments decide all and days say nothing."""
_MOST_TURNS = 1000


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Course:
    """What came of a battle.

    `times` (days; shape time) and `strengths` (people; shape time, side) at them; `exhausted` the day on which each
    side was used up (or gave up) for good, None for never within the days followed, as where it awaits somebody after
    them or both fade together; `winner` 0 or 1, None where neither or both were; `drift` the largest relative change of
    the conserved quantity between reinforcements, None where it is nowhere conserved.
    """

    times: Array
    strengths: Array
    exhausted: tuple[float | None, float | None]
    winner: int | None
    drift: float | None


def fought(battle: Battle, times: npt.ArrayLike | None = None) -> Course:
    """Return the course of a battle at `times` (days, ascending, within its length); without any at whole days and at
    its end.

    The relative tolerance asked for is 1e-11; `drift` of the result says what came of it, and the tests hold the course
    against the closed forms. Without times a battle of less than a day or of more than a thousand whole ones is told at
    1001 even times. Strengths at the moment of a pulse include it. After the end of the fight strengths change by
    arrivals only. Raises `ScenarioError` for times out of order or outside, and for fire so dense that the first
    moments decide all.

    >>> from sim.core.forces import Side
    >>> five, four = (Side(name=str(n), strength=n, hit_rate=1.0) for n in (5.0, 4.0))
    >>> course = fought(Battle(first=five, second=four, days=2.0))
    >>> course.winner, round(course.exhausted[1], 4), round(float(course.strengths[-1, 0]), 6)
    (0, 1.0986, 3.0)
    >>> course.times.tolist(), course.drift < 1e-10  # b x^2 - a y^2 is 9 all the time
    ([0.0, 1.0, 2.0], True)
    """
    asked = _times(battle, times)
    pace = _pace(battle)
    if pace > _FASTEST:
        raise ScenarioError(Problem.of("problem.too_dense", pace=pace, most=_FASTEST))
    run = _Run(battle, asked)
    days = sorted({0.0, battle.days, *(e for s in battle.sides for e in s.edges() if e < battle.days)})
    for start, end in zip(days, days[1:], strict=False):
        run.stretch(start, end)
    run.finish()
    winner = run.winner()
    return Course(
        times=asked, strengths=np.maximum(run.strengths, 0.0), exhausted=(run.exhausted[0], run.exhausted[1]),
        winner=winner, drift=run.drift,
    )  # fmt: skip


def _times(battle: Battle, times: npt.ArrayLike | None) -> Array:
    """The times asked for, or whole days and the end: refused here, before anything is integrated."""
    if times is None:
        if 1 <= battle.days < MOST_TIMES:
            return np.append(np.arange(np.ceil(battle.days)), battle.days)
        return np.linspace(0.0, battle.days, MOST_TIMES)
    asked = np.asarray(times, dtype=np.float64)
    inside = asked.ndim == 1 and bool(np.all((asked >= 0) & (asked <= battle.days) & np.isfinite(asked)))
    if not inside or bool(np.any(np.diff(asked) < 0)):
        raise ScenarioError(Problem.of("problem.times", days=battle.days))
    return asked


def _most(side: Side) -> float:
    """The most people a side can ever have."""
    came = sum(x.per_day * (x.to_day - x.from_day) for x in side.arrivals) + sum(x.people for x in side.pulses)
    return side.strength + came


def _pace(battle: Battle) -> float:
    """The largest share of a side that can fall in a day (1/day)."""
    x, y = (max(_most(side), 1.0) for side in battle.sides)
    return max(_losses(battle.second, y, x) / x, _losses(battle.first, x, y) / y)


def _losses(shooters: Side, own: float, targets: float) -> float:
    """Casualties a day that a side inflicts (people/day)."""
    own, targets = max(own, 0.0), max(targets, 0.0)
    return float(shooters.hit_rate * own**shooters.fire.shooters * targets**shooters.fire.targets)


class _Run:
    """The state of an integration under way; `stretch` is called for one stretch of steady arrivals after another."""

    def __init__(self, battle: Battle, times: Array) -> None:
        self.battle, self.times = battle, times
        self.state: list[float] = [side.strength for side in battle.sides]
        self.strengths = np.zeros((times.size, 2))
        self.exhausted: list[float | None] = [None, None]
        self.drift: float | None = None
        self.over = False
        self.scale = max(1.0, *(_most(side) for side in battle.sides))

    def stretch(self, start: float, end: float) -> None:
        """Follow the battle from one edge to the next."""
        now = start
        self.state = [z + side.joining(start) for z, side in zip(self.state, self.battle.sides, strict=True)]
        for _ in range(_MOST_TURNS):
            fighting = self._fighting(now)
            now = self._step(now, end, fighting)
            if now >= end:
                return
        raise ScenarioError(Problem.of("problem.integration"))

    def _fighting(self, now: float) -> Fighting:
        """Who has anybody left just after `now`; notes who is used up for good, which ends the battle."""
        left = [self._stands(i, now) for i in (0, 1)]
        for i, side in enumerate(self.battle.sides):
            if left[i]:
                self.exhausted[i] = self.exhausted[i] if self.over else None
            else:
                self.exhausted[i] = now if self.exhausted[i] is None else self.exhausted[i]
                gave_up = side.break_point > 0 and self.state[i] <= side.break_point
                self.over = self.over or gave_up or not side.awaits(now)
        return left[0], left[1]

    def _stands(self, i: int, now: float) -> bool:
        """Whether a side has anybody left just after `now`: also one that is empty and is built up faster than it
        falls.
        """
        side, floor = self.battle.sides[i], self._floor(i)
        if self.state[i] > floor:
            return True
        return side.break_point == 0 and self._slope(i, now) > 0

    def _slope(self, i: int, now: float) -> float:
        """Growth of an empty side (people/day): below zero, whoever arrives falls at once."""
        side, other = self.battle.sides[i], self.battle.sides[1 - i]
        falling = 0.0 if self.over else _losses(other, self.state[1 - i], 0.0)
        return side.arriving(now) - falling

    def _floor(self, i: int) -> float:
        """The strength at which a side counts as used up (people).

        Its break point; where fire falls off more slowly than the targets (exponent between 0 and 1) a share of 1e-9
        of the largest strength, since the last of it is approached with a flat slope.
        """
        side, other = self.battle.sides[i], self.battle.sides[1 - i]
        flat = 0 < other.fire.targets < 1
        return max(side.break_point, _GONE * self.scale if flat else 0.0)

    def _fades(self, i: int) -> bool:
        """Whether fire falls off with the targets left, so that the last of a side is never hit."""
        return self.battle.sides[1 - i].fire.targets >= 1 and self.battle.sides[i].break_point == 0

    def _step(self, start: float, end: float, fighting: Fighting) -> float:
        """Integrate until a side is used up or the edge is reached; return the time."""
        from scipy.integrate import solve_ivp

        flows = [side.arriving(start) for side in self.battle.sides]
        solved: Any = solve_ivp(
            self._equations(flows, fighting), (start, end), self.state, method="LSODA", dense_output=True,
            rtol=RELATIVE_TOLERANCE, atol=_ABSOLUTE * self.scale, events=self._events(flows, fighting),
        )  # fmt: skip
        if not solved.success:
            raise ScenarioError(Problem.of("problem.integration"))
        now = float(solved.t[-1])
        inside = (self.times >= start) & (self.times < end if now >= end else self.times <= now)
        if inside.any():
            self.strengths[inside] = solved.sol(self.times[inside]).T
        self.state = [max(float(z), _TRACE) if self._fades(i) and fighting[i] else float(z)
                      for i, z in enumerate(solved.y[:, -1])]  # fmt: skip
        if all(fighting) and not self.over:
            self._note_drift(solved.y, flows)
        for i, ended in enumerate(solved.t_events):
            if ended.size and fighting[i]:
                self.state[i] = self.battle.sides[i].break_point
        return now

    def _equations(self, flows: Sequence[float], fighting: Fighting) -> Callable[[float, Array], list[float]]:
        """The slopes of both strengths (people/day) for the integrator; a side without anybody is held where it is."""
        first, second = self.battle.sides
        over = self.over

        def slopes(_t: float, z: Array) -> list[float]:
            x, y = float(z[0]), float(z[1])
            lost = (0.0, 0.0) if over else (_losses(second, y, x), _losses(first, x, y))
            return [flows[i] - lost[i] if fighting[i] else 0.0 for i in (0, 1)]

        return slopes

    def _events(self, flows: Sequence[float], fighting: Fighting) -> list[Callable[[float, Array], float]]:
        """One for each side: it is used up, or, where nobody is left, arrivals begin to outnumber the fallen."""

        def event(i: int) -> Callable[[float, Array], float]:
            floor, other, fades = self._floor(i), self.battle.sides[1 - i], self._fades(i)

            def used_up(_t: float, z: Array) -> float:
                return 1.0 if fades or self.over else float(z[i]) - floor

            def outnumbers(_t: float, z: Array) -> float:
                return flows[i] - _losses(other, float(z[1 - i]), 0.0) if flows[i] and not self.over else -1.0

            chosen = used_up if fighting[i] else outnumbers
            chosen.terminal, chosen.direction = True, -1.0 if fighting[i] else 1.0  # type: ignore[attr-defined]
            return chosen

        return [event(0), event(1)]

    def _note_drift(self, states: Array, flows: Sequence[float]) -> None:
        """Compare the conserved quantity along a stretch with its start, where it is conserved at all.

        Relative to the larger of its two terms together, so that a battle near parity, whose difference is small, is
        not blamed for rounding.
        """
        first, second = self.battle.sides
        both_aimed = first.fire == AIMED == second.fire and first.hit_rate > 0 and second.hit_rate > 0
        if any(flows) and not both_aimed:
            return
        shift = (flows[1] / first.hit_rate, flows[0] / second.hit_rate) if any(flows) else (0.0, 0.0)
        # of a side that has all but faded the digits are rounding, and the logarithmic law would look at them
        kept = states if any(flows) else states[:, np.all(states > _SEEN * self.scale, axis=0)]
        if kept.shape[1] < 2:
            return
        left, right = conserved(self.battle, kept[0], kept[1], shift)
        size = float(np.max(np.abs(left) + np.abs(right)))
        drift = float(np.max(np.abs(left - right - (left[0] - right[0])))) / size if size else 0.0
        self.drift = max(drift, self.drift or 0.0)

    def finish(self) -> None:
        """Fill the last moment, whose pulse no stretch begins with, and see who stands then.

        A side that has nobody and awaits somebody is not used up for good, nor is one of two that fade together.
        """
        end = self.battle.days
        self.state = [z + side.joining(end) for z, side in zip(self.state, self.battle.sides, strict=True)]
        self.strengths[self.times >= end] = self.state
        self._fighting(end)
        for i, side in enumerate(self.battle.sides):
            if self.state[i] <= 0 and side.awaits(end):
                self.exhausted[i] = None
        standing = [i for i, day in enumerate(self.exhausted) if day is None]
        if len(standing) == 1 and self._fade_together(standing[0]):
            self.exhausted = [None, None]

    def _fade_together(self, left: int) -> bool:
        """Whether the side that is left has next to nobody of its own, and the other nobody."""
        return self.state[1 - left] <= 0 and self.state[left] <= _DEAD_HEAT * _most(self.battle.sides[left])

    def winner(self) -> int | None:
        """The side that is left when the other is used up for good; None where neither or both are."""
        gone = [day is not None for day in self.exhausted]
        return gone.index(False) if sum(gone) == 1 else None
