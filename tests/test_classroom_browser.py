"""What the classroom prints and hands out, in a real browser: the lessons' arithmetic, their keys, and paper.

Skipped or failed with a reason as tests/test_browser.py says.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from test_browser import WAIT, browser, grave_findings, missing, server, visit  # noqa: F401 (the fixtures)

from sim.core.assumptions import Assumptions
from sim.core.crossing import days_covered
from sim.core.curves import ledger
from sim.core.lanchester import square, square_duration, square_survivors
from sim.inputs.loading import load
from sim.saying.language import LANGUAGES
from sim.show.exercises import LEVELS
from sim.show.lessons import NUMBERS, lesson_page
from sim.show.nomogram import nomogram, printable
from sim.show.worksheet import worksheet

MANY = 2000
PAGES = [(number, lang) for number in NUMBERS for lang in LANGUAGES]


@pytest.fixture
def opened(browser, tmp_path):  # noqa: F811
    """Open a page from a file, with the network cut off; what goes wrong in it is collected in `tab.problems`."""
    contexts = []

    def show(made, name="page.html"):
        path = tmp_path / name
        path.write_text(made, "utf-8")
        context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
        contexts.append(context)
        tab = context.new_page()
        tab.problems = []
        tab.on("pageerror", lambda error: tab.problems.append(str(error)))
        tab.on("console", lambda message: tab.problems.append(message.text))
        tab.on("request", lambda request: tab.problems.append(request.url) if request.url[:4] == "http" else None)
        tab.goto(path.as_uri())
        return tab

    yield show
    for context in contexts:
        context.close()


def asked(tab, call, columns):
    """The page's answer to each row of inputs; infinities come as text."""
    rows = np.column_stack(columns).tolist()
    found = tab.evaluate(f"rows => rows.map(row => attrition.{call}(...row)).map(x => [x].flat().map(String))", rows)
    return np.array(found, dtype=float).squeeze()


@pytest.fixture
def lesson_tab(opened):
    return opened(lesson_page(2))


@pytest.mark.parametrize("counted", [True, False])
def test_the_pages_days_are_the_models(lesson_tab, counted):
    rng = np.random.default_rng(5)
    n, r, p = rng.uniform(0, 2e5, MANY), rng.uniform(1, 3000, MANY), rng.uniform(0, 1, MANY)
    a = rng.uniform(0, 30, MANY)
    b, c = a + rng.uniform(0, 60, MANY) * (rng.random(MANY) < 0.9), rng.uniform(0, 1500, MANY)
    theirs = asked(lesson_tab, "days", (n, r, p, a, b, np.full(MANY, counted), c))
    ours = days_covered(Assumptions(
        waves=((0, n),), schedule=((0, r),), returning_share=p, first_return_day=a, last_return_day=b,
        recruits_per_day=c, count_earlier=counted,
    ))  # fmt: skip
    assert np.isinf(theirs).sum() > 100
    assert theirs == pytest.approx(ours, rel=1e-9)


def test_the_pages_losses_are_the_models(lesson_tab):
    rng = np.random.default_rng(8)
    t, r, p, a = (rng.uniform(0, most, MANY) for most in (120, 3000, 1, 30))
    b = a + rng.uniform(0, 60, MANY) * (rng.random(MANY) < 0.9)
    inputs = Assumptions(
        waves=((0, 1.0),), schedule=((0, r),), returning_share=p, first_return_day=a, last_return_day=b,
        count_earlier=False,
    )  # fmt: skip
    ours, theirs = ledger(inputs, t), asked(lesson_tab, "netLosses", (t, r, p, a, b))
    assert theirs == pytest.approx(ours.lost - ours.returned, rel=1e-9, abs=1e-6)


def test_the_pages_fights_are_the_models(lesson_tab):
    rng = np.random.default_rng(6)
    x, y, a, b = *rng.uniform(10, 5000, (2, MANY)), *rng.uniform(0.01, 0.5, (2, MANY))
    day, people = rng.uniform(0, 20, MANY), rng.uniform(0, 3000, MANY)
    then = square((x, y), (a, b), day)
    ends = square_survivors((then[0] + people, then[1]), (a, b))
    assert asked(lesson_tab, "duration", (x, y, a, b)) == pytest.approx(square_duration((x, y), (a, b)), rel=1e-9)
    assert asked(lesson_tab, "square", (x, y, a, b, day)) == pytest.approx(np.column_stack(then), rel=1e-6, abs=1e-5)
    assert asked(lesson_tab, "fight", (x, y, a, b, day, people)) == pytest.approx(
        np.column_stack(ends), rel=1e-5, abs=0.05
    )


def test_the_pages_noise_and_flips_are_the_models(lesson_tab):
    rng = np.random.default_rng(7)
    n, r, v, w = (
        rng.uniform(1e3, 1e5, MANY),
        rng.uniform(50, 3000, MANY),
        rng.uniform(1, 50, MANY),
        rng.random(MANY) / 2,
    )
    t = n / r * rng.uniform(1.1, 9, MANY)
    assert asked(lesson_tab, "noiseDays", (n, r, v, w)) == pytest.approx(np.sqrt(v * (1 + w) / (1 - w) * n) / r)
    flips = lesson_tab.evaluate("rows => rows.map(row => attrition.flips(...row))", np.column_stack([n, r, t]).tolist())
    troops, rate, share, recruits = ([f[key] for f in flips] for key in ("troops", "rate", "share", "recruits"))
    for change in ({"waves": ((0, troops),)}, {"schedule": ((0, rate),)}, {"returning_share": share},
                   {"recruits_per_day": recruits}):  # fmt: skip
        inputs = {"waves": ((0, n),), "schedule": ((0, r),), **change}
        assert days_covered(Assumptions(**inputs)) == pytest.approx(t, rel=1e-9)


def test_a_broken_formula_is_seen(opened):
    tab = opened(lesson_page(2).replace("p * r * (b - a) / 2", "p * r * (b - a)"))
    theirs = asked(tab, "days", ([1e5], [1271.0], [0.75], [6.0], [20.0], [False], [0.0]))
    assert theirs != pytest.approx(276, rel=1e-3)


@pytest.mark.parametrize(("number", "lang"), PAGES)
def test_a_lesson_runs_by_keyboard_to_its_end_without_a_network(opened, number, lang):
    tab = opened(lesson_page(number, LANGUAGES[lang]))
    tab.focus("#guess")
    tab.keyboard.type("12,5" if lang == "uk" else "12.5")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "reveal"
    tab.focus("#answer")
    tab.keyboard.type("1")
    tab.keyboard.press("Enter")
    shown = tab.inner_text("main")
    assert tab.inner_text("#verdict") != ""
    assert not re.search(r"NaN|undefined|Infinity|[{}]", shown)
    assert tab.problems == []


@pytest.mark.parametrize(("number", "lang"), PAGES)
def test_every_end_of_every_slider_is_said_in_words(opened, number, lang):
    tab = opened(lesson_page(number, LANGUAGES[lang]))
    tab.fill("#guess", "3")
    tab.press("#guess", "Enter")
    for key in tab.evaluate("page.controls"):
        for press in ("Home", "End"):
            tab.press(f"#{key}", press)
            assert not re.search(r"NaN|undefined|Infinity|[{}]", tab.inner_text("main"))
    assert tab.problems == []


def test_the_right_answer_is_right_and_another_is_not(opened):
    tab = opened(lesson_page(1))
    tab.fill("#guess", "8")
    tab.press("#guess", "Enter")
    said = []
    for answer in ("38,130", "3000"):
        tab.fill("#answer", answer)
        tab.press("#answer", "Enter")
        said.append(tab.inner_text("#verdict"))
    assert said == ["Right: 1,271 × 30 = 38,130.", "Not quite: 1,271 × 30 = 38,130."]


@pytest.mark.parametrize(
    ("number", "moved", "said"),
    [
        (4, {"troops": "100000", "days": "14"}, "Right: 1,271 − 100,000 / 14 ≤ 0, so 0."),
        (5, {"people": "100", "day": "0"}, "Right: 900² ≤ 1,000², so 0."),
    ],
)
def test_where_nothing_is_left_no_equation_says_that_it_is_zero(opened, number, moved, said):
    tab = opened(lesson_page(number))
    for key, value in moved.items():
        tab.locator(f"#{key}").fill(value)
    tab.fill("#guess", "0")
    tab.press("#guess", "Enter")
    tab.fill("#answer", "0")
    tab.press("#answer", "Enter")
    assert tab.inner_text("#verdict") == said


def test_sides_that_match_leave_none_of_theirs_either(opened):
    tab = opened(lesson_page(5))
    for key, value in (("people", "200"), ("day", "0"), ("guess", "0")):
        tab.locator(f"#{key}").fill(value)
    tab.press("#guess", "Enter")
    assert "both sides are equally strong" in tab.inner_text("#explanation")


@pytest.mark.parametrize("guess", ["", "many", "-3", "1e999", "NaN"])
def test_a_guess_that_is_no_number_is_refused_in_words(opened, guess):
    tab = opened(lesson_page(1))
    tab.fill("#guess", guess)
    tab.press("#guess", "Enter")
    assert "number" in tab.inner_text("#guess-problem")
    assert tab.is_hidden("#reveal")


@pytest.mark.parametrize("number", NUMBERS)
def test_axe_finds_nothing_serious_in_a_lesson(opened, number):
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        missing("axe-playwright-python is not installed: pip install '.[browser]'")
    tab = opened(lesson_page(number))
    tab.fill("#guess", "8")
    tab.press("#guess", "Enter")
    found = Axe().run(tab).response["violations"]
    assert [(v["id"], v["impact"]) for v in found if v["impact"] in ("serious", "critical")] == []


PRINTED = {
    **{f"lesson {number} {lang}": (lesson_page, (number, LANGUAGES[lang]), 2) for number, lang in PAGES},
    **{f"sheet {level} {lang}": (worksheet, (7, level, LANGUAGES[lang]), 2) for level in LEVELS for lang in LANGUAGES},
    **{f"chart {lang}": (lambda say: printable(nomogram(load("classroom"), say), say), (LANGUAGES[lang],), 1)
       for lang in LANGUAGES},
}  # fmt: skip


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", PRINTED)
def test_it_prints_on_its_pages(opened, name, paper):
    make, arguments, pages = PRINTED[name]
    pdf = opened(make(*arguments)).pdf(format=paper, prefer_css_page_size=False)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= pages


# ----------------------------------------------------------------------------------------------------- the page Learn


@pytest.fixture
def learn(visit):  # noqa: F811
    """Open a lesson on the page Learn and go through its beats."""

    def opened(number, *, guess="12", **more):
        tab = visit("learn", ready="#predict", lesson=str(number), **more)
        for field in ("guess", "answer"):
            tab.fill(f"#{field}", guess)
            tab.press(f"#{field}", "Enter")
        return tab

    return opened


@pytest.mark.parametrize("view", ["", "projector"])
def test_every_lesson_is_one_screen_with_all_its_beats(learn, view):
    heights = {}
    for number, lang in PAGES:
        tab = learn(number, width=1440, lang=lang, **({"view": view} if view else {}))
        heights[number, lang] = tab.locator("[data-testid=stMain]").evaluate("part => part.scrollHeight")
        tab.context.close()
    assert {key: height for key, height in heights.items() if height > 900} == {}


def test_a_guess_that_is_drawn_is_the_guess_in_the_box(learn):
    tab = learn(1)
    tab.locator("#board .net-dot").click()
    guess = float(tab.input_value("#guess"))
    assert guess == pytest.approx(7.868, abs=0.3)
    assert f"Your guess: {guess:.1f} days" in tab.inner_text("#told").replace("\xa0", " ")


def test_a_guess_is_still_there_in_the_other_language(learn):
    tab = learn(2, guess="12.5")
    tab.get_by_text("Українська").click()
    tab.locator("article:lang(uk) #told").wait_for(timeout=WAIT)
    assert (tab.input_value("#guess"), "12,5" in tab.inner_text("#told")) == ("12,5", True)


def test_the_projector_shows_the_lesson_and_the_way_back_only(learn):
    tab = learn(2, view="projector")
    parts = tab.locator("[data-testid=stHeader], [data-testid=stRadio], h1, button").all()
    seen = [part.inner_text() for part in parts if part.is_visible()]
    assert seen == ["Gross and net", "Show the answer", "Check", "Leave the projector view"]


def test_back_leads_to_the_lesson_before(learn):
    tab = learn(2)
    tab.get_by_text("4. What flips the verdict").click()
    tab.locator("article h1", has_text="What flips the verdict").wait_for()
    tab.wait_for_timeout(1500)  # the address counts as the visitor's own once it has stood a second
    tab.go_back()
    tab.locator("article h1", has_text="Gross and net").wait_for()


TYPE = """article => [...article.querySelectorAll("*")]
  .filter(part => part.checkVisibility() && [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(part => [part.ownerSVGElement ? "figure" : "text", part.textContent,
                parseFloat(getComputedStyle(part).fontSize) * (part.ownerSVGElement?.getScreenCTM().a ?? 1)])"""
"""What is read in a lesson, and its type in pixels as it stands on the screen."""
LEAST = {"text": 22, "figure": 16}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lesson_on_a_projector_is_read_from_the_back_of_the_class(learn, lang):
    small, wide = [], []
    for number in NUMBERS:
        tab = learn(number, width=1440, lang=lang, view="projector")
        small += [row for row in tab.locator("article").evaluate(TYPE) if row[2] < LEAST[row[0]]]
        wide += [tab.locator("[data-testid=stMain]").evaluate("part => part.scrollWidth - part.clientWidth")]
        tab.context.close()
    assert (small, wide) == ([], [0] * len(NUMBERS))


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious_in_a_lesson_on_the_page(learn, dark):
    assert grave_findings(learn(5, dark=dark)) == []
