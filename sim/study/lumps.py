"""Forces that one lump of losses may use up: how far the chances of a path can be off, and what is mended of it.

A path of normal scores (see `sim.study.noisy`) follows losses that come in parts small beside what covers them. Where
v phi(t), the size of a lump, is no longer small beside the bound, losses stand still for long and then jump over it:
then the chance is about the mean number of such jumps.

    people                               at each node two chances are held against each other: that the count has
      |      ____ bound    ,-- losses    passed the bound there by now, and that it had by the node before. What is
      | ____/              |             between is jumped over in that stretch; the sum over the stretches is the mean
      |          __________|             number of jumps, which no chance of first passage exceeds while the bound
      |_________/                        stands at its mean.
      +----------+---------+--> nodes
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.arrays import Array
from sim.core.assumptions import Assumptions, assumptions
from sim.core.counts import chance_of_count_above, horizon_factor
from sim.core.curves import Ledger, ledger
from sim.core.shapes import inverse
from sim.inputs.scenario import Scenario
from sim.study.draws import NOISE, drawn_quantities, of_true_counts

__all__ = ["APPROXIMATION", "COARSE", "ROUGH", "approximation", "skewed", "strongest", "with_lumps"]

APPROXIMATION, COARSE, ROUGH = 0.005, 0.03, 0.25
"""Bounds on what the approximations cost a probability, from simulation over many scenarios: the second where losses of
the size of the force are skewed, as those of forces below fifty times the dispersion are, the third for forces that one
lump of losses may use up."""
_FEW = 5.0
"""Forces below so many times the dispersion are a few people, and lumps count in full where there are none (from
simulated lumps; see `ROUGH`)."""
_MOST_SKEW = 0.3
"""Above this skewness of the counts (people below some fifty times the dispersion) they are skewed."""


def approximation(scenario: Scenario) -> float:
    """Return the bound on what is approximated in the chances of a path (0 to 1).

    By the size of the force on day 0 beside the strongest noise of the ranges, over a long time: v (1 + w) / (1 - w).

    >>> from sim.inputs.loading import load
    >>> [approximation(load("sky-2024-10k", ["dispersion=11.9", f"troops={size}"])) for size in (10000, 300, 50)]
    [0.005, 0.03, 0.25]
    """
    v, w = strongest(scenario)
    dispersion, force = v * (1 + w) / (1 - w), float(ledger(assumptions(scenario), 0.0).cover)
    if force < _FEW * dispersion:
        return ROUGH
    return COARSE if skewed(dispersion, force) else APPROXIMATION


def strongest(scenario: Scenario) -> tuple[float, float]:
    """Return dispersion of the true counts and day correlation at the 95th percentiles of their ranges."""
    drawn = drawn_quantities(scenario)
    v, w, k = (
        float(inverse(scenario[key], 0.95)) if key in drawn else scenario.number(key)
        for key in (*NOISE, "reporting_ratio")
    )
    return float(of_true_counts(scenario, v, k)), w


def skewed(dispersion: float, people: float) -> bool:
    """Whether a negative binomial count with this mean (people) and a variance of `dispersion` times it is skewed.

    Its skewness is (2 v - 1) / sqrt(v m).

    >>> skewed(4.0, 100.0), skewed(4.0, 1000.0), skewed(4.0, 0.0)
    (True, False, True)
    """
    return people <= 0 or (2 * dispersion - 1) / math.sqrt(dispersion * people) > _MOST_SKEW


def with_lumps(chances: Array, inputs: Assumptions, times: Array, at: Ledger, noise: tuple[Array, Array]) -> Array:
    """Return the chances of having been used up by each of the times, mended for lumps; shape (time, scrambling).

    `times` (days, in order) and the ledger have the time first, then scrambling and point; `noise` are dispersion and
    day correlation of the points, over which the mean is taken. The chance is moved towards the mean number of jumps by
    the share (1 - bound / 5 lumps)^3: all the way for a bound of nobody, not at all from five lumps on (from simulated
    lumps). A lump is v phi(t), that of a long time where casualties of before day 0 return. No chance lies above that
    of a count at one time with the cover of day 0 alone.
    """
    v, w = noise
    size = v * horizon_factor(times, w)
    bound = at.balance + at.lost
    lump = v * (1 + w) / (1 - w) if inputs.count_earlier and np.any(inputs.returning_share) else size
    weight = np.maximum(1 - bound / (_FEW * lump), 0.0) ** 3
    level = np.concatenate([bound[:1], (bound[1:] + bound[:-1]) / 2])
    before = chance_of_count_above(at.lost[:-1], level[1:], size[:-1])
    jumped = chance_of_count_above(at.lost, level, size)
    jumped[1:] = np.maximum(jumped[1:] - before, 0.0)
    most = chance_of_count_above(at.lost, ledger(inputs, 0.0 * times).cover, size)
    jumps, most, weight = (np.broadcast_to(x, jumped.shape).mean(axis=2) for x in (jumped.cumsum(axis=0), most, weight))
    chances = np.minimum(chances, most)
    return np.asarray(chances + weight * np.maximum(np.minimum(jumps, most) - chances, 0.0))
