"""What the ruler of days and a slider show: numbers and ready words as plain data; drawing them is all that is left.

Each position of a slider carries the answer the model gives there, so that the browser needs no model of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.inputs.definitions import MAX_DAYS
from sim.inputs.quantities import Quantity
from sim.inputs.remarks import Remark
from sim.saying.digits import days_beside
from sim.saying.language import Language
from sim.saying.results import finite
from sim.saying.rough import CLOSE, rough, rough_span
from sim.saying.sentences import counted, headline, last_day
from sim.saying.verdicts import band_words
from sim.study.answer import Answer
from sim.study.track import SliderTrack
from sim.study.verdict import Verdict, verdict

__all__ = ["LIMITS", "TICKS", "beside", "board", "mark", "positions", "reading_answer", "verdict_line"]

TICKS = (1.0, 3.0, 7.0, 14.0, 30.0, 90.0, 365.0, 1000.0, math.inf)
"""Days at which the ruler is marked; the last stands for never."""
LIMITS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 21, 25, 30, 35, 42, 50, 60, 75, 90, 120, 150, 180, 240, 300, 365,
          450, 540, 730, 1000)  # fmt: skip
"""Yardsticks (days) at which the handle stops; any other can be typed."""
_LESS_NAMED = (3.0, 14.0, 90.0, 1000.0)
"""Ticks that a narrow screen leaves out."""
_DOTS, _COLUMN = 50, 0.014
"""Dots of the distribution, and the width of one column of them as a share of the ruler."""
_RARE = 0.001
"""A probability below this, or above one less it, is not given in digits."""


def board(
    answer: Answer, published: Answer, readings: Sequence[tuple[str, Answer]], changes: int, say: Language
) -> Mapping[str, Any]:
    """Return the ruler's data: where everything stands (days, None for never) and what is said of it.

    `published` is the answer with nothing changed, `readings` are those of the remark with their names. The ruler shows
    the median where there are ranges, and the answer at the central values where there are none.
    """
    spread, limits = answer.spread, _limits(answer.yardstick)
    return {
        "days": finite(answer.days if spread.fixed else spread.middle.value),
        "text": reading_answer(answer, say),
        "short": _short(answer.days, limits, say),
        "fixed": spread.fixed,
        "claim": answer.claim,
        "limits": [[days, say.count(days)] for days in limits],
        "limit": next((at for at, days in enumerate(limits) if days == answer.yardstick), 0),
        "ticks": [[finite(days), name, days in _LESS_NAMED] for days, name in _ticks(say)],
        "rings": [[finite(_place(a)), f"{name}: {reading_answer(a, say)}"] for name, a in readings],
        "bar": None if spread.fixed else [finite(e.value) for e in (spread.low, spread.middle, spread.high)],
        "dots": _dots(answer.dots(_DOTS)),
        **_words(answer, say),
        "published": say("board.published", days=reading_answer(published, say), count=str(changes)) if changes else "",
        "undo": say("board.undo") if changes else "",
    }


def _words(answer: Answer, say: Language) -> Mapping[str, str]:
    claim = answer.claim
    return {
        "verdict": verdict_line(answer, say),
        **{side: say(f"board.{side}.{claim}", days="{days}", limit="{limit}") for side in ("holds", "fails")},
        "never": say(f"board.never.{counted(answer.scenario)}.{claim}"),
        "bracket": say(f"ruler.bracket.{claim}", limit="{limit}"),
        "handle": say("ruler.handle"),
        "beside": beside(answer, say),
    }


def _limits(limit: float | None) -> list[float]:
    """The yardsticks at which the handle stops (days), the present one among them."""
    return [] if limit is None else sorted({*map(float, LIMITS), min(limit, MAX_DAYS)})


def _ticks(say: Language) -> list[tuple[float, str]]:
    return list(zip(TICKS, say("ruler.ticks").split("|"), strict=True))


def _place(answer: Answer) -> float:
    return answer.days if answer.spread.fixed else answer.spread.middle.value


def _short(days: float, limits: Sequence[float], say: Language) -> str:
    """Days as a bare number, for a sentence that holds it against one of the limits and needs no unit."""
    return say("never_short") if math.isinf(days) else say.number(days_beside(days, limits))


def reading_answer(answer: Answer, say: Language) -> str:
    """Return an answer as short as it can be: days, never, or with ranges the interval in round numbers.

    >>> from sim.inputs.loading import load
    >>> from sim.saying.language import PLAIN
    >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> reading_answer(Answer(scenario=load("sky-2024-10k", half)), PLAIN)
    '13 days to 4 weeks'
    """
    if answer.spread.fixed:
        return _long(answer.days, say)
    return rough_span(*answer.spread.interval, say)


def mark(answer: Answer, remark: Remark | None, say: Language) -> str:
    """Return whether a remark holds of an answer: ✓ or ✗, its chance where there is one, or nothing.

    >>> from sim.inputs.loading import load
    >>> from sim.saying.language import PLAIN
    >>> ranged = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> answers = [Answer(scenario=load("sky-2024-10k", settings)) for settings in ([], ["troops=90000"], ranged)]
    >>> [mark(answer, answer.scenario.remark, PLAIN) for answer in answers]
    ['✓', '✗', '(✓: 11.1 %)']
    """
    said = answer.verdict
    if remark != answer.scenario.remark:
        said = verdict(replace(answer.scenario, remark=remark), answer.distribution)
    if said is None:
        return ""
    if said.probability in ((0.0, 0.0), (1.0, 0.0)):
        return "✓" if said.probability.value else "✗"
    return say("hero.chance", chance=_chance(said, say))


def verdict_line(answer: Answer, say: Language) -> str:
    """Return the verdict in words that can be repeated; empty where the words state no duration.

    A probability is given only where there is one: fixed numbers hold or fail, and so does a claim that no number in
    the ranges contradicts, or supports.

    >>> from sim.inputs.loading import load
    >>> from sim.saying.language import PLAIN
    >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> verdict_line(Answer(scenario=load("sky-2024-10k", half)), PLAIN)
    '11.1 % that it holds: very unlikely (ICD 203: 5 to 20 %).'
    """
    said, limit = answer.verdict, answer.yardstick
    if said is None:
        return ""
    if answer.spread.fixed and limit is not None:
        if math.isinf(answer.days):
            return say(f"board.never.{counted(answer.scenario)}.{said.claim}")
        side = "holds" if said.probability.value > 0.5 else "fails"
        return say(f"board.{side}.{said.claim}", days=_short(answer.days, [limit], say), limit=say.count(limit))
    if said.probability.value in (0.0, 1.0):
        return say("board.certain" if said.probability.value else "board.impossible")
    phrase, band = band_words(said, say)
    return say("board.chance", chance=_chance(said, say), phrase=phrase, band=band)


def _chance(said: Verdict, say: Language) -> str:
    chance = said.probability.value
    if min(chance, 1 - chance) < _RARE:
        return say("board.below" if chance < 0.5 else "board.above")
    return say.percent(said.probability)


def beside(answer: Answer, say: Language) -> str:
    """Return what stands beside the answer: the day it is used up or why not, with ranges the median and the point."""
    if not answer.spread.fixed:
        low, high = answer.spread.interval
        median = say.estimate(answer.spread.middle) if high < CLOSE * low else rough(answer.spread.middle.value, say)
        return say("board.middle", median=median, days=say.days(answer.days))
    if answer.status != "used up" or not answer.days:
        return headline(answer, say)
    return say("board.used_up", date=when.isoformat()) if (when := last_day(answer)) else ""


def _dots(days: Sequence[float]) -> list[list[Any]]:
    """Dots as days and their height in the column (1 is the lowest).

    On the ruler's logarithmic scale from 1 to 1,000 days; a column holds eight at most, the others lie on the top one.
    """
    count: dict[int, int] = {}
    dots = []
    for x in days:
        column = -1 if math.isinf(x) else round(math.log(max(x, 1.0)) / math.log(1000) / _COLUMN)
        count[column] = count.get(column, 0) + 1
        dots.append([finite(x if column < 0 else 1000 ** (column * _COLUMN)), min(count[column], 8)])
    return dots


def positions(track: SliderTrack, now: float, stated: Quantity, say: Language) -> Mapping[str, Any]:
    """Return a slider's data: each position with its value, how it is written, and the answer there.

    `now` is the present value, and `stated` the quantity, a number, as it was published. `was`, `band` and `turn` are
    shares of the way from the first position to the last (0 to 1): the published value, its range, and where the
    verdict turns.
    """
    low, high, limits = stated.low, stated.high, _limits(track.limit)
    return {
        "positions": [
            [value, say.measured(stated.key, value), finite(days), _long(days, say), _short(days, limits, say)]
            for value, days in zip(track.values.tolist(), track.days.tolist(), strict=True)
        ],
        "at": track.nearest(now),
        "was": track.share(float(stated.value)),  # type: ignore[arg-type]
        "band": None if low is None or high is None else [track.share(low), track.share(high)],
        "turn": None if track.turn is None else track.share(track.turn),
        "turns": "" if track.turn is None else say("control.turns", value=say.count(float(f"{track.turn:.3g}"))),
    }


def _long(days: float, say: Language) -> str:
    return say("never_short") if math.isinf(days) else say.days(days)
