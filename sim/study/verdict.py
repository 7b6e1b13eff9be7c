"""The verdict on vague words: what the remark is held against, and how probable it is.

A remark holds if the days covered are at most its yardstick ("not many days"), or at least ("this covers months").

    0   1     5         20             45  55             80         95    99  100 %
    |---|-----|---------|---------------|---|--------------|----------|-----|---|
      almost    very        unlikely    roughly   likely       very    almost
      no chance unlikely                 even                 likely   certain
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.core.crossing import central_days
from sim.core.points import Estimate
from sim.inputs.facts import survey_answers
from sim.inputs.remarks import COMPARISONS, Remark
from sim.inputs.scenario import Scenario
from sim.study.distribution import Distribution
from sim.words.texts import Days, Text

__all__ = [
    "BANDS",
    "DEFAULT_THRESHOLD_DAYS",
    "MONTHS_DAYS",
    "Band",
    "Verdict",
    "central_holds",
    "opposite",
    "phrase",
    "threshold_of",
    "verdict",
]

DEFAULT_THRESHOLD_DAYS = 14.0
"""What "not many days" is read as where the remark states no yardstick (assumption: at most two weeks)."""
MONTHS_DAYS = 60.0
"""What "this covers months" is read as (assumption: two months of 30 days at least)."""


class Band(NamedTuple):
    """One phrase of the ICD 203 scale and its band of probabilities (0 to 1)."""

    phrase: str
    low: float
    high: float


BANDS = (
    Band("almost no chance", 0.01, 0.05),
    Band("very unlikely", 0.05, 0.20),
    Band("unlikely", 0.20, 0.45),
    Band("roughly even", 0.45, 0.55),
    Band("likely", 0.55, 0.80),
    Band("very likely", 0.80, 0.95),
    Band("almost certain", 0.95, 0.99),
)
"""Intelligence Community Directive 203, Analytic Standards (2 January 2015), expressions of likelihood.

A shared end belongs to the band nearer to one half, so that p and 1 - p get mirrored phrases. The scale stops at 1 and
99 %; beyond, the outermost phrase is used and the probability is printed beside it.
"""


def phrase(probability: float) -> Band:
    """Return the band of the ICD 203 scale for a probability (0 to 1).

    A shared end belongs to the band nearer to one half, so p and 1 - p have mirrored phrases.

    >>> phrase(0.91).phrase, phrase(0.2).phrase, phrase(0.0).phrase
    ('very likely', 'unlikely', 'almost no chance')
    >>> [(phrase(p).phrase, phrase(1 - p).phrase) for p in (0.05, 0.5)]
    [('very unlikely', 'very likely'), ('roughly even', 'roughly even')]
    """
    below = [band for band in BANDS[:3] if probability < band.high]
    above = [band for band in BANDS[4:] if probability > band.low]
    return below[0] if below else above[-1] if above else BANDS[3]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """How probable a claim is, in which words and by which yardstick.

    `threshold_days` is None for the survey. `firm_days` is the nearest threshold (days) at which the claim would be
    very likely (80 %): infinity where none makes it so ("at most"), and where every one does ("at least").
    `probability` is over the scenario's ranges and noise, and takes the reading itself as given.
    """

    claim: str
    words: str
    yardstick: str
    threshold_days: float | None
    threshold_source: str
    probability: Estimate
    firm_days: Estimate

    @property
    def band(self) -> Band:
        """The phrase for the probability and its band."""
        return phrase(self.probability.value)


def threshold_of(remark: Remark) -> tuple[float | None, str]:
    """Return the remark's yardstick in days, None for the survey, and where it comes from.

    The remark's own threshold if it states one, else a published comparison by its name, else 14 days; which of these
    it was is in the second text, so that it can be said.

    >>> threshold_of(Remark())
    (14.0, 'assumption: no yardstick is stated; two weeks')
    >>> threshold_of(Remark(yardstick="barely one week"))[0]
    7.0
    """
    if remark.yardstick == "survey":
        return None, Text("yardstick.source.survey")
    if remark.yardstick in COMPARISONS:
        return COMPARISONS[remark.yardstick]
    if remark.threshold_days is None:
        return DEFAULT_THRESHOLD_DAYS, Text("yardstick.source.default")
    return remark.threshold_days, remark.threshold_source or Text("yardstick.source.user")


def verdict(scenario: Scenario, distribution: Distribution) -> Verdict | None:
    """Return the verdict on the scenario's remark, or None where it has none or states no duration.

    Of the survey it is the chance, averaged over the 46 people asked, that the days are fewer than what that person
    calls many; its standard error is the largest of theirs, and does not count who was asked.

    >>> from sim.inputs.loading import load
    >>> from sim.study.distribution import distribution
    >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> scenario = load("sky-2024-10k", half)
    >>> found = verdict(scenario, distribution(scenario))
    >>> round(found.probability.value, 3), found.band.phrase, round(found.firm_days.value, 1)
    (0.111, 'very unlikely', 20.2)
    """
    remark = scenario.remark
    if remark is None or not remark.states_duration:
        return None
    days, source = threshold_of(remark)
    return Verdict(
        claim=remark.claim,
        words=remark.words,
        yardstick=remark.yardstick,
        threshold_days=days,
        threshold_source=source,
        probability=_survey(distribution, remark.claim) if days is None else _holds(distribution, remark.claim, days),
        firm_days=distribution.quantile(0.8 if remark.claim == "at most" else 0.2),
    )


def opposite(scenario: Scenario, distribution: Distribution) -> Verdict | None:
    """Return the verdict on the opposite overclaim: "this covers months", or "not many days" where that is said.

    None where the remark has no verdict, and where both claims could hold together: of at most 91 and at least 60 days
    neither is the opposite of the other. The survey counts as its median here. The two chances need not add up to 1: of
    days between the yardsticks neither claim holds.

    >>> from sim.inputs.loading import load
    >>> from sim.study.distribution import distribution
    >>> said = opposite(load("sky-2024-10k"), distribution(load("sky-2024-10k")))
    >>> said.claim, said.threshold_days, said.probability.value
    ('at least', 60.0, 0.0)
    """
    remark = scenario.remark
    if remark is None or not remark.states_duration:
        return None
    said, limit = remark.claim, threshold_of(remark)[0] or float(np.median(survey_answers()))
    claim, days = ("at least", MONTHS_DAYS) if said == "at most" else ("at most", DEFAULT_THRESHOLD_DAYS)
    if limit >= days if said == "at most" else limit <= days:
        return None
    words = Text(f"opposite.{claim}")
    reading = Text(f"reading.{claim}", days=Days(days))
    source = Text("yardstick.source.opposite", words=repr(words), reading=reading)
    return Verdict(
        claim=claim,
        words=words,
        yardstick="threshold",
        threshold_days=days,
        threshold_source=source,
        probability=_holds(distribution, claim, days),
        firm_days=distribution.quantile(0.8 if claim == "at most" else 0.2),
    )


def _holds(distribution: Distribution, claim: str, days: float) -> Estimate:
    """The chance that a claim holds; a yardstick met to the day is met by both claims, so `at least` counts it in."""
    if claim == "at most":
        return distribution.probability(days)
    below = distribution.probability(days, met=False)
    return Estimate(1.0 - below.value, below.standard_error)


def _survey(distribution: Distribution, claim: str) -> Estimate:
    """The chance that the days are fewer than what one of the people asked calls many (or not fewer).

    The mean over the people of P(D < their answer); errors of the same points add up, so the largest is taken.
    """
    answers = survey_answers()
    chances = [distribution.probability(answer, met=False) for answer in answers]
    below = math.fsum(chance.value for chance in chances) / len(answers)
    error = max(chance.standard_error for chance in chances)
    return Estimate(below if claim == "at most" else 1.0 - below, error)


def central_holds(scenario: Scenario, days: float, claim: str) -> bool:
    """Return whether the claim holds at the central values; both claims hold of days that equal the yardstick."""
    covered = central_days(scenario)
    return covered <= days if claim == "at most" else covered >= days
