"""What each assumption does to the answer: ladder, fair bridge, tornado, Sobol' indices, and paired comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.core.assumptions import assumptions
from sim.core.crossing import days_covered
from sim.core.points import Estimate, estimated, sobol_points
from sim.core.shapes import inverse
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.study.draws import drawn_quantities

__all__ = [
    "Bar",
    "Indices",
    "indices",
    "sobol_indices",
    "tornado",
]

Array = npt.NDArray[np.float64]

_INDEX_POINTS = 1 << 9
"""Points of each scrambling for Sobol' indices."""


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
