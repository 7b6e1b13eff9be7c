"""The command `attrition`: arguments in, calls, text out. Results on standard output, messages on standard error.

Exit codes: 0 done, 2 wrong input or no room for the output (one line a problem), 1 our fault.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sim import __version__, report
from sim.files import STANDARD_OUTPUT, write_text
from sim.language import LANGUAGES
from sim.model import central_days
from sim.quantities import DEFINITIONS, MAX_DAYS, MIN_YARDSTICK, NUMBERS, Scenario, ScenarioError, number_problem
from sim.scenario import json_schema, load, location, shipped
from sim.sensitivity import ladder
from sim.terminal import json_text, width
from sim.uncertainty import DEFAULT_ERROR, Distribution, distribution
from sim.verdict import opposite, verdict

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["cli", "main"]

DEFAULT_SEED = 0
"""Seed of every random number where none is given (assumption: any fixed number would do)."""

_Command = Callable[..., None]


def _set_option(command: _Command) -> _Command:
    return click.option(
        "--set", "settings", multiple=True, metavar="KEY=VALUE",
        help="Change a quantity for this run: reported_rate=1500, line_share.low=0.5, remark.threshold_days=30,"
        " waves=0:6000,30:4000, schedule=0:1271,90:1187, correlations=troops~line_share:0.5.",
    )(command)  # fmt: skip


def _json_option(command: _Command) -> _Command:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")(command)


def _seed_option(command: _Command) -> _Command:
    return click.option(
        "--seed", type=click.IntRange(0, 2**32 - 1), default=DEFAULT_SEED, show_default=True, help="Seed; 0 is a seed."
    )(command)


def _error_option(command: _Command) -> _Command:
    return click.option(
        "--error", type=float, default=DEFAULT_ERROR, show_default=True, callback=_checked_error,
        help="Target standard error of the probabilities.",
    )(command)  # fmt: skip


def _checked_error(_ctx: click.Context, _parameter: click.Parameter, error: float) -> float:
    if problem := number_problem(error, 1e-5, 0.1):
        text = f"--error {error}: {problem}; allowed 1e-05 to 0.1"
        raise ScenarioError(text)
    return error


class _ReaderLeft(Exception):
    """The program that reads the output has closed it; click would make that exit code 1."""


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderLeft from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="attrition")
def cli() -> None:
    """How many days of losses does a reinforcement cover, and what is that based on?

    SCENARIO is a shipped name (see `attrition list`) or the path of a scenario file.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every error is one line a problem, never a traceback."""
    try:
        _let_any_text_pass()
        given = list(sys.argv[1:] if arguments is None else arguments)
        code = cli.main(args=given or ["--help"], standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return int(code or 0)
    except ScenarioError as error:
        return _complain(error.problems, 2)
    except click.ClickException as error:
        return _complain([error.format_message()], 2)
    except (click.Abort, KeyboardInterrupt):
        return _complain(["stopped"], 130)
    except (BrokenPipeError, _ReaderLeft):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _complain([f"cannot write the output: {error.strerror or error}"], 2)
    except Exception as error:
        if os.environ.get("ATTRITION_DEBUG"):
            raise
        text = f"internal error, our fault: {type(error).__name__}: {error} (ATTRITION_DEBUG=1 shows where)"
        return _complain([text], 1)


def _let_any_text_pass() -> None:
    """Characters that the encoding of a stream lacks become question marks, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not _is_utf8(stream):
            stream.reconfigure(errors="replace")


def _is_utf8(stream: object) -> bool:
    return str(getattr(stream, "encoding", "")).lower().replace("-", "").startswith("utf8")


def _complain(problems: Sequence[str], code: int) -> int:
    for problem in problems:
        click.echo(f"attrition: {report.one_line(problem)}", err=True)
    return code


def _print_json(result: Any) -> None:
    click.echo(json_text(result, ascii_only=not _is_utf8(sys.stdout)))


@contextmanager
def _progress(words: str, steps: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error where that is a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=steps, label=words, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def _table(*columns: str, right: Sequence[int] = ()) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(Text(report.one_line(name)), justify="right" if number in right else "left", overflow="fold")
    return table


def _print_table(table: Table, rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.text import Text

    for row in rows:
        table.add_row(*(Text(report.one_line(cell)) for cell in row))
    Console(soft_wrap=False, highlight=False, width=width()).print(table)


# ------------------------------------------------------------------------------------------------------- the answer


@cli.command()
@click.argument("scenario")
@_set_option
@_json_option
@_seed_option
@_error_option
def cover(scenario: str, settings: tuple[str, ...], as_json: bool, seed: int, error: float) -> None:
    """How many days of losses the reinforcement covers: interval, verdict, arithmetic, ladder and sources."""
    chosen = load(scenario, settings)
    if as_json:
        _print_json(report.cover_result(chosen, seed, error))
        return
    _echo_heading(chosen, settings)
    click.echo(f"\n{report.headline(chosen)}")
    when = report.calendar_date(chosen, central_days(chosen))
    if when:
        click.echo(f"Used up on {when} ({_calendar_words(chosen)}).")
    _echo_verdict(chosen, distribution(chosen, seed, error))
    click.echo("\nArithmetic")
    for line in report.arithmetic(chosen):
        click.echo(f"  {line}")
    _echo_ladder(chosen)
    _echo_sources(chosen)


def _echo_heading(chosen: Scenario, settings: tuple[str, ...]) -> None:
    click.echo(report.one_line(chosen.title))
    for setting in settings:
        click.echo(f"  changed by you: {report.one_line(setting)}")
    if chosen.remark and chosen.remark.words:
        speaker = f", {report.one_line(chosen.remark.speaker)}" if chosen.remark.speaker else ""
        click.echo(f'  remark: "{report.one_line(chosen.remark.words)}"{speaker}')
        if chosen.remark.source:
            click.echo(f"  {report.one_line(chosen.remark.source)}")


def _echo_verdict(chosen: Scenario, spread: Distribution) -> None:
    click.echo(report.spread_sentence(report.spread_of(spread)))
    said = verdict(chosen, spread)
    if said:
        click.echo(f"\nVerdict (ICD 203 scale)\n  {report.verdict_sentence(said)}")
        click.echo(f"  {report.firm_sentence(said, report.is_point(spread))}")
        click.echo(f"  It rests on: {report.grounds(said, chosen)}.")
    overclaim = opposite(chosen, spread)
    click.echo(f"  The opposite claim: {report.verdict_sentence(overclaim)}")


def _calendar_words(scenario: Scenario) -> str:
    lag = scenario.number("lag_days")
    words = f"announced {scenario['announced'].value}"
    return f"{words}, in the line {report.count_text(lag)} days later" if lag else f"{words}, in the line at once"


def _echo_ladder(scenario: Scenario) -> None:
    rungs = ladder(scenario)
    if len(rungs) == 1:
        click.echo("\nLadder: no assumption beyond the bare quotient is switched on.")
        return
    click.echo("\nLadder: each assumption switched on in turn, at its central value")
    for rung in rungs:
        days = report.days_text(rung.days_covered)
        click.echo(f"  {days:>15}  {report.rung_words(rung.quantity, rung.quantities)}")


def _echo_sources(scenario: Scenario) -> None:
    click.echo("\nSources")
    for quantity in scenario.quantities:
        click.echo(f"  {report.quantity_words(quantity.key)}: {report.quantity_text(quantity)}")
        click.echo(f"    {report.source_text(quantity)}")
    for wave in scenario.waves:
        where = report.one_line(f"{wave.grade}; {wave.source or wave.note}".rstrip("; "))
        click.echo(f"  wave: {report.count_text(wave.troops)} people on day {report.count_text(wave.day)}\n    {where}")
    for step in scenario.schedule:
        rate, where = (
            report.count_text(step.casualties_per_day),
            f"{step.grade}; {step.source or step.note}".rstrip("; "),
        )
        click.echo(f"  rate: {rate} casualties/day from day {report.count_text(step.from_day)}")
        click.echo(f"    {report.one_line(where)}")


@cli.command()
@click.argument("scenario")
@click.option("--days", type=float, help="Yardstick in days, instead of the remark's.")
@_set_option
@_json_option
@_seed_option
@_error_option
def flip(scenario: str, days: float | None, settings: tuple[str, ...], as_json: bool, seed: int, error: float) -> None:
    """What would have to be true for the verdict to turn: one quantity at a time, and all together."""
    chosen = load(scenario, settings)
    if days is not None and (problem := number_problem(days, MIN_YARDSTICK, MAX_DAYS)):
        text = f"--days {days}: {problem}; allowed {MIN_YARDSTICK:g} to {MAX_DAYS:g} days"
        raise ScenarioError(text)
    limit = report.threshold_days(chosen) if days is None else days
    steps = len([key for key in NUMBERS if DEFINITIONS[key].effect != "none"])
    with _progress("flips", steps) as tick:
        result = report.flip_result(chosen, limit, seed, tick, error)
    if as_json:
        _print_json(result)
        return
    _echo_heading(chosen, settings)
    side = "holds" if result["holds_at_central_values"] else "does not hold"
    click.echo(f"\n{report.headline(chosen)}")
    click.echo(f'The claim "{result["claim"]} {limit:g} days" {side} at the central values. What would turn that:')
    columns = ("value", "central", "at_50_percent", "at_80_percent")
    rows = [
        [report.quantity_words(row["quantity"]), *(_cell(row[name]) for name in columns), row["words"]]
        for row in result["flips"]
    ]
    _print_table(_table("quantity", "now", "flips at", "50 % at", "80 % at", "in words", right=[1, 2, 3, 4]), rows)
    click.echo(result["joint_move_words"])
    for key, words in (
        ("troops_needed", "Troops that cover {} days"),
        ("lasting_rate", "Rate at which they last {} days"),
    ):
        click.echo(f"{words.format(f'{limit:g}')}: {_cell(result[key], 'none in its limits')}")


def _cell(value: float | None, otherwise: str = "-") -> str:
    return otherwise if value is None else report.count_text(value)


@cli.command()
@click.argument("scenario")
@_set_option
@_json_option
@_seed_option
def sensitivity(scenario: str, settings: tuple[str, ...], as_json: bool, seed: int) -> None:
    """Which assumption matters: tornado, Sobol' indices, and each rung's fair share of the difference."""
    chosen = load(scenario, settings)
    result = report.sensitivity_result(chosen, seed)
    if as_json:
        _print_json(result)
        return
    _echo_heading(chosen, settings)
    click.echo(f"\n{report.headline(chosen)}")
    if not result["tornado"]:
        click.echo("No number is a range: nothing to vary.")
    else:
        click.echo("\nTornado: each range from its low to its high, the others at their central values")
        rows = [
            [report.quantity_words(bar["quantity"]), _cell(bar["low"]), _cell(bar["high"]),
             _days_cell(bar["days_at_low"]), _days_cell(bar["days_at_high"])]
            for bar in result["tornado"]
        ]  # fmt: skip
        _print_table(_table("quantity", "low", "high", "days at low", "days at high", right=[1, 2, 3, 4]), rows)
        click.echo(f"Sobol' indices of: {result['sobol']['output']} (share of the variance, standard error)")
        rows = [
            [report.quantity_words(row["quantity"]),
             *(f"{row[name]:.3f} ({row[f'{name}_standard_error']:.3f})" for name in ("first", "total"))]
            for row in result["sobol"]["indices"]
        ]  # fmt: skip
        _print_table(_table("quantity", "alone", "with interactions", right=[1, 2]), rows)
    _echo_bridge(result["bridge"])


def _days_cell(days: float | None) -> str:
    return report.days_text(float("inf") if days is None else days)


def _echo_bridge(shares: dict[str, Any]) -> None:
    click.echo("Fair bridge (Shapley values) from the bare quotient to the full answer")
    if shares["refused"]:
        click.echo(f"  none: {shares['refused']}")
        return
    what = "days" if shares["unit"] == "days" else "share used up a day (1/days), because an answer on the way is never"
    rows = [["bare quotient", f"{shares['bare']:.4g}"]]
    rows += [[report.quantity_words(row["quantity"]), f"{row['share']:+.4g}"] for row in shares["shares"]]
    _print_table(_table("rung", what, right=[1]), [*rows, ["full answer", f"{shares['full']:.4g}"]])


@cli.command()
@click.argument("scenarios", nargs=-1, required=True)
@_set_option
@_json_option
@_seed_option
@_error_option
def compare(scenarios: tuple[str, ...], settings: tuple[str, ...], as_json: bool, seed: int, error: float) -> None:
    """Two or more SCENARIOS side by side: the assumptions that differ, the results, the differences to the first.

    --set applies to all of them. The interval of a difference pairs both scenarios draw by draw.
    """
    if len(scenarios) < 2:
        text = "compare: give two scenarios or more"
        raise ScenarioError(text)
    chosen = [load(name, settings) for name in scenarios]
    result = report.comparison_result(chosen, seed, error)
    if as_json:
        _print_json(result)
        return
    rows = [[report.quantity_words(row["quantity"]), *row["values"]] for row in result["differing"]]
    days = [central_days(s) for s in chosen]
    rows.append(["days covered", *(report.days_text(x) for x in days)])
    rows.append(["less the first", *(_difference_text(days[0], x) for x in days)])
    changes = result["distribution_of_difference"]
    rows.append(["  5 to 95 %", *(_interval_cell(c["p05"], c["p95"]) for c in changes)])
    rows.append(["  covers more", *(f"{100 * c['probability_more']:.1f} % of draws" for c in changes)])
    rows.append(["  covers fewer", *(f"{100 * c['probability_fewer']:.1f} % of draws" for c in changes)])
    _print_table(_table("what differs", *result["scenarios"]), rows)


def _interval_cell(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "one is never used up"
    return f"{_change_cell(low)} to {_change_cell(high)}"


def _change_cell(days: float | None) -> str:
    return "never" if days is None else "0" if days == 0 else f"{days:+,.1f}"


def _difference_text(first: float, second: float) -> str:
    change = report.difference(first, second)
    if change in (float("inf"), float("-inf")):
        return "one is never used up"
    return "0" if change == 0 else f"{change:+,.2f} days"


@cli.command(name="report")
@click.argument("scenario")
@click.option("-o", "--output", required=True, metavar="FILE", help="The HTML file to write; - is standard output.")
@click.option(
    "--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Language of the brief."
)
@_set_option
@_seed_option
def write_report(scenario: str, output: str, lang: str, settings: tuple[str, ...], seed: int) -> None:
    """A one-page brief as a self-contained HTML FILE that prints on A4; nothing is loaded when it is opened."""
    from sim.brief import brief

    write_text(output, brief(load(scenario, settings), seed, LANGUAGES[lang]), read=[location(scenario)])
    if output != STANDARD_OUTPUT:
        click.echo(f"attrition: wrote {report.one_line(output)}", err=True)


# ------------------------------------------------------------------------------------------------------- looking up


@cli.command(name="list")
@_json_option
def list_scenarios(as_json: bool) -> None:
    """The scenarios that come with the program."""
    found = [(name, load(name)) for name in shipped()]
    if as_json:
        _print_json([{"name": name, "title": s.title, "answer": report.headline(s)} for name, s in found])
        return
    rows = [[name, s.title, report.days_text(central_days(s))] for name, s in found]
    _print_table(_table("name", "title", "days covered", right=[2]), rows)


@cli.command()
@click.argument("scenario")
@_set_option
@_json_option
def show(scenario: str, settings: tuple[str, ...], as_json: bool) -> None:
    """Every quantity of a SCENARIO, stated or neutral, with its definition, source and grade."""
    chosen = load(scenario, settings)
    keys = [key for key in DEFINITIONS if key in chosen or DEFINITIONS[key].neutral is not None]
    if as_json:
        _print_json(
            {
                "scenario": chosen.name,
                "title": chosen.title,
                "quantities": [{**report.quantity_result(chosen[key]), "stated": key in chosen} for key in keys],
                "waves": [{"day": w.day, "troops": w.troops, "grade": w.grade} for w in chosen.waves],
                "schedule": [{"from_day": s.from_day, "casualties_per_day": s.casualties_per_day, "grade": s.grade}
                             for s in chosen.schedule],
            }
        )  # fmt: skip
        return
    click.echo(report.one_line(chosen.title))
    rows = [[key, report.quantity_text(chosen[key]), chosen[key].grade if key in chosen else "neutral"] for key in keys]
    _print_table(_table("quantity", "value", "grade"), rows)
    _echo_sources(chosen)


@cli.command()
def schema() -> None:
    """The JSON Schema of the scenario file, for editors."""
    _print_json(json_schema())


@cli.command()
def selftest() -> None:
    """Check the model's laws on this installation."""
    from sim.laws import LAWS, failure, without_traces

    failed = 0
    for law in LAWS:
        with without_traces():
            problem = failure(law)
        failed += bool(problem)
        click.echo(f"{'FAILED' if problem else 'ok':>6}  {law.sentence}")
        if problem:
            click.echo(f"        {report.one_line(problem)}")
    click.echo(f"{len(LAWS) - failed} passed, {failed} failed")
    if failed:
        raise SystemExit(1)


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port of the page.")
@click.option("--no-browser", is_flag=True, help="Serve the page without opening a browser.")
def app(port: int, no_browser: bool) -> None:
    """Open the page in a browser (serves on this machine only)."""
    from sim.ui.served import serve

    serve(port, browser=not no_browser)
