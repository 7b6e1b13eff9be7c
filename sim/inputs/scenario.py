"""Scenario files (TOML, schema 1): shipped ones and the user's, read with every problem named, and written again."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import tomllib
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from sim.inputs.parts import MAX_ENTRIES, PARTS, entries_of, shortest
from sim.inputs.quantities import (
    CLAIMS,
    DEFINITIONS,
    GRADES,
    INSTEAD_OF,
    MAX_DAYS,
    MAX_PROBLEMS,
    MAX_RANK,
    MAX_RATE,
    MAX_TROOPS,
    MIN_YARDSTICK,
    SHAPES,
    YARDSTICKS,
    Correlation,
    Definition,
    Quantity,
    Remark,
    Scenario,
    ScenarioError,
    Step,
    Wave,
    nearest,
    shown,
    with_unit,
)
from sim.words.texts import Problem, Text

__all__ = [
    "DEFAULT_SHAPE",
    "LINK_FIELDS",
    "LINK_REMARK",
    "MAX_BYTES",
    "MAX_LINK",
    "SCHEMA",
    "Link",
    "changed",
    "decoded",
    "digest",
    "dump",
    "from_link",
    "from_tables",
    "json_schema",
    "language_problems",
    "link_length",
    "load",
    "location",
    "parse",
    "shipped",
    "survey_answers",
    "tables",
    "to_link",
]

SCHEMA = 1
MAX_BYTES = 1_000_000
DEFAULT_SHAPE = "triangular"
"""Shape of a range that states none (assumption): the value is the mode, low and high are hard ends."""

Record = TypeVar("Record", Wave, Step, Correlation)
Tables = dict[str, Any]

_TOP = ("schema", "title", "remark", "quantities", *PARTS)


# --------------------------------------------------------------------------------------------------------- reading


def shipped() -> dict[str, Path]:
    """Return the scenarios that come with the program: name to path, sorted."""
    package = Path(__file__).parent.parent
    inside = package / "scenarios"
    folder = inside if inside.is_dir() else package.parent / "scenarios"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def load(name_or_path: str, settings: Sequence[str] = ()) -> Scenario:
    """Return a shipped scenario by name, or the one in a file, with `--set` style changes applied.

    `settings` are texts like `reported_rate=1500` or `line_share.low=0.5`. Raises `ScenarioError` with one line for
    every problem of the file and of the settings.

    >>> load("sky-2024-10k", ["troops=12710"]).number("troops")
    12710.0
    """
    known, path = shipped(), location(name_or_path)
    if path.suffix != ".toml" and "/" not in name_or_path and not os.path.exists(path):
        near, names = nearest(name_or_path, known), ", ".join(known)
        raise ScenarioError(Problem.of("problem.no_scenario", name=shown(name_or_path), near=near, known=names))
    return parse(_read(path), str(name_or_path), settings)


def location(name_or_path: str) -> Path:
    """Return where a scenario is read from: the file of a shipped name, or the path itself.

    >>> location("mine.toml").name
    'mine.toml'
    """
    return shipped().get(name_or_path, Path(name_or_path))


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise ScenarioError(Problem.of("problem.folder").at(str(path))) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(Problem.of("problem.unreadable", reason=str(reason)).at(str(path))) from None
    return decoded(content, str(path))


def decoded(content: bytes, where: str) -> str:
    """Return the text in the bytes of a scenario file. Raises `ScenarioError`, its line begun by `where`."""
    if len(content) > MAX_BYTES:
        raise ScenarioError(Problem.of("problem.too_large", kilobytes=MAX_BYTES // 1000).at(where))
    if not content.strip():
        raise ScenarioError(Problem.of("problem.empty").at(where))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(Problem.of("problem.no_text", byte=str(error.start)).at(where)) from None


def parse(text: str, where: str = "scenario", settings: Sequence[str] = ()) -> Scenario:
    """Return the scenario in a TOML text. `where` starts each line of the `ScenarioError` raised for bad input."""
    try:
        content = _toml(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(Problem.of("problem.no_toml", reason=_toml_reason(error)).at(where)) from None
    except (RecursionError, ValueError) as error:
        raise ScenarioError(Problem.of("problem.unusable_toml", reason=str(error)).at(where)) from None
    problems = _apply(content, settings)
    try:
        scenario = from_tables(content, Path(where).stem)
    except ScenarioError as error:
        problems += error.problems
    if problems:
        raise ScenarioError(*(problem.at(where) for problem in problems))
    return scenario


def _toml_reason(error: tomllib.TOMLDecodeError) -> Text:
    """What Python says of a text that is no TOML; it says so in English only, so other languages name the place."""
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    if place is None:
        return Text.worded(str(error), "problem.toml_end")
    return Text.worded(str(error), "problem.toml_place", line=place[1], column=place[2])


_DOTTED = re.compile(r"""(?:\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){50}""")
"""Names joined by more dots than any key here has: the reader's time grows with the square of their number."""


def _toml(text: str) -> Tables:
    """Parse TOML. ValueError also for hexadecimal integers so long that Python refuses to print them."""
    if _DOTTED.search(text):
        msg = "more than 50 names joined by dots; a key here has three at most"
        raise ValueError(msg)
    content = tomllib.loads(text)
    repr(content)
    return content


def from_tables(content: Tables, name: str = "") -> Scenario:
    """Return the scenario in the tables of a parsed file. Raises `ScenarioError` with one line for each problem."""
    problems = [*_schema_problems(content), *_unknown(content, _TOP, "")]
    title = content.get("title", "")
    if not isinstance(title, str) or not title.strip():
        problems.append(Problem.of("problem.no_title", "title"))
    given = _table(content, "quantities", problems)
    quantities = {
        key: quantity for key in DEFINITIONS if key in given and (quantity := _quantity(key, given[key], problems))
    }
    problems += _unknown(given, DEFINITIONS, "quantities.", "problem.unknown_quantity")
    parts: Tables = {key: _records(content, key, kind, problems) for key, kind in PARTS.items()}
    parts["remark"] = _remark(content, problems)
    try:
        scenario = Scenario(title=str(title), name=name, quantities=tuple(quantities.values()), **parts)
    except ScenarioError as error:
        refused = {f"quantities.{key}" for key in given if key not in quantities}
        refused |= {f"quantities.{key}" for other, key in INSTEAD_OF.items() if content.get(other) and key not in given}
        problems += [problem for problem in error.problems if problem.path not in refused]
    if problems:
        raise ScenarioError(*problems)
    return scenario


def _schema_problems(content: Tables) -> list[Problem]:
    if "schema" not in content:
        return [Problem.of("problem.no_schema", "schema", schema=str(SCHEMA))]
    schema = content["schema"]
    if type(schema) is int and schema > SCHEMA:
        return [Problem.of("problem.newer_schema", "schema", schema=str(schema), known=str(SCHEMA))]
    if type(schema) is int and schema == SCHEMA:
        return []
    return [Problem.of("problem.allowed", "schema", value=repr(schema), allowed=str(SCHEMA), near="")]


def _unknown(
    table: Tables, known: Collection[str], path: str, problem: str = "problem.unknown_key", most: int = MAX_PROBLEMS
) -> list[Problem]:
    """The problems of keys that are not known: `most` of them by name, and one that counts the others.

    To look for the nearest known key takes 0.1 ms: for the 85,000 keys that a file can hold, eight seconds.
    """
    unknown = [key for key in table if key not in known]
    named = [Problem.of(problem, f"{path}{key}", near=nearest(key, known)) for key in unknown[:most]]
    more = len(unknown) - len(named)
    return [*named, Problem.of("problem.more", count=more)] if more else named


def _table(content: Tables, key: str, problems: list[Problem]) -> Tables:
    table = content.get(key, {})
    if isinstance(table, dict):
        return table
    problems.append(Problem.of("problem.no_table", key, part=key, value=repr(table)))
    return {}


def _quantity(key: str, table: object, problems: list[Problem]) -> Quantity | None:
    path = f"quantities.{key}"
    given = dict(table) if isinstance(table, dict) else {"value": table}
    if "low" in given or "high" in given:
        given.setdefault("shape", DEFAULT_SHAPE)
    found = _found(Quantity, given, path)
    if "value" not in given:
        allowed = with_unit(DEFINITIONS[key].allowed, DEFINITIONS[key].unit)
        found.append(Problem.of("problem.no_value", path, allowed=allowed))
    problems += found
    if found:
        return None
    try:
        return Quantity(key=key, **_floats(given))
    except ScenarioError as error:
        problems += error.problems
        return None


def _records(content: Tables, key: str, kind: type[Record], problems: list[Problem]) -> tuple[Record, ...]:
    entries = content.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.append(Problem.of("problem.no_list", key, part=key))
        return ()
    if len(entries) > MAX_ENTRIES[key]:
        problems.append(Problem.of("problem.entries", key, part=key, count=len(entries), most=MAX_ENTRIES[key]))
        return ()
    records = [_record(entry, f"{key}[{number}]", kind, problems) for number, entry in enumerate(entries, start=1)]
    return tuple(record for record in records if record is not None)


def _record(entry: Tables, path: str, kind: type[Record], problems: list[Problem]) -> Record | None:
    found = [*_found(kind, entry, path, max(0, MAX_PROBLEMS - len(problems))), *_missing(kind, entry, path)]
    problems += found
    if found:
        return None
    try:
        return kind(**_floats({name: tuple(value) if name == "between" else value for name, value in entry.items()}))
    except ScenarioError as error:
        listed = path.partition("[")[0]
        problems += [problem.moved(path + problem.path.removeprefix(listed)) for problem in error.problems]
        return None


def _remark(content: Tables, problems: list[Problem]) -> Remark | None:
    table = _table(content, "remark", problems)
    found = _found(Remark, table, "remark")
    problems += found
    if not table or found:
        return None
    try:
        return Remark(**_floats(table))
    except ScenarioError as error:
        problems += error.problems
        return None


def _found(kind: type, table: Tables, path: str, most: int = MAX_PROBLEMS) -> list[Problem]:
    """Problems of keys (`most` by name), of texts, truths and dates; the records check their numbers themselves."""
    known = {item.name: str(item.type) for item in fields(kind) if item.name != "key"}
    problems = _unknown(table, known, f"{path}.", most=most)
    for name, value in table.items():
        kinds = known.get(name, "")
        if kinds == "str" and not isinstance(value, str):
            problems.append(Problem.of("problem.must_be_text", f"{path}.{name}", value=repr(value)))
        elif kinds == "bool" and not isinstance(value, bool):
            problems.append(Problem.of("problem.must_be_truth", f"{path}.{name}", value=repr(value)))
        elif kinds.startswith("date") and type(value) is not date:
            problems.append(Problem.of("problem.must_be_date", f"{path}.{name}", value=repr(value)))
        elif kinds.startswith("tuple") and not (
            isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)
        ):
            problems.append(Problem.of("problem.must_be_pair", f"{path}.{name}", value=repr(value)))
    return problems


def _missing(kind: type, table: Tables, path: str) -> list[Problem]:
    missing = [item.name for item in fields(kind) if _required(item) and item.name not in table]
    return [Problem.of("problem.missing", f"{path}.{name}") for name in missing]


def _required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _floats(table: Tables) -> Tables:
    """Integers become floats; those too large for a float become infinite, which every record refuses."""
    return {key: _float(value) if type(value) is int else value for key, value in table.items()}


def _float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf")


# ------------------------------------------------------------------------------------------------- --set KEY=VALUE


def _apply(content: Tables, settings: Sequence[str]) -> list[Problem]:
    """Change the tables in place as the settings say; return the problems."""
    problems: list[Problem] = []
    lists: dict[str, str] = {}
    for setting in settings:
        path, equals, text = setting.partition("=")
        parts = [part.strip() for part in path.split(".")]
        parts = parts[1:] if parts[0] == "quantities" and len(parts) > 1 else parts
        if not equals or not all(parts):
            problems.append(Problem.of("problem.set_form", path, setting=setting))
        elif parts[0] == "remark" and len(parts) == 2:
            problems += _set_remark(content, parts[1], _value(text))
        elif parts[0] == "remark":
            problems.append(Problem.of("problem.set_remark", path, setting=setting))
        elif parts == ["title"]:
            content["title"] = _value(text)
        elif len(parts) == 1 and parts[0] in PARTS:
            lists[parts[0]] = text
        elif parts[0] in DEFINITIONS and len(parts) <= 2:
            problems += _set_quantity(content, parts, _value(text))
        else:
            known = [*DEFINITIONS, *PARTS, "remark", "title"] if len(problems) < MAX_PROBLEMS else []
            problems.append(Problem.of("problem.unknown_quantity", f"--set {setting}", near=nearest(parts[0], known)))
    single = {setting.partition("=")[0].strip().removeprefix("quantities.").split(".")[0] for setting in settings}
    return problems + [x for key, text in lists.items() for x in _set_list(content, key, text, single)]


def _value(text: str) -> Any:
    try:
        read = _toml(f"value = {text.strip()}")
    except (RecursionError, ValueError):
        return text.strip()
    return read["value"] if len(read) == 1 else text.strip()


def _set_remark(content: Tables, name: str, value: object) -> list[Problem]:
    table = content.setdefault("remark", {})
    problems = _unknown({name: value}, [f.name for f in fields(Remark)], "--set remark.")
    if not isinstance(table, dict) or problems:
        return problems
    if name == "threshold_days":
        table.pop("yardstick", None)
        table["threshold_source"] = ""
    if name == "yardstick":
        table.pop("threshold_days", None)
    table[name] = value
    return []


def _set_quantity(content: Tables, parts: list[str], value: object) -> list[Problem]:
    """`KEY=VALUE` replaces the quantity by one number; `KEY.FIELD=VALUE` changes one field of it."""
    quantities = content.setdefault("quantities", {})
    if not isinstance(quantities, dict):
        return []
    key, names = parts[0], [f.name for f in fields(Quantity) if f.name not in ("key", "own")]
    if len(parts) == 2 and parts[1] not in names:
        path, near = f"--set {'.'.join(parts)}", nearest(parts[1], names)
        return [Problem.of("problem.unknown_field", path, near=near, known=", ".join(names))]
    if len(parts) == 1:
        quantities[key] = {"value": value, "note": Text("note.set"), "own": True}
        return []
    table = quantities.setdefault(key, {})
    if not isinstance(table, dict):
        table = quantities[key] = {"value": table}
    if parts[1] not in ("source", "grade"):
        table.update(grade="assumption", note=Text("note.changed"), own=True)
    table[parts[1]] = value
    return []


def _set_list(content: Tables, key: str, text: str, single: Collection[str]) -> list[Problem]:
    """Set waves, schedule or correlations, or take them away; `single` are the quantities that are set beside them.

    A list takes the place of its single quantity, unless that is set too: then both stand, and are refused.
    """
    quantities, instead = content.setdefault("quantities", {}), INSTEAD_OF.get(key, "")
    if not isinstance(quantities, dict):
        return []
    if not text.strip():
        if instead and instead not in quantities:
            return [Problem.of("problem.taken_away", key, part=key, single=instead)]
        content.pop(key, None)
        return []
    entries, problems = entries_of(key, text, content.get(key))
    if problems:
        for number, entry in enumerate(entries, start=1):
            if entry:
                _record(entry, f"{key}[{number}]", PARTS[key], problems)
        return problems
    content[key] = entries
    if instead not in single:
        quantities.pop(instead, None)
    return []


# --------------------------------------------------------------------------------------------------------- writing


def tables(scenario: Scenario, *, marked: bool = True) -> Tables:
    """Return the scenario as the tables of a file; what equals its default is left out.

    `marked` says whether a reader's own numbers are marked as such; a digest, which covers numbers, leaves that out.
    """
    content: Tables = {"schema": SCHEMA, "title": scenario.title}
    if scenario.remark:
        content["remark"] = _plain(scenario.remark)
    left_out = ("key",) if marked else ("key", "own")
    content["quantities"] = {q.key: _plain(q, left_out) for q in scenario.quantities}
    for key in PARTS:
        if entries := getattr(scenario, key):
            content[key] = [_plain(entry, left_out) for entry in entries]
    return content


def _plain(record: Quantity | Remark | Wave | Step | Correlation, left_out: Collection[str] = ()) -> Tables:
    kept = {f.name: getattr(record, f.name) for f in fields(record) if f.name not in left_out}
    defaults = {f.name: f.default for f in fields(record)}
    return {name: _short(value) for name, value in kept.items() if value != defaults[name]}


def _short(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return shortest(value) if isinstance(value, float) else value


def dump(scenario: Scenario) -> str:
    """Return the scenario as the text of a scenario file; `parse` of it gives an equal scenario."""
    import tomli_w

    return tomli_w.dumps(tables(scenario))


def survey_answers() -> tuple[float, ...]:
    """Return what 46 people answered when asked which number "many" means, sorted (source: sim/data/README.md)."""
    table = (Path(__file__).parent.parent / "data" / "many_survey.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in table.splitlines()[1:]]
    return tuple(float(answer) for answer, count in rows for _ in range(int(count)))


def digest(*contents: object) -> str:
    """Return 16 hexadecimal digits that change whenever any of the contents (tables, numbers, texts) changes."""
    text = json.dumps(contents, sort_keys=True, default=str, allow_nan=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# ----------------------------------------------------------------------------------------- JSON Schema for editors


def json_schema() -> Tables:
    """Return the JSON Schema (draft 2020-12) of the scenario file, made from the table of quantities."""
    text, day = {"type": "string"}, {"type": "string", "format": "date"}
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
                    "threshold_source": text,
                },
                [],
            ),
            "quantities": _object({key: _quantity_schema(d) for key, d in DEFINITIONS.items()}, []),
            "waves": _list("waves", {"day": _span(0, MAX_DAYS), "troops": _span(0, MAX_TROOPS)}, graded),
            "schedule": _list(
                "schedule", {"from_day": _span(0, MAX_DAYS), "casualties_per_day": _span(0, MAX_RATE)}, graded
            ),
            "correlations": _list(
                "correlations",
                {
                    "between": {"type": "array", "items": text, "minItems": 2, "maxItems": 2},
                    "rank": _span(-MAX_RANK, MAX_RANK),
                },
                {},
            ),
        },
    }  # fmt: skip


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
        "own": {"type": "boolean"},
    }  # fmt: skip
    if what.is_number:
        properties |= {"low": number, "high": number, "shape": {"enum": list(SHAPES)}}
    unit = f" Unit: {what.unit}." if what.unit not in ("", "1") else ""
    described = f"{what.meaning}{unit} Allowed: {what.allowed}."
    return {"description": described, "anyOf": [value, _object(properties, ["value"])]}


# ----------------------------------------------------------------------------------------------------------- links

LINK_FIELDS = ("low", "high", "shape")
"""What a link may change of a quantity beside its value. Sources, definitions and grades are the scenario's: a link
that could set them could put words into somebody's mouth."""
LINK_REMARK = ("threshold_days", "yardstick", "claim")
"""What a link may change of the remark: how it is read, not what was said."""
MAX_LINK = 8_000
"""Most characters of a link: web servers and proxies commonly refuse request lines above 8 kB."""
_LINK_WORDS = ("v", "scenario", "file", "seed", "answer", "digest", "lang")
_MAX_SEED = 2**32 - 1
_LINK, _LINK_FILE = Text("problem.link"), Text("problem.link_file")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """What the address of a page holds: a scenario, what differs from it as `--set` settings, and the result.

    `scenario` names a shipped one; where it is empty, `file` is one that came from elsewhere and travels in the link.
    `answer` is the days covered as text (`never` for infinity) and `digest` that of the whole result when the link was
    made; both may be empty. `settings` maps the left side of `--set` to its right side, in the order given.
    """

    scenario: str = ""
    file: Scenario | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    answer: str = ""
    digest: str = ""
    language: str = ""


def changed(base: Scenario, settings: Mapping[str, str]) -> Scenario:
    """Return the scenario with `--set` style changes applied. Raises `ScenarioError` naming every problem.

    >>> changed(load("sky-2024-10k"), {"troops": "12710"}) == load("sky-2024-10k", ["troops=12710"])
    True
    """
    if not settings:
        return base
    content = tables(base)
    problems = _apply(content, [f"{path}={text}" for path, text in settings.items()])
    try:
        scenario = from_tables(content, base.name)
    except ScenarioError as error:
        problems += error.problems
    if problems:
        raise ScenarioError(*problems)
    return scenario


def to_link(link: Link) -> dict[str, str]:
    """Return the link as the parameters of an address; `from_link` of it gives an equal link.

    >>> to_link(Link(scenario="classroom", settings={"line_share": "0.6"}))
    {'v': '1', 'scenario': 'classroom', 'line_share': '0.6'}
    """
    words = {"answer": link.answer, "digest": link.digest, "lang": link.language}
    seed = {"seed": str(link.seed)} if link.seed else {}
    given = {name: text for name, text in words.items() if text}
    source = {"file": _packed(link.file)} if link.file else {"scenario": link.scenario}
    return {"v": str(SCHEMA), **source, **link.settings, **seed, **given}


def link_length(parameters: Mapping[str, Sequence[str] | str]) -> int:
    """Return how many characters the names and values of a link take in an address; `MAX_LINK` is the most."""
    return len(urlencode(parameters, doseq=True))


@lru_cache(maxsize=64)
def _packed(scenario: Scenario) -> str:
    """The scenario as TOML, compressed, in letters an address can hold; kept, because each run of a page asks."""
    packed = zlib.compress(dump(scenario).encode(), 9)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def _unpacked(packed: str) -> Scenario:
    """The scenario in the `file` of a link. Raises `ScenarioError` with one line for each problem."""
    try:
        content = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        text = decoded(_inflated(content), _LINK_FILE)
    except ScenarioError:
        raise
    except (ValueError, zlib.error):
        raise ScenarioError(Problem.of("problem.damaged").at(_LINK_FILE)) from None
    return parse(text, _LINK_FILE)


def _inflated(content: bytes) -> bytes:
    """Decompress little more than a scenario file may have: a few kB can stand for gigabytes."""
    reader = zlib.decompressobj()
    inflated = reader.decompress(content, MAX_BYTES + 1)
    if len(inflated) <= MAX_BYTES and (not reader.eof or reader.unused_data):
        msg = "not one compressed text"
        raise ValueError(msg)
    return inflated


def from_link(parameters: Mapping[str, Sequence[str]], languages: Collection[str] | None = None) -> Link:
    """Return the link in the parameters of an address, each with all its values; the scenario in it is checked too.

    `languages` are those that a link may ask for; without them its language is not checked.

    Raises `ScenarioError` with one line for every item that is malformed, unknown, out of range or stale, so that a
    link is opened as a whole or not at all.

    >>> from_link({"v": ["1"], "scenario": ["classroom"], "line_share": ["0.6"]}).settings
    {'line_share': '0.6'}
    """
    if link_length(parameters) > MAX_LINK:
        raise ScenarioError(Problem.of("problem.long_link", most=MAX_LINK).at(_LINK))
    problems: list[Problem] = [
        Problem.of("problem.link_twice", name=name, count=len(values)).at(_LINK)
        for name, values in parameters.items()
        if len(values) != 1
    ]
    words = {name: values[0] for name, values in parameters.items() if values}
    settings = {name: text for name, text in words.items() if name not in _LINK_WORDS}
    named = [*_settings_problems(settings)]
    problems += [*_link_problems(words), *language_problems(words.get("lang", ""), languages), *named]
    base = _linked_scenario(words, problems)
    if base and not named:
        try:
            changed(base, settings)
        except ScenarioError as error:
            problems += [problem.at(_LINK) for problem in error.problems]
    if problems:
        raise ScenarioError(*problems)
    return Link(
        scenario=words.get("scenario", ""), file=base if "file" in words else None, settings=settings,
        seed=int(words.get("seed", "0")),
        answer=words.get("answer", ""), digest=words.get("digest", ""), language=words.get("lang", ""),
    )  # fmt: skip


def _linked_scenario(words: Mapping[str, str], problems: list[Problem]) -> Scenario | None:
    """The scenario a link starts from: a shipped one, or the one it carries; None where neither can be had."""
    if "file" not in words:
        return load(words["scenario"]) if words.get("scenario") in shipped() else None
    try:
        return _unpacked(words["file"])
    except ScenarioError as error:
        problems += error.problems
        return None


def _link_problems(words: Mapping[str, str]) -> Iterable[Problem]:
    """Problems of what is no setting: schema version, scenario, seed, answer, digest."""
    version, name, seed = words.get("v", ""), words.get("scenario", ""), words.get("seed", "0")
    if not version:
        yield Problem.of("problem.no_version", schema=str(SCHEMA)).at(_LINK)
    elif version != str(SCHEMA):
        yield Problem.of("problem.other_version", version=shown(version), schema=str(SCHEMA)).at(_LINK)
    if "file" in words and "scenario" in words:
        yield Problem.of("problem.two_scenarios").at(_LINK)
    elif "file" not in words and name not in shipped():
        known, near = ", ".join(shipped()), nearest(name, shipped())
        yield Problem.of("problem.unknown_scenario", name=shown(name), near=near, known=known).at(_LINK)
    if not (seed.isascii() and seed.isdigit() and len(seed) <= 10 and int(seed) <= _MAX_SEED):
        yield Problem.of("problem.seed", seed=shown(seed), most=str(_MAX_SEED)).at(_LINK)
    if (answer := words.get("answer", "never")) != "never" and _number(answer) is None:
        yield Problem.of("problem.answer", answer=shown(answer)).at(_LINK)
    if not set(words.get("digest", "")) <= set("0123456789abcdef"):
        yield Problem.of("problem.digest", digest=shown(words["digest"])).at(_LINK)


def language_problems(code: str, languages: Collection[str] | None) -> list[Problem]:
    """Return the problem of a language that a link asks for and that is none of these, if there is one.

    >>> [str(problem) for problem in language_problems("xx", ["en", "uk"])]
    ["link: lang = 'xx': allowed en, uk"]
    """
    if not code or languages is None or code in languages:
        return []
    return [Problem.of("problem.language", code=shown(code), allowed=", ".join(languages)).at(_LINK)]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _settings_problems(settings: Mapping[str, str]) -> Iterable[Problem]:
    """Problems of names a link may not set; their values are checked with the scenario."""
    for path in settings:
        key, _, name = path.partition(".")
        allowed = LINK_REMARK if key == "remark" else ("", *LINK_FIELDS)
        if path in PARTS:
            continue
        if key != "remark" and key not in DEFINITIONS:
            near = nearest(key, [*DEFINITIONS, *PARTS, *_LINK_WORDS])
            yield Problem.of("problem.unknown_quantity", shown(path), near=near).at(_LINK)
        elif name not in allowed:
            yield Problem.of("problem.numbers_only", shown(path)).at(_LINK)
