"""From the page of real series to the first page: a scenario made there, opened here as a file of one's own."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from sim.inputs.scenario import Scenario
from sim.inputs.writing import dump
from sim.saying.translated import in_every_language
from sim.ui import address, changes, state
from sim.ui.answers import answered

__all__ = ["offer"]


def offer(label: str, key: str, make: Callable[[], Scenario], came_by: str = "series") -> None:
    """Draw a button that opens a scenario on the first page, sources and all; `came_by` as in `changes.take_file`."""
    if st.button(label, key=key, type="primary", on_click=_carry, args=(make, came_by)):
        # With the address it will have: one written later would stand on top of a bare one, and Back lead nowhere.
        items = address.items_on("what-if", answered(state.current(), state.seed()))
        st.switch_page(st.Page(_first_page, url_path="what-if"), query_params=items)


def _carry(make: Callable[[], Scenario], came_by: str) -> None:
    # As a file: what is carried is then exactly what can be saved, linked to and opened again.
    changes.take_file(dump(in_every_language(make())).encode(), came_by)


def _first_page() -> None:
    """Stand for the page that opens: Streamlit knows it by its address."""
