"""The words under test and the yardstick they are held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sim.inputs.definitions import MAX_DAYS
from sim.inputs.problems import allowed_problem, limit_problem, require
from sim.words.texts import Problem

__all__ = ["CLAIMS", "MIN_YARDSTICK", "YARDSTICKS", "Remark"]

MIN_YARDSTICK = 1e-3
"""The smallest yardstick (days)."""
YARDSTICKS = ("threshold", "survey", "barely one week", "around 10 days at most")
CLAIMS = ("at most", "at least")


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """The words under test and the yardstick they are held against.

    `claim` is `at most` ("not many days") or `at least` ("this covers months"). Raises `ScenarioError`.
    """

    words: str = ""
    speaker: str = ""
    said_on: date | None = None
    source: str = ""
    claim: str = "at most"
    yardstick: str = "threshold"
    threshold_days: float | None = None
    threshold_source: str = ""

    def __post_init__(self) -> None:
        """Refuse unknown claims and yardsticks, and a threshold that is no positive number of days."""
        problems: list[Problem] = []
        if self.claim not in CLAIMS:
            problems.append(allowed_problem("remark.claim", self.claim, CLAIMS))
        if self.yardstick not in YARDSTICKS:
            problems.append(allowed_problem("remark.yardstick", self.yardstick, YARDSTICKS))
        elif self.yardstick != "threshold" and self.threshold_days is not None:
            problems.append(Problem.of("problem.two_yardsticks", "remark", yardstick=repr(self.yardstick)))
        if self.threshold_days is not None:
            problems += limit_problem("remark.threshold_days", self.threshold_days, "days", (MIN_YARDSTICK, MAX_DAYS))
        require(problems)
