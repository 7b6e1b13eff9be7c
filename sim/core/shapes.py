"""Shapes of ranges: from chances to values of a quantity and back.

`uniform`, `triangular` and `pert` ranges have hard ends; `lognormal` and `normal` ones have their low and high as 5th
and 95th percentiles, are cut at the quantity's limits and rescaled.

    shape        its value at a chance u, from low l, value m and high h
    uniform      l + u (h - l)
    triangular   l + sqrt(u (h - l) (m - l)) below m, h - sqrt((1 - u) (h - l) (h - m)) above: m is the mode
    pert         l + (h - l) B, B a beta variable of 1 + 4 (m - l)/(h - l) and 1 + 4 (h - m)/(h - l): m is the mode
    normal       (l + h)/2 + s z, s = (h - l) / (2 * 1.645), z the normal score of u: m plays no part
    lognormal    the exponential of the same with ln l and ln h: its median is sqrt(l h), and m plays no part

All are closed forms or scipy's special functions, exact up to rounding. The central answer of a scenario is that of the
values, whatever the medians of the shapes are.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import scipy

from sim.core.arrays import Array
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.quantities import Quantity

__all__ = ["cumulative", "inverse"]

_SOFT_TAIL = 1.6448536269514722
"""Standard normal 95th percentile: low and high of soft-ended shapes are the 5th and 95th percentiles."""


def inverse(quantity: Quantity, probability: npt.ArrayLike) -> Array:
    """Return the quantiles of a range (in the quantity's unit); same shape as `probability` (0 to 1).

    PERT is the beta distribution with weight 4 on the mode (Clark 1962; Vose 2008). Soft-ended shapes are cut at the
    quantity's limits and rescaled: where a limit is near, the 5th percentile is no longer exactly `low`. A quantity
    without a range is its value at every chance.

    >>> from sim.inputs.quantities import Quantity
    >>> float(inverse(Quantity(key="line_share", value=0.7, low=0.4, high=1, shape="uniform"), 0.25))
    0.55
    >>> rate = Quantity(key="reported_rate", value=1271, low=1000, high=1600, shape="lognormal")
    >>> inverse(rate, [0.05, 0.5, 0.95]).round(1).tolist()  # the limits are far, and the median is sqrt(1000 * 1600)
    [1000.0, 1264.9, 1600.0]
    >>> cut = Quantity(key="line_share", value=0.7, low=0.4, high=0.9, shape="normal")  # cut at 0 and 1
    >>> inverse(cut, [0.05, 0.95, 1.0]).round(4).tolist()
    [0.3992, 0.8862, 1.0]
    """
    u = np.asarray(probability, dtype=np.float64)
    low, mode, high = _triple(quantity)
    if low == high:
        return np.full(u.shape, mode)
    if quantity.shape in ("uniform", "triangular", "pert"):
        return np.clip(_hard_ended(quantity.shape, (low, mode, high), u), low, high)  # rounding may step over an end
    center, spread, ends = _normal(quantity)
    below, above = (scipy.special.ndtr((end - center) / spread) for end in ends)
    z = center + spread * scipy.special.ndtri(below + u * (above - below))
    limits = DEFINITIONS[quantity.key]
    return np.clip(np.exp(z) if quantity.shape == "lognormal" else z, limits.low, limits.high)


def _hard_ended(shape: str, triple: tuple[float, float, float], u: Array) -> Array:
    low, mode, high = triple
    if shape == "uniform":
        return low + u * (high - low)
    if shape == "pert":
        return np.asarray(low + (high - low) * scipy.special.betaincinv(*_beta(low, mode, high), u))
    rising = low + np.sqrt(u * ((high - low) * (mode - low)))
    falling = high - np.sqrt((1 - u) * ((high - low) * (high - mode)))
    return np.asarray(np.minimum(rising, mode) + (np.maximum(falling, mode) - mode))  # one of them is at the mode


def cumulative(quantity: Quantity, values: npt.ArrayLike) -> Array:
    """Return the chance that a range lies at or below `values` (in the quantity's unit); same shape, 0 to 1.

    The inverse of `inverse` within the ends; 0 below them and 1 above. For a quantity without a range a step at its
    value.

    >>> from sim.inputs.quantities import Quantity
    >>> share = Quantity(key="line_share", value=0.7, low=0.4, high=0.9, shape="triangular")
    >>> cumulative(share, [0.3, 0.7, 0.9]).round(9).tolist()  # (0.7 - 0.4) / (0.9 - 0.4) lies below the mode
    [0.0, 0.6, 1.0]
    """
    y = np.asarray(values, dtype=np.float64)
    low, mode, high = _triple(quantity)
    if low == high:
        return np.asarray(y >= mode, dtype=np.float64)
    if quantity.shape in ("lognormal", "normal"):
        center, spread, ends = _normal(quantity)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.log(np.maximum(y, 0.0)) if quantity.shape == "lognormal" else y
        below, above = (scipy.special.ndtr((end - center) / spread) for end in ends)
        return np.clip((scipy.special.ndtr((z - center) / spread) - below) / (above - below), 0.0, 1.0)
    x = np.clip((y - low) / (high - low), 0.0, 1.0)
    if quantity.shape == "uniform":
        return x
    if quantity.shape == "pert":
        return np.asarray(scipy.special.betainc(*_beta(low, mode, high), x))
    peak = (mode - low) / (high - low)
    rising = np.minimum(x, peak) ** 2 / peak if peak > 0 else np.zeros_like(x)
    return np.where(x <= peak, rising, 1 - (1 - x) ** 2 / (1 - peak if peak < 1 else 1.0))


def _triple(quantity: Quantity) -> tuple[float, float, float]:
    """Low, value and high; three times the value where there is no range."""
    value = float(quantity.value)  # type: ignore[arg-type]
    if quantity.low is None or quantity.high is None:
        return value, value, value
    return quantity.low, value, quantity.high


def _beta(low: float, mode: float, high: float) -> tuple[float, float]:
    """The two parameters of the beta distribution of a PERT range, each 1 to 5: with weight 4 they add up to 6."""
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
