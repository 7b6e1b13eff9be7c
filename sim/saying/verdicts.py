"""A verdict in words: how the remark is read, the phrase of ICD 203 with its band, and what it rests on."""

from __future__ import annotations

import math

from sim.inputs.definitions import MAX_DAYS
from sim.saying.digits import outwards
from sim.saying.language import PLAIN, Language, one_line
from sim.saying.stated import quantity_words
from sim.study.answer import Answer
from sim.study.verdict import Verdict

__all__ = ["band_words", "firm_sentence", "grounds", "no_verdict", "reading", "verdict_sentence"]


def verdict_sentence(said: Verdict, say: Language = PLAIN) -> str:
    """Return the verdict: the words, how they are read, the phrase of ICD 203 with its band, and the probability.

    Where the claim holds, or fails, whatever the numbers are, that is said instead: it is arithmetic, not a chance.

    >>> from sim.inputs.loading import load
    >>> verdict_sentence(Answer(scenario=load("sky-2024-10k")).verdict)
    '"not many days of casualties", read as at most 14 days: it holds.'
    """
    words, read = one_line(say.text(said.words)), reading(said.claim, said.threshold_days, say)
    if said.probability in ((0.0, 0.0), (1.0, 0.0)):
        return say("verdict.holds" if said.probability.value else "verdict.fails", words=words, reading=read)
    phrase, band = band_words(said, say)
    return say("verdict", words=words, reading=read, phrase=phrase, band=band, chance=say.chance(said.probability))


def band_words(said: Verdict, say: Language = PLAIN) -> tuple[str, str]:
    """Return the phrase of ICD 203 for a verdict's probability, and the band that the phrase stands for."""
    low, high = (f"{100 * end:.0f}" for end in (said.band.low, said.band.high))
    return say(f"phrase.{said.band.phrase}"), say("band", low=low, high=high)


def no_verdict(answer: Answer, say: Language = PLAIN) -> str:
    """Return why there is no verdict as one sentence, or nothing where there is one.

    >>> from sim.inputs.loading import load
    >>> no_verdict(Answer(scenario=load("cnn-2025-25k")))
    'No verdict: the words state no duration. Give them a yardstick to have one.'
    """
    if answer.verdict:
        return ""
    return say("verdict.none.duration" if answer.scenario.remark else "verdict.none.remark")


def reading(claim: str, days: float | None, say: Language = PLAIN) -> str:
    """Return how words are read: at most, or at least, so many days; without a number, what people call many.

    >>> reading("at most", 14), reading("at least", None)
    ('at most 14 days', 'no fewer days than what people call many')
    """
    if days is None:
        return say("reading.survey_at_most" if claim == "at most" else "reading.survey_at_least")
    return say(f"reading.{claim}", days=say.exact_days(days))


def firm_sentence(said: Verdict, fixed: bool, say: Language = PLAIN) -> str:
    """Return from which yardstick on the claim would be very likely; where the answer is `fixed`, would hold.

    >>> from sim.inputs.loading import load
    >>> firm_sentence(Answer(scenario=load("classroom")).verdict, fixed=True)
    'It holds for any yardstick of 18.0 days or fewer.'
    """
    ends = "none" if said.claim == "at most" else "any"
    kind = ends if math.isinf(said.firm_days.value) else said.claim
    firm = said.firm_days
    if fixed and MAX_DAYS < firm.value < math.inf:
        return say(f"firm.fixed.beyond.{said.claim}", days=say.exact_days(MAX_DAYS))
    if fixed and math.isfinite(firm.value):  # outwards, so that what is said is so
        towards, coarsest = math.ceil if said.claim == "at most" else math.floor, 0.1 if firm.value < 99.95 else 1.0
        firm = firm._replace(value=outwards(firm.value, towards, 1, coarsest))
    days = say.estimate(firm, "genitive")
    return say(f"firm.fixed.{kind}" if fixed else f"firm.{kind}", days=days)


def grounds(said: Verdict, answer: Answer, say: Language = PLAIN) -> str:
    """Return in words what a verdict rests on: the yardstick, the ranges with their grades, the noise.

    So that nobody takes a chance over assumptions for one over measurements.

    >>> from sim.inputs.loading import load
    >>> answer = Answer(scenario=load("classroom"))
    >>> grounds(answer.verdict, answer)
    'yardstick: the remark itself: two weeks; fixed numbers only'
    """
    scenario, drawn = answer.scenario, answer.drawn
    assumed = [quantity_words(key, say) for key in drawn if scenario[key].grade == "assumption"]
    ranges = say(f"grounds.ranges.{min(len(drawn), 2)}", count=str(len(drawn)))
    if assumed:
        one = "single" if len(drawn) == 1 else "one" if len(assumed) == 1 else "some"
        ranges += say(f"grounds.assumed.{one}", count=str(len(assumed)), names=", ".join(assumed))
    noise = say("grounds.noise") if scenario.number("dispersion") else ""
    if bound := answer.distribution.approximation:
        noise += say("grounds.approximated", points=say.number(f"{100 * bound:g}"))
    return say("grounds", source=one_line(say.text(said.threshold_source)), ranges=ranges, noise=noise)
