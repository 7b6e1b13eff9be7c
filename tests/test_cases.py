"""Published numbers, each with its source, held against the model."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta

import numpy as np
import pytest
from each import each

from sim.core.assumptions import Assumptions
from sim.core.crossing import central_days, days_covered
from sim.inputs.facts import months
from sim.inputs.loading import load
from sim.study.flips import troops_needed

DUPUY = {"returning_share": 0.75, "first_return_day": 6.0, "last_return_day": 20.0}
"""Of 100 casualties 75 return, evenly over days 6 to 20: Dupuy, Handbook on Ground Forces Attrition in Modern Warfare
(1986) p. 90, as quoted by the Dupuy Institute, 13 March 2023."""


def cover_days(troops, rate, **rungs):
    return float(days_covered(Assumptions(waves=((0, troops),), schedule=((0, rate),), **rungs)))


@pytest.fixture(scope="module")
def published(shared_data):
    """Cumulative killed and wounded by publication date, Ukrainian General Staff."""
    rows = json.loads((shared_data / "general_staff_personnel.json").read_text(encoding="utf-8"))
    return {date.fromisoformat(row["date"]): row["personnel"] for row in rows}


def daily(published, first, days):
    """Casualties of each day: a figure published on day D covers D-1 (UK MoD convention)."""
    dates = [first + timedelta(days=i) for i in range(days + 1)]
    return np.diff([published[d] for d in dates]).astype(float)


def as_schedule(counts):
    return tuple((float(day), count) for day, count in enumerate(counts))


# ------------------------------------------------------------------------------------------------ the bare quotient


@pytest.mark.parametrize(
    ("troops", "rate", "expected"),
    [
        pytest.param(10_000, 1271, 7.868, id="the remark: arithmetic"),
        pytest.param(100_000, 1271, 78.678, id="volunteers at the rate of 2024: arithmetic"),
        pytest.param(12_000, 1200, 10.000, id="ISW in Newsweek, 1 Nov 2024: around 10 days at most"),
    ],
)
def test_the_bare_quotient_is_troops_over_rate(troops, rate, expected):
    assert cover_days(troops, rate) == pytest.approx(expected, abs=5e-4)


@each(
    ("name", "expected"),
    [
        ("sky-2024-10k", 10_000 / 1271),
        ("volunteers-100k-at-2024-rate", 100_000 / 1271),
        ("volunteers-2022-100k", 583.7),  # the series: trailing 30-day mean 171.3/day on 8 Aug 2022
        ("isw-2024-12k", 10.0),  # ISW in Newsweek, 1 Nov 2024
        ("isw-2025-kursk", 8200 / 92),  # ISW, 16 Jan 2025: roughly 12 weeks
        ("cnn-2025-25k", 25_000 / 1080),  # CNN via the Kyiv Independent, 2 July 2025; UK MoD, June 2025
        ("cnn-2025-30k", 30_000 / 1080),
        ("shoigu-2025-6k", 5.5556),  # 6,000 at the rate of June 2025
        ("shoigu-2025-6k-rear", 0.0),  # none of them in the line
        ("mod-2025-1930k", 1_930_000 / (259_412 / 212)),  # UK MoD, Aug 2025; its monthly averages, January to July 2025
    ],
)
def test_shipped_scenarios_give_the_published_quotients(name, expected):
    assert central_days(load(name)) == pytest.approx(expected, rel=1e-4)


def test_the_rate_of_2025_gives_the_casualties_foretold_to_two_percent():
    # UK MoD, August 2025: 4.4 years and 1,930,000 further casualties, by the published monthly averages
    foretold = load("mod-2025-1930k")
    of_the_year = [month for month in months() if date(2025, 1, 1) <= month.first <= date(2025, 7, 1)]
    lost = sum(month.rate * month.days for month in of_the_year)
    assert lost / 212 == pytest.approx(foretold.number("reported_rate"), rel=0.005)
    assert troops_needed(foretold, 4.4 * 365.25) == pytest.approx(1_930_000, rel=0.02)


# ---------------------------------------------------------------------------------------------- returns and recruits


@each(
    ("troops", "counted", "expected", "within"),
    [
        pytest.param(10_000, False, 8.0, 0.1, id="10,000 ignored: about 8.0"),
        pytest.param(10_000, True, 31.47, 0.005, id="10,000 counted"),
        pytest.param(100_000, False, 276, 1, id="100,000 ignored: integer-day arithmetic"),
        pytest.param(100_000, True, 314.71, 0.005, id="100,000 counted"),
    ],
)
def test_dupuys_rule_of_thumb_gives_his_days(troops, counted, expected, within):
    assert cover_days(troops, 1271, count_earlier=counted, **DUPUY) == pytest.approx(expected, abs=within)


def test_ignored_returns_of_the_rule_of_thumb_are_a_line_after_day_20():
    # 0.25 x 1271 t + 0.75 x 1271 x 13 = 100,000, where 13 is the middle of days 6 to 20
    assert cover_days(100_000, 1271, count_earlier=False, **DUPUY) == pytest.approx(100_000 / 317.75 - 39, rel=1e-9)


def test_a_thousand_recruits_a_day_make_10000_cover_36_9_days():
    assert cover_days(10_000, 1271, recruits_per_day=1000) == pytest.approx(36.9, abs=0.05)  # 10,000 / 271


def test_ignored_returns_hardly_matter_for_10000_over_a_week():
    assert cover_days(10_000, 1271, count_earlier=False, **DUPUY) / cover_days(10_000, 1271) < 1.02


def test_ignored_returns_decide_everything_for_100000_over_a_season():
    assert cover_days(100_000, 1271, count_earlier=False, **DUPUY) / cover_days(100_000, 1271) > 3


# ------------------------------------------------------------------------------------------------ the reported series


@each(
    ("first", "total", "days", "mean"),
    [
        pytest.param(date(2024, 9, 1), 38_130, 30, 1271.00, id="September 2024"),
        pytest.param(date(2024, 10, 1), 41_980, 31, 1354.19, id="October 2024, UK MoD"),
        pytest.param(date(2024, 12, 1), 48_670, 31, 1570.00, id="December 2024, UK MoD"),
        pytest.param(date(2025, 1, 1), 48_240, 31, 1556.13, id="January 2025, UK MoD"),
    ],
)
def test_a_monthly_mean_is_the_difference_of_two_first_days(published, first, total, days, mean):
    counts = daily(published, first, days)
    assert (counts.sum(), counts.mean()) == pytest.approx((total, mean), abs=5e-3)


def test_1271_is_the_difference_of_654430_and_616300_over_30(published):
    assert (published[date(2024, 10, 1)], published[date(2024, 9, 1)]) == (654_430, 616_300)


def test_dating_the_figures_by_publication_gives_another_mean(published):
    assert daily(published, date(2024, 8, 31), 30).mean() == pytest.approx(1270.33, abs=5e-3)


def test_the_shipped_rate_is_the_mean_of_the_series(published):
    assert load("sky-2024-10k").number("reported_rate") == daily(published, date(2024, 9, 1), 30).mean()


def test_the_shipped_noise_is_that_of_the_series(published):
    counts, full = daily(published, date(2024, 9, 1), 30), load("sky-2024-10k-full")
    spread = counts.var(ddof=1) / counts.mean()
    centred = counts - counts.mean()
    lag1 = (centred[1:] @ centred[:-1]) / (centred @ centred)
    assert (full.number("dispersion"), full.number("day_correlation")) == pytest.approx((spread, lag1), abs=0.05)


def test_the_rate_of_august_2022_is_the_trailing_mean_of_the_series(published):
    trailing = daily(published, date(2022, 7, 9), 30).mean()
    assert load("volunteers-2022-100k").number("reported_rate") == pytest.approx(trailing, abs=0.05)


@pytest.mark.parametrize(
    ("first", "troops", "expected", "within"),
    [
        pytest.param(date(2024, 10, 1), 10_000, 8.29, 0.005, id="10,000 from 1 Oct 2024: flat rule said 7.87"),
        pytest.param(date(2022, 8, 8), 100_000, 194.1, 0.1, id="100,000 from 8 Aug 2022: flat rule said 583.7"),
    ],
)
def test_the_daily_series_as_a_schedule_gives_what_really_happened(published, first, troops, expected, within):
    schedule = as_schedule(daily(published, first, 200))
    inputs = Assumptions(waves=((0, troops),), schedule=schedule)
    assert float(days_covered(inputs)) == pytest.approx(expected, abs=within)


def test_every_rate_behind_a_shipped_trend_or_range_is_a_published_monthly_mean(shared_data):
    with (shared_data / "uk_mod_monthly_average.csv").open(encoding="utf-8", newline="") as file:
        means = {row["month"]: float(row["uk_mod_avg_per_day"] or "nan") for row in csv.DictReader(file)}
    full = load("sky-2024-10k-full")
    rate, trend = full["reported_rate"], full["monthly_trend"]
    expected = (means["2024-08"], means["2024-10"], means["2024-09"] / means["2024-08"] - 1)
    assert (rate.low, rate.high, trend.value) == pytest.approx(expected, rel=0.02)
