"""Results as sentences, printed arithmetic and plain tables; no number is computed here that the model did not give."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from sim import __version__
from sim.model import (
    DAYS_PER_MONTH,
    MODEL_VERSION,
    RELATIVE_ERROR,
    assumptions,
    central_days,
    cover,
    gross_loss,
    integrated_troops,
    recruited,
    returned,
)
from sim.quantities import BARE_QUOTIENT, DEFINITIONS, Quantity, Remark, Scenario
from sim.scenario import SCHEMA, digest, survey_answers, tables
from sim.sensitivity import Difference, Indices, active_rungs, bridge, compared, indices, ladder, tornado
from sim.uncertainty import DEFAULT_ERROR, Distribution, Estimate, cumulative, distribution, drawn_quantities
from sim.verdict import (
    Flip,
    JointMove,
    Verdict,
    central_holds,
    flips,
    joint_move,
    lasting_rate,
    opposite,
    threshold_of,
    troops_needed,
    verdict,
)

__all__ = [
    "answer_text",
    "arithmetic",
    "calendar_date",
    "comparison_result",
    "count_text",
    "countable_dots",
    "cover_result",
    "csv_text",
    "days_text",
    "difference",
    "difference_result",
    "estimate_text",
    "finite",
    "firm_sentence",
    "flip_result",
    "flip_words",
    "grounds",
    "headline",
    "inert_cell",
    "is_point",
    "joint_words",
    "one_line",
    "percent_text",
    "quantity_result",
    "quantity_text",
    "quantity_words",
    "rung_words",
    "sensitivity_result",
    "source_text",
    "spread_sentence",
    "status",
    "threshold_days",
    "verdict_result",
    "verdict_sentence",
]

CENTURY = 36_525.0
_BETWEEN = 24
"""Probabilities computed between the outer dots of a countable distribution."""
_CSV_COLUMNS = ("unit", "low", "high", "shape", "grade", "as_of", "definition", "source", "note")


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


def estimate_text(estimate: Estimate) -> str:
    """Return days with no digit that is smaller than the standard error.

    >>> estimate_text(Estimate(143.19, 0.155)), estimate_text(Estimate(1550.6, 8.6)), estimate_text(Estimate(7.868, 0))
    ('143 days', '1,550 days', '7.9 days')
    """
    if math.isinf(estimate.value) or estimate.value >= CENTURY or estimate.standard_error == 0:
        return days_text(estimate.value)
    if math.isinf(estimate.standard_error):
        return f"about {days_text(estimate.value)}"
    places = min(1, -math.ceil(math.log10(estimate.standard_error)))
    rounded = round(estimate.value, places)
    return f"{rounded:,.1f} days" if places > 0 and rounded < 99.95 else f"{rounded:,.0f} days"


def percent_text(estimate: Estimate) -> str:
    """Return a probability in percent with no digit smaller than its standard error, and that error if there is one.

    >>> percent_text(Estimate(0.0378, 0.0004)), percent_text(Estimate(1.0, 0.0))
    ('3.8 % (standard error 0.04)', '100 %')
    """
    value, error = 100 * estimate.value, 100 * estimate.standard_error
    if error == 0:
        return f"{value:.1f} %" if 0 < value < 100 and not value.is_integer() else f"{value:.0f} %"
    places = min(3, max(0, -math.ceil(math.log10(error))))
    return f"{value:.{places}f} % (standard error {error:.1g})"


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
        start = f"None of the {troops} reach the line" if scenario.number("troops") else "There are no troops"
        never = "nothing drains the line either, so there is nothing to use up"
        return f"{start}: {never if math.isinf(days) else 'they cover 0 days of losses'}."
    if state == "no losses":
        return f"The casualty rate is zero: there is nothing to cover, and {troops} are never used up."
    if state == "never used up":
        why = "returns and recruits make good the losses before the cover is gone"
        if not scenario.number("returning_share") and not scenario.number("recruits_per_day"):
            fading = scenario.schedule or scenario.number("monthly_trend") < 0
            why = "the losses die away before the cover is gone" if fading else "the casualty rate is next to zero"
        return f"On a net basis {troops} are never used up: {why}."
    if days == 0:
        return f"{troops} cover 0 days: from day 0 the losses outrun those who stand in the line and are effective."
    return f"{troops} cover {days_text(days)} of losses."


def countable_dots(spread: Distribution, count: int = 20) -> tuple[float, ...]:
    """Return `count` equally likely days covered, smallest first: the quantiles in the middle of `count` equal parts.

    Each stands for one chance in `count` (Kay et al. 2016, "When (ish) is my bus?"); infinity for never. Where the
    distribution is not exact, only the outer dots are solved for: those between are read off `_BETWEEN` computed
    probabilities, straight on a logarithmic axis, which moves a dot by about one percent.
    """
    levels = [(i + 0.5) / count for i in range(count)]
    inner = [level for level in levels if level < 1 - spread.never.value]
    if spread.exact or len(inner) < 3:
        return tuple(spread.quantile(level).value for level in levels)
    first, last = (spread.quantile(level).value for level in (inner[0], inner[-1]))
    if first <= 0:
        return tuple(spread.quantile(level).value for level in levels)
    times = np.geomspace(first, last, _BETWEEN + 2)
    chances = [inner[0], *(spread.probability(float(t)).value for t in times[1:-1]), inner[-1]]
    between = np.exp(np.interp(inner[1:-1], chances, np.log(times)))
    return (first, *between.tolist(), last, *[math.inf] * (count - len(inner)))


def calendar_date(scenario: Scenario, days: float) -> date | None:
    """Return the date on which the reinforcement is used up: announced + lag + days; None without one."""
    if "announced" not in scenario or math.isinf(days):
        return None
    announced = scenario["announced"].value
    if not isinstance(announced, date):
        return None
    try:
        return announced + timedelta(days=math.floor(scenario.number("lag_days") + days))
    except OverflowError:
        return None


# ------------------------------------------------------------------------------------------------------ arithmetic


def arithmetic(scenario: Scenario) -> tuple[str, ...]:
    """Return the calculation at the central values, line by line, to redo on paper."""
    days, rungs = central_days(scenario), set(active_rungs(scenario)) - {"dispersion"}
    troops, rate = scenario.number("troops"), scenario.number("reported_rate")
    if not rungs and rate > 0:
        result = "never used up" if math.isinf(days) else f"{days:,.3f} days"
        return (f"{_digits(troops)} troops / {_digits(rate)} casualties a day = {result}",)
    steady = not rungs & {"monthly_trend", "schedule", "waves", "integration_days"}
    if steady and scenario["earlier_casualties"].value == "counted":
        return (_troops_line(scenario), *_steady_lines(scenario, days))
    return (_troops_line(scenario), *_ledger_lines(scenario, days))


def _digits(value: float) -> str:
    """A number with the digits that a calculation on paper needs: all of them, up to nine."""
    return count_text(value) if float(value).is_integer() else f"{value:,.9g}"


def _troops_line(scenario: Scenario) -> str:
    factors = [f"{_digits(scenario.number('troops'))} troops"]
    for key, words in (("delivered_share", "delivered"), ("line_share", "in the line")):
        if scenario.number(key) != 1:
            factors.append(f"{_digits(scenario.number(key))} {words}")
    if scenario.number("desertion_share"):
        factors.append(f"(1 - {_digits(scenario.number('desertion_share'))} deserting)")
    total = float(integrated_troops(assumptions(scenario)))
    return f"cover:     {' x '.join(factors)} = {_digits(total)}"


def _steady_lines(scenario: Scenario, days: float) -> Iterator[str]:
    rate, ratio, share, recruits = (
        scenario.number(key) for key in ("reported_rate", "reporting_ratio", "returning_share", "recruits_per_day")
    )
    drain = rate * ratio * (1 - share) - recruits
    factors = [_digits(rate)]
    factors += [_digits(ratio)] if ratio != 1 else []
    factors += [f"(1 - {_digits(share)} returning)"] if share else []
    ending = f" - {_digits(recruits)} recruits" if recruits else ""
    yield f"net drain: {' x '.join(factors)}{ending} = {_digits(drain)} a day"
    if drain > 0:
        total = float(integrated_troops(assumptions(scenario)))
        yield f"days:      {_digits(total)} / {_digits(drain)} = {days:,.3f} days"
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
        yield f"  recruited  {joined:>12,.1f}   {_digits(scenario.number('recruits_per_day'))} a day x {day} days"
    yield f"  net drain  {lost - back - joined:>12,.1f}   lost less returned less recruited"
    yield f"  cover      {covered:>12,.1f}   {_cover_words(scenario, day)}"


def _loss_words(scenario: Scenario, day: str) -> str:
    rate = _digits(scenario.number("reported_rate") * scenario.number("reporting_ratio"))
    trend = scenario.number("monthly_trend")
    if scenario.schedule:
        return "casualties a day, by the schedule, added up"
    if not trend:
        return f"{rate} a day x {day} days"
    growth = _digits(1 + trend)
    return f"{rate} a day x ({growth}^({day}/{DAYS_PER_MONTH:.0f}) - 1) x {DAYS_PER_MONTH:.0f} / ln {growth}"


def _return_words(scenario: Scenario) -> str:
    first, last = _digits(scenario.number("first_return_day")), _digits(scenario.number("last_return_day"))
    earlier = scenario["earlier_casualties"].value
    share = _digits(scenario.number("returning_share"))
    return f"{share} of each day's losses, evenly on days {first} to {last} after; losses before day 0 {earlier}"


def _cover_words(scenario: Scenario, day: str) -> str:
    if len(scenario.waves) > 1:
        arrived = count_text(sum(wave.troops for wave in scenario.waves if wave.day <= float(day.replace(",", ""))))
        return f"what stands in the line of the {arrived} troops that have arrived by then"
    start, span = scenario.number("starting_effectiveness"), scenario.number("integration_days")
    if not span or start == 1:
        return "as above"
    return f"x effectiveness {start:g} + {count_text(1 - start)} x min({day} / {count_text(span)}, 1)"


# ---------------------------------------------------------------------------------------------------------- tables


def cover_result(scenario: Scenario, seed: int, error: float, spread: Distribution | None = None) -> dict[str, Any]:
    """Return the whole answer as one JSON-ready object; the keys are a contract, null stands for never.

    `spread` is the distribution for this seed and error where the caller has it already. `numerical_error` is the
    largest standard error of the probabilities given, 0 where they are exact.
    """
    days = central_days(scenario)
    spread = spread or distribution(scenario, seed, error)
    when, said = calendar_date(scenario, days), verdict(scenario, spread)
    overclaim = opposite(scenario, spread)
    quantiles = {name: spread.quantile(p) for name, p in (("p05", 0.05), ("p50", 0.5), ("p95", 0.95))}
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "model_version": MODEL_VERSION,
        "program_version": __version__,
        "scenario": scenario.name,
        "title": scenario.title,
        "answer": headline(scenario),
        "status": status(scenario),
        "days_covered": {"point": finite(days), **{name: finite(q.value) for name, q in quantiles.items()}},
        "standard_errors": {name: finite(q.standard_error) for name, q in quantiles.items()},
        "relative_rounding_error": RELATIVE_ERROR,
        "probability_never_used_up": spread.never.value,
        "verdict": verdict_result(said, scenario) if said else None,
        "opposite_claim": verdict_result(overclaim, scenario),
        "ladder": [
            {"quantity": rung.quantity, "days_covered": finite(rung.days_covered), "words": words}
            for rung in ladder(scenario)
            for words in [rung_words(rung.quantity, rung.quantities)]
        ],
        "arithmetic": list(arithmetic(scenario)),
        "exhausted_on": when.isoformat() if when else None,
        "numerical_error": max(e.standard_error for e in (spread.never, *_chances(said, overclaim))),
        "method": spread.method,
        "exact": spread.exact,
        "points": spread.points,
        "seed": seed,
        "quantities": [quantity_result(scenario[q.key]) for q in scenario.quantities],
    }
    shown = (result["days_covered"], result["verdict"], result["ladder"])
    result["digest"] = digest(tables(scenario), MODEL_VERSION, seed, *shown)
    return result


def inert_cell(content: object) -> str:
    """Return a cell of a table that no spreadsheet takes for a formula: text that could start one gets a quote.

    >>> inert_cell("=1+1"), inert_cell(-2.5), inert_cell("@x")
    ("'=1+1", '-2.5', "'@x")
    """
    if content is None:
        return ""
    cell = one_line(str(content))
    starts = cell.startswith(("=", "+", "-", "@")) and not isinstance(content, int | float)
    return f"'{cell}" if starts else cell


def csv_text(result: Mapping[str, Any]) -> str:
    """Return a `cover_result` as CSV: the results, the ladder and every quantity with its source, all cells inert."""
    from csv import writer
    from io import StringIO

    def line(kind: str, name: str, value: object, **more: object) -> list[str]:
        return [inert_cell(x) for x in (kind, name, value, *(more.get(key) for key in _CSV_COLUMNS))]

    days, said = result["days_covered"], result["verdict"]
    rows = [line("result", f"days_covered.{key}", "never" if x is None else x, unit="days") for key, x in days.items()]
    rows.append(line("result", "probability_never_used_up", result["probability_never_used_up"], unit="1"))
    rows.append(line("result", "numerical_error", result["numerical_error"], unit="1"))
    for key in ("probability", "phrase", "claim", "threshold_days") if said else ():
        rows.append(line("verdict", key, said[key], source=said["threshold_source"] if key == "threshold_days" else ""))
    for rung in result["ladder"]:
        reached = "never" if rung["days_covered"] is None else rung["days_covered"]
        rows.append(line("ladder", rung["quantity"], reached, unit="days", definition=rung["words"]))
    for quantity in result["quantities"]:
        rows.append(line("quantity", **{("name" if k == "quantity" else k): v for k, v in quantity.items()}))
    for key in ("exhausted_on", "scenario", "title", "seed", "model_version", "schema", "digest"):
        rows.append(line("about", key, result[key]))
    target = StringIO()
    writer(target, lineterminator="\r\n").writerows([["kind", "name", "value", *_CSV_COLUMNS], *rows])
    return target.getvalue()


def answer_text(result: Mapping[str, Any]) -> str:
    """Return the days covered of a `cover_result` as a link carries them: six digits, or `never`."""
    days = result["days_covered"]["point"]
    return "never" if days is None else f"{days:.6g}"


def _chances(*verdicts: Verdict | None) -> list[Estimate]:
    return [said.probability for said in verdicts if said]


def verdict_result(said: Verdict, scenario: Scenario) -> dict[str, Any]:
    """Return a verdict as a JSON-ready object."""
    return {
        "probability": said.probability.value,
        "standard_error": said.probability.standard_error,
        "phrase": said.band.phrase,
        "band": [said.band.low, said.band.high],
        "scale": "ICD 203",
        "claim": said.claim,
        "yardstick": said.yardstick,
        "threshold_days": said.threshold_days,
        "threshold_source": said.threshold_source,
        "very_likely_at_days": finite(said.firm_days.value),
        "sentence": verdict_sentence(said),
        "rests_on": grounds(said, scenario),
    }


def verdict_sentence(said: Verdict) -> str:
    """Return the verdict as a sentence: the words, how they are read, the phrase and the probability."""
    reading = (
        f"{said.claim} {count_text(said.threshold_days)} days" if said.threshold_days else _survey_reading(said.claim)
    )
    words, chance = one_line(said.words), percent_text(said.probability)
    return f'"{words}", read as {reading}: {said.band.phrase} ({_band_text(said)}), {chance}.'


def _band_text(said: Verdict) -> str:
    """The band of the phrase in percent; beyond 1 and 99 % the scale says nothing, and the text says so."""
    band, value = f"{100 * said.band.low:.0f} to {100 * said.band.high:.0f} %", said.probability.value
    return f"below {band}" if value < said.band.low else f"above {band}" if value > said.band.high else band


def _survey_reading(claim: str) -> str:
    return "fewer days than what people call many" if claim == "at most" else "no fewer days than what people call many"


def firm_sentence(said: Verdict) -> str:
    """Return from which yardstick on the claim would be very likely."""
    side = "or more" if said.claim == "at most" else "or fewer"
    if math.isinf(said.firm_days.value) and said.claim == "at most":
        return "No yardstick in days makes it very likely (80 %): too often the troops are never used up."
    if math.isinf(said.firm_days.value):
        return "Any yardstick in days makes it very likely (80 %)."
    return f"It is very likely (80 %) for a yardstick of {estimate_text(said.firm_days)} {side}."


def grounds(said: Verdict, scenario: Scenario) -> str:
    """Return in words what a verdict rests on: the yardstick, the ranges with their grades, the noise."""
    drawn = drawn_quantities(scenario)
    assumed = [quantity_words(key) for key in drawn if scenario[key].grade == "assumption"]
    ranges = f"{len(drawn)} ranges" if drawn else "fixed numbers only, no range"
    if assumed:
        ranges += f" ({len(assumed)} of them assumptions: {', '.join(assumed)})"
    noise = "; day-to-day noise" if scenario.number("dispersion") else ""
    return f"yardstick: {one_line(said.threshold_source)}; {ranges}{noise}"


def is_point(spread: Distribution) -> bool:
    """Return whether the distribution is a single number, exact on what the scenario states."""
    return spread.exact and spread.points == 0 and spread.quantile(0.05).value == spread.quantile(0.95).value


def spread_sentence(spread: Distribution) -> str:
    """Return the interval, the median and the chance of never as one sentence."""
    if is_point(spread):
        return "No number is a range and there is no noise: the answer is a point, exact on these numbers."
    low, middle, high = (estimate_text(spread.quantile(p)) for p in (0.05, 0.5, 0.95))
    never = f"; never used up: {percent_text(spread.never)}" if spread.never.value > 0 else ""
    return f"With ranges and noise: {low.removesuffix(' days')} to {high} (5 to 95 %), median {middle}{never}."


def quantity_result(quantity: Quantity) -> dict[str, Any]:
    """Return one quantity as a JSON-ready object, with unit, range, source and grade."""
    value = quantity.value
    return {
        "quantity": quantity.key, "value": value.isoformat() if isinstance(value, date) else value,
        "unit": DEFINITIONS[quantity.key].unit, "low": quantity.low, "high": quantity.high, "shape": quantity.shape,
        "definition": quantity.definition, "as_of": quantity.as_of.isoformat() if quantity.as_of else None,
        "source": quantity.source, "grade": quantity.grade, "note": quantity.note,
    }  # fmt: skip


def comparison_result(scenarios: Sequence[Scenario], seed: int, error: float = DEFAULT_ERROR) -> dict[str, Any]:
    """Return which assumptions differ, the results, and each result less the first; null where one is never used up."""
    days = [central_days(scenario) for scenario in scenarios]
    keys = [key for key in DEFINITIONS if len({_stated(s, key) for s in scenarios}) > 1]
    return {
        "scenarios": [s.name or s.title for s in scenarios],
        "differing": [{"quantity": key, "values": [_stated(s, key) for s in scenarios]} for key in keys],
        "days_covered": [finite(x) for x in days],
        "difference": [finite(difference(days[0], x)) for x in days],
        "distribution_of_difference": [difference_result(compared(scenarios[0], s, seed, error)) for s in scenarios],
        "seed": seed,
    }


def difference_result(change: Difference) -> dict[str, Any]:
    """Return a distribution of differences as a JSON-ready object."""
    return {
        "p05": finite(change.p05),
        "p50": finite(change.p50),
        "p95": finite(change.p95),
        **{f"probability_{name}": getattr(change, name).value for name in ("more", "fewer", "same")},
        "standard_error": max(getattr(change, name).standard_error for name in ("more", "fewer", "same")),
    }


def flip_result(
    scenario: Scenario, days: float, seed: int, tick: Callable[[], None], error: float = DEFAULT_ERROR
) -> dict[str, Any]:
    """Return what turns the verdict on `days`, as one JSON-ready object; null where nothing in the limits does."""
    claim = scenario.remark.claim if scenario.remark else "at most"
    move = joint_move(scenario, days)
    return {
        "threshold_days": days,
        "claim": claim,
        "holds_at_central_values": central_holds(scenario, days, claim),
        "flips": [_flip_row(flip) for flip in flips(scenario, days, claim, seed, error=error, tick=tick)],
        "joint_move": {"distance": move.distance, "values": dict(move.values)} if move else None,
        "joint_move_words": joint_words(scenario, move),
        "troops_needed": troops_needed(scenario, days),
        "lasting_rate": lasting_rate(scenario, days),
        "seed": seed,
    }


def _flip_row(flip: Flip) -> dict[str, Any]:
    quantity = flip.quantity
    return {
        "quantity": quantity.key,
        "unit": DEFINITIONS[quantity.key].unit,
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "central": flip.central,
        "at_50_percent": flip.even,
        "at_80_percent": flip.very_likely,
        "half_widths": flip.half_widths,
        "inside_range": flip.inside,
        "words": flip_words(flip),
    }


def flip_words(flip: Flip) -> str:
    """Return where a quantity turns the verdict, and how far that lies from the published range."""
    if flip.central is None:
        return "no value in its limits flips it"
    words = f"flips at {count_text(flip.central)}"
    if flip.half_widths is None:
        return f"{words} (no range is stated)"
    where = "inside" if flip.inside else "outside"
    return f"{words}: {where} the range, {abs(flip.half_widths):.1f} half-widths from the value"


def joint_words(scenario: Scenario, move: JointMove | None) -> str:
    """Return the smallest joint move in words."""
    if move is None:
        return "No joint move: no range is stated, or none within 8 standard deviations flips it."
    largest = sorted(move.values, key=lambda pair: -abs(_standing(scenario, *pair)))[:4]
    parts = ", ".join(f"{quantity_words(key)} {count_text(value)}" for key, value in largest)
    return (
        f"All ranges together flip it {move.distance:.2f} standard deviations from their medians; most moved: {parts}."
    )


def _standing(scenario: Scenario, key: str, value: float) -> float:
    """Distance of a value from the median of its range, in chances (-0.5 to 0.5)."""
    return float(cumulative(scenario[key], value)) - 0.5


def sensitivity_result(scenario: Scenario, seed: int) -> dict[str, Any]:
    """Return tornado, Sobol' indices and fair bridge as one JSON-ready object; null stands for never."""
    days = threshold_days(scenario)
    shares, found = bridge(scenario), indices(scenario, days, seed)
    return {
        "tornado": [
            {"quantity": bar.quantity.key, "low": bar.quantity.low, "high": bar.quantity.high,
             "days_at_low": finite(bar.at_low), "days_at_high": finite(bar.at_high)}
            for bar in tornado(scenario)
        ],
        "sobol": {"output": found.output, "indices": _index_rows(found)},
        "bridge": {
            "unit": shares.unit, "bare": finite(shares.bare), "full": finite(shares.full), "refused": shares.refused,
            "shares": [{"quantity": rung, "share": share} for rung, share in shares.shares],
        },
        "seed": seed,
    }  # fmt: skip


def _index_rows(found: Indices) -> list[dict[str, Any]]:
    return [
        {
            "quantity": key,
            "first": first.value,
            "first_standard_error": first.standard_error,
            "total": total.value,
            "total_standard_error": total.standard_error,
        }
        for key, first, total in zip(found.quantities, found.first, found.total, strict=True)
    ]


def threshold_days(scenario: Scenario) -> float:
    """Return the remark's yardstick in days; for the survey its median, for no remark the default."""
    days = threshold_of(scenario.remark or Remark())[0]
    return days if days is not None else float(np.median(survey_answers()))


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
