"""How an answer is cited: a sentence to copy, BibTeX, CSL-JSON, and the draft of a ClaimReview.

Each takes the day on which the answer was looked at and the address that opens it; what starts with no scheme, as the
part of a link from `?` on, is given to people and not to machines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote

from sim import __version__
from sim.inputs.parts import PARTS
from sim.inputs.readings import reading_in, title_in
from sim.inputs.scenario import Scenario
from sim.saying.language import PLAIN, Language, one_line
from sim.saying.sentences import headline
from sim.saying.stated import definition_words, quantity_words
from sim.study.answer import Answer

__all__ = [
    "AUTHOR",
    "PROGRAM",
    "Cited",
    "bibtex",
    "claim_review",
    "claims",
    "csl",
    "gross_and_net",
    "sentence",
    "source_words",
]

PROGRAM = "Attrition What-If"
AUTHOR = f"{PROGRAM} contributors"
_NET = {"returning_share", "recruits_per_day"}
"""The rungs that make a reading one of net losses."""
_FIRST = re.compile(r";|,? ?https?://")
"""What ends the first of several sources, before its address."""
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
"""What TeX would take for a command."""


class Cited(NamedTuple):
    """An answer as it was looked at: on which day, and at which address (empty where there is none).

    The day is the reader's, not that of the remark: what a citation vouches for is what stood there then.
    """

    answer: Answer
    day: date
    address: str = ""


def sentence(cited: Cited, say: Language = PLAIN) -> str:
    """Return the sentence to copy: the answer, the rate with its source, the assumptions, version, digest and day.

    >>> from sim.inputs.loading import load
    >>> words = sentence(Cited(Answer(scenario=load("isw-2024-12k")), date(2026, 1, 31)))
    >>> words.partition(" (")[0], words.partition("; assumptions")[2].partition(";")[0]
    ('12,000 troops cover 10.0 days of losses at 1,200 casualties a day', ': none')
    """
    answer = cited.answer
    spread, said = answer.spread, headline(answer, say).rstrip(".")
    if not spread.fixed:
        middle, span = say.estimate(spread.middle), say.span(spread.low, spread.high)
        said += say("cite.range", span=span, middle=middle)
    said += " " if answer.status == "used up" and spread.fixed else ", "
    rungs = ", ".join(quantity_words(rung, say) for rung in answer.active) or say("cite.none")
    return say(
        "cite.sentence", claim=said, basis=source_words(answer.scenario, say), assumptions=rungs,
        own=_own(answer.scenario, say), program=f"{PROGRAM} {__version__}", digest=answer.digest,
        day=cited.day.isoformat(),
    )  # fmt: skip


def source_words(scenario: Scenario, say: Language = PLAIN) -> str:
    """Return the casualty rate with its definition and source, as in `at 1,200 casualties a day (...)`.

    Of several sources the first, without its address; without definition and source the grade.
    """
    rate = scenario["reported_rate"]
    first = _FIRST.split(rate.source)[0].strip(" ,:") or rate.source
    facts = "; ".join(one_line(fact) for fact in (definition_words(scenario, rate, say), first) if fact)
    words = say("cite.rates" if len(scenario.rates) > 1 else "cite.rate", rate=say.count(scenario.number(rate.key)))
    return f"{words} ({facts or say(f'grade.{rate.grade}')})"


def _own(scenario: Scenario, say: Language) -> str:
    """What a reader has set in place of what was published, so that nobody takes it for the remark's."""
    names = [quantity_words(quantity.key, say) for quantity in scenario.quantities if quantity.own]
    names += [say(f"name.{part}") for part in PARTS if any(e.own for e in getattr(scenario, part))]
    return say("cite.own", names=", ".join(names)) if names else ""


# -------------------------------------------------------------------------------------------------- for reference lists


def bibtex(cited: Cited, say: Language = PLAIN) -> str:
    """Return a BibTeX entry whose text is safe for TeX.

    Every character that TeX takes for a command is written out. The key has scenario and digest in it, so that two
    answers never share one.

    >>> from sim.inputs.loading import load
    >>> bibtex(Cited(Answer(scenario=load("classroom")), date(2026, 1, 31))).splitlines()[2]
    '  title = {{Classroom example: 1,200 troops against 100 casualties a day}},'
    """
    answer = cited.answer
    key = re.sub(r"[^A-Za-z0-9-]", "", answer.scenario.name) or "scenario"
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{_tex(title_in(answer.scenario, say.code))}}}",
        "year": str(cited.day.year),
        "version": __version__,
        "note": _tex(sentence(cited, say)),
        "urldate": cited.day.isoformat(),
    }
    if address := _web(cited.address):
        fields["url"] = address
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@misc{{attrition-{key}-{answer.digest[:8]},\n{lines}\n}}\n"


def _tex(text: str) -> str:
    return one_line(text).translate(_LATEX)


def _web(address: str) -> str:
    """The address where it is one of the web, with nothing in it that ends a field of an entry."""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]-._") if re.match(r"https?://", address) else ""


def csl(cited: Cited, say: Language = PLAIN) -> list[dict[str, Any]]:
    """Return the CSL-JSON of a reference manager: a list of one item.

    The names are those of the Citation Style Language's input (github.com/citation-style-language/schema).

    >>> from sim.inputs.loading import load
    >>> item = csl(Cited(Answer(scenario=load("classroom")), date(2026, 1, 31)))[0]
    >>> item["type"], item["accessed"], "URL" in item  # no address was given
    ('software', {'date-parts': [[2026, 1, 31]]}, False)
    """
    answer, parts = cited.answer, [[cited.day.year, cited.day.month, cited.day.day]]
    item: dict[str, Any] = {
        "id": f"attrition-{answer.scenario.name or 'scenario'}-{answer.digest[:8]}",
        "type": "software",
        "title": one_line(title_in(answer.scenario, say.code)),
        "author": [{"literal": AUTHOR}],
        "issued": {"date-parts": parts},
        "accessed": {"date-parts": parts},
        "version": __version__,
        "language": say.code,
        "note": sentence(cited, say),
    }
    return [{**item, "URL": _web(cited.address)} if _web(cited.address) else item]


# ---------------------------------------------------------------------------------------------------- for fact-checkers


def gross_and_net(readings: Sequence[Cited]) -> tuple[Cited, ...]:
    """Return of the readings of a remark the first of gross losses and the first of net ones, as far as there are.

    Net is a reading in which somebody returns or is recruited.

    >>> from sim.inputs.loading import load
    >>> names = ("sky-2024-10k-net", "sky-2024-10k")
    >>> found = gross_and_net([Cited(Answer(scenario=load(name)), date(2026, 1, 31)) for name in names])
    >>> [cited.answer.scenario.name for cited in found]
    ['sky-2024-10k', 'sky-2024-10k-net']
    """
    kinds = {bool(_NET & set(cited.answer.active)): cited for cited in reversed(readings)}
    return tuple(kinds[net] for net in (False, True) if net in kinds)


def claims(cited: Cited, others: Sequence[Cited]) -> tuple[Cited, ...]:
    """Return what a fact-check is drafted of: gross and net where the remark has both readings, else the answer."""
    both = gross_and_net([cited, *others])
    return both if len(both) == 2 else (cited,)


def claim_review(cited: Sequence[Cited], say: Language = PLAIN) -> dict[str, Any]:
    """Return the draft of a ClaimReview as JSON-LD, one claim for each answer given; see `gross_and_net`.

    Who reviews, where the review stands and how it rates the claim are left blank: that is for whoever publishes it.
    What a reader changed no longer has the name of the published reading. The names are those of
    https://schema.org/ClaimReview.
    """
    return {"@context": "https://schema.org", "@graph": [_review(each, len(cited) > 1, say) for each in cited]}


def _review(cited: Cited, several: bool, say: Language) -> dict[str, Any]:
    answer, scenario = cited.answer, cited.answer.scenario
    remark = scenario.remark
    words = one_line(remark.words) if remark and remark.words else one_line(title_in(scenario, say.code))
    kind = say("cite.net" if _NET & set(answer.active) else "cite.gross")
    return {
        "@type": "ClaimReview",
        "url": "",
        "datePublished": cited.day.isoformat(),
        "author": {"@type": "Organization", "name": "", "url": ""},
        "claimReviewed": f"{words} ({kind})" if several else words,
        "itemReviewed": _claim(scenario),
        "reviewRating": {
            "@type": "Rating", "ratingValue": "", "bestRating": "", "worstRating": "", "alternateName": "",
        },
        "reviewBody": sentence(cited, say),
        **({} if _own(scenario, say) else {"name": one_line(reading_in(scenario, say.code))}),
        **({"isBasedOn": _web(cited.address)} if _web(cited.address) else {}),
    }  # fmt: skip


def _claim(scenario: Scenario) -> dict[str, Any]:
    """The remark as schema.org's Claim: who made it, person or organization, when, and where it can be read."""
    remark = scenario.remark
    if remark is None:
        return {"@type": "Claim"}
    found = re.search(r"https?://[^\s;,]+", remark.source)
    where = {"@type": "CreativeWork", "name": one_line(remark.source), **({"url": found[0]} if found else {})}
    claim = {
        "@type": "Claim",
        "author": {"name": one_line(remark.speaker)},
        "appearance": where,
    }
    return {**claim, "datePublished": remark.said_on.isoformat()} if remark.said_on else claim
