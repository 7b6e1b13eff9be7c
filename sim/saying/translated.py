"""What the program itself says in a scenario that it makes, written into it in every language.

A file holds plain texts. Title, definitions and notes that remember their key in the catalogue are worded in each
language before they are written, and are then read in it as any file's translations are.
"""

from __future__ import annotations

from dataclasses import replace

from sim.inputs.remarks import Said, Translation
from sim.inputs.scenario import Scenario
from sim.saying.language import LANGUAGES, Language
from sim.words.texts import Text

__all__ = ["in_every_language"]


def in_every_language(scenario: Scenario) -> Scenario:
    """Return a scenario with translations of what the program says in it; what a file says in a language is kept.

    >>> from sim.inputs.loading import load
    >>> said = in_every_language(load("sky-2024-10k", ["troops=9000"]))
    >>> [(each.key, each.note) for each in said.translations[0].quantities]
    [('troops', 'задано користувачем')]
    """
    told = {each.language: each for each in scenario.translations}
    for code, say in LANGUAGES.items():
        if code != "en":
            told[code] = _told(scenario, told.get(code, Translation(language=code)), say)
    worth = (each for _, each in sorted(told.items()) if each != Translation(language=each.language))
    return replace(scenario, translations=tuple(worth))


def _told(scenario: Scenario, translation: Translation, say: Language) -> Translation:
    said = {each.key: each for each in translation.quantities}
    for quantity in scenario.quantities:
        old = said.get(quantity.key, Said(key=quantity.key))
        made = replace(
            old,
            definition=_worded(quantity.definition, say).rstrip(".") or old.definition,
            note=_worded(quantity.note, say) or old.note,
        )
        if made.definition or made.note:
            said[quantity.key] = made
    quantities = tuple(said[key] for key in sorted(said))
    return replace(translation, title=_worded(scenario.title, say) or translation.title, quantities=quantities)


def _worded(text: str, say: Language) -> str:
    """The text in a language where the program says it; nothing for a text that is a file's."""
    return say.text(text) if isinstance(text, Text) else ""
