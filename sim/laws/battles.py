"""Laws of battles: Lanchester's equations, the chain of single casualties behind them, and Hughes' salvoes.

x and y are strengths, a and b the hit rates of the second and the first side, as in `sim.core.lanchester`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from sim.core.duels import Duel
from sim.core.fighting import Course
from sim.core.forces import AIMED, AREA, FIRES, Battle, Fire, Pulse, Side, swapped
from sim.core.lanchester import square
from sim.core.salvoes import Fleet
from sim.laws.law import Law, Subject, stated

__all__ = ["LAWS", "battle", "joined"]


def battle(
    strengths: tuple[float, float], rates: tuple[float, float], fires: tuple[Fire, Fire], days: float = 30.0
) -> Battle:
    """Return a battle of two strengths (people) at hit rates (1/day); for area fire the rates are for each of the other
    side, so that all kinds of fire run at the same pace."""
    others = strengths[::-1]
    paced = [rate / z if fire.targets else rate for rate, z, fire in zip(rates, others, fires, strict=True)]
    first, second = (
        Side(name=name, strength=z, hit_rate=rate, fire=fire)
        for name, z, rate, fire in zip("xy", strengths, paced, fires, strict=True)
    )
    return Battle(first=first, second=second, days=days)


def joined(fight: Battle, day: float, people: float) -> Battle:
    """Return the battle with people who join the first side on a day."""
    return replace(fight, first=replace(fight.first, pulses=(Pulse(day=day, people=people),)))


_PEOPLE, _PACE = st.floats(50, 50_000), st.floats(0.002, 0.2)
_PAIRS = st.tuples(_PEOPLE, _PEOPLE), st.tuples(_PACE, _PACE)
_AIMED = st.builds(battle, *_PAIRS, st.just((AIMED, AIMED)))
_AREA = st.builds(battle, *_PAIRS, st.just((AREA, AREA)))
_ANY = st.builds(battle, *_PAIRS, st.tuples(*[st.sampled_from(list(FIRES.values()))] * 2))
_SHIPS = st.tuples(*[st.integers(0, 9)] * 6)


def _kept(course: Course, fight: Battle, power: int) -> bool:
    """Whether b x^power - a y^power stays where it was while both stand, to 1e-8 of its terms."""
    x, y = course.strengths[np.all(course.strengths > 0, axis=1)].T
    left, right = fight.first.hit_rate * x**power, fight.second.hit_rate * y**power
    return bool(np.max(np.abs(left - right - (left[0] - right[0]))) < 1e-8 * (left[0] + right[0]))


def _square_law_is_kept(subject: Subject, fight: Battle) -> bool:
    """b x^2 - a y^2 stays."""
    return _kept(subject.fought(fight), fight, 2)


def _linear_law_is_kept(subject: Subject, fight: Battle) -> bool:
    """b x - a y stays."""
    return _kept(subject.fought(fight), fight, 1)


def _swapping_swaps(subject: Subject, fight: Battle) -> bool:
    """The course of the swapped battle is the course with its columns exchanged."""
    one, other = subject.fought(fight), subject.fought(swapped(fight))
    return bool(np.allclose(one.strengths, other.strengths[:, ::-1], rtol=1e-7, atol=1e-4))


def _time_scales_rates(subject: Subject, fight: Battle) -> bool:
    """Strengths at t with hit rates a, b are those at t / 4 with 4 a, 4 b."""
    first, second = (replace(side, hit_rate=4 * side.hit_rate) for side in fight.sides)
    faster = replace(fight, first=first, second=second, days=fight.days / 4)
    slow, fast = (subject.fought(each, np.linspace(0, each.days, 7)) for each in (fight, faster))
    return bool(np.allclose(slow.strengths, fast.strengths, rtol=1e-7, atol=1e-4))


def _earlier_is_no_worse(subject: Subject, fight: Battle) -> bool:
    """At the end the side is left with no fewer, and the enemy with no more."""
    more = 0.3 * fight.first.strength
    early, late = (subject.fought(joined(fight, day, more)).strengths[-1] for day in (2.0, 9.0))
    slack = 1e-6 * (fight.first.strength + fight.second.strength)
    return bool(early[0] >= late[0] - slack and early[1] <= late[1] + slack)


def _never_negative(subject: Subject, fight: Battle) -> bool:
    return bool(np.all(subject.fought(fight).strengths >= 0))


def _nobody_joining_is_classical(subject: Subject, fight: Battle) -> bool:
    """The integrated course is the closed form of the square law at every time, to 1e-6."""
    course = subject.fought(fight)
    rates = fight.second.hit_rate, fight.first.hit_rate
    classical = square((fight.first.strength, fight.second.strength), rates, course.times)
    return bool(np.allclose(course.strengths.T, classical, rtol=1e-6, atol=1e-5 * course.strengths.max()))


def _large_forces_end_as_the_equations_say(subject: Subject, more: float) -> bool:
    """A few percent more than parity, ever more of both: the chance of winning rises towards 1."""
    chances = [subject.win_probability(Duel(first=round(more * n), second=n)) for n in (20, 80, 320)]
    return chances[0] < chances[1] < chances[2] and chances[2] > 0.8


def _a_salvo_is_the_hand_calculation(subject: Subject, drawn: tuple[int, ...]) -> bool:
    """Missiles that come less those that are stopped, over the hits a ship survives; none are lost twice."""
    ships, enemies, offence, defence, missiles, stopped = drawn
    first = Fleet(ships=ships, offence=offence, defence=defence, staying_power=2)
    second = Fleet(ships=enemies, offence=missiles, defence=stopped)
    left = max(0.0, ships - max(0, missiles * enemies - defence * ships) / 2)
    right = max(0.0, enemies - max(0.0, offence * ships - stopped * enemies))
    return [float(fleet[-1]) for fleet in subject.salvo(first, second)] == [left, right]


LAWS: tuple[Law, ...] = (
    stated("square_law", "Under aimed fire b x² - a y² keeps its value while both sides stand.",
           _AIMED, _square_law_is_kept, 8),
    stated("linear_law", "Under area fire b x - a y keeps its value while both sides stand.",
           _AREA, _linear_law_is_kept, 8),
    stated("sides_swap", "Swapping the sides of a battle swaps its course.", _ANY, _swapping_swaps, 8),
    stated("battle_time", "Hits that come four times as fast make a battle four times as short.",
           _ANY, _time_scales_rates, 8),
    stated("earlier_joins", "Under aimed fire the same people never do worse for joining earlier.",
           _AIMED, _earlier_is_no_worse, 8),
    stated("strengths_positive", "No strength is ever below zero.", _ANY, _never_negative, 8),
    stated("nobody_joins", "Where nobody joins, the course is Lanchester's own solution.",
           _AIMED, _nobody_joining_is_classical, 8),
    stated("large_forces", "The larger both forces, the surer the stronger one wins, casualty by casualty.",
           st.floats(1.05, 1.3), _large_forces_end_as_the_equations_say, 4),
    stated("salvo", "A salvo sinks what comes through, over the hits a ship survives, and no ship twice.",
           _SHIPS, _a_salvo_is_the_hand_calculation),
)  # fmt: skip
