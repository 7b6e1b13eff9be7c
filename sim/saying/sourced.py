"""Where every number of a scenario comes from, in words: the one list that command line, brief and pages show.

One list, so that no door leaves out a source that another one shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.inputs.quantities import Correlation, Step, Wave
from sim.inputs.scenario import Scenario
from sim.saying.language import PLAIN, Language
from sim.saying.stated import correlation_text, definition_words, note_words, quantity_text

__all__ = ["Sourced", "sourced"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sourced:
    """A number of a scenario as it is said; a text is empty where the scenario states nothing.

    `key` is that of a quantity or of a list (`waves`, `schedule`, `correlations`); `value` has unit and range; the
    texts of a file are as they stand there, or in its own translation: whoever shows them makes them inert.
    """

    key: str
    value: str
    grade: str
    as_of: str = ""
    definition: str = ""
    source: str
    note: str


def sourced(scenario: Scenario, say: Language = PLAIN) -> Iterator[Sourced]:
    """Return every quantity that is stated, then waves, steps and rank correlations, in their order in the scenario.

    >>> from sim.inputs.loading import load
    >>> [(found.key, found.value) for found in sourced(load("classroom", ["waves=0:500,9:700"]))][-2:]
    [('waves', '500 people on day 0'), ('waves', '700 people on day 9')]
    """
    for q in scenario.quantities:
        yield Sourced(
            key=q.key, value=quantity_text(q, say), grade=say(f"grade.{q.grade}"), as_of=str(q.as_of or ""),
            definition=definition_words(scenario, q, say), source=q.source, note=note_words(scenario, q, say),
        )  # fmt: skip
    for w in scenario.waves:
        yield _listed("waves", say("brief.wave", troops=say.count(w.troops), day=say.count(w.day)), w, say)
    for s in scenario.schedule:
        value = say("brief.step", rate=say.count(s.casualties_per_day), day=say.count(s.from_day))
        yield _listed("schedule", value, s, say)
    for c in scenario.correlations:
        yield _listed("correlations", correlation_text(c, say), c, say)


def _listed(key: str, value: str, entry: Wave | Step | Correlation, say: Language) -> Sourced:
    return Sourced(
        key=key, value=value, grade=say(f"grade.{entry.grade}"), source=entry.source, note=say.text(entry.note)
    )
