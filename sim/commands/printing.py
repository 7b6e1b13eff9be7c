"""How commands print and write: JSON, tables, files, what was asked, where numbers come from, how far some work is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import note
from sim.inputs.files import STANDARD_OUTPUT, write_text
from sim.inputs.scenario import Scenario
from sim.saying import stated
from sim.saying.language import PLAIN, one_line
from sim.saying.sourced import sourced
from sim.show.terminal import json_text, width
from sim.words.texts import Problem

if TYPE_CHECKING:
    from rich.table import Table

__all__ = [
    "PAGE",
    "check_ending",
    "echo_heading",
    "echo_sources",
    "is_utf8",
    "print_json",
    "print_table",
    "progress",
    "table",
    "troops_text",
    "write_file",
]

_WIDEST = 120
"""Columns up to which a table may be wider than the terminal (assumption: beyond, words are cut instead)."""
PAGE = (".html", ".htm")
"""Endings of a page."""


def is_utf8(stream: object) -> bool:
    """Return whether a stream can take any text."""
    return str(getattr(stream, "encoding", "")).lower().replace("-", "").startswith("utf8")


def print_json(result: Any) -> None:
    """Print one JSON object: no NaN, ASCII only where the output is not UTF-8."""
    click.echo(json_text(result, ascii_only=not is_utf8(sys.stdout)))


@contextmanager
def progress(words: str) -> Iterator[Callable[[float], None]]:
    """Show on standard error, where that is a terminal, what share of some work is done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=100, label=words, file=sys.stderr) as bar:
        yield lambda share: bar.update(round(100 * share) - bar.pos)


def table(*columns: str, right: Sequence[int] = ()) -> Table:
    """Return an empty table; the columns numbered in `right` are flush right, and their numbers never broken in two."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE, pad_edge=False)
    for number, name in enumerate(columns):
        own = number in right
        made.add_column(Text(one_line(name)), justify="right" if own else "left", overflow="fold", no_wrap=own)
    return made


def print_table(table: Table, rows: Sequence[Sequence[str]]) -> None:
    """Print a table with these rows; cells are plain text.

    As wide as the terminal, or as its longest words and numbers where those are wider, within `_WIDEST`.
    """
    from rich.console import Console
    from rich.measure import Measurement
    from rich.text import Text

    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    wide = Console(width=_WIDEST)
    needed = Measurement.get(wide, wide.options, table).minimum
    shown = max(width(), needed) if needed < _WIDEST else width()
    Console(soft_wrap=False, highlight=False, width=shown).print(table)


def troops_text(count: float, width: int = 0) -> str:
    """Return a number of troops with their noun, the number flush right in so many characters.

    >>> troops_text(10_000.0), troops_text(1.0, width=3)
    ('10,000 troops', '  1 soldier')
    """
    return PLAIN("amount.troops", count=f"{count:>{width},.10g}")


def echo_heading(chosen: Scenario, settings: tuple[str, ...]) -> None:
    """Print what was asked: the title, what was changed, the remark."""
    click.echo(one_line(chosen.title))
    for setting in settings:
        click.echo(f"  changed by you: {one_line(setting)}")
    if chosen.remark and chosen.remark.words:
        speaker = f", {one_line(chosen.remark.speaker)}" if chosen.remark.speaker else ""
        click.echo(f'  remark: "{one_line(chosen.remark.words)}"{speaker}')
        if chosen.remark.source:
            click.echo(f"  {one_line(chosen.remark.source)}")


def echo_sources(scenario: Scenario) -> None:
    """Print every stated number with its grade, definition, date, source and note."""
    click.echo("\nSources")
    for found in sourced(scenario):
        when = f"as of {found.as_of}" if found.as_of else ""
        facts = (found.grade, found.definition, when, found.source, found.note)
        click.echo(f"  {stated.quantity_words(found.key)}: {found.value}")
        click.echo(f"    {'; '.join(one_line(fact) for fact in facts if fact)}")


def check_ending(path: str, *endings: str) -> None:
    """Note a name that says the file is what it is not: a page under the name of a PDF opens nowhere.

    Capitals do not matter, and a name without an ending says nothing: standard output and devices have none.
    """
    if Path(path).suffix.lower() not in (*endings, ""):
        note(Problem.of("problem.suffix", path, allowed=", ".join(endings)))


def write_file(path: str, text: str, read: Sequence[str] = (), *, replace: bool = True) -> None:
    """Write a text, never over what was `read`, and say so on standard error. Raises `ScenarioError`.

    Unless it may `replace` them, over no other text of a file.
    """
    write_text(path, text, read=[Path(name) for name in read], replace=replace)
    if path != STANDARD_OUTPUT:
        click.echo(f"attrition: wrote {one_line(path)}", err=True)
