"""The plane of rate and troops with its lines of equal days, as a Plotly figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from sim.core.arrays import Array
from sim.inputs.definitions import MAX_TROOPS
from sim.saying.sentences import counted
from sim.show.figures import Marks, Say, axis_title, decade_ticks, drawn, room_for
from sim.show.palette import GREY, ORANGE
from sim.study.answer import Answer

__all__ = ["equal_days"]

_LEVELS = (1.0, 3.0, 7.0, 14.0, 30.0, 90.0, 365.0, 1095.0)
"""Lines of equal days that the plane may show."""
_FARTHER = 10.0
"""How many times farther out the rates reach where no line of equal days lies near."""
_GRID = 31
"""Rates, and sizes, of the grid on which lines of equal days are read off."""
_CLICKED = 54
"""Places across, and along, that can be clicked."""


def equal_days(answer: Answer, published: Iterable[tuple[str, float, float]], say: Say) -> go.Figure:
    """Return the plane of rate and troops with lines of equal days covered under the scenario's other assumptions.

    `published` are remarks: name, casualties/day, people. The lines are read off a grid of exact answers, 31 by 31,
    straight between its points on logarithmic axes: for a bare quotient, whose lines are straight there, that is exact.
    """
    scenario = answer.scenario
    rate, troops = scenario.number("reported_rate"), scenario.number("troops")
    remarks = list(published)
    sizes = _span([troops, *(n for _, _, n in remarks)], MAX_TROOPS)
    for farthest in (rate, _FARTHER * rate):  # where everything near is never used up, lines begin farther out
        rates = _span([rate, farthest, *(r for _, r, _ in remarks)], scenario.highest("reported_rate"))
        if lines := list(_level_lines(answer.days_at(rates, sizes), rates, sizes)):
            break
    diamond = {"size": 11, "symbol": "diamond", "color": GREY}
    cross = {"size": 16, "symbol": "x-thin", "color": ORANGE, "line": {"width": 4, "color": ORANGE}}
    names = {"text": [name for name, *_ in remarks], "hovertemplate": "%{text}<extra></extra>"}
    words = f"{say('now')}: {say.days(answer.days)}"
    right_half = math.log(max(rate, rates[0]) / rates[0]) > 0.5 * math.log(rates[-1] / rates[0])
    here = {
        "mode": "markers+text", "text": [f" {words} "], "textposition": f"bottom {'left' if right_half else 'right'}",
        "textfont": {"size": 13, "color": ORANGE}, "cliponaxis": False, "name": words,
        "hovertemplate": f"{say('now')}<extra></extra>",
    }  # fmt: skip
    traces = [
        _anywhere(rates, sizes),
        *_level_marks(lines, say),
        {**_points([p[1:] for p in remarks], diamond), "name": say("published"), **names},
        *([{**_points([(rate, troops)], cross), **here}] if rate > 0 and troops > 0 else []),
    ]
    people = "axis.troops" if counted(scenario) == "troops" else "axis.troops.casualties"
    axes = {
        "xaxis": _decades(rates, say("axis.rate"), say),
        "yaxis": _decades(sizes, say(people), say),
    }
    return drawn(traces, say, (400, room_for(axes["yaxis"]["ticktext"])), showlegend=False, **axes)


def _anywhere(rates: Array, sizes: Array) -> Marks:
    """Places all over the plane that cannot be seen and can be clicked."""
    across, along = (np.geomspace(axis[0], axis[-1], _CLICKED) for axis in (rates, sizes))
    x, y = np.meshgrid(across, along)
    unseen = {"marker": {"opacity": 0}}
    return {
        "type": "scatter", "mode": "markers", "x": x.ravel(), "y": y.ravel(), "hoverinfo": "none",
        "marker": {"opacity": 0, "size": 9}, "selected": unseen, "unselected": unseen,
    }  # fmt: skip


def _points(places: Sequence[tuple[float, float]], marker: Marks) -> Marks:
    return {
        "type": "scatter", "mode": "markers", "marker": marker, "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": marker["color"]}},
    }  # fmt: skip


def _decades(shown: Array, title: str, say: Say) -> Marks:
    """A logarithmic axis with a tick at 1 and 3 of each decade."""
    low, high = math.log10(shown[0]), math.log10(shown[-1])
    return {"type": "log", "range": [low, high], **axis_title(title), **decade_ticks(low, high, say)}


def _span(values: Sequence[float], most: float) -> Array:
    """The span shown: out to a tick beyond all values, so that it stays as it is while a value moves a little."""
    some = [x for x in values if x > 0] or [1.0]
    ticks = [m * 10.0**p for p in range(-12, 11) for m in (1, 3)]
    low = max(tick for tick in ticks if tick <= max(min(some) / 1.3, 1e-12))
    high = min(tick for tick in ticks if tick >= min(max(some) * 1.3, 3e10))
    return np.minimum(np.geomspace(low, min(high, most), _GRID), most)


def _level_lines(plane: Array, rates: Array, sizes: Array) -> Iterable[tuple[float, Array]]:
    """For each level its line, as places of rate and troops along it; shape (place, 2).

    Crossings along both axes, put in order by the sum of their logarithms: along a line both grow.
    """
    for level in _LEVELS:
        rows, troops = _crossings(plane, sizes, level)
        columns, lost = _crossings(plane.T, rates, level)
        places = np.log(np.column_stack([[*rates[rows], *lost], [*troops, *sizes[columns]]]))
        if len(places) > 1:
            yield level, np.exp(places[np.argsort(places.sum(axis=1))])


def _crossings(plane: Array, places: Array, level: float) -> tuple[npt.NDArray[np.intp], Array]:
    """Rows of the plane and where along them the days cross a level, straight on logarithmic axes.

    Between neighbours of which one is 0 or never no crossing is drawn: there is no straight line to either.
    """
    before, after = plane[:, :-1], plane[:, 1:]
    known = (before > 0) & (after > 0) & np.isfinite(before) & np.isfinite(after)
    rows, steps = np.nonzero(known & ((before < level) != (after < level)))
    low, high = np.log(before[rows, steps]), np.log(after[rows, steps])
    share = (math.log(level) - low) / (high - low)
    return rows, places[steps] * (places[steps + 1] / places[steps]) ** share


def _level_marks(levels: Sequence[tuple[float, Array]], say: Say) -> list[Marks]:
    """All lines as one trace with gaps, and their labels as another: a trace a line costs more than the model."""
    gap = [[math.nan, math.nan]]
    along = np.concatenate([part for _, line in levels for part in (line, gap)] or [gap])
    named = np.array([line[int(0.97 * (len(line) - 1))] for _, line in levels]).reshape(-1, 2)
    quiet = {"type": "scatter", "showlegend": False, "hoverinfo": "skip"}
    return [
        {**quiet, "mode": "lines", "x": along[:, 0], "y": along[:, 1], "line": {"color": GREY, "width": 1.3}},
        {
            **quiet, "mode": "text", "x": named[:, 0], "y": named[:, 1], "textfont": {"size": 11, "color": GREY},
            "text": [say.exact_days(level) for level, _ in levels], "textposition": "top left",
            "unselected": {"textfont": {"color": GREY}},  # a click on the plane fades no name
        },
    ]  # fmt: skip
