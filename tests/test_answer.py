"""One answer: everything that is concluded is computed once, and what shows it computes nothing."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter

import pytest
from each import each
from streamlit.testing.v1 import AppTest

import sim
from sim import cli
from sim.core import assumptions as inputs_of
from sim.core import crossing
from sim.inputs.loading import load
from sim.saying import results, sentences, sums, verdicts
from sim.saying.language import LANGUAGES
from sim.show import brief, figures_left
from sim.study import answer, flips, joint, ladder, paired, sensitivity, verdict
from sim.study import distribution as uncertainty
from sim.study.answer import Answer

COUNTED = {
    "days_covered": crossing, "distribution": uncertainty, "verdict": verdict, "opposite": verdict,
    "ladder": ladder, "tornado": sensitivity, "indices": sensitivity, "bridge": ladder, "compared": paired,
    "flips": flips, "joint_move": joint,
}  # fmt: skip
"""The runs of the model, each with the module that has it."""
COVER = {"distribution": 1, "verdict": 1, "opposite": 1, "ladder": 1}
DIGEST = {"distribution": 1, "verdict": 1, "ladder": 1}
"""What every page needs for its link, and every JSON answer."""
COMMANDS = {
    ("cover", "{}"): COVER,
    ("cover", "{}", "--json"): COVER,
    ("report", "{}", "-o", "{out}"): COVER,
    ("flip", "{}", "--error", "0.1"): {"flips": 1, "joint_move": 1},
    ("flip", "{}", "--error", "0.1", "--json"): {**DIGEST, "flips": 1, "joint_move": 1},
    ("sensitivity", "{}"): {"tornado": 1, "indices": 1, "bridge": 1},
    ("compare", "{}", "classroom", "--error", "0.1"): {"compared": 2},
    ("list",): {},
    ("show", "{}"): {},
}  # fmt: skip
ONE_PAGE = "from sim.ui import address\nfrom sim.ui.frame import show\naddress.open_link()\nshow({!r})"
SHOWING = (results, sentences, sums, verdicts, brief, figures_left, cli)


@pytest.fixture
def runs(monkeypatch):
    """How often each of the counted functions is called, by whatever name a module knows it; nothing is kept before."""
    found = Counter()
    names = [found.name for found in pkgutil.walk_packages(sim.__path__, "sim.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith(("__main__", "entry"))]
    for name, home in COUNTED.items():
        real = getattr(home, name)
        for module in modules:
            for known in [key for key, value in vars(module).items() if value is real]:
                monkeypatch.setattr(module, known, counting(found, name, real))
    crossing.central_days.cache_clear()
    answer._distribution.cache_clear()
    return found


def counting(found, name, real):
    def counted(*arguments, **named):
        found[name] += 1
        return real(*arguments, **named)

    return counted


@pytest.mark.parametrize(("command", "expected"), COMMANDS.items(), ids=lambda x: " ".join(x))
def test_a_command_computes_each_part_once(command, expected, runs, tmp_path):
    assert cli.main([part.format("sky-2024-10k-full", out=tmp_path / "brief.html") for part in command]) == 0
    assert {name: runs[name] for name in COUNTED if name != "days_covered" and runs[name]} == expected


ONE_SHOWN = {name: count for name, count in COVER.items() if name != "opposite"}
PAGE_RUNS = {
    "what-if": {**ONE_SHOWN, "distribution": 4, "verdict": 4},  # those of each reading stand on its chip
    "flips": {**DIGEST, "tornado": 1},  # the rest is computed where it is asked for
    "compare": {**DIGEST, "distribution": 2, "verdict": 2, "compared": 2},
    "sources": COVER,
    "take-away": {**COVER, "distribution": 2, "verdict": 2, "ladder": 2},  # the draft of a fact-check has gross and net
}


@pytest.mark.parametrize(("page", "expected"), PAGE_RUNS.items(), ids=lambda x: str(x))
def test_a_page_computes_each_part_once_however_often_it_is_drawn(page, expected, runs):
    from sim.ui import answers

    answers._answered.cache_clear()
    answers._compared.cache_clear()
    app = AppTest.from_string(ONE_PAGE.format(page), default_timeout=120).run()
    app.run()
    assert {name: runs[name] for name in COUNTED if name != "days_covered" and runs[name]} == expected


def test_the_days_covered_are_found_once_for_each_rung_and_once_for_the_distribution(runs):
    cli.main(["cover", "sky-2024-10k-full"])
    rungs = len(Answer(scenario=load("sky-2024-10k-full")).active)
    assert runs["days_covered"] == 1 + rungs + 1


@pytest.mark.parametrize("shown", [sentences.headline, sums.arithmetic, results.cover_result, brief.brief])
def test_showing_an_answer_a_second_time_runs_no_model(shown, runs):
    given = Answer(scenario=load("sky-2024-10k-full"))
    shown(given)
    before = runs.copy()
    shown(given)
    assert runs == before


def test_an_answer_that_forgets_is_noticed(runs):
    for _ in range(2):
        results.cover_result(Answer(scenario=load("classroom")))
    assert runs["ladder"] == 2


@each("module", SHOWING, ids=lambda module: module.__name__)
def test_what_shows_an_answer_knows_nothing_that_runs_the_model(module):
    running = {getattr(home, name) for name, home in COUNTED.items()} | {crossing.central_days, inputs_of.assumptions}
    assert [name for name, value in vars(module).items() if callable(value) and value in running] == []


@each(
    ("settings", "line"),
    [
        (["returning_share=0.7", "recruits_per_day=30"], "100 x (1 - 0.7 returning) - 30 recruits = 0 a day"),
        (["waves=5:1200", "integration_days=10", "starting_effectiveness=0.5", "recruits_per_day=90"],
         "x effectiveness 0.5 + 0.5 x min((365.000 - 5) / 10, 1)"),
        (["waves=100:1200"], "what stands in the line of the 0 troops that have arrived by then"),
    ],
    ids=["a drain of nothing", "a late wave", "nobody yet"],
)  # fmt: skip
def test_the_arithmetic_is_that_of_the_model(settings, line):
    assert any(line in each for each in sums.arithmetic(Answer(scenario=load("classroom", settings))))


@each(
    ("settings", "why"),
    [(["recruits_per_day=2000"], "recruits make good"), (["returning_share=1"], "returns make good"),
     (["returning_share=0.5", "recruits_per_day=900"], "returns and recruits make good"),
     (["schedule=0:1271,5:0", "returning_share=0.01"], "the losses die away"),
     (["monthly_trend=-0.9", "troops=100000"], "the losses die away")],
    ids=" ".join,
)  # fmt: skip
def test_why_troops_are_never_used_up(settings, why):
    said = sentences.headline(Answer(scenario=load("sky-2024-10k", settings)))
    assert f"never used up: {why}" in said


@each(
    ("settings", "said"),
    [(["troops=12"], "12 troops cover 0.009 days"), (["troops=5e-324", "reported_rate=1"], "cover 0.0 days"),
     (["troops=1000000000"], "cover more than 100 years")],
    ids=" ".join,
)  # fmt: skip
def test_days_of_every_size_can_be_read(settings, said):
    given = Answer(scenario=load("sky-2024-10k", settings))
    firm = [verdicts.firm_sentence(given.verdict, True, say) for say in LANGUAGES.values()]
    assert said in sentences.headline(given)
    assert not any(re.search(r"\de[-+]|0{9}", words) for words in firm), firm


def test_an_answer_is_the_same_in_every_language():
    given = Answer(scenario=load("sky-2024-10k-full"))
    shown = [sentences.headline(given, say) for say in LANGUAGES.values()]
    assert all("90" in words for words in shown)
