"""The ladder as a waterfall and the tornado, as Plotly figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from sim.show.figures import Marks, Say, axis_title, drawn, room_for, upright
from sim.show.palette import BLUE, GREY, PURPLE

__all__ = ["tornado_bars", "waterfall"]

_LONGEST_LINE = 20
"""Letters in a line of a tornado's name: on a phone, too, the bars have more room than their names."""


def waterfall(steps: Sequence[tuple[str, float]], say: Say) -> go.Figure:
    """Return the ladder as a waterfall from above to below: name and days covered (days) of each rung in turn.

    A step that makes the answer never (or takes that back) reaches beyond the longest finite answer and says so. A step
    of nothing still shows as a hair line.
    """
    finite = [days for _, days in steps if math.isfinite(days)]
    edge = 1.2 * max([*finite, 1.0])
    ends = [min(days, edge) for _, days in steps]
    starts = [0.0, *ends[:-1]]
    names = [f"{number}. {name}" for number, (name, _) in enumerate(steps, start=1)]
    traces: list[Marks] = []
    for kind, color, pattern in (("first", GREY, ""), ("more", BLUE, ""), ("fewer", PURPLE, "/")):
        rows = [i for i in range(len(steps)) if kind == _kind(i, starts, ends)]
        if rows:
            traces.append({
                "type": "bar", "orientation": "h", "name": say(f"ladder.{kind}"), "marker": _filled(color, pattern),
                "y": [names[i] for i in rows], "x": [_seen(ends[i] - starts[i], edge) for i in rows],
                "base": [starts[i] for i in rows], "hovertext": [say.days(steps[i][1]) for i in rows],
                "hovertemplate": "%{y}: %{hovertext}<extra></extra>",
            })  # fmt: skip
    said = [say.days(days) if math.isfinite(days) else f"→ {say.days(days)}" for _, days in steps]
    reached = [_beside(max(starts[i], ends[i]), names[i], words) for i, words in enumerate(said)]
    size = 110 + 34 * len(steps), room_for(names, titled=False)
    return drawn(
        traces, say, size, annotations=reached, bargap=0.35, barmode="overlay",
        xaxis={**axis_title(say("axis.days")), "range": [0, 1.45 * max([*ends, 1.0])]},
        yaxis={"categoryorder": "array", "categoryarray": names[::-1]},
    )  # fmt: skip


def _beside(x: float, row: str, words: str) -> Marks:
    """Words to the right of the end of a bar."""
    return {"x": x, "y": row, "text": words, "showarrow": False, "xanchor": "left", "xshift": 4}


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


def tornado_bars(bars: Sequence[tuple[str, float, float]], days: float, limit: float, say: Say) -> go.Figure:
    """Return the tornado: name, days at the low end and days at the high end of each range, the widest on top.

    Both ends are published numbers, so both are grey; the low one is hatched.
    `days` is the answer at the central values and `limit` the yardstick (days). Never reaches beyond the longest
    finite answer and says so.
    """
    finite = [x for _, *ends in bars for x in (*ends, days, limit) if math.isfinite(x)]
    edge = 1.2 * max([*finite, 1.0])
    wrapped = [wrap(name, _LONGEST_LINE) for name, *_ in bars]
    center, names = min(days, edge), ["<br>".join(lines) for lines in wrapped]
    traces: list[Marks] = []
    for side, pattern in ((0, "/"), (1, "")):
        reached = [ends[side] for _, *ends in bars]
        traces.append({
            "type": "bar", "orientation": "h", "name": say("tornado.low" if side == 0 else "tornado.high"),
            "y": names, "x": [min(x, edge) - center for x in reached], "base": center,
            "marker": _filled(GREY, pattern), "hovertext": [say.days(x) for x in reached],
            "hovertemplate": "%{y}: %{hovertext}<extra></extra>",
        })  # fmt: skip
    never = [
        _beside(edge, name, f"→ {say('never_short')}")
        for name, (_, *ends) in zip(names, bars, strict=True)
        if math.inf in ends
    ]
    yardstick = {"x": limit, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False, "font": {"size": 11}}
    size = 130 + max(34, 6 + 16 * max(map(len, wrapped))) * len(bars), room_for(sum(wrapped, []), titled=False)
    return drawn(
        traces, say, size, xaxis={**axis_title(say("axis.days")), "range": [0, 1.5 * edge]},
        yaxis={"autorange": "reversed"}, barmode="overlay", legend={"orientation": "h", "y": -0.25},
        shapes=[upright(limit)], annotations=[*never, {**yardstick, "text": say("yardstick_line")}],
    )  # fmt: skip
