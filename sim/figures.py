"""Results as Plotly figures; the only module that knows Plotly.

Every figure takes `say`, which gives the text of a key in the reader's language, and the numbers the model gave.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from sim.model import assumptions, cover, days_covered, net_drain
from sim.quantities import MAX_RATE, MAX_TROOPS, Scenario

__all__ = [
    "BLUE",
    "GREY",
    "ORANGE",
    "Say",
    "countable",
    "equal_days",
    "losses_against_cover",
    "stacked",
    "tornado_bars",
    "waterfall",
]

Array = npt.NDArray[np.float64]


class Say(Protocol):
    """What a figure needs of a language."""

    def __call__(self, key: str, **places: str) -> str:
        """Return the text of a key."""

    def days(self, days: float) -> str:
        """Return days covered in words."""

    def exact_days(self, days: float) -> str:
        """Return a stated number of days in words, without decimals it does not have."""

    def count(self, value: float) -> str:
        """Return a number grouped by thousands."""


BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
"""Colours that colour-blind readers tell apart (Okabe & Ito 2008), readable on light and on dark ground."""

_POINTS = 121
_NEVER_SHOWN, _LONGEST_SHOWN = 365.0, 36_500.0
_COLUMNS = 18
"""Columns of dots; each dot stands in the column that holds its days."""
_LEVELS = (1.0, 3.0, 7.0, 14.0, 30.0, 90.0, 365.0, 1095.0)
"""Lines of equal days that the plane may show."""
_GRID = 61


def _arranged(figure: go.Figure, say: Say, height: int, **layout: Any) -> go.Figure:
    settings: dict[str, Any] = {
        "height": height, "margin": {"l": 10, "r": 10, "t": 36, "b": 10}, "separators": say("separators"),
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "xanchor": "left"},
    }  # fmt: skip
    axis = {"automargin": True, "fixedrange": True, "tickformat": ","}
    axes = {name: {**axis, **layout.pop(name, {})} for name in ("xaxis", "yaxis")}
    figure.update_layout({**settings, **axes, **layout})
    return figure


def losses_against_cover(scenario: Scenario, days: float, interval: tuple[float, float], say: Say) -> go.Figure:
    """Return the net drain against the cover over time, the crossing marked and the interval shaded.

    `days` is the days covered and `interval` its 5th and 95th percentile (days; infinity for never).
    """
    times = _times(days, interval)
    inputs, figure = assumptions(scenario), go.Figure()
    drain, covered = net_drain(inputs, times), cover(inputs, times)
    hover = f"%{{y:,.0f}} {say('unit.people')}"
    figure.add_scatter(x=times, y=drain, name=say("net_drain"), line={"color": ORANGE, "width": 3}, hovertemplate=hover)
    figure.add_scatter(
        x=times, y=covered, name=say("cover"), line={"color": BLUE, "width": 3, "dash": "dash"}, hovertemplate=hover
    )
    if days <= times[-1]:
        height = float(cover(inputs, [days])[0])
        figure.add_scatter(
            x=[days], y=[height], name=f"{say('used_up')}: {say.days(days)}", mode="markers",
            marker={"size": 13, "symbol": "x", "color": ORANGE, "line": {"width": 1, "color": "white"}},
            hovertemplate=hover,
        )  # fmt: skip
    low, high = interval
    if low < high and low < times[-1]:
        _shade(figure, low, min(high, float(times[-1])), say)
    top = 1.25 * max(float(covered.max()), 1.0)
    low_end = min(0.0, max(float(drain.min()), -top))
    return _arranged(
        figure, say, 360, xaxis_title=say("axis.days"), yaxis_title=say("axis.people"), hovermode="x unified",
        yaxis_range=[1.1 * low_end, top], xaxis_range=[0, float(times[-1])],
    )  # fmt: skip


def _times(days: float, interval: tuple[float, float]) -> Array:
    """Days shown: past the crossing and, where that is not much farther, past the interval."""
    reach = _NEVER_SHOWN if math.isinf(days) else 1.5 * days
    if math.isfinite(interval[1]):
        reach = max(reach, min(1.1 * interval[1], 4 * max(days, 1.0) if math.isfinite(days) else math.inf))
    return np.linspace(0.0, min(max(reach, 1.0), _LONGEST_SHOWN), _POINTS)


def _shade(figure: go.Figure, low: float, high: float, say: Say) -> None:
    figure.add_vrect(x0=low, x1=high, fillcolor=GREY, opacity=0.22, line_width=0, layer="below")
    figure.add_annotation(
        x=(low + high) / 2, y=0.02, yref="paper", yanchor="bottom", showarrow=False, text=say("interval"),
        font={"size": 12},
    )  # fmt: skip


def countable(dots: Sequence[float], limit: float | None, claim: str, say: Say) -> go.Figure:
    """Return equally likely days covered as dots to count, those on the claim's side of the yardstick filled.

    `limit` is the yardstick (days), None for none. Days that are never stand in a column of their own at the right.
    The axis is logarithmic where the dots span more than a factor of 8.
    """
    ends = sorted(x for x in dots if math.isfinite(x) and x > 0)
    low, high = (ends[0], ends[-1]) if ends else (1.0, 2.0)
    wide = high > 8 * low
    places, heights = stacked(dots, limit, wide)
    inside = [limit is not None and (x <= limit if claim == "at most" else x >= limit) for x in dots]
    figure = go.Figure()
    for held, name, symbol, color in (
        (True, "dots.holds", "circle", BLUE), (False, "dots.holds_not", "circle-open", ORANGE)
    ):  # fmt: skip
        chosen = [i for i, x in enumerate(inside) if x == held]
        if chosen:
            figure.add_scatter(
                x=[places[i] for i in chosen], y=[heights[i] for i in chosen], mode="markers",
                name=say(name, count=str(len(chosen)), all=str(len(dots))) if limit is not None else say("dots.plain"),
                marker={"size": 17, "symbol": symbol, "color": color, "line": {"width": 2, "color": color}},
                text=[say.days(dots[i]) for i in chosen], hovertemplate="%{text}<extra></extra>",
            )  # fmt: skip
    if limit is not None:
        figure.add_vline(x=limit, line={"color": GREY, "width": 2, "dash": "dot"})
    if math.isinf(dots[-1]):
        figure.add_annotation(
            x=math.log10(places[-1]) if wide else places[-1], y=heights[-1], text=say("never_short"), showarrow=False,
            yshift=18,
        )  # fmt: skip
    _dots_axis(figure, [*places, *([limit] if limit is not None else [])], wide, say)
    tallest = max(heights, default=1.0)
    return _arranged(
        figure,
        say,
        300,
        yaxis={"visible": False, "range": [0.2, max(tallest, 4.0) + 0.9]},
        xaxis_title=say("axis.days"),
    )


def stacked(dots: Sequence[float], limit: float | None, wide: bool) -> tuple[list[float], list[float]]:
    """Place each dot in the middle of its column, on top of those there; the yardstick lies between two columns.

    Dots of never stand beyond the last column.
    """
    scale, back = (math.log, math.exp) if wide else (float, float)
    ends = [x for x in dots if math.isfinite(x) and x > 0] or [1.0]
    edge = scale(limit) if limit is not None else scale(ends[0])
    width = max((scale(ends[-1]) - scale(ends[0])) / _COLUMNS, 1e-6 * ends[-1])
    columns = [math.ceil((scale(max(x, ends[0])) - edge) / width) if math.isfinite(x) else None for x in dots]
    beyond = max((c for c in columns if c is not None), default=0) + 3
    count: dict[int, int] = {}
    places, heights = [], []
    for found in columns:
        column = beyond if found is None else found
        count[column] = count.get(column, 0) + 1
        places.append(back(edge + (column - 0.5) * width))
        heights.append(float(count[column]))
    return places, heights


def _dots_axis(figure: go.Figure, shown: Sequence[float], wide: bool, say: Say) -> None:
    low, high = min(shown), max(shown)
    if wide:
        low, high = math.log10(max(low, 1e-3) / 1.15), math.log10(high * 1.15)
        ticks = [m * 10.0**p for p in range(math.floor(low), math.ceil(high) + 1) for m in (1, 3)]
        texts = [say.count(x) for x in ticks]
        figure.update_xaxes(type="log", range=[low, high], tickvals=ticks, ticktext=texts)
    else:
        margin = max(0.06 * (high - low), 0.05)
        figure.update_xaxes(range=[low - margin, high + margin])


def waterfall(steps: Sequence[tuple[str, float]], say: Say) -> go.Figure:
    """Return the ladder as a waterfall from above to below: name and days covered (days) of each rung in turn.

    A step that makes the answer never (or takes that back) reaches beyond the longest finite answer and says so.
    """
    finite = [days for _, days in steps if math.isfinite(days)]
    edge = 1.2 * max([*finite, 1.0])
    ends = [min(days, edge) for _, days in steps]
    starts = [0.0, *ends[:-1]]
    names = [f"{number}. {name}" for number, (name, _) in enumerate(steps, start=1)]
    figure = go.Figure()
    for kind, color, pattern in (("first", GREY, ""), ("more", BLUE, ""), ("fewer", ORANGE, "/")):
        rows = [i for i in range(len(steps)) if kind == _kind(i, starts, ends)]
        if rows:
            figure.add_bar(
                y=[names[i] for i in rows], x=[_seen(ends[i] - starts[i], edge) for i in rows],
                base=[starts[i] for i in rows], orientation="h", name=say(f"ladder.{kind}"),
                marker=_filled(color, pattern),
                hovertext=[say.days(steps[i][1]) for i in rows], hovertemplate="%{y}: %{hovertext}<extra></extra>",
            )  # fmt: skip
    for i, (_, days) in enumerate(steps):
        figure.add_annotation(
            x=max(starts[i], ends[i]), y=names[i], text=say.days(days), showarrow=False, xanchor="left", xshift=4,
        )  # fmt: skip
    return _arranged(
        figure, say, 110 + 34 * len(steps), xaxis_title=say("axis.days"), xaxis_range=[0, 1.45 * max([*ends, 1.0])],
        yaxis={"categoryorder": "array", "categoryarray": names[::-1]}, bargap=0.35, barmode="overlay",
    )  # fmt: skip


def _filled(color: str, pattern: str) -> dict[str, Any]:
    """A colour, and hatching over it, so that the colour is not all that tells two kinds of bars apart."""
    hatched = {
        "shape": pattern,
        "fillmode": "overlay",
        "fgcolor": "white",
        "fgopacity": 0.7,
        "size": 6,
        "solidity": 0.25,
    }
    return {"color": color, "pattern": hatched}


def _kind(index: int, starts: Sequence[float], ends: Sequence[float]) -> str:
    return "first" if index == 0 else "more" if ends[index] >= starts[index] else "fewer"


def _seen(length: float, edge: float) -> float:
    """A step of nothing still shows as a hair line."""
    return length if abs(length) > 0.004 * edge else math.copysign(0.004 * edge, length)


def equal_days(scenario: Scenario, published: Iterable[tuple[str, float, float]], days: float, say: Say) -> go.Figure:
    """Return the plane of rate and troops with lines of equal days covered under the scenario's other assumptions.

    `published` are remarks: name, casualties/day, people; `days` is the current answer (days). The lines are read off a
    grid of exact answers, straight between its points on logarithmic axes.
    """
    rate, troops = scenario.number("reported_rate"), scenario.number("troops")
    remarks = list(published)
    rates = _span([rate, *(r for _, r, _ in remarks)], MAX_RATE)
    sizes = _span([troops, *(n for _, _, n in remarks)], MAX_TROOPS)
    figure = go.Figure()
    _add_levels(figure, list(_level_lines(_plane(scenario, rates, sizes), rates, sizes)), rates, say)
    figure.add_scatter(
        x=[r for _, r, _ in remarks], y=[n for *_, n in remarks], mode="markers", name=say("published"),
        marker={"size": 11, "symbol": "diamond", "color": BLUE}, text=[name for name, *_ in remarks],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    if rate > 0 and troops > 0:
        figure.add_scatter(
            x=[rate], y=[troops], mode="markers", name=f"{say('now')}: {say.days(days)}",
            marker={"size": 16, "symbol": "x-thin", "color": ORANGE, "line": {"width": 4, "color": ORANGE}},
            hovertemplate=f"{say('now')}<extra></extra>",
        )  # fmt: skip
    axes = {"xaxis": _decades(rates, say("axis.rate"), say), "yaxis": _decades(sizes, say("axis.troops"), say)}
    return _arranged(figure, say, 420, **axes)


def _decades(shown: Array, title: str, say: Say) -> dict[str, Any]:
    """A logarithmic axis with a tick at 1 and 3 of each decade."""
    ends = math.log10(shown[0]), math.log10(shown[-1])
    ticks = [m * 10.0**p for p in range(math.floor(ends[0]), math.ceil(ends[1]) + 1) for m in (1, 3)]
    texts = [say.count(x) for x in ticks]
    return {"type": "log", "range": list(ends), "title": {"text": title}, "tickvals": ticks, "ticktext": texts}


def _span(values: Sequence[float], most: float) -> Array:
    some = [x for x in values if x > 0] or [1.0]
    return np.minimum(np.geomspace(min(some) / 2.2, min(max(some) * 2.2, most), _GRID), most)


def _plane(scenario: Scenario, rates: Array, sizes: Array) -> Array:
    """Days covered on the grid, shape (rate, troops); waves and steps keep their shares."""
    draws = {"reported_rate": rates[:, None], "troops": sizes[None, :]}
    return np.broadcast_to(days_covered(assumptions(scenario, draws)), (rates.size, sizes.size))


def _level_lines(plane: Array, rates: Array, sizes: Array) -> Iterable[tuple[float, Array]]:
    """For each level the troops (people) that cover it at each rate, NaN where none on the grid do."""
    for level in _LEVELS:
        line = np.full(rates.size, np.nan)
        for i, days in enumerate(plane):
            place = int(np.searchsorted(days, level))
            if 0 < place < sizes.size and days[place - 1] > 0 and np.isfinite(days[place]):
                share = math.log(level / days[place - 1]) / math.log(days[place] / days[place - 1])
                line[i] = sizes[place - 1] * (sizes[place] / sizes[place - 1]) ** share
        if np.isfinite(line).sum() > 1:
            yield level, line


def _add_levels(figure: go.Figure, levels: Sequence[tuple[float, Array]], rates: Array, say: Say) -> None:
    """Draw all lines as one trace with gaps, and their labels as another: a trace a line costs more than the model."""
    texts = [say.exact_days(level) for level, _ in levels]
    gap = [math.nan]
    figure.add_scatter(
        x=np.concatenate([part for _ in levels for part in (rates, gap)] or [gap]),
        y=np.concatenate([part for _, line in levels for part in (line, gap)] or [gap]),
        text=[text for text in texts for _ in range(rates.size + 1)], mode="lines", showlegend=False,
        line={"color": GREY, "width": 1.3}, connectgaps=False, hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    shown = [np.flatnonzero(np.isfinite(line)) for _, line in levels]
    places = [int(places[int(0.78 * (places.size - 1))]) for places in shown]
    figure.add_scatter(
        x=rates[places], y=[line[at] for (_, line), at in zip(levels, places, strict=True)], text=texts, mode="text",
        textposition="top center", textfont={"size": 11}, showlegend=False, hoverinfo="skip",
    )  # fmt: skip


def tornado_bars(bars: Sequence[tuple[str, float, float]], days: float, limit: float, say: Say) -> go.Figure:
    """Return the tornado: name, days at the low end and days at the high end of each range, the widest on top.

    `days` is the answer at the central values and `limit` the yardstick (days). Never reaches beyond the longest
    finite answer and says so.
    """
    finite = [x for _, *ends in bars for x in (*ends, days, limit) if math.isfinite(x)]
    edge = 1.2 * max([*finite, 1.0])
    center, names, figure = min(days, edge), [name for name, *_ in bars], go.Figure()
    for side, color, pattern in ((0, ORANGE, "/"), (1, BLUE, "")):
        reached = [ends[side] for _, *ends in bars]
        figure.add_bar(
            y=names, x=[min(x, edge) - center for x in reached], base=center, orientation="h",
            name=say("tornado.low" if side == 0 else "tornado.high"),
            marker=_filled(color, pattern),
            hovertext=[say.days(x) for x in reached], hovertemplate="%{y}: %{hovertext}<extra></extra>",
        )  # fmt: skip
        for name, x in zip(names, reached, strict=True):
            if math.isinf(x):
                figure.add_annotation(
                    x=edge, y=name, text=say("never_short"), showarrow=False, xanchor="left", xshift=4
                )
    figure.add_vline(x=limit, line={"color": GREY, "width": 2, "dash": "dot"})
    figure.add_annotation(
        x=limit, y=1, yref="paper", yanchor="bottom", text=say("yardstick_line"), showarrow=False, font={"size": 11}
    )
    return _arranged(
        figure, say, 130 + 34 * len(bars), xaxis_title=say("axis.days"), xaxis_range=[0, 1.25 * edge],
        yaxis={"autorange": "reversed"}, barmode="overlay", legend={"orientation": "h", "y": -0.25},
    )  # fmt: skip
