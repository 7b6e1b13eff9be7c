"""Answers, kept for a scenario and a seed however many visitors and widgets ask."""

from __future__ import annotations

from functools import lru_cache

from sim.inputs.scenario import Scenario
from sim.study.answer import Answer
from sim.study.comparison import Comparison
from sim.study.flips import Flipped
from sim.study.track import SliderTrack, slider_track
from sim.ui.waiting import end_if_abandoned

__all__ = ["answered", "compared", "flipped", "tracked"]

_KEPT = 256
"""Answers kept; each holds a few kB, because the distribution behind it is not kept with it."""


@lru_cache(maxsize=_KEPT)
def _answered(scenario: Scenario, name: str, seed: int) -> Answer:
    return Answer(scenario=scenario, seed=seed)


def answered(scenario: Scenario, seed: int) -> Answer:
    """Return the answer for a scenario and a seed; the model runs only for pairs not seen lately.

    The name is part of the key, because it stands in the result and equal scenarios may bear different names. Ends the
    page where nobody waits for it any more, as the others here do between the parts of their work.
    """
    end_if_abandoned()
    return _answered(scenario, scenario.name, seed)


@lru_cache(maxsize=_KEPT)
def tracked(scenario: Scenario, key: str, marked: tuple[float, ...]) -> SliderTrack:
    """Return a quantity along its track; the verdict turns on it where the answer is one number and has a yardstick."""
    answer = _answered(scenario, scenario.name, 0)
    return slider_track(scenario, key, marked, answer.yardstick if answer.spread.fixed else None)


def flipped(answer: Answer, days: float) -> Flipped:
    """Return what turns the verdict on `days` (days); which assumption matters is computed too, and kept in the answer.

    So that all that takes time is done when this returns.
    """
    found = answer.flipped(days, end_if_abandoned)
    _ = answer.tornado, answer.indices
    end_if_abandoned()
    _ = answer.bridge
    return found


@lru_cache(maxsize=64)
def _compared(*answers: Answer) -> Comparison:
    return Comparison(answers=answers)


def compared(*answers: Answer) -> Comparison:
    """Return answers side by side, each less the first, with all that takes time computed.

    Answers are kept, so their identity is a key.
    """
    for answer in answers:
        _ = answer.spread
        end_if_abandoned()
    comparison = _compared(*answers)
    _ = comparison.differences
    return comparison
