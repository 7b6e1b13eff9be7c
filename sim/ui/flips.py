"""What would have to be true for the verdict to turn: tornado, flip table, joint move, goal seek both ways."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from sim import figures
from sim.language import Language
from sim.quantities import MAX_DAYS, MIN_YARDSTICK
from sim.report import flip_words, headline, joint_words, threshold_days
from sim.ui import inert, state
from sim.ui.answers import answered, flipped, sensitive
from sim.ui.sentences import rung_words
from sim.ui.what_if import chart

__all__ = ["page"]


def page(say: Language) -> None:
    """Draw the page."""
    scenario, seed = state.current(), state.seed()
    answer, stated = answered(scenario, seed), threshold_days(scenario)
    st.html(inert.element("h2", inert.text(headline(scenario, say)), "font-size:1.35rem"))
    days = st.number_input(
        say("flips.days"), min_value=MIN_YARDSTICK, max_value=MAX_DAYS, step=1.0, format="%.10g",
        help=say("flips.days.help"), value=stated, key=f"flips:{stated}", on_change=state.touch,
    )  # fmt: skip
    with st.spinner(say("flips.wait")):
        result, ranges = flipped(scenario, float(days), seed), sensitive(scenario, seed)
    claim = say(f"reading.{result['claim']}", days=say.exact_days(float(days)))
    side = say("flips.holds" if result["holds_at_central_values"] else "flips.holds_not", claim=claim)
    st.html(inert.element("p", inert.text(side), "font-size:1.05rem"))
    st.html(inert.element("p", inert.text(joint_words(scenario, result["joint_move"], say))))
    for key, unit in (("troops_needed", "unit.people"), ("lasting_rate", "unit.casualties/day")):
        st.html(inert.element("p", inert.text(_goal(result, key, unit, say))))
    _tornado(answer.days, float(days), ranges, say)
    st.html(inert.table(say("flips.table"), say("flips.columns").split("|"), _rows(result, say)))
    _bridge(ranges, say)


def _goal(result: Mapping[str, Any], key: str, unit: str, say: Language) -> str:
    found, days = result[key], say.exact_days(result["threshold_days"], "accusative")
    if found is None:
        return say(f"{key}.none", days=days)
    words = say(key, days=days, value=f"{say.number(f'{found:,.0f}')} {say(unit)}")
    few = key == "troops_needed" and found < state.current().number("reported_rate")
    return f"{words} {say('troops_needed.few')}" if few and result["threshold_days"] > 1 else words


def _rows(result: Mapping[str, Any], say: Language) -> list[list[str]]:
    return [
        [
            say.quantity(row["quantity"]), _number(row["value"], say), _number(row["central"], say),
            _number(row["at_50_percent"], say), _number(row["at_80_percent"], say), flip_words(row, say),
        ]
        for row in result["flips"]
    ]  # fmt: skip


def _number(value: float | None, say: Language) -> str:
    return "–" if value is None else say.number(f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}")


def _tornado(days: float, limit: float, ranges: Mapping[str, Any], say: Language) -> None:
    bars = [
        (say.quantity(bar["quantity"]), _days(bar["days_at_low"]), _days(bar["days_at_high"]))
        for bar in ranges["tornado"]
    ]
    if not bars:
        st.html(inert.element("p", inert.text(say("tornado.none"))))
        return
    rows = [
        (say.quantity(bar["quantity"]), _number(bar["low"], say), say.days(_days(bar["days_at_low"])),
         _number(bar["high"], say), say.days(_days(bar["days_at_high"])))
        for bar in ranges["tornado"]
    ]  # fmt: skip
    figure = figures.tornado_bars(bars, days, limit, say)
    name, low, high = bars[0]
    spoken = say("alt.tornado", quantity=name, low=say.days(low), high=say.days(high))
    table = partial(inert.table, say("chart.tornado"), say("tornado.columns").split("|"), rows)
    chart("tornado", figure, (spoken, table), say)


def _days(value: float | None) -> float:
    return float("inf") if value is None else value


def _bridge(ranges: Mapping[str, Any], say: Language) -> None:
    """Each rung's fair share, as a table; and what the ranges contribute to the spread."""
    shares = ranges["bridge"]
    if shares["refused"]:
        st.html(inert.element("p", inert.text(say("bridge.refused"))))
    elif shares["shares"]:
        head = say("bridge.days" if shares["unit"] == "days" else "bridge.inverse").split("|")
        rows = [(rung_words(row["quantity"], say), say.number(f"{row['share']:+,.3g}")) for row in shares["shares"]]
        st.html(inert.table(say("bridge"), head, rows))
    if found := ranges["sobol"]["indices"]:
        parts = [[say.quantity(row["quantity"]), _share(row, "first", say), _share(row, "total", say)] for row in found]
        limit = say.exact_days(threshold_days(state.current()))
        title = say("sobol.days") if ranges["sobol"]["output"] == "days covered" else say("sobol", days=limit)
        st.html(inert.table(title, say("sobol.columns").split("|"), parts))


def _share(row: Mapping[str, Any], name: str, say: Language) -> str:
    return say.number(f"{round(row[name], 2) + 0.0:.2f} ± {row[f'{name}_standard_error']:.2f}")
