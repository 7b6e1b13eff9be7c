"""What would have to be true for the verdict to turn: tornado, flip table, joint move, goal seek both ways."""

from __future__ import annotations

from functools import partial

import streamlit as st

from sim.core.points import Estimate
from sim.inputs.definitions import MAX_DAYS
from sim.inputs.remarks import MIN_YARDSTICK
from sim.saying.language import Language
from sim.saying.report import flip_words, headline, joint_words
from sim.show import figures, inert
from sim.study.answer import Answer
from sim.study.flips import Flipped
from sim.ui import state
from sim.ui.answers import answered, flipped
from sim.ui.sentences import rung_words
from sim.ui.what_if import chart

__all__ = ["page"]


def page(say: Language) -> None:
    """Draw the page."""
    answer = answered(state.current(), state.seed())
    stated = answer.threshold_days
    st.html(inert.element("h2", inert.text(headline(answer, say)), "font-size:1.35rem"))
    days = st.number_input(
        say("flips.days"), min_value=MIN_YARDSTICK, max_value=MAX_DAYS, step=1.0, format="%.10g",
        help=say("flips.days.help"), value=stated, key=f"flips:{stated}", on_change=state.touch,
    )  # fmt: skip
    with st.spinner(say("flips.wait")):
        found = flipped(answer, float(days))
    claim = say(f"reading.{found.claim}", days=say.exact_days(found.days))
    side = say("flips.holds" if found.holds else "flips.holds_not", claim=claim)
    st.html(inert.element("p", inert.text(side), "font-size:1.05rem"))
    st.html(inert.element("p", inert.text(joint_words(found, say))))
    st.html(inert.element("p", inert.text(_troops_needed(found, answer, say))))
    st.html(inert.element("p", inert.text(_goal("lasting_rate", found.lasting_rate, found.days, say))))
    _tornado(answer, found.days, say)
    st.html(inert.table(say("flips.table"), say("flips.columns").split("|"), _rows(found, say)))
    _bridge(answer, say)
    _indices(answer, say)


def _goal(key: str, value: float | None, limit: float, say: Language) -> str:
    days = say.exact_days(limit, "accusative")
    if value is None:
        return say(f"{key}.none", days=days)
    unit = say("unit.people" if key == "troops_needed" else "unit.casualties/day")
    return say(key, days=days, value=f"{say.number(f'{value:,.0f}')} {unit}")


def _troops_needed(found: Flipped, answer: Answer, say: Language) -> str:
    words = _goal("troops_needed", found.troops_needed, found.days, say)
    few = found.troops_needed is not None and found.troops_needed < answer.scenario.number("reported_rate")
    return f"{words} {say('troops_needed.few')}" if few and found.days > 1 else words


def _rows(found: Flipped, say: Language) -> list[list[str]]:
    return [
        [
            say.quantity(flip.quantity.key), _number(flip.quantity.value, say), _number(flip.central, say),
            _number(flip.even, say), _number(flip.very_likely, say), flip_words(flip, say),
        ]
        for flip in found.flips
    ]  # fmt: skip


def _number(value: object, say: Language) -> str:
    return (
        "–" if not isinstance(value, float) else say.number(f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}")
    )


def _tornado(answer: Answer, limit: float, say: Language) -> None:
    bars = [(say.quantity(bar.quantity.key), bar.at_low, bar.at_high) for bar in answer.tornado]
    if not bars:
        st.html(inert.element("p", inert.text(say("tornado.none"))))
        return
    rows = [
        (say.quantity(bar.quantity.key), _number(bar.quantity.low, say), say.days(bar.at_low),
         _number(bar.quantity.high, say), say.days(bar.at_high))
        for bar in answer.tornado
    ]  # fmt: skip
    figure = figures.tornado_bars(bars, answer.days, limit, say)
    name, low, high = bars[0]
    spoken = say("alt.tornado", quantity=name, low=say.days(low), high=say.days(high))
    table = partial(inert.table, say("chart.tornado"), say("tornado.columns").split("|"), rows)
    chart("tornado", figure, (spoken, table), say)


def _bridge(answer: Answer, say: Language) -> None:
    """Each rung's fair share, as a table."""
    shares = answer.bridge
    if shares.refused:
        st.html(inert.element("p", inert.text(say("bridge.refused"))))
    elif shares.shares:
        head = say("bridge.days" if shares.unit == "days" else "bridge.inverse").split("|")
        rows = [(rung_words(rung, say), say.number(f"{share:+,.3g}")) for rung, share in shares.shares]
        st.html(inert.table(say("bridge"), head, rows))


def _indices(answer: Answer, say: Language) -> None:
    """What the ranges contribute to the spread, as a table."""
    found = answer.indices
    if not found.quantities:
        return
    rows = [
        [say.quantity(key), _share(first, say), _share(total, say)]
        for key, first, total in zip(found.quantities, found.first, found.total, strict=True)
    ]
    limit = say.exact_days(answer.threshold_days)
    title = say("sobol.days") if found.kind == "days" else say("sobol", days=limit)
    st.html(inert.table(title, say("sobol.columns").split("|"), rows))


def _share(share: Estimate, say: Language) -> str:
    return say.number(f"{round(share.value, 2) + 0.0:.2f} ± {share.standard_error:.2f}")
