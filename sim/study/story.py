"""A scenario told one assumption at a time: the ladder as scenarios, from the bare quotient to all that is stated.

A chapter is a scenario of its own, so that everything that can be said of a scenario can be said of each step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.study.ladder import ladder, with_rungs

__all__ = ["RANGES", "Chapter", "story"]

RANGES = "ranges"
"""The last chapter of a scenario with ranges or noise: the central values become what is known of them."""
_NOISE = "dispersion"
"""The rung that moves no central value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """One step of the story: what was added (a rung, or `RANGES`), its quantities, and the scenario as it then is.

    >>> from sim.core.crossing import central_days
    >>> from sim.inputs.loading import load
    >>> [round(central_days(chapter.scenario), 9) for chapter in story(load("classroom"))]
    [12.0, 20.0, 24.0, 18.0]
    """

    added: str
    quantities: tuple[Quantity, ...]
    scenario: Scenario


def story(scenario: Scenario) -> tuple[Chapter, ...]:
    """Return the chapters of a scenario; every one but that of the ranges has central values only.

    The last has the days covered of the scenario itself.

    >>> from sim.inputs.loading import load
    >>> [chapter.added for chapter in story(load("sky-2024-10k-net"))]
    ['bare_quotient', 'returning_share', 'recruits_per_day']
    """
    rungs = [rung for rung in ladder(scenario) if rung.quantity != _NOISE]
    chapters = [
        Chapter(
            added=rung.quantity,
            quantities=rung.quantities,
            scenario=_central(with_rungs(scenario, [r.quantity for r in rungs[1 : count + 1]])),
        )
        for count, rung in enumerate(rungs)
    ]
    if scenario.uncertain or scenario.number(_NOISE):
        uncertain = tuple(scenario[key] for key in scenario.uncertain)
        chapters.append(Chapter(added=RANGES, quantities=uncertain, scenario=scenario))
    return tuple(chapters)


def _central(scenario: Scenario) -> Scenario:
    """The scenario with every range replaced by its central value, and no noise."""
    kept = (q for q in scenario.quantities if q.key != _NOISE)
    return replace(scenario, quantities=tuple(_points(kept)), correlations=())


def _points(quantities: Iterable[Quantity]) -> Iterable[Quantity]:
    return (replace(q, low=None, high=None, shape="") if q.uncertain else q for q in quantities)
