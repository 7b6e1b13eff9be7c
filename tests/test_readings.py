"""Readings of one remark, their names in other languages, when a source was read, and words that state no duration."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from each import each

from sim.inputs.definitions import DEFINITIONS
from sim.inputs.loading import load, parse, shipped, siblings
from sim.inputs.problems import ScenarioError
from sim.inputs.readings import reading_in, readings_of, title_in
from sim.inputs.settings import changed
from sim.inputs.writing import digest, dump, tables
from sim.saying.language import LANGUAGES, PLAIN
from sim.saying.results import cover_result
from sim.saying.sentences import headline
from sim.saying.stated import definition_words, note_words, quantity_words
from sim.saying.translated import in_every_language
from sim.show.brief import brief
from sim.study.answer import Answer
from sim.study.story import RANGES, story
from sim.ui import flips

UK = LANGUAGES["uk"]

TOLD = """schema = 1
title = "Ten against two"
[remark]
words = "they will come"
source = "a paper, 3 May 2025"
states_duration = false
accessed = 2025-05-04
archived = "https://archive.example.org/1"
[reading]
remark = "ten-2025"
label = "bare"
order = 2
[translations.uk]
title = "Десять проти двох"
[translations.uk.quantities]
troops = {definition = "ті, хто прийде"}
reported_rate.note = "приблизно"
[quantities]
troops = 10
reported_rate = {value = 2, source = "a paper", note = "about", accessed = 2025-05-04, archived = "https://archive.example.org/2"}
"""
SKY = ["sky-2024-10k", "sky-2024-10k-friction", "sky-2024-10k-net", "sky-2024-10k-full"]


def named(scenarios):
    return [scenario.name for scenario in scenarios]


# ------------------------------------------------------------------------------------------------------- the format


def test_a_file_with_reading_translation_and_dates_is_read_and_written_again():
    told = parse(TOLD)
    assert (parse(dump(told)), told.reading.order, told["troops"].accessed) == (told, 2, None)


@each(
    ("old", "new", "part"),
    [
        ('"ten-2025"', '"Ten 2025"', "reading.remark = 'Ten 2025': allowed small letters"),
        ('"bare"', '" "', "reading.label: empty"),
        ("order = 2", "order = 2.5", "reading.order = 2.5: must be a whole number"),
        ("order = 2", "order = 1000000", "reading.order = 1000000: 1000000 is out of limits; allowed 0 to 999"),
        ("order = 2\n", "", "reading.order: missing"),
        ("translations.uk]\ntitle", "translations]\nde = 1\n[translations.uk]\ntitle", "translations.de = 1: must be"),
        ('title = "Д', 'titel = "Д', "translations.uk.titel: unknown key; did you mean title?"),
        ("troops = {def", "trops = {def", "translations.uk.quantities.trops: unknown quantity; did you mean troops?"),
        ('{definition = "ті, хто прийде"}', '"ті"', "translations.uk.quantities.troops = 'ті': must be a table"),
        ('"ті, хто прийде"', "3", "translations.uk.quantities.troops.definition = 3: must be text"),
        ("{definition", "{source", "translations.uk.quantities.troops.source: unknown key"),
        ("2025-05-04\narch", "1825-05-04\narch", "remark.accessed = 1825-05-04: allowed 1900-01-01 to 2199-12-31"),
        ('"https://archive.example.org/1"', '"a shelf"', "remark.archived = 'a shelf': must be an address"),
        ('"https://archive.example.org/2"', "2", "quantities.reported_rate.archived = 2: must be text"),
        ("states_duration = false", "states_duration = false\nthreshold_days = 9", "remark.states_duration = false"),
        ("states_duration = false", "states_duration = 0", "remark.states_duration = 0: must be true or false"),
        ("states_duration = false", "counts = 'shells'", "remark.counts = 'shells': allowed troops, casualties"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(old, new, part):
    with pytest.raises(ScenarioError) as refused:
        parse(TOLD.replace(old, new))
    assert part in str(refused.value)


def test_what_a_scenario_is_called_and_when_its_sources_were_read_leave_the_digest_alone():
    told = parse(TOLD)
    bare = replace(told, reading=None, translations=(), remark=replace(told.remark, accessed=None, archived=""))
    assert digest(tables(told, marked=False)) == digest(tables(bare, marked=False))


def test_the_json_of_an_answer_says_when_each_source_was_read_and_where_it_is_kept():
    found = cover_result(Answer(scenario=parse(TOLD)))
    (rate,) = [row for row in found["quantities"] if row["quantity"] == "reported_rate"]
    kept = [(row["accessed"], row["archived"]) for row in (found["remark"], rate)]
    assert kept == [("2025-05-04", f"https://archive.example.org/{number}") for number in (1, 2)]


# ------------------------------------------------------------------------------------------------------ the readings


def test_the_readings_of_the_remark_of_2024_stand_in_their_order():
    assert named(readings_of(load(SKY[2]), siblings(SKY[2]))) == SKY


def test_a_changed_reading_stands_in_its_own_place():
    mine = changed(load(SKY[1]), {"troops": "9000"})
    assert readings_of(mine, siblings(SKY[1]))[1] is mine


def test_a_scenario_that_is_no_reading_stands_alone():
    assert named(readings_of(load("classroom"), siblings("classroom"))) == ["classroom"]


def test_files_beside_a_users_file_are_readings_too_and_those_that_cannot_be_read_are_passed_over(tmp_path):
    for name, order in (("late", 9), ("mine", 2), ("early", 1)):
        (tmp_path / f"{name}.toml").write_text(TOLD.replace("order = 2", f"order = {order}"), "utf-8")
    (tmp_path / "broken.toml").write_text("schema = ", "utf-8")
    mine = str(tmp_path / "mine.toml")
    assert named(readings_of(load(mine), siblings(mine))) == ["early", "mine", "late"]


@each("name", shipped())
def test_every_shipped_scenario_is_called_something_in_every_language(name):
    said = load(name)
    others = [code for code in LANGUAGES if code != "en"]
    assert all({title_in(said, code), reading_in(said, code)}.isdisjoint({said.title, ""}) for code in others)


def test_a_language_without_translation_takes_the_words_of_the_file():
    said = parse(TOLD)
    assert (title_in(said, "de"), reading_in(said, "uk")) == ("Ten against two", "bare")
    assert (note_words(said, said["reported_rate"], PLAIN), definition_words(said, said["troops"], UK)) == ("about", "")


def test_a_definition_and_a_note_are_said_in_the_language_of_their_translation():
    said = parse(TOLD.replace("troops = 10", "troops = {value = 10, definition = 'who will come'}"))
    assert definition_words(said, said["troops"], UK) == "ті, хто прийде"
    assert note_words(said, said["reported_rate"], UK) == "приблизно"


def test_the_note_on_a_number_of_ones_own_is_not_that_of_the_file():
    mine = changed(parse(TOLD), {"reported_rate": "3"})
    assert note_words(mine, mine["reported_rate"], UK) == UK("note.set")


def test_tables_of_quantities_that_are_none_are_refused():
    with pytest.raises(ScenarioError, match=r"translations\.uk\.quantities = 3: must be a table"):
        parse(re.sub(r"\[translations.uk.quantities\]\n.*\n.*\n", "quantities = 3\n", TOLD))


def test_what_the_program_says_in_a_scenario_is_written_into_its_file_in_every_language():
    mine = in_every_language(changed(parse(TOLD), {"reported_rate": "3"}))
    read = parse(dump(mine))
    assert (read == mine, note_words(read, read["reported_rate"], UK)) == (True, UK("note.set"))
    assert (title_in(read, "uk"), read.translations[0].quantities[1].definition) == (
        "Десять проти двох",
        "ті, хто прийде",
    )


@each("name", shipped())
def test_a_walk_says_no_assumption_of_the_program_in_english(name):
    scenario = load(name)
    told = [chapter.quantities[0] for chapter in story(scenario) if chapter.added != RANGES and chapter.quantities]
    said = [note_words(scenario, q, UK) or definition_words(scenario, q, UK) for q in told if not q.source]
    assert [words for words in said if not re.search("[а-яіїє]", words)] == []


def test_the_brief_has_the_title_of_its_language():
    answer = Answer(scenario=parse(TOLD))
    assert [f"<h1>{title}</h1>" in brief(answer, LANGUAGES[code]) for code, title in
            (("en", "Ten against two"), ("uk", "Десять проти двох"))] == [True, True]  # fmt: skip


# --------------------------------------------------------------------------------------- words without a duration


def test_words_that_state_no_duration_get_an_answer_and_no_verdict():
    answer = Answer(scenario=parse(TOLD))
    assert (answer.days, answer.verdict, answer.opposite) == (5.0, None, None)


def test_the_json_of_such_words_says_why_there_is_no_verdict():
    found = cover_result(Answer(scenario=parse(TOLD)))
    assert (found["verdict"], "state no duration" in found["verdict_reason"]) == (None, True)


@each("code", LANGUAGES)
def test_the_brief_of_such_words_says_why_there_is_no_verdict(code):
    assert LANGUAGES[code]("verdict.none.duration") in brief(Answer(scenario=parse(TOLD)), LANGUAGES[code])


@each("setting", [{"remark.threshold_days": "30"}, {"remark.yardstick": "survey"}])
def test_a_yardstick_of_the_readers_own_gives_such_words_a_verdict(setting):
    assert Answer(scenario=changed(parse(TOLD), setting)).verdict is not None


def test_the_offer_of_volunteers_states_no_duration():
    assert [load(name).remark.states_duration for name in shipped() if name.startswith("volunteers")] == [False, False]


@each("setting", [[], ["returning_share=1", "first_return_day=0"], ["reported_rate=0"]])
@each("code", LANGUAGES)
def test_a_total_of_casualties_is_spoken_of_as_such(setting, code):
    answer, say = Answer(scenario=load("mod-2025-1930k", setting)), LANGUAGES[code]
    said, many = headline(answer, say), say.count(answer.scenario.number("troops"))
    assert say("amount.casualties", count=many) in said
    assert say("amount.troops", count="9").split()[1] not in said.replace(say("amount.casualties", count=many), "")


LOSSES = ["reported_rate", "reporting_ratio", "monthly_trend"]
MOVING = [key for key, what in DEFINITIONS.items() if what.effect != "none"]
GOALS = {
    "mod-2025-1930k": ["Rate at which so many take 1,607 days: 1,200 or less"],
    "sky-2024-10k": ["Troops that cover 14 days: 17,794 or more", "Rate at which they last 14 days: 714.2 or less"],
}
OF_LISTS = {"killed_share", "wounded_returning_share"}
"""Stand for the returning share, which is listed instead."""


@each(("name", "listed"), [("mod-2025-1930k", LOSSES), ("sky-2024-10k", [x for x in MOVING if x not in OF_LISTS])])
def test_what_flips_a_total_of_casualties_lists_the_losses_alone_and_its_json_every_quantity(run, name, listed):
    said, found = run("flip", name, COLUMNS="160").out, json.loads(run("flip", name, "--json").out)
    rows = re.findall(r"(?m)^ (\w[a-z -]*?)  .*(?:side \(.*|no flip|stated|only)", said)
    assert rows == [quantity_words(key) for key in listed]
    assert [line for line in said.splitlines() if line.startswith(("Troops that", "Rate at"))] == GOALS[name]
    assert {row["quantity"] for row in found["flips"]} == {*MOVING} - OF_LISTS


@each("code", LANGUAGES)
def test_the_pages_statistics_of_a_total_of_casualties_list_the_losses_alone(code):
    answer, say = Answer(scenario=load("mod-2025-1930k")), LANGUAGES[code]
    assert [row[0] for row in flips._rows(answer, answer.flipped(), say)] == [say.quantity(key) for key in LOSSES]
