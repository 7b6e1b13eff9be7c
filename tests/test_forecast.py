"""Forecasts of the days covered and their scores: nothing looks ahead, nothing is dropped, and the bars are reached."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas
import pytest
import scoringrules
from each import each
from histories import FIRST, daily, known_process, totals
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.core.counts import chance_of_count_above
from sim.inputs.loading import load
from sim.inputs.problems import ScenarioError
from sim.study.backtest import backtest, coverage
from sim.study.baselines import BASELINE_DISPERSION, baseline_rates, count_quantiles
from sim.study.fit import with_forecast_rate
from sim.study.forecast import WARM_UP, Fan, Forecast, actual_days, fan, forecast, levels, rate_interval, track
from sim.study.kept import hub_text, keep, kept_text, outcomes, read_kept
from sim.study.scores import PROBABILITIES, covered, crps
from sim.study.series import read_series

STARTS = (date(2023, 1, 1), date(2025, 11, 30))
PARTS = st.floats(0.02, 0.98)


@pytest.fixture(scope="module")
def history_scored():
    return backtest(known_process(3, days=300), 5000)


@pytest.fixture(scope="module")
def reported(shared_data):
    return read_series((shared_data / "general_staff_personnel.json").read_bytes(), "general_staff_personnel.json")


@pytest.fixture(scope="module")
def scored(reported):
    return {troops: backtest(reported, troops, *STARTS) for troops in (10_000, 100_000)}


# ----------------------------------------------------------------------------------------------------- no look-ahead


def blind_to_the_future(tracker, series, troops=5000, day=400):
    """Whether forecasts up to a day are the same bits when everything from that day on is another war."""
    other = daily([*series.counts[:day], *(7 * series.counts[day:] + 13)])
    before, after = (tracker(s, troops) for s in (series, other))
    return all(
        getattr(before, name)[: day + 1].tobytes() == getattr(after, name)[: day + 1].tobytes()
        for name in ("level", "scale", "factor")
    )


def of_the_whole_series(series, troops):
    """A broken model: its level is the mean of all days, those to come included."""
    found = track(series, troops)
    return found._replace(level=np.full_like(found.level, series.counts.mean()))


def scaled_by_all_errors(series, troops):
    """A broken model: its spread is learned from forecasts that have not come due."""
    found = track(series, troops)
    return found._replace(scale=found.scale * np.nanstd(found.days))


@pytest.mark.parametrize("seed", [0, 1])
def test_changing_the_future_leaves_a_forecast_unchanged_to_the_bit(seed):
    assert blind_to_the_future(track, known_process(seed, days=600))


@pytest.mark.parametrize("broken", [of_the_whole_series, scaled_by_all_errors])
def test_a_model_that_looks_ahead_is_found_out(broken):
    assert not blind_to_the_future(broken, known_process(0, days=600))


@pytest.mark.parametrize("troops", [10_000, 100_000, 700_000])
def test_a_forecast_on_a_day_is_the_one_made_with_the_file_of_that_day(reported, troops):
    cut = reported.place(date(2024, 10, 1))
    then = replace(reported, counts=reported.counts[:cut], known=reported.known[: cut + 1])
    assert forecast(then, troops) == forecast(reported, troops, date(2024, 10, 1))


@settings(max_examples=20)
@given(st.data(), st.sampled_from(["kept", "spread"]), st.sampled_from([500, 3000]))
def test_a_file_cut_short_gives_the_forecast_that_the_whole_file_gives_for_that_day(data, repeats, troops):
    step = st.tuples(st.integers(1, 4), st.sampled_from([0, 0, 90, 400]))
    gaps, rises = zip(*[(1, 90)] * 40, *data.draw(st.lists(step, min_size=20, max_size=40)), strict=True)
    days = [FIRST + timedelta(int(n)) for n in np.cumsum(gaps)]
    given = list(zip(days, np.cumsum(rises).tolist(), strict=True))
    whole, cut = (totals(part, repeats=repeats) for part in (given, given[: data.draw(st.integers(41, 60))]))
    assert forecast(whole, troops, cut.last + timedelta(1)) == forecast(cut, troops)


def test_a_reader_who_knows_a_gap_before_it_ends_is_found_out():
    given = [(FIRST + timedelta(n), 90 * n) for n in range(40)] + [(FIRST + timedelta(45), 9000)]
    whole, cut = totals(given), totals(given[:40])
    all_knowing = replace(whole, known=np.arange(len(whole.known)))
    day = cut.last + timedelta(3)
    assert forecast(whole, 500, day).level == forecast(cut, 500).level != forecast(all_knowing, 500, day).level


def test_inside_a_gap_a_forecast_uses_what_was_published_before_it():
    whole = daily(np.full(60, 10.0))
    known = whole.known.copy()
    known[51:55] = 50
    late = replace(whole, counts=np.where(np.arange(60) >= 50, 99.0, whole.counts), known=known)
    assert levels(late)[50:56].round(6).tolist()[:5] == [10.0] * 5


# ------------------------------------------------------------------------------------------------------- the forecast


def test_what_happened_from_1_october_2024_on(reported):
    place = reported.place(date(2024, 10, 1))
    assert actual_days(reported, 10_000)[place] == pytest.approx(8.29, abs=0.005)


def test_the_flat_rule_failed_in_august_2022(reported):
    place = reported.place(date(2022, 8, 8))
    assert actual_days(reported, 100_000)[place] == pytest.approx(194.1, abs=0.05)


@given(PARTS, st.floats(0.01, 0.9), st.floats(10, 1e5))
def test_quantile_and_chance_of_a_forecast_undo_each_other(part, scale, level):
    made = Forecast(troops=1e4, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=level, scale=scale)
    assert made.chance(made.quantile(part)) == pytest.approx(part, rel=1e-9)


def test_beyond_all_that_came_due_more_troops_last_for_more_days():
    noisy = daily(np.random.default_rng(5).integers(900, 1100, 200).tolist())
    lasting = [forecast(noisy, troops).quantile([0.05, 0.5, 0.95]) for troops in np.geomspace(3e5, 1e9, 5)]
    assert np.all(np.diff(lasting, axis=0) > 0)


EVERY_LEVEL = (0.0025, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.9975)


def last_longer_the_more_they_are(tracker, series, steps=150):
    """Whether on every day, and at every level that is printed, kept or scored, more troops last longer."""
    odds = np.log(np.array(EVERY_LEVEL) / (1 - np.array(EVERY_LEVEL)))[:, None]
    made = [(troops, tracker(series, troops)) for troops in np.geomspace(1e3, 2e6, steps)]
    days = np.array([np.log(troops / found.level) + found.scale * odds for troops, found in made])
    return bool((np.diff(days[..., WARM_UP:], axis=0) > 0).all())


def wide_by_the_size(series, troops):
    """A broken model: the scale swings as much from one size to the next as when each learns from itself alone."""
    found = track(series, troops)
    return found._replace(scale=found.scale * (1 + 0.5 * np.sin(9 * np.log(troops))))


HISTORIES = {
    "steady": lambda: known_process(0, dispersion=6, drift=0.005),
    "wandering": lambda: known_process(1, drift=0.05),
    "a break": lambda: daily([*known_process(2, days=300).counts, *(4 * known_process(3, days=500).counts)]),
    "rises": lambda: daily(np.round(100 * np.exp(np.arange(900) / 300))),
}


@pytest.mark.parametrize("history", HISTORIES)
def test_more_troops_last_longer_at_every_level(history):
    assert last_longer_the_more_they_are(track, HISTORIES[history]())


def test_more_troops_last_longer_on_every_day_of_the_published_series(reported):
    assert last_longer_the_more_they_are(track, reported)


def test_beyond_some_years_every_horizon_is_as_uncertain():
    noisy = daily(np.random.default_rng(5).integers(900, 1100, 200).tolist())
    quiet = daily([100] * 60 + [0] * 50)
    made = [forecast(noisy, 1e8), forecast(noisy, 1e9), forecast(quiet, 900), forecast(quiet, 1e4)]
    assert [f.scale for f in made] == [pytest.approx(1 / 3)] * 4


def test_a_scale_that_swings_with_the_size_is_found_out():
    assert not last_longer_the_more_they_are(wide_by_the_size, known_process(0, days=300), steps=40)


@pytest.mark.parametrize("drift", [0.005, 0.02])
def test_on_a_known_process_a_long_horizon_learns_from_the_shorter_ones(drift):
    found = [backtest(known_process(seed, dispersion=6, drift=drift), 100_000).forecast for seed in range(3)]
    misses = (np.mean([s.coverage_50 for s in found]) - 0.5, np.mean([s.coverage_90 for s in found]) - 0.9)
    assert tuple(np.abs(misses) < (0.2, 0.1)) == (
        True,
        True,
    )  # 36 windows or so: two standard errors are 17 and 10 points


def ends_and_never_turns_back(made, draw):
    """Whether the lines of a fan end at the quantiles of the days covered, and no later loss comes first."""
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    found = draw(made, levels)
    return np.allclose(found.days[:, -1], made.quantile(levels), rtol=1e-12) and bool((np.diff(found.days) >= 0).all())


def spread_by_the_last_loss(made, levels):
    """A broken fan: every loss as uncertain as the last one is late by its days, not by its share."""
    found = fan(made, levels)
    return Fan(found.left, found.days + made.median * (1 - found.left / made.troops) ** 2 * 0.1)


@given(st.floats(1, 1e6), st.floats(0.01, 2), st.floats(0.1, 5000))
def test_a_fan_ends_at_the_days_covered_and_never_turns_back(troops, scale, level):
    day = date(2024, 1, 2)
    made = Forecast(troops=troops, day=day, last_known=day - timedelta(1), level=level, scale=scale)
    assert ends_and_never_turns_back(made, fan)


def test_a_fan_that_ends_elsewhere_is_found_out():
    made = Forecast(troops=1000, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=100, scale=0.1)
    assert not ends_and_never_turns_back(made, spread_by_the_last_loss)


def test_days_of_losses_add_up_to_the_troops():
    series = known_process(3, days=200)
    total, starts = np.concatenate([[0], np.cumsum(series.counts)]), np.arange(100)
    ends = starts + actual_days(series, 4321)[:100]
    assert np.interp(ends, np.arange(201), total) - total[:100] == pytest.approx(np.full(100, 4321.0))


def test_twice_the_counts_are_half_the_days():
    series = known_process(4, days=300)
    twice = replace(series, counts=2 * series.counts)
    assert forecast(twice, 10_000).median == pytest.approx(forecast(series, 10_000).median / 2, rel=1e-12)


def test_a_series_without_losses_forecasts_never():
    assert forecast(daily(np.zeros(40)), 1000).median == float("inf")


@each("troops", [0, -5, float("nan"), float("inf"), 1e10])
def test_troops_outside_their_limits_are_refused(troops):
    with pytest.raises(ScenarioError, match="troops"):
        track(known_process(0, days=60), troops)


@pytest.mark.parametrize("day", [date(2022, 3, 2), date(2030, 1, 1)])
def test_a_day_without_enough_before_it_is_refused(day):
    with pytest.raises(ScenarioError, match="no forecast for"):
        forecast(known_process(0, days=60), 1000, day)


def test_the_baseline_is_the_noise_of_the_model():
    days = count_quantiles(10_000, BASELINE_DISPERSION, [0.05, 0.5, 0.95])
    chances = chance_of_count_above(days, 10_000 - 1, BASELINE_DISPERSION)
    assert chances == pytest.approx([0.05, 0.5, 0.95], abs=1e-6)


@pytest.mark.parametrize("troops", [1, 10_000])
def test_the_point_of_a_baseline_is_the_plain_quotient(troops):
    series = known_process(3, days=200)
    score = backtest(series, troops).baselines["trailing_7"]
    rate, days = baseline_rates(series), actual_days(series, troops)
    judged = np.all([~np.isnan(r) for r in rate.values()], axis=0) & ~np.isnan(days)
    misses = troops / rate["trailing_7"][judged] / days[judged] - 1
    assert score.mae_relative == pytest.approx(np.abs(misses).mean(), rel=0.05)


def test_the_forecast_rate_takes_the_place_of_the_scenarios_own(reported):
    made = forecast(reported, 10_000)
    rate = with_forecast_rate(load("sky-2024-10k-full"), made, reported)["reported_rate"]
    assert (rate.value, rate.low < made.level < rate.high, reported.sha256 in rate.source) == (made.level, True, True)


def test_over_its_own_horizon_the_interval_of_the_rate_is_that_of_the_days(reported):
    made = forecast(reported, 10_000)
    assert 10_000 / np.array(rate_interval(made, made.median)) == pytest.approx(made.quantile([0.95, 0.05]), rel=1e-12)


@pytest.mark.parametrize("troops", [10_000, 600_000, 3_000_000, 1e9])
def test_a_scenario_of_losses_alone_has_the_interval_of_the_forecast(troops):
    series = known_process(0)
    made = forecast(series, troops)
    rate = with_forecast_rate(load("sky-2024-10k", [f"troops={troops!r}"]), made, series)["reported_rate"]
    assert troops / np.array([rate.high, rate.low]) == pytest.approx(made.quantile([0.05, 0.95]), rel=1e-3)


def test_a_rate_over_a_horizon_without_end_is_as_uncertain_as_days_can_be(reported):
    low, high = rate_interval(forecast(reported, 10_000), np.inf)
    assert high / low == pytest.approx(19 ** (2 / 3))


FAR = (1e6, 1e7, 1e9)


def spread(low, high):
    """How far two ends lie apart, in logs."""
    return np.log(high / low)


def as_sure_of_a_fortnight(interval, series):
    """Whether a fortnight's mean rate is as uncertain by the forecast of millions as by that of 500,000."""
    near, *far = (spread(*interval(forecast(series, troops), 14.0)) for troops in (5e5, *FAR))
    return np.array(far) == pytest.approx(near, rel=0.05)


def by_the_scale_that_has_ended(made, horizon):
    """A broken rule: the scale where it has ended, over a scale u that goes on growing, is taken for k."""
    return rate_interval(replace(made, factor=0.0), horizon)


def test_over_a_fortnight_the_rate_of_a_huge_forecast_is_as_uncertain_as_that_of_a_smaller_one(reported):
    assert [as_sure_of_a_fortnight(rate_interval, s) for s in (reported, known_process(0), known_process(1))] == [
        True
    ] * 3


def test_a_scale_that_has_ended_taken_for_a_factor_is_found_out(reported):
    assert not as_sure_of_a_fortnight(by_the_scale_that_has_ended, reported)


@pytest.mark.parametrize("troops", FAR)
def test_on_the_way_of_a_fan_a_loss_is_as_uncertain_as_in_its_own_forecast(reported, troops):
    made = forecast(reported, troops)
    assert made.scale_over(1e6 / made.level, 1e6) == pytest.approx(forecast(reported, 1e6).scale, rel=0.02)


def test_the_first_million_of_ten_lasts_as_long_as_a_million(reported):
    found = fan(forecast(reported, 1e7), [0.05, 0.95], points=10)
    assert found.days[:, 1] == pytest.approx(forecast(reported, 1e6).quantile([0.05, 0.95]), rel=0.02)


@pytest.mark.parametrize("troops", FAR)
def test_a_huge_force_of_which_few_are_in_the_line_is_no_surer_than_those_few(reported, troops):
    few = load("sky-2024-10k", [f"troops={troops!r}", f"line_share={1e5 / troops!r}"])
    rate = with_forecast_rate(few, forecast(reported, troops), reported)["reported_rate"]
    alone = forecast(reported, 1e5).quantile([0.05, 0.95])
    assert spread(rate.low, rate.high) == pytest.approx(spread(*alone), rel=0.1)


@pytest.mark.parametrize("troops", [300.0, 5000.0, 3e5, *FAR])
def test_over_its_own_horizon_the_scale_is_that_of_the_forecast(reported, troops):
    made = forecast(reported, troops)
    assert made.scale_over(made.median, troops) == pytest.approx(made.scale, rel=1e-12)


# -------------------------------------------------------------------------------------------------------- the scores


def test_a_share_of_no_score_at_all_is_none():
    found = backtest(known_process(0, days=200), 1e9)
    assert {change.relative for change in found.differences.values()} == {None}


def test_the_library_scores_the_known_case():
    assert scoringrules.crps_normal(0.0, 0.0, 1.0) == pytest.approx(0.2336949773, abs=1e-10)


def test_coverage_by_level_is_that_of_the_score(history_scored):
    found = [coverage(history_scored.starts, "forecast", level) for level in (0.5, 0.9)]
    assert found == [history_scored.forecast.coverage_50, history_scored.forecast.coverage_90]


def test_an_interval_of_the_starts_holds_what_its_chance_says(history_scored):
    starts = history_scored.starts
    inside = (starts.low <= starts.happened) & (starts.happened <= starts.high)
    chance = starts.chances["forecast"]
    assert (inside == (chance >= 0.05) & (chance <= 0.95))[~np.isnan(starts.happened)].all()


def test_a_backtest_tells_how_far_it_is_and_ends_where_nobody_waits():
    told = []

    def report(share):
        told.append(share)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backtest(known_process(0, days=200), 5000, report=report)
    assert 0 < told[0] < told[1] < told[2] < 1


@pytest.mark.parametrize("happened", [4.0, 9.5, 30.0])
def test_the_score_is_the_integral_it_stands_for(happened):
    made = Forecast(troops=1e4, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=1000, scale=0.1)
    exact = quad(lambda t: (made.chance(t) - (happened <= t)) ** 2, 0, 200, points=[happened, 10], limit=500)[0]
    scored = crps(made.quantile(PROBABILITIES)[None], np.array([happened]), np.array([np.inf]))
    assert scored == pytest.approx(exact, rel=2e-3)


@pytest.mark.parametrize("left", [6.0, 10.0, 14.0])
def test_a_start_that_has_not_ended_is_scored_up_to_the_last_day(left):
    made = Forecast(troops=1e4, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=1000, scale=0.1)
    exact = quad(lambda t: made.chance(t) ** 2, 0, left, limit=500)[0]
    scored = crps(made.quantile(PROBABILITIES)[None], np.array([np.nan]), np.array([left]))
    assert scored == pytest.approx(exact, rel=1e-2, abs=1e-3)


def test_the_closed_form_of_the_library_agrees_with_the_quantile_form():
    quantiles = 9.0 * np.exp(0.1 * np.log(PROBABILITIES / (1 - PROBABILITIES)))
    closed = scoringrules.crps_loglogistic(8.0, np.log(9.0), 0.1)
    assert crps(quantiles[None], np.array([8.0]), np.array([np.inf])) == pytest.approx(closed, rel=2e-3)


def test_an_open_start_counts_by_its_own_forecast_not_as_a_miss_or_a_hit():
    assert covered(np.array([0.0, 0.5, 0.97]), np.ones(3, dtype=bool), 0.9) == pytest.approx([0.9, 0.9, 0.0])


def test_every_start_is_scored_used_up_or_not(reported, scored):
    found = scored[100_000]
    starts = (STARTS[1] - STARTS[0]).days + 1
    assert {(s.n, s.censored) for s in (found.forecast, *found.baselines.values())} == {(starts, 64)}


# ----------------------------------------------------------------------------------------------------------- the bars


def test_the_forecast_of_10000_beats_last_weeks_and_last_fortnights_mean(scored):
    found = scored[10_000].differences
    assert (found["trailing_7"].relative < -0.08, found["trailing_14"].relative < -0.05) == (True, True)


def test_the_intervals_of_10000_hold_what_they_say(scored):
    found = scored[10_000].forecast
    misses = (abs(found.coverage_50 - 0.5), abs(found.coverage_90 - 0.9), abs(found.bias_median))
    assert tuple(np.less(misses, (0.05, 0.04, 0.02))) == (True, True, True)


def test_the_forecast_of_100000_beats_last_months_mean(scored):
    found = scored[100_000]
    assert (found.differences["trailing_30"].relative < -0.10, found.forecast.coverage_90 >= 0.85) == (True, True)


def test_the_gain_over_last_weeks_mean_is_more_than_luck(scored):
    assert scored[10_000].differences["trailing_7"].interval.high < 0


def test_overlapping_windows_are_counted_as_what_they_are(scored):
    assert (80 < scored[10_000].windows < 130, 8 <= scored[100_000].windows <= 13) == (True, True)


@pytest.mark.parametrize("seed", range(3))
def test_on_a_known_process_the_coverage_is_nominal_within_monte_carlo_error(seed):
    found = backtest(known_process(seed), 10_000)
    misses = (abs(found.forecast.coverage_50 - 0.5), abs(found.forecast.coverage_90 - 0.9))
    errors = [2 * np.sqrt(level * (1 - level) / found.windows) for level in (0.5, 0.9)]
    assert tuple(np.less(misses, errors)) == (True, True)


def test_a_forecast_twice_too_sure_is_found_out_by_the_same_test():
    series = known_process(0)
    found = track(series, 10_000)
    places = np.flatnonzero(~np.isnan(found.days) & ~np.isnan(found.level))
    distance = np.abs(np.log(found.days * found.level / 10_000))[places] / (found.scale[places] / 2)
    assert np.mean(distance < np.log(19)) < 0.9 - 2 * np.sqrt(0.09 / 100)


def test_the_same_bytes_twice(reported, scored):
    assert backtest(reported, 10_000, *STARTS) == scored[10_000]


# -------------------------------------------------------------------------------------------------- kept forecasts


@pytest.fixture
def kept(reported):
    day = date(2025, 9, 1)
    made = forecast(reported, 10_000, day)
    return keep(made, replace(reported, vintage=day), day), made


def test_a_kept_forecast_reads_back_as_itself(kept):
    assert read_kept(kept_text(*kept).encode(), "kept.json") == (kept[0],)


def test_a_hub_file_reads_back_as_itself(kept):
    (read,) = read_kept(hub_text([kept[0]]).encode(), "kept.csv")
    assert replace(read, quantiles=kept[0].quantiles) == kept[0]
    assert read.quantiles == pytest.approx(kept[0].quantiles, rel=1e-9)


def test_a_kept_forecast_is_scored_as_the_backtest_scores_it(reported, kept):
    day = date(2025, 9, 1)
    found, _ = outcomes([kept[0]], reported)
    assert found[0].crps == pytest.approx(backtest(reported, 10_000, day, day).forecast.crps, rel=2e-3)


def test_the_median_of_a_kept_forecast_is_the_one_in_the_file(reported, kept):
    (found,), _ = outcomes([kept[0]], reported)
    written = dict(zip(kept[0].probabilities, kept[0].quantiles, strict=True))
    assert found.median == pytest.approx(written[0.5], rel=1e-9)


def test_a_forecast_of_days_without_number_is_scored(reported, kept):
    far = replace(kept[0], probabilities=(0.25, 0.5, 0.75), quantiles=(1e-300, 1e300, 1e308))
    wide = replace(kept[0], probabilities=(0.4, 0.5, 0.6), quantiles=(20.0, 20.0, 20.0))
    found, _ = outcomes([far, wide], reported)
    assert [np.isfinite([x.median, x.chance, x.crps]).all() for x in found] == [True, True]


def test_a_forecast_from_rows_of_the_future_is_not_kept(reported):
    with pytest.raises(ScenarioError, match="made on 2025-12-01 from data of 2025-12-31"):
        keep(forecast(reported, 10_000), reported, date(2025, 12, 1))


def test_forecasts_and_postdictions_are_never_in_one_table(reported, kept):
    later = replace(kept[0], made_on=kept[0].origin + timedelta(1))
    _, scores = outcomes([kept[0], later, later], reported)
    assert {name: score.n for name, score in scores.items()} == {"forecasts": 1, "postdictions": 2}


def test_a_forecast_from_later_data_is_a_postdiction_whatever_it_says_of_its_day(kept):
    of_later_data = replace(kept[0], data_vintage=kept[0].origin + timedelta(1))
    assert (kept[0].before_the_fact, of_later_data.before_the_fact) == (True, False)


def test_a_forecast_made_before_its_own_data_is_refused(kept):
    text = hub_text([replace(kept[0], data_vintage=kept[0].made_on + timedelta(2))])
    with pytest.raises(ScenarioError, match="made on 2025-09-01 from data of 2025-09-03"):
        read_kept(text.encode(), "kept.csv")


def test_what_a_hub_file_says_is_written_back_to_the_letter(kept):
    text = hub_text([kept[0], replace(kept[0], troops=100_000.0)])
    assert hub_text(read_kept(text.encode(), "kept.csv")) == text


def test_a_hub_file_has_the_columns_and_types_of_a_hub(kept):
    frame = pandas.read_csv(io.StringIO(hub_text([kept[0]])), parse_dates=["origin_date"])
    types = {"origin_date": "datetime64", "horizon": "int64", "output_type_id": "float64", "value": "float64"}
    assert list(frame)[:6] == ["origin_date", "target", "horizon", "output_type", "output_type_id", "value"]
    assert {name: str(frame[name].dtype).partition("[")[0] for name in types} == types
    assert (set(frame.output_type), set(frame.horizon), len(frame)) == ({"quantile"}, {0}, 23)


@pytest.mark.parametrize("tool", [lambda frame: frame.assign(horizon="NA"), lambda frame: frame.iloc[:, ::-1]])
def test_a_hub_file_that_went_through_another_tool_reads_back(kept, tool):
    written = io.StringIO()
    tool(pandas.read_csv(io.StringIO(hub_text([kept[0]])))).to_csv(written, index=False)
    (read,) = read_kept(written.getvalue().encode(), "kept.csv")
    assert replace(read, quantiles=()) == replace(kept[0], quantiles=())
    assert read.quantiles == pytest.approx(kept[0].quantiles)


def test_a_forecast_for_a_later_horizon_is_not_taken_for_one_from_its_origin(kept):
    text = hub_text([kept[0]]).replace("10000,0,", "10000,7,")
    with pytest.raises(ScenarioError, match="horizon 7"):
        read_kept(text.encode(), "kept.csv")


def test_a_hub_file_of_others_is_read(reported):
    rows = ["origin_date,target,horizon,output_type,output_type_id,value", "2025-09-01,days covered by 10000,,mean,,9"]
    rows += [f"2025-09-01,days covered by 10000,,quantile,{p},{q}" for p, q in ((0.1, 8), (0.5, 10), (0.9, 12))]
    (read,) = read_kept("\n".join(rows).encode(), "hub.csv")
    assert (read.troops, read.quantiles, read.before_the_fact) == (10_000, (8, 10, 12), False)


@each(
    "content",
    [b"", b"{}", b"{", b"origin_date\n1\n", b"\xff", b'{"quantiles": [[0.5, NaN]]}',
     b"origin_date,target,output_type,output_type_id,value\n2025-09-01,days covered by 5,quantile,0.5,9\n",
     b"origin_date,target,output_type,output_type_id,value\n2025-09-01,days covered by x,quantile,0.5,9\n",
     b"origin_date,output_type,target,output_type_id,value,troops\n2024-02-01,quantile\n",
     b"target,output_type,origin_date,output_type_id,troops\n5,quantile\n"],
    ids=lambda content: repr(content)[:30],
)  # fmt: skip
def test_what_is_no_kept_forecast_is_refused_in_a_line(content):
    with pytest.raises(ScenarioError, match=r"^kept\.csv: "):
        read_kept(content, "kept.csv")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2025-09-01,days", "01.09.2025,days", "'01.09.2025' is no date like 2024-09-30"),
        ("0.5,", "median,", "'median' is no number"),
        ("days covered by 10000,", "wk inc flu hosp,", "holds no quantiles of a target like"),
        ("quantile,0.4", "mean,0.4", ""),
    ],
)
def test_a_broken_cell_of_a_hub_file_is_named(before, after, words):
    rows = [f"2025-09-01,days covered by 10000,quantile,{p},{q}" for p, q in ((0.1, 8), (0.4, 9), (0.5, 10), (0.9, 12))]
    text = "\n".join(["origin_date,target,output_type,output_type_id,value", *rows]).replace(before, after)
    if words:
        with pytest.raises(ScenarioError, match=words):
            read_kept(text.encode(), "kept.csv")
    else:
        assert read_kept(text.encode(), "kept.csv")[0].probabilities == (0.1, 0.5, 0.9)


def test_a_file_cut_off_before_its_median_is_refused(kept):
    with pytest.raises(ScenarioError, match="on both sides of 0.5"):
        read_kept("\n".join(hub_text([kept[0]]).splitlines()[:8]).encode(), "kept.csv")
