"""Two scenarios draw by draw under shared randomness: how many days one covers more than the other.

Common random numbers: a range that both state takes the same place in it in both, so that the difference shows what
differs, and not that luck was drawn twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.arrays import Array
from sim.core.assumptions import assumptions
from sim.core.crossing import RELATIVE_ERROR, days_covered
from sim.core.points import SCRAMBLINGS, Estimate, estimated, sobol_points
from sim.inputs.scenario import Scenario
from sim.study.distribution import DEFAULT_ERROR
from sim.study.draws import drawn_quantities, noisy, sampled
from sim.study.tabulated import paired_walks

__all__ = ["Difference", "compared", "paired_days"]

_PAIRS, _MOST_PAIRS = 1 << 9, 1 << 13
"""Points of each scrambling for paired draws, at first and at most."""
_MOST_WORK = 1.5e8
"""Most pairs times the work on the paths of each (assumption: 3 seconds)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Second less first under shared randomness (days): quantiles, and the chances that the second covers more days,
    fewer, or the same.

    Days that differ by less than their rounding are the same. Quantiles of the difference, not differences of
    quantiles; infinite where one of the two is never used up. `errors` are their standard errors (days), from the
    scramblings.
    """

    p05: float
    p50: float
    p95: float
    errors: tuple[float, float, float]
    more: Estimate
    fewer: Estimate
    same: Estimate


def compared(first: Scenario, second: Scenario, seed: int = 0, error: float = DEFAULT_ERROR) -> Difference:
    """Return the distribution of the difference in days covered, paired draw by draw.

    A quantity that both scenarios draw gets the same uniform in both, and so does the day-to-day noise. Two draws that
    are never used up differ by 0; identical scenarios differ by exactly 0. Pairs are doubled until the standard error
    of every chance is at most `error`, or their number reaches 2^17 (fewer along noisy paths of many nodes); quantiles
    are those of the drawn pairs.

    >>> from sim.inputs.loading import load
    >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> found = compared(load("sky-2024-10k"), load("sky-2024-10k", half))
    >>> round(found.p50, 1), found.more.value
    (8.8, 1.0)
    """
    pairs, found = _PAIRS, _compared(first, second, seed, _PAIRS)
    work = SCRAMBLINGS * sum(walk.work for walk in paired_walks((first, second), seed) if walk)
    most = min(_MOST_PAIRS, _MOST_WORK / max(work, 1))
    while 2 * pairs <= most and max(found.more.standard_error, found.fewer.standard_error) > error:
        pairs *= 2
        found = _compared(first, second, seed, pairs)
    return found


def _compared(first: Scenario, second: Scenario, seed: int, pairs: int) -> Difference:
    one, two = paired_days((first, second), seed, pairs)
    same = np.isclose(one, two, rtol=RELATIVE_ERROR, atol=0.0)
    with np.errstate(invalid="ignore"):
        change = np.where(same, 0.0, two - one)
    levels = [0.05, 0.5, 0.95]
    p05, p50, p95 = (float(x) for x in np.quantile(change, levels, method="inverted_cdf"))
    each = np.quantile(change, levels, method="inverted_cdf", axis=1)
    with np.errstate(invalid="ignore"):
        spread = np.where(each[:, :1] == each, 0.0, each - each[:, :1]).std(axis=1, ddof=1)
    low, middle, high = (float(x) for x in np.nan_to_num(spread, nan=np.inf) / math.sqrt(len(change)))
    drawn = same.size if first != second and any(noisy(x) or drawn_quantities(x) for x in (first, second)) else 0
    chances = (estimated(event.mean(axis=1), drawn) for event in (change > 0, change < 0, same))
    more, fewer, equal = chances
    return Difference(p05=p05, p50=p50, p95=p95, errors=(low, middle, high), more=more, fewer=fewer, same=equal)


def paired_days(scenarios: Sequence[Scenario], seed: int, count: int) -> tuple[Array, ...]:
    """Return days covered of several scenarios, paired draw by draw; each of shape (scrambling, `count`).

    A quantity that several draw gets the same uniform in all of them, and so does each part of the day-to-day noise.
    `count` is a power of two. Nothing is integrated in closed form here: what is paired has to be drawn.

    >>> from sim.inputs.loading import load
    >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> fixed, ranged = paired_days((load("sky-2024-10k"), load("sky-2024-10k", half)), 0, 8)
    >>> ranged.shape, bool((ranged > fixed).all())
    ((16, 8), True)
    """
    keys = sorted({key for scenario in scenarios for key in drawn_quantities(scenario)})
    walks = paired_walks(scenarios, seed)
    extra = max((walk.dimensions for walk in walks if walk), default=0)
    points = sobol_points(max(len(keys) + extra, 1), count, seed)
    found = []
    for scenario, walk in zip(scenarios, walks, strict=True):
        own = points[..., [keys.index(key) for key in drawn_quantities(scenario)]]
        if walk:
            found.append(walk.days(own, points[..., len(keys) :]))
        else:
            draws = sampled(scenario, drawn_quantities(scenario), "", own).draws
            found.append(np.broadcast_to(days_covered(assumptions(scenario, draws)), points.shape[:2]))
    return tuple(found)
