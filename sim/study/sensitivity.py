"""Which range matters: the tornado, a range at a time, and Sobol' indices, all ranges at once.

The tornado asks how far the answer would move if one quantity were at an end of its range and all others as stated; it
misses what two of them do together. Sobol' indices share out the variance of the days covered over all ranges: the
first-order index is what fixing one range would take away on the average, the total one what is left if all but it are
fixed. Where they differ the range acts together with others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.core.arrays import Array
from sim.core.assumptions import assumptions
from sim.core.crossing import RELATIVE_ERROR, days_covered, twelve_digits
from sim.core.points import Estimate, estimated, sobol_points
from sim.core.shapes import inverse
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.study.draws import model_ranges

__all__ = [
    "Bar",
    "Indices",
    "indices",
    "sobol_indices",
    "tornado",
]

_INDEX_POINTS = 1 << 9
"""Points of each scrambling for Sobol' indices."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """Days covered with one quantity at its low and its high, the others at their central values (days).

    `at_low` may be the longer one: more casualties cover fewer days.
    """

    quantity: Quantity
    at_low: float
    at_high: float


def tornado(scenario: Scenario) -> tuple[Bar, ...]:
    """Return a bar for each range that moves the days covered, the widest first; never counts as widest.

    Ends are `low` and `high` as stated: hard ends of some shapes, the 5th and 95th percentile of others.

    >>> from sim.inputs.loading import load
    >>> ranged = load("sky-2024-10k", ["line_share=0.7", "line_share.low=0.5", "line_share.high=0.9"])
    >>> [(bar.quantity.key, round(bar.at_low, 2), round(bar.at_high, 2)) for bar in tornado(ranged)]
    [('line_share', 3.93, 7.08)]
    """
    bars = [
        Bar(quantity=scenario[key], at_low=low, at_high=high)
        for key in model_ranges(scenario)
        for low, high in [map(twelve_digits, days_covered(assumptions(scenario, {key: _ends(scenario[key])})))]
    ]
    return tuple(sorted(bars, key=lambda bar: -_width(bar)))


def _ends(quantity: Quantity) -> tuple[float, float]:
    return float(quantity.low or 0.0), float(quantity.high or 0.0)


def _width(bar: Bar) -> float:
    """The length of a bar (days); ends that are both never make none."""
    return 0.0 if bar.at_low == bar.at_high else abs(bar.at_high - bar.at_low)


@dataclass(frozen=True, kw_only=True, slots=True)
class Indices:
    """Sobol' indices: `first` and `total`, each an estimate for every quantity.

    `kind` says of what: the `days` covered, the `event` that they are within the yardstick, or `nothing`; `output` says
    the same in words. Without interactions the first-order ones add up to 1; with them to less, and the total ones to
    more.
    """

    kind: Literal["days", "event", "nothing"]
    output: str
    quantities: tuple[str, ...]
    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]


class _NeverUsedUp(Exception):
    """A draw is never used up, so the days covered have no variance."""


def indices(scenario: Scenario, threshold_days: float, seed: int = 0) -> Indices:
    """Return the Sobol' indices of the days covered over the scenario's ranges, taken as independent, without noise.

    Where a draw is never used up the variance is infinite; then the indices are those of the event that the days are at
    most `threshold_days`. Rank correlations of the scenario are left out, because with them variance has no unique
    shares. From 512 points of each scrambling: standard errors are about 0.001 where the answer is smooth in its
    ranges.
    """
    keys = model_ranges(scenario)

    def days(uniforms: Array) -> Array:
        draws = {key: inverse(scenario[key], uniforms[..., i]) for i, key in enumerate(keys)}
        return np.broadcast_to(days_covered(assumptions(scenario, draws)), uniforms.shape[:-1])

    def event(uniforms: Array) -> Array:
        return (days(uniforms) <= threshold_days).astype(float)

    if not keys:
        return Indices(kind="nothing", output="no range is stated", quantities=(), first=(), total=())

    def finite_days(uniforms: Array) -> Array:
        found = days(uniforms)
        if np.isinf(found).any():
            raise _NeverUsedUp
        return found

    try:
        first, total = sobol_indices(finite_days, len(keys), _INDEX_POINTS, seed)
    except _NeverUsedUp:
        first, total = sobol_indices(event, len(keys), _INDEX_POINTS, seed)
        output = f"whether the days covered are at most {threshold_days:g}"
        return Indices(kind="event", output=output, quantities=keys, first=first, total=total)
    return Indices(kind="days", output="days covered", quantities=keys, first=first, total=total)


def sobol_indices(
    function: Callable[[Array], Array], dimensions: int, count: int, seed: int
) -> tuple[tuple[Estimate, ...], tuple[Estimate, ...]]:
    """Return first-order and total Sobol' indices of a function of uniforms, with standard errors over scramblings.

    `function` takes (..., dimensions) in (0, 1) and gives (...). `count` (a power of two) points of each scrambling
    cost `count * (dimensions + 2)` evaluations. With A and B independent points, AB_i those of A with coordinate i of
    B,

        first_i = mean of (f(B) - c) (f(AB_i) - f(A)) / V        total_i = mean of (f(A) - f(AB_i))^2 / (2 V)

    (Saltelli et al. 2010, table 2 (b); Jansen 1999, table 2 (f) there), V the variance and c the mean of all values,
    which takes nothing from the expectation and much from the scatter. A first-order index of little or nothing may
    come out below 0.

    >>> first, total = sobol_indices(lambda u: u[..., 0] + 2 * u[..., 1], 2, 256, 0)  # shares 1 to 4 of the variance
    >>> [round(index.value, 2) for index in first], [round(index.value, 2) for index in total]
    ([0.2, 0.8], [0.2, 0.8])
    """
    points = sobol_points(2 * dimensions, count, seed)
    a, b = points[..., :dimensions], points[..., dimensions:]
    f_a, f_b = function(a), function(b)
    center = np.concatenate([f_a, f_b], axis=1).mean()
    variance = np.concatenate([f_a, f_b], axis=1).var(axis=1)
    safe = np.where(variance > (RELATIVE_ERROR * center) ** 2, variance, np.inf)  # less is rounding
    first, total = [], []
    for i in range(dimensions):
        mixed = a.copy()
        mixed[..., i] = b[..., i]
        f_ab = function(mixed)
        first.append(estimated(((f_b - center) * (f_ab - f_a)).mean(axis=1) / safe))
        total.append(estimated(((f_a - f_ab) ** 2).mean(axis=1) / (2 * safe)))
    return tuple(first), tuple(total)
