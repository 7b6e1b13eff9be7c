"""Forecasts kept for later: written with what they rest on, read again, and scored with a longer series.

Two forms. JSON holds everything. CSV is the quantile format of the forecast hubs (hubverse model output):
`origin_date`, `target`, `horizon`, `output_type`, `output_type_id`, `value`; what else a row needs stands in further
columns, which the format allows. The horizon is always 0: the days are counted from the origin date itself. Forecasts
made before the fact and those made afterwards (postdictions) are told apart by `made_on` and never mixed; a date in a
file is its writer's word, so publish the file, or its hash, on the day.

    origin_date,target,horizon,output_type,output_type_id,value,troops,made_on,series_sha256,data_vintage
    2024-02-01,days covered by 1000,0,quantile,0.5,10,1000,2024-02-01,545d...,2024-01-31
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.core.arrays import Array
from sim.inputs.definitions import MAX_TROOPS
from sim.inputs.problems import ScenarioError, number_problem
from sim.study.forecast import RULE, Forecast, actual_days
from sim.study.scores import PROBABILITIES, Judged, Score, crps, score
from sim.study.series import Series
from sim.words.texts import Problem

__all__ = ["HUB_PROBABILITIES", "Kept", "Outcome", "grouped", "hub_text", "keep", "kept_text", "outcomes", "read_kept"]

HUB_PROBABILITIES = (0.01, 0.025, *(round(0.05 * n, 2) for n in range(1, 20)), 0.975, 0.99)
"""The 23 levels that forecast hubs ask for."""
FORMAT = 1
GROUPS = {"forecasts": True, "postdictions": False}
"""The two tables, and whether their forecasts were made before the fact."""
_CLOCKS = timedelta(days=1)
"""A figure published in the morning of one place is read on the evening before in another."""
_TARGET = "days covered by "
_COLUMNS = ("origin_date", "target", "horizon", "output_type", "output_type_id", "value")
_HORIZONS = ("0", "NA", "")
"""What a hub writes for a target whose days are counted from the origin date."""
_MORE = ("troops", "made_on", "series_sha256", "data_vintage")


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A forecast as written: `quantiles` (days) at `probabilities`, both rising.

    `origin` is the day from whose start the troops are used up, `made_on` the day of writing; the hash and vintage are
    those of the series it was made from. Between the quantiles a reader has to fill in: see `outcomes`.
    """

    origin: date
    troops: float
    made_on: date
    series_sha256: str
    data_vintage: date
    probabilities: tuple[float, ...]
    quantiles: tuple[float, ...]

    @property
    def before_the_fact(self) -> bool:
        """Whether it was made on the day it starts from, or earlier, and from nothing published later."""
        return max(self.made_on, self.data_vintage) <= self.origin


def keep(made: Forecast, series: Series, made_on: date) -> Kept:
    r"""Return a forecast as it is to be kept, at the 23 levels of the forecast hubs.

    `made_on` is the day of writing. Raises `ScenarioError` where nothing will come due: where the level is zero, or so
    small that days are beyond numbers; and where the series has rows of a later day, for which no file is scored.

    >>> from sim.study.forecast import forecast
    >>> from sim.study.series import read_series
    >>> rows = "".join(f"2024-01-{day:02},100\n" for day in range(1, 32))
    >>> series = read_series(f"date,count\n{rows}".encode(), "t.csv")
    >>> kept = keep(forecast(series, 1000), series, date(2024, 2, 1))
    >>> kept.before_the_fact, round(kept.quantiles[11], 9), read_kept(hub_text([kept]).encode(), "kept.csv")[0].origin
    (True, 10.0, datetime.date(2024, 2, 1))
    """
    if not made.level:
        raise ScenarioError(Problem.of("kept.never", name=series.name, day=str(made.last_known)))
    quantiles = tuple(float(x) for x in made.quantile(HUB_PROBABILITIES))
    if not np.isfinite(quantiles).all():
        raise ScenarioError(Problem.of("kept.endless", name=series.name, troops=made.troops))
    kept = Kept(
        origin=made.day, troops=made.troops, made_on=made_on, series_sha256=series.sha256, data_vintage=series.vintage,
        probabilities=HUB_PROBABILITIES, quantiles=quantiles,
    )  # fmt: skip
    return _checked(kept)


def kept_text(kept: Kept, made: Forecast) -> str:
    """Return a kept forecast as JSON, with the closed form it was made from and the version of the rule that made it.

    Every digit is kept: what `read_kept` reads is equal to what was written.
    """
    content = {
        "attrition_forecast": FORMAT,
        "rule": RULE,
        "origin_date": str(kept.origin),
        "troops": kept.troops,
        "made_on": str(kept.made_on),
        "series": {"sha256": kept.series_sha256, "data_vintage": str(kept.data_vintage)},
        "last_day_used": str(made.last_known),
        "distribution": {"family": "log-logistic", "median": made.median, "scale": made.scale, "level": made.level},
        "quantiles": [list(pair) for pair in zip(kept.probabilities, kept.quantiles, strict=True)],
    }
    return json.dumps(content, indent=2) + "\n"


def hub_text(kept: Sequence[Kept]) -> str:
    """Return kept forecasts as a CSV of quantiles, one row a level; days with ten digits.

    The columns after the first six are ours; a hub that knows only its own passes over them.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*_COLUMNS, *_MORE])
    for k in kept:
        for level, days in zip(k.probabilities, k.quantiles, strict=True):
            row = [k.origin, f"{_TARGET}{k.troops:.10g}", _HORIZONS[0], "quantile", f"{level:g}", f"{days:.10g}"]
            writer.writerow([*row, f"{k.troops:.10g}", k.made_on, k.series_sha256, k.data_vintage])
    return written.getvalue()


def read_kept(content: bytes, name: str) -> tuple[Kept, ...]:
    """Return the forecasts in a JSON or CSV file, ours or of another hub, one for each origin, troops and day of
    writing.

    Rows of other output types and targets are passed over; a file without `made_on` counts as made on no day before the
    fact. The troops stand in a column `troops`, or in the target. Raises `ScenarioError` naming the file: for what
    cannot be read, levels that do not rise or are fewer than three, days that fall, troops outside their limits, data
    published more than a day after the forecast was made.
    """
    try:
        text = content.decode("utf-8-sig")
        found = _from_json(json.loads(text)) if text.lstrip().startswith("{") else _from_csv(text)
    except ScenarioError as error:
        raise ScenarioError(*(problem.at(name) for problem in error.problems)) from None
    except (ArithmeticError, KeyError, RecursionError, TypeError, UnicodeError):
        raise ScenarioError(Problem.of("kept.unreadable").at(name)) from None
    except ValueError as error:
        raise ScenarioError(Problem.of("kept.broken", reason=str(error)[:200]).at(name)) from None
    if not found:
        raise ScenarioError(Problem.of("kept.none").at(name))
    return found


def _from_json(content: Mapping[str, Any]) -> tuple[Kept, ...]:
    if content["attrition_forecast"] != FORMAT:
        raise ScenarioError(Problem.of("kept.format", found=str(content["attrition_forecast"])[:40], known=str(FORMAT)))
    pairs, series = [(_number(level), _number(days)) for level, days in content["quantiles"]], content["series"]
    kept = Kept(
        origin=_day(content["origin_date"]), troops=content["troops"], made_on=_day(content["made_on"]),
        series_sha256=str(series["sha256"]), data_vintage=_day(series["data_vintage"]),
        probabilities=tuple(level for level, _ in pairs), quantiles=tuple(days for _, days in pairs),
    )  # fmt: skip
    return (_checked(kept),)


def _from_csv(text: str) -> tuple[Kept, ...]:
    groups: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        if row["output_type"] == "quantile":
            if (horizon := row.get("horizon") or "") not in _HORIZONS:
                raise ScenarioError(Problem.of("kept.horizon", horizon=horizon[:40]))
            target = row["target"] or ""
            named = target.removeprefix(_TARGET) if target.startswith(_TARGET) else ""
            if troops := row.get("troops") or named:
                groups.setdefault((row["origin_date"], troops, row.get("made_on") or ""), []).append(row)
    return tuple(_checked(_of_rows(key, rows)) for key, rows in groups.items())


def _of_rows(key: tuple[str, ...], rows: Sequence[Mapping[str, str]]) -> Kept:
    """One forecast from the rows of its quantiles; without a vintage the data are taken to end at the origin."""
    pairs = sorted((_number(row["output_type_id"]), _number(row["value"])) for row in rows)
    origin, troops, made_on = key
    return Kept(
        origin=_day(origin), troops=_number(troops.replace(",", "")),
        made_on=_day(made_on) if made_on else date.max,
        series_sha256=rows[0].get("series_sha256") or "",
        data_vintage=_day(rows[0].get("data_vintage") or origin),
        probabilities=tuple(level for level, _ in pairs), quantiles=tuple(days for _, days in pairs),
    )  # fmt: skip


def _day(given: object) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise ScenarioError(Problem.of("kept.day", value=repr(given)[:40])) from None


def _number(given: object) -> float:
    try:
        return float(str(given))
    except ValueError:
        raise ScenarioError(Problem.of("kept.number", value=repr(given)[:40])) from None


def _checked(kept: Kept) -> Kept:
    """The forecast itself, if its numbers are those of a distribution over days."""
    levels, days = np.array(kept.probabilities, dtype=float), np.array(kept.quantiles, dtype=float)
    if why := number_problem(kept.troops, 1, MAX_TROOPS):
        raise ScenarioError(Problem.of("kept.troops", why=why))
    if kept.data_vintage > kept.made_on and kept.data_vintage - kept.made_on > _CLOCKS:
        raise ScenarioError(Problem.of("kept.vintage", made=str(kept.made_on), vintage=str(kept.data_vintage)))
    finite = np.isfinite(levels).all() and np.isfinite(days).all()
    rising = finite and len(levels) >= 3 and (np.diff(levels) > 0).all() and (np.diff(days) >= 0).all()
    if not (rising and 0 < levels[0] <= 0.5 <= levels[-1] < 1 and days[0] >= 0):
        raise ScenarioError(Problem.of("kept.levels"))
    return kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a kept forecast: days covered, or None after `days_so_far`; its median, CRPS, and F at it.

    `chance` is F at the days covered or so far (0 to 1): of good forecasts it is uniform. Median and CRPS are in days.
    """

    kept: Kept
    days_covered: float | None
    days_so_far: float
    median: float
    chance: float
    crps: float


def outcomes(kept: Sequence[Kept], series: Series) -> tuple[list[Outcome], dict[str, Score]]:
    """Return each forecast's outcome, and the scores of forecasts and of postdictions, apart.

    The keys of the second are those of `GROUPS`, without groups of none. Forecasts from after the last day of the
    series are passed over: nothing is known of them yet. Raises `ScenarioError` where one starts before the series
    does, and where nothing is left. Between the kept levels the distribution is taken as straight in the logarithm of
    the days over the log odds, beyond them likewise.
    """
    begun = [k for k in kept if k.origin <= series.last]
    if not begun or min(k.origin for k in begun) < series.first:
        day, first, last = str(min(k.origin for k in kept)), str(series.first), str(series.last)
        raise ScenarioError(Problem.of("kept.no_days", name=series.name, day=day, first=first, last=last))
    results = [_outcome(k, series) for k in begun]
    return results, {name: _scored(group) for name, group in grouped(results).items() if group}


def grouped(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Return forecasts and postdictions apart, by the keys of `GROUPS`; either may be none."""
    return {name: [x for x in found if x.kept.before_the_fact == before] for name, before in GROUPS.items()}


def _outcome(kept: Kept, series: Series) -> Outcome:
    place = series.place(kept.origin)
    happened, left = float(actual_days(series, kept.troops)[place]), float(len(series.counts) - place)
    quantiles, median, chance = _filled(kept, float(np.fmin(happened, left)))
    return Outcome(
        kept=kept, days_covered=None if np.isnan(happened) else happened, days_so_far=left, median=median,
        chance=chance, crps=float(crps(quantiles[None], np.array([happened]), np.array([left]))[0]),
    )  # fmt: skip


def _scored(group: Sequence[Outcome]) -> Score:
    found = Judged(*(np.array([getattr(x, name) for x in group]) for name in ("median", "chance", "crps")))
    happened = np.array([np.nan if x.days_covered is None else x.days_covered for x in group])
    return score(found, happened, np.array([x.days_so_far for x in group]))


def _filled(kept: Kept, seen: float) -> tuple[Array, float, float]:
    """Quantiles at `PROBABILITIES`, the median, and the chance of `seen` days or fewer, from the kept levels.

    Straight in log days over log odds, where a log-logistic forecast is a line: ours comes back to the digits written.
    """
    odds, days = _log_odds(np.array(kept.probabilities)), np.log(np.maximum(kept.quantiles, 1e-9))
    days = np.maximum.accumulate(days + 1e-12 * np.arange(len(days)))  # strictly rising, so that it can be turned round
    at = _straight(np.array([np.log(max(seen, 1e-9))]), days, odds)[0]
    with np.errstate(over="ignore"):  # days beyond all numbers: cut where the data end
        quantiles = np.exp(_straight(_log_odds(np.append(PROBABILITIES, 0.5)), odds, days))
        return quantiles[:-1], float(quantiles[-1]), float(1 / (1 + np.exp(-at)))


def _log_odds(p: Array) -> Array:
    """ln(p / (1 - p)): on this axis the quantiles of a log-logistic distribution lie on a straight line over the log
    days.
    """
    return np.asarray(np.log(p / (1 - p)))


def _straight(wanted: Array, x: Array, y: Array) -> Array:
    """Straight lines through the points, the outermost ones prolonged."""
    inside = np.interp(wanted, x, y)
    low = y[0] + (wanted - x[0]) * (y[1] - y[0]) / (x[1] - x[0])
    high = y[-1] + (wanted - x[-1]) * (y[-1] - y[-2]) / (x[-1] - x[-2])
    return np.where(wanted < x[0], low, np.where(wanted > x[-1], high, inside))
