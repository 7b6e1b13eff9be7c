"""Attrition What-If: how many days of losses does a reinforcement cover?

Seven names: `cover` and `answer` compute and give a `Cover`; `load` reads a `Scenario`; an `Answer` is everything
concluded about one; `ScenarioError` names all that is wrong with input that cannot be used. What they need is loaded
when first asked for.

>>> import sim
>>> round(sim.cover(10_000, 1271).days, 3)
7.868
>>> sim.cover(10_000, 1271, line_shar=0.7)
Traceback (most recent call last):
    ...
sim.inputs.problems.ScenarioError: quantities.line_shar: unknown quantity; did you mean line_share?
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import Cover, answer, cover
    from sim.inputs.loading import load
    from sim.inputs.problems import ScenarioError
    from sim.inputs.scenario import Scenario
    from sim.study.answer import Answer

__all__ = ["Answer", "Cover", "Scenario", "ScenarioError", "answer", "cover", "load"]
__version__ = "0.2.0"

_PLACES = {
    "Answer": "sim.study.answer",
    "Cover": "sim.api",
    "Scenario": "sim.inputs.scenario",
    "ScenarioError": "sim.inputs.problems",
    "answer": "sim.api",
    "cover": "sim.api",
    "load": "sim.inputs.loading",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: the command line starts without numpy.

    Raises `AttributeError` for any other name, as a module does.
    """
    if name not in _PLACES:
        text = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(text)
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
