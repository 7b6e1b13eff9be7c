"""The page Learn and what teachers get: links that open their lessons, one content in two homes, paper to print."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from urllib.parse import parse_qsl, urlsplit

import pytest
from documents import DOCS, HERE
from each import each
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
    """What a lesson's script is given, from its file or from the page."""
    found = re.search(r'id="page">(.*?)</script>|teach\(root, (\{.*\})\);', made)
    return json.loads(found[1] or found[2])


@each("code", LANGUAGES)
def test_every_link_of_the_teachers_table_opens_its_lesson(code):
    say = LANGUAGES[code]
    table = (DOCS / "teaching.md").read_text("utf-8") if code == "en" else teachers_table(HERE, say)
    links = re.findall(rf"\]\({HERE}/(.*?)\)", table)
    opened = [visited(f"{urlsplit(link).query}&lang={code}") for link in links]
    shown = [(app.radio(key="lesson_choice").value, lesson_within(number, say).strip() in bodies(app))
             for app, number in zip(opened, NUMBERS, strict=True)]  # fmt: skip
    assert shown == [(str(number), True) for number in NUMBERS]


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
    both = [(content(lesson_within(number, say)), content(lesson_page(number, say))) for say in LANGUAGES.values()]
    assert [within for within, _ in both] == [alone for _, alone in both]


def test_a_lesson_within_the_page_passes_what_cleans_html():
    """Streamlit's cleaner drops a script in which a sign for less stands right before a letter, a slash or `!`."""
    scripts = [re.search(r"<script>(.*)</script>", lesson_within(n), re.DOTALL)[1] for n in NUMBERS]
    assert [re.findall(r".*<[/\w!].*", script) for script in scripts] == [[]] * len(NUMBERS)


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
