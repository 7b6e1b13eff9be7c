"""The words under test, the yardstick they are held against, and what makes a scenario one of their readings.

A remark is quoted and never changed; how it is read, as a claim about a number of days, is stated beside it and may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sim.inputs.definitions import MAX_DAYS
from sim.inputs.problems import allowed_problem, limit_problem, require, shown
from sim.inputs.sources import source_problems
from sim.words.texts import Problem

__all__ = [
    "CLAIMS",
    "COMPARISONS",
    "COUNTED",
    "MIN_YARDSTICK",
    "YARDSTICKS",
    "Reading",
    "Remark",
    "Said",
    "Translation",
]

MIN_YARDSTICK = 1e-3
"""The smallest yardstick (days)."""
COMPARISONS = {
    "barely one week": (7.0, "Newsweek, 1 November 2024: the troops equal Russia's weekly casualties"),
    "around 10 days at most": (10.0, "Institute for the Study of War, in Newsweek, 1 November 2024"),
}
"""Published comparisons that can serve as a yardstick: days and source."""
YARDSTICKS = ("threshold", "survey", *COMPARISONS)
CLAIMS = ("at most", "at least")
COUNTED = ("troops", "casualties")
_LAST = 999
"""The largest place in an order (assumption: nobody reads a remark in more ways)."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """The words under test and the yardstick they are held against.

    `claim` is `at most` ("not many days") or `at least` ("this covers months"). The yardstick is a number of days
    (`threshold_days`, 0.001 to 3650; none stated means two weeks), a published comparison by name, or the `survey` of
    what people call many; where it is a name no number may stand beside it. Words that say nothing of a duration ("they
    are prepared to come") have `states_duration` false: they get an answer and no verdict, and no yardstick may stand
    beside them. `counts` is what the number of the remark counts: `troops` who cover losses, or `casualties` to come:
    the answer then is when there are so many. `accessed` and `archived` as in `Quantity`. Raises `ScenarioError`.

    >>> Remark(words="not many days", yardstick="survey", threshold_days=14)
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: remark: threshold_days and yardstick = 'survey' are two yardsticks; give one
    """

    words: str = ""
    speaker: str = ""
    said_on: date | None = None
    source: str = ""
    claim: str = "at most"
    yardstick: str = "threshold"
    threshold_days: float | None = None
    threshold_source: str = ""
    states_duration: bool = True
    counts: str = "troops"
    accessed: date | None = None
    archived: str = ""

    def __post_init__(self) -> None:
        """Refuse unknown claims and yardsticks, and a threshold that is no positive number of days."""
        problems: list[Problem] = []
        if self.claim not in CLAIMS:
            problems.append(allowed_problem("remark.claim", self.claim, CLAIMS))
        if self.counts not in COUNTED:
            problems.append(allowed_problem("remark.counts", self.counts, COUNTED))
        if self.yardstick not in YARDSTICKS:
            problems.append(allowed_problem("remark.yardstick", self.yardstick, YARDSTICKS))
        elif self.yardstick != "threshold" and self.threshold_days is not None:
            problems.append(Problem.of("problem.two_yardsticks", "remark", yardstick=repr(self.yardstick)))
        if self.threshold_days is not None:
            problems += limit_problem("remark.threshold_days", self.threshold_days, "days", (MIN_YARDSTICK, MAX_DAYS))
        if not self.states_duration and (self.yardstick != "threshold" or self.threshold_days is not None):
            problems.append(Problem.of("problem.no_duration", "remark.states_duration"))
        require([*problems, *source_problems("remark", self.accessed, self.archived)])


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What makes a scenario one of several readings of a remark.

    `remark` is a name that all of them share, `label` says shortly what this one takes into account, and `order` is its
    place among them, the smallest first. Raises `ScenarioError`.

    >>> Reading(remark="sky-2024", label="troops ÷ casualties", order=1).order
    1
    """

    remark: str
    label: str
    order: int

    def __post_init__(self) -> None:
        """Refuse a name that is no slug, and a label without words."""
        problems = limit_problem("reading.order", self.order, "1", (0, _LAST))
        if not _SLUG.fullmatch(self.remark):
            problems.append(Problem.of("problem.slug", "reading.remark", value=shown(self.remark)))
        if not self.label.strip():
            problems.append(Problem.of("problem.no_words", "reading.label"))
        require(problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a file says of one of its quantities in another language; either text may be empty."""

    key: str
    definition: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Translation:
    """What a file says of itself in another language, by the language's code; any text may be empty.

    `quantities` is what it says of its numbers, in the order of their keys.
    """

    language: str
    title: str = ""
    reading: str = ""
    quantities: tuple[Said, ...] = ()
