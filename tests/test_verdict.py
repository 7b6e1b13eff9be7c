"""Verdict, flips, joint move and goal seek: published bands and numbers, closed forms, and each law seen to fail."""

from __future__ import annotations

import itertools
import json
import math
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from each import each
from sampling import scenario
from scipy import stats

from sim.commands import analyses
from sim.core.assumptions import assumptions
from sim.core.crossing import central_days, days_covered, lowest_balance
from sim.core.curves import ledger
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.facts import survey_answers
from sim.inputs.loading import load, shipped
from sim.inputs.quantities import Correlation, Wave
from sim.inputs.remarks import Remark
from sim.inputs.scenario import with_value
from sim.saying.language import PLAIN
from sim.saying.stated import amount_text
from sim.saying.turns import in_words, reachable
from sim.saying.turns import turns as turns_of
from sim.study import joint
from sim.study.distribution import chance_by, distribution
from sim.study.flips import Flip, flipped, flips, lasting_rate, limits_of, troops_needed
from sim.study.joint import joint_move
from sim.study.turning import crossing_of_chance
from sim.study.verdict import BANDS, central_holds, opposite, phrase, threshold_of, verdict

FULL = "sky-2024-10k-full"
MIRROR = {
    "almost no chance": "almost certain",
    "very unlikely": "very likely",
    "unlikely": "likely",
    "roughly even": "roughly even",
}


def said(given, **remark):
    given = replace(given, remark=Remark(**remark))
    return verdict(given, distribution(given))


# ----------------------------------------------------------------------------------------------------------- phrases


@each(
    ("chance", "words"),
    [
        (0.0, "almost no chance"), (0.03, "almost no chance"), (0.049, "almost no chance"), (0.05, "very unlikely"),
        (0.1, "very unlikely"), (0.2, "unlikely"), (0.44, "unlikely"), (0.45, "roughly even"), (0.5, "roughly even"),
        (0.55, "roughly even"), (0.56, "likely"), (0.8, "likely"), (0.81, "very likely"), (0.95, "very likely"),
        (0.951, "almost certain"), (1.0, "almost certain"),
    ],
)  # fmt: skip
def test_probabilities_get_the_phrases_of_icd_203(chance, words):
    # Intelligence Community Directive 203 (2015): 1-5, 5-20, 20-45, 45-55, 55-80, 80-95, 95-99 %
    assert phrase(chance).phrase == words


def test_the_bands_join_without_a_gap():
    assert [band.high for band in BANDS[:-1]] == [band.low for band in BANDS[1:]]


def phrases_are_mirrored(of) -> bool:
    pairs = {**MIRROR, **{high: low for low, high in MIRROR.items()}}
    chances = [*np.linspace(0, 1, 401), *(band.low for band in BANDS), *(band.high for band in BANDS)]
    return all(pairs[of(p).phrase] == of(round(1 - p, 6)).phrase for p in (round(float(x), 6) for x in chances))


def test_a_chance_and_its_opposite_get_mirrored_phrases():
    assert phrases_are_mirrored(phrase)


def test_bands_closed_on_the_same_side_are_noticed():
    assert not phrases_are_mirrored(lambda p: next((b for b in BANDS if p < b.high), BANDS[-1]))


# --------------------------------------------------------------------------------------------------------- yardsticks


def test_the_survey_has_its_published_quantiles():
    # CASES: what "many" means as a number, 46 answers
    answers = survey_answers()
    assert (len(answers), *np.quantile(answers, [0.1, 0.5, 0.9])) == (46, 7, 20, 54)


@each(("troops", "above"), [(10_000.0, 0.826), (100_000.0, 0.065)])
def test_the_survey_calls_as_many_answers_more_as_published(troops, above):
    # CASES: 82.6 % above 7.87, 6.5 % above 78.68
    found = said(scenario(troops=troops), yardstick="survey")
    assert (found.threshold_days, found.probability) == (None, (pytest.approx(above, abs=5e-4), 0.0))


def test_the_survey_is_averaged_over_its_answers_where_the_days_are_uncertain():
    given = scenario(line_share=(0.4, 0.7, 1.0, "triangular"))
    spread, answers = distribution(given), survey_answers()
    expected = np.mean([spread.probability(math.nextafter(x, 0)).value for x in answers])
    assert said(given, yardstick="survey").probability.value == pytest.approx(expected, abs=1e-12)


def test_the_survey_says_that_it_is_self_selected():
    assert "self-selected sample of 46" in threshold_of(Remark(yardstick="survey"))[1]


@each(("yardstick", "days"), [("barely one week", 7.0), ("around 10 days at most", 10.0)])
def test_published_comparisons_are_yardsticks_with_a_source(yardstick, days):
    found = said(scenario(), yardstick=yardstick)
    assert (found.threshold_days, found.probability.value, bool(found.threshold_source)) == (days, days > 7.868, True)


def test_without_a_yardstick_two_weeks_are_assumed_and_said_to_be():
    days, source = threshold_of(Remark())
    assert (days, source.startswith("assumption")) == (14.0, True)


def test_without_a_remark_there_is_no_verdict():
    assert verdict(scenario(), distribution(scenario())) is None


RANGED = scenario(line_share=(0.4, 0.7, 1.0, "triangular"))


@each("claim", ["at most", "at least"])
def test_the_claim_is_very_likely_at_its_firm_yardstick(claim):
    days = said(RANGED, claim=claim, threshold_days=5.0).firm_days.value
    assert said(RANGED, claim=claim, threshold_days=days).probability.value == pytest.approx(0.8, abs=1e-5)


def test_at_most_and_at_least_share_the_certainty():
    both = [said(RANGED, claim=claim, threshold_days=5.0).probability.value for claim in ("at most", "at least")]
    assert sum(both) == pytest.approx(1, abs=1e-10)


def test_a_point_on_the_yardstick_itself_fulfils_both_claims():
    point = scenario(troops=12_710.0)
    both = [said(point, claim=claim, threshold_days=10.0).probability.value for claim in ("at most", "at least")]
    assert both == [1.0, 1.0]


@each(("claim", "expected"), [("at most", "at least"), ("at least", "at most")])
def test_the_opposite_overclaim_turns_the_claim_round(claim, expected):
    given = replace(RANGED, remark=Remark(claim=claim, threshold_days=30.0))
    assert opposite(given, distribution(given)).claim == expected


def exclude_each_other(of) -> bool:
    """Whether no number of days fulfils a claim and what is called its opposite, for yardsticks of all lengths."""
    point = scenario(troops=80_000.0)  # 63 days: within 91, and months
    pairs = [(claim, days) for claim in ("at most", "at least") for days in (1.0, 14.0, 59.9, 60.0, 91.0, 3650.0)]
    given = [replace(point, remark=Remark(claim=claim, threshold_days=days)) for claim, days in pairs]
    told = [(of(x, distribution(x)), x.remark) for x in given]
    both = [(r, y) if r.claim == "at least" else (y, r) for y, r in told if y]
    return all(least.threshold_days > most.threshold_days for least, most in both)


def test_a_claim_and_its_opposite_exclude_each_other():
    assert exclude_each_other(opposite)


def test_an_opposite_that_may_hold_beside_the_claim_is_noticed():
    months = replace(said(scenario(), claim="at least", threshold_days=60.0))
    assert not exclude_each_other(lambda given, _: months if given.remark.claim == "at most" else None)


@each("name", ["isw-2025-kursk", "volunteers-100k-at-2024-rate"])
def test_scenarios_whose_both_claims_had_one_verdict_have_no_opposite(name):
    assert opposite(load(name), distribution(load(name))) is None


def test_never_used_up_is_neither_few_days_nor_fewer_than_months():
    given = replace(scenario(recruits_per_day=2_000), remark=Remark(threshold_days=14.0))
    spread = distribution(given)
    assert (verdict(given, spread).probability.value, opposite(given, spread).probability.value) == (0.0, 1.0)


# -------------------------------------------------------------------------------------------------------------- flips

CASES = {
    "bare": (scenario(), 14.0),
    "central full": (load(FULL, ["dispersion=0"]), 14.0),
    "waves": (scenario(waves=(Wave(day=0, troops=3_000), Wave(day=5, troops=9_000)), recruits_per_day=300), 14.0),
    "net": (load("sky-2024-10k-net"), 14.0),
    "friction": (load("sky-2024-10k-friction"), 14.0),
}


def turns(given, key, value, days) -> bool:
    """Whether the days covered are `days` at the value, or the lowest balance up to then is zero (before a wave)."""
    inputs = assumptions(given, {key: value})
    lowest, lost = float(lowest_balance(inputs, days)[1]), float(ledger(inputs, days).lost)
    return abs(float(days_covered(inputs)) - days) <= 1e-6 or abs(lowest) <= 1e-6 * (1 + lost)


def central_flips_are_turns(of=flips) -> bool:
    return all(
        turns(given, flip.quantity.key, flip.central, days)
        for given, days in CASES.values()
        for flip in of(replace(given, quantities=tuple(replace(q, low=None, high=None, shape="")
                                                       if q.uncertain else q for q in given.quantities)), days)
        if flip.central is not None
    )  # fmt: skip


def test_at_each_flip_the_days_covered_are_the_threshold():
    assert central_flips_are_turns()


def test_flips_rounded_to_three_digits_are_noticed():
    def rounded(given, days):
        return [replace(f, central=f.central and float(f"{f.central:.3g}")) for f in flips(given, days)]

    assert not central_flips_are_turns(rounded)


@each("key", ["reported_rate", "troops"])
@each("kind", ["bare", "friction"])
def test_on_either_side_of_the_value_sought_the_verdict_differs(kind, key):
    given, days = CASES[kind]
    value = (troops_needed if key == "troops" else lasting_rate)(given, days)
    sides = [central_holds(with_value(given, key, value * x), days, "at most") for x in (0.999, 1.001)]
    assert sides == [key == "troops", key != "troops"]


def test_troops_and_rate_of_the_bare_quotient_flip_where_arithmetic_says():
    found = {f.quantity.key: f.central for f in flips(scenario(), 14.0)}
    assert (found["troops"], found["reported_rate"]) == (pytest.approx(14 * 1271), pytest.approx(10_000 / 14))


def no_flip_means_no_turn(of=flips) -> bool:
    """Where no flip is reported the verdict is the same at both limits."""
    given = scenario()
    return all(
        (flip.central is None) == (len({central_holds(with_value(given, flip.quantity.key, x), 14.0, "at most")
                                        for x in limits(flip.quantity.key)}) == 1)
        for flip in of(given, 14.0)
    )  # fmt: skip


def limits(key):
    what = DEFINITIONS[key]
    return {"first_return_day": (0.0, 20.0), "last_return_day": (6.0, what.high)}.get(key, (what.low, what.high))


def test_no_flip_is_reported_exactly_where_neither_limit_flips():
    assert no_flip_means_no_turn()


def test_a_flip_made_up_at_a_limit_is_noticed():
    assert not no_flip_means_no_turn(
        lambda given, days: [
            replace(f, central=f.central or DEFINITIONS[f.quantity.key].high) for f in flips(given, days)
        ]
    )


TWO = scenario(troops=(7_000, 10_000, 14_000, "lognormal"), line_share=(0.5, 0.8, 1.0, "triangular"))


@pytest.fixture(scope="module")
def flips_of_two():
    return {claim: flips(TWO, 9.0, claim) for claim in ("at most", "at least")}


@each("claim", ["at most", "at least"])
def test_at_the_even_and_very_likely_flips_the_claim_has_that_chance(claim, flips_of_two):
    chances = {"even": 0.5, "very_likely": 0.8}
    for flip in flips_of_two[claim]:
        for level, chance in chances.items():
            value = getattr(flip, level)
            if value is not None:
                below = chance_by(with_value(TWO, flip.quantity.key, value), 9.0).value
                assert (below if claim == "at most" else 1 - below) == pytest.approx(chance, abs=1.01e-4)


def test_the_even_and_very_likely_flips_are_found_with_noise_too():
    given = scenario(dispersion=11.9)
    found = next(f for f in flips(given, 9.0) if f.quantity.key == "troops")
    got = [chance_by(with_value(given, "troops", x), 9.0).value for x in (found.even, found.very_likely)]
    assert got == pytest.approx([0.5, 0.8], abs=2e-3)


def test_a_flip_says_how_far_it_lies_in_half_widths_of_its_range(flips_of_two):
    found = next(f for f in flips_of_two["at most"] if f.quantity.key == "troops")
    expected = (found.central - 10_000) / 3_500
    assert (found.half_widths, found.inside) == (pytest.approx(expected), 7_000 <= found.central <= 14_000)


def test_a_flip_without_a_range_has_no_distance():
    found = next(f for f in flips(scenario(), 9.0) if f.quantity.key == "troops")
    assert (found.half_widths, found.inside) == (None, None)


def test_waves_are_scaled_up_to_their_limit_whatever_their_sizes():
    for first in range(1, 400, 7):
        sizes = scenario(waves=(Wave(day=0, troops=first), Wave(day=7, troops=1463)))
        most = sizes.highest("troops")
        assert with_value(sizes, "troops", most).number("troops") == pytest.approx(1e9)


def test_waves_flip_in_proportion():
    given, days = CASES["waves"]
    found = next(f for f in flips(given, days) if f.quantity.key == "troops")
    scaled = with_value(given, "troops", found.central)
    assert scaled.waves[1].troops == pytest.approx(3 * scaled.waves[0].troops)


# --------------------------------------------------------------------------------------- a yardstick met exactly


def met_on_paper(seed):
    """Round numbers whose days covered, in fractions, are exactly the yardstick."""
    rng = np.random.default_rng(seed)
    rate, days = int(rng.integers(1, 2000)), Fraction(int(rng.integers(10, 3650)), 10)
    share, ratio, line = (Fraction(int(rng.integers(low, 20)), 20) for low in (0, 1, 1))
    drain = rate * ratio * (1 - share) - int(rng.integers(0, 20))
    if drain <= 0:
        return met_on_paper(seed + 1000)
    recruits = rate * ratio * (1 - share) - drain
    return days, scenario(
        troops=float(days * drain / line), reported_rate=float(rate), returning_share=float(share),
        reporting_ratio=float(ratio), line_share=float(line), recruits_per_day=float(recruits),
    )  # fmt: skip


def failing(seeds):
    """How many claims do not hold although both do of days that equal the yardstick."""
    found = []
    for seed in seeds:
        days, given = met_on_paper(seed)
        remark = Remark(words="x", threshold_days=float(days))
        said = [replace(given, remark=replace(remark, claim=claim)) for claim in ("at most", "at least")]
        found += [verdict(each, distribution(each)).probability.value for each in said]
    return found.count(0.0)


ATOMS = [
    # effective before they are needed, however they start: 10 days whatever is drawn
    (["starting_effectiveness=0.9", "starting_effectiveness.low=0.8", "starting_effectiveness.high=1",
      "integration_days=5"], 10.0, (1.0, 1.0)),
    # nobody lost since is back by day 10 where the first returns then or later, in half of the draws
    (["returning_share=0.8", "earlier_casualties=ignored", "last_return_day=60", "first_return_day=7",
      "first_return_day.low=5", "first_return_day.high=15", "first_return_day.shape=uniform"], 10.0, (0.5, 1.0)),
    # a constant share of constant losses returns whenever it does: 20 days
    (["returning_share=0.5", "first_return_day=6", "first_return_day.low=4", "first_return_day.high=8",
      "last_return_day=20", "last_return_day.low=10", "last_return_day.high=30"], 20.0, (1.0, 1.0)),
]  # fmt: skip
"""Ranges that move nothing, or only in part: settings, days, and P(at most) and P(at least) of a yardstick of them."""


@each(("settings", "days", "chances"), ATOMS)
def test_a_yardstick_met_on_paper_is_met_whatever_is_drawn(settings, days, chances):
    given = load("sky-2024-10k", ["reported_rate=1000", *settings])
    found = [said(given, claim=claim, threshold_days=days).probability.value for claim in ("at most", "at least")]
    assert found == pytest.approx(list(chances), abs=1e-5)  # days that are 10 but for 1e-12 of it count as 10
    assert chance_by(given, days).value == pytest.approx(chances[0], abs=1e-5)


def test_a_yardstick_met_on_paper_is_met_by_both_claims():
    assert failing(range(300)) == 0


def test_days_as_they_come_out_of_the_arithmetic_would_miss_it(monkeypatch):
    monkeypatch.setattr("sim.study.distribution.central_days", lambda given: float(days_covered(assumptions(given))))
    assert failing(range(300)) > 5


def test_where_the_yardstick_is_met_what_moves_nothing_turns_nothing():
    given = scenario(troops=1232.0, reported_rate=100.0, reporting_ratio=1.1, returning_share=0.2)
    found = {flip.quantity.key: flip.central for flip in flips(given, 14.0)}
    assert (found["troops"], found["reported_rate"], found["first_return_day"]) == (1232.0, 100.0, None)


def test_no_turning_point_lies_next_to_zero():
    nobody = scenario(waves=(Wave(day=100, troops=10_000),), reported_rate=1271.0)
    assert lasting_rate(nobody, 14.0) is None


def test_a_turn_at_todays_value_says_on_which_side():
    given = load("isw-2024-12k")
    said = [in_words(turn, PLAIN).sentence for turn in reachable(turns_of(given, 10.0))]
    assert said[0] == "the rate is less than 1,200 casualties a day"
    assert "more than 12,000 troops come" in said
    assert not any("stand in the line" in words for words in said), "no share of them above 100 % can"


# ---------------------------------------------------------------------------------------------------------- joint move


def bare(troops, rate, rank=None):
    pairs = () if rank is None else (Correlation(between=("troops", "reported_rate"), rank=rank),)
    return scenario(troops=(*troops, "lognormal"), reported_rate=(*rate, "lognormal"), correlations=pairs)


TROOPS, RATE = (8_000, 10_000, 12_500), (1_000, 1_271, 1_600)


def index(troops, rate, days, rho=0.0) -> float:
    """log D is normal: the distance is |log days - its mean| over its standard deviation."""
    tail = 2 * stats.norm.ppf(0.95)
    means = [math.log(x[0] * x[2]) / 2 for x in (troops, rate)]
    spreads = [math.log(x[2] / x[0]) / tail for x in (troops, rate)]
    sigma = math.sqrt(spreads[0] ** 2 + spreads[1] ** 2 - 2 * rho * spreads[0] * spreads[1])
    return abs(math.log(days) - means[0] + means[1]) / sigma


def joint_move_has_its_closed_form(of=joint_move) -> bool:
    found = [(of(bare(TROOPS, RATE), days).distance, index(TROOPS, RATE, days)) for days in (5.0, 7.0, 9.0, 14.0)]
    rho = 2 * math.sin(math.pi * 0.6 / 6)
    found.append((of(bare(TROOPS, RATE, 0.6), 9.0).distance, index(TROOPS, RATE, 9.0, rho)))
    return all(math.isclose(ours, theirs, rel_tol=1e-5) for ours, theirs in found)


def test_the_joint_move_of_a_lognormal_quotient_has_its_closed_form():
    assert joint_move_has_its_closed_form()


def test_a_joint_move_that_ignores_the_correlation_is_noticed():
    assert not joint_move_has_its_closed_form(lambda given, days: joint_move(replace(given, correlations=()), days))


@each(
    ("given", "days"),
    [(TWO, 9.0), (bare(TROOPS, RATE), 12.0), (load(FULL), 14.0), (load(FULL), 60.0)],
    ids=["two ranges", "bare", "full, 14 days", "full, 60 days"],
)
def test_the_joint_move_lands_where_the_verdict_turns(given, days):
    landed = dict(joint_move(given, days).values)
    assert float(days_covered(assumptions(given, landed))) == pytest.approx(days, rel=1e-4)


def joint_move_lands_under_waves(of=joint_move) -> bool:
    """A gap before the second wave turns the verdict, not the balance on the day of the yardstick."""
    rate = ["reported_rate=1000", "reported_rate.low=800", "reported_rate.high=1200", "reported_rate.shape=normal"]
    given = load("sky-2024-10k", ["waves=0:10000,12:6000", *rate])
    found = of(given, 14.0)
    return found is not None and abs(dict(found.values)["reported_rate"] - 10_000 / 12) < 0.01


def test_the_joint_move_under_waves_lands_where_the_cover_fails_first():
    assert joint_move_lands_under_waves()


def test_a_joint_move_to_the_last_balance_alone_is_noticed(monkeypatch):
    monkeypatch.setattr(joint, "lowest_balance", lambda inputs, days: (days, ledger(inputs, days).balance))
    assert not joint_move_lands_under_waves()


def test_the_joint_move_is_no_longer_than_that_of_either_quantity_alone():
    alone = [
        joint_move(scenario(troops=troops, reported_rate=rate), 9.0).distance
        for troops, rate in (((*TROOPS, "lognormal"), math.sqrt(1_600_000)), (10_000.0, (*RATE, "lognormal")))
    ]
    assert joint_move(bare(TROOPS, RATE), 9.0).distance < min(alone)


@each("days", [5.0, 12.0])
def test_the_joint_move_names_first_what_moves_farthest(days):
    given = bare((4_000, 10_000, 25_000), RATE)
    landed = flipped(given, days).largest
    chances = [stats.norm.cdf(move) for move in _scores(given, landed)]
    assert [key for key, _ in landed] == ["troops", "reported_rate"]
    assert abs(chances[0] - 0.5) > abs(chances[1] - 0.5) + 0.1


def _scores(given, values):
    """Normal scores of values of log-normal ranges."""
    tail = 2 * stats.norm.ppf(0.95)
    for key, value in values:
        low, high = math.log(given[key].low), math.log(given[key].high)
        yield (math.log(value) - (low + high) / 2) / ((high - low) / tail)


def test_there_is_no_joint_move_without_ranges_or_within_reach():
    far = scenario(troops=(9_999, 10_000, 10_001, "lognormal"))
    assert (joint_move(scenario(), 14.0), joint_move(far, 1_000.0)) == (None, None)


WIDE = ["line_share=0.7", "line_share.low=0.5", "line_share.high=0.9", "returning_share=0.3", "returning_share.low=0.2",
        "returning_share.high=0.4"]  # fmt: skip
MOVING = ["last_return_day=60", "last_return_day.low=20", "last_return_day.high=120", "troops.low=9900",
          "troops.high=10100"]  # fmt: skip


@each(
    ("settings", "days", "reached"),
    [
        (WIDE, 2.0, False), (WIDE, 9.0, True), (WIDE, 400.0, False),
        (["troops.low=9000", "troops.high=11000", "reported_rate.low=1200", "reported_rate.high=1350"], 8.5, True),
        ([*WIDE, "waves=0:6000,4:2000,9:2000", "correlations=line_share~returning_share:-0.6"], 60.0, False),
        ([*WIDE[:3], "killed_share=0.2", "wounded_returning_share=0.5", "killed_share.low=0.1",
          "killed_share.high=0.3"], 90.0, False),
        ([*MOVING, "returning_share=0.6", "monthly_trend=-0.2"], 25.05, True),  # the later the return, the more return
        ([*MOVING, "returning_share=0.6", "earlier_casualties=ignored"], 60.0, False),
    ],
)  # fmt: skip
def test_a_search_that_is_spared_would_have_found_nothing(settings, days, reached, monkeypatch):
    given = load("sky-2024-10k", settings)
    found = joint_move(given, days)
    with monkeypatch.context() as searched:
        searched.setattr(joint, "_within_reach", lambda *_: True)
        assert (found is not None, found) == (reached, joint_move(given, days))


# ----------------------------------------------------------------------------------------------------------- goal seek


def goals_are_reached(troops=troops_needed, rate=lasting_rate) -> bool:
    found = []
    for given, days in CASES.values():
        for key, of in (("troops", troops), ("reported_rate", rate)):
            value = of(given, days)
            if value is not None:
                found.append(turns(given, key, value, days))
    return len(found) >= 8 and all(found)


def test_the_troops_and_the_rate_sought_cover_the_days():
    assert goals_are_reached()


def test_troops_sought_from_the_bare_quotient_alone_are_noticed():
    assert not goals_are_reached(troops=lambda given, days: days * given.number("reported_rate"))


def test_goal_seek_undoes_the_days_covered():
    given = CASES["friction"][0]
    assert troops_needed(given, central_days(given)) == pytest.approx(10_000, rel=1e-6)


def test_no_goal_is_made_up_where_no_value_reaches_it():
    given = scenario(recruits_per_day=2_000)
    assert (troops_needed(given, 14.0), troops_needed(scenario(delivered_share=0), 14.0)) == (None, None)


# -------------------------------------------------------------------------------------------------------- command line


@each("scenario_name", ["sky-2024-10k", "sky-2024-10k-net", "volunteers-2022-100k"])
def test_flip_prints_strict_json_with_every_moving_quantity(run, scenario_name):
    def refuse(word):
        raise AssertionError(word)

    found = json.loads(run("flip", scenario_name, "--json").out, parse_constant=refuse)
    moving = {key for key, what in DEFINITIONS.items() if what.effect != "none"} - load(scenario_name).replaced
    assert ({row["quantity"] for row in found["flips"]}, found["seed"]) == (moving, 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["volunteers-100k-at-2024-rate"], "14 days are an example"),
        (["sky-2024-10k", "--set", "remark.yardstick=survey"], "20, the median of the survey"),
        (["sky-2024-10k"], ""),
    ],
)
def test_flip_says_whose_days_it_takes_where_the_words_state_none(run, arguments, words):
    said = run("flip", *arguments).out
    assert words in said
    assert bool(words) == ("an example" in said or "stands for" in said)


def test_a_quantity_that_turns_only_the_chance_is_not_said_to_turn_nothing(run):
    said = json.loads(run("flip", "sky-2024-10k-full", "--error", "0.05", "--json").out)["flips"]
    for flip in said:
        turns = (flip["central"] is not None, (flip["at_50_percent"], flip["at_80_percent"]) != (None, None))
        assert ("no value in its limits" in flip["words"]) == (turns == (False, False))


@pytest.mark.parametrize(("troops", "days", "outwards"), [("17795", "14", "14.1"), ("10100", "7.9", "8.0")])
def test_a_yardstick_for_which_a_claim_holds_is_rounded_outwards(run, troops, days, outwards):
    said = run("cover", "sky-2024-10k", "--set", f"troops={troops}", "--set", f"remark.threshold_days={days}").out
    assert ("does not hold" in said, f"any yardstick of {outwards} days or more" in said) == (True, True)


def test_flip_on_the_command_line_gives_the_closed_form(run):
    found = json.loads(run("flip", "sky-2024-10k", "--days", "14", "--json").out)
    assert (found["troops_needed"], found["lasting_rate"]) == (pytest.approx(17_794), pytest.approx(10_000 / 14))


@each("settings", [[], ["waves=0:6000,30:4000"], ["killed_share=0.2", "wounded_returning_share=0.5"]])
def test_the_progress_of_flip_ends_where_the_work_does(run, settings, monkeypatch):
    shown = []
    with monkeypatch.context() as watched:
        watched.setattr(analyses, "progress", lambda _: nullcontext(shown.append))
        run("flip", "sky-2024-10k", *(part for setting in settings for part in ("--set", setting)))
    assert (shown[-1], shown) == (1.0, sorted(shown))


def test_flip_in_words_has_no_nan_and_no_infinity(run):
    done = run("flip", "sky-2024-10k-net")
    words = {word.strip(".,:;()") for word in done.out.lower().split()}
    assert (done.code, done.err, words & {"nan", "inf"}) == (0, "", set())


@each("days", ["0", "nan", "inf", "3651", "-1"])
def test_flip_refuses_yardsticks_out_of_limits(run, days):
    done = run("flip", "sky-2024-10k", "--days", days)
    assert (done.code, done.out, "Traceback" in done.err) == (2, "", False)


def test_the_record_of_a_flip_is_frozen():
    with pytest.raises(AttributeError):
        flips(scenario(), 14.0)[0].central = 1.0
    assert Flip.__dataclass_params__.frozen


def test_of_two_turning_points_of_a_chance_the_one_beside_todays_value_is_given():
    def chance(value):
        return 0.5 + 0.3 * math.tanh(min(value - 2.0, 12.0 - value))

    assert crossing_of_chance(chance, 0.5, (4.0, 1.0, 9.0, 16.0), 1e-6) == pytest.approx(2.0, abs=1e-5)


@each("wrong_by", [-0.01, 0.0, 0.01])
def test_a_rough_chance_spares_exact_ones_and_changes_nothing(wrong_by):
    asked = []

    def true(value):
        return float(stats.norm.cdf(math.log(value / 2.0)))

    def exact(value):
        asked.append(value)
        return true(value)

    start = (4.0, 1.98, 1e-3, 2.02, 1e3)  # a rough chance may put the two beside 2 on the wrong side
    found = crossing_of_chance(exact, 0.5, start, 1e-6, rough=lambda value: true(value) + wrong_by)
    assert (found, asked[:2], set(asked) & {4.0, 1e-3, 1e3}) == (pytest.approx(2.0, abs=1e-5), [1.98, 2.02], set())


def _asked(chance, level, known=None):
    """How many chances a search asks for until it is within 1e-4 of the level."""
    asked = []

    def counted(value):
        asked.append(value)
        return chance(value)

    found = crossing_of_chance(counted, level, (4.0, 1e-3, 1e6), 1e-4, known=known)
    assert chance(found) == pytest.approx(level, abs=1e-4)
    return len(asked)


def test_a_search_ends_where_the_level_is_met_to_its_tolerance():
    assert _asked(lambda value: float(stats.norm.cdf(math.log(value / 2.0))), 0.5) <= 12


def test_a_chance_that_bends_does_not_hold_one_end_of_the_search_for_long():
    def kinked(value):
        return min(0.999, 0.4 + 0.001 * math.log(min(value, 5e3)) + max(value - 5e3, 0.0) / 2e4)

    assert _asked(kinked, 0.5) <= 13  # 17 where an end may stay as long as it will


def test_of_a_chance_that_jumps_over_the_level_the_place_of_the_jump_is_given():
    def jumping(value):
        return 0.2 if value < 3000.0 else 0.9

    assert crossing_of_chance(jumping, 0.5, (4.0, 1e-3, 1e6), 1e-4) == pytest.approx(3000.0)


def test_what_the_search_for_one_level_has_learned_the_next_begins_with():
    def smooth(value):
        return float(stats.norm.cdf(math.log(value / 300.0)))

    known = {}
    first, second, alone = _asked(smooth, 0.5, known), _asked(smooth, 0.8, known), _asked(smooth, 0.8)
    assert (len(known), second < alone) == (first + second, True)


def test_a_range_too_narrow_to_be_one_has_no_half_widths():
    narrow = ["line_share=0.7", "line_share.low=0.6999999999", "line_share.high=0.7000000001"]
    (found,) = [flip for flip in flips(load("sky-2024-10k", narrow), 5.0) if flip.quantity.key == "line_share"]
    assert (found.central is None, found.half_widths, found.inside) == (False, None, None)


def test_a_schedule_that_begins_without_losses_has_no_rate_to_turn_anything():
    found = flipped(load("sky-2024-10k", ["schedule=0:0,10:1000"]), 30.0)
    assert ("reported_rate" in {flip.quantity.key for flip in found.flips}, found.lasting_rate) == (False, None)


def taken_at_its_word(words=in_words) -> bool:
    """Whoever sets a quantity a hair beyond the value that is told has turned the verdict."""
    for name, days in itertools.product(shipped(), (7.86782, 14.0, 30.0)):
        given = load(name)
        for turn in (turn for turn in reachable(turns_of(given, days)) if not turn.beyond):
            number, share, _ = words(turn, PLAIN).at.replace(",", "").partition(" %")
            told = float(number) / (100 if share else 1)
            beyond = told + math.copysign(1e-6 * max(abs(told), 1e-3), turn.at - turn.now)
            beyond = float(np.clip(beyond, *limits_of(given, turn.key)))
            sides = {central_days(with_value(given, turn.key, x)) <= days for x in (beyond, turn.now)}
            if len(sides) == 1:
                return False
    return True


def test_a_turn_taken_at_its_word_turns_the_verdict():
    assert taken_at_its_word()


def test_a_turn_rounded_to_the_nearest_is_noticed():
    nearest = lambda turn, say: in_words(turn, say)._replace(at=amount_text(turn.key, turn.at, say, digits=3))  # noqa: E731
    assert not taken_at_its_word(nearest)
