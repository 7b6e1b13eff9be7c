"""The ladder of assumptions: rungs switched on one at a time, and each rung's fair share of the way.

How much a rung moves the days depends on what is switched on before it. The ladder shows one order, that in which the
model is told; the bridge averages over all orders (Shapley 1953), and is the same whatever the order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sim.core.crossing import central_days, twelve_digits
from sim.inputs.definitions import BARE_QUOTIENT, DEFINITIONS, INSTEAD_OF
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario, without_lists

__all__ = ["RUNGS", "Bridge", "Rung", "active_rungs", "bridge", "ladder", "made_good_by", "with_rungs"]

RUNGS: Mapping[str, tuple[str, ...]] = {
    "schedule": (),
    "reporting_ratio": ("reporting_ratio",),
    "monthly_trend": ("monthly_trend",),
    "returning_share": (
        "returning_share", "killed_share", "wounded_returning_share", "first_return_day", "last_return_day",
        "earlier_casualties",
    ),
    "recruits_per_day": ("recruits_per_day",),
    "waves": (),
    "delivered_share": ("delivered_share",),
    "line_share": ("line_share",),
    "desertion_share": ("desertion_share",),
    "integration_days": ("starting_effectiveness", "integration_days"),
    "dispersion": ("dispersion", "day_correlation", "dispersion_of"),
}  # fmt: skip
"""The rungs in the order of the ladder, each with the quantities it switches on."""
_ALWAYS = ("reported_rate", "troops", "announced", "lag_days")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """One step of the ladder: what was switched on, and the days covered (days) with all rungs so far.

    `quantities` are what it switches on, as the scenario states them; noise and ranges move no step, since all steps
    are at the central values.
    """

    quantity: str
    quantities: tuple[Quantity, ...]
    days_covered: float


def active_rungs(scenario: Scenario) -> tuple[str, ...]:
    """Return the rungs on which the scenario differs from the bare quotient, in the ladder's order.

    A range counts as a difference even where its value is neutral. Integration needs both its quantities: a start that
    is complete has nothing to integrate.

    >>> from sim.inputs.loading import load
    >>> active_rungs(load("classroom")), active_rungs(load("sky-2024-10k"))
    (('returning_share', 'recruits_per_day', 'line_share'), ())
    >>> active_rungs(load("sky-2024-10k", ["schedule=0:1271,90:1187", "waves=0:6000,30:4000"]))
    ('schedule', 'waves')
    >>> active_rungs(load("sky-2024-10k", ["waves=0.5:10000"]))  # one wave, half a day late
    ('waves',)
    """
    active = []
    for rung in RUNGS:
        if rung == "schedule":
            on = len(scenario.rates) > 1
        elif rung == "waves":
            on = len(scenario.arrivals) > 1 or scenario.arrivals[0].day > 0
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

    Without `waves` all troops stand in the line on day 0; without `schedule` the first rate holds. Correlations stay
    where both of their ranges do.

    >>> from sim.inputs.loading import load
    >>> central_days(with_rungs(load("classroom"), ["returning_share"]))
    20.0
    """
    on = set(switched_on)
    keys = {*_ALWAYS, *(key for rung in on for key in RUNGS[rung])}
    single = without_lists(scenario, *(part for part in INSTEAD_OF if part not in on))
    kept = tuple(q for q in single.quantities if q.key in keys)
    names = {q.key for q in kept}
    pairs = tuple(c for c in scenario.correlations if names.issuperset(c.between))
    return replace(single, quantities=kept, correlations=pairs)


def ladder(scenario: Scenario) -> tuple[Rung, ...]:
    """Return the bare quotient and each non-neutral rung switched on in order, at the central values.

    >>> from sim.inputs.loading import load
    >>> [(rung.quantity, round(rung.days_covered, 1)) for rung in ladder(load("classroom"))]
    [('bare_quotient', 12.0), ('returning_share', 20.0), ('recruits_per_day', 24.0), ('line_share', 18.0)]
    """
    bare = with_rungs(scenario, ())
    steps = [Rung(quantity=BARE_QUOTIENT, quantities=bare.quantities, days_covered=central_days(bare))]
    active = active_rungs(scenario)
    for count, rung in enumerate(active, start=1):
        days = central_days(with_rungs(scenario, active[:count]))
        shown = tuple(scenario[key] for key in RUNGS[rung] if key not in scenario.replaced)
        steps.append(Rung(quantity=rung, quantities=shown, days_covered=days))
    return tuple(steps)


def made_good_by(scenario: Scenario) -> tuple[str, ...]:
    """Return which of returns and recruits there are, where without them the reinforcement would be used up.

    >>> from sim.inputs.loading import load
    >>> [made_good_by(load("sky-2024-10k", [*more, "returning_share=1"])) for more in ([], ["schedule=0:1000,1:0"])]
    [('returning_share',), ()]
    """
    good = tuple(key for key in ("returning_share", "recruits_per_day") if scenario.number(key))
    without = with_rungs(scenario, set(RUNGS).difference(good))
    return good if good and math.isfinite(central_days(without)) else ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Bridge:
    """Each rung's fair share of the way from the bare quotient to the full answer.

    `unit` is `days`, or `1/days` (share used up a day) where some answer on the way is never. The shares add up to
    `full - bare`. `refused` says in words why there is no bridge: where some answers are 0 days and others never.
    """

    unit: str
    bare: float
    full: float
    shares: tuple[tuple[str, float], ...]
    refused: str = ""


def bridge(scenario: Scenario) -> Bridge:
    """Return the Shapley values of the active rungs (Shapley 1953), over all subsets of rungs, at the central values.

    phi_i = sum over the sets S of the others of |S|! (k - |S| - 1)! / k! (D(S and i) - D(S)), k the number of rungs.
    They sum to the difference and do not depend on the ladder's order; a rung that changes nothing gets 0. 2^k models
    are run, at most 512; noise is no rung here. Where some subset is never used up the values are of 1/D.

    >>> from sim.inputs.loading import load
    >>> [(rung, round(share, 2)) for rung, share in bridge(load("classroom")).shares]
    [('returning_share', 8.11), ('recruits_per_day', 2.28), ('line_share', -4.39)]
    """
    rungs = tuple(rung for rung in active_rungs(scenario) if rung != "dispersion")
    days = {
        frozenset(chosen): twelve_digits(central_days(with_rungs(scenario, chosen)))
        for size in range(len(rungs) + 1)
        for chosen in combinations(rungs, size)
    }
    inverted = any(math.isinf(x) for x in days.values())
    if inverted and 0 in days.values():
        words = "some rungs lead to 0 days and others to never: no common scale for a bridge"
        return Bridge(unit="", bare=days[frozenset()], full=days[frozenset(rungs)], shares=(), refused=words)
    worth = {subset: 1 / x for subset, x in days.items()} if inverted else days
    return Bridge(
        unit="1/days" if inverted else "days",
        bare=worth[frozenset()],
        full=worth[frozenset(rungs)],
        shares=tuple((rung, _shapley(rung, rungs, worth)) for rung in rungs),
    )


def _shapley(rung: str, rungs: Sequence[str], worth: Mapping[frozenset[str], float]) -> float:
    """One rung's Shapley value: what it adds, averaged over all orders in which rungs can be switched on."""
    others, count = [r for r in rungs if r != rung], len(rungs)
    gains = []
    for size in range(count):
        weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
        gains += [weight * (worth[frozenset((*s, rung))] - worth[frozenset(s)]) for s in combinations(others, size)]
    return math.fsum(gains)
