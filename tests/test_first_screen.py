"""The first screen in a real browser: what is seen without scrolling, and what moves when a number moves."""

from __future__ import annotations

import re

import pytest
from test_browser import PALE, WAIT, browser, expect_headline, grave_findings, link_of, server, settled, visit

from sim.inputs.loading import load, shipped
from sim.saying.language import LANGUAGES, PLAIN
from sim.show.board import verdict_line
from sim.study.answer import Answer

__all__ = ["browser", "server", "visit"]

FULL = {"v": "1", "scenario": "sky-2024-10k-full"}
SHIFTS = """() => { window.shifted = 0
  const count = list => list.getEntries().forEach(entry => window.shifted += entry.value)
  new PerformanceObserver(count).observe({type: 'layout-shift'})
}"""
"""Count every layout shift from here on, those right after a click included."""
SEEN = """() => { const seen = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const unseen = 'script, style, title, .spoken-only, [data-testid=stSkipLink], [data-testid=stIconMaterial]'
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement, range = document.createRange()
    if (parent.closest(unseen)) continue
    range.selectNodeContents(node); const box = range.getBoundingClientRect()
    if (box.width > 1 && box.height > 1 && box.top < innerHeight && box.bottom > 0 && box.right > 0 && box.left >= 0
        && getComputedStyle(parent).visibility !== 'hidden') seen.push(...node.textContent.trim().split(/\\s+/)) }
  return seen }"""
"""Every word in view."""


def days(tab):
    return tab.locator(".aw-days").inner_text().replace("\xa0", " ")


def verdict(tab):
    return tab.locator(".aw-verdict").inner_text()


def expect_days(tab, words):
    tab.wait_for_function(
        "words => document.querySelector('.aw-days')?.textContent.replaceAll('\\u00a0', ' ') === words", arg=words,
        timeout=WAIT,
    )  # fmt: skip


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def plus(tab, key):
    return tab.locator(f".st-key-{key}-value button").last


def chart_range(tab):
    tab.wait_for_function("document.querySelector('.js-plotly-plot')?._fullLayout", timeout=WAIT)
    return tab.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range")


def test_both_answers_and_the_verdict_are_seen_without_scrolling(visit):
    tab = visit(width=1440)
    chips = tab.locator(".st-key-readings").inner_text().replace("\xa0", " ")
    found = [words in chips for words in ("7.9 days ✓", "2.3 days ✓", "never ✗", "2 weeks to 4 years (✓: 3.8 %)")]
    assert (found, days(tab), verdict(tab)) == ([True] * 4, "7.9 days", "The remark holds: 7.9 is at most 14.")


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"scenario": "sky-2024-10k-net"}, "The remark fails: the troops are never used up."),
        ({"scenario": "sky-2024-10k", "troops": "17795"}, "The remark fails: 14.001 is more than 14."),
    ],
)
def test_the_verdict_of_the_ruler_is_that_of_the_model(visit, link, words):
    (base, *settings) = link.values()
    answer = Answer(scenario=load(base, [f"troops={troops}" for troops in settings]))
    assert verdict(visit(v="1", **link)) == verdict_line(answer, PLAIN) == words


@pytest.mark.parametrize("dark", [False, True])
def test_words_in_charts_can_be_read_on_their_ground(visit, dark):
    tab = visit(**FULL, reported_rate="900", dark=dark)
    pale = [tab.evaluate(PALE)]
    for view, words in (("Steps", "largest single step"), ("Outcomes", "equally likely"), ("Plane", "diamonds")):
        tab.get_by_role("radio", name=view).click()
        tab.get_by_role("figure", name=words).wait_for(timeout=WAIT)
        settled(tab)
        pale.append(tab.evaluate(PALE))
    assert pale == [[]] * 4


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_every_reading_is_read_in_full_on_a_projector(visit, lang):
    tab = visit(width=1440, v="1", scenario="sky-2024-10k", lang=lang)
    tab.locator(".st-key-projector button").click()
    settled(tab, ".st-key-leave button")
    chips = tab.locator(".st-key-reading button")
    ends = [(box["x"] >= 0, box["x"] + box["width"] <= 1440) for box in (c.bounding_box() for c in chips.all())]
    row = tab.locator(".st-key-reading [data-testid=stButtonGroup] > div").first
    assert (ends, row.evaluate("row => row.scrollWidth <= row.clientWidth")) == ([(True, True)] * 4, True)


READ = """() => [...document.querySelectorAll('[data-testid=stPopoverBody] .picked, .st-key-pick input, [role=option]')]
  .map(each => { const of = each.querySelector('div') || each
    return [each.value || each.textContent, each.offsetParent !== null && of.scrollWidth <= of.clientWidth + 1 &&
            of.scrollHeight <= each.clientHeight + 1] })"""
"""Every title of a remark in the picker, and whether all of it is seen."""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_title_of_every_remark_is_read_in_full(visit, lang, width):
    tab = visit(width=width, v="1", scenario="mod-2025-1930k", lang=lang)
    tab.locator(".st-key-others button").click()
    tab.locator(".st-key-pick button").click()
    tab.locator("[role=option]").last.wait_for()
    found = tab.evaluate(READ)
    whole, options = {words for words, seen in found if seen}, {words for words, _ in found}
    assert (options - whole, len(options)) == (set(), len(shipped()))


def test_few_words_stand_above_the_fold(visit):
    words = [word for word in visit(width=1440).evaluate(SEEN) if re.search(r"[^\W\d_]", word)]
    assert len(words) <= 90, words


def test_four_clicks_on_one_spot_change_one_number_four_times_and_move_no_control(visit):
    tab = visit(width=1440)
    chart_range(tab)
    tab.evaluate(SHIFTS)
    spot, places = middle(plus(tab, "troops")), tab.locator(".aw-slider, [data-testid=stNumberInput]")
    before = [places.nth(i).bounding_box() for i in range(places.count())]
    for shown in ("8.7 days", "9.4 days", "10.2 days", "11.0 days"):
        tab.mouse.click(*spot)
        expect_days(tab, shown)
        settled(tab)
    after = [places.nth(i).bounding_box() for i in range(places.count())]
    assert (after, tab.evaluate("window.shifted") < 0.001) == (before, True)


def test_an_emptied_box_keeps_its_number_and_the_verdict(visit):
    tab = visit()
    box = tab.locator(".st-key-reported_rate-value input").first
    before = days(tab), verdict(tab)
    for typed in ("", "abc"):
        box.fill("")
        box.type(typed)
        box.press("Enter")
        tab.wait_for_function("box => box.value === '1271'", arg=box.element_handle(), timeout=WAIT)
        settled(tab)
    assert (days(tab), verdict(tab)) == before


def test_the_axes_stay_while_a_number_moves_and_change_when_asked(visit):
    tab = visit(width=1440)
    first = chart_range(tab)
    tab.mouse.click(*middle(plus(tab, "troops")))
    expect_days(tab, "8.7 days")
    settled(tab)
    same = chart_range(tab)
    tab.get_by_role("radio", name="everything, with ranges").click()
    expect_days(tab, "2 weeks to 4 years")
    settled(tab)
    assert (same == first, chart_range(tab) == first) == (True, False)


def test_the_yardstick_is_dragged_and_the_verdict_follows_at_once(visit):
    tab = visit(width=1440)
    x, y = tab.evaluate("(r => [r.x, r.y + r.height / 2])(document.querySelector('.aw-edge').getBoundingClientRect())")
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x - 250, y, steps=5)
    at_once = verdict(tab)
    tab.mouse.up()
    tab.wait_for_function("location.search.includes('remark.threshold_days=')", timeout=WAIT)
    tab.get_by_role("button", name="7.9 days ✗").or_(tab.get_by_role("radio", name="7.9 days ✗")).wait_for(timeout=9000)
    assert (at_once.startswith("The remark fails: 7.9 is more than"), verdict(tab)) == (True, at_once)


def test_the_yardstick_moves_by_key(visit):
    tab = visit(width=1440)
    tab.locator(".aw-handle").focus()
    tab.keyboard.press("ArrowLeft")
    tab.wait_for_function("location.search.includes('remark.threshold_days=12')", timeout=WAIT)
    assert verdict(tab) == "The remark holds: 7.9 is at most 12."


def test_a_slider_moves_the_answer_before_it_is_let_go(visit):
    tab = visit(width=1440)
    track = tab.locator(".st-key-troops-slider input").bounding_box()
    tab.mouse.move(track["x"] + track["width"] / 2, track["y"] + track["height"] / 2)
    tab.mouse.down()
    seen = []
    for share in (0.55, 0.6, 0.65, 0.7):
        tab.mouse.move(track["x"] + track["width"] * share, track["y"] + track["height"] / 2)
        seen.append(days(tab))
    asked = "troops" in link_of(tab)
    tab.mouse.up()
    tab.wait_for_function("location.search.includes('troops=')", timeout=WAIT)
    assert (len(set(seen)), asked, days(tab)) == (4, False, seen[-1])


@pytest.mark.parametrize("width", [390, 1440])
def test_the_value_of_a_changed_slider_is_read_in_full_while_it_is_dragged(visit, width):
    tab = visit(width=width, v="1", scenario="sky-2024-10k", reported_rate="600")
    head = tab.locator(".st-key-reported_rate-slider .aw-label")
    track = tab.locator(".st-key-reported_rate-slider input")
    track.scroll_into_view_if_needed()
    x, y = middle(track)
    read = "label => [label.textContent.replaceAll('\u00a0', ' '), label.scrollWidth <= label.clientWidth]"
    at_rest = head.evaluate(read)
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.evaluate(SHIFTS)
    tab.mouse.move(x + 20, y)
    words, whole = head.evaluate(read)
    undo = tab.locator(".st-key-reported_rate-slider .aw-head button").is_visible()
    tab.mouse.up()
    assert (at_rest, undo, whole, tab.evaluate("window.shifted")) == (["Casualties a day", True], False, True, 0)
    assert re.fullmatch(r"Casualties a day: [\d,]+", words)


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("control", [0, 1])
def test_what_opens_at_a_control_covers_nothing_of_the_chart_it_alters(visit, width, control):
    tab = visit(width=width, **FULL)
    chart_range(tab)
    tab.get_by_role("button", name="reported · source").nth(control).click()
    tab.get_by_text("Stated in the scenario").wait_for(timeout=WAIT)
    box, chart = (tab.locator(f).bounding_box() for f in ("[data-testid=stPopoverBody]", ".js-plotly-plot"))
    assert box["x"] + box["width"] <= chart["x"], (box, chart)


def test_a_slider_marks_what_was_published_and_where_the_verdict_turns(visit):
    tab = visit(width=1440)
    turns = tab.locator(".st-key-reported_rate-slider .aw-turn").inner_text()
    assert (turns, tab.locator(".st-key-reported_rate-slider .aw-was").is_visible()) == ("turns at 714", True)


def test_a_control_that_does_nothing_is_grey_and_says_why(visit):
    tab = visit(width=1440)
    tab.get_by_text("Effective?").click()
    tab.get_by_text("needs Integration above 0").wait_for(timeout=WAIT)
    assert tab.locator(".st-key-starting_effectiveness-slider input").is_disabled()


def test_with_ranges_no_digit_is_finer_than_what_is_known(visit):
    tab = visit(width=1440, **FULL)
    said = f"{days(tab)} {verdict(tab)}"
    assert (days(tab), "standard error" in said, "ICD 203" in said) == ("2 weeks to 4 years", False, True)


def test_words_without_a_duration_have_an_answer_and_no_verdict(visit):
    tab = visit(width=1440, v="1", scenario="volunteers-2022-100k")
    assert (days(tab), verdict(tab), tab.locator(".aw-yardstick").count()) == ("584 days", "", 0)


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_verdict_is_seen_whole_at_every_width(visit, width):
    tab = visit(width=width, **FULL)
    assert "that it holds" in verdict(tab)
    line, said = (tab.locator(name).bounding_box() for name in (".aw-line", ".aw-verdict"))
    assert said["y"] + said["height"] <= line["y"] + line["height"] + 1


def test_on_a_phone_the_chapter_of_the_walk_stands_before_the_chart(visit):
    tab = visit(width=390, **FULL, step="2")
    chapter, chart = (tab.locator(name).bounding_box()["y"] for name in (".chapter", ".js-plotly-plot"))
    assert chapter < chart


def test_on_a_phone_the_answer_stays_in_view_and_the_chart_stands_before_the_controls(visit):
    tab = visit(width=390)
    box, chart = tab.get_by_label("Troops in the reinforcement (people)", exact=True), tab.locator(".js-plotly-plot")
    order = chart.bounding_box()["y"] < box.bounding_box()["y"]
    box.scroll_into_view_if_needed()
    box.fill("20000")
    box.press("Enter")
    expect_days(tab, "15.7 days")
    place = tab.locator(".aw-days").bounding_box()["y"]
    assert (order, 0 < place < 844) == (True, True)


def test_the_walk_goes_by_key_and_ends_where_it_began(visit):
    tab = visit(width=1440, **FULL)
    before = days(tab)
    tab.get_by_role("button", name="Walk through").click()
    expect_days(tab, "7.9 days")
    for step in ("2", "3", "4"):
        tab.get_by_text(f"Step {int(step) - 1} of").wait_for(timeout=WAIT)
        settled(tab)
        tab.keyboard.press("ArrowRight")
        tab.wait_for_function("n => location.search.includes(`step=${n}`)", arg=step, timeout=WAIT)
    expect_days(tab, "12.0 days")
    tab.get_by_role("button", name="Leave").click()
    expect_days(tab, before)
    tab.wait_for_function("!location.search.includes('step=')", timeout=WAIT)


def test_what_flips_it_says_so_in_sentences_and_nothing_absurd(visit):
    tab = visit("flips", width=1440, **FULL)
    said = tab.locator("ol.turns").inner_text()
    assert ("or less return to duty" in said, "0.0007842" in said, " 7 people" in said) == (True, False, False)


def test_a_click_on_the_plane_sets_rate_and_troops(visit):
    tab = visit(width=1440)
    tab.get_by_role("radio", name="Plane").click()
    tab.get_by_role("figure", name="diamonds the published remarks").wait_for(timeout=WAIT)
    tab.wait_for_function("document.querySelectorAll('.js-plotly-plot').length === 1", timeout=WAIT)
    settled(tab)
    tab.locator(".js-plotly-plot .nsewdrag").click(position={"x": 150, "y": 120})
    tab.wait_for_function(
        "location.search.includes('reported_rate=') && location.search.includes('troops=')", timeout=WAIT
    )


def test_axe_finds_nothing_serious_on_the_walk(visit):
    assert grave_findings(visit(width=1440, dark=True, step="4", **FULL)) == []


def test_an_unchanged_page_can_be_left_and_come_back_to(visit):
    tab = visit(width=1440, v="1", scenario="sky-2024-10k", troops="20000")
    tab.get_by_role("link", name="What flips it").first.click()
    tab.locator("ol.turns").wait_for(timeout=WAIT)
    tab.get_by_role("link", name="What if").first.click()
    expect_headline(tab, "20,000 troops cover 15.7 days")
