"""The pages, driven by Streamlit's own test harness."""

from __future__ import annotations

import ast
import html
import json
import re
from pathlib import Path

import pytest
from each import each
from streamlit.testing.v1 import AppTest

from sim.inputs.definitions import DEFINITIONS, NUMBERS, TOGETHER
from sim.inputs.facts import planning_factors, reports
from sim.inputs.loading import load, parse, shipped
from sim.inputs.problems import ScenarioError
from sim.saying import sentences, spreadsheet, sums
from sim.saying.language import LANGUAGES, one_line
from sim.show.brief import brief
from sim.study.answer import Answer, _distribution
from sim.study.story import story
from sim.ui import address as bar
from sim.ui import controls, derivations, hero, sources, what_if
from sim.ui.frame import PAGES
from sim.ui.what_if import VIEWS
from sim.words.texts import Problem

APP = str(Path(__file__).parent.parent / "sim" / "ui" / "entry.py")
ALONE = tuple(key for key in NUMBERS if key not in TOGETHER["returning_share"])
"""Numbers that every scenario has a control for: two are shown only where they are stated together."""
CHARTS = ("left", "dots", "ladder", "plane", "tornado")
ONE_PAGE = "from sim.ui import address, changes\nfrom sim.ui.frame import show\naddress.open_link()\nshow({!r})"


def model_runs():
    """How many distributions were computed since the program started."""
    return _distribution.cache_info().misses


def opened(name="", page="", **parameters):
    """A page after its first run, all that opens open: the first as served, another by itself, or through a link."""
    app = (
        AppTest.from_string(ONE_PAGE.format(page), default_timeout=120)
        if page
        else AppTest.from_file(APP, default_timeout=120)
    )
    app.session_state["assumptions"] = [*(name for name in controls.GROUPS if name != "basics"), "yardstick"]
    tables = (*(f"table:{name}" for name in CHARTS), "facts:reports", "facts:factors")
    for key in ("others", *(f"{key}:details" for key in DEFINITIONS), *tables):
        app.session_state[key] = True
    if name or parameters:
        for key, text in {"v": "1", "scenario": name or "sky-2024-10k", **parameters}.items():
            app.query_params[key] = text
    return app.run()


def said(app):
    """Everything the page says in its own HTML, without tags."""
    body = " ".join(part.proto.body for part in app.get("html"))
    return (
        re.sub(r"[^\S\xa0]+", " ", re.sub(r"<[^>]+>", "", body))
        .replace("\xa0", " ")
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
    )


def looked_at(app, view):
    """The first page with another of its views open."""
    app.session_state["view"] = view
    return app.run()


def ruler(app):
    """What the ruler of the first page was given to draw."""
    return next(data for part in app.get("bidi_component") if "ticks" in (data := json.loads(part.proto.json)))


def control(app, key, part="value"):
    return app.number_input(key=f"{key}:{part}")


def sentence(name, *settings):
    """The headline of a scenario."""
    return sentences.headline(Answer(scenario=load(name, settings)))


# ------------------------------------------------------------------------------------------------------- first page


def test_the_first_page_answers_the_remark():
    app = opened()
    assert (len(app.exception), sentence("sky-2024-10k") in said(app)) == (0, True)


@each(("name", "language"), [*((name, "en") for name in shipped()), ("sky-2024-10k", "uk"), ("isw-2025-kursk", "uk")])
def test_every_scenario_shows_its_sentence_its_arithmetic_and_its_charts_or_says_why_not(name, language):
    app, answer, say = opened(name, lang=language), Answer(scenario=load(name)), LANGUAGES[language]
    assert sentences.headline(answer, say).replace("\xa0", " ") in said(app)
    nothing = {"dots": answer.spread.fixed, "ladder": len(answer.ladder) == 1}
    for view in ("left", "dots", "ladder", "plane"):
        looked_at(app, view)
        assert (len(app.exception), len(app.get("plotly_chart"))) == (0, 0 if nothing.get(view) else 1), view
    sums_shown = [code.value.replace("\xa0", " ") for code in looked_at(app, "arithmetic").get("code")]
    assert "\n".join(sums.arithmetic(answer, say)).replace("\xa0", " ") in sums_shown


def test_looking_at_another_chart_runs_no_model():
    app = opened("sky-2024-10k-full")
    before = model_runs()
    for view in VIEWS:
        looked_at(app, view)
    assert model_runs() == before


@each(("name", "heading"), [
    ("sky-2024-10k", "10,000 troops: “not many days of casualties”"),
    ("volunteers-2022-100k", "“100,000 North Korean volunteers are prepared to come and take part”"),
])  # fmt: skip
def test_the_heading_says_how_many_troops_a_remark_without_a_number_is_about(name, heading):
    headings = [part.proto.body for part in opened(name, troops="20000").get("html") if "<h1" in part.proto.body]
    assert [re.sub(r"<[^>]+>", "", text).replace("\xa0", " ") for text in headings] == [heading]


@each(
    ("language", "names", "other"),
    [
        ("en", ("Casualties in all (people)", "Casualties in all", "Still to come"), "Troops"),
        ("uk", ("Втрат загалом (осіб)", "Втрат загалом", "Скільки ще буде"), "Військо"),
    ],
)
def test_a_total_of_casualties_is_called_so_by_its_controls_and_charts(language, names, other):
    app, say = opened("mod-2025-1930k", lang=language), LANGUAGES[language]
    app.session_state["table:left"] = True
    sliders = [data["label"] for part in app.get("bidi_component") if "bare" in (data := json.loads(part.proto.json))]
    views = [option.content for option in app.get("button_group")[-1].proto.options]
    assert (control(app, "troops").label, sliders[1], other in " ".join(views)) == (*names[:2], False)
    assert (names[2] in views, say("chart.left.casualties") in said(app.run())) == (True, True)
    plane = json.loads(looked_at(app, "plane").get("plotly_chart")[0].proto.spec)
    assert plane["layout"]["yaxis"]["title"]["text"] == say("axis.troops.casualties")


def test_a_remark_about_troops_keeps_its_words():
    app = opened("sky-2024-10k")
    assert control(app, "troops").label == "Troops in the reinforcement (people)"


@each("language", LANGUAGES)
def test_the_plane_calls_each_published_remark_by_what_it_counts(language):
    say, app = LANGUAGES[language], opened("sky-2024-10k", lang=language)
    app.session_state["table:plane"] = True
    words = said(looked_at(app, "plane"))
    total, troops = ("1,930,000", "1,223.6"), ("10,000", "1,271")
    for key, (count, rate) in (("at_rate.casualties", total), ("at_rate", troops)):
        assert say(key, troops=say.number(count), rate=say.number(rate)).replace("\xa0", " ") in words


@each("language", LANGUAGES)
def test_the_sources_show_every_report_and_factor_that_comes_with_the_program(language):
    page = " ".join(part.proto.body for part in opened("sky-2024-10k", "sources", lang=language).get("html"))
    facts = [*reports(), *planning_factors().values()]
    assert [fact for fact in facts if html.escape(fact.source) not in page or fact.claimant[:8] not in page] == []


def test_picking_a_scenario_opens_it_and_closes_what_it_was_picked_from():
    app = opened()
    for name in shipped():
        app.selectbox(key="pick").set_value(name).run()
        assert (len(app.exception), sentence(name) in said(app)) == (0, True), name
        assert app.session_state["others"] is False
        app.session_state["others"] = True
        app.run()


@pytest.mark.parametrize("name", ["sky-2024-10k", pytest.param("sky-2024-10k-full", marks=pytest.mark.deep)])
@each("key", ALONE)
@each("end", ["low", "high"])
def test_a_control_at_its_limit_gives_the_sentence_of_that_number_or_a_refusal(name, key, end):
    app, what = opened(name), DEFINITIONS[key]
    limit = float(getattr(what, end)) if what.also is None or end == "high" else what.also
    if control(app, key).disabled:
        assert controls.needed(load(name), key)
        return
    control(app, key).set_value(limit).run()
    try:
        expected = sentence(name, f"{key}={limit!r}")
    except ScenarioError as error:
        expected = str(error.problems[0]).removeprefix(f"{name}: ")
    assert (len(app.exception), one_line(expected) in said(app).replace("&lt;", "<")) == (0, True)


@each("key", ALONE)
def test_a_control_has_the_limits_of_its_quantity(key):
    box, what = control(opened(), key), DEFINITIONS[key]
    low = what.low if what.also is None else min(what.low, what.also)
    assert (box.min, box.max) == (low, what.high)


def test_two_shares_have_controls_where_they_are_stated_and_are_taken_back_together():
    app = opened("sky-2024-10k-net", killed_share="0.3", wounded_returning_share="0.5")
    drawn = [box.key.split(":")[0] for box in app.number_input if box.key.endswith("share:value")]
    assert drawn[:2] == ["killed_share", "wounded_returning_share"]
    app.button(key="reset:killed_share").click().run()
    assert (len(app.exception), sentence("sky-2024-10k-net") in said(app)) == (0, True)


def test_every_quantity_has_its_control():
    assert sorted(key for keys in controls.GROUPS.values() for key in keys) == sorted(DEFINITIONS)


@each(
    ("name", "there", "lacking"),
    [
        ("sky-2024-10k", "It would be wrong if", "grey"),
        ("sky-2024-10k-full", "in stronger grey", "Nothing within"),
        ("sky-2024-10k-net", "Nothing within what is typical turns it", "It would hold if"),
    ],
)
def test_the_flips_begin_no_sentence_that_nothing_ends_and_name_no_colour_that_is_not_there(name, there, lacking):
    words = said(opened(name, "flips"))
    assert (there in words, lacking in words) == (True, False)


@each(
    ("share", "language", "words"),
    [
        ("0.8", "en", "Not all those announced arrive: 80 % of them do."), ("0.8", "uk", "Прибуває менше, ніж"),
        ("1.1", "en", "No fewer arrive than were announced: 110 % of them."), ("1.1", "uk", "Прибуває не менше, ніж"),
    ],
)  # fmt: skip
def test_the_walk_says_whether_fewer_arrive_than_were_announced(share, language, words):
    assert words in said(opened("sky-2024-10k", delivered_share=share, step="2", lang=language))


@each(("troops", "dated"), [("1e7", True), ("1e9", False)])
def test_no_date_stands_beside_more_than_a_century(troops, dated):
    answer = Answer(scenario=load("sky-2024-10k", [f"troops={troops}"]))
    assert ("until" in ruler(opened("sky-2024-10k", troops=troops))["beside"], "Used up on" in brief(answer)) == (
        dated, dated
    )  # fmt: skip


@each("name", ["sky-2024-10k-friction", "sky-2024-10k-full"])
def test_a_walk_gives_no_day_moved_by_a_lag_that_it_has_not_told(name):
    count = len(story(load(name)))
    dated = [bool(ruler(opened(name, step=str(at)))["beside"]) for at in (1, 2, count)]
    assert (dated, "until" in ruler(opened("sky-2024-10k", step="1"))["beside"]) == ([False, False, True], True)


@each(
    ("name", "words"),
    [
        ("classroom", "assumption: invented for the classroom"),
        ("volunteers-2022-100k", "New York Post, as quoted by Republic World, 9 August 2022 ↗"),
    ],
)
def test_below_a_remark_stands_its_source_once_and_no_bare_address(name, words):
    (line,) = [part.proto.body for part in opened(name).get("html") if 'class="said"' in part.proto.body]
    seen = re.sub(r"<[^>]+>", "", line)
    assert (seen.endswith(words), "http" in seen, seen.count("invented") <= 1) == (True, False, True)
    assert said(opened("classroom", "sources")).count("; invented for the classroom") == 0


@each(
    ("days", "language", "words"),
    [
        ("1", "en", "fully after 1 day."), ("30", "en", "fully after 30 days."), ("21", "uk", "через 21 добу."),
        ("22", "uk", "через 22 доби."), ("30", "uk", "через 30 діб."),
    ],
)  # fmt: skip
def test_the_days_of_a_step_of_the_walk_take_the_form_of_their_number(days, language, words):
    given = {"starting_effectiveness": "0.5", "integration_days": days, "step": "2", "lang": language}
    assert words in said(opened("sky-2024-10k", **given))


@each(
    ("settings", "words"),
    [
        ({"reported_rate": "0"}, "The casualty rate is zero: there is nothing to cover, and 10,000 troops are never"),
        ({"troops": "0"}, "There are no troops: they cover 0 days of losses."),
        ({"troops": "0", "reported_rate": "0"}, "There are no troops: nothing drains the line either"),
        ({"line_share": "0"}, "None of the 10,000 troops reach the line: they cover 0 days of losses."),
        ({"recruits_per_day": "2000"}, "On a net basis 10,000 troops are never used up: recruits"),
        ({"monthly_trend": "-0.9", "troops": "100000"}, "never used up: the losses die away before the cover is gone"),
        ({"starting_effectiveness": "0", "integration_days": "30"}, "cover 0 days: from day 0 the losses outrun"),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence(settings, words):
    app = opened("sky-2024-10k", **settings)
    assert (len(app.exception), words in said(app), "nan" in said(app).lower().split()) == (0, True, False)


def test_a_closed_group_builds_nothing_and_is_marked_where_it_says_something():
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params.update({"v": "1", "scenario": "sky-2024-10k", "line_share": "0.5"})
    app.run()
    marked = [name for name in app.button_group(key="assumptions").options if "•" in name]
    assert (len(app.number_input), marked) == (2, ["Arrivals? •", "When? •"])


def test_the_chart_has_a_head_start_before_the_controls(monkeypatch):
    """A browser draws what it has while nothing more comes; what comes after the pause is left out here."""
    monkeypatch.setattr(what_if, "sleep", lambda seconds: 1 / 0)
    app = AppTest.from_file(APP, default_timeout=120).run()
    assert (len(app.get("plotly_chart")), len(app.number_input)) == (1, 0)


def test_opening_a_group_runs_no_model():
    app = AppTest.from_file(APP, default_timeout=120).run()
    before = model_runs()
    app.session_state["assumptions"] = ["arrival"]
    app.run()
    assert (control(app, "line_share").value, model_runs() - before) == (1.0, 0)


@each(
    ("page", "settings"),
    [
        ("flips", {"schedule": "0:1271,30:1500"}), ("what-if", {"waves": "0:1000000000,30:1"}),
        ("what-if", {"schedule": "0:1,1:1200"}), ("what-if", {"announced": "1899-12-31"}),
        ("flips", {"waves": "0:600000000,30:400000000"}), ("compare", {"schedule": "0:1,1:1000000"}),
    ],
)  # fmt: skip
def test_numbers_at_the_edge_are_answered_or_refused(page, settings):
    app = opened("sky-2024-10k", page, **settings)
    views = [looked_at(app, view) and "digest of this result" in said(app) for view in VIEWS if page == "what-if"]
    assert (len(app.exception), "digest of this result" in said(app), all(views)) == (0, True, True)


def test_what_the_model_refuses_on_a_page_is_a_sentence(monkeypatch):
    refused = Problem.of("problem.model.shapes")

    def refuses(say):
        raise ScenarioError(refused)

    monkeypatch.setitem(PAGES, "sources", refuses)
    app = opened(page="sources")
    assert (len(app.exception), str(refused) in said(app)) == (0, True)


@each("link", [{"lang": "xx"}, {"v": "1", "scenario": "classroom", "lang": "xx"}])
def test_a_language_that_there_is_not_is_refused(link):
    app = AppTest.from_file(APP, default_timeout=120)
    for key, text in link.items():
        app.query_params[key] = text
    assert "link: lang = 'xx': allowed en, uk" in said(app.run())


@each("step", ["x", "-1", "1e3", "9" * 5000])
def test_a_step_that_is_no_number_is_refused(step):
    app = opened(step=step)
    assert (len(app.exception), "allowed 1, 2, 3" in said(app)) == (0, True)


@each(
    ("given", "words"),
    [
        ("nonsense", "compare = 'nonsense': allowed here, "),
        ("here,clasroom", "did you mean classroom?"),
        ("here,classroom,cnn-2025-25k,cnn-2025-30k,isw-2024-12k", "compare = 5: allowed 1, 2, 3, 4"),
        ("here,classroom", ""),
    ],
)
def test_what_there_is_not_to_compare_is_refused(given, words):
    app = opened("sky-2024-10k", "compare", compare=given)
    refused = "compare = " in said(app)
    assert (len(app.exception), refused, words in said(app)) == (0, bool(words), True)
    assert LANGUAGES["en"]("fault") not in said(app)


def test_words_that_claim_no_duration_are_not_said_to_hold_or_fail():
    shown = said(opened("volunteers-2022-100k", "flips"))
    assert ("Nothing here claims a duration" in shown, "the remark" in shown) == (True, False)


@each("count", [35, 900])
def test_a_link_of_many_items_is_refused_with_their_number(count):
    app = opened("classroom", **{f"x{number}": "1" for number in range(count)})
    assert (said(app).count("unknown quantity"), f"and {count - 30} more" in said(app)) == (30, True)


@pytest.mark.parametrize("broken", [(PAGES, "sources"), (hero, "draw"), (bar, "open_link")], ids=lambda x: x[1])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_is_a_sentence_that_says_nothing_of_the_server(monkeypatch, broken, language):
    def fails(*_arguments):
        raise ValueError(__file__)

    app = opened(page="sources", lang=language) if broken[1] == "sources" else opened(lang=language)
    broken_part(monkeypatch, *broken, fails)
    shown = said(app.run())
    assert (len(app.exception), LANGUAGES[language]("fault") in shown, __file__ in shown) == (0, True, False)


def test_readings_that_cannot_be_drawn_are_not_tried_for_ever(monkeypatch):
    def fails(*_arguments):
        raise ValueError

    broken_part(monkeypatch, hero, "draw", fails)
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert (LANGUAGES["en"]("fault") in said(app), sentence("sky-2024-10k") in said(app)) == (True, True)


def broken_part(monkeypatch, owner, name, fails):
    monkeypatch.setitem(owner, name, fails) if isinstance(owner, dict) else monkeypatch.setattr(owner, name, fails)


@each(
    ("key", "low", "high", "shape"),
    [
        ("line_share", "0.3", "0.30000000000000004", "pert"), ("integration_days", "0", "5e-324", "normal"),
        ("reported_rate", "1270.9999999999998", "1271", "lognormal"), ("line_share", "0.3", "0.300000003", "pert"),
        ("reported_rate", "1270.99999", "1271", "lognormal"), ("integration_days", "0", "2e-9", "normal"),
    ],
)  # fmt: skip
@each("page", ["what-if", "flips"])
def test_a_range_of_a_few_roundings_is_answered(page, key, low, high, shape):
    app = opened("sky-2024-10k", page, **{key: low, f"{key}.low": low, f"{key}.high": high, f"{key}.shape": shape})
    assert (len(app.exception), "digest of this result" in said(app), "fault" in said(app)) == (0, True, False)


def test_no_noise_becomes_a_range_of_noise():
    app = opened()
    app.toggle(key="dispersion:ranged").set_value(True).run()
    assert (control(app, "dispersion", "low").value, "Refused" in said(app)) == (1.0, False)


def test_numbers_that_contradict_each_other_are_refused_and_change_nothing():
    app = opened()
    control(app, "returning_share").set_value(0.5).run()
    control(app, "first_return_day").set_value(30.0).run()
    assert "first_return_day may reach 30 days" in said(app)
    assert control(app, "first_return_day").value == 6.0


# ---------------------------------------------------------------------------------------------------------- changes


def test_a_change_is_shown_and_can_be_taken_back():
    app = opened()
    control(app, "troops").set_value(20_000.0).run()
    shown = ruler(app)
    assert (shown["text"], shown["published"]) == ("15.7\xa0days", "as published 7.9\xa0days · changed: 1")
    app.button(key="reset:troops").click().run()
    assert (control(app, "troops").value, ruler(app)["published"]) == (10_000.0, "")


def test_all_changes_can_be_taken_back():
    app = opened("sky-2024-10k-full", line_share="0.5", troops="5")
    for name in ("line_share", "troops"):
        app.button(key=f"reset:{name}").click().run()
    assert app.query_params.get("line_share") is None
    assert sentence("sky-2024-10k-full") in said(app)


@each("key", ["line_share", "monthly_trend", "returning_share", "dispersion"])
def test_the_neutral_value_is_one_click_away(key):
    app = opened("sky-2024-10k-full")
    app.button(key=f"{key}:neutral").click().run()
    assert control(app, key).value == DEFINITIONS[key].neutral


def test_a_number_becomes_a_range_and_a_number_again():
    app = opened()
    app.toggle(key="troops:ranged").set_value(True).run()
    assert (control(app, "troops", "low").value, control(app, "troops", "high").value) == (8000.0, 12_000.0)
    app.selectbox(key="troops:shape").set_value("uniform").run()
    assert app.query_params["troops.shape"] in ("uniform", ["uniform"])
    app.toggle(key="troops:ranged").set_value(False).run()
    assert (len(app.exception), app.query_params.get("troops.low")) == (0, None)


def test_a_range_in_disorder_is_refused_in_words():
    app = opened()
    app.toggle(key="troops:ranged").set_value(True).run()
    control(app, "troops", "low").set_value(11_000.0).run()
    assert "must be in this order" in said(app)


def test_the_yardstick_moves_the_verdict():
    app = opened()
    app.number_input(key="remark:threshold_days").set_value(5.0).run()
    marks = [re.findall("✓:|✓|✗", chip.content) for chip in app.button_group(key="reading").proto.options]
    assert ruler(app)["verdict"] == "The remark fails: 7.9 is more than 5."
    assert marks == [["✗"], ["✓"], ["✗"], ["✓:"]], "each reading is held against what is asked now"


def test_another_scenario_brings_its_own_numbers():
    app = opened()
    control(app, "troops").set_value(5.0).run()
    app.selectbox(key="pick").set_value("isw-2024-12k").run()
    assert (control(app, "troops").value, sentence("isw-2024-12k") in said(app)) == (
        12_000,
        True,
    )


def test_one_change_is_one_model_run_and_no_change_is_none():
    app = opened()
    before = model_runs()
    control(app, "troops").set_value(12_345.0).run()
    changed = model_runs()
    app.run()
    assert (changed - before, model_runs() - changed) == (1, 0)


def test_a_hundred_dots_are_drawn_when_asked_for():
    app = looked_at(opened("sky-2024-10k-full"), "dots")
    app.radio(key="dots_choice").set_value(100).run()
    assert ("100 equally likely outcomes" in said(app), "of 100 equally likely outcomes" in said(app)) == (True, True)


def test_the_number_of_dots_stays_when_a_number_changes():
    app = looked_at(opened("sky-2024-10k-full"), "dots")
    app.radio(key="dots_choice").set_value(100).run()
    control(app, "troops").set_value(5_000.0).run()
    assert "100 equally likely outcomes" in said(app)


def test_more_dots_run_the_model_of_the_page_no_second_time():
    app = looked_at(opened("sky-2024-10k-full"), "dots")
    before = model_runs()
    app.radio(key="dots_choice").set_value(100).run()
    assert model_runs() == before


def test_where_nothing_is_uncertain_there_is_no_choice_of_dots():
    assert [radio.key for radio in looked_at(opened(), "dots").radio] == []


# ------------------------------------------------------------------------------- waves, schedule and correlations


def again(app, _touched=None):
    """Run the page, and again with the rows of waves, schedule and correlations open, which the harness forgets."""
    app.run()
    app.session_state["assumptions"] = ["parts"]
    return app.run()


def with_rows(name="sky-2024-10k", page="", **parameters):
    """A first page on which the rows of waves, schedule and correlations are open."""
    app = opened(name, page, **parameters)
    app.session_state["assumptions"] = ["parts"]
    return app.run()


def test_closed_rows_are_not_built():
    assert [box for box in opened(waves="0:1,30:2").number_input if box.key.startswith("waves")] == []


def test_a_wave_can_be_added_and_changed():
    app = with_rows()
    again(app, app.button(key="waves:add").click())
    again(app, app.number_input(key="waves:2:size").set_value(5_000.0))
    assert (first(app, "waves"), app.query_params.get("troops")) == ("0:10000,30:5000", None)


def test_an_added_wave_of_nobody_changes_no_day():
    app = with_rows()
    again(app, app.button(key="waves:add").click())
    assert "10,000 troops cover 7.9 days of losses." in said(app)


def test_a_step_can_be_added_and_changed():
    app = with_rows()
    again(app, app.button(key="schedule:add").click())
    again(app, app.number_input(key="schedule:2:day").set_value(3.0))
    again(app, app.number_input(key="schedule:2:size").set_value(500.0))
    assert first(app, "schedule") == "0:1271,3:500"


@each("key", ["waves", "schedule"])
def test_a_list_goes_back_to_one_number(key):
    app = with_rows()
    again(app, app.button(key=f"{key}:add").click())
    again(app, app.button(key=f"{key}:single").click())
    assert (app.query_params.get(key), sentence("sky-2024-10k") in said(app)) == (
        None,
        True,
    )


def test_an_entry_can_be_removed():
    app = with_rows(waves="0:6000,30:4000,60:2000")
    again(app, app.button(key="waves:2:remove").click())
    assert first(app, "waves") == "0:6000,60:2000"


def test_waves_out_of_order_change_nothing():
    app = with_rows(waves="0:6000,30:4000")
    again(app, app.number_input(key="waves:2:day").set_value(0.0))
    assert app.number_input(key="waves:2:day").value == 30


def test_waves_out_of_order_are_refused_in_words():
    app = with_rows(waves="0:6000,30:4000")
    app.number_input(key="waves:2:day").set_value(0.0).run()
    assert "must rise from one entry to the next" in said(app)


def test_a_correlation_can_be_added_changed_and_removed():
    app = with_rows("sky-2024-10k-full")
    again(app, app.button(key="correlations:add").click())
    again(app, app.number_input(key="correlations:1:rank").set_value(-0.5))
    given = first(app, "correlations")
    again(app, app.button(key="correlations:1:remove").click())
    assert (given.endswith(":-0.5"), app.query_params.get("correlations")) == (True, None)


def test_a_correlation_needs_two_ranges():
    assert "A correlation joins two numbers with a range" in said(with_rows())


def test_a_changed_list_can_be_taken_back():
    app = with_rows(waves="0:6000,30:4000")
    again(app, app.button(key="reset:waves").click())
    assert (app.query_params.get("waves"), sentence("sky-2024-10k") in said(app)) == (
        None,
        True,
    )


def test_the_waves_of_a_file_go_back_to_one_number_and_come_back():
    app = by_link("what-if", file=first(uploaded("what-if", IN_WAVES.encode()), "file"), waves="", troops="1500")
    assert ("1,500 troops cover 15.0 days" in said(app), first(app, "waves")) == (True, "none")
    again(app, app.button(key="reset:waves").click())
    assert (app.query_params.get("troops"), "Refused" in said(app)) == (None, False)


def test_the_command_line_shown_has_the_waves(run):
    import shlex

    app = opened("sky-2024-10k", "take-away", waves="0:6000,3:4000", schedule="0:1271,3:900")
    result = json.loads(run(*shlex.split(app.get("code")[1].value)[1:], "--json").out)
    assert result["digest"] == first(app, "digest")


@each("page", PAGES)
def test_every_page_opens_with_lists(page):
    ranges = {"line_share.low": "0.5", "line_share.high": "0.9", "returning_share.low": "0.2",
              "returning_share.high": "0.6", "line_share": "0.7", "returning_share": "0.5"}  # fmt: skip
    lists = {"waves": "0:6000,30:4000", "correlations": "line_share~returning_share:0.5"}
    app = with_rows("sky-2024-10k", page, lang="uk", **ranges, **lists)
    assert (len(app.exception), "Refused" in said(app)) == (0, False)


# ------------------------------------------------------------------------------------------------------------ links


@each("page", ["", *PAGES])
def test_a_link_restores_every_number_on_every_page(page):
    app = opened("classroom", page, line_share="0.6", **{"line_share.low": "0.5", "line_share.high": "0.9"})
    given = {key: app.query_params[key] for key in ("line_share", "line_share.low", "line_share.high")}
    assert (len(app.exception), [v if isinstance(v, str) else v[0] for v in given.values()]) == (
        0,
        ["0.6", "0.5", "0.9"],
    )


def test_a_link_that_cannot_be_opened_is_reported_and_not_half_applied():
    app = opened("sky-2024-10k", troops="20000", line_share="7", trops="1")
    assert "'trops': unknown quantity; did you mean troops?" in said(app)
    assert sentence("sky-2024-10k") in said(app)


def test_every_problem_of_a_link_is_listed():
    app = opened("classroom", line_share="7", reported_rate="x")
    assert all(words in said(app) for words in ("line_share.value = 7", "reported_rate.value = 'x'"))


def test_a_link_with_another_answer_says_so():
    app = opened("sky-2024-10k", answer="8.5", digest="0123456789abcdef")
    assert "The link was made when the answer was: 8.5 days." in said(app)


def test_a_link_with_the_same_result_says_nothing():
    digest = Answer(scenario=load("sky-2024-10k")).digest
    assert "link was made" not in said(opened("sky-2024-10k", answer="7.86782", digest=digest))


@each("name", list(shipped()))
def test_the_digest_in_the_link_is_that_of_the_command_line(name):
    app = opened(name, line_share="0.6")
    expected = Answer(scenario=load(name, ["line_share=0.6"])).digest
    assert expected in app.query_params["digest"]


# ------------------------------------------------------------------------------------------- Back and Forward


@pytest.fixture
def history(monkeypatch):
    """An address written is taken over by the browser at once; gives a function that goes to an earlier one."""
    monkeypatch.setattr(bar, "SETTLED", -1.0)

    def went(app, address):
        app.query_params.clear()
        app.query_params.update(address)
        return app

    return went


def address(app):
    return {name: first(app, name) for name in app.query_params}


def test_back_restores_the_state_of_that_address_and_leaves_the_address(history):
    app = opened()
    control(app, "troops").set_value(20_000.0).run()
    before = address(app)
    control(app, "troops").set_value(30_000.0).run()
    history(app, before).run()
    assert (control(app, "troops").value, address(app)) == (20_000, before)


def test_forward_comes_back(history):
    app = opened()
    before = address(app)
    control(app, "troops").set_value(30_000.0).run()
    after = address(app)
    history(app, before).run()
    history(app, after).run()
    assert (control(app, "troops").value, address(app)) == (30_000, after)


def test_back_restores_the_language(history):
    app = opened()
    before = address(app)
    app.button(key="language:uk").click().run()
    history(app, before).run()
    assert app.button(key="language:uk").label == "Українська"


def test_back_to_an_address_without_a_link_writes_none(history):
    app = opened()
    control(app, "troops").set_value(30_000.0).run()
    history(app, {}).run()
    assert (control(app, "troops").value, address(app)) == (30_000, {})


def test_back_to_a_refused_link_refuses_it_again_and_leaves_the_address(history):
    app = opened()
    wrong = {"v": "1", "scenario": "classroom", "line_share": "7"}
    history(app, wrong).run()
    assert ("line_share.value = 7" in said(app), address(app)) == (True, wrong)


def test_a_change_with_a_late_address_is_kept(history):
    app = opened()
    before = address(app)
    control(app, "troops").set_value(30_000.0).run()
    history(app, before)
    control(app, "lag_days").set_value(3.0).run()
    assert (first(app, "troops"), first(app, "lag_days")) == ("30000", "3")


def test_a_late_address_just_after_a_change_is_no_back():
    app = opened()
    before = address(app)
    control(app, "troops").set_value(30_000.0).run()
    app.query_params.clear()
    app.query_params.update(before)
    app.run()
    assert first(app, "troops") == "30000"


def test_every_widget_says_that_it_was_touched():
    calls = [
        node
        for path in Path(bar.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in WIDGETS
    ]
    silent = [node.lineno for node in calls if not {"on_change", "on_click"} & {key.arg for key in node.keywords}]
    assert (len(calls) > 15, silent) == (True, [])


WIDGETS = ("button", "download_button", "file_uploader", "multiselect", "number_input", "radio", "selectbox", "toggle",
           "date_input")  # fmt: skip


# ------------------------------------------------------------------------------------------- languages, other pages


@each("page", PAGES)
@each(("name", "language"), [
    ("sky-2024-10k-net", "en"), ("sky-2024-10k", "uk"), ("classroom", "uk"), ("volunteers-2022-100k", "uk"),
])  # fmt: skip
def test_every_page_opens_in_every_language(page, language, name):
    app = opened(name, page, lang=language)
    words = LANGUAGES[language]("footer", version="", digest="").split("·")[1].strip()
    assert (len(app.exception), words in said(app)) == (0, True)


@each("page", PAGES)
@each("settings", [{"reported_rate": "0"}, {"troops": "0"}, {"recruits_per_day": "2000"}])
def test_every_page_opens_on_a_refusal(page, settings):
    assert len(opened("sky-2024-10k", page, **settings).exception) == 0


def test_the_language_can_be_switched():
    app = opened()
    app.button(key="language:uk").click().run()
    assert "7,9 доби" in said(app)


def test_the_command_line_shown_gives_the_digest_shown(run):
    app = opened("classroom", "take-away", line_share="0.6", **{"remark.claim": "at most"})
    command = app.get("code")[1].value
    import shlex

    result = json.loads(run(*shlex.split(command)[1:], "--json").out)
    assert result["digest"] in app.query_params["digest"]


# ------------------------------------------------------------------------------------------------------ derivations


def derived(name, language="en"):
    """The page of sources with one derivation open."""
    app = opened("sky-2024-10k", "sources", lang=language)
    app.session_state[f"derive:{name}"] = True
    return app.run()


def test_every_equation_has_its_derivation():
    assert list(derivations.DERIVATIONS) == list(sources.EQUATIONS)


@each("name", derivations.DERIVATIONS)
def test_a_derivation_takes_two_to_five_steps(name):
    assert 2 <= len(derivations.DERIVATIONS[name]) <= 5


@each("name", derivations.DERIVATIONS)
@each("language", LANGUAGES)
def test_an_open_derivation_shows_its_steps(name, language):
    app, steps = derived(name, language), derivations.DERIVATIONS[name]
    words = said(app).replace("&#x27;", "'")
    assert all(LANGUAGES[language](text) in words for text, _ in steps)


def test_a_closed_derivation_is_not_built():
    assert len(opened("sky-2024-10k", "sources").latex) == len(sources.EQUATIONS)


# ------------------------------------------------------------------------------------------------------- inert text

HOSTILE = "=cmd()|<script>alert(1)</script> **b** :red[x] $x$ [l](javascript:alert(1)) <img src=x onerror=alert(1)>"


def acting(app):
    """What acts in the page's HTML, but for the program's own line that names the language."""
    bodies = " ".join(part.proto.body for part in app.get("html"))
    own = '<script>document.documentElement.lang = "en"</script>'
    return re.findall(r"<script|<img|href=.javascript", bodies.replace(own, ""))


def hostile_file():
    text = f"{HOSTILE}".replace('"', "'")
    return f"""schema = 1
title = "{text}"
[remark]
words = "{text}"
speaker = "{text}"
source = "{text} https://example.org/?a=<b>"
[quantities.reported_rate]
value = 100
source = "{text}"
grade = "reported"
[[waves]]
day = 0
troops = 1000
source = "{text}"
"""


def uploaded(page, content):
    """A page on which the visitor opens a file: the callback of the upload is called with its bytes."""
    once = "import streamlit as st\nif 'took' not in st.session_state:\n    st.session_state.took = True"
    script = ONE_PAGE.format(page).replace("address.open_link()", f"{once}\n    changes.take_file({content!r})")
    app = AppTest.from_string(script, default_timeout=120)
    return app.run()


@each("page", PAGES)
def test_text_of_a_file_stays_text_on_every_page(page):
    app = uploaded(page, hostile_file().encode())
    assert (len(app.exception), acting(app)) == (0, [])
    assert not [m.value for m in (*app.markdown, *app.caption) if "cmd()" in m.value]


def test_a_broken_file_lists_its_problems_and_changes_nothing():
    app = uploaded("take-away", b"schema = 1\ntitle = 'x'\n[quantities]\nreported_rate = -1\ntrops = 3\n")
    assert all(words in said(app) for words in ("reported_rate", "trops", "quantities.troops: missing"))
    assert app.query_params["scenario"] in ("sky-2024-10k", ["sky-2024-10k"])


@each("content", [b"\xff\xfe", b"", b"a = [", b"x" * 1_000_001])
def test_no_scenario_at_all_is_a_sentence(content):
    assert "Refused; nothing was changed" in said(uploaded("take-away", content))


def test_a_broken_file_lists_its_problems_in_the_language_of_the_page():
    content = b"schema = 1\ntitle = 'x'\n[quantities]\nreported_rate = -1\ntrops = 3\n"
    script = ONE_PAGE.format("take-away").replace(
        "show(", f"changes.take_file({content!r})\nchanges.set_language('uk')\nshow("
    )
    shown = said(AppTest.from_string(script, default_timeout=120).run())
    assert "(ваш файл): quantities.trops: невідома величина; можливо, troops?" in shown
    assert "quantities.reported_rate.value = -1 втрата/добу: -1 виходить за межі" in shown


def test_a_link_that_cannot_be_opened_says_so_in_its_language():
    assert "line_share.value = 7: 7 виходить за межі; дозволено від 0 до 1" in said(opened(line_share="7", lang="uk"))


IN_WAVES = """schema = 1
title = "in waves"
quantities.reported_rate = 100
waves = [{day = 0, troops = 1000}, {day = 30, troops = 500}]
"""
TROOPS = 'schema = 1\ntitle = "x"\nquantities.reported_rate = 10\n[quantities.troops]\nvalue = 420\n'
MINE = 'schema = 1\ntitle = "mine"\nquantities = {reported_rate = 10, troops = 420}\n'


def first(app, name):
    """One parameter of the address."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def by_link(page, **parameters):
    """A page opened by a link that carries its scenario."""
    app = AppTest.from_string(ONE_PAGE.format(page), default_timeout=120)
    for name, text in {"v": "1", **parameters}.items():
        app.query_params[name] = text
    return app.run()


@each("page", PAGES)
def test_a_file_opened_and_its_link_give_the_same_result(page):
    file = uploaded(page, MINE.encode())
    link = by_link(page, file=first(file, "file"), digest=first(file, "digest"))
    assert (len(link.exception), "link was made" in said(link), dict(link.query_params)) == (
        0, False, dict(file.query_params)
    )  # fmt: skip
    assert LANGUAGES["en"]("stranger.link") in said(link)


def test_the_digest_of_a_file_in_a_link_is_that_of_the_file():
    assert first(uploaded("what-if", MINE.encode()), "digest") == Answer(scenario=parse(MINE)).digest


def test_a_change_on_top_of_a_file_is_carried_too():
    app = by_link("what-if", file=first(uploaded("what-if", MINE.encode()), "file"), troops="840")
    assert ("840 troops cover 84.0 days" in said(app), first(app, "troops")) == (True, "840")


def test_a_scenario_from_a_link_is_said_to_be_none_of_ours_in_the_other_language_too():
    app = by_link("what-if", file=first(uploaded("what-if", MINE.encode()), "file"), lang="uk")
    assert LANGUAGES["uk"]("stranger.link") in said(app)


def test_a_scenario_from_a_file_is_said_to_be_none_of_ours():
    assert "came with the file you opened and is none of this program's" in said(uploaded("what-if", MINE.encode()))


def test_a_shipped_scenario_is_ours():
    assert "none of this program's" not in said(opened("classroom"))


def test_text_of_a_file_in_a_link_stays_text():
    app = by_link("sources", file=first(uploaded("sources", hostile_file().encode()), "file"))
    assert (len(app.exception), acting(app)) == (0, [])


def test_a_damaged_file_in_a_link_is_reported_and_opens_nothing():
    app = by_link("what-if", file="eNo")
    opens = sentence("sky-2024-10k")
    assert ("link: file: is damaged or cut short" in said(app), opens in said(app)) == (True, True)


def test_a_file_too_long_for_a_link_says_so():
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
    app = uploaded("take-away", f"{MINE}\n[remark]\nwords = '{noise}'".encode())
    assert ("is too long for a link" in said(app), dict(app.query_params)) == (True, {})


def test_csv_cells_of_hostile_text_start_no_formula():
    lines = spreadsheet.csv_text(Answer(scenario=parse(hostile_file())))
    import csv
    import io

    cells = [cell for row in csv.reader(io.StringIO(lines)) for cell in row]
    numbers = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
    assert [c for c in cells if c.startswith(("=", "+", "-", "@")) and not numbers.fullmatch(c)] == []


# ------------------------------------------------------------------------------------------------------- the brief


@each("name", list(shipped()))
def test_the_brief_loads_nothing_and_holds_the_answer(name):
    text = brief(Answer(scenario=load(name)))
    assert re.findall(r"<script|<link|<img|<iframe|src=|url\(|@import", text) == []
    assert sentence(name) in text.replace("\xa0", " ")


def test_a_brief_of_changed_numbers_says_so_above_its_answer():
    text = brief(Answer(scenario=load("sky-2024-10k", ["line_share=0.5"])))
    first, answer = text.index("a reader&#39;s own: line share 0.5."), text.index('class="answer"')
    assert (first < answer, "own:" in brief(Answer(scenario=load("sky-2024-10k")))) == (True, False)


def test_a_mere_note_makes_no_number_a_readers_own():
    noted = TROOPS.replace("value = 420", "value = 420\nnote = 'changed by the user'")
    marked = TROOPS.replace("value = 420", "value = 420\nown = true")
    assert ["own:" in brief(Answer(scenario=parse(text))) for text in (noted, marked)] == [False, True]


def test_text_of_a_file_stays_text_in_the_brief():
    assert re.findall(r"<script|<img", brief(Answer(scenario=parse(hostile_file())))) == []


def test_the_report_command_writes_the_brief(run, tmp_path):
    target = tmp_path / "brief.html"
    ran = run("report", "classroom", "-o", str(target))
    assert (ran.code, "<!doctype html>" in target.read_text("utf-8")) == (0, True)


def test_a_brief_that_cannot_be_written_is_a_line(run, tmp_path):
    ran = run("report", "classroom", "-o", str(tmp_path / "missing" / "brief.html"))
    assert (ran.code, "cannot be written" in ran.err, ran.err.count("\n")) == (2, True, 1)
