"""What the commands about series share: how SERIES is given and read, files in and out, progress."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import note
from sim.inputs.definitions import MAX_TROOPS
from sim.inputs.files import read_bytes
from sim.words.texts import Problem, Text

if TYPE_CHECKING:
    from sim.study.series import FileReading, Series

__all__ = [
    "DATE",
    "day_of",
    "file_content",
    "from_option",
    "read_file",
    "reading_options",
    "to_option",
    "troops_option",
]

_Command = Callable[..., None]


class _Day(click.DateTime):
    """A date as it stands in the files; click would answer with its own signs for one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{str(value)[:40]!r} is no date like 2024-09-30.", param, ctx)


DATE = _Day(["%Y-%m-%d"])


def _people(_ctx: click.Context, _parameter: click.Parameter, given: str | None) -> float | None:
    """The number of people in a text, with or without commas; where it is none, that is noted, and 1 stands for it."""
    if given is None:
        return None
    try:
        number = float(given.replace(",", ""))
    except ValueError:
        number = float("nan")
    if not 1 <= number <= MAX_TROOPS:
        allowed = Text("problem.span", low=1.0, high=MAX_TROOPS)
        note(Problem.of("problem.allowed", "--troops", value=repr(given), allowed=allowed, near=""))
        return 1.0
    return number


def troops_option(words: str, **how: Any) -> Callable[[_Command], _Command]:
    """Return the option `--troops N`."""
    return click.option("--troops", metavar="N", callback=_people, help=words, **how)


def reading_options(command: _Command) -> _Command:
    """Add the options that say how SERIES is to be read; the command gets the series read."""
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
        from sim.study.series import FileReading

        chosen: dict[str, Any] = {field.name: given.pop(field.name) or "" for field in fields(FileReading)}
        command(read_file(series, FileReading(**chosen)), **given)

    for option in reversed(options):
        with_series = option(with_series)
    return with_series


def read_file(path: str, how: FileReading | None = None) -> Series:
    """Return the series in a file. Raises `ScenarioError` where it cannot be read or used."""
    from sim.study.series import read_series

    return read_series(file_content(path), path, how)


def file_content(path: str) -> bytes:
    """Return the bytes of a file of counts, of too large a one no more than shows it. Raises `ScenarioError`."""
    from sim.study.series_cells import MAX_FILE_BYTES

    return read_bytes(path, MAX_FILE_BYTES)


from_option = click.option("--from", "first", type=DATE, help="First day, YYYY-MM-DD. [the series' first]")
to_option = click.option("--to", "last", type=DATE, help="Last day, YYYY-MM-DD. [the series' last]")


def day_of(given: datetime | None) -> date | None:
    """Return the date of an option, None where it was not given."""
    return given.date() if given else None
