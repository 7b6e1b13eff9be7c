"""Scenario files: wrong input is answered with every problem on a line of its own; right input makes a round trip."""

from __future__ import annotations

import functools
import json
import math
import re
import tomllib
import tracemalloc
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from each import each
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.inputs.definitions import DEFINITIONS, NUMBERS, SHAPES
from sim.inputs.loading import load, parse, shipped
from sim.inputs.parsing import SCHEMA, from_tables
from sim.inputs.parts import entries_text
from sim.inputs.problems import MAX_PROBLEMS, ScenarioError, number_problem
from sim.inputs.quantities import Correlation, Quantity, Step, Wave
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario, with_value, without_lists
from sim.inputs.schema import json_schema
from sim.inputs.toml import MAX_BYTES
from sim.inputs.writing import digest, dump, tables
from sim.laws.files import scenarios
from sim.saying.language import LANGUAGES

HEAD = 'schema = 1\ntitle = "Test"\n'
RATE = "[quantities.reported_rate]\nvalue = 1000\n"
TROOPS = "[quantities.troops]\nvalue = 10000\n"
GOOD = HEAD + RATE + TROOPS
NAMES = list(shipped())


def refusal(text, settings=()):
    """The problems of a text that must be refused."""
    with pytest.raises(ScenarioError) as refused:
        parse(text, "file.toml", settings)
    return [str(problem) for problem in refused.value.problems]


# ---------------------------------------------------------------------------------------- one problem, one line, named


@each(
    ("text", "parts"),
    [
        pytest.param(GOOD.replace("1000\n", '"1000"\n'), ["reported_rate.value", "'1000'", "is no number"], id="text"),
        pytest.param(GOOD.replace("1000\n", "true\n"), ["reported_rate.value", "true is no number"], id="boolean"),
        pytest.param(GOOD.replace("1000\n", "nan\n"), ["reported_rate.value", "nan", "not finite"], id="NaN"),
        pytest.param(GOOD.replace("1000\n", "inf\n"), ["reported_rate.value", "inf", "not finite"], id="infinity"),
        pytest.param(
            GOOD.replace("1000\n", "-inf\n"),
            ["reported_rate.value", "-inf", "not finite"],
            id="minus infinity",
        ),
        pytest.param(GOOD.replace("1000\n", "-0.0\n"), ["reported_rate.value", "negative zero"], id="negative zero"),
        pytest.param(GOOD.replace("1000\n", "-5\n"), ["reported_rate.value", "-5", "out of limits"], id="below"),
        pytest.param(
            GOOD.replace("1000\n", "1000001\n"),
            ["reported_rate.value", "1000001", "out of limits"],
            id="above",
        ),
        pytest.param(GOOD.replace("1000\n", "1" + "0" * 400 + "\n"), ["reported_rate.value"], id="huge integer"),
        pytest.param(GOOD.replace("1000\n", "[1, 2]\n"), ["reported_rate.value", "[1, 2]", "is no number"], id="list"),
        pytest.param(GOOD.replace("1000\n", "2024-01-01\n"), ["reported_rate.value", "is no number"], id="date"),
        pytest.param(
            GOOD + RATE.replace("reported_rate", "lag_days").replace("1000", "-0.0"),
            ["lag_days", "days"],
            id="-0 days",
        ),
        pytest.param(
            GOOD + "[quantities.line_share]\nvalue = 1.5",
            ["line_share.value = 1.5", "allowed 0 to 1"],
            id="share",
        ),
        pytest.param(
            GOOD + "[quantities.dispersion]\nvalue = 0.5", ["dispersion.value", "0, or 1 to 10,000"], id="gap"
        ),
        pytest.param(GOOD + "[quantities.announced]\nvalue = 7", ["announced.value", "YYYY-MM-DD"], id="no date"),
        pytest.param(
            GOOD + "[quantities.announced]\nvalue = 2024-01-01T10:00:00",
            ["announced.value", "YYYY-MM-DD"],
            id="date and time",
        ),
        pytest.param(
            GOOD + "[quantities.earlier_casualties]\nvalue = 'maybe'",
            ["earlier_casualties", "counted or ignored"],
            id="choice",
        ),
    ],
)
def test_a_wrong_value_is_named_with_path_and_allowed_range(text, parts):
    (problem,) = refusal(text)
    assert all(part in problem for part in ("file.toml: quantities.", "allowed ", *parts)), problem


@each("key", [k for k in NUMBERS if DEFINITIONS[k].unit != "1"])
def test_a_value_out_of_limits_is_answered_with_its_unit(key):
    others = "".join(part for part in (RATE, TROOPS) if f".{key}]" not in part)
    assert refusal(f"{HEAD}{others}[quantities.{key}]\nvalue = -2")[0].count(f" {DEFINITIONS[key].unit}") == 2


@each(
    ("added", "parts"),
    [
        pytest.param("low = 1100\nhigh = 1200", ["low = 1100", "value = 1000", "in this order"], id="value outside"),
        pytest.param("low = 1200\nhigh = 900", ["low = 1200", "high = 900", "in this order"], id="low above high"),
        pytest.param("low = 900", ["needs both low and high"], id="low alone"),
        pytest.param("high = 1100", ["needs both low and high"], id="high alone"),
        pytest.param("low = nan\nhigh = 1100", ["low = nan", "not finite"], id="NaN low"),
        pytest.param("low = 900\nhigh = 2e6", ["high = 2000000", "allowed 0 to 1,000,000"], id="high out of limits"),
        pytest.param("low = true\nhigh = 1100", ["low = True", "true is no number"], id="boolean low"),
        pytest.param("low = 0\nhigh = 1100\nshape = 'lognormal'", ["must be above 0"], id="lognormal from 0"),
        pytest.param("low = 900\nhigh = 1100\nshape = 'trianglar'", ["did you mean triangular?"], id="unknown shape"),
        pytest.param("shape = 'uniform'", ["needs low and high"], id="shape alone"),
        pytest.param("grade = 'guess'", ["grade", "reported, derived, assumption"], id="unknown grade"),
        pytest.param("grade = 'reported'", ["needs a source"], id="grade without a source"),
        pytest.param("grade = 'derived'\nsource = '  '", ["needs a source"], id="blank source"),
        pytest.param("source = 7", ["source = 7", "must be text"], id="source no text"),
        pytest.param("low = 1\nhigh = 9999\nshape = 3", ["shape = 3", "must be text"], id="shape no text"),
        pytest.param("as_of = 'May'", ["as_of", "must be a date"], id="as-of no date"),
        pytest.param("valeu = 7", ["valeu: unknown key", "did you mean value?"], id="unknown key"),
        pytest.param("key = 'troops'", ["key: unknown key"], id="key as a key"),
    ],
)
def test_a_wrong_field_of_a_quantity_is_named(added, parts):
    (problem,) = refusal(HEAD + TROOPS + RATE + added)
    assert all(part in problem for part in ("file.toml: quantities.reported_rate", *parts)), problem


@each(
    ("text", "parts"),
    [
        pytest.param(GOOD.replace("schema = 1\n", ""), ["schema: missing", "schema = 1"], id="missing schema"),
        pytest.param(GOOD.replace("schema = 1", "schema = 2"), ["schema = 2: newer", "update"], id="newer schema"),
        pytest.param(GOOD.replace("schema = 1", "schema = 0"), ["schema = 0", "allowed 1"], id="older schema"),
        pytest.param(GOOD.replace("schema = 1", "schema = true"), ["schema = True", "allowed 1"], id="boolean schema"),
        pytest.param(GOOD.replace("schema = 1", "schema = '1'"), ["schema = '1'", "allowed 1"], id="schema as text"),
        pytest.param(GOOD.replace("schema = 1", "schema = 1.0"), ["schema = 1.0", "allowed 1"], id="schema as float"),
        pytest.param(GOOD.replace('title = "Test"', ""), ["title: missing"], id="missing title"),
        pytest.param(GOOD.replace('"Test"', '" "'), ["title: missing"], id="blank title"),
        pytest.param(
            GOOD.replace('title = "Test"', 'title = "Test"\ntitel = 1'),
            ["titel: unknown key; did you mean title?"],
            id="top",
        ),
        pytest.param(
            GOOD + "[quantity.troops]\nvalue = 1",
            ["quantity: unknown key; did you mean quantities?"],
            id="table",
        ),
        pytest.param(
            GOOD + "[quantities.line_shar]\nvalue = 1",
            ["line_shar: unknown quantity; did you mean line_share?"],
            id="quantity",
        ),
        pytest.param(HEAD + RATE, ["quantities.troops: missing"], id="no troops"),
        pytest.param(HEAD + TROOPS, ["quantities.reported_rate: missing"], id="no rate"),
        pytest.param(
            HEAD + "quantities = 7\n[[waves]]\nday = 0\ntroops = 1\n[[schedule]]\nfrom_day = 0\ncasualties_per_day = 1",
            ["quantities = 7: must be a table"],
            id="quantities no table",
        ),
        pytest.param(
            HEAD + TROOPS + "[quantities.reported_rate]\nlow = 1\nhigh = 2",
            ["value: missing", "casualties/day"],
            id="no value",
        ),
        pytest.param(
            GOOD + "[[waves]]\nday = 0\ntroops = 5",
            ["quantities.troops and waves are two ways"],
            id="troops twice",
        ),
        pytest.param(
            GOOD + "[[schedule]]\nfrom_day = 0\ncasualties_per_day = 5",
            ["reported_rate and schedule are two"],
            id="rate twice",
        ),
        pytest.param(
            HEAD + RATE + "[[waves]]\nday = 5\ntroops = 5\n[[waves]]\nday = 3\ntroops = 5",
            ["waves.day = 5, 3 days"],
            id="order",
        ),
        pytest.param(
            HEAD + RATE + "[[waves]]\nday = 5\ntroops = 5\n[[waves]]\nday = 5\ntroops = 5",
            ["waves.day = 5, 5 days"],
            id="same day",
        ),
        pytest.param(
            HEAD + TROOPS + "[[schedule]]\nfrom_day = 2\ncasualties_per_day = 5",
            ["must start on day 0"],
            id="late schedule",
        ),
        pytest.param(
            HEAD + RATE + "[[waves]]\nday = 0\ntroops = true",
            ["waves[1].troops", "true is no number", "people"],
            id="wave",
        ),
        pytest.param(
            HEAD + RATE + "[[waves]]\nday = -0.0\ntroops = 1",
            ["waves[1].day", "negative zero", "days"],
            id="wave on day -0",
        ),
        pytest.param(
            HEAD + RATE + "[[waves]]\nday = 0\ntrops = 1\ntroops = 1",
            ["waves[1].trops", "did you mean troops?"],
            id="wave key",
        ),
        pytest.param(
            GOOD.replace('"Test"', '"Test"\nwaves = 3'),
            ["waves: must be a list of tables"],
            id="waves no list",
        ),
        pytest.param(
            HEAD + TROOPS + "[[schedule]]\nfrom_day = 0\ncasualties_per_day = nan",
            ["schedule[1].casualties_per_day", "nan"],
            id="step",
        ),
        pytest.param(
            GOOD + "[remark]\nthreshhold_days = 9",
            ["remark.threshhold_days", "did you mean threshold_days?"],
            id="remark key",
        ),
        pytest.param(
            GOOD + "[remark]\nthreshold_days = 0",
            ["remark.threshold_days = 0 days", "0.001 to 3,650 days"],
            id="threshold",
        ),
        pytest.param(
            GOOD + "[remark]\nthreshold_days = true",
            ["remark.threshold_days", "true is no number"],
            id="boolean threshold",
        ),
        pytest.param(GOOD + "[remark]\nclaim = 'around'", ["remark.claim", "at most, at least"], id="claim"),
        pytest.param(GOOD + "[remark]\nyardstick = 'metre'", ["remark.yardstick", "threshold, survey"], id="yardstick"),
        pytest.param(
            GOOD + "[remark]\nyardstick = 'survey'\nthreshold_days = 3",
            ["two yardsticks"],
            id="two yardsticks",
        ),
        pytest.param(GOOD + "[remark]\nsaid_on = 7", ["remark.said_on = 7: must be a date"], id="said on"),
        pytest.param(
            GOOD.replace('"Test"', '"Test"\nremark = 3'),
            ["remark = 3: must be a table"],
            id="remark no table",
        ),
        pytest.param(
            GOOD + "[[correlations]]\nbetween = ['troops', 'trops']\nrank = 0.5",
            ["did you mean troops?"],
            id="correlation",
        ),
        pytest.param(
            GOOD + "[[correlations]]\nbetween = 'troops'\nrank = 0.5",
            ["a list of two"],
            id="between no list",
        ),
        pytest.param(
            GOOD + "[[correlations]]\nbetween = ['troops', 'reported_rate']\nrank = 1",
            ["rank", "-0.99 to 0.99"],
            id="rank",
        ),
        pytest.param(
            GOOD + "[quantities.last_return_day]\nvalue = 5",
            ["first_return_day", "last_return_day at 5 days"],
            id="return days",
        ),
        pytest.param(GOOD + "[quantities.troops]\nvalue = 1", ["is no valid TOML"], id="given twice"),
        pytest.param(HEAD + "[quantities", ["is no valid TOML"], id="TOML syntax"),
        pytest.param(GOOD + "x = " + "[" * 5000, ["within each other"], id="deep nesting"),
        pytest.param(GOOD + "x = 1" + "0" * 5000, ["thousands of digits"], id="more digits than Python reads"),
        pytest.param(GOOD.replace('"Test"', "0x" + "f" * 5000), ["thousands of"], id="more digits than Python writes"),
    ],
)
def test_a_wrong_file_is_one_problem_in_words(text, parts):
    (problem,) = refusal(text)
    assert all(part in problem for part in ("file.toml: ", *parts)), problem


SOFT_DAYS = {
    "first": ["first_return_day=6", "first_return_day.low=3", "first_return_day.high=9"],
    "last": ["last_return_day=20", "last_return_day.low=15", "last_return_day.high=30"],
}


@each("shape", ["lognormal", "normal"])
@each("days", [["first"], ["last"], ["first", "last"]])
def test_a_soft_range_of_a_day_of_return_is_refused_with_what_mends_it(days, shape):
    ranges = [setting for day in days for setting in SOFT_DAYS[day]]
    with pytest.raises(ScenarioError) as info:
        load("sky-2024-10k", [*ranges, *(f"{day}_return_day.shape={shape}" for day in days)])
    (problem,) = info.value.problems
    told = [LANGUAGES[code].problem(problem).replace(" одне з ", " to one of ") for code in LANGUAGES]
    hints = [re.search(r"(quantities\.[a-z_.]*shape(?:, .*)?) to one of (.*)$", words).groups() for words in told]
    assert {named for named, _ in hints} == {", ".join(f"quantities.{day}_return_day.shape" for day in days)}
    assert all(len(words) < 400 for words in told)
    for hard in hints[0][1].split(", "):
        assert load("sky-2024-10k", [*ranges, *(f"{day}_return_day.shape={hard}" for day in days)])


def test_hard_ranges_of_the_days_of_return_that_overlap_are_told_no_other_shape():
    assert "shape" not in refusal(GOOD, ["first_return_day=30"])[0]


def test_all_problems_of_a_file_come_at_once_one_line_each():
    text = (
        "schema = 9\ntitel = 'x'\n[quantities.reported_rate]\nvalue = nan\n[quantities.line_share]\nvalue = 2\n"
        "[quantities.trops]\nvalue = 1\n[remark]\nclaim = 'x'\n[[waves]]\nday = 4\ntroops = -1\n"
    )
    named = ["schema", "titel", "title", "reported_rate", "line_share", "trops", "remark.claim", "waves[1].troops"]
    problems = refusal(text, ["delivered_share=7", "lin_share=1"])
    lines = [*named, "delivered_share", "lin_share"]
    assert all(any(name in problem for problem in problems) for name in lines), problems


def test_no_problem_is_told_twice():
    problems = refusal(
        "schema = 1\ntitle = ''\n[quantities.reported_rate]\nvalue = nan\n[[waves]]\nday = 4\ntroops = -1\n"
    )
    assert len(problems) == len(set(problems)) == 3


def problems_of(read):
    """The problems of a reading, none where it gives a scenario; any other exception escapes."""
    try:
        return () if isinstance(read(), Scenario) else ("no scenario",)
    except ScenarioError as refused:
        return [str(problem) for problem in refused.problems] or ("refused without a word\n",)


@given(text=st.text(max_size=200))
def test_any_text_is_refused_in_single_lines(text):
    assert all(problem.isprintable() for problem in problems_of(lambda: parse(text)))


VALUES = st.booleans() | st.floats() | st.integers() | st.text(max_size=5) | st.dates()


@each("path", [("waves",), ("remark",), ("quantities", "troops"), ("quantities", "troops", "low")])
@given(value=st.recursive(VALUES, lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["day", "value"]), x)))
def test_any_value_anywhere_is_accepted_or_refused_in_words(path, value):
    content = {"schema": 1, "title": "x", "quantities": {"troops": {"value": 1}, "reported_rate": {"value": 1}}}
    functools.reduce(dict.__getitem__, path[:-1], content)[path[-1]] = value
    assert "no scenario" not in problems_of(lambda: from_tables(content))


# ----------------------------------------------------------------------------------------------------- files as such


@each(
    ("content", "words"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n\n", "is empty", id="blank"),
        pytest.param(b"title = '\xff\xfe'", "is no UTF-8 text (byte 9)", id="not UTF-8"),
        pytest.param(GOOD.encode("utf-16"), "is no UTF-8 text", id="UTF-16"),
        pytest.param(b"\x00\x01\x02", "is no valid TOML", id="binary"),
    ],
)
def test_a_file_that_is_no_text_with_a_scenario_is_refused(tmp_path, content, words):
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=re.escape(words)):
        load(str(path))


def test_a_file_of_50_megabytes_is_refused_without_being_read(tmp_path):
    path = tmp_path / "big.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ScenarioError, match=f"larger than {MAX_BYTES // 1000:,} kB"):
        load(str(path))


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="is a folder"):
        load(str(tmp_path))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match=r"cannot be read: No such file"):
        load(str(tmp_path / "none.toml"))


def test_a_path_with_a_null_byte_is_refused():
    with pytest.raises(ScenarioError, match="cannot be read"):
        load("a\0b.toml")


def test_an_unknown_name_is_answered_with_the_nearest_and_all_known():
    with pytest.raises(ScenarioError, match=r"did you mean sky-2024-10k\?; known: classroom, "):
        load("sky-2024-10")


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_loads(tmp_path):
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load(str(path)) == parse(GOOD)


def test_control_characters_in_names_and_values_stay_inert_in_errors():
    (problem,) = refusal(GOOD + '["\\u001b[31mred\\nline"]')
    assert problem.isprintable()


# ------------------------------------------------------------------------------------------------------ --set KEY=VALUE


@each(
    ("setting", "read", "expected"),
    [
        ("reported_rate=1500", lambda s: s.number("reported_rate"), 1500),
        ("quantities.reported_rate=1500", lambda s: s.number("reported_rate"), 1500),
        (" line_share = 0.5 ", lambda s: s.number("line_share"), 0.5),
        ("line_share=1e-2", lambda s: s.number("line_share"), 0.01),
        ("troops=10_000", lambda s: s.number("troops"), 10_000),
        ("line_share.low=0.5", lambda s: (s["line_share"].low, s["line_share"].value), (0.5, 0.7)),
        ("reported_rate.source=a desk", lambda s: s["reported_rate"].source, "a desk"),
        ("dispersion_of=true", lambda s: s["dispersion_of"].value, "true"),
        ("earlier_casualties=ignored", lambda s: s["earlier_casualties"].value, "ignored"),
        ("line_share=.5", lambda s: s.number("line_share"), 0.5),
        ("troops=10,000", lambda s: s.number("troops"), 10_000),
        ("announced=2025-01-02", lambda s: s["announced"].value, date(2025, 1, 2)),
        ("remark.threshold_days=30", lambda s: s.remark.threshold_days, 30),
        ("remark.yardstick=survey", lambda s: (s.remark.yardstick, s.remark.threshold_days), ("survey", None)),
        ("title=A = B", lambda s: s.title, "A = B"),
    ],
)
def test_a_setting_changes_what_it_names(setting, read, expected):
    assert read(load("sky-2024-10k-full", [setting])) == expected


def test_a_setting_is_graded_assumption_and_drops_range_and_source():
    changed = load("sky-2024-10k-full", ["reported_rate=1500"])["reported_rate"]
    assert (changed.grade, changed.source, changed.low) == ("assumption", "", None)


def test_a_setting_of_one_field_is_graded_assumption_too():
    assert load("sky-2024-10k-full", ["reported_rate.low=1000"])["reported_rate"].grade == "assumption"


def test_the_last_of_two_settings_wins():
    assert load("classroom", ["troops=5", "troops=6"]).number("troops") == 6


@each(
    ("setting", "words"),
    [
        ("reported_rat=1500", "unknown quantity; did you mean reported_rate?"),
        ("reported_rate", "must be KEY=VALUE"),
        ("=5", "must be KEY=VALUE"),
        ("reported_rate.=5", "must be KEY=VALUE"),
        ("reported_rate.lo=5", "unknown field; did you mean low?"),
        ("reported_rate.low.deep=5", "unknown quantity"),
        ("reported_rate=", "is no number"),
        ("reported_rate=many", "'many' is no number"),
        ("reported_rate=nan", "not finite"),
        ("reported_rate=true", "true is no number"),
        ("reported_rate=-0.0", "negative zero"),
        ("reported_rate=5\nline_share = 7", "is no number"),
        ("remark.threshhold=5", "unknown key; did you mean threshold_days?"),
        ("remark.threshold_days=soon", "'soon' is no number"),
        ("schema=2", "unknown quantity"),
        ("title=", "title: missing"),
    ],
)
def test_a_wrong_setting_is_one_problem_in_words(setting, words):
    (problem,) = refusal(GOOD, [setting])
    assert words in problem


# -------------------------------------------------------------------------------------------------- shipped scenarios


@each("name", NAMES)
def test_a_shipped_scenario_survives_the_round_trip(name):
    assert parse(dump(load(name))) == load(name)


@each("name", NAMES)
def test_every_number_of_a_shipped_scenario_has_a_source_or_is_an_assumption(name):
    scenario = load(name)
    entries = [*scenario.quantities, *scenario.waves, *scenario.schedule]
    assert [entry for entry in entries if not entry.source.strip() and entry.grade != "assumption"] == []


@each("name", NAMES)
def test_every_number_of_a_shipped_scenario_says_what_it_means(name):
    assert [q.key for q in load(name).quantities if not q.definition.strip()] == []


@each("name", NAMES)
def test_every_reported_number_of_a_shipped_scenario_has_its_date(name):
    numbers = [q for q in load(name).quantities if q.grade == "reported" and q.key in NUMBERS]
    assert [q.key for q in numbers if q.as_of is None] == []


@each("name", NAMES)
def test_every_remark_and_its_yardstick_of_a_shipped_scenario_has_a_source(name):
    remark = load(name).remark
    assert remark is None or (remark.source and bool(remark.threshold_source) == (remark.threshold_days is not None))


def test_the_shipped_scenarios_are_those_announced():
    assert set(NAMES) == {
        "sky-2024-10k", "sky-2024-10k-friction", "sky-2024-10k-net", "sky-2024-10k-full", "volunteers-2022-100k",
        "volunteers-100k-at-2024-rate", "isw-2024-12k", "isw-2025-kursk", "classroom", "cnn-2025-25k", "cnn-2025-30k",
        "shoigu-2025-6k", "shoigu-2025-6k-rear", "mod-2025-1930k",
    }  # fmt: skip


@each("key", [key for key, what in DEFINITIONS.items() if what.neutral is not None])
def test_a_default_is_graded_assumption(key):
    bare = parse(GOOD)
    assert (bare[key].value, bare[key].grade) == (DEFINITIONS[key].neutral, "assumption")


@each("key", NUMBERS)
def test_neutral_and_typical_values_lie_within_the_limits(key):
    what = DEFINITIONS[key]
    values = (*what.typical, *([] if what.neutral is None else [what.neutral]))
    assert [number_problem(x, what.low, what.high, what.also) for x in values] == [""] * len(values)
    assert [float(f"{x:.2g}") for x in what.typical] == list(what.typical), "typical ends are round numbers"


@each("key", DEFINITIONS)
def test_every_quantity_has_a_meaning_and_a_typical_source(key):
    assert min(len(DEFINITIONS[key].meaning), len(DEFINITIONS[key].typical_source)) > 5


# ------------------------------------------------------------------------------------------------ schema and digest


def as_json(content):
    """What an editor checks: dates as texts."""
    return json.loads(json.dumps(content, default=lambda day: day.isoformat()))


CHECK = jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.FormatChecker())


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@each("name", NAMES)
def test_a_shipped_scenario_is_valid_under_the_schema(name):
    assert list(CHECK.iter_errors(as_json(tomllib.loads(shipped()[name].read_text("utf-8"))))) == []


@given(scenario=scenarios())
def test_any_scenario_is_valid_under_the_schema(scenario):
    assert list(CHECK.iter_errors(as_json(tables(scenario)))) == []


@each(
    "text",
    [
        GOOD.replace("schema = 1\n", ""),
        GOOD.replace("schema = 1", "schema = 2"),
        GOOD.replace('"Test"', '""'),
        GOOD.replace("1000\n", "-1\n"),
        GOOD.replace("1000\n", "true\n"),
        GOOD.replace("1000\n", "'many'\n"),
        GOOD + "[quantities.trops]\nvalue = 1",
        GOOD + "[quantities.dispersion]\nvalue = 0.5",
        GOOD + "[quantities.line_share]\nlow = 0.5\nhigh = 0.6",
        GOOD + "[quantities.line_share]\nvalue = 0.5\nshape = 'flat'",
        GOOD + "[quantities.earlier_casualties]\nvalue = 'maybe'",
        GOOD + "[remark]\nclaim = 'around'",
        HEAD + RATE + "[[waves]]\nday = 0",
        HEAD + TROOPS + "[[schedule]]\nfrom_day = 0\ncasualties_per_day = 2e6",
        GOOD + "[[correlations]]\nbetween = ['troops']\nrank = 0.5",
        GOOD + "[translations.uk.quantities]\ntrops = {}",
        GOOD + "[translations.uk.quantities.troops]\nsource = 'x'",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(text):
    refusal(text)
    assert not CHECK.is_valid(as_json(tomllib.loads(text)))


@given(scenario=scenarios())
def test_the_round_trip_keeps_every_field(scenario):
    assert parse(dump(scenario)) == scenario


def test_the_round_trip_keeps_waves_steps_correlations_and_remark():
    ranged = [
        Quantity(key="line_share", value=0.5, low=0.1, high=0.9, shape="pert"),
        Quantity(key="delivered_share", value=0.5, low=0.1, high=0.9, shape="normal"),
    ]
    made = Scenario(
        title="All of it", quantities=tuple(ranged), waves=(Wave(day=0.5, troops=1e9, source="x", grade="reported"),),
        schedule=(Step(from_day=0.0, casualties_per_day=0.1), Step(from_day=1e-3, casualties_per_day=1e6)),
        correlations=(Correlation(between=("line_share", "delivered_share"), rank=-0.5),),
        remark=Remark(words='"quoted" \\ \n lines', claim="at least", yardstick="survey", said_on=date(1, 1, 1)),
    )  # fmt: skip
    expected = sorted(q.key for q in ranged)
    read = parse(dump(made))
    assert (sorted(q.key for q in read.quantities), read.waves, read.schedule, read.correlations, read.remark) == (
        expected, made.waves, made.schedule, made.correlations, made.remark
    )  # fmt: skip


@given(value=st.floats(0, 1e9, allow_subnormal=False))
def test_numbers_survive_the_round_trip_to_the_last_digit(value):
    text = dump(
        Scenario(title="x", quantities=(*parse(GOOD).quantities[:1], Quantity(key="troops", value=value + 0.0)))
    )
    assert parse(text).number("troops") == value


def test_the_digest_changes_with_any_quantity():
    changed = [load("classroom", [f"{key}=0.25"]) for key in ("line_share", "returning_share", "desertion_share")]
    assert len({digest(tables(s), SCHEMA) for s in [load("classroom"), *changed]}) == 4


@each(
    ("other", "rest"),
    [
        ("lag_days", ""),
        ("lag_days", "[quantities.lag_days]\nvalue = 3\n"),
        ("troops", "[[waves]]\nday = 0\ntroops = 5\n"),
    ],
    ids=["not stated", "one number", "not stated and without a neutral value"],
)
def test_a_correlation_needs_two_ranges(other, rest):
    ranged = "[quantities.line_share]\nvalue = 0.5\nlow = 0.4\nhigh = 0.6\n"
    pair = f"[[correlations]]\nbetween = ['line_share', '{other}']\nrank = 0.5\n"
    troops = "" if other == "troops" else TROOPS
    assert refusal(HEAD + RATE + troops + ranged + rest + pair) == [
        f"file.toml: correlations.between = '{other}': this quantity has no range to correlate"
    ]


def test_correlations_that_cannot_be_true_together_are_refused():
    keys = ["line_share", "delivered_share", "desertion_share"]
    ranges = "".join(f"[quantities.{key}]\nvalue = 0.5\nlow = 0.1\nhigh = 0.9\n" for key in keys)
    pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)]
    text = "".join(f"[[correlations]]\nbetween = ['{keys[i]}', '{keys[j]}']\nrank = {r}\n" for i, j, r in pairs)
    assert "together impossible" in refusal(GOOD + ranges + text)[0]


def test_a_record_cannot_be_changed_in_place():
    with pytest.raises((AttributeError, TypeError)):
        load("classroom").quantities[0].value = math.nan


@each(("grade", "words"), [("guess", "allowed reported, derived, assumption"), ("reported", "needs a source")])
@each(
    ("where", "entry", "rest"),
    [("waves[1]", "[[waves]]\nday = 0\ntroops = 10\n", RATE),
     ("schedule[1]", "[[schedule]]\nfrom_day = 0\ncasualties_per_day = 10\n", TROOPS)],
)  # fmt: skip
def test_waves_and_steps_are_graded_as_quantities_are(where, entry, rest, grade, words):
    with pytest.raises(ScenarioError) as caught:
        parse(f'{HEAD}{rest}{entry}grade = "{grade}"\n')
    (problem,) = map(str, caught.value.problems)
    assert f"{where}.grade" in problem
    assert words in problem


def test_a_share_without_unit_is_refused_without_one():
    with pytest.raises(ScenarioError, match=r"dispersion\.low = 0: a range"):
        parse(f"{GOOD}[quantities.dispersion]\nvalue = 0\nlow = 0\nhigh = 5\n")


# ------------------------------------------------------------------------------- waves, schedule and correlations

IN_WAVES = """schema = 1
title = "in waves"
quantities.reported_rate = {value = 100, low = 80, high = 120}
quantities.line_share = {value = 0.5, low = 0.4, high = 0.6}
waves = [{day = 0, troops = 1000, source = "a paper", grade = "reported"}, {day = 30, troops = 500}]
"""


def set_in_waves(*settings):
    return parse(IN_WAVES, "scenario", settings)


def refused_in_waves(*settings):
    with pytest.raises(ScenarioError) as caught:
        set_in_waves(*settings)
    return " | ".join(map(str, caught.value.problems))


def test_waves_can_be_set_as_one_text():
    assert [(w.day, w.troops) for w in set_in_waves("waves=0:6000, 30.5:4e3").waves] == [(0, 6000), (30.5, 4000)]


def test_a_schedule_can_be_set_as_one_text():
    steps = set_in_waves("schedule=0:1271,90:1187").schedule
    assert [(s.from_day, s.casualties_per_day) for s in steps] == [(0, 1271), (90, 1187)]


def test_correlations_can_be_set_as_one_text():
    found = set_in_waves("correlations=reported_rate~line_share:-0.5").correlations
    noted = {"note": "changed by the user", "own": True}
    assert found == (Correlation(between=("reported_rate", "line_share"), rank=-0.5, **noted),)


def test_a_wave_left_as_it_was_keeps_its_source_and_a_changed_one_loses_it():
    waves = set_in_waves("waves=0:1000,30:600").waves
    assert [(w.source, w.grade, w.note) for w in waves] == [
        ("a paper", "reported", ""), ("", "assumption", "changed by the user")
    ]  # fmt: skip


@each("setting", ["troops=5", "line_share=0.5", "waves=0:5000,9:1"])
def test_what_a_reader_sets_is_marked_and_stays_so_in_a_file(setting):
    made = load("sky-2024-10k", [setting])
    marked = [record.own for record in (*made.quantities, *made.waves)]
    assert (parse(dump(made)), any(marked), all(marked)) == (made, True, False)


def test_a_digest_leaves_the_marks_out():
    made = tables(load("sky-2024-10k", ["troops=5", "waves="]), marked=False)
    assert "own" not in made["quantities"]["troops"]


def test_entries_written_and_set_again_change_nothing():
    scenario = set_in_waves()
    assert set_in_waves(f"waves={entries_text(scenario.waves)}") == scenario


@each("settings", [["waves=", "troops=5"], ["troops=5", "waves= "]])
def test_an_empty_text_takes_the_waves_away(settings):
    scenario = set_in_waves(*settings)
    assert (scenario.waves, scenario.number("troops")) == ((), 5)


def test_waves_taken_away_without_troops_say_what_is_missing():
    assert refused_in_waves("waves=") == (
        "scenario: waves: an empty text takes them away, so troops must be set too, as in troops=1000"
    )


@each("settings", [["waves=0:1", "troops=5"], ["troops=5", "waves=0:1"], ["troops=5"]])
def test_waves_and_troops_together_are_refused(settings):
    assert "two ways to give the troops" in refused_in_waves(*settings)


@each(
    ("setting", "words"),
    [
        ("waves=0:1,30", "waves[2] = '30': must be DAY:TROOPS"),
        ("waves=0:1,", "waves[2] = '': must be DAY:TROOPS"),
        ("waves=1:2:3", "waves[1] = '1:2:3': must be DAY:TROOPS"),
        ("waves=0:nan", "waves[1].troops = nan people"),
        ("waves=0:-0.0", "negative zero"),
        ("waves=0:true", "waves[1].troops = 'true' people"),
        ("waves=0:1,0:2", "must rise from one entry to the next"),
        ("waves=4000:1", "waves[1].day = 4000 days"),
        ("waves=0:1e999", "waves[1].troops = inf people"),
        ("schedule=5:1", "the first step must start on day 0"),
        ("schedule=0:x", "schedule[1].casualties_per_day = 'x'"),
        ("correlations=line_share:0.5", "correlations[1] = 'line_share:0.5': must be QUANTITY~QUANTITY:RANK"),
        ("correlations=line_share~line_share:0", "needs two different quantities"),
        ("correlations=line_share~lag_days:0", "has no range to correlate"),
        ("correlations=line_share~reported_rate:1", "allowed -0.99 to 0.99"),
        ("waves=" + ",".join(f"{n}:1" for n in range(201)), "waves: 201 entries; allowed 0 to 200"),
        ("schedule=" + ",".join(f"{n}:1" for n in range(61)), "schedule: 61 entries; allowed 0 to 60"),
    ],
)
def test_a_broken_list_is_refused_in_words(setting, words):
    assert words in refused_in_waves(setting)


def test_every_entry_that_is_wrong_is_named():
    problems = refused_in_waves("waves=0:x,-1:5,7")
    assert all(f"waves[{number}]" in problems for number in (1, 2, 3))


# ------------------------------------------------------------------------------------------------- normalised, once


@each("settings", [[], ["waves=0:10000"], ["schedule=0:1271"], ["waves=0:1,9:2", "schedule=0:5,9:6"]])
def test_there_is_always_a_wave_and_a_step_and_their_single_numbers(settings):
    made = load("sky-2024-10k", settings)
    assert made.number("troops") == sum(wave.troops for wave in made.arrivals)
    assert made.number("reported_rate") == made.rates[0].casualties_per_day


@each("setting", ["waves=0:10000", "schedule=0:1271"])
@each("key", ["troops", "reported_rate"])
def test_one_wave_or_one_step_scales_as_the_single_number_does(setting, key):
    single, listed = (with_value(load("sky-2024-10k", s), key, 777.0) for s in ([], [setting]))
    assert [e.pair for e in listed.timed(key)] == [e.pair for e in single.timed(key)] == [(0, 777.0)]


def test_a_wave_in_the_place_of_the_troops_has_their_source():
    made = load("sky-2024-10k")
    assert (made.arrivals[0].source, made.waves) == (made["troops"].source, ())


def test_without_lists_the_sum_and_the_first_rate_stand_in_their_place():
    made = without_lists(load("sky-2024-10k", ["waves=0:1,9:2", "schedule=0:5,9:6"]), "waves", "schedule")
    assert (made["troops"].value, made["reported_rate"].value, made.waves, made.schedule) == (3, 5, (), ())


def test_no_module_that_computes_asks_how_troops_and_rate_are_stated():
    computing = (
        "study/verdict",
        "study/sensitivity",
        "study/answer",
        "study/noisy",
        "show/figures_left",
        "show/figures_plane",
    )
    asking = re.compile(r"scenario\.(waves|schedule)\b")
    texts = {name: (Path(sim.__file__).parent / f"{name}.py").read_text("utf-8") for name in computing}
    assert [name for name, text in texts.items() if asking.search(text)] == []


# ----------------------------------------------------------------------------------- more problems than anyone reads


def keyed(count, name="x{} = 1"):
    return "\n".join(name.format(number) for number in range(count))


@each("place", ["", "[quantities]\n"], ids=["top", "quantities"])
@each("count", [40, 49, 60, 5_000])
def test_the_first_problems_are_named_and_the_others_counted(place, count):
    *named, last = refusal(f"{HEAD}{place}{keyed(count)}")
    rest = re.fullmatch(r"and ([\d,]+) more", last)
    told = len(named) + (int(rest[1].replace(",", "")) if rest else 1)
    assert (told, len(named) <= MAX_PROBLEMS) == (count + 2, True)  # troops and rate are missing too


def test_problems_of_many_entries_are_added_up():
    entries = "\n".join(f"[[waves]]\nday = {day}\ntroops = 1\n{keyed(70)}" for day in range(3))
    assert (len(found := refusal(HEAD + RATE + entries)), found[-1]) == (MAX_PROBLEMS + 1, "and 160 more")


def test_problems_of_a_file_and_of_its_settings_are_added_up():
    found = refusal(GOOD + "\n[more]\n", [f"x{n}=1" for n in range(70)])
    assert found[-1] == "and 21 more"


def test_a_file_of_unknown_keys_is_refused_with_little_memory():
    text = HEAD + keyed(85_000)
    tracemalloc.start()
    refusal(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6  # bytes; 250 MB where every problem is kept


def test_the_nearest_key_is_looked_for_only_where_it_is_shown(monkeypatch):
    asked = []
    monkeypatch.setattr("sim.inputs.parsing.nearest", lambda word, known: asked.append(word) or "")
    entries = "\n".join(f"[[waves]]\n{keyed(70)}" for _ in range(30))
    refusal(HEAD + keyed(5_000) + "\n" + entries, [f"x{n}=1" for n in range(500)])
    assert len([word for word in asked if word.startswith("x")]) <= 700  # 8,600 keys are unknown


# ------------------------------------------------------------------------- a range too narrow to tell from its value


@each("shape", SHAPES)
@each(
    ("key", "low", "high"),
    [
        ("line_share", 0.3, 0.30000000000000004), ("reported_rate", 1270.9999999999998, 1271), ("troops", 0, 0),
        ("troops", 1e4, 1e4 + 9e-6), ("integration_days", 0, 5e-324), ("first_return_day", 1e-12, 2e-12),
        ("line_share", 1, 1),
    ],
)  # fmt: skip
def test_a_range_too_narrow_to_tell_from_its_value_is_that_number(key, low, high, shape):
    """But for a lognormal range from 0, which is refused: it is above 0."""
    assert (shape == "lognormal" and low == 0) or not Quantity(
        key=key, value=high, low=low, high=high, shape=shape
    ).uncertain


@each(("key", "low", "high"), [("line_share", 0.3, 0.300001), ("integration_days", 0, 1e-8)])
def test_a_range_that_shows_stays_a_range(key, low, high):
    assert Quantity(key=key, value=high, low=low, high=high, shape="pert").uncertain


def test_a_whole_number_too_large_for_any_float_is_refused_in_words():
    reading = f"[reading]\nremark = 'a'\nlabel = 'b'\norder = 1{'0' * 400}\n"
    (problem,) = refusal(GOOD + reading)
    assert ("reading.order = 1000" in problem, "allowed 0 to 999" in problem) == (True, True)


def test_an_unknown_quantity_in_python_is_refused_with_the_nearest_name():
    with pytest.raises(ScenarioError, match=r"quantities\.trops: unknown quantity; did you mean troops\?"):
        Quantity(key="trops", value=1.0)
