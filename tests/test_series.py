"""Reading a reported series: what the file says, the traps in it by date, what was known when, and the fit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from each import each
from histories import FIRST, csv_of, daily, json_of, rows, totals
from hypothesis import given
from hypothesis import strategies as st

from sim.core.crossing import central_days
from sim.inputs.facts import months, months_under, planning_factors, reports
from sim.inputs.loading import load, parse
from sim.inputs.problems import ScenarioError
from sim.inputs.readings import title_in
from sim.inputs.writing import dump
from sim.saying.language import LANGUAGES
from sim.saying.stated import definition_words, note_words
from sim.saying.translated import in_every_language
from sim.study.fit import fit, scenario_of
from sim.study.series import FileReading, dated, read_series
from sim.study.series_cells import MAX_FILE_BYTES, MAX_ROWS
from sim.study.series_corrections import CORRECTED_DAYS, with_corrections

SEPTEMBER = (date(2024, 9, 1), date(2024, 9, 30))


@pytest.fixture(scope="module")
def reported(shared_data):
    return read_series((shared_data / "general_staff_personnel.json").read_bytes(), "general_staff_personnel.json")


def kinds(series):
    return [finding.kind for finding in series.findings]


# ---------------------------------------------------------------------------------------------- the published series


def test_september_2024_is_where_1271_comes_from(reported):
    found = fit(reported, *SEPTEMBER)
    figures = (found.total, found.days, found.rate.value, round(found.deviation, 1), round(found.dispersion.value, 1))
    assert (*figures, round(found.day_correlation.value, 2)) == (38_130, 30, 1271.0, 123.0, 11.9, 0.44)


@pytest.mark.parametrize(("month", "rate"), [((2024, 10), 1354.19), ((2024, 12), 1570.0), ((2025, 1), 1556.13)])
def test_other_months_are_those_of_the_uk_mod(reported, month, rate):
    assert reported.window(date(*month, 1), date(*month, 31)).mean() == pytest.approx(rate, abs=0.005)


def test_counted_for_the_date_of_publication_september_2024_is_another_number(shared_data):
    content = (shared_data / "general_staff_personnel.json").read_bytes()
    series = read_series(content, "g.json", FileReading(covers="same-day"))
    assert series.window(*SEPTEMBER).mean() == pytest.approx(1270.33, abs=0.005)


def test_the_traps_of_the_published_series_are_listed_by_date(reported):
    listed = [(f.kind, str(f.first), str(f.last)) for f in reported.findings]
    march = [("repeat", "2022-03-07", "2022-03-07"), ("repeat", "2022-03-09", "2022-03-14")]
    assert set(listed) >= {*march, ("spike", "2022-03-15", "2022-03-15"), ("spike", "2025-02-28", "2025-02-28")}


def test_the_other_published_format_gives_the_same_series(reported):
    given = [
        (reported.first + timedelta(n), int(total)) for n, total in enumerate(2800 + np.cumsum([0, *reported.counts]))
    ]
    newest_first = json_of(
        reversed([(day, total) for day, total in given]), sourceUri="https://example.org/1", tanks=None
    )
    series = read_series(newest_first, "russian-losses.json")
    assert (series.preset, series.first, series.counts.tolist()) == (
        "orc-losses", reported.first, reported.counts.tolist(),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------- the rules


@given(st.lists(st.integers(0, 500), min_size=3, max_size=40), st.data())
def test_whatever_is_missing_a_running_total_keeps_its_sum(counts, data):
    given = rows(np.cumsum([100, *counts]).tolist())
    dropped = data.draw(st.sets(st.integers(1, len(counts) - 1)))
    kept = [row for place, row in enumerate(given) if place not in dropped]
    for gaps in ("spread", "kept"):
        assert totals(kept, gaps=gaps).counts.sum() == pytest.approx(sum(counts))


def test_a_gap_is_known_only_when_it_has_ended():
    series = totals([(FIRST, 0), (FIRST + timedelta(1), 4), (FIRST + timedelta(4), 34), (FIRST + timedelta(5), 40)])
    assert (series.counts.tolist(), series.known.tolist()) == ([4, 10, 10, 10, 6], [0, 1, 1, 1, 4, 5])


def test_repeated_totals_can_be_taken_as_a_gap():
    given = rows([0, 10, 10, 10, 40, 50])
    assert totals(given).counts.tolist() == [10, 0, 0, 30, 10]
    assert totals(given, repeats="spread").counts.tolist() == [10, 10, 10, 10, 10]


def test_empty_cells_beyond_the_first_line_are_passed_over():
    given = read_series(b"date,count\n2024-09-01,4,\n2024-09-02,3, ,\n", "t.csv", FileReading(counts="daily"))
    assert given.counts.tolist() == [4, 3]


@each(
    ("values", "how", "counts", "rules"),
    [
        ([10, 10, 20, 25], {}, [0, 10, 5], ["kept"]),
        ([10, 10, 20, 25], {"repeats": "spread"}, [5, 5, 5], ["spread"]),
        ([10, 10, 20, 25], {"repeats": "spread", "gaps": "kept"}, [0, 10, 5], ["end"]),
        ([10, 20, 25, 25, 25], {"repeats": "spread"}, [10, 5], ["dropped"]),
        ([10, 20, 25, 25, 25], {"gaps": "kept"}, [10, 5, 0, 0], ["kept"]),
    ],
)
def test_a_repeat_is_listed_with_the_rule_that_was_followed(values, how, counts, rules):
    series = totals(rows(values), **how)
    assert (series.counts.tolist(), [finding.rule for finding in series.findings]) == (counts, rules)


def test_a_total_that_falls_is_listed_and_counts_as_no_loss():
    series = totals(rows([0, 10, 20, 15, 30]))
    assert (series.counts.tolist(), kinds(series)) == ([10, 10, 0, 10], ["fall"])


def test_of_a_date_given_twice_the_larger_figure_counts():
    series = totals([*rows([0, 10, 20]), (FIRST + timedelta(1), 12)])
    assert (series.counts.tolist(), kinds(series)) == ([12, 8], ["duplicate"])


def test_a_missing_day_of_daily_counts_takes_the_mean_of_the_week_before_or_zero():
    given = [row for row in rows([2, 4, 6, 0, 8]) if row[1]]
    for gaps, value in (("spread", 4.0), ("kept", 0.0)):
        series = read_series(csv_of(given), "t.csv", FileReading(counts="daily", gaps=gaps))
        assert (series.counts[3], kinds(series)) == (value, ["missing"])


def test_rows_before_day_one_and_empty_cells_are_left_out_and_listed():
    given = [(date(2022, 1, 1), 5), *rows([100, None, 300])]
    assert kinds(read_series(json_of(given, sourceUri="x"), "t.json")) == ["before", "empty", "gap"]


EXCERPT = [501_210 + 1_100 * day + 37 * (day * day % 11) for day in range(150)]


@each(
    ("values", "cumulative"),
    [([5, 9, 14, 20, 26, 31], True), ([5, 9, 4, 6, 9, 5], False), (EXCERPT, True), (EXCERPT[:40], True),
     ([*EXCERPT[:80], EXCERPT[78], *EXCERPT[81:]], True), ([900] * 30, False),
     ([1_000 + 37 * (day * day % 11) for day in range(60)], False)],
    ids=["few", "few that fall", "an excerpt", "a short one", "with a correction", "even days", "days"],
)  # fmt: skip
def test_totals_and_counts_are_told_apart(values, cumulative):
    assert read_series(csv_of(rows(values)), "t.csv").cumulative is cumulative


def test_what_was_detected_can_be_overruled():
    assert read_series(csv_of(rows([5, 9, 14, 20])), "t.csv", FileReading(counts="daily")).counts.sum() == 48


def test_semicolons_points_between_dates_and_grouped_thousands_are_read():
    content = b"Datum;losses\n01.09.2024;1,200\n02.09.2024;1 100\n03.09.2024;1300\n"
    assert read_series(content, "t.csv", FileReading(counts="daily")).counts.tolist() == [1200, 1100, 1300]


def test_the_table_of_equipment_keeps_its_own_rows_only():
    head = "country,equipment_type,type_total,date_recorded"
    whose = [(country, kind) for country in ("Russia", "Ukraine") for kind in ("All Types", "Tanks")]
    lines = [f"{c},{t},{n},2022-03-0{day}" for day, n in ((1, 10), (2, 14)) for c, t in whose]
    series = read_series("\n".join([head, *lines]).encode(), "daily_count.csv")
    assert (series.preset, series.counts.tolist(), series.first) == ("oryx", [4], date(2022, 3, 2))


@each(
    ("content", "words"),
    [
        (b"", "no rows"),
        (b"date,count\n", "no rows"),
        (b"[1, 2]", "list of rows"),
        (b"[" * 100_000, "deeper than anyone writes them"),
        (b"{", "no JSON"),
        (b"date,count,count\n2024-09-01,4,5\n", "two columns are called 'count'"),
        (b"date," + b",".join(b"%d" % i for i in range(300_000)) + b",7\n", "two columns are called '7'"),
        (b'[{"date": "2024-09-01", "count": 4, "count": 5}]', "two columns are called 'count'"),
        (b"2024-09-01,4\n2024-09-02,5\n", "first line must name the columns, as date,casualties; it is '2024-09-01,4'"),
        (b'[{"date": "2024-01-01", "personnel": NaN}]', "row 1: 'NaN' is no number"),
        (b'[{"date": "2024-01-01", "personnel": true}]', "row 1"),
        (b"date,count\n2024-09-01,=1+1\n2024-09-02,3\n", "row 1: '=1+1' is no number"),
        (b"date,count\n2024-09-01,-4\n2024-09-02,3\n", "row 1: '-4' is no number"),
        (b"date,count\n2024-09-01,1e400\n2024-09-02,3\n", "row 1"),
        (b"date,count\n2024-09-01,4\n2024-02-30,3\n", "row 2: '2024-02-30' is no date"),
        (b"date,count\n2024-09-01,1,201\n2024-09-02,1,305\n", "row 1: more cells than the first line"),
        (b'[{"date": "2024-01-01", "count": 1' + b"0" * 400 + b"}]", "row 1: '1000000000"),
        (b"date,count\n2024-09-01,4\n", "fewer than 2"),
        (b"day,count\nMonday,4\n", "no column of dates"),
        (b"date,a,b\n2024-09-01,4,5\n", "which column"),
        (b"\xff\xfe\x00", "no UTF-8 text (byte 0)"),
        (b"PK\x03\x04\x14", "save the sheet as CSV UTF-8"),
        (b"Datum;Verluste\n30.09.2024;1.271\n01.10.2024;1.300\n", "'1.271': thousands with a point, or decimals?"),
        (b"date;count\n2024-01-01;1.201\n2024-01-02;980\n", "'1.201': thousands with a point, or decimals?"),
        (b'[{"date": "2024-01-01", "count": "1.201.300"}]', "'1.201.300': thousands with a point, or decimals?"),
        (b"x" * (MAX_FILE_BYTES + 1), "larger than 10 MB"),
        (b"date,count" + b"\n1,1" * (MAX_ROWS + 1), "more than 1,000,000 rows"),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_a_line(content, words):
    with pytest.raises(ScenarioError) as refused:
        read_series(content, "t.csv")
    assert words in str(refused.value).splitlines()[0]


def test_an_unknown_column_is_refused_with_the_nearest_one():
    with pytest.raises(ScenarioError, match="did you mean losses"):
        read_series(csv_of(rows([1, 2]), "date,losses"), "t.csv", FileReading(column="loses"))


def test_an_old_file_is_called_stale_and_a_future_one_too():
    series = daily([1, 2, 3])
    found = [dated(series, series.vintage + timedelta(n)) for n in (0, 8, -1)]
    assert [[finding.kind for finding in each] for each in found] == [[], ["stale"], ["future"]]


# --------------------------------------------------------------------------------------------------------- spikes


def puts_back(correct, series, place):
    """Whether a spike is put back over the days up to it: nobody is lost, added, or moved to a later day."""
    after = correct(series).counts
    moved = np.flatnonzero(after != series.counts)
    reach = range(place - CORRECTED_DAYS, place + 1)
    return after.sum() == pytest.approx(series.counts.sum()) and place in moved and set(moved) <= set(reach)


def left_out(series):
    """A broken rule: the surplus is dropped."""
    return replace(series, counts=np.minimum(series.counts, 150))


def forward(series):
    """A broken rule: the surplus is put on later days."""
    return replace(series, counts=np.roll(with_corrections(series).counts, CORRECTED_DAYS - 1))


def test_months_read_as_days_are_said_first_of_all():
    months = [(f"20{20 + n // 12}-{n % 12 + 1:02d}-01", 1000 + n % 5) for n in range(30)]
    text = "\n".join(["month,value", *(f"{day},{count}" for day, count in months)])
    found = read_series(text.encode(), "t.csv").findings
    assert (found[0].kind, str(found[0].text).partition(": ")[2][:25]) == ("sparse", "only 3.4 % of these days ")


@each(
    ("number", "dates"),
    product(["1271.5", "900.125", "1271", "0.125"], [("29.09.2024", "30.09.2024"), ("2024-09-29", "2024-09-30")]),
)
def test_decimals_that_group_no_thousands_are_read(number, dates):
    text = f"day;lost\n{dates[0]};7.25\n{dates[1]};{number}\n"
    assert read_series(text.encode(), "t.csv", FileReading(counts="daily")).counts[1] == float(number)


def test_no_thousands_begin_with_a_zero():
    text = b"day;lost\n2024-09-29;0.125\n2024-09-30;0.250\n"
    assert read_series(text, "t.csv", FileReading(counts="daily")).counts.tolist() == [0.125, 0.25]


@pytest.mark.parametrize("place", [0, 1, 7, 40, 78, 79])
def test_a_spike_is_found_wherever_it_stands(place):
    series = daily([900 if day == place else 100 + 20 * (day % 2) for day in range(80)])
    assert [(f.kind, f.first) for f in series.findings] == [("spike", FIRST + timedelta(place))]


def test_the_spike_of_28_february_2025_was_seen_on_that_day(shared_data):
    rows_then = json.loads((shared_data / "general_staff_personnel.json").read_bytes())
    file_then = json.dumps([row for row in rows_then if row["date"] <= "2025-02-28"]).encode()
    assert str(read_series(file_then, "g.json").findings[-1].text).startswith("2025-02-28: 1,540 above")


@pytest.mark.parametrize("zeros", [0, 1, 6])
def test_a_spike_is_put_back_over_the_days_up_to_it(zeros):
    series = daily([100, 120] * 30 + [0] * zeros + [900] + [110] * 20)
    assert puts_back(with_corrections, series, 60 + zeros)


@pytest.mark.parametrize("broken", [left_out, forward, lambda series: series])
def test_a_spike_that_is_dropped_kept_or_put_elsewhere_is_found_out(broken):
    assert not puts_back(broken, daily([100, 120] * 30 + [900] + [110] * 20), 60)


def test_the_corrections_of_the_published_series_are_put_back_where_they_may_belong(reported):
    after = with_corrections(reported)
    march, february = reported.place(date(2022, 3, 14)), reported.place(date(2025, 2, 27))
    assert after.counts[march - 6 : march + 1].tolist() == pytest.approx([1500 / 7] * 7)
    assert (reported.counts[february], round(after.counts[february])) == (2710, 1221)


# --------------------------------------------------------------------------------------------------------- the fit


def test_the_fit_becomes_a_scenario_that_answers(reported):
    scenario = parse(dump(scenario_of(reported, fit(reported, *SEPTEMBER), 10_000)))
    assert central_days(scenario) == pytest.approx(7.868, abs=0.001)


def test_the_scenario_of_a_fit_is_a_file_in_every_language(reported):
    made = in_every_language(scenario_of(reported, fit(reported, *SEPTEMBER), 10_000))
    read, uk = parse(dump(made)), LANGUAGES["uk"]
    assert title_in(read, "uk").replace("\xa0", " ") == "Військових: 10 000, проти темпу від 2024-09-01 до 2024-09-30"
    assert read.title == "10,000 troops against the rate of 2024-09-01 to 2024-09-30"
    assert note_words(read, read["troops"], uk) == "власне число читача"
    assert definition_words(read, read["reported_rate"], uk) == uk("help.reported_rate").rstrip(".")


def test_the_scenario_of_a_fit_names_file_hash_and_window(reported):
    source = scenario_of(reported, fit(reported, *SEPTEMBER), 10_000)["reported_rate"].source
    assert all(words in source for words in (reported.name, reported.sha256, "2024-09-01 to 2024-09-30"))


def test_correlated_days_make_a_mean_less_sure():
    steady = np.random.default_rng(0).poisson(1000, 200)
    waves = 1000 + np.round(31.6 * np.sqrt(2) * np.sin(np.arange(200) / 8))
    widths = [np.diff(fit(daily(values)).rate.interval)[0] for values in (steady, waves)]
    assert 1.5 * widths[0] < widths[1]


@pytest.mark.parametrize("seed", [0, 1])
def test_nine_of_ten_intervals_hold_the_true_mean(seed):
    rng = np.random.default_rng(seed)
    intervals = [fit(daily(rng.poisson(rng.gamma(100 / 9, 9, size=60)))).rate.interval for _ in range(60)]
    assert 0.75 <= np.mean([low <= 100 <= high for low, high in intervals]) <= 0.98


def of_counts(values):
    """A series of counts that no file can hold to the last bit, as those spread over gaps."""
    return replace(daily([1] * len(values)), counts=np.array(values))


MONTHS = [(date(2024, month, 1), total) for month, total in enumerate((0, 1000, 2100, 3300, 4700, 5900), start=1)]


@each(
    ("series", "window"),
    [(totals(MONTHS), (date(2024, 3, 5), date(2024, 3, 26))), (of_counts([0.1 * 3] * 30 + [0.3] * 30), (None, None))],
    ids=["spread over a month", "the same but for rounding"],
)
def test_counts_that_differ_by_rounding_only_do_not_vary_at_all(series, window):
    found = fit(series, *window)
    ends = [(m.value, *m.interval) for m in (found.trend, found.dispersion, found.day_correlation)]
    assert (ends, found.deviation) == ([(0.0, 0.0, 0.0)] * 3, 0.0)


def test_a_stretch_that_differs_by_rounding_only_gives_no_correlation_of_one():
    steady = fit(of_counts([0.1 * 3] * 20 + [0.3] * 20 + [0.4])).day_correlation.interval
    assert steady.high < 0.5


def test_a_fit_finds_the_trend_it_was_given():
    values = np.round(1000 * 1.1 ** (np.arange(60) / 30))
    assert fit(daily(values)).trend.value == pytest.approx(0.1, abs=0.01)


# ------------------------------------------------------------------------------------------------------- the facts


def test_every_shipped_fact_has_an_address():
    sources = [
        *(m.source for m in months()),
        *(r.source for r in reports()),
        *(f.source for f in planning_factors().values()),
    ]
    assert (len(sources), [source for source in sources if not source.startswith(("http://", "https://"))]) == (67, [])


EXACT = [month for month in months() if month.total and month.precision.startswith("exact")]


@each("month", EXACT, ids=lambda month: f"{month.first:%Y-%m}")
def test_a_quoted_total_over_the_days_of_its_month_is_the_average(month):
    assert round(month.total / month.days) == month.rate


def test_the_shipped_tables_are_those_they_were_typed_from(shared_data):
    lines = (shared_data / "uk_mod_monthly_average.csv").read_text("utf-8").splitlines()[1:]
    given = {line.split(",")[0]: line.split(",")[1] for line in lines}
    ours = {f"{month.first:%Y-%m}": f"{month.rate:g}" for month in months()}
    assert {month: ours[month] for month, rate in given.items() if rate} == {m: r for m, r in given.items() if r}


DERIVED = {
    ("returning_share", "value"): lambda f: f["wounded_returned"] * f["wounded_per_killed"] / 3.5,
    ("returning_share", "low"): lambda f: f["returned_within_72_hours"] * 5 / 7,
    ("returning_share", "high"): lambda f: f["returned_of_100_casualties"] / 100,
    ("recruits_per_day", "value"): lambda f: f["recruits_per_month_low"] / 30,
    ("recruits_per_day", "low"): lambda f: f["recruits_per_day_by_bonuses"],
    ("recruits_per_day", "high"): lambda f: f["recruits_per_month_high"] / 30,
}
"""5 of 7 casualties are wounded: 2.5 for each one killed, of 3.5."""


@each(("key", "field"), DERIVED)
def test_a_derived_figure_of_the_full_scenario_follows_from_the_shipped_factors(key, field):
    factors = {name: factor.value for name, factor in planning_factors().items()}
    assert getattr(load("sky-2024-10k-full")[key], field) == pytest.approx(DERIVED[key, field](factors), rel=0.03)


def test_the_months_that_made_10000_last_less_than_a_week():
    assert [f"{month.first:%Y-%m}" for month in months_under(10_000, 7)] == ["2024-11", "2024-12", "2025-01"]


def test_a_cell_that_is_no_count_is_refused_in_the_readers_language():
    with pytest.raises(ScenarioError) as refused:
        read_series(b"date,count\n2024-09-01,-5\n2024-09-02,4\n", "t.csv")
    assert LANGUAGES["uk"].problem(refused.value.problems[0]).startswith("t.csv: рядок 1: '-5' не є кількістю людей")
