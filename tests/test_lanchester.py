"""Lanchester's laws: closed forms against the integrator, their laws, and each seen to fail when broken."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from each import each
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from sim.core import forces
from sim.core.fighting import fought
from sim.core.forces import AIMED, AREA, FIRES, LOGARITHMIC, Arrivals, Battle, Fire, Pulse, Side
from sim.core.lanchester import linear, logarithmic, mixed, square, square_duration, square_survivors
from sim.inputs.problems import ScenarioError

PEOPLE, PACE = st.floats(50, 50_000), st.floats(0.002, 0.2)
FORMS = {"square": (square, AIMED, AIMED), "linear": (linear, AREA, AREA), "mixed": (mixed, AIMED, AREA),
         "logarithmic": (logarithmic, LOGARITHMIC, LOGARITHMIC)}  # fmt: skip


def battle(x, y, b, a, fires=(AIMED, AIMED), days=30.0):
    """Two sides; for area fire the rates are made small, so that both laws run at the same pace."""
    rates = [rate / other if fire.targets else rate for rate, other, fire in ((b, y, fires[0]), (a, x, fires[1]))]
    first, second = (
        Side(name=n, strength=z, hit_rate=r, fire=f)
        for n, z, r, f in zip("xy", (x, y), rates, fires, strict=True)
    )  # fmt: skip
    return Battle(first=first, second=second, days=days)


FIGHT = battle(1000.0, 900.0, 0.1, 0.1)


# ------------------------------------------------------------------------- closed forms against integrators, and loops


def peeled(fight, days):
    """SciPy's explicit integrator on equations written out here, without any of the program's events."""
    first, second = fight.sides

    def slopes(_t, z):
        x, y = np.maximum(z, 0.0)
        return [-second.hit_rate * y**second.fire.shooters * x**second.fire.targets,
                -first.hit_rate * x**first.fire.shooters * y**first.fire.targets]  # fmt: skip

    start = [first.strength, second.strength]
    return solve_ivp(slopes, (0, days), start, method="DOP853", rtol=1e-12, atol=1e-9).y[:, -1]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(
    ("x", "y", "a", "b"), [(1000, 700, 0.02, 0.05), (300, 900, 0.01, 0.03), (400, 400, 0.03, 0.03)]
)
def test_a_closed_form_is_the_integral(name, x, y, a, b):
    form, *fires = FORMS[name]
    fight = battle(float(x), float(y), b, a, tuple(fires), days=12.0)
    rates = (fight.second.hit_rate, fight.first.hit_rate)
    assert np.asarray(form((x, y), rates, 12.0)) == pytest.approx(peeled(fight, 12.0), rel=1e-8)


@pytest.mark.parametrize("fires", [(AIMED, AREA), (Fire(shooters=0.8, targets=0.4), Fire(shooters=1.2, targets=0.3))])
def test_the_course_is_the_integral_for_any_exponents(fires):
    fight = battle(900.0, 1100.0, 0.02, 0.03, fires, days=10.0)
    assert fought(fight).strengths[-1] == pytest.approx(peeled(fight, 10.0), rel=1e-8)


@each("days", [100.0, 700.0, 1e4, 1e6])
def test_what_a_law_keeps_is_kept_however_long_it_lasts(days):
    x, y = linear((300.0, 200.0), (0.01, 0.01), days)
    _, ambushed = mixed((5.0, 100.0), (0.01, 0.5), days)
    assert [float(x - y), float(ambushed)] == pytest.approx([100.0, math.sqrt(100**2 - 2 * 0.5 * 5 / 0.01)])


def test_where_nobody_hits_everybody_survives():
    assert [float(left) for left in square_survivors((5.0, 4.0), (0.0, 0.0))] == [5.0, 4.0]


@pytest.mark.parametrize("form", [square, linear, mixed, logarithmic])
def test_a_batch_equals_a_loop(form):
    rng = np.random.default_rng(3)
    x, y = rng.uniform(100, 1000, (2, 50))
    a, b = rng.uniform(0.0, 1e-4, (2, 50))
    batch = form((x, y), (a, b), 9.0)
    loop = [form((x[i], y[i]), (a[i], b[i]), 9.0) for i in range(50)]
    assert np.array_equal(batch, np.transpose(loop))


def test_steady_arrivals_have_a_closed_form():
    fight = battle(5000.0, 4000.0, 0.03, 0.02, days=20.0)
    steady = Arrivals(from_day=0.0, to_day=20.0, per_day=60.0)
    fight = replace(fight, first=replace(fight.first, arrivals=(steady,)))
    closed = square((5000.0, 4000.0), (0.02, 0.03), 20.0, (60.0, 0.0))
    assert fought(fight).strengths[-1] == pytest.approx(np.asarray(closed), rel=1e-8)


def test_arrivals_keep_the_square_laws_quantity_about_their_balance():
    fight = replace(FIGHT, first=replace(FIGHT.first, arrivals=(Arrivals(from_day=0.0, to_day=5.0, per_day=30.0),)))
    assert 0 < fought(fight).drift < 1e-8


def test_duration_and_survivors_are_those_of_the_course():
    course = fought(replace(FIGHT, days=60.0))
    rates = (0.1, 0.1)
    assert course.exhausted[1] == pytest.approx(float(square_duration((1000.0, 900.0), rates)), rel=1e-8)
    assert course.strengths[-1, 0] == pytest.approx(float(square_survivors((1000.0, 900.0), rates)[0]), rel=1e-8)


def test_equal_sides_never_end():
    assert square_duration((500.0, 500.0), (0.1, 0.1)) == math.inf
    course = fought(battle(500.0, 500.0, 1.0, 1.0, days=900.0))  # rounding lets one of them fade first
    assert (course.winner, course.exhausted) == (None, (None, None))


def test_few_who_make_a_large_side_give_up_have_won():
    army = Side(name="army", strength=200_000.0, hit_rate=1e-6, break_point=190_000.0)
    few = Side(name="few", strength=20.0, hit_rate=300.0)
    course = fought(Battle(first=army, second=few, days=5.0))
    assert (course.winner, course.exhausted[0]) == (1, pytest.approx(1.68, abs=0.01))


def test_a_side_that_still_awaits_somebody_is_left_when_the_other_has_given_up():
    late = Side(name="late", strength=0.0, hit_rate=1.0, pulses=(Pulse(day=9.0, people=50.0),))
    course = fought(
        Battle(first=late, second=Side(name="b", strength=100.0, hit_rate=1.0, break_point=100.0), days=5.0)
    )
    assert (course.winner, course.exhausted) == (0, (None, 0.0))


# --------------------------------------------------------------------------------------------- exhaustion and schedules


def test_a_side_that_waits_for_its_first_arrivals_is_not_beaten():
    late = replace(FIGHT.first, strength=0.0, pulses=(Pulse(day=4.0, people=2000.0),))
    course = fought(replace(FIGHT, first=late))
    assert (course.winner, course.strengths[3, 1], course.exhausted[0]) == (0, 900.0, None)


def test_arrivals_that_fall_at_once_do_not_save_a_side():
    trickle = replace(FIGHT.second, strength=0.0, arrivals=(Arrivals(from_day=0.0, to_day=10.0, per_day=50.0),))
    course = fought(replace(FIGHT, second=trickle))
    assert (course.winner, course.strengths[10, 0], course.exhausted[1]) == (0, 1000.0, 0.0)


def test_a_side_gives_up_at_its_break_point():
    course = fought(replace(FIGHT, second=replace(FIGHT.second, break_point=450.0)))
    assert (course.winner, course.strengths[-1, 1]) == (0, pytest.approx(450.0))


def test_area_fire_uses_nobody_up():
    course = fought(battle(1000.0, 100.0, 0.1, 0.1, (AREA, AREA), days=3000.0))
    assert (course.exhausted, course.winner) == ((None, None), None)


def test_strength_that_fades_with_a_flat_slope_still_ends():
    fires = (Fire(shooters=1.0, targets=0.5), AIMED)
    course = fought(Battle(first=Side(name="x", strength=1000.0, hit_rate=0.05, fire=fires[0]),
                           second=Side(name="y", strength=100.0, hit_rate=0.1), days=60.0))  # fmt: skip
    assert course.winner == 0
    assert course.exhausted[1] < 60


def test_dense_fire_is_followed_and_too_dense_fire_refused():
    quick = battle(1000.0, 990.0, 900.0, 900.0, (AREA, AREA), days=365.0)
    assert np.isfinite(fought(quick).strengths).all()
    with pytest.raises(ScenarioError, match="can take"):
        fought(replace(quick, first=replace(quick.first, hit_rate=1000.0)))


@each(
    ("make", "words"),
    [
        (lambda: Side(name="x", strength=-1.0, hit_rate=0.1), "strength = -1 person"),
        (lambda: Side(name="x", strength=1.0, hit_rate=math.nan), "hit_rate = nan"),
        (lambda: Fire(shooters=True), "fire.shooters = True: true is no number; allowed 0 to 2"),
        (lambda: Arrivals(from_day=3.0, to_day=3.0, per_day=1.0), "arrivals.to_day = 3.0: must rise"),
        (lambda: Pulse(day=-1.0, people=1.0), "pulses.day = -1 day"),
        (lambda: replace(FIGHT, days=0.0), "days = 0 days"),
        (lambda: fought(FIGHT, [3.0, 2.0]), "times"),
        (lambda: square((1.0, 1.0), (1.0, 1.0), 400.0), "pace times days"),
    ],
)
def test_wrong_numbers_are_refused_in_words(make, words):
    with pytest.raises(ScenarioError, match=words):
        make()


def test_the_records_know_every_fire_by_its_name():
    assert {getattr(forces, name.upper()) for name in FIRES} == set(FIRES.values())
