"""Every quantity of the model, defined once, and the frozen records a scenario is made of.

The table `DEFINITIONS` feeds validation and its error texts, the table in docs, the JSON Schema of the scenario file,
the widgets of the page and the strategies of the tests. Nothing else states a unit, a limit or a neutral value.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Literal

from sim.words.texts import Problem, Text

__all__ = [
    "BARE_QUOTIENT",
    "CLAIMS",
    "DEFINITIONS",
    "FIRST_DAY",
    "GRADES",
    "INSTEAD_OF",
    "LAST_DAY",
    "MAX_DAYS",
    "MAX_PROBLEMS",
    "MAX_RANK",
    "MAX_RATE",
    "MAX_TROOPS",
    "MIN_YARDSTICK",
    "NUMBERS",
    "SHAPES",
    "YARDSTICKS",
    "Correlation",
    "Definition",
    "Quantity",
    "Remark",
    "Scenario",
    "ScenarioError",
    "Step",
    "Wave",
    "capped",
    "gaussian_correlation",
    "nearest",
    "neutral_quantity",
    "number_problem",
    "shown",
    "with_value",
    "without_lists",
    "with_unit",
]

Value = float | str | date
Effect = Literal["more", "fewer", "either", "none"]

SHAPES = ("uniform", "triangular", "pert", "lognormal", "normal")
HARD_ENDED = ("uniform", "triangular", "pert")
GRADES = ("reported", "derived", "assumption")
YARDSTICKS = ("threshold", "survey", "barely one week", "around 10 days at most")
CLAIMS = ("at most", "at least")
INSTEAD_OF: Mapping[str, str] = {"waves": "troops", "schedule": "reported_rate"}
"""The lists that take the place of a single quantity, and of which."""
BARE_QUOTIENT = "bare_quotient"
MAX_TROOPS, MAX_RATE, MAX_DAYS = 1e9, 1e6, 3650.0
MIN_YARDSTICK, MAX_RANK = 1e-3, 0.99
"""The smallest yardstick (days) and the largest rank correlation."""
NARROWEST = 1e-9
"""The narrowest range: as a share of its larger end, or of one unit where that is less than one.

The days covered are found to a relative 1e-9 and windows shorter than 1e-9 days count as a jump (docs/model.md and
docs/decisions.md), so no answer shows a narrower range; and quantiles of a few roundings' width are rounding errors.
"""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Dates from which a calendar can be reckoned (assumption: none outside is meant)."""


MAX_PROBLEMS = 50
"""Problems named one by one (assumption: nobody reads on); a file of 1 MB can hold 85,000 of them."""
_MORE = "problem.more"
"""The problem that counts those which are not named."""


class ScenarioError(ValueError):
    """Input that cannot be used; each of its `problems` is a line in English and data for every other language.

    A line has path, value, unit and allowed range. Beyond `MAX_PROBLEMS` the last problem counts those not named.
    """

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems; the text of the exception is all their lines."""
        self.problems = capped(problems)
        super().__init__("\n".join(map(str, self.problems)))


def capped(problems: Sequence[Problem], most: int = MAX_PROBLEMS) -> tuple[Problem, ...]:
    """Return the first `most` problems, and where there are others a last one that counts them.

    Problems that count in their turn are added up, so that they can be capped, put together and capped again.

    >>> missing = [Problem.of("problem.missing", path) for path in ("day", "troops", "title")]
    >>> [str(problem) for problem in capped([*missing, Problem.of("problem.more", count=7)], most=2)]
    ['day: missing', 'troops: missing', 'and 8 more']
    """
    named = [problem for problem in problems if problem.key != _MORE]
    counted = sum(int(problem.places["count"]) for problem in problems if problem.key == _MORE)
    more = len(named[most:]) + counted
    return (*named[:most], *([Problem.of(_MORE, count=more)] if more else []))


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """What one quantity is: unit, neutral value, limits, plain words, and which way it moves the days covered.

    `also` is a single value allowed outside the limits. `effect` says what a larger value does to the days covered;
    `either` where that depends on the others.
    `typical` is the span in which tests draw and sliders run; it lies inside the limits.
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
    def allowed(self) -> str:
        """The allowed values in words, as printed in error texts and tables."""
        if self.choices:
            return Text("problem.either", one=self.choices[0], other=self.choices[1])
        if self.is_date:
            return Text("problem.date")
        span = Text("problem.span", low=self.low, high=self.high)
        return span if self.also is None else Text("problem.also", also=self.also, span=span)

    def admits(self, value: float) -> bool:
        """Whether a finite number lies in the limits."""
        return self.low <= value <= self.high or value == self.also


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


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `"; did you mean X?"` for the known word closest to `word`, or nothing.

    >>> nearest("trops", ["troops", "waves"])
    '; did you mean troops?'
    """
    import difflib

    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return Text("problem.nearest", word=found[0]) if found else ""


def number_problem(value: object, low: float, high: float, also: float | None = None) -> str:
    """Say in a few words why `value` is no finite number from `low` to `high` (or equal to `also`), or nothing.

    >>> number_problem(True, 0, 1)
    'true is no number'
    """
    if isinstance(value, bool):
        return Text("problem.no_number", value=str(value).lower())
    if not isinstance(value, int | float):
        return Text("problem.no_number", value=shown(value))
    if not math.isfinite(value):
        return Text("problem.not_finite", value=str(value))
    if value == 0 and math.copysign(1, value) < 0:
        return Text("problem.negative_zero")
    return "" if low <= value <= high or value == also else Text("problem.out_of_limits", value=shown(value))


def shown(value: object) -> str:
    """Return a value as a problem quotes it: a text in quotes, cut where it is long."""
    text = f"{value:.12g}" if isinstance(value, float) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def with_unit(number: str, unit: str) -> str:
    """Return a number, or words about numbers, with its unit; a pure number has none.

    >>> with_unit("5", "people"), with_unit("5", "1")
    ('5 people', '5')
    """
    return number if unit in ("", "1") else Text("problem.with_unit", number=number, unit=Text(f"unit.{unit}"))


def _limit_problem(path: str, value: object, unit: str, limits: tuple[float, float]) -> list[Problem]:
    """The problem of a number outside its limits, with value, unit and what is allowed."""
    if not (why := number_problem(value, *limits)):
        return []
    allowed = with_unit(Text("problem.span", low=limits[0], high=limits[1]), unit)
    return [Problem.of("problem.limits", path, value=with_unit(shown(value), unit), why=why, allowed=allowed)]


def _allowed_problem(path: str, value: object, allowed: Iterable[str], near: str = "") -> Problem:
    return Problem.of("problem.allowed", path, value=shown(value), allowed=", ".join(allowed), near=near)


def _grade_problems(path: str, grade: str, source: str) -> list[Problem]:
    if grade not in GRADES:
        return [_allowed_problem(f"{path}.grade", grade, GRADES)]
    if grade != "assumption" and not source.strip():
        return [Problem.of("problem.needs_source", path, grade=repr(grade))]
    return []


def _require(problems: list[Problem]) -> None:
    if problems:
        raise ScenarioError(*problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """One named number (or choice, or date) with its range, source, as-of date, definition and grade.

    `low` and `high` are the hard ends of `uniform`, `triangular` and `pert` ranges, and the 5th and 95th percentiles of
    `lognormal` and `normal` ones. `own` marks what a reader has set in place of what was published. Raises
    `ScenarioError` naming every problem.
    """

    key: str
    value: Value
    low: float | None = None
    high: float | None = None
    shape: str = ""
    source: str = ""
    as_of: date | None = None
    definition: str = ""
    grade: str = "assumption"
    note: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse anything outside the quantity's definition, a broken range, and a grade without its source."""
        what = DEFINITIONS.get(self.key)
        if what is None:
            near = nearest(self.key, DEFINITIONS)
            raise ScenarioError(Problem.of("problem.unknown_quantity", f"quantities.{self.key}", near=near))
        problems = [*self._value_problems(what), *self._range_problems(what)]
        _require([*problems, *_grade_problems(f"quantities.{self.key}", self.grade, self.source)])

    def _value_problems(self, what: Definition) -> Iterator[Problem]:
        path = f"quantities.{self.key}"
        if what.choices and self.value not in what.choices or what.is_date and type(self.value) is not date:
            yield Problem.of("problem.allowed", f"{path}.value", value=shown(self.value), allowed=what.allowed, near="")
        elif what.is_date and isinstance(self.value, date) and not FIRST_DAY <= self.value <= LAST_DAY:
            span = Text("allowed.span", low=str(FIRST_DAY), high=str(LAST_DAY))
            yield Problem.of("problem.allowed", f"{path}.value", value=str(self.value), allowed=span, near="")
        elif what.is_number:
            for name, value in (("value", self.value), ("low", self.low), ("high", self.high)):
                why = "" if value is None and name != "value" else number_problem(value, what.low, what.high, what.also)
                if why:
                    found, allowed = with_unit(shown(value), what.unit), with_unit(what.allowed, what.unit)
                    yield Problem.of("problem.limits", f"{path}.{name}", value=found, why=why, allowed=allowed)

    def _range_problems(self, what: Definition) -> Iterator[Problem]:
        path, low, high = f"quantities.{self.key}", self.low, self.high
        if low is None and high is None:
            if self.shape:
                yield Problem.of("problem.shape_alone", path, shape=repr(self.shape))
            return
        if not what.is_number:
            yield Problem.of("problem.no_range", path)
        elif low is None or high is None:
            yield Problem.of("problem.half_range", path)
        elif self.shape not in SHAPES:
            yield _allowed_problem(f"{path}.shape", self.shape, SHAPES, nearest(str(self.shape), SHAPES))
        elif not any(number_problem(x, what.low, what.high, what.also) for x in (low, high, self.value)):
            yield from self._disorder(what, low, high)

    def _disorder(self, what: Definition, low: float, high: float) -> Iterator[Problem]:
        """Problems of ends that are each within the limits."""
        path, lowest = f"quantities.{self.key}", with_unit(f"{low:g}", what.unit)
        if not low <= float(self.value) <= high:  # type: ignore[arg-type]
            ends = {"low": f"{low:.12g}", "high": with_unit(f"{high:.12g}", what.unit)}
            yield Problem.of("problem.order", path, value=f"{self.value:.12g}", allowed=what.allowed, **ends)
        elif self.shape == "lognormal" and low <= 0:
            yield Problem.of("problem.lognormal", path, low=lowest)
        elif what.also is not None and low < what.low < high:
            span = Text("problem.span", low=what.low, high=what.high)
            yield Problem.of("problem.range_within", path, low=lowest, span=span)

    @property
    def uncertain(self) -> bool:
        """Whether the quantity is a range wide enough to be told from its value; a narrower one is that number."""
        if self.low is None or self.high is None:
            return False
        return self.high - self.low > NARROWEST * max(1.0, abs(self.low), abs(self.high))

    @property
    def span(self) -> tuple[float, float]:
        """The smallest and largest value the range can take: its ends, or the limits where the shape has tails."""
        what = DEFINITIONS[self.key]
        if not self.uncertain:
            return float(self.value), float(self.value)  # type: ignore[arg-type]
        if self.shape in HARD_ENDED:
            return float(self.low), float(self.high)  # type: ignore[arg-type]
        return what.low, what.high


@cache
def neutral_quantity(key: str) -> Quantity:
    """Return the quantity that switches its rung off, graded `assumption`; KeyError for a key without neutral value."""
    neutral = DEFINITIONS[key].neutral
    if neutral is None:
        raise KeyError(key)
    return Quantity(key=key, value=neutral, definition="neutral: this rung is switched off")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """Troops who enter the line on one day: `day` from day 0, `troops` in people; `own` as in `Quantity`.

    Raises `ScenarioError`.
    """

    day: float
    troops: float
    source: str = ""
    grade: str = "assumption"
    note: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse days and troops outside their limits."""
        _require(
            [
                *_limit_problem("waves.day", self.day, "days", (0, MAX_DAYS)),
                *_limit_problem("waves.troops", self.troops, "people", (0, MAX_TROOPS)),
                *_grade_problems("waves", self.grade, self.source),
            ]
        )

    @property
    def pair(self) -> tuple[float, float]:
        """Day and size."""
        return self.day, self.troops

    def times(self, factor: float) -> Wave:
        """Return the wave with its size multiplied."""
        return replace(self, troops=self.troops * factor)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A casualty rate that holds from one day on: `from_day`, `casualties_per_day`; `own` as in `Quantity`.

    Raises `ScenarioError`.
    """

    from_day: float
    casualties_per_day: float
    source: str = ""
    grade: str = "assumption"
    note: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse days and rates outside their limits."""
        _require(
            [
                *_limit_problem("schedule.from_day", self.from_day, "days", (0, MAX_DAYS)),
                *_limit_problem(
                    "schedule.casualties_per_day", self.casualties_per_day, "casualties/day", (0, MAX_RATE)
                ),
                *_grade_problems("schedule", self.grade, self.source),
            ]
        )

    @property
    def pair(self) -> tuple[float, float]:
        """Day and rate."""
        return self.from_day, self.casualties_per_day

    def times(self, factor: float) -> Step:
        """Return the step with its rate multiplied."""
        return replace(self, casualties_per_day=self.casualties_per_day * factor)


@dataclass(frozen=True, kw_only=True, slots=True)
class Correlation:
    """Rank correlation (Spearman, -0.99 to 0.99) of two uncertain quantities. Raises `ScenarioError`."""

    between: tuple[str, str]
    rank: float

    def __post_init__(self) -> None:
        """Refuse unknown or equal names and a correlation outside its limits."""
        path, unknown = "correlations.between", [key for key in self.between if key not in NUMBERS]
        problems: list[Problem] = [
            Problem.of("problem.unknown_value", path, value=shown(key), near=nearest(str(key), NUMBERS))
            for key in unknown
        ]
        if len(set(self.between)) != 2:
            problems.append(Problem.of("problem.two_different", path, value=shown(list(self.between))))
        _require([*problems, *_limit_problem("correlations.rank", self.rank, "1", (-MAX_RANK, MAX_RANK))])


def gaussian_correlation(rank: float) -> float:
    """Return the correlation of two normal variables whose Spearman rank correlation is `rank`: 2 sin(pi rank / 6).

    Source: Pearson 1907, "On further methods of determining correlation".

    >>> round(gaussian_correlation(0.5), 4)
    0.5176
    """
    return 2 * math.sin(math.pi * rank / 6)


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
            problems.append(_allowed_problem("remark.claim", self.claim, CLAIMS))
        if self.yardstick not in YARDSTICKS:
            problems.append(_allowed_problem("remark.yardstick", self.yardstick, YARDSTICKS))
        elif self.yardstick != "threshold" and self.threshold_days is not None:
            problems.append(Problem.of("problem.two_yardsticks", "remark", yardstick=repr(self.yardstick)))
        if self.threshold_days is not None:
            problems += _limit_problem("remark.threshold_days", self.threshold_days, "days", (MIN_YARDSTICK, MAX_DAYS))
        _require(problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """A remark, the quantities it rests on, and how the troops arrive; everything not stated is neutral.

    `quantities`, `waves` and `schedule` are what is stated: the size of the reinforcement as `troops` or as waves, the
    rate as `reported_rate` or as a schedule. Whoever computes need not ask which: `arrivals` and `rates` hold one entry
    at least, on day 0 where a single number is stated, and `scenario["troops"]` and `scenario["reported_rate"]` are the
    sum of the waves and the first rate of a schedule where those are stated.

    Raises `ScenarioError` naming every problem, so that no invalid scenario exists.
    """

    title: str
    quantities: tuple[Quantity, ...]
    waves: tuple[Wave, ...] = ()
    schedule: tuple[Step, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    remark: Remark | None = None
    name: str = field(default="", compare=False)
    arrivals: tuple[Wave, ...] = field(init=False, compare=False, repr=False)
    rates: tuple[Step, ...] = field(init=False, compare=False, repr=False)
    _singles: tuple[Quantity, ...] = field(init=False, compare=False, repr=False, default=())

    def __post_init__(self) -> None:
        """Refuse missing or doubled quantities, waves and steps out of order, and ranges that contradict each other."""
        keys = [q.key for q in self.quantities]
        twice = [key for key in sorted(set(keys)) if keys.count(key) > 1]
        problems = [Problem.of("problem.given_twice", f"quantities.{key}") for key in twice]
        if ("troops" in keys) == bool(self.waves):
            problems.append(
                Problem.of("problem.troops_twice" if self.waves else "problem.no_troops", "quantities.troops")
            )
        if ("reported_rate" in keys) == bool(self.schedule):
            key = "problem.rate_twice" if self.schedule else "problem.no_rate"
            problems.append(Problem.of(key, "quantities.reported_rate"))
        if self.schedule and self["monthly_trend"].value != 0:
            problems.append(Problem.of("problem.trend_twice", "quantities.monthly_trend"))
        _require([*problems, *self._order_problems(), *self._correlation_problems()])
        self._normalise()

    def _normalise(self) -> None:
        """Keep a wave and a step where a single number is stated, and single numbers where a list is."""
        singles = []
        if self.waves:
            whole = sum(wave.troops for wave in self.waves)
            singles.append(Quantity(key="troops", value=whole, note=Text("note.sum_of_waves")))
        if self.schedule:
            first = self.schedule[0].casualties_per_day
            singles.append(Quantity(key="reported_rate", value=first, note=Text("note.first_step")))
        object.__setattr__(self, "_singles", tuple(singles))
        troops, rate = self["troops"], self["reported_rate"]
        wave = Wave(day=0.0, troops=self.number("troops"), **_facts(troops))
        step = Step(from_day=0.0, casualties_per_day=self.number("reported_rate"), **_facts(rate))
        object.__setattr__(self, "arrivals", self.waves or (wave,))
        object.__setattr__(self, "rates", self.schedule or (step,))

    def highest(self, key: str) -> float:
        """Return the largest value a quantity may take; a schedule scales with its first step, up to its highest."""
        rates = [step.casualties_per_day for step in self.schedule]
        if key == "reported_rate" and any(rates):
            return MAX_RATE * (rates[0] / max(rates)) * (1 - 1e-12)  # short of it, so that rounding stays within
        return DEFINITIONS[key].high

    def _order_problems(self) -> Iterator[Problem]:
        if (whole := sum(wave.troops for wave in self.waves)) > MAX_TROOPS:
            people = with_unit(f"{whole:.10g}", "people")
            yield Problem.of("problem.too_many", "waves", whole=people, most=f"{MAX_TROOPS:g}")
        for path, days in (
            ("waves.day", [w.day for w in self.waves]),
            ("schedule.from_day", [s.from_day for s in self.schedule]),
        ):
            if any(later <= earlier for earlier, later in zip(days, days[1:], strict=False)):
                value = with_unit(", ".join(f"{day:g}" for day in days), "days")
                yield Problem.of("problem.must_rise", path, value=value)
        if self.schedule and self.schedule[0].from_day != 0:
            value = with_unit(f"{self.schedule[0].from_day:g}", "days")
            yield Problem.of("problem.first_step", "schedule.from_day", value=value)
        first, last = self["first_return_day"], self["last_return_day"]
        if first.span[1] > last.span[0]:
            ends = {"first": first.span[1], "last": last.span[0]}
            yield Problem.of("problem.returns_order", "quantities.first_return_day", **ends)

    def _correlation_problems(self) -> Iterator[Problem]:
        pairs = [frozenset(c.between) for c in self.correlations]
        if len(set(pairs)) < len(pairs):
            yield Problem.of("problem.same_pair", "correlations.between")
        for key in sorted({key for c in self.correlations for key in c.between}):
            if key not in self or not self[key].uncertain:
                yield Problem.of("problem.no_range_to_correlate", "correlations.between", quantity=repr(key))
        if len(self.correlations) > 1 and not self._correlations_agree():
            yield Problem.of("problem.impossible", "correlations.rank")

    def _correlations_agree(self) -> bool:
        import numpy as np

        keys = sorted({key for c in self.correlations for key in c.between})
        matrix = np.eye(len(keys))
        for c in self.correlations:
            i, j = keys.index(c.between[0]), keys.index(c.between[1])
            matrix[i, j] = matrix[j, i] = gaussian_correlation(c.rank)
        return bool(np.linalg.eigvalsh(matrix).min() > 1e-9)

    def __getitem__(self, key: str) -> Quantity:
        """Return the quantity as stated, or its neutral value graded `assumption`; KeyError for an unknown key.

        For `troops` and `reported_rate` it may be the sum of the waves, or the first rate of the schedule.
        """
        for quantity in (*self.quantities, *self._singles):
            if quantity.key == key:
                return quantity
        return neutral_quantity(key)

    def __contains__(self, key: str) -> bool:
        """Whether the scenario states the quantity itself."""
        return any(quantity.key == key for quantity in self.quantities)

    def number(self, key: str) -> float:
        """Return the central value of a numeric quantity."""
        return float(self[key].value)  # type: ignore[arg-type]

    @property
    def replaced(self) -> frozenset[str]:
        """Keys of the quantities whose place a list has taken: no number of their own can be set beside it."""
        by_waves = {"troops"} if self.waves else set()
        return frozenset(by_waves | ({"reported_rate", "monthly_trend"} if self.schedule else set()))

    def timed(self, key: str) -> tuple[Wave | Step, ...]:
        """Return what `troops` or `reported_rate` is over time; nothing for any other quantity."""
        over_time: dict[str, tuple[Wave | Step, ...]] = {"troops": self.arrivals, "reported_rate": self.rates}
        return over_time.get(key, ())

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Keys of the quantities that are ranges, in the order of the table."""
        return tuple(key for key in NUMBERS if key in self and self[key].uncertain)


def _facts(quantity: Quantity) -> dict[str, Any]:
    """What an entry of a list takes over from the single quantity in whose place it stands."""
    return {name: getattr(quantity, name) for name in ("source", "grade", "note", "own")}


def with_value(scenario: Scenario, key: str, value: float) -> Scenario:
    """Return the scenario with one quantity at a fixed number; waves or steps are scaled in proportion.

    Raises `ScenarioError` for a value outside the limits.
    """
    for part, single in INSTEAD_OF.items():
        if key == single and getattr(scenario, part):
            factor = value / scenario.number(key) if scenario.number(key) else 0.0
            scaled: dict[str, Any] = {part: tuple(entry.times(factor) for entry in getattr(scenario, part))}
            return replace(scenario, **scaled)
    kept = [q for q in scenario.quantities if q.key != key]
    pairs = tuple(c for c in scenario.correlations if key not in c.between)
    return replace(scenario, quantities=(*kept, Quantity(key=key, value=value)), correlations=pairs)


def without_lists(scenario: Scenario, *parts: str) -> Scenario:
    """Return the scenario with the sum of its waves, or its first rate, in the place of these lists."""
    kept: dict[str, Any] = dict.fromkeys(parts, ())
    singles = tuple(scenario[INSTEAD_OF[part]] for part in parts if getattr(scenario, part))
    return replace(scenario, quantities=(*scenario.quantities, *singles), **kept)
