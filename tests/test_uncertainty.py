"""Probabilities and quantiles: against scipy.stats, closed forms and plain Monte Carlo, and each law seen to fail."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
import sampling
from each import each
from sampling import ranged, scenario
from scipy import stats

from sim.core import shapes, sobol
from sim.core.assumptions import Assumptions, assumptions
from sim.core.counts import chance_of_count_above, horizon_factor
from sim.core.crossing import days_covered, lowest_balance
from sim.core.curves import ledger
from sim.core.points import SCRAMBLINGS, Estimate, sobol_points
from sim.core.shapes import cumulative, inverse
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.loading import load
from sim.inputs.quantities import Correlation, Step, Wave
from sim.inputs.scenario import Scenario
from sim.study import draws, integrated
from sim.study.distribution import Distribution, chance_by, distribution
from sim.study.draws import correlated

FULL = "sky-2024-10k-full"
LINE_SHARE = (0.4, 0.7, 1.0, "triangular")
RANGES = (
    ranged("line_share", 0.4, 0.7, 1.0, "uniform"),
    ranged("line_share", 0.4, 0.7, 1.0, "triangular"),
    ranged("line_share", 0.4, 0.4, 1.0, "triangular"),
    ranged("line_share", 0.4, 1.0, 1.0, "triangular"),
    ranged("line_share", 0.4, 0.5, 1.0, "pert"),
    ranged("line_share", 0.0, 0.0, 1.0, "pert"),
    ranged("line_share", 0.4, 0.7, 1.0, "normal"),
    ranged("monthly_trend", -0.9, -0.9, 9.0, "triangular"),
    ranged("monthly_trend", -0.9, 0.0, 9.0, "normal"),
    ranged("line_share", 0.2, 0.7, 0.9, "lognormal"),
    ranged("reporting_ratio", 0.06, 1.0, 15.0, "lognormal"),
    ranged("reported_rate", 1187, 1271, 1354, "lognormal"),
)
CHANCES = np.array([1e-9, 1e-3, 0.05, 0.25, 0.5, 0.77, 0.95, 0.999, 1 - 1e-9])
HARD = [q for q in RANGES if q.shape not in ("normal", "lognormal")]


def name(quantity):
    return f"{quantity.key}-{quantity.shape}-{quantity.value:g}"


# ------------------------------------------------------------------------------------------------ shapes of ranges


@each("quantity", RANGES, ids=name)
def test_quantiles_of_a_range_are_those_of_scipy(quantity):
    np.testing.assert_allclose(inverse(quantity, CHANCES), sampling.quantile(quantity, CHANCES), rtol=2e-7, atol=1e-12)


@each("quantity", RANGES, ids=name)
def test_cumulative_chances_of_a_range_are_those_of_scipy(quantity):
    values = sampling.quantile(quantity, np.linspace(0.001, 0.999, 41))
    np.testing.assert_allclose(cumulative(quantity, values), sampling.below(quantity, values), rtol=1e-9, atol=1e-12)


@each("quantity", RANGES, ids=name)
def test_inverse_and_cumulative_undo_each_other(quantity):
    chances = np.linspace(0.001, 0.999, 99)
    np.testing.assert_allclose(cumulative(quantity, inverse(quantity, chances)), chances, rtol=1e-9)


@each("quantity", RANGES, ids=name)
def test_all_of_a_range_lies_within_its_ends_or_limits(quantity):
    low, high = quantity.span
    outside = [np.nextafter(low, -math.inf), np.nextafter(high, math.inf)]
    ends = inverse(quantity, [0.0, 1.0])
    assert ends == pytest.approx([low, high], rel=1e-6, abs=1e-12)
    assert low <= ends.min() <= ends.max() <= high, "not even by rounding"
    assert cumulative(quantity, outside) == pytest.approx([0.0, 1.0], abs=1e-12)


@each("shape", ["normal", "lognormal"])
def test_soft_ended_ranges_take_low_and_high_as_5th_and_95th_percentiles_where_no_limit_is_near(shape):
    quantity = ranged("reported_rate", 1187, 1271, 1354, shape)
    np.testing.assert_allclose(inverse(quantity, [0.05, 0.95]), [1187, 1354], rtol=1e-12)


def test_ends_taken_as_the_1st_and_99th_percentile_are_noticed(monkeypatch):
    monkeypatch.setattr(shapes, "_SOFT_TAIL", 2.3263478740408408)
    assert abs(float(inverse(ranged("reported_rate", 1187, 1271, 1354, "lognormal"), 0.95)) - 1354) > 10


# ---------------------------------------------------------------------------------------------------- random counts


@each("dispersion", [1 + 1e-6, 1.5, 11.9, 300, 1e4])
def test_the_tail_of_the_counts_is_the_negative_binomials(dispersion):
    mean, level = np.array([[0.3], [20], [10_168], [1e6]]), np.array([0, 0.99, 19, 9_999.5, 10_000, 1_000_700])
    expected = stats.nbinom.sf(np.floor(level), mean / (dispersion - 1), 1 / dispersion)
    np.testing.assert_allclose(chance_of_count_above(mean, level, dispersion), expected, rtol=1e-7, atol=1e-14)


def test_the_tail_of_the_counts_is_poissons_without_overdispersion():
    mean, level = np.array([[0.3], [20], [10_168], [1e6]]), np.array([0, 0.99, 19, 9_999.5, 10_000, 1_000_700])
    found = chance_of_count_above(mean, level, [[1.0]])
    np.testing.assert_allclose(found, stats.poisson.sf(np.floor(level), mean), rtol=1e-9, atol=1e-14)


def test_no_losses_never_exceed_anything():
    assert chance_of_count_above(0.0, [0.0, 5.0], [1.0, 11.9]).tolist() == [0.0, 0.0]


@each(("day", "share"), [(8, 0.683), (9, 0.317)])
def test_the_first_whole_day_reaching_10_000_is_the_eighth_or_the_ninth(day, share):
    # CASES: negative binomial days, mean 1,271, variance/mean 11.9; Monte Carlo, +-0.002
    reached = chance_of_count_above(1271 * np.array([day - 1, day]), 9_999, 11.9)
    assert reached[1] - reached[0] == pytest.approx(share, abs=0.002)


def test_noise_alone_is_exact():
    found = distribution(scenario(dispersion=11.9))
    told = found.probability(8.0)
    assert (found.exact, found.points, told.standard_error) == (True, 0, 0.0)
    assert told.value == pytest.approx(float(chance_of_count_above(8 * 1271, 10_000, 11.9)), rel=1e-10)


def test_quantiles_of_noise_alone_invert_its_probabilities():
    found = distribution(scenario(dispersion=11.9, day_correlation=0.44))
    days = np.array([found.quantile(p).value for p in (0.05, 0.5, 0.95)])
    dispersion = 11.9 * horizon_factor(days, 0.44)
    assert chance_of_count_above(1271 * days, 10_000, dispersion) == pytest.approx([0.05, 0.5, 0.95], abs=1e-4)


# ------------------------------------------------------------------------------------------------------ exact answers


def test_a_point_is_exact_and_never_wrong_by_anything():
    found = distribution(scenario(returning_share=0.36, recruits_per_day=100))
    days = found.quantile(0.3)
    both = [found.probability(days.value), found.probability(math.nextafter(days.value, 0)), found.never]
    assert (found.exact, days, both) == (True, Estimate(found.point, 0.0), [(1.0, 0.0), (0.0, 0.0), (0.0, 0.0)])


def test_what_is_never_for_the_chance_is_never_for_the_quantiles():
    found = distribution(load("sky-2024-10k", ["troops=1e9", "reported_rate=1", "reported_rate.low=0.5",
                                               "reported_rate.high=2"]))  # fmt: skip
    assert (found.never.value, found.quantile(0.5).value) == (1.0, math.inf)


def test_a_point_that_is_never_used_up_says_so():
    found = distribution(scenario(recruits_per_day=2000))
    assert (found.never, found.quantile(0.5), found.probability(math.inf)) == ((1.0, 0.0), (math.inf, 0.0), (0.0, 0.0))


SINGLE = {
    "reported_rate": (1187, 1271, 1354, "lognormal"),
    "reporting_ratio": (0.7, 1.0, 1.3, "triangular"),
    "monthly_trend": (-0.1, 0.07, 0.2, "pert"),
    "returning_share": (0.14, 0.36, 0.75, "triangular"),
    "last_return_day": (15, 20, 60, "uniform"),
    "recruits_per_day": (600, 833, 1000, "triangular"),
    "troops": (8_000, 10_000, 12_000, "normal"),
    "line_share": LINE_SHARE,
    "desertion_share": (0, 0.02, 0.1, "pert"),
    "starting_effectiveness": (0.2, 0.5, 0.9, "triangular"),
    "integration_days": (14, 36, 60, "uniform"),
}
AROUND = {"monthly_trend": 0.05, "returning_share": 0.2, "starting_effectiveness": 0.9, "integration_days": 30.0}
RISING = ("returning_share", "recruits_per_day", "troops", "line_share", "starting_effectiveness")


@each("key", SINGLE)
def test_quantiles_of_a_single_range_are_the_image_of_its_quantiles(key):
    given = scenario(**{**AROUND, key: SINGLE[key]}, earlier="ignored")
    chances = np.array([0.01, 0.3, 0.5, 0.95])
    values = sampling.quantile(given[key], chances if key in RISING else 1 - chances)
    found = [distribution(given).quantile(p) for p in chances]
    days = days_covered(assumptions(given, {key: values}))
    assert ([x.value for x in found], {x.standard_error for x in found}) == (pytest.approx(days, rel=1e-7), {0.0})


@each("key", SINGLE)
def test_probabilities_of_a_single_range_invert_its_quantiles(key):
    found = distribution(scenario(**{**AROUND, key: SINGLE[key]}, earlier="ignored"))
    chances = [0.01, 0.3, 0.5, 0.95]
    got = [found.probability(found.quantile(p).value) for p in chances]
    assert (found.exact, got) == (True, [(pytest.approx(p, abs=2e-6), 0.0) for p in chances])


# ---------------------------------------------------------------------------------------------- plain Monte Carlo

WAVES = (Wave(day=0, troops=3_000), Wave(day=5, troops=4_000), Wave(day=20, troops=9_000))
LATE = (Wave(day=8, troops=17_000), Wave(day=30, troops=9_000))
CORRELATED = (
    Correlation(between=("troops", "line_share"), rank=0.6),
    Correlation(between=("troops", "returning_share"), rank=-0.4),
)
NEARLY_ALL = {"reported_rate": 1_000, "recruits_per_day": 200, "first_return_day": 20, "last_return_day": 20}
QUIET = {
    "full": load(FULL, ["dispersion=0"]),
    "correlated": scenario(
        troops=(7_000, 10_000, 15_000, "lognormal"), line_share=LINE_SHARE,
        returning_share=(0.1, 0.4, 0.8, "pert"), correlations=CORRELATED,
    ),
    "waves": scenario(waves=WAVES, reporting_ratio=(0.6, 1.0, 1.4, "triangular"), line_share=LINE_SHARE,
                      recruits_per_day=(100, 300, 500, "normal")),
    "nobody before the first wave": scenario(
        waves=LATE, reported_rate=(300, 700, 1_000, "pert"), recruits_per_day=(200, 500, 900, "uniform"),
    ),
    "only non-linear": scenario(monthly_trend=(-0.3, 0.1, 0.6, "triangular"), starting_effectiveness=0.5,
                                integration_days=(5, 20, 60, "uniform")),
    "not monotone": scenario(
        reported_rate=(800, 1_000, 1_100, "triangular"), starting_effectiveness=(0.5, 0.8, 1.0, "triangular"),
        integration_days=(20, 40, 60, "uniform"), returning_share=(0.5, 0.8, 1.0, "triangular"), earlier="ignored",
        recruits_per_day=(150, 200, 300, "pert"),
    ),
    "killed": scenario(**NEARLY_ALL, killed_share=(0, 0.1, 0.5, "triangular"), wounded_returning_share=0.98,
                       earlier="ignored"),
    "wounded who return": scenario(**NEARLY_ALL, killed_share=0.0, earlier="ignored",
                                   wounded_returning_share=(0.2, 0.7, 1.0, "triangular")),
    "a soft range that moves nothing": scenario(troops=100_000, reported_rate=1007, starting_effectiveness=0.5,
                                                integration_days=(14, 36, 60, "normal")),
    "falling losses and earlier returns": scenario(
        reported_rate=(750, 2_000, 2_600, "pert"), monthly_trend=(-0.6, -0.3, 0.3, "pert"),
        returning_share=(0.6, 0.9, 1.0, "triangular"), recruits_per_day=300, delivered_share=(0.4, 0.6, 1.0, "normal"),
    ),
    "schedule": scenario(schedule=(Step(from_day=0, casualties_per_day=2_000), Step(from_day=6, casualties_per_day=300),
                                   Step(from_day=40, casualties_per_day=1_500)),
                         reporting_ratio=(0.5, 0.8, 1.3, "uniform"), recruits_per_day=(200, 400, 700, "pert")),
}  # fmt: skip
DAYS = (3.0, 8.0, 14.0, 25.0, 60.0, 200.0, math.inf)


def far_off(given: Scenario, days_of) -> list[str]:
    """Where probabilities by plain Monte Carlo and ours differ by over four joint standard errors.

    What is rarer than one in the points used cannot be told from nothing, and its stated error not either.
    """
    found, days = distribution(given), days_of(given, np.random.default_rng(20))
    wrong = []
    for t in DAYS:
        ours, share = found.probability(t), float(np.mean((days <= t) & np.isfinite(days)))
        error = math.hypot(ours.standard_error, math.sqrt(max(share * (1 - share), 1e-5) / days.size))
        one_point = 1 / found.points if found.points else 0.0
        if abs(ours.value - share) > max(4 * error, one_point if share < 1e-3 else 0.0):
            wrong.append(f"{t}: {ours} against {share}")
    return wrong


@each("kind", QUIET)
def test_plain_monte_carlo_agrees_within_the_stated_errors(kind):
    assert far_off(QUIET[kind], sampling.plain_days) == []


def test_the_balance_on_the_last_day_alone_would_not_agree(monkeypatch):
    monkeypatch.setattr(integrated.Integrated, "_envelope", property(lambda self: self._linear_edge))
    assert far_off(QUIET["not monotone"], sampling.plain_days) != []


def test_draws_without_their_correlation_would_not_agree(monkeypatch):
    monkeypatch.setattr(draws, "_correlations", lambda scenario, order: np.eye(len(order)))
    assert far_off(QUIET["correlated"], sampling.plain_days) != []


NOISE = {"dispersion": 11.9, "day_correlation": 0.44}
NOISY = {
    "full": load(FULL),
    "counts integrated": scenario(reported_rate=(1_000, 1_271, 1_500, "pert"), dispersion=(2, 12, 40, "lognormal"),
                                  reporting_ratio=(0.7, 1, 1.3, "triangular"), day_correlation=0.3),
    "correlated": replace(QUIET["correlated"], quantities=(*QUIET["correlated"].quantities,
                          ranged("dispersion", 5, 12, 20, "uniform"), ranged("day_correlation", 0, 0.4, 0.8, "pert"))),
}  # fmt: skip


def test_correlated_uniforms_have_the_stated_rank_correlations():
    given = QUIET["correlated"]
    scores = np.random.default_rng(5).standard_normal((sampling.DRAWS, 3))
    ranks = stats.spearmanr(correlated(given, ["troops", "line_share", "returning_share"], scores)).statistic
    np.testing.assert_allclose(ranks[0, 1:], [0.6, -0.4], atol=0.01)


@each("rank", [0.99, -0.99])
def test_correlations_at_their_limits_agree_with_plain_monte_carlo(rank):
    pair = (Correlation(between=("troops", "line_share"), rank=rank),)
    assert far_off(replace(QUIET["correlated"], correlations=pair), sampling.plain_days) == []


# ---------------------------------------------------------------------------------------------- the stated error


def covered(given: Scenario, days: float, truth: float, shrink=1.0) -> float:
    """In which share of 200 seeds the truth lies within two stated standard errors."""
    found = [chance_by(given, days, seed) for seed in range(200)]
    return sum(abs(x.value - truth) <= 2 * shrink * x.standard_error for x in found) / 200


def true_chance(given, days, points=1 << 15):
    return chance_by(given, days, seed=12_345, points=points).value


@each(("kind", "days"), [("full", 14.0), ("correlated", 8.0), ("not monotone", 5.0)])
def test_the_truth_lies_within_two_standard_errors_for_nine_of_ten_seeds(kind, days):
    given = QUIET[kind]
    assert covered(given, days, true_chance(given, days)) >= 0.9


def test_the_truth_lies_within_two_standard_errors_with_noise_too():
    given = NOISY["full"]
    assert covered(given, 14.0, true_chance(given, 14.0, 1 << 12)) >= 0.9


def test_errors_stated_at_half_their_size_are_noticed():
    given = QUIET["full"]
    assert covered(given, 14.0, true_chance(given, 14.0, 1 << 13), shrink=0.5) < 0.9


def test_the_true_median_lies_within_two_standard_errors_for_90_of_100_seeds():
    given = QUIET["correlated"]
    truth = distribution(given, 12_345, 1e-5).quantile(0.5).value
    found = [distribution(given, seed, 0.1).quantile(0.5) for seed in range(100)]
    assert sum(abs(x.value - truth) <= 2 * x.standard_error for x in found) >= 90


@each("error", [1e-2, 1e-3, 1e-4])
def test_the_target_error_is_reached(error):
    found = distribution(QUIET["correlated"], error=error)
    assert max(found.probability(t).standard_error for t in (8.0, 14.0, math.inf)) <= 2 * error


# ------------------------------------------------------------------------------------------------------------- laws

CASES = {**QUIET, **{f"{key} with noise": value for key, value in NOISY.items()}}
GRID = np.concatenate([[1e-6, 0.01, 0.3], np.linspace(1, 70, 70), [75, 90, 150, 400, 1_000, math.inf]])


def quantiles_are_ordered(found: Distribution) -> bool:
    days = [found.quantile(p).value for p in (0.01, 0.05, 0.3, 0.5, 0.8, 0.95, 0.99)]
    return all(x <= y * (1 + 1e-6) for x, y in zip(days, days[1:], strict=False))


def probability_never_falls(found: Distribution) -> bool:
    chances = [found.probability(float(t)).value for t in GRID]
    return all(0 <= x <= y + 1e-9 <= 1 + 2e-9 for x, y in zip(chances, chances[1:], strict=False))


@each("kind", CASES)
def test_quantiles_are_ordered(kind):
    assert quantiles_are_ordered(distribution(CASES[kind], error=0.01))


@each("kind", CASES)
def test_the_chance_of_being_used_up_never_falls_with_time(kind):
    assert probability_never_falls(distribution(CASES[kind], error=0.01))


def test_the_chance_never_falls_where_nobody_stands_in_the_line_before_a_wave():
    waves = (Wave(day=28, troops=16_000),)
    given = scenario(waves=waves, dispersion=2_000, recruits_per_day=(100, 900, 2_000, "triangular"))
    assert probability_never_falls(distribution(given, error=0.01))


class Mirrored(Distribution):
    """Broken on purpose: the upper tail for the lower."""

    def probability(self, days):
        return Estimate(1 - super().probability(days).value, 0.0)

    def quantile(self, probability):
        return super().quantile(1 - probability)


@each("law", [quantiles_are_ordered, probability_never_falls])
def test_a_distribution_upside_down_is_noticed(law):
    found = distribution(scenario(line_share=LINE_SHARE))
    assert not law(Mirrored(**{k: getattr(found, k) for k in Distribution.__dataclass_fields__}))


def both(given: Scenario, of=distribution):
    """Three quantiles and a probability."""
    found = of(given)
    return [*(found.quantile(p).value for p in (0.05, 0.5, 0.95)), found.probability(9.0).value]


def zero_width_equals_the_number(of=distribution) -> bool:
    flat = scenario(troops=(10_000, 10_000, 10_000, "lognormal"), line_share=LINE_SHARE)
    return both(flat, of) == both(scenario(line_share=LINE_SHARE), of)


def almost_zero_width_equals_the_number(of=distribution) -> bool:
    flat = scenario(troops=(10_000 - 1e-6, 10_000, 10_000 + 1e-6, "lognormal"), line_share=LINE_SHARE)
    return both(flat, of) == pytest.approx(both(scenario(line_share=LINE_SHARE), of), rel=1e-5)


def a_correlation_of_zero_is_independence(of=distribution) -> bool:
    given = replace(QUIET["correlated"], correlations=())
    none = tuple(replace(c, rank=0.0) for c in CORRELATED)
    return both(replace(given, correlations=none), of) == pytest.approx(both(given, of), rel=1e-9)


def padded(given):
    """Broken on purpose: every stated range becomes at least a tenth of its value wide, every correlation 0.1 more."""
    ranges = [
        replace(q, low=0.95 * q.value, high=min(1.05 * q.value, 1.0) if q.value <= 1 else 1.05 * q.value)
        if q.low is not None and q.high - q.low < 0.1 * q.value else q
        for q in given.quantities
    ]  # fmt: skip
    pairs = tuple(replace(c, rank=c.rank + 0.1) for c in given.correlations)
    return distribution(replace(given, quantities=tuple(ranges), correlations=pairs))


ZERO_LAWS = (zero_width_equals_the_number, almost_zero_width_equals_the_number, a_correlation_of_zero_is_independence)


@each("law", ZERO_LAWS)
def test_nothing_stated_changes_nothing(law):
    assert law()


@each("law", ZERO_LAWS)
def test_ranges_and_correlations_made_up_are_noticed(law):
    assert not law(padded)


def interval(given, of=distribution):
    found = of(given)
    return found.quantile(0.05).value, found.quantile(0.95).value


def a_wider_range_never_narrows(key, of=distribution) -> bool:
    low, value, high, shape = SINGLE[key]
    wide = value + 1.3 * (low - value), value, value + 1.1 * (high - value), shape
    inner, outer = (interval(scenario(**{key: x}), of) for x in ((low, value, high, shape), wide))
    return outer[0] <= inner[0] <= inner[1] <= outer[1]


WIDENED = ["reported_rate", "reporting_ratio", "returning_share", "recruits_per_day", "troops", "monthly_trend"]


@each("key", WIDENED)
def test_a_wider_range_never_narrows_the_interval(key):
    assert a_wider_range_never_narrows(key)


def test_an_interval_of_five_percent_either_way_is_noticed():
    def made_up(given):
        point = distribution(given).point
        width = 1e4 / (given["troops"].high - given["troops"].low)
        return Distribution(method="", exact=True, points=0, point=point, _chance=lambda t: np.ones((1, 1)),
                            _quantile=lambda p: point * (1 + width * (p - 0.5)))  # fmt: skip

    assert not a_wider_range_never_narrows("troops", made_up)


def holds_the_point(key, of=distribution) -> bool:
    low, high = interval(scenario(**{key: SINGLE[key]}), of)
    return low <= days_covered(assumptions(scenario(**{key: SINGLE[key]}))) <= high


@each("key", ["reported_rate", "reporting_ratio", "troops", "line_share"])
def test_the_interval_of_a_centred_range_holds_the_point(key):
    assert holds_the_point(key)


def test_an_interval_around_another_point_is_noticed():
    assert not holds_the_point("reported_rate", lambda given: distribution(scenario(troops=(100, 200, 300, "uniform"))))


def test_the_interval_of_the_full_scenario_holds_the_point():
    found = distribution(load(FULL))
    assert found.quantile(0.05).value <= found.point <= found.quantile(0.95).value


# ---------------------------------------------------------------------------------------------------- seeds and bytes


STEPPED = scenario(
    troops=(20_000, 30_000, 40_000, "triangular"), recruits_per_day=(100, 300, 600, "uniform"),
    returning_share=(0.1, 0.3, 0.6, "triangular"), last_return_day=(15, 30, 60, "uniform"),
    schedule=tuple(Step(from_day=2.0 * i, casualties_per_day=700.0 + 400 * (i * 7 % 5)) for i in range(30)),
)  # fmt: skip


@each("key", ["troops", "recruits_per_day", "returning_share"])
@each("days", [25.0, 41.5])
def test_the_edge_of_an_integrated_quantity_is_where_the_days_covered_turn(key, days):
    others = [other for other in STEPPED.uncertain if other != key]
    sample = draws.sampled(STEPPED, others, key, sobol_points(len(others), 16, 0))
    chance = integrated.Integrated(scenario=STEPPED, key=key, sample=sample, horizon=1e3)
    edge, (low, high) = chance._edge(np.full((16, 16), days)), STEPPED[key].span
    below, above = (days_covered(assumptions(STEPPED, {**sample.draws, key: edge * x})) for x in (1 - 1e-6, 1 + 1e-6))
    turns = (below <= days) & (above > days)
    assert (np.all(turns | (edge == low) | (edge == high)), turns.any()) == (True, True)


@each(("dimensions", "count"), [(1, 1), (1, 2), (7, 4), (3, 8), (40, 128), (120, 1024)])
def test_points_are_those_of_scipy_bit_for_bit(dimensions, count):
    theirs = stats.qmc.Sobol(dimensions, scramble=False, bits=32).random_base2(count.bit_length() - 1)
    assert (sobol.unscrambled(dimensions, count) == theirs * 2.0**32).all()


def test_points_are_the_same_where_scipy_keeps_its_table_elsewhere(monkeypatch):
    known = sobol.unscrambled.__wrapped__(5, 64)
    monkeypatch.setattr(sobol, "_table", lambda: None)
    assert (sobol.unscrambled.__wrapped__(5, 64) == known).all()


def test_seed_zero_is_a_seed_and_not_seed_one():
    first, again, other = (sobol_points(3, 8, seed).tobytes() for seed in (0, 0, 1))
    assert (first == again, first == other) == (True, False)


def test_a_range_that_moves_nothing_leaves_the_point_where_it_is():
    given = scenario(troops=12_710.0, starting_effectiveness=0.5, integration_days=(2, 3, 5, "uniform"))
    assert distribution(given).probability(10.0) == (1.0, 0.0)


def test_scramblings_differ_and_lie_strictly_between_zero_and_one():
    points = sobol_points(4, 1 << 7, 0)
    inside = bool(np.all((points > 0) & (points < 1)))
    expected = (SCRAMBLINGS, 128, 4), SCRAMBLINGS, True
    assert (points.shape, len(np.unique(points[:, 0, 0])), inside) == expected


@each("kind", ["full", "full with noise"])
def test_the_same_seed_gives_the_same_numbers_to_the_last_bit(kind):
    first, again, other = (both(CASES[kind], lambda x, s=seed: distribution(x, s, 0.01)) for seed in (0, 0, 1))
    assert (first == again, first == other) == (True, False)


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(run):
    threads = [{f"{name}_NUM_THREADS": n for name in ("OMP", "OPENBLAS", "MKL")} for n in ("1", "2")]
    one, two = (run("cover", FULL, "--json", **count) for count in threads)
    assert (one.code, one.err, one.out) == (0, "", two.out)


# --------------------------------------------------------------------------------------------------- command line


def answer(run, *arguments):
    done = run("cover", *arguments, "--json")

    def refuse(word):
        raise AssertionError(word)

    return json.loads(done.out, parse_constant=refuse)


@each(
    "arguments",
    [
        ("sky-2024-10k",),
        ("classroom", "--set", "returning_share=1"),
        ("volunteers-2022-100k",),
        (FULL,),
        ("sky-2024-10k", "--set", "dispersion=11.9"),
    ],
    ids=" ".join,
)
def test_the_json_answer_has_interval_verdict_and_error(run, arguments):
    found = answer(run, *arguments)
    days, said = found["days_covered"], found["verdict"] or {"probability": 0, "phrase": "", "threshold_days": None}
    exact = found["standard_errors"] == {"p05": 0, "p50": 0, "p95": 0} and found["points"] == 0
    same = days["point"] == days["p05"] == days["p50"] == days["p95"]
    chances = found["probability_never_used_up"], said["probability"]
    kept = {
        "keys": set(days) == {"point", "p05", "p50", "p95"} and {"phrase", "threshold_days"} <= set(said),
        "chances": all(0 <= p <= 1 for p in chances),
        "error": found["numerical_error"] <= 1e-3,
        "exact": exact == found["exact"],
        "point": same == found["method"].startswith("a point"),
    }
    assert kept == dict.fromkeys(kept, True)


def test_the_numerical_error_is_at_most_the_one_asked_for(run):
    assert answer(run, FULL, "--set", "dispersion=0", "--error", "0.0003")["numerical_error"] <= 0.0003


def test_another_seed_is_printed_and_gives_other_digits(run):
    first, other = answer(run, FULL), answer(run, FULL, "--seed", "1")
    assert (first["seed"], other["seed"], first["digest"] == other["digest"]) == (0, 1, False)


@each(
    "wrong",
    [("--error", "0"), ("--error", "nan"), ("--error", "1"), ("--error", "x"), ("--seed", "-1"), ("--seed", "0.5"),
     ("--seed", "4294967296")],
    ids=" ".join,
)  # fmt: skip
def test_wrong_seeds_and_errors_are_refused_in_words(run, wrong):
    done = run("cover", FULL, *wrong)
    assert (done.code, done.out, wrong[0] in done.err, "Traceback" in done.err) == (2, "", True, False)


@each(
    "arguments",
    [(FULL,), ("sky-2024-10k", "--set", "dispersion=11.9"), ("classroom", "--set", "returning_share=1")],
    ids=" ".join,
)
def test_the_text_answer_has_no_nan_and_no_infinity(run, arguments):
    words = {word.strip(".,:;()") for word in run("cover", *arguments).out.lower().split()}
    assert not words & {"nan", "inf", "-inf", "none"}


# ------------------------------------------------------------------------------------------------------- the far ends

EXTREME = {
    "poisson": {"dispersion": 1.0, "line_share": LINE_SHARE},
    "widest noise": {"dispersion": 1e4, "day_correlation": 0.99, "line_share": LINE_SHARE},
    "nothing but noise in the recruits": {"recruits_per_day": 1271.0, "dispersion": 11.9},
    "recruits around the rate": {"recruits_per_day": (1270, 1271, 1272, "uniform"),
                                 "reporting_ratio": (0.9, 1, 1.1, "pert")},
    "tiny range": {"troops": (10_000 - 1e-9, 10_000, 10_000 + 1e-9, "uniform"), "line_share": LINE_SHARE},
    "huge range": {"troops": (1e-6, 10_000, 1e9, "lognormal"), "reported_rate": (1e-6, 1271, 1e6, "lognormal")},
    "rate near zero": {"reported_rate": (0, 1e-6, 1e-3, "triangular"), "line_share": LINE_SHARE},
    "trend over its limits": {"monthly_trend": (-0.9, 0, 9, "triangular"), "line_share": LINE_SHARE},
    "trend around zero": {"monthly_trend": (-1e-9, 0, 1e-9, "uniform"), "line_share": LINE_SHARE},
    "returns on one day": {"first_return_day": 6.0, "last_return_day": 6.0, "returning_share": (0, 0.5, 1, "uniform"),
                           "line_share": LINE_SHARE, "dispersion": 11.9},
    "no troops": {"troops": 0.0, "reporting_ratio": (0.5, 1, 2, "lognormal"), "dispersion": 11.9},
    "none in the line": {"line_share": 0.0, "troops": (1, 2, 3, "pert"), "reporting_ratio": (0.5, 1, 2, "pert")},
    "no start": {"starting_effectiveness": 0.0, "integration_days": (10, 20, 30, "pert"), "dispersion": 50.0,
                 "recruits_per_day": (900, 1300, 1600, "uniform")},
}  # fmt: skip


@each("kind", EXTREME)
def test_the_far_ends_give_ordered_quantiles_and_rising_chances(kind):
    found = distribution(scenario(**EXTREME[kind]), error=0.01)
    assert (quantiles_are_ordered(found), probability_never_falls(found)) == (True, True)


@each("kind", [key for key, given in EXTREME.items() if "dispersion" not in given])
def test_the_far_ends_agree_with_plain_monte_carlo(kind):
    def days(given, rng):
        found = sampling.plain_days(given, rng)
        return np.where(found > 1e7, math.inf, found)

    assert far_off(scenario(**EXTREME[kind]), days) == []


@each("count_earlier", [True, False])
def test_where_the_balance_surely_falls_it_was_never_lower_than_at_the_end(count_earlier):
    rng = np.random.default_rng(4)
    spans = {key: DEFINITIONS[key].typical for key in ("monthly_trend", "returning_share", "recruits_per_day")}
    spans |= {key: DEFINITIONS[key].typical for key in ("first_return_day", "last_return_day", "integration_days")}
    draws = {key: rng.uniform(*span, 4000) for key, span in spans.items()}
    start, end = rng.uniform(0.05, 1, 4000), rng.uniform(1, 60, 4000)
    inputs = Assumptions(waves=((0, 1.0),), schedule=((0, 1271.0),), count_earlier=count_earlier,
                         starting_effectiveness=start, **draws)  # fmt: skip
    edge = -(ledger(inputs, end).balance - ledger(inputs, end).cover) / ledger(inputs, end).cover
    sure = integrated._surely_falls(inputs, end, {}) & (edge > 0)
    enough = replace(inputs, waves=((0, np.maximum(edge, 0.0)),))
    lowest = lowest_balance(enough, end)[1]
    found = int(sure.sum()), bool((lowest[sure] >= -1e-6 * (1 + edge[sure])).all())
    assert found == (773 if count_earlier else 1717, True), "so many of 4,000 are told to fall; fewer would cost time"


@each("dispersion", [11.5, 28.5, 35.57288119790351])
def test_a_quantile_at_the_jump_of_a_count_is_found(dispersion):
    spread = distribution(load("classroom", [f"dispersion={dispersion}"]))
    assert all(0 < spread.quantile((i + 0.5) / 100).value < 40 for i in range(100))
