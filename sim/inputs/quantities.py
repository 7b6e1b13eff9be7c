"""The frozen records of what a scenario rests on: quantities, waves, steps of the rate, rank correlations.

A record refuses, when it is made, whatever its definition does not allow, with all problems at once; so whoever holds
one never checks it again. What makes sense only together is checked by `sim.inputs.scenario.Scenario`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sim.inputs.definitions import (
    DEFINITIONS,
    GRADES,
    MAX_DAYS,
    MAX_RANK,
    MAX_RATE,
    MAX_TROOPS,
    NUMBERS,
    SHAPES,
    Definition,
    Value,
)
from sim.inputs.problems import (
    ScenarioError,
    allowed_problem,
    limit_problem,
    nearest,
    number_problem,
    require,
    shown,
    with_unit,
)
from sim.inputs.sources import day_problems, source_problems
from sim.words.texts import Problem, Text

__all__ = [
    "HARD_ENDED",
    "Correlation",
    "Quantity",
    "Step",
    "Wave",
    "gaussian_correlation",
    "neutral_quantity",
]

HARD_ENDED = ("uniform", "triangular", "pert")
"""Shapes that lie between their low and high; the others reach to the limits."""
NARROWEST = 1e-9
"""The narrowest range: as a share of its larger end, or of one unit where that is less than one.

The days covered are found to a relative 1e-9 and windows shorter than 1e-9 days count as a jump (docs/model.md and
docs/decisions.md), so no answer shows a narrower range; and quantiles of a few roundings' width are rounding errors.
"""


def _grade_problems(path: str, grade: str, source: str) -> list[Problem]:
    if grade not in GRADES:
        return [allowed_problem(f"{path}.grade", grade, GRADES)]
    if grade != "assumption" and not source.strip():
        return [Problem.of("problem.needs_source", path, grade=repr(grade))]
    return []


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """One named number (or choice, or date) with its range, source, as-of date, definition and grade.

    `value` is the central value, in the unit of `DEFINITIONS[key]`. `low` and `high` are the hard ends of `uniform`,
    `triangular` and `pert` ranges, and the 5th and 95th percentiles of `lognormal` and `normal` ones; the value lies
    between them, but only `triangular` and `pert` have it as their mode (`sim.core.shapes`). A range narrower than
    `NARROWEST` is its value. Every grade but `assumption` needs a source. `accessed` is the day on which its source was
    read and `archived` the address of a lasting copy of it. `own` marks what a reader has set in place of what was
    published. Raises `ScenarioError` naming every problem.

    >>> Quantity(key="line_share", value=1.7, low=0.4)
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: quantities.line_share.value = 1.7: 1.7 is out of limits; allowed 0 to 1
    quantities.line_share: a range needs both low and high
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
    accessed: date | None = None
    archived: str = ""

    def __post_init__(self) -> None:
        """Refuse anything outside the quantity's definition, a broken range, and a grade without its source."""
        what = DEFINITIONS.get(self.key)
        if what is None:
            near = nearest(self.key, DEFINITIONS)
            raise ScenarioError(Problem.of("problem.unknown_quantity", f"quantities.{self.key}", near=near))
        path = f"quantities.{self.key}"
        problems = [*self._value_problems(what), *self._range_problems(what)]
        problems += _grade_problems(path, self.grade, self.source)
        require([*problems, *source_problems(path, self.accessed, self.archived)])

    def _value_problems(self, what: Definition) -> Iterator[Problem]:
        path = f"quantities.{self.key}"
        if what.choices and self.value not in what.choices or what.is_date and type(self.value) is not date:
            yield Problem.of("problem.allowed", f"{path}.value", value=shown(self.value), allowed=what.allowed, near="")
        elif what.is_date and isinstance(self.value, date):
            yield from day_problems(f"{path}.value", self.value)
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
            yield allowed_problem(f"{path}.shape", self.shape, SHAPES, nearest(str(self.shape), SHAPES))
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
        """The smallest and largest value the range can take: its ends, or the limits where the shape has tails.

        >>> hard, soft = (Quantity(key="line_share", value=0.7, low=0.4, high=0.9, shape=x) for x in ("pert", "normal"))
        >>> hard.span, soft.span
        ((0.4, 0.9), (0.0, 1))
        """
        what = DEFINITIONS[self.key]
        if not self.uncertain:
            return float(self.value), float(self.value)  # type: ignore[arg-type]
        if self.shape in HARD_ENDED:
            return float(self.low), float(self.high)  # type: ignore[arg-type]
        return what.low, what.high


@cache
def neutral_quantity(key: str) -> Quantity:
    """Return the quantity that switches its rung off, graded `assumption`; KeyError for a key without neutral value.

    Neutral means that the days covered are as if the quantity did not exist; the troops, the rate and the date have
    none.

    >>> neutral_quantity("line_share").value, neutral_quantity("returning_share").value
    (1.0, 0.0)
    """
    neutral = DEFINITIONS[key].neutral
    if neutral is None:
        raise KeyError(key)
    return Quantity(key=key, value=neutral, definition="neutral: this rung is switched off")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """Troops who enter the line on one day: `day` from day 0, `troops` in people; `own` as in `Quantity`.

    Announced troops: the shares that arrive, stand in the line and stay are those of the scenario, for every wave
    alike. Raises `ScenarioError`.

    >>> Wave(day=3, troops=10).times(2).pair
    (3, 20)
    """

    day: float
    troops: float
    source: str = ""
    grade: str = "assumption"
    note: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse days and troops outside their limits."""
        require(
            [
                *limit_problem("waves.day", self.day, "days", (0, MAX_DAYS)),
                *limit_problem("waves.troops", self.troops, "people", (0, MAX_TROOPS)),
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

    The rate is the reported one, to be multiplied by the reporting ratio. It holds until the next step, the last for
    ever. Raises `ScenarioError`.
    """

    from_day: float
    casualties_per_day: float
    source: str = ""
    grade: str = "assumption"
    note: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse days and rates outside their limits."""
        require(
            [
                *limit_problem("schedule.from_day", self.from_day, "days", (0, MAX_DAYS)),
                *limit_problem("schedule.casualties_per_day", self.casualties_per_day, "casualties/day", (0, MAX_RATE)),
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
    """Rank correlation (Spearman, -0.99 to 0.99) of two uncertain quantities; `own` as in `Quantity`.

    Their joint distribution is a Gaussian copula. Raises `ScenarioError`.
    """

    between: tuple[str, str]
    rank: float
    source: str = ""
    grade: str = "assumption"
    note: str = ""
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse unknown or equal names and a correlation outside its limits."""
        path, unknown = "correlations.between", [key for key in self.between if key not in NUMBERS]
        problems: list[Problem] = [
            Problem.of("problem.unknown_value", path, value=shown(key), near=nearest(str(key), NUMBERS))
            for key in unknown
        ]
        if len(set(self.between)) != 2:
            problems.append(Problem.of("problem.two_different", path, value=shown(list(self.between))))
        problems += limit_problem("correlations.rank", self.rank, "1", (-MAX_RANK, MAX_RANK))
        require([*problems, *_grade_problems("correlations", self.grade, self.source)])


def gaussian_correlation(rank: float) -> float:
    """Return the correlation of two normal variables whose Spearman rank correlation is `rank`: 2 sin(pi rank / 6).

    Exact, and never more than 0.02 from `rank` itself. Source: Pearson 1907, "On further methods of determining
    correlation".

    >>> round(gaussian_correlation(0.5), 4)
    0.5176
    """
    return 2 * math.sin(math.pi * rank / 6)
