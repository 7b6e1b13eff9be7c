"""Links: what differs from a shipped scenario, opened as a whole or refused item by item."""

from __future__ import annotations

import base64
import zlib

import pytest
from each import each

from sim.inputs.definitions import DEFINITIONS, NUMBERS
from sim.inputs.links import MAX_LINK, Link, from_link, to_link
from sim.inputs.loading import load, shipped
from sim.inputs.problems import ScenarioError
from sim.inputs.settings import changed
from sim.inputs.writing import digest, dump, tables

GOOD = {"v": ["1"], "scenario": ["sky-2024-10k"]}


def refused(**parameters):
    """The problems of a link: the good one with these parameters changed."""
    with pytest.raises(ScenarioError) as caught:
        from_link({**GOOD, **{name: x if isinstance(x, list) else [x] for name, x in parameters.items()}})
    return [str(problem) for problem in caught.value.problems]


@each("name", list(shipped()))
@each("settings", [{}, {"line_share": "0.5", "line_share.low": "0.25", "line_share.high": "1"}, {"lag_days": "1e1"}])
def test_a_link_written_and_opened_is_the_same_link(name, settings):
    link = Link(scenario=name, settings=settings, seed=7, answer="7.86782", digest="0a1b", language="uk")
    assert from_link({key: [text] for key, text in to_link(link).items()}) == link


@each("key", [key for key in NUMBERS if key not in load("classroom").replaced])
@each("end", ["low", "high"])
def test_what_a_link_changes_is_what_the_command_line_changes(key, end):
    limit = 20 if key == "first_return_day" and end == "high" else 6 if key == "last_return_day" else 1
    value = limit if key in ("first_return_day", "last_return_day") else getattr(DEFINITIONS[key], end)
    assert changed(load("classroom"), {key: str(value)}) == load("classroom", [f"{key}={value}"])


def test_nothing_changed_is_the_scenario_itself():
    scenario = load("classroom")
    assert changed(scenario, {}) is scenario


@each(
    "settings",
    [
        {"waves": "0:6000,30:4000"},
        {"schedule": "0:1271,90:1187", "monthly_trend": "0"},
        {"correlations": "reported_rate~returning_share:-0.5"},
        {"correlations": ""},
    ],
)
def test_a_link_changes_lists_as_the_command_line_does(settings):
    given = {"v": ["1"], "scenario": ["sky-2024-10k-full"], **{key: [text] for key, text in settings.items()}}
    expected = load("sky-2024-10k-full", [f"{key}={text}" for key, text in settings.items()])
    assert changed(load("sky-2024-10k-full"), from_link(given).settings) == expected


@each("key", ["waves", "schedule", "correlations"])
def test_a_list_that_is_taken_away_has_a_value_in_its_link(key):
    link = Link(scenario="sky-2024-10k-full", settings={key: ""})
    written = to_link(link)
    assert (all(written.values()), from_link({name: [text] for name, text in written.items()})) == (True, link)


HOSTILE = {
    "trops": "12",
    "line_share": "2",
    "troops": "nan",
    "reported_rate": "-1",
    "announced": "yesterday",
    "line_share.low": "x",
    "line_share.source": "me",
    "line_share.grade": "reported",
    "remark.words": "something never said",
    "remark.speaker": "somebody",
    "remark.threshold_days": "0",
    "title": "another title",
    "seed": "-1",
    "answer": "<b>1</b>",
    "digest": "xyz",
    "waves": "[]",
    "schedule": "0:1:2",
    "correlations": "a~b",
    "waves.source": "0:1",
    "recruits_per_day": "{value = 1, source = 'me'}",
    "": "1",
    "__class__": "1",
    "line_share.": "1",
    "quantities.line_share": "0.5",
}


@each(("name", "text"), HOSTILE.items())
def test_a_hostile_item_is_refused_by_its_name(name, text):
    path = name.removesuffix(".low")
    assert any(repr(path)[1:-1] in problem for problem in refused(**{name: text}))


def test_every_item_is_reported_at_once():
    named = refused(line_share="2", troops="nan", v="9", digest="xyz", reported_rate=["1", "2"])
    assert [sum(word in p for p in named) for word in ("line_share", "troops", "v =", "digest", "rate")] == [1] * 5


@each("version", ["0", "2", "x", "", "1.0"])
def test_a_link_of_another_schema_is_refused(version):
    assert any("v" in problem for problem in refused(v=version))


@each("name", ["sky-2024-10", "../../README", "", "https://example.org/a.toml"])
def test_a_link_opens_no_file_and_no_unknown_scenario(name):
    assert any("unknown scenario" in problem for problem in refused(scenario=name))


def test_a_very_long_link_is_refused_without_being_read():
    assert "longer" in refused(line_share="1" * MAX_LINK)[0]


def test_a_problem_is_one_printable_line():
    assert all(p.isprintable() for p in refused(**{"a\nb\x1b[31m": "1\n2", "scenario": "x\ny"}))


# --------------------------------------------------------------------------------------------- a file inside a link


def packed(content):
    """What the `file` of a link holds for these bytes."""
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).rstrip(b"=").decode()


def refused_file(text, **parameters):
    """The problems of a link that carries this text as its file."""
    with pytest.raises(ScenarioError) as caught:
        from_link({"v": ["1"], "file": [text], **{name: [x] for name, x in parameters.items()}})
    return [str(problem) for problem in caught.value.problems]


def carried(scenario, **parts):
    return Link(file=scenario, **parts)


@each("name", list(shipped()))
def test_a_link_carries_a_whole_scenario(name):
    link = carried(load(name), settings={"line_share": "0.5"}, seed=3, answer="1", digest="0a")
    assert from_link({key: [text] for key, text in to_link(link).items()}) == link


@each("name", list(shipped()))
def test_a_scenario_from_a_link_has_the_digest_of_its_file(name):
    opened = from_link({key: [text] for key, text in to_link(carried(load(name))).items()}).file
    assert digest(tables(opened)) == digest(tables(load(name)))


def test_a_file_in_a_link_uses_only_letters_that_an_address_keeps():
    text = to_link(carried(load("sky-2024-10k-full")))["file"]
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


GOOD_FILE = packed(dump(load("classroom")).encode())


@each(
    ("text", "words"),
    [
        ("", "damaged or cut short"),
        ("!!!", "damaged or cut short"),
        ("A", "damaged or cut short"),
        ("\u043f", "damaged or cut short"),
        (GOOD_FILE[:-8], "damaged or cut short"),
        (GOOD_FILE[:40] + "AAAA" + GOOD_FILE[44:], "damaged or cut short"),
        (base64.urlsafe_b64encode(zlib.compress(b"a") + b"more").decode(), "damaged or cut short"),
        (packed(b"\0" * 5_000_000), "larger than 1,000 kB"),
        (packed(b"\xff\xfe"), "is no UTF-8 text"),
        (packed(b"a = ["), "is no valid TOML"),
        (packed(b"a" + b".a" * 100_000 + b" = 1"), "names joined by dots"),
        (packed(b"a = " + b"[" * 100_000), "within each other"),
        (packed(b""), "is empty"),
    ],
)  # fmt: skip
def test_a_broken_file_in_a_link_is_refused_in_words(text, words):
    assert any(problem.startswith("link: file") and words in problem for problem in refused_file(text))


def test_every_problem_of_a_file_in_a_link_is_reported_with_those_of_the_link():
    wrong = packed(b"schema = 1\ntitle = 'x'\n[quantities]\nreported_rate = -1\ntrops = 3\n")
    named = refused_file(wrong, digest="xyz", recruits="1")
    assert [sum(word in p for p in named) for word in ("reported_rate", "trops", "digest", "'recruits'")] == [1] * 4


def test_a_file_full_of_problems_names_some_of_them():
    many = "\n".join(f"x{number} = 1" for number in range(5_000))
    assert len(refused_file(packed(f"schema = 1\n{many}".encode()))) <= 60


def test_a_setting_beside_a_file_is_checked_against_it():
    assert any("waves" in problem for problem in refused_file(packed(WAVES.encode()), troops="5"))


WAVES = """schema = 1
title = "in waves"
quantities.reported_rate = 100
waves = [{day = 0, troops = 1000}, {day = 30, troops = 500}]
"""


def test_a_scenario_and_a_file_are_one_too_many():
    assert any("two ways to give the scenario" in p for p in refused_file(GOOD_FILE, scenario="classroom"))
