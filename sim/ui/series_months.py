"""The published monthly averages: in which months did so many troops last less than a week?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from sim.inputs import facts
from sim.inputs.definitions import DEFINITIONS, MAX_DAYS, MAX_TROOPS
from sim.inputs.facts import Month
from sim.inputs.quantities import Quantity
from sim.inputs.remarks import MIN_YARDSTICK
from sim.inputs.scenario import Scenario
from sim.saying.language import Language
from sim.show import inert
from sim.show.series_figures import days_by_month
from sim.show.series_results import month_rows, month_words, row_words
from sim.ui import series_carry, state
from sim.ui.series_visit import update, visit
from sim.ui.what_if import chart
from sim.words.texts import Text

__all__ = ["draw", "scenario_of_month"]

_QUOTED = date(2024, 9, 1)
"""The month of the 1,271 of the shipped remark."""


def draw(say: Language) -> None:
    """Draw the question, its answer as a sentence and a picture, every figure with its address, and a month to use."""
    months, troops, limit = facts.months(), visit().troops, visit().limit
    with st.container(horizontal=True):
        _number("troops", troops, (1.0, MAX_TROOPS, 1000.0), say)
        _number("limit", limit, (MIN_YARDSTICK, MAX_DAYS, 1.0), say)
    under = facts.months_under(troops, limit)
    st.html(inert.element("p", inert.text(_answer(months, under, say)), "font-size:1.15rem"))
    st.html(inert.element("p", inert.text(say("real.months.claim")), "opacity:.85;margin:0"))
    alt = say("real.months.alt", count=str(len(under)), all=str(len(months)), limit=say.exact_days(limit, "genitive"))
    chart("months", days_by_month(months, troops, limit, say), (alt, partial(_table, troops, say)), say)
    _use(months, say)
    st.html(inert.element("p", inert.linked(say("real.where"))))


def _number(field: str, value: float, limits: tuple[float, float, float], say: Language) -> None:
    low, high, step = limits
    st.number_input(
        say(f"real.{field}"), min_value=low, max_value=high, step=step, format="%.10g", on_change=partial(_set, field),
        key=state.mirror(f"series:months:{field}", value), value=None,
    )  # fmt: skip


def _set(field: str) -> None:
    if (value := st.session_state[f"series:months:{field}"]) is not None:
        update(**{field: float(value)})


def _answer(months: Sequence[Month], under: Sequence[Month], say: Language) -> str:
    places = {"troops": say.count(visit().troops), "limit": say.exact_days(visit().limit, "genitive")}
    if not under:
        return say("real.months.none", all=str(len(months)), **places)
    named = "; ".join(row_words(row, say) for row in month_rows(under))
    return say("real.months.some", count=str(len(under)), all=str(len(months)), months=named, **places)


def _table(troops: float, say: Language) -> str:
    rows = [
        [month_words(m.first, say), say.count(round(m.rate)), say.days(troops / m.rate), m.precision, m.source]
        for m in facts.months()
    ]
    return inert.table(say("real.months.table"), say("real.months.columns").split("|"), rows)


# ------------------------------------------------------------------------------------------------- a month as a rate


def _use(months: Sequence[Month], say: Language) -> None:
    """Offer the average of a month as the rate of a scenario."""
    chosen = visit().month or _QUOTED
    month = next(m for m in months if m.first == chosen)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            say("real.month"), [m.first for m in months], on_change=_choose, key=state.mirror("series:month", chosen),
            format_func=lambda first: month_words(first, say),
        )  # fmt: skip
        make = partial(scenario_of_month, month, visit().troops)
        series_carry.offer(say("real.use"), "series:use:month", make, "month")
    st.html(inert.element("p", inert.text(say("real.use.month")), "opacity:.85"))


def _choose() -> None:
    update(month=st.session_state["series:month"])


def scenario_of_month(month: Month, troops: float) -> Scenario:
    """Return a scenario with the published average of a month as its rate, and where it was published.

    >>> scenario = scenario_of_month(facts.months()[-1], 10_000)
    >>> scenario.number("reported_rate") == facts.months()[-1].rate
    True
    """
    rate = Quantity(
        key="reported_rate", value=month.rate, source=month.source, as_of=_end(month), grade="reported",
        definition=DEFINITIONS["reported_rate"].in_words, note=month.precision,
    )  # fmt: skip
    own = Quantity(key="troops", value=troops, note=Text("note.own_number"))
    title = Text("real.month.title", troops=troops, month=f"{month.first:%Y-%m}")
    return Scenario(title=title, quantities=(rate, own))


def _end(month: Month) -> date:
    return month.first.replace(day=month.days)
