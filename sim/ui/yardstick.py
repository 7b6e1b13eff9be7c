"""The controls of what the words mean: what the claim says, and the yardstick it is held to."""

from __future__ import annotations

import streamlit as st

from sim.inputs.definitions import MAX_DAYS
from sim.inputs.remarks import CLAIMS, MIN_YARDSTICK, YARDSTICKS, Remark
from sim.saying import verdicts
from sim.saying.language import Language
from sim.show import inert
from sim.study.verdict import DEFAULT_THRESHOLD_DAYS, threshold_of
from sim.ui import changes, state
from sim.ui.sentences import yardstick_words

__all__ = ["reading", "yardstick"]


def reading(remark: Remark, say: Language) -> str:
    """Return in words how a remark is read: at most or at least so many days, or what people call many."""
    return verdicts.reading(remark.claim, threshold_of(remark)[0], say)


def yardstick(remark: Remark, say: Language) -> None:
    """Draw what the claim says and the yardstick it is held to."""
    days, source = threshold_of(remark)
    st.selectbox(
        say("claim"), CLAIMS, key=state.mirror("remark:claim", remark.claim), on_change=_set_yardstick,
        format_func=lambda claim: say(f"claim.{claim}"), help=say("help.claim"),
    )  # fmt: skip
    st.selectbox(
        say("yardstick"), YARDSTICKS, key=state.mirror("remark:yardstick", remark.yardstick),
        on_change=_set_yardstick, format_func=lambda name: yardstick_words(name, say), help=say("help.yardstick"),
    )  # fmt: skip
    if remark.yardstick == "threshold":
        st.number_input(
            say("threshold"), min_value=MIN_YARDSTICK, max_value=MAX_DAYS, step=1.0, format="%.10g",
            on_change=_set_yardstick, key=state.mirror("remark:threshold_days", float(days or 0.0)),
            help=say("help.threshold"), value=None,
        )  # fmt: skip
    st.html(inert.element("p", f"{inert.text(say('source'))}: {inert.linked(say.text(source))}"))


def _set_yardstick() -> None:
    stated, kept = state.base().remark or Remark(), st.session_state
    fields = {}
    if kept["remark:claim"] != stated.claim:
        fields["remark.claim"] = kept["remark:claim"]
    if kept["remark:yardstick"] != "threshold":
        if kept["remark:yardstick"] != stated.yardstick:
            fields["remark.yardstick"] = kept["remark:yardstick"]
    else:
        shown = kept.get("remark:threshold_days") or threshold_of(stated)[0] or DEFAULT_THRESHOLD_DAYS
        if stated.yardstick != "threshold" or shown != threshold_of(stated)[0]:
            fields["remark.threshold_days"] = f"{shown:.10g}"
    changes.change("remark", fields)
