"""Worksheets: the exercises of a seed as a sheet, and a key whose every answer the model gives.

The worked lines show a calculation by hand; that it leads to the model's answer is what the tests of the kinds hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sim import __version__
from sim.saying.digits import half_up
from sim.saying.language import LANGUAGES, Language
from sim.show.exercise_records import Exercise, Number, Place
from sim.show.exercises import exercises
from sim.show.templating import page

__all__ = ["worksheet"]

GOOD_ESTIMATE = 0.25
"""An estimate within a quarter of the answer counts as good (assumption: what rounding to one digit reaches)."""


def worksheet(seed: int, level: int, language: Language = LANGUAGES["en"]) -> str:
    """Return a sheet of six exercises and, on a page of its own, its key, as HTML that prints on A4 and Letter.

    Raises `ScenarioError` as `exercises` does.

    >>> worksheet(7, 1) == worksheet(7, 1)
    True
    """
    rows = [_row(exercise, language) for exercise in exercises(seed, level)]
    return page("worksheet.html", say=language, rows=rows, seed=str(seed), level=str(level), version=__version__)


def _row(exercise: Exercise, say: Language) -> dict[str, object]:
    """The texts of one exercise."""
    key = f"worksheet.{exercise.kind}"
    answer = _written(exercise.answer, say)
    places = {name: _written(place, say) for name, place in exercise.places.items()}
    worked = say(f"{key}.worked", x=_exact(exercise.answer, say), **places).split("|")
    return {"question": say(key, **places), "worked": worked, "answer": answer, "good": _good(exercise.answer, say)}


def _good(answer: Number, say: Language) -> str:
    """Between what a good estimate lies; none for a date.

    A quarter of the answer either way, to two digits.
    """
    if answer.form == "date":
        return ""
    low, high = (answer.value * (1 + sign * GOOD_ESTIMATE) for sign in (-1, 1))
    high = min(high, 1.0) if answer.form == "percent" else high
    return say("worksheet.good", low=_about(low, answer.form, say), high=_about(high, answer.form, say))


def _about(value: float, form: str, say: Language) -> str:
    shown = half_up(value, 1 - math.floor(math.log10(value)))
    return say.number(f"{100 * shown:.3g} %") if form == "percent" else say.count(shown)


def _exact(answer: Number, say: Language) -> str:
    """The end of a calculation, with the digits a calculator shows, as far as they matter."""
    if answer.form == "date":
        return _written(answer, say)
    if answer.form == "percent":
        return say.number(f"{answer.value:.4f}".rstrip("0").rstrip("."))
    return say.number(f"{answer.value:,.3f}".rstrip("0").rstrip("."))


def _written(place: Place, say: Language) -> str:
    if isinstance(place, str | date):
        return str(place)
    return _FORMS[place.form](place.value, say)


def _whole(value: float) -> float:
    """Without the last bit of rounding, which would print as .999999."""
    return round(value) if math.isclose(value, round(value), rel_tol=1e-9) else value


_FORMS: Mapping[str, Callable[[float, Language], str]] = {
    "count": lambda value, say: say.digits(_whole(value)),
    "people": lambda value, say: say.count(half_up(value)),
    "percent": lambda value, say: say.number(f"{half_up(100 * value, 1):g}\N{NO-BREAK SPACE}%"),
    "days": lambda value, say: say.days(value),
    "times": lambda value, say: say.number(f"{half_up(value, 1):.1f}" if value < 99.95 else f"{half_up(value):.0f}"),
    "exact": lambda value, say: say.number(f"{value:,.3f}".rstrip("0").rstrip(".")),
    "whole_days": lambda value, say: say.exact_days(value, "accusative"),
    "days_alone": lambda value, say: say.exact_days(value),
    "date": lambda value, _say: (date(1970, 1, 1) + timedelta(days=value)).isoformat(),
}
"""How a number is written, by form."""
