"""Lengths of time no finer than they are known: "2 weeks to 4 years".

Days up to 13, weeks up to 60 days, months up to two years: so that a count is mostly between 2 and 24, and is taken for
what it is, a rough number.
"""

from __future__ import annotations

import math

from sim.saying.digits import half_up
from sim.saying.language import Language

__all__ = ["CLOSE", "rough", "rough_span"]

_UNITS = (("day", 1.0, 13.5), ("week", 7.0, 60.0), ("month", 30.436875, 730.0), ("year", 365.2425, math.inf))
"""Name of a unit, its days (months and years: the Gregorian mean), and up to how many days it is used."""
CLOSE = 1.5
"""Ends of an interval closer than this factor to each other are written in days (assumption)."""


def rough(days: float, say: Language) -> str:
    """Return days as whole days, weeks, months or years.

    >>> from sim.saying.language import PLAIN
    >>> [rough(days, PLAIN) for days in (0.2, 0.5, 2.5, 16.2, 143, 1550, math.inf)]
    ['under a day', '1 day', '3 days', '2 weeks', '5 months', '4 years', 'never']
    """
    if math.isinf(days):
        return say("never_short")
    if days < 0.5:
        return say("rough.under")
    name, length = next((name, length) for name, length, most in _UNITS if days < most)
    count = f"{half_up(days / length):,.0f}"
    return say("ruler.days", count=say.number(count), noun=say(f"rough.{name}.{say.plural(count)}"))


def rough_span(low: float, high: float, say: Language) -> str:
    """Return an interval of days, its ends only as fine as its width supports.

    >>> from sim.saying.language import PLAIN
    >>> rough_span(16.2, 1550, PLAIN), rough_span(7.45, 8.35, PLAIN), rough_span(9.0, math.inf, PLAIN)
    ('2 weeks to 4 years', '7.5 to 8.4 days', '9 days to never')
    """
    if high < CLOSE * low:
        places = max(0, -math.floor(math.log10(high - low))) if high > low else 1
        lower = say.number(f"{half_up(low, places):,.{places}f}")
        return say("rough.span", low=lower, high=say.exact_days(half_up(high, places), "genitive"))
    ends = rough(low, say), rough(high, say)
    return ends[0] if ends[0] == ends[1] else say("rough.span", low=ends[0], high=ends[1])
