"""The scales of an alignment chart: days covered from troops, losses a day and net share, with a ruler, no computer.

log D = log n - log r is a straight line across three parallel logarithmic scales: troops up, days down, and between
them, at half the modulus, the rate (d'Ocagne, Traité de nomographie, 1899). A second alignment divides by the net
share. All lengths are millimetres on paper; y grows upwards.

    troops      rate      days     net days     share        two lines, the second from where
       |          |         |          |          |          the first meets the days: troops and
       o-.        |         |          |       .--o          rate give the days, days and net share
       |  `--.    |         |       .--o--`       |          the net days
       |      `---o-.       |  .-`     |          |
       |          |  `------o-`        |          |
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from sim.core.assumptions import assumptions
from sim.core.crossing import central_days
from sim.core.curves import casualty_rate, integrated_troops
from sim.inputs.scenario import Scenario

__all__ = ["Axis", "Chart", "HEIGHT", "PENCIL", "ChartReading", "chart", "marks", "reading", "reading_error"]

HEIGHT = 180.0
"""Length of the outer scales (mm)."""
PENCIL = 0.5
"""How far from its true place a mark is set or read (mm; assumption: a ruler, a sharp pencil and a good eye)."""
_LEAST_SHARE = 0.05
"""The smallest net share shown."""
_DECADES = 3
"""Decades of the troops and of the days."""


class Axis(NamedTuple):
    """One logarithmic scale: its place across the page (mm), the values at both ends and their heights (mm).

    >>> troops = chart().axis("troops")
    >>> troops.at(10_000), troops.value(60.0), troops.modulus
    (60.0, 10000.0, 60.0)
    """

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


class ChartReading(NamedTuple):
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


def reading(scenario: Scenario) -> ChartReading:
    """Return what the scenario asks of a chart: fully integrated troops, the true rate of day 0, the model's days.

    >>> from sim.inputs.loading import load
    >>> found = reading(load("classroom"))  # 40 of 100 return, 10 are recruited: 50 of 100 are lost for good
    >>> found.troops, found.gross_days, round(found.share, 6), round(found.days, 6)
    (900.0, 9.0, 0.5, 18.0)
    """
    inputs = assumptions(scenario)
    troops, rate = float(integrated_troops(inputs)), float(casualty_rate(inputs, [0.0])[0])
    days = central_days(scenario)
    gross = troops / rate if rate else math.inf
    share = gross / days if 0 < days < math.inf else None
    fits = share is not None and _LEAST_SHARE <= share <= 1 + 1e-9
    return ChartReading(troops, rate, gross, min(share, 1.0) if share is not None and fits else None, days)


def _decade(value: float, lowest: float) -> float:
    """The low end of three decades that hold a value: `lowest` where that does, else the value in the middle one."""
    if lowest <= value <= lowest * 10**_DECADES or not 0 < value < math.inf:
        return lowest
    return float(10.0 ** (math.floor(math.log10(value)) - 1))


def chart(asked: ChartReading | None = None, net_share: bool = True) -> Chart:
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
    """The scales of the net days and of the net share, for a scale of days that shares its height."""
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


def marks(drawn: Chart, asked: ChartReading) -> list[tuple[Axis, float]]:
    """Scale and value of every mark of a scenario; none where its first line leaves the chart.

    Three marks of the first line; with a net share that fits two more, on the scales of the second.
    """
    first = [("troops", asked.troops), ("rate", asked.rate), ("days", asked.gross_days)]
    if not all(reaches(drawn.axis(key), value) for key, value in first):
        return []
    rest = [("net_days", asked.days), ("share", asked.share)]
    if len(drawn.axes) == 5 and asked.share is not None and reaches(drawn.axis("net_days"), asked.days):
        first += [(key, value) for key, value in rest if value is not None]
    return [(drawn.axis(key), value) for key, value in first]


def reaches(axis: Axis, value: float) -> bool:
    """Whether the value stands on the scale."""
    return axis.low * (1 - 1e-9) <= value <= axis.high * (1 + 1e-9)
