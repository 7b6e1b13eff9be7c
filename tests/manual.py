"""Parts of the manual in docs/ that are taken from the program: commands, public names, derivations, ideas in order."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Iterator
from copy import copy

import click

import sim
from sim.api import Cover, answer
from sim.cli import cli
from sim.saying.language import PLAIN
from sim.saying.sentences import headline, spread_sentence
from sim.ui.derivations import DERIVATIONS

IDEAS = {
    "The quotient": "",
    "Some return": "--set returning_share=0.36",
    "Recruits come": "--set returning_share=0.36 --set recruits_per_day=500",
    "Not all reach the line": "--set line_share=0.7",
    "The rate grows": "--set monthly_trend=0.07",
    "Days scatter": "--set dispersion=11.9 --set day_correlation=0.44",
    "Nobody knows the share": "--set returning_share=0.36 --set returning_share.low=0.14"
    " --set returning_share.high=0.75",
}
"""One change each to the remark of October 2024, in the order of docs/ideas.md."""
_NAMES = ("cover", "answer", "Cover", "load", "Scenario", "Answer", "ScenarioError")
_MEMBERS = [name for name in vars(Cover) if not name.startswith("_") and name != "answer"]


def ideas() -> str:
    """The ideas as a table: what is changed, the command, what comes of it."""
    lines = ["| idea | `attrition cover sky-2024-10k` and | answer |", "|---|---|---|"]
    for idea, settings in IDEAS.items():
        found = answer(sim.load("sky-2024-10k", shlex.split(settings.replace("--set", "")))).answer
        said = headline(found) if found.spread.fixed else f"{headline(found)} {spread_sentence(found.spread)}"
        lines.append(f"| {idea} | {f'`{settings}`' if settings else 'nothing more'} | {said} |")
    return "\n".join(lines)


def command_pages() -> str:
    """Every command with what its `--help` says."""
    return "\n\n".join(f"## {name}\n\n```text\n{_help(name)}\n```" for name in sorted(cli.commands))


def _help(name: str) -> str:
    command = copy(cli.commands[name])
    command._help_option = None  # click keeps what the first call made of it, with or without `-h`
    context = click.Context(command, info_name=f"attrition {name}", max_content_width=100, terminal_width=100)
    return command.get_help(context)


def public_names() -> str:
    """The public names with their signatures and docstrings, examples as code."""
    return "\n\n".join(part for name in _NAMES for part in _named(name))


def _named(name: str) -> Iterator[str]:
    found = getattr(sim, name)
    signature = "" if inspect.isclass(found) else _signature(found)
    yield f"## sim.{name}\n\n{signature}{_docstring(found)}"
    if found is Cover:
        for member in _MEMBERS:
            part = vars(Cover)[member]
            shown = "" if isinstance(part, property) else _signature(part)
            yield f"### Cover.{member}\n\n{shown}{_docstring(part)}"


def _signature(function: object) -> str:
    words = str(inspect.signature(function)).replace("'", "")  # type: ignore[arg-type]
    return f"```python\n{function.__name__}{words}\n```\n\n"  # type: ignore[attr-defined]


def _docstring(found: object) -> str:
    """The docstring, its examples as blocks of code."""
    words = inspect.getdoc(found) or ""
    return re.sub(r"(?ms)^>>> .*?(?=^\s*$|\Z)", lambda example: f"```pycon\n{example[0].rstrip()}\n```\n", words)


def derivations() -> str:
    """The steps from the definitions to each equation, as the page Sources has them."""
    parts = []
    for name, steps in DERIVATIONS.items():
        title = PLAIN(f"derive.{name}")
        lines = [f"{PLAIN(text)}\n\n$$\n{formula}\n$$" for text, formula in steps]
        parts.append("\n\n".join([f"## {title[0].upper()}{title[1:]}", *lines]))
    return "\n\n".join(parts)
