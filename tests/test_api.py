"""The names for people who write Python: few, stable, refusing in words, and showing themselves."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from documents import DOCS
from each import each

import sim
from sim.cli import main
from sim.inputs.loading import load

SIGNATURES = {
    "cover": "(troops: 'Given', reported_rate: 'Given', **quantities: 'Given') -> 'Cover'",
    "answer": "(scenario: 'str | Scenario', *, seed: 'int' = 0, **changes: 'Given') -> 'Cover'",
    "load": "(name_or_path: 'str', settings: 'Sequence[str]' = ()) -> 'Scenario'",
    "Cover.what_if": "(self, **changes: 'Given') -> 'Cover'",
    "Cover.to_dict": "(self) -> 'dict[str, Any]'",
    "Cover.plot": "(self) -> 'Any'",
}
"""What somebody's program may hold on to: a change here is one for CHANGES.md, and a new version."""
BASE = load("sky-2024-10k")
TOUR = json.loads((DOCS / "tour.ipynb").read_text("utf-8"))
CELLS = ["".join(cell["source"]) for cell in TOUR["cells"] if cell["cell_type"] == "code"]


def test_the_public_names_are_seven():
    assert sim.__all__ == ["Answer", "Cover", "Scenario", "ScenarioError", "answer", "cover", "load"]


@each("name", SIGNATURES)
def test_a_signature_stays_as_it_is(name):
    found = sim
    for part in name.split("."):
        found = getattr(found, part)
    assert str(inspect.signature(found)) == SIGNATURES[name]


def test_two_numbers_give_the_quotient():
    assert sim.cover(10_000, 1271).days == pytest.approx(10_000 / 1271, rel=1e-12)


@each(("change", "setting"), [
    ({"returning_share": 0.5}, ["returning_share=0.5"]),
    ({"troops": np.int64(6000)}, ["troops=6000"]),
    ({"waves": "0:6000,3:4000"}, ["waves=0:6000,3:4000"]),
    ({"remark.threshold_days": 30}, ["remark.threshold_days=30"]),
    ({"line_share": (0.4, 0.6, 0.8)}, ["line_share=0.6", "line_share.low=0.4", "line_share.high=0.8",
                                      "line_share.shape=triangular"]),
])  # fmt: skip
def test_what_if_is_what_a_setting_of_the_command_line_is(change, setting):
    asked = sim.answer("sky-2024-10k").what_if(**change)
    assert asked.answer.scenario == load("sky-2024-10k", setting)


def test_what_if_leaves_the_first_answer_as_it_is():
    first = sim.cover(10_000, 1271)
    assert (first.what_if(returning_share=0.5).days > first.days, round(first.days, 3)) == (True, 7.868)


def test_a_range_given_at_once_is_one_given_later():
    at_once = sim.cover(10_000, (1187, 1271, 1354))
    assert at_once.interval == sim.cover(10_000, 1271).what_if(reported_rate=(1187, 1271, 1354)).interval


@each("wrong", [
    {"returning_share": 1.4}, {"line_shared": 0.5}, {"troops": True}, {"troops": float("nan")}, {"troops": None},
    {"troops": (1, 2)}, {"troops": (3, 2, 1)}, {"troops": "many"}, {"troops": []}, {"announced": "soon"},
    {"earlier_casualties": 1}, {"remark.threshold_days": float("inf")}, {"waves": (1, 2, 3)},
])  # fmt: skip
def test_what_is_wrong_is_refused_in_words(wrong):
    with pytest.raises(sim.ScenarioError, match=r"\w+.*: "):
        sim.answer("sky-2024-10k").what_if(**wrong)


@each("seed", [-1, 2**32, 1.5, float("nan"), "a", "0", True, None, 10**400])
def test_a_seed_that_is_none_is_refused_in_words(seed):
    for ask in (lambda: sim.answer("sky-2024-10k", seed=seed), lambda: sim.Answer(scenario=BASE, seed=seed)):
        with pytest.raises(sim.ScenarioError, match="seed = .*: allowed whole numbers from 0 to 4294967295"):
            ask()


def test_a_seed_of_another_library_is_the_same_seed():
    given, own = (sim.answer("sky-2024-10k-full", seed=seed) for seed in (np.int64(3), 3))
    assert given.answer.digest == own.answer.digest


@each("error", [float("nan"), float("inf"), 0, -0.001, 1e-9, 0.2, "small", True, 10**400])
def test_a_target_error_that_is_none_is_refused_in_words(error):
    with pytest.raises(sim.ScenarioError, match=r"error = .*; allowed 1e-05 to 0\.1"):
        sim.Answer(scenario=BASE, error=error)


def test_a_day_may_be_a_text_at_once_and_later():
    at_once, later = sim.cover(10, 1, announced="2024-01-31"), sim.cover(10, 1).what_if(announced="2024-01-31")
    assert str(at_once.answer.used_up_on) == str(later.answer.used_up_on) == "2024-02-10"
    with pytest.raises(sim.ScenarioError, match="announced"):
        sim.cover(10, 1, announced="soon")


def test_every_problem_is_named_at_once():
    with pytest.raises(sim.ScenarioError) as refused:
        sim.cover(-1, 1271, returning_share=2, line_shared=1)
    assert len(refused.value.problems) == 3


@each("name", ["sky-2024-10k", "sky-2024-10k-full"])
def test_the_dictionary_is_what_the_command_prints(name, capsys):
    main(["cover", name, "--json"])
    assert sim.answer(name).to_dict() == json.loads(capsys.readouterr().out)


def test_never_is_null_in_the_dictionary():
    assert json.loads(json.dumps(sim.cover(10_000, 0).to_dict(), allow_nan=False))["days_covered"]["p50"] is None


@each("found", [sim.cover(10_000, 1271), sim.cover(10_000, 0), sim.answer("sky-2024-10k-full")])
def test_an_answer_shows_itself_in_a_line_and_in_four(found):
    assert (len(repr(found).splitlines()), 2 <= len(str(found).splitlines()) <= 4) == (1, True)


def test_a_notebook_gets_inert_html():
    base = load("sky-2024-10k")
    made = replace(base, remark=replace(base.remark, words="<script>alert(1)</script>"))
    shown = sim.answer(made)._repr_html_()
    assert ("&lt;script&gt;" in shown, set(re.findall(r"<(\w+)", shown))) == (True, {"div", "strong", "pre"})


def test_the_plot_ends_where_the_troops_are_used_up():
    line = sim.cover(10_000, 1271).plot().data[0]
    assert (line.x[-1], line.y[-1]) == (sim.cover(10_000, 1271).days, 0)


def test_an_answer_in_python_loads_no_charts_and_no_pages():
    code = "import sim, sys; print(sim.cover(10_000, 1271)); print(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.split()
    assert {"plotly", "streamlit", "pandas", "jinja2", "hypothesis"} & set(loaded) == set()


def test_the_lines_of_the_manual_run(capsys):
    blocks = re.findall(r"```python\n(import sim.*?)```", (DOCS / "python.md").read_text("utf-8"), re.DOTALL)
    for block in blocks:
        exec(block, {})
    assert (len(blocks), "10,000 troops cover" in capsys.readouterr().out) == (1, True)


def test_the_tour_has_ten_cells_without_stored_results():
    stored = [cell for cell in TOUR["cells"] if cell.get("outputs") or cell.get("execution_count")]
    assert (len(CELLS), stored) == (10, [])


def test_the_tour_runs_from_its_first_cell_to_its_last(capsys):
    names, shown = {}, []
    for number, source in enumerate(CELLS, start=1):
        *body, last = ast.parse(source).body
        value = isinstance(last, ast.Expr)
        exec(compile(ast.Module(body if value else [*body, last], []), f"cell {number}", "exec"), names)
        shown += [eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)] if value else []
    assert (len(shown), "allowed 0 to 1" in capsys.readouterr().out) == (9, True)
