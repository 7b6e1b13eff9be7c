"""The pages in a real browser: Chromium, driven by Playwright.

Skipped with a reason where either is missing; with ATTRITION_BROWSER=required (as in .ci/run) that is a failure.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlparse

import pytest

from sim.inputs.loading import load, shipped
from sim.saying import results
from sim.saying.language import LANGUAGES
from sim.show.brief import brief
from sim.study.answer import Answer

ROOT = Path(__file__).parent.parent
REQUIRED = os.environ.get("ATTRITION_BROWSER") == "required"
PAGES = ("", "flips", "compare", "series", "sources", "take-away")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
WAIT = 60_000
DRAWN = """() => [...document.querySelectorAll('.st-key-ruler, [class*="-slider "]')]
  .every(place => place.querySelector('.aw-days, .aw-label')?.textContent)"""
"""Whether each drawing of our own has come into its place on the page and been filled by its script."""
PALE = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart] svg text')].filter(e => {
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(x => x / 255).map(
    x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
  const ground = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor
  const [low, high] = [getComputedStyle(e).fill, ground].map(light).sort((a, b) => a - b)
  return e.textContent.trim() && (high + 0.05) / (low + 0.05) < 4.5
}).map(e => e.textContent)"""
"""Texts of the charts whose contrast with the page is below 4.5 to 1 (WCAG 2.2, 1.4.3)."""


def missing(reason):
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed: pip install '.[browser]'")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        missing("no Chromium on this machine; apt-get install chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(browser):
    """The address of a running app."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.address=127.0.0.1"]
    command += [f"--server.port={port}", "--server.headless=true", "--browser.gatherUsageStats=false"]
    app = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                break
        except OSError:
            time.sleep(0.25)
    yield address
    app.terminate()
    app.wait(10)


@pytest.fixture
def visit(browser, server):
    """Open a page in a session of its own: `visit("flips", line_share="0.5", width=390)`."""
    contexts = []

    def opened(page="", *, width=1280, dark=False, ready=None, **link):
        scheme = "dark" if dark else "light"
        # Playwright waits by evaluating texts, which the policy of our pages forbids
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        contexts.append(context)
        tab = context.new_page()
        tab.goto(f"{server}/{page}{f'?{urlencode(link)}' if link else ''}")
        settled(tab, ready)
        return tab

    yield opened
    for context in contexts:
        context.close()


def settled(tab, ready=None):
    """Wait until the page has been drawn to its end, or what is `ready` at least, and the address holds the link."""
    if ready:
        tab.wait_for_selector(ready, timeout=WAIT)
    else:
        tab.wait_for_function("document.body.innerText.match(/digest of this result|дайджест цього/)", timeout=WAIT)
    tab.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=WAIT)
    tab.wait_for_function(DRAWN, timeout=WAIT)


def headline(tab):
    """The answer as a screen reader hears it: one sentence, of those that stand with the ruler."""
    return " ".join(tab.locator(SPOKEN).text_content().split()).partition(". ")[0] + "."


SPOKEN = ".st-key-board .spoken-only"


def expect_headline(tab, words):
    tab.wait_for_function(
        "([spoken, words]) => document.querySelector(spoken)?.textContent.replace(/\\s+/g, ' ').includes(words)",
        arg=[SPOKEN, words], timeout=WAIT,
    )  # fmt: skip


def link_of(tab):
    return {key: values[0] for key, values in parse_qs(urlparse(tab.url).query).items()}


def type_into(tab, label, text):
    box = tab.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Enter")


def test_the_first_view_answers_the_remark(visit):
    tab = visit()
    assert headline(tab) == "10,000 troops cover 7.9 days of losses."
    tab.locator(".js-plotly-plot").get_by_text("7.9 days").wait_for(timeout=WAIT)


def test_moving_a_control_moves_the_headline_and_the_address(visit):
    tab = visit()
    type_into(tab, "Troops in the reinforcement (people)", "20000")
    expect_headline(tab, "20,000 troops cover 15.7 days")
    tab.wait_for_function("location.search.includes('troops=20000')", timeout=WAIT)


def test_a_group_opens_keeps_open_and_moves_the_headline(visit):
    tab = visit()
    tab.get_by_text("Arrivals?").click()
    type_into(tab, "Share in the line", "0.5")
    expect_headline(tab, "10,000 troops cover 3.9 days")
    settled(tab)
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Share in the line"


def test_the_source_of_a_number_is_one_click_away(visit):
    tab = visit()
    tab.get_by_role("button", name="reported · source").first.click()
    tab.get_by_text("Stated in the scenario").wait_for(timeout=WAIT)


def test_a_link_opens_what_was_sent_in_another_session(visit):
    first = visit(v="1", scenario="classroom")
    type_into(first, "Casualties reported per day (casualties/day)", "50")
    first.wait_for_function("location.search.includes('reported_rate=50')", timeout=WAIT)
    settled(first)
    second = visit(**link_of(first))
    assert (headline(second), link_of(second)) == (headline(first), link_of(first))


def test_a_reloaded_page_is_the_same_page(visit):
    tab = visit(v="1", scenario="sky-2024-10k", troops="12710")
    before = headline(tab)
    tab.reload()
    settled(tab)
    assert headline(tab) == before


BEYOND_LATE = 1_300
"""Milliseconds after which an address is no longer taken for a late one."""


def test_back_and_forward_restore_the_state_of_their_address(visit):
    tab, shown = visit(), []
    for troops, days in (("20000", "15.7"), ("30000", "23.6")):
        type_into(tab, "Troops in the reinforcement (people)", troops)
        expect_headline(tab, f"cover {days} days")
        tab.wait_for_function("n => location.search.includes(`troops=${n}`)", arg=troops, timeout=WAIT)
    tab.wait_for_timeout(BEYOND_LATE)
    for go, words in ((tab.go_back, "20,000"), (tab.go_back, "10,000"), (tab.go_forward, "20,000")):
        go()
        expect_headline(tab, f"{words} troops cover")
        shown.append(link_of(tab).get("troops"))
    assert shown == ["20000", None, "20000"]


def test_back_leads_over_pages_and_out_of_the_program(visit):
    tab = visit(v="1", scenario="classroom")
    tab.get_by_role("link", name="Compare").first.click()
    tab.get_by_text("Scenarios to compare").wait_for(timeout=WAIT)
    settled(tab)
    tab.wait_for_timeout(BEYOND_LATE)
    for _ in range(6):
        tab.go_back()
        tab.wait_for_timeout(400)
    assert tab.url == "about:blank"


def test_a_change_is_not_lost_to_what_is_touched_right_after_it(visit):
    tab = visit(v="1", scenario="sky-2024-10k-full")
    for troops in ("5000", "6000", "7000"):
        settled(tab)
        type_into(tab, "Troops in the reinforcement (people)", troops)
        tab.get_by_text("Waves?").click()
        tab.wait_for_function("n => location.search.includes(`troops=${n}`)", arg=troops, timeout=WAIT)
    settled(tab)
    assert (link_of(tab)["troops"], "7,000 troops" in headline(tab)) == ("7000", True)


@pytest.mark.parametrize(
    "link",
    [
        {"v": "1", "scenario": "sky-2024-10k", "line_share": "7"},
        {"v": "1", "scenario": "<img src=x onerror=alert(1)>"},
        {"v": "9", "scenario": "classroom"},
        {"v": "1", "scenario": "classroom", "<script>alert(1)</script>": "1"},
        {"v": "1", "scenario": "classroom", "troops": "javascript:alert(1)"},
        {"scenario": "classroom"},
        {"v": "1", "scenario": "classroom", "remark.words": ":red[never said]"},
    ],
)
def test_a_hostile_link_is_refused_in_words_and_runs_nothing(visit, link):
    ran = []
    tab = visit()
    tab.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    tab.goto(f"{tab.url.split('?')[0]}?{urlencode(link)}")
    settled(tab)
    assert "Refused; nothing was changed" in tab.locator("body").inner_text()
    assert (headline(tab), ran) == ("10,000 troops cover 7.9 days of losses.", [])


def test_a_broken_file_lists_its_problems(visit):
    tab = visit("take-away")
    broken = {
        "name": "a.toml",
        "mimeType": "application/toml",
        "buffer": b"schema = 1\ntitle = '<b>x</b>'\ntrops = 1\n",
    }
    tab.locator("input[type=file]").set_input_files(broken)
    tab.get_by_text("Refused; nothing was changed").wait_for(timeout=WAIT)
    assert "trops: unknown key" in tab.locator("body").inner_text()


def test_a_file_of_ones_own_opens_and_its_text_stays_text(visit):
    tab = visit("take-away")
    text = b'schema = 1\ntitle = "<i>mine</i> :red[x]"\n[quantities]\nreported_rate = 10\ntroops = 420\n'
    tab.locator("input[type=file]").set_input_files({"name": "a.toml", "mimeType": "application/toml", "buffer": text})
    tab.get_by_text("it carries the whole scenario file").wait_for(timeout=WAIT)
    tab.get_by_role("link", name="What if").first.click()
    expect_headline(tab, "420 troops cover 42.0 days")
    tab.get_by_role("link", name="Sources").first.click()
    tab.get_by_text("<i>mine</i> :red[x]").first.wait_for(timeout=WAIT)


def test_a_file_of_ones_own_travels_in_its_link(visit):
    first = visit("take-away")
    text = (ROOT / "scenarios" / "sky-2024-10k-full.toml").read_bytes().replace(b"value = 1271", b"value = 1270")
    first.locator("input[type=file]").set_input_files({"name": "a.toml", "mimeType": "text/plain", "buffer": text})
    first.wait_for_function("location.search.includes('file=')", timeout=WAIT)
    settled(first)
    second = visit(**link_of(first))
    second.get_by_text("This scenario came with the link you opened").wait_for(timeout=WAIT)
    assert ("file" in link_of(first), link_of(second), "cover" in headline(second)) == (True, link_of(first), True)


def test_a_wave_is_added_in_rows_that_stay_open(visit):
    tab = visit()
    tab.get_by_text("Waves?").click()
    tab.get_by_role("button", name="Add a wave").click()
    tab.get_by_label("Wave 2: day", exact=True).wait_for(timeout=WAIT)
    type_into(tab, "Wave 2: day", "5")
    tab.wait_for_function("location.search.includes('5%3A0')", timeout=WAIT)
    type_into(tab, "Wave 2: troops", "10000")
    expect_headline(tab, "20,000 troops cover 15.7 days")
    tab.wait_for_function("location.search.includes('waves=0%3A10000%2C5%3A10000')", timeout=WAIT)


def test_the_downloads_hold_the_numbers_of_the_command_line(visit, tmp_path):
    tab = visit("take-away", v="1", scenario="classroom", line_share="0.6")
    expected = results.cover_result(Answer(scenario=load("classroom", ["line_share=0.6"])))
    found = {}
    for label in ("Brief (HTML, prints on A4)", "Table (CSV)", "Result (JSON)", "Scenario (TOML)"):
        with tab.expect_download(timeout=WAIT) as started:
            tab.get_by_role("button", name=label).click()
        target = tmp_path / started.value.suggested_filename
        started.value.save_as(target)
        found[target.suffix] = target
    assert json.loads(found[".json"].read_text("utf-8")) == json.loads(json.dumps(expected))
    assert f"digest,{expected['digest']}" in found[".csv"].read_text("utf-8")
    again = results.cover_result(Answer(scenario=load(str(found[".toml"]))))
    assert (again["digest"], expected["digest"] in found[".html"].read_text("utf-8")) == (expected["digest"], True)


def test_the_brief_asks_the_network_for_nothing(browser, tmp_path):
    target, asked = tmp_path / "brief.html", []
    target.write_text(brief(Answer(scenario=load("sky-2024-10k-full"))), encoding="utf-8")
    tab = browser.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(target.as_uri())
    tab.close()
    assert asked == [target.as_uri()]


def test_the_brief_to_take_away_is_in_the_language_of_the_page(visit, tmp_path):
    tab = visit("take-away", v="1", scenario="classroom", lang="uk")
    with tab.expect_download(timeout=WAIT) as started:
        tab.get_by_role("button", name="Довідка (HTML, друк на A4)").click()
    started.value.save_as(tmp_path / "brief.html")
    assert '<html lang="uk">' in (tmp_path / "brief.html").read_text("utf-8")


@pytest.fixture(scope="module")
def printed(browser, tmp_path_factory):
    """A brief as a tab that shows it as it prints on A4, and its pages as a PDF."""
    tab, folder = browser.new_page(viewport={"width": PRINTED, "height": 1000}), tmp_path_factory.mktemp("briefs")
    tab.emulate_media(media="print")

    def opened(name, language):
        target = folder / f"{name}-{language}.html"
        target.write_text(brief(Answer(scenario=load(name)), LANGUAGES[language]), encoding="utf-8")
        tab.goto(target.as_uri())
        return tab, tab.pdf(format="A4", prefer_css_page_size=True)

    yield opened
    tab.close()


PRINTED, PRINTED_HEIGHT = 711, 1039
"""The printed part of an A4 page with margins of 11 mm, in CSS pixels."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shipped())
def test_the_brief_is_one_page(printed, name, language):
    tab, pages = printed(name, language)
    height = tab.evaluate("document.body.getBoundingClientRect().height")
    assert (len(re.findall(rb"/Type\s*/Page\b", pages)), height < 0.96 * PRINTED_HEIGHT) == (1, True)


TEXT_SIZES = """() => [...document.querySelectorAll('body *')].filter(e => e.textContent.trim()).map(e => {
  const drawing = e.closest('svg'), size = parseFloat(getComputedStyle(e).fontSize) * 0.75
  return drawing ? size * drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : size
})"""
"""The size of every text in points."""
TEXTS_OUTSIDE = """() => [...document.querySelectorAll('svg text')].filter(e => {
  const text = e.getBoundingClientRect(), drawing = e.closest('svg').getBoundingClientRect()
  return text.left < drawing.left - 1 || text.right > drawing.right + 1 || text.bottom > drawing.bottom + 3
}).map(e => e.textContent)"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shipped())
def test_no_text_of_the_brief_is_too_small_to_read_or_runs_out_of_its_drawing(printed, name, language):
    tab, _ = printed(name, language)
    assert (min(tab.evaluate(TEXT_SIZES)) >= 6.5, tab.evaluate(TEXTS_OUTSIDE)) == (True, [])


def test_the_keyboard_alone_moves_an_assumption(visit):
    tab = visit()
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Troops in the reinforcement (people)":
            break
    tab.keyboard.press("Control+A")
    tab.keyboard.type("5000")
    tab.keyboard.press("Enter")
    expect_headline(tab, "5,000 troops cover 3.9 days")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_nothing_is_wider_than_a_phone(visit, page, language):
    tab = visit(page, width=390, v="1", scenario="sky-2024-10k-net", lang=language)
    widths = "e => [e.scrollWidth, e.clientWidth]"
    wide, shown = tab.locator("[data-testid=stMain]").evaluate(widths)
    assert (wide <= shown, tab.evaluate("document.documentElement.scrollWidth") <= 390) == (True, True)


def test_the_language_switches_and_stays_on_the_next_page(visit):
    tab = visit()
    tab.get_by_text("Українська").click()
    expect_headline(tab, "покриває 7,9 доби втрат")
    tab.get_by_role("link", name="Порівняння").first.click()
    tab.get_by_text("Сценарії для порівняння").wait_for(timeout=WAIT)


@pytest.mark.parametrize("page", PAGES)
def test_the_document_is_in_the_language_of_the_page(visit, page):
    tab = visit(page, v="1", scenario="sky-2024-10k", lang="uk")
    assert tab.evaluate("document.documentElement.lang") == "uk"


def test_the_language_of_the_document_follows_the_switch(visit):
    tab = visit()
    for name, code in (("Українська", "uk"), ("English", "en")):
        tab.get_by_text(name).click()
        tab.wait_for_function("code => document.documentElement.lang === code", arg=code, timeout=WAIT)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("Troops left", "10,000 troops cover 90.7"),
        ("Outcomes", "equally likely outcomes the troops cover at most 14"),
        ("Steps", "the largest single step: recruits"),
        ("Plane", "diamonds the published remarks"),
    ],
)
def test_every_chart_says_what_it_shows(visit, view, words):
    tab = visit(v="1", scenario="sky-2024-10k-full")
    tab.get_by_role("radio", name=view).click()
    tab.get_by_role("figure", name=words).wait_for(timeout=WAIT)
    tab.locator(".js-plotly-plot").first.wait_for(timeout=WAIT)


def test_a_tab_stays_open_while_numbers_move(visit):
    tab = visit()
    tab.get_by_role("radio", name="Plane").click()
    tab.locator(".js-plotly-plot").get_by_text("here: 7.9").wait_for(timeout=WAIT)
    type_into(tab, "Troops in the reinforcement (people)", "20000")
    tab.locator(".js-plotly-plot").get_by_text("here: 15.7").wait_for(timeout=WAIT)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_in_our_content(visit, page, dark):
    tab = visit(page, dark=dark, v="1", scenario="sky-2024-10k-net")
    assert grave_findings(tab) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious_in_open_rows_and_derivations(visit, width):
    tab = visit(width=width, v="1", scenario="sky-2024-10k-full", waves="0:6000,30:4000")
    tab.get_by_text("Waves?").click()
    tab.get_by_label("Wave 2: day", exact=True).wait_for(timeout=WAIT)
    found = grave_findings(tab)
    tab = visit("sources", width=width)
    for place in range(9):
        tab.locator("summary").nth(place).click()
        tab.wait_for_function("n => document.querySelectorAll('details[open]').length === n", arg=place + 1)
        settled(tab)
    tab.get_by_text("independent scramblings").wait_for(timeout=WAIT)
    settled(tab)
    assert [*found, *grave_findings(tab)] == []


def grave_findings(tab):
    """What axe calls serious or critical in the main part of the page."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        missing("axe-playwright-python is not installed: pip install '.[browser]'")
    found = Axe().run(tab, context="[data-testid=stMain]").response["violations"]
    grave = [v for v in found if v["impact"] in ("serious", "critical")]
    return [(v["id"], node["html"][:120], node["any"][:1]) for v in grave for node in v["nodes"]]


# --------------------------------------------------------------------------------------------- nothing from elsewhere


@pytest.fixture(scope="module")
def overheard(browser, server):
    """What every page, tab and export asked for and was refused, in a browser that keeps to the page's own policy."""
    context, asked, refused = browser.new_context(), [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: refused.append(message.text))
    tab = context.new_page()
    for page in PAGES:
        tab.goto(f"{server}/{page}?{urlencode({'v': '1', 'scenario': 'sky-2024-10k-full'})}")
        tab.get_by_text("digest of this result").wait_for(timeout=WAIT)
        for name in tab.locator(".st-key-view button").all():
            name.click()
            tab.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=WAIT)
    tab.wait_for_timeout(1_000)
    context.close()
    return asked, refused


def test_nothing_is_fetched_from_elsewhere(overheard, server):
    elsewhere = [url for url in overheard[0] if not url.startswith((f"{server}/", "data:", "blob:"))]
    assert (len(overheard[0]) > 50, elsewhere) == (True, [])


def test_the_policy_of_the_page_stops_nothing_that_it_needs(overheard):
    assert [text for text in overheard[1] if "Content Security Policy" in text] == []
