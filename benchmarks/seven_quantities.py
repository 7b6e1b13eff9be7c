"""Time to an error of 1e-4 on P(days covered <= 14) with seven uncertain quantities, against independent draws.

The quantities: troops, casualty rate, line share, desertion, returns by share and by last day, recruits. Peers: plain
NumPy sampling of the same closed form, and squigglepy. A peer's time for the wanted error is its measured time for one
draw, times the number of draws at which its measured standard error reaches 1e-4.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from compiled_peers import CHUNK, chunks_of_float32, conditional_draws, conditional_points
from timing import Row, best_of

from sim.core.points import estimated, sobol_points
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.study.distribution import chance_by

DAYS, ERROR, DRAWS = 14.0, 1e-4, 2_000_000


def scenario() -> Scenario:
    """The claim with seven ranges in round numbers, of shapes that every peer can draw."""
    ranges = {
        "troops": (8_000, 10_000, 12_000, "triangular"),
        "reported_rate": (1_000, 1_271, 1_500, "lognormal"),
        "returning_share": (0.1, 0.3, 0.6, "triangular"),
        "last_return_day": (20, 30, 60, "uniform"),
        "recruits_per_day": (200, 500, 700, "triangular"),
        "line_share": (0.5, 0.8, 1.0, "triangular"),
        "desertion_share": (0.0, 0.02, 0.1, "triangular"),
    }
    quantities = [
        Quantity(key=key, low=low, value=value, high=high, shape=shape)
        for key, (low, value, high, shape) in ranges.items()
    ]
    ignored = Quantity(key="earlier_casualties", value="ignored")
    return Scenario(title="seven ranges", quantities=(*quantities, ignored))


def used_up(draws: dict[str, np.ndarray]) -> np.ndarray:
    """Whether each draw is used up after 14 days, by the closed form of the model with a constant rate."""
    window = draws["last_return_day"] - 6.0
    back = np.minimum(DAYS - 6.0, window) ** 2 / (2 * window)
    lost = draws["reported_rate"] * (DAYS - draws["returning_share"] * back)
    stand = draws["troops"] * draws["line_share"] * (1 - draws["desertion_share"])
    return lost - draws["recruits_per_day"] * DAYS > stand


def numpy_draws(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Independent draws with NumPy's own generators."""
    drawn = {}
    for q in scenario().quantities:
        if q.shape == "triangular":
            drawn[q.key] = rng.triangular(q.low, q.value, q.high, count)
        elif q.shape == "uniform":
            drawn[q.key] = rng.uniform(q.low, q.high, count)
        elif q.shape == "lognormal":
            low, high = math.log(q.low), math.log(q.high)
            drawn[q.key] = rng.lognormal((low + high) / 2, (high - low) / (2 * 1.6448536269514722), count)
    return drawn


def squigglepy_draws(count: int) -> dict[str, np.ndarray]:
    """The same draws in squigglepy's words: 90 % intervals are its default."""
    import squigglepy as sq

    drawn = {}
    for q in scenario().quantities:
        if q.shape == "triangular":
            drawn[q.key] = sq.sample(sq.triangular(q.low, q.value, q.high), n=count)
        elif q.shape == "uniform":
            drawn[q.key] = sq.sample(sq.uniform(q.low, q.high), n=count)
        elif q.shape == "lognormal":
            drawn[q.key] = sq.sample(sq.lognorm(q.low, q.high), n=count)
    return drawn


def seconds_for_error(chance: float, seconds: float, draws: int) -> float:
    """Time of independent draws to reach the wanted standard error, from the time of `draws` of them."""
    return seconds * chance * (1 - chance) / ERROR**2 / draws


def rows() -> list[Row]:
    """Measure all three and return the ratios."""
    claim = scenario()
    points = next(n for n in (2**k for k in range(4, 16)) if chance_by(claim, DAYS, 0, n).standard_error <= ERROR)
    ours = best_of(lambda: chance_by(claim, DAYS, 0, points))
    estimate = chance_by(claim, DAYS, 0, points)
    seeds = iter(range(1, 100))
    first = best_of(lambda: chance_by(claim, DAYS, next(seeds), points))
    rng = np.random.default_rng(0)
    plain = best_of(lambda: used_up(numpy_draws(rng, DRAWS)).mean(), times=3)
    chance = float(used_up(numpy_draws(rng, DRAWS)).mean())
    squiggle = best_of(lambda: used_up(squigglepy_draws(DRAWS // 10)).mean(), times=2)
    agree = abs(chance - estimate.value) <= 4 * math.sqrt(chance * (1 - chance) / DRAWS) + 2 * estimate.standard_error
    note = (
        f"P = {estimate.value:.5f}, error {estimate.standard_error:.0e}, {16 * points:,} points, draws agree: {agree}"
    )
    plain, squiggle = seconds_for_error(chance, plain, DRAWS), seconds_for_error(chance, squiggle, DRAWS // 10)
    what, target = "P(D <= 14), 7 ranges, to an error of 1e-4", 1 / 500
    compiled = _compiled_rows(what, claim, chance, first)
    return [
        *compiled,
        Row(f"{what}, points kept", "NumPy draws", ours, plain, target, note),
        Row(f"{what}, points kept", "squigglepy", ours, squiggle, target, note),
        Row(f"{what}, first call", "NumPy draws", first, plain, None, "the points drawn too"),
    ]


def _compiled_rows(what: str, claim: Scenario, chance: float, first: float) -> list[Row]:
    """Our first call against single precision in chunks, and against compiled loops with the same trick."""
    rng = np.random.default_rng(1)
    chunked = best_of(lambda: chunks_of_float32(rng, 64 * CHUNK), times=3)
    conditional_draws(rng, 10)  # compiled before it is timed
    _, variance = conditional_draws(rng, DRAWS)
    plain = best_of(lambda: conditional_draws(rng, DRAWS), times=3) * variance / ERROR**2 / DRAWS
    counts = (2**k for k in range(4, 16))
    points = next(n for n in counts if estimated(conditional_points(sobol_points(6, n, 0))).standard_error <= ERROR)
    seeds = iter(range(1, 100))
    quasi = best_of(lambda: conditional_points(sobol_points(6, points, next(seeds))))
    note = f"numba {numba.__version__}, {16 * points:,} points"
    return [
        Row(
            f"{what}, first call",
            "NumPy, float32 chunks",
            first,
            seconds_for_error(chance, chunked, 64 * CHUNK),
            None,
            "",
        ),
        Row(f"{what}, first call", "numba, conditional draws", first, plain, None, ""),
        Row(f"{what}, first call", "numba, the same trick, points drawn too", first, quasi, 1.0, note),
    ]
