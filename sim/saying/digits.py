"""The digits of days, probabilities and counts, the English way: none that the error of a number reaches."""

from __future__ import annotations

import bisect
import math
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from sim.core.points import Estimate

__all__ = [
    "CENTURY",
    "DayText",
    "count_text",
    "day_digits",
    "day_text",
    "days_beside",
    "decimals",
    "estimated_day_text",
    "half_up",
    "outwards",
    "percent_digits",
    "turned",
    "written_out",
]

CENTURY = 36_525.0
"""Days (100 years) from which on no more is said than that."""
_SMALL, _NONE = 0.1, 1e-6
"""Days below the first have no decimal that says much, below the second (a tenth of a second) no digit at all."""
_LEAST = 1e-9
"""Numbers below this are written in powers of ten: nobody counts so many zeros."""
_BINARY = 1e-12
"""Relative distance by which the nearest binary number may fall short of a half, with some steps of arithmetic."""
_LEAST_PERCENT = 0.0001
"""Smaller chances are as good as none, and larger ones than 100 less it as good as sure, though neither is."""


class DayText(NamedTuple):
    """Days as they are written: the digits, grouped the English way, or a key that says it without any."""

    digits: str = ""
    key: str = ""
    about: bool = False


def written_out(value: float, digits: int) -> str:
    """Return a number to so many digits, without a power of ten where it is not next to nothing.

    >>> written_out(0.0000125, 2), written_out(1e-300, 2)
    ('0.000013', '1e-300')
    """
    text = f"{value:.{digits}g}"
    return text if abs(value) < _LEAST else f"{Decimal(text):f}"


def half_up(value: float, places: int = 0) -> float:
    """Round to so many decimal places as at school: a half goes up, also one that a binary number just falls short of.

    >>> half_up(6.25, 1), half_up(4.05, 1), half_up(62.5), half_up(-2.5), half_up(-0.04, 1), half_up(1e15)
    (6.3, 4.1, 63.0, -3.0, 0.0, 1000000000000000.0)
    """
    if places >= 0 and float(value).is_integer():
        return value
    whole = math.floor(abs(value) * 10**places * (1 + _BINARY) + 0.5)
    return math.copysign(whole / 10**places, value) if whole else 0.0


def day_digits(days: float) -> str:
    """Return days with a decimal below 100, without one above, and with one digit where a decimal would say 0.

    >>> day_digits(7.868), day_digits(6.25), day_digits(1550.6), day_digits(0.0094), day_digits(1e-9)
    ('7.9', '6.3', '1,551', '0.009', '0.0')
    """
    if _NONE <= days < _SMALL:
        return written_out(days, 1)
    return f"{half_up(days, 1):.1f}" if days < 99.95 else f"{half_up(days):,.0f}"


def days_beside(days: float, limits: Sequence[float]) -> str:
    """Return days with as many digits as it takes to stand on the side of each limit (rising) where the number stands.

    >>> days_beside(14.0008, [7, 14]), days_beside(14.0, [7, 14]), days_beside(13.96, [13.97])
    ('14.001', '14.0', '13.96')
    """
    text = day_digits(days)
    for digits in range(4, 18):
        if _place(float(text.replace(",", "")), limits) == _place(days, limits):
            break
        text = f"{days:,.{digits}g}"
    return text


def _place(days: float, limits: Sequence[float]) -> tuple[int, int]:
    return bisect.bisect_left(limits, days), bisect.bisect_right(limits, days)


def day_text(days: float) -> DayText:
    """Return days covered with no more digits than a reader can use."""
    if math.isinf(days):
        return DayText(key="never")
    return DayText(key="century") if days >= CENTURY else DayText(day_digits(days))


def estimated_day_text(estimate: Estimate) -> DayText:
    """Return days with no digit that is smaller than their standard error.

    One decimal at most, but for small days whose first digit is sure; where the error is infinite, as days without one
    and "about".

    >>> [estimated_day_text(Estimate(*pair)).digits for pair in ((143.19, 0.155), (0.0094, 1e-4), (6.25, 0.01))]
    ['143', '0.009', '6.3']
    """
    days, error = estimate
    if math.isinf(days) or days >= CENTURY or error == 0 or 2 * error < days < _SMALL:
        return day_text(days)
    if math.isinf(error):
        return day_text(days)._replace(about=True)
    places = decimals(error)
    rounded = half_up(days, places)
    return DayText(f"{rounded:,.1f}" if places > 0 and rounded < 99.95 else f"{rounded:,.0f}")


def decimals(error: float) -> int:
    """Return the decimals of which none is smaller than a finite standard error, one at most.

    >>> decimals(0.02), decimals(0.2), decimals(8.6)
    (1, 0, -1)
    """
    return min(1, -math.ceil(math.log10(error))) if 0 < error < math.inf else 1


def percent_digits(estimate: Estimate) -> tuple[str, str]:
    """Return a probability in percent with no digit smaller than its standard error, and that error, "" for none.

    >>> percent_digits(Estimate(0.0378, 0.0004)), percent_digits(Estimate(0.999999, 0.0))
    (('3.8', '0.04'), ('99.9999', ''))
    """
    value, error = 100 * estimate.value, 100 * estimate.standard_error
    if error == 0:
        return _exact_percent(value), ""
    places = min(3, max(0, -math.ceil(math.log10(error))))
    return f"{value:.{places}f}", written_out(error, 1)


def _exact_percent(value: float) -> str:
    """Percent to one decimal, or as many as it takes not to say none or all of what is neither."""
    if value.is_integer():
        return f"{value:.0f}"
    rest = float(f"{min(value, 100 - value):.1g}")
    if rest < _LEAST_PERCENT:
        return f"<{_LEAST_PERCENT}" if value < 50 else f">{100 - _LEAST_PERCENT}"
    return f"{value:.1f}" if rest >= 0.1 else f"{rest if value < 50 else 100 - rest:.12g}"


def outwards(value: float, towards: Callable[[float], int], digits: int, coarsest: float = math.inf) -> float:
    """Return a bound that is still one when it is written with so many digits: rounded `towards` math.floor or ceil.

    Never coarser than `coarsest`; what lies within 1e-9 of such a number is that number.

    >>> outwards(714.2857, math.floor, 3), outwards(17_793.2, math.ceil, 4, 1.0), outwards(17_794.0000001, math.ceil, 5)
    (714.0, 17794.0, 17794.0)
    """
    if abs(value) < sys.float_info.min:
        return value  # there is no coarser step for it
    step = min(10.0 ** (math.floor(math.log10(abs(value))) + 1 - digits), coarsest)
    steps = round(value / step)
    near = math.isclose(steps * step, value, rel_tol=1e-9)
    return (steps if near else towards(value / step)) * step


def turned(at: float, now: float, digits: int = 4) -> float:
    """Return a turning point rounded away from today's value, so that it still turns what it turns when written.

    >>> turned(714.2857, 1271.0), turned(17_793.2, 10_000.0), turned(0.561966, 1.0)
    (714.2, 17794.0, 0.5619)
    """
    return float(f"{outwards(at, math.ceil if at >= now else math.floor, digits, 1.0):.12g}")


def count_text(value: float) -> str:
    """Return a number grouped by thousands, with decimals only where it is small.

    >>> count_text(10000.0), count_text(171.33333), count_text(0.00002)
    ('10,000', '171.3', '0.00002')
    """
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else written_out(value, 4)
