"""What each assumption does to the answer: ladder, fair bridge, tornado, Sobol' indices, and paired comparison."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.core.assumptions import assumptions
from sim.core.crossing import central_days, days_covered
from sim.inputs.definitions import BARE_QUOTIENT, DEFINITIONS, INSTEAD_OF
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario, without_lists
from sim.study.distribution import DEFAULT_ERROR, Estimate, estimated, inverse, paired_days, sobol_points
from sim.study.draws import drawn_quantities

__all__ = [
    "RUNGS",
    "Bar",
    "Bridge",
    "Difference",
    "Indices",
    "Rung",
    "active_rungs",
    "bridge",
    "compared",
    "indices",
    "ladder",
    "sobol_indices",
    "tornado",
    "with_rungs",
]

Array = npt.NDArray[np.float64]

_INDEX_POINTS, _PAIRS, _MOST_PAIRS = 1 << 9, 1 << 9, 1 << 13
"""Points of each scrambling for Sobol' indices, and for paired draws at first and at most."""

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


def active_rungs(scenario: Scenario) -> tuple[str, ...]:
    """Return the rungs on which the scenario differs from the bare quotient, in the ladder's order."""
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

    Without `waves` all troops stand in the line on day 0; without `schedule` the first rate holds.
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Bridge:
    """Each rung's fair share of the way from the bare quotient to the full answer.

    `unit` is `days`, or `1/days` (share used up a day) where some answer on the way is never. The shares add up to
    `full - bare`. `refused` says in words why there is no bridge.
    """

    unit: str
    bare: float
    full: float
    shares: tuple[tuple[str, float], ...]
    refused: str = ""


def bridge(scenario: Scenario) -> Bridge:
    """Return the Shapley values of the active rungs (Shapley 1953), over all subsets of rungs, at the central values.

    They sum to the difference and do not depend on the ladder's order; a rung that changes nothing gets 0.

    >>> from sim.inputs.loading import load
    >>> [(rung, round(share, 2)) for rung, share in bridge(load("classroom")).shares]
    [('returning_share', 6.89), ('recruits_per_day', 1.89), ('line_share', -8.78)]
    """
    rungs = tuple(rung for rung in active_rungs(scenario) if rung != "dispersion")
    days = {
        frozenset(chosen): central_days(with_rungs(scenario, chosen))
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
    others, count = [r for r in rungs if r != rung], len(rungs)
    gains = []
    for size in range(count):
        weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
        gains += [weight * (worth[frozenset((*s, rung))] - worth[frozenset(s)]) for s in combinations(others, size)]
    return math.fsum(gains)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """Days covered with one quantity at its low and its high, the others at their central values (days)."""

    quantity: Quantity
    at_low: float
    at_high: float


def tornado(scenario: Scenario) -> tuple[Bar, ...]:
    """Return a bar for each range that moves the days covered, the widest first; never counts as widest."""
    bars = [
        Bar(quantity=scenario[key], at_low=ends[0], at_high=ends[1])
        for key in _model_ranges(scenario)
        for ends in [[float(days_covered(assumptions(scenario, {key: x}))) for x in _ends(scenario[key])]]
    ]
    return tuple(sorted(bars, key=lambda bar: -_width(bar)))


def _model_ranges(scenario: Scenario) -> tuple[str, ...]:
    return tuple(key for key in drawn_quantities(scenario) if key not in ("dispersion", "day_correlation"))


def _ends(quantity: Quantity) -> tuple[float, float]:
    return float(quantity.low or 0.0), float(quantity.high or 0.0)


def _width(bar: Bar) -> float:
    return 0.0 if bar.at_low == bar.at_high else abs(bar.at_high - bar.at_low)


@dataclass(frozen=True, kw_only=True, slots=True)
class Indices:
    """Sobol' indices: `first` and `total`, each an estimate for every quantity.

    `kind` says of what: the `days` covered, the `event` that they are within the yardstick, or `nothing`; `output` says
    the same in words.
    """

    kind: Literal["days", "event", "nothing"]
    output: str
    quantities: tuple[str, ...]
    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]


def indices(scenario: Scenario, threshold_days: float, seed: int = 0) -> Indices:
    """Return the Sobol' indices of the days covered over the scenario's ranges, taken as independent, without noise.

    Where a draw is never used up the variance is infinite; then the indices are those of the event that the days are at
    most `threshold_days`.
    """
    keys = _model_ranges(scenario)

    def days(uniforms: Array) -> Array:
        draws = {key: inverse(scenario[key], uniforms[..., i]) for i, key in enumerate(keys)}
        return np.broadcast_to(days_covered(assumptions(scenario, draws)), uniforms.shape[:-1])

    def event(uniforms: Array) -> Array:
        return (days(uniforms) <= threshold_days).astype(float)

    if not keys:
        return Indices(kind="nothing", output="no range is stated", quantities=(), first=(), total=())
    finite = bool(np.isfinite(days(sobol_points(len(keys), _INDEX_POINTS, seed))).all())
    first, total = sobol_indices(days if finite else event, len(keys), _INDEX_POINTS, seed)
    output = "days covered" if finite else f"whether the days covered are at most {threshold_days:g}"
    return Indices(kind="days" if finite else "event", output=output, quantities=keys, first=first, total=total)


def sobol_indices(
    function: Callable[[Array], Array], dimensions: int, count: int, seed: int
) -> tuple[tuple[Estimate, ...], tuple[Estimate, ...]]:
    """Return first-order and total Sobol' indices of a function of uniforms, with standard errors over scramblings.

    `function` takes (..., dimensions) in (0, 1) and gives (...). `count` (a power of two) points of each scrambling
    cost `count * (dimensions + 2)` evaluations. First order: Saltelli et al. 2010, table 2 (b); total: Jansen 1999,
    table 2 (f) there.
    """
    points = sobol_points(2 * dimensions, count, seed)
    a, b = points[..., :dimensions], points[..., dimensions:]
    f_a, f_b = function(a), function(b)
    center = np.concatenate([f_a, f_b], axis=1).mean()
    variance = np.concatenate([f_a, f_b], axis=1).var(axis=1)
    safe = np.where(variance > 0, variance, np.inf)
    first, total = [], []
    for i in range(dimensions):
        mixed = a.copy()
        mixed[..., i] = b[..., i]
        f_ab = function(mixed)
        first.append(estimated(((f_b - center) * (f_ab - f_a)).mean(axis=1) / safe))
        total.append(estimated(((f_a - f_ab) ** 2).mean(axis=1) / (2 * safe)))
    return tuple(first), tuple(total)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Second less first under shared randomness (days): quantiles, and the chances that the second covers more days,
    fewer, or the same."""

    p05: float
    p50: float
    p95: float
    more: Estimate
    fewer: Estimate
    same: Estimate


def compared(first: Scenario, second: Scenario, seed: int = 0, error: float = DEFAULT_ERROR) -> Difference:
    """Return the distribution of the difference in days covered, paired draw by draw.

    A quantity that both scenarios draw gets the same uniform in both, and so does the day-to-day noise. Two draws that
    are never used up differ by 0; identical scenarios differ by exactly 0. Pairs are doubled until the standard error
    of every chance is at most `error`, or their number reaches 2^17.
    """
    pairs, found = _PAIRS, _compared(first, second, seed, _PAIRS)
    while pairs < _MOST_PAIRS and max(found.more.standard_error, found.fewer.standard_error) > error:
        pairs *= 2
        found = _compared(first, second, seed, pairs)
    return found


def _compared(first: Scenario, second: Scenario, seed: int, pairs: int) -> Difference:
    one, two = paired_days((first, second), seed, pairs)
    same = one == two
    with np.errstate(invalid="ignore"):
        change = np.where(same, 0.0, two - one)
    p05, p50, p95 = (float(x) for x in np.quantile(change, [0.05, 0.5, 0.95], method="inverted_cdf"))
    drawn = 0 if first == second else same.size
    chances = (estimated(event.mean(axis=1), drawn) for event in (change > 0, change < 0, same))
    more, fewer, equal = chances
    return Difference(p05=p05, p50=p50, p95=p95, more=more, fewer=fewer, same=equal)
