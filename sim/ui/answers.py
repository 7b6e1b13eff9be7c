"""The model's answers, computed once for a scenario and a seed however many visitors and widgets ask."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sim import report
from sim.model import central_days
from sim.quantities import Scenario
from sim.sensitivity import Rung, ladder
from sim.uncertainty import DEFAULT_ERROR, Estimate, distribution
from sim.verdict import Verdict, opposite, verdict

__all__ = ["Answer", "answered", "compared", "flipped", "model_runs", "sensitive", "with_dots"]

_KEPT = 256
"""Answers kept; each holds a few kB, because the distribution behind it is not kept."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Answer:
    """Everything the first page shows of one scenario. Days are days; `dots` are equally likely days covered."""

    scenario: Scenario
    result: Mapping[str, Any]
    days: float
    status: str
    used_up_on: date | None
    fixed: bool
    low: Estimate
    middle: Estimate
    high: Estimate
    never: Estimate
    said: Verdict | None
    overclaim: Verdict
    dots: tuple[float, ...]
    rungs: tuple[Rung, ...]

    @property
    def spread(self) -> report.Spread:
        """What is said of the distribution."""
        return report.Spread(low=self.low, middle=self.middle, high=self.high, never=self.never, fixed=self.fixed)

    @property
    def interval(self) -> tuple[float, float]:
        """The 5th and 95th percentile of the days covered."""
        return self.low.value, self.high.value


@lru_cache(maxsize=_KEPT)
def _answered(scenario: Scenario, name: str, seed: int) -> Answer:
    spread, days = distribution(scenario, seed, DEFAULT_ERROR), central_days(scenario)
    # The result comes first, as on the command line: a quantile's last bits depend on what was asked before.
    result = report.cover_result(scenario, seed, DEFAULT_ERROR, spread)
    low, middle, high = (_estimate(result, name) for name in ("p05", "p50", "p95"))
    return Answer(
        scenario=scenario,
        result=result,
        days=days,
        status=report.status(scenario),
        used_up_on=report.calendar_date(scenario, days),
        fixed=report.is_point(spread),
        low=low,
        middle=middle,
        high=high,
        never=spread.never,
        said=verdict(scenario, spread),
        overclaim=opposite(scenario, spread),
        dots=() if report.is_point(spread) else report.countable_dots(spread),
        rungs=ladder(scenario),
    )


@lru_cache(maxsize=64)
def with_dots(answer: Answer, count: int) -> Answer:
    """Return the answer with `count` dots; other than those it has are computed when asked for, and kept."""
    if answer.fixed or count == len(answer.dots):
        return answer
    spread = distribution(answer.scenario, int(answer.result["seed"]), DEFAULT_ERROR)
    return replace(answer, dots=report.countable_dots(spread, count))


def _estimate(result: Mapping[str, Any], name: str) -> Estimate:
    """A quantile of a result with its error; null there stands for infinity."""
    value, error = result["days_covered"][name], result["standard_errors"][name]
    return Estimate(math.inf if value is None else value, math.inf if error is None else error)


def answered(scenario: Scenario, seed: int) -> Answer:
    """Return the answer for a scenario and a seed; the model runs only for pairs not seen lately.

    The name is part of the key, because it stands in the result and equal scenarios may bear different names.
    """
    return _answered(scenario, scenario.name, seed)


def model_runs() -> int:
    """Return how often the model has run for the first page since the program started, all visitors together."""
    return _answered.cache_info().misses


@lru_cache(maxsize=64)
def flipped(scenario: Scenario, days: float, seed: int) -> Mapping[str, Any]:
    """Return what turns the verdict on `days` (days)."""
    return report.flip_result(scenario, days, seed, lambda: None)


@lru_cache(maxsize=64)
def sensitive(scenario: Scenario, seed: int) -> Mapping[str, Any]:
    """Return tornado, Sobol' indices and fair bridge."""
    return report.sensitivity_result(scenario, seed)


@lru_cache(maxsize=64)
def compared(scenarios: tuple[Scenario, ...], seed: int) -> Mapping[str, Any]:
    """Return scenarios side by side, each less the first."""
    return report.comparison_result(scenarios, seed)
