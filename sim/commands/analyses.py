"""Commands about what matters: what flips a verdict, which assumption moves the answer, how scenarios differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import count

import click

from sim.commands.options import check_option, error_option, json_option, loaded, note, seed_option, set_option
from sim.commands.printing import echo_heading, print_json, print_table, progress, table
from sim.core.points import Estimate
from sim.inputs.definitions import MAX_DAYS
from sim.inputs.remarks import MIN_YARDSTICK
from sim.saying import results, sentences, stated
from sim.saying.digits import count_text, outwards
from sim.saying.language import PLAIN
from sim.saying.turns import that_matter
from sim.study.answer import Answer
from sim.study.comparison import Comparison
from sim.study.flips import Flipped, turning_keys
from sim.study.ladder import Bridge
from sim.study.paired import Difference
from sim.words.texts import Problem

__all__ = ["COMMANDS"]


@click.command()
@click.argument("scenario")
@click.option("--days", type=float, help="Yardstick in days, instead of the remark's.")
@set_option
@json_option
@seed_option
@error_option
def flip(scenario: str, days: float | None, settings: tuple[str, ...], as_json: bool, seed: int, error: float) -> None:
    """What would have to be true for the verdict to turn: one quantity at a time, and all together."""
    if days is not None:
        check_option("--days", days, (MIN_YARDSTICK, MAX_DAYS), "days")
    (chosen,) = loaded([scenario], settings)
    answer = Answer(scenario=chosen, seed=seed, error=error)
    steps = len(turning_keys(chosen))
    with progress("flips") as show:
        done = count(1)
        found = answer.flipped(days, lambda: show(next(done) / steps))
    if as_json:
        print_json(results.flip_result(found, answer))
        return
    echo_heading(answer.scenario, settings)
    side, limit = "holds" if found.holds else "does not hold", PLAIN.exact_days(found.days)
    click.echo(f"\n{sentences.headline(answer)}")
    if days is None and (why := _stand_in(answer, found.days)):
        click.echo(why)
    click.echo(f'The claim "{found.claim} {limit}" {side} at the central values. What would turn that:')
    rows = [
        [
            stated.quantity_words(flip.quantity.key),
            *map(_cell, sentences.turning_values(flip)),
            sentences.range_words(flip),
        ]
        for flip in that_matter(answer.scenario, found.flips)
    ]
    columns = ("quantity", "now", "flips at", "50 % at", "80 % at", "its range (half-widths away)")
    print_table(table(*columns, right=[1, 2, 3, 4]), rows)
    click.echo(sentences.joint_words(found))
    _echo_goals(found, limit, sentences.counted(answer.scenario))


def _echo_goals(found: Flipped, limit: str, counted: str) -> None:
    """How many troops and how low a rate it takes; of a total of casualties, which nobody chooses, the rate alone."""
    if counted == "troops":
        click.echo(f"Troops that cover {limit}: {_bound(found.troops_needed, math.ceil, 'or more')}")
    lasting = "they last" if counted == "troops" else "so many take"
    click.echo(f"Rate at which {lasting} {limit}: {_bound(found.lasting_rate, math.floor, 'or less')}")


def _bound(value: float | None, towards: Callable[[float], int], side: str) -> str:
    """A goal to four digits, or to one, rounded so that it still reaches what is sought."""
    return "none in its limits" if value is None else f"{count_text(outwards(value, towards, 4, 1.0))} {side}"


def _stand_in(answer: Answer, days: float) -> str:
    """Why this yardstick, where the words state no number of days; nothing where they do."""
    if answer.yardstick is not None:
        return ""
    if answer.scenario.remark and answer.scenario.remark.states_duration:
        limit = count_text(days)
        return f"A turning point needs one number of days: {limit}, the median of the survey, stands for its answers."
    return f"No words state a duration: {PLAIN.exact_days(days)} are an example (assumption). Give --days for another."


def _cell(value: float | None) -> str:
    return "-" if value is None else count_text(value)


@click.command()
@click.argument("scenario")
@set_option
@json_option
@seed_option
def sensitivity(scenario: str, settings: tuple[str, ...], as_json: bool, seed: int) -> None:
    """Which assumption matters: tornado, Sobol' indices, and each rung's fair share of the difference."""
    (chosen,) = loaded([scenario], settings)
    answer = Answer(scenario=chosen, seed=seed)
    if as_json:
        print_json(results.sensitivity_result(answer))
        return
    echo_heading(answer.scenario, settings)
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
    print_table(table("quantity", "low", "high", "days at low", "days at high", right=[1, 2, 3, 4]), rows)
    found = answer.indices
    click.echo(f"Sobol' indices of: {found.output} (share of the variance, standard error)")
    rows = [
        [stated.quantity_words(key), _share_cell(first), _share_cell(total)]
        for key, first, total in zip(found.quantities, found.first, found.total, strict=True)
    ]
    print_table(table("quantity", "alone", "with interactions", right=[1, 2]), rows)


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
    print_table(table("rung", what, right=[1]), [*rows, ["full answer", f"{shares.full:.4g}"]])


@click.command()
@click.argument("scenarios", nargs=-1, required=True)
@set_option
@json_option
@seed_option
@error_option
def compare(scenarios: tuple[str, ...], settings: tuple[str, ...], as_json: bool, seed: int, error: float) -> None:
    """Two or more SCENARIOS side by side: the assumptions that differ, the results, the differences to the first.

    --set applies to all of them. The interval of a difference pairs both scenarios draw by draw.
    """
    if len(scenarios) < 2:
        note(Problem.of("problem.two_to_compare"))
    answers = (Answer(scenario=chosen, seed=seed, error=error) for chosen in loaded(scenarios, settings))
    comparison = Comparison(answers=tuple(answers))
    if as_json:
        print_json(results.comparison_result(comparison))
        return
    chosen = [answer.scenario for answer in comparison.answers]
    rows = [[stated.quantity_words(key), *(stated.stated_text(s, key) for s in chosen)] for key in comparison.differing]
    rows.append(["days covered", *(PLAIN.days(answer.days) for answer in comparison.answers)])
    rows.append(["less the first", *map(_change_text, comparison.changes)])
    if any(change.p05 != change.p95 for change in comparison.differences):
        rows += _drawn_rows(comparison.differences)
    print_table(table("what differs", *(s.name or s.title for s in chosen)), rows)


def _drawn_rows(differences: Sequence[Difference]) -> list[list[str]]:
    return [
        ["  5 to 95 %", *map(_interval_cell, differences)],
        ["  covers more", *(_draws_cell(change.more) for change in differences)],
        ["  covers fewer", *(_draws_cell(change.fewer) for change in differences)],
    ]


def _draws_cell(chance: Estimate) -> str:
    return f"{100 * chance.value:.1f} % of draws"


def _interval_cell(change: Difference) -> str:
    if math.isinf(change.p05) and math.isinf(change.p95):
        return "one is never used up"
    return f"{PLAIN.change(change.p05, change.errors[0])} to {PLAIN.change(change.p95, change.errors[2])}"


def _change_text(change: float) -> str:
    if math.isinf(change):
        return "one is never used up"
    return "0" if change == 0 else f"{change:+,.2f} days"


COMMANDS = (flip, sensitivity, compare)
"""Put together in `sim.cli`."""
