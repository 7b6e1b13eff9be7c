"""The page, driven by Streamlit's own test harness."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim import report
from sim.quantities import DEFINITIONS
from sim.scenario import load, shipped

APP = str(Path(__file__).parent.parent / "app.py")
LABELS = {"reported_rate": "Casualties reported per day", "troops": "Troops in the reinforcement"}


def opened(name=""):
    """The page after its first run, on a scenario."""
    page = AppTest.from_file(APP, default_timeout=60).run()
    return page.selectbox[0].set_value(name).run() if name else page


def control(page, key):
    return next(box for box in page.number_input if box.label.startswith(LABELS[key]))


def texts(page):
    """Everything the page says in words."""
    return [part.value for kind in ("title", "subheader", "markdown", "caption", "code") for part in page.get(kind)]


def test_the_first_page_answers_the_remark():
    page = opened()
    assert (len(page.exception), report.headline(load("sky-2024-10k")) in texts(page)) == (0, True)


@pytest.mark.parametrize("name", list(shipped()))
def test_every_scenario_shows_its_sentence_arithmetic_and_chart(name):
    page, scenario = opened(name), load(name)
    said = texts(page)
    assert (len(page.exception), len(page.get("plotly_chart"))) == (0, 1)
    assert {report.headline(scenario), "\n".join(report.arithmetic(scenario))} <= set(said)


@pytest.mark.parametrize("name", ["sky-2024-10k", "sky-2024-10k-full"])
@pytest.mark.parametrize("key", LABELS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_a_control_at_its_limit_shows_the_sentence_of_that_number(name, key, end):
    page, limit = opened(name), getattr(DEFINITIONS[key], end)
    control(page, key).set_value(limit).run()
    assert (len(page.exception), report.headline(load(name, [f"{key}={limit}"])) in texts(page)) == (0, True)


def test_a_rate_of_zero_is_a_sentence():
    page = opened()
    control(page, "reported_rate").set_value(0.0).run()
    assert "The casualty rate is zero: there is nothing to cover, and 10,000 troops are never used up." in texts(page)


def test_nobody_against_no_losses_is_a_sentence_too():
    page = opened()
    for key in LABELS:
        control(page, key).set_value(0.0)
    page.run()
    assert (len(page.exception), any("There are no troops: nothing drains" in text for text in texts(page))) == (
        0,
        True,
    )


@pytest.mark.parametrize("key", LABELS)
def test_each_control_moves_the_answer(key):
    page = opened()
    before = texts(page)
    control(page, key).set_value(control(page, key).value * 2).run()
    assert texts(page) != before


@pytest.mark.parametrize("key", LABELS)
def test_a_control_has_the_limits_of_its_quantity(key):
    box, what = control(opened(), key), DEFINITIONS[key]
    assert (box.min, box.max) == (what.low, what.high)


def test_another_scenario_brings_its_own_numbers():
    page = opened()
    control(page, "troops").set_value(5.0).run()
    page.selectbox[0].set_value("isw-2024-12k").run()
    assert (control(page, "troops").value, report.headline(load("isw-2024-12k")) in texts(page)) == (12_000, True)


def test_every_scenario_can_be_picked():
    assert len(opened().selectbox[0].options) == len(shipped())
