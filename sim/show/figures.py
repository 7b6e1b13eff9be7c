"""What the Plotly figures share: lines, labels, room for them, and what a figure needs of a language.

Every figure takes `say`, which gives the text of a key in the reader's language, and the numbers the model gave.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import plotly.graph_objects as go

from sim.show.palette import BLUE, GREY, ORANGE, PURPLE

__all__ = ["Marks", "Say", "axis_title", "decade_ticks", "drawn", "room_for", "upright"]

Marks = dict[str, Any]
"""A trace, a shape, an annotation or an axis in Plotly's own keys."""


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


_TEMPLATE = {"layout": {"colorway": [ORANGE, BLUE, GREY, PURPLE]}}
"""In place of the template that Plotly has for every kind of chart, which is more to send than a chart itself."""
_LETTER = 7.0
"""Pixels that a letter of a label takes, rather too many than too few."""


def drawn(traces: Sequence[Marks], say: Say, size: tuple[int, float], **layout: Any) -> go.Figure:
    """Check and return a figure of a height, with a margin at the left (pixels).

    All at once: every later change of a Plotly figure costs as much as the whole. The margin is reckoned here: a
    browser that has to find it draws the figure twice.
    """
    height, left = size
    above = 40 if layout.get("showlegend", True) else 16
    settings: dict[str, Any] = {
        "height": height, "template": _TEMPLATE, "separators": say("separators"),
        "margin": {"l": left, "r": 26, "t": above, "b": 48},
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "xanchor": "left"},
    }  # fmt: skip
    axis = {"automargin": False, "fixedrange": True, "tickformat": ",", "tickangle": 0, "ticklabeloverflow": "allow"}
    axes = {name: {**axis, **layout.pop(name, {})} for name in ("xaxis", "yaxis")}
    return go.Figure(data=list(traces), layout={**settings, **axes, **layout})


def upright(days: float) -> Marks:
    """A dotted line from bottom to top at a number of days."""
    ends = {"x0": days, "x1": days, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", **ends, "line": {"color": GREY, "width": 2, "dash": "dot"}}


def axis_title(words: str) -> Marks:
    """Name an axis, close to its numbers."""
    return {"title": {"text": words, "standoff": 6}}


def room_for(labels: Iterable[str], titled: bool = True) -> float:
    """Pixels that the labels of a vertical axis need, and its title; rather too many than too few.

    >>> room_for(["10,000"])
    80.0
    """
    return 14 + _LETTER * max(map(len, labels), default=1) + (24 if titled else 0)


def decade_ticks(low: float, high: float, say: Say) -> Marks:
    """A tick at 1 and 3 of each decade between two decimal logarithms.

    >>> from sim.saying.language import PLAIN
    >>> decade_ticks(0.0, 1.0, PLAIN)["ticktext"]
    ['1', '3', '10', '30']
    """
    ticks = [m * 10.0**p for p in range(math.floor(low), math.ceil(high) + 1) for m in (1, 3)]
    return {"tickvals": ticks, "ticktext": [say.count(x) for x in ticks]}
