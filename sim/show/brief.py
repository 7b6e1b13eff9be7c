"""A one-page brief of one scenario as a self-contained HTML file: own small drawings, nothing loaded, prints on A4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim import __version__
from sim.core.assumptions import MODEL_VERSION
from sim.inputs.parts import PARTS
from sim.inputs.readings import title_in
from sim.inputs.scenario import Scenario
from sim.saying import sentences, stated, sums, verdicts
from sim.saying.language import LANGUAGES, Language
from sim.saying.sourced import Sourced, sourced
from sim.show import brief_drawings, inert
from sim.show.templating import characters_read, page
from sim.study.answer import Answer

__all__ = ["brief"]

_ROOM = 3_000
"""Characters of small print that leave room for definitions and notes on one page; with more, sources stand alone."""
_ROOMY = 3_600
"""Characters of the whole brief, drawings aside, below which everything is set larger."""


class _Entry(NamedTuple):
    """A number in the small print: its name, its value, and the rest of what is said of it."""

    name: str
    value: str
    words: str


def brief(answer: Answer, language: Language = LANGUAGES["en"]) -> str:
    """Return the brief as an HTML text. Text of the scenario is escaped: nothing in it acts.

    The same answer gives the same text to the last letter: it carries no time of its own.

    >>> from sim.inputs.loading import load
    >>> "7,9" in brief(Answer(scenario=load("sky-2024-10k")), LANGUAGES["uk"])
    True
    """
    say, scenario = language, answer.scenario
    steps = brief_drawings.ladder(answer, say)
    entries, whole = _small_print(scenario, say)
    return page(
        "brief.html", say=say, title=title_in(scenario, say.code), remark=_remark(scenario, say),
        changed=_changed(scenario, say), headline=sentences.headline(answer, say), said=_said(answer, say),
        arithmetic="\n".join(sums.arithmetic(answer, say)), steps=steps, dots=brief_drawings.dots(answer, say),
        losses=brief_drawings.losses(answer, say, half=steps is not None), entries=entries, whole=whole,
        seed=str(answer.seed), digest=answer.digest, roomy=_ROOMY,
        program_version=__version__, model_version=MODEL_VERSION,
    )  # fmt: skip


def _remark(scenario: Scenario, say: Language) -> str:
    remark = scenario.remark
    if remark is None or not remark.words:
        return ""
    facts = "; ".join(str(x) for x in (sentences.speaker_of(remark), remark.said_on or "", remark.source) if x)
    return say("brief.remark", words=remark.words, facts=facts)


def _changed(scenario: Scenario, say: Language) -> str:
    """What is not as published, said above the answer, so that nobody takes a reader's number for the remark's."""
    own = [quantity for quantity in scenario.quantities if quantity.own]
    names = [f"{stated.quantity_words(q.key, say)} {stated.quantity_text(q, say)}" for q in own]
    names += [say(f"name.{part}") for part in PARTS if any(entry.own for entry in getattr(scenario, part))]
    return say("brief.changed", names="; ".join(names)) if names else ""


def _said(answer: Answer, say: Language) -> list[str]:
    said, when = answer.verdict, sentences.last_day(answer)
    day = f" {say(f'used_up_on.{sentences.counted(answer.scenario)}', date=when.isoformat())}" if when else ""
    lines = [sentences.spread_sentence(answer.spread, say) + day]
    if said:
        resting = say("rests_on", grounds=verdicts.grounds(said, answer, say))
        lines += [verdicts.verdict_sentence(said, say), resting]
    elif answer.scenario.remark:
        lines.append(verdicts.no_verdict(answer, say))
    other = answer.opposite
    return [*lines, *([say("opposite", verdict=verdicts.verdict_sentence(other, say))] if other else [])]


def _small_print(scenario: Scenario, say: Language) -> tuple[list[_Entry], bool]:
    """Every number with grade, as-of date and source; and whether there is room for definitions and notes too."""
    entries = list(_entries(scenario, say, noted=True))
    read = sum(
        characters_read(f"{name} {value}. {inert.linked(words, shortened=True)}") for name, value, words in entries
    )
    return (entries, True) if read <= _ROOM else (list(_entries(scenario, say, noted=False)), False)


def _entries(scenario: Scenario, say: Language, noted: bool) -> Iterator[_Entry]:
    """One entry a number; a source that stands before is named by its entry."""
    known: dict[str, int] = {}
    for number, found in enumerate(sourced(scenario, say), start=1):
        first = known.setdefault(found.source, number)
        where = found.source if first == number else say("brief.same_source", number=str(first))
        when = say("source.as_of", date=found.as_of) if found.as_of else ""
        parts = (found.grade, when, *_explained(found, noted), where if found.source else "")
        name = stated.quantity_words(found.key, say)
        yield _Entry(name, found.value, "; ".join(part for part in parts if part))


def _explained(found: Sourced, noted: bool) -> tuple[str, ...]:
    """Definition and note; in short a definition only where it stands for a source, but all of an entry of a list."""
    if noted or found.key in PARTS:
        return found.definition, found.note
    return () if found.source else (found.definition,)
