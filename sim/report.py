"""Results as sentences, printed arithmetic and plain tables; no number is computed here that the model did not give."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unicodedata import normalize

import numpy as np

from sim import __version__
from sim.language import PLAIN, Language, count_text, days_text, estimate_text, one_line, percent_text
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
    "FOCUS",
    "Spread",
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
    "marked_headline",
    "one_line",
    "percent_text",
    "quantity_result",
    "quantity_text",
    "quantity_words",
    "reading",
    "rung_words",
    "sensitivity_result",
    "source_text",
    "spread_of",
    "spread_sentence",
    "status",
    "threshold_days",
    "verdict_result",
    "verdict_sentence",
]

FOCUS = "\x00"
"""Stands on both sides of the part of a headline that is to be large."""
_BETWEEN = 24
"""Probabilities computed between the outer dots of a countable distribution, at least."""
_CSV_COLUMNS = ("unit", "low", "high", "shape", "grade", "as_of", "definition", "source", "note")


def finite(value: float) -> float | None:
    """Return the number, or None for infinity: JSON knows no infinity, and null says never."""
    return float(value) if math.isfinite(value) else None


def quantity_text(quantity: Quantity, say: Language = PLAIN) -> str:
    """Return value, unit and range of a quantity, as in `1,271 casualties/day (1,187 to 1,354, lognormal)`."""
    if isinstance(quantity.value, str):
        return say(f"choice.{quantity.value}")
    if isinstance(quantity.value, date):
        return str(quantity.value)
    unit = say.unit(quantity.key)
    text = say.count(quantity.value) + (f" {unit}" if unit else "")
    if quantity.uncertain:
        low, high = say.count(quantity.low or 0.0), say.count(quantity.high or 0.0)
        text += say("range", low=low, high=high, shape=say(f"shape.{quantity.shape}"))
    return text


def source_text(quantity: Quantity, say: Language = PLAIN) -> str:
    """Return grade, definition, as-of date and source of a quantity on one line."""
    when = say("source.as_of", date=str(quantity.as_of)) if quantity.as_of else ""
    parts = (say(f"grade.{quantity.grade}"), quantity.definition, when, quantity.source, say.text(quantity.note))
    return "; ".join(one_line(part) for part in parts if part)


def quantity_words(key: str, say: Language = PLAIN) -> str:
    """Return the short name of a quantity or a rung, for the middle of a sentence.

    >>> quantity_words("line_share")
    'line share'
    """
    return say(f"name.{key}")


def rung_words(rung: str, quantities: Sequence[Quantity], say: Language = PLAIN) -> str:
    """Return one rung in words: what was switched on, at which values."""
    if not quantities or rung == BARE_QUOTIENT:
        return say(f"switched.{rung}")
    return ", ".join(f"{quantity_words(q.key, say)} {quantity_text(q, say)}" for q in quantities)


# ------------------------------------------------------------------------------------------------------- sentences


def status(scenario: Scenario) -> str:
    """Return the state of the answer: `used up`, `never used up`, `nothing delivered` or `no losses`."""
    return _status(scenario, central_days(scenario))


def _status(scenario: Scenario, days: float) -> str:
    if not np.any(integrated_troops(assumptions(scenario))):
        return "nothing delivered"
    if not _has_losses(scenario):
        return "no losses"
    return "never used up" if math.isinf(days) else "used up"


def _has_losses(scenario: Scenario) -> bool:
    return any(step.casualties_per_day for step in scenario.schedule) or scenario.number("reported_rate") > 0


def headline(scenario: Scenario, say: Language = PLAIN) -> str:
    """Return the answer at the central values as one sentence; refusals are sentences too."""
    return marked_headline(scenario, say).replace(FOCUS, "")


def marked_headline(scenario: Scenario, say: Language = PLAIN) -> str:
    """Return the headline with its heart between two `FOCUS` marks."""
    count, days = scenario.number("troops"), central_days(scenario)
    state = _status(scenario, days)
    troops = say("troops", count=say.count(count), noun=say(f"troop.{say.plural(f'{count:.0f}')}"))
    if state == "nothing delivered":
        start = say("start.none_arrive", troops=troops) if count else say("start.no_troops")
        return say("headline.nothing_drains" if math.isinf(days) else "headline.nothing", start=start)
    if state == "no losses":
        return say("headline.no_losses", troops=troops)
    if state == "never used up":
        return say("headline.never", troops=troops, why=say(f"why.{_why_never(scenario)}"))
    if days == 0:
        return say("headline.zero", troops=troops)
    return say("headline.days", troops=troops, days=say.days(days, "accusative"))


def _why_never(scenario: Scenario) -> str:
    if scenario.number("returning_share") or scenario.number("recruits_per_day"):
        return "made_good"
    return "die_away" if scenario.schedule or scenario.number("monthly_trend") < 0 else "next_to_zero"


def countable_dots(spread: Distribution, count: int = 20) -> tuple[float, ...]:
    """Return `count` equally likely days covered, smallest first: the quantiles in the middle of `count` equal parts.

    Each stands for one chance in `count` (Kay et al. 2016, "When (ish) is my bus?"); infinity for never. Where the
    distribution is not exact, only the outer dots are solved for: those between are read off computed probabilities,
    `_BETWEEN` or half as many as dots, straight on a logarithmic axis, which moves a dot by about one percent at most.
    """
    levels = [(i + 0.5) / count for i in range(count)]
    inner = [level for level in levels if level < 1 - spread.never.value]
    if spread.exact or len(inner) < 3:
        return tuple(spread.quantile(level).value for level in levels)
    first, last = (spread.quantile(level).value for level in (inner[0], inner[-1]))
    if first <= 0:
        return tuple(spread.quantile(level).value for level in levels)
    times = np.geomspace(first, last, max(_BETWEEN, count // 2) + 2)
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


def arithmetic(scenario: Scenario, say: Language = PLAIN) -> tuple[str, ...]:
    """Return the calculation at the central values, line by line, to redo on paper."""
    days, rungs = central_days(scenario), set(active_rungs(scenario)) - {"dispersion"}
    troops, rate = scenario.number("troops"), scenario.number("reported_rate")
    if not rungs and rate > 0:
        result = say.thousandths(days)
        return (say("sum.bare", troops=say.digits(troops), rate=say.digits(rate), result=result),)
    steady = not rungs & {"monthly_trend", "schedule", "waves", "integration_days"}
    if steady and scenario["earlier_casualties"].value == "counted":
        return (_troops_line(scenario, say), *_steady_lines(scenario, days, say))
    return (_troops_line(scenario, say), *_ledger_lines(scenario, days, say))


def _troops_line(scenario: Scenario, say: Language) -> str:
    factors = [say("sum.troops", count=say.digits(scenario.number("troops")))]
    for key in ("delivered_share", "line_share"):
        if scenario.number(key) != 1:
            factors.append(say(f"sum.{key}", share=say.digits(scenario.number(key))))
    if scenario.number("desertion_share"):
        factors.append(say("sum.desertion_share", share=say.digits(scenario.number("desertion_share"))))
    total = float(integrated_troops(assumptions(scenario)))
    return say("sum.cover", factors=say("sum.times").join(factors), total=say.digits(total))


def _steady_lines(scenario: Scenario, days: float, say: Language) -> Iterator[str]:
    rate, ratio, share, recruits = (
        scenario.number(key) for key in ("reported_rate", "reporting_ratio", "returning_share", "recruits_per_day")
    )
    drain = rate * ratio * (1 - share) - recruits
    factors = [say.digits(rate)]
    factors += [say.digits(ratio)] if ratio != 1 else []
    factors += [say("sum.returning_share", share=say.digits(share))] if share else []
    less = say("sum.recruits", count=say.digits(recruits)) if recruits else ""
    yield say("sum.drain", factors=say("sum.times").join(factors) + less, drain=say.digits(drain))
    if drain > 0:
        total = float(integrated_troops(assumptions(scenario)))
        yield say("sum.days", total=say.digits(total), drain=say.digits(drain), result=say.thousandths(days))
    else:
        yield say("sum.never")


def _ledger_lines(scenario: Scenario, days: float, say: Language) -> Iterator[str]:
    inputs = assumptions(scenario)
    shown = 365.0 if math.isinf(days) else days
    at = np.array([shown])
    lost, back, joined, covered = (float(f(inputs, at)[0]) for f in (gross_loss, returned, recruited, cover))
    day = say.number(f"{shown:,.3f}")
    rows = [("lost", lost, _loss_words(scenario, day, say))]
    if scenario.number("returning_share"):
        rows.append(("returned", back, _return_words(scenario, say)))
    if scenario.number("recruits_per_day"):
        rate = say.digits(scenario.number("recruits_per_day"))
        rows.append(("recruited", joined, say("sum.steady", rate=rate, day=day)))
    rows.append(("net_drain", lost - back - joined, say("sum.balance")))
    rows.append(("cover", covered, _cover_words(scenario, shown, say)))
    yield say("sum.example" if math.isinf(days) else "sum.on_day", day=day)
    width = max(len(say(f"sum.row.{name}")) for name in ("lost", "returned", "recruited", "net_drain", "cover")) + 2
    for name, people, words in rows:
        yield f"  {say(f'sum.row.{name}'):<{width}}{say.number(f'{people:,.1f}'):>12}   {words}"


def _loss_words(scenario: Scenario, day: str, say: Language) -> str:
    rate = say.digits(scenario.number("reported_rate") * scenario.number("reporting_ratio"))
    trend = scenario.number("monthly_trend")
    if scenario.schedule:
        return say("sum.scheduled")
    if not trend:
        return say("sum.steady", rate=rate, day=day)
    return say("sum.growing", rate=rate, growth=say.digits(1 + trend), day=day, month=f"{DAYS_PER_MONTH:.0f}")


def _return_words(scenario: Scenario, say: Language) -> str:
    first, last, share = (
        say.digits(scenario.number(key)) for key in ("first_return_day", "last_return_day", "returning_share")
    )
    earlier = say(f"choice.{scenario['earlier_casualties'].value}")
    return say("sum.returning", share=share, first=first, last=last, earlier=earlier)


def _cover_words(scenario: Scenario, day: float, say: Language) -> str:
    if len(scenario.waves) > 1:
        arrived = say.count(sum(wave.troops for wave in scenario.waves if wave.day <= day))
        return say("sum.arrived", arrived=arrived)
    start, span = scenario.number("starting_effectiveness"), scenario.number("integration_days")
    if not span or start == 1:
        return say("sum.as_above")
    return say(
        "sum.effectiveness", start=say.number(f"{start:g}"), rest=say.count(1 - start), day=say.number(f"{day:,.3f}"),
        span=say.count(span),
    )  # fmt: skip


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
    result["digest"] = digest(tables(scenario), MODEL_VERSION, seed, *_figures(result))
    return result


def _figures(result: Mapping[str, Any]) -> Iterator[object]:
    """What a digest covers of a result: its numbers to six digits, no wording and no rounding of one machine."""
    said = result["verdict"] or {}
    yield from (_six_digits(days) for days in result["days_covered"].values())
    yield [said.get(key) for key in ("claim", "yardstick", "threshold_days", "phrase")]
    yield _six_digits(said.get("probability"))
    yield [(rung["quantity"], _six_digits(rung["days_covered"])) for rung in result["ladder"]]


def _six_digits(value: float | None) -> str:
    return "never" if value is None else f"{value:.6g}"


def inert_cell(content: object) -> str:
    """Return a cell of a table that no spreadsheet takes for a formula: text that could start one gets a quote.

    East Asian spreadsheets take the wide signs for the plain ones.

    >>> inert_cell("=1+1"), inert_cell(-2.5), inert_cell("@x"), inert_cell("\N{FULLWIDTH EQUALS SIGN}1")
    ("'=1+1", '-2.5', "'@x", "'\N{FULLWIDTH EQUALS SIGN}1")
    """
    if content is None:
        return ""
    cell = one_line(str(content))
    starts = normalize("NFKC", cell[:1]).startswith(("=", "+", "-", "@")) and not isinstance(content, int | float)
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


def verdict_sentence(said: Verdict, say: Language = PLAIN) -> str:
    """Return the verdict: the words, how they are read, the phrase of ICD 203 with its band, and the probability."""
    low, high = (f"{100 * end:.0f}" for end in (said.band.low, said.band.high))
    return say(
        "verdict", words=one_line(say.text(said.words)), reading=reading(said, say),
        phrase=say(f"phrase.{said.band.phrase}"), band=say("band", low=low, high=high),
        chance=say.chance(said.probability),
    )  # fmt: skip


def reading(said: Verdict, say: Language = PLAIN) -> str:
    """Return how the words under test are read: at most, or at least, so many days."""
    if said.threshold_days is None:
        return say("reading.survey_at_most" if said.claim == "at most" else "reading.survey_at_least")
    return say(f"reading.{said.claim}", days=say.exact_days(said.threshold_days))


def firm_sentence(said: Verdict, fixed: bool, say: Language = PLAIN) -> str:
    """Return from which yardstick on the claim would be very likely; where the answer is `fixed`, would hold."""
    ends = "none" if said.claim == "at most" else "any"
    kind = ends if math.isinf(said.firm_days.value) else said.claim
    days = say.estimate(said.firm_days, "genitive")
    return say(f"firm.fixed.{kind}" if fixed else f"firm.{kind}", days=days)


def grounds(said: Verdict, scenario: Scenario, say: Language = PLAIN) -> str:
    """Return in words what a verdict rests on: the yardstick, the ranges with their grades, the noise."""
    drawn = drawn_quantities(scenario)
    assumed = [quantity_words(key, say) for key in drawn if scenario[key].grade == "assumption"]
    ranges = say("grounds.ranges", count=str(len(drawn))) if drawn else say("grounds.fixed")
    if assumed:
        ranges += say("grounds.assumed", count=str(len(assumed)), names=", ".join(assumed))
    noise = say("grounds.noise") if scenario.number("dispersion") else ""
    return say("grounds", source=one_line(say.text(said.threshold_source)), ranges=ranges, noise=noise)


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """What is said of a distribution: its ends (5 and 95 %), its median (days) and its chance of never being used up.

    `fixed` where it is a single number, exact on what the scenario states.
    """

    low: Estimate
    middle: Estimate
    high: Estimate
    never: Estimate
    fixed: bool


def spread_of(distribution: Distribution) -> Spread:
    """Return what is said of a distribution."""
    low, middle, high = (distribution.quantile(p) for p in (0.05, 0.5, 0.95))
    return Spread(low=low, middle=middle, high=high, never=distribution.never, fixed=is_point(distribution))


def is_point(spread: Distribution) -> bool:
    """Return whether the distribution is a single number, exact on what the scenario states."""
    return spread.exact and spread.points == 0 and spread.quantile(0.05).value == spread.quantile(0.95).value


def spread_sentence(spread: Spread, say: Language = PLAIN) -> str:
    """Return the interval, the median and the chance of never as one sentence."""
    if spread.fixed:
        return say("spread.point")
    words = say("spread.range", span=say.span(spread.low, spread.high), middle=say.estimate(spread.middle))
    never = say("spread.never", chance=say.chance(spread.never)) if spread.never.value > 0 else ""
    return f"{words}{never}."


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
    found = joint_move(scenario, days)
    move = {"distance": found.distance, "values": dict(found.values)} if found else None
    return {
        "threshold_days": days,
        "claim": claim,
        "holds_at_central_values": central_holds(scenario, days, claim),
        "flips": [_flip_row(flip) for flip in flips(scenario, days, claim, seed, error=error, tick=tick)],
        "joint_move": move,
        "joint_move_words": joint_words(scenario, move),
        "troops_needed": troops_needed(scenario, days),
        "lasting_rate": lasting_rate(scenario, days),
        "seed": seed,
    }


def _flip_row(flip: Flip) -> dict[str, Any]:
    quantity = flip.quantity
    row = {
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
    }
    return {**row, "words": flip_words(row)}


def flip_words(row: Mapping[str, Any], say: Language = PLAIN) -> str:
    """Return where the quantity of a row of `flip_result` turns the verdict, and how far that is from its range."""
    if row["central"] is None:
        return say("flip.none")
    value = say.count(row["central"])
    if row["half_widths"] is None:
        return say("flip.no_range", value=value)
    widths = say.number(f"{abs(row['half_widths']):.1f}")
    return say("flip.inside" if row["inside_range"] else "flip.outside", value=value, widths=widths)


def joint_words(scenario: Scenario, move: Mapping[str, Any] | None, say: Language = PLAIN) -> str:
    """Return the smallest joint move of a `flip_result` in words."""
    if move is None:
        return say("joint.none")
    largest = sorted(move["values"].items(), key=lambda pair: -abs(_standing(scenario, *pair)))[:4]
    parts = ", ".join(f"{quantity_words(key, say)} {say.count(value)}" for key, value in largest)
    return say("joint", distance=say.number(f"{move['distance']:.2f}"), parts=parts)


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
