"""Reported series as Plotly figures: the series and its window, months, the fan of a forecast, and the track record.

Grey is what was reported, orange a rate of losses fitted to it or too few days, blue what troops cover.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from sim.core.arrays import Array
from sim.inputs.facts import Month
from sim.saying.language import Language
from sim.show.figures import drawn, room_for
from sim.show.palette import BLUE, GREY, ORANGE
from sim.show.series_results import month_rows, month_words, row_words
from sim.study.backtest import Backtest, coverage
from sim.study.fit import Fit
from sim.study.forecast import Forecast, actual_days, fan
from sim.study.series import Series

__all__ = ["FAN", "LEVELS", "counts_and_window", "days_by_month", "held_by_level", "melting", "predicted_and_actual"]

Marks = dict[str, Any]

FAN = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Probabilities whose lines make the fan: the middle, half and nine tenths of what is thought likely."""
LEVELS = tuple(round(0.1 * n, 1) for n in range(1, 10))
"""Levels of central intervals whose coverage is drawn."""
_MOST_POINTS = 2_500
"""Days drawn one by one; of a longer series the means of as many days as bring it below (assumption)."""
_WEEK = 7
_DATES = {
    "type": "date", "nticks": 8,
    "tickformatstops": [
        {"dtickrange": [None, 27 * 86_400_000], "value": "%d.%m.%y"}, {"dtickrange": ["M1", None], "value": "%m.%Y"},
    ],
}  # fmt: skip
"""An axis of dates: months, or days where ticks are closer (milliseconds) than a month."""
_FEW_ROWS = 1
"""Rows of months that can be named in the picture: a second name lies on the first one's pins on a phone."""


def _figure(traces: Sequence[Marks], say: Language, height: int, labels: Sequence[str], **layout: Any) -> go.Figure:
    """Return a figure whose left margin holds the labels of its vertical axis and their title; axes may be dates."""
    axes = {name: {"tickformat": "", **layout.pop(name, {})} for name in ("xaxis", "yaxis")}
    return drawn(traces, say, (height, room_for(labels)), **axes, **layout)


def _veil(color: str, opacity: float) -> str:
    """A colour of the palette, transparent."""
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _titled(words: str, **more: Any) -> Marks:
    return {"title": {"text": words, "standoff": 12}, **more}


def _line(color: str, width: float = 2, dash: str = "solid") -> Marks:
    return {"color": color, "width": width, "dash": dash}


def _dates(series: Series, places: npt.NDArray[np.intp]) -> list[str]:
    return [series.day(place).isoformat() for place in places]


# ------------------------------------------------------------------------------------------------------- the series


def counts_and_window(series: Series, found: Fit | None, say: Language) -> go.Figure:
    """Return the daily counts with their mean of seven days, the spikes, and the fitted window with its interval.

    A range of days can be drawn over it with the mouse.
    """
    step = -(-len(series.counts) // _MOST_POINTS)
    places = np.arange(0, len(series.counts), step)
    counts = np.add.reduceat(series.counts, places) / np.diff(np.append(places, len(series.counts)))
    days = _dates(series, places)
    hover = {"hovertemplate": f"%{{x}}: %{{y:,.0f}} {say.unit('troops')}<extra></extra>"}
    dots = {"color": GREY, "size": 4, "opacity": 0.7}
    traces: list[Marks] = [
        {"type": "scatter", "mode": "markers", "x": days, "y": counts, "marker": dots, **hover,
         "name": say("real.days") if step == 1 else say("real.days.mean", days=say.exact_days(step))},
        *([_week_line(series, say)] if step == 1 and len(counts) > 3 * _WEEK else []),
        *_spikes(series, say),
        *(_window(found, say) if found else []),
    ]  # fmt: skip
    top = 1.08 * float(counts.max(initial=1.0))
    return _figure(
        traces, say, 360, [say.count(round(top))], dragmode="select", selectdirection="h", hovermode="closest",
        newselection={"line": {"color": ORANGE}}, shapes=_shade(found) if found else [],
        xaxis=_DATES,
        yaxis=_titled(say("real.axis.counts"), range=[0, top], tickformat=","),
    )  # fmt: skip


def _week_line(series: Series, say: Language) -> Marks:
    means = np.convolve(series.counts, np.full(_WEEK, 1 / _WEEK), mode="valid")
    days = _dates(series, np.arange(_WEEK // 2, _WEEK // 2 + len(means)))
    return {"type": "scatter", "mode": "lines", "x": days, "y": means, "name": say("real.week"), "hoverinfo": "skip",
            "line": _line(GREY)}  # fmt: skip


def _spikes(series: Series, say: Language) -> list[Marks]:
    found = [f for f in series.findings if f.kind == "spike"]
    if not found:
        return []
    days = [f.first - timedelta(days=series.day_before) for f in found]
    ring = {"symbol": "circle-open", "size": 13, "color": GREY, "line": {"width": 2}}
    return [{
        "type": "scatter", "mode": "markers", "name": say("real.spikes"), "marker": ring,
        "x": [day.isoformat() for day in days], "y": [float(series.counts[series.place(day)]) for day in days],
        "hovertemplate": "%{x}: %{y:,.0f}<extra></extra>",
    }]  # fmt: skip


def _shade(found: Fit) -> list[Marks]:
    """The days of the window, from bottom to top: a month is a few pixels of four years."""
    ends = {"x0": found.first.isoformat(), "x1": found.last.isoformat(), "yref": "paper", "y0": 0, "y1": 1}
    return [{"type": "rect", **ends, "fillcolor": ORANGE, "opacity": 0.15, "line": {"width": 0}, "layer": "below"}]


def _window(found: Fit, say: Language) -> list[Marks]:
    """The mean rate of the window over its days, and the interval of that mean as a band."""
    ends = [found.first.isoformat(), found.last.isoformat()]
    low, high = found.rate.interval
    quiet = {"type": "scatter", "x": ends, "mode": "lines", "hoverinfo": "skip"}
    return [
        {**quiet, "y": [low, low], "line": {"width": 0}, "showlegend": False},
        {**quiet, "y": [high, high], "line": {"width": 0}, "fill": "tonexty", "fillcolor": _veil(ORANGE, 0.35),
         "name": say("real.band")},
        {**quiet, "y": [found.rate.value] * 2, "line": _line(ORANGE, 3), "name": say("real.mean")},
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ months


def days_by_month(months: Sequence[Month], troops: float, limit: float, say: Language) -> go.Figure:
    """Return the days that troops last at the average of each published month, as pins that stand on the limit (days).

    Those that hang below it are set apart, and named where they are few. The axis is logarithmic: the first year lies
    far above the others.
    """
    days = np.array([troops / m.rate for m in months])
    under = days < limit
    traces = [*_pins(months, days, (limit, ~under), say), *_pins(months, days, (limit, under), say)]
    low, high = math.log10(min(limit, days.min()) / 1.4), math.log10(max(limit, days.max()) * 1.15)
    ticks = [m * 10.0**p for p in range(math.floor(low), math.ceil(high) + 1) for m in (1, 2, 5)]
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": limit, "y1": limit, "line": _line(GREY, 2, "dot")}
    return _figure(
        traces, say, 340, [say.count(10 ** round(high))], shapes=[line],
        annotations=_named([m for m, below in zip(months, under, strict=True) if below], troops, say),
        xaxis=_DATES,
        yaxis=_titled(say("real.axis.start"), type="log", range=[low, high], tickvals=ticks,
                      ticktext=[say.count(x) for x in ticks]),
    )  # fmt: skip


def _pins(
    months: Sequence[Month], days: Array, which: tuple[float, npt.NDArray[np.bool_]], say: Language
) -> list[Marks]:
    """Some of the months as pins on the limit, all of them on the same side of it."""
    limit, chosen = which[0], np.flatnonzero(which[1]).tolist()
    if not chosen:
        return []
    below = days[chosen[0]] < limit
    color = ORANGE if below else BLUE
    ends = [end for i in chosen for end in ((months[i].first, limit), (months[i].first, days[i]), (None, None))]
    side = "real.under" if below else "real.not_under"
    name = say(side, days=say.exact_days(limit, "genitive"), count=str(len(chosen)))
    heads = {"color": color, "size": 10, "symbol": "diamond" if below else "circle"}
    return [
        {"type": "scatter", "mode": "lines", "x": [x for x, _ in ends], "y": [y for _, y in ends],
         "line": _line(color), "hoverinfo": "skip", "showlegend": False},
        {"type": "scatter", "mode": "markers", "x": [months[i].first for i in chosen], "y": days[chosen],
         "marker": heads, "name": name, "hovertemplate": "%{text}<extra></extra>",
         "text": [f"{month_words(months[i].first, say)}: {say.days(float(days[i]))}" for i in chosen]},
    ]  # fmt: skip


def _named(months: Sequence[Month], troops: float, say: Language) -> list[Marks]:
    """The names of months in a row below the lowest of them, where there are few such rows."""
    rows = month_rows(months)
    if len(rows) > _FEW_ROWS:
        return []
    return [
        {"x": row[len(row) // 2].first, "y": math.log10(min(troops / m.rate for m in row)), "yanchor": "top",
         "yshift": -8, "text": row_words(row, say), "showarrow": False, "font": {"size": 12}}
        for row in rows
    ]  # fmt: skip


# -------------------------------------------------------------------------------------------------------- forecasts


def melting(made: Forecast, series: Series, say: Language) -> go.Figure:
    """Return the troops left as a fan that ends where they are used up, and what really happened, as far as is known.

    The fan is that of `sim.study.forecast.fan`, 5 to 95 % and 25 to 75 %. The rate of the forecast must be above 0.
    """
    found = fan(made, FAN)
    low, inner_low, middle, inner_high, high = found.days
    people = found.left.tolist()
    quiet = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"width": 0}}
    traces: list[Marks] = []
    for early, late, opacity, name in ((low, high, 0.25, "real.fan.90"), (inner_low, inner_high, 0.3, "real.fan.50")):
        around = {"x": [*early, *late[::-1]], "y": [*people, *people[::-1]], "fill": "toself"}
        traces.append({**quiet, **around, "fillcolor": _veil(BLUE, opacity), "name": say(name)})
    traces.append({
        "type": "scatter", "mode": "lines", "x": middle, "y": people, "line": _line(BLUE, 3),
        "name": say("real.fan.middle"), "hovertemplate": f"%{{x:.1f}}: %{{y:,.0f}} {say.unit('troops')}<extra></extra>",
    })  # fmt: skip
    happened, reach = _really_left(made, series), float(high[-1])
    if happened:
        traces.append({
            "type": "scatter", "mode": "lines", "x": happened[0], "y": happened[1], "name": say("real.happened"),
            "line": _line(GREY, 2.5, "dash"),
        })  # fmt: skip
        reach = max(reach, happened[0][-1])
    return _figure(
        traces, say, 340, [say.count(made.troops)], xaxis=_titled(say("real.axis.days"), range=[0, 1.04 * reach]),
        yaxis=_titled(say("real.axis.left"), range=[0, 1.04 * made.troops], tickformat=","),
    )  # fmt: skip


def _really_left(made: Forecast, series: Series) -> tuple[list[float], list[float]] | None:
    """Days and people left as it turned out, to the end of the troops or of the data; None where nothing is known."""
    place = series.place(made.day)
    lost = np.concatenate([[0.0], np.cumsum(series.counts[place:])])
    if len(lost) < 2:
        return None
    end = float(actual_days(series, made.troops)[place])
    days = np.arange(len(lost), dtype=np.float64)
    if np.isnan(end):
        return days.tolist(), (made.troops - lost).tolist()
    whole = days < end
    return [*days[whole].tolist(), end], [*(made.troops - lost[whole]).tolist(), 0.0]


def predicted_and_actual(series: Series, found: Backtest, say: Language) -> go.Figure:
    """Return for every start the forecast, with its interval, and the days that the troops really lasted."""
    starts = found.starts
    some = np.arange(0, len(starts.place), -(-len(starts.place) // _MOST_POINTS))
    days = _dates(series, starts.place[some])
    quiet = {"type": "scatter", "mode": "lines", "x": days, "hoverinfo": "skip"}
    really = {"type": "scatter", "mode": "lines", "x": days, "y": starts.happened[some], "line": _line(GREY, 2.5),
              "hovertemplate": "%{x}: %{y:.1f}<extra></extra>"}  # fmt: skip
    traces: list[Marks] = [
        {**quiet, "y": starts.low[some], "line": {"width": 0}, "showlegend": False},
        {**quiet, "y": starts.high[some], "line": {"width": 0}, "fill": "tonexty", "fillcolor": _veil(BLUE, 0.25),
         "name": say("real.fan.90")},
        {**quiet, "y": starts.median[some], "line": _line(BLUE, 1.5), "name": say("real.fan.middle")},
        {**really, "name": say("real.happened"), "connectgaps": False},
    ]  # fmt: skip
    high = starts.high[np.isfinite(starts.high)]  # a rate of zero has no upper end
    usual = np.percentile(high, 98) if len(high) else 1.0  # a few ends far above the rest would flatten it
    highest = 1.1 * float(np.nanmax([*starts.happened[some], usual]))
    return _figure(
        traces, say, 340, [say.count(round(highest))], xaxis=_DATES,
        yaxis=_titled(say("real.axis.start"), range=[0, highest], tickformat=","),
    )  # fmt: skip


def held_by_level(found: Backtest, say: Language) -> go.Figure:
    """Return which share of the starts the central intervals of each level held, beside what they say of themselves."""
    x = [100 * level for level in LEVELS]
    shared = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "hovertemplate": "%{x:.0f} %: %{y:.0f} %<extra></extra>",
    }
    ours, week = ([100 * coverage(found.starts, who, level) for level in LEVELS] for who in ("forecast", "trailing_7"))
    traces: list[Marks] = [
        {"type": "scatter", "mode": "lines", "x": [0, 100], "y": [0, 100], "line": _line(GREY, 2, "dot"),
         "name": say("real.level.exact"), "hoverinfo": "skip"},
        {**shared, "y": ours, "name": say("real.level.forecast"), "line": _line(BLUE, 3),
         "marker": {"size": 8}},
        {**shared, "y": week, "name": say("real.level.week"), "line": _line(GREY, 2, "dash"),
         "marker": {"size": 8, "symbol": "diamond"}},
    ]  # fmt: skip
    ends = {"range": [0, 100], "ticksuffix": " %", "nticks": 6}
    return _figure(
        traces, say, 340, ["100 %"], xaxis=_titled(say("real.axis.level"), **ends),
        yaxis=_titled(say("real.axis.held"), **ends),
    )  # fmt: skip
