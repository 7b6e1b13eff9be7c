"""The page of real series: where a rate comes from, what it lets one expect, and how far to trust that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from sim.saying.language import Language, one_line
from sim.show import inert
from sim.study.series import Finding, Series, dated
from sim.ui import series_forecast, series_months, series_window, state
from sim.ui.series_visit import SOURCES, read_again, take, update, visit

__all__ = ["page"]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "counts": ("", "cumulative", "daily"),
    "covers": ("", "day-before", "same-day"),
    "gaps": ("spread", "kept"),
    "repeats": ("kept", "spread"),
}
"""How a file can be read, by field of `FileReading`; an empty text is what the file itself says."""
_STYLE = "<style>[data-testid=stPlotlyChart] svg text {fill: currentColor !important}</style>"
"""Words in a chart as dark, or as light, as those around it: the grey of Streamlit's charts is too pale to read."""
_SHOWN = 8
"""Findings shown at once; the rest when asked."""


def page(say: Language) -> None:
    """Draw the page: the published months, or a daily series of the visitor's."""
    st.html(_STYLE + inert.element("h2", inert.text(say("real.title")), "font-size:1.35rem;padding:0"))
    st.radio(
        say("real.source"), SOURCES, horizontal=True, label_visibility="collapsed", on_change=_choose_source,
        key=state.mirror("series:source", visit().source), format_func=lambda name: say(f"real.source.{name}"),
    )  # fmt: skip
    if visit().source == "months":
        series_months.draw(say)
    else:
        _daily(say)


def _choose_source() -> None:
    update(source=st.session_state["series:source"] or SOURCES[0])


def _daily(say: Language) -> None:
    series = visit().series
    if series is None:
        st.html(inert.element("p", inert.linked(say("real.where"))))
    label = say("real.upload" if series is None else "real.upload.other")
    st.file_uploader(label, type=["json", "csv", "txt"], key="series:upload", on_change=_uploaded, max_upload_size=1,
                     help=say("real.upload.help"))  # fmt: skip
    larger = say("real.larger", troops=f"{visit().troops:.10g}")
    st.html(inert.element("p", inert.text(larger), "opacity:.85;font-size:.9rem"))
    if problems := visit().problems:
        refused = inert.element("p", inert.element("strong", inert.text(say("real.refused"))))
        st.html(refused + inert.items([say.problem(problem) for problem in problems]))
    if visit().content:
        _what_was_read(series, say)
    if series is not None:
        series_window.draw(series, say)
        series_forecast.draw(series, say)
        series_forecast.record(series, say)


def _uploaded() -> None:
    if (file := st.session_state["series:upload"]) is not None:
        take(file.getvalue(), one_line(file.name)[:100])


# ------------------------------------------------------------------------------------------------- what was read


def _what_was_read(series: Series | None, say: Language) -> None:
    """Say what was found out about the file, list its traps by date, and offer to read it otherwise."""
    if series is not None:
        st.html(inert.element("p", inert.text(_read_words(series, say))))
        _findings(series, say)
    box = st.expander(say("real.reading"), key="series:reading", on_change=state.touch, expanded=series is None)
    if box.open:
        with box:
            _reading(say)


def _read_words(series: Series, say: Language) -> str:
    parts = {
        "name": series.name, "column": series.column, "kind": say("real.total" if series.cumulative else "real.counts"),
        "about": say("real.day_before" if series.day_before else "real.same_day"), "first": str(series.first),
        "last": str(series.last), "hash": series.sha256[:16], "newest": str(series.vintage),
    }  # fmt: skip
    return say("real.read", **parts)


def _findings(series: Series, say: Language) -> None:
    found = (*dated(series, date.today()), *series_window.counted(series).findings)
    if not found:
        st.html(inert.element("p", inert.text(say("real.clean"))))
        return
    rows = [_finding(finding, say) for finding in found]
    head = say("real.findings.columns").split("|")
    st.html(inert.table(say("real.findings", count=str(len(rows))), head, rows[:_SHOWN]))
    if len(rows) > _SHOWN:
        box = st.expander(say("real.findings.rest", count=str(len(rows) - _SHOWN)), key="series:findings",
                          on_change=state.touch)  # fmt: skip
        if box.open:
            box.html(inert.table(say("real.findings", count=str(len(rows))), head, rows[_SHOWN:]))


def _finding(finding: Finding, say: Language) -> list[str]:
    return [say.text(part) for part in finding.parts]


def _reading(say: Language) -> None:
    how = visit().how
    for field, choices in _CHOICES.items():
        st.radio(
            say(f"real.{field}.choice"), choices, horizontal=True, on_change=partial(_read_otherwise, field),
            key=state.mirror(f"series:how:{field}", getattr(how, field)),
            format_func=partial(_choice_words, field, say),
        )  # fmt: skip
    st.text_input(say("real.column.choice"), max_chars=100, on_change=partial(_read_otherwise, "column"),
                  key=state.mirror("series:how:column", how.column))  # fmt: skip


def _choice_words(field: str, say: Language, choice: str) -> str:
    return say(f"real.{field}.{choice or 'detect'}")


def _read_otherwise(field: str) -> None:
    chosen: dict[str, Any] = {field: st.session_state[f"series:how:{field}"] or ""}
    read_again(replace(visit().how, **chosen))
