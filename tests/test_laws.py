"""Every law holds for the program, and each is seen to fail for a realistic mistake."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import partial

import numpy as np
import pytest

from sim.core import crossing, curves
from sim.core.assumptions import Assumptions
from sim.core.crossing import days_covered
from sim.core.fighting import fought
from sim.core.forces import AIMED
from sim.core.points import Estimate
from sim.core.salvoes import salvo
from sim.inputs import loading, writing
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.quantities import Quantity
from sim.laws.battles import joined
from sim.laws.law import REAL, failure
from sim.laws.shipped import LAWS
from sim.study import ladder, paired
from sim.study.distribution import distribution
from sim.study.paired import paired_days

NAMES = [law.name for law in LAWS]


def changed(**changes):
    """The days covered of inputs changed first: each keyword is a quantity and a function of the inputs."""
    return replace(
        REAL, days_covered=lambda x: days_covered(replace(x, **{key: make(x) for key, make in changes.items()}))
    )


def each(pairs, change):
    return tuple((day, change(np.asarray(size))) for day, size in pairs)


def last_crossing(x: Assumptions):
    """The end of the last time the balance is above zero, on a grid of whole days."""
    times = np.arange(0.0, 400.0)
    above = curves.balance(x, times) >= 0
    return np.where(above.any(axis=-1), times[-1] - np.argmax(above[..., ::-1], axis=-1), 0.0)


def mean_instead_of_members(x: Assumptions):
    return days_covered(replace(x, waves=tuple((d, np.full(np.shape(n), np.mean(n))) for d, n in x.waves)))


def parse_without(**defaults):
    def parse(text):
        read = loading.parse(text)
        return replace(read, quantities=tuple(replace(q, **defaults) for q in read.quantities))

    return parse


def clamping(key, value):
    what = DEFINITIONS[key]
    number = float(value) if isinstance(value, str | int | float) else 0.0
    return Quantity(key=key, value=float(np.nan_to_num(min(max(number, what.low), what.high))) + 0.0)


def in_three_decimals(drawn):
    return re.sub(r"(\d\.\d{3})\d+", r"\1", writing.dump(drawn))


def dropping(**changes):
    """Writes a scenario changed first: each keyword is a part of it and what becomes of that part."""

    def dump(drawn):
        return writing.dump(replace(drawn, **{key: make(getattr(drawn, key)) for key, make in changes.items()}))

    return replace(REAL, dump=dump)


def without(*names):
    """Records, one or many, with these fields at their defaults."""

    def bare(records):
        if records is None or isinstance(records, tuple):
            return records and tuple(bare(record) for record in records)
        defaults = {field.name: field.default for field in fields(records) if field.name in names}
        return replace(records, **defaults)

    return bare


def without_returns(x, t):
    return curves.balance(x, t) - curves.returned(x, t)


def partial_without_integration(x):
    return x.delivered_share * np.where(x.integration_days == 0, x.starting_effectiveness, 1.0)


class Mistaken:
    """A distribution with a mistake in its quantiles or probabilities."""

    def __init__(self, real, quantile=None, probability=None):
        self.quantile = partial(quantile, real) if quantile else real.quantile
        self.probability = partial(probability, real) if probability else real.probability


def spread(change=lambda s: s, **mistakes):
    return replace(REAL, distribution=lambda s: Mistaken(distribution(change(s)), **mistakes))


def density(real, days):
    return Estimate(real.probability(days * 1.01).value - real.probability(days).value, 0.0)


def narrowed(real, probability):
    width = real.quantile(0.95).value - real.quantile(0.05).value
    return Estimate(real.quantile(probability).value / width**2, 0.0)


def widened(drawn):
    """Every range of no width gets one."""
    thin = [q for q in drawn.quantities if q.low is not None and not q.uncertain]
    wide = {q.key: replace(q, low=q.low - 0.1 * abs(q.low), high=q.high + 1e-3 * abs(q.high)) for q in thin}
    return replace(drawn, quantities=tuple(wide.get(q.key, q) for q in drawn.quantities))


def doubly_correlated(drawn):
    return replace(drawn, correlations=tuple(replace(c, rank=0.8) for c in drawn.correlations))


def each_rung_alone(drawn):
    found = ladder.bridge(drawn)
    bare, rungs = found.bare, [rung for rung, _ in found.shares]
    alone = {rung: crossing.central_days(ladder.with_rungs(drawn, (rung,))) for rung in rungs}
    alone = alone if found.unit == "days" else {rung: 1 / days for rung, days in alone.items()}
    return replace(found, shares=tuple((rung, worth - bare) for rung, worth in alone.items()))


def drawn_anew(first, second):
    """Both scenarios with random numbers of their own."""
    one, two = (paired_days([given], seed, 64)[0] for seed, given in enumerate((first, second)))
    p05, p50, p95 = np.quantile(two - one, [0.05, 0.5, 0.95], method="inverted_cdf")
    same = Estimate(float(np.mean(one == two)), 0.0)
    return paired.Difference(p05=p05, p50=p50, p95=p95, errors=(0.0, 0.0, 0.0), more=same, fewer=same, same=same)


def seeing(change):
    """A broken model: the battle is changed first."""
    return replace(REAL, fought=lambda fight, times=None: fought(change(fight), times))


def stepped(fight, times=None):
    """A broken model: Euler's rule in whole days, which neither keeps the laws nor stops at zero."""
    course, state, rows = fought(fight, times), [s.strength for s in fight.sides], []
    for _ in course.times:
        rows.append(list(state))
        enemies = zip(state, state[::-1], fight.sides[::-1], strict=True)
        lost = [side.hit_rate * abs(y) ** side.fire.shooters * abs(x) ** side.fire.targets for x, y, side in enemies]
        state = [z - x for z, x in zip(state, lost, strict=True)]
    return replace(course, strengths=np.asarray(rows))


def with_first(fight, **changes):
    return replace(fight, first=replace(fight.first, **changes))


def aimed(fight):
    return with_first(fight, fire=AIMED)


def stronger_first(fight):
    return with_first(fight, hit_rate=1.1 * fight.first.hit_rate)


def late_counts_more(fight):
    return with_first(fight, pulses=tuple(replace(p, people=p.people * p.day) for p in fight.first.pulses))


def swapped_rates(fight):
    changed = with_first(fight, hit_rate=fight.second.hit_rate)
    return replace(changed, second=replace(fight.second, hit_rate=fight.first.hit_rate))


def slower_clock(fight, times=None):
    return fought(fight, None if times is None else np.asarray(times) ** 2 / (np.asarray(times)[-1] + 1))


def one_after_the_other(first, second):
    _, right = salvo(first, second)
    left, _ = salvo(first, replace(second, ships=right[-1]))
    return left, right


BROKEN = {
    "bare_quotient": {
        "rounds to whole days": replace(REAL, days_covered=lambda x: np.ceil(days_covered(x))),
        "rounds to a tenth": replace(REAL, days_covered=lambda x: np.round(days_covered(x), 1)),
    },
    "more_troops": {
        "keeps troops in sixteen bits": changed(waves=lambda x: each(x.waves, lambda n: n % 32_768)),
    },
    "higher_rate": {
        "takes days per casualty": changed(schedule=lambda x: each(x.schedule, lambda r: 1 / r)),
    },
    "doubling": {
        "keeps a staff of 500 back": changed(waves=lambda x: each(x.waves, lambda n: np.maximum(n - 500, 0))),
    },
    "time_unit": {
        "rounds to whole days": replace(REAL, days_covered=lambda x: np.ceil(days_covered(x))),
        "takes integration in whole weeks": changed(integration_days=lambda x: 7 * np.ceil(x.integration_days / 7)),
    },
    "stated_sign": {
        "takes desertion for loyalty": changed(desertion_share=lambda x: 1 - x.desertion_share),
        "has the recruits leave": changed(
            recruits_per_day=lambda x: 0.0,
            schedule=lambda x: tuple((day, rate + x.recruits_per_day) for day, rate in x.schedule),
        ),
    },
    "every_quantity_matters": {
        "ignores integration": changed(integration_days=lambda x: 0.0),
        "ignores the trend": changed(monthly_trend=lambda x: 0.0),
    },
    "conservation": {
        "counts returns twice": replace(REAL, returned=lambda x, t: 2 * curves.returned(x, t)),
        "lets them return at once": replace(
            REAL, returned=lambda x, t: curves.returned(replace(x, first_return_day=0.0), t)
        ),
    },
    "balance_is_zero": {
        "takes the last crossing": replace(REAL, days_covered=last_crossing),
        "ignores integration": changed(integration_days=lambda x: 0.0),
        "has all waves there on day 0": changed(waves=lambda x: tuple((0.0, n) for _, n in x.waves)),
        "leaves returns out of the balance": replace(REAL, balance=without_returns),
        "says never to everybody": replace(REAL, days_covered=lambda x: np.full(x.shape, np.inf)),
        "says a billion days to everybody": replace(REAL, days_covered=lambda x: np.full(x.shape, 1e9)),
    },
    "batch_equals_loop": {
        "averages the batch first": replace(REAL, days_covered=mean_instead_of_members),
        "gives all the first member": replace(
            REAL, days_covered=lambda x: np.broadcast_to(np.ravel(days_covered(x))[0], x.shape)
        ),
    },
    "neutral": {
        "starts at partial effect without integration": changed(delivered_share=partial_without_integration),
        "takes a window for a loss": changed(line_share=lambda x: x.line_share * 6 / np.maximum(6, x.first_return_day)),
    },
    "waves_add_up": {
        "keeps the last wave only": changed(waves=lambda x: ((x.waves[0][0], x.waves[-1][1]),)),
        "takes the mean of the waves": changed(waves=lambda x: each(x.waves, lambda n: n / len(x.waves))),
    },
    "steps_join": {
        "adds each step on top": changed(
            schedule=lambda x: tuple(
                (day, sum(rate for _, rate in x.schedule[: i + 1])) for i, (day, _) in enumerate(x.schedule)
            )
        ),
        "ends the losses with the first step": changed(
            schedule=lambda x: (x.schedule[0], *each(x.schedule[1:], np.zeros_like))
        ),
    },
    "counted_returns": {
        "ignores earlier casualties": replace(
            REAL, returned=lambda x, t: curves.returned(replace(x, count_earlier=False), t)
        ),
        "forgets the reporting ratio": replace(
            REAL, returned=lambda x, t: curves.returned(replace(x, reporting_ratio=1.0), t)
        ),
    },
    "round_trip": {
        "drops the as-of date": replace(REAL, parse=parse_without(as_of=None)),
        "drops the range": replace(REAL, parse=parse_without(low=None, high=None, shape="")),
        "drops the remark": replace(REAL, dump=lambda s: writing.dump(replace(s, remark=None))),
        "drops the correlations": dropping(correlations=lambda _: ()),
        "drops who spoke, and where it can be read": dropping(remark=without("speaker", "accessed", "archived")),
        "drops the claim": dropping(remark=without("claim")),
        "drops the yardstick": dropping(remark=without("yardstick", "threshold_days", "threshold_source")),
        "gives every remark a duration": dropping(remark=without("states_duration")),
        "drops what the remark counts": dropping(remark=without("counts")),
        "drops the sources of waves": dropping(waves=without("source", "grade")),
        "drops the sources of steps": dropping(schedule=without("source", "grade")),
        "drops the sources of correlations": dropping(correlations=without("source", "grade")),
        "drops definitions and notes": dropping(quantities=without("definition", "note")),
        "drops when sources were read and their copies": dropping(quantities=without("accessed", "archived")),
        "drops of which remark it is a reading": dropping(reading=lambda _: None),
        "drops the translations": dropping(translations=lambda _: ()),
        "writes three decimals": replace(REAL, dump=in_three_decimals),
    },
    "refusals": {
        "clamps to the limits": replace(REAL, quantity=clamping),
        "checks nothing": replace(REAL, quantity=lambda key, value: (key, value)),
        "takes booleans for numbers": replace(
            REAL, quantity=lambda key, value: Quantity(key=key, value=float(value) if value is True else value)
        ),
        "takes negative zero for zero": replace(
            REAL, quantity=lambda key, value: Quantity(key=key, value=0.0 if value == 0 else value)
        ),
    },
    "quantiles_ordered": {
        "takes the chance of surviving": spread(quantile=lambda real, p: real.quantile(1 - p)),
    },
    "probability_rises": {
        "gives the density": spread(probability=density),
        "gives the chance of surviving": spread(
            probability=lambda real, days: Estimate(1 - real.probability(days).value, 0.0)
        ),
    },
    "zero_width": {
        "gives every range some width": spread(widened),
    },
    "zero_correlation": {
        "puts a correlation of its own": spread(doubly_correlated),
    },
    "wider_range": {
        "divides by the width": spread(quantile=narrowed),
    },
    "fair_bridge": {
        "switches each rung on alone": replace(REAL, bridge=each_rung_alone),
        "refuses every bridge": replace(REAL, bridge=lambda s: replace(ladder.bridge(s), refused="x")),
    },
    "goal_reached": {
        "answers for gross losses": replace(
            REAL, troops_needed=lambda s, days: s.number("reported_rate") * s.number("reporting_ratio") * days
        ),
        "never knows a number": replace(REAL, troops_needed=lambda s, days: None),
    },
    "identical": {
        "draws each scenario anew": replace(REAL, compared=drawn_anew),
    },
    "square_law": {
        "steps in whole days": replace(REAL, fought=stepped),
    },
    "linear_law": {
        "takes area fire for aimed fire": seeing(aimed),
    },
    "sides_swap": {
        "gives one side the better weapons": seeing(stronger_first),
    },
    "battle_time": {
        "has a clock that loses time": replace(REAL, fought=slower_clock),
    },
    "earlier_joins": {
        "counts people by the day they join": seeing(late_counts_more),
    },
    "strengths_positive": {
        "steps in whole days": replace(REAL, fought=stepped),
    },
    "nobody_joins": {
        "lets fifty join": seeing(lambda fight: joined(fight, 3.0, 50.0)),
        "takes the hit rates the wrong way round": seeing(swapped_rates),
    },
    "large_forces": {
        "gives every battle the same odds": replace(REAL, win_probability=lambda duel: 0.9),
        "forgets how many there are": replace(
            REAL, win_probability=lambda duel: duel.first / (duel.first + duel.second)
        ),
    },
    "salvo": {
        "forgets the defence": replace(REAL, salvo=lambda a, b: salvo(replace(a, defence=0), replace(b, defence=0))),
        "lets one side fire first": replace(REAL, salvo=one_after_the_other),
        "sinks a ship with each hit": replace(REAL, salvo=lambda a, b: salvo(replace(a, staying_power=1), b)),
    },
}  # fmt: skip
"""For each law, models with one realistic mistake that it must reject."""

PAIRS = [(name, mistake) for name, mistakes in BROKEN.items() for mistake in mistakes]


@pytest.mark.parametrize("law", LAWS, ids=NAMES)
def test_every_law_holds(law):
    assert failure(law) == ""


@pytest.mark.parametrize(("name", "mistake"), PAIRS, ids=[f"{name}: {mistake}" for name, mistake in PAIRS])
def test_every_law_rejects_a_model_that(name, mistake):
    law = LAWS[NAMES.index(name)]
    assert failure(law, BROKEN[name][mistake], smallest=False).startswith(f"{name} fails for ")


def test_every_law_has_a_broken_model():
    assert list(BROKEN) == NAMES


def test_laws_have_names_and_sentences_of_their_own():
    assert len(set(NAMES)) == len({law.sentence for law in LAWS}) == len(LAWS)


def test_a_law_that_stops_with_an_error_counts_as_broken():
    assert failure(LAWS[0], replace(REAL, days_covered=lambda x: 1 / 0)).startswith(
        "bare_quotient stopped: ZeroDivision"
    )


def test_a_failing_law_names_the_same_case_on_every_run():
    law, broken = LAWS[0], BROKEN["bare_quotient"]["rounds to a tenth"]
    assert failure(law, broken) == failure(law, broken)
