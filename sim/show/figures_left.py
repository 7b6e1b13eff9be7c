"""The troops left over time as a Plotly figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from sim.core.arrays import Array
from sim.show.figures import Marks, Say, axis_title, drawn, room_for, upright
from sim.show.palette import GREY, ORANGE
from sim.study.answer import Answer

__all__ = ["Axes", "left_axes", "troops_left"]

_POINTS = 121
_LONGEST_SHOWN = 36_500.0
_FEWEST_SHOWN = 10.0
"""People up to whom the axis reaches at least, so that its ticks are whole people."""
_ROOM_BESIDE = 0.75
"""An interval that ends before this share of the axis of days has its name beside it, and not above."""
_NAMES_BELOW = 0.92
"""A share of the axis of people above which the yardstick has its name."""
_ABOVE = "top right"
"""Where the name of a falling line stands, in Plotly's words."""
_GAP = 0.005
"""Share of the axis between the yardstick's line and a name beyond it."""
_LETTER = 0.009
"""Width of a letter of a line's name, as a share of the chart's (assumption: a chart as wide as on a desk)."""


class Axes(NamedTuple):
    """How far a chart of the troops left reaches: days, and people."""

    days: float
    people: float


def left_axes(answer: Answer, *others: Answer) -> Axes:
    """Return axes that hold an answer and its yardstick, and where it is not much farther its interval.

    They are made from a reading as it was published and then stay, so that a line moves when a number does. At least
    one day and at most a century; for never twice the yardstick. High enough for the start of `others`, too, and for a
    line that rises for ever as far as it is shown.

    >>> from sim.inputs.loading import load
    >>> left_axes(Answer(scenario=load("sky-2024-10k")))
    Axes(days=28.0, people=10800.0)
    """
    limit, days, high = answer.threshold_days, answer.days, answer.spread.high.value
    reach = max(2 * limit, 0.0 if math.isinf(days) else 1.3 * days)
    if math.isfinite(high):
        reach = max(reach, min(1.1 * high, 4 * reach))
    reach = min(max(reach, 1.0), _LONGEST_SHOWN)
    shown = [(each, np.array([0.0, reach if math.isinf(each.days) else 0.0])) for each in (answer, *others)]
    highest = [max(float(_left(each, times).max()), each.effective_troops) for each, times in shown]
    return Axes(reach, 1.08 * max(*highest, _FEWEST_SHOWN))


def _left(answer: Answer, times: Array) -> Array:
    """Cover less net drain (people) at times (days), below zero once it is used up."""
    drain, covered = answer.curves(times)
    return covered - drain


def troops_left(answer: Answer, ghost: tuple[Answer | None, str], axes: Axes, say: Say) -> go.Figure:
    """Return the troops left over time, down to the day they are used up, beside the yardstick.

    `ghost` is another answer drawn for comparison, None for none, and the key of its name. With ranges the 5th to 95th
    percentile of the day they are used up lies as a band on the axis.
    """
    lines = [(answer, {"color": ORANGE, "width": 4}, say("left.now", days=say.days(answer.days)), 0.45)]
    other, name = ghost
    if other is not None:
        dotted, words = {"color": GREY, "width": 2.5, "dash": "dot"}, say(name, days=say.days(other.days))
        lines.insert(0, (other, dotted, words, 0.85))
    ends = [each[0].days for each in lines]
    traces = [mark for each in lines for mark in _line_of(*each, axes, ends)]
    bounds = {
        "xaxis": {**axis_title(say("left.days")), "range": [0, axes.days]},
        "yaxis": {"range": [-0.02 * axes.people, axes.people], "rangemode": "tozero"},
    }
    room = room_for([say.count(round(axes.people))], titled=False)
    return drawn(traces, say, (340, room), showlegend=False, **bounds, **_beside_it(answer, axes, say))


def _line_of(
    answer: Answer, line: Marks, words: str, share: float, axes: Axes, all_ends: Sequence[float]
) -> list[Marks]:
    """The troops left as a line that ends on the axis, before it its end and its name at a share of its way.

    Two traces: a browser draws a mark for each point of a trace that has marks.
    """
    times = np.linspace(0.0, min(answer.days, axes.days), _POINTS)
    left = np.maximum(_left(answer, times), 0.0)
    ends = answer.days <= axes.days
    if ends:
        left[-1] = 0.0
    room = _LETTER * len(words) * axes.days
    at, place = _name_place(answer, axes, (times, left), share, room, all_ends)
    out, marked = left[at] > axes.people, [at, _POINTS - 1]
    beyond = place == _ABOVE and _crosses(answer.threshold_days, times[at], room, axes)
    stands = answer.threshold_days + _GAP * axes.days if beyond else times[at]
    shared = {"type": "scatter", "cliponaxis": False, "hovertemplate": "%{x:.1f}: %{y:,.0f}<extra></extra>"}
    named = {
        **shared, "mode": "markers+text", "x": [stands, times[-1]], "textposition": place,
        "y": np.minimum(left[marked], _NAMES_BELOW * axes.people) if out else left[marked],
        "text": [f"↑ {words}" if out else words, ""],
        "textfont": {"size": 14, "color": line["color"]},
        "marker": {"size": [0.0, 11.0 if ends else 0.0], "color": line["color"], "opacity": 1, "line": {"width": 0}},
    }  # fmt: skip
    return [named, {**shared, "mode": "lines", "x": times, "y": left, "line": line}]


def _crosses(limit: float, start: float, room: float, axes: Axes) -> bool:
    """Whether a name that starts there would cross the yardstick's line, beyond which it has room (days)."""
    return 0 <= limit - start < room < axes.days - limit


def _name_place(
    answer: Answer, axes: Axes, line: tuple[Array, Array], share: float, room: float, all_ends: Sequence[float]
) -> tuple[int, str]:
    """The point of a line where its name stands, and on which side of it.

    At a share of its way, or as near to that as the line lies within the axes. Of a line that does not fall below it to
    the right, beyond the yardstick's line and within the axes; else above, or below where a later line runs or where
    there is little room and no earlier line. (A name above that would cross the yardstick's line stands beyond it: see
    `_line_of`.)
    """
    times, left = line
    at, seen = int(share * len(times)), np.flatnonzero(left <= _NAMES_BELOW * axes.people)
    at = int(seen[np.abs(seen - at).argmin()]) if len(seen) else at
    if left[-1] >= left[0] > 0 or left[-1] > left[0] or left[at] > axes.people:
        if 0 <= answer.threshold_days - times[at] < room:
            at = min(int(np.searchsorted(times, answer.threshold_days)) + 1, len(times) - 1)
        return min(at, int(np.searchsorted(times, max(axes.days - room, 0.0)))), "bottom right"
    apart = [share * (end - answer.days) for end in all_ends]
    crossed = any(0 < days < room for days in apart) and times[at] > room
    fits = times[at] < 0.6 * axes.days or (any(-room < days < 0 for days in apart) and times[at] + room < axes.days)
    return at, _ABOVE if fits and not crossed else "bottom left"


def _beside_it(answer: Answer, axes: Axes, say: Say) -> dict[str, list[Marks]]:
    """The days that the words allow, shaded, and the interval as a band on the axis."""
    said = answer.verdict
    shapes: list[Marks] = []
    names: list[Marks] = []
    if said is not None and said.threshold_days is not None and said.threshold_days < axes.days:
        limit = said.threshold_days
        ends = {"x0": 0, "x1": limit} if said.claim == "at most" else {"x0": limit, "x1": axes.days}
        whole = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 0}, "layer": "below"}
        shapes += [{**whole, **ends, "fillcolor": ORANGE, "opacity": 0.1}, upright(limit)]
        right = limit < 0.55 * axes.days
        names.append({
            "x": limit, "y": 1, "yref": "paper", "yanchor": "top", "showarrow": False, "font": {"size": 12},
            "xanchor": "left" if right else "right", "xshift": 4 if right else -4,
            "text": say(f"left.limit.{said.claim}", limit=say.count(limit)),
        })  # fmt: skip
    band, words = _interval(*answer.spread.interval, axes, say)
    return {"shapes": [*shapes, *band], "annotations": [*names, *words]}


def _interval(low: float, high: float, axes: Axes, say: Say) -> tuple[list[Marks], list[Marks]]:
    """The band on the axis of days within which the interval ends, and its name; an arrow where it goes on."""
    end = min(high, axes.days)
    if low >= end:
        return [], []
    band = {"type": "rect", "x0": low, "x1": end, "y0": 0, "y1": 0.03 * axes.people, "line": {"width": 0}}
    if end < _ROOM_BESIDE * axes.days:
        place = {"y": 0, "xanchor": "left", "xshift": 9}
    else:
        place = {"y": 0.04 * axes.people, "xanchor": "right"}
    name = {"x": end, "yanchor": "bottom", "showarrow": False, "font": {"size": 12}}
    goes_on = {"text": "→", "y": 0.015 * axes.people, "xanchor": "left", "yanchor": "middle", "font": {"size": 18}}
    names = [{**name, **place, "text": say("left.interval")}, *([{**name, **goes_on}] if high > end else [])]
    return [{**band, "fillcolor": ORANGE, "opacity": 0.45}], names
