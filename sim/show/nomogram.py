"""A printable alignment chart as a drawing and as a page; lengths in millimetres, y growing downwards."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.inputs.scenario import Scenario
from sim.saying.language import LANGUAGES, Language, one_line
from sim.show.alignment import Axis, Chart, ChartReading, chart, marks, reading, reading_error
from sim.show.templating import page, safe
from sim.show.ticks import labelled, ticks

__all__ = ["PAGE", "nomogram", "printable"]

PAGE = (180.0, 246.0)
"""Width and height of the drawing (mm): inside the margins of A4 and of US Letter."""
_FOOT = 212.0
"""Where the scales end on the drawing (mm from its top)."""
_INK, _LINE = "#222222", "#0b5cad"


def nomogram(
    scenario: Scenario | None = None, language: Language = LANGUAGES["en"], net_share: bool = True
) -> str:  # fmt: skip
    """Return the chart as an SVG text (180 x 246 mm), with the scenario's line on it where it fits.

    Without a net share where `net_share` is false: three scales, farther apart. Text is escaped; nothing is fetched.

    >>> nomogram().startswith("<svg")
    True
    """
    asked = reading(scenario) if scenario else None
    drawn, say = chart(asked, net_share), language
    parts = [
        _text(PAGE[0] / 2, 7, say("nomogram.title"), _TITLE),
        _text(PAGE[0] / 2, 13, say("nomogram.formula_net" if net_share else "nomogram.formula"), _FORMULA),
        *(line for axis in drawn.axes for line in _axis(axis)),
        *(_isopleth(drawn, asked) if asked else ()),
        *(words for axis in drawn.axes for words in _axis_words(axis, say)),
        *_words(drawn, asked, say),
    ]
    name = html.escape(_answer(drawn, asked, say) or say("nomogram.title"))
    size = f'width="{PAGE[0]:g}mm" height="{PAGE[1]:g}mm" viewBox="0 0 {PAGE[0]:g} {PAGE[1]:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{name}" lang="{say.code}"'
        f' font-family="Arial, Helvetica, sans-serif"><title>{name}</title>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def printable(drawing: str, language: Language = LANGUAGES["en"]) -> str:
    """Return a drawing of `nomogram` as an HTML page that prints on one sheet of A4 or Letter."""
    return page("nomogram.html", drawing=safe(drawing), say=language)


def _down(y: float) -> float:
    return _FOOT - y


@dataclass(frozen=True, slots=True)
class _Type:
    """How words are set: size (mm), which end stands at their place, weight and colour."""

    size: float
    anchor: str = "start"
    weight: int = 400
    ink: str = _INK


_TITLE, _FORMULA = _Type(5.2, "middle", 700), _Type(3.6, "middle")
_NAME, _UNIT = _Type(3.4, "middle", 700), _Type(3.4, "middle")
_LEFT, _RIGHT, _SMALL, _ANSWER = _Type(3.0, "end"), _Type(3.0), _Type(3.1), _Type(3.3, "start", 700, _LINE)


def _text(x: float, y: float, words: str, kind: _Type) -> str:
    """Words with a white rim, so that a line or a tick behind them leaves them legible."""
    place = f'x="{x:.2f}" y="{y:.2f}" font-size="{kind.size:g}" text-anchor="{kind.anchor}"'
    rim = 'paint-order="stroke" stroke="#ffffff" stroke-width="0.9" stroke-linejoin="round"'
    look = f'fill="{kind.ink}" font-weight="{kind.weight}" {rim}'
    return f"<text {place} {look}>{html.escape(one_line(words), quote=False)}</text>"


def _side(axis: Axis) -> float:
    """Labels stand left of the days, where the second line does not run."""
    return -1.0 if axis.key in ("troops", "days") else 1.0


def _axis(axis: Axis) -> Iterator[str]:
    """The scale and its ticks."""
    ends = sorted((_down(axis.y_low), _down(axis.y_high)))
    yield f'<line x1="{axis.x:.2f}" x2="{axis.x:.2f}" y1="{ends[0]:.2f}" y2="{ends[1]:.2f}" {_stroke(0.35)}/>'
    for value, length in ticks(axis):
        y = _down(axis.at(value))
        place = f'x1="{axis.x:.2f}" x2="{axis.x + _side(axis) * length:.2f}" y1="{y:.3f}" y2="{y:.3f}"'
        yield f'<line {place} {_stroke(0.18)} data-axis="{axis.key}" data-value="{value:.10g}"/>'


def _axis_words(axis: Axis, say: Language) -> Iterator[str]:
    """The name of the scale and its labels."""
    for row, words in enumerate(say(f"nomogram.{axis.key}").split("|")):
        yield _text(axis.x, 20.5 + 4 * row, words, _UNIT if row else _NAME)
    kind = _LEFT if _side(axis) < 0 else _RIGHT
    for value in labelled(axis):
        yield _text(axis.x + 4.2 * _side(axis), _down(axis.at(value)) + 1.05, _label(axis, value, say), kind)


def _label(axis: Axis, value: float, say: Language) -> str:
    return say.number(f"{100 * value:.10g} %") if axis.key == "share" else say.count(value)


def _stroke(width: float) -> str:
    return f'stroke="{_INK}" stroke-width="{width:g}"'


def _isopleth(drawn: Chart, asked: ChartReading) -> Iterator[str]:
    """The line of the scenario across the first three scales, and from there across the net share."""
    marked = marks(drawn, asked)
    for first, last in zip(marked[::2], marked[2::2], strict=False):
        (x1, y1), (x2, y2) = ((axis.x, _down(axis.at(value))) for axis, value in (first, last))
        yield (
            f'<line x1="{x1:.2f}" y1="{y1:.3f}" x2="{x2:.2f}" y2="{y2:.3f}" stroke="{_LINE}" stroke-width="0.45"'
            ' stroke-dasharray="2.4 1.2"/>'
        )
    for axis, value in marked:
        place = f'cx="{axis.x:.2f}" cy="{_down(axis.at(value)):.3f}"'
        yield f'<circle {place} r="1.1" fill="#ffffff" stroke="{_LINE}" stroke-width="0.5" data-mark="{axis.key}"/>'


def _answer(drawn: Chart, asked: ChartReading | None, say: Language) -> str:
    """What the scenario's line says, or why there is none."""
    if asked is None:
        return ""
    count = len(marks(drawn, asked))
    places = {"troops": say.count(_rounded(asked.troops)), "rate": say.count(_rounded(asked.rate)),
              "gross": say.days(asked.gross_days), "days": say.days(asked.days)}  # fmt: skip
    if not count:
        return say("nomogram.off", **places)
    if count == 5 and asked.share is not None:
        return say("nomogram.net_line", share=say.number(f"{100 * asked.share:.3g} %"), **places)
    if len(drawn.axes) == 5:
        return say("nomogram.gross_only", **places)
    return say("nomogram.line", **places)


def _rounded(value: float) -> float:
    return float(f"{value:.4g}") if value < 1e4 else float(np.round(value))


def _words(drawn: Chart, asked: ChartReading | None, say: Language) -> Iterator[str]:
    """How to use it, how well it can be read, and what the line on it says."""
    net = len(drawn.axes) == 5
    errors = [say.number(f"{100 * reading_error(drawn, key):.0f} %") for key in ("days", "net_days")[: 1 + net]]
    lines = [say("nomogram.first"), *([say("nomogram.second"), say("nomogram.share_is")] if net else [])]
    lines.append(
        say("nomogram.error_net" if net else "nomogram.error", **dict(zip(("days", "net"), errors, strict=False)))
    )
    for row, words in enumerate(lines):
        yield _text(8, 221 + 4.6 * row, words, _SMALL)
    if answer := _answer(drawn, asked, say):
        yield _text(8, 222.4 + 4.6 * len(lines), answer, _ANSWER)
