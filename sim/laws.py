"""The model's laws as executable properties, run by `attrition selftest`, by the tests and shown on the Method page.

A law is a sentence, a strategy of cases made from the table of quantities, and a predicate on a `Subject`. The subject
holds the functions under test, so that the tests can swap one for a deliberately broken version and see the law fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from sim.core import crossing, curves
from sim.core.assumptions import Assumptions
from sim.inputs import loading, writing
from sim.inputs.definitions import DEFINITIONS, FIRST_DAY, GRADES, LAST_DAY, NUMBERS, SHAPES, TOGETHER, Definition
from sim.inputs.problems import ScenarioError
from sim.inputs.quantities import Correlation, Quantity, Step, Wave
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario, with_value
from sim.study import distribution as uncertainty
from sim.study import flips, ladder, paired
from sim.study.distribution import Distribution
from sim.study.ladder import Bridge
from sim.study.paired import Difference

__all__ = ["LAWS", "REAL", "Law", "Subject", "cases", "failure", "numbers", "scenarios", "without_traces"]

Case = dict[str, Any]
"""Keyword arguments of `Assumptions`, as plain numbers."""
Strategy = st.SearchStrategy[Any]

_TWO = {key for pair in TOGETHER.values() for key in pair}
_KINDS = tuple(key for key in NUMBERS if DEFINITIONS[key].effect != "none" and key not in _TWO)
_SCALED = {"troops": "waves", "reported_rate": "schedule"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """The functions the laws speak about."""

    days_covered: Callable[[Assumptions], Any] = crossing.days_covered
    gross_loss: Callable[..., Any] = curves.gross_loss
    returned: Callable[..., Any] = curves.returned
    cover: Callable[..., Any] = curves.cover
    balance: Callable[..., Any] = curves.balance
    dump: Callable[[Scenario], str] = writing.dump
    parse: Callable[[str], Scenario] = loading.parse
    quantity: Callable[..., Quantity] = Quantity
    distribution: Callable[[Scenario], Distribution] = uncertainty.distribution
    bridge: Callable[[Scenario], Bridge] = ladder.bridge
    compared: Callable[[Scenario, Scenario], Difference] = paired.compared
    troops_needed: Callable[[Scenario, float], float | None] = flips.troops_needed

    def days(self, case: Case) -> float:
        """Days covered of one case."""
        return float(self.days_covered(Assumptions(**case)))


REAL = Subject()
"""The program as shipped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Law:
    """A sentence about the model that must hold for every case."""

    name: str
    sentence: str
    cases: Strategy
    holds: Callable[[Subject, Any], bool]
    examples: int = 40


def failure(law: Law, subject: Subject = REAL, examples: int | None = None, *, smallest: bool = True) -> str:
    """Return the smallest case found that breaks the law (or, sooner, just any), or nothing; the same on every run."""
    broken: list[str] = []

    @settings(
        max_examples=law.examples if examples is None else examples,
        database=None,
        derandomize=True,
        deadline=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, *((Phase.shrink,) if smallest else ())),
        report_multiple_bugs=False,
    )
    @given(case=law.cases)
    def check(case: object) -> None:
        if not law.holds(subject, case):
            broken.append(f"{law.name} fails for {case!r}")
            raise _Broken

    try:
        check()
    except _Broken:
        return broken[-1]
    except Exception as error:
        return f"{law.name} stopped: {type(error).__name__}: {error}"
    return ""


@contextmanager
def without_traces() -> Iterator[None]:
    """Have Hypothesis keep what it keeps in a folder that is gone afterwards, not in one where the program stands."""
    with TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


class _Broken(Exception):  # noqa: N818 - not an error of the program
    pass


# ------------------------------------------------------------------------------------------------------- strategies


def numbers(what: Definition) -> st.SearchStrategy[float]:
    """Numbers in the quantity's typical span."""
    low, high = what.typical
    return (
        st.floats(low, high, allow_subnormal=False).map(lambda x: float(f"{x:.6g}") + 0.0).map(lambda x: min(x, high))
    )


def _switched(key: str) -> st.SearchStrategy[float]:
    what = DEFINITIONS[key]
    neutral = float(what.neutral) if isinstance(what.neutral, float) else what.typical[0]
    return st.just(neutral) | numbers(what)


@st.composite
def cases(draw: st.DrawFn, *, steady: bool = False, falling: bool = True, parts: int = 3) -> Case:
    """Inputs of the model in their typical spans, each rung on or off.

    `steady`: no trend and one rate. `falling=False`: earlier casualties count only where the rate does not fall.
    `parts`: at most so many waves and steps.
    """
    case: Case = {key: draw(_switched(key)) for key in _KINDS if key not in _SCALED}
    case["count_earlier"] = draw(st.booleans())
    case["waves"] = tuple(
        zip(draw(_days(parts)), draw(st.lists(_number("troops"), min_size=3, max_size=3)), strict=False)
    )
    steps = _days(1 if steady or case["monthly_trend"] or not falling else parts)
    rates = st.lists(_number("reported_rate"), min_size=3, max_size=3)
    case["schedule"] = tuple(zip(draw(steps), draw(rates), strict=False))
    if steady:
        case["monthly_trend"] = 0.0
    if not falling and case["count_earlier"]:
        case["monthly_trend"] = abs(case["monthly_trend"])
    return case


def _number(key: str) -> st.SearchStrategy[float]:
    return numbers(DEFINITIONS[key])


def _days(most: int) -> st.SearchStrategy[list[float]]:
    later = st.lists(st.integers(1, 60), max_size=most - 1, unique=True)
    return later.map(lambda days: [0.0, *map(float, sorted(days))])


_FACTORS = st.floats(1.01, 4).map(lambda x: round(x, 3))
_TIMES = st.lists(st.floats(0, 400), min_size=1, max_size=5).map(lambda x: np.array(sorted(x)))
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Valid scenarios: any subset of the quantities, numbers or ranges, waves, schedule and remark."""
    stated = draw(st.sets(st.sampled_from([k for k in DEFINITIONS if k not in _SCALED])))
    stated -= _TWO if not stated >= _TWO else set(TOGETHER)
    quantities = {key: draw(_quantities(key)) for key in DEFINITIONS if key in stated or key in _SCALED}
    waves, schedule = (
        draw(st.lists(_number("troops"), max_size=3)),
        draw(st.lists(_number("reported_rate"), max_size=3)),
    )
    if waves:
        del quantities["troops"]
    if schedule:
        del quantities["reported_rate"]
        quantities.pop("monthly_trend", None)
    return Scenario(
        title=draw(_TEXTS.filter(str.strip)),
        quantities=tuple(quantities.values()),
        waves=tuple(Wave(day=3.0 * i, troops=n) for i, n in enumerate(waves)),
        schedule=tuple(Step(from_day=7.0 * i, casualties_per_day=r) for i, r in enumerate(schedule)),
        remark=draw(st.none() | st.builds(Remark, words=_TEXTS.filter(bool), said_on=st.dates(), source=_TEXTS)),
    )


@st.composite
def _quantities(draw: st.DrawFn, key: str) -> Quantity:
    what, source = DEFINITIONS[key], draw(_TEXTS)
    grade = draw(st.sampled_from(GRADES)) if source.strip() else "assumption"
    about: Case = {"key": key, "source": source, "grade": grade, "as_of": draw(st.none() | st.dates())}
    if what.choices:
        return Quantity(value=draw(st.sampled_from(what.choices)), **about)
    if what.is_date:
        return Quantity(value=draw(st.dates(FIRST_DAY, LAST_DAY)), **about)
    low, value, high = sorted(draw(st.lists(numbers(what), min_size=3, max_size=3)))
    hard = key in ("first_return_day", "last_return_day") or low <= 0
    if draw(st.booleans()):
        return Quantity(value=value, **about)
    shape = draw(st.sampled_from(SHAPES[:3] if hard else SHAPES))
    return Quantity(value=value, low=low, high=high, shape=shape, **about)


# ------------------------------------------------------------------------------------------------------- predicates


def _close(first: float, second: float) -> bool:
    """Equal to 1e-7 relative or 1e-9 days; beyond 1e9 days counts as never."""
    if min(first, second) > 1e9:
        return True
    return bool(np.isclose(first, second, rtol=1e-7, atol=1e-9))


def _not_more(first: float, second: float) -> bool:
    return first <= second or _close(first, second)


def _scaled(case: Case, key: str, factor: float) -> Case:
    pairs = _SCALED[key]
    return {**case, pairs: tuple((day, size * factor) for day, size in case[pairs])}


def _bare_quotient_is_exact(subject: Subject, drawn: tuple[float, float]) -> bool:
    troops, rate = drawn
    return subject.days({"waves": ((0.0, troops),), "schedule": ((0.0, rate),)}) == troops / rate


def _more_troops_never_cover_fewer_days(subject: Subject, drawn: tuple[Case, float]) -> bool:
    case, factor = drawn
    return _not_more(subject.days(case), subject.days(_scaled(case, "troops", factor)))


def _higher_rate_never_covers_more(subject: Subject, drawn: tuple[Case, float]) -> bool:
    case, factor = drawn
    return _not_more(subject.days(_scaled(case, "reported_rate", factor)), subject.days(case))


def _doubling_everybody_changes_nothing(subject: Subject, case: Case) -> bool:
    doubled = _scaled(_scaled(case, "troops", 2.0), "reported_rate", 2.0)
    return _close(subject.days(case), subject.days({**doubled, "recruits_per_day": 2 * case["recruits_per_day"]}))


def _time_has_no_preferred_unit(subject: Subject, case: Case) -> bool:
    """The same events at twice the speed take half the days."""
    fast = {
        **case,
        "monthly_trend": case["monthly_trend"] * (2 + case["monthly_trend"]),
        "recruits_per_day": 2 * case["recruits_per_day"],
    }
    for key in ("first_return_day", "last_return_day", "integration_days"):
        fast[key] = case[key] / 2
    fast["waves"] = tuple((day / 2, n) for day, n in case["waves"])
    fast["schedule"] = tuple((day / 2, 2 * rate) for day, rate in case["schedule"])
    return _close(subject.days(case), 2 * subject.days(fast))


def _quantity_has_its_stated_sign(subject: Subject, drawn: tuple[Case, str, float]) -> bool:
    case, key, other = drawn
    if key in _SCALED:
        pairs = _SCALED[key]
        changed = {**case, pairs: ((0.0, other), *case[pairs][1:])}
        larger = other >= case[pairs][0][1]
    else:
        changed, larger = {**case, key: other}, other >= case[key]
    before, after = (subject.days(x) for x in ((case, changed) if larger else (changed, case)))
    rises, falls = _not_more(before, after), _not_more(after, before)
    return {"more": rises, "fewer": falls, "either": True}[_effect(case, key)]


def _effect(case: Case, key: str) -> str:
    """What the table says, or, where returns of earlier casualties outrun falling losses, that it depends."""
    falling = case["monthly_trend"] < 0 or any(x[1] > y[1] for x, y in pairwise(case["schedule"]))
    if case["count_earlier"] and falling and key in ("reported_rate", "reporting_ratio"):
        return "either"
    later = key in ("first_return_day", "last_return_day") and not case["count_earlier"]
    return "fewer" if later else DEFINITIONS[key].effect


def _quantity_moves_the_answer(subject: Subject, key: str) -> bool:
    """At a middling case where every rung is on, each quantity moves the days covered."""
    case: Case = {"waves": ((0.0, 300_000.0),), "schedule": ((0.0, 1000.0),), "count_earlier": False}
    case |= {k: sum(DEFINITIONS[k].typical) / 4 for k in _KINDS if k not in _SCALED} | {"integration_days": 90.0}
    changed = _scaled(case, key, 1.1) if key in _SCALED else {**case, key: case[key] * 1.1}
    return not _close(subject.days(case), subject.days(changed))


def _losses_are_returned_or_not(subject: Subject, drawn: tuple[Case, Any]) -> bool:
    """Those who return and those who do not add up, and no one returns before the first or after the last day."""
    case, times = drawn
    case = {**case, "count_earlier": False}
    share, first, last = case["returning_share"], case["first_return_day"], case["last_return_day"]
    inputs = Assumptions(**case)
    back = subject.returned(inputs, times)
    away = subject.returned(Assumptions(**{**case, "returning_share": 1 - share}), times)
    everyone = subject.returned(Assumptions(**{**case, "returning_share": 1.0}), times)
    slack = 1e-9 * (1 + subject.gross_loss(inputs, times))
    most = share * subject.gross_loss(inputs, np.maximum(times - first, 0))
    least = share * subject.gross_loss(inputs, np.maximum(times - last, 0))
    adds_up = np.abs(back + away - everyone) <= slack
    return bool(np.all(adds_up & (back <= most + slack) & (back >= least - slack)))


def _balance_at_the_end_is_zero(subject: Subject, case: Case) -> bool:
    """At D the balance is zero, a little later it is below, and before D it never was."""
    days = subject.days(case)
    if not days < 3e3:
        return True
    inputs = Assumptions(**case)
    times = np.concatenate([np.linspace(0, days, 60), [days + 1e-6]])
    left = subject.balance(inputs, times)
    size = 1e-9 * (1 + subject.cover(inputs, times) + subject.gross_loss(inputs, times))
    return bool(np.all(left[:-1] >= -size[:-1]) and abs(left[-2]) <= size[-2] and left[-1] <= size[-1])


def _batch_equals_loop(subject: Subject, many: list[Case]) -> bool:
    batch: Case = {key: np.array([case[key] for case in many]) for key in _KINDS if key not in _SCALED}
    for pairs in _SCALED.values():
        columns = np.array([case[pairs] for case in many])
        batch[pairs] = tuple((columns[:, i, 0], columns[:, i, 1]) for i in range(columns.shape[1]))
    batch["count_earlier"] = many[0]["count_earlier"]
    together = np.atleast_1d(subject.days_covered(Assumptions(**batch)))
    return all(_close(float(x), subject.days(case)) for x, case in zip(together, many, strict=True))


def _neutral_rungs_change_nothing(subject: Subject, case: Case) -> bool:
    """A window without returns, integration that starts complete, and a start that is complete at once."""
    off = {**case, "returning_share": 0.0, "starting_effectiveness": 1.0}
    also = {**off, "integration_days": 0.0, "starting_effectiveness": case["starting_effectiveness"]}
    plain = {**off, "integration_days": 0.0, "first_return_day": 6.0, "last_return_day": 20.0}
    days = subject.days(plain)
    return _close(days, subject.days(off)) and _close(days, subject.days(also))


def _waves_on_day_zero_are_one(subject: Subject, drawn: tuple[Case, float]) -> bool:
    case, share = drawn
    (_, troops), *_rest = case["waves"]
    split = {**case, "waves": ((0.0, troops * share), (0.0, troops * (1 - share)))}
    return _close(subject.days({**case, "waves": ((0.0, troops),)}), subject.days(split))


def _unchanged_steps_change_nothing(subject: Subject, drawn: tuple[Case, float]) -> bool:
    case, day = drawn
    (_, rate), *_rest = case["schedule"]
    split = {**case, "schedule": ((0.0, rate), (day, rate))}
    return _close(subject.days({**case, "schedule": ((0.0, rate),)}), subject.days(split))


def _counted_returns_are_the_share(subject: Subject, drawn: tuple[Case, Any]) -> bool:
    case, times = drawn
    case = {**case, "count_earlier": True, "schedule": case["schedule"][:1]}
    inputs = Assumptions(**case)
    lost = case["schedule"][0][1] * case["reporting_ratio"] * times
    return bool(np.allclose(subject.returned(inputs, times), case["returning_share"] * lost, rtol=1e-12, atol=1e-9))


def _round_trip(subject: Subject, drawn: Scenario) -> bool:
    return subject.parse(subject.dump(drawn)) == drawn


def _refuses_what_is_out_of_limits(subject: Subject, drawn: tuple[str, Any]) -> bool:
    key, value = drawn
    try:
        subject.quantity(key=key, value=value)
    except ScenarioError as error:
        return f"quantities.{key}.value" in str(error) and DEFINITIONS[key].allowed in str(error)
    return False


def _quantiles_are_ordered(subject: Subject, drawn: Scenario) -> bool:
    spread = subject.distribution(drawn)
    low, middle, high = (spread.quantile(p).value for p in (0.05, 0.5, 0.95))
    return low <= middle <= high


def _probability_never_falls(subject: Subject, drawn: Scenario) -> bool:
    spread = subject.distribution(drawn)
    chances = [spread.probability(days).value for days in (1.0, 3.0, 7.0, 14.0, 40.0, 200.0, 3000.0, float("inf"))]
    return all(0 <= first <= second + 1e-9 <= 1 + 2e-9 for first, second in pairwise(chances))


def _zero_width_is_a_number(subject: Subject, drawn: tuple[Scenario, str]) -> bool:
    """A range of zero width beside the others gives what its number gives."""
    whole, key = drawn
    fixed = with_value(whole, key, whole.number(key))
    value = whole.number(key)
    narrow = Quantity(key=key, value=value, low=value, high=value, shape="uniform")
    thin = replace(fixed, quantities=tuple(narrow if q.key == key else q for q in fixed.quantities))
    one, two = (subject.distribution(x).probability(14.0).value for x in (fixed, thin))
    return one == two


def _zero_correlation_is_independence(subject: Subject, drawn: Scenario) -> bool:
    keys = drawn.uncertain[:2]
    together = replace(drawn, correlations=(Correlation(between=(keys[0], keys[1]), rank=0.0),))
    one, two = (subject.distribution(x).probability(14.0).value for x in (drawn, together))
    return abs(one - two) <= 1e-12


def _wider_range_never_narrows(subject: Subject, drawn: tuple[str, float, float]) -> bool:
    """With one range alone, a wider one with the same ends or further ones has the wider interval."""
    key, share, wider = drawn
    low, high = DEFINITIONS[key].typical
    value, reach = (low + high) / 2, (high - low) / 2
    widths = []
    for part in (share * wider, share):
        quantity = Quantity(key=key, value=value, low=value - part * reach, high=value + part * reach, shape="uniform")
        base = (Quantity(key="troops", value=10_000.0), Quantity(key="reported_rate", value=1271.0))
        kept = tuple(q for q in base if q.key != key)
        spread = subject.distribution(Scenario(title="one range", quantities=(*kept, quantity)))
        widths.append(spread.quantile(0.95).value - spread.quantile(0.05).value)
    return widths[0] <= widths[1] + 1e-9


def _bridge_is_fair(subject: Subject, drawn: Scenario) -> bool:
    """The shares add up to the difference, and only rungs that are on have one."""
    found = subject.bridge(drawn)
    if found.refused:
        return True
    total = sum(share for _, share in found.shares)
    named = {rung for rung, _ in found.shares} <= set(ladder.active_rungs(drawn))
    return named and bool(np.isclose(total, found.full - found.bare, rtol=1e-9, atol=1e-9))


def _goal_is_reached(subject: Subject, drawn: tuple[Scenario, float]) -> bool:
    """With the troops said to be needed the days are covered, with 0.1 % fewer they are not."""
    whole, days = drawn
    needed = subject.troops_needed(whole, days)
    if needed is None:
        return True
    enough, short = (crossing.central_days(with_value(whole, "troops", needed * x)) for x in (1.000001, 0.999))
    return enough >= days * (1 - 1e-4) and short <= days


def _identical_scenarios_do_not_differ(subject: Subject, drawn: Scenario) -> bool:
    change = subject.compared(drawn, drawn)
    return (change.p05, change.p50, change.p95, change.same.value) == (0.0, 0.0, 0.0, 1.0)


@st.composite
def uncertain_scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios with two or three ranges, some with noise."""
    keys = draw(st.lists(st.sampled_from(_RANGED), min_size=2, max_size=3, unique=True))
    fixed = {"troops": 10_000.0, "reported_rate": 1271.0, "returning_share": 0.2, "dispersion": draw(_NOISY)}
    ranges = {key: _range_around(key, draw(st.floats(0.2, 0.8))) for key in keys}
    numbers_ = {key: Quantity(key=key, value=value) for key, value in fixed.items()}
    return Scenario(title="ranges", quantities=tuple({**numbers_, **ranges}.values()))


def _range_around(key: str, place: float) -> Quantity:
    low, high = DEFINITIONS[key].typical
    value, reach = low + place * (high - low), (high - low) / 10
    return Quantity(key=key, value=value, low=value - reach, high=value + reach, shape="triangular")


_RANGED = ("troops", "reported_rate", "reporting_ratio", "returning_share", "recruits_per_day", "line_share",
           "monthly_trend", "integration_days")  # fmt: skip
_NOISY = st.sampled_from([0.0, 11.9])
_UNCERTAIN = uncertain_scenarios()


def _bad(key: str) -> Strategy:
    what = DEFINITIONS[key]
    below = what.low - 1 if what.also is None else what.low / 2
    return st.sampled_from(
        [float("nan"), float("inf"), float("-inf"), -0.0, True, "7", None, [1.0], below, what.high * 1.01]
    )


@st.composite
def _signs(draw: st.DrawFn) -> tuple[Case, str, float]:
    case = draw(cases())
    key = draw(st.sampled_from(_KINDS))
    other = draw(numbers(DEFINITIONS[key]))
    if key == "first_return_day":
        other = min(other, case["last_return_day"])
    if key == "last_return_day":
        other = max(other, case["first_return_day"])
    if key == "monthly_trend":
        case["schedule"] = case["schedule"][:1]
    return case, key, other


@st.composite
def _batches(draw: st.DrawFn) -> list[Case]:
    """Two to five members with as many waves and steps each, of one mind about earlier casualties."""
    many = draw(st.lists(cases(parts=2), min_size=2, max_size=5))
    first = many[0]
    for case in many[1:]:
        case["count_earlier"] = first["count_earlier"]
        for pairs in _SCALED.values():
            case[pairs] = (*case[pairs], *first[pairs][len(case[pairs]) :])[: len(first[pairs])]
    return many


def _law(
    name: str, sentence: str, strategy: Strategy, holds: Callable[[Subject, Any], bool], examples: int = 40
) -> Law:
    return Law(name=name, sentence=sentence, cases=strategy, holds=holds, examples=examples)


_ANY, _RISING, _STEADY = cases(), cases(falling=False), cases(steady=True)

LAWS: tuple[Law, ...] = (
    _law("bare_quotient", "With every rung neutral the days covered are troops / rate, to the last digit.",
         st.tuples(_number("troops"), _number("reported_rate")), _bare_quotient_is_exact),
    _law("more_troops", "More troops never cover fewer days.",
         st.tuples(_ANY, _FACTORS), _more_troops_never_cover_fewer_days),
    _law("higher_rate", "A higher casualty rate never covers more days (unless losses fall while earlier ones return).",
         st.tuples(_RISING, _FACTORS), _higher_rate_never_covers_more),
    _law("doubling", "Doubling troops, rate and recruits together changes nothing.",
         _ANY, _doubling_everybody_changes_nothing),
    _law("time_unit", "The same events at twice the speed take half the days.", _ANY, _time_has_no_preferred_unit),
    _law("stated_sign", "Each quantity moves the answer the way its definition says, or not at all.",
         _signs(), _quantity_has_its_stated_sign, 300),
    _law("every_quantity_matters", "Every quantity moves the answer somewhere.",
         st.sampled_from(_KINDS), _quantity_moves_the_answer),
    _law("conservation", "Casualties return or do not: both add up, and none returns too early or too late.",
         st.tuples(_ANY, _TIMES), _losses_are_returned_or_not),
    _law("balance_is_zero", "At the end of the days covered the balance is zero, and it was never below zero before.",
         _ANY, _balance_at_the_end_is_zero),
    _law("batch_equals_loop", "A batch gives what a loop over its members gives.",
         _batches(), _batch_equals_loop),
    _law("neutral", "A rung at its neutral value changes nothing, whatever belongs to it.",
         _ANY, _neutral_rungs_change_nothing),
    _law("waves_add_up", "Two waves on day 0 are one reinforcement.",
         st.tuples(_ANY, st.floats(0, 1)), _waves_on_day_zero_are_one),
    _law("steps_join", "A schedule that repeats its rate changes nothing.",
         st.tuples(_STEADY, st.floats(0.5, 60)), _unchanged_steps_change_nothing),
    _law("counted_returns", "With a constant rate and earlier casualties counted, returns are share x rate x days.",
         st.tuples(_STEADY, _TIMES), _counted_returns_are_the_share, 120),
    _law("round_trip", "A scenario written as a file and read again is the same scenario.", scenarios(), _round_trip),
    _law("refusals", "Every quantity refuses NaN, infinity, negative zero, booleans, texts and values out of limits.",
         st.sampled_from(NUMBERS).flatmap(lambda key: st.tuples(st.just(key), _bad(key))),
         _refuses_what_is_out_of_limits),
    _law("quantiles_ordered", "Quantiles are in order.", _UNCERTAIN, _quantiles_are_ordered, 5),
    _law("probability_rises", "The probability of being used up by a time never falls with the time.",
         _UNCERTAIN, _probability_never_falls, 6),
    _law("zero_width", "A range of zero width is a number.",
         _UNCERTAIN.flatmap(lambda s: st.tuples(st.just(s), st.sampled_from(s.uncertain))), _zero_width_is_a_number, 6),
    _law("zero_correlation", "A correlation of 0 is independence.",
         _UNCERTAIN, _zero_correlation_is_independence, 6),
    _law("wider_range", "With one range alone, a wider one never narrows the interval.",
         st.tuples(st.sampled_from(("troops", "reported_rate", "line_share", "monthly_trend")), st.floats(0.2, 0.9),
                   st.floats(0.2, 0.9)), _wider_range_never_narrows, 10),
    _law("fair_bridge", "The fair bridge adds up to the difference, and a neutral rung has no share in it.",
         _UNCERTAIN, _bridge_is_fair, 6),
    _law("goal_reached", "With the troops said to be needed the days are covered, with fewer they are not.",
         st.tuples(_UNCERTAIN, st.floats(1, 60)), _goal_is_reached, 10),
    _law("identical", "Identical scenarios differ by exactly 0 in every draw.",
         _UNCERTAIN, _identical_scenarios_do_not_differ, 4),
)  # fmt: skip
"""Every law, in the order shown by `attrition selftest`."""
