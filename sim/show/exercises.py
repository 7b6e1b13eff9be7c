"""Exercises with other round numbers for every seed; every answer is the model's.

Numbers are chosen by hashing seed, level and kind, not by a random generator: the same seed prints the same sheet with
every version of Python and NumPy. Of each choice the first that makes a fair exercise is taken; how that is judged
stands with each kind.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.inputs.definitions import MAX_SEED
from sim.inputs.problems import ScenarioError
from sim.show.exercise_kinds import KINDS
from sim.show.exercise_records import Choices, Exercise, Number
from sim.words.texts import Problem

__all__ = ["LEVELS", "exercises"]

LEVELS = (1, 2, 3)
_MOST_CHOICES = 500


def exercises(seed: int, level: int) -> tuple[Exercise, ...]:
    """Return the six exercises of a sheet, of level 1, 2 or 3 and a seed from 0 to 4,294,967,295.

    Raises `ScenarioError` for another level, or a seed that is none.

    >>> [exercise.kind for exercise in exercises(7, 1)]
    ['quotient', 'monthly', 'needed', 'line', 'recruits', 'lasting']
    """
    if type(level) is not int or level not in LEVELS:
        allowed = ", ".join(map(str, LEVELS))
        raise ScenarioError(Problem.of("problem.allowed", "level", value=repr(level), allowed=allowed, near=""))
    if type(seed) is not int or not 0 <= seed <= MAX_SEED:
        raise ScenarioError(Problem.of("problem.seed", seed=repr(seed), most=str(MAX_SEED)))
    return tuple(_fair(make, Choices(f"{seed}/{level}/{make.__name__}")) for make in KINDS[level])


def _fair(make: Callable[[Choices], Exercise | None], choose: Choices) -> Exercise:
    """The first choice that makes a fair exercise, whose answer is none of the numbers in it."""
    made = (make(choose) for _ in range(_MOST_CHOICES))
    return next(exercise for exercise in made if exercise is not None and not _given_away(exercise))


def _given_away(exercise: Exercise) -> bool:
    """Whether some number of the question is the answer."""
    numbers = (place for place in exercise.places.values() if isinstance(place, Number))
    return any(math.isclose(number.value, exercise.answer.value, rel_tol=1e-9) for number in numbers)
