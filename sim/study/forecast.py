"""Forecasts of the days covered, from what was known on the day they are made, and the rules they are held against.

Level: exponentially weighted mean of the daily counts. The days covered by n troops are log-logistic,

    D = (n / level) (p / (1 - p))^s   at probability p,

closed forms for quantile, chance and mean. The scale s is that of `sim.study.forecast_scale`: learned from the
forecasts that have come due, and such that more troops last longer at every level. What was tried is told in
docs/series.md.

Nothing looks ahead: the level uses counts known at the start of the day, s uses forecasts whose end was known by then,
both are recursions, so that later data cannot change an earlier forecast in its last bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.inputs.definitions import MAX_TROOPS
from sim.inputs.problems import ScenarioError, number_problem
from sim.study.forecast_scale import actual_days, ended, scales, unit
from sim.study.series import Series
from sim.words.texts import Problem, Text

__all__ = [
    "RULE",
    "WARM_UP",
    "Fan",
    "Forecast",
    "Track",
    "actual_days",
    "fan",
    "forecast",
    "levels",
    "log_logistic_chance",
    "log_logistic_quantile",
    "rate_interval",
    "track",
]

LEVEL_HALF_LIFE = 5.0
"""Days after which a count weighs half. Chosen in folds by year among 3 to 30 days; 4 to 6 differ by about 1 %."""
WARM_UP = 30
"""Days of counts before the first forecast: six half-lives of the level (assumption)."""
RULE = 2
"""Which rule made a forecast; raised when the same series gives other days. 2: what has come due counts in windows."""


def log_logistic_quantile(median: Array | float, scale: Array | float, probability: npt.ArrayLike) -> Array:
    """Return median (p / (1 - p))^scale, in the unit of the median; shapes broadcast, p in (0, 1).

    >>> log_logistic_quantile(10.0, 0.1, [0.05, 0.5, 0.95]).round(3).tolist()
    [7.449, 10.0, 13.424]
    """
    p = np.asarray(probability, dtype=np.float64)
    with np.errstate(over="ignore"):  # a billion people at one a day: beyond all numbers
        return np.asarray(median * np.exp(scale * np.log(p / (1 - p))))


def log_logistic_chance(median: Array | float, scale: Array | float, value: npt.ArrayLike) -> Array:
    """Return the probability of at most `value` (0 or more), 1 / (1 + (value / median)^(-1 / scale)); shapes broadcast.

    The inverse of `log_logistic_quantile`.

    >>> log_logistic_chance(10.0, 0.1, [0, 5, 10, 20]).round(3).tolist()
    [0.0, 0.001, 0.5, 0.999]
    """
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(1 / (1 + np.exp(-np.log(np.asarray(value, dtype=np.float64) / median) / scale)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """The predictive distribution of the days that `troops` last from the start of `day` on: log-logistic.

        P(D <= t) = 1 / (1 + (t / median)^(-1 / scale)),   median = troops / level

    `level` is the rate (casualties/day), `scale` the s of the module's formula, `last_known` the last day whose count
    was used, `factor` the k that was learned: where the scale has ended it still says how uncertain fewer days are (by
    default the k that the scale shows). Only losses are forecast: nobody returns and nobody joins. A level of zero
    covers for ever.

    >>> soon = Forecast(troops=1000, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=100, scale=0.1)
    >>> soon.median, round(float(soon.chance(10.0)), 3), round(float(soon.chance(13.424)), 3)
    (10.0, 0.5, 0.95)
    """

    troops: float
    day: date
    last_known: date
    level: float
    scale: float
    factor: float = 0.0

    @property
    def median(self) -> float:
        """The median, days: what the mean rate alone would say; infinity at a level of zero."""
        return self.troops / self.level if self.level > 0 else math.inf

    def quantile(self, probability: npt.ArrayLike) -> Array:
        """Return the days covered at a probability in (0, 1), shape as given.

        >>> soon = Forecast(troops=1000, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=100, scale=0.1)
        >>> soon.quantile([0.05, 0.5, 0.95]).round(3).tolist()
        [7.449, 10.0, 13.424]
        """
        return log_logistic_quantile(self.median, self.scale, probability)

    def scale_over(self, horizon: npt.ArrayLike, lost: npt.ArrayLike) -> Array:
        """Return the scale of the days until so many are `lost` (people) over a horizon (days); shapes broadcast.

        That of `sim.study.forecast_scale`, ended there too, with the k of the forecast; at its own horizon it is
        `scale`, and between sizes it is as far from the formula as that is. The level must be above 0.

        >>> soon = Forecast(troops=1000, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=100, scale=0.1)
        >>> soon.scale_over([5, 10, 1e9], [500, 1000, 1e11]).round(3).tolist()
        [0.137, 0.1, 0.333]
        """
        factor = max(self.factor, self.scale / float(unit(self.median, self.troops)))
        return self.scale * ended(factor, horizon, lost) / ended(factor, self.median, self.troops)

    def chance(self, days: npt.ArrayLike) -> Array:
        """Return the probability that the troops are used up within so many days (0 or more), shape as given.

        The inverse of `quantile`.

        >>> soon = Forecast(troops=1000, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=100, scale=0.1)
        >>> soon.chance([0, 5, 10, 20]).round(3).tolist()
        [0.0, 0.001, 0.5, 0.999]
        """
        return log_logistic_chance(self.median, self.scale, days)


class Track(NamedTuple):
    """A forecast for the start of every day of a series, and what happened; each of shape (days + 1,).

    `level` (casualties/day) is NaN before the warm-up; `scale` (1) and the `factor` k behind it; `days` covered from
    then on, NaN where the data end first; `left` days of data from then on. The last entry is the forecast for the day
    after the last count.
    """

    level: Array
    scale: Array
    factor: Array
    days: Array
    left: Array


def levels(series: Series) -> Array:
    """Return the level at the start of each day, casualties/day, shape (days + 1,); NaN before the warm-up.

    level = sum of 2^(-age / 5) count over sum of 2^(-age / 5), age in days: an exponentially weighted mean, in which
    the first days count no more than their weight. A recursion, so that each value depends on earlier counts only; a
    count not yet known at the start of a day (`Series.known`) has no part in it.
    """
    keep = 0.5 ** (1 / LEVEL_HALF_LIFE)
    after = np.full(len(series.counts) + 1, np.nan)
    total = weight = 0.0
    for place, count in enumerate(series.counts.tolist(), start=1):
        total, weight = total * keep + count, weight * keep + 1
        if place >= WARM_UP:
            after[place] = total / weight
    return after[series.known]


def track(series: Series, troops: float) -> Track:
    """Return the forecasts for every day of a series. Raises `ScenarioError` for troops outside their limits.

    The forecast of a day is the one that would have been made on it: later counts change none of its bits. The work is
    linear in the days.
    """
    if why := number_problem(troops, 1, MAX_TROOPS):
        allowed = Text("problem.span", low=1.0, high=MAX_TROOPS)
        raise ScenarioError(Problem.of("problem.limits", "troops", value=f"{troops:g}", why=why, allowed=allowed))
    level, days = levels(series), actual_days(series, troops)
    left = np.arange(len(level), dtype=np.float64)[::-1].copy()
    return Track(level, *scales(series, level, troops), days, left)


def forecast(series: Series, troops: float, day: date | None = None) -> Forecast:
    r"""Return the forecast for the start of `day` (by default the day after the last count).

    Raises `ScenarioError` where the series is too short, or the day lies outside it or before the warm-up of 30 days.

    >>> from sim.study.series import read_series
    >>> rows = "".join(f"2024-01-{day:02},100\n" for day in range(1, 32))
    >>> made = forecast(read_series(f"date,count\n{rows}".encode(), "t.csv"), 1000)
    >>> str(made.day), round(made.level, 9), round(made.median, 9)
    ('2024-02-01', 100.0, 10.0)
    """
    size = len(series.counts)
    if size < WARM_UP:
        raise ScenarioError(Problem.of("series.few_days", name=series.name, days=str(size), least=str(WARM_UP)))
    place = size if day is None else series.place(day)
    found = track(series, troops)
    if not 0 <= place <= size or math.isnan(found.level[place]):
        days = {"first": str(series.day(WARM_UP)), "last": str(series.day(size))}
        raise ScenarioError(Problem.of("series.no_forecast", name=series.name, day=str(day or days["last"]), **days))
    return Forecast(
        troops=float(troops), day=series.day(place), last_known=series.day(series.known[place] - 1),
        level=float(found.level[place]), scale=float(found.scale[place]), factor=float(found.factor[place]),
    )  # fmt: skip


def rate_interval(made: Forecast, horizon: float) -> tuple[float, float]:
    """Return the 5th and 95th percentile of the mean rate over another horizon (days), casualties/day.

    level / 19^s to level * 19^s, 19 being the odds of 0.95, s that of `Forecast.scale_over` at a count of level times
    horizon. So it ends where it ends for the days, however long the horizon, and of a huge forecast a short horizon is
    no surer than of a small one. The two ends have the level as their geometric mean.

    >>> soon = Forecast(troops=1000, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=100, scale=0.1)
    >>> [round(rate, 1) for rate in rate_interval(soon, 10.0)]  # at its own horizon as wide as the days: 10 / 13.424
    [74.5, 134.2]
    """
    low, high = log_logistic_quantile(made.level, made.scale_over(horizon, made.level * horizon), [0.05, 0.95])
    return float(low), float(high)


class Fan(NamedTuple):
    """How the troops of a forecast melt away.

    `left` (people) has shape (point,), from all of them to none; `days` by which no more are left, shape (probability,
    point). The days of the last point are the quantiles of the days covered.
    """

    left: Array
    days: Array


def fan(made: Forecast, probabilities: npt.ArrayLike, points: int = 60) -> Fan:
    """Return for each probability the days by which so many are lost, from none to all of the troops.

    Each loss on the way is forecast with a scale of its own (`Forecast.scale_over`): its own u and the k of the
    forecast, so each line ends at the quantile of the days covered. Losses never fall, so a first loss is not put later
    than a larger one: the formula is made for troops of thousands, and says so of a few dozen.

    >>> soon = Forecast(troops=1000, day=date(2024, 1, 2), last_known=date(2024, 1, 1), level=100, scale=0.1)
    >>> melting = fan(soon, [0.05, 0.95], points=2)
    >>> melting.left.tolist(), melting.days[:, -1].round(3).tolist()
    ([1000.0, 500.0, 0.0], [7.449, 13.424])
    """
    lost = made.troops * np.linspace(0, 1, points + 1)[1:]
    horizon = lost / made.level
    days = log_logistic_quantile(horizon, made.scale_over(horizon, lost), np.asarray(probabilities)[:, None])
    days = np.minimum.accumulate(days[:, ::-1], axis=1)[:, ::-1]
    return Fan(np.append(made.troops, made.troops - lost), np.pad(days, ((0, 0), (1, 0))))
