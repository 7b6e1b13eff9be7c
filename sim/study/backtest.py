"""Forecasts of the days covered made again for past starts, scored beside the baselines on the same starts.

Starts a day apart share most of their days, so their scores are not independent: intervals of differences come from
blocks as long as a forecast, and the number of windows that do not overlap is told beside the number of starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import NamedTuple

import numpy as np
import scipy

from sim.core.arrays import Array
from sim.core.resampling import Interval, block_interval
from sim.inputs.problems import ScenarioError
from sim.study.baselines import BASELINE_DISPERSION, BASELINES, baseline_rates, count_quantiles
from sim.study.forecast import Track, log_logistic_chance, log_logistic_quantile, track
from sim.study.scores import PROBABILITIES, Judged, Places, Predicted, Score, covered, judged, score
from sim.study.series import Series
from sim.words.texts import Problem

__all__ = ["Backtest", "ScoreDifference", "Starts", "backtest", "coverage", "independent_windows"]

_STARTS_AT_ONCE = 4_000
_NOTHING: Callable[[float], None] = lambda _: None  # noqa: E731


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreDifference:
    """CRPS of the forecast less that of a baseline (days), as a share of the baseline's, and its 5 to 95 % interval.

    The share is None where the baseline's is 0: of nothing there is no share. Below 0 the forecast is better; an
    interval (days) that holds 0 says that the data do not tell.
    """

    crps: float
    relative: float | None
    interval: Interval


class Starts(NamedTuple):
    """Every start of a backtest, oldest first; each of shape (start,).

    `place` in the series; `low`, `median` and `high` are the 5th, 50th and 95th percentile of the forecast (days);
    `happened` (days) is NaN where the data end first, `left` days after the start; `chances` is the chance that each
    contender gave to what happened, or to the days the data reach, `points` what each named as the point (days).
    """

    place: Places
    low: Array
    median: Array
    high: Array
    happened: Array
    left: Array
    chances: Mapping[str, Array]
    points: Mapping[str, Array]


@dataclass(frozen=True, kw_only=True, slots=True)
class Backtest:
    """Forecasts made again for past starts, scored beside the baselines on the same starts.

    `first` and `last` start; `windows` is how many of them do not overlap; `block` the length of the bootstrap's blocks
    in days; `differences` the forecast against each baseline; `starts` what the scores were made of.
    """

    troops: float
    first: date
    last: date
    windows: int
    block: int
    forecast: Score
    baselines: Mapping[str, Score]
    differences: Mapping[str, ScoreDifference]
    starts: Starts = field(repr=False, compare=False)


def coverage(starts: Starts, contender: str, level: float) -> float:
    """Return the share of starts for which what happened lay in a contender's central interval of that level.

    `contender` is `forecast` or a key of `BASELINES`. Starts not ended count with a chance
    (`sim.study.scores.covered`).

    >>> ends, ran = np.array([1.0, 1.0]), np.array([2.0, np.nan])
    >>> chances = {"forecast": np.array([0.5, 0.99])}
    >>> starts = Starts(np.arange(2), ends, 2 * ends, 3 * ends, ran, 9 * ends, chances, {"forecast": 2 * ends})
    >>> coverage(starts, "forecast", 0.9)  # one ended in the middle, one has outlived the interval already
    0.5
    """
    return float(covered(starts.chances[contender], np.isnan(starts.happened), level).mean())


def _forecasts(found: Track, troops: float, places: Places, seen: Array) -> Predicted:
    """The forecasts of these starts; `seen` are the days that happened or that the data reach."""
    with np.errstate(divide="ignore"):
        median, scale = troops / found.level[places], found.scale[places]
    quantiles = log_logistic_quantile(median[:, None], scale[:, None], PROBABILITIES)
    return Predicted(quantiles, median, log_logistic_chance(median, scale, seen))


def _plain_rule(rate: Array, troops: float, places: Places, seen: Array) -> Predicted:
    """A baseline: troops / rate, and the gamma-Poisson noise of the days around it, of `BASELINE_DISPERSION`.

    The point is the plain quotient, not the noise's median: for a handful of troops that is as long as the dispersion.
    """
    unit = count_quantiles(troops, BASELINE_DISPERSION, PROBABILITIES)
    r = rate[places]
    shape = np.maximum(r * seen, 1e-300) / (BASELINE_DISPERSION - 1)  # above 0, where the function is defined
    with np.errstate(divide="ignore"):
        chance = scipy.special.betainc(troops, shape, 1 - 1 / BASELINE_DISPERSION)
        return Predicted(unit / r[:, None], troops / r, chance)


def _judged_in_parts(
    predict: Callable[[Places, Array], Predicted], parts_of: Sequence[Places], found: Track, step: Callable[[], None]
) -> Judged:
    """As `judged`, a few thousand starts at a time: a century of them would fill the memory."""
    parts = []
    for some in parts_of:
        happened, left = found.days[some], found.left[some]
        parts.append(judged(predict(some, np.fmin(happened, left)), happened, left))
        step()
    return Judged(*(np.concatenate(values) for values in zip(*parts, strict=True)))


def independent_windows(days: Array) -> int:
    """Return how many forecasts can be laid end to end without overlap. `days` (days) from each consecutive start.

    The first start is taken, then the next one that begins when it has ended. Scores of starts a day apart say little
    more than one of them.

    >>> independent_windows(np.full(10, 2.5))  # starts 0, 3, 6, 9
    4
    """
    place, count = 0, 0
    while place < len(days):
        place, count = place + max(1, int(np.ceil(days[place]))), count + 1
    return count


def backtest(
    series: Series, troops: float, first: date | None = None, last: date | None = None,
    report: Callable[[float], None] = _NOTHING,
) -> Backtest:  # fmt: skip
    """Return the scores of forecasts for every start from `first` to `last` (by default all), and of the baselines.

    All on the same starts: those for which every one of them has a rate, with a day of data or more after them. Nothing
    is fitted to the starts scored: each forecast is that of `track`, which looks at earlier days only. But the
    half-lives and variances of the rule were chosen on the series published up to 2025 (docs/series.md). `report` is
    told what share of the work is done, after a second of it or so; where nobody waits any more, it may raise. Raises
    `ScenarioError` where no start is left.
    """
    found, rates = track(series, troops), baseline_rates(series)
    places = _starts(series, found, rates, (first, last))
    happened, left = found.days[places], found.left[places]
    contenders = {"forecast": partial(_forecasts, found, troops)}
    contenders |= {name: partial(_plain_rule, rates[name], troops) for name in BASELINES}
    parts = np.array_split(places, -(-len(places) // _STARTS_AT_ONCE))
    steps, all_steps = count(1), len(contenders) * len(parts) + len(BASELINES)

    def step() -> None:
        report(next(steps) / all_steps)

    results = {name: _judged_in_parts(predict, parts, found, step) for name, predict in contenders.items()}
    seen = np.fmin(happened, left)
    block = _block(seen)
    ours = results["forecast"]
    differences = {name: _difference(ours.crps, results[name].crps, block, step) for name in BASELINES}
    return Backtest(
        troops=float(troops), first=series.day(places[0]), last=series.day(places[-1]),
        windows=independent_windows(seen), block=block, forecast=score(ours, happened, left),
        baselines={name: score(results[name], happened, left) for name in BASELINES},
        differences=differences, starts=_told(found, places, results),
    )  # fmt: skip


def _told(found: Track, places: Places, results: Mapping[str, Judged]) -> Starts:
    """The starts with what was forecast and what happened."""
    median = results["forecast"].median
    low, high = (log_logistic_quantile(median, found.scale[places], p) for p in (0.05, 0.95))
    chances = {name: result.chance for name, result in results.items()}
    points = {name: result.median for name, result in results.items()}
    return Starts(place=places, low=low, median=median, high=high, happened=found.days[places],
                  left=found.left[places], chances=chances, points=points)  # fmt: skip


def _starts(series: Series, found: Track, rates: Mapping[str, Array], span: tuple[date | None, date | None]) -> Places:
    """Places of the starts in the span for which every contender has a rate."""
    usable = ~np.isnan(found.level) & (found.left >= 1)
    for rate in rates.values():
        usable &= ~np.isnan(rate)
    first, last = span[0] or series.first, span[1] or series.last
    if all(span) and first > last:
        raise ScenarioError(series.outside("series.turned", first, last))
    places = np.flatnonzero(usable)
    places = places[(series.place(first) <= places) & (places <= series.place(last))]
    if not len(places):
        raise ScenarioError(Problem.of("series.no_starts", name=series.name, start=str(first), end=str(last)))
    return places


def _block(seen: Array) -> int:
    """Length of a bootstrap block, days: as long as windows overlap, but no more than a third of the starts."""
    return max(1, min(int(np.ceil(seen.mean())), len(seen) // 3))


def _difference(ours: Array, theirs: Array, block: int, step: Callable[[], None]) -> ScoreDifference:
    """The mean difference of the scores of two contenders, start by start, and its interval by blocks."""
    change = ours - theirs
    interval = block_interval(change, lambda rows: np.asarray(rows.mean(axis=1)), block)
    base = float(theirs.mean())
    mean = float(change.mean())
    step()
    return ScoreDifference(crps=mean, relative=mean / base if base else None, interval=interval)
