"""Results as sentences, printed arithmetic and plain tables; no number is computed here that the model did not give."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from unicodedata import normalize

from sim import __version__
from sim.core.assumptions import MODEL_VERSION
from sim.core.crossing import RELATIVE_ERROR
from sim.core.flow import DAYS_PER_MONTH
from sim.inputs.definitions import BARE_QUOTIENT, DEFINITIONS
from sim.inputs.parsing import SCHEMA
from sim.inputs.quantities import Quantity
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario
from sim.saying.language import PLAIN, Language, count_text, one_line
from sim.study.answer import Answer, Spread
from sim.study.comparison import Comparison
from sim.study.flips import Flip, Flipped
from sim.study.ladder import Rung
from sim.study.paired import Difference
from sim.study.sensitivity import Indices
from sim.study.verdict import Verdict

__all__ = [
    "FOCUS",
    "arithmetic",
    "comparison_result",
    "count_text",
    "cover_result",
    "csv_text",
    "finite",
    "firm_sentence",
    "flip_result",
    "flip_words",
    "grounds",
    "headline",
    "inert_cell",
    "joint_words",
    "marked_headline",
    "no_verdict",
    "one_line",
    "quantity_result",
    "quantity_text",
    "quantity_words",
    "reading",
    "rung_words",
    "sensitivity_result",
    "source_text",
    "spread_sentence",
    "stated_text",
    "verdict_result",
    "verdict_sentence",
]

FOCUS = "\x00"
"""Stands on both sides of the part of a headline that is to be large."""
_EXAMPLE_DAY = 365.0
"""The day whose arithmetic is shown where no day uses the cover up (a year: an example)."""
_MOST_MOVES = 4
"""Ranges named of a joint move (assumption: a sentence holds no more)."""
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


def headline(answer: Answer, say: Language = PLAIN) -> str:
    """Return the answer at the central values as one sentence; refusals are sentences too."""
    return marked_headline(answer, say).replace(FOCUS, "")


def marked_headline(answer: Answer, say: Language = PLAIN) -> str:
    """Return the headline with its heart between two `FOCUS` marks."""
    scenario, days, state = answer.scenario, answer.days, answer.status
    count = scenario.number("troops")
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
    return "die_away" if len(scenario.rates) > 1 or scenario.number("monthly_trend") < 0 else "next_to_zero"


# ------------------------------------------------------------------------------------------------------ arithmetic


def arithmetic(answer: Answer, say: Language = PLAIN) -> tuple[str, ...]:
    """Return the calculation at the central values, line by line, to redo on paper."""
    scenario, rungs = answer.scenario, set(answer.active) - {"dispersion"}
    troops, rate = scenario.number("troops"), scenario.number("reported_rate")
    if not rungs and rate > 0:
        result = say.thousandths(answer.days)
        return (say("sum.bare", troops=say.digits(troops), rate=say.digits(rate), result=result),)
    parts = _together_lines(scenario, say)
    steady = not rungs & {"monthly_trend", "schedule", "waves", "integration_days"}
    if steady and scenario["earlier_casualties"].value == "counted":
        return (_troops_line(answer, say), *parts, *_steady_lines(answer, say))
    return (_troops_line(answer, say), *parts, *_ledger_lines(answer, say))


def _together_lines(scenario: Scenario, say: Language) -> tuple[str, ...]:
    """How the share who return follows from the killed and the wounded, where the scenario states those."""
    if "killed_share" not in scenario:
        return ()
    killed, wounded, both = (
        say.digits(scenario.number(key)) for key in ("killed_share", "wounded_returning_share", "returning_share")
    )
    return (say("sum.together", killed=killed, wounded=wounded, share=both),)


def _troops_line(answer: Answer, say: Language) -> str:
    scenario = answer.scenario
    factors = [say("sum.troops", count=say.digits(scenario.number("troops")))]
    for key in ("delivered_share", "line_share"):
        if scenario.number(key) != 1:
            factors.append(say(f"sum.{key}", share=say.digits(scenario.number(key))))
    if scenario.number("desertion_share"):
        factors.append(say("sum.desertion_share", share=say.digits(scenario.number("desertion_share"))))
    return say("sum.cover", factors=say("sum.times").join(factors), total=say.digits(answer.effective_troops))


def _steady_lines(answer: Answer, say: Language) -> Iterator[str]:
    rate, ratio, share, recruits = (
        answer.scenario.number(key)
        for key in ("reported_rate", "reporting_ratio", "returning_share", "recruits_per_day")
    )
    drain = rate * ratio * (1 - share) - recruits
    factors = [say.digits(rate)]
    factors += [say.digits(ratio)] if ratio != 1 else []
    factors += [say("sum.returning_share", share=say.digits(share))] if share else []
    less = say("sum.recruits", count=say.digits(recruits)) if recruits else ""
    yield say("sum.drain", factors=say("sum.times").join(factors) + less, drain=say.digits(drain))
    if drain > 0:
        total, result = say.digits(answer.effective_troops), say.thousandths(answer.days)
        yield say("sum.days", total=total, drain=say.digits(drain), result=result)
    else:
        yield say("sum.never")


def _ledger_lines(answer: Answer, say: Language) -> Iterator[str]:
    scenario, never = answer.scenario, math.isinf(answer.days)
    shown = _EXAMPLE_DAY if never else answer.days
    at = answer.on_day(shown)
    lost, back, joined, covered = (float(people) for people in at)
    day = say.number(f"{shown:,.3f}")
    rows = [("lost", lost, _loss_words(scenario, day, say))]
    if scenario.number("returning_share"):
        rows.append(("returned", back, _return_words(scenario, say)))
    if scenario.number("recruits_per_day"):
        rate = say.digits(scenario.number("recruits_per_day"))
        rows.append(("recruited", joined, say("sum.steady", rate=rate, day=day)))
    rows.append(("net_drain", lost - back - joined, say("sum.balance")))
    rows.append(("cover", covered, _cover_words(scenario, shown, say)))
    yield say("sum.example" if never else "sum.on_day", day=day)
    width = max(len(say(f"sum.row.{name}")) for name in ("lost", "returned", "recruited", "net_drain", "cover")) + 2
    for name, people, words in rows:
        yield f"  {say(f'sum.row.{name}'):<{width}}{say.number(f'{people:,.1f}'):>12}   {words}"


def _loss_words(scenario: Scenario, day: str, say: Language) -> str:
    rate = say.digits(scenario.number("reported_rate") * scenario.number("reporting_ratio"))
    trend = scenario.number("monthly_trend")
    if len(scenario.rates) > 1:
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
    if len(scenario.arrivals) > 1:
        arrived = say.count(sum(wave.troops for wave in scenario.arrivals if wave.day <= day))
        return say("sum.arrived", arrived=arrived)
    start, span = scenario.number("starting_effectiveness"), scenario.number("integration_days")
    if not span or start == 1:
        return say("sum.as_above")
    return say(
        "sum.effectiveness", start=say.number(f"{start:g}"), rest=say.count(1 - start), day=say.number(f"{day:,.3f}"),
        span=say.count(span),
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- tables


def cover_result(answer: Answer) -> dict[str, Any]:
    """Return the whole answer as one JSON-ready object; the keys are a contract, null stands for never.

    `numerical_error` is the largest standard error of the probabilities given, 0 where they are exact, and
    `approximation_bound` what the noise along a path may cost them beside (both 0 to 1).
    """
    scenario, spread, when = answer.scenario, answer.spread, answer.used_up_on
    quantiles = {"p05": spread.low, "p50": spread.middle, "p95": spread.high}
    return {
        "schema": SCHEMA,
        "model_version": MODEL_VERSION,
        "program_version": __version__,
        "scenario": scenario.name,
        "title": scenario.title,
        "remark": _remark_row(scenario.remark) if scenario.remark else None,
        "reading": _reading_row(scenario),
        "answer": headline(answer),
        "status": answer.status,
        "days_covered": {"point": finite(answer.days), **{name: finite(q.value) for name, q in quantiles.items()}},
        "standard_errors": {name: finite(q.standard_error) for name, q in quantiles.items()},
        "relative_rounding_error": RELATIVE_ERROR,
        "probability_never_used_up": spread.never.value,
        "verdict": verdict_result(answer.verdict, answer) if answer.verdict else None,
        "verdict_reason": no_verdict(answer) or None,
        "opposite_claim": verdict_result(answer.opposite, answer) if answer.opposite else None,
        "ladder": [_rung_row(rung) for rung in answer.ladder],
        "arithmetic": list(arithmetic(answer)),
        "exhausted_on": when.isoformat() if when else None,
        "numerical_error": answer.numerical_error,
        "approximation_bound": answer.distribution.approximation,
        "method": spread.method,
        "exact": spread.exact,
        "points": spread.points,
        "seed": answer.seed,
        "quantities": [quantity_result(quantity) for quantity in scenario.quantities],
        "digest": answer.digest,
    }


def _remark_row(remark: Remark) -> dict[str, Any]:
    day = remark.said_on.isoformat() if remark.said_on else None
    said = {"words": remark.words, "speaker": remark.speaker, "said_on": day, "source": remark.source}
    return {**said, "states_duration": remark.states_duration, **_kept_result(remark)}


def _reading_row(scenario: Scenario) -> dict[str, Any] | None:
    found = scenario.reading
    return {"remark": found.remark, "label": found.label, "order": found.order} if found else None


def _rung_row(rung: Rung) -> dict[str, Any]:
    words = rung_words(rung.quantity, rung.quantities)
    return {"quantity": rung.quantity, "days_covered": finite(rung.days_covered), "words": words}


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


def csv_text(answer: Answer) -> str:
    """Return an answer as CSV: the results, the ladder and every quantity with its source, all cells inert."""
    from csv import writer
    from io import StringIO

    result = cover_result(answer)

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


def verdict_result(said: Verdict, answer: Answer) -> dict[str, Any]:
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
        "rests_on": grounds(said, answer),
    }


def verdict_sentence(said: Verdict, say: Language = PLAIN) -> str:
    """Return the verdict: the words, how they are read, the phrase of ICD 203 with its band, and the probability.

    Where the claim holds, or fails, whatever the numbers are, that is said instead: it is arithmetic, not a chance.
    """
    words, read = one_line(say.text(said.words)), reading(said, say)
    if said.probability in ((0.0, 0.0), (1.0, 0.0)):
        return say("verdict.holds" if said.probability.value else "verdict.fails", words=words, reading=read)
    low, high = (f"{100 * end:.0f}" for end in (said.band.low, said.band.high))
    return say(
        "verdict", words=words, reading=read,
        phrase=say(f"phrase.{said.band.phrase}"), band=say("band", low=low, high=high),
        chance=say.chance(said.probability),
    )  # fmt: skip


def no_verdict(answer: Answer, say: Language = PLAIN) -> str:
    """Return why there is no verdict as one sentence, or nothing where there is one."""
    if answer.verdict:
        return ""
    return say("verdict.none.duration" if answer.scenario.remark else "verdict.none.remark")


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


def grounds(said: Verdict, answer: Answer, say: Language = PLAIN) -> str:
    """Return in words what a verdict rests on: the yardstick, the ranges with their grades, the noise."""
    scenario, drawn = answer.scenario, answer.drawn
    assumed = [quantity_words(key, say) for key in drawn if scenario[key].grade == "assumption"]
    ranges = say("grounds.ranges", count=str(len(drawn))) if drawn else say("grounds.fixed")
    if assumed:
        ranges += say("grounds.assumed", count=str(len(assumed)), names=", ".join(assumed))
    noise = say("grounds.noise") if scenario.number("dispersion") else ""
    if bound := answer.distribution.approximation:
        noise += say("grounds.approximated", points=say.number(f"{100 * bound:g}"))
    return say("grounds", source=one_line(say.text(said.threshold_source)), ranges=ranges, noise=noise)


def spread_sentence(spread: Spread, say: Language = PLAIN) -> str:
    """Return the interval, the median and the chance of never as one sentence."""
    if spread.fixed:
        return say("spread.point")
    words = say("spread.range", span=say.span(spread.low, spread.high), middle=say.estimate(spread.middle))
    never = say("spread.never", chance=say.chance(spread.never)) if spread.never.value > 0 else ""
    return f"{words}{never}."


def _kept_result(source: Quantity | Remark) -> dict[str, Any]:
    """When a source was read, and where a copy is kept."""
    read = source.accessed
    return {"accessed": read.isoformat() if read else None, "archived": source.archived or None}


def quantity_result(quantity: Quantity) -> dict[str, Any]:
    """Return one quantity as a JSON-ready object, with unit, range, source and grade."""
    value = quantity.value
    return {
        "quantity": quantity.key, "value": value.isoformat() if isinstance(value, date) else value,
        "unit": DEFINITIONS[quantity.key].unit, "low": quantity.low, "high": quantity.high, "shape": quantity.shape,
        "definition": quantity.definition, "as_of": quantity.as_of.isoformat() if quantity.as_of else None,
        "source": quantity.source, "grade": quantity.grade, "note": quantity.note,
        **_kept_result(quantity),
    }  # fmt: skip


def comparison_result(comparison: Comparison) -> dict[str, Any]:
    """Return which assumptions differ, the results, and each result less the first; null where one is never used up."""
    scenarios = [answer.scenario for answer in comparison.answers]
    return {
        "scenarios": [s.name or s.title for s in scenarios],
        "differing": [
            {"quantity": key, "values": [stated_text(s, key) for s in scenarios]} for key in comparison.differing
        ],
        "days_covered": [finite(answer.days) for answer in comparison.answers],
        "difference": [finite(change) for change in comparison.changes],
        "distribution_of_difference": [_difference_row(change) for change in comparison.differences],
        "seed": comparison.answers[0].seed,
    }


def _difference_row(change: Difference) -> dict[str, Any]:
    return {
        "p05": finite(change.p05),
        "p50": finite(change.p50),
        "p95": finite(change.p95),
        **{f"probability_{name}": getattr(change, name).value for name in ("more", "fewer", "same")},
        "standard_error": max(getattr(change, name).standard_error for name in ("more", "fewer", "same")),
    }


def stated_text(scenario: Scenario, key: str) -> str:
    """Return what a scenario states of a quantity, waves and steps one by one."""
    if key in scenario.replaced and (entries := scenario.timed(key)):
        form = "{} on day {}" if key == "troops" else "{} a day from day {}"
        return "; ".join(form.format(count_text(size), count_text(day)) for day, size in (x.pair for x in entries))
    return quantity_text(scenario[key]) if key != "announced" or key in scenario else "not stated"


def flip_result(found: Flipped, answer: Answer) -> dict[str, Any]:
    """Return what turns a verdict as one JSON-ready object; null where nothing in the limits does."""
    move = found.joint_move
    return {
        "threshold_days": found.days,
        "claim": found.claim,
        "holds_at_central_values": found.holds,
        "flips": [_flip_row(flip) for flip in found.flips],
        "joint_move": {"distance": move.distance, "values": dict(move.values)} if move else None,
        "joint_move_words": joint_words(found),
        "troops_needed": found.troops_needed,
        "lasting_rate": found.lasting_rate,
        "seed": answer.seed,
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


def flip_words(flip: Flip, say: Language = PLAIN) -> str:
    """Return where a quantity turns the verdict, and how far that is from its range."""
    if flip.central is None:
        return say("flip.none")
    value = say.count(flip.central)
    if flip.half_widths is None:
        return say("flip.no_range", value=value)
    widths = say.number(f"{abs(flip.half_widths):.1f}")
    return say("flip.inside" if flip.inside else "flip.outside", value=value, widths=widths)


def joint_words(found: Flipped, say: Language = PLAIN) -> str:
    """Return the smallest joint move in words: how far, and where its largest moves land."""
    if found.joint_move is None:
        return say("joint.none")
    parts = ", ".join(f"{quantity_words(key, say)} {say.count(value)}" for key, value in found.largest[:_MOST_MOVES])
    return say("joint", distance=say.number(f"{found.joint_move.distance:.2f}"), parts=parts)


def sensitivity_result(answer: Answer) -> dict[str, Any]:
    """Return tornado, Sobol' indices and fair bridge as one JSON-ready object; null stands for never."""
    shares = answer.bridge
    return {
        "tornado": [
            {"quantity": bar.quantity.key, "low": bar.quantity.low, "high": bar.quantity.high,
             "days_at_low": finite(bar.at_low), "days_at_high": finite(bar.at_high)}
            for bar in answer.tornado
        ],
        "sobol": {"output": answer.indices.output, "indices": _index_rows(answer.indices)},
        "bridge": {
            "unit": shares.unit, "bare": finite(shares.bare), "full": finite(shares.full), "refused": shares.refused,
            "shares": [{"quantity": rung, "share": share} for rung, share in shares.shares],
        },
        "seed": answer.seed,
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
