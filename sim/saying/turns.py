"""What would turn a verdict, one number at a time, as sentences.

At the central values, and ordered by how plausible the way there is: a published range says what is known of a number,
the typical span what is usual.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from sim.inputs.definitions import DEFINITIONS
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.saying.digits import outwards
from sim.saying.language import Language
from sim.saying.sentences import counted
from sim.saying.stated import amount_text
from sim.study.flips import Turning, turning_points

__all__ = ["Turn", "Words", "in_words", "out_of_reach", "reachable", "that_matter", "turns"]

_Point = TypeVar("_Point", bound=Turning)

_DECADES = 10.0
"""A quantity whose typical span covers this factor is drawn on a logarithmic scale, if it is no share."""
_LOSSES = ("reported_rate", "reporting_ratio", "monthly_trend")
"""Quantities that move the losses themselves."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A quantity and the value at which it turns the verdict, in its unit; None where no value in its limits does.

    `beyond` is `above` or `below` where today's answer lies exactly on the yardstick, so that the smallest step that
    way turns the verdict, and empty elsewhere.
    """

    quantity: Quantity
    at: float | None
    beyond: Literal["", "above", "below"] = ""

    @property
    def key(self) -> str:
        """The quantity's key."""
        return self.quantity.key

    @property
    def now(self) -> float:
        """Today's value."""
        return float(self.quantity.value)  # type: ignore[arg-type]

    @property
    def published(self) -> tuple[float, float]:
        """The ends of the published range, also where it reaches softly beyond them; today's value without one."""
        low, high = self.quantity.low, self.quantity.high
        return (self.now, self.now) if low is None or high is None else (low, high)

    @property
    def typical(self) -> bool:
        """Whether it turns within the published range, or where there is none within what is typical."""
        if self.at is None:
            return False
        low, high = DEFINITIONS[self.key].typical
        return min(low, *self.published) <= self.at <= max(high, *self.published)

    @property
    def distance(self) -> float:
        """How far it is to go, as a share of the published range, or else of the typical span; infinity for no turn."""
        if self.at is None:
            return math.inf
        low, high = self.published if self.quantity.uncertain else DEFINITIONS[self.key].typical
        return abs(self.at - self.now) / ((high - low) or 1.0)

    @property
    def places(self) -> tuple[float, float, float, float]:
        """Where now, the ends of the published range and the turn stand on a bar that holds them all (0 to 1).

        Even, or logarithmic where the typical span covers more than a factor of ten and nothing is zero.
        """
        low, high = self.published
        marks = (self.now, low, high, self.now if self.at is None else self.at)
        what = DEFINITIONS[self.key]
        scale = math.log if min(*marks, what.typical[0]) > 0 and what.typical[1] > _DECADES * what.typical[0] else float
        ends = [scale(x) for x in (*what.typical, *marks)]
        reach = max(ends) - min(ends)
        return tuple((scale(x) - min(ends)) / reach for x in marks)  # type: ignore[return-value]


class Words(NamedTuple):
    """What is said of a turn: the sentence's end, what stands beside it, today's value, and the value it turns at."""

    sentence: str
    beside: str
    now: str
    at: str


def turns(scenario: Scenario, days: float) -> tuple[Turn, ...]:
    """Return each quantity that matters, and where it turns the verdict on `days` (days)."""
    claim = scenario.remark.claim if scenario.remark else "at most"
    return tuple(_turn(x.quantity, x.central, claim) for x in that_matter(scenario, turning_points(scenario, days)))


def that_matter(scenario: Scenario, found: Sequence[_Point]) -> tuple[_Point, ...]:
    """Return the turning points of the quantities that a remark is about.

    Where casualties are counted, nobody is sent, returns or is recruited: only what moves the losses is left.
    """
    total = counted(scenario) == "casualties"
    return tuple(point for point in found if not total or point.quantity.key in _LOSSES)


def _turn(quantity: Quantity, at: float | None, claim: str) -> Turn:
    """A turn; at today's value already, the way on which the claim fails, or no turn where that leaves the limits."""
    what, now = DEFINITIONS[quantity.key], float(quantity.value)  # type: ignore[arg-type]
    if at is None or not math.isclose(at, now, rel_tol=1e-9, abs_tol=1e-12):
        return Turn(quantity=quantity, at=at)
    if (what.effect == "more") == (claim == "at most"):
        return Turn(quantity=quantity, at=now if now < what.high else None, beyond="above")
    return Turn(quantity=quantity, at=now if now > what.low else None, beyond="below")


def reachable(found: Sequence[Turn]) -> list[Turn]:
    """Return those that turn the verdict within reach, the nearest first.

    First those whose way is no longer than their published range is wide.

    >>> from sim.inputs.loading import load
    >>> [turn.key for turn in reachable(turns(load("sky-2024-10k"), 14.0))][:3]
    ['troops', 'reporting_ratio', 'reported_rate']
    """
    inside = [turn for turn in found if turn.typical]
    return sorted(inside, key=lambda turn: (not turn.quantity.uncertain or turn.distance > 1, turn.distance))


def out_of_reach(found: Sequence[Turn]) -> list[Turn]:
    """Return the others."""
    return [turn for turn in found if not turn.typical]


def in_words(turn: Turn, say: Language) -> Words:
    """Return what is said of a turn; a turn at no value has no sentence.

    Rounded so that whoever takes it at its word is beyond it; of days that equal the yardstick both claims hold, so
    that a turn at a round number is passed by more, or less, than it.
    """
    now = amount_text(turn.key, turn.now, say)
    if turn.at is None:
        return Words("", "", now, "")
    rising = turn.beyond == "above" or (not turn.beyond and turn.at >= turn.now)
    tried = [turn.at] if turn.beyond else [outwards(turn.at, math.ceil if rising else math.floor, n) for n in (3, 4, 6)]
    reached = next((x for x in tried if amount_text(turn.key, x, say) != now), turn.at)
    at, exactly = amount_text(turn.key, reached, say), math.isclose(reached, turn.at, rel_tol=1e-9)
    side = ("above" if rising else "below") if exactly else ("more" if rising else "less")
    value = say(f"turns.{side}", value=at)
    sentence = say(f"turns.{turn.key}", value=value, quantity=say.quantity(turn.key))
    if not turn.quantity.uncertain:
        return Words(sentence, say("turns.now", now=now), now, at)
    low, high = (amount_text(turn.key, end, say) for end in turn.published)
    return Words(sentence, say("turns.published", now=now, low=low, high=high), now, at)
