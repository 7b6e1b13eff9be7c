"""The command `cite`: an answer as a sentence, for a reference list, for a fact-check, or as a picture to share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import click

from sim.commands.options import lang_option, loaded, note, output_option, seed_option, set_option
from sim.commands.printing import check_ending, write_file
from sim.commands.reading import DATE, day_of
from sim.inputs.files import STANDARD_OUTPUT
from sim.inputs.links import MAX_LINK, Link, from_link, link_length, to_link
from sim.inputs.loading import load, location, siblings
from sim.inputs.problems import ScenarioError
from sim.inputs.readings import readings_of
from sim.inputs.scenario import Scenario
from sim.inputs.settings import changed
from sim.inputs.sources import address_problems
from sim.saying.citation import Cited, bibtex, claim_review, claims, csl, sentence
from sim.saying.language import LANGUAGES, PLAIN, Language
from sim.show.terminal import json_text
from sim.study.answer import Answer

__all__ = ["COMMANDS"]

_Maker = Callable[[Cited, Sequence[Cited], Language], str]


def _page(_ctx: click.Context, parameter: click.Parameter, given: str) -> str:
    """The address of a page; that it is none is noted."""
    for problem in address_problems(parameter.opts[0], given) if given else ():
        note(problem)
    return given


@click.command()
@click.argument("scenario")
@set_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "bibtex", "csl", "claimreview", "svg"]),
    default="text",
    show_default=True,
    help="A sentence, a reference, the draft of a fact-check, or a picture, 1200 x 630.",
)
@lang_option("Language.")
@click.option(
    "--url", default="", metavar="ADDRESS", callback=_page, help="Where the page is served, with which the link begins."
)
@click.option("--accessed", type=DATE, help="Day of access, YYYY-MM-DD. [today]")
@output_option(default=STANDARD_OUTPUT, show_default=True)
@seed_option
def cite(scenario: str, settings: tuple[str, ...], output: str, seed: int, **how: Any) -> None:
    """How to cite the answer for a SCENARIO: a sentence, BibTeX, CSL-JSON, a draft ClaimReview, a picture to share."""
    if how["form"] == "svg":
        check_ending(output, ".svg")
    (chosen,), day = loaded([scenario], settings), day_of(how["accessed"]) or date.today()
    published = {found.name: found for found in siblings(scenario)}
    others = readings_of(published.get(chosen.name, chosen), published.values())
    answer = Answer(scenario=chosen, seed=seed)
    cited = Cited(answer, day, _address(how["url"], _link(scenario, settings, answer)))
    readings = claims(cited, [_reading(other, cited, how["url"]) for other in others])
    say = PLAIN if how["lang"] == "en" and how["form"] != "svg" else LANGUAGES[how["lang"]]
    write_file(output, _MAKERS[how["form"]](cited, readings, say), [str(location(scenario))])


def _reading(scenario: Scenario, cited: Cited, url: str) -> Cited:
    """Another reading of the same remark, looked at on the same day."""
    answer = Answer(scenario=scenario, seed=cited.answer.seed)
    return Cited(answer, cited.day, _address(url, _link(scenario.name, (), answer)))


def _address(url: str, link: str) -> str:
    """The address with what opens the answer put behind its own query, before its fragment.

    >>> _address("https://example.org/?embed=true#top", "scenario=classroom"), _address("", "scenario=classroom")
    ('https://example.org/?embed=true&scenario=classroom#top', '?scenario=classroom')
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, link)))))


def _link(name: str, settings: Sequence[str], answer: Answer) -> str:
    """What opens the answer on a page, behind `?`; the scenario travels in it where settings alone do not give it."""
    changes: Mapping[str, str] = dict(setting.split("=", 1) for setting in settings)
    made = Link(scenario=name, settings=changes, seed=answer.seed, answer=answer.days_written, digest=answer.digest)
    try:
        link = to_link(made)
        opened = changed(load(name), from_link({key: [text] for key, text in link.items()}).settings)
    except ScenarioError:
        opened = None
    if opened != answer.scenario:
        link = to_link(replace(made, scenario="", file=answer.scenario, settings={}))
    return urlencode(link) if link_length(link) <= MAX_LINK else ""


def _sentence(cited: Cited, _: Sequence[Cited], say: Language) -> str:
    link = f"{say('cite.link', link=cited.address)}\n" if cited.address else ""
    return f"{sentence(cited, say)}\n{link}"


def _review(_: Cited, readings: Sequence[Cited], say: Language) -> str:
    return f"{json_text(claim_review(readings, say))}\n"


def _picture(cited: Cited, _: Sequence[Cited], say: Language) -> str:
    from sim.show.share import share_svg

    return share_svg(cited.answer, say)


_MAKERS: Mapping[str, _Maker] = {
    "text": _sentence,
    "bibtex": lambda cited, _, say: bibtex(cited, say),
    "csl": lambda cited, _, say: f"{json_text(csl(cited, say))}\n",
    "claimreview": _review,
    "svg": _picture,
}

COMMANDS = (cite,)
