"""Real battles: Engel's Iwo Jima as published, the Ardennes table kept to the last man, and files refused in words."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest
from each import each
from scipy.integrate import solve_ivp
from scipy.stats import linregress

from sim.core.fighting import fought
from sim.core.forces import Fire
from sim.core.lanchester import square
from sim.inputs.problems import ScenarioError
from sim.study.ardennes import COUNTS, ardennes, inflow, log_ratio_fit, replayed
from sim.study.battles import battle_of, iwo_jima

FILE = """
schema = 1
title = "Five against four"
days = 3
[first]
name = "five"
strength = 5
hit_rate = 1
[second]
name = "four"
strength = 4
hit_rate = 1.0
fire = {shooters = 1, targets = 0}
[[second.pulses]]
day = 1
people = 1
"""


# CASES.md: Engel 1954 (inputs), integration at rtol 1e-11 (outputs)
@pytest.mark.parametrize(("day", "side", "people"), [(6, 0, 66453.7), (36, 0, 51985.2), (28, 1, 4656.4)])
def test_iwo_jima_gives_engels_curve(day, side, people):
    assert fought(iwo_jima()).strengths[day, side] == pytest.approx(people, abs=0.1)


def test_iwo_jima_ends_on_day_36():
    course = fought(iwo_jima())
    assert (course.winner, course.exhausted) == (0, (None, pytest.approx(36.39, abs=0.005)))


def test_iwo_jima_follows_the_closed_form_from_landing_to_landing():
    state = (0.0, 21500.0)
    for days, landing in ((1, 54_000), (1, 0), (1, 6_000), (2, 0), (1, 13_000), (30, 0)):
        state = square(state, (0.0544, 0.0106), float(days), (float(landing), 0.0))
    assert fought(iwo_jima()).strengths[36] == pytest.approx([float(z) for z in state], abs=0.01)


def test_iwo_jima_follows_an_integrator_that_knows_no_events():
    def slopes(t, z):
        landing = 54_000 * (t < 1) + 6_000 * (2 <= t < 3) + 13_000 * (5 <= t < 6)
        return [landing - 0.0544 * z[1], -0.0106 * z[0]]

    peeled = solve_ivp(slopes, (0, 28), [0.0, 21500.0], rtol=1e-9, atol=1e-6, max_step=0.01).y[:, -1]
    assert fought(iwo_jima()).strengths[28] == pytest.approx(peeled, abs=0.1)


def test_between_landings_nothing_drifts():
    assert 0 < fought(iwo_jima()).drift < 1e-8


@pytest.mark.parametrize("count", COUNTS)
def test_with_the_implied_inflow_the_daily_strengths_come_back_exactly(count):
    table = ardennes(count)
    assert np.array_equal(replayed(table, inflow(table)), table.strengths)


def test_a_lost_replacement_breaks_the_bookkeeping():
    table = ardennes()
    joining = inflow(table)
    joining[7, 0] -= 1
    assert np.array_equal(replayed(table, joining)[:8], table.strengths[:8])
    assert not np.array_equal(replayed(table, joining)[8:], table.strengths[8:])


def test_the_shipped_table_is_the_published_one(shared_data):
    rows = list(csv.DictReader((shared_data / "ardennes_daily.csv").read_text("utf-8").splitlines()))
    published = [[float(row[f"{side}_total_avail"]) for side in ("blue", "red")] for row in rows[1:]]
    assert np.array_equal(ardennes("total").strengths, published)


def test_the_force_ratio_explains_next_to_nothing_of_the_campaign():
    assert [round(log_ratio_fit(ardennes(count)).r_squared, 3) for count in COUNTS] == [0.044, 0.009]


def test_the_fit_is_the_one_scipy_makes():
    table, fit = ardennes(), log_ratio_fit(ardennes())
    theirs = linregress(
        np.log(table.strengths[:, 1] / table.strengths[:, 0]), np.log(table.casualties[:, 0] / table.casualties[:, 1])
    )
    assert (fit.slope, fit.slope_error, fit.r_squared) == pytest.approx((theirs.slope, theirs.stderr, theirs.rvalue**2))


def test_a_campaign_made_by_the_square_law_is_recognised():
    table = ardennes()
    losses = table.strengths[:, ::-1] * np.array([0.004, 0.006])
    fit = log_ratio_fit(replace(table, casualties=losses))
    assert (fit.slope, fit.r_squared) == (pytest.approx(1.0), pytest.approx(1.0))


def test_the_sign_of_the_fit_turns_with_the_campaign():
    early, late = log_ratio_fit(ardennes(), 1, 10), log_ratio_fit(ardennes(), 11, 32)
    assert early.slope > 0 > late.slope


def test_a_file_is_a_battle():
    battle = battle_of(FILE)
    assert (battle.second.fire, battle.second.pulses[0].people, battle.days) == (Fire(), 1.0, 3.0)


@each(
    ("old", "new", "line"),
    [
        ("strength = 5", "strength = -5", "b: first.strength = -5 people: -5 is out of limits"),
        ("strength = 5", "", "b: first.strength: missing"),
        ("strength = 5", "strengh = 5", "b: first.strengh: unknown key; did you mean strength?"),
        ("days = 3", "days = true", "b: days = True days: true is no number; allowed 0.001 to 3,650 days"),
        ("days = 3", "", "b: days: missing"),
        ("schema = 1", "schema = 2", "b: schema = 2: allowed 1"),
        ("schema = 1", "", "b: schema: missing; write schema = 1"),
        ("people = 1", "people = 1\nmen = 2", "b: second.pulses[1].men: unknown key"),
        ("people = 1", "people = inf", "b: second.pulses[1].people = inf people: inf is not finite"),
        ("people = 1", "", "b: second.pulses[1].people: missing"),
        ("shooters = 1", "shooters = 9", "b: second.fire.shooters = 9: 9 is out of limits; allowed 0 to 2"),
        ('name = "five"', "name = 5", "b: first.name = 5: must be text"),
        ('name = "five"', 'name = "five"\nfire = "aimd"',
         "b: first.fire = 'aimd': allowed aimed, area, logarithmic, or shooters and targets; did you mean aimed?"),
        ("[[second.pulses]]", "[second.pulses]", "b: second.pulses: must be a list of tables, [[second.pulses]]"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_on_one_line(old, new, line):
    with pytest.raises(ScenarioError) as refused:
        battle_of(FILE.replace(old, new, 1), "b")
    assert [problem for problem in refused.value.problems if str(problem).startswith(line)]


def test_every_problem_of_a_file_is_told():
    wrong = (
        FILE.replace("days = 3", "days = 0").replace("strength = 4", "strength = nan").replace("day = 1", "day = -1")
    )
    with pytest.raises(ScenarioError) as refused:
        battle_of(wrong)
    assert len(refused.value.problems) == 3


@each("text", ["first = 3", "= 3", "x = 0x" + "f" * 20_000, "a" * 60_000, ".".join("a" * 24_000) + " = 1"])
def test_what_is_no_battle_is_refused(text):
    with pytest.raises(ScenarioError):
        battle_of(text)
