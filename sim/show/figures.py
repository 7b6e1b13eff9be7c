"""Results as Plotly figures; besides `series_figures` the only module that knows Plotly.

Every figure takes `say`, which gives the text of a key in the reader's language, and the numbers the model gave.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from sim.inputs.definitions import MAX_TROOPS
from sim.show.palette import BLUE, GREY, ORANGE, PURPLE
from sim.study.answer import Answer

__all__ = [
    "Axes",
    "Say",
    "countable",
    "equal_days",
    "left_axes",
    "on_one_ruler",
    "stacked",
    "tornado_bars",
    "troops_left",
    "waterfall",
]

Array = npt.NDArray[np.float64]
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


_POINTS = 121
_LETTER = 7.0
"""Pixels that a letter of a label takes, rather too many than too few."""
_LONGEST_SHOWN = 36_500.0
_COLUMNS = 18
"""Columns of dots; each dot stands in the column that holds its days."""
_FEW = 20
"""Dots that can be large, and most dots of never in a column."""
_LEFT = {"showarrow": False, "xanchor": "right", "xshift": 14}
"""Words that end at their place, because the edge of a phone's screen is near."""
_DRAWN = 200.0
"""Height in pixels that a column of dots may take."""
_LEVELS = (1.0, 3.0, 7.0, 14.0, 30.0, 90.0, 365.0, 1095.0)
"""Lines of equal days that the plane may show."""
_GRID = 31
"""Rates, and sizes, of the grid on which lines of equal days are read off."""


def _figure(traces: Sequence[Marks], say: Say, size: tuple[int, float], **layout: Any) -> go.Figure:
    """Check and return a figure of a height, with a margin at the left (pixels).

    All at once: every later change of a Plotly figure costs as much as the whole. The margin is reckoned here: a
    browser that has to find it draws the figure twice.
    """
    height, left = size
    above = 40 if layout.get("showlegend", True) else 16
    settings: dict[str, Any] = {
        "height": height, "margin": {"l": left, "r": 26, "t": above, "b": 48}, "separators": say("separators"),
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "xanchor": "left"},
    }  # fmt: skip
    axis = {"automargin": False, "fixedrange": True, "tickformat": ",", "tickangle": 0, "ticklabeloverflow": "allow"}
    axes = {name: {**axis, **layout.pop(name, {})} for name in ("xaxis", "yaxis")}
    return go.Figure(data=list(traces), layout={**settings, **axes, **layout})


def _upright(days: float) -> Marks:
    """A dotted line from bottom to top at a number of days."""
    ends = {"x0": days, "x1": days, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", **ends, "line": {"color": GREY, "width": 2, "dash": "dot"}}


def _title(words: str) -> Marks:
    return {"title": {"text": words, "standoff": 6}}


def _room(labels: Iterable[str], titled: bool = True) -> float:
    """Pixels that the labels of a vertical axis need, and its title."""
    return 14 + _LETTER * max(map(len, labels), default=1) + (24 if titled else 0)


class Axes(NamedTuple):
    """How far a chart of the troops left reaches: days, and people."""

    days: float
    people: float


def left_axes(answer: Answer) -> Axes:
    """Return axes that hold an answer and its yardstick, and where it is not much farther its interval.

    They are made from a reading as it was published and then stay, so that a line moves when a number does.
    """
    limit, days, high = answer.threshold_days, answer.days, answer.spread.high.value
    reach = max(2 * limit, 4 * limit if math.isinf(days) else 1.3 * days)
    if math.isfinite(high):
        reach = max(reach, min(1.1 * high, 4 * reach))
    reach = min(max(reach, 1.0), _LONGEST_SHOWN)
    start = max(float(_left(answer, np.zeros(1))[0]), answer.effective_troops, 1.0)
    return Axes(reach, 1.08 * start)


def _left(answer: Answer, times: Array) -> Array:
    drain, covered = answer.curves(times)
    return covered - drain


def troops_left(answer: Answer, ghost: tuple[Answer | None, str], axes: Axes, say: Say) -> go.Figure:
    """Return the troops left over time, down to the day they are used up, beside the yardstick.

    `ghost` is another answer drawn for comparison, None for none, and the key of its name. With ranges the 5th to 95th
    percentile of the day they are used up lies as a band on the axis.
    """
    now = say("left.now", days=say.days(answer.days))
    traces = [_line_of(answer, axes, {"color": ORANGE, "width": 4}, (now, 0.45))]
    other, name = ghost
    if other is not None:
        dotted, words = {"color": GREY, "width": 2.5, "dash": "dot"}, say(name, days=say.days(other.days))
        traces.insert(0, _line_of(other, axes, dotted, (words, 0.85)))
    bounds = {
        "xaxis": {**_title(say("axis.days")), "range": [0, axes.days]},
        "yaxis": {"range": [-0.02 * axes.people, axes.people], "rangemode": "tozero"},
    }
    room = _room([say.count(round(axes.people))], titled=False)
    return _figure(traces, say, (340, room), showlegend=False, **bounds, **_beside_it(answer, axes, say))


def _line_of(answer: Answer, axes: Axes, line: Marks, name: tuple[str, float]) -> Marks:
    """The troops left as a line that ends on the axis, with its name at a share of its way."""
    words, share = name
    times = np.linspace(0.0, min(answer.days, axes.days), _POINTS)
    left = np.maximum(_left(answer, times), 0.0)
    ends = answer.days <= axes.days
    if ends:
        left[-1] = 0.0
    named = int(share * _POINTS)
    labels = [words if i == named else "" for i in range(_POINTS)]
    sizes = [11.0 if ends and i == _POINTS - 1 else 0.0 for i in range(_POINTS)]
    return {
        "type": "scatter", "mode": "lines+markers+text", "x": times, "y": left, "line": line, "text": labels,
        "textposition": "top right" if times[named] < 0.6 * axes.days else "bottom left",
        "textfont": {"size": 14, "color": line["color"]},
        "marker": {"size": sizes, "color": line["color"], "opacity": 1, "line": {"width": 0}},
        "cliponaxis": False, "hovertemplate": "%{x:.1f}: %{y:,.0f}<extra></extra>",
    }  # fmt: skip


def _beside_it(answer: Answer, axes: Axes, say: Say) -> dict[str, list[Marks]]:
    """The days that the words allow, shaded, and the interval as a band on the axis."""
    said = answer.verdict
    shapes: list[Marks] = []
    names: list[Marks] = []
    if said is not None and said.threshold_days is not None and said.threshold_days < axes.days:
        limit = said.threshold_days
        ends = {"x0": 0, "x1": limit} if said.claim == "at most" else {"x0": limit, "x1": axes.days}
        whole = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 0}, "layer": "below"}
        shapes += [{**whole, **ends, "fillcolor": ORANGE, "opacity": 0.1}, _upright(limit)]
        right = limit < 0.55 * axes.days
        names.append({
            "x": limit, "y": 1, "yref": "paper", "yanchor": "top", "showarrow": False, "font": {"size": 12},
            "xanchor": "left" if right else "right", "xshift": 4 if right else -4,
            "text": say(f"left.limit.{said.claim}", days=say.exact_days(limit)),
        })  # fmt: skip
    low, high = answer.spread.interval[0], min(answer.spread.interval[1], axes.days)
    if low < high:
        band = {"type": "rect", "x0": low, "x1": high, "y0": 0, "y1": 0.03 * axes.people, "line": {"width": 0}}
        shapes.append({**band, "fillcolor": ORANGE, "opacity": 0.45})
        place = {"x": (low + high) / 2, "y": 0.04 * axes.people, "yanchor": "bottom", "showarrow": False}
        names.append({**place, "text": say("left.interval"), "font": {"size": 12}})
    return {"shapes": shapes, "annotations": names}


def _written(words: Sequence[str], sides: Sequence[str]) -> Marks:
    """Words beside points: read faster than a legend, and drawn faster."""
    return {
        "type": "scatter", "mode": "markers+text", "text": [f" {text} " for text in words], "textposition": list(sides),
        "cliponaxis": False, "textfont": {"size": 13},
    }  # fmt: skip


def countable(dots: Sequence[float], limit: float | None, claim: str, say: Say) -> go.Figure:
    """Return equally likely days covered as dots to count, those on the claim's side of the yardstick filled.

    `limit` is the yardstick (days), None for none. Days that are never stand in a column of their own at the right.
    The axis is logarithmic where the dots span more than a factor of 8.
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
    return _figure(
        _filled_dots(dots, list(zip(places, heights, strict=True)), limit, claim, say),
        say,
        (300, 14),
        yaxis={"visible": False, "range": [0.2, 1.08 * tallest + 0.6]},
        xaxis={**_title(say("axis.days")), **_dots_axis(shown, wide, say)},
        shapes=[_upright(limit)] if limit is not None else [],
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

    Dots of never stand beyond the last column, in columns of at most `_FEW`.
    """
    scale, back = (math.log, math.exp) if wide else (float, float)
    ends = [x for x in dots if math.isfinite(x) and x > 0] or [1.0]
    edge = scale(limit) if limit is not None else scale(ends[0])
    width = max((scale(ends[-1]) - scale(ends[0])) / _COLUMNS, 1e-6 * ends[-1])
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
    return {"type": "log", "range": [low, high], **_decade_ticks(low, high, say)}


def _decade_ticks(low: float, high: float, say: Say) -> Marks:
    """A tick at 1 and 3 of each decade between two decimal logarithms."""
    ticks = [m * 10.0**p for p in range(math.floor(low), math.ceil(high) + 1) for m in (1, 3)]
    return {"tickvals": ticks, "ticktext": [say.count(x) for x in ticks]}


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
    ticks = {"tickvals": [_on_ruler(x) for x in _RULER_TICKS], "ticktext": say("ruler.ticks").split("|")}
    return _figure(
        traces, say, (70 + 86 * len(rows), 26), showlegend=False, shapes=shapes, annotations=names,
        xaxis={"type": "log", "range": [math.log10(x) for x in _RULER_ENDS], **ticks},
        yaxis={"visible": False, "range": [0.45 - len(rows), 0.7]},
    )  # fmt: skip


_RULER_TICKS = (1.0, 3.0, 7.0, 14.0, 30.0, 90.0, 365.0, 1000.0, math.inf)
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


def waterfall(steps: Sequence[tuple[str, float]], say: Say) -> go.Figure:
    """Return the ladder as a waterfall from above to below: name and days covered (days) of each rung in turn.

    A step that makes the answer never (or takes that back) reaches beyond the longest finite answer and says so.
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
    reached = [_beside(max(starts[i], ends[i]), names[i], say.days(days)) for i, (_, days) in enumerate(steps)]
    size = 110 + 34 * len(steps), _room(names, titled=False)
    return _figure(
        traces, say, size, annotations=reached, bargap=0.35, barmode="overlay",
        xaxis={**_title(say("axis.days")), "range": [0, 1.45 * max([*ends, 1.0])]},
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


def equal_days(answer: Answer, published: Iterable[tuple[str, float, float]], say: Say) -> go.Figure:
    """Return the plane of rate and troops with lines of equal days covered under the scenario's other assumptions.

    `published` are remarks: name, casualties/day, people. The lines are read off a grid of exact answers, straight
    between its points on logarithmic axes.
    """
    scenario = answer.scenario
    rate, troops = scenario.number("reported_rate"), scenario.number("troops")
    remarks = list(published)
    rates = _span([rate, *(r for _, r, _ in remarks)], scenario.highest("reported_rate"))
    sizes = _span([troops, *(n for _, _, n in remarks)], MAX_TROOPS)
    diamond = {"size": 11, "symbol": "diamond", "color": GREY}
    cross = {"size": 16, "symbol": "x-thin", "color": ORANGE, "line": {"width": 4, "color": ORANGE}}
    names = {"text": [name for name, *_ in remarks], "hovertemplate": "%{text}<extra></extra>"}
    words = f"{say('now')}: {say.days(answer.days)}"
    right_half = math.log(max(rate, rates[0]) / rates[0]) > 0.5 * math.log(rates[-1] / rates[0])
    here = {
        **_written([words], ["bottom left" if right_half else "bottom right"]), "name": words,
        "hovertemplate": f"{say('now')}<extra></extra>",
    }  # fmt: skip
    traces = [
        _anywhere(rates, sizes),
        *_level_marks(list(_level_lines(answer.days_at(rates, sizes), rates, sizes)), say),
        {**_points([p[1:] for p in remarks], diamond), "name": say("published"), **names},
        *([{**_points([(rate, troops)], cross), **here}] if rate > 0 and troops > 0 else []),
    ]
    axes = {"xaxis": _decades(rates, say("axis.rate"), say), "yaxis": _decades(sizes, say("axis.troops"), say)}
    return _figure(traces, say, (400, _room(axes["yaxis"]["ticktext"])), showlegend=False, **axes)


def _anywhere(rates: Array, sizes: Array) -> Marks:
    """Places all over the plane that cannot be seen and can be clicked."""
    across, along = (np.geomspace(axis[0], axis[-1], 3 * _COLUMNS) for axis in (rates, sizes))
    x, y = np.meshgrid(across, along)
    unseen = {"marker": {"opacity": 0}}
    return {
        "type": "scatter", "mode": "markers", "x": x.ravel(), "y": y.ravel(), "hoverinfo": "none",
        "marker": {"opacity": 0, "size": 9}, "selected": unseen, "unselected": unseen,
    }  # fmt: skip


def _points(places: Sequence[tuple[float, float]], marker: Marks) -> Marks:
    return {
        "type": "scatter", "mode": "markers", "marker": marker, "x": [x for x, _ in places],
        "y": [y for _, y in places], "unselected": {"marker": {"opacity": 1}},
    }  # fmt: skip


def _decades(shown: Array, title: str, say: Say) -> Marks:
    """A logarithmic axis with a tick at 1 and 3 of each decade."""
    low, high = math.log10(shown[0]), math.log10(shown[-1])
    return {"type": "log", "range": [low, high], **_title(title), **_decade_ticks(low, high, say)}


def _span(values: Sequence[float], most: float) -> Array:
    """The span shown: out to a tick beyond all values, so that it stays as it is while a value moves a little."""
    some = [x for x in values if x > 0] or [1.0]
    ticks = [m * 10.0**p for p in range(-12, 11) for m in (1, 3)]
    low = max(tick for tick in ticks if tick <= max(min(some) / 1.3, 1e-12))
    high = min(tick for tick in ticks if tick >= min(max(some) * 1.3, 3e10))
    return np.minimum(np.geomspace(low, min(high, most), _GRID), most)


def _level_lines(plane: Array, rates: Array, sizes: Array) -> Iterable[tuple[float, Array]]:
    """For each level its line, as places of rate and troops along it; shape (place, 2)."""
    for level in _LEVELS:
        rows, troops = _crossings(plane, sizes, level)
        columns, lost = _crossings(plane.T, rates, level)
        places = np.log(np.column_stack([[*rates[rows], *lost], [*troops, *sizes[columns]]]))
        if len(places) > 1:
            yield level, np.exp(places[np.argsort(places.sum(axis=1))])


def _crossings(plane: Array, places: Array, level: float) -> tuple[npt.NDArray[np.intp], Array]:
    """Rows of the plane and where along them the days cross a level, straight on logarithmic axes."""
    before, after = plane[:, :-1], plane[:, 1:]
    known = (before > 0) & (after > 0) & np.isfinite(before) & np.isfinite(after)
    rows, steps = np.nonzero(known & ((before < level) != (after < level)))
    share = np.log(level / before[rows, steps]) / np.log(after[rows, steps] / before[rows, steps])
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
            **quiet, "mode": "text", "x": named[:, 0], "y": named[:, 1], "textfont": {"size": 11},
            "text": [say.exact_days(level) for level, _ in levels], "textposition": "top left",
        },
    ]  # fmt: skip


def tornado_bars(bars: Sequence[tuple[str, float, float]], days: float, limit: float, say: Say) -> go.Figure:
    """Return the tornado: name, days at the low end and days at the high end of each range, the widest on top.

    `days` is the answer at the central values and `limit` the yardstick (days). Never reaches beyond the longest
    finite answer and says so.
    """
    finite = [x for _, *ends in bars for x in (*ends, days, limit) if math.isfinite(x)]
    edge = 1.2 * max([*finite, 1.0])
    center, names = min(days, edge), [name for name, *_ in bars]
    traces: list[Marks] = []
    for side, color, pattern in ((0, ORANGE, "/"), (1, BLUE, "")):
        reached = [ends[side] for _, *ends in bars]
        traces.append({
            "type": "bar", "orientation": "h", "name": say("tornado.low" if side == 0 else "tornado.high"),
            "y": names, "x": [min(x, edge) - center for x in reached], "base": center,
            "marker": _filled(color, pattern), "hovertext": [say.days(x) for x in reached],
            "hovertemplate": "%{y}: %{hovertext}<extra></extra>",
        })  # fmt: skip
    never = [_beside(edge, name, say("never_short")) for name, *ends in bars if math.inf in ends]
    yardstick = {"x": limit, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False, "font": {"size": 11}}
    size = 130 + 34 * len(bars), _room(names, titled=False)
    return _figure(
        traces, say, size, xaxis={**_title(say("axis.days")), "range": [0, 1.5 * edge]},
        yaxis={"autorange": "reversed"}, barmode="overlay", legend={"orientation": "h", "y": -0.25},
        shapes=[_upright(limit)], annotations=[*never, {**yardstick, "text": say("yardstick_line")}],
    )  # fmt: skip
