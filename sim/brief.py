"""A one-page brief of one scenario as a self-contained HTML file: own small drawings, nothing loaded, prints on A4."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import numpy as np

from sim import report
from sim.model import assumptions, central_days, cover, net_drain
from sim.quantities import Scenario
from sim.sensitivity import ladder
from sim.uncertainty import DEFAULT_ERROR, Distribution, distribution
from sim.verdict import opposite, verdict

__all__ = ["brief"]

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
"""Colours that colour-blind readers tell apart (Okabe & Ito 2008)."""

_STYLE = """
@page {size: A4; margin: 14mm}
body {font: 10.5pt/1.4 system-ui, sans-serif; color: #111; background: #fff; max-width: 182mm; margin: 1rem auto;
  padding: 0 .8rem}
h1 {font-size: 15pt; margin: 0 0 .3rem} h2 {font-size: 11.5pt; margin: .9rem 0 .2rem; break-after: avoid}
.answer {font-size: 17pt; font-weight: 600; margin: .4rem 0}
p {margin: .25rem 0} pre {white-space: pre-wrap; font-size: 9pt; background: #f3f3f3; padding: .4rem}
figure {margin: .4rem 0; break-inside: avoid} figcaption {font-size: 9pt; color: #444} svg {width: 100%; height: auto}
table {border-collapse: collapse; width: 100%; font-size: 8.5pt; table-layout: fixed}
td, th {text-align: left; vertical-align: top; padding: .15rem .4rem; border-bottom: 1px solid #bbb;
  overflow-wrap: anywhere}
tr {break-inside: avoid} footer {font-size: 8.5pt; color: #444; margin-top: .8rem}
"""
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 680, 230, 62, 34
_POINTS = 101
_NEVER_SHOWN = 365.0


def brief(scenario: Scenario, seed: int = 0) -> str:
    """Return the brief as an HTML text. Text of the scenario is escaped: nothing in it acts.

    >>> from sim.scenario import load
    >>> "7.9 days" in brief(load("sky-2024-10k"))
    True
    """
    spread = distribution(scenario, seed, DEFAULT_ERROR)
    result = report.cover_result(scenario, seed, DEFAULT_ERROR, spread)
    body = [
        f"<h1>{_safe(scenario.title)}</h1>",
        *_remark(scenario),
        f'<p class="answer">{_safe(report.headline(scenario))}</p>',
        *(f"<p>{_safe(line)}</p>" for line in _said(scenario, spread)),
        "<h2>Arithmetic</h2>",
        f"<pre>{html.escape(chr(10).join(report.arithmetic(scenario)))}</pre>",
        _losses_figure(scenario, spread),
        *_dots_figure(scenario, spread),
        *_ladder_figure(scenario),
        "<h2>Every number and its source</h2>",
        _sources(scenario),
        f"<footer>Attrition What-If {_safe(result['program_version'])}, model {_safe(result['model_version'])}, seed"
        f" {seed}, digest {result['digest']}. Nothing is loaded when this page is opened.</footer>",
    ]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>{_safe(scenario.title)}</title>"
    joined = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<style>{_STYLE}</style></head>\n<body>{joined}</body></html>\n'
    )


def _safe(text: str) -> str:
    return html.escape(report.one_line(text))


def _remark(scenario: Scenario) -> list[str]:
    remark = scenario.remark
    if remark is None or not remark.words:
        return []
    facts = "; ".join(str(x) for x in (remark.speaker, remark.said_on or "", remark.source) if x)
    return [f"<p>“{_safe(remark.words)}” ({_safe(facts)})</p>"]


def _said(scenario: Scenario, spread: Distribution) -> list[str]:
    said, when = verdict(scenario, spread), report.calendar_date(scenario, central_days(scenario))
    lines = [report.spread_sentence(spread)]
    lines += [f"Used up on {when}."] if when else []
    lines += [report.verdict_sentence(said), f"It rests on: {report.grounds(said, scenario)}."] if said else []
    return [*lines, f"The opposite claim: {report.verdict_sentence(opposite(scenario, spread))}"]


def _sources(scenario: Scenario) -> str:
    rows = [(report.quantity_words(q.key), report.quantity_text(q), report.source_text(q)) for q in scenario.quantities]
    rows += [
        ("wave", f"{report.count_text(w.troops)} people on day {report.count_text(w.day)}", f"{w.grade}; {w.source}")
        for w in scenario.waves
    ]
    rows += [
        ("rate", f"{report.count_text(s.casualties_per_day)} a day from day {report.count_text(s.from_day)}",
         f"{s.grade}; {s.source}")
        for s in scenario.schedule
    ]  # fmt: skip
    lines = "".join(f"<tr>{''.join(f'<td>{_safe(cell)}</td>' for cell in row)}</tr>" for row in rows)
    widths = '<colgroup><col style="width:16%"><col style="width:24%"><col></colgroup>'
    titles = "<thead><tr><th>quantity</th><th>value</th><th>grade and source</th></tr></thead>"
    return f"<table>{widths}{titles}{lines}</table>"


# -------------------------------------------------------------------------------------------------------- drawings


def _figure(drawing: str, height: int, words: str) -> str:
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_safe(words)}" font-size="12"'
        f' font-family="system-ui, sans-serif">{drawing}</svg><figcaption>{_safe(words)}</figcaption></figure>'
    )


def _text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#111">{_safe(words)}</text>'


def _small(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="9.5" fill="#111">{_safe(words)}</text>'


def _line(points: Sequence[tuple[float, float]], color: str, dash: str = "") -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2.5" stroke-dasharray="{dash}"/>'


def _ticks(most: float) -> list[float]:
    """Round numbers from 0 to `most`, four to nine of them."""
    power = 10.0 ** math.floor(math.log10(most))
    step = next(m * power for m in (0.2, 0.5, 1, 2) if most / (m * power) <= 8)
    return [float(f"{i * step:.6g}") for i in range(int(most / step) + 1)]


def _losses_figure(scenario: Scenario, spread: Distribution) -> str:
    """Net drain against cover, the crossing marked and the interval shaded."""
    days, inputs = central_days(scenario), assumptions(scenario)
    times = np.linspace(0.0, max(_NEVER_SHOWN if math.isinf(days) else min(1.5 * days, 36_500.0), 1.0), _POINTS)
    covered, drain = cover(inputs, times), net_drain(inputs, times)
    top = 1.25 * max(float(covered.max()), 1.0)

    def at(t: float, y: float) -> tuple[float, float]:
        across, up = (
            (_WIDTH - _LEFT - 10) * t / float(times[-1]),
            (_HEIGHT - _BOTTOM - 14) * min(max(y / top, 0.0), 1.0),
        )
        return _LEFT + across, _HEIGHT - _BOTTOM - up

    low, high = (min(spread.quantile(p).value, float(times[-1])) for p in (0.05, 0.95))
    shade = f'<rect x="{at(low, 0)[0]:.1f}" y="14" width="{at(high, 0)[0] - at(low, 0)[0]:.1f}"'
    parts = [f'{shade} height="{_HEIGHT - _BOTTOM - 14}" fill="{GREY}" opacity="0.2"/>'] if low < high else []
    parts += [
        _line([at(float(t), float(y)) for t, y in zip(times, drain, strict=True) if y <= top], ORANGE),
        _line([at(float(t), float(y)) for t, y in zip(times, covered, strict=True)], BLUE, "7 5"),
        _line([at(0, top), at(0, 0), at(float(times[-1]), 0)], GREY),
        *(_text(at(x, 0)[0], _HEIGHT - 16, report.count_text(x)) for x in _ticks(float(times[-1]))),
        *(_text(_LEFT - 6, at(0, y)[1] + 4, report.count_text(round(y)), "end") for y in _ticks(top)),
        _text((_WIDTH + _LEFT) / 2, _HEIGHT - 2, "days from day 0"),
    ]
    if days <= times[-1]:
        x, y = at(days, float(cover(inputs, [days])[0]))
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{ORANGE}" stroke="#fff"/>')
    words = f"Net drain (orange, solid) against cover (blue, dashed), in people. {report.headline(scenario)}"
    return _figure("".join(parts), _HEIGHT, words + (" Shaded: 5 to 95 %." if low < high else ""))


def _dots_figure(scenario: Scenario, spread: Distribution) -> list[str]:
    """Twenty equally likely outcomes in a row, those within the yardstick filled."""
    if report.is_point(spread):
        return []
    dots, limit, parts = report.countable_dots(spread), report.threshold_days(scenario), []
    step = (_WIDTH - 20) / len(dots)
    for number, days in enumerate(dots):
        x, fill = 10 + (number + 0.5) * step, BLUE if days <= limit else "#fff"
        parts.append(f'<circle cx="{x:.1f}" cy="20" r="11" fill="{fill}" stroke="{BLUE}" stroke-width="2"/>')
        parts.append(_small(x, 48, "never" if math.isinf(days) else report.count_text(float(f"{days:.3g}"))))
    within = sum(days <= limit for days in dots)
    words = f"Twenty equally likely outcomes, in days; {within} of them (filled) are at most {limit:g} days."
    return [_figure("".join(parts), 56, words)]


def _ladder_figure(scenario: Scenario) -> list[str]:
    """The ladder as bars: the days covered with each assumption switched on in turn."""
    rungs = ladder(scenario)
    if len(rungs) == 1:
        return []
    longest = max([rung.days_covered for rung in rungs if math.isfinite(rung.days_covered)], default=1.0) or 1.0
    parts = []
    for row, rung in enumerate(rungs):
        length = 380 * min(rung.days_covered / longest, 1.15)
        color = BLUE if math.isfinite(rung.days_covered) else GREY
        parts.append(f'<rect x="170" y="{row * 22 + 4}" width="{max(length, 1):.1f}" height="15" fill="{color}"/>')
        parts.append(_text(162, row * 22 + 16, report.quantity_words(rung.quantity), "end"))
        parts.append(_text(176 + length, row * 22 + 16, report.days_text(rung.days_covered), "start"))
    words = "Ladder: days covered with each assumption switched on in turn, from above to below."
    return [_figure("".join(parts), 22 * len(rungs) + 8, words)]
