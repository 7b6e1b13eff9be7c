"""One catalogue: every text in every language, the same places, and nothing left in English where it is not a name."""

from __future__ import annotations

import copy
import re
from dataclasses import replace

import numpy as np
import pytest
from each import each

from sim.core.assumptions import Assumptions
from sim.core.points import Estimate
from sim.inputs.definitions import DEFINITIONS, GRADES, SHAPES
from sim.inputs.links import from_link
from sim.inputs.loading import load, parse, shipped
from sim.inputs.problems import ScenarioError
from sim.inputs.remarks import CLAIMS, YARDSTICKS
from sim.inputs.settings import changed
from sim.inputs.toml import decoded
from sim.laws.shipped import LAWS
from sim.saying import results, sentences, stated, sums, verdicts
from sim.saying.language import LANGUAGES, PLAIN, Language
from sim.show.brief import brief
from sim.study.answer import Answer
from sim.study.distribution import distribution
from sim.study.verdict import verdict
from sim.words import english, ukrainian
from sim.words.english_classroom import CLASSROOM
from sim.words.texts import Problem, Text

NAMES = list(shipped())
UK = LANGUAGES["uk"]
SETTINGS = ["", "reported_rate=0", "troops=0", "line_share=0", "recruits_per_day=5000", "monthly_trend=-0.5"]
CASES = {f"day.{case}" for case in ("accusative.one", "genitive.one", "genitive.few")}
FORMS = {f"day.{form}" for form in ("few", "part")} | {f"rough.{unit}.few" for unit in ("day", "week", "month", "year")}
NOT_WORDS = {"ICD", "PERT", "TOML", "UTF", "Attrition", "What", "If", "min", "ln", "attrition", "whatif"}


AGREEING = re.compile(r"{(\w+):([^{}]*\|[^{}]*)}")
"""A word in the form that the number in a place asks for."""


def places(text):
    return sorted(re.findall(r"{(\w+)(?::[^}]*)?}|(\x00)", AGREEING.sub("", text)))


def latin(text):
    """Words in Latin letters, but for abbreviations that every language writes so."""
    return set(re.findall(r"(?<![\w.])[A-Za-z]{2,}(?![\w=])", text)) - NOT_WORDS


# ------------------------------------------------------------------------------------------------------ the catalogue


def test_both_catalogues_have_the_same_texts():
    laws = {f"law.{law.name}" for law in LAWS}
    assert set(UK.words) - set(LANGUAGES["en"].words) == FORMS | CASES | laws
    assert set(LANGUAGES["en"].words) - set(UK.words) == set()


@each("key", sorted(LANGUAGES["en"].words))
def test_a_text_has_the_same_places_in_both_languages(key):
    assert places(UK.words[key]) == places(LANGUAGES["en"].words[key])


def test_no_text_is_empty():
    assert [key for words in (english.WORDS, ukrainian.WORDS) for key, text in words.items() if not text] == []


def test_a_text_missing_in_a_language_is_said_in_english():
    partial = Language(code="xx", words={"separators": ".,"}, plural=english.plural)
    assert partial("title") == english.WORDS["title"]
    assert partial.problem(Problem.of("problem.no_title")) == english.WORDS["problem.no_title"]


def test_a_remark_and_its_yardstick_have_one_name_each_in_ukrainian():
    named = re.compile("[Зз]аяв|[Вв]исл[оі]в|[Мм]ірил")
    assert [key for key, text in ukrainian.WORDS.items() if named.search(text)] == []


COUNTED = {
    "en": r"(?:troops|soldiers?|casualt\w+|days|people|recruits)",
    "uk": r"(?:діб|доби|раза|осіб|втрат|військов\w+|новобран\w+|(?:відсотков\w+ )?пункт\w*|випад\w+)(?! кожної)",
}
ROUND = ("lesson.", "worksheet.", "problem.too_many", "sum.steady", "series.short_window")
"""Texts whose numbers are round, of three decimals, or fixed and more than one."""


@each("say", LANGUAGES.values())
def test_no_noun_of_one_form_follows_a_number_that_asks_for_another(say):
    fixed = re.compile(rf"{{\w+(?::[^}}|]*)?}} {COUNTED[say.code]}\b")
    assert [key for key, text in say.words.items() if fixed.search(text) and not key.startswith(ROUND)] == []


def test_no_ukrainian_noun_follows_a_rate_that_a_lesson_may_set():
    fixed = re.compile(r"{(?:r|rate)} (?:осіб|втрат)")
    assert [key for key, text in ukrainian.WORDS.items() if key.startswith("lesson.") and fixed.search(text)] == []
    assert ukrainian.WORDS["lesson.control.day"] == "Доба прибуття"


@each(("words", "number_of_forms"), [(english.WORDS, 2), (ukrainian.WORDS, 4)])
def test_a_word_that_agrees_has_every_form_and_a_number_that_is_there(words, number_of_forms):
    found = [(key, *of) for key, text in words.items() for of in AGREEING.findall(text)]
    assert {forms.count("|") + 1 for _, _, forms in found} == {number_of_forms}
    assert [key for key, name, _ in found if not key.startswith("unit.") and f"{{{name}" not in _bare(words[key])] == []


def _bare(text):
    return AGREEING.sub("", text)


@each(
    ("settings", "said"),
    [
        (["troops=1", "reported_rate=1"], "1 soldier covers 1.0 days of losses."),
        (["troops=1", "line_share=0"], "The 1 soldier does not reach the line: they cover 0 days of losses."),
        (["troops=1", "reported_rate=0"], "there is nothing to cover, and 1 soldier is never used up."),
        (["troops=1", "returning_share=1"], "On a net basis 1 soldier is never used up:"),
    ],
)
def test_one_is_said_in_the_singular(settings, said):
    assert said in sentences.headline(Answer(scenario=load("sky-2024-10k", settings)))


def test_one_casualty_is_said_in_the_singular():
    answer = Answer(scenario=load("mod-2025-1930k", ["troops=1", "reported_rate=1"]))
    assert sentences.headline(answer).endswith("to reach 1 casualty.")
    assert sums.arithmetic(answer) == ("1 casualty / 1 a day = 1.000 days",)


@each(
    ("key", "value", "words"),
    [
        ("reported_rate", 1271, "1 271 втрата/добу"),
        ("reported_rate", 1272, "1 272 втрати/добу"),
        ("reported_rate", 1223.6, "1 223,6 втрати/добу"),
        ("recruits_per_day", 11, "11 осіб/добу"),
        ("lag_days", 21, "21 доба"),
        ("troops", 10_000, "10 000 осіб"),
    ],
)
def test_a_unit_agrees_with_its_number_in_ukrainian(key, value, words):
    assert UK.measured(key, value).replace("\xa0", " ") == words


@each(
    ("key", "value", "words"),
    [
        ("turns.goal.rate.troops", 1271, "за щонайбільше 1 271 втрати на добу."),
        ("turns.goal.rate.troops", 1272, "за щонайбільше 1 272 втрат на добу."),
        ("turns.goal.rate.troops", 1270, "за щонайбільше 1 270 втрат на добу."),
        ("turns.goal.rate.troops", 0.5, "за щонайбільше 0,5 втрати на добу."),
        ("turns.goal.troops", 21, "потрібно 21 військового."),
        ("turns.goal.troops", 22, "потрібно 22 військових."),
        ("turns.goal.troops", 25, "потрібно 25 військових."),
        ("walk.bare_quotient.troops", 21, "Поділимо: 21 військового на 21 втрату на добу."),
        ("walk.bare_quotient.troops", 22, "Поділимо: 22 військових на 22 втрати на добу."),
        ("walk.bare_quotient.troops", 1.5, "Поділимо: 1,5 військового на 1,5 втрати на добу."),
        ("series.track", 91, "у 91 випадку зі 100;"),
        ("series.track", 92, "у 92 випадках зі 100;"),
        ("series.track", 90, "у 90 випадках зі 100;"),
        ("series.week", 1, "на 1 відсотковий пункт краще"),
        ("series.week", 2, "на 2 відсоткові пункти краще"),
        ("series.week", 0, "на 0 відсоткових пунктів краще"),
        ("series.week", 0.3, "на 0,3 відсоткового пункту краще"),
        ("series.luck", 21, "відхилитися на 21 пункт суто"),
        ("series.luck", 3, "відхилитися на 3 пункти суто"),
        ("series.luck", 11, "відхилитися на 11 пунктів суто"),
    ],
)
def test_a_noun_takes_the_case_of_its_sentence_in_ukrainian(key, value, words):
    filled = dict.fromkeys(re.findall(r"{(\w+)}", ukrainian.WORDS[key]), value)
    text = Text.worded("", key, **{**filled, "better": Text("series.better"), "days": "", "week": ""})
    assert words in UK.text(text).replace("\xa0", " ")


@each(
    ("language", "number", "words"),
    [
        ("en", "-1", "-1 person"), ("en", "\u22121", "\u22121 person"), ("en", "-1.5", "-1.5 people"),
        ("uk", "-1", "-1 особа"), ("uk", "\u22122", "\u22122 особи"), ("uk", "-1.5", "-1.5 особи"),
        ("uk", "-11", "-11 осіб"), ("uk", "1-", "1- осіб"), ("uk", "--1", "--1 осіб"),
    ],
)  # fmt: skip
def test_a_number_below_zero_takes_the_form_it_has_above(language, number, words):
    assert f"{number} {LANGUAGES[language].unit('troops', number)}" == words


@each(
    ("given", "words"),
    [
        ("-1", ["-1 person", "-1 особа"]),
        ("-1.5", ["-1.5 people", "-1.5 особи"]),
        ("-22", ["-22 people", "-22 особи"]),
    ],
)
def test_a_refused_number_below_zero_agrees_with_its_unit(given, words):
    (problem,) = refused(load, "classroom", [f"troops={given}"])
    said = [re.search("troops.value = ([^:]+): ", say.problem(problem))[1] for say in LANGUAGES.values()]
    assert said == words


@each(
    ("language", "text"),
    [("en", "1 person on day 1"), ("uk", "1 особа, доба 1")],
)
def test_a_wave_of_one_agrees(language, text):
    assert LANGUAGES[language]("brief.wave", troops="1", day="1") == text


def test_a_refusal_says_one_in_the_singular():
    (problem,) = refused(load, "sky-2024-10k", ["first_return_day=1", "last_return_day=0"])
    assert "may reach 1 day, later" in str(problem)


def test_ukrainian_quotes_are_angled():
    assert [key for key, text in ukrainian.WORDS.items() if set('“”"') & set(text)] == []


@each(
    ("days", "words"),
    [(7.868, "7,9 доби"), (101.0, "101 доба"), (122.0, "122 доби"), (111.0, "111 діб"), (1500.0, "1 500 діб")],
)
def test_days_take_the_form_their_number_asks_for(days, words):
    assert UK.days(days).replace("\xa0", " ") == words


def test_an_interval_to_more_than_a_century_has_its_own_unit_below():
    ends = Estimate(10_000.0, 0.0), Estimate(50_000.0, 0.0)
    said = [say.span(*ends).replace("\xa0", " ") for say in LANGUAGES.values()]
    assert said == ["10,000 days to more than 100 years", "від 10 000 діб до понад 100 років"]


@each(("days", "words"), [(101.0, "до 101 доби"), (122.0, "до 122 діб"), (7.868, "до 7,9 доби")])
def test_an_interval_ends_in_the_genitive(days, words):
    assert UK.span(Estimate(1.0, 0.0), Estimate(days, 0.0)).replace("\xa0", " ").endswith(words)


def test_the_source_of_the_opposite_yardstick_is_said_in_ukrainian():
    said = Answer(scenario=load("sky-2024-10k")).opposite
    assert "60\xa0діб" in UK.text(said.threshold_source)


def test_a_headline_takes_the_accusative():
    answer = Answer(scenario=load("sky-2024-10k", ["reported_rate=10", "troops=1010"]))
    assert "покриває 101\xa0добу втрат" in sentences.headline(answer, UK)


# --------------------------------------------------------------------------------------------- sentences, arithmetic


@each("setting", SETTINGS)
@each("name", NAMES)
def test_no_english_word_is_left_in_what_the_model_says(name, setting):
    scenario = without_words(load(name, [setting] if setting else []))
    answer = Answer(scenario=scenario)
    lines = [
        sentences.headline(answer, UK),
        sentences.spread_sentence(answer.spread, UK),
        verdicts.no_verdict(answer, UK),
    ]
    if said := answer.verdict:
        lines += [verdicts.verdict_sentence(said, UK), verdicts.grounds(said, answer, UK)]
        lines.append(verdicts.firm_sentence(said, answer.spread.fixed, UK))
    lines += sums.arithmetic(answer, UK)
    lines += [f"{stated.quantity_words(q.key, UK)} {stated.quantity_text(q, UK)}" for q in scenario.quantities]
    assert latin(" ".join(lines)) == set()


def without_words(scenario):
    """The scenario with none of its own words: what is then said in English is the program's."""
    quantities = [replace(q, source="1", definition="", note="") for q in scenario.quantities]
    remark = scenario.remark and replace(scenario.remark, words="1", speaker="", source="", threshold_source="")
    waves = tuple(replace(wave, source="1") for wave in scenario.waves)
    steps = tuple(replace(step, source="1") for step in scenario.schedule)
    parts = {"quantities": tuple(quantities), "remark": remark, "waves": waves, "schedule": steps}
    return replace(scenario, title="1", **parts)


@each("setting", SETTINGS)
@each("name", NAMES)
def test_the_arithmetic_has_the_same_numbers_in_both_languages(name, setting):
    answer = Answer(scenario=load(name, [setting] if setting else []))
    digits = [re.sub(r"[^\d|]", "", "|".join(sums.arithmetic(answer, say))) for say in (PLAIN, UK)]
    assert digits[0] == digits[1]


@each("name", NAMES)
def test_the_command_line_keeps_to_plain_spaces_and_quotes(name):
    result = results.cover_result(Answer(scenario=load(name)))
    verdict = result["verdict"]["sentence"] if result["verdict"] else result["verdict_reason"]
    said = [result["answer"], verdict, *result["arithmetic"]]
    assert not set("\xa0“”«»") & set("".join(said))


@each("moved", [{}, {"words": "in other words"}, {"probability": Estimate(0.5, 0.0)}, {"threshold_days": 15.0}])
def test_a_digest_covers_the_numbers_and_no_wording(moved):
    first, other = (Answer(scenario=load("sky-2024-10k")) for _ in range(2))
    vars(other)["verdict"] = replace(first.verdict, **moved)
    assert (first.digest == other.digest) == (not set(moved) - {"words"})


@each(
    ("days", "words"),
    [
        (["remark.threshold_days=14"], "at most 14 days: it holds."),
        (["remark.threshold_days=5"], "at most 5 days: it does not hold."),
        (
            ["remark.threshold_days=8.64", "troops.low=10000", "troops.high=11000"],
            "almost certain (ICD 203: 95 to 99 %), 99.97 %.",
        ),
    ],
)
def test_plain_arithmetic_holds_or_does_not_and_a_probability_beyond_the_scale_names_a_band(days, words):
    scenario = load("sky-2024-10k", days)
    assert verdicts.verdict_sentence(verdict(scenario, distribution(scenario))).endswith(words)


@each(
    ("settings", "words"),
    [
        ([], "It holds for any yardstick of 7.9 days or more."),
        (["remark.claim=at least"], "It holds for any yardstick of 7.8 days or fewer."),
        (["returning_share=1"], "It holds for no yardstick in days: the answer is never."),
        (["returning_share=1", "remark.claim=at least"], "It holds for any yardstick in days."),
    ],
)
def test_a_point_holds_or_not_and_is_not_called_likely(settings, words):
    scenario = load("sky-2024-10k", settings)
    assert verdicts.firm_sentence(verdict(scenario, distribution(scenario)), True) == words


# ---------------------------------------------------------------------------------------------------------- refusals

GOOD = 'schema = 1\ntitle = "Test"\n[quantities.reported_rate]\nvalue = 1000\n[quantities.troops]\nvalue = 10000\n'
RATE = "schema = 1\ntitle = 'Test'\n[quantities.reported_rate]\nvalue = 10\n"
WAVE, STEP = "[[waves]]\nday = {}\ntroops = {}\n", "[[schedule]]\nfrom_day = {}\ncasualties_per_day = {}\n"
PAIR = "[[correlations]]\nbetween = {}\nrank = {}\n"
FILES = [
    "", "[", "a = [", "a = 1 b", "schema = 7", "schema = '1'", "schema = 1", "schema = 1\nquantities = 3",
    GOOD + "[remark]\nclaim = 'x'\nyardstick = 'y'\nwords = 3\nsaid_on = 'x'", GOOD + "[remark]\nfoo = 1",
    GOOD + "[remark]\nyardstick = 'survey'\nthreshold_days = 3", GOOD + "[remark]\nthreshold_days = -3",
    GOOD + "trops = 1", GOOD + "[quantities.trops]\nvalue = 1", GOOD + WAVE.format(0, 5),
    RATE + WAVE.format(3, 5) + WAVE.format(2, 5), RATE + WAVE.format(3, -5) + "[[waves]]\nday = 'x'\ngrade = 'y'",
    RATE + WAVE.format(0, 5) + "grade = 'reported'", GOOD + STEP.format(1, 5) + "[quantities.monthly_trend]\nvalue = 1",
    "waves = 3\n" + GOOD, GOOD + "".join(STEP.format(day, 5) for day in range(70)),
    GOOD + PAIR.format(["troops", "troops"], 3) + PAIR.format(["trops"], 0.1),
    GOOD + PAIR.format(["trops", "troops"], 0.1), "waves = [3]\n" + GOOD,
    GOOD + PAIR.format(["troops", "reported_rate"], 0.5) * 2, GOOD + "[quantities.first_return_day]\nvalue = 30",
    GOOD + "[quantities.first_return_day]\nvalue = 6\nlow = 3\nhigh = 9\nshape = 'normal'",
    *(GOOD + f"[quantities.line_share]\n{line}" for line in (
        "value = 7", "value = true", "value = nan", "value = -0.0", "low = 0.5", "value = 0.5\nlow = 0.4",
        "value = 0.5\nshape = 'pert'", "value = 0.5\nlow = 0.6\nhigh = 0.7", "value = 0.5\ngrade = 'x'",
        "value = 0.5\nlow = 0\nhigh = 1\nshape = 'lognormal'", "value = 0.5\nlow = 0\nhigh = 1\nshape = 'unifrm'",
        "value = 0.5\nsource = 3", "value = 0.5\nas_of = 3", "value = 0.5\nfoo = 3",
    )),
    GOOD + "[quantities.dispersion]\nvalue = 0.5",
    GOOD + "[quantities.dispersion]\nvalue = 2\nlow = 0\nhigh = 3", GOOD + "[quantities.announced]\nvalue = 3",
    GOOD + "[quantities.announced]\nnote = ''",
    GOOD + "[quantities.line_share]\nvalue = 0.5\nown = 'x'", GOOD + "[quantities.earlier_casualties]\nvalue = 'x'",
    GOOD + "[quantities.earlier_casualties]\nvalue = 'counted'\nlow = 1\nhigh = 2",
    GOOD + "[quantities.killed_share]\nvalue = 0.3",
    GOOD + "".join(f"[quantities.{key}]\nvalue = 0.3\n" for key in (
        "killed_share", "wounded_returning_share", "returning_share",
    )),
    GOOD + "[reading]\nremark = 'a b'\nlabel = ' '\norder = 1", GOOD + "[reading]\norder = 1.5",
    GOOD + "[remark]\nstates_duration = false\nthreshold_days = 3\narchived = 'x'",
]  # fmt: skip
LINKS = [
    {}, {"v": ["9"], "scenario": ["clasroom"]}, {"v": ["1" * 9000]},
    {"v": ["1"], "scenario": ["classroom"], "seed": ["x"], "answer": ["-3"], "digest": ["xyz"]},
    {"v": ["1"], "scenario": ["classroom"], "trops": ["1"], "troops.source": ["x"], "line_share": ["7", "8"]},
    {"v": ["1"], "scenario": ["classroom"], "line_share": ["7"], "troops": ["nan"], "first_return_day": ["30"]},
    {"v": ["1"], "scenario": ["classroom"], "file": ["eNo"]}, {"v": ["1"], "scenario": ["classroom"], "lang": ["xx"]},
    *({"v": ["1"], "scenario": ["classroom"], key: [text]} for key in ("waves", "schedule", "correlations")
      for text in ("3", "1:2:3", "0:-1", "a~b:3")),
]  # fmt: skip
KEYS = "value low high shape source as_of definition grade note own between rank words speaker said_on claim yardstick"
TOML = {
    *KEYS.split(), *DEFINITIONS, *GRADES, *SHAPES, *shipped(), "threshold_days", "survey", "threshold", "schema",
    "title", "remark", "quantities", "waves", "schedule", "correlations", "day", "troops", "from_day", "seed", "v",
    "casualties_per_day", "answer", "digest", "never", "scenario", "link", "at", "most", "least", "nan", "true", "foo",
    "false", "file", "lang", "barely", "one", "week", "around", "10", "days", "threshold_source",
    "states_duration", "accessed", "archived", "reading", "label", "order", "translations", "https", "sky",
}  # fmt: skip
"""What a refusal may quote from a file or a link: its keys, and the values they may have."""
PROSE = {
    word for key, text in english.WORDS.items() if key.startswith("problem.") for word in re.findall(r"[a-z]{3,}", text)
} - TOML


def refused(make, *given):
    with pytest.raises(ScenarioError) as caught:
        make(*given)
    return caught.value.problems


def every_problem():
    for text in FILES:
        yield from refused(parse, text, Text("problem.own_file"))
    for link in LINKS:
        yield from refused(from_link, link, LANGUAGES)
    for content in (b"", b"\xff\xfe", b"x" * 1_000_001):
        yield from refused(decoded, content, Text("problem.own_file"))
    yield from refused(parse, "".join(f"x{number} = 1\n" for number in range(60)), Text("problem.own_file"))
    yield from refused(parse, RATE + WAVE.format(0, 5), "x", ["waves="])
    for settings in (
        {"line_share": "7"},
        {"waves": "0:1e9,30:1"},
        {"remark.threshold_days": "0"},
        {"remark.claim": "x"},
        {"troops.low": "1"},
    ):
        yield from refused(changed, load("sky-2024-10k"), settings)


PROBLEMS = list(every_problem())


def keys_of(text):
    """The key of a text and those of the texts in its places."""
    if not isinstance(text, Text | Problem):
        return set()
    where = [text.where] if isinstance(text, Problem) else []
    return {text.key}.union(*map(keys_of, [*text.places.values(), *where]))


@each("problem", PROBLEMS)
def test_a_refusal_is_said_in_ukrainian(problem):
    spoken = UK.problem(problem)
    prose = re.sub(r"'[^']*'", "", re.sub(r"{[^}]*}", "", spoken))
    english_left = PROSE & set(re.findall(r"(?<![\w.-])[a-z]{3,}(?![\w.-])", prose))
    assert (bool(re.search("[а-яіїє]{3}", prose)), english_left) == (True, set())


def test_the_refusals_tried_are_nearly_all_that_a_page_can_show():
    told = set().union(*map(keys_of, PROBLEMS))
    only_files_and_settings = {"folder", "unreadable", "no_scenario", "set_form", "set_remark", "port"}
    only_files_and_settings |= {"unwritable", "write_folder", "write_own", "write_kept", "many_items"}
    only_commands = {"option", "two_to_compare"}
    rare = {
        "not_finite",
        "given_twice",
        "impossible",
        "unknown_field",
        "toml_end",
        "toml_dots",
        "toml_deep",
        "toml_digits",
        "no_text",
    }
    of_the_model = {key for key in english.WORDS if key.startswith("problem.model.")} | {"problem.at"}
    elsewhere = of_the_model | set(CLASSROOM)
    named = {f"problem.{name}" for name in only_files_and_settings | only_commands | rare} | elsewhere
    assert {key for key in english.WORDS if key.startswith("problem.")} - told <= named


def test_a_refusal_is_the_same_string_that_the_command_line_prints():
    assert {LANGUAGES["en"].problem(problem) for problem in PROBLEMS} == {str(problem) for problem in PROBLEMS}


def test_limits_are_written_the_ukrainian_way():
    (problem,) = refused(load, "classroom", ["reporting_ratio=50"])
    assert UK.problem(problem).endswith("50 виходить за межі; дозволено від 0,05 до 20")


def test_a_copy_keeps_its_key():
    problem = PROBLEMS[0]
    assert (copy.deepcopy(problem).key, copy.copy(problem).places) == (problem.key, problem.places)


def test_control_characters_are_written_out_in_every_language():
    problem = Problem.of("problem.missing", "a\x00").at("b\n")
    assert (str(problem), UK.problem(problem)) == ("b\\n: a\\x00: missing", "b\\n: a\\x00: бракує")


@each(
    "given",
    [
        {"waves": ()}, {"waves": ((0, -1),)}, {"waves": (("x", 1),)}, {"schedule": ((0, 5), (-1, 5))},
        {"first_return_day": 30.0}, {"schedule": ((1, 5),)}, {"line_share": np.ones(2), "desertion_share": np.ones(3)},
    ],
)  # fmt: skip
def test_what_the_model_refuses_is_said_in_ukrainian(given):
    for problem in refused(lambda: Assumptions(**{"waves": ((0, 1),), "schedule": ((0, 1),), **given})):
        assert re.findall(r"[а-яіїє]{3,}", UK.problem(problem)) != []
        assert "allowed" not in UK.problem(problem)


def test_a_problem_is_data():
    (problem,) = refused(load, "classroom", ["troops=-5"])
    assert (problem.key, problem.path, problem.where) == ("problem.limits", "quantities.troops.value", "classroom")


def test_a_long_refusal_is_cut_in_every_language():
    (problem,) = refused(parse, GOOD.replace('"Test"', '"Test"\n' + "y" * 3000 + " = 1"))
    assert max(len(say.problem(problem)) for say in LANGUAGES.values()) <= 400


def test_braces_in_a_file_are_no_places():
    (problem,) = refused(parse, GOOD.replace('"Test"', '"Test"\n"{where}{0}" = 1'))
    assert "{where}{0}: невідомий ключ" in UK.problem(problem)


def test_claims_and_yardsticks_are_quoted_as_files_write_them():
    (problem,) = refused(load, "classroom", ["remark.claim=x"])
    assert all(claim in UK.problem(problem) for claim in CLAIMS)
    assert all(f"yardstick.{name}" in UK.words for name in YARDSTICKS[:2])


# --------------------------------------------------------------------------------------------------------- the brief


@each("setting", SETTINGS)
@each("name", NAMES)
def test_no_english_word_is_left_in_the_brief(name, setting):
    text = brief(Answer(scenario=without_words(load(name, [setting] if setting else []))), UK)
    read = re.sub(r"(?s)<style.*?</style>|<[^>]*>", " ", text)
    spoken = " ".join(re.findall(r'aria-label="([^"]*)"', text))
    assert (latin(re.sub(r"[0-9a-f]{16}", "", read)), latin(spoken), 'lang="uk"' in text) == (set(), set(), True)


@each("language", LANGUAGES)
def test_the_report_command_writes_the_language_asked_for(run, tmp_path, language):
    target = tmp_path / "brief.html"
    assert run("report", "classroom", "-o", str(target), "--lang", language).code == 0
    assert target.read_text("utf-8") == brief(Answer(scenario=load("classroom")), LANGUAGES[language])


def test_a_language_that_is_not_there_is_one_line(run, tmp_path):
    ran = run("report", "classroom", "-o", str(tmp_path / "brief.html"), "--lang", "xx")
    assert (ran.code, ran.err.count("\n"), "uk" in ran.err) == (2, 1, True)
