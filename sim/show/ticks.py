"""The ticks of a logarithmic scale, as fine as print allows, and which of them are labelled."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.show.alignment import Axis

__all__ = ["labelled", "ticks"]

_STEPS = (1.0, 2.0, 5.0)
_FINEST = 0.9
"""Least distance of two ticks (mm): closer ones run together in print."""
_LABEL = 4.6
"""Least distance of two labels (mm)."""


def ticks(axis: Axis) -> Iterator[tuple[float, float]]:
    """Every tick and its length (mm): tenths, fifths or halves of a leading digit, as fine as print allows."""
    for power in range(math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high))):
        for digit in range(1, 10):
            gap = abs(axis.modulus) * math.log10((digit + 1) / digit)
            parts = next((n for n in (10, 5, 2) if gap * _narrowest(digit, n) >= _FINEST), 1)
            for part in range(parts):
                value = (digit + part / parts) * 10.0**power
                length = (
                    3.2 if part == 0 and digit in _STEPS else 2.3 if part == 0 else 1.7 if 2 * part == parts else 1.2
                )
                if axis.low <= value * (1 + 1e-9) and value <= axis.high * (1 + 1e-9):
                    yield value, length
    yield axis.high, 3.2


def _narrowest(digit: int, parts: int) -> float:
    """The last part of the way from a leading digit to the next one, as a share of it on a logarithmic scale."""
    return 1 - math.log((digit + 1 - 1 / parts) / digit) / math.log((digit + 1) / digit)


def labelled(axis: Axis) -> Iterator[float]:
    """The ends, ones, twos and fives, then the other digits, as far as their labels keep clear of each other.

    In the order in which they are placed, so that the more useful label takes the room.
    """
    places: list[float] = []
    whole = [v for v, length in ticks(axis) if length > 2]
    ranked = sorted(whole, key=lambda v: (v not in (axis.low, axis.high), _rank(v), v))
    for value in ranked:
        y = axis.at(value)
        if all(abs(y - other) >= _LABEL for other in places):
            places.append(y)
            yield value


def _rank(value: float) -> int:
    """Which label is wanted most: ones, then fives, twos and threes."""
    digit = round(value / 10.0 ** math.floor(math.log10(value) + 1e-9))
    return {1: 0, 5: 1, 2: 2, 3: 3}.get(digit, 4)
