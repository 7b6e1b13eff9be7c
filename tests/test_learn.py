"""The page Learn and what teachers get: links that open their lessons, one content in two homes, paper to print."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from urllib.parse import parse_qsl, urlsplit

import pytest
from documents import DOCS, HERE
from each import each
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest
from test_page import ONE_PAGE, said

from sim.inputs.loading import load
from sim.saying.language import LANGUAGES
from sim.show.exercises import LEVELS
from sim.show.lessons import NUMBERS, lesson_page, lesson_within
from sim.show.nomogram import nomogram
from sim.show.teaching import plans, teachers_table


def visited(query="", **kept):
    """The page Learn as an address opens it."""
    app = AppTest.from_string(ONE_PAGE.format("learn"), default_timeout=120)
    for key, text in parse_qsl(query):
        app.query_params[key] = text
    for key, value in kept.items():
        app.session_state[key] = value
    return app.run()


def address(app):
    """The items of the address; those read and those written look different to the harness."""
    return {name: text if isinstance(text, str) else "".join(text) for name, text in app.query_params.items()}


def bodies(app):
    """The page's own HTML, part by part."""
    return [part.proto.body for part in app.get("html")]


def content(made):
    """What a lesson's script is given by its file."""
    return json.loads(re.search(r'id="page">(.*?)</script>', made)[1])


def drawn(app):
    """The lesson on the page: its mode, its screen, what its script is given, and what was kept of it."""
    return next(data for part in app.get("bidi_component") if "screen" in (data := json.loads(part.proto.json)))


def guessed(app, **fields):
    """The page after a visitor's browser has told what stands in the fields of the lesson."""
    browser = WidgetStates()
    browser.widgets.add(id=app.get("bidi_component")[0].proto.id, json_value=json.dumps({"fields": fields}))
    return app._run(browser)


@each("code", LANGUAGES)
def test_every_link_of_the_teachers_table_opens_its_lesson(code):
    say = LANGUAGES[code]
    table = (DOCS / "teaching.md").read_text("utf-8") if code == "en" else teachers_table(HERE, say)
    links = re.findall(rf"\]\({HERE}/(.*?)\)", table)
    opened = [visited(f"{urlsplit(link).query}&lang={code}") for link in links]
    shown = [(app.radio(key="lesson_choice").value, drawn(app)["screen"]) for app in opened]
    assert shown == [(str(number), lesson_within(number, say)["screen"]) for number in NUMBERS]


def test_the_address_of_a_lesson_names_the_lesson_and_nothing_else():
    app = visited("lesson=2")
    assert address(app) == {"lesson": "2"}


def test_the_address_keeps_the_scenario_where_the_visitor_has_one():
    app = visited("v=1&scenario=classroom&lesson=2")
    assert {"scenario", "digest", "lesson"} <= set(address(app))


def test_another_lesson_is_another_address():
    app = visited("lesson=2")
    app.radio(key="lesson_choice").set_value("4").run()
    assert address(app) == {"lesson": "4"}


def test_the_projector_view_has_its_lesson_and_the_way_back():
    app = visited("lesson=3&view=projector")
    hidden = any("stHeader" in body for body in bodies(app))
    shown = not any("stHeader" in body for body in bodies(app.button(key="leave").click().run()))
    assert (hidden, shown, address(app)) == (True, True, {"lesson": "3"})


@each("query", ["lesson=6", "lesson=two", "lesson=2&view=cinema", "lesson=%00<b>"])
def test_a_place_that_is_not_there_is_refused_in_words(query):
    app = visited(query)
    assert (len(app.exception), "allowed" in said(app)) == (0, True)


@each("number", NUMBERS)
def test_the_page_and_the_file_have_one_content(number):
    both = [(lesson_within(number, say)["page"], content(lesson_page(number, say))) for say in LANGUAGES.values()]
    assert [within for within, _ in both] == [alone for _, alone in both]


AWAY_AND_BACK = {
    "language": lambda app: app.button(key="language:uk").click().run(),
    "projector": lambda app: app.button(key="projector").click().run().button(key="leave").click().run(),
    "lesson": lambda app: (
        app.radio(key="lesson_choice").set_value("4").run().radio(key="lesson_choice").set_value("2").run()
    ),
}


@each("way", AWAY_AND_BACK)
def test_a_guess_outlasts_another_language_the_projector_and_another_lesson(way):
    app = guessed(visited("lesson=2"), guess=12.5, troops=100_000, told=1)
    assert drawn(AWAY_AND_BACK[way](app))["before"] == {"guess": 12.5, "troops": 100_000, "told": 1}


def test_a_guess_belongs_to_its_lesson():
    app = guessed(visited("lesson=2"), guess=12.5)
    assert drawn(app.radio(key="lesson_choice").set_value("4").run())["before"] == {}


def test_the_nomogram_has_the_line_of_the_visitors_scenario():
    app = visited("v=1&scenario=classroom")
    source = app.get("image")[0].proto.imgs[0].url
    assert b64decode(source.removeprefix("data:image/svg+xml;base64,")).decode() == nomogram(load("classroom"))


def test_lessons_chart_and_worksheet_can_be_taken_away():
    assert len(visited().get("download_button")) == len(NUMBERS) + 3


def test_a_worksheet_of_every_level_can_be_chosen():
    app = visited()
    assert [len(app.radio(key="sheet:level").set_value(level).run().exception) for level in LEVELS] == [0, 0, 0]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_lesson_has_its_goal_and_what_comes_before(code):
    assert all(all((plan.goal, plan.prior, plan.title)) and 5 <= plan.minutes <= 15 for plan in plans(LANGUAGES[code]))
