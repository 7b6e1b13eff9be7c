"""The commands about reported series: `fit`, `forecast`, `backtest`, `score`, `months`. Registered by `sim.cli`."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.quantities import MAX_TROOPS, ScenarioError
from sim.texts import Text

if TYPE_CHECKING:
    from sim.fit import Fit
    from sim.forecast import Forecast
    from sim.kept import Outcome
    from sim.scores import Backtest
    from sim.series import Series

__all__ = ["COMMANDS", "read_file"]

_Command = Callable[..., None]
_MOST_FINDINGS = 12
"""Traps printed; the JSON has all."""
_DATE = click.DateTime(["%Y-%m-%d"])


class _Troops(click.ParamType[float]):
    """A number of people, with or without commas."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(str(value).replace(",", ""))
        except ValueError:
            number = float("nan")
        if not 1 <= number <= MAX_TROOPS:
            allowed = Text("problem.span", low=1.0, high=MAX_TROOPS)
            raise ScenarioError(Text("problem.allowed", path="--troops", value=repr(value), allowed=allowed, near=""))
        return number


def _reading_options(command: _Command) -> _Command:
    """The options that say how SERIES is to be read; the command gets the series read."""
    options = [
        click.argument("series", metavar="SERIES"),
        click.option("--column", default="", help="Column of the counts, where it is not found by itself."),
        click.option("--preset", default="", help="A known file: general-staff, orc-losses, oryx; none. [recognised]"),
        click.option("--counts", type=click.Choice(["cumulative", "daily"]), help="What the numbers are. [detected]"),
        click.option(
            "--covers", type=click.Choice(["day-before", "same-day"]),
            help="Which day a figure is about. [day-before for the General Staff's files, else same-day]",
        ),
        click.option("--gaps", type=click.Choice(["spread", "kept"]), default="spread", show_default=True,
                     help="What a gap hides: spread over its days, or counted on the day that ends it."),
        click.option("--repeats", type=click.Choice(["kept", "spread"]), default="kept", show_default=True,
                     help="A repeated total: a day without losses, or a gap."),
    ]  # fmt: skip

    @functools.wraps(command)
    def with_series(series: str, **given: Any) -> None:
        from sim.series import Reading

        chosen: dict[str, Any] = {field.name: given.pop(field.name) or "" for field in fields(Reading)}
        command(read_file(series, Reading(**chosen)), **given)

    for option in reversed(options):
        with_series = option(with_series)
    return with_series


def read_file(path: str, how: Any = None) -> Series:
    """Return the series in a file. Raises `ScenarioError` where it cannot be read or used."""
    from sim.series import read_series

    return read_series(_content(path), path, how)


def _content(path: str) -> bytes:
    from sim.series_tables import MAX_FILE_BYTES

    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except IsADirectoryError:
        problem = Text("problem.folder")
    except (OSError, ValueError) as error:
        problem = Text("problem.unreadable", reason=str(getattr(error, "strerror", None) or error))
    raise ScenarioError(Text("problem.at", where=path, problem=problem))


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        problem = f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}"
        raise ScenarioError(problem) from None
    click.echo(f"attrition: wrote {path}", err=True)


def _print_json(result: Mapping[str, Any]) -> None:
    click.echo(json.dumps(result, indent=2, allow_nan=False))


_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
_from = click.option("--from", "first", type=_DATE, help="First day, YYYY-MM-DD. [the series' first]")
_to = click.option("--to", "last", type=_DATE, help="Last day, YYYY-MM-DD. [the series' last]")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


# ------------------------------------------------------------------------------------------------- the series itself


def series_result(series: Series) -> dict[str, Any]:
    """What was read, and how, for JSON."""
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


def _echo_series(series: Series) -> None:
    kind = "running total" if series.cumulative else "daily counts"
    known = f", recognised as {series.preset}" if series.preset else ""
    about = "a figure published on a day is about the day before" if series.day_before else "a figure is about its date"
    click.echo(f"{_plain(series.name)}: {kind} in column {_plain(series.column)}{known}; {about}")
    click.echo(f"  days {series.first} to {series.last}, newest row {series.vintage}, sha256 {series.sha256[:16]}")
    click.echo(f"  traps: {'none found' if not series.findings else ''}".rstrip())
    for finding in series.findings[:_MOST_FINDINGS]:
        click.echo(f"    {finding.text}")
    if len(series.findings) > _MOST_FINDINGS:
        click.echo(f"    and {len(series.findings) - _MOST_FINDINGS} more; --json lists all")


def _plain(text: str) -> str:
    """Text of a file on one line, so that it cannot move a terminal's cursor."""
    return "".join(c if c.isprintable() else "?" for c in text)[:200]


def _warn_of_age(series: Series) -> None:
    from sim.series import dated

    for finding in dated(series, date.today()):
        click.echo(f"attrition: {_plain(series.name)}: {finding.text}", err=True)


# ------------------------------------------------------------------------------------------------------------- fit


@click.command()
@_reading_options
@_from
@_to
@click.option("--troops", type=_Troops(), default="10000", show_default=True, help="Troops of the scenario written.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The scenario file to write.")
@_json
def fit(
    series: Series, first: datetime | None, last: datetime | None, troops: float, output: str | None, as_json: bool
) -> None:
    """Rate, trend and dispersion of a window of SERIES (CSV or JSON), with intervals; -o writes a scenario."""
    from sim.fit import fit as fitted
    from sim.fit import scenario_of
    from sim.scenario import dump

    found = fitted(series, _day(first), _day(last))
    if output:
        _write(output, dump(scenario_of(series, found, troops)))
    if as_json:
        _print_json({"series": series_result(series), **_fit_result(found)})
        return
    _echo_series(series)
    click.echo(f"\nWindow {found.first} to {found.last}: {found.total:,.10g} / {found.days} days"
               f" = {found.rate.value:,.3f} casualties/day")  # fmt: skip
    for name, measured in _measures(found).items():
        low, high = measured.interval
        click.echo(f"  {name:<26} {measured.value:>10.4g}   ({low:.4g} to {high:.4g}, 5 to 95 %)")
    click.echo(f"  {'standard deviation':<26} {found.deviation:>10.4g}")
    click.echo("  Intervals: circular block bootstrap, so correlated and scattered days count as such.")


def _measures(found: Fit) -> dict[str, Any]:
    return {
        "rate (casualties/day)": found.rate, "trend (growth per 30 days)": found.trend,
        "variance / mean": found.dispersion, "lag-1 correlation": found.day_correlation,
    }  # fmt: skip


def _fit_result(found: Fit) -> dict[str, Any]:
    names = ("rate", "trend", "dispersion", "day_correlation")
    measured = {name: getattr(found, name) for name in names}
    return {
        "from": str(found.first), "to": str(found.last), "days": found.days, "total": found.total,
        "standard_deviation": found.deviation,
        **{name: {"value": m.value, "p05": m.interval.low, "p95": m.interval.high} for name, m in measured.items()},
    }  # fmt: skip


# -------------------------------------------------------------------------------------------------------- forecast


@click.command()
@_reading_options
@click.option("--troops", type=_Troops(), help="How many troops.")
@click.option("--on", "day", type=_DATE, help="Forecast from the start of this day, with what was known. [next day]")
@click.option("--scenario", default="", help="Put the forecast rate into this scenario, shipped or a file.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Keep it: .csv as hub quantiles, else JSON.")
@_json
def forecast(
    series: Series, troops: float | None, day: datetime | None, scenario: str, output: str | None, as_json: bool
) -> None:
    """How many days N troops will last from the end of SERIES on, with quantiles."""
    from sim import forecast as forecasting
    from sim import kept

    if not troops and not scenario:
        raise ScenarioError(Text("problem.missing", path="--troops (or --scenario)"))
    _warn_of_age(series)
    base = _scenario(scenario, troops)
    made = forecasting.forecast(series, troops or base.number("troops"), _day(day))
    if output:
        keeping = kept.keep(made, series, date.today())
        _write(output, kept.hub_text([keeping]) if output.endswith(".csv") else kept.kept_text(keeping, made))
    result = {"series": series_result(series), **_forecast_result(made)}
    if scenario:
        result["scenario"] = _scenario_result(base, made, series)
    if as_json:
        _print_json(result)
        return
    _echo_series(series)
    _echo_forecast(made)
    if scenario:
        _echo_scenario(result["scenario"])


def _scenario(name: str, troops: float | None) -> Any:
    from sim.scenario import load

    return load(name, [f"troops={troops!r}", "waves="] if troops else []) if name else None


def _scenario_result(base: Any, made: Forecast, series: Series) -> dict[str, Any]:
    from sim.fit import with_forecast_rate
    from sim.report import cover_result
    from sim.uncertainty import DEFAULT_ERROR

    return cover_result(with_forecast_rate(base, made, series), 0, DEFAULT_ERROR)


_LEVELS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}


def _forecast_result(made: Forecast) -> dict[str, Any]:
    days = {name: _finite(float(made.quantile(p))) for name, p in _LEVELS.items()}
    return {
        "troops": made.troops, "from_day": str(made.day), "last_day_used": str(made.last_known),
        "rate": made.level, "days_covered": days,
        "distribution": {"family": "log-logistic", "median": _finite(made.median), "scale": made.scale},
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if value < float("inf") else None


def _echo_forecast(made: Forecast) -> None:
    if not made.level:
        click.echo(f"\nThe rate is zero on {made.last_known}: {made.troops:,.10g} troops are never used up.")
        return
    low, middle, high = (float(made.quantile(p)) for p in (0.05, 0.5, 0.95))
    click.echo(f"\nFrom {made.day} on, {made.troops:,.10g} troops last {middle:.1f} days"
               f" ({low:.1f} to {high:.1f}, 5 to 95 %).")  # fmt: skip
    click.echo(f"  rate {made.level:,.0f} casualties/day, days up to {made.last_known}; how such forecasts did:"
               " attrition backtest")  # fmt: skip


def _echo_scenario(result: Mapping[str, Any]) -> None:
    days = {name: "never" if value is None else f"{value:,.1f}" for name, value in result["days_covered"].items()}
    click.echo(f"With that rate in the scenario: {days['point']} days"
               f" ({days['p05']} to {days['p95']}, 5 to 95 %; median {days['p50']}).")  # fmt: skip


# -------------------------------------------------------------------------------------------------------- backtest


@click.command()
@_reading_options
@click.option("--troops", type=_Troops(), required=True, help="How many troops.")
@_from
@_to
@_json
def backtest(series: Series, troops: float, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """How well forecasts from every past day of SERIES did, beside plain means of the last days, on the same starts."""
    from sim.forecast import BASELINES
    from sim.scores import backtest as tested

    with _progress("scoring", 1 + len(BASELINES)) as report:
        found = tested(series, troops, _day(first), _day(last), report)
    if as_json:
        _print_json(backtest_result(series, found))
        return
    _echo_series(series)
    click.echo(f"\n{troops:,.10g} troops from every day {found.first} to {found.last}: postdictions, no look-ahead")
    _echo_scores({"forecast": found.forecast, **found.baselines})
    click.echo("\nCRPS of the forecast less that of")
    for name, change in found.differences.items():
        low, high = change.interval
        click.echo(f"  {name:<22} {change.crps:+8.3f} days ({low:+.3f} to {high:+.3f}), {100 * change.relative:+.1f} %")
    click.echo(f"  Intervals: 5 to 95 %, bootstrap in blocks of {found.block} days."
               f" Windows that do not overlap: {found.windows}.")  # fmt: skip
    for sentence in track_sentences(found):
        click.echo(sentence)


def backtest_result(series: Series, found: Backtest) -> dict[str, Any]:
    """A backtest for JSON: shares as fractions, days as days."""
    return {
        "series": series_result(series), "kind": "postdictions", "troops": found.troops,
        "from": str(found.first), "to": str(found.last),
        "units": {"crps": "days", "mae": "days", "mae_relative": "1", "bias_median": "1", "coverage": "1"},
        "forecast": _score_result(found.forecast),
        "baselines": {name: _score_result(score) for name, score in found.baselines.items()},
        "independent_windows": found.windows, "block_days": found.block,
        "differences": {
            name: {"crps": d.crps, "relative": d.relative, "p05": d.interval.low, "p95": d.interval.high}
            for name, d in found.differences.items()
        },
        "sentences": [str(sentence) for sentence in track_sentences(found)],
    }  # fmt: skip


def _score_result(score: Any) -> dict[str, Any]:
    return {name: getattr(score, name) for name in score.__slots__}


def track_sentences(found: Backtest) -> tuple[Text, ...]:
    """The plain sentences about a backtest: how it did, and how much of that may be luck."""
    week = found.baselines["trailing_7"].mae_relative - found.forecast.mae_relative
    did = Text(
        "series.track", troops=f"{found.troops:,.10g}", held=f"{100 * found.forecast.coverage_90:.0f}",
        off=f"{100 * found.forecast.mae_relative:.1f}", points=f"{100 * abs(week):.1f}",
        better=Text("series.better" if week >= 0 else "series.worse"),
    )  # fmt: skip
    margin = 100 * (0.9 * 0.1 / found.windows) ** 0.5 * 2
    return did, Text("series.luck", windows=str(found.windows), margin=f"{margin:.0f}")


def _echo_scores(scores: Mapping[str, Any]) -> None:
    click.echo(f"  {'':<22} {'n':>5} {'open':>5} {'CRPS':>8} {'50 %':>6} {'90 %':>6} {'off by':>8} {'':>7} {'bias':>7}")
    for name, s in scores.items():
        coverage = f"{100 * s.coverage_50:>5.1f}% {100 * s.coverage_90:>5.1f}%"
        click.echo(
            f"  {name:<22} {s.n:>5} {s.censored:>5} {s.crps:>8.3f} {coverage}"
            f" {s.mae:>6.2f} d {100 * s.mae_relative:>6.1f}% {100 * s.bias_median:>+6.1f}%"
        )


@contextmanager
def _progress(words: str, steps: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=steps, label=words, file=sys.stderr) as bar:
        yield lambda _: bar.update(1)


# ----------------------------------------------------------------------------------------------------------- score


@click.command()
@click.argument("kept", metavar="FILE")
@_reading_options
@_json
def score(series: Series, kept: str, as_json: bool) -> None:
    """What became of the forecasts kept in FILE, on a longer SERIES: forecasts and postdictions apart."""
    from sim.kept import GROUPS, outcomes, read_kept

    found, scores = outcomes(read_kept(_content(kept), kept), series)
    groups = {
        name: [outcome for outcome in found if outcome.kept.before_the_fact == before]
        for name, before in GROUPS.items()
    }
    if as_json:
        tables = {name: [_outcome_result(x) for x in group] for name, group in groups.items()}
        _print_json(
            {"series": series_result(series), **tables, "scores": {k: _score_result(s) for k, s in scores.items()}}
        )
        return
    words = {"forecasts": "Forecasts made before the fact", "postdictions": "Postdictions, made afterwards"}
    for name, group in groups.items():
        click.echo(f"{words[name]}: {len(group) or 'none'}")
        _echo_outcomes(group)
        if name in scores:
            _echo_scores({"together": scores[name]})


def _outcome_result(outcome: Outcome) -> dict[str, Any]:
    kept = outcome.kept
    return {
        "origin_date": str(kept.origin), "troops": kept.troops, "made_on": str(kept.made_on),
        "series_sha256": kept.series_sha256, "data_vintage": str(kept.data_vintage),
        "days_covered": outcome.days_covered, "days_so_far": outcome.days_so_far,
        "censored": outcome.days_covered is None, "crps": outcome.crps, "chance": outcome.chance,
    }  # fmt: skip


def _echo_outcomes(group: Sequence[Outcome]) -> None:
    for x in group:
        became = (
            f"{x.days_covered:.2f} days"
            if x.days_covered is not None
            else f"not used up after {x.days_so_far:.0f} days"
        )
        click.echo(f"  {x.kept.origin}  {x.kept.troops:>11,.10g} troops: {became};"
                   f" CRPS {x.crps:.3f} days, at {100 * x.chance:.0f} % of the forecast")  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- months


@click.command()
@click.option("--troops", type=_Troops(), default="10000", show_default=True, help="How many troops.")
@click.option("--days", type=click.FloatRange(0.001, 3650), default=7.0, show_default=True, help="Less than so many.")
@_json
def months(troops: float, days: float, as_json: bool) -> None:
    """Which published months made N troops last less than a week? With the address of every figure."""
    from sim import facts

    short = [f"{m.first:%Y-%m}" for m in facts.months_under(troops, days)]
    rows = [
        {"month": f"{m.first:%Y-%m}", "casualties_per_day": m.rate, "days_covered": troops / m.rate,
         "less": f"{m.first:%Y-%m}" in short, "precision": m.precision, "source": m.source}
        for m in facts.months()
    ]  # fmt: skip
    if as_json:
        _print_json(
            {"troops": troops, "days": days, "months_under": [r["month"] for r in rows if r["less"]], "months": rows}
        )
        return
    for row in rows:
        click.echo(f"{'*' if row['less'] else ' '} {row['month']} {row['casualties_per_day']:>7,.0f} a day:"
                   f" {row['days_covered']:>5.1f} days   {row['precision']}; {row['source']}")  # fmt: skip
    named = ", ".join(short) or "none"
    click.echo(f"{troops:,.10g} troops lasted less than {days:g} days at the average of: {named}")


COMMANDS: tuple[click.Command, ...] = (fit, forecast, backtest, score, months)
"""Every command of this module."""
