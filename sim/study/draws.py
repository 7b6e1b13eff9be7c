"""Which quantities of a scenario are drawn, and their values at given points, rank correlations included.

Ranges are tied together by a Gaussian copula: each is its quantile function at Phi(Z), with Z multivariate normal and
Corr(Z_i, Z_j) = 2 sin(pi rho_ij / 6), which gives the rank correlation rho (derivation: docs/derivations.md, "Ranges").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from sim.core.arrays import Array
from sim.core.shapes import inverse
from sim.inputs.quantities import gaussian_correlation
from sim.inputs.scenario import Scenario

__all__ = ["NOISE", "Sample", "correlated", "drawn_quantities", "model_ranges", "noisy", "of_true_counts", "sampled"]

Draws = Mapping[str, Array]

NOISE = ("dispersion", "day_correlation")
"""The quantities that make the day-to-day noise; the model of the days covered has no use for them."""


def noisy(scenario: Scenario) -> bool:
    """Return whether there is day-to-day noise: a dispersion above 0, or a range of it."""
    return scenario["dispersion"].uncertain or scenario.number("dispersion") > 0


def drawn_quantities(scenario: Scenario) -> tuple[str, ...]:
    """Return the keys of the ranges that can move the days covered: all but `lag_days`, and noise only if it is on.

    Days of return are left out where surely nobody returns, so that they cost no dimension.

    >>> from sim.inputs.loading import load
    >>> drawn_quantities(load("sky-2024-10k", ["line_share=0.7", "line_share.low=0.5", "line_share.high=0.9"]))
    ('line_share',)
    """
    silent = {"lag_days"} if noisy(scenario) else {"lag_days", "day_correlation"}
    keys = [key for key in scenario.uncertain if key not in silent]
    off = scenario["returning_share"].span == (0.0, 0.0)
    return tuple(key for key in keys if not (off and key in ("first_return_day", "last_return_day")))


def model_ranges(scenario: Scenario) -> tuple[str, ...]:
    """Return the keys of the ranges that move the days covered; those of the noise move none."""
    return tuple(key for key in drawn_quantities(scenario) if key not in NOISE)


class Sample(NamedTuple):
    """Drawn values by key, each of shape (scrambling, point); center and spread of the integrated quantity's score.

    `noise` are dispersion of the true counts and day correlation, drawn or fixed (then of shape ()). Units are those of
    the quantities.
    """

    draws: Draws
    noise: tuple[Array, Array]
    center: Array
    spread: float


def sampled(scenario: Scenario, keys: Sequence[str], integrated: str, points: Array) -> Sample:
    """Return the values of `keys` at `points`, shape (scrambling, point, key), each coordinate between 0 and 1.

    Given these, the normal score of the `integrated` quantity (none: "") is normal with the center and spread returned:
    0 and 1 unless it is correlated with a drawn one. By Cholesky's factor of the correlations with the integrated
    quantity last, whose row holds both.

    >>> from sim.inputs.loading import load
    >>> share = load("sky-2024-10k", ["line_share=0.7", "line_share.low=0.5", "line_share.high=0.9"])
    >>> sampled(share, ("line_share",), "", np.full((1, 1, 1), 0.5)).draws["line_share"].tolist()  # the median
    [[0.7]]
    """
    order = [*keys, *([integrated] if integrated else [])]
    center, spread, uniforms = np.zeros(points.shape[:2]), 1.0, points
    if any(set(c.between) <= set(order) for c in scenario.correlations):
        scores = scipy.special.ndtri(points)
        uniforms = correlated(scenario, keys, scores)
        if integrated:
            last = np.linalg.cholesky(_correlations(scenario, order))[-1]
            center, spread = np.einsum("spj,j->sp", scores, last[:-1]), float(last[-1])
    values = {key: inverse(scenario[key], uniforms[..., i]) for i, key in enumerate(keys)}
    dispersion, correlation = (values.pop(key, np.asarray(scenario.number(key))) for key in NOISE)
    ratio = values.get("reporting_ratio", scenario.number("reporting_ratio"))
    return Sample(values, (of_true_counts(scenario, dispersion, ratio), correlation), center, spread)


def of_true_counts(scenario: Scenario, dispersion: npt.ArrayLike, ratio: npt.ArrayLike) -> Array:
    """Return the dispersion of the true daily counts, from the one stated and the reporting ratio; shapes broadcast.

    1 + k (v - 1) where the scenario says that it is that of the reported counts: each true casualty is then taken to be
    reported with chance 1 / k (thinning; for k below 1, reported ones beyond the true, its inverse).

    >>> from sim.inputs.loading import load
    >>> float(of_true_counts(load("sky-2024-10k", ["dispersion_of=reported"]), 11.0, 1.3))
    14.0
    """
    v, k = np.asarray(dispersion), np.asarray(ratio)
    return 1 + k * (v - 1) if scenario["dispersion_of"].value == "reported" else v


def correlated(scenario: Scenario, keys: Sequence[str], scores: Array) -> Array:
    """Return uniforms (0 to 1) with the scenario's rank correlations from independent normal scores, (..., key).

    `scores` have the keys as last axis; what is correlated with a quantity outside `keys` is taken as independent.
    """
    factor = np.linalg.cholesky(_correlations(scenario, keys))
    return np.asarray(scipy.special.ndtr(np.einsum("...j,ij->...i", scores, factor)))


def _correlations(scenario: Scenario, order: Sequence[str]) -> Array:
    """The correlations of the normal scores, shape (key, key); a scenario has made sure that they are positive
    definite.
    """
    matrix = np.eye(len(order))
    for c in scenario.correlations:
        if set(c.between) <= set(order):
            i, j = (order.index(key) for key in c.between)
            matrix[i, j] = matrix[j, i] = gaussian_correlation(c.rank)
    return matrix
