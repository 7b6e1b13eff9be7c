"""What a teacher wants to know of each lesson before the class: what for, how long, what it builds on, where it is."""

from __future__ import annotations

from typing import NamedTuple

from sim.saying.language import LANGUAGES, Language
from sim.show.lessons import NUMBERS

__all__ = ["Plan", "link_of", "plans", "teachers_table"]

_MINUTES = {1: 10, 2: 10, 3: 10, 4: 10, 5: 15}
"""Minutes of a lesson (assumption: three or four guesses aloud, one question, no worksheet)."""
_LEVELS = {1: 1, 2: 2, 3: 2, 4: 2, 5: 3}
"""The level of the worksheet that practises a lesson."""


class Plan(NamedTuple):
    """One row of the teachers' table; `link` is the lesson's place under the address of the program."""

    number: int
    title: str
    goal: str
    minutes: int
    prior: str
    link: str
    level: int


def link_of(number: int) -> str:
    """Return where a lesson is found under the address of the program.

    >>> link_of(2)
    'learn?lesson=2'
    """
    return f"learn?lesson={number}"


def plans(language: Language = LANGUAGES["en"]) -> tuple[Plan, ...]:
    """Return the rows of the teachers' table, a lesson each.

    >>> [plan.minutes for plan in plans()]
    [10, 10, 10, 10, 15]
    """
    return tuple(
        Plan(
            number, language(f"lesson.{number}.title"), language(f"lesson.{number}.goal"), _MINUTES[number],
            language(f"lesson.{number}.prior"), link_of(number), _LEVELS[number],
        )
        for number in NUMBERS
    )  # fmt: skip


def teachers_table(address: str, language: Language = LANGUAGES["en"]) -> str:
    """Return the table as Markdown, its links under `address`."""
    lines = [f"| {' | '.join(language('learn.columns').split('|'))} |", "|---|---|---|---|---|---|"]
    for plan in plans(language):
        link = f"[{plan.link}]({address}/{plan.link})"
        sheet = f"`attrition worksheet --level {plan.level} -o sheet.html`"
        cells = (f"{plan.number}. {plan.title}", plan.goal, str(plan.minutes), plan.prior, link, sheet)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
