"""The five doors, tried with input that mostly passes the reader: file, --set, link, Python, upload; and the page.

Whatever comes in is answered with finite numbers or refused in printable lines, and what the page draws of it holds
finite numbers and no word for another. `make fuzz` tries 20,000 each.
"""

from __future__ import annotations

import base64
import json
import math
import os
import re
import zlib
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from sim.cli import main
from sim.inputs.definitions import DEFINITIONS, NUMBERS, SHAPES
from sim.inputs.links import from_link, to_link
from sim.inputs.loading import load, parse, shipped
from sim.inputs.parts import number_text
from sim.inputs.problems import ScenarioError, number_problem
from sim.inputs.quantities import Quantity
from sim.inputs.remarks import CLAIMS, YARDSTICKS
from sim.inputs.settings import changed
from sim.inputs.toml import decoded
from sim.inputs.writing import dump, tables
from sim.laws import cases
from sim.laws import files as in_files
from sim.saying import results, sentences, sums, turns
from sim.saying.citation import Cited, bibtex, claim_review, csl, sentence
from sim.saying.language import LANGUAGES
from sim.show import figures_dots, figures_left, figures_plane, figures_ruler
from sim.show.board import board, positions
from sim.show.brief import brief
from sim.show.share import share_svg
from sim.study.answer import Answer
from sim.study.story import story
from sim.study.track import slider_track
from sim.ui.sentences import has_place

EXAMPLES = int(os.environ.get("ATTRITION_EXAMPLES", "15"))
trying = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
ERROR = 0.1
"""Target standard error: the coarsest allowed, so that many scenarios are tried in the time of one exact answer."""


# ------------------------------------------------------------------------------------------------------- what comes in


def edges(key):
    """Numbers of a quantity: mostly in its typical span, some on its limits, next to them, or next to nothing."""
    what = DEFINITIONS[key]
    ends = [what.low, what.high, math.nextafter(what.low, math.inf), math.nextafter(what.high, 0), what.neutral]
    also = [
        x
        for x in (*ends, 0.0, 5e-324, 1e-300, 1e-9, what.also)
        if x is not None and not number_problem(x, what.low, what.high, what.also)
    ]
    return cases.numbers(what) | cases.numbers(what) | st.sampled_from(also)


@st.composite
def ranges(draw, key):
    """A range of a quantity as settings: sometimes of no width, or of a few roundings."""
    low, value, high = sorted(draw(st.lists(edges(key), min_size=3, max_size=3)))
    if draw(st.integers(0, 3)) == 0:
        value = low
        high = draw(st.sampled_from([low, math.nextafter(low, math.inf), low * (1 + 1e-9), low * (1 + 3e-9) + 3e-9]))
    fields = {"": value, ".low": low, ".high": high}
    return {f"{key}{name}": number_text(x) for name, x in fields.items()} | {
        f"{key}.shape": draw(st.sampled_from(SHAPES))
    }


@st.composite
def listed(draw, key):
    """Waves or steps as one text, in order, the first on day 0."""
    single = "troops" if key == "waves" else "reported_rate"
    days = draw(st.lists(st.integers(1, 3650) | st.floats(1e-9, 3650), max_size=4, unique=True).map(sorted))
    return {key: ",".join(f"{number_text(float(day))}:{number_text(draw(edges(single)))}" for day in (0, *days))}


@st.composite
def some_settings(draw):
    """What `--set` and links may change, most of it allowed."""
    given = {}
    for key in draw(st.lists(st.sampled_from(NUMBERS), max_size=4, unique=True)):
        given |= draw(ranges(key) | edges(key).map(lambda x, key=key: {key: number_text(x)}))
    for part in draw(st.lists(st.sampled_from(["waves", "schedule"]), max_size=1)):
        given |= draw(listed(part))
        for single in ("troops",) if part == "waves" else ("reported_rate", "monthly_trend"):
            given = {path: text for path, text in given.items() if path.split(".")[0] != single}
    wide = sorted({path.split(".")[0] for path in given if path.endswith(".low")})
    if len(wide) > 1 and draw(st.booleans()):
        given["correlations"] = f"{wide[0]}~{wide[1]}:{draw(st.sampled_from([-0.99, -0.5, 0.0, 1e-9, 0.7, 0.99]))}"
    return given | draw(remarks)


remarks = st.sampled_from([{}, {}, *({"remark.yardstick": x} for x in YARDSTICKS[1:])]) | st.builds(
    lambda days, claim: {"remark.threshold_days": number_text(days), "remark.claim": claim},
    st.floats(1e-3, 3650), st.sampled_from(CLAIMS),
)  # fmt: skip
names = st.sampled_from(sorted(shipped()))


@st.composite
def files(draw):
    """A scenario file; one in four has a value, a line or a character that is not as it should be."""
    text = dump(draw(scenarios()))
    if not draw(st.sampled_from([False, False, False, True])):
        return text
    lines = text.splitlines()
    place = draw(st.integers(0, len(lines) - 1))
    wrong = st.sampled_from(["nan", "-1", "1e400", "true", '"x"', "[]", "{}", "0x10", "2024-01-01", "-0.0"])
    name = lines[place].partition("=")[0]
    lines[place] = draw(wrong.map(lambda value: f"{name}= {value}") | st.text(max_size=8) | st.just(lines[place] * 2))
    return "\n".join(lines)


@st.composite
def scenarios(draw):
    """A scenario of any kind, changed as a visitor would."""
    made = draw(in_files.scenarios())
    try:
        return changed(made, draw(some_settings()))
    except ScenarioError:
        return made


# What once got through: divisions that overflowed, a range that moves nothing, times of a table too close for a curve,
# a share next to nothing, a trend beside a schedule, a rate too low for any axis, and losses so
# rare that the first of them comes later than anything is awaited; losses that grow beyond what can be multiplied, and
# an integration so short that nothing can be divided by it, and a range that is one number in logarithms.
NOBODY = {"troops": "5e-324", "line_share": "1", "line_share.low": "0.5", "line_share.high": "1",
          "line_share.shape": "uniform"}  # fmt: skip
NOBODY_AT_FIRST = {"waves": "0:5e-324", "schedule": "0:2571.06,7:454.224,14:1075.75", "line_share": "0.5",
                   "line_share.low": "0.2", "line_share.high": "1", "line_share.shape": "uniform"}  # fmt: skip
IDLE = {"starting_effectiveness": "1", "starting_effectiveness.low": "0.5", "starting_effectiveness.high": "1",
        "starting_effectiveness.shape": "uniform", "waves": "0:1000,1:1000"}  # fmt: skip
CLOSE_STEPS = {"schedule": "0:161.742,2e-09:2095.85,1.192092896e-07:1000000,0.01:1000,3649:857.946",
               "dispersion": "40", "returning_share": "0.5", "recruits_per_day": "10"}  # fmt: skip
PEAK_NEXT_TO_AN_END = {"returning_share": "5e-324", "returning_share.low": "0", "returning_share.high": "1",
                       "returning_share.shape": "triangular"}  # fmt: skip
NEXT_TO_NOTHING = {"killed_share": "5e-324", "wounded_returning_share": "0.9"}
TREND_BESIDE_STEPS = {"schedule": "0:100,7:200", "monthly_trend": "0", "monthly_trend.low": "0",
                      "monthly_trend.high": "3e-9", "monthly_trend.shape": "uniform"}  # fmt: skip
BEYOND = {"monthly_trend": "9", "reported_rate": "50", "integration_days": "3650", "waves": "0:1000,976:1000"}
BEYOND_NUMBERS = {"monthly_trend": "9", "reported_rate": "5e-324", "integration_days": "3650",
                  "starting_effectiveness": "0.5"}  # fmt: skip
NO_LOSSES = {"reported_rate": "5e-324", "monthly_trend": "0", "monthly_trend.low": "0", "monthly_trend.high": "0.5",
             "monthly_trend.shape": "uniform"}  # fmt: skip
AT_ONCE = {"integration_days": "5e-324", "starting_effectiveness": "1", "starting_effectiveness.low": "0.5",
           "starting_effectiveness.high": "1", "starting_effectiveness.shape": "uniform"}  # fmt: skip
NO_RANGE = {"reporting_ratio": "0.05", "reporting_ratio.low": "0.05", "reporting_ratio.high": "0.05000000000000001",
            "reporting_ratio.shape": "lognormal", "dispersion": "1"}  # fmt: skip
NO_PLACE = {"schedule": "0:5e-324,287:245.1"}
HARDLY_EFFECTIVE = {"starting_effectiveness": "1e-310", "integration_days": "30"}
RARE_LOSSES = {"schedule": "0:1e-9", "dispersion": "40"}


# ---------------------------------------------------------------------------------------------- what may come of it


def strict(text):
    """Parse JSON as the standard has it: no NaN, no Infinity."""
    return json.loads(text, parse_constant=pytest.fail)


def answered(make, *given):
    """Whether input was answered (with numbers that JSON can hold) or refused (in printable lines)."""
    try:
        result = make(*given)
    except ScenarioError as error:
        event("refused")
        return bool(error.problems) and all(str(problem).isprintable() for problem in error.problems)
    event("answered")
    return bool(strict(json.dumps(result))["digest"])


def commanded(capsys, *arguments):
    """The same for the command line."""
    code = main([*arguments, "--json", "--error", str(ERROR)])
    out, err = capsys.readouterr()
    event(f"exit {code}")
    shown = all(line.isprintable() for line in (*out.splitlines(), *err.splitlines()))
    return shown and ((code == 0 and not err and bool(strict(out))) or (code == 2 and not out and bool(err)))


def result_of(scenario):
    return results.cover_result(Answer(scenario=scenario, error=ERROR))


@trying
@given(text=files())
def test_a_file_is_answered_or_refused(capsys, tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "tried.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert commanded(capsys, "cover", str(path))


@trying
@given(name=names, given=some_settings())
@example(name="classroom", given=NOBODY)
@example(name="classroom", given=NOBODY_AT_FIRST)
@example(name="classroom", given=IDLE)
@example(name="sky-2024-10k", given=TREND_BESIDE_STEPS)
@example(name="classroom", given=PEAK_NEXT_TO_AN_END)
@example(name="classroom", given=BEYOND)
@example(name="classroom", given=BEYOND_NUMBERS)
@example(name="classroom", given=AT_ONCE)
@example(name="sky-2024-10k", given=NO_LOSSES)
@example(name="classroom", given=NO_RANGE)
def test_settings_are_answered_or_refused(capsys, name, given):
    assert commanded(capsys, "cover", name, *(f"--set={path}={text}" for path, text in given.items()))


def by_link(parameters):
    link = from_link(parameters, LANGUAGES)
    scenario = changed(link.file or load(link.scenario), link.settings)
    assert from_link({name: [text] for name, text in to_link(link).items()}, LANGUAGES) == link
    return result_of(scenario)


@trying
@given(
    name=names,
    given=some_settings(),
    file=st.none() | files(),
    more=st.sampled_from([{}, {"seed": "7"}, {"lang": "uk"}]),
)
@example(name="classroom", given=CLOSE_STEPS, file=None, more={})
def test_a_link_is_answered_or_refused(name, given, file, more):
    packed = file and base64.urlsafe_b64encode(zlib.compress(file.encode("utf-8", "surrogatepass"), 9)).decode().rstrip(
        "="
    )
    source = {"file": packed} if packed else {"scenario": name}
    parameters = {key: [text] for key, text in {"v": "1", **source, **given, **more}.items()}
    assert answered(by_link, parameters)


@trying
@given(scenario=scenarios())
@example(scenario=changed(load("sky-2024-10k"), RARE_LOSSES))
def test_a_scenario_in_python_is_answered(scenario):
    assert answered(result_of, scenario)


LOOSE = st.lists(st.floats() | st.integers() | st.none() | st.text(max_size=3), min_size=3, max_size=3)


@trying
@given(key=st.sampled_from(NUMBERS), values=LOOSE)
def test_a_quantity_in_python_is_made_or_refused(key, values):
    def made(*loose):
        quantity = Quantity(key=key, **dict(zip(("value", "low", "high"), loose, strict=True)), shape="pert")
        return {"digest": quantity.low <= quantity.value <= quantity.high}

    assert answered(made, *values)


@trying
@given(text=files(), say=st.sampled_from(list(LANGUAGES.values())))
def test_an_upload_is_shown_or_refused(text, say):
    def shown(content):
        scenario = parse(decoded(content, "upload"), "upload")
        answer = Answer(scenario=scenario, error=ERROR)
        words = [sentences.headline(answer, say), *sums.arithmetic(answer, say)]
        assert ("<script" in brief(answer, say), "nan" in " ".join(words).split()) == (False, False)
        return results.cover_result(answer)

    assert answered(shown, text.encode("utf-8", "surrogatepass"))


@trying
@given(scenario=scenarios())
def test_what_is_written_is_read_again(scenario):
    assert tables(parse(dump(scenario))) == tables(scenario)


# ------------------------------------------------------------------------------------------------- what the page draws


def ruler_of(answer, say):
    """The ruler with the chapters of the story as rings, and what cites the answer."""
    told = [(chapter.added, Answer(scenario=chapter.scenario, error=ERROR)) for chapter in story(answer.scenario)]
    cited = Cited(answer, date(2026, 1, 31))
    assert told[-1][1].days == pytest.approx(answer.days, rel=1e-9)
    ElementTree.fromstring(share_svg(answer, say))
    written = [share_svg(answer, say), sentence(cited, say), bibtex(cited, say), csl(cited, say)]
    return [board(answer, told[0][1], told, 1, say), written, claim_review([cited], say)]


def sliders_of(answer, say):
    """Every number that has a slider, with its track; the yardstick may turn on it."""
    scenario = answer.scenario
    for key in NUMBERS:
        if key in scenario or DEFINITIONS[key].neutral is not None:
            now = scenario[key].value
            found = slider_track(scenario, key, (now,), answer.threshold_days)
            yield positions(found, now, scenario[key], say)


def turns_of(answer, say):
    for turn in turns.turns(answer.scenario, answer.threshold_days):
        if turn in turns.reachable([turn]):
            yield turn.places
        yield turns.in_words(turn, say)


def figures_of(answer, say):
    """The charts of the page as plain data; what is no number is a gap between two lines of the plane, and left out."""
    dots, limit = answer.dots(), answer.verdict.threshold_days if answer.verdict else None
    made = [
        figures_left.troops_left(answer, (answer, "left.published"), figures_left.left_axes(answer), say),
        figures_ruler.on_one_ruler([("a", answer)], say),
        *([figures_dots.countable(dots, limit, answer.claim, say)] if dots else []),
    ]
    parts = [part.to_plotly_json() for figure in made for part in (*figure.data, figure.layout)]
    yield json.loads(json.dumps(parts, default=lambda array: array.tolist(), allow_nan=False))
    if has_place(answer.scenario):
        plane = figures_plane.equal_days(answer, [("b", 1200.0, 1e4)], say)
        parts = [part.to_plotly_json() for part in (*plane.data, plane.layout)]
        yield json.loads(json.dumps(parts, default=lambda array: array[array == array].tolist(), allow_nan=False))


PARTS = (ruler_of, sliders_of, turns_of, figures_of)
NO_NUMBER = re.compile(r"\b(nan|inf|infinity)\b", re.IGNORECASE)


@trying
@given(scenario=scenarios(), say=st.sampled_from(list(LANGUAGES.values())))
@example(scenario=changed(load("sky-2024-10k"), NEXT_TO_NOTHING), say=LANGUAGES["uk"])
@example(scenario=changed(load("sky-2024-10k"), NO_PLACE), say=LANGUAGES["uk"])
@example(scenario=changed(load("sky-2024-10k"), HARDLY_EFFECTIVE), say=LANGUAGES["en"])
def test_the_page_draws_finite_numbers_of_any_scenario(scenario, say):
    answer = Answer(scenario=scenario, error=ERROR)
    drawn = json.dumps([list(part(answer, say)) for part in PARTS], allow_nan=False, ensure_ascii=False)
    event("answered")
    assert not NO_NUMBER.search(drawn) or NO_NUMBER.search(dump(scenario))
