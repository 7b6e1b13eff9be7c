"""Links: what the address of a page holds, written and read with every problem named.

    ?v=1&scenario=classroom&line_share=0.6&seed=3&answer=7.2&digest=...

A link names a shipped scenario, or carries a whole one in `file` (TOML, compressed, in URL-safe base 64), and holds
what differs from it, as settings. The answer in it lets a reader see that the same link gives another number now. It
comes from anybody: it may set numbers, and no words.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from sim.inputs.definitions import DEFINITIONS, MAX_SEED
from sim.inputs.loading import load, parse, shipped
from sim.inputs.parsing import SCHEMA
from sim.inputs.parts import PARTS
from sim.inputs.problems import ScenarioError, nearest, shown
from sim.inputs.scenario import Scenario
from sim.inputs.settings import changed
from sim.inputs.toml import MAX_BYTES, decoded
from sim.inputs.writing import dump
from sim.words.texts import Problem, Text

__all__ = [
    "LINK_FIELDS",
    "LINK_REMARK",
    "MAX_LINK",
    "Link",
    "from_link",
    "language_problems",
    "link_length",
    "to_link",
]

LINK_FIELDS = ("low", "high", "shape")
"""What a link may change of a quantity beside its value. Sources, definitions and grades are the scenario's: a link
that could set them could put words into somebody's mouth."""
LINK_REMARK = ("threshold_days", "yardstick", "claim")
"""What a link may change of the remark: how it is read, not what was said."""
MAX_LINK = 8_000
"""Most characters of a link: web servers and proxies commonly refuse request lines above 8 kB."""
_LINK_WORDS = ("v", "scenario", "file", "seed", "answer", "digest", "lang")
_NONE = "none"
"""How a list that is taken away stands in a link: not every server hands on an item without a value."""
_LINK, _LINK_FILE = Text("problem.link"), Text("problem.link_file")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """What the address of a page holds: a scenario, what differs from it as `--set` settings, and the result.

    `scenario` names a shipped one; where it is empty, `file` is one that came from elsewhere and travels in the link.
    `answer` is the days covered as text (`never` for infinity) and `digest` that of the whole result when the link was
    made; both may be empty. `settings` maps the left side of `--set` to its right side, in the order given; `seed` is
    from 0 to 4,294,967,295. Nothing is checked here: a link from anybody is made by `from_link`, which does.
    """

    scenario: str = ""
    file: Scenario | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    answer: str = ""
    digest: str = ""
    language: str = ""


def to_link(link: Link) -> dict[str, str]:
    """Return the link as the parameters of an address; `from_link` of it gives an equal link.

    >>> to_link(Link(scenario="classroom", settings={"line_share": "0.6"}))
    {'v': '1', 'scenario': 'classroom', 'line_share': '0.6'}

    >>> packed = to_link(Link(file=load("classroom")))  # a scenario from elsewhere travels in the link
    >>> from_link({name: [text] for name, text in packed.items()}).file == load("classroom")
    True
    """
    words = {"answer": link.answer, "digest": link.digest, "lang": link.language}
    seed = {"seed": str(link.seed)} if link.seed else {}
    given = {name: text for name, text in words.items() if text}
    source = {"file": _packed(link.file)} if link.file else {"scenario": link.scenario}
    settings = {name: text or _NONE for name, text in link.settings.items()}
    return {"v": str(SCHEMA), **source, **settings, **seed, **given}


def link_length(parameters: Mapping[str, Sequence[str] | str]) -> int:
    """Return how many characters the names and values of a link take in an address; `MAX_LINK` is the most.

    >>> link_length({"v": "1", "scenario": "classroom"})
    22
    """
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

    >>> from_link({"v": ["1"], "scenario": ["classroom"], "line_share": ["2"], "lang": ["xx"]}, ("en", "uk"))
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: link: lang = 'xx': allowed en, uk
    link: quantities.line_share.value = 2: 2 is out of limits; allowed 0 to 1
    """
    if link_length(parameters) > MAX_LINK:
        raise ScenarioError(Problem.of("problem.long_link", most=MAX_LINK).at(_LINK))
    problems: list[Problem] = [
        Problem.of("problem.link_twice", name=name, count=len(values)).at(_LINK)
        for name, values in parameters.items()
        if len(values) != 1
    ]
    words = {name: values[0] for name, values in parameters.items() if values}
    given = {name: text for name, text in words.items() if name not in _LINK_WORDS}
    settings = {name: "" if name in PARTS and text == _NONE else text for name, text in given.items()}
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
    if not (seed.isascii() and seed.isdigit() and len(seed) <= 10 and int(seed) <= MAX_SEED):
        yield Problem.of("problem.seed", seed=shown(seed), most=str(MAX_SEED)).at(_LINK)
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
    """Problems of names a link may not set; their values are checked with the scenario.

    Numbers, ranges and lists may be set, and how a remark is read; no source, definition, grade or word of anybody.
    """
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
