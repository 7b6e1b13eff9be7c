"""Results as sentences, printed arithmetic and plain tables; no number is computed here that the model did not give."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from sim import __version__
from sim.model import (
    DAYS_PER_MONTH,
    MODEL_VERSION,
    RELATIVE_ERROR,
    assumptions,
    cover,
    gross_loss,
    integrated_troops,
    recruited,
    returned,
)
from sim.quantities import BARE_QUOTIENT, DEFINITIONS, Quantity, Scenario
from sim.scenario import SCHEMA, digest, tables
from sim.sensitivity import active_rungs, central_days, ladder

__all__ = [
    "arithmetic",
    "calendar_date",
    "comparison_result",
    "count_text",
    "cover_result",
    "days_text",
    "finite",
    "headline",
    "one_line",
    "quantity_text",
    "quantity_words",
    "rung_words",
    "source_text",
    "status",
]

CENTURY = 36_525.0


def one_line(text: str) -> str:
    """Return text from a file on one line, control characters made visible, so that it cannot steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))


def finite(value: float) -> float | None:
    """Return the number, or None for infinity: JSON knows no infinity, and null says never."""
    return float(value) if math.isfinite(value) else None


def days_text(days: float) -> str:
    """Return days covered in words, with no more digits than a reader can use.

    >>> days_text(7.868), days_text(314.7), days_text(float("inf"))
    ('7.9 days', '315 days', 'never used up')
    """
    if math.isinf(days):
        return "never used up"
    if days >= CENTURY:
        return "more than 100 years"
    return f"{days:.1f} days" if days < 99.95 else f"{days:,.0f} days"


def count_text(value: float) -> str:
    """Return a number grouped by thousands, with decimals only where it is small.

    >>> count_text(10000.0), count_text(171.33333), count_text(0.02)
    ('10,000', '171.3', '0.02')
    """
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.4g}"


def quantity_text(quantity: Quantity) -> str:
    """Return value, unit and range of a quantity, as in `1,271 casualties/day (1,187 to 1,354, lognormal)`."""
    if isinstance(quantity.value, str | date):
        return str(quantity.value)
    unit = DEFINITIONS[quantity.key].unit
    text = count_text(quantity.value) + (f" {unit}" if unit != "1" else "")
    if quantity.uncertain:
        text += f" ({count_text(quantity.low or 0)} to {count_text(quantity.high or 0)}, {quantity.shape})"
    return text


def source_text(quantity: Quantity) -> str:
    """Return grade, definition, as-of date and source of a quantity on one line."""
    when = f"as of {quantity.as_of}" if quantity.as_of else ""
    parts = (quantity.grade, quantity.definition, when, quantity.source, quantity.note)
    return "; ".join(one_line(part) for part in parts if part)


def quantity_words(key: str) -> str:
    """Return the key of a quantity as words.

    >>> quantity_words("line_share")
    'line share'
    """
    return key.replace("_", " ")


def rung_words(rung: str, quantities: Sequence[Quantity]) -> str:
    """Return one rung in words: what was switched on, at which values."""
    if rung == BARE_QUOTIENT:
        return "troops / reported rate"
    if not quantities:
        return {"waves": "troops arrive in waves", "schedule": "the rate changes by schedule"}[rung]
    return ", ".join(f"{quantity_words(q.key)} {quantity_text(q)}" for q in quantities)


# ------------------------------------------------------------------------------------------------------- sentences


def status(scenario: Scenario) -> str:
    """Return the state of the answer: `used up`, `never used up`, `nothing delivered` or `no losses`."""
    inputs = assumptions(scenario)
    if not np.any(integrated_troops(inputs)):
        return "nothing delivered"
    if not _has_losses(scenario):
        return "no losses"
    return "never used up" if math.isinf(central_days(scenario)) else "used up"


def _has_losses(scenario: Scenario) -> bool:
    return any(step.casualties_per_day for step in scenario.schedule) or scenario.number("reported_rate") > 0


def headline(scenario: Scenario) -> str:
    """Return the answer at the central values as one sentence; refusals are sentences too."""
    troops, days = f"{count_text(scenario.number('troops'))} troops", central_days(scenario)
    state = status(scenario)
    if state == "nothing delivered":
        ending = "cover 0 days of losses" if not math.isinf(days) else "and nothing drains the line either"
        return f"None of the {troops} reach the line: they {ending}."
    if state == "no losses":
        return f"The casualty rate is zero: there is nothing to cover, and {troops} are never used up."
    if state == "never used up":
        why = "returns and recruits make good the losses before the cover is gone"
        if not scenario.number("returning_share") and not scenario.number("recruits_per_day"):
            why = "the losses die away before the cover is gone"
        return f"On a net basis {troops} are never used up: {why}."
    if days == 0:
        return f"{troops} cover 0 days: from day 0 the losses outrun those who stand in the line and are effective."
    return f"{troops} cover {days_text(days)} of losses."


def calendar_date(scenario: Scenario, days: float) -> date | None:
    """Return the date on which the reinforcement is used up: announced + lag + days; None without one."""
    if "announced" not in scenario or math.isinf(days):
        return None
    announced = scenario["announced"].value
    assert_date = announced if isinstance(announced, date) else None
    try:
        return assert_date + timedelta(days=math.floor(scenario.number("lag_days") + days)) if assert_date else None
    except OverflowError:
        return None


# ------------------------------------------------------------------------------------------------------ arithmetic


def arithmetic(scenario: Scenario) -> tuple[str, ...]:
    """Return the calculation at the central values, line by line, to redo on paper."""
    days, rungs = central_days(scenario), set(active_rungs(scenario)) - {"dispersion"}
    troops, rate = scenario.number("troops"), scenario.number("reported_rate")
    if not rungs and rate > 0:
        return (f"{count_text(troops)} troops / {count_text(rate)} casualties a day = {days:,.3f} days",)
    steady = not rungs & {"monthly_trend", "schedule", "waves", "integration_days"}
    if steady and scenario["earlier_casualties"].value == "counted":
        return (_troops_line(scenario), *_steady_lines(scenario, days))
    return (_troops_line(scenario), *_ledger_lines(scenario, days))


def _troops_line(scenario: Scenario) -> str:
    factors = [f"{count_text(scenario.number('troops'))} troops"]
    for key, words in (("delivered_share", "delivered"), ("line_share", "in the line")):
        if scenario.number(key) != 1:
            factors.append(f"{count_text(scenario.number(key))} {words}")
    if scenario.number("desertion_share"):
        factors.append(f"(1 - {count_text(scenario.number('desertion_share'))} deserting)")
    total = float(integrated_troops(assumptions(scenario)))
    return f"cover:     {' x '.join(factors)} = {count_text(total)}"


def _steady_lines(scenario: Scenario, days: float) -> Iterator[str]:
    rate, ratio, share, recruits = (
        scenario.number(key) for key in ("reported_rate", "reporting_ratio", "returning_share", "recruits_per_day")
    )
    drain = rate * ratio * (1 - share) - recruits
    factors = [count_text(rate)]
    factors += [count_text(ratio)] if ratio != 1 else []
    factors += [f"(1 - {count_text(share)} returning)"] if share else []
    ending = f" - {count_text(recruits)} recruits" if recruits else ""
    yield f"net drain: {' x '.join(factors)}{ending} = {count_text(drain)} a day"
    if drain > 0:
        total = float(integrated_troops(assumptions(scenario)))
        yield f"days:      {count_text(total)} / {count_text(drain)} = {days:,.3f} days"
    else:
        yield "days:      the net drain is not above zero, so the cover is never used up"


def _ledger_lines(scenario: Scenario, days: float) -> Iterator[str]:
    inputs = assumptions(scenario)
    shown = 365.0 if math.isinf(days) else days
    at = np.array([shown])
    lost, back, joined, covered = (float(f(inputs, at)[0]) for f in (gross_loss, returned, recruited, cover))
    day = f"{shown:,.3f}"
    yield f"on day {day}:" + (" (a year, as an example: no day uses it up)" if math.isinf(days) else "")
    yield f"  lost       {lost:>12,.1f}   {_loss_words(scenario, day)}"
    if scenario.number("returning_share"):
        yield f"  returned   {back:>12,.1f}   {_return_words(scenario)}"
    if scenario.number("recruits_per_day"):
        yield f"  recruited  {joined:>12,.1f}   {count_text(scenario.number('recruits_per_day'))} a day x {day} days"
    yield f"  net drain  {lost - back - joined:>12,.1f}   lost less returned less recruited"
    yield f"  cover      {covered:>12,.1f}   {_cover_words(scenario, day)}"


def _loss_words(scenario: Scenario, day: str) -> str:
    rate = count_text(scenario.number("reported_rate") * scenario.number("reporting_ratio"))
    trend = scenario.number("monthly_trend")
    if scenario.schedule:
        return "casualties a day, by the schedule, added up"
    if not trend:
        return f"{rate} a day x {day} days"
    growth = count_text(1 + trend)
    return f"{rate} a day x ({growth}^({day}/{DAYS_PER_MONTH:.0f}) - 1) x {DAYS_PER_MONTH:.0f} / ln {growth}"


def _return_words(scenario: Scenario) -> str:
    first, last = count_text(scenario.number("first_return_day")), count_text(scenario.number("last_return_day"))
    earlier = scenario["earlier_casualties"].value
    share = count_text(scenario.number("returning_share"))
    return f"{share} of each day's losses, evenly on days {first} to {last} after; losses before day 0 {earlier}"


def _cover_words(scenario: Scenario, day: str) -> str:
    if len(scenario.waves) > 1:
        return "the waves that have arrived by then"
    start, span = scenario.number("starting_effectiveness"), scenario.number("integration_days")
    if not span or start == 1:
        return "as above"
    return f"x effectiveness {start:g} + {count_text(1 - start)} x min({day} / {count_text(span)}, 1)"


# ---------------------------------------------------------------------------------------------------------- tables


def cover_result(scenario: Scenario, seed: int) -> dict[str, Any]:
    """Return the whole answer as one JSON-ready object; the keys are a contract, null stands for never."""
    days = central_days(scenario)
    when = calendar_date(scenario, days)
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "model_version": MODEL_VERSION,
        "program_version": __version__,
        "scenario": scenario.name,
        "title": scenario.title,
        "answer": headline(scenario),
        "status": status(scenario),
        "days_covered": {"point": finite(days)},
        "ladder": [
            {"quantity": rung.quantity, "days_covered": finite(rung.days_covered), "words": words}
            for rung in ladder(scenario)
            for words in [rung_words(rung.quantity, rung.quantities)]
        ],
        "arithmetic": list(arithmetic(scenario)),
        "exhausted_on": when.isoformat() if when else None,
        "numerical_error": RELATIVE_ERROR * days if math.isfinite(days) else 0.0,
        "seed": seed,
        "quantities": [quantity_result(scenario[q.key]) for q in scenario.quantities],
    }
    result["digest"] = digest(tables(scenario), MODEL_VERSION, seed, result["days_covered"], result["ladder"])
    return result


def quantity_result(quantity: Quantity) -> dict[str, Any]:
    """Return one quantity as a JSON-ready object, with unit, range, source and grade."""
    value = quantity.value
    return {
        "quantity": quantity.key, "value": value.isoformat() if isinstance(value, date) else value,
        "unit": DEFINITIONS[quantity.key].unit, "low": quantity.low, "high": quantity.high, "shape": quantity.shape,
        "definition": quantity.definition, "as_of": quantity.as_of.isoformat() if quantity.as_of else None,
        "source": quantity.source, "grade": quantity.grade, "note": quantity.note,
    }  # fmt: skip


def comparison_result(scenarios: Sequence[Scenario]) -> dict[str, Any]:
    """Return which assumptions differ, the results, and each result less the first; null where one is never used up."""
    days = [central_days(scenario) for scenario in scenarios]
    keys = [key for key in DEFINITIONS if len({_stated(s, key) for s in scenarios}) > 1]
    return {
        "scenarios": [s.name or s.title for s in scenarios],
        "differing": [{"quantity": key, "values": [_stated(s, key) for s in scenarios]} for key in keys],
        "days_covered": [finite(x) for x in days],
        "difference": [finite(difference(days[0], x)) for x in days],
    }


def difference(first: float, second: float) -> float:
    """Return second - first in days; exactly 0 for equal values, also where both are infinite."""
    return 0.0 if first == second else second - first


def _stated(scenario: Scenario, key: str) -> str:
    if key == "troops" and scenario.waves:
        return "; ".join(f"{count_text(w.troops)} on day {count_text(w.day)}" for w in scenario.waves)
    if key == "reported_rate" and scenario.schedule:
        steps = scenario.schedule
        return "; ".join(f"{count_text(s.casualties_per_day)} a day from day {count_text(s.from_day)}" for s in steps)
    return quantity_text(scenario[key]) if key != "announced" or key in scenario else "not stated"
