"""Answers below each other on one ruler of days, as a Plotly figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

from sim.show.board import TICKS
from sim.show.figures import Marks, Say, drawn
from sim.show.figures_dots import stacked
from sim.show.palette import GREY, ORANGE
from sim.study.answer import Answer

__all__ = ["on_one_ruler"]


def on_one_ruler(rows: Sequence[tuple[str, Answer]], say: Say) -> go.Figure:
    """Return answers below each other on one logarithmic ruler of days, each with its name above it.

    An answer is a large marker, with ranges the 5th to 95th percentile as a bar, its median, and dots to count.
    """
    traces: list[Marks] = []
    shapes: list[Marks] = []
    names: list[Marks] = []
    wrapped = [wrap(name, _LONGEST_LINE) for name, _ in rows]
    lines = max(map(len, wrapped), default=1)
    unit = max(86, 26 + 30 * lines)  # pixels from a row to the next
    for row, (_, answer) in enumerate(rows):
        names.append({
            "x": 0, "xref": "paper", "xanchor": "left", "y": -row + 0.36, "yanchor": "bottom", "align": "left",
            "text": "<br>".join(wrapped[row]), "showarrow": False, "font": {"size": 14},
        })  # fmt: skip
        shapes.append(_level(-row, *_RULER_ENDS, {"color": GREY, "width": 1}))
        spread = answer.spread
        if not spread.fixed:
            low, high = (_on_ruler(x) for x in spread.interval)
            shapes.append(_level(-row, low, high, {"color": ORANGE, "width": 6}, 0.5))
            traces.append(_dots_on_ruler(answer.dots(50), row))
        middle = answer.days if spread.fixed else spread.middle.value
        marker = {"size": 17, "color": ORANGE}
        hover = {"hovertemplate": f"{say.days(middle)}<extra></extra>"}
        traces.append({
            "type": "scatter", "mode": "markers", "x": [_on_ruler(middle)], "y": [-row], "marker": marker, **hover,
            "cliponaxis": False,
        })  # fmt: skip
    top = 0.36 + (6 + 20 * lines) / unit
    return drawn(
        traces, say, (round(64 + unit * (len(rows) - 0.45 + top)), 26), showlegend=False, shapes=shapes,
        annotations=names, xaxis={"type": "log", "range": [math.log10(x) for x in _RULER_ENDS], **_ticks(say)},
        yaxis={"visible": False, "range": [0.45 - len(rows), top]},
    )  # fmt: skip


_LONGEST_LINE = 44
"""Letters of a name that a phone's screen has room for (assumption: 390 pixels)."""
_UNNAMED = (14.0, 1000.0)
"""Ticks whose names would run into their neighbours' on a phone."""
_RULER_ENDS = (0.8, 1700.0)
"""Ends of the ruler (days)."""
_UNDER_A_DAY = 0.86
"""Where the ruler has less than a day."""
_NEVER_AT = 1600.0
"""Where the ruler has never (days)."""


def _on_ruler(days: float) -> float:
    """Where days stand on the ruler: never at its end, less than a day before the first."""
    return _NEVER_AT if math.isinf(days) else min(days, 1200.0) if days >= 1 else _UNDER_A_DAY


def _ticks(say: Say) -> Marks:
    names = zip(TICKS, say("ruler.ticks").split("|"), strict=True)
    words = ["" if days in _UNNAMED else name for days, name in names]
    return {"tickvals": [_on_ruler(x) for x in TICKS], "ticktext": words, "ticks": "outside"}


def _level(y: float, low: float, high: float, line: Marks, opacity: float = 1.0) -> Marks:
    return {"type": "line", "x0": low, "x1": high, "y0": y, "y1": y, "line": line, "opacity": opacity, "layer": "below"}


def _dots_on_ruler(dots: Sequence[float], row: int) -> Marks:
    places, heights = stacked(dots, None, wide=True)
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip", "x": [_on_ruler(x) for x in places],
        "y": [-row + 0.05 + 0.05 * min(height, 6.0) for height in heights],
        "marker": {"size": 4.5, "color": ORANGE, "opacity": 0.8},
    }  # fmt: skip
