"""Sentences that only the pages need: what a chart shows, what a change did, the names of rungs and yardsticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sim.inputs.remarks import COMPARISONS
from sim.inputs.scenario import Scenario
from sim.saying.language import Language
from sim.saying.sentences import FOCUS, counted_text, marked_headline, spread_sentence
from sim.saying.sums import arithmetic
from sim.saying.verdicts import verdict_sentence
from sim.study.answer import Answer
from sim.study.verdict import Verdict

__all__ = [
    "arithmetic_lines",
    "chart_words",
    "difference_words",
    "has_place",
    "rung_words",
    "spoken_headline",
    "verdict_words",
    "yardstick_words",
]

_AS_GOOD_AS_NONE = 1e-9
"""Casualties a day, or people, below which an axis of decades does not reach (assumption: nobody states fewer)."""


@lru_cache(maxsize=256)
def spoken_headline(answer: Answer, say: Language) -> str:
    """Return the headline with its heart between two `FOCUS` marks; answers are kept, so their identity is a key."""
    return marked_headline(answer, say)


@lru_cache(maxsize=256)
def arithmetic_lines(answer: Answer, say: Language) -> str:
    """Return the calculation, to redo on paper."""
    return "\n".join(arithmetic(answer, say))


def verdict_words(said: Verdict, say: Language) -> str:
    """Return the verdict; a remark without words of its own is called the claim."""
    return verdict_sentence(said if said.words else replace(said, words=say("reading.words")), say)


def rung_words(rung: str, say: Language) -> str:
    """Return the short name of a rung of the ladder."""
    return say(f"rung.{rung}")


def chart_words(name: str, answer: Answer, dots: Sequence[float], say: Language) -> str:
    """Return one sentence that states the message of a chart of the first page; `dots` are days covered (days)."""
    if name == "left":
        return f"{spoken_headline(answer, say).replace(FOCUS, '')} {spread_sentence(answer.spread, say)}"
    if name == "dots":
        return _dots_words(answer, dots, say)
    if name == "ladder":
        return _ladder_words(answer, say)
    return say("alt.plane", days=say.days(answer.days)) if has_place(answer.scenario) else say("alt.plane_none")


def has_place(scenario: Scenario) -> bool:
    """Return whether a scenario has a place on the plane of rate and troops, whose axes are logarithmic."""
    return min(scenario.number("reported_rate"), scenario.number("troops")) >= _AS_GOOD_AS_NONE


def _dots_words(answer: Answer, dots: Sequence[float], say: Language) -> str:
    limit = answer.verdict.threshold_days if answer.verdict else answer.threshold_days
    if answer.spread.fixed:
        return say("alt.dots_point")
    if limit is None:
        return say("alt.dots_survey", middle=say.estimate(answer.spread.middle, "accusative"))
    within = sum(days <= limit for days in dots)
    places = {"within": str(within), "all": str(len(dots)), "limit": say.exact_days(limit, "accusative")}
    return counted_text("alt.dots", answer.scenario, say, **places)


def _ladder_words(answer: Answer, say: Language) -> str:
    bare, full = answer.ladder[0].days_covered, answer.ladder[-1].days_covered
    if len(answer.ladder) == 1:
        return say("alt.ladder_bare", days=say.days(bare))
    steps = list(zip(answer.ladder, answer.ladder[1:], strict=False))
    largest = max(steps, key=lambda pair: _size(pair[0].days_covered, pair[1].days_covered))[1]
    return say(
        "alt.ladder",
        bare=say.days(bare, "genitive"),
        full=say.days(full, "genitive"),
        rung=rung_words(largest.quantity, say),
    )


def _size(before: float, after: float) -> float:
    return 0.0 if before == after else abs(after - before)


def difference_words(before: float, after: float, say: Language) -> str:
    """Return by how many days an answer changed."""
    if before == after:
        return say("change.none")
    if math.isinf(before) or math.isinf(after):
        return say("change.never" if math.isinf(after) else "change.no_longer_never")
    return f"{'+' if after > before else '−'}{say.days(abs(after - before))}"


def yardstick_words(name: str, say: Language) -> str:
    """Return the name of a yardstick."""
    return (
        f"{say('quoted', words=name)} ({say.exact_days(COMPARISONS[name][0])})"
        if name in COMPARISONS
        else say(f"yardstick.{name}")
    )
