"""The options that several commands share, and the check of a number that comes with one."""

from __future__ import annotations

import click

from sim.inputs.problems import ScenarioError, number_problem, with_unit
from sim.study.distribution import DEFAULT_ERROR
from sim.words.texts import Problem, Text

__all__ = ["DEFAULT_SEED", "check_option", "error_option", "json_option", "seed_option", "set_option"]

DEFAULT_SEED = 0
"""Seed of every random number where none is given (assumption: any fixed number would do)."""

_ERRORS = (1e-5, 0.1)
"""Target errors that can be asked for (assumption: below, the points run out; above, the answer says nothing)."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
set_option = click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE",
    help="Change a quantity for this run: reported_rate=1500, line_share.low=0.5, remark.threshold_days=30,"
    " waves=0:6000,30:4000, schedule=0:1271,90:1187, correlations=troops~line_share:0.5.",
)  # fmt: skip
seed_option = click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=DEFAULT_SEED, show_default=True, help="Seed; 0 is a seed."
)


def _checked_error(_ctx: click.Context, _parameter: click.Parameter, error: float) -> float:
    check_option("--error", error, _ERRORS, "1")
    return error


error_option = click.option(
    "--error", type=float, default=DEFAULT_ERROR, show_default=True, callback=_checked_error,
    help="Target standard error of the probabilities.",
)  # fmt: skip


def check_option(option: str, value: float, limits: tuple[float, float], unit: str) -> None:
    """Raise `ScenarioError` where the value of an option is no number within its limits."""
    if why := number_problem(value, *limits):
        allowed = with_unit(Text("problem.span", low=limits[0], high=limits[1]), unit)
        raise ScenarioError(Problem.of("problem.option", option, value=str(value), why=why, allowed=allowed))
