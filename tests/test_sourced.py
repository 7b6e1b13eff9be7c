"""No door leaves out a number: waves, steps and rank correlations with their sources in every output."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from each import each

from sim.cli import main
from sim.inputs.loading import load, parse
from sim.saying.citation import Cited, sentence
from sim.saying.language import LANGUAGES
from sim.saying.sourced import sourced
from sim.saying.spreadsheet import csv_text
from sim.show.brief import brief
from sim.study.answer import Answer
from sim.study.comparison import Comparison

LISTS = """schema = 1
title = "In waves"
[quantities.line_share]
value = 0.7
low = 0.6
high = 0.8
[quantities.returning_share]
value = 0.3
low = 0.2
high = 0.4
[[waves]]
day = 0
troops = 6000
source = "paper of waves"
[[schedule]]
from_day = 0
casualties_per_day = 700
source = "paper of steps"
[[correlations]]
between = ["line_share", "returning_share"]
rank = -0.5
source = "paper of pairs"
grade = "derived"
"""
PAPERS = ["paper of waves", "paper of steps", "paper of pairs"]
SETTINGS = ["waves=0:5000", "schedule=0:900", "correlations=line_share~returning_share:0.4"]


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "lists.toml"
    file.write_text(LISTS, encoding="utf-8")
    return str(file)


@each("command", ["cover", "cover --json", "show", "show --json", "report -o -"])
def test_every_command_tells_where_the_entries_of_lists_come_from(path, capsys, command):
    name, *options = command.split()
    assert main([name, path, *options]) == 0
    out = capsys.readouterr().out
    assert [paper for paper in PAPERS if paper not in out] == []


def test_json_has_the_numbers_of_the_lists(path, capsys):
    main(["cover", path, "--json"])
    found = json.loads(capsys.readouterr().out)
    about = {"source": "paper of pairs", "grade": "derived", "note": ""}
    assert found["correlations"] == [{"between": ["line_share", "returning_share"], "rank": -0.5, **about}]
    assert [(w["day"], w["troops"]) for w in found["waves"]] == [(0, 6000)]
    assert [(s["from_day"], s["casualties_per_day"]) for s in found["schedule"]] == [(0, 700)]


def test_the_table_for_spreadsheets_has_a_row_for_each_entry():
    rows = list(csv.DictReader(io.StringIO(csv_text(Answer(scenario=parse(LISTS))))))
    found = [(x["kind"], x["name"], x["value"], x["source"]) for x in rows if x["source"] in PAPERS]
    assert found == [
        ("wave", "day 0", "6000.0", "paper of waves"),
        ("step", "day 0", "700.0", "paper of steps"),
        ("correlation", "line_share ~ returning_share", "-0.5", "paper of pairs"),
    ]


@each("code", LANGUAGES)
@each("setting", SETTINGS)
def test_what_a_reader_sets_of_a_list_is_told_as_the_readers(setting, code):
    say, answer = LANGUAGES[code], Answer(scenario=parse(LISTS, settings=[setting]))
    name = say(f"name.{setting.partition('=')[0]}")
    cited = sentence(Cited(answer, date(2026, 1, 31)), say)
    assert say("cite.own", names=name) in cited
    assert name in brief(answer, say)
    assert any(found.note == say("note.changed") for found in sourced(answer.scenario, say))


def test_scenarios_that_differ_in_a_correlation_alone_are_said_to_differ():
    pair = [Answer(scenario=parse(LISTS, settings=[setting])) for setting in (SETTINGS[2], "correlations=")]
    assert Comparison(answers=tuple(pair)).differing == ("correlations",)
    assert Comparison(answers=(pair[0], pair[0])).differing == ()


def test_fixed_numbers_are_compared_without_an_error():
    pair = [Answer(scenario=load(name)) for name in ("sky-2024-10k", "sky-2024-10k-friction")]
    assert Comparison(answers=tuple(pair)).differences[1].fewer == (1.0, 0.0)
