"""The share who return, stated as the share killed and the share of the wounded who return."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from each import each
from hypothesis import given
from hypothesis import strategies as st
from sampling import scenario

from sim.core.assumptions import assumptions
from sim.core.crossing import central_days
from sim.inputs.loading import load, parse
from sim.inputs.problems import ScenarioError
from sim.inputs.scenario import with_value
from sim.inputs.settings import changed
from sim.inputs.writing import dump
from sim.saying.language import LANGUAGES
from sim.saying.results import cover_result
from sim.saying.sums import arithmetic
from sim.show.brief import brief
from sim.study.answer import Answer
from sim.study.distribution import distribution
from sim.study.flips import flips
from sim.study.ladder import ladder
from sim.study.sensitivity import tornado

SHARES = st.floats(0, 1).map(lambda x: round(x, 6))
RANGED = {"killed_share": (0.25, 2 / 7, 0.35, "triangular"), "wounded_returning_share": (0.2, 0.5, 0.9, "triangular")}
"""UK MoD, November 2024 (500,000 of 700,000 wounded); Roslin, March 2023 (half of them). The ends are made."""
PAIR = set(RANGED)


def product(killed, returning):
    return (1 - killed) * returning


def days(killed, returning, **more):
    return central_days(scenario(killed_share=killed, wounded_returning_share=returning, **more))


# ---------------------------------------------------------------------------------------------------------------- laws


def is_the_typed_share(share, killed, returning):
    """Whether two stated shares give the days of one, typed."""
    typed = central_days(scenario(returning_share=share(killed, returning), last_return_day=30.0))
    return days(killed, returning, last_return_day=30.0) == pytest.approx(typed, rel=1e-12)


@given(SHARES, SHARES)
def test_two_shares_give_the_days_of_the_share_they_stand_for(killed, returning):
    assert is_the_typed_share(product, killed, returning)


@each("wrong", [lambda k, w: k * w, lambda k, w: w, lambda k, w: 1 - k * w])
def test_another_product_is_noticed(wrong):
    assert not is_the_typed_share(wrong, 0.3, 0.6)


@given(SHARES, SHARES, SHARES)
def test_more_killed_cover_no_more_and_more_who_return_no_fewer_days(first, second, other):
    low, high = sorted((first, second))
    assert (days(low, other) >= days(high, other), days(other, low) <= days(other, high)) == (True, True)


@each(("killed", "returning", "expected"), [(1.0, 1.0, 10_000 / 1271), (0.3, 0.0, 10_000 / 1271), (0.0, 1.0, np.inf)])
def test_if_all_are_killed_or_nobody_returns_nothing_changes_and_if_all_return_it_is_never(killed, returning, expected):
    assert days(killed, returning) == pytest.approx(expected)


def test_drawn_values_of_one_go_with_the_stated_value_of_the_other():
    made = assumptions(scenario(killed_share=0.2, wounded_returning_share=0.5), {"killed_share": [0.0, 0.2, 1.0]})
    assert made.returning_share == pytest.approx(np.array([0.5, 0.4, 0.0]))


# ---------------------------------------------------------------------------------------------------------- the format


@each(
    ("stated", "part"),
    [
        ({"killed_share": 0.3}, "quantities.wounded_returning_share: missing; killed_share is stated"),
        ({"wounded_returning_share": 0.3}, "quantities.killed_share: missing; wounded_returning_share is stated"),
        ({"killed_share": 0.3, "wounded_returning_share": 0.3, "returning_share": 0.3},
         "quantities.returning_share: killed_share and wounded_returning_share give it already"),
        ({"killed_share": 1.3, "wounded_returning_share": 0.3}, "quantities.killed_share.value = 1.3"),
    ],
)  # fmt: skip
def test_half_a_pair_and_a_pair_beside_what_it_stands_for_are_refused(stated, part):
    with pytest.raises(ScenarioError) as refused:
        scenario(**stated)
    assert [part in str(problem) for problem in refused.value.problems] == [True]


def test_a_scenario_with_both_shares_is_written_and_read_again():
    stated = scenario(**RANGED)
    read = parse(dump(stated))
    assert (set(read.quantities), read["returning_share"]) == (set(stated.quantities), stated["returning_share"])


def test_two_shares_that_are_set_take_the_place_of_the_one():
    made = changed(load("sky-2024-10k-net"), {"killed_share": "0.3", "wounded_returning_share": "0.5"})
    assert ({q.key for q in made.quantities} >= PAIR, "returning_share" in made, made.number("returning_share")) == (
        True, False, 0.35,
    )  # fmt: skip


def test_the_one_that_is_set_takes_the_place_of_the_two():
    made = changed(scenario(**RANGED), {"returning_share": "0.2"})
    assert (made.number("returning_share"), [key for key in PAIR if key in made]) == (0.2, [])


def test_what_two_sources_make_is_derived_and_an_assumption_makes_an_assumption():
    stated = scenario(**RANGED)
    sourced = replace(stated, quantities=tuple(replace(q, grade="reported", source="S") for q in stated.quantities))
    assert [x["returning_share"].grade for x in (stated, sourced)] == ["assumption", "derived"]


# -------------------------------------------------------------------------------------------------------- what follows


def test_the_stated_shares_are_drawn_and_not_what_they_stand_for():
    answer = Answer(scenario=scenario(**RANGED))
    assert (set(answer.drawn), {bar.quantity.key for bar in tornado(answer.scenario)}) == (PAIR, PAIR)


def test_the_distribution_is_that_of_the_product():
    stated, rng = scenario(**RANGED), np.random.default_rng(7)
    killed, returning = (rng.triangular(low, value, high, 200_000) for low, value, high, _ in RANGED.values())
    simulated = np.quantile(10_000 / (1271 * (1 - product(killed, returning))), [0.05, 0.5, 0.95])
    found = [distribution(stated).quantile(p).value for p in (0.05, 0.5, 0.95)]
    assert found == pytest.approx(simulated, rel=0.005)


def test_with_noise_the_distribution_is_that_of_the_product_too():
    stated = {"recruits_per_day": 300.0, "dispersion": 11.9}
    fixed = [{"killed_share": 0.3, "wounded_returning_share": 0.5}, {"returning_share": 0.35}]
    pair, typed = (distribution(scenario(**one, **stated)).probability(16.0) for one in fixed)
    assert pair.value == pytest.approx(typed.value, abs=1e-9)


def test_each_of_the_two_flips_the_verdict_and_what_they_stand_for_has_no_row():
    stated = scenario(**RANGED)
    found = {flip.quantity.key: flip.central for flip in flips(stated, 14.0, error=0.01)}
    turned = [central_days(with_value(stated, key, found[key])) for key in sorted(PAIR)]
    assert ("returning_share" in found, turned) == (False, [pytest.approx(14.0)] * 2)


def test_the_ladder_has_one_rung_that_names_both():
    (_, rung) = ladder(scenario(**RANGED))
    assert (rung.quantity, {q.key for q in rung.quantities} >= PAIR) == ("returning_share", True)


@each("code", LANGUAGES)
@each("more", [{}, {"monthly_trend": 0.1}])
def test_arithmetic_and_brief_show_how_the_share_follows(code, more):
    answer, say = Answer(scenario=scenario(killed_share=0.2, wounded_returning_share=0.5, **more)), LANGUAGES[code]
    line = say("sum.together", killed=say.digits(0.2), wounded=say.digits(0.5), share=say.digits(0.4))
    assert (line in arithmetic(answer, say), line in brief(answer, say)) == (True, True)


def test_the_json_lists_the_shares_that_are_stated():
    assert {q["quantity"] for q in cover_result(Answer(scenario=scenario(**RANGED)))["quantities"]} >= PAIR
