"""Laws of chances, quantiles and what is concluded from them.

Few examples each, because every case is a distribution of its own; equalities hold to the last digits, because variants
of a scenario share their random points.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import chain, combinations, pairwise

import numpy as np
from hypothesis import strategies as st

from sim.core import crossing
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.quantities import Correlation, Quantity
from sim.inputs.scenario import Scenario, with_value
from sim.laws.law import Law, Subject, stated
from sim.study import ladder
from sim.study.flips import limits_of

__all__ = ["LAWS", "uncertain_scenarios"]


def _quantiles_are_ordered(subject: Subject, drawn: Scenario) -> bool:
    """q(5 %) <= q(50 %) <= q(95 %), never counting as the largest."""
    spread = subject.distribution(drawn)
    low, middle, high = (spread.quantile(p).value for p in (0.05, 0.5, 0.95))
    return low <= middle <= high


def _probability_never_falls(subject: Subject, drawn: Scenario) -> bool:
    """0 <= P(D <= s) <= P(D <= t) <= 1 for s <= t, up to 1e-9."""
    spread = subject.distribution(drawn)
    chances = [spread.probability(days).value for days in (1.0, 3.0, 7.0, 14.0, 40.0, 200.0, 3000.0, float("inf"))]
    return all(0 <= first <= second + 1e-9 <= 1 + 2e-9 for first, second in pairwise(chances))


def _zero_width_is_a_number(subject: Subject, drawn: tuple[Scenario, str]) -> bool:
    """A range of zero width beside the others gives what its number gives."""
    whole, key = drawn
    fixed = with_value(whole, key, whole.number(key))
    value = whole.number(key)
    narrow = Quantity(key=key, value=value, low=value, high=value, shape="uniform")
    thin = replace(fixed, quantities=tuple(narrow if q.key == key else q for q in fixed.quantities))
    one, two = (subject.distribution(x).probability(14.0).value for x in (fixed, thin))
    return one == two


def _zero_correlation_is_independence(subject: Subject, drawn: Scenario) -> bool:
    """P(D <= 14) is the same with a rank correlation of 0 as without one, to 1e-12."""
    keys = drawn.uncertain[:2]
    together = replace(drawn, correlations=(Correlation(between=(keys[0], keys[1]), rank=0.0),))
    one, two = (subject.distribution(x).probability(14.0).value for x in (drawn, together))
    return abs(one - two) <= 1e-12


def _wider_range_never_narrows(subject: Subject, drawn: tuple[str, float, float]) -> bool:
    """With one range alone, a wider one with the same ends or further ones has the wider interval."""
    key, share, wider = drawn
    low, high = DEFINITIONS[key].typical
    value, reach = (low + high) / 2, (high - low) / 2
    widths = []
    for part in (share * wider, share):
        quantity = Quantity(key=key, value=value, low=value - part * reach, high=value + part * reach, shape="uniform")
        base = (Quantity(key="troops", value=10_000.0), Quantity(key="reported_rate", value=1271.0))
        kept = tuple(q for q in base if q.key != key)
        spread = subject.distribution(Scenario(title="one range", quantities=(*kept, quantity)))
        widths.append(spread.quantile(0.95).value - spread.quantile(0.05).value)
    return widths[0] <= widths[1] + 1e-9


def _bridge_is_fair(subject: Subject, drawn: Scenario) -> bool:
    """The shares add up to the difference, and only rungs that are on have one; refused where 0 days meet never."""
    found = subject.bridge(drawn)
    if found.refused:
        on = ladder.active_rungs(drawn)
        parts = chain.from_iterable(combinations(on, size) for size in range(len(on) + 1))
        return {0.0, math.inf} <= {crossing.central_days(ladder.with_rungs(drawn, part)) for part in parts}
    total = sum(share for _, share in found.shares)
    named = {rung for rung, _ in found.shares} <= set(ladder.active_rungs(drawn))
    return named and bool(np.isclose(total, found.full - found.bare, rtol=1e-9, atol=1e-9))


def _goal_is_reached(subject: Subject, drawn: tuple[Scenario, float]) -> bool:
    """With the troops said to be needed the days are covered, with 0.1 % fewer they are not; none where no number in
    the limits makes a difference."""
    whole, days = drawn
    needed = subject.troops_needed(whole, days)
    if needed is None:
        least, most = (crossing.central_days(with_value(whole, "troops", x)) for x in limits_of(whole, "troops"))
        return most < days or least >= days
    enough, short = (crossing.central_days(with_value(whole, "troops", needed * x)) for x in (1.000001, 0.999))
    return enough >= days * (1 - 1e-4) and short <= days


def _identical_scenarios_do_not_differ(subject: Subject, drawn: Scenario) -> bool:
    """Drawn together, a scenario less itself is 0 in every draw, the noise included."""
    change = subject.compared(drawn, drawn)
    return (change.p05, change.p50, change.p95, change.same.value) == (0.0, 0.0, 0.0, 1.0)


@st.composite
def uncertain_scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios with two or three ranges, some with noise."""
    keys = draw(st.lists(st.sampled_from(_RANGED), min_size=2, max_size=3, unique=True))
    fixed = {"troops": 10_000.0, "reported_rate": 1271.0, "returning_share": 0.2, "dispersion": draw(_NOISY)}
    ranges = {key: _range_around(key, draw(st.floats(0.2, 0.8))) for key in keys}
    numbers_ = {key: Quantity(key=key, value=value) for key, value in fixed.items()}
    return Scenario(title="ranges", quantities=tuple({**numbers_, **ranges}.values()))


def _range_around(key: str, place: float) -> Quantity:
    """A triangular range of a fifth of the typical span, its middle at a share of the way through it."""
    low, high = DEFINITIONS[key].typical
    value, reach = low + place * (high - low), (high - low) / 10
    return Quantity(key=key, value=value, low=value - reach, high=value + reach, shape="triangular")


_RANGED = ("troops", "reported_rate", "reporting_ratio", "returning_share", "recruits_per_day", "line_share",
           "monthly_trend", "integration_days")  # fmt: skip
_NOISY = st.sampled_from([0.0, 11.9])
_UNCERTAIN = uncertain_scenarios()


LAWS: tuple[Law, ...] = (
    stated("quantiles_ordered", "Quantiles are in order.", _UNCERTAIN, _quantiles_are_ordered, 5),
    stated("probability_rises", "The probability of being used up by a time never falls with the time.",
           _UNCERTAIN, _probability_never_falls, 6),
    stated("zero_width", "A range of zero width is a number.",
           _UNCERTAIN.flatmap(lambda s: st.tuples(st.just(s), st.sampled_from(s.uncertain))),
           _zero_width_is_a_number, 6),
    stated("zero_correlation", "A correlation of 0 is independence.",
           _UNCERTAIN, _zero_correlation_is_independence, 6),
    stated("wider_range", "With one range alone, a wider one never narrows the interval.",
           st.tuples(st.sampled_from(("troops", "reported_rate", "line_share", "monthly_trend")), st.floats(0.2, 0.9),
                     st.floats(0.2, 0.9)), _wider_range_never_narrows, 10),
    stated("fair_bridge", "The fair bridge adds up to the difference, and a neutral rung has no share in it.",
           _UNCERTAIN, _bridge_is_fair, 6),
    stated("goal_reached", "With the troops said to be needed the days are covered, with fewer they are not.",
           st.tuples(_UNCERTAIN, st.floats(1, 60)), _goal_is_reached, 10),
    stated("identical", "Identical scenarios differ by exactly 0 in every draw.",
           _UNCERTAIN, _identical_scenarios_do_not_differ, 4),
)  # fmt: skip
