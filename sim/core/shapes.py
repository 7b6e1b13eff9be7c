"""Shapes of ranges: from chances to values of a quantity and back.

`uniform`, `triangular` and `pert` ranges have hard ends; `lognormal` and `normal` ones have their low and high as 5th
and 95th percentiles, are cut at the quantity's limits and rescaled.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincinv, ndtr, ndtri

from sim.inputs.definitions import DEFINITIONS
from sim.inputs.quantities import Quantity

__all__ = ["cumulative", "inverse"]

Array = npt.NDArray[np.float64]

_SOFT_TAIL = 1.6448536269514722
"""Standard normal 95th percentile: low and high of soft-ended shapes are the 5th and 95th percentiles."""


def inverse(quantity: Quantity, probability: npt.ArrayLike) -> Array:
    """Return the quantiles of a range; same shape as `probability` (0 to 1).

    PERT is the beta distribution with weight 4 on the mode (Clark 1962; Vose 2008). Soft-ended shapes are cut at the
    quantity's limits and rescaled.

    >>> from sim.inputs.quantities import Quantity
    >>> float(inverse(Quantity(key="line_share", value=0.7, low=0.4, high=1, shape="uniform"), 0.25))
    0.55
    """
    u = np.asarray(probability, dtype=np.float64)
    low, mode, high = _triple(quantity)
    if low == high:
        return np.full(u.shape, mode)
    if quantity.shape == "uniform":
        return low + u * (high - low)
    if quantity.shape == "triangular":
        rising = u < (mode - low) / (high - low)
        way = np.sqrt(np.where(rising, u * (high - low) * (mode - low), (1 - u) * (high - low) * (high - mode)))
        return np.where(rising, low + way, high - way)
    if quantity.shape == "pert":
        return np.asarray(low + (high - low) * betaincinv(*_beta(low, mode, high), u))
    center, spread, ends = _normal(quantity)
    below, above = (ndtr((end - center) / spread) for end in ends)
    z = center + spread * ndtri(below + u * (above - below))
    limits = DEFINITIONS[quantity.key]
    return np.clip(np.exp(z) if quantity.shape == "lognormal" else z, limits.low, limits.high)


def cumulative(quantity: Quantity, values: npt.ArrayLike) -> Array:
    """Return the chance that a range lies at or below `values` (in the quantity's unit); same shape."""
    y = np.asarray(values, dtype=np.float64)
    low, mode, high = _triple(quantity)
    if low == high:
        return np.asarray(y >= mode, dtype=np.float64)
    if quantity.shape in ("lognormal", "normal"):
        center, spread, ends = _normal(quantity)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.log(np.maximum(y, 0.0)) if quantity.shape == "lognormal" else y
        below, above = (ndtr((end - center) / spread) for end in ends)
        return np.clip((ndtr((z - center) / spread) - below) / (above - below), 0.0, 1.0)
    x = np.clip((y - low) / (high - low), 0.0, 1.0)
    if quantity.shape == "uniform":
        return x
    if quantity.shape == "pert":
        return np.asarray(betainc(*_beta(low, mode, high), x))
    peak = (mode - low) / (high - low)
    rising = np.minimum(x, peak) ** 2 / peak if peak > 0 else np.zeros_like(x)
    return np.where(x <= peak, rising, 1 - (1 - x) ** 2 / (1 - peak if peak < 1 else 1.0))


def _triple(quantity: Quantity) -> tuple[float, float, float]:
    value = float(quantity.value)  # type: ignore[arg-type]
    if quantity.low is None or quantity.high is None:
        return value, value, value
    return quantity.low, value, quantity.high


def _beta(low: float, mode: float, high: float) -> tuple[float, float]:
    return 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)


def _normal(quantity: Quantity) -> tuple[float, float, tuple[float, float]]:
    """Center, spread and cut-off ends on the scale (plain or log) on which the range is normal."""
    low, _, high = _triple(quantity)
    limits = DEFINITIONS[quantity.key]
    ends = limits.low, limits.high
    if quantity.shape == "lognormal":
        low, high = math.log(low), math.log(high)
        ends = math.log(ends[0]) if ends[0] > 0 else -math.inf, math.log(ends[1])
    return (low + high) / 2, (high - low) / (2 * _SOFT_TAIL), ends
