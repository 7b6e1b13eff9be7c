"""Cases of the model in the typical spans of its quantities, as Hypothesis draws them.

Numbers have six digits, so that a case that breaks a law can be read; each rung is neutral in about half of the cases,
so that laws are tried where rungs meet and where they do not.
"""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from sim.inputs.definitions import DEFINITIONS, NUMBERS, TOGETHER, Definition
from sim.laws.law import Case

__all__ = ["FACTORS", "KINDS", "SCALED", "TIMES", "TWO", "batches", "cases", "number", "numbers", "signs"]

TWO = {key for pair in TOGETHER.values() for key in pair}
"""Quantities that are stated in pairs in the place of another."""
KINDS = tuple(key for key in NUMBERS if DEFINITIONS[key].effect != "none" and key not in TWO)
SCALED = {"troops": "waves", "reported_rate": "schedule"}


def numbers(what: Definition) -> st.SearchStrategy[float]:
    """Numbers in the quantity's typical span."""
    low, high = what.typical
    return (
        st.floats(low, high, allow_subnormal=False).map(lambda x: float(f"{x:.6g}") + 0.0).map(lambda x: min(x, high))
    )


def _switched(key: str) -> st.SearchStrategy[float]:
    """A rung on or off: its neutral value, or a number of its typical span."""
    what = DEFINITIONS[key]
    neutral = float(what.neutral) if isinstance(what.neutral, float) else what.typical[0]
    return st.just(neutral) | numbers(what)


@st.composite
def cases(draw: st.DrawFn, *, steady: bool = False, falling: bool = True, parts: int = 3) -> Case:
    """Inputs of the model in their typical spans, each rung on or off.

    `steady`: no trend and one rate. `falling=False`: earlier casualties count only where the rate does not fall.
    `parts`: at most so many waves and steps.
    """
    case: Case = {key: draw(_switched(key)) for key in KINDS if key not in SCALED}
    case["count_earlier"] = draw(st.booleans())
    case["waves"] = tuple(
        zip(draw(_days(parts)), draw(st.lists(number("troops"), min_size=3, max_size=3)), strict=False)
    )
    steps = _days(1 if steady or case["monthly_trend"] or not falling else parts)
    rates = st.lists(number("reported_rate"), min_size=3, max_size=3)
    case["schedule"] = tuple(zip(draw(steps), draw(rates), strict=False))
    if steady:
        case["monthly_trend"] = 0.0
    if not falling and case["count_earlier"]:
        case["monthly_trend"] = abs(case["monthly_trend"])
    return case


def number(key: str) -> st.SearchStrategy[float]:
    """Numbers in the typical span of a quantity, by its key."""
    return numbers(DEFINITIONS[key])


def _days(most: int) -> st.SearchStrategy[list[float]]:
    """Days of waves or steps: day 0, and later whole days in order."""
    later = st.lists(st.integers(1, 60), max_size=most - 1, unique=True)
    return later.map(lambda days: [0.0, *map(float, sorted(days))])


FACTORS = st.floats(1.01, 4).map(lambda x: round(x, 3))
TIMES = st.lists(st.floats(0, 400), min_size=1, max_size=5).map(lambda x: np.array(sorted(x)))


@st.composite
def signs(draw: st.DrawFn) -> tuple[Case, str, float]:
    """A case, a quantity, and another value of it that the case allows.

    First and last return day stay in order, and a trend stands beside one step only.
    """
    case = draw(cases())
    key = draw(st.sampled_from(KINDS))
    other = draw(numbers(DEFINITIONS[key]))
    if key == "first_return_day":
        other = min(other, case["last_return_day"])
    if key == "last_return_day":
        other = max(other, case["first_return_day"])
    if key == "monthly_trend":
        case["schedule"] = case["schedule"][:1]
    return case, key, other


@st.composite
def batches(draw: st.DrawFn) -> list[Case]:
    """Two to five members with as many waves and steps each, of one mind about earlier casualties."""
    many = draw(st.lists(cases(parts=2), min_size=2, max_size=5))
    first = many[0]
    for case in many[1:]:
        case["count_earlier"] = first["count_earlier"]
        for pairs in SCALED.values():
            case[pairs] = (*case[pairs], *first[pairs][len(case[pairs]) :])[: len(first[pairs])]
    return many
