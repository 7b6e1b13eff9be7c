"""Worksheets: every answer recomputed by the model from the numbers that stand in the question, for 200 seeds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from each import each
from scipy.stats import nbinom

from sim.cli import main
from sim.core.assumptions import Assumptions
from sim.core.crossing import days_covered
from sim.core.duels import Duel, win_probability
from sim.core.fighting import fought
from sim.core.forces import Battle, Side
from sim.inputs.loading import load
from sim.inputs.problems import ScenarioError
from sim.saying.language import LANGUAGES
from sim.show.exercise_records import Number
from sim.show.exercises import LEVELS, exercises
from sim.show.worksheet import worksheet
from sim.study.answer import Answer

SEEDS = range(200)


def days(n, r, waves=None, schedule=None, **more):
    return float(
        days_covered(Assumptions(waves=waves or ((0, n),), schedule=schedule or ((0, r),), **more))
    )  # fmt: skip


def left(a, b):
    """Survivors by following the fight, not by the closed form."""
    first, second = (Side(name="", strength=float(z), hit_rate=0.1) for z in (a, b))
    return float(fought(Battle(first=first, second=second, days=100.0), [100.0]).strengths[0, 0])


def lost_for_good(v):
    return (1 - v["p"]) * v["r"]


def noise(v):
    """The spread of the losses when they are as many as the troops, in days: that of a negative binomial count."""
    return nbinom(v["n"] / (v["v"] - 1), 1 / v["v"]).std() / v["r"]


def date_of(v):
    fixed = f"reported_rate={v['r']}", f"troops={v['n']}", f"announced={v['date']}", f"lag_days={v['lag']}"
    chosen = load("sky-2024-10k", list(fixed))
    return (Answer(scenario=chosen, seed=0).used_up_on - date(1970, 1, 1)).days


MODEL = {
    "quotient": lambda v: days(v["n"], v["r"]),
    "monthly": lambda v: days(v["n"], v["m"] / v["d"]),
    "needed": lambda v: v["r"] * v["d"] / days(v["r"] * v["d"], v["r"]) * v["d"],
    "line": lambda v: days(v["n"], v["r"], line_share=v["u"]),
    "recruits": lambda v: days(v["n"], v["r"], recruits_per_day=v["c"]),
    "lasting": lambda v: v["n"] / days(v["n"], v["n"] / v["d"]),
    "returns": lambda v: days(v["n"], v["r"], returning_share=v["p"]),
    "scatter": lambda v: (days(v["n"], v["r"], returning_share=v["p"]) - days(v["n"], v["r"])) / noise(v),
    "arrivals": lambda v: days(v["n"], v["r"], delivered_share=v["f"], line_share=v["u"], desertion_share=v["q"]),
    "waves": lambda v: days(0, v["r"], waves=((0, v["n"]), (v["d"], v["k"]))),
    "share": lambda v: 1 - v["n"] / (v["r"] * days(v["n"], v["n"] / v["d"])),
    "calendar": date_of,
    "delayed": lambda v: days(v["n"], v["r"], returning_share=v["p"], first_return_day=v["a"],
                              last_return_day=v["b"], count_earlier=False),
    "trend": lambda v: days(v["n"], v["r"], monthly_trend=v["g"]),
    "steps": lambda v: days(v["n"], 0, schedule=((0, v["r"]), (v["d"], v["s"]))),
    "square": lambda v: left(v["a"], v["b"]),
    "halves": lambda v: left(left(v["a"], v["b"] / 2), v["b"] / 2),
    "chance": lambda v: win_probability(Duel(first=int(v["m"]), second=1, second_rate=float(v["s"]))),
}  # fmt: skip


def values(exercise):
    return {name: x.value if isinstance(x, Number) else x for name, x in exercise.places.items()}


def recomputed(exercise):
    return exercise.answer.value == pytest.approx(MODEL[exercise.kind](values(exercise)), rel=1e-6)


@each("level", LEVELS)
def test_every_answer_is_the_models(level):
    wrong = [(seed, e.kind) for seed in SEEDS for e in exercises(seed, level) if not recomputed(e)]
    assert wrong == []


@each("level", LEVELS)
def test_every_worked_line_ends_at_the_answer(level):
    sheets = [e for seed in SEEDS for e in exercises(seed, level)]
    assert [e.kind for e in sheets if e.answer.value != pytest.approx(e.by_hand, rel=1e-8)] == []


@each("level", LEVELS)
def test_a_wrong_answer_is_noticed(level):
    for exercise in exercises(7, level):
        assert not recomputed(replace(exercise, answer=Number(exercise.answer.value * 1.001 + 0.001)))


@each("level", LEVELS)
def test_no_exercise_is_degenerate(level):
    """Answers are finite, above one (shares between 5 and 95 %), and none stands in its own question."""
    for exercise in (e for seed in SEEDS for e in exercises(seed, level)):
        low, high = (0.05, 0.999) if exercise.answer.form == "percent" else (1.5, 1e6)
        given = [x.value for x in exercise.places.values() if isinstance(x, Number) and x.form == "count"]
        assert low <= exercise.answer.value <= high
        assert exercise.answer.value not in given


@each("level", LEVELS)
def test_seeds_make_different_sheets(level):
    assert len({worksheet(seed, level) for seed in SEEDS}) == len(SEEDS)


@each("seed", SEEDS)
def test_level_1_needs_the_four_operations_only(seed):
    key = worksheet(seed, 1).split('class="key"')[1]
    assert re.findall(r"√|\bln\b|\^|²", key) == []


@each("lang", list(LANGUAGES))
@each("level", LEVELS)
def test_every_calculation_in_the_key_is_right(level, lang):
    """Each line `a / b = c` is worked again from its characters, as a pupil would."""
    for seed in range(0, 200, 20):
        for line in re.findall(r'<div class="worked">(.*?)</div>', worksheet(seed, level, LANGUAGES[lang])):
            if (sum_ := arithmetic(line, lang)) is not None:
                assert sum_[0] == pytest.approx(sum_[1], rel=1e-3, abs=6e-4), line


@each("level", LEVELS)
def test_the_key_rounds_as_a_pupil_does(level):
    """A half goes up, of 4.05 too, whose binary number lies below it."""
    wrong = []
    for seed in range(0, 200, 5):
        key = re.findall("<li><b>(.*?)</b>", worksheet(seed, level).split('class="key"')[1])
        for shown, exercise in zip(key, exercises(seed, level), strict=True):
            told = Decimal(re.match(r"[\d,.]+", shown).group().replace(",", ""))
            exact = Decimal(f"{exercise.answer.value * (100 if '%' in shown else 1):.9f}")
            if exercise.answer.form != "date" and abs(told - exact.quantize(told, ROUND_HALF_UP)) > 0:
                wrong.append((seed, shown, exact))
    assert wrong == []


def arithmetic(line, lang):
    """Both sides of an equation in numbers, or nothing for a line that has other letters in it."""
    plain = line.replace("\N{NO-BREAK SPACE}", "") if lang == "uk" else line.replace(",", "")
    plain = plain.replace(",", ".") if lang == "uk" else plain.replace("\N{NO-BREAK SPACE}", "")
    plain = re.sub(r"^D = ", "", plain.replace("−", "-").replace("×", "*").replace("²", "**2"))
    plain = re.sub(r"([\d.]+) ?%", r"(\1/100)", plain)
    plain = re.sub(r"ln ([\d.]+)", r"np.log(\1)", plain).replace("ln(", "np.log(").replace("√(", "np.sqrt(")
    match = re.match(r"^([-\d.*/+() ]|np\.log|np\.sqrt)+ = [-\d.]+", plain)
    if match is None or re.match(r"^\d{4}-", plain) or "D" in plain:
        return None
    expression, _, result = match.group().partition(" = ")
    return eval(expression, {"np": np}), float(result)  # noqa: S307 (digits and signs only)


def test_the_lines_are_read_by_that_test():
    """All but the ones in words: 2 of level 1's lines and more are equations."""
    lines = [x for level in LEVELS for x in re.findall(r'worked">(.*?)</div>', worksheet(7, level))]
    read = [x for x in lines if arithmetic(x, "en") is not None]
    assert len(read) >= 20


@each("lang", list(LANGUAGES))
def test_questions_have_no_hole_and_no_other_language(lang):
    sheet = worksheet(7, 3, LANGUAGES[lang])
    assert not re.search(r"[{}]|nan|None", sheet.split("<body>")[1])
    words = re.sub(r"(?s)<[^>]*>|\bD\b|\bln\b", "", sheet.split("<body>")[1])
    assert bool(re.search("[A-Za-z]{2}", words)) == (lang == "en")


def test_a_date_counts_whole_days_from_the_first():
    exercise = next(e for e in exercises(7, 2) if e.kind == "calendar")
    v = values(exercise)
    assert date(1970, 1, 1) + timedelta(exercise.answer.value) == v["date"] + timedelta(v["lag"] + v["n"] // v["r"])


@each(("seed", "level"), [(-1, 1), (True, 1), (2**32, 1), (1, 0), (1, 4), (1, True)])
def test_other_seeds_and_levels_are_refused(seed, level):
    with pytest.raises(ScenarioError):
        exercises(seed, level)


def test_the_command_writes_the_sheet(tmp_path):
    path = tmp_path / "sheet.html"
    assert main(["worksheet", "--seed", "7", "--level", "2", "--lang", "uk", "-o", str(path)]) == 0
    assert path.read_text("utf-8") == worksheet(7, 2, LANGUAGES["uk"])


def test_the_command_refuses_other_levels(tmp_path, capsys):
    assert main(["worksheet", "--level", "4", "-o", str(tmp_path / "x.html")]) == 2
