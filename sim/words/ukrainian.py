"""Ukrainian."""

from __future__ import annotations

from collections.abc import Mapping

from sim.words.ukrainian_answer import ANSWER
from sim.words.ukrainian_charts import CHARTS
from sim.words.ukrainian_classroom import CLASSROOM
from sim.words.ukrainian_controls import CONTROLS
from sim.words.ukrainian_method import METHOD
from sim.words.ukrainian_page import PAGE
from sim.words.ukrainian_problems import PROBLEMS
from sim.words.ukrainian_series import SERIES
from sim.words.ukrainian_take_away import TAKE_AWAY

__all__ = ["FORMS", "WORDS", "plural"]

FORMS = ("one", "few", "many", "part")
"""The forms of a noun, in the order in which a text gives them."""


def plural(number: str) -> str:
    """Return the form of a noun after a written number: `one`, `few`, `many`, or `part` after a fraction.

    >>> plural("1"), plural("22"), plural("1,012"), plural("7.9")
    ('one', 'few', 'many', 'part')
    """
    if "." in number:
        return "part"
    count = int(number.replace(",", ""))
    if count % 10 == 1 and count % 100 != 11:
        return "one"
    return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"


WORDS: Mapping[str, str] = {
    "title": "Що, якби: виснаження",
    "language.name": "Українська",
    "separators": ",\N{NO-BREAK SPACE}",
    "footer": "Програма {version} · дайджест цього результату {digest}",
    # pages
    "page.what-if": "Що, якби",
    "page.flips": "Що змінить висновок",
    "page.compare": "Порівняння",
    "page.sources": "Джерела",
    "page.take-away": "Цитувати",
    # numbers
    "never": "ніколи не вичерпається",
    "never_short": "ніколи",
    "century": "понад 100 років",
    "about": "близько {days}",
    "day.one": "доба",
    "day.few": "доби",
    "day.many": "діб",
    "day.part": "доби",
    "day.accusative.one": "добу",
    "day.genitive.one": "доби",
    "day.genitive.few": "діб",
    "range": " (від {low} до {high}, {shape})",
    "neutral": "нейтрально",
    "not_stated": "не вказано",
    "unit.date": "(дата)",
    "unit.casualties/day": "{count:втрата|втрати|втрат|втрати}/добу",
    "unit.people/day": "{count:особа|особи|осіб|особи}/добу",
    "unit.people": "{count:особа|особи|осіб|особи}",
    "unit.days": "{count:доба|доби|діб|доби}",
    "change.none": "без змін",
    "change.never": "тепер ніколи не вичерпається",
    "change.no_longer_never": "тепер вичерпається",
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
"""Every text by its key."""
