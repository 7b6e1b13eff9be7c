"""The answer as sentences in the language of the page: numbers from the answer, words from the catalogue."""

from __future__ import annotations

import math
from dataclasses import replace

from sim.quantities import DEFINITIONS, Quantity
from sim.ui.answers import Answer
from sim.ui.language import Language
from sim.verdict import COMPARISONS, Verdict

__all__ = [
    "FOCUS",
    "charts_alternatives",
    "difference_words",
    "headline",
    "opposite_words",
    "quantity_words",
    "reading",
    "rung_words",
    "spread_words",
    "verdict_words",
    "yardstick_words",
]

FOCUS = "\x00"
"""Stands on both sides of the part of a headline that is to be large."""


def headline(answer: Answer, say: Language) -> str:
    """Return the answer at the central values as one sentence, its heart between two `FOCUS` marks."""
    scenario = answer.scenario
    troops = say("troops", count=say.count(scenario.number("troops")), noun=_noun(scenario.number("troops"), say))
    if answer.status == "nothing delivered":
        start = say("start.none_arrive", troops=troops) if scenario.number("troops") else say("start.no_troops")
        return say("headline.nothing" if math.isfinite(answer.days) else "headline.nothing_drains", start=start)
    if answer.status == "no losses":
        return say("headline.no_losses", troops=troops)
    if answer.status == "never used up":
        made_good = scenario.number("returning_share") or scenario.number("recruits_per_day")
        why = say("why.made_good" if made_good else "why.die_away")
        return say("headline.never", troops=troops, why=why)
    if answer.days == 0:
        return say("headline.zero", troops=troops)
    return say("headline.days", troops=troops, days=say.days(answer.days))


def _noun(count: float, say: Language) -> str:
    return say(f"troop.{say.plural(f'{count:.0f}')}")


def spread_words(answer: Answer, say: Language) -> str:
    """Return the interval, the median and the chance of never as one sentence."""
    if answer.fixed:
        return say("spread.point")
    low, high, middle = say.estimate(answer.low), say.estimate(answer.high), say.estimate(answer.middle)
    words = say("spread.range", low=low, high=high, middle=middle)
    never = say("spread.never", chance=say.percent(answer.never)) if answer.never.value > 0 else ""
    return f"{words}{never}."


def reading(said: Verdict, say: Language) -> str:
    """Return how the words under test are read: at most, or at least, so many days."""
    if said.threshold_days is None:
        return say("reading.survey_at_most" if said.claim == "at most" else "reading.survey_at_least")
    return say(f"reading.{said.claim}", days=say.exact_days(said.threshold_days))


def opposite_words(said: Verdict, say: Language) -> str:
    """Return the verdict on the opposite claim, whose words are the program's own."""
    own = replace(said, words=say(f"opposite.{said.claim}"))
    return say("opposite", verdict=verdict_words(own, say))


def verdict_words(said: Verdict, say: Language) -> str:
    """Return the verdict: the words, how they are read, the phrase of the scale and the probability."""
    low, high = (f"{100 * end:.0f}" for end in (said.band.low, said.band.high))
    side = "below" if said.probability.value < said.band.low else "above"
    inside = said.band.low <= said.probability.value <= said.band.high
    band = say("band.in" if inside else f"band.{side}", low=low, high=high)
    phrase, chance = say(f"phrase.{said.band.phrase}"), say.percent(said.probability)
    words = said.words or say("reading.words")
    return say("verdict", words=words, reading=reading(said, say), phrase=phrase, band=band, chance=chance)


def quantity_words(quantity: Quantity, say: Language) -> str:
    """Return value, unit and range of a quantity."""
    if not DEFINITIONS[quantity.key].is_number:
        value = str(quantity.value)
        return say(f"choice.{value}") if DEFINITIONS[quantity.key].choices else value
    unit = say.unit(quantity.key)
    words = say.count(float(quantity.value)) + (f" {unit}" if unit else "")  # type: ignore[arg-type]
    if quantity.uncertain:
        low, high = say.count(quantity.low or 0.0), say.count(quantity.high or 0.0)
        words += say("range", low=low, high=high, shape=say(f"shape.{quantity.shape}"))
    return words


def rung_words(rung: str, say: Language) -> str:
    """Return the short name of a rung of the ladder."""
    return say(f"rung.{rung}")


def charts_alternatives(answer: Answer, say: Language) -> dict[str, str]:
    """Return for each chart of the first page one sentence that states its message."""
    plain = headline(answer, say).replace(FOCUS, "")
    said = answer.said or answer.overclaim
    limit = said.threshold_days
    return {
        "losses": f"{plain} {spread_words(answer, say)}",
        "dots": _dots_words(answer, limit, say),
        "ladder": _ladder_words(answer, say),
        "plane": say("alt.plane", days=say.days(answer.days)),
    }


def _dots_words(answer: Answer, limit: float | None, say: Language) -> str:
    if answer.fixed:
        return say("alt.dots_point")
    if limit is None:
        return say("alt.dots_survey", middle=say.estimate(answer.middle))
    within = sum(days <= limit for days in answer.dots)
    return say("alt.dots", within=str(within), all=str(len(answer.dots)), limit=say.exact_days(limit))


def _ladder_words(answer: Answer, say: Language) -> str:
    bare, full = answer.rungs[0].days_covered, answer.rungs[-1].days_covered
    if len(answer.rungs) == 1:
        return say("alt.ladder_bare", days=say.days(bare))
    steps = list(zip(answer.rungs, answer.rungs[1:], strict=False))
    largest = max(steps, key=lambda pair: _size(pair[0].days_covered, pair[1].days_covered))[1]
    return say("alt.ladder", bare=say.days(bare), full=say.days(full), rung=rung_words(largest.quantity, say))


def _size(before: float, after: float) -> float:
    return 0.0 if before == after else abs(after - before)


def difference_words(before: float, after: float, say: Language) -> str:
    """Return by how many days an answer changed."""
    if before == after:
        return say("change.none")
    if math.isinf(before) or math.isinf(after):
        return say("change.never" if math.isinf(after) else "change.no_longer_never")
    return say.number(f"{after - before:+,.1f}") + f" {say('day.short')}"


def yardstick_words(name: str, say: Language) -> str:
    """Return the name of a yardstick."""
    return f'"{name}" ({say.exact_days(COMPARISONS[name][0])})' if name in COMPARISONS else say(f"yardstick.{name}")
