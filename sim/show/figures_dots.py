"""Equally likely outcomes as dots to count, as a Plotly figure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from sim.show.figures import Marks, Say, axis_title, decade_ticks, drawn, upright
from sim.show.palette import GREY, ORANGE

__all__ = ["countable", "stacked"]

_COLUMNS = 18
"""Columns of dots; each dot stands in the column that holds its days."""
_FEW = 20
"""Dots that can be large, and most dots of never in a column."""
_LEFT = {"showarrow": False, "xanchor": "right", "xshift": 14}
"""Words that end at their place, because the edge of a phone's screen is near."""
_LEAST = 1e-6
"""Width of a column beside what is drawn (days) below which nobody sees it; also the shortest time that is told."""
_DRAWN = 200.0
"""Height in pixels that a column of dots may take."""


def countable(dots: Sequence[float], limit: float | None, claim: str, say: Say) -> go.Figure:
    """Return equally likely days covered as dots to count, those on the claim's side of the yardstick filled.

    `limit` is the yardstick (days), None for none. Days that are never stand in a column of their own at the right. The
    axis is logarithmic where the dots span more than a factor of 8. The yardstick itself is on the claim's side.
    """
    ends = sorted(x for x in dots if math.isfinite(x) and x > 0)
    low, high = (ends[0], ends[-1]) if ends else (1.0, 2.0)
    wide = high > 8 * low
    places, heights = stacked(dots, limit, wide)
    tallest = max(*heights, 4.0)
    above = max((height for height, x in zip(heights, dots, strict=True) if math.isinf(x)), default=1.0)
    never = {"x": math.log10(places[-1]) if wide else places[-1], "y": above, "yanchor": "bottom", "yshift": 6}
    shown = [*places, *([limit] if limit is not None else [])]
    words = [{**never, "text": say("never_short"), **_LEFT}] if math.isinf(dots[-1]) else []
    if limit is not None:
        place = {"x": math.log10(limit) if wide else limit, "y": 1, "yref": "paper", "yanchor": "top"}
        name = f"{say('yardstick_line')}: {say.exact_days(limit)}"
        words.append({**place, "text": name, "showarrow": False, "xanchor": "left", "xshift": 4})
    return drawn(
        _filled_dots(dots, list(zip(places, heights, strict=True)), limit, claim, say),
        say,
        (300, 14),
        yaxis={"visible": False, "range": [0.2, 1.08 * tallest + 0.6]},
        xaxis={**axis_title(say("axis.days")), **_dots_axis(shown, wide, say)},
        shapes=[upright(limit)] if limit is not None else [],
        annotations=words,
    )


def _filled_dots(
    dots: Sequence[float], places: Sequence[tuple[float, float]], limit: float | None, claim: str, say: Say
) -> list[Marks]:
    """The dots at their places: filled where the claim holds, hollow where it does not."""
    size = min(17.0 if len(dots) <= _FEW else 11.0, _DRAWN / max(height for _, height in places))
    inside = [limit is not None and (x <= limit if claim == "at most" else x >= limit) for x in dots]
    traces: list[Marks] = []
    plain = say("dots.plain", all=str(len(dots)))
    for held, name, symbol, color in (
        (True, "dots.holds", "circle", ORANGE), (False, "dots.holds_not", "circle-open", GREY)
    ):  # fmt: skip
        chosen = [i for i, x in enumerate(inside) if x == held]
        words = say(name, count=str(len(chosen)), all=str(len(dots))) if limit is not None else plain
        marker = {"size": size, "symbol": symbol, "color": color, "line": {"width": 2, "color": color}}
        if chosen:
            traces.append({
                "type": "scatter", "mode": "markers", "name": words, "marker": marker,
                "x": [places[i][0] for i in chosen], "y": [places[i][1] for i in chosen],
                "text": [say.days(dots[i]) for i in chosen], "hovertemplate": "%{text}<extra></extra>",
            })  # fmt: skip
    return traces


def stacked(dots: Sequence[float], limit: float | None, wide: bool) -> tuple[list[float], list[float]]:
    """Place each dot in the middle of its column, on top of those there; the yardstick lies between two columns.

    So no dot is moved across the yardstick, and those above 0 by half a column at most. Dots of never stand beyond the
    last column, in columns of at most `_FEW`. Returns the places (days) and the heights (1 is the lowest).

    >>> places, heights = stacked([1.0, 2.0, 2.01, 10.0, math.inf], 2.05, False)
    >>> heights, max(places[:3]) < 2.05 < min(places[3:])
    ([1.0, 1.0, 2.0, 1.0, 1.0], True)
    """
    scale, back = (math.log, math.exp) if wide else (float, float)
    ends = [x for x in dots if math.isfinite(x) and x > 0] or [1.0]
    edge = scale(limit) if limit is not None else scale(ends[0])
    least = _LEAST * max(ends[-1], limit or 0.0, _LEAST)
    width = max((scale(ends[-1]) - scale(ends[0])) / _COLUMNS, least)
    columns = [math.ceil((scale(max(x, ends[0])) - edge) / width) if math.isfinite(x) else None for x in dots]
    beyond = max((c for c in columns if c is not None), default=0) + 3
    count: dict[int, int] = {}
    places, heights = [], []
    for place, found in enumerate(columns):
        column = beyond + (place - columns.index(None)) // _FEW if found is None else found
        count[column] = count.get(column, 0) + 1
        places.append(back(edge + (column - 0.5) * width))
        heights.append(float(count[column]))
    return places, heights


def _dots_axis(shown: Sequence[float], wide: bool, say: Say) -> Marks:
    low, high = min(shown), max(shown)
    if not wide:
        margin = max(0.08 * (high - low), 0.05)
        return {"range": [low - margin, high + margin]}
    low, high = math.log10(max(low, 1e-3) / 1.3), math.log10(high * 1.3)
    return {"type": "log", "range": [low, high], **decade_ticks(low, high, say)}
