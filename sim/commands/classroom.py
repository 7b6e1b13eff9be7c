"""The commands of the classroom: battles, nomogram, worksheet and lessons."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import json_option, lang_option, loaded, output_option, refuse_noted, set_option
from sim.commands.printing import PAGE, check_ending, print_json, write_file
from sim.inputs.definitions import MAX_SEED
from sim.inputs.files import read_bytes
from sim.inputs.loading import location
from sim.inputs.problems import ScenarioError, nearest
from sim.inputs.toml import MAX_BYTES, decoded
from sim.saying.digits import written_out
from sim.saying.language import LANGUAGES, PLAIN, one_line
from sim.words.texts import Problem

if TYPE_CHECKING:
    import numpy as np

    from sim.core.forces import Battle

__all__ = ["COMMANDS"]

_SHIPPED = ("iwo-jima", "ardennes")
_NOMOGRAM_SCENARIO = "sky-2024-10k"
_page_lang = lang_option("Language of the page.")
_to_file = output_option(required=True)


# ---------------------------------------------------------------------------------------------------------- battles


@click.command()
@click.argument("name_or_file")
@json_option
def lanchester(name_or_file: str, as_json: bool) -> None:
    """A battle by Lanchester's laws: iwo-jima, ardennes, or a TOML file (see sim/data/iwo-jima.toml)."""
    if name_or_file == "ardennes":
        result, lines = _ardennes_result(), _ardennes_lines
    else:
        result, lines = _battle_result(_battle(name_or_file)), _battle_lines
    if as_json:
        print_json(result)
        return
    for line in lines(result):
        click.echo(line)


def _battle(name_or_file: str) -> Battle:
    from sim.study.battles import battle_of, iwo_jima

    if name_or_file == "iwo-jima":
        return iwo_jima()
    if not name_or_file.endswith(".toml") and not os.path.exists(name_or_file):
        near, known = nearest(name_or_file, _SHIPPED), ", ".join(_SHIPPED)
        raise ScenarioError(Problem.of("problem.no_battle", name=repr(name_or_file), near=near, known=known))
    return battle_of(decoded(read_bytes(name_or_file, MAX_BYTES), name_or_file), name_or_file)


def _battle_result(battle: Battle) -> dict[str, Any]:
    from sim.core.fighting import fought

    course, names = fought(battle), [side.name for side in battle.sides]
    return {
        "title": battle.title,
        "source": battle.source,
        "sides": names,
        "times": [float(t) for t in course.times],
        "strengths": _rows(course.strengths),
        "winner": None if course.winner is None else names[course.winner],
        "exhaustion_days": list(course.exhausted),
        "waiting": [
            side.name
            for side, z in zip(battle.sides, course.strengths[-1], strict=True)
            if z == 0 and side.awaits(battle.days)
        ],
        "survivors": [float(z) for z in course.strengths[-1]],
        "conserved": {"quantity": _conserved_words(battle), "relative_drift": course.drift},
    }


def _rows(table: np.ndarray[Any, Any]) -> list[list[float]]:
    return [[float(z) for z in row] for row in table]


def _conserved_words(battle: Battle) -> str:
    from sim.core.forces import AIMED, AREA

    fires = (battle.first.fire, battle.second.fire)
    named = {(AIMED, AIMED): "(b x^2 - a y^2) / 2", (AREA, AREA): "b x - a y"}
    return named.get(fires, "b F(x) - a F(y), F(z) = z^(n+1) / (n+1), or ln z for n = -1")


def _battle_lines(result: dict[str, Any]) -> Iterator[str]:
    first, second = (one_line(name) for name in result["sides"])
    yield from (one_line(result[key]) for key in ("title", "source") if result[key])
    yield ""
    rows = list(zip(result["times"], result["strengths"], strict=True))
    step = max(1, len(rows) // 12)
    yield f"{PLAIN('lanchester.day'):>8}  {first:>16}  {second:>16}"
    for day, (x, y) in [*rows[:-1:step], rows[-1]]:
        yield f"{day:>8g}  {x:>16,.1f}  {y:>16,.1f}"
    yield ""
    for name, day in zip((first, second), result["exhaustion_days"], strict=True):
        if day is not None:
            yield PLAIN("lanchester.used_up", side=name, days=f"{day:.2f}" if day > 1 else written_out(day, 3))
    left = result["survivors"]
    yield from (PLAIN("lanchester.waiting", side=one_line(name)) for name in result["waiting"])
    if result["winner"] is None:
        yield PLAIN("lanchester.undecided")
    else:
        count = left[result["exhaustion_days"].index(None)]
        yield PLAIN("lanchester.winner", side=one_line(result["winner"]), count=f"{count:,.1f}")
    drift = result["conserved"]["relative_drift"]
    if drift is not None:
        yield PLAIN("lanchester.drift", quantity=result["conserved"]["quantity"], drift=f"{drift:.1g}")


def _ardennes_result() -> dict[str, Any]:
    from sim.study.ardennes import ARDENNES_SOURCE, COUNTS, ardennes, inflow, log_ratio_fit, replayed

    table = ardennes("combat")
    again = replayed(table, inflow(table))
    spans = ((1, 32), (1, 10), (11, 32))
    return {
        "title": "The Ardennes campaign, 16 December 1944 to 16 January 1945",
        "source": ARDENNES_SOURCE,
        "sides": list(table.sides),
        "times": [float(t) for t in table.days],
        "strengths": _rows(table.strengths),
        "casualties": _rows(table.casualties),
        "implied_inflow": _rows(inflow(table)),
        "winner": None,
        "exhaustion_days": [None, None],
        "waiting": [],
        "survivors": [float(z) for z in table.strengths[-1]],
        "conserved": {
            "quantity": "strength + casualties - inflow",
            "relative_drift": float(abs(again - table.strengths).max() / table.strengths.max()),
        },
        "fits": [
            {"count": count, "first_day": a, "last_day": b, **asdict(log_ratio_fit(ardennes(count), a, b))}
            for count in COUNTS
            for a, b in spans
        ],
    }


def _ardennes_lines(result: dict[str, Any]) -> Iterator[str]:
    yield from _battle_lines(result)
    yield PLAIN("lanchester.fit_heading")
    for fit in result["fits"]:
        places = {key: f"{fit[key]:.2f}" for key in ("slope", "slope_error", "r_squared")}
        days = {key: f"{fit[key]:g}" for key in ("first_day", "last_day")}
        yield PLAIN("lanchester.fit", count=fit["count"], **places, **days)
    yield PLAIN("lanchester.fit_words")


# --------------------------------------------------------------------------------------------------------- printed


@click.command()
@click.argument("scenario", default=_NOMOGRAM_SCENARIO)
@_to_file
@set_option
@click.option("--net-share/--no-net-share", default=True, show_default=True, help="With a scale of the net share.")
@_page_lang
def nomogram(scenario: str, output: str, settings: tuple[str, ...], net_share: bool, lang: str) -> None:
    """A printable alignment chart with the line of a SCENARIO: days covered by laying a ruler.

    FILE ends in .svg for a drawing, in .html for a page that prints on A4 and Letter; - prints that page.
    """
    from sim.show import nomogram as charts

    check_ending(output, ".svg", *PAGE)
    say = LANGUAGES[lang]
    (chosen,) = loaded([scenario], settings)
    drawing = charts.nomogram(chosen, say, net_share)
    made = drawing if output.lower().endswith(".svg") else charts.printable(drawing, say)
    write_file(output, made, [str(location(scenario))])


@click.command()
@click.option("--seed", type=click.IntRange(0, MAX_SEED), default=0, show_default=True, help="Other numbers for each.")
@click.option(
    "--level", type=click.IntRange(1, 3), default=1, show_default=True, help="1: a pocket calculator is enough."
)
@_to_file
@_page_lang
def worksheet(seed: int, level: int, output: str, lang: str) -> None:
    """A sheet of six exercises and its answer key, as an HTML FILE that prints on A4 and Letter."""
    from sim.show import worksheet as sheets

    check_ending(output, *PAGE)
    refuse_noted()
    write_file(output, sheets.worksheet(seed, level, LANGUAGES[lang]))


@click.command()
@click.argument("number", type=click.IntRange(1, 5))
@_to_file
@_page_lang
def lesson(number: int, output: str, lang: str) -> None:
    """Lesson NUMBER, 1 to 5, as a self-contained HTML FILE: nothing is loaded, it works from a memory stick.

    1 the quotient, 2 gross and net, 3 noise and ignorance, 4 what flips a verdict, 5 Lanchester.
    """
    from sim.show.lessons import lesson_page

    check_ending(output, *PAGE)
    refuse_noted()
    write_file(output, lesson_page(number, LANGUAGES[lang]))


COMMANDS = (lanchester, nomogram, worksheet, lesson)
"""Put together in `sim.cli`."""
