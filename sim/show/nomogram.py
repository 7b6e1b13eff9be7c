"""A printable alignment chart: days covered from troops, losses a day and net share, with a ruler, no computer.

log D = log n - log r is a straight line across three parallel logarithmic scales: troops up, days down, and between
them, at half the modulus, the rate (d'Ocagne, Traité de nomographie, 1899). A second alignment divides by the net
share. All lengths are millimetres on paper; y grows upwards here and downwards in the drawing.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.core.assumptions import assumptions
from sim.core.crossing import central_days
from sim.core.curves import casualty_rate, integrated_troops
from sim.inputs.scenario import Scenario
from sim.saying.language import LANGUAGES, Language, one_line
from sim.show.templating import page, safe

__all__ = [
    "HEIGHT",
    "PAGE",
    "PENCIL",
    "Axis",
    "Chart",
    "Reading",
    "chart",
    "nomogram",
    "printable",
    "reading",
    "reading_error",
]

PAGE = (180.0, 246.0)
"""Width and height of the drawing (mm): inside the margins of A4 and of US Letter."""
HEIGHT = 180.0
"""Length of the outer scales (mm)."""
PENCIL = 0.5
"""How far from its true place a mark is set or read (mm; assumption: a ruler, a sharp pencil and a good eye)."""
_FOOT, _LEAST_SHARE = 212.0, 0.05
"""Where the scales end on the drawing (mm from its top), and the smallest net share shown."""
_DECADES = 3
"""Decades of the troops and of the days."""
_STEPS = (1.0, 2.0, 5.0)
_FINEST = 0.9
"""Least distance of two ticks (mm): closer ones run together in print."""
_LABEL = 4.6
"""Least distance of two labels (mm)."""
_INK, _LINE = "#222222", "#0b5cad"


class Axis(NamedTuple):
    """One logarithmic scale: its place across the page (mm), the values at both ends and their heights (mm)."""

    key: str
    x: float
    low: float
    high: float
    y_low: float
    y_high: float

    @property
    def modulus(self) -> float:
        """Millimetres for a decade; below zero where values grow downwards."""
        return (self.y_high - self.y_low) / math.log10(self.high / self.low)

    def at(self, value: float) -> float:
        """Height of a value (mm)."""
        return self.y_low + self.modulus * math.log10(value / self.low)

    def value(self, y: float) -> float:
        """The value at a height."""
        return float(self.low * 10 ** ((y - self.y_low) / self.modulus))


class Reading(NamedTuple):
    """What a chart is asked: troops in the line (people), losses a day, and the days covered without and with returns.

    `share` is the net share that gives the model's days with steady losses; None where they are never used up, or not
    by so simple a rule.
    """

    troops: float
    rate: float
    gross_days: float
    share: float | None
    days: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """The scales of a chart in order from left to right; two of days, where there is a net share."""

    axes: tuple[Axis, ...]

    def axis(self, key: str) -> Axis:
        """The scale of that name."""
        return next(axis for axis in self.axes if axis.key == key)


def reading(scenario: Scenario) -> Reading:
    """Return what the scenario asks of a chart: fully integrated troops, the true rate of day 0, the model's days.

    >>> from sim.inputs.loading import load
    >>> found = reading(load("classroom"))  # 40 of 100 return, 10 are recruited: 50 of 100 are lost for good
    >>> found.troops, found.gross_days, round(found.share, 6), round(found.days, 6)
    (600.0, 6.0, 0.5, 12.0)
    """
    inputs = assumptions(scenario)
    troops, rate = float(integrated_troops(inputs)), float(casualty_rate(inputs, [0.0])[0])
    days = central_days(scenario)
    gross = troops / rate if rate else math.inf
    share = gross / days if 0 < days < math.inf else None
    fits = share is not None and _LEAST_SHARE <= share <= 1 + 1e-9
    return Reading(troops, rate, gross, min(share, 1.0) if share is not None and fits else None, days)


def _decade(value: float, lowest: float) -> float:
    """The low end of three decades that hold a value: `lowest` where that does, else the value in the middle one."""
    if lowest <= value <= lowest * 10**_DECADES or not 0 < value < math.inf:
        return lowest
    return float(10.0 ** (math.floor(math.log10(value)) - 1))


def chart(asked: Reading | None = None, net_share: bool = True) -> Chart:
    """Return the scales: 1,000 to a million troops and 1 to 1,000 days, moved by decades where `asked` lies outside.

    With lambda = 0.3 of the way from the days to the net share, log D_net = log D - log s is again a straight line:
    y = (1 - lambda) y_days + lambda y_share, the moduli being m, m (1 - lambda) / lambda and m (1 - lambda).
    """
    people = _decade(asked.troops if asked else 0.0, 1e3)
    shortest = _decade(asked.gross_days if asked else 0.0, 1.0)
    longest, most = shortest * 10**_DECADES, people * 10**_DECADES
    left, days_at = (18.0, 78.0) if net_share else (24.0, 150.0)
    steepest = HEIGHT / _DECADES
    # the ends of the rate stay empty: a line through them would leave the scales beside it
    slowest = people / longest * 10
    rate = Axis("rate", (left + days_at) / 2, slowest, slowest * 10**4, steepest / 2, steepest * 2.5)
    axes = (
        Axis("troops", left, people, most, 0.0, HEIGHT),
        rate,
        Axis("days", days_at, shortest, longest, HEIGHT, 0.0),
    )
    return Chart(axes=(*axes, *_net_axes(axes[2])) if net_share else axes)


def _net_axes(days: Axis) -> tuple[Axis, Axis]:
    m, right = HEIGHT / _DECADES, 166.0
    share_modulus = HEIGHT / math.log10(1 / _LEAST_SHARE)
    part = 1 / (1 + share_modulus / m)
    net_modulus = (1 - part) * m
    # at net share 1 and height H on the scale of days, the line is level: both scales show the shortest time there
    longest = days.low * 10 ** math.floor(HEIGHT / net_modulus)
    net = Axis("net_days", days.x + part * (right - days.x), days.low, longest, HEIGHT,
               HEIGHT - net_modulus * math.log10(longest / days.low))  # fmt: skip
    return net, Axis("share", right, _LEAST_SHARE, 1.0, 0.0, HEIGHT)


def reading_error(drawn: Chart, key: str = "days") -> float:
    """Return the largest relative error of days read off a scale when every mark is set and read to `PENCIL`.

    Set two marks, draw through, read a third: on the outer scale of days errors add up to 2 + 1 + 1 pencils; the mark
    made there (3) is one end of the second line, seen through its lever.

    >>> round(reading_error(chart()), 3)
    0.08
    """
    axis = drawn.axis(key)
    pencils = 4.0
    if key == "net_days":
        days, share = drawn.axis("days"), drawn.axis("share")
        part = (axis.x - days.x) / (share.x - days.x)
        pencils = (1 - part) * 4 + part + 1
    return float(10 ** (pencils * PENCIL / abs(axis.modulus)) - 1)


# ---------------------------------------------------------------------------------------------------------- drawing


def nomogram(
    scenario: Scenario | None = None, language: Language = LANGUAGES["en"], net_share: bool = True
) -> str:  # fmt: skip
    """Return the chart as an SVG text (180 x 246 mm), with the scenario's line on it where it fits.

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
    return f"<text {place} {look}>{html.escape(_line(words), quote=False)}</text>"


def _line(words: str) -> str:
    """Words on one line; the space before a unit still does not break."""
    return "\N{NO-BREAK SPACE}".join(map(one_line, words.split("\N{NO-BREAK SPACE}")))


def _side(axis: Axis) -> float:
    """Labels stand left of the days, where the second line does not run."""
    return -1.0 if axis.key in ("troops", "days") else 1.0


def _axis(axis: Axis) -> Iterator[str]:
    """The scale and its ticks."""
    ends = sorted((_down(axis.y_low), _down(axis.y_high)))
    yield f'<line x1="{axis.x:.2f}" x2="{axis.x:.2f}" y1="{ends[0]:.2f}" y2="{ends[1]:.2f}" {_stroke(0.35)}/>'
    for value, length in _ticks(axis):
        y = _down(axis.at(value))
        place = f'x1="{axis.x:.2f}" x2="{axis.x + _side(axis) * length:.2f}" y1="{y:.3f}" y2="{y:.3f}"'
        yield f'<line {place} {_stroke(0.18)} data-axis="{axis.key}" data-value="{value:.10g}"/>'


def _axis_words(axis: Axis, say: Language) -> Iterator[str]:
    """The name of the scale and its labels."""
    for row, words in enumerate(say(f"nomogram.{axis.key}").split("|")):
        yield _text(axis.x, 20.5 + 4 * row, words, _UNIT if row else _NAME)
    kind = _LEFT if _side(axis) < 0 else _RIGHT
    for value in _labelled(axis):
        yield _text(axis.x + 4.2 * _side(axis), _down(axis.at(value)) + 1.05, _label(axis, value, say), kind)


def _label(axis: Axis, value: float, say: Language) -> str:
    return say.number(f"{100 * value:.10g} %") if axis.key == "share" else say.count(value)


def _stroke(width: float) -> str:
    return f'stroke="{_INK}" stroke-width="{width:g}"'


def _ticks(axis: Axis) -> Iterator[tuple[float, float]]:
    """Every tick and its length (mm): tenths, fifths or halves of a leading digit, as fine as print allows."""
    for power in range(math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high))):
        for digit in range(1, 10):
            gap = abs(axis.modulus) * math.log10((digit + 1) / digit)
            parts = next((n for n in (10, 5, 2) if gap * _narrowest(digit, n) >= _FINEST), 1)
            for part in range(parts):
                value = (digit + part / parts) * 10.0**power
                length = (
                    3.2 if part == 0 and digit in _STEPS else 2.3 if part == 0 else 1.7 if 2 * part == parts else 1.2
                )
                if axis.low <= value * (1 + 1e-9) and value <= axis.high * (1 + 1e-9):
                    yield value, length
    yield axis.high, 3.2


def _narrowest(digit: int, parts: int) -> float:
    """The last part of the way from a leading digit to the next one, as a share of it on a logarithmic scale."""
    return 1 - math.log((digit + 1 - 1 / parts) / digit) / math.log((digit + 1) / digit)


def _labelled(axis: Axis) -> Iterator[float]:
    """The ends, ones, twos and fives, then the other digits, as far as their labels keep clear of each other."""
    places: list[float] = []
    whole = [v for v, length in _ticks(axis) if length > 2]
    ranked = sorted(whole, key=lambda v: (v not in (axis.low, axis.high), _rank(v), v))
    for value in ranked:
        y = axis.at(value)
        if all(abs(y - other) >= _LABEL for other in places):
            places.append(y)
            yield value


def _rank(value: float) -> int:
    digit = round(value / 10.0 ** math.floor(math.log10(value) + 1e-9))
    return {1: 0, 5: 1, 2: 2, 3: 3}.get(digit, 4)


def _isopleth(drawn: Chart, asked: Reading) -> Iterator[str]:
    """The line of the scenario across the first three scales, and from there across the net share."""
    marks = _marks(drawn, asked)
    for first, last in zip(marks[::2], marks[2::2], strict=False):
        (x1, y1), (x2, y2) = ((axis.x, _down(axis.at(value))) for axis, value in (first, last))
        yield (
            f'<line x1="{x1:.2f}" y1="{y1:.3f}" x2="{x2:.2f}" y2="{y2:.3f}" stroke="{_LINE}" stroke-width="0.45"'
            ' stroke-dasharray="2.4 1.2"/>'
        )
    for axis, value in marks:
        place = f'cx="{axis.x:.2f}" cy="{_down(axis.at(value)):.3f}"'
        yield f'<circle {place} r="1.1" fill="#ffffff" stroke="{_LINE}" stroke-width="0.5" data-mark="{axis.key}"/>'


def _marks(drawn: Chart, asked: Reading) -> list[tuple[Axis, float]]:
    """Scale and value of every mark of a scenario; none where its first line leaves the chart."""
    first = [("troops", asked.troops), ("rate", asked.rate), ("days", asked.gross_days)]
    if not all(_on(drawn.axis(key), value) for key, value in first):
        return []
    rest = [("net_days", asked.days), ("share", asked.share)]
    if len(drawn.axes) == 5 and asked.share is not None and _on(drawn.axis("net_days"), asked.days):
        first += [(key, value) for key, value in rest if value is not None]
    return [(drawn.axis(key), value) for key, value in first]


def _on(axis: Axis, value: float) -> bool:
    return axis.low * (1 - 1e-9) <= value <= axis.high * (1 + 1e-9)


def _answer(drawn: Chart, asked: Reading | None, say: Language) -> str:
    """What the scenario's line says, or why there is none."""
    if asked is None:
        return ""
    marks = len(_marks(drawn, asked))
    places = {"troops": say.count(_rounded(asked.troops)), "rate": say.count(_rounded(asked.rate)),
              "gross": say.days(asked.gross_days), "days": say.days(asked.days)}  # fmt: skip
    if not marks:
        return say("nomogram.off", **places)
    if marks == 5 and asked.share is not None:
        return say("nomogram.net_line", share=say.number(f"{100 * asked.share:.3g} %"), **places)
    if len(drawn.axes) == 5:
        return say("nomogram.gross_only", **places)
    return say("nomogram.line", **places)


def _rounded(value: float) -> float:
    return float(f"{value:.4g}") if value < 1e4 else float(np.round(value))


def _words(drawn: Chart, asked: Reading | None, say: Language) -> Iterator[str]:
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
