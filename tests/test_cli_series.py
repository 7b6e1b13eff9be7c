"""The commands about series, in process: what they print, write and refuse."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from documents import README, REPORTED, current, score_table
from each import each
from histories import csv_of, daily, known_process, rows

from sim.cli import main
from sim.core.crossing import central_days
from sim.inputs.loading import load
from sim.show.series_results import track_sentences
from sim.study.backtest import backtest

FIGURES = {"n", "censored", "coverage_50", "coverage_90", "crps", "mae", "mae_relative", "bias_median"}


@pytest.fixture
def series(tmp_path):
    """The path of a file with a known process, from 1 March 2022 on."""
    path = tmp_path / "series.csv"
    path.write_bytes(csv_of(rows(int(count) for count in known_process(0, days=200).counts)))
    return str(path)


@pytest.fixture
def shortened(tmp_path):
    """The first 150 days of the same file."""
    path = tmp_path / "shortened.csv"
    path.write_bytes(csv_of(rows(int(count) for count in known_process(0, days=200).counts)[:150]))
    return str(path)


def answered(capsys, *arguments):
    """The JSON object a command prints."""
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_backtest_keeps_to_its_keys(capsys, series):
    code, found = answered(
        capsys, "backtest", series, "--troops", "10000", "--from", "2022-05-01", "--to", "2022-08-31"
    )
    baselines = ["trailing_7", "trailing_14", "trailing_30", "last_published_month"]
    assert (code, list(found["baselines"]), set(found["forecast"])) == (0, baselines, FIGURES)
    assert {score["n"] for score in found["baselines"].values()} == {found["forecast"]["n"]} == {123}


def test_a_fit_writes_a_scenario_that_loads(capsys, series, tmp_path):
    written = tmp_path / "fitted.toml"
    code, found = answered(capsys, "fit", series, "--from", "2022-04-01", "--to", "2022-04-30", "-o", str(written))
    assert (code, load(str(written)).number("reported_rate")) == (0, found["rate"]["value"])


def test_a_fitted_definition_ends_in_no_full_stop(series, tmp_path):
    main(["fit", series, "-o", str(tmp_path / "fitted.toml")])
    assert [q.key for q in load(str(tmp_path / "fitted.toml")).quantities if q.definition.endswith(".")] == []


def test_an_unknown_preset_is_refused_by_the_name_of_its_option(capsys, series):
    assert main(["fit", series, "--preset", "zzz"]) == 2
    err = capsys.readouterr().err
    assert all(words in err for words in ("--preset = 'zzz'", "none"))


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_kept_forecast_is_scored_with_a_longer_series(capsys, series, shortened, tmp_path, ending):
    kept = tmp_path / f"kept.{ending}"
    main(["forecast", shortened, "--troops", "10,000", "-o", str(kept)])
    capsys.readouterr()
    code, found = answered(capsys, "score", str(kept), series)
    assert (code, len(found["postdictions"]), found["forecasts"]) == (0, 1, [])


def test_the_same_forecast_from_the_longer_series_on_that_day(capsys, series, shortened):
    then, now = (answered(capsys, "forecast", path, "--troops", "9000", *more)[1] for path, more in (
        (shortened, ()), (series, ("--on", "2022-07-29")),
    ))  # fmt: skip
    assert then["distribution"] == now["distribution"]


def test_the_forecast_rate_feeds_a_scenario(capsys, series):
    _, found = answered(capsys, "forecast", series, "--scenario", "sky-2024-10k-friction")
    alone, with_friction = found["days_covered"]["p50"], found["scenario"]["days_covered"]["point"]
    assert with_friction == pytest.approx(alone * central_days(load("sky-2024-10k-friction")) / 7.868, rel=0.25)


def test_months_answer_which_left_less_than_a_week(capsys):
    assert answered(capsys, "months")[1]["months_under"] == ["2024-11", "2024-12", "2025-01"]


@pytest.mark.parametrize("command", ["fit", "forecast --troops 10000", "backtest --troops 10000"])
def test_text_and_json_say_how_the_file_was_read(capsys, series, command):
    name, *options = command.split()
    assert main([name, series, *options]) == 0
    assert "daily counts in column count; a figure is about its date" in capsys.readouterr().out


def test_the_days_of_a_scenario_at_the_forecast_rate_count_from_the_forecast(capsys, series):
    _, found = answered(capsys, "forecast", series, "--scenario", "sky-2024-10k")
    from_day, until = (date.fromisoformat(x) for x in (found["from_day"], found["scenario"]["exhausted_on"]))
    assert (until - from_day).days == math.floor(found["scenario"]["days_covered"]["point"])


@pytest.mark.parametrize(("given", "words"), [([], "casualties take"), (["--troops", "5000"], "5,000 troops last")])
def test_a_total_of_casualties_is_not_called_troops(capsys, series, given, words):
    assert words in printed(capsys, "forecast", series, "--scenario", "mod-2025-1930k", *given)


def test_a_kept_forecast_is_not_replaced(capsys, series, tmp_path):
    kept = str(tmp_path / "kept.json")
    codes = [main(["forecast", series, "--troops", troops, "-o", kept]) for troops in ("1000", "1000", "2000")]
    assert codes == [0, 0, 2]
    assert (json.loads(Path(kept).read_text())["troops"], "not replaced" in capsys.readouterr().err) == (1000, True)


def test_counts_steadier_than_the_model_has_them_are_said_to_be(series, tmp_path):
    path, written = tmp_path / "steady.csv", str(tmp_path / "steady.toml")
    path.write_bytes(csv_of(rows([1000, 1001] * 30)))
    assert main(["fit", str(path), "-o", written]) == 0
    fitted = load(written)
    assert (fitted.number("dispersion"), fitted.number("day_correlation")) == (1.0, 0.0)
    notes = [fitted[key].note.rsplit("; ")[-1] for key in ("dispersion", "day_correlation")]
    assert notes == ["found 0.000254, the model has 1 at least", "found -1, the model has 0 at least"]


def test_all_that_is_wrong_with_a_forecast_is_told_at_once(capsys, series):
    assert main(["forecast", series, "--troops", "0", "--on", "1990-01-01", "--scenario", "nope"]) == 2
    told = capsys.readouterr().err.splitlines()[-3:]
    assert [word in line for word, line in zip(("--troops", "nope", "1990-01-01"), told, strict=True)] == [True] * 3


def test_a_stale_file_is_said_on_standard_error(capsys, series, tmp_path):
    kept, said = str(tmp_path / "kept.csv"), []
    main(["forecast", series, "--troops", "10000", "--on", "2022-08-01", "-o", kept])
    capsys.readouterr()
    for command in ("fit", "forecast --troops 10000", "backtest --troops 10000", f"score {kept}"):
        main([*command.split(), series])
        said.append("days old" in capsys.readouterr().err)
    assert said == [True] * 4


def test_a_row_from_the_future_is_said_on_standard_error(capsys, tmp_path):
    path, given = tmp_path / "f.csv", rows([100, 90] * 20, first=date.today() - timedelta(20))
    path.write_bytes(csv_of(given))
    for command in ("fit", "forecast --troops 1000"):
        main([*command.split(), str(path)])
        assert "dated after today" in capsys.readouterr().err


def test_a_forecast_that_could_never_be_scored_is_not_written(capsys, tmp_path):
    path, kept = tmp_path / "f.csv", tmp_path / "kept.csv"
    path.write_bytes(csv_of(rows([100, 90] * 20, first=date.today() - timedelta(20))))
    code = main(["forecast", str(path), "--troops", "1000", "-o", str(kept)])
    assert (code, kept.exists(), "a forecast cannot know" in capsys.readouterr().err) == (2, False, True)


def test_a_rate_of_zero_in_a_scenario_with_ranges_has_no_span_of_never(capsys, tmp_path):
    path = tmp_path / "quiet.csv"
    path.write_bytes(csv_of(rows([0] * 60)))
    said = printed(capsys, "forecast", str(path), "--scenario", "sky-2024-10k-full", "--counts", "daily")
    assert ("With ranges and noise: never used up, with a chance of 100" in said, "to never" in said) == (True, False)


def test_a_fit_that_spreads_spikes_says_so_in_its_scenario(capsys, tmp_path):
    path, written = tmp_path / "s.csv", str(tmp_path / "s.toml")
    path.write_bytes(csv_of(rows([100, 120] * 30 + [900] + [110] * 20)))
    code, found = answered(capsys, "fit", str(path), "--corrections", "spread", "--from", "2022-04-25", "-o", written)
    assert (code, found["series"]["findings"][0]["rule"]) == (0, "month")
    assert "spikes spread" in load(written)["reported_rate"].source


def printed(capsys, *arguments):
    """What a command prints, and it answers."""
    assert main([*arguments]) == 0
    return capsys.readouterr().out


def test_where_no_start_has_ended_nothing_is_said_to_have_held(capsys, series):
    said = printed(capsys, "backtest", series, "--troops", "1e9", "--from", "2022-08-01", "--to", "2022-08-31")
    found = [words in said for words in ("ended with the data, none of 31.", "cases", "90.0%", "CRPS of the forecast")]
    assert found == [True, False, False, False]


def test_where_no_start_has_ended_a_share_of_the_score_is_null(capsys, series):
    _, found = answered(capsys, "backtest", series, "--troops", "1e9", "--from", "2022-08-01", "--to", "2022-08-31")
    assert {change["relative"] for change in found["differences"].values()} == {None}
    assert [found["forecast"][name] for name in ("n", "mae", "coverage_90", "crps")] == [31, None, None, None]


def judged(said):
    """The share held, and the words about the point, of the sentence about a backtest."""
    sentence = next(line for line in said.splitlines() if "the point was off" in line)
    held, of = (int(found.replace(",", "")) for found in re.search(r"(\d+) (?:in |)of (\d+)", sentence).groups())
    return round(held / of, 1), re.search(r"off by ([\d.]+) %", sentence)[1]


def test_ninety_nine_ended_starts_and_a_hundred_are_judged_alike(capsys, shared_data):
    path = str(shared_data / REPORTED.name)
    said = [printed(capsys, "backtest", path, "--troops", "100000", "--from", f"2025-06-{day}") for day in (21, 20)]
    assert ["of 99;" in said[0], "100 cases" in said[1]] == [True, True]
    assert [judged(one) for one in said] == [(1.0, "9.4")] * 2


def test_after_quiet_weeks_the_sentence_has_no_number_without_end():
    said = [str(track_sentences(backtest(daily([0] * 70 + [100, 120] * 90), troops))[0]) for troops in (1000, 10_000)]
    assert [("inf" in one, "nan" in one, "last week" in one) for one in said] == [(False, False, False)] * 2


def test_a_point_as_far_off_as_last_weeks_mean_is_not_called_better():
    found = backtest(known_process(0, days=200), 10_000)
    same = found.starts._replace(points=dict.fromkeys(found.starts.points, found.starts.median))
    assert "percentage" not in str(track_sentences(replace(found, starts=same))[0])


@each(
    ("first", "last", "words"),
    [("2022-05-01", "2022-05-01", "held 1 of 1;"), ("2022-05-01", "2022-05-31", "of 31; the point was off"),
     ("2022-09-01", "2022-09-16", "7 of 7; the point was off by 6 %"), ("2022-05-01", "2022-08-31", "of 100 cases")],
    ids=["one", "few", "half of them open", "many"],
)  # fmt: skip
def test_of_few_starts_those_that_have_ended_are_counted(capsys, series, first, last, words):
    assert words in printed(capsys, "backtest", series, "--troops", "10000", "--from", first, "--to", last)


@each(("troops", "words"), [("1e9", "Ended so far: none of 1"), ("9000", "Ended so far: 1 of 1; of these the 90 %")])
def test_a_score_counts_what_has_ended(capsys, series, shortened, tmp_path, troops, words):
    kept = str(tmp_path / f"{troops}.csv")
    main(["forecast", shortened, "--troops", troops, "-o", kept])
    capsys.readouterr()
    said = printed(capsys, "score", kept, series)
    assert (words in said, "90.0%" in said) == (True, False)


@each(
    ("arguments", "words"),
    [
        ("fit nowhere.csv", "nowhere.csv"),
        ("fit .", "is a folder"),
        ("fit SERIES --from 2021-01-01", "the series has counts from 2022-03-01"),
        ("fit SERIES --from 2022-04-01 --to 2022-04-03", "10 days or more"),
        ("fit SERIES --from soon", "'--from': 'soon' is no date like 2024-09-30"),
        ("fit SERIES --from 2022-05-01 --to 2022-04-01", "first day is after the last"),
        ("backtest SERIES --troops 10000 --from 2022-08-02 --to 2022-08-01", "first day is after the last"),
        ("fit SERIES --column loses", "no column loses"),
        ("fit SERIES --preset orc", "allowed orc-losses"),
        ("forecast SERIES", "--troops (or --scenario)"),
        ("forecast SERIES --troops 0", "--troops"),
        ("forecast SERIES --troops nan", "--troops"),
        ("forecast SERIES --troops 1e12", "--troops"),
        ("forecast SERIES --troops 10 --on 2022-03-05", "no forecast for 2022-03-05"),
        ("forecast SERIES --scenario sky-2024-10", "sky-2024-10k"),
        ("forecast SERIES --troops 10 -o nowhere/kept.json", "cannot be written"),
        ("backtest SERIES --troops 10000 --from 2023-01-01", "no start from 2023-01-01"),
        ("score SERIES SERIES", "is no kept forecast: JSON of this program, or CSV with origin_date"),
        ("score . SERIES", "is a folder; name a file in it"),
        ("months --days 0", "--days"),
        ("months --troops 0 --days nan", "nan is not finite"),
    ],
)  # fmt: skip
def test_wrong_input_is_a_line_and_exit_code_two(capsys, series, arguments, words):
    code = main([series if word == "SERIES" else word for word in arguments.split()])
    error = capsys.readouterr().err
    assert (code, words in error, "Traceback" in error) == (2, True, False)


def test_a_forecast_without_end_has_no_digits_nobody_knows(capsys, tmp_path):
    path = tmp_path / "quiet.csv"
    path.write_bytes(csv_of(rows([100] * 60 + [0] * 50)))
    assert main(["forecast", str(path), "--troops", "10000"]) == 0
    said = capsys.readouterr().out
    assert ("10,000 troops last more than 100 years" in said, "rate 0 " in said) == (True, False)


def test_a_series_too_short_for_a_forecast_says_how_many_days_it_needs(capsys, tmp_path):
    path = tmp_path / "short.csv"
    path.write_bytes(csv_of(rows([100, 90] * 10)))
    assert main(["forecast", str(path), "--troops", "1000"]) == 2
    assert "has 20 days of counts; a forecast needs 30 or more" in capsys.readouterr().err


def test_the_table_of_scores_is_current(shared_data):
    assert current("scores", README).strip("\n") == score_table(shared_data / REPORTED.name)


@pytest.mark.parametrize("option", ["--from 2024-09-01 --to 2024-09-30"])
def test_the_first_command_of_the_page_says_where_1271_comes_from(capsys, shared_data, option):
    assert main(["fit", str(shared_data / REPORTED.name), *option.split()]) == 0
    assert "38,130 / 30 days = 1,271.000 casualties/day" in capsys.readouterr().out


@pytest.mark.deep
def test_a_thousand_starts_with_every_baseline_take_less_than_a_minute(shared_data):
    from time import perf_counter

    start = perf_counter()
    main(
        [
            "backtest",
            str(shared_data / REPORTED.name),
            "--troops",
            "10000",
            "--from",
            "2023-01-01",
            "--to",
            "2025-11-30",
        ]
    )
    assert perf_counter() - start < 60
