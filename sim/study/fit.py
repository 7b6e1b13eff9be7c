"""From a window of a series to the quantities of a scenario: rate, trend, dispersion, each with its interval.

With counts x_1 .. x_n and their mean m: rate m; trend exp(30 b / m) - 1, b the least-squares slope (people/day a day);
dispersion the variance (n - 1) over m; correlation Pearson's of each day with the next.

Intervals come from a circular block bootstrap, so that they are as wide as the scatter and the memory of the days ask
for; counts that were Poisson and independent would give a mean five times surer than September 2024 was.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from sim.core.arrays import Array
from sim.core.crossing import central_days
from sim.core.flow import DAYS_PER_MONTH
from sim.core.resampling import Interval, block_interval
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.problems import ScenarioError
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.study.forecast import Forecast, rate_interval
from sim.study.series import Series
from sim.study.series_corrections import SPREAD
from sim.study.series_tables import PRESETS
from sim.words.texts import Problem, Text

__all__ = ["LEAST_DAYS", "Fit", "Measured", "fit", "scenario_of", "with_forecast_rate"]

LEAST_DAYS = 10
"""Shortest window of a fit, days (assumption: a correlation of fewer pairs says nothing)."""
DUST = 1e-9
"""Deviations from the mean, as shares of it, that are rounding and no scatter: sums spread over a gap leave 1e-13."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """A value and its 5 to 95 % interval, in the value's unit; the interval need not hold the value (short, skewed
    windows).
    """

    value: float
    interval: Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """What the counts from `first` to `last` say.

    `total` (people) over `days`; `rate` (casualties/day), `trend` (growth per 30 days), `dispersion` (variance / mean)
    and `day_correlation` (lag 1); `deviation` is the standard deviation of the days (people, n - 1).
    """

    first: date
    last: date
    days: int
    total: float
    deviation: float
    rate: Measured
    trend: Measured
    dispersion: Measured
    day_correlation: Measured


def fit(series: Series, first: date | None = None, last: date | None = None, seed: int = 0) -> Fit:
    r"""Return the fit to the counts from `first` to `last`, both included (by default all).

    The trend's interval is that of its residuals: blocks of what the line leaves over are put back onto the line. That
    of the correlation comes from blocks of pairs, so that no pair is made where two blocks meet. The same `seed` gives
    the same ends. A steady trend in the window counts as dispersion and as correlation too: nothing is taken off for
    it.

    Raises `ScenarioError` where the series has not all of these days, where they are fewer than `LEAST_DAYS`, and where
    nobody was lost.

    >>> from sim.study.series import read_series
    >>> rows = "".join(f"2024-09-{day:02},{90 + 20 * (day % 2)}\n" for day in range(1, 31))
    >>> found = fit(read_series(f"date,count\n{rows}".encode(), "t.csv"))
    >>> found.rate.value, round(found.day_correlation.value, 9)
    (100.0, -1.0)
    """
    counts = series.window(first, last)
    start, end = str(first or series.first), str(last or series.last)
    if len(counts) < LEAST_DAYS:
        raise ScenarioError(
            Problem.of("series.short_window", name=series.name, start=start, end=end, least=str(LEAST_DAYS))
        )
    if not counts.any():
        raise ScenarioError(Problem.of("series.no_rate", name=series.name, start=start, end=end))
    pairs = np.stack([counts[:-1], counts[1:]], axis=-1)
    slope = _slope(counts)
    line = slope * _centred(len(counts))
    return Fit(
        first=first or series.first, last=last or series.last, days=len(counts), total=float(counts.sum()),
        deviation=float(np.sqrt((_left(counts) ** 2).sum() / (len(counts) - 1))),
        rate=Measured(value=float(counts.mean()), interval=block_interval(counts, _mean, seed=seed)),
        trend=Measured(
            value=float(_growth(counts)),
            interval=block_interval(counts - line, lambda left: _growth(left + line), seed=seed),
        ),
        dispersion=Measured(
            value=float(_dispersion(counts[None])[0]), interval=block_interval(counts, _dispersion, seed=seed)
        ),
        day_correlation=Measured(
            value=float(_correlation(pairs[None])[0]), interval=block_interval(pairs, _correlation, seed=seed)
        ),
    )  # fmt: skip


def _mean(rows: Array) -> Array:
    """Mean of each resample; rows of shape (resample, day)."""
    return np.asarray(rows.mean(axis=-1))


def _left(rows: Array, axis: int = -1) -> Array:
    """What is left of each count over the mean along an axis; no more than `DUST` of the mean is nothing."""
    mean = rows.mean(axis=axis, keepdims=True)
    left = rows - mean
    return np.where(np.abs(left) > DUST * np.abs(mean), left, 0.0)


def _dispersion(rows: Array) -> Array:
    """Variance (n - 1) over mean; rows of shape (resample, day)."""
    mean = rows.mean(axis=-1)
    variance = (_left(rows) ** 2).sum(axis=-1) / (rows.shape[-1] - 1)
    return np.asarray(variance / np.where(mean > 0, mean, 1), dtype=np.float64)


def _correlation(pairs: Array) -> Array:
    """Pearson's correlation of one day with the next, 0 where either never varies; shape (resample, pair, 2)."""
    left = _left(pairs, axis=-2)
    both = (left[..., 0] * left[..., 1]).sum(axis=-1)
    scale = np.sqrt((left**2).sum(axis=-2).prod(axis=-1))
    return np.asarray(np.where(scale > 0, both / np.where(scale > 0, scale, 1), 0))


def _centred(days: int) -> Array:
    """Days counted from the middle of the window, so that slope and mean do not disturb each other."""
    return np.arange(days, dtype=np.float64) - (days - 1) / 2


def _slope(rows: Array) -> Array:
    """Least-squares slope of the counts, people/day a day; the last axis is the day."""
    times = _centred(rows.shape[-1])
    return np.asarray((_left(rows) * times).sum(axis=-1) / (times**2).sum())


def _growth(rows: Array) -> Array:
    """Growth per 30 days of the exponential with the rows' mean and slope, held within the limits of the quantity.

    exp(30 b / m) - 1: the trend that an exponential of mean m has where its slope is b, so -100 % is never reached.
    """
    limits = DEFINITIONS["monthly_trend"]
    mean = np.maximum(rows.mean(axis=-1), 1e-9)  # resampled residuals can sum to nothing
    rise = DAYS_PER_MONTH * _slope(rows) / mean
    return np.asarray(np.expm1(np.clip(rise, np.log1p(limits.low), np.log1p(limits.high))))


def scenario_of(series: Series, found: Fit, troops: float) -> Scenario:
    """Return a scenario whose rate, dispersion and correlation of days are those of the fit, each with its source.

    The rate is a lognormal range through its interval, whose ends have four digits, dispersion three and correlation
    two: no fewer than their intervals allow. A dispersion below 1 becomes 1 and a correlation below 0 becomes 0, the
    least the model has. The trend is told in a note and not switched on: that a month rose does not say that the next
    one will. `troops` (people) is the reader's own number, an assumption. Raises `ScenarioError` for troops outside
    their limits.
    """
    window = f"{found.first} to {found.last}"
    where = f"; published at {PRESETS[series.preset].published_at}" if series.preset else ""
    spread = "; spikes spread over earlier days" if any(f.rule in SPREAD for f in series.findings) else ""
    source = f"{series.name}, sha256 {series.sha256}, days {window}{spread}{where}"
    trend = f"trend {found.trend.value:+.3f} per 30 days (5 to 95 %: {_span(found.trend.interval)}), not switched on"
    values = {
        "reported_rate": (found.rate.value, f"{found.total:,.10g} / {found.days} days; {trend}"),
        "dispersion": _within(found.dispersion, 3, 1.0, math.inf),
        "day_correlation": _within(found.day_correlation, 2, 0.0, 0.99),
    }
    low, high = (_digits(end, 4) for end in found.rate.interval)
    inside = 0 < low < found.rate.value < high  # a steady count has no interval
    ranged: dict[str, Any] = {"low": low, "high": high, "shape": "lognormal"} if inside else {}
    quantities = tuple(
        Quantity(
            key=key, value=value, source=source, as_of=found.last, grade="derived", note=note,
            definition=DEFINITIONS[key].in_words, **(ranged if key == "reported_rate" else {}),
        )
        for key, (value, note) in values.items()
    )  # fmt: skip
    own = Quantity(key="troops", value=troops, note=Text("note.own_number"))
    title = Text("series.title", troops=troops, first=str(found.first), last=str(found.last))
    return Scenario(title=title, quantities=(*quantities, own))


def _within(found: Measured, digits: int, least: float, most: float) -> tuple[float, str]:
    """A measured number as the model can have it, and a note of its interval and of what was found where that differs.

    >>> _within(Measured(value=0.4213, interval=Interval(0.2, 0.7)), 3, 1.0, math.inf)
    (1.0, '5 to 95 %: 0.2 to 0.7; found 0.421, the model has 1 at least')
    """
    value, note = _digits(found.value, digits), f"5 to 95 %: {_span(found.interval)}"
    if value < least:
        return least, f"{note}; found {value:g}, the model has {least:g} at least"
    return (value, note) if value <= most else (most, f"{note}; found {value:g}, the model has {most:g} at most")


def _digits(value: float, digits: int) -> float:
    """The number with so many significant digits."""
    return float(f"{value:.{digits}g}")


def with_forecast_rate(scenario: Scenario, made: Forecast, series: Series) -> Scenario:
    """Return a scenario with the forecast rate in place of its own rate or schedule.

    The rate is a lognormal range through the 5th and 95th percentile of the mean rate over the days that the scenario
    covers at the forecast level, a day at least; it is no wider than days can be (`LARGEST` in
    `sim.study.forecast_scale`), so that a scenario of losses alone has the interval of the forecast itself. Its trend,
    noise and everything else stay as they are, but for the announcement: the troops are counted from the forecast's
    day, without a lag. The forecast already allows for scattered days, so a scenario with noise
    counts that small part twice. At a forecast level of zero the rate is the number 0. Correlations of a rate that was
    a schedule are left out.
    """
    source = f"{series.name}, sha256 {series.sha256}, forecast from days up to {made.last_known}"
    rate = Quantity(
        key="reported_rate", value=made.level, source=source, as_of=made.last_known, grade="derived",
        definition="exponentially weighted mean of the daily counts",
    )  # fmt: skip
    day = Quantity(
        key="announced", value=made.day, source=source, as_of=made.last_known, grade="derived",
        definition="the forecast counts from this day",
    )  # fmt: skip
    others = (day, *(q for q in scenario.quantities if q.key not in ("reported_rate", "announced", "lag_days")))
    point = replace(scenario, quantities=(rate, *others), schedule=(), correlations=())
    if not made.level:
        return point
    low, high = (_digits(end, 4) for end in rate_interval(made, max(central_days(point), 1.0)))
    ranged = replace(rate, low=low, high=high, shape="lognormal")
    known = tuple(c for c in scenario.correlations if "reported_rate" not in c.between or "reported_rate" in scenario)
    return replace(point, quantities=(ranged, *others), correlations=known)


def _span(interval: Interval) -> str:
    """The two ends to three digits."""
    return f"{interval.low:.3g} to {interval.high:.3g}"
