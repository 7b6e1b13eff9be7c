"""The first page: pick a scenario, move rate and troops, read the answer."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from sim import report
from sim.figures import losses_against_cover
from sim.model import central_days
from sim.quantities import DEFINITIONS, Quantity, Scenario
from sim.scenario import load, shipped

__all__ = ["page"]

_MOVED = {"reported_rate": "Casualties reported per day", "troops": "Troops in the reinforcement"}


def page() -> None:
    """Draw the page: read the controls, make the scenario, show what follows from it."""
    st.set_page_config(page_title="Attrition What-If", page_icon=":material/hourglass_bottom:")
    st.title("Attrition What-If")
    st.caption("How many days of losses does a reinforcement cover, and what is that based on?")
    _show(_read_controls())


def _read_controls() -> Scenario:
    names = list(shipped())
    name = st.selectbox(
        "Scenario", names, index=names.index("sky-2024-10k"), format_func=lambda n: report.one_line(load(n).title)
    )
    scenario = load(name)
    columns = st.columns(2)
    for column, (key, label) in zip(columns, _MOVED.items(), strict=True):
        if key in scenario:
            scenario = _with_control(scenario, column.number_input, key, f"{name}:{key}", label)
    return scenario


def _with_control(scenario: Scenario, widget: object, key: str, state: str, label: str) -> Scenario:
    what, stated = DEFINITIONS[key], scenario[key]
    value = widget(  # type: ignore[operator]
        f"{label} ({what.unit})", min_value=what.low, max_value=what.high, value=scenario.number(key),
        help=f"{what.meaning} Allowed: {what.allowed}.", key=state, format="%.1f" if what.high <= 1e6 else "%.0f",
    )  # fmt: skip
    if value is None or value == stated.value:
        return scenario
    changed = Quantity(key=key, value=float(value), note="set by the user")
    return replace(scenario, quantities=tuple(changed if q.key == key else q for q in scenario.quantities))


def _show(scenario: Scenario) -> None:
    days = central_days(scenario)
    st.subheader(report.headline(scenario))
    if when := report.calendar_date(scenario, days):
        st.write(f"Used up on {when}, counted from the announcement.")
    st.plotly_chart(losses_against_cover(scenario, days))
    st.caption(f"Net drain against cover: {report.headline(scenario)}")
    st.markdown("**Arithmetic**")
    st.code("\n".join(report.arithmetic(scenario)), language=None)
    st.markdown("**Sources**")
    st.dataframe(
        [
            {
                "quantity": report.quantity_words(q.key),
                "value": report.quantity_text(q),
                "grade": q.grade,
                "source": report.one_line(q.source or q.definition or q.note),
            }
            for q in scenario.quantities
        ],
        hide_index=True,
    )
