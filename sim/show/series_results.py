"""What was read, fitted, forecast and scored, as plain objects for JSON, and the sentences about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from sim.core.points import Estimate
from sim.inputs.facts import Month
from sim.saying.digits import CENTURY
from sim.saying.language import Language
from sim.saying.results import finite
from sim.study.backtest import Backtest, Starts
from sim.study.fit import Fit
from sim.study.forecast import Forecast
from sim.study.kept import Outcome
from sim.study.scores import Score, covered
from sim.study.series import Series
from sim.words.texts import Text

__all__ = [
    "backtest_result",
    "days_estimate",
    "fit_result",
    "forecast_result",
    "held_sentence",
    "month_rows",
    "month_words",
    "outcome_result",
    "row_words",
    "score_result",
    "series_result",
    "track_sentences",
]

_TENTH = 2 * math.log(19) / 10
"""A tenth of the distance, in log days, from the 5th to the 95th percentile of a logistic of scale 1."""

MANY = 100
"""Starts that have ended from which on a share says more than a count (assumption)."""

_LEVELS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}


def month_words(day: date, say: Language) -> str:
    """Return the month of a day in words, with its year."""
    return say(f"month.{day.month}", year=str(day.year))


def month_rows(months: Sequence[Month]) -> list[list[Month]]:
    """Return the months in rows of those that follow one another.

    >>> from sim.inputs.facts import months
    >>> [len(row) for row in month_rows([months()[0], *months()[-2:]])]
    [1, 1, 1]
    """
    rows: list[list[Month]] = []
    for month in months:
        if rows and (month.first - rows[-1][-1].first).days <= 31:
            rows[-1].append(month)
        else:
            rows.append([month])
    return rows


def row_words(row: Sequence[Month], say: Language) -> str:
    """Return a row of months in words: the first to the last.

    >>> from sim.inputs.facts import months
    >>> from sim.saying.language import PLAIN
    >>> row_words([month for month in months() if month.first.year == 2024][-3:], PLAIN)
    'October 2024 to December 2024'
    """
    first, last = month_words(row[0].first, say), month_words(row[-1].first, say)
    return first if len(row) == 1 else say("real.months.span", first=first, last=last)


def series_result(series: Series) -> dict[str, Any]:
    """What was read, and how, for JSON: the file by its hash, every choice that was made, and every finding."""
    return {
        "name": series.name, "sha256": series.sha256, "data_vintage": str(series.vintage), "column": series.column,
        "counts": "cumulative" if series.cumulative else "daily", "preset": series.preset or None,
        "covers": "day-before" if series.day_before else "same-day",
        "first_day": str(series.first), "last_day": str(series.last), "days": len(series.counts),
        "findings": [
            {"kind": f.kind, "first": str(f.first), "last": str(f.last), "amount": f.amount, "rule": f.rule}
            for f in series.findings
        ],
    }  # fmt: skip


def fit_result(found: Fit) -> dict[str, Any]:
    """A fit for JSON, each value with the ends of its 5 to 95 % interval; units as in `sim.study.fit.Fit`."""
    names = ("rate", "trend", "dispersion", "day_correlation")
    measured = {name: getattr(found, name) for name in names}
    return {
        "from": str(found.first), "to": str(found.last), "days": found.days, "total": found.total,
        "standard_deviation": found.deviation,
        **{name: {"value": m.value, "p05": m.interval.low, "p95": m.interval.high} for name, m in measured.items()},
    }  # fmt: skip


def forecast_result(made: Forecast) -> dict[str, Any]:
    """A forecast for JSON: null for never. Days at five levels, and the closed form they come from."""
    days = {name: finite(float(made.quantile(p))) for name, p in _LEVELS.items()}
    return {
        "troops": made.troops, "from_day": str(made.day), "last_day_used": str(made.last_known),
        "rate": made.level, "days_covered": days,
        "distribution": {"family": "log-logistic", "median": finite(made.median), "scale": made.scale},
    }  # fmt: skip


def backtest_result(series: Series, found: Backtest) -> dict[str, Any]:
    """A backtest for JSON: shares as fractions, days as days."""
    return {
        "series": series_result(series), "kind": "postdictions", "troops": found.troops,
        "from": str(found.first), "to": str(found.last),
        "units": {"crps": "days", "mae": "days", "mae_relative": "1", "bias_median": "1", "coverage": "1"},
        "forecast": score_result(found.forecast),
        "baselines": {name: score_result(score) for name, score in found.baselines.items()},
        "independent_windows": found.windows, "block_days": found.block,
        "differences": {
            name: {"crps": d.crps, "relative": d.relative, "p05": d.interval.low, "p95": d.interval.high}
            for name, d in found.differences.items()
        },
        "sentences": [str(sentence) for sentence in track_sentences(found)],
    }  # fmt: skip


def score_result(score: Score) -> dict[str, Any]:
    """A score for JSON, with the names and units of `sim.study.scores.Score`; null where no start has ended yet."""
    counted = {"n": score.n, "censored": score.censored}
    return {name: counted.get(name, getattr(score, name) if score.any_ended else None) for name in score.__slots__}


def days_estimate(made: Forecast, probability: float) -> Estimate:
    """A quantile of the days, with the last decimal place that the forecast is good for: a tenth of its spread."""
    days = float(made.quantile(probability))
    blur = days * min(_TENTH * made.scale, 0.5)
    return Estimate(days, 10.0 ** math.floor(math.log10(blur)) if 0 < blur < math.inf else 0.0)


def track_sentences(found: Backtest) -> tuple[Text, ...]:
    """The plain sentences about a backtest: how it did, and how much of that may be luck.

    All is judged by the starts that have ended: of fewer than `MANY` they are counted, of more their share is told;
    where none has, that is all there is to say. The margin is two standard deviations of a coverage of 90 % in as many
    independent windows, 2 sqrt(0.9 * 0.1 / n), in percentage points: n windows, not starts, because starts a day apart
    share their days.
    """
    starts = found.starts
    ended = ~np.isnan(starts.happened)
    count = int(ended.sum())
    if not count:
        return (Text("series.none_ended", troops=found.troops, n=found.forecast.n),)
    margin = 100 * (0.9 * 0.1 / found.windows) ** 0.5 * 2
    luck = Text("series.luck", windows=found.windows, margin=round(margin))
    held = int(covered(starts.chances["forecast"][ended], np.zeros(count, dtype=bool), 0.9).sum())
    said: dict[str, str | float] = {
        "troops": found.troops,
        "off": round(_miss(starts, "forecast"), 1),
        "week": _week(starts),
    }
    if count < MANY:
        return Text("series.track.few", held=held, ended=count, **said), luck
    return Text("series.track", held=round(100 * held / count), **said), luck


def _miss(starts: Starts, contender: str) -> float:
    """How far a contender's point was off on average over the starts that have ended, in % of the days covered.

    A point of never, or beyond `CENTURY`, counts as so many days.
    """
    point = np.minimum(starts.points[contender], CENTURY)
    return float(np.nanmean(100 * np.abs(point / starts.happened - 1)))


def _week(starts: Starts) -> Text | str:
    """How much nearer the point came than the mean of the last week, in percentage points.

    Empty where that is 0, and where one of them said never of a start that ended: to that nothing is near.
    """
    ended = ~np.isnan(starts.happened)
    nearer = round(_miss(starts, "trailing_7") - _miss(starts, "forecast"), 1)
    if not nearer or any((starts.points[name][ended] > CENTURY).any() for name in ("trailing_7", "forecast")):
        return ""
    return Text("series.week", points=abs(nearer), better=Text("series.better" if nearer > 0 else "series.worse"))


def held_sentence(group: Sequence[Outcome]) -> Text:
    """How many kept forecasts have ended, and how many of those the 90 % interval held."""
    ended = np.array([x.chance for x in group if x.days_covered is not None])
    if not len(ended):
        return Text("kept.none_ended", n=len(group))
    held = covered(ended, np.zeros(len(ended), dtype=bool), 0.9).sum()
    return Text("kept.held", held=int(held), ended=len(ended), n=len(group))


def outcome_result(outcome: Outcome) -> dict[str, Any]:
    """What became of a kept forecast, for JSON; days covered are null for one still running."""
    kept = outcome.kept
    return {
        "origin_date": str(kept.origin), "troops": kept.troops, "made_on": str(kept.made_on),
        "series_sha256": kept.series_sha256, "data_vintage": str(kept.data_vintage),
        "days_covered": outcome.days_covered, "days_so_far": outcome.days_so_far,
        "censored": outcome.days_covered is None, "crps": outcome.crps, "chance": outcome.chance,
    }  # fmt: skip
