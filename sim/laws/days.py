"""Laws of the days covered at plain numbers.

D is the days covered, n troops, r the rate, c recruits; every other quantity is as drawn, each rung on or off. Rounding
is allowed 1e-7 of D, a hundred times the bound on its error: laws compare two answers, each with its own.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim.core.assumptions import Assumptions
from sim.inputs.definitions import DEFINITIONS
from sim.laws.cases import FACTORS, KINDS, SCALED, TIMES, batches, cases, number, signs
from sim.laws.law import Case, Law, Subject, stated

__all__ = ["LAWS"]


def _close(first: float, second: float) -> bool:
    """Equal to 1e-7 relative or 1e-9 days; beyond 1e9 days counts as never."""
    if min(first, second) > 1e9:
        return True
    return bool(np.isclose(first, second, rtol=1e-7, atol=1e-9))


def _not_more(first: float, second: float) -> bool:
    """first <= second, up to what counts as equal."""
    return first <= second or _close(first, second)


def _scaled(case: Case, key: str, factor: float) -> Case:
    """The case with all its waves, or all its steps, multiplied."""
    pairs = SCALED[key]
    return {**case, pairs: tuple((day, size * factor) for day, size in case[pairs])}


def _bare_quotient_is_exact(subject: Subject, drawn: tuple[float, float]) -> bool:
    """D = n / r, to the last bit."""
    troops, rate = drawn
    return subject.days({"waves": ((0.0, troops),), "schedule": ((0.0, rate),)}) == troops / rate


def _more_troops_never_cover_fewer_days(subject: Subject, drawn: tuple[Case, float]) -> bool:
    """D(z n) >= D(n) for z > 1."""
    case, factor = drawn
    return _not_more(subject.days(case), subject.days(_scaled(case, "troops", factor)))


def _higher_rate_never_covers_more(subject: Subject, drawn: tuple[Case, float]) -> bool:
    """D(z r) <= D(r) for z > 1, but where losses fall and earlier, larger cohorts still return."""
    case, factor = drawn
    return _not_more(subject.days(_scaled(case, "reported_rate", factor)), subject.days(case))


def _doubling_everybody_changes_nothing(subject: Subject, case: Case) -> bool:
    """D(2 n, 2 r, 2 c) = D(n, r, c): people have no preferred unit."""
    doubled = _scaled(_scaled(case, "troops", 2.0), "reported_rate", 2.0)
    return _close(subject.days(case), subject.days({**doubled, "recruits_per_day": 2 * case["recruits_per_day"]}))


def _time_has_no_preferred_unit(subject: Subject, case: Case) -> bool:
    """The same events at twice the speed take half the days.

    Rates and recruits double, days halve, and a trend g a month becomes (1 + g)^2 - 1 = g (2 + g).
    """
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
    """D moves the way the definition of the quantity says, or not at all; `either` allows both."""
    case, key, other = drawn
    if key in SCALED:
        pairs = SCALED[key]
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
    case |= {k: sum(DEFINITIONS[k].typical) / 4 for k in KINDS if k not in SCALED} | {"integration_days": 90.0}
    changed = _scaled(case, key, 1.1) if key in SCALED else {**case, key: case[key] * 1.1}
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
    """At D the balance is zero, a little later it is below, and before D it never was; of never, for 3,000 days."""
    days = subject.days(case)
    inputs = Assumptions(**case)
    times = np.append(np.linspace(0, days, 60), days + 1e-6) if days < 3e3 else np.linspace(0, min(days, 3e3), 600)
    left = subject.balance(inputs, times)
    size = 1e-9 * (1 + subject.cover(inputs, times) + subject.gross_loss(inputs, times))
    if not days < 3e3:
        return bool(np.all(left >= -size))
    return bool(np.all(left[:-1] >= -size[:-1]) and abs(left[-2]) <= size[-2] and left[-1] <= size[-1])


def _batch_equals_loop(subject: Subject, many: list[Case]) -> bool:
    """D of a batch is the array of the D of its members: nothing leaks from one to another."""
    batch: Case = {key: np.array([case[key] for case in many]) for key in KINDS if key not in SCALED}
    for pairs in SCALED.values():
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
    """D with waves z n and (1 - z) n on day 0 is D with n."""
    case, share = drawn
    (_, troops), *_rest = case["waves"]
    split = {**case, "waves": ((0.0, troops * share), (0.0, troops * (1 - share)))}
    return _close(subject.days({**case, "waves": ((0.0, troops),)}), subject.days(split))


def _unchanged_steps_change_nothing(subject: Subject, drawn: tuple[Case, float]) -> bool:
    """D with a step to the rate that holds already is D without it."""
    case, day = drawn
    (_, rate), *_rest = case["schedule"]
    split = {**case, "schedule": ((0.0, rate), (day, rate))}
    return _close(subject.days({**case, "schedule": ((0.0, rate),)}), subject.days(split))


def _counted_returns_are_the_share(subject: Subject, drawn: tuple[Case, Any]) -> bool:
    """R(t) = p r k t at a constant rate, whatever the window: who returns late makes room for who fell before day 0."""
    case, times = drawn
    case = {**case, "count_earlier": True, "schedule": case["schedule"][:1]}
    inputs = Assumptions(**case)
    lost = case["schedule"][0][1] * case["reporting_ratio"] * times
    return bool(np.allclose(subject.returned(inputs, times), case["returning_share"] * lost, rtol=1e-12, atol=1e-9))


_ANY, _RISING, _STEADY = cases(), cases(falling=False), cases(steady=True)


LAWS: tuple[Law, ...] = (
    stated("bare_quotient", "With every rung neutral the days covered are troops / rate, to the last digit.",
           st.tuples(number("troops"), number("reported_rate")), _bare_quotient_is_exact),
    stated("more_troops", "More troops never cover fewer days.",
           st.tuples(_ANY, FACTORS), _more_troops_never_cover_fewer_days),
    stated("higher_rate", "A higher casualty rate never covers more days (unless losses fall while earlier ones "
           "return).",
           st.tuples(_RISING, FACTORS), _higher_rate_never_covers_more),
    stated("doubling", "Doubling troops, rate and recruits together changes nothing.",
           _ANY, _doubling_everybody_changes_nothing),
    stated("time_unit", "The same events at twice the speed take half the days.", _ANY, _time_has_no_preferred_unit),
    stated("stated_sign", "Each quantity moves the answer the way its definition says, or not at all.",
           signs(), _quantity_has_its_stated_sign, 300),
    stated("every_quantity_matters", "Every quantity moves the answer somewhere.",
           st.sampled_from(KINDS), _quantity_moves_the_answer),
    stated("conservation", "Casualties return or do not: both add up, and none returns too early or too late.",
           st.tuples(_ANY, TIMES), _losses_are_returned_or_not),
    stated("balance_is_zero", "At the end of the days covered the balance is zero, and it was never below zero before.",
           _ANY, _balance_at_the_end_is_zero),
    stated("batch_equals_loop", "A batch gives what a loop over its members gives.",
           batches(), _batch_equals_loop),
    stated("neutral", "A rung at its neutral value changes nothing, whatever belongs to it.",
           _ANY, _neutral_rungs_change_nothing),
    stated("waves_add_up", "Two waves on day 0 are one reinforcement.",
           st.tuples(_ANY, st.floats(0, 1)), _waves_on_day_zero_are_one),
    stated("steps_join", "A schedule that repeats its rate changes nothing.",
           st.tuples(_STEADY, st.floats(0.5, 60)), _unchanged_steps_change_nothing),
    stated("counted_returns", "With a constant rate and earlier casualties counted, returns are share x rate x days.",
           st.tuples(_STEADY, TIMES), _counted_returns_are_the_share, 120),
)  # fmt: skip
