"""The options that several commands share, and the check of a number that comes with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from sim.inputs.definitions import ERRORS, MAX_SEED
from sim.inputs.loading import load_all
from sim.inputs.problems import ScenarioError, number_problem, with_unit
from sim.inputs.scenario import Scenario
from sim.saying.language import LANGUAGES
from sim.study.distribution import DEFAULT_ERROR
from sim.words.texts import Problem, Text

__all__ = [
    "DEFAULT_SEED",
    "check_option",
    "checked",
    "error_option",
    "json_option",
    "lang_option",
    "loaded",
    "note",
    "noted",
    "output_option",
    "problems_noted",
    "refuse_noted",
    "seed_option",
    "set_option",
]

DEFAULT_SEED = 0
"""Seed of every random number where none is given (assumption: any fixed number would do)."""

_NOTED = "attrition.problems"
"""Where a command keeps the problems of its options until its files have been read."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
set_option = click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE",
    help="Change a quantity for this run: reported_rate=1500, line_share.low=0.5, remark.threshold_days=30,"
    " waves=0:6000,30:4000, schedule=0:1271,90:1187, correlations=troops~line_share:0.5.",
)  # fmt: skip


def lang_option(words: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `--lang`; `words` say of what it is the language."""
    return click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help=words)


def output_option(
    words: str = "The file to write; - is standard output.", **settings: Any
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `-o`, `--output`; `settings` are those of `click.option`: `required`, `default`."""
    return click.option("-o", "--output", metavar="FILE", help=words, **settings)


def checked(limits: tuple[float, float], unit: str = "1") -> Callable[[click.Context, click.Parameter, float], float]:
    """Return a callback that notes the problem of a number outside its limits, for `loaded` to tell with the others."""

    def check(_ctx: click.Context, parameter: click.Parameter, value: float) -> float:
        check_option(parameter.opts[0], value, limits, unit)
        return value

    return check


seed_option = click.option(
    "--seed", type=int, default=DEFAULT_SEED, show_default=True, callback=checked((0, MAX_SEED)),
    help="Seed, from 0 to 4294967295; 0 is a seed.",
)  # fmt: skip
error_option = click.option(
    "--error", type=float, default=DEFAULT_ERROR, show_default=True, callback=checked(ERRORS),
    help="Target standard error of the probabilities.",
)  # fmt: skip


def check_option(option: str, value: float, limits: tuple[float, float], unit: str) -> None:
    """Note the problem of an option that is no number within its limits; `loaded` raises it with those of the files."""
    if why := number_problem(value, *limits):
        allowed = with_unit(Text("problem.span", low=limits[0], high=limits[1]), unit)
        note(Problem.of("problem.option", option, value=str(value), why=why, allowed=allowed))


def note(problem: Problem) -> None:
    """Keep a problem of the command line for `loaded`."""
    click.get_current_context().meta.setdefault(_NOTED, []).append(problem)


@contextmanager
def noted() -> Iterator[None]:
    """Keep the problems of what is read within for `refuse_noted`, so that the next part is looked at too."""
    try:
        yield
    except ScenarioError as error:
        for problem in error.problems:
            note(problem)


def problems_noted() -> tuple[Problem, ...]:
    """Return the problems kept so far, each once: they are told no second time."""
    return tuple(click.get_current_context().meta.pop(_NOTED, ()))


def loaded(names: Sequence[str], settings: Sequence[str]) -> list[Scenario]:
    """Return the scenarios of a command. Raises `ScenarioError` with all that is wrong: options, files and settings."""
    return load_all(names, settings, problems_noted())


def refuse_noted() -> None:
    """Raise `ScenarioError` for what is wrong with the options of a command that reads no scenario, if anything is."""
    loaded((), ())
