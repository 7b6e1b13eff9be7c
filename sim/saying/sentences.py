"""The answer, its spread and what flips it, a sentence each; no number is computed here that the model did not give."""

from __future__ import annotations

import math

from sim.inputs.scenario import Scenario
from sim.saying.language import PLAIN, Language
from sim.saying.stated import quantity_words
from sim.study.answer import Answer, Spread
from sim.study.flips import Flip, Flipped

__all__ = ["FOCUS", "flip_words", "headline", "joint_words", "marked_headline", "spread_sentence"]

FOCUS = "\x00"
"""Stands on both sides of the part of a headline that is to be large."""
_MOST_MOVES = 4
"""Ranges named of a joint move (assumption: a sentence holds no more)."""


def headline(answer: Answer, say: Language = PLAIN) -> str:
    """Return the answer at the central values as one sentence; refusals are sentences too."""
    return marked_headline(answer, say).replace(FOCUS, "")


def marked_headline(answer: Answer, say: Language = PLAIN) -> str:
    """Return the headline with its heart between two `FOCUS` marks."""
    scenario, days, state = answer.scenario, answer.days, answer.status
    count = scenario.number("troops")
    troops = say("troops", count=say.count(count), noun=say(f"troop.{say.plural(f'{count:.0f}')}"))
    if state == "nothing delivered":
        start = say("start.none_arrive", troops=troops) if count else say("start.no_troops")
        return say("headline.nothing_drains" if math.isinf(days) else "headline.nothing", start=start)
    if state == "no losses":
        return say("headline.no_losses", troops=troops)
    if state == "never used up":
        return say("headline.never", troops=troops, why=say(f"why.{_why_never(scenario)}"))
    if days == 0:
        return say("headline.zero", troops=troops)
    return say("headline.days", troops=troops, days=say.days(days, "accusative"))


def _why_never(scenario: Scenario) -> str:
    if scenario.number("returning_share") or scenario.number("recruits_per_day"):
        return "made_good"
    return "die_away" if len(scenario.rates) > 1 or scenario.number("monthly_trend") < 0 else "next_to_zero"


def spread_sentence(spread: Spread, say: Language = PLAIN) -> str:
    """Return the interval, the median and the chance of never as one sentence."""
    if spread.fixed:
        return say("spread.point")
    words = say("spread.range", span=say.span(spread.low, spread.high), middle=say.estimate(spread.middle))
    never = say("spread.never", chance=say.chance(spread.never)) if spread.never.value > 0 else ""
    return f"{words}{never}."


def flip_words(flip: Flip, say: Language = PLAIN) -> str:
    """Return where a quantity turns the verdict, and how far that is from its range."""
    if flip.central is None:
        return say("flip.none")
    value = say.count(flip.central)
    if flip.half_widths is None:
        return say("flip.no_range", value=value)
    widths = say.number(f"{abs(flip.half_widths):.1f}")
    return say("flip.inside" if flip.inside else "flip.outside", value=value, widths=widths)


def joint_words(found: Flipped, say: Language = PLAIN) -> str:
    """Return the smallest joint move in words: how far, and where its largest moves land."""
    if found.joint_move is None:
        return say("joint.none")
    parts = ", ".join(f"{quantity_words(key, say)} {say.count(value)}" for key, value in found.largest[:_MOST_MOVES])
    return say("joint", distance=say.number(f"{found.joint_move.distance:.2f}"), parts=parts)
