"""The model's inputs: one record of checked float arrays, and how a scenario becomes one.

The record is the only way into the mathematics, so that below it nothing is checked again: whoever holds one holds
finite numbers within their limits, in order, of shapes that broadcast. Quantities that are left out are neutral; with
all of them neutral the days covered are troops / rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.inputs.definitions import DEFINITIONS, MAX_DAYS, MAX_RATE, MAX_TROOPS, TOGETHER
from sim.inputs.problems import ScenarioError
from sim.inputs.scenario import Scenario
from sim.words.texts import Problem, Text

__all__ = ["MODEL_VERSION", "Assumptions", "assumptions", "together"]

"""Floats of any batch shape."""
ArrayLike = npt.ArrayLike

MODEL_VERSION = "7"
"""Changes whenever the same scenario gives other numbers."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Assumptions:
    """The model's inputs as float arrays of any batch shape, broadcast against each other.

    Units are those of `sim.inputs.definitions.DEFINITIONS`. `waves` are pairs (day, troops) in any order, and
    `schedule` pairs (from day, reported casualties/day), each entry an array or number, the schedule from day 0 on and
    in order. The return window opens by default 6 and closes 20 days after a loss, which says nothing while nobody
    returns. `dispersion` and `day_correlation` are missing: the noise acts on the answer, not on the curves
    (`sim.core.counts`).

    Raises `ScenarioError` for what is no number (booleans and texts too), non-finite values, values outside the limits,
    no wave or no step, and, once each number is fine by itself, a first return day after the last, a schedule out of
    order, or shapes that do not broadcast. All that is wrong with single numbers is named at once.

    >>> from sim.core.crossing import days_covered
    >>> two_by_two = Assumptions(waves=((0, [1000, 2000]),), schedule=((0, 100),), returning_share=[[0.0], [0.5]])
    >>> days_covered(two_by_two).tolist()
    [[10.0, 20.0], [20.0, 40.0]]
    >>> Assumptions(waves=((0, 1000),), schedule=((0, 100),), line_share=1.2)
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: line_share: 1.2 to 1.2; allowed 0 to 1
    """

    waves: tuple[tuple[ArrayLike, ArrayLike], ...]
    schedule: tuple[tuple[ArrayLike, ArrayLike], ...]
    reporting_ratio: ArrayLike = 1.0
    monthly_trend: ArrayLike = 0.0
    returning_share: ArrayLike = 0.0
    first_return_day: ArrayLike = 6.0
    last_return_day: ArrayLike = 20.0
    count_earlier: bool = True
    recruits_per_day: ArrayLike = 0.0
    delivered_share: ArrayLike = 1.0
    line_share: ArrayLike = 1.0
    desertion_share: ArrayLike = 0.0
    starting_effectiveness: ArrayLike = 1.0
    integration_days: ArrayLike = 0.0

    def __post_init__(self) -> None:
        """Make every input a checked float array."""
        problems: list[Problem] = []
        for name in _INPUTS:
            what = DEFINITIONS[name]
            checked = _checked(name, getattr(self, name), (what.low, what.high), problems)
            object.__setattr__(self, name, checked)
        for name, limit in (("waves", MAX_TROOPS), ("schedule", MAX_RATE)):
            pairs = tuple(
                (_checked(f"{name} day", day, (0, MAX_DAYS), problems), _checked(name, size, (0, limit), problems))
                for day, size in getattr(self, name)
            )
            object.__setattr__(self, name, pairs)
        problems += [
            Problem.of("problem.model.empty", name) for name in ("waves", "schedule") if not getattr(self, name)
        ]
        if not problems:
            problems += self._joint_problems()
        if problems:
            raise ScenarioError(*problems)

    def _joint_problems(self) -> list[Problem]:
        """What is wrong between inputs each of which is fine; only then can they be compared."""
        try:
            _ = self.shape
        except ValueError:
            return [Problem.of("problem.model.shapes")]
        problems = []
        if np.any(np.asarray(self.first_return_day) > self.last_return_day):
            problems.append(Problem.of("problem.model.returns_order", "first_return_day"))
        starts = [np.asarray(day) for day, _ in self.schedule]
        if np.any(starts[0] != 0) or any(np.any(x > y) for x, y in zip(starts, starts[1:], strict=False)):
            problems.append(Problem.of("problem.model.steps_order", "schedule day"))
        return problems

    @property
    def shape(self) -> tuple[int, ...]:
        """The batch shape all inputs broadcast to; () for plain numbers.

        >>> Assumptions(waves=((0, [1000, 2000]),), schedule=((0, 100),), line_share=[[0.5], [0.7], [0.9]]).shape
        (3, 2)
        """
        numbers = [getattr(self, name) for name in _INPUTS]
        pairs = [array for pair in (*self.waves, *self.schedule) for array in pair]
        return np.broadcast_shapes(*(np.shape(array) for array in (*numbers, *pairs)))


_INPUTS = tuple(item.name for item in fields(Assumptions) if item.name in DEFINITIONS)
"""The inputs that are quantities."""


def _checked(name: str, value: ArrayLike, limits: tuple[float, float], problems: list[Problem]) -> Array:
    """The value as floats, its problem noted if it has one; zero stands for what is no number, until all are known."""
    if type(value) is float and limits[0] <= value <= limits[1]:
        return np.asarray(value)  # most are: the way below costs a tenth of an answer
    try:
        given = np.asarray(value)
    except ValueError:
        given = np.asarray(None)
    if given.dtype.kind not in "iuf":
        problems.append(Problem.of("problem.model.numbers", name, allowed=_span(*limits)))
        return np.zeros(())
    array = _floats(given)
    low, high = (array.min(), array.max()) if array.size else limits
    if not (low >= limits[0] and high <= limits[1]):
        found = _span(float(low), float(high))
        problems.append(Problem.of("problem.model.limits", name, found=found, allowed=_span(*limits)))
    return array


def _span(low: float, high: float) -> Text:
    return Text("problem.span", low=low, high=high)


def assumptions(scenario: Scenario, draws: Mapping[str, ArrayLike] | None = None) -> Assumptions:
    """Return the model's inputs for a scenario: its central values, or arrays of drawn values for some quantities.

    `draws` maps numeric quantity keys to arrays, in the quantity's unit, that broadcast against each other and give the
    batch its shape. Drawn `troops` or a drawn `reported_rate` scale all waves or steps in proportion and leave their
    days. Drawn `killed_share` or `wounded_returning_share` become p = (1 - killed) * returning where the scenario
    states the two in place of `returning_share`. Ranges themselves play no part: whoever wants them draws. Raises
    `ScenarioError` for draws outside the limits.

    >>> from sim.core.crossing import days_covered
    >>> from sim.inputs.loading import load
    >>> round(float(days_covered(assumptions(load("sky-2024-10k")))), 3)
    7.868
    >>> days_covered(assumptions(load("sky-2024-10k"), {"troops": [5_084, 10_168]}))
    array([4., 8.])
    """
    drawn = together(scenario, dict(draws or {}))
    values = {name: drawn.get(name, scenario.number(name)) for name in _INPUTS}
    waves, schedule = (_timed(key, scenario, drawn) for key in ("troops", "reported_rate"))
    counted = scenario["earlier_casualties"].value == "counted"
    return Assumptions(waves=waves, schedule=schedule, count_earlier=counted, **values)


def together(scenario: Scenario, drawn: Mapping[str, ArrayLike]) -> Mapping[str, ArrayLike]:
    """Return the draws, and for two quantities that stand for one what drawn values of either make of it.

    >>> from sim.inputs.loading import load
    >>> killed = load("sky-2024-10k", ["killed_share=0.2", "wounded_returning_share=0.5"])
    >>> float(together(killed, {"killed_share": 0.4})["returning_share"])
    0.3
    """
    made = {}
    for one, pair in TOGETHER.items():
        if pair[0] in scenario and one not in drawn and not drawn.keys().isdisjoint(pair):
            killed, returning = (np.asarray(drawn.get(key, scenario.number(key)), dtype=np.float64) for key in pair)
            made[one] = (1.0 - killed) * returning
    return {**drawn, **made}


def _timed(key: str, scenario: Scenario, drawn: Mapping[str, ArrayLike]) -> tuple[tuple[ArrayLike, ArrayLike], ...]:
    """Day and size of each wave, or day and rate of each step; drawn values scale all of them in proportion."""
    entries, whole = [entry.pair for entry in scenario.timed(key)], scenario.number(key)
    if key not in drawn:
        return tuple(entries)
    total = _floats(drawn[key])
    if len(entries) == 1:
        return ((entries[0][0], total),)
    return tuple((day, total * (size / whole if whole else 0.0)) for day, size in entries)


def _floats(value: ArrayLike) -> Array:
    return np.asarray(value, dtype=np.float64)
