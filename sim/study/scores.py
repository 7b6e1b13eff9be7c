"""How good forecasts of the days covered were: scores with those still running counted in.

The score is the continuous ranked probability score (CRPS), in days: the integral over t of (F(t) - [y <= t])^2, F the
forecast chance and y what happened (Gneiting and Raftery 2007, JASA 102, 359); for a point it is the distance in days.

    1 |         |  ____---      F the forecast chance, y what happened: the square of the
      |         |-'              height between F and the step at y, added up over t; small
      |      .-'|                where F is steep (sharp) and rises at y (right)
    0 |___.-'___|________ t
                y

Where the data end c days after the start and the troops are not yet used up, only t <= c can be judged: the
threshold-weighted score with weight [t <= c], which equals the CRPS of min(D, c) against c (Allen, Ginsbourger and
Ziegel 2023, SIAM/ASA J. Uncertainty Quantification 11, 906). Every start is measured up to the end of its own data by
that one rule, so none is dropped; where it ended before, this changes the score of the far tail only, for all alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array

__all__ = ["Judged", "PROBABILITIES", "Places", "Predicted", "Score", "covered", "crps", "judged", "score"]

Places = npt.NDArray[np.intp]
PROBABILITIES = (np.arange(200) + 0.5) / 200
"""Levels at which a distribution is scored: twice the mean pinball loss over them is the CRPS of the 200-step
distribution, 0.01 % above the exact value for a normal one."""


class Predicted(NamedTuple):
    """Predictive distributions, one for each start: quantiles (days) at `PROBABILITIES`, shape (start, probability);
    the point (`median`, days; of a plain rule troops / rate) and the chance given to what happened (or to the days the
    data reach), each of shape (start,).
    """

    quantiles: Array
    median: Array
    chance: Array


class Judged(NamedTuple):
    """Forecasts held against what happened: median (days), F at it, and CRPS (days), each of shape (start,)."""

    median: Array
    chance: Array
    crps: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How a set of forecasts did.

    `n` starts, of which `censored` had not ended with the data; coverage of the central 50 and 90 % interval (share,
    good where it is 0.5 and 0.9); `crps` and `mae` (of the point) in days, good where small; `mae_relative` the mean
    of the misses as shares of the days covered, `bias_median` the median of median forecast / days covered, less 1
    (above 0: too long). Starts not ended are measured up to the end of the data, the forecast cut there too: where none
    has ended these numbers say nothing about the forecasts.
    """

    n: int
    censored: int
    coverage_50: float
    coverage_90: float
    crps: float
    mae: float
    mae_relative: float
    bias_median: float

    @property
    def any_ended(self) -> bool:
        """Whether any start has ended, so that there is something to judge."""
        return self.censored < self.n


def crps(quantiles: Array, happened: Array, left: Array) -> Array:
    """Return the threshold-weighted CRPS of each start, days, shape (start,).

    `quantiles` (days) at `PROBABILITIES`, shape (start, probability); `happened` (days), NaN where not yet; `left`
    (days) the data reach from each start.

    >>> from scipy.special import ndtri
    >>> crps(ndtri(PROBABILITIES)[None], np.array([0.0]), np.array([np.inf])).round(4).tolist()  # exact: 0.23370
    [0.2337]
    """
    from scoringrules import crps_quantile  # loads numba where it is installed: seconds

    seen = np.fmin(happened, left)
    capped = np.minimum(quantiles, left[:, None])
    return np.asarray(crps_quantile(seen, capped, PROBABILITIES, backend="numpy"), dtype=np.float64)


def covered(chance: Array, censored: npt.NDArray[np.bool_], level: float) -> Array:
    """Return, for each start, whether what happened lay in the central interval of that level; shape (start,).

    `chance` is F at what happened. A start not ended counts with the chance its own forecast gives, now that so many
    days have passed, to ending inside: of the rest above F, the part below the interval's upper end.

    >>> covered(np.array([0.5, 0.99, 0.5]), np.array([False, False, True]), 0.9).round(3).tolist()
    [1.0, 0.0, 0.9]
    """
    low, high = 0.5 - level / 2, 0.5 + level / 2
    inside = ((low <= chance) & (chance <= high)).astype(np.float64)
    rest = np.maximum(1 - chance, 1e-12)  # 1e-12: a start that outlived its forecast lies outside either way
    later = np.clip((high - np.maximum(chance, low)) / rest, 0, 1)
    return np.where(censored, later, inside)


def judged(predicted: Predicted, happened: Array, left: Array) -> Judged:
    """Return what forecasts are worth: `happened` and `left` as for `crps`, each of shape (start,)."""
    return Judged(predicted.median, predicted.chance, crps(predicted.quantiles, happened, left))


def score(found: Judged, happened: Array, left: Array) -> Score:
    """Return the score of judged forecasts: `happened` and `left` as for `crps`, each of shape (start,).

    Means over starts, which overlap: n of them say less than n independent ones would (`sim.study.backtest`).

    >>> found = Judged(np.array([8.0, 12.0]), np.array([0.5, 0.3]), np.array([1.0, 1.0]))
    >>> made = score(found, np.array([10.0, np.nan]), np.array([30.0, 10.0]))  # the second had lasted 10 days so far
    >>> made.censored, made.mae, round(made.bias_median, 3)
    (1, 1.0, -0.1)
    """
    censored = np.isnan(happened)
    seen, middle = np.fmin(happened, left), np.minimum(found.median, left)
    misses = np.abs(middle - seen)
    return Score(
        n=len(seen), censored=int(censored.sum()),
        coverage_50=float(covered(found.chance, censored, 0.5).mean()),
        coverage_90=float(covered(found.chance, censored, 0.9).mean()),
        crps=float(found.crps.mean()), mae=float(misses.mean()), mae_relative=float((misses / seen).mean()),
        bias_median=float(np.median(middle / seen) - 1),
    )  # fmt: skip
