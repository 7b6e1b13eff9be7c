"""The page of real series, driven by Streamlit's own test harness, and what it draws."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np
import pytest
from each import each
from histories import FIRST, csv_of, known_process, rows
from streamlit.testing.v1 import AppTest

from sim.inputs.facts import months, months_under
from sim.inputs.loading import parse
from sim.inputs.readings import title_in
from sim.inputs.writing import dump
from sim.saying.language import LANGUAGES
from sim.saying.stated import note_words
from sim.show.series_figures import days_by_month, melting
from sim.show.series_results import track_sentences
from sim.study.backtest import backtest
from sim.study.fit import fit
from sim.study.forecast import forecast
from sim.study.series import FileReading, read_series
from sim.ui import state
from sim.ui.series_months import scenario_of_month
from sim.ui.series_visit import Visit
from sim.ui.series_window import span_of
from sim.ui.served import SETTINGS
from sim.words.texts import Text

EN = LANGUAGES["en"]
PAGE = "from sim.ui import address\nfrom sim.ui.frame import show\naddress.open_link()\nshow('series')"
HISTORY = csv_of(rows(known_process(0, days=400).counts.astype(int).tolist()))
LATER = date(2022, 3, 30)
DAILY = FileReading(counts="daily")
WINDOW = (date(2022, 9, 1), date(2022, 9, 30))


def visited(content=b"", name="made.csv", how=DAILY, language="en", **chosen):
    """The page as a visitor sees it: as it opens, or with a file read and things chosen."""
    app = AppTest.from_string(PAGE, default_timeout=120)
    app.query_params["lang"] = language
    if content:
        series = read_series(content, name, how)
        app.session_state["series_visit"] = Visit(
            source="daily", name=name, content=content, how=how, series=series, **chosen
        )
    return app.run()


def said(app):
    """Everything the page says in its own HTML, without tags."""
    text = " ".join(part.proto.body for part in app.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)).replace("&quot;", '"').replace("&#x27;", "'")


@pytest.fixture(scope="module")
def made():
    return read_series(HISTORY, "made.csv", FileReading(counts="daily"))


@each("language", LANGUAGES)
@each("content", [b"", HISTORY])
def test_a_file_too_large_for_the_page_is_led_to_the_command_line(language, content):
    app = visited(content, language=language)
    app.radio(key="series:source").set_value("daily").run()
    uploader = app.get("file_uploader")[0].proto
    commands = re.findall(r"attrition (\w+) FILE", said(app))[:3]
    assert (uploader.max_upload_size_mb, commands) == (
        SETTINGS["server.maxUploadSize"],
        ["fit", "forecast", "backtest"],
    )


# ---------------------------------------------------------------------------------------------------------- months


def test_the_page_answers_with_nothing_uploaded():
    words = "10,000 troops lasted less than 7 days in 3 of 33 published months: November 2024 to January 2025."
    assert words in said(visited())


@each("troops", [2_000, 9_000, 100_000])
def test_the_months_are_counted_for_as_many_troops_as_asked_for(troops):
    app = visited()
    app.number_input(key="series:months:troops").set_value(float(troops)).run()
    count = len(months_under(troops, 7))
    assert (f"in {count} of 33" if count else "in none of 33") in said(app)


@each("troops", [5_000, 10_000, 90_000])
def test_every_month_has_its_pin_on_its_side_of_the_limit(troops):
    pins = [trace for trace in days_by_month(months(), troops, 7, EN).data if trace.mode == "markers"]
    sides = {trace.marker.symbol: np.array(trace.y) for trace in pins}
    right = [(sides.get("circle", np.array([7.0])) >= 7).all(), (sides.get("diamond", np.array([0.0])) < 7).all()]
    assert (sum(map(len, sides.values())), right) == (len(months()), [True, True])


@each("month", months())
def test_the_average_of_a_month_becomes_a_rate_with_its_address(month):
    rate = parse(dump(scenario_of_month(month, 10_000)))["reported_rate"]
    assert (rate.value, rate.source, rate.as_of.month) == (pytest.approx(month.rate), month.source, month.first.month)


@each("key", ["series:use", "series:use:month"])
def test_what_is_carried_is_said_in_ukrainian_too(key):
    app = visited(HISTORY, window=WINDOW) if key == "series:use" else visited()
    app.button(key=key).click().run()
    carried = app.session_state["own"]
    assert title_in(carried, "uk").startswith("Військових: ")
    assert note_words(carried, carried["troops"], LANGUAGES["uk"]) == "власне число читача"


# ------------------------------------------------------------------------------------------------------ a series


def test_a_window_says_what_its_days_say(made):
    total, days = fit(made, *WINDOW).total, fit(made, *WINDOW).days
    assert f"2022-09-01 to 2022-09-30: {total:,.0f} / {days} days" in said(visited(HISTORY, window=WINDOW))


def test_the_rate_of_a_window_is_carried_with_range_scatter_and_source(made):
    app = visited(HISTORY, window=WINDOW)
    app.button(key="series:use").click().run()
    carried, found = app.session_state["own"], fit(made, *WINDOW)
    rate = carried["reported_rate"]
    assert (rate.value, made.sha256 in rate.source) == (pytest.approx(found.rate.value), True)
    assert (rate.low, rate.high) == pytest.approx(tuple(found.rate.interval), rel=1e-3)
    assert carried.number("dispersion") == pytest.approx(found.dispersion.value, rel=0.01)


def test_what_was_carried_is_said_to_come_from_a_series():
    app = visited(HISTORY, window=WINDOW)
    app.button(key="series:use").click().run()
    assert (app.session_state["base"], app.session_state["own_came_by"]) == (state.OWN, "series")


@each("language", ["en", "uk"])
def test_a_published_month_is_the_programs_own_and_has_its_title_in_both_languages(language):
    app, say = visited(language=language), LANGUAGES[language]
    app.button(key="series:use:month").click().run()
    words, own = said(app.run()), app.session_state["own"]
    assert (say("stranger.month") in words, say("stranger") in words) == (True, False)
    title = say.text(Text("real.month.title", troops=10_000.0, month="2024-09"))
    assert title_in(own, language) == title


def test_dates_in_disorder_are_a_sentence():
    app = visited(HISTORY, window=WINDOW[::-1])
    assert ("the series has counts from" in said(app), len(app.exception)) == (True, 0)


@each(("ends", "days"), [
    (["2022-09-30 12:00", "2022-09-01"], WINDOW), (["2021-01-01", "2022-03-04"], (date(2022, 3, 1), date(2022, 3, 4))),
    (["2021-01-01", "2021-02-01"], None),
])  # fmt: skip
def test_a_range_drawn_over_the_chart_is_its_days_within_the_series(made, ends, days):
    assert span_of(made, ends) == days


def test_a_file_read_otherwise_is_another_series():
    app = visited(csv_of(rows(range(100, 500, 10))), how=FileReading(counts="cumulative"))
    app.session_state["series:reading"] = True
    app.run().radio(key="series:how:counts").set_value("daily").run()
    assert "made.csv: daily counts" in said(app)


@each(("name", "content", "words"), [
    ("<b>x</b>.csv", b"date,count\n2024-01-01,<i>\n2024-01-02,3\n", "row 1: '<i>' is no number"),
    ("a.csv", b"", "holds no rows"), ("a.json", b"\xff\xfe", "UTF-8"), ("a.csv", b"a,b\n1,2\n", "no column of dates"),
])  # fmt: skip
def test_a_file_that_cannot_be_used_is_a_line_and_its_text_stays_text(name, content, words):
    app = AppTest.from_string(
        f"from sim.ui import series_visit\nif not series_visit.visit().content:\n"
        f"    series_visit.update(source='daily')\n    series_visit.take({content!r} or b' ', {name!r})\n{PAGE}",
        default_timeout=120,
    ).run()
    text = said(app).replace("&lt;", "<").replace("&gt;", ">")
    assert (words in text, len(app.exception)) == (True, 0)


@each("language", LANGUAGES)
def test_the_page_with_a_series_opens_in_every_language(language):
    app = visited(HISTORY, language=language, corrected=True)
    assert (LANGUAGES[language]("real.fit") in said(app), len(app.exception)) == (True, 0)


@each("days", [2, 9, 20, 40])
def test_a_short_series_is_shown_as_far_as_it_goes(days):
    app = visited(csv_of(rows([100, 130] * (days // 2) + [90] * (days % 2))))
    assert ("made.csv: daily counts" in said(app), "failed on these" in said(app), len(app.exception)) == (
        True,
        False,
        0,
    )


def test_a_forecast_from_rows_of_the_future_is_shown_and_not_offered_to_keep():
    app = visited(csv_of(rows([100, 90] * 30, first=date.today() - timedelta(20))))
    assert ("a forecast cannot know" in said(app), "troops last" in said(app), len(app.exception)) == (True, True, 0)


def test_days_without_losses_are_a_sentence():
    app = visited(csv_of(rows([0] * 60)))
    assert ("never used up" in said(app), len(app.exception)) == (True, 0)


@each(("counts", "troops"), [
    ([100] * 100 + [0] * 100, 1e9), ([1 if n % 17 == 0 else 0 for n in range(200)], 1.0), ([5] * 40, 1e9),
    ([100 if n % 20 else 10**8 for n in range(100)], 10_000.0),
])  # fmt: skip
def test_a_strange_series_is_answered_and_its_forecasts_are_scored(counts, troops):
    app = visited(csv_of(rows(counts)), troops=troops, record=(troops, FIRST), corrected=True, window=(FIRST, LATER))
    text = said(app)
    assert ("From 2022" in text, "failed on these" in text, " nan " in text.lower()) == (True, False, False)


# -------------------------------------------------------------------------------------------- forecast and record


def test_the_drawn_fan_ends_at_the_quantiles(made):
    forecasted = forecast(made, 10_000)
    outer, inner, middle = melting(forecasted, made, EN).data
    ends = [max(outer.x), max(inner.x), max(middle.x)]
    assert ends == pytest.approx(forecasted.quantile([0.95, 0.75, 0.5]).tolist())


def test_on_a_past_day_what_happened_is_drawn_to_its_end(made):
    drawn = melting(forecast(made, 10_000, made.day(300)), made, EN).data[-1]
    lost = np.interp(drawn.x[-1], np.arange(101), np.cumsum([0, *made.counts[300:]]))
    assert (drawn.y[-1], lost) == (0, pytest.approx(10_000))


def test_the_track_record_waits_until_it_is_asked_for(made):
    app = visited(HISTORY)
    assert "held what happened" not in said(app)
    app.button(key="series:record").click().run()
    assert all(str(sentence) in said(app) for sentence in track_sentences(backtest(made, 10_000)))


def test_a_record_of_starts_that_are_all_open_claims_nothing():
    said_of_it = said(visited(HISTORY, troops=1e9, record=(1e9, FIRST)))
    assert ("nothing to score yet" in said_of_it, "interval held" in said_of_it) == (True, False)


def test_the_track_record_is_computed_once(monkeypatch):
    calls = []
    monkeypatch.setattr("sim.ui.series_forecast.backtest", lambda *given: calls.append(given) or backtest(*given))
    app = visited(HISTORY, record=(10_000.0, FIRST))
    app.button(key="series:window:all").click().run()
    assert (len(calls), "held what happened" in said(app)) == (1, True)


def test_a_record_of_other_troops_is_not_shown_for_these():
    app = visited(HISTORY, record=(10_000.0, FIRST))
    app.number_input(key="series:troops").set_value(20_000.0).run()
    assert ("held what happened" in said(app), app.button(key="series:record").label) == (
        False, "Score the forecasts for 20,000 troops",
    )  # fmt: skip
