"""The command `attrition`: arguments in, calls, text out. Results on standard output, messages on standard error.

Exit codes: 0 done, 2 wrong input or no room for the output (one line a problem), 1 our fault.
"""

from __future__ import annotations

import io
import math
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sim import __version__
from sim.commands import cite as cli_cite
from sim.commands import classroom as cli_classroom
from sim.commands import series as cli_series
from sim.core.points import Estimate
from sim.inputs.definitions import DEFINITIONS, MAX_DAYS, NUMBERS
from sim.inputs.files import STANDARD_OUTPUT, write_text
from sim.inputs.loading import load, location, shipped
from sim.inputs.problems import ScenarioError, number_problem, with_unit
from sim.inputs.remarks import MIN_YARDSTICK
from sim.inputs.scenario import Scenario
from sim.inputs.schema import json_schema
from sim.saying import results, sentences, stated, sums, verdicts
from sim.saying.language import LANGUAGES, PLAIN, count_text, one_line
from sim.saying.sourced import sourced
from sim.show.terminal import json_text, width
from sim.study.answer import Answer
from sim.study.comparison import Comparison
from sim.study.distribution import DEFAULT_ERROR
from sim.study.flips import Flip
from sim.study.ladder import Bridge
from sim.study.paired import Difference
from sim.words.texts import Problem, Text

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["cli", "main"]

DEFAULT_SEED = 0
"""Seed of every random number where none is given (assumption: any fixed number would do)."""

_ERRORS = (1e-5, 0.1)
"""Target errors that can be asked for (assumption: below, the points run out; above, the answer says nothing)."""

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
    _check_option("--error", error, _ERRORS, "1")
    return error


def _check_option(option: str, value: float, limits: tuple[float, float], unit: str) -> None:
    if why := number_problem(value, *limits):
        allowed = with_unit(Text("problem.span", low=limits[0], high=limits[1]), unit)
        raise ScenarioError(Problem.of("problem.option", option, value=str(value), why=why, allowed=allowed))


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


for _command in (*cli_series.COMMANDS, *cli_classroom.COMMANDS, *cli_cite.COMMANDS):
    cli.add_command(_command)


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


def _complain(problems: Sequence[object], code: int) -> int:
    for problem in problems:
        click.echo(f"attrition: {one_line(str(problem))}", err=True)
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
        table.add_column(Text(one_line(name)), justify="right" if number in right else "left", overflow="fold")
    return table


def _print_table(table: Table, rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.text import Text

    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
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
    answer = Answer(scenario=load(scenario, settings), seed=seed, error=error)
    if as_json:
        _print_json(results.cover_result(answer))
        return
    _echo_heading(answer.scenario, settings)
    click.echo(f"\n{sentences.headline(answer)}")
    if answer.used_up_on:
        click.echo(f"Used up on {answer.used_up_on} ({_calendar_words(answer.scenario)}).")
    _echo_verdict(answer)
    click.echo("\nArithmetic")
    for line in sums.arithmetic(answer):
        click.echo(f"  {line}")
    _echo_ladder(answer)
    _echo_sources(answer.scenario)


def _echo_heading(chosen: Scenario, settings: tuple[str, ...]) -> None:
    click.echo(one_line(chosen.title))
    for setting in settings:
        click.echo(f"  changed by you: {one_line(setting)}")
    if chosen.remark and chosen.remark.words:
        speaker = f", {one_line(chosen.remark.speaker)}" if chosen.remark.speaker else ""
        click.echo(f'  remark: "{one_line(chosen.remark.words)}"{speaker}')
        if chosen.remark.source:
            click.echo(f"  {one_line(chosen.remark.source)}")


def _echo_verdict(answer: Answer) -> None:
    click.echo(sentences.spread_sentence(answer.spread))
    if answer.verdict:
        click.echo(f"\nVerdict (ICD 203 scale)\n  {verdicts.verdict_sentence(answer.verdict)}")
        click.echo(f"  {verdicts.firm_sentence(answer.verdict, answer.spread.fixed)}")
        click.echo(f"  It rests on: {verdicts.grounds(answer.verdict, answer)}.")
    elif answer.scenario.remark:
        click.echo(f"\n{verdicts.no_verdict(answer)}")
    if answer.opposite:
        click.echo(f"  The opposite claim: {verdicts.verdict_sentence(answer.opposite)}")


def _calendar_words(scenario: Scenario) -> str:
    lag = scenario.number("lag_days")
    words = f"announced {scenario['announced'].value}"
    return f"{words}, in the line {count_text(lag)} days later" if lag else f"{words}, in the line at once"


def _echo_ladder(answer: Answer) -> None:
    if len(answer.ladder) == 1:
        click.echo("\nLadder: no assumption beyond the bare quotient is switched on.")
        return
    click.echo("\nLadder: each assumption switched on in turn, at its central value")
    for rung in answer.ladder:
        days = PLAIN.days(rung.days_covered)
        click.echo(f"  {days:>15}  {stated.rung_words(rung.quantity, rung.quantities)}")


def _echo_sources(scenario: Scenario) -> None:
    click.echo("\nSources")
    for found in sourced(scenario):
        when = f"as of {found.as_of}" if found.as_of else ""
        facts = (found.grade, found.definition, when, found.source, found.note)
        click.echo(f"  {stated.quantity_words(found.key)}: {found.value}")
        click.echo(f"    {'; '.join(one_line(fact) for fact in facts if fact)}")


@cli.command()
@click.argument("scenario")
@click.option("--days", type=float, help="Yardstick in days, instead of the remark's.")
@_set_option
@_json_option
@_seed_option
@_error_option
def flip(scenario: str, days: float | None, settings: tuple[str, ...], as_json: bool, seed: int, error: float) -> None:
    """What would have to be true for the verdict to turn: one quantity at a time, and all together."""
    if days is not None:
        _check_option("--days", days, (MIN_YARDSTICK, MAX_DAYS), "days")
    answer = Answer(scenario=load(scenario, settings), seed=seed, error=error)
    steps = len([key for key in NUMBERS if DEFINITIONS[key].effect != "none"])
    with _progress("flips", steps) as tick:
        found = answer.flipped(days, tick)
    if as_json:
        _print_json(results.flip_result(found, answer))
        return
    _echo_heading(answer.scenario, settings)
    side, limit = "holds" if found.holds else "does not hold", f"{found.days:g}"
    click.echo(f"\n{sentences.headline(answer)}")
    click.echo(f'The claim "{found.claim} {limit} days" {side} at the central values. What would turn that:')
    rows = [
        [stated.quantity_words(flip.quantity.key), *map(_cell, _turning_points(flip)), sentences.flip_words(flip)]
        for flip in found.flips
    ]
    _print_table(_table("quantity", "now", "flips at", "50 % at", "80 % at", "in words", right=[1, 2, 3, 4]), rows)
    click.echo(sentences.joint_words(found))
    click.echo(f"Troops that cover {limit} days: {_cell(found.troops_needed, 'none in its limits')}")
    click.echo(f"Rate at which they last {limit} days: {_cell(found.lasting_rate, 'none in its limits')}")


def _turning_points(flip: Flip) -> tuple[float | None, ...]:
    return float(flip.quantity.value), flip.central, flip.even, flip.very_likely  # type: ignore[arg-type]


def _cell(value: float | None, otherwise: str = "-") -> str:
    return otherwise if value is None else count_text(value)


@cli.command()
@click.argument("scenario")
@_set_option
@_json_option
@_seed_option
def sensitivity(scenario: str, settings: tuple[str, ...], as_json: bool, seed: int) -> None:
    """Which assumption matters: tornado, Sobol' indices, and each rung's fair share of the difference."""
    answer = Answer(scenario=load(scenario, settings), seed=seed)
    if as_json:
        _print_json(results.sensitivity_result(answer))
        return
    _echo_heading(answer.scenario, settings)
    click.echo(f"\n{sentences.headline(answer)}")
    if not answer.tornado:
        click.echo("No number is a range: nothing to vary.")
    else:
        _echo_ranges(answer)
    _echo_bridge(answer.bridge)


def _echo_ranges(answer: Answer) -> None:
    click.echo("\nTornado: each range from its low to its high, the others at their central values")
    rows = [
        [stated.quantity_words(bar.quantity.key), _cell(bar.quantity.low), _cell(bar.quantity.high),
         PLAIN.days(bar.at_low), PLAIN.days(bar.at_high)]
        for bar in answer.tornado
    ]  # fmt: skip
    _print_table(_table("quantity", "low", "high", "days at low", "days at high", right=[1, 2, 3, 4]), rows)
    found = answer.indices
    click.echo(f"Sobol' indices of: {found.output} (share of the variance, standard error)")
    rows = [
        [stated.quantity_words(key), _share_cell(first), _share_cell(total)]
        for key, first, total in zip(found.quantities, found.first, found.total, strict=True)
    ]
    _print_table(_table("quantity", "alone", "with interactions", right=[1, 2]), rows)


def _share_cell(share: Estimate) -> str:
    return f"{share.value:.3f} ({share.standard_error:.3f})"


def _echo_bridge(shares: Bridge) -> None:
    click.echo("Fair bridge (Shapley values) from the bare quotient to the full answer")
    if shares.refused:
        click.echo(f"  none: {shares.refused}")
        return
    what = "days" if shares.unit == "days" else "share used up a day (1/days), because an answer on the way is never"
    rows = [["bare quotient", f"{shares.bare:.4g}"]]
    rows += [[stated.quantity_words(rung), f"{share:+.4g}"] for rung, share in shares.shares]
    _print_table(_table("rung", what, right=[1]), [*rows, ["full answer", f"{shares.full:.4g}"]])


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
        raise ScenarioError(Problem.of("problem.two_to_compare"))
    answers = [Answer(scenario=load(name, settings), seed=seed, error=error) for name in scenarios]
    comparison = Comparison(answers=tuple(answers))
    if as_json:
        _print_json(results.comparison_result(comparison))
        return
    chosen = [answer.scenario for answer in answers]
    rows = [[stated.quantity_words(key), *(stated.stated_text(s, key) for s in chosen)] for key in comparison.differing]
    rows.append(["days covered", *(PLAIN.days(answer.days) for answer in answers)])
    rows.append(["less the first", *map(_change_text, comparison.changes)])
    rows.append(["  5 to 95 %", *map(_interval_cell, comparison.differences)])
    rows.append(["  covers more", *(_draws_cell(change.more) for change in comparison.differences)])
    rows.append(["  covers fewer", *(_draws_cell(change.fewer) for change in comparison.differences)])
    _print_table(_table("what differs", *(s.name or s.title for s in chosen)), rows)


def _draws_cell(chance: Estimate) -> str:
    return f"{100 * chance.value:.1f} % of draws"


def _interval_cell(change: Difference) -> str:
    if math.isinf(change.p05) and math.isinf(change.p95):
        return "one is never used up"
    return f"{_change_cell(change.p05)} to {_change_cell(change.p95)}"


def _change_cell(days: float) -> str:
    return "never" if math.isinf(days) else "0" if days == 0 else f"{days:+,.1f}"


def _change_text(change: float) -> str:
    if math.isinf(change):
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
    from sim.show.brief import brief

    text = brief(Answer(scenario=load(scenario, settings), seed=seed), LANGUAGES[lang])
    write_text(output, text, read=[location(scenario)])
    if output != STANDARD_OUTPUT:
        click.echo(f"attrition: wrote {one_line(output)}", err=True)


# ------------------------------------------------------------------------------------------------------- looking up


@cli.command(name="list")
@_json_option
def list_scenarios(as_json: bool) -> None:
    """The scenarios that come with the program."""
    found = [(name, Answer(scenario=load(name))) for name in shipped()]
    if as_json:
        _print_json([{"name": name, "title": a.scenario.title, "answer": sentences.headline(a)} for name, a in found])
        return
    rows = [[name, a.scenario.title, PLAIN.days(a.days)] for name, a in found]
    _print_table(_table("name", "title", "days covered", right=[2]), rows)


@cli.command()
@click.argument("scenario")
@_set_option
@_json_option
def show(scenario: str, settings: tuple[str, ...], as_json: bool) -> None:
    """Every quantity of a SCENARIO, stated or neutral, with its definition, source and grade."""
    chosen = load(scenario, settings)
    silent = [key for key in DEFINITIONS if DEFINITIONS[key].neutral is not None and key not in chosen.replaced]
    keys = [key for key in DEFINITIONS if key in chosen or key in silent]
    if as_json:
        _print_json(
            {
                "scenario": chosen.name,
                "title": chosen.title,
                "quantities": [{**results.quantity_result(chosen[key]), "stated": key in chosen} for key in keys],
                "waves": [{"day": w.day, "troops": w.troops, "grade": w.grade} for w in chosen.waves],
                "schedule": [{"from_day": s.from_day, "casualties_per_day": s.casualties_per_day, "grade": s.grade}
                             for s in chosen.schedule],
            }
        )  # fmt: skip
        return
    click.echo(one_line(chosen.title))
    rows = [[key, stated.quantity_text(chosen[key]), chosen[key].grade if key in chosen else "neutral"] for key in keys]
    _print_table(_table("quantity", "value", "grade"), rows)
    _echo_sources(chosen)


@cli.command()
def schema() -> None:
    """The JSON Schema of the scenario file, for editors."""
    _print_json(json_schema())


@cli.command()
def selftest() -> None:
    """Check the model's laws on this installation."""
    from sim.laws.law import failure, without_traces
    from sim.laws.shipped import LAWS

    failed = 0
    for law in LAWS:
        with without_traces():
            problem = failure(law)
        failed += bool(problem)
        click.echo(f"{'FAILED' if problem else 'ok':>6}  {law.sentence}")
        if problem:
            click.echo(f"        {one_line(problem)}")
    click.echo(f"{len(LAWS) - failed} passed, {failed} failed")
    if failed:
        click.get_current_context().exit(1)


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port of the page.")
@click.option("--no-browser", is_flag=True, help="Serve the page without opening a browser.")
def app(port: int, no_browser: bool) -> None:
    """Open the page in a browser (serves on this machine only)."""
    from sim.ui.served import serve

    serve(port, browser=not no_browser)
