"""What each assumption does to the answer: the ladder from the bare quotient to the full scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sim.model import assumptions, days_covered
from sim.quantities import BARE_QUOTIENT, DEFINITIONS, Quantity, Scenario

__all__ = ["RUNGS", "Rung", "active_rungs", "central_days", "ladder", "with_rungs"]

RUNGS: Mapping[str, tuple[str, ...]] = {
    "schedule": (),
    "reporting_ratio": ("reporting_ratio",),
    "monthly_trend": ("monthly_trend",),
    "returning_share": ("returning_share", "first_return_day", "last_return_day", "earlier_casualties"),
    "recruits_per_day": ("recruits_per_day",),
    "waves": (),
    "delivered_share": ("delivered_share",),
    "line_share": ("line_share",),
    "desertion_share": ("desertion_share",),
    "integration_days": ("starting_effectiveness", "integration_days"),
    "dispersion": ("dispersion", "day_correlation"),
}
"""The rungs in the order of the ladder, each with the quantities it switches on."""

_ALWAYS = ("reported_rate", "troops", "announced", "lag_days")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """One step of the ladder: what was switched on, and the days covered (days) with all rungs so far."""

    quantity: str
    quantities: tuple[Quantity, ...]
    days_covered: float


def central_days(scenario: Scenario) -> float:
    """Return the days covered at the central values (days); infinity where the reinforcement is never used up.

    >>> from sim.scenario import load
    >>> round(central_days(load("sky-2024-10k")), 3)
    7.868
    """
    return float(days_covered(assumptions(scenario)))


def active_rungs(scenario: Scenario) -> tuple[str, ...]:
    """Return the rungs on which the scenario differs from the bare quotient, in the ladder's order."""
    active = []
    for rung in RUNGS:
        if rung == "schedule":
            on = len(scenario.schedule) > 1
        elif rung == "waves":
            on = len(scenario.waves) > 1 or any(wave.day for wave in scenario.waves)
        elif rung == "integration_days":
            on = _differs(scenario[rung]) and _differs(scenario["starting_effectiveness"])
        else:
            on = _differs(scenario[rung])
        if on:
            active.append(rung)
    return tuple(active)


def _differs(quantity: Quantity) -> bool:
    return quantity.uncertain or quantity.value != DEFINITIONS[quantity.key].neutral


def with_rungs(scenario: Scenario, switched_on: Iterable[str]) -> Scenario:
    """Return the scenario with only these rungs on, every other one neutral.

    Without `waves` all troops stand in the line on day 0; without `schedule` the first rate holds.
    """
    on = set(switched_on)
    keys = {*_ALWAYS, *(key for rung in on for key in RUNGS[rung])}
    kept = [q for q in scenario.quantities if q.key in keys]
    if "waves" not in on and scenario.waves:
        kept.append(Quantity(key="troops", value=scenario.number("troops"), note="sum of the waves"))
    if "schedule" not in on and scenario.schedule:
        kept.append(Quantity(key="reported_rate", value=scenario.number("reported_rate"), note="first step"))
    names = {q.key for q in kept}
    return replace(
        scenario,
        quantities=tuple(kept),
        waves=scenario.waves if "waves" in on else (),
        schedule=scenario.schedule if "schedule" in on else (),
        correlations=tuple(c for c in scenario.correlations if names.issuperset(c.between)),
    )


def ladder(scenario: Scenario) -> tuple[Rung, ...]:
    """Return the bare quotient and each non-neutral rung switched on in order, at the central values.

    >>> from sim.scenario import load
    >>> [(rung.quantity, round(rung.days_covered, 1)) for rung in ladder(load("classroom"))]
    [('bare_quotient', 12.0), ('returning_share', 20.0), ('recruits_per_day', 24.0), ('line_share', 12.0)]
    """
    bare = with_rungs(scenario, ())
    steps = [Rung(quantity=BARE_QUOTIENT, quantities=bare.quantities, days_covered=central_days(bare))]
    active = active_rungs(scenario)
    for count, rung in enumerate(active, start=1):
        days = central_days(with_rungs(scenario, active[:count]))
        shown = tuple(scenario[key] for key in RUNGS[rung])
        steps.append(Rung(quantity=rung, quantities=shown, days_covered=days))
    return tuple(steps)
