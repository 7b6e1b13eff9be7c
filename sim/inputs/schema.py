"""The JSON Schema of the scenario file, for editors: limits, choices and units are those of `DEFINITIONS`."""

from __future__ import annotations

from typing import Any

from sim.inputs.definitions import (
    DEFINITIONS,
    GRADES,
    MAX_DAYS,
    MAX_RANK,
    MAX_RATE,
    MAX_TROOPS,
    SHAPES,
    Definition,
)
from sim.inputs.parsing import SCHEMA
from sim.inputs.parts import MAX_ENTRIES
from sim.inputs.remarks import CLAIMS, COUNTED, MIN_YARDSTICK, YARDSTICKS

__all__ = ["json_schema"]

Tables = dict[str, Any]


def json_schema() -> Tables:
    """Return the JSON Schema (draft 2020-12) of the scenario file, made from the table of quantities.

    It says what an editor can check of a single field. What holds only between fields (troops or waves, first return
    before last) is left to `sim.inputs.scenario.Scenario`, which is the one to refuse.
    """
    text, day, link = {"type": "string"}, {"type": "string", "format": "date"}, {"type": "string", "format": "uri"}
    words, slug = {"type": "string", "minLength": 1}, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    pair = {"type": "array", "items": text, "minItems": 2, "maxItems": 2}
    graded = {"source": text, "grade": {"enum": list(GRADES)}, "note": text, "own": {"type": "boolean"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Attrition What-If scenario",
        "type": "object",
        "required": ["schema", "title", "quantities"],
        "additionalProperties": False,
        "properties": {
            "schema": {"const": SCHEMA},
            "title": {"type": "string", "minLength": 1},
            "remark": _object(
                {
                    "words": text, "speaker": text, "said_on": day, "source": text, "claim": {"enum": list(CLAIMS)},
                    "yardstick": {"enum": list(YARDSTICKS)}, "threshold_days": _span(MIN_YARDSTICK, MAX_DAYS),
                    "threshold_source": text, "states_duration": {"type": "boolean"},
                    "counts": {"enum": list(COUNTED)}, "accessed": day, "archived": link,
                },
                [],
            ),
            "reading": _object(
                {"remark": slug, "label": words, "order": {"type": "integer"}}, ["remark", "label", "order"]
            ),
            "translations": {"type": "object", "additionalProperties": _translation_schema()},
            "quantities": _object({key: _quantity_schema(d) for key, d in DEFINITIONS.items()}, []),
            "waves": _list("waves", {"day": _span(0, MAX_DAYS), "troops": _span(0, MAX_TROOPS)}, graded),
            "schedule": _list(
                "schedule", {"from_day": _span(0, MAX_DAYS), "casualties_per_day": _span(0, MAX_RATE)}, graded
            ),
            "correlations": _list("correlations", {"between": pair, "rank": _span(-MAX_RANK, MAX_RANK)}, graded),
        },
    }  # fmt: skip


def _translation_schema() -> Tables:
    text = {"type": "string"}
    said = _object({"definition": text, "note": text}, [])
    return _object({"title": text, "reading": text, "quantities": _object(dict.fromkeys(DEFINITIONS, said), [])}, [])


def _object(properties: Tables, required: list[str]) -> Tables:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(key: str, required: Tables, optional: Tables) -> Tables:
    return {"type": "array", "maxItems": MAX_ENTRIES[key], "items": _object({**required, **optional}, list(required))}


def _span(low: float, high: float) -> Tables:
    return {"type": "number", "minimum": low, "maximum": high}


def _quantity_schema(what: Definition) -> Tables:
    text, day = {"type": "string"}, {"type": "string", "format": "date"}
    number = _span(what.low, what.high)
    if what.also is not None:
        number = {"anyOf": [{"const": what.also}, number]}
    value = {"enum": list(what.choices)} if what.choices else day if what.is_date else number
    properties = {
        "value": value, "source": text, "as_of": day, "definition": text, "grade": {"enum": list(GRADES)}, "note": text,
        "own": {"type": "boolean"}, "accessed": day, "archived": {"type": "string", "format": "uri"},
    }  # fmt: skip
    if what.is_number:
        properties |= {"low": number, "high": number, "shape": {"enum": list(SHAPES)}}
    unit = f" Unit: {what.unit}." if what.unit not in ("", "1") else ""
    described = f"{what.meaning}{unit} Allowed: {what.allowed}."
    return {"description": described, "anyOf": [value, _object(properties, ["value"])]}
