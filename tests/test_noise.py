"""Day-to-day noise: first passage against simulated paths and closed formulas, and what would be noticed."""

from __future__ import annotations

import math
import tracemalloc
import warnings
from dataclasses import replace

import numpy as np
import pytest
from each import each
from paths import Paths
from sampling import scenario
from scipy import integrate, stats

from sim.core.assumptions import assumptions
from sim.core.counts import horizon_factor, horizon_growth, pearson_quantile, pearson_score
from sim.core.curves import ledger
from sim.core.points import sobol_points
from sim.inputs.loading import load
from sim.inputs.quantities import Quantity, Step, Wave
from sim.inputs.scenario import Scenario, with_value
from sim.study import noisy
from sim.study.distribution import chance_by, distribution
from sim.study.draws import of_true_counts
from sim.study.lumps import APPROXIMATION, ROUGH
from sim.study.noisy import Walk, counts_only, noisy_variable
from sim.study.paired import compared, paired_days
from sim.study.tabulated import _corners, table_walk, walk_to

FULL = "sky-2024-10k-full"
NOISE = {"dispersion": 11.9, "day_correlation": 0.44}


def in_waves(*pairs):
    return tuple(Wave(day=float(day), troops=float(troops)) for day, troops in pairs)


def in_steps(*pairs):
    return tuple(Step(from_day=float(day), casualties_per_day=float(rate)) for day, rate in pairs)


SIX_WAVES = tuple(Wave(day=float(day), troops=4_000.0) for day in range(0, 16, 3))
CASES = {
    "waves": (scenario(waves=SIX_WAVES, line_share=0.95, **NOISE), 14.9),
    "recruits below the rate": (scenario(troops=5_000.0, recruits_per_day=600.0, dispersion=11.9), 7.0),
    "recruits above the rate": (scenario(troops=1_500.0, recruits_per_day=1_300.0, **NOISE), 30.0),
    "returns damp the noise": (scenario(troops=30_000.0, returning_share=0.75, **NOISE), 94.0),
    "late returns": (
        scenario(troops=17_000.0, returning_share=0.9, recruits_per_day=100.0, earlier="ignored", **NOISE), 40.0),
    "integration": (
        scenario(starting_effectiveness=0.3, integration_days=20.0, recruits_per_day=900.0, **NOISE), 26.0),
    "two days": (scenario(troops=1_500.0, recruits_per_day=600.0, **NOISE), 1.9),
    "trend": (scenario(troops=4_000.0, monthly_trend=0.2, recruits_per_day=1_200.0, **NOISE), 22.0),
    "of reported counts": (
        scenario(reported_rate=500.0, reporting_ratio=(2.9, 3.0, 3.1, "uniform"), recruits_per_day=600.0,
                 dispersion=100.0, dispersion_of="reported"), 9.0),
    "ranges": (load(FULL), 14.0),
    "in danger long before the days covered": (
        scenario(waves=in_waves((0, 7_884), (6, 10_076), (8, 7_488), (16, 4_851)),
                 schedule=in_steps((0, 1_808), (10, 1_852)),
                 returning_share=0.689, first_return_day=13.6, last_return_day=30.6, recruits_per_day=564.0,
                 earlier="ignored", dispersion=29.8), 36.0),
}  # fmt: skip


LUMPS = {
    "returns": (scenario(returning_share=0.75, dispersion=5_000.0, day_correlation=0.99), 14.0),
    "recruits": (scenario(troops=4_098.0, reported_rate=199.0, recruits_per_day=88.0, starting_effectiveness=0.047,
                          integration_days=26.0, dispersion=497.0, day_correlation=0.95), 20.0),
    "waves": (scenario(waves=in_waves((0, 60), (9, 60), (13, 60)), reported_rate=5.4, returning_share=0.6,
                       dispersion=4.8, day_correlation=0.99), 60.0),
    "ranges": (scenario(troops=30.0, reported_rate=(6.0, 8.0, 10.0, "uniform"), returning_share=0.7, earlier="ignored",
                        dispersion=12.8, day_correlation=0.95), 14.0),
}  # fmt: skip


def gap(given: Scenario, days: float, shift: float = 0.0, bound: float = APPROXIMATION) -> float:
    """How far our chance is from that of simulated paths, over what is allowed."""
    theirs = Paths(given, 10_000, 5).chances([days])[0]
    ours = chance_by(given, days + shift)
    return abs(ours.value - theirs.value) / (3 * math.hypot(ours.standard_error, theirs.error) + bound)


@pytest.mark.parametrize("kind", CASES)
def test_first_passage_is_that_of_simulated_paths(kind):
    assert gap(*CASES[kind]) <= 1


@pytest.mark.parametrize("kind", LUMPS)
def test_lumps_that_may_use_up_the_force_are_within_their_bound(kind):
    given, days = LUMPS[kind]
    assert distribution(given).approximation == ROUGH
    assert gap(given, days, bound=ROUGH) <= 1


def test_without_what_is_mended_for_lumps_they_are_not(monkeypatch):
    monkeypatch.setattr(noisy, "with_lumps", lambda chances, *_: chances)
    assert [gap(*LUMPS[kind], bound=ROUGH) > 1 for kind in ("returns", "recruits", "waves")] == [True] * 3


def test_returns_make_no_force_last_shorter_not_even_beside_huge_lumps():
    given, days = LUMPS["returns"]
    without = chance_by(with_value(given, "returning_share", 0.0), days)
    assert chance_by(given, days).value <= without.value + 1e-12


@each("kind", CASES)
def test_the_table_and_a_single_chance_agree(kind):
    given, days = CASES[kind]
    both = distribution(given).probability(days), chance_by(given, days)
    assert both[0].value == pytest.approx(both[1].value, abs=APPROXIMATION + 3 * both[1].standard_error)


BROKEN = {
    "worst moment": "waves", "returns at their mean": "returns damp the noise", "long run": "two days",
    "as if true": "of reported counts",
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_a_mistake_in_the_noise_is_noticed(broken, monkeypatch):
    kind = BROKEN[broken]
    if broken == "worst moment":
        monkeypatch.setattr(noisy, "highest_edges", lambda edges, _: np.maximum.accumulate(edges.edge[[-1]], axis=0))
    if broken == "returns at their mean":
        real = noisy.net_noise
        monkeypatch.setattr(noisy, "net_noise", lambda x, *rest: real(replace(x, returning_share=0.0), *rest))
    if broken == "long run":
        monkeypatch.setattr("sim.core.counts.horizon_factor", lambda t, w: np.full(np.shape(t), (1 + w) / (1 - w)))
    if broken == "as if true":
        monkeypatch.setattr("sim.study.draws.of_true_counts", lambda given, dispersion, ratio: dispersion)
    assert gap(*CASES[kind]) > 1


def test_thinned_true_counts_have_the_dispersion_that_was_reported():
    v, k, mean, rng = 11.9, 1.6, 400.0, np.random.default_rng(1)
    true = float(of_true_counts(scenario(dispersion_of="reported"), v, k))
    counts = rng.binomial(rng.poisson(rng.gamma(mean / (true - 1), true - 1, 400_000)), 1 / k)
    assert counts.var() / counts.mean() == pytest.approx(v, rel=0.01)


def bachelier_levy(troops, drift, variance, days):
    """Chance that Brownian noise has crossed troops + drift t by then (Bachelier 1900, Levy 1948)."""
    spread = math.sqrt(variance * days)
    back = math.exp(-2 * drift * troops / variance) * stats.norm.cdf((-troops + drift * days) / spread)
    return stats.norm.cdf((-troops - drift * days) / spread) + back


@pytest.mark.parametrize("recruits", [1271.0, 1280.0, 1300.0])
def test_against_a_line_it_is_the_formula_of_bachelier_and_levy(recruits):
    given = scenario(troops=5_000.0, recruits_per_day=recruits, dispersion=30.0)
    expected = bachelier_levy(5_000 + 2 * 30 / 3, recruits - 1271, 30 * 1271, 300.0)
    assert chance_by(given, 300.0, points=1 << 10).value == pytest.approx(expected, abs=0.002)


def test_recruits_equal_to_the_losses_use_up_almost_surely_and_late():
    found = distribution(scenario(troops=5_000.0, recruits_per_day=1271.0, **NOISE))
    assert (found.never.value < 0.02, 1_200 < found.quantile(0.5).value < 1_600) == (True, True)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 2_060), (0.75, 961)])
def test_returns_damp_the_spread_of_the_net_drain(share, expected):
    inputs, times = assumptions(scenario(returning_share=share)), np.linspace(2.5, 110, 44)[:, None, None]
    lost = ledger(inputs, times).lost
    spread = noisy.net_noise(inputs, (np.array(11.9), np.array(0.44)), times, lost).spread
    assert float(spread[-1].item()) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("days", [1, 2, 8, 30])
@pytest.mark.parametrize("w", [0.2, 0.44, 0.9])
def test_the_horizon_factor_is_that_of_simulated_correlated_days(days, w):
    rng, size = np.random.default_rng(3), 100_000
    day, total = rng.standard_normal(size), np.zeros(size)
    for _ in range(days):
        total, day = total + day, w * day + math.sqrt(1 - w * w) * rng.standard_normal(size)
    assert total.var() / days == pytest.approx(float(horizon_factor(days, w)), rel=0.02)


@pytest.mark.parametrize("w", [0.0, 0.44, 0.9])
def test_the_horizon_factor_is_the_mean_of_its_growth(w):
    grown = integrate.quad(lambda t: float(horizon_growth(t, w)), 0, 30, points=[1.0])[0]
    assert grown / 30 == pytest.approx(float(horizon_factor(30, w)), abs=1e-6)


@pytest.mark.parametrize("skew", [0.05, 0.2, 0.45])
def test_the_skewed_quantiles_are_those_of_scipy(skew):
    scores = np.linspace(-3, 3, 25)
    exact = stats.pearson3.ppf(stats.norm.cdf(scores), skew)
    found = pearson_quantile(scores, np.array(skew))
    again = pearson_score(found, np.array(skew))
    assert (np.abs(found - exact).max() < 0.01, again) == (True, pytest.approx(scores, abs=1e-9))


def spitzer(rise):
    """Brownian overshoot less that of a gamma process with drift (in units of v), 1 / x with ln(1 + x) / x = rise."""
    from scipy.optimize import brentq

    x = brentq(lambda x: math.log1p(x) / x - rise, 1e-9, 1e9)
    return 0.5 / (1 - rise) - 1 / x


@pytest.mark.parametrize("rise", [0.05, 0.3, 0.6, 0.95])
def test_the_shift_for_lumpy_losses_is_that_of_a_gamma_process(rise):
    assert 0.5 + rise / 6 == pytest.approx(spitzer(rise), abs=0.025)


@each("whole", [{}, {"integration_days": 30.0}, {"starting_effectiveness": 0.5}])
def test_noise_that_nothing_makes_good_is_exact(whole):
    """Nothing grows where effectiveness starts at 1, or is 1 at once."""
    found = distribution(scenario(dispersion=11.9, **whole))
    assert (found.exact, counts_only(scenario(waves=SIX_WAVES, **NOISE)), found.approximation) == (True, False, 0.0)


SMALL = {
    "1,300 at 30 a day": scenario(troops=1300.0, reported_rate=30.0, line_share=(0.7, 0.8, 1.0, "triangular"),
                                  dispersion=12.0),
    "one person": scenario(troops=1.0, reported_rate=(29_629, 300_000, 944_385, "uniform"), dispersion=108.0,
                           returning_share=0.3, first_return_day=6.0, last_return_day=(1802, 2000, 2341, "uniform"),
                           earlier="ignored"),
    "fifty, with recruits": scenario(troops=50.0, reported_rate=100.0, recruits_per_day=60.0, dispersion=12.0),
}  # fmt: skip


@pytest.mark.parametrize("kind", SMALL)
def test_small_forces_have_quantiles_in_order_and_no_warning(kind):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = distribution(SMALL[kind], error=0.01)
        days = [found.quantile(p).value for p in (0.05, 0.25, 0.5, 0.75, 0.95)]
    assert (days == sorted(days), kind == "one person" or days[0] > 0.1) == (True, True)


def test_a_later_return_brings_back_larger_cohorts_where_losses_fall():
    steps = {
        "schedule": "0:1600,5:2000,35:1000",
        "troops": "30000",
        "returning_share": "0.6",
        "recruits_per_day": "100",
    }
    base = load("sky-2024-10k", [f"{key}={text}" for key, text in steps.items()])
    window = Quantity(key="last_return_day", value=60.0, low=10.0, high=120.0, shape="uniform")
    given = replace(base, quantities=(*base.quantities, window))
    found = [distribution(given).quantile(p).value for p in (0.05, 0.5, 0.95)]
    assert found == pytest.approx([34.7, 76.3, 105.3], abs=0.3)


def test_what_no_point_has_met_is_not_called_impossible():
    found = distribution(load(FULL)).probability(2.0)
    assert (found.value < 1e-3, found.standard_error > 3e-4) == (True, True)


def test_quantiles_of_a_difference_to_fixed_days_are_those_of_the_answer():
    """Where in a stretch between two times a path fails is a convention: stretches must be short."""
    slow = scenario(troops=2000.0, reported_rate=100.0, recruits_per_day=98.0, dispersion=10.0)
    change, spread = compared(scenario(troops=2000.0, reported_rate=100.0), slow), distribution(slow)
    for level, found in ((0.05, change.p05), (0.5, change.p50), (0.95, change.p95)):
        assert found + 20.0 == pytest.approx(spread.quantile(level).value, rel=0.025)


def test_quantiles_of_a_difference_state_their_errors():
    few = [compared(load("sky-2024-10k"), load(FULL), seed, error=1.0) for seed in range(6)]
    for place, name in enumerate(("p05", "p50", "p95")):
        spread, stated = np.std([getattr(x, name) for x in few], ddof=1), np.mean([x.errors[place] for x in few])
        assert 0.3 < spread / stated < 2.2
    assert compared(few_people := scenario(troops=9.0), few_people).errors == (0.0, 0.0, 0.0)


def test_cover_and_compare_agree_under_waves():
    given, days = CASES["waves"]
    drawn = paired_days((given,), 0, 1 << 9)[0]
    assert float((drawn <= days).mean()) == pytest.approx(distribution(given).probability(days).value, abs=0.015)


@pytest.mark.parametrize(("troops", "bound"), [(50_000.0, 0.005), (500.0, 0.03), (100.0, 0.25)])
def test_the_bound_on_what_is_approximated_is_wider_for_small_forces(troops, bound):
    """By the force of day 0: a wave an hour later does not make it large."""
    waves = in_waves((0, troops), (0.04, 50_000))
    assert distribution(scenario(waves=waves, recruits_per_day=900.0, **NOISE), error=0.1).approximation == bound


@pytest.mark.parametrize("troops", [0.0, 30.0])
def test_no_loss_has_happened_by_day_zero(troops):
    few = scenario(troops=troops, recruits_per_day=500.0, **NOISE)
    assert (chance_by(few, 0.0).value, distribution(few).probability(0.0).value) == (pytest.approx(0.0), 0.0)


def test_a_chance_by_one_time_does_not_forget_a_danger_of_long_ago():
    given = scenario(
        waves=in_waves((0, 2_700), (8, 3_400), (11, 2_076)), reported_rate=601.0, recruits_per_day=305.0,
        returning_share=0.344, first_return_day=1.6, last_return_day=7.9, earlier="ignored", monthly_trend=0.23,
        starting_effectiveness=0.46, integration_days=9.7, line_share=0.81, dispersion=13.0, day_correlation=0.48,
    )  # fmt: skip
    chances = [chance_by(given, days).value for days in (8.0, 15.0, 20.0, 25.0, 31.0)]
    assert min(chances) >= chances[0] - 0.005


@pytest.mark.parametrize("troops", [1.0, 30.0, 100.0])
def test_the_chance_by_one_time_is_that_of_the_table_however_few_the_troops(troops):
    few = scenario(troops=troops, recruits_per_day=1400.0, **NOISE)
    assert chance_by(few, 14.0).value == pytest.approx(distribution(few).probability(14.0).value, abs=0.02)


@pytest.mark.parametrize(("last", "days"), [(23.6, 150.0), (17.9, 60.0), (6.0, 40.0)])
def test_what_is_lost_and_not_yet_back_is_seen_however_far_apart_the_times_of_the_table_would_be(last, days):
    """Recruits and returns nearly make up for the losses: paths fail at humps shorter than the steps of the chance."""
    slow = scenario(
        troops=2000.0, reported_rate=254.0, returning_share=0.63, first_return_day=0.3 * last, last_return_day=last,
        recruits_per_day=88.0, dispersion=24.0, day_correlation=0.57,
    )  # fmt: skip
    alone = chance_by(slow, days, points=512).value
    assert distribution(slow).probability(days).value == pytest.approx(alone, abs=0.015)


@pytest.mark.parametrize(
    ("troops", "recruits", "steps", "dispersion", "correlation"),
    [(5.0, 88.0, (10, 60), 1.0, 0.99), (200.0, 2500.0, (1271, 1272), 30.0, 0.9)],
)
def test_a_step_of_the_far_future_invents_no_danger_of_today(troops, recruits, steps, dispersion, correlation):
    """Days hang together, so what a long stretch adds to the variance is not added evenly."""
    safe = scenario(
        troops=troops, recruits_per_day=recruits, schedule=in_steps((0, steps[0]), (1000, steps[1])),
        dispersion=dispersion, day_correlation=correlation,
    )  # fmt: skip
    assert distribution(safe).probability(14.0).value == pytest.approx(0.001, abs=0.002)


@pytest.mark.parametrize("days", [60.0, 90.0])
def test_where_all_who_were_lost_are_back_there_is_no_noise_and_still_an_answer(days):
    back = scenario(
        troops=7000.0, returning_share=1.0, first_return_day=5.0, last_return_day=20.0, earlier="ignored",
        schedule=in_steps((0, 500), (30, 0)), dispersion=11.9,
    )  # fmt: skip
    assert chance_by(back, days).value == pytest.approx(distribution(back).probability(days).value, abs=0.02)


def test_falling_losses_whose_sum_is_rounded_down_leave_no_warning():
    fading = load("sky-2024-10k", ["troops=50", "reported_rate=1", "monthly_trend=-0.3", "returning_share=0.3",
                                   "first_return_day=20", "last_return_day=20", "dispersion=3",
                                   "integration_days=100", "starting_effectiveness=0.2"])  # fmt: skip
    assert 0.0 < distribution(fading, error=0.1).probability(30.0).value < 1.0


def test_weights_of_returns_of_its_own_for_each_path_fit_into_memory():
    slow = scenario(
        troops=2000.0, reported_rate=254.0, returning_share=0.63, first_return_day=7.0, recruits_per_day=88.0,
        last_return_day=(20.0, 23.0, 27.0, "uniform"), dispersion=24.0,
    )  # fmt: skip
    walk = Walk(scenario=slow, integrated="", grid=tuple(np.linspace(1.0, 150.0, 100).tolist()), middle=50, alone=False)
    assert len(table_walk(slow, 0).grid) < 110  # 137 without a limit of their own
    tracemalloc.start()
    walk.chances(sobol_points(walk.dimensions, 64, 0))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 3e8  # bytes; all 64 points at once take four times as much


@pytest.mark.parametrize("recruits", [1.1, 1.6, 3.0])
def test_a_handful_of_people_are_used_up_as_often_as_the_ballot_theorem_says_within_the_stated_bound(recruits):
    """A process of lumps with mean r ever exceeds a line from nothing that rises by c with chance r / c (Takacs)."""
    few = [scenario(troops=troops, recruits_per_day=1271 * recruits, dispersion=12.0) for troops in (0.0, 1.0)]
    found = [distribution(each) for each in few]
    chances = [each.probability(math.inf).value for each in found]
    assert abs(chances[0] - 1 / recruits) <= found[0].approximation
    assert 0.8 * chances[0] < chances[1] < chances[0], "one person more is no world apart"


def test_the_noise_is_integrated_where_it_moves_the_balance_most():
    wide, narrow = (scenario(line_share=(0.7 - x, 0.7, 0.7 + x, "triangular"), **NOISE) for x in (0.2, 1e-6))
    assert (noisy_variable(wide, 8.0), noisy_variable(narrow, 8.0)) == ("line_share", "")


def test_paths_that_are_wrong_by_a_tenth_of_a_day_are_noticed():
    assert gap(*CASES["integration"], shift=0.3) > 1


def test_of_more_corners_than_nodes_those_are_taken_at_which_a_path_is_nearest_to_failing():
    daily = scenario(
        waves=tuple(Wave(day=day, troops=1271.0 + 4000 * (day == 0)) for day in range(30)), dispersion=11.9
    )
    kept = _corners(daily, assumptions(daily))  # before and at each wave; the balance stays, the noise grows
    assert (len(kept), kept.min() > 10, kept.max()) == (24, True, 29.0)


def test_where_nobody_stands_at_first_the_first_losses_are_too_many():
    slow = load("sky-2024-10k", ["starting_effectiveness=0", "integration_days=20", "dispersion=11.9"])
    by_then = Paths(slow, 10_000, 5).chances([0.03])[0]  # 0.88 at that one moment alone
    assert distribution(slow).probability(0.03).value == pytest.approx(by_then.value, abs=0.02)


def test_what_is_used_up_at_once_has_a_quantile_of_zero():
    late = load("sky-2024-10k", ["waves=5:10000", "reported_rate.low=1000", "reported_rate.high=1500"])
    assert distribution(late).quantile(0.05).value == 0.0


@pytest.mark.parametrize(("settings", "drawn"), [
    (["recruits_per_day=500"], 8 + 8),  # a cell and a gap for each of eight times, the main score in place of one gap
    (["returning_share=0.5"], 9 + 9 + 6),  # and those lost before day 0
    (["returning_share=0.5", "earlier_casualties=ignored"], 9 + 9),
    ([], 0),
])  # fmt: skip
def test_a_path_draws_as_many_numbers_as_it_uses(settings, drawn):
    assert walk_to(load("sky-2024-10k", ["dispersion=11.9", *settings]), 16.0).dimensions == drawn
