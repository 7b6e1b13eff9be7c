"""A one-page brief of one scenario as a self-contained HTML file: own small drawings, nothing loaded, prints on A4."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from sim import __version__
from sim.core.assumptions import MODEL_VERSION
from sim.inputs.readings import title_in
from sim.inputs.scenario import Scenario
from sim.saying import sentences, stated, sums, verdicts
from sim.saying.language import LANGUAGES, Language, count_text
from sim.show import inert
from sim.show.palette import BLUE, GREY, ORANGE
from sim.study.answer import Answer

__all__ = ["brief"]

INK = "#111"
"""The colour of text on paper."""

_Places = Callable[[float, float], tuple[float, float]]
"""From a day and a number of people to a point of a drawing."""

_STYLE = """
@page {size: A4; margin: 11mm}
* {box-sizing: border-box}
body {font: 9pt/1.35 "Helvetica Neue", Arial, "Liberation Sans", sans-serif; color: #111; background: #fff;
  max-width: 188mm; margin: 1rem auto; padding: 0 .8rem; print-color-adjust: exact; -webkit-print-color-adjust: exact}
h1 {font-size: 12.5pt; line-height: 1.2; margin: 0 0 .8mm} h2 {font-size: 9.5pt; margin: 2.2mm 0 .6mm}
h1, h2 {break-after: avoid}
.answer {font-size: 15pt; line-height: 1.2; font-weight: 700; margin: 1.6mm 0 1.2mm}
p {margin: .5mm 0} .remark {color: #333; margin-bottom: 1.2mm}
pre {font: 7.6pt/1.35 "DejaVu Sans Mono", Consolas, monospace; white-space: pre-wrap; background: #f3f3f3;
  padding: 1mm 1.5mm; margin: 0}
figure {margin: 1.6mm 0 0; break-inside: avoid} figcaption {font-size: 8pt; line-height: 1.25; color: #333}
svg {width: 100%; height: auto; display: block}
.pair {display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; break-inside: avoid}
a {color: inherit; text-decoration: none}
ol {font-size: 6.7pt; line-height: 1.2; columns: 3; column-gap: 4mm; margin: 0; padding: 0; list-style: none;
  counter-reset: source}
.roomy {font-size: 9.5pt} .roomy .answer {font-size: 18pt; margin: 3mm 0} .roomy h2 {margin-top: 5mm}
.roomy ol {font-size: 8pt; columns: 2} .roomy h1 {font-size: 14pt} .roomy pre {font-size: 8.2pt}
.roomy figure {margin-top: 4mm}
li {overflow-wrap: anywhere; margin-bottom: .5mm; counter-increment: source}
li::before {content: counter(source) ". "; font-weight: 700}
footer, .more {font-size: 7pt; color: #444} footer {margin-top: 1.5mm; border-top: .3pt solid #999; padding-top: .8mm}
@media print {body {margin: 0; padding: 0; max-width: none}}
@media screen {a {text-decoration: underline dotted}}
@media screen and (max-width: 600px) {.pair {grid-template-columns: 1fr} ol, .roomy ol {columns: 1; font-size: 8pt}}
"""
_HALF, _FULL, _HEIGHT, _LEFT, _BOTTOM, _TOP = 345, 706, 176, 46, 30, 8
"""The sizes of a drawing, in units of 0.267 mm: half the page or all of it wide, and the margins inside."""
_POINTS = 401
_BELOW = 0.6
"""How far below zero a negative net drain is drawn, as a share of the height above."""
_NEVER_SHOWN = 365.0
_ROOM = 3_000
"""Characters of small print that leave room for definitions and notes on one page; with more, sources stand alone."""
_ROOMY = 3_600
"""Characters of the whole brief, drawings aside, below which everything is set larger."""


def brief(answer: Answer, language: Language = LANGUAGES["en"]) -> str:
    """Return the brief as an HTML text. Text of the scenario is escaped: nothing in it acts.

    >>> from sim.inputs.loading import load
    >>> "7,9" in brief(Answer(scenario=load("sky-2024-10k")), LANGUAGES["uk"])
    True
    """
    say, scenario = language, answer.scenario
    about = {"program_version": __version__, "model_version": MODEL_VERSION, "digest": answer.digest}
    body = [
        f"<h1>{inert.text(title_in(scenario, say.code))}</h1>",
        *_remark(scenario, say),
        *_changed(scenario, say),
        f'<p class="answer">{inert.text(sentences.headline(answer, say))}</p>',
        *(f"<p>{inert.text(line)}</p>" for line in _said(answer, say)),
        f"<h2>{inert.text(say('brief.arithmetic'))}</h2>",
        f"<pre>{html.escape(chr(10).join(sums.arithmetic(answer, say)))}</pre>",
        *_figures(answer, say),
        f"<h2>{inert.text(say('brief.sources'))}</h2>",
        *_sources(scenario, say),
        f"<footer>{inert.text(say('brief.footer', seed=str(answer.seed), **about))}</footer>",
    ]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>{inert.text(title_in(scenario, say.code))}</title><style>{_STYLE}</style>"
    joined = "\n".join(body)
    opened = '<body class="roomy">' if _read(joined) < _ROOMY else "<body>"
    return f'<!doctype html>\n<html lang="{say.code}"><head>{head}</head>\n{opened}{joined}</body></html>\n'


def _read(text: str) -> int:
    """How many characters of HTML there are to read, drawings aside."""
    return len(re.sub(r"(?s)<svg.*?</svg>|<[^>]*>", "", text))


def _remark(scenario: Scenario, say: Language) -> list[str]:
    remark = scenario.remark
    if remark is None or not remark.words:
        return []
    facts = "; ".join(str(x) for x in (remark.speaker, remark.said_on or "", remark.source) if x)
    return [
        f'<p class="remark">{inert.linked(say("brief.remark", words=remark.words, facts=facts), shortened=True)}</p>'
    ]


def _changed(scenario: Scenario, say: Language) -> list[str]:
    """What is not as published, said above the answer, so that nobody takes a reader's number for the remark's."""
    own = [quantity for quantity in scenario.quantities if quantity.own]
    names = [f"{stated.quantity_words(q.key, say)} {stated.quantity_text(q, say)}" for q in own]
    names += [say("name.waves")] if any(wave.own for wave in scenario.waves) else []
    names += [say("name.schedule")] if any(step.own for step in scenario.schedule) else []
    return [f"<p><b>{inert.text(say('brief.changed', names='; '.join(names)))}</b></p>"] if names else []


def _said(answer: Answer, say: Language) -> list[str]:
    said, when = answer.verdict, answer.used_up_on
    day = f" {say('used_up_on', date=when.isoformat())}" if when else ""
    lines = [sentences.spread_sentence(answer.spread, say) + day]
    if said:
        resting = say("rests_on", grounds=verdicts.grounds(said, answer, say))
        lines += [verdicts.verdict_sentence(said, say), resting]
    elif answer.scenario.remark:
        lines.append(verdicts.no_verdict(answer, say))
    other = answer.opposite
    return [*lines, *([say("opposite", verdict=verdicts.verdict_sentence(other, say))] if other else [])]


# ----------------------------------------------------------------------------------------------------- small print


def _sources(scenario: Scenario, say: Language) -> list[str]:
    """Every number with grade, as-of date and source, numbered; definitions and notes too where they leave one page."""
    entries = list(_entries(scenario, say, True))
    whole = sum(map(_read, entries)) <= _ROOM
    entries = entries if whole else list(_entries(scenario, say, False))
    more = [] if whole else [f'<p class="more">{inert.text(say("brief.more"))}</p>']
    return [f"<ol>{''.join(f'<li>{entry}</li>' for entry in entries)}</ol>", *more]


def _entries(scenario: Scenario, say: Language, noted: bool) -> Iterator[str]:
    """One entry a number, as inert HTML; a source that stands before is named by its entry."""
    known: dict[str, int] = {}
    for number, (name, value, facts, source) in enumerate(_numbers(scenario, say, noted), start=1):
        first = known.setdefault(source, number)
        where = source if first == number else say("brief.same_source", number=str(first))
        words = "; ".join(fact for fact in (*facts, where if source else "") if fact)
        yield f"<b>{inert.text(name)}</b> {inert.text(value)}. {inert.linked(words, shortened=True)}"


def _numbers(scenario: Scenario, say: Language, noted: bool) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """Name, value, facts and source of every quantity, wave and step."""
    for q in scenario.quantities:
        when = say("source.as_of", date=str(q.as_of)) if q.as_of else ""
        notes = (q.definition, say.text(q.note)) if noted else (q.definition if not q.source else "",)
        facts = (say(f"grade.{q.grade}"), when, *notes)
        yield stated.quantity_words(q.key, say), stated.quantity_text(q, say), facts, q.source
    for w in scenario.waves:
        value = say("brief.wave", troops=say.count(w.troops), day=say.count(w.day))
        yield say("name.waves"), value, (say(f"grade.{w.grade}"), say.text(w.note)), w.source
    for s in scenario.schedule:
        value = say("brief.step", rate=say.count(s.casualties_per_day), day=say.count(s.from_day))
        yield say("name.schedule"), value, (say(f"grade.{s.grade}"), say.text(s.note)), s.source


# -------------------------------------------------------------------------------------------------------- drawings


def _figures(answer: Answer, say: Language) -> list[str]:
    """The drawings: losses beside the ladder, or across the page where there is none, and the dots below."""
    steps = _ladder_figure(answer, say)
    losses = _losses_figure(answer, _HALF if steps else _FULL, say)
    first = f'<div class="pair">{losses}{steps}</div>' if steps else losses
    return [first, *_dots_figure(answer, say)]


def _figure(drawing: str, size: tuple[float, float], words: str) -> str:
    box = f"0 0 {size[0]:.0f} {size[1]:.0f}"
    return (
        f'<figure><svg viewBox="{box}" role="img" aria-label="{inert.text(words)}" font-size="10.5"'
        f' font-family="Arial, sans-serif">{drawing}</svg><figcaption>{inert.text(words)}</figcaption></figure>'
    )


def _text(x: float, y: float, words: str, anchor: str = "middle", size: float = 10.5) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}"'
    return f'<text {place} fill="{INK}">{inert.text(words)}</text>'


def _line(points: Sequence[tuple[float, float]], color: str, dash: str = "", width: float = 2.2) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width}" stroke-dasharray="{dash}"/>'


def _ticks(most: float, count: int) -> list[float]:
    """Round numbers from 0 to `most`, at most `count` steps of them."""
    power = 10.0 ** math.floor(math.log10(most))
    step = next(m * power for m in (0.1, 0.2, 0.5, 1, 2, 5) if most / (m * power) <= count)
    return [float(f"{i * step:.6g}") for i in range(int(most / step) + 1)]


def _losses_figure(answer: Answer, width: float, say: Language) -> str:
    """Net drain against cover, the crossing marked and the interval shaded."""
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
    return _figure("".join(parts), (width, _HEIGHT), words)


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


def _dots_figure(answer: Answer, say: Language) -> list[str]:
    """Twenty equally likely outcomes in a row, those within the yardstick filled; nothing where there is one only."""
    dots, limit, parts = answer.dots(), answer.threshold_days, []
    if not dots:
        return []
    step = (_FULL - 10) / len(dots)
    for number, days in enumerate(dots):
        x, fill = 5 + (number + 0.5) * step, BLUE if days <= limit else "#fff"
        words = say("never_short") if math.isinf(days) else say.number(count_text(float(f"{days:.3g}")))
        parts.append(f'<circle cx="{x:.1f}" cy="10" r="8" fill="{fill}" stroke="{BLUE}" stroke-width="1.6"/>')
        parts.append(_text(x, 30, words, size=9))
    within = sum(days <= limit for days in dots)
    words = say("brief.dots", within=str(within), limit=say.exact_days(limit, "genitive"))
    return [_figure("".join(parts), (_FULL, 34), words)]


def _ladder_figure(answer: Answer, say: Language) -> str:
    """The ladder as bars: the days covered with each assumption switched on in turn; nothing for a bare quotient."""
    rungs, row = answer.ladder, 15
    if len(rungs) == 1:
        return ""
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
    return _figure("".join(parts), (_HALF, row * len(rungs) + 4), say("brief.ladder"))
