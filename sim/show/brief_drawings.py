"""The drawings of the brief: losses, ladder and dots as SVG made by hand, for a page that loads nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.saying.digits import count_text
from sim.saying.language import Language
from sim.show import inert
from sim.show.palette import BLUE, GREY, ORANGE
from sim.show.templating import safe
from sim.study.answer import Answer

__all__ = ["Drawing", "dots", "ladder", "losses"]

INK = "#111"
"""The colour of text on paper."""
_HALF, _FULL, _HEIGHT, _LEFT, _BOTTOM, _TOP = 345, 706, 176, 60, 30, 8
"""The sizes of a drawing, in units of 0.267 mm: half the page or all of it wide, and the margins inside."""
_POINTS = 401
_BELOW = 0.6
"""How far below zero a negative net drain is drawn, as a share of the height above."""
_NEVER_SHOWN = 365.0

_Places = Callable[[float, float], tuple[float, float]]
"""From a day and a number of people to a point of a drawing."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is inside an SVG, marked as made here; its width and height; and what it shows, in words."""

    inside: object
    width: float
    height: float
    words: str


def _text(x: float, y: float, words: str, anchor: str = "middle", size: float = 10.5) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}"'
    return f'<text {place} fill="{INK}">{inert.text(words)}</text>'


def _line(points: Sequence[tuple[float, float]], color: str, dash: str = "", width: float = 2.2) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width}" stroke-dasharray="{dash}"/>'


def _ticks(most: float, count: int) -> list[float]:
    """Round numbers from 0 to `most`, at most `count` steps of them.

    >>> _ticks(28.0, 8), _ticks(12_500.0, 6)
    ([0.0, 5.0, 10.0, 15.0, 20.0, 25.0], [0.0, 5000.0, 10000.0])
    """
    power = 10.0 ** math.floor(math.log10(most))
    step = next(m * power for m in (0.1, 0.2, 0.5, 1, 2, 5) if most / (m * power) <= count)
    return [float(f"{i * step:.6g}") for i in range(int(most / step) + 1)]


def losses(answer: Answer, say: Language, half: bool) -> Drawing:
    """Draw net drain against cover, the crossing marked and the interval shaded; over half the page or all of it.

    Half as many days again as are covered; for never a year, or less where the drain falls far below zero.
    """
    width = _HALF if half else _FULL
    days, times = answer.days, np.linspace(0.0, _shown_days(answer), _POINTS)
    drain, covered = answer.curves(times)
    last, top = float(times[-1]), 1.25 * max(float(covered.max()), 1.0)
    base = max(min(float(drain.min()), 0.0), -_BELOW * top)

    def at(t: float, y: float) -> tuple[float, float]:
        down = (_HEIGHT - _BOTTOM - _TOP) * (top - y) / (top - base)
        return _LEFT + (width - _LEFT - 12) * t / last, _TOP + down

    low, high = (min(end, last) for end in answer.spread.interval)
    parts = [_shade(at(low, top), at(high, base))] if low < high else []
    parts += [
        *_axes(at, last, (base, top), say),
        _line([at(float(t), float(y)) for t, y in zip(times, drain, strict=True) if base <= y <= top], ORANGE),
        _line([at(float(t), float(y)) for t, y in zip(times, covered, strict=True)], BLUE, "7 4"),
    ]
    if days <= last:
        x, y = at(days, float(answer.on_day(days).cover))
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{ORANGE}" stroke="#fff"/>')
    words = say("brief.losses") + (say("brief.shaded") if low < high else "")
    return Drawing(safe("".join(parts)), width, _HEIGHT, words)


def _shown_days(answer: Answer) -> float:
    """How many days are drawn: half as many again as are covered; for never a year, or until the drain is far below."""
    if math.isfinite(answer.days):
        return max(min(1.5 * answer.days, 36_500.0), 1.0)
    drain, covered = answer.curves(np.linspace(0.0, _NEVER_SHOWN, _POINTS))
    below, least = -float(drain.min()), _BELOW * 1.25 * max(float(covered.max()), 1.0)
    return max(_NEVER_SHOWN * min(1.0, least / below), 1.0) if below > 0 else _NEVER_SHOWN


def _shade(upper: tuple[float, float], lower: tuple[float, float]) -> str:
    size = f'width="{lower[0] - upper[0]:.1f}" height="{lower[1] - upper[1]:.1f}"'
    return f'<rect x="{upper[0]:.1f}" y="{upper[1]:.1f}" {size} fill="{GREY}" opacity="0.2"/>'


def _axes(at: _Places, last: float, ends: tuple[float, float], say: Language) -> list[str]:
    """The frame of the losses, its ticks and the name of the axis of time."""
    (base, top), (middle, foot) = ends, at(last / 2, ends[0])
    return [
        _line([at(0, top), at(0, base)], GREY, width=1),
        _line([at(0, 0), at(last, 0)], GREY, width=1),
        *(_text(at(x, 0)[0], foot + 12, say.count(x)) for x in _ticks(last, 8)),
        *(_text(_LEFT - 5, at(0, y)[1] + 3.5, say.count(round(y)), "end") for y in _ticks(top, 6)),
        _text(middle, foot + 26, say("axis.days")),
    ]


def dots(answer: Answer, say: Language) -> Drawing | None:
    """Draw twenty equally likely outcomes in a row, those within the yardstick filled; None where there is one only."""
    outcomes, limit, parts = answer.dots(), answer.threshold_days, []
    if not outcomes:
        return None
    step = (_FULL - 10) / len(outcomes)
    for number, days in enumerate(outcomes):
        x, fill = 5 + (number + 0.5) * step, BLUE if days <= limit else "#fff"
        words = say("never_short") if math.isinf(days) else say.number(count_text(float(f"{days:.3g}")))
        parts.append(f'<circle cx="{x:.1f}" cy="10" r="8" fill="{fill}" stroke="{BLUE}" stroke-width="1.6"/>')
        parts.append(_text(x, 30, words, size=9))
    within = sum(days <= limit for days in outcomes)
    words = say("brief.dots", within=str(within), limit=say.exact_days(limit, "genitive"))
    return Drawing(safe("".join(parts)), _FULL, 34, words)


def ladder(answer: Answer, say: Language) -> Drawing | None:
    """Draw the ladder as bars: the days covered with each assumption switched on in turn; None for a bare quotient."""
    rungs, row = answer.ladder, 15
    if len(rungs) == 1:
        return None
    longest = max([rung.days_covered for rung in rungs if math.isfinite(rung.days_covered)], default=1.0) or 1.0
    parts = []
    for top, rung in zip(range(0, row * len(rungs), row), rungs, strict=True):
        never = math.isinf(rung.days_covered)
        length = max(125 * min(rung.days_covered / longest, 1.15), 1.0)
        shown = say("never_short") if never else say.days(rung.days_covered)
        size = f'width="{length:.1f}" height="{row - 4}"'
        parts.append(f'<rect x="126" y="{top + 3}" {size} fill="{GREY if never else BLUE}"/>')
        parts.append(_text(121, top + 12, say(f"rung.{rung.quantity}"), "end"))
        parts.append(_text(130 + length, top + 12, shown, "start"))
    return Drawing(safe("".join(parts)), _HALF, row * len(rungs) + 4, say("brief.ladder"))
