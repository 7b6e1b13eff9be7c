"""The commands about reported series: `fit`, `forecast`, `backtest`, `score`. Registered by `sim.cli`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import json_option, noted, output_option, refuse_noted
from sim.commands.printing import print_json, progress, troops_text, write_file
from sim.commands.reading import (
    DATE,
    day_of,
    file_content,
    from_option,
    reading_options,
    to_option,
    troops_option,
)
from sim.inputs.files import STANDARD_OUTPUT
from sim.inputs.problems import ScenarioError
from sim.saying.language import PLAIN, one_line
from sim.words.texts import Problem

if TYPE_CHECKING:
    from sim.study.answer import Answer
    from sim.study.fit import Fit
    from sim.study.forecast import Forecast
    from sim.study.kept import Outcome
    from sim.study.series import Series

__all__ = ["COMMANDS"]

_MOST_FINDINGS = 12
"""Traps printed; the JSON has all."""


def _echo_series(series: Series) -> None:
    kind = "running total" if series.cumulative else "daily counts"
    known = f", recognised as {series.preset}" if series.preset else ""
    about = "a figure published on a day is about the day before" if series.day_before else "a figure is about its date"
    click.echo(f"{one_line(series.name)}: {kind} in column {one_line(series.column)[:200]}{known}; {about}")
    click.echo(f"  days {series.first} to {series.last}, newest row {series.vintage}, sha256 {series.sha256[:16]}")
    click.echo(f"  traps: {'none found' if not series.findings else ''}".rstrip())
    for finding in series.findings[:_MOST_FINDINGS]:
        click.echo(f"    {finding.text}")
    if len(series.findings) > _MOST_FINDINGS:
        click.echo(f"    and {len(series.findings) - _MOST_FINDINGS} more; --json lists all")


def _warn_of_age(series: Series) -> None:
    from sim.study.series import dated

    for finding in dated(series, date.today()):
        click.echo(f"attrition: {one_line(series.name)}: {finding.text}", err=True)


@click.command()
@reading_options
@from_option
@to_option
@troops_option("Troops of the scenario written.", default="10000", show_default=True)
@click.option(
    "--corrections",
    type=click.Choice(["kept", "spread"]),
    default="kept",
    show_default=True,
    help="Spikes: kept on their day, or spread over the days they may make up for.",
)
@output_option("The scenario file to write.")
@json_option
def fit(
    series: Series, first: datetime | None, last: datetime | None, output: str | None, as_json: bool, **given: Any
) -> None:
    """Rate, trend and dispersion of a window of SERIES (CSV or JSON), with intervals; -o writes a scenario."""
    from sim.inputs.writing import dump
    from sim.saying.translated import in_every_language
    from sim.show.series_results import fit_result, series_result
    from sim.study.fit import fit as fitted
    from sim.study.fit import scenario_of
    from sim.study.series_corrections import with_corrections

    _warn_of_age(series)
    if given["corrections"] == "spread":
        series = with_corrections(series)
    found = fitted(series, day_of(first), day_of(last))
    refuse_noted()
    if output:
        write_file(output, dump(in_every_language(scenario_of(series, found, given["troops"]))), read=[series.name])
    if output == STANDARD_OUTPUT:
        return
    if as_json:
        print_json({"series": series_result(series), **fit_result(found)})
        return
    _echo_series(series)
    click.echo(f"\nWindow {found.first} to {found.last}: {found.total:,.10g} / {PLAIN.exact_days(found.days)}"
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


@click.command()
@reading_options
@troops_option("How many troops.")
@click.option("--on", "day", type=DATE, help="Forecast from the start of this day, with what was known. [next day]")
@click.option("--scenario", default="", help="Put the forecast rate into this scenario, shipped or a file.")
@output_option("Keep it, in a new file: .csv as hub quantiles, else JSON.")
@json_option
def forecast(
    series: Series, troops: float | None, day: datetime | None, scenario: str, output: str | None, as_json: bool
) -> None:
    """How many days N troops will last from the end of SERIES on, with quantiles."""
    from sim.show.series_results import forecast_result, series_result
    from sim.study import forecast as forecasting

    if not troops and not scenario:
        raise ScenarioError(Problem.of("problem.missing", "--troops (or --scenario)"))
    _warn_of_age(series)
    base = None
    with noted():
        base = _scenario(scenario, troops)
    made = forecasting.forecast(series, troops or (base.number("troops") if base else 1.0), day_of(day))
    refuse_noted()
    if output:
        _keep(output, made, series)
    if output == STANDARD_OUTPUT:
        return
    with_rate = _answer_at_rate(base, made, series) if base else None
    if as_json:
        from sim.saying.results import cover_result

        result = {"series": series_result(series), **forecast_result(made)}
        print_json({**result, "scenario": cover_result(with_rate)} if with_rate else result)
        return
    _echo_series(series)
    from sim.saying.sentences import counted, headline, spread_sentence

    _echo_forecast(made, "real.forecast.troops" if not base or troops else f"real.forecast.{counted(base)}")
    if with_rate:
        click.echo(f"With that rate in the scenario: {headline(with_rate)}\n  {spread_sentence(with_rate.spread)}")


def _keep(path: str, made: Forecast, series: Series) -> None:
    """Write the forecast into a file of its own; one kept before is not replaced."""
    from sim.study import kept

    keeping = kept.keep(made, series, date.today())
    text = kept.hub_text([keeping]) if path.lower().endswith(".csv") else kept.kept_text(keeping, made)
    write_file(path, text, read=[series.name], replace=False)


def _scenario(name: str, troops: float | None) -> Any:
    from sim.inputs.loading import load

    return load(name, [f"troops={troops!r}", "waves="] if troops else []) if name else None


def _answer_at_rate(base: Any, made: Forecast, series: Series) -> Answer:
    from sim.study.answer import Answer
    from sim.study.fit import with_forecast_rate

    return Answer(scenario=with_forecast_rate(base, made, series), seed=0)


def _echo_forecast(made: Forecast, key: str) -> None:
    if not made.level:
        click.echo(f"\nThe rate is zero on {made.last_known}: nothing uses up {troops_text(made.troops)}.")
        return
    from sim.show.series_results import days_estimate

    rate = f"{float(f'{made.level:.4g}'):,.10g}"
    low, middle, high = (days_estimate(made, p) for p in (0.05, 0.5, 0.95))
    places = {"day": str(made.day), "troops": f"{made.troops:,.10g}", "span": PLAIN.span(low, high)}
    click.echo("\n" + PLAIN(key, days=PLAIN.estimate(middle), **places))
    click.echo(f"  rate {rate} {PLAIN.unit('reported_rate', rate)}, days up to {made.last_known};"
               " how such forecasts did: attrition backtest")  # fmt: skip


@click.command()
@reading_options
@troops_option("How many troops.", required=True)
@from_option
@to_option
@json_option
def backtest(series: Series, troops: float, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """How well forecasts from every past day of SERIES did, beside plain means of the last days, on the same starts."""
    from sim.show.series_results import backtest_result, track_sentences
    from sim.study.backtest import backtest as tested

    _warn_of_age(series)
    with progress("scoring") as report:
        found = tested(series, troops, day_of(first), day_of(last), report)
    refuse_noted()
    if as_json:
        print_json(backtest_result(series, found))
        return
    _echo_series(series)
    click.echo(f"\n{troops_text(troops)} from every day {found.first} to {found.last}: postdictions, no look-ahead")
    _echo_scores({"forecast": found.forecast, **found.baselines})
    if found.forecast.any_ended:
        _echo_differences(found.differences, found.block)
    click.echo("\n".join(map(str, track_sentences(found))))


def _echo_differences(differences: Mapping[str, Any], block: int) -> None:
    click.echo("\nCRPS of the forecast less that of")
    for name, change in differences.items():
        low, high = change.interval
        share = "-" if change.relative is None else f"{100 * change.relative:+.1f} %"
        click.echo(f"  {name:<22} {change.crps:+8.3f} days ({low:+.3f} to {high:+.3f}), {share}")
    click.echo(f"  Intervals: 5 to 95 %, bootstrap in blocks of {PLAIN.exact_days(block)}.")


def _echo_scores(scores: Mapping[str, Any]) -> None:
    click.echo(f"  {'':<22} {'n':>5} {'open':>5} {'CRPS':>8} {'50 %':>6} {'90 %':>6} {'off by':>8} {'':>7} {'bias':>7}")
    for name, s in scores.items():
        judged = f"{'-':>8} {'-':>6} {'-':>6} {'-':>8} {'-':>7} {'-':>7}"
        if s.any_ended:
            judged = f"{s.crps:>8.3f} {100 * s.coverage_50:>5.1f}% {100 * s.coverage_90:>5.1f}%"
            judged += f" {s.mae:>6.2f} d {100 * s.mae_relative:>6.1f}% {100 * s.bias_median:>+6.1f}%"
        click.echo(f"  {name:<22} {s.n:>5} {s.censored:>5} {judged}")


@click.command()
@click.argument("kept", metavar="FILE")
@reading_options
@json_option
def score(series: Series, kept: str, as_json: bool) -> None:
    """What became of the forecasts kept in FILE, on a longer SERIES: forecasts and postdictions apart."""
    from sim.show.series_results import held_sentence, outcome_result, score_result, series_result
    from sim.study.kept import grouped, outcomes, read_kept

    _warn_of_age(series)
    found, scores = outcomes(read_kept(file_content(kept), kept), series)
    groups = grouped(found)
    if as_json:
        tables = {name: [outcome_result(x) for x in group] for name, group in groups.items()}
        judged = {name: score_result(x) for name, x in scores.items()}
        print_json({"series": series_result(series), **tables, "scores": judged})
        return
    words = {"forecasts": "Forecasts made before the fact", "postdictions": "Postdictions, made afterwards"}
    for name, group in groups.items():
        click.echo(f"{words[name]}: {len(group) or 'none'}")
        _echo_outcomes(group)
        if name in scores:
            _echo_scores({"together": scores[name]})
            click.echo(f"  {held_sentence(group)}")


def _echo_outcomes(group: Sequence[Outcome]) -> None:
    for x in group:
        became = (
            f"{x.days_covered:.2f} days"
            if x.days_covered is not None
            else f"not used up after {PLAIN.exact_days(round(x.days_so_far))}"
        )
        click.echo(f"  {x.kept.origin}  {troops_text(x.kept.troops, 11)}: {became};"
                   f" CRPS {x.crps:.3f} days, at {100 * x.chance:.0f} % of the forecast")  # fmt: skip


COMMANDS: tuple[click.Command, ...] = (fit, forecast, backtest, score)
"""Every command of this module."""
