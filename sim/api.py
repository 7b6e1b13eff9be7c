"""For people who write Python: an answer from two numbers, or from a scenario."""

from __future__ import annotations

from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.study.answer import Answer

__all__ = ["cover"]


def cover(troops: float, reported_rate: float, **quantities: float | str) -> Answer:
    """Return the answer for so many troops (people) at a reported rate (casualties/day).

    `quantities` are any others by their key, in their own unit (`attrition schema` lists them); what is not given is
    neutral. Raises `ScenarioError` for unknown keys and for values outside their limits. The answer computes each part
    when it is first asked for.

    >>> round(cover(10_000, 1271).days, 3)
    7.868
    >>> round(cover(10_000, 1271, returning_share=0.75).days, 2)
    31.47
    """
    given: dict[str, float | str] = {"troops": troops, "reported_rate": reported_rate, **quantities}
    stated = tuple(Quantity(key=key, value=value) for key, value in given.items())
    return Answer(scenario=Scenario(title=f"{troops:,.10g} troops at {reported_rate:,.10g} a day", quantities=stated))
