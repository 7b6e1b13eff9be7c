"""The plain rules that forecasts are held against: a trailing mean as the rate, and gamma-Poisson noise around it.

Rules that anybody could follow by hand. A forecast that does not beat them is not worth its formula.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy

from sim.core.arrays import Array
from sim.study.series import Series

__all__ = ["BASELINES", "BASELINE_DISPERSION", "baseline_rates", "count_quantiles"]

BASELINE_DISPERSION = 24.0
"""Variance / mean of the daily counts in the baselines, one for all (assumption: twice the 11.9 of September 2024)."""
BASELINES = ("trailing_7", "trailing_14", "trailing_30", "last_published_month")


def baseline_rates(series: Series) -> dict[str, Array]:
    r"""Return what each baseline takes as the rate at the start of each day, casualties/day, shape (days + 1,).

    The means of the last 7, 14 and 30 known counts, and that of the last calendar month known in full; NaN before there
    are so many. As in a forecast, only what was known at the start of the day is used.

    >>> from sim.study.series import FileReading, read_series
    >>> rows = "".join(f"2024-01-{day:02},{10 * day}\n" for day in range(1, 9))
    >>> rates = baseline_rates(read_series(f"date,count\n{rows}".encode(), "t.csv", FileReading(counts="daily")))
    >>> rates["trailing_7"].tolist()[6:]
    [nan, 40.0, 50.0]
    """
    total = np.concatenate([[0.0], np.cumsum(series.counts)])
    known = series.known
    rates = {}
    for length in (7, 14, 30):
        start = np.maximum(known - length, 0)
        rates[f"trailing_{length}"] = np.where(known >= length, (total[known] - total[start]) / length, np.nan)
    rates["last_published_month"] = _monthly(series, total)[known]
    return rates


def _monthly(series: Series, total: Array) -> Array:
    """The mean of the last full calendar month before each day."""
    rate = np.full(len(total), np.nan)
    first: int | None = None
    for place in range(len(total)):
        if place:
            rate[place] = rate[place - 1]
        if series.day(place).day == 1:
            if first is not None:
                rate[place] = (total[place] - total[first]) / (place - first)
            first = place
    return rate


def count_quantiles(troops: float, dispersion: float, probabilities: npt.ArrayLike) -> Array:
    """Return the expected losses by which a gamma-Poisson count has reached `troops`, at each probability (people).

    The count of mean m and variance v m is negative binomial, P(count >= n) = I(1 - 1/v; n, m / (v - 1)), the
    regularised incomplete beta function; its inverse in m. Divided by a constant rate these are the quantiles of the
    days covered, exact for increments without memory. `dispersion` is v, above 1.

    >>> count_quantiles(10_000, 24, [0.05, 0.5, 0.95]).round().tolist()
    [9213.0, 10007.0, 10824.0]
    """
    p = np.asarray(probabilities, dtype=np.float64)
    return np.asarray((dispersion - 1) * scipy.special.btdtrib(troops, p, 1 - 1 / dispersion))
