"""The answer, its spread and what flips it, a sentence each; no number is computed here that the model did not give."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario
from sim.saying.digits import CENTURY, turned
from sim.saying.language import PLAIN, Language
from sim.saying.stated import quantity_words
from sim.study.answer import Answer
from sim.study.flips import Flip, Flipped
from sim.study.spread import Spread

__all__ = [
    "FOCUS",
    "amount",
    "counted",
    "counted_text",
    "flip_words",
    "range_words",
    "turning_values",
    "headline",
    "joint_words",
    "last_day",
    "marked_headline",
    "speaker_of",
    "spread_sentence",
]

FOCUS = "\x00"
"""Stands on both sides of the part of a headline that is to be large."""
_MADE_GOOD: Mapping[tuple[str, ...], str] = {("returning_share",): "returns", ("recruits_per_day",): "recruits"}
_MOST_MOVES = 4
"""Ranges named of a joint move (assumption: a sentence holds no more)."""


def headline(answer: Answer, say: Language = PLAIN) -> str:
    """Return the answer at the central values as one sentence; refusals are sentences too.

    >>> from sim.inputs.loading import load
    >>> headline(Answer(scenario=load("sky-2024-10k")))
    '10,000 troops cover 7.9 days of losses.'
    >>> headline(Answer(scenario=load("sky-2024-10k", ["troops=0"])))
    'There are no troops: they cover 0 days of losses.'
    >>> headline(Answer(scenario=load("mod-2025-1930k")))
    'It takes 1,577 days to reach 1,930,000 casualties.'
    """
    return marked_headline(answer, say).replace(FOCUS, "")


def marked_headline(answer: Answer, say: Language = PLAIN) -> str:
    """Return the headline with its heart between two `FOCUS` marks."""
    scenario, days, state = answer.scenario, answer.days, answer.status
    of, number = counted(scenario), scenario.number("troops")
    count = say.count(number)
    if state == "nothing delivered":
        start = say("start.none_arrive", count=count) if number else say(f"start.none.{of}")
        return say("headline.nothing_drains" if math.isinf(days) else f"headline.nothing.{of}", start=start)
    if state == "no losses":
        return say(f"headline.no_losses.{of}", count=count)
    if state == "never used up":
        return say(f"headline.never.{of}", count=count, why=say(f"why.{_why_never(answer)}"))
    if days == 0:
        return say("headline.zero", count=count)
    return say(f"headline.days.{of}", count=count, days=say.days(days, "accusative"))


def amount(scenario: Scenario, say: Language = PLAIN) -> str:
    """Return the number of the remark with what it counts, as `10,000 troops`."""
    return say(f"amount.{counted(scenario)}", count=say.count(scenario.number("troops")))


def speaker_of(remark: Remark) -> str:
    """Return who said it, to stand beside the source; nothing where the source says that itself."""
    return "" if remark.speaker in remark.source else remark.speaker


def counted(scenario: Scenario) -> str:
    """Return what the number of the remark counts: "troops" or "casualties"."""
    return scenario.remark.counts if scenario.remark else "troops"


def counted_text(key: str, scenario: Scenario, say: Language = PLAIN, **places: str) -> str:
    """Return a text about the number of the remark: of its own for a total of casualties, where the catalogue has one.

    >>> from sim.inputs.loading import load
    >>> [counted_text("short.troops", load(name)) for name in ("sky-2024-10k", "mod-2025-1930k")]
    ['Troops', 'Casualties in all']
    """
    own = f"{key}.{counted(scenario)}"
    return say(own if own in say.words else key, **places)


def _why_never(answer: Answer) -> str:
    """Why it is never used up: losses are made good, die away, or were next to nothing from the start."""
    if answer.made_good_by:
        return _MADE_GOOD.get(answer.made_good_by, "made_good")
    scenario = answer.scenario
    return "die_away" if len(scenario.rates) > 1 or scenario.number("monthly_trend") < 0 else "next_to_zero"


def last_day(answer: Answer) -> date | None:
    """Return the day of the answer; none where the scenario has no first day, and none more than a century away."""
    return answer.used_up_on if answer.days < CENTURY else None


def spread_sentence(spread: Spread, say: Language = PLAIN) -> str:
    """Return the interval, the median and the chance of never as one sentence.

    >>> from sim.inputs.loading import load
    >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> spread_sentence(Answer(scenario=load("sky-2024-10k", half)).spread)
    'With ranges and noise: 13.4 to 24.6 days (5 to 95 %), median 16.7 days.'
    """
    if spread.fixed:
        return say("spread.point")
    if math.isinf(spread.low.value):
        return say("spread.all_never", chance=say.chance(spread.never)) + "."
    words = say("spread.range", span=say.span(spread.low, spread.high), middle=say.estimate(spread.middle))
    never = say("spread.never", chance=say.chance(spread.never)) if spread.never.value > 0 else ""
    return f"{words}{never}."


def flip_words(flip: Flip, say: Language = PLAIN) -> str:
    """Return where a quantity turns the verdict, and how far that is from its range.

    >>> from sim.inputs.loading import load
    >>> found = Answer(scenario=load("sky-2024-10k")).flipped(14.0)
    >>> flip_words(found.flips[0])
    'flips at 714.2 (no range is stated)'
    """
    _, central, *_ = turning_values(flip)
    if central is None:
        return say("flip.none" if flip.even is None and flip.very_likely is None else "flip.not_central")
    value = say.count(central)
    if flip.half_widths is None:
        return say("flip.no_range", value=value)
    widths = say.number(f"{abs(flip.half_widths):.1f}")
    return say("flip.inside" if flip.inside else "flip.outside", value=value, widths=widths)


def turning_values(flip: Flip) -> tuple[float | None, ...]:
    """Return today's value, and where the central answer and two chances turn, rounded so that they still do.

    >>> from sim.inputs.loading import load
    >>> turning_values(Answer(scenario=load("sky-2024-10k")).flipped(14.0).flips[0])
    (1271.0, 714.2, 714.2, 714.2)
    """
    now = float(flip.quantity.value)  # type: ignore[arg-type]
    found = (flip.central, flip.even, flip.very_likely)
    return (now, *(None if at is None else turned(at, now) for at in found))


def range_words(flip: Flip, say: Language = PLAIN) -> str:
    """Return in a few words how a turning point lies beside its range, and how many half-widths of it from the value.

    What a column of turning points leaves to say.

    >>> from sim.inputs.loading import load
    >>> flips = Answer(scenario=load("sky-2024-10k-full"), error=0.1).flipped(14.0).flips
    >>> [range_words(flip) for flip in flips if flip.quantity.key in ("returning_share", "last_return_day", "troops")]
    ['outside (1.0)', 'no flip', 'none stated']
    """
    if flip.central is None:
        return say("flip.range.none" if flip.even is None and flip.very_likely is None else "flip.range.not_central")
    if flip.half_widths is None:
        return say("flip.range.unstated")
    widths = say.number(f"{abs(flip.half_widths):.1f}")
    return say("flip.range.inside" if flip.inside else "flip.range.outside", widths=widths)


def joint_words(found: Flipped, say: Language = PLAIN) -> str:
    """Return the smallest joint move in words: how far, and where its largest moves land."""
    if found.joint_move is None:
        return say("joint.none")
    parts = ", ".join(f"{quantity_words(key, say)} {say.count(value)}" for key, value in found.largest[:_MOST_MOVES])
    return say("joint", distance=say.number(f"{found.joint_move.distance:.2f}"), parts=parts)
