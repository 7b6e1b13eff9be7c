"""Answers, kept for a scenario and a seed however many visitors and widgets ask."""

from __future__ import annotations

from functools import lru_cache

from sim.answer import Answer, Comparison
from sim.quantities import Scenario

__all__ = ["answered", "compared"]

_KEPT = 256
"""Answers kept; each holds a few kB, because the distribution behind it is not kept with it."""


@lru_cache(maxsize=_KEPT)
def _answered(scenario: Scenario, name: str, seed: int) -> Answer:
    return Answer(scenario=scenario, seed=seed)


def answered(scenario: Scenario, seed: int) -> Answer:
    """Return the answer for a scenario and a seed; the model runs only for pairs not seen lately.

    The name is part of the key, because it stands in the result and equal scenarios may bear different names.
    """
    return _answered(scenario, scenario.name, seed)


@lru_cache(maxsize=64)
def compared(*answers: Answer) -> Comparison:
    """Return answers side by side, each less the first; answers are kept, so their identity is a key."""
    return Comparison(answers=answers)
