"""A scenario written: as the tables and the text of a file, and as the digits that tell it from any other.

What is written reads back as an equal scenario; the tests try it with every kind of scenario there is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import fields
from typing import Any

from sim.inputs.parsing import SCHEMA
from sim.inputs.parts import PARTS, shortest
from sim.inputs.quantities import Correlation, Quantity, Step, Wave
from sim.inputs.remarks import Reading, Remark, Said, Translation
from sim.inputs.scenario import Scenario

__all__ = ["digest", "dump", "tables"]

Tables = dict[str, Any]
Record = Quantity | Remark | Reading | Said | Translation | Wave | Step | Correlation


def tables(scenario: Scenario, *, marked: bool = True) -> Tables:
    """Return the scenario as the tables of a file; what equals its default is left out.

    `marked` says whether it is all written. A digest covers numbers and what they rest on: it leaves out which numbers
    are a reader's own, when and where a source was read, translations, and of which remark this is a reading. Whole
    numbers are written as integers.
    """
    content: Tables = {"schema": SCHEMA, "title": scenario.title}
    left_out = ("key", "language") if marked else ("key", "own", "accessed", "archived")
    if scenario.remark:
        content["remark"] = _plain(scenario.remark, left_out)
    if scenario.reading and marked:
        content["reading"] = _plain(scenario.reading)
    if scenario.translations and marked:
        content["translations"] = {t.language: _translated(t) for t in scenario.translations}
    content["quantities"] = {q.key: _plain(q, left_out) for q in scenario.quantities}
    for key in PARTS:
        if entries := getattr(scenario, key):
            content[key] = [_plain(entry, left_out) for entry in entries]
    return content


def _translated(translation: Translation) -> Tables:
    plain = _plain(translation, ("language", "quantities"))
    said = {each.key: _plain(each, ("key",)) for each in translation.quantities}
    return {**plain, "quantities": said} if said else plain


def _plain(record: Record, left_out: Collection[str] = ()) -> Tables:
    kept = {f.name: getattr(record, f.name) for f in fields(record) if f.name not in left_out}
    defaults = {f.name: f.default for f in fields(record)}
    return {name: _short(value) for name, value in kept.items() if value != defaults[name]}


def _short(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return shortest(value) if isinstance(value, float) else value


def dump(scenario: Scenario) -> str:
    """Return the scenario as the text of a scenario file; `parse` of it gives an equal scenario.

    Comments of a file it was read from are lost.

    >>> from sim.inputs.loading import load, parse
    >>> parse(dump(load("classroom"))) == load("classroom")
    True
    """
    import tomli_w

    return tomli_w.dumps(tables(scenario))


def digest(*contents: object) -> str:
    """Return 16 hexadecimal digits that change whenever any of the contents (tables, numbers, texts) changes.

    The first 64 bits of SHA-256 over JSON with sorted keys.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})
    True
    """
    text = json.dumps(contents, sort_keys=True, default=str, allow_nan=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
