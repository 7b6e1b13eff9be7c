"""Peers that a good engineer would write for the seven-range claim: chunks that fit the cache, and compiled loops.

All compute the same closed form as `seven_quantities.used_up`; the compiled ones integrate the casualty rate in closed
form as the program does, one over independent draws, one over the program's own Sobol' points.
"""

from __future__ import annotations

import math

import numba
import numpy as np

DAYS, FIRST = 14.0, 6.0
_CENTER, _SPREAD = (
    (math.log(1_000) + math.log(1_500)) / 2,
    (math.log(1_500) - math.log(1_000)) / (2 * 1.6448536269514722),
)
CHUNK = 1 << 14


def chunks_of_float32(rng: np.random.Generator, count: int) -> float:
    """The chance from `count` independent draws in single precision, a chunk at a time."""
    used = 0
    for _ in range(count // CHUNK):
        u = rng.random((6, CHUNK), dtype=np.float32)
        rate = np.exp(np.float32(_CENTER) + np.float32(_SPREAD) * rng.standard_normal(CHUNK, dtype=np.float32))
        troops, share = _triangle(u[0], 8_000, 10_000, 12_000), _triangle(u[1], 0.1, 0.3, 0.6)
        last, recruits = 20 + 40 * u[2], _triangle(u[3], 200, 500, 700)
        stand = troops * _triangle(u[4], 0.5, 0.8, 1.0) * (1 - _triangle(u[5], 0.0, 0.02, 0.1))
        back = (DAYS - FIRST) ** 2 / (2 * (last - FIRST))
        used += int(np.count_nonzero(rate * (DAYS - share * back) - recruits * DAYS > stand))
    return used / (count // CHUNK * CHUNK)


def _triangle(u: np.ndarray, low: float, mode: float, high: float) -> np.ndarray:
    peak, width = np.float32((mode - low) / (high - low)), np.float32(high - low)
    left, right = low + width * np.sqrt(u * peak), high - width * np.sqrt((1 - u) * (1 - peak))
    return np.where(u < peak, left, right)


@numba.njit(fastmath=True)
def _triangular(u: float, low: float, mode: float, high: float) -> float:
    peak = (mode - low) / (high - low)
    if u < peak:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - mode))


@numba.njit(fastmath=True)
def _chance(a: float, b: float, c: float, d: float, e: float, f: float) -> float:
    """The chance given six uniforms: the rate above which the cover fails, and the normal tail above its logarithm."""
    stand = _triangular(a, 8e3, 1e4, 1.2e4) * _triangular(e, 0.5, 0.8, 1.0) * (1 - _triangular(f, 0.0, 0.02, 0.1))
    share, last, recruits = _triangular(b, 0.1, 0.3, 0.6), 20 + 40 * c, _triangular(d, 200.0, 500.0, 700.0)
    left = DAYS - share * (DAYS - FIRST) ** 2 / (2 * (last - FIRST))
    edge = (stand + recruits * DAYS) / left
    return 0.5 * math.erfc((math.log(edge) - _CENTER) / _SPREAD / math.sqrt(2.0))


@numba.njit(fastmath=True)
def conditional_draws(rng: np.random.Generator, count: int) -> tuple[float, float]:
    """Mean and variance of the chance over `count` independent draws of six quantities."""
    total = square = 0.0
    for _ in range(count):
        p = _chance(rng.random(), rng.random(), rng.random(), rng.random(), rng.random(), rng.random())
        total += p
        square += p * p
    return total / count, square / count - (total / count) ** 2


@numba.njit(fastmath=True)
def conditional_points(points: np.ndarray) -> np.ndarray:
    """The chance for each scrambling of Sobol' points, shape (scrambling, point, 6)."""
    means = np.zeros(points.shape[0])
    for s in range(points.shape[0]):
        for i in range(points.shape[1]):
            u = points[s, i]
            means[s] += _chance(u[0], u[1], u[2], u[3], u[4], u[5])
    return means / points.shape[1]
