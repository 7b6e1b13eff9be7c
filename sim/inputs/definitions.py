"""Every quantity of the model, defined once.

The table `DEFINITIONS` feeds validation and its error texts, the table in docs, the JSON Schema of the scenario file,
the widgets of the page and the strategies of the tests. Nothing else states a unit, a limit or a neutral value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sim.words.texts import Text

__all__ = [
    "BARE_QUOTIENT",
    "DEFAULT_SHAPE",
    "DEFINITIONS",
    "ERRORS",
    "FIRST_DAY",
    "GRADES",
    "INSTEAD_OF",
    "LAST_DAY",
    "MAX_DAYS",
    "MAX_RANK",
    "MAX_RATE",
    "MAX_SEED",
    "MAX_TROOPS",
    "NUMBERS",
    "SHAPES",
    "TOGETHER",
    "Definition",
    "Value",
]

Value = float | str | date
Effect = Literal["more", "fewer", "either", "none"]

SHAPES = ("uniform", "triangular", "pert", "lognormal", "normal")
DEFAULT_SHAPE = "triangular"
"""Shape of a range that states none (assumption): the value is the mode, low and high are hard ends."""
GRADES = ("reported", "derived", "assumption")
INSTEAD_OF: Mapping[str, str] = {"waves": "troops", "schedule": "reported_rate"}
"""The lists that take the place of a single quantity, and of which."""
TOGETHER: Mapping[str, tuple[str, str]] = {"returning_share": ("killed_share", "wounded_returning_share")}
"""What two quantities that are stated together stand for: returning = (1 - killed) x wounded who return."""
BARE_QUOTIENT = "bare_quotient"
MAX_TROOPS, MAX_RATE, MAX_DAYS = 1e9, 1e6, 3650.0
MAX_RANK = 0.99
"""The largest rank correlation."""
MAX_SEED = 2**32 - 1
"""The largest seed of random numbers, at every door."""
ERRORS = (1e-5, 0.1)
"""Target errors that can be asked for (assumption: below, the points run out; above, the answer says nothing)."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Dates from which a calendar can be reckoned (assumption: none outside is meant)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """What one quantity is: unit, neutral value, limits, plain words, and which way it moves the days covered.

    `also` is a single value allowed outside the limits. `effect` says what a larger value does to the days covered;
    `either` where that depends on the others. `typical` is the span in which tests draw and sliders run; it lies inside
    the limits. What has no neutral value has to be stated, but for the date. Nothing is checked here: the table
    is ours, and the tests read it.

    >>> line = DEFINITIONS["line_share"]
    >>> line.neutral, line.allowed, line.effect, line.is_number
    (1.0, '0 to 1', 'more', True)
    """

    key: str
    symbol: str
    unit: str
    meaning: str
    typical_source: str
    neutral: Value | None = None
    low: float = 0.0
    high: float = math.inf
    also: float | None = None
    typical: tuple[float, float] = (0.0, 1.0)
    effect: Effect = "none"
    choices: tuple[str, ...] = ()
    is_date: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the quantity takes a number (or a range of numbers)."""
        return not (self.choices or self.is_date)

    @property
    def in_words(self) -> Text:
        """The meaning as the definition of a number that states no other; every language has its own."""
        return Text.worded(self.meaning.rstrip("."), f"help.{self.key}")

    @property
    def allowed(self) -> str:
        """The allowed values in words, as printed in error texts and tables."""
        if self.choices:
            return Text("problem.either", one=self.choices[0], other=self.choices[1])
        if self.is_date:
            return Text("problem.date")
        span = Text("problem.span", low=self.low, high=self.high)
        return span if self.also is None else Text("problem.also", also=self.also, span=span)


DEFINITIONS: Mapping[str, Definition] = {
    d.key: d
    for d in (
        Definition(
            key="reported_rate", symbol="r", unit="casualties/day", high=MAX_RATE, typical=(50, 3000), effect="fewer",
            meaning="Casualties (killed and wounded, unless defined otherwise) reported per day on day 0.",
            typical_source="UK MoD monthly averages of the Ukrainian General Staff's daily figures",
        ),
        Definition(
            key="reporting_ratio", symbol="k", unit="1", neutral=1.0, low=0.05, high=20, typical=(0.3, 3),
            effect="fewer", meaning="True casualties divided by reported casualties.",
            typical_source="independent counts (CSIS, Mediazona) against the reported total",
        ),
        Definition(
            key="monthly_trend", symbol="g", unit="1", neutral=0.0, low=-0.9, high=9, typical=(-0.3, 0.5),
            effect="fewer", meaning="Growth of the casualty rate per 30 days: 0.07 means 7 % more a month.",
            typical_source="successive monthly averages",
        ),
        Definition(
            key="returning_share", symbol="p", unit="1", neutral=0.0, high=1, typical=(0, 1), effect="more",
            meaning="Share of casualties who return to duty.",
            typical_source="Dupuy 1986: 75 of 100; medical planning factors",
        ),
        Definition(
            key="killed_share", symbol="κ", unit="1", neutral=0.0, high=1, typical=(0.1, 0.4), effect="fewer",
            meaning="Share of casualties who are killed; stated with the next, in place of the share who return.",
            typical_source="UK MoD, November 2024: 2 of 7; Dupuy Institute: 1 of 4",
        ),
        Definition(
            key="wounded_returning_share", symbol="ω", unit="1", neutral=0.0, high=1, typical=(0.1, 0.9),
            effect="more", meaning="Share of those not killed who return to duty.",
            typical_source="Roslin, March 2023: half; Holcomb et al. 2006: one in five within 72 hours",
        ),
        Definition(
            key="first_return_day", symbol="a", unit="days", neutral=6.0, high=MAX_DAYS, typical=(0, 20),
            effect="either", meaning="Days from the loss to the first return to duty.",
            typical_source="Dupuy 1986: day 6",
        ),
        Definition(
            key="last_return_day", symbol="b", unit="days", neutral=20.0, high=MAX_DAYS, typical=(20, 120),
            effect="either", meaning="Days from the loss to the last return to duty; returns are even in between.",
            typical_source="Dupuy 1986: day 20",
        ),
        Definition(
            key="earlier_casualties", symbol="", unit="", neutral="counted", choices=("counted", "ignored"),
            meaning="Whether those lost before day 0 also return: counted, or ignored.",
            typical_source="a choice of definition",
        ),
        Definition(
            key="recruits_per_day", symbol="c", unit="people/day", neutral=0.0, high=MAX_RATE, typical=(0, 1500),
            effect="more", meaning="New recruits reaching the force per day.",
            typical_source="UK MoD, Meduza from federal bonus data, Medvedev",
        ),
        Definition(
            key="troops", symbol="n", unit="people", high=MAX_TROOPS, typical=(1000, 100_000), effect="more",
            meaning="Size of the reinforcement, standing in the line from day 0.",
            typical_source="the remark",
        ),
        Definition(
            key="delivered_share", symbol="f", unit="1", neutral=1.0, high=1.5, typical=(0.05, 1.5), effect="more",
            meaning="Share of the announced troops who arrive; above 1 where more came than announced.",
            typical_source="later counts of arrivals",
        ),
        Definition(
            key="line_share", symbol="u", unit="1", neutral=1.0, high=1, typical=(0.05, 1), effect="more",
            meaning="Share of the arrivals who serve where the losses fall.",
            typical_source="unit structure; officers, engineers and guards do not fill a trench",
        ),
        Definition(
            key="desertion_share", symbol="q", unit="1", neutral=0.0, high=1, typical=(0, 0.9), effect="fewer",
            meaning="Share of the arrivals who desert or defect.",
            typical_source="reports of desertion",
        ),
        Definition(
            key="starting_effectiveness", symbol="e0", unit="1", neutral=1.0, high=1, typical=(0.05, 1), effect="more",
            meaning="Effectiveness on arrival, before command, language and radios are sorted out.",
            typical_source="judgement; no published figure known",
        ),
        Definition(
            key="integration_days", symbol="m", unit="days", neutral=0.0, high=MAX_DAYS, typical=(0, 120),
            effect="fewer", meaning="Days from arrival to full effectiveness, growing evenly.",
            typical_source="time from arrival to large-scale combat",
        ),
        Definition(
            key="dispersion", symbol="v", unit="1", neutral=0.0, low=1, high=1e4, also=0.0, typical=(1, 50),
            meaning="Variance divided by mean of the daily counts; 0 switches day-to-day noise off.",
            typical_source="the daily series: 11.9 in September 2024",
        ),
        Definition(
            key="day_correlation", symbol="w", unit="1", neutral=0.0, high=0.99, typical=(0, 0.9),
            meaning="Correlation of the counts of one day with the next.",
            typical_source="the daily series: 0.44 in September 2024",
        ),
        Definition(
            key="dispersion_of", symbol="", unit="", neutral="true", choices=("true", "reported"),
            meaning="Whose counts the dispersion is that of: true, or reported, so that true ones have 1 + k (v - 1).",
            typical_source="a choice of definition",
        ),
        Definition(
            key="announced", symbol="", unit="date", is_date=True,
            meaning="Day the reinforcement was announced or reported; the calendar counts from it.",
            typical_source="the remark",
        ),
        Definition(
            key="lag_days", symbol="", unit="days", neutral=0.0, high=MAX_DAYS, typical=(0, 120),
            meaning="Days from the announcement to day 0, when the reinforcement stands in the line.",
            typical_source="first combat as reported",
        ),
    )
}  # fmt: skip
"""One definition a quantity, in the order of the ladder."""

NUMBERS = tuple(key for key, definition in DEFINITIONS.items() if definition.is_number)
