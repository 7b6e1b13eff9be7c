"""Answers side by side, each compared with the first.

Two comparisons that are easily confused: the differences of the answers at the central values, and the distribution of
the difference where both are drawn together. What both share cancels in the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.inputs.definitions import DEFINITIONS
from sim.inputs.scenario import Scenario
from sim.study.answer import Answer
from sim.study.paired import Difference, compared

__all__ = ["Comparison"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """Answers of the same seed and target error side by side, each compared with the first.

    >>> from sim.inputs.loading import load
    >>> beside = Comparison(answers=(Answer(scenario=load("sky-2024-10k")), Answer(scenario=load("sky-2024-10k-net"))))
    >>> beside.differing, [round(days, 1) for days in beside.changes]
    (('returning_share', 'recruits_per_day'), [0.0, inf])
    """

    answers: tuple[Answer, ...]

    @cached_property
    def differing(self) -> tuple[str, ...]:
        """Keys of the quantities that are not the same in all scenarios, in the order of the table, and `correlations`
        where those are not.
        """
        scenarios = [answer.scenario for answer in self.answers]
        found = [key for key in DEFINITIONS if len({_facts(s, key) for s in scenarios}) > 1]
        joined = {frozenset((frozenset(c.between), c.rank) for c in s.correlations) for s in scenarios}
        return (*found, *(["correlations"] if len(joined) > 1 else []))

    @property
    def changes(self) -> tuple[float, ...]:
        """Each result at the central values less the first (days); 0 for equal ones, also where both are infinite."""
        first = self.answers[0].days
        return tuple(0.0 if answer.days == first else answer.days - first for answer in self.answers)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The distribution of each result less the first, both drawn together; the first less itself is all 0."""
        first = self.answers[0]
        return tuple(compared(first.scenario, a.scenario, first.seed, first.error) for a in self.answers)


def _facts(scenario: Scenario, key: str) -> object:
    """What is stated of a quantity, without its source; None where it is not stated and has no neutral value."""
    if key == "announced" and key not in scenario:
        return None
    quantity, over_time = scenario[key], tuple(entry.pair for entry in scenario.timed(key))
    ends = (quantity.low, quantity.high, quantity.shape) if quantity.uncertain else ()
    return quantity.value, ends, over_time
