"""A picture of an answer to share, 1200 by 630: the quote, the ruler of days, the answer, the verdict and the source.

Plain SVG: it fetches nothing, and text of the scenario is escaped and wrapped. The width of a line is estimated from
its letters, because no font is at hand here; the estimate is on the wide side. What has no room ends in dots after a
word.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator

from sim import __version__
from sim.inputs.readings import title_in
from sim.saying.citation import PROGRAM, source_words
from sim.saying.language import LANGUAGES, Language, one_line
from sim.saying.sentences import amount, headline, speaker_of
from sim.saying.verdicts import no_verdict, verdict_sentence
from sim.show import inert
from sim.show.board import beside, reading_answer
from sim.show.palette import BLUE, GREY, ORANGE
from sim.study.answer import Answer

__all__ = ["HEIGHT", "WIDTH", "share_svg", "wrapped"]

WIDTH, HEIGHT = 1200, 630
"""Pixels: what the sites that show a link's picture ask for."""
_LEFT, _RIGHT, _LAST, _RULER = 60, 1140, 1010, 290
"""Pixels: the margins, where 1,000 days stand, and the height of the ruler."""
_TICKS = (1, 3, 7, 14, 30, 90, 365, 1000)
"""Days marked on the ruler, whose first and last are its ends; `never` stands at the right margin."""
_INK, _QUIET, _SHADE, _SAID = "#14202b", "#55636f", "#fbe6d6", "#9c3f00"
_ADDRESS = re.compile(r"(?<=\S)[,;]? ?https?://\S+")
"""An address after the name of a source, for which a picture has no room."""
_LETTER = 0.54
"""Mean width of a letter over its size, for a sans-serif face (assumption, on the wide side)."""
_WIDEST = "MWЖМШЩЮФЫ@%—…"
"""Letters as wide as they are high, like those of Chinese, Japanese and Korean."""
_WIDER = "mwжмшщюфы"
_WIDTHS = {"widest": 1.0, "capital": 0.78, "wider": 0.85, "other": 0.5}
"""Widths over the size by which text of many wide letters is measured (Arial's, rounded up)."""


def share_svg(answer: Answer, say: Language = LANGUAGES["en"]) -> str:
    """Return the picture as SVG text, the same for the same answer.

    >>> from sim.inputs.loading import load
    >>> share_svg(Answer(scenario=load("sky-2024-10k")))[:61]
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630'
    """
    return "\n".join([*_head(answer, say), *_quote(answer, say), *_ruler(answer, say), *_foot(answer, say), "</svg>\n"])


def _head(answer: Answer, say: Language) -> Iterator[str]:
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    face = "font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', sans-serif\""
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" xml:lang="{say.code}" {face}>'
    yield f"<title>{inert.text(_said(answer, say))}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'


def _quote(answer: Answer, say: Language) -> Iterator[str]:
    """The words, or the title where nobody said any, and below them who said them."""
    scenario, remark = answer.scenario, answer.scenario.remark
    said = say("quoted", words=remark.words) if remark and remark.words else title_in(scenario, say.code)
    large = 46 if len(said) < 90 else 34
    lines = wrapped(said, large, 2 if large == 46 else 3)
    for number, line in enumerate(lines):
        yield _text(_LEFT, 74 + 1.2 * large * number, line, large, _INK)
    foot = 74 + 1.2 * large * (len(lines) - 1) + 46
    facts = [speaker_of(remark), str(remark.said_on or "")] if remark else []
    speaker = wrapped(", ".join(fact for fact in facts if fact), 24, 1)
    yield from (_text(_LEFT, foot, line, 24) for line in speaker)


def _ruler(answer: Answer, say: Language) -> Iterator[str]:
    """The days on a logarithmic line, what the words allow shaded, the interval a bar, answer or median a disc."""
    if answer.verdict:
        ends = (_LEFT - 14.0, _place(answer.threshold_days))
        ends = ends if answer.claim == "at most" else (ends[1], _RIGHT + 14.0)
        yield _bar(ends, (_RULER - 30, 60), _SHADE)
    yield _bar((_LEFT, _RIGHT), (_RULER - 1, 2), GREY)
    for days in (*_TICKS, math.inf):
        x = _place(days)
        yield _bar((x - 1, x + 1), (_RULER - 9, 18), GREY)
        yield _text(x, _RULER + 58, say("never_short") if math.isinf(days) else say.count(days), 21, anchor="middle")
    yield _text(_LEFT, _RULER + 86, say("axis.days"), 19)
    spread = answer.spread
    if not spread.fixed:
        low, high = map(_place, spread.interval)
        yield _bar((low, max(high, low + 4)), (_RULER - 7, 14), BLUE)
    ring = f'r="17" fill="{ORANGE}" stroke="#ffffff" stroke-width="3"'
    yield f'<circle cx="{_place(answer.days if spread.fixed else spread.middle.value):.1f}" cy="{_RULER}" {ring}/>'


def _place(days: float) -> float:
    """Where days stand on the ruler (pixels); fewer than one at its first day, more than 1,000 a little past that.

    Logarithmic from 1 to 1,000 days; never at the right margin.
    """
    if math.isinf(days):
        return float(_RIGHT)
    share = math.log(max(days, 1.0)) / math.log(_TICKS[-1])
    return _LEFT + (_LAST - _LEFT) * min(share, 1.05)


def _said(answer: Answer, say: Language) -> str:
    """The answer in a line; with ranges their interval in round numbers, as on the page: no point speaks for them."""
    if answer.spread.fixed:
        return headline(answer, say)
    return f"{amount(answer.scenario, say)}: {reading_answer(answer, say)}"


def _foot(answer: Answer, say: Language) -> Iterator[str]:
    """The answer, the verdict or why there is none, and what the rate rests on."""
    said = verdict_sentence(answer.verdict, say) if answer.verdict else no_verdict(answer, say)
    for number, line in enumerate(wrapped(_said(answer, say), 40, 2 if answer.spread.fixed else 1)):
        yield _text(_LEFT, 430 + 44 * number, line, 40, _INK)
    if not answer.spread.fixed:
        yield _text(_LEFT, 468, beside(answer, say), 24)
    for number, line in enumerate(wrapped(said, 22, 2)):
        yield _text(_LEFT, 506 + 27 * number, line, 22, _SAID if answer.verdict else _QUIET)
    for number, line in enumerate(wrapped(source_words(answer.scenario, say), 18, 2)):
        yield _text(_LEFT, 559 + 22 * number, line, 18)
    about = f"{PROGRAM} {__version__} · {answer.digest}"
    source = answer.scenario.remark.source.partition("; ")[0] if answer.scenario.remark else ""  # of several the first
    source = _ADDRESS.sub("", source)
    room = _RIGHT - _LEFT - (len(about) + 3) * 18 * _LETTER
    yield from (_text(_LEFT, 605, line, 18) for line in wrapped(source, 18, 1, room))
    yield _text(_RIGHT, 605, about, 18, anchor="end")


def _bar(across: tuple[float, float], down: tuple[float, float], color: str) -> str:
    """A rectangle from left to right, and from a top so many pixels down."""
    (left, right), (top, height) = across, down
    return f'<rect x="{left:.1f}" y="{top}" width="{max(right - left, 0):.1f}" height="{height}" fill="{color}"/>'


def _text(x: float, y: float, words: str, size: int, color: str = _QUIET, anchor: str = "start") -> str:
    """A line of text; the ink is for what is read first, and bold."""
    weight = ' font-weight="700"' if color == _INK else ""
    place = f'x="{x:.1f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text {place} fill="{color}"{weight}>{inert.text(words)}</text>'


def wrapped(words: str, size: int, most: int, room: float = _RIGHT - _LEFT) -> list[str]:
    """Return text in at most so many lines of a letter size (pixels) that fit the room; what is left out is dots.

    By an estimated width; a word longer than a line is broken, and no other.

    >>> wrapped("not many days of casualties", 46, 2, 400)
    ['not many days of', 'casualties']
    >>> wrapped("not many days of casualties", 46, 1, 400)
    ['not many days…']
    """
    longest, lines = room / size, [""]
    for word in one_line(words).split(" "):
        for piece in _pieces(word, longest):
            joined = f"{lines[-1]} {piece}".strip()
            lines = [*lines[:-1], joined] if _width(joined) <= longest else [*lines, piece]
    if len(lines) > most:
        lines = [*lines[: most - 1], _shortened(lines[most - 1], longest)]
    return [line for line in lines if line]


def _pieces(word: str, longest: float) -> list[str]:
    """A word in pieces that each fit a line; nearly always one."""
    pieces = [""]
    for letter in word:
        fits = _width(pieces[-1] + letter) <= longest
        pieces = [*pieces[:-1], pieces[-1] + letter] if fits or not pieces[-1] else [*pieces, letter]
    return pieces


def _shortened(line: str, longest: float) -> str:
    """A line with dots after the last word that leaves room for them, or within the only one."""
    while _width(f"{line}…") > longest and line:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return f"{line.rstrip(' ,;:(–-')}…"


def _width(text: str) -> float:
    """How wide text is, over its letter size; at least that of as many mean letters."""
    return max(_LETTER * len(text), sum(_WIDTHS[_kind(letter)] for letter in text))


def _kind(letter: str) -> str:
    if letter in _WIDEST or unicodedata.east_asian_width(letter) in "WF":
        return "widest"
    return "wider" if letter in _WIDER else "capital" if letter.isupper() else "other"
