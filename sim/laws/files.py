"""Laws of scenarios as files: what is written is read again, and what is wrong is refused."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.inputs.definitions import DEFINITIONS, FIRST_DAY, GRADES, LAST_DAY, MAX_DAYS, NUMBERS, SHAPES, TOGETHER
from sim.inputs.problems import ScenarioError
from sim.inputs.quantities import Correlation, Quantity, Step, Wave
from sim.inputs.remarks import CLAIMS, COUNTED, MIN_YARDSTICK, YARDSTICKS, Reading, Remark, Said, Translation
from sim.inputs.scenario import Scenario
from sim.laws.cases import SCALED, TWO, number, numbers
from sim.laws.law import Case, Law, Strategy, Subject, stated

__all__ = ["LAWS", "scenarios"]

_TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
_WORDS, _DAYS = _TEXTS.filter(str.strip), st.dates(FIRST_DAY, LAST_DAY)
_READ: dict[str, Strategy] = {
    "accessed": st.none() | _DAYS,
    "archived": st.sampled_from(("", "https://example.org/copy", "http://archive.example/2024/page?of=a")),
}
"""When a source was read, and where a copy of it is kept."""
_YARDSTICKS = (
    st.sampled_from([{}, {"states_duration": False}, *({"yardstick": name} for name in YARDSTICKS)])
    | st.fixed_dictionaries({"threshold_days": st.floats(MIN_YARDSTICK, MAX_DAYS), "threshold_source": _TEXTS})
)  # fmt: skip
_REMARKS = st.fixed_dictionaries(
    {"words": _TEXTS.filter(bool), "speaker": _TEXTS, "said_on": st.none() | st.dates(), "source": _TEXTS,
     "claim": st.sampled_from(CLAIMS), "counts": st.sampled_from(COUNTED), **_READ}
)  # fmt: skip
_READINGS = st.builds(Reading, remark=st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)?", fullmatch=True), label=_WORDS,
                      order=st.integers(0, 999))  # fmt: skip
_KEYS = st.sets(st.sampled_from(sorted(DEFINITIONS)), max_size=3)
_RANKS = st.floats(-0.5, 0.5).filter(bool)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Valid scenarios: any subset of the quantities, numbers or ranges, and whatever else a file may say."""
    stated = draw(st.sets(st.sampled_from([k for k in DEFINITIONS if k not in SCALED])))
    stated -= TWO if not stated >= TWO else set(TOGETHER)
    quantities = {key: draw(_quantities(key)) for key in DEFINITIONS if key in stated or key in SCALED}
    waves, schedule = (
        draw(st.lists(number("troops"), max_size=3)),
        draw(st.lists(number("reported_rate"), max_size=3)),
    )
    if waves:
        del quantities["troops"]
    if schedule:
        del quantities["reported_rate"]
        quantities.pop("monthly_trend", None)
    ranges = [key for key, quantity in quantities.items() if quantity.uncertain]
    languages = sorted(draw(st.sets(st.sampled_from(("de", "uk")))))
    return Scenario(
        title=draw(_WORDS),
        quantities=tuple(quantities.values()),
        waves=tuple(Wave(day=3.0 * i, troops=n, **draw(_sourced())) for i, n in enumerate(waves)),
        schedule=tuple(
            Step(from_day=7.0 * i, casualties_per_day=r, **draw(_sourced())) for i, r in enumerate(schedule)
        ),
        correlations=draw(_correlations(ranges)) if len(ranges) > 1 else (),
        remark=draw(st.none() | st.builds(lambda said, held: Remark(**said, **held), _REMARKS, _YARDSTICKS)),
        reading=draw(st.none() | _READINGS),
        translations=tuple(draw(_translations(code)) for code in languages),
    )


@st.composite
def _translations(draw: st.DrawFn, code: str) -> Translation:
    """What a file says in a language, of some of its quantities too; a quantity of which nothing is said has none."""
    said = (Said(key=key, definition=draw(_TEXTS), note=draw(_TEXTS)) for key in sorted(draw(_KEYS)))
    told = tuple(each for each in said if each.definition or each.note)
    return Translation(language=code, title=draw(_TEXTS), reading=draw(_TEXTS), quantities=told)


@st.composite
def _sourced(draw: st.DrawFn) -> Case:
    """What any entry says of itself; only an assumption has no source."""
    source = draw(_TEXTS)
    grade = draw(st.sampled_from(GRADES)) if source.strip() else "assumption"
    return {"source": source, "grade": grade, "note": draw(_TEXTS), "own": draw(st.booleans())}


@st.composite
def _correlations(draw: st.DrawFn, ranges: list[str]) -> tuple[Correlation, ...]:
    """Up to two correlations among three ranges, so weak that they can always hold together."""
    first, second, *third = draw(st.permutations(ranges))[:3]
    pairs = [(first, second), *((first, key) for key in third)]
    kept = pairs[: draw(st.integers(0, 2))]
    return tuple(Correlation(between=pair, rank=draw(_RANKS), **draw(_sourced())) for pair in kept)


@st.composite
def _quantities(draw: st.DrawFn, key: str) -> Quantity:
    what = DEFINITIONS[key]
    about: Case = {"key": key, "as_of": draw(st.none() | st.dates()), "definition": draw(_TEXTS), **draw(_sourced())}
    about |= draw(st.fixed_dictionaries(_READ))
    if what.choices:
        return Quantity(value=draw(st.sampled_from(what.choices)), **about)
    if what.is_date:
        return Quantity(value=draw(_DAYS), **about)
    low, value, high = sorted(draw(st.lists(numbers(what), min_size=3, max_size=3)))
    hard = key in ("first_return_day", "last_return_day") or low <= 0
    if draw(st.booleans()):
        return Quantity(value=value, **about)
    shape = draw(st.sampled_from(SHAPES[:3] if hard else SHAPES))
    return Quantity(value=value, low=low, high=high, shape=shape, **about)


def _round_trip(subject: Subject, drawn: Scenario) -> bool:
    """Reading what was written gives an equal scenario: parse(dump(s)) == s."""
    return subject.parse(subject.dump(drawn)) == drawn


def _refuses_what_is_out_of_limits(subject: Subject, drawn: tuple[str, Any]) -> bool:
    """A wrong value is refused by name, with what is allowed; nothing is clamped."""
    key, value = drawn
    try:
        subject.quantity(key=key, value=value)
    except ScenarioError as error:
        return f"quantities.{key}.value" in str(error) and DEFINITIONS[key].allowed in str(error)
    return False


def _bad(key: str) -> Strategy:
    """Values that a quantity must refuse: no numbers, no finite ones, and those just outside its limits."""
    what = DEFINITIONS[key]
    below = what.low - 1 if what.also is None else what.low / 2
    return st.sampled_from(
        [float("nan"), float("inf"), float("-inf"), -0.0, True, "7", None, [1.0], below, what.high * 1.01]
    )


LAWS: tuple[Law, ...] = (
    stated("round_trip", "A scenario written as a file and read again is the same scenario.", scenarios(), _round_trip),
    stated("refusals", "Every quantity refuses NaN, infinity, negative zero, booleans, texts and values out of limits.",
           st.sampled_from(NUMBERS).flatmap(lambda key: st.tuples(st.just(key), _bad(key))),
           _refuses_what_is_out_of_limits),
)  # fmt: skip
