"""The page of real series in a real browser: a file dropped, a window brushed, a rate carried, a record scored.

Skipped or failed with a reason as tests/test_browser.py says.
"""

from __future__ import annotations

import pytest
from histories import json_of, known_process, rows
from test_browser import (  # noqa: F401
    BEYOND_LATE,
    PALE,
    WAIT,
    browser,
    expect_headline,
    grave_findings,
    server,
    settled,
    visit,
)

TOTALS = known_process(0, days=400).counts.cumsum().astype(int).tolist()
FILE = {"name": "made.json", "mimeType": "application/json", "buffer": json_of(rows(TOTALS), day=1)}
CLIPPED = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart] svg text')].filter(e => {
  const text = e.getBoundingClientRect(), chart = e.closest('[data-testid=stPlotlyChart]').getBoundingClientRect()
  return text.width && (text.left < chart.left - 1 || text.right > chart.right + 1 || text.bottom > chart.bottom + 1)
}).map(e => e.textContent)"""


def with_series(tab, words=("A daily series of your own", "Where a rate comes from")):
    """The page with the made file dropped on it."""
    tab.get_by_text(words[0], exact=True).click()
    tab.locator("input[type=file]").set_input_files(FILE)
    tab.get_by_text(words[1], exact=True).wait_for(timeout=WAIT)
    settled(tab)
    return tab


@pytest.fixture
def loaded(visit):  # noqa: F811
    return with_series(visit("series"))


def test_the_rate_of_a_file_is_carried_to_the_first_page_with_its_source(loaded):
    loaded.get_by_role("button", name="All days").click()
    loaded.get_by_text("/ 399 days =").wait_for(timeout=WAIT)
    settled(loaded)
    loaded.get_by_role("button", name="Use this as the rate").click()
    expect_headline(loaded, "10,000 troops cover")
    loaded.get_by_text("taken from a series on the page").wait_for(timeout=WAIT)
    loaded.get_by_role("link", name="Sources").first.click()
    loaded.get_by_text("made.json, sha256").first.wait_for(timeout=WAIT)


def test_one_press_leads_back_from_where_a_rate_was_carried_to_and_one_forth_again(loaded):
    loaded.get_by_role("button", name="Use this as the rate").click()
    expect_headline(loaded, "10,000 troops cover")
    settled(loaded)
    loaded.wait_for_timeout(BEYOND_LATE)
    carried, there = loaded.url, loaded.get_by_role("button", name="Use this as the rate")
    loaded.go_back()
    there.wait_for(timeout=WAIT)
    settled(loaded)
    loaded.wait_for_timeout(BEYOND_LATE)
    loaded.go_forward()
    there.wait_for(state="detached", timeout=WAIT)
    expect_headline(loaded, "10,000 troops cover")
    assert (loaded.url, "file=" in carried) == (carried, True)


def test_a_range_drawn_over_the_chart_becomes_the_window(loaded):
    chart = loaded.locator(".js-plotly-plot .nsewdrag").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    loaded.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 40)
    loaded.mouse.down()
    loaded.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 90, steps=8)
    loaded.mouse.up()
    first = loaded.get_by_text("casualties a day (")
    loaded.wait_for_function("() => !document.body.innerText.includes('/ 30 days =')", timeout=WAIT)
    days = int(first.inner_text().split(" / ")[1].split()[0])
    assert 150 < days < 250


def test_the_record_is_scored_when_asked_for_and_can_be_read(loaded):
    loaded.get_by_role("button", name="Score the forecasts").click()
    loaded.get_by_text("Windows that do not overlap").wait_for(timeout=WAIT)
    settled(loaded)
    assert (loaded.evaluate(PALE), grave_findings(loaded)) == ([], [])


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_nothing_is_wider_clipped_or_pale(visit, dark):  # noqa: F811
    words = ("Власний щоденний ряд", "Звідки береться темп")
    tab = visit("series", width=390, dark=dark, lang="uk")
    found = [(tab.evaluate(PALE), tab.evaluate(CLIPPED))]
    with_series(tab, words)
    found.append((tab.evaluate(PALE), tab.evaluate(CLIPPED)))
    wide = tab.locator("[data-testid=stMain]").evaluate("e => e.scrollWidth > e.clientWidth")
    assert (found, wide) == ([([], [])] * 2, False)
