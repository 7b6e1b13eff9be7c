"""Input that cannot be used: the error that holds its problems, and the words in which a problem is told.

Everything wrong is told at once, a line each: path, value with unit, why, and what is allowed. Text from files is
quoted with control characters written out and cut where it is long.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, time

from sim.inputs.definitions import ERRORS, MAX_SEED
from sim.words.texts import Problem, Text

__all__ = [
    "MAX_PROBLEMS",
    "ScenarioError",
    "allowed_problem",
    "capped",
    "limit_problem",
    "nearest",
    "number_problem",
    "require",
    "require_drawable",
    "shown",
    "with_unit",
]

MAX_PROBLEMS = 50
"""Problems named one by one (assumption: nobody reads on); a file of 1 MB can hold 85,000 of them."""
_MORE = "problem.more"
"""The problem that counts those which are not named."""


class ScenarioError(ValueError):
    """Input that cannot be used; each of its `problems` is a line in English and data for every other language.

    A line has path, value, unit and allowed range. Beyond `MAX_PROBLEMS` the last problem counts those not named. It is
    a `ValueError`, so that callers who know nothing of this package can catch it.

    >>> from sim import load
    >>> try:
    ...     load("sky-2024-10k", ["line_share=2", "recruits_per_day=-1"])
    ... except ScenarioError as error:
    ...     for problem in error.problems:
    ...         print(problem.path)
    quantities.recruits_per_day.value
    quantities.line_share.value
    """

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems; the text of the exception is all their lines."""
        self.problems = capped(problems)
        super().__init__("\n".join(map(str, self.problems)))


def capped(problems: Sequence[Problem], most: int = MAX_PROBLEMS) -> tuple[Problem, ...]:
    """Return the first `most` problems, and where there are others a last one that counts them.

    Problems that count in their turn are added up, so that they can be capped, put together and capped again.

    >>> missing = [Problem.of("problem.missing", path) for path in ("day", "troops", "title")]
    >>> [str(problem) for problem in capped([*missing, Problem.of("problem.more", count=7)], most=2)]
    ['day: missing', 'troops: missing', 'and 8 more']
    """
    named = [problem for problem in problems if problem.key != _MORE]
    counted = sum(int(problem.places["count"]) for problem in problems if problem.key == _MORE)
    more = len(named[most:]) + counted
    return (*named[:most], *([Problem.of(_MORE, count=more)] if more else []))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `"; did you mean X?"` for the known word closest to `word`, capitals or not, or nothing.

    >>> nearest("trops", ["troops", "waves"]), nearest("TROOPS", ["troops"])
    ('; did you mean troops?', '; did you mean troops?')
    """
    import difflib

    small = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), small, n=1, cutoff=0.6)
    return Text("problem.nearest", word=small[found[0]]) if found else ""


def number_problem(value: object, low: float, high: float, also: float | None = None) -> str:
    """Say in a few words why `value` is no finite number from `low` to `high` (or equal to `also`), or nothing.

    Booleans and texts are no numbers; the negative zero is refused, because it is never what somebody meant to write.

    >>> number_problem(True, 0, 1)
    'true is no number'
    >>> number_problem(2, 0, 1), number_problem(-0.0, 0, 1), number_problem(0.5, 0, 1)
    ('2 is out of limits', '-0.0 is negative zero; write 0', '')
    """
    if isinstance(value, bool):
        return Text("problem.no_number", value=str(value).lower())
    if not isinstance(value, int | float):
        return Text("problem.no_number", value=shown(value))
    if isinstance(value, float) and not math.isfinite(value):  # a whole number may be too large for a float
        return Text("problem.not_finite", value=str(value))
    if value == 0 and math.copysign(1, value) < 0:
        return Text("problem.negative_zero")
    return "" if low <= value <= high or value == also else Text("problem.out_of_limits", value=shown(value))


def shown(value: object) -> str:
    """Return a value as a problem quotes it: a text in quotes, a date as it is written, cut where it is long.

    >>> shown(0.1 + 0.2), shown("sixty"), shown(date(2024, 9, 1)), len(shown("x" * 100))
    ('0.3', "'sixty'", '2024-09-01', 60)
    """
    text = (
        f"{value:.12g}" if isinstance(value, float) else str(value) if isinstance(value, date | time) else repr(value)
    )
    return text if len(text) <= 60 else f"{text[:57]}..."


def with_unit(number: str, unit: str) -> str:
    """Return a number, or words about numbers, with its unit; a pure number has none.

    >>> with_unit("5", "people"), with_unit("1", "people"), with_unit("5", "1")
    ('5 people', '1 person', '5')
    """
    if unit in ("", "1"):
        return number
    return Text("problem.with_unit", number=number, unit=Text(f"unit.{unit}", count=number))


def limit_problem(path: str, value: object, unit: str, limits: tuple[float, float]) -> list[Problem]:
    """Return the problem of a number outside its limits, with value, unit and what is allowed; or an empty list."""
    if not (why := number_problem(value, *limits)):
        return []
    allowed = with_unit(Text("problem.span", low=limits[0], high=limits[1]), unit)
    return [Problem.of("problem.limits", path, value=with_unit(shown(value), unit), why=why, allowed=allowed)]


def allowed_problem(path: str, value: object, allowed: Iterable[str], near: str = "") -> Problem:
    """Return the problem of a value that is none of those allowed."""
    return Problem.of("problem.allowed", path, value=shown(value), allowed=", ".join(allowed), near=near)


def require(problems: list[Problem]) -> None:
    """Raise `ScenarioError` if there are problems."""
    if problems:
        raise ScenarioError(*problems)


def require_drawable(seed: int, error: float) -> None:
    """Raise `ScenarioError` for what is no seed, and for a target error outside `ERRORS`."""
    problems = limit_problem("error", error, "1", ERRORS)
    if type(seed) is not int or not 0 <= seed <= MAX_SEED:
        problems.append(Problem.of("problem.seed", seed=shown(seed), most=str(MAX_SEED)))
    require(problems)
