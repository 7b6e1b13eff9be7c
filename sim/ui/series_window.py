"""The series with a window in it, what the window's counts say, and the way from there to a scenario."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import partial

import streamlit as st

from sim.core.resampling import Interval
from sim.inputs.problems import ScenarioError
from sim.saying.language import Language
from sim.show import inert
from sim.show.series_figures import counts_and_window
from sim.study.fit import Fit, Measured, fit, scenario_of
from sim.study.series import Series
from sim.study.series_corrections import with_corrections
from sim.ui import series_carry, state
from sim.ui.drawn import described
from sim.ui.series_visit import remembered, update, visit

__all__ = ["counted", "draw", "span_of"]

_LATEST = 30
"""Days of the window that stands there at first (assumption: a month, the mean that gets published)."""
_QUOTED = (date(2024, 9, 1), date(2024, 9, 30))
"""The month whose mean is the 1,271 of the shipped remark."""
_SPIKES = ("kept", "spread")
_CHART = "series:chart"


def draw(series: Series, say: Language) -> None:
    """Draw the window's dates, the series, the fit, and the button that carries it to the first page."""
    st.html(inert.element("h3", inert.text(say("real.window")), "font-size:1.15rem;padding:0"))
    first, last = _window(series)
    _choices(series, say)
    _dates(series, (first, last), say)
    shown = counted(series)
    try:
        with st.spinner(say("flips.wait")):
            found = remembered(("fit", first, last, visit().corrected), partial(fit, shown, first, last))
    except ScenarioError as error:
        _chart(shown, None, say)
        st.html(inert.items([say.problem(problem) for problem in error.problems]))
        return
    st.html(inert.element("p", inert.text(_rate_words(found, say)), "font-size:1.05rem"))
    _chart(shown, found, say)
    st.html(inert.table(say("real.fit"), say("real.fit.columns").split("|"), _rows(found, say)))
    series_carry.offer(say("real.use"), "series:use", partial(scenario_of, shown, found, visit().troops))
    st.html(inert.element("p", inert.text(say("real.use.what")), "opacity:.85"))


def counted(series: Series) -> Series:
    """Return the series as the visitor wants its spikes to count."""
    return remembered("corrected", partial(with_corrections, series)) if visit().corrected else series


def _window(series: Series) -> tuple[date, date]:
    latest = max(series.first, series.last - timedelta(days=_LATEST - 1))
    return visit().window or (latest, series.last)


# -------------------------------------------------------------------------------------------------------- choosing


def _choices(series: Series, say: Language) -> None:
    """Windows of one click, and how spikes count."""
    with st.container(horizontal=True):
        latest = (max(series.first, series.last - timedelta(days=_LATEST - 1)), series.last)
        for name, window in (("latest", latest), ("quoted", _QUOTED), ("all", (series.first, series.last))):
            if series.first <= window[0] and window[1] <= series.last:
                st.button(say(f"real.window.{name}"), key=f"series:window:{name}", on_click=_choose, args=window)


def _choose(first: date, last: date) -> None:
    update(window=(first, last))


def _dates(series: Series, window: tuple[date, date], say: Language) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for end, day in zip(("first", "last"), window, strict=True):
            st.date_input(
                say(f"real.window.{end}"), min_value=series.first, max_value=series.last, format="YYYY-MM-DD",
                key=state.mirror(f"series:{end}", day), on_change=partial(_typed, window),
            )  # fmt: skip
        st.radio(
            say("real.spikes.choice"), _SPIKES, horizontal=True, on_change=_choose_spikes,
            key=state.mirror("series:spikes", _SPIKES[visit().corrected]), help=say("real.spikes.help"),
            format_func=lambda name: say(f"real.spikes.{name}"),
        )  # fmt: skip


def _typed(before: tuple[date, date]) -> None:
    typed = (st.session_state["series:first"] or before[0], st.session_state["series:last"] or before[1])
    update(window=typed)


def _choose_spikes() -> None:
    update(corrected=st.session_state["series:spikes"] == "spread")


def _brushed(series: Series) -> None:
    """Take the days of a range that was drawn over the chart; where none was, nothing changes."""
    boxes = st.session_state[_CHART].selection.box
    if boxes and (window := span_of(series, boxes[0]["x"])):
        update(window=window)


def span_of(series: Series, ends: list[str]) -> tuple[date, date] | None:
    """Return the days between two ends of a range drawn over a chart, those of the series only; None where none is."""
    days = sorted(date.fromisoformat(str(end)[:10]) for end in ends)
    first, last = max(days[0], series.first), min(days[-1], series.last)
    return (first, last) if first <= last else None


# --------------------------------------------------------------------------------------------------------- showing


def _chart(series: Series, found: Fit | None, say: Language) -> None:
    st.html(inert.element("p", inert.text(say("real.brush")), "opacity:.85;margin:0"))
    words = say("real.alt", first=str(series.first), last=str(series.last))
    described(
        st.plotly_chart, counts_and_window(series, found, say), words, key=_CHART, on_select=partial(_brushed, series),
        selection_mode="box", config={"displayModeBar": False},
    )  # fmt: skip


def _rate_words(found: Fit, say: Language) -> str:
    return say(
        "real.rate", total=say.count(found.total), days=say.count(float(found.days)),
        rate=say.count(round(found.rate.value, 2)), interval=_span(found.rate, say),
        first=str(found.first), last=str(found.last),
    )  # fmt: skip


def _rows(found: Fit, say: Language) -> list[list[str]]:
    ends = found.trend.interval
    percent = Measured(value=100 * found.trend.value, interval=Interval(100 * ends.low, 100 * ends.high))
    measures = {"rate": found.rate, "trend": percent, "dispersion": found.dispersion,
                "day_correlation": found.day_correlation}  # fmt: skip
    return [
        [say(f"real.fit.{name}"), _rounded(measured.value, measured.interval, say), _span(measured, say)]
        for name, measured in measures.items()
    ]


def _span(measured: Measured, say: Language) -> str:
    low, high = (_rounded(end, measured.interval, say) for end in measured.interval)
    return say("allowed.span", low=low, high=high)


def _rounded(value: float, interval: Interval, say: Language) -> str:
    """A number with the decimals that its interval leaves room for: a tenth of its width."""
    width = interval.high - interval.low
    places = max(0, math.ceil(-math.log10(width / 10))) if width > 0 else 0
    return say.number(f"{round(value, places) + 0.0:,.{min(places, 4)}f}")
