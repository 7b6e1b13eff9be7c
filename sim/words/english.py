"""English."""

from __future__ import annotations

from collections.abc import Mapping

from sim.words.english_answer import ANSWER
from sim.words.english_charts import CHARTS
from sim.words.english_classroom import CLASSROOM
from sim.words.english_controls import CONTROLS
from sim.words.english_method import METHOD
from sim.words.english_page import PAGE
from sim.words.english_problems import PROBLEMS
from sim.words.english_series import SERIES
from sim.words.english_take_away import TAKE_AWAY

__all__ = ["FORMS", "WORDS", "plural"]

FORMS = ("one", "many")
"""The forms of a noun, in the order in which a text gives them."""


def plural(number: str) -> str:
    """Return the form of a noun after a written number: `one` or `many`.

    >>> plural("1"), plural("1.0"), plural("1,000")
    ('one', 'many', 'many')
    """
    return "one" if number == "1" else "many"


WORDS: Mapping[str, str] = {
    "title": "Attrition What-If",
    "language.name": "English",
    "separators": ".,",
    "footer": "Program {version} · digest of this result {digest}",
    # pages
    "page.what-if": "What if",
    "page.flips": "What flips it",
    "page.compare": "Compare",
    "page.sources": "Sources",
    "page.take-away": "Cite",
    # numbers
    "never": "never used up",
    "never_short": "never",
    "century": "more than 100 years",
    "about": "about {days}",
    "day.one": "day",
    "day.many": "days",
    "range": " ({low} to {high}, {shape})",
    "neutral": "neutral",
    "not_stated": "not stated",
    "unit.date": "date",
    "unit.casualties/day": "{count:casualty|casualties}/day",
    "unit.people/day": "{count:person|people}/day",
    "unit.people": "{count:person|people}",
    "unit.days": "{count:day|days}",
    "change.none": "no change",
    "change.never": "now never used up",
    "change.no_longer_never": "no longer never used up",
    **ANSWER,
    **CONTROLS,
    **CHARTS,
    **METHOD,
    **TAKE_AWAY,
    **PROBLEMS,
    **CLASSROOM,
    **SERIES,
    **PAGE,
}
"""Every text by its key, but for the meanings of the quantities and the laws, which stand with their definitions."""
