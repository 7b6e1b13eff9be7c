"""Results as plain objects for JSON; the keys are a contract, and null stands for never.

Days are days, people people, shares and chances from 0 to 1; dates are ISO 8601. Sentences in it are English, for
people; whatever a program needs stands beside them as a number.
"""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date
from typing import Any

from sim import __version__
from sim.core.assumptions import MODEL_VERSION
from sim.core.crossing import RELATIVE_ERROR
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.parsing import SCHEMA
from sim.inputs.parts import PARTS
from sim.inputs.quantities import Correlation, Quantity, Step, Wave
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario
from sim.saying.sentences import flip_words, headline, joint_words
from sim.saying.stated import rung_words, stated_text
from sim.saying.sums import arithmetic
from sim.saying.verdicts import grounds, no_verdict, verdict_sentence
from sim.study.answer import Answer
from sim.study.comparison import Comparison
from sim.study.flips import Flip, Flipped
from sim.study.ladder import Rung
from sim.study.paired import Difference
from sim.study.sensitivity import Indices
from sim.study.verdict import Verdict

__all__ = [
    "comparison_result",
    "cover_result",
    "finite",
    "flip_result",
    "parts_result",
    "quantity_result",
    "sensitivity_result",
    "verdict_result",
]

_MADE_BY = {"model_version": MODEL_VERSION, "program_version": __version__}


def finite(value: float) -> float | None:
    """Return the number, or None for infinity: JSON knows no infinity, and null says never.

    >>> finite(7.5), finite(math.inf)
    (7.5, None)
    """
    return float(value) if math.isfinite(value) else None


def cover_result(answer: Answer) -> dict[str, Any]:
    """Return the whole answer as one JSON-ready object; the keys are a contract, null stands for never.

    `days_covered` has the point and three percentiles (days), `standard_errors` those of the percentiles.
    `numerical_error` is the largest standard error of the probabilities given, 0 where they are exact, and
    `approximation_bound` what the noise along a path may cost them beside (both 0 to 1).
    """
    scenario, spread, when = answer.scenario, answer.spread, answer.used_up_on
    quantiles = {"p05": spread.low, "p50": spread.middle, "p95": spread.high}
    return {
        "schema": SCHEMA,
        **_MADE_BY,
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
        **parts_result(scenario),
        "digest": answer.digest,
    }


def _remark_row(remark: Remark) -> dict[str, Any]:
    day = remark.said_on.isoformat() if remark.said_on else None
    said = {"words": remark.words, "speaker": remark.speaker, "said_on": day, "source": remark.source}
    return {**said, "states_duration": remark.states_duration, "counts": remark.counts, **_kept_result(remark)}


def _reading_row(scenario: Scenario) -> dict[str, Any] | None:
    found = scenario.reading
    return {"remark": found.remark, "label": found.label, "order": found.order} if found else None


def _rung_row(rung: Rung) -> dict[str, Any]:
    words = rung_words(rung.quantity, rung.quantities)
    return {"quantity": rung.quantity, "days_covered": finite(rung.days_covered), "words": words}


def verdict_result(said: Verdict, answer: Answer) -> dict[str, Any]:
    """Return a verdict as a JSON-ready object.

    `probability` and `band` are from 0 to 1; `threshold_days` is null for the survey, `very_likely_at_days` where no
    yardstick makes a claim of "at most" very likely, and where every yardstick does one of "at least".
    """
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


def parts_result(scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    """Return waves (day, people), steps of the rate (day, casualties a day) and rank correlations, each with its source
    and grade.
    """
    return {part: [_entry_row(entry) for entry in getattr(scenario, part)] for part in PARTS}


def _entry_row(entry: Wave | Step | Correlation) -> dict[str, Any]:
    row = {item.name: getattr(entry, item.name) for item in fields(entry) if item.name != "own"}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def comparison_result(comparison: Comparison) -> dict[str, Any]:
    """Return which assumptions differ, the results, and each result less the first; null where one is never used up.

    The distribution of the difference is that of draws taken together, not a difference of percentiles. `digests` are
    those of `cover_result`, one a scenario.
    """
    scenarios = [answer.scenario for answer in comparison.answers]
    return {
        **_MADE_BY,
        "scenarios": [s.name or s.title for s in scenarios],
        "differing": [
            {
                "quantity": key,
                "values": [stated_text(s, key) for s in scenarios],
                "stated": [_stated_row(s, key) for s in scenarios],
            }
            for key in comparison.differing
        ],
        "days_covered": [finite(answer.days) for answer in comparison.answers],
        "difference": [finite(change) for change in comparison.changes],
        "distribution_of_difference": [_difference_row(change) for change in comparison.differences],
        "seed": comparison.answers[0].seed,
        "digests": [answer.digest for answer in comparison.answers],
    }


def _stated_row(scenario: Scenario, key: str) -> dict[str, Any]:
    """What a scenario states of a quantity, empty where it is silent and has no neutral value, or of its lists."""
    if key not in DEFINITIONS:
        return {key: parts_result(scenario)[key]}
    if key not in scenario and DEFINITIONS[key].neutral is None:
        return {}
    row = quantity_result(scenario[key])
    return {name: row[name] for name in ("value", "unit", "low", "high", "shape")}


def _difference_row(change: Difference) -> dict[str, Any]:
    return {
        "p05": finite(change.p05),
        "p50": finite(change.p50),
        "p95": finite(change.p95),
        "standard_errors": {f"p{level:02}": finite(x) for level, x in zip((5, 50, 95), change.errors, strict=True)},
        **{f"probability_{name}": getattr(change, name).value for name in ("more", "fewer", "same")},
        "standard_error": max(getattr(change, name).standard_error for name in ("more", "fewer", "same")),
    }


def flip_result(found: Flipped, answer: Answer) -> dict[str, Any]:
    """Return what turns a verdict as one JSON-ready object; null where nothing in the limits does.

    Turning points are in the unit beside them, `distance` in standard deviations of normal scores. `digest` is that of
    `cover_result`, whatever yardstick the verdict is turned by.
    """
    move = found.joint_move
    return {
        **_MADE_BY,
        "scenario": answer.scenario.name,
        "threshold_days": found.days,
        "claim": found.claim,
        "holds_at_central_values": found.holds,
        "flips": [_flip_row(flip) for flip in found.flips],
        "joint_move": {"distance": move.distance, "values": dict(move.values)} if move else None,
        "joint_move_words": joint_words(found),
        "troops_needed": found.troops_needed,
        "lasting_rate": found.lasting_rate,
        "seed": answer.seed,
        "digest": answer.digest,
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


def sensitivity_result(answer: Answer) -> dict[str, Any]:
    """Return tornado, Sobol' indices and fair bridge as one JSON-ready object; null stands for never.

    `bridge` has no shares where it is `refused`; its `unit` says whether they are of days or of 1/days. `digest` is
    that of `cover_result`.
    """
    shares = answer.bridge
    return {
        **_MADE_BY, "scenario": answer.scenario.name,
        "tornado": [
            {"quantity": bar.quantity.key, "low": bar.quantity.low, "high": bar.quantity.high,
             "days_at_low": finite(bar.at_low), "days_at_high": finite(bar.at_high)}
            for bar in answer.tornado
        ],
        "sobol": {"output": answer.indices.output, "kind": answer.indices.kind, "indices": _index_rows(answer.indices)},
        "bridge": {
            "unit": shares.unit, "bare": finite(shares.bare), "full": finite(shares.full), "refused": shares.refused,
            "shares": [{"quantity": rung, "share": share} for rung, share in shares.shares],
        },
        "seed": answer.seed,
        "digest": answer.digest,
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
