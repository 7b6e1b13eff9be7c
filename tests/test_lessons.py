"""Lessons as files: nothing is loaded, every text is there in both languages, and every figure is the model's."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from each import each

from sim.cli import main
from sim.core.assumptions import Assumptions, assumptions
from sim.core.crossing import days_covered
from sim.core.fighting import fought
from sim.core.forces import Battle, Pulse, Side
from sim.inputs.loading import load
from sim.inputs.problems import ScenarioError
from sim.saying.language import LANGUAGES
from sim.show.lessons import NUMBERS, lesson, lesson_page
from sim.study.ardennes import ardennes, log_ratio_fit

PAGES = [(number, lang) for number in NUMBERS for lang in LANGUAGES]


def content(number, lang="en"):
    made = lesson_page(number, LANGUAGES[lang])
    return json.loads(re.search(r'<script type="application/json" id="page">(.*?)</script>', made)[1])


@each(("number", "lang"), PAGES)
def test_a_lesson_is_small_and_loads_nothing(number, lang):
    made = lesson_page(number, LANGUAGES[lang])
    assert len(made.encode()) < 200_000
    assert re.findall(r"(?:src|href)=|url\(|@import|fetch\(|XMLHttp|import\(", made) == []


@each(("number", "lang"), PAGES)
def test_the_same_lesson_is_the_same_bytes(number, lang):
    assert lesson_page(number, LANGUAGES[lang]) == lesson_page(number, LANGUAGES[lang])


@each(("number", "lang"), PAGES)
def test_every_control_and_field_has_a_name(number, lang):
    made = lesson_page(number, LANGUAGES[lang])
    fields = re.findall(r'<input [^>]*id="(\w+)"', made)
    assert set(fields) == set(re.findall(r'<label for="(\w+)"', made))
    assert len(fields) <= 4


@each("number", NUMBERS)
def test_a_lesson_says_the_same_figures_in_both_languages(number):
    takes = [re.sub(r"[^\d ]", "", content(number, lang)["words"]["take"].replace("\xa0", "")) for lang in LANGUAGES]
    figures = [sorted(re.findall(r"\d+", take)) for take in takes]
    assert len(figures[0]) >= 2
    assert figures[0] == figures[1]


def test_returns_do_nothing_for_ten_thousand_and_decide_for_a_hundred_thousand():
    """CASES.md: about 8.0 days and about 276 with earlier casualties ignored, after Dupuy 1986."""
    take = content(2)["words"]["take"].replace("\xa0", " ")
    returning = ["returning_share=0.75", "earlier_casualties=ignored"]
    net = [days_covered(assumptions(load("sky-2024-10k", [f"troops={n}", *returning]))) for n in (1e4, 1e5)]
    for days in (*(f"{x:.1f}" if x < 100 else f"{x:.0f}" for x in net), "7.9", "78.7"):
        assert f"{days} days" in take


def test_noise_moves_ten_thousand_by_a_third_of_a_day_and_returns_by_weeks():
    take = content(3)["words"]["take"]
    noise = float(re.search(r"gives ([\d.]+)", take)[1])
    counts = np.random.default_rng(1).negative_binomial(1271 / 10.9, 1 / 11.9, (20_000, 20))
    independent = np.std([np.interp(10_000, np.cumsum(row), np.arange(1, 21)) for row in counts])
    # between days that know nothing of each other and days correlated as in September 2024
    assert independent < noise < 0.5
    assert "31.5" in take


def test_the_flip_of_the_remark_is_where_the_model_turns():
    take = content(4)["words"]["take"]
    share, troops, recruits = (float(x.replace(",", "")) for x in re.findall(
        r"by ([\d.]+)\s% returning, by ([\d,]+) soldiers, or by ([\d,]+) recruits", take)[0])  # fmt: skip
    settings = (f"returning_share={share / 100}", f"troops={troops}", f"recruits_per_day={recruits}")
    days = [float(days_covered(assumptions(load("sky-2024-10k", [setting])))) for setting in settings]
    assert days == pytest.approx([14.0] * 3, rel=2e-3)


def test_the_fit_to_the_ardennes_is_said_as_it_is():
    assert f"{100 * log_ratio_fit(ardennes()).r_squared:.1f}" in content(5)["words"]["take"]


def test_the_fight_of_lesson_five_is_the_integrated_one():
    facts = content(5)["facts"]
    ours = Side(name="", strength=facts["x"], hit_rate=facts["hit"], pulses=(Pulse(day=5.0, people=400.0),))
    theirs = Side(name="", strength=facts["y"], hit_rate=facts["hit"])
    assert fought(Battle(first=ours, second=theirs, days=60.0)).strengths[-1, 0] == pytest.approx(324, abs=0.5)


def test_the_rate_is_that_of_the_remark():
    rate = content(2)["facts"]["rate"]
    assert float(days_covered(Assumptions(waves=((0, 1e4),), schedule=((0, rate),)))) == pytest.approx(7.868, abs=5e-4)


@each("number", [0, 6, True, "2"])
def test_there_are_five_lessons(number):
    with pytest.raises(ScenarioError, match="allowed 1, 2, 3, 4, 5"):
        lesson(number)


def test_the_command_writes_the_lesson(tmp_path):
    path = tmp_path / "lesson.html"
    assert main(["lesson", "2", "-o", str(path), "--lang", "uk"]) == 0
    assert path.read_text("utf-8") == lesson_page(2, LANGUAGES["uk"])


@pytest.mark.parametrize("number", ["0", "6", "two"])
def test_the_command_refuses_other_lessons(number, tmp_path, capsys):
    assert main(["lesson", number, "-o", str(tmp_path / "x.html")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
