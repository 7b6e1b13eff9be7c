"""The model's answers, computed once for a scenario and a seed however many visitors and widgets ask."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sim import report
from sim.model import central_days
from sim.quantities import Scenario
from sim.sensitivity import Rung, ladder
from sim.ui.waiting import end_if_abandoned
from sim.uncertainty import DEFAULT_ERROR, Distribution, Estimate, distribution
from sim.verdict import Verdict, opposite, verdict

__all__ = ["Answer", "answered", "compared", "dots_of", "flipped", "model_runs", "sensitive"]

_KEPT = 256
"""Answers kept; each holds a few kB, because the distribution behind it is not kept."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Answer:
    """What the first page says of one scenario; days are days."""

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
    rungs: tuple[Rung, ...]

    @property
    def spread(self) -> report.Spread:
        """What is said of the distribution."""
        return report.Spread(low=self.low, middle=self.middle, high=self.high, never=self.never, fixed=self.fixed)

    @property
    def interval(self) -> tuple[float, float]:
        """The 5th and 95th percentile of the days covered."""
        return self.low.value, self.high.value


@lru_cache(maxsize=16)
def _spread(scenario: Scenario, seed: int) -> Distribution:
    """A distribution; few are kept, because one with many points holds several MB."""
    return distribution(scenario, seed, DEFAULT_ERROR)


@lru_cache(maxsize=_KEPT)
def _answered(scenario: Scenario, name: str, seed: int) -> Answer:
    spread, days = _spread(scenario, seed), central_days(scenario)
    end_if_abandoned()
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
        rungs=ladder(scenario),
    )


@lru_cache(maxsize=64)
def dots_of(answer: Answer, count: int) -> tuple[float, ...]:
    """Return `count` equally likely days covered (days), none for a point; computed when they are asked for."""
    return () if answer.fixed else report.countable_dots(_spread(answer.scenario, int(answer.result["seed"])), count)


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
    return _spread.cache_info().misses


@lru_cache(maxsize=64)
def flipped(scenario: Scenario, days: float, seed: int) -> Mapping[str, Any]:
    """Return what turns the verdict on `days` (days); ends between two quantities where nobody waits any more."""
    return report.flip_result(scenario, days, seed, end_if_abandoned)


@lru_cache(maxsize=64)
def sensitive(scenario: Scenario, seed: int) -> Mapping[str, Any]:
    """Return tornado, Sobol' indices and fair bridge."""
    end_if_abandoned()
    return report.sensitivity_result(scenario, seed)


@lru_cache(maxsize=64)
def compared(scenarios: tuple[Scenario, ...], seed: int) -> Mapping[str, Any]:
    """Return scenarios side by side, each less the first."""
    end_if_abandoned()
    return report.comparison_result(scenarios, seed)
