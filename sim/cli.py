"""The command `attrition`: arguments in, calls, text out. Results on standard output, messages on standard error.

Exit codes: 0 done, 2 wrong input or no room for the output (one line a problem), 1 our fault, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from sim import __version__
from sim.commands import analyses, answers, cite, classroom, published, series
from sim.commands.options import problems_noted
from sim.commands.printing import is_utf8
from sim.inputs.problems import ScenarioError
from sim.saying.language import one_line

__all__ = ["cli", "main"]


class _ReaderLeft(Exception):
    """The program that reads the output has closed it; click would make that exit code 1."""


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderLeft from error
        except ScenarioError as error:
            raise ScenarioError(*problems_noted(), *error.problems) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="attrition")
def cli() -> None:
    """How many days of losses does a reinforcement cover, and what is that based on?

    SCENARIO is a shipped name (see `attrition list`) or the path of a scenario file.
    """


for _module in (answers, analyses, series, published, classroom, cite):
    for _command in _module.COMMANDS:
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
        if isinstance(stream, io.TextIOWrapper) and not is_utf8(stream):
            stream.reconfigure(errors="replace")


def _complain(problems: Sequence[object], code: int) -> int:
    for problem in problems:
        click.echo(f"attrition: {one_line(str(problem))}", err=True)
    return code


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
    from sim.ui.served import HOST, require_free, serve

    require_free(port)
    click.echo(f"Attrition What-If: http://{HOST}:{port}")
    serve(port, browser=not no_browser)
