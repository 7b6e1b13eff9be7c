"""An exercise as a record, and the choices that follow from its seed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

__all__ = ["Choices", "Exercise", "Number", "Place"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text and the form it is written in on a sheet, as `count`, `days` or `percent`."""

    value: float
    form: str = "count"


Place = Number | str | date


@dataclass(frozen=True, kw_only=True, slots=True)
class Exercise:
    """One exercise: its kind, the places of its question and its worked lines, and its answer.

    `answer` is the model's; `by_hand` the same number by the arithmetic that the worked lines print.
    """

    kind: str
    places: Mapping[str, Place]
    answer: Number
    by_hand: float


class Choices:
    """Choices from lists that follow from a text alone.

    >>> choose, again = Choices("7/1/quotient"), Choices("7/1/quotient")
    >>> [choose(range(100)) for _ in range(3)] == [again(range(100)) for _ in range(3)]
    True
    """

    def __init__(self, text: str) -> None:
        """Begin with the first choice that follows from a text."""
        self.text, self.count = text, 0

    def __call__(self, options: Sequence[T]) -> T:
        """Choose one of the options."""
        self.count += 1
        hashed = hashlib.sha256(f"{self.text}/{self.count}".encode()).digest()
        return options[int.from_bytes(hashed[:8], "big") % len(options)]
