"""Battles of whole people: the stochastic Lanchester laws as a Markov chain.

Letters (unit)
--------------
m, n    strengths of the first and the second side, whole (people)
a, b    hit rates of the second and of the first side, as in `sim.core.forces`

    second side                      from (m, n) the chain goes down, one of the second falls,
      n  o---o---S                   or left, one of the first does; S is the start. All states
         |   |   |                   of a diagonal have equally many fallen, so the chance is
         o---o---o                   pushed from diagonal to diagonal until everybody of a
         |   |   |                   side has fallen (an edge), or enough to surrender.
      0  +---o---o  m  first side

The next casualty belongs to the second side with probability p(m, n) = B / (A + B), where A and B are the rates at
which the sides lose people there; when it happens does not matter for who wins. So the chance of every end follows by
going once through all states, diagonal by diagonal (Kingman, Journal of Applied Probability 39, 2002, for the square
law; for the linear law p is constant and the ends are negative binomial). Beyond `MOST_EXACT` a side, paths are drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.core.forces import AIMED, MAX_HIT_RATE, Fire
from sim.inputs.problems import ScenarioError, number_problem
from sim.words.texts import Problem, Text

__all__ = [
    "MOST_DRAWN",
    "MOST_EXACT",
    "PATHS",
    "Duel",
    "DuelOutcome",
    "outcome",
    "strength_needed",
    "win_probability",
]

MOST_EXACT = 500
"""Most people a side for whom the chance is computed exactly: a quarter of a million states, a tenth of a second."""
MOST_DRAWN = 20_000
"""Most people a side for whom paths are drawn: each takes as many steps as people fall."""
PATHS = 4000
"""Paths drawn (assumption: a standard error of 0.008 at worst is enough for a classroom)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duel:
    """Two sides of whole people, each with its hit rate and kind of fire.

    `surrender` is how many behind the enemy a side gives up; 0 for never. Raises `ScenarioError` for strengths that are
    no whole numbers from 0 to 20,000, and for hit rates that are not above zero (nobody would ever fall).

    >>> from sim.core.forces import AREA
    >>> win_probability(Duel(first=2, second=1, fires=(AREA, AREA)))  # linear law: each casualty is a toss of a coin
    0.75
    """

    first: int
    second: int
    first_rate: float = 1.0
    second_rate: float = 1.0
    fires: tuple[Fire, Fire] = (AIMED, AIMED)
    surrender: int = 0

    def __post_init__(self) -> None:
        """Refuse anything outside the limits."""
        problems = []
        for name in ("first", "second", "surrender"):
            value = getattr(self, name)
            if type(value) is not int or not 0 <= value <= MOST_DRAWN:
                allowed = Text("problem.span", low=0, high=MOST_DRAWN)
                problems.append(Problem.of("problem.allowed", name, value=repr(value), allowed=allowed, near=""))
        for name in ("first_rate", "second_rate"):
            if why := number_problem(getattr(self, name), 1e-9, MAX_HIT_RATE):
                allowed, shown = Text("problem.span", low=1e-9, high=MAX_HIT_RATE), repr(getattr(self, name))
                problems.append(Problem.of("problem.limits", name, value=shown, why=why, allowed=allowed))
        if problems:
            raise ScenarioError(*problems)


class DuelOutcome(NamedTuple):
    """The chance that the first side wins, and the people expected to be left of each side, defeats counted as none.

    Those who surrender count as lost. `standard_error` is that of the chance, 0 where it is exact; `survivors_error`
    that of each side's survivors (people). One side or the other wins, unless nobody stood on either from the start:
    then `win` is 0 for both.
    """

    win: float
    survivors: tuple[float, float]
    standard_error: float = 0.0
    survivors_error: tuple[float, float] = (0.0, 0.0)


def outcome(duel: Duel, seed: int = 0) -> DuelOutcome:
    """Return who wins with what chance and who is left: exact up to 500 a side, from `PATHS` drawn paths beyond.

    Exact means up to rounding. Drawn chances have a standard error of at most 0.008, and the same `seed` draws the same
    paths. Exact results are kept, up to 256 of them.

    >>> round(outcome(Duel(first=2, second=1)).win, 6)  # the one must hit twice running: 1/3 x 1/2
    0.833333
    >>> outcome(Duel(first=2, second=1)).survivors[0]  # both are left with 2/3, one with 1/3 x 1/2
    1.5
    """
    if max(duel.first, duel.second) <= MOST_EXACT:
        return _exact(duel)
    return _drawn(duel, seed)


def win_probability(duel: Duel) -> float:
    """Return the chance that the first side wins (1); exact up to 500 a side.

    >>> round(win_probability(Duel(first=7, second=7)), 9)
    0.5
    """
    return outcome(duel).win


def _chance_second_falls(duel: Duel, m: Array, n: Array) -> Array:
    """The chance that the next casualty is one of the second side."""
    (own, theirs) = duel.fires
    falls = duel.first_rate * m**own.shooters * n**own.targets
    mine = duel.second_rate * n**theirs.shooters * m**theirs.targets
    return falls / (falls + mine)


def _over(duel: Duel, m: Array, n: Array) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Where the first side has won, and where the second has."""
    behind = np.full(m.shape, False) if not duel.surrender else np.abs(m - n) >= duel.surrender
    return (n == 0) & (m > 0) | behind & (m > n), (m == 0) & (n > 0) | behind & (n > m)


@lru_cache(maxsize=256)
def _exact(duel: Duel) -> DuelOutcome:
    """Push the whole probability from the start through the diagonals of equally many fallen, collecting what ends."""
    here, win, left, right = np.ones(1), 0.0, 0.0, 0.0
    for fallen in range(duel.first + duel.second + 1):
        lost = np.arange(here.size, dtype=np.float64)  # of the second side
        m, n = duel.first - (fallen - lost), duel.second - lost
        real = (m >= 0) & (n >= 0)
        won, beaten = _over(duel, m, n)
        won, beaten = won & real, beaten & real
        win += float(here[won].sum())
        left, right = left + float((here * m)[won].sum()), right + float((here * n)[beaten].sum())
        going = real & ~won & ~beaten & (m > 0) & (n > 0)
        chance = np.zeros(here.size)
        chance[going] = _chance_second_falls(duel, m[going], n[going])
        moving = np.where(going, here, 0.0)
        here = np.concatenate([moving * (1 - chance), [0.0]])
        here[1:] += moving * chance
    return DuelOutcome(win, (left, right))


def _drawn(duel: Duel, seed: int) -> DuelOutcome:
    """Follow `PATHS` battles to their end, one casualty in each at a time."""
    rng = np.random.default_rng(seed)
    m, n = np.full(PATHS, float(duel.first)), np.full(PATHS, float(duel.second))
    ends = np.zeros((PATHS, 2))
    index = np.arange(PATHS)
    while m.size:
        won, beaten = _over(duel, m, n)
        done = won | beaten | ((m == 0) & (n == 0))
        ends[index[won], 0], ends[index[beaten], 1] = m[won], n[beaten]
        m, n, index = m[~done], n[~done], index[~done]
        falls = rng.random(m.size) < _chance_second_falls(duel, m, n)
        m, n = m - ~falls, n - falls
    return _outcome_of(ends)


def _outcome_of(ends: Array) -> DuelOutcome:
    """The outcome in what was left of both sides, one row a path; errors as of independent draws."""
    win = float(np.mean(ends[:, 0] > 0))
    # with no path lost (or won) the binomial error is zero; half a path keeps it honest
    kept = min(max(win, 0.5 / len(ends)), 1 - 0.5 / len(ends))
    spread = ends.std(axis=0) / np.sqrt(len(ends))
    left = ends.mean(axis=0)
    return DuelOutcome(
        win, (float(left[0]), float(left[1])), float(np.sqrt(kept * (1 - kept) / len(ends))),
        (float(spread[0]), float(spread[1])),
    )  # fmt: skip


def strength_needed(duel: Duel, probability: float) -> int | None:
    """Return the fewest people with whom the first side wins with a probability (1), the enemy as in `duel`.

    None where `MOST_EXACT` are not enough. Raises `ScenarioError` for a probability that is not between 0 and 1, and
    for an enemy too many for the exact chain.

    >>> strength_needed(Duel(first=0, second=10), 0.95)
    15

    Found by halving, which takes more people for a chance that is no smaller.
    """
    if number_problem(probability, 1e-9, 1 - 1e-9):
        span = Text("problem.span", low=0, high=1)
        raise ScenarioError(
            Problem.of("problem.allowed", "probability", value=repr(probability), allowed=span, near="")
        )
    if duel.second > MOST_EXACT:
        span = Text("problem.span", low=0, high=MOST_EXACT)
        raise ScenarioError(Problem.of("problem.allowed", "second", value=str(duel.second), allowed=span, near=""))
    return _least(lambda m: _with_first(duel, m).win >= probability)


def _with_first(duel: Duel, people: int) -> DuelOutcome:
    return _exact(
        Duel(
            first=people, second=duel.second, first_rate=duel.first_rate, second_rate=duel.second_rate,
            fires=duel.fires, surrender=duel.surrender,
        )
    )  # fmt: skip


def _least(enough: Callable[[int], bool]) -> int | None:
    """The smallest number up to `MOST_EXACT` that is enough; more never stops being so.

    Halving takes ten chains at most, where trying one strength after the other took hundreds.
    """
    low, high = 0, MOST_EXACT
    if not enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
