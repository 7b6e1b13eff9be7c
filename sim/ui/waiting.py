"""Whether somebody still waits for a page: a computation that nobody waits for ends."""

from __future__ import annotations

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

__all__ = ["end_if_abandoned"]


def end_if_abandoned() -> None:
    """End this run of a page where the visitor has left, or has changed something since.

    To be called between the parts of long work. Streamlit ends a run only when it next draws something, and for a
    closed tab not at all until its session is dropped, minutes later. Outside a page nothing happens.
    """
    run = get_script_run_ctx()
    if run is None:
        return
    if runtime.exists() and not runtime.get_instance().is_active_session(run.session_id):
        st.stop()
    _ = "base" in st.session_state  # whoever looks at the session lets Streamlit end a run that is out of date
