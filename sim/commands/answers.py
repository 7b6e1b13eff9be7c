"""Commands about one scenario: the answer, the brief, every number with its source; and what scenarios there are."""

from __future__ import annotations

import click

from sim.commands.options import error_option, json_option, lang_option, loaded, output_option, seed_option, set_option
from sim.commands.printing import (
    PAGE,
    check_ending,
    echo_heading,
    echo_sources,
    print_json,
    print_table,
    table,
    write_file,
)
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.loading import load, location, shipped
from sim.inputs.scenario import Scenario
from sim.inputs.schema import json_schema
from sim.saying import results, sentences, stated, sums, verdicts
from sim.saying.digits import count_text
from sim.saying.language import LANGUAGES, PLAIN, one_line
from sim.study.answer import Answer

__all__ = ["COMMANDS"]


@click.command()
@click.argument("scenario")
@set_option
@json_option
@seed_option
@error_option
def cover(scenario: str, settings: tuple[str, ...], as_json: bool, seed: int, error: float) -> None:
    """How many days of losses the reinforcement covers: interval, verdict, arithmetic, ladder and sources."""
    (chosen,) = loaded([scenario], settings)
    answer = Answer(scenario=chosen, seed=seed, error=error)
    if as_json:
        print_json(results.cover_result(answer))
        return
    echo_heading(answer.scenario, settings)
    click.echo(f"\n{sentences.headline(answer)}")
    if when := sentences.last_day(answer):
        used_up = PLAIN(f"used_up_on.{sentences.counted(chosen)}", date=when.isoformat())
        click.echo(f"{used_up.rstrip('.')} ({_calendar_words(chosen)}).")
    _echo_verdict(answer)
    click.echo("\nArithmetic")
    for line in sums.arithmetic(answer):
        click.echo(f"  {line}")
    _echo_ladder(answer)
    echo_sources(answer.scenario)


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
    if sentences.counted(scenario) == "casualties" and not lag:
        return f"counted from {scenario['announced'].value}"
    first = scenario.arrivals[0].day
    who = "the first of them in the line" if len(scenario.arrivals) > 1 else "in the line"
    words = f"announced {scenario['announced'].value}, {who}"
    if scenario["lag_days"].uncertain:
        return f"{words} {' to '.join(count_text(end + first) for end in scenario['lag_days'].span)} days later"
    return f"{words} {PLAIN.exact_days(lag + first)} later" if lag + first else f"{words} at once"


def _echo_ladder(answer: Answer) -> None:
    if len(answer.ladder) == 1:
        click.echo("\nLadder: no assumption beyond the bare quotient is switched on.")
        return
    click.echo("\nLadder: each assumption switched on in turn, at its central value")
    days = [PLAIN.days(rung.days_covered) for rung in answer.ladder]
    width = max(15, *map(len, days))
    for text, rung in zip(days, answer.ladder, strict=True):
        click.echo(f"  {text:>{width}}  {stated.rung_words(rung.quantity, rung.quantities)}")


@click.command(name="report")
@click.argument("scenario")
@output_option("The HTML file to write; - is standard output.", required=True)
@lang_option("Language of the brief.")
@set_option
@seed_option
def write_report(scenario: str, output: str, lang: str, settings: tuple[str, ...], seed: int) -> None:
    """A one-page brief as a self-contained HTML FILE that prints on A4; nothing is loaded when it is opened."""
    from sim.show.brief import brief

    check_ending(output, *PAGE)
    (chosen,) = loaded([scenario], settings)
    text = brief(Answer(scenario=chosen, seed=seed), LANGUAGES[lang])
    write_file(output, text, [str(location(scenario))])


@click.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array, an object a scenario, instead of text.")
def list_scenarios(as_json: bool) -> None:
    """The scenarios that come with the program."""
    found = [(name, Answer(scenario=load(name))) for name in shipped()]
    if as_json:
        print_json([{"name": name, "title": a.scenario.title, "answer": sentences.headline(a)} for name, a in found])
        return
    rows = [[name, a.scenario.title, PLAIN.days(a.days)] for name, a in found]
    print_table(table("name", "title", "days covered", right=[2]), rows)


@click.command()
@click.argument("scenario")
@set_option
@json_option
def show(scenario: str, settings: tuple[str, ...], as_json: bool) -> None:
    """Every quantity of a SCENARIO, stated or neutral, with its definition, source and grade."""
    chosen = load(scenario, settings)
    silent = [key for key in DEFINITIONS if DEFINITIONS[key].neutral is not None and key not in chosen.replaced]
    keys = [key for key in DEFINITIONS if key in chosen or key in silent]
    if as_json:
        print_json(
            {
                "scenario": chosen.name,
                "title": chosen.title,
                "quantities": [{**results.quantity_result(chosen[key]), "stated": key in chosen} for key in keys],
                **results.parts_result(chosen),
            }
        )
        return
    click.echo(one_line(chosen.title))
    rows = [[key, stated.quantity_text(chosen[key]), chosen[key].grade if key in chosen else "neutral"] for key in keys]
    print_table(table("quantity", "value", "grade"), rows)
    echo_sources(chosen)


@click.command()
def schema() -> None:
    """The JSON Schema of the scenario file, for editors."""
    print_json(json_schema())


COMMANDS = (cover, write_report, list_scenarios, show, schema)
"""Put together in `sim.cli`."""
