"""The stochastic laws and the salvo equations: exact chances against other ways to them, limits, and broken models."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from each import each
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from sim.core import duels
from sim.core.duels import Duel, outcome, strength_needed, win_probability
from sim.core.forces import AREA
from sim.core.lanchester import square_survivors
from sim.core.salvoes import Fleet, salvo
from sim.inputs.problems import ScenarioError

people, rates = st.integers(1, 40), st.floats(0.05, 5.0)
duels_drawn = st.builds(Duel, first=people, second=people, first_rate=rates, second_rate=rates)


def recursive(duel):
    """The win probability by first-step analysis, written the other way round than the program: from the end back."""

    @cache
    def win(m, n):
        if n == 0 or m == 0:
            return float(n == 0)
        p = duel.first_rate * m / (duel.first_rate * m + duel.second_rate * n)
        return p * win(m, n - 1) + (1 - p) * win(m - 1, n)

    return win(duel.first, duel.second)


@given(duels_drawn)
def test_the_chance_is_that_of_first_step_analysis(duel):
    assert win_probability(duel) == pytest.approx(recursive(duel), abs=1e-12)


@given(duels_drawn)
def test_swapping_sides_swaps_the_chances(duel):
    other = Duel(first=duel.second, second=duel.first, first_rate=duel.second_rate, second_rate=duel.first_rate)
    assert win_probability(duel) + win_probability(other) == pytest.approx(1.0, abs=1e-12)


def one_shooter_a_side(duel):
    """A broken chain: a hit is scored by a side at its rate, however many of it shoot."""
    return win_probability(replace(duel, fires=(AREA, AREA)))


def test_a_broken_chain_is_seen():
    duel = Duel(first=9, second=5, first_rate=1.0, second_rate=2.0)
    assert abs(one_shooter_a_side(duel) - recursive(duel)) > 0.01
    assert abs(win_probability(duel) + win_probability(replace(duel, first=5, second=9)) - 1) > 0.01


@pytest.mark.parametrize(("m", "n", "share"), [(12, 9, 0.4), (300, 200, 0.39), (500, 500, 0.51)])
def test_the_linear_law_ends_as_a_negative_binomial(m, n, share):
    duel = Duel(first=m, second=n, first_rate=share, second_rate=1 - share, fires=(AREA, AREA))
    assert win_probability(duel) == pytest.approx(float(nbinom.cdf(m - 1, n, share)), abs=1e-12)


def tends_to_the_deterministic_winner(chance):
    """5 % more people than parity, ever more of both: the chance rises towards 1."""
    chances = [chance(Duel(first=round(1.05 * n), second=n)) for n in (20, 100, 476)]
    return chances[0] < chances[1] < chances[2] and chances[2] > 0.89


def test_large_forces_end_as_the_equations_say():
    assert tends_to_the_deterministic_winner(win_probability)
    assert not tends_to_the_deterministic_winner(lambda duel: win_probability(replace(duel, first=duel.second)))


def test_the_win_probability_of_large_forces_follows_the_normal_law():
    """Kingman 2002: sides of the square law differ by about sqrt(n) at the end; 500 to 480 is no certainty."""
    assert 0.8 < win_probability(Duel(first=500, second=480)) < 0.95


def test_survivors_tend_to_those_of_the_square_law():
    left = outcome(Duel(first=500, second=300)).survivors[0]
    assert left == pytest.approx(float(square_survivors((500.0, 300.0), (1.0, 1.0))[0]), rel=2e-3)


def test_everything_that_starts_ends():
    duel = Duel(first=30, second=40, surrender=7)
    other = Duel(first=40, second=30, surrender=7)
    assert outcome(duel).win + outcome(other).win == pytest.approx(1.0, abs=1e-12)


def test_surrender_ends_it_when_so_many_behind():
    assert win_probability(Duel(first=10, second=7, surrender=3)) == 1.0
    assert 0 < win_probability(Duel(first=10, second=8, surrender=3)) < 1


def test_drawn_paths_agree_with_the_exact_chance(monkeypatch):
    duel = Duel(first=420, second=400, surrender=150)
    exact = outcome(duel)
    monkeypatch.setattr(duels, "MOST_EXACT", 0)
    drawn = outcome(duel, seed=0)
    assert abs(drawn.win - exact.win) < 4 * drawn.standard_error
    assert np.abs(np.subtract(drawn.survivors, exact.survivors)) == pytest.approx(0, abs=4 * max(drawn.survivors_error))


def test_beyond_the_exact_chain_paths_state_their_error():
    drawn = outcome(Duel(first=1020, second=1000), seed=0)
    assert 0.7 < drawn.win < 0.9
    assert drawn.standard_error == pytest.approx(math.sqrt(drawn.win * (1 - drawn.win) / duels.PATHS))
    assert drawn == outcome(Duel(first=1020, second=1000), seed=0)


def test_the_strength_needed_is_the_fewest_that_do():
    enemy = Duel(first=0, second=60, second_rate=2.0)
    needed = strength_needed(enemy, 0.9)
    chances = [win_probability(replace(enemy, first=m)) for m in (needed - 1, needed)]
    assert chances[0] < 0.9 <= chances[1]


def test_some_enemies_are_too_many_for_any_strength_in_reach():
    assert strength_needed(Duel(first=0, second=400, second_rate=3.0), 0.9) is None


BY_HAND = [
    (Fleet(ships=3, offence=4, defence=1, staying_power=2), Fleet(ships=2, offence=4, defence=2), (0.5, 0.0)),
    (Fleet(ships=2, offence=3, defence=1), Fleet(ships=2, offence=3, defence=4), (0.0, 2.0)),
    (Fleet(ships=5, offence=1, defence=0), Fleet(ships=1, offence=2, defence=4, staying_power=4), (3.0, 0.75)),
]
"""By hand: 2x4 - 3x1 = 5 over 2 lost of 3, 3x4 - 2x2 > 2; 2x3 - 2 > 2, 2x3 < 2x4; 2 lost of 5, 5 - 4 over 4."""


def is_the_hand_calculation(fire):
    return all([float(z[-1]) for z in fire(first, second)] == list(after) for first, second, after in BY_HAND)


def one_after_the_other(first, second):
    """A broken model: the second fleet answers with what the first has left of it."""
    left = float(salvo(first, second)[1][-1])
    return salvo(first, replace(second, ships=left))[0], np.array([left])


BROKEN_SALVOES = [
    one_after_the_other,
    lambda first, second: salvo(replace(first, defence=0.0), replace(second, defence=0.0)),
    lambda first, second: salvo(replace(first, staying_power=1.0), replace(second, staying_power=1.0)),
    lambda first, second: salvo(second, first),
]


def test_a_salvo_is_the_hand_calculation():
    broken = [is_the_hand_calculation(fire) for fire in BROKEN_SALVOES]
    assert (is_the_hand_calculation(salvo), broken) == (True, [False] * len(BROKEN_SALVOES))


def test_salvoes_in_a_batch_equal_a_loop():
    ships = np.array([2.0, 5.0, 9.0])
    enemy = Fleet(ships=4, offence=2, defence=1, staying_power=2)
    batch = salvo(Fleet(ships=ships, offence=2, defence=1), enemy, salvoes=3)[0]
    assert np.array_equal(batch, [salvo(Fleet(ships=n, offence=2, defence=1), enemy, salvoes=3)[0] for n in ships])


def test_more_salvoes_leave_no_more_ships_and_never_fewer_than_none():
    left, right = salvo(Fleet(ships=7, offence=2, defence=1), Fleet(ships=8, offence=2, defence=1), salvoes=6)
    assert np.all(np.diff(left) <= 0)
    assert np.all(np.diff(right) <= 0)
    assert min(left.min(), right.min()) >= 0


@each(
    ("make", "words"),
    [
        (lambda: Duel(first=1.5, second=2), "first = 1.5: allowed 0 to 20,000"),
        (lambda: Duel(first=True, second=2), "first = True: allowed 0 to 20,000"),
        (lambda: Duel(first=1, second=2, first_rate=0.0), "first_rate = 0.0"),
        (lambda: Fleet(ships=-1, offence=1, defence=1), "ships = -1"),
        (lambda: Fleet(ships=1, offence=1, defence=1, staying_power=0), "staying_power = 0: allowed 1e-09"),
        (lambda: Fleet(ships=2e9, offence=1, defence=1), "ships = 2000000000.0: allowed 0 to"),
        (lambda: strength_needed(Duel(first=0, second=5), 1.0), "probability = 1.0"),
    ],
)
def test_wrong_numbers_are_refused_in_words(make, words):
    with pytest.raises(ScenarioError, match=words):
        make()
