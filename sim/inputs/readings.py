"""The readings of one remark, in their order, and what a scenario is called in a language.

Several scenarios may answer the same words: by plain division, net of returns, with all that delays troops. They name
the remark they share, and stand beside each other wherever one of them is shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.inputs.quantities import Quantity
from sim.inputs.remarks import Said, Translation
from sim.inputs.scenario import Scenario
from sim.words.texts import Text

__all__ = ["definition_in", "note_in", "reading_in", "readings_of", "title_in"]


def title_in(scenario: Scenario, code: str) -> str:
    """Return the title in the language of a code, the file's own where it has none.

    >>> from sim.inputs.loading import load
    >>> title_in(load("sky-2024-10k"), "uk")
    '10 000 осіб проти 1271 втрати на добу'
    """
    return _translation(scenario, code).title or scenario.title


def reading_in(scenario: Scenario, code: str) -> str:
    """Return the label of the reading in the language of a code, the file's own where it has none.

    The title stands for a scenario that is no reading of a remark.
    """
    own = scenario.reading.label if scenario.reading else title_in(scenario, code)
    return _translation(scenario, code).reading or own


def definition_in(scenario: Scenario, quantity: Quantity, code: str) -> str:
    """Return what a quantity of the scenario counts in the language of a code, as the file has it where it has none.

    >>> from sim.inputs.loading import load
    >>> said = load("classroom")
    >>> definition_in(said, said["line_share"], "uk")
    'троє з чотирьох прибулих служать на лінії'
    """
    return quantity.definition and (_said(scenario, quantity.key, code).definition or quantity.definition)


def note_in(scenario: Scenario, quantity: Quantity, code: str) -> str:
    """Return the note of a quantity of the scenario in the language of a code, as the file has it where it has none.

    A note of the program's own, as on a number that a reader has set, is not the file's, and is said as it is.
    """
    if isinstance(quantity.note, Text):
        return quantity.note
    return quantity.note and (_said(scenario, quantity.key, code).note or quantity.note)


def _said(scenario: Scenario, key: str, code: str) -> Said:
    found = (said for said in _translation(scenario, code).quantities if said.key == key)
    return next(found, Said(key=key))


def _translation(scenario: Scenario, code: str) -> Translation:
    found = (known for known in scenario.translations if known.language == code)
    return next(found, Translation(language=code))


def readings_of(scenario: Scenario, others: Iterable[Scenario]) -> tuple[Scenario, ...]:
    """Return the readings of the scenario's remark among the others and itself, in order.

    The scenario takes the place of another of its name, so that a changed one stands where it belongs; one that is no
    reading stands alone. Those of the same order stand by label and name.

    >>> from sim.inputs.loading import load, siblings
    >>> [found.name for found in readings_of(load("sky-2024-10k"), siblings("sky-2024-10k"))]
    ['sky-2024-10k', 'sky-2024-10k-friction', 'sky-2024-10k-net', 'sky-2024-10k-full']
    """
    if scenario.reading is None:
        return (scenario,)
    named = {other.name: other for other in others}
    named[scenario.name] = scenario
    ranked = [
        ((found.reading.order, found.reading.label, found.name), found)
        for found in named.values()
        if found.reading and found.reading.remark == scenario.reading.remark
    ]
    return tuple(found for _, found in sorted(ranked, key=lambda pair: pair[0]))
