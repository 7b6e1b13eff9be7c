"""What was changed from the scenario, each with its way back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from sim.inputs.definitions import DEFINITIONS, INSTEAD_OF
from sim.inputs.parts import PARTS
from sim.inputs.scenario import Scenario
from sim.saying.digits import count_text
from sim.saying.language import Language
from sim.saying.sentences import counted_text
from sim.saying.stated import quantity_text
from sim.show import inert
from sim.ui import changes, state
from sim.ui.controls import NEEDS, needed
from sim.ui.parts import part_words

__all__ = ["changes_strip", "effective_changes"]


def effective_changes(scenario: Scenario) -> list[str]:
    """Return the names of what was changed, without what does nothing while another number is zero."""
    changed = dict.fromkeys(path.split(".")[0] for path in state.settings())
    doubled = {name for name in changed if any(INSTEAD_OF.get(key) == name for key in changed)}
    return [name for name in changed if name not in doubled and not (name in NEEDS and needed(scenario, name))]


def changes_strip(scenario: Scenario, say: Language) -> None:
    """Draw what was changed from the scenario, each with its way back; it stands below every control it could move."""
    names = effective_changes(scenario)
    if not names:
        return
    st.html(inert.element("p", inert.text(say("changed", count=count_text(len(names)))), "margin-bottom:0"))
    with st.container(horizontal=True, key="changes"):
        for name in names:
            label = say("reset_one", change=_change(scenario, name, say))
            st.button(label, key=f"reset:{name}", on_click=partial(changes.reset, name))


def _change(scenario: Scenario, name: str, say: Language) -> str:
    if name == "remark":
        return say("group.yardstick")
    stated = state.base()
    if name in PARTS:
        return f"{say(f'part.{name}')}: {part_words(stated, name, say)} → {part_words(scenario, name, say)}"
    known = name in stated or DEFINITIONS[name].neutral is not None
    before = quantity_text(stated[name], say) if known else say("not_stated")
    return f"{counted_text(f'quantity.{name}', stated, say)}: {before} → {quantity_text(scenario[name], say)}"
