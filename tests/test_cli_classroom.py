"""`attrition lanchester`: battles as text and JSON, and wrong input as one line a problem."""

from __future__ import annotations

import json

import pytest
from each import each

from sim.cli import main

FILE = (
    'schema = 1\ndays = 2\n[first]\nname = "five"\nstrength = 5\nhit_rate = 1\n[second]\nstrength = 4\nhit_rate = 1\n'
)


def result(capsys, *arguments):
    assert main(["lanchester", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_iwo_jima_as_json_holds_engels_numbers(capsys):
    found = result(capsys, "iwo-jima")
    assert found["strengths"][6][0] == pytest.approx(66453.7, abs=0.1)
    assert (found["winner"], found["exhaustion_days"]) == ("United States", [None, pytest.approx(36.39, abs=0.005)])
    assert 0 <= found["conserved"]["relative_drift"] < 1e-8


def test_the_ardennes_as_json_are_kept_to_the_last_man(capsys):
    found = result(capsys, "ardennes")
    assert (len(found["times"]), found["conserved"]["relative_drift"]) == (32, 0.0)
    assert found["fits"][0]["r_squared"] == pytest.approx(0.044, abs=0.001)


def test_a_file_of_ones_own_is_fought(capsys, tmp_path):
    (tmp_path / "own.toml").write_text(FILE, "utf-8")
    found = result(capsys, str(tmp_path / "own.toml"))
    assert (found["winner"], found["survivors"]) == ("five", [pytest.approx(3.0, rel=1e-6), 0.0])


def test_a_battle_is_told_to_its_end_in_the_middle_of_a_day(capsys, tmp_path):
    (tmp_path / "own.toml").write_text(FILE.replace("days = 2", "days = 1.5"), "utf-8")
    found = result(capsys, str(tmp_path / "own.toml"))
    assert (found["times"], found["survivors"]) == ([0.0, 1.0, 1.5], [pytest.approx(3.0, rel=1e-6), 0.0])


def test_a_side_whose_help_comes_after_the_days_followed_waits_and_is_not_used_up(capsys, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(f"{FILE}[[second.pulses]]\nday = 20\npeople = 9\n", "utf-8")
    found = result(capsys, str(own))
    assert (found["waiting"], found["exhaustion_days"], found["winner"]) == (["second"], [None, None], None)
    assert main(["lanchester", str(own)]) == 0
    assert "second has nobody left, and waits" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["iwo-jima", "ardennes"])
def test_the_text_says_what_the_json_holds(name, capsys):
    found = result(capsys, name)
    assert main(["lanchester", name]) == 0
    out = capsys.readouterr().out
    assert f"{found['strengths'][-1][0]:,.1f}" in out
    assert found["source"] in out


@each(
    ("text", "problems"),
    [
        (FILE.replace("= 5", "= -5").replace("= 4", "= nan"), 2),
        ("", 1),
        ("=", 1),
        (FILE.replace("five", "second"), 1),
        ("#" * 200_000, 1),
    ],
)
def test_a_wrong_file_ends_with_code_2_and_a_line_a_problem(text, problems, tmp_path, capsys):
    (tmp_path / "own.toml").write_text(text, "utf-8")
    assert main(["lanchester", str(tmp_path / "own.toml")]) == 2
    assert capsys.readouterr().err.count("\n") == problems


@pytest.mark.parametrize("name", ["iwojima", "missing.toml", "."])
def test_a_wrong_name_ends_with_code_2_and_one_line(name, capsys):
    assert main(["lanchester", name]) == 2
    assert capsys.readouterr().err.count("\n") == 1


WRITING = ["lesson 2", "worksheet", "nomogram", "report classroom", "cite classroom --format svg"]
"""Commands whose file is a page or a drawing."""


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize("name", ["page.pdf", "page.png", "page.PDF"])
def test_a_name_that_promises_another_kind_of_file_is_refused(command, name, tmp_path, capsys):
    assert main([*command.split(), "-o", str(tmp_path / name)]) == 2
    assert ("allowed endings" in capsys.readouterr().err, list(tmp_path.iterdir())) == (True, [])


@pytest.mark.parametrize("command", WRITING)
def test_a_name_without_an_ending_and_standard_output_promise_nothing(command, tmp_path, capfd):
    assert main([*command.split(), "-o", str(tmp_path / "page")]) == 0
    assert main([*command.split(), "-o", "-"]) == 0
    assert (tmp_path / "page").read_text("utf-8") == capfd.readouterr().out


@each(("command", "name", "start"), [
    ("lesson 2", "x.HTML", "<!doctype"), ("worksheet", "x.Html", "<!doctype"), ("nomogram", "x.SVG", "<svg"),
    ("nomogram", "x.htm", "<!doctype"), ("report classroom", "x.HTM", "<!doctype"),
    ("cite classroom --format svg", "x.SVG", "<svg"), ("cite classroom --format csl", "x.json", "["),
])  # fmt: skip
def test_an_ending_may_be_in_capitals(command, name, start, tmp_path):
    assert main([*command.split(), "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_text("utf-8").lower().startswith(start)
