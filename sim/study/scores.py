"""How good forecasts of the days covered were: scores with those still running counted in, and the backtest.

The score is the continuous ranked probability score (CRPS), in days: the integral over t of (F(t) - [y <= t])^2, F the
forecast chance and y what happened (Gneiting and Raftery 2007, JASA 102, 359); for a point it is the distance in days.
Where the data end c days after the start and the troops are not yet used up, only t <= c can be judged: the
threshold-weighted score with weight [t <= c], which equals the CRPS of min(D, c) against c (Allen, Ginsbourger and
Ziegel 2023, SIAM/ASA J. Uncertainty Quantification 11, 906). Every start is measured up to the end of its own data by
that one rule, so none is dropped; where it ended before, this changes the score of the far tail only, for all alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from sim.core.resampling import Interval, block_interval
from sim.inputs.problems import ScenarioError
from sim.study.forecast import BASELINE_DISPERSION, BASELINES, Track, baseline_rates, count_quantiles, track
from sim.study.series import Series
from sim.words.texts import Problem

__all__ = [
    "PROBABILITIES",
    "Backtest",
    "Difference",
    "Judged",
    "Score",
    "Starts",
    "backtest",
    "coverage",
    "covered",
    "crps",
    "independent_windows",
    "score",
]

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

PROBABILITIES = (np.arange(200) + 0.5) / 200
"""Levels at which a distribution is scored: twice the mean pinball loss over them is the CRPS of the 200-step
distribution, 0.01 % above the exact value for a normal one."""
_STARTS_AT_ONCE = 4_000
_NOTHING: Callable[[float], None] = lambda _: None  # noqa: E731


class _Predicted(NamedTuple):
    """Predictive distributions, one for each start: quantiles (days) at `PROBABILITIES`, shape (start, probability);
    the median (days) and the chance given to what happened (or to the days the data reach), each of shape (start,).
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

    `n` starts, of which `censored` had not ended with the data; coverage of the central 50 and 90 % interval (share);
    `crps` and `mae` (of the median) in days; `mae_relative` and `bias_median` as shares of the days covered.
    """

    n: int
    censored: int
    coverage_50: float
    coverage_90: float
    crps: float
    mae: float
    mae_relative: float
    bias_median: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """CRPS of the forecast less that of a baseline (days), as a share of the baseline's, and its 5 to 95 % interval."""

    crps: float
    relative: float
    interval: Interval


class Starts(NamedTuple):
    """Every start of a backtest, oldest first; each of shape (start,).

    `place` in the series; `low`, `median` and `high` are the 5th, 50th and 95th percentile of the forecast (days);
    `happened` (days) is NaN where the data end first, `left` days after the start; `chances` is the chance that each
    contender gave to what happened, or to the days the data reach.
    """

    place: Places
    low: Array
    median: Array
    high: Array
    happened: Array
    left: Array
    chances: Mapping[str, Array]


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
    differences: Mapping[str, Difference]
    starts: Starts = field(repr=False, compare=False)


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


def coverage(starts: Starts, contender: str, level: float) -> float:
    """Return the share of starts for which what happened lay in a contender's central interval of that level."""
    return float(covered(starts.chances[contender], np.isnan(starts.happened), level).mean())


def score(found: Judged, happened: Array, left: Array) -> Score:
    """Return the score of judged forecasts: `happened` and `left` as for `crps`, each of shape (start,)."""
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


def _forecasts(found: Track, troops: float, places: Places, seen: Array) -> _Predicted:
    """The forecasts of these starts; `seen` are the days that happened or that the data reach."""
    odds = np.log(PROBABILITIES / (1 - PROBABILITIES))
    with np.errstate(divide="ignore", over="ignore"):
        median, scale = troops / found.level[places], found.scale[places]
        quantiles = median[:, None] * np.exp(scale[:, None] * odds)
        return _Predicted(quantiles, median, 1 / (1 + (seen / median) ** (-1 / scale)))


def _plain_rule(rate: Array, troops: float, places: Places, seen: Array) -> _Predicted:
    """A baseline: its rate, and the gamma-Poisson noise of the days."""
    unit = count_quantiles(troops, BASELINE_DISPERSION, PROBABILITIES)
    middle = float(count_quantiles(troops, BASELINE_DISPERSION, 0.5))
    r = rate[places]
    shape = np.maximum(r * seen, 1e-300) / (BASELINE_DISPERSION - 1)  # above 0, where the function is defined
    with np.errstate(divide="ignore"):
        return _Predicted(unit / r[:, None], middle / r, betainc(troops, shape, 1 - 1 / BASELINE_DISPERSION))


def _judged_in_parts(
    predict: Callable[[Places, Array], _Predicted], parts_of: Sequence[Places], found: Track, step: Callable[[], None]
) -> Judged:
    """Forecasts held against what happened, a few thousand at a time: a century of them would fill the memory."""
    parts = []
    for some in parts_of:
        happened, left = found.days[some], found.left[some]
        made = predict(some, np.fmin(happened, left))
        parts.append(Judged(made.median, made.chance, crps(made.quantiles, happened, left)))
        step()
    return Judged(*(np.concatenate(values) for values in zip(*parts, strict=True)))


def independent_windows(days: Array) -> int:
    """Return how many forecasts can be laid end to end without overlap. `days` (days) from each consecutive start.

    >>> independent_windows(np.full(10, 2.5))  # starts 0, 3, 6, 9
    4
    """
    place, windows = 0, 0
    while place < len(days):
        place, windows = place + max(1, int(np.ceil(days[place]))), windows + 1
    return windows


def backtest(
    series: Series, troops: float, first: date | None = None, last: date | None = None,
    report: Callable[[float], None] = _NOTHING,
) -> Backtest:  # fmt: skip
    """Return the scores of forecasts for every start from `first` to `last` (by default all), and of the baselines.

    All on the same starts: those for which every one of them has a rate, with a day of data or more after them.
    `report` is told what share of the work is done, after a second of it or so; where nobody waits any more, it may
    raise. Raises `ScenarioError` where no start is left.
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
    with np.errstate(over="ignore", invalid="ignore"):  # a rate near zero: days beyond all numbers
        reach = np.exp(found.scale[places] * np.log(19))  # 19 = 0.95 / 0.05
        low, high = median / reach, median * reach
    chances = {name: result.chance for name, result in results.items()}
    return Starts(places, low, median, high, found.days[places], found.left[places], chances)


def _starts(series: Series, found: Track, rates: Mapping[str, Array], span: tuple[date | None, date | None]) -> Places:
    """Places of the starts in the span for which every contender has a rate."""
    usable = ~np.isnan(found.level) & (found.left >= 1)
    for rate in rates.values():
        usable &= ~np.isnan(rate)
    first, last = span[0] or series.first, span[1] or series.last
    places = np.flatnonzero(usable)
    places = places[(series.place(first) <= places) & (places <= series.place(last))]
    if not len(places):
        raise ScenarioError(Problem.of("series.no_starts", name=series.name, start=str(first), end=str(last)))
    return places


def _block(seen: Array) -> int:
    """Length of a bootstrap block, days: as long as windows overlap, but no more than a third of the starts."""
    return max(1, min(int(np.ceil(seen.mean())), len(seen) // 3))


def _difference(ours: Array, theirs: Array, block: int, step: Callable[[], None]) -> Difference:
    change = ours - theirs
    interval = block_interval(change, lambda rows: np.asarray(rows.mean(axis=1)), block)
    base = float(theirs.mean())
    mean = float(change.mean())
    step()
    return Difference(crps=mean, relative=mean / base if base else 0.0, interval=interval)
