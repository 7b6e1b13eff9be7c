"""The calculation at the central values printed line by line, to redo on paper.

Three ways, by how simple the scenario is: one division; a cover over a constant net drain; else the ledger of the day
on which the cover is used up, whose last lines are equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.core.flow import DAYS_PER_MONTH
from sim.inputs.scenario import Scenario
from sim.saying.language import PLAIN, Language
from sim.saying.sentences import counted
from sim.study.answer import Answer

__all__ = ["arithmetic"]

_EXAMPLE_DAY = 365.0
"""The day whose arithmetic is shown where no day uses the cover up (a year: an example)."""
_ROUNDING = 1e-12
"""A difference of two numbers that is smaller beside them is none."""


def arithmetic(answer: Answer, say: Language = PLAIN) -> tuple[str, ...]:
    """Return the calculation at the central values, line by line, to redo on paper.

    Inputs are written with up to nine digits and the result to three decimals, so that the reader's comes out the same.

    >>> from sim.inputs.loading import load
    >>> for line in arithmetic(Answer(scenario=load("classroom"))):
    ...     print(line)
    cover:     1,200 troops x 0.75 in the line = 900
    net drain: 100 x (1 - 0.4 returning) - 10 recruits = 50 a day
    days:      900 / 50 = 18.000 days
    """
    scenario, rungs = answer.scenario, set(answer.active) - {"dispersion"}
    troops, rate = scenario.number("troops"), scenario.number("reported_rate")
    if not rungs and rate > 0:
        result = say.thousandths(answer.days)
        return (say(f"sum.bare.{counted(scenario)}", troops=say.digits(troops), rate=say.digits(rate), result=result),)
    parts = _together_lines(scenario, say)
    steady = not rungs & {"monthly_trend", "schedule", "waves", "integration_days"}
    if steady and scenario["earlier_casualties"].value == "counted":
        return (_troops_line(answer, say), *parts, *_steady_lines(answer, say))
    return (_troops_line(answer, say), *parts, *_ledger_lines(answer, say))


def _together_lines(scenario: Scenario, say: Language) -> tuple[str, ...]:
    """How the share who return follows from the killed and the wounded, where the scenario states those."""
    if "killed_share" not in scenario:
        return ()
    killed, wounded, both = (
        say.digits(scenario.number(key)) for key in ("killed_share", "wounded_returning_share", "returning_share")
    )
    return (say("sum.together", killed=killed, wounded=wounded, share=both),)


def _troops_line(answer: Answer, say: Language) -> str:
    """n f u (1 - q): each share that is not neutral is a factor."""
    scenario = answer.scenario
    factors = [say(f"sum.{counted(scenario)}", count=say.digits(scenario.number("troops")))]
    for key in ("delivered_share", "line_share"):
        if scenario.number(key) != 1:
            factors.append(say(f"sum.{key}", share=say.digits(scenario.number(key))))
    if scenario.number("desertion_share"):
        factors.append(say("sum.desertion_share", share=say.digits(scenario.number("desertion_share"))))
    return say("sum.cover", factors=say("sum.times").join(factors), total=say.digits(answer.effective_troops))


def _steady_lines(answer: Answer, say: Language) -> Iterator[str]:
    """r k (1 - p) - c, and the cover over it."""
    rate, ratio, share, recruits = (
        answer.scenario.number(key)
        for key in ("reported_rate", "reporting_ratio", "returning_share", "recruits_per_day")
    )
    drain = rate * ratio * (1 - share) - recruits
    drain = drain if abs(drain) > _ROUNDING * recruits else 0.0
    factors = [say.digits(rate)]
    factors += [say.digits(ratio)] if ratio != 1 else []
    factors += [say("sum.returning_share", share=say.digits(share))] if share else []
    less = say("sum.recruits", count=say.digits(recruits)) if recruits else ""
    yield say("sum.drain", factors=say("sum.times").join(factors) + less, drain=say.digits(drain))
    if drain > 0:
        total, result = say.digits(answer.effective_troops), say.thousandths(answer.days)
        yield say("sum.days", total=total, drain=say.digits(drain), result=result)
    else:
        yield say("sum.never")


def _ledger_lines(answer: Answer, say: Language) -> Iterator[str]:
    """What was lost, returned, recruited and covered by the day of the answer; for never by a year, as an example."""
    scenario, never = answer.scenario, math.isinf(answer.days)
    shown = _EXAMPLE_DAY if never else answer.days
    at = answer.on_day(shown)
    lost, back, joined, covered = (float(people) for people in at)
    day = say.number(f"{shown:,.3f}")
    rows = [("lost", lost, _loss_words(scenario, day, say))]
    if scenario.number("returning_share"):
        rows.append(("returned", back, _return_words(scenario, say)))
    if scenario.number("recruits_per_day"):
        rate = say.digits(scenario.number("recruits_per_day"))
        rows.append(("recruited", joined, say("sum.steady", rate=rate, day=day)))
    drain = lost - back - joined
    rows.append(("net_drain", drain if abs(drain) > _ROUNDING * lost else 0.0, say("sum.balance")))
    rows.append(("cover", covered, _cover_words(scenario, shown, say)))
    yield say("sum.example" if never else "sum.on_day", day=day)
    width = max(len(say(f"sum.row.{name}")) for name in ("lost", "returned", "recruited", "net_drain", "cover")) + 2
    for name, people, words in rows:
        yield f"  {say(f'sum.row.{name}'):<{width}}{say.number(f'{people:,.1f}'):>12}   {words}"


def _loss_words(scenario: Scenario, day: str, say: Language) -> str:
    rate = say.digits(scenario.number("reported_rate") * scenario.number("reporting_ratio"))
    trend = scenario.number("monthly_trend")
    if len(scenario.rates) > 1:
        return say("sum.scheduled")
    if not trend:
        return say("sum.steady", rate=rate, day=day)
    return say("sum.growing", rate=rate, growth=say.digits(1 + trend), day=day, month=f"{DAYS_PER_MONTH:.0f}")


def _return_words(scenario: Scenario, say: Language) -> str:
    first, last, share = (
        say.digits(scenario.number(key)) for key in ("first_return_day", "last_return_day", "returning_share")
    )
    earlier = say(f"choice.{scenario['earlier_casualties'].value}")
    return say("sum.returning", share=share, first=first, last=last, earlier=earlier)


def _cover_words(scenario: Scenario, day: float, say: Language) -> str:
    (first, *later) = scenario.arrivals
    if later or first.day > day:
        arrived = say.count(sum(wave.troops for wave in scenario.arrivals if wave.day <= day))
        return say("sum.arrived", arrived=arrived)
    start, span = scenario.number("starting_effectiveness"), scenario.number("integration_days")
    since = say.number(f"{day:,.3f}")
    if first.day:
        since = say("sum.since", day=since, arrived=say.digits(first.day))
    if not span or start == 1:
        return say("sum.as_above")
    return say(
        "sum.effectiveness", start=say.number(f"{start:g}"), rest=say.count(1 - start), day=since, span=say.count(span)
    )
