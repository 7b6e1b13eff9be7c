"""Answers below each other on one ruler of days, as a Plotly figure."""

from __future__ import annotations

import math
from collections.abc import Sequence

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
    for row, (name, answer) in enumerate(rows):
        names.append({
            "x": 0, "xref": "paper", "xanchor": "left", "y": -row + 0.42, "text": name, "showarrow": False,
            "font": {"size": 14},
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
    ticks = {"tickvals": [_on_ruler(x) for x in TICKS], "ticktext": say("ruler.ticks").split("|")}
    return drawn(
        traces, say, (70 + 86 * len(rows), 26), showlegend=False, shapes=shapes, annotations=names,
        xaxis={"type": "log", "range": [math.log10(x) for x in _RULER_ENDS], **ticks},
        yaxis={"visible": False, "range": [0.45 - len(rows), 0.7]},
    )  # fmt: skip


_RULER_ENDS = (0.93, 1700.0)
"""Ends of the ruler (days)."""
_NEVER_AT = 1600.0
"""Where the ruler has never (days)."""


def _on_ruler(days: float) -> float:
    """Where days stand on the ruler: never at its end, less than a day at its start."""
    return _NEVER_AT if math.isinf(days) else min(max(days, 1.0), 1200.0)


def _level(y: float, low: float, high: float, line: Marks, opacity: float = 1.0) -> Marks:
    return {"type": "line", "x0": low, "x1": high, "y0": y, "y1": y, "line": line, "opacity": opacity, "layer": "below"}


def _dots_on_ruler(dots: Sequence[float], row: int) -> Marks:
    places, heights = stacked(dots, None, wide=True)
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip", "x": [_on_ruler(x) for x in places],
        "y": [-row + 0.05 + 0.05 * min(height, 6.0) for height in heights],
        "marker": {"size": 4.5, "color": ORANGE, "opacity": 0.8},
    }  # fmt: skip
