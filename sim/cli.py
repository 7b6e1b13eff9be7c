"""The command `attrition`: arguments in, calls, text out. Results on standard output, messages on standard error.

Exit codes: 0 done, 2 wrong input (one line a problem), 1 our fault.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sim import __version__, report
from sim.quantities import DEFINITIONS, Scenario, ScenarioError
from sim.scenario import json_schema, load, shipped
from sim.sensitivity import central_days, ladder

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["cli", "main"]

DEFAULT_SEED = 0
"""Seed of every random number where none is given (assumption: any fixed number would do)."""

_Command = Callable[..., None]


def _set_option(command: _Command) -> _Command:
    return click.option(
        "--set", "settings", multiple=True, metavar="KEY=VALUE",
        help="Change a quantity for this run: reported_rate=1500, line_share.low=0.5, remark.threshold_days=30.",
    )(command)  # fmt: skip


def _json_option(command: _Command) -> _Command:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")(command)


def _seed_option(command: _Command) -> _Command:
    return click.option(
        "--seed", type=click.IntRange(0, 2**32 - 1), default=DEFAULT_SEED, show_default=True, help="Seed; 0 is a seed."
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="attrition")
def cli() -> None:
    """How many days of losses does a reinforcement cover, and what is that based on?

    SCENARIO is a shipped name (see `attrition list`) or the path of a scenario file.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every error is one line a problem, never a traceback."""
    try:
        code = cli.main(args=list(sys.argv[1:] if arguments is None else arguments), standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except ScenarioError as error:
        return _complain(error.problems, 2)
    except click.ClickException as error:
        return _complain([error.format_message()], 2)
    except (click.Abort, KeyboardInterrupt):
        return _complain(["stopped"], 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("ATTRITION_DEBUG"):
            raise
        text = f"internal error, our fault: {type(error).__name__}: {error} (ATTRITION_DEBUG=1 shows where)"
        return _complain([report.one_line(text)], 1)


def _complain(problems: Sequence[str], code: int) -> int:
    for problem in problems:
        click.echo(f"attrition: {problem}", err=True)
    return code


def _print_json(result: Any) -> None:
    click.echo(json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False))


def _table(*columns: str, right: Sequence[int] = ()) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number in right else "left", overflow="fold")
    return table


def _print_table(table: Table, rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.text import Text

    for row in rows:
        table.add_row(*(Text(report.one_line(cell)) for cell in row))
    Console(soft_wrap=False, highlight=False).print(table)


# ------------------------------------------------------------------------------------------------------- the answer


@cli.command()
@click.argument("scenario")
@_set_option
@_json_option
@_seed_option
def cover(scenario: str, settings: tuple[str, ...], as_json: bool, seed: int) -> None:
    """How many days of losses the reinforcement covers, with the arithmetic, the ladder and the sources."""
    chosen = load(scenario, settings)
    if as_json:
        _print_json(report.cover_result(chosen, seed))
        return
    click.echo(report.one_line(chosen.title))
    for setting in settings:
        click.echo(f"  changed by you: {report.one_line(setting)}")
    if chosen.remark and chosen.remark.words:
        click.echo(f'  remark: "{report.one_line(chosen.remark.words)}", {report.one_line(chosen.remark.speaker)}')
        click.echo(f"  {report.one_line(chosen.remark.source)}")
    click.echo(f"\n{report.headline(chosen)}")
    when = report.calendar_date(chosen, central_days(chosen))
    if when:
        click.echo(f"Used up on {when} ({_calendar_words(chosen)}).")
    click.echo("\nArithmetic")
    for line in report.arithmetic(chosen):
        click.echo(f"  {line}")
    _echo_ladder(chosen)
    _echo_sources(chosen)


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
        where = report.one_line(f"{wave.grade}; {wave.source}".rstrip("; "))
        click.echo(f"  wave: {report.count_text(wave.troops)} people on day {report.count_text(wave.day)}\n    {where}")
    for step in scenario.schedule:
        rate, where = report.count_text(step.casualties_per_day), f"{step.grade}; {step.source}".rstrip("; ")
        click.echo(f"  rate: {rate} casualties/day from day {report.count_text(step.from_day)}")
        click.echo(f"    {report.one_line(where)}")


@cli.command()
@click.argument("scenarios", nargs=-1, required=True)
@_set_option
@_json_option
def compare(scenarios: tuple[str, ...], settings: tuple[str, ...], as_json: bool) -> None:
    """Two or more SCENARIOS side by side: the assumptions that differ, the results, the differences to the first.

    --set applies to all of them.
    """
    if len(scenarios) < 2:
        text = "compare: give two scenarios or more"
        raise ScenarioError(text)
    chosen = [load(name, settings) for name in scenarios]
    result = report.comparison_result(chosen)
    if as_json:
        _print_json(result)
        return
    rows = [[report.quantity_words(row["quantity"]), *row["values"]] for row in result["differing"]]
    days = [central_days(s) for s in chosen]
    rows.append(["days covered", *(report.days_text(x) for x in days)])
    rows.append(["less the first", *(_difference_text(days[0], x) for x in days)])
    _print_table(_table("what differs", *result["scenarios"]), rows)


def _difference_text(first: float, second: float) -> str:
    change = report.difference(first, second)
    if change in (float("inf"), float("-inf")):
        return "one is never used up"
    return "0" if change == 0 else f"{change:+,.2f} days"


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
    from sim.laws import LAWS, failure

    failed = 0
    for law in LAWS:
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
    import subprocess
    from pathlib import Path

    entry = Path(__file__).parent / "ui" / "entry.py"
    arguments = ["--server.address=127.0.0.1", f"--server.port={port}", "--browser.gatherUsageStats=false"]
    arguments += ["--server.headless=true"] if no_browser else []
    raise SystemExit(subprocess.call([sys.executable, "-m", "streamlit", "run", str(entry), *arguments]))
