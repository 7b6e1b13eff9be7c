"""What would have to be true for the verdict to turn: in words first, the statistics for those who want them."""

from __future__ import annotations

import math
from functools import lru_cache, partial

import streamlit as st

from sim.core.points import Estimate
from sim.inputs.definitions import MAX_DAYS
from sim.inputs.remarks import MIN_YARDSTICK
from sim.inputs.scenario import Scenario
from sim.saying.digits import outwards
from sim.saying.language import Language
from sim.saying.sentences import counted, counted_text, joint_words, range_words, turning_values
from sim.saying.turns import Turn, in_words, out_of_reach, reachable, that_matter, turns
from sim.show import figures_bars, inert
from sim.study.answer import Answer
from sim.study.flips import Flipped
from sim.study.verdict import central_holds
from sim.ui import state
from sim.ui.answers import answered, flipped
from sim.ui.sentences import rung_words
from sim.ui.what_if import chart

__all__ = ["page"]


def page(say: Language) -> None:
    """Draw the page: what turns the verdict as sentences at once, then, where asked for, what takes longer."""
    answer = answered(state.current(), state.seed())
    stated = answer.threshold_days
    days = st.number_input(
        say("flips.days"), min_value=MIN_YARDSTICK, max_value=MAX_DAYS, step=1.0, format="%.10g",
        help=say("flips.days.help"), value=stated, key=f"flips:{stated}", on_change=state.touch,
    )  # fmt: skip
    _sentences(answer, float(days), say)
    _tornado(answer, float(days), say)
    box = st.expander(say("turns.statistics"), key="statistics", on_change=state.touch)
    if box.open:
        with box, st.spinner(say("flips.wait")):
            _statistics(answer, float(days), say)


@lru_cache(maxsize=64)
def _turns(answer: Answer, days: float) -> tuple[Turn, ...]:
    """Answers are kept, so their identity is a key."""
    return turns(answer.scenario, days)


def _sentences(answer: Answer, days: float, say: Language) -> None:
    """Say what would turn the verdict, the nearest first, each with its place between now and what was published."""
    found, claim = _turns(answer, days), answer.claim
    side = "turns.holds" if central_holds(answer.scenario, days, claim) else "turns.fails"
    side = side if answer.verdict else "turns.unclaimed"
    reading, near = say(f"reading.{claim}", days=say.exact_days(days)), reachable(found)
    head = say(side, days=say.days(answer.days), reading=reading)
    head = f"{head} {say(f'{side}.if')}" if near else head
    st.html(f'<h2 class="turns">{inert.text(head)}</h2>')
    colours = "turns.legend.ranges" if any(turn.quantity.uncertain for turn in near) else "turns.legend"
    legend = inert.element("p", inert.text(say(colours)), "font-size:.85rem;opacity:.85")
    lines = "".join(_line(turn, say) for turn in near)
    st.html(f'<ol class="turns">{lines}</ol>{legend}' if near else inert.element("p", inert.text(say("turns.none"))))
    if goals := _goals(days, found, counted(answer.scenario), say):
        st.html("".join(inert.element("p", inert.text(words)) for words in goals))
    if far := out_of_reach(found):
        box = st.expander(say("turns.far"), key="far", on_change=state.touch)
        if box.open:
            box.html(inert.items([_far(turn, say) for turn in far]))


def _line(turn: Turn, say: Language) -> str:
    """One sentence with a bar: the published range, the value now, and where it turns."""
    (now, low, high, at), words = turn.places, in_words(turn, say)
    spoken = inert.text(say("turns.bar", quantity=say.quantity(turn.key), now=words.now, value=words.at))
    published = f'<i class="was" style="left:{low:.1%};width:{high - low:.1%}"></i>' if high > low else ""
    marks = f'<i class="now" style="left:{now:.1%}"></i><i class="at" style="left:{at:.1%}"></i>'
    bar = f'<span class="turn" role="img" aria-label="{spoken}">{published}{marks}</span>'
    return f"<li><strong>{inert.text(words.sentence)}</strong> <span>{inert.text(words.beside)}</span>{bar}</li>"


def _far(turn: Turn, say: Language) -> str:
    if turn.at is None:
        return say("turns.far.none", quantity=say.quantity(turn.key))
    return say("turns.far.at", quantity=say.quantity(turn.key), value=in_words(turn, say).at)


def _goals(days: float, found: tuple[Turn, ...], of: str, say: Language) -> list[str]:
    """How many troops, and how low a rate, it takes; where that is within what is typical. `of` is what is counted."""
    at = {turn.key: turn.at for turn in reachable(found)}
    goals = (("troops", "turns.goal.troops", math.ceil), ("reported_rate", f"turns.goal.rate.{of}", math.floor))
    length = say.exact_days(days, "accusative")
    return [
        say(text, days=length, value=say.count(outwards(x, towards, 3)))
        for key, text, towards in goals
        if (x := at.get(key)) is not None
    ]


def _statistics(answer: Answer, days: float, say: Language) -> None:
    found = flipped(answer, days)
    st.html(inert.table(say("flips.table"), say("flips.columns").split("|"), _rows(answer, found, say)))
    st.html(inert.element("p", inert.text(f"{say('stats.joint')} {joint_words(found, say)}")))
    _bridge(answer, say)
    _indices(answer, say)


def _rows(answer: Answer, found: Flipped, say: Language) -> list[list[str]]:
    return [
        [
            _name(flip.quantity.key, answer.scenario, say),
            *(_number(value, say) for value in turning_values(flip)),
            range_words(flip, say),
        ]
        for flip in that_matter(answer.scenario, found.flips)
    ]


def _name(key: str, scenario: Scenario, say: Language) -> str:
    return counted_text(f"quantity.{key}", scenario, say)


def _number(value: object, say: Language) -> str:
    return (
        "–" if not isinstance(value, float) else say.number(f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}")
    )


def _tornado(answer: Answer, limit: float, say: Language) -> None:
    bars = [(_name(bar.quantity.key, answer.scenario, say), bar.at_low, bar.at_high) for bar in answer.tornado]
    if not bars:
        st.html(inert.element("p", inert.text(say("tornado.none"))))
        return
    rows = [
        (_name(bar.quantity.key, answer.scenario, say), _number(bar.quantity.low, say), say.days(bar.at_low),
         _number(bar.quantity.high, say), say.days(bar.at_high))
        for bar in answer.tornado
    ]  # fmt: skip
    figure = figures_bars.tornado_bars(bars, answer.days, limit, say)
    name, low, high = bars[0]
    spoken = say("alt.tornado", quantity=name, low=say.days(low), high=say.days(high))
    table = partial(inert.table, say("chart.tornado"), say("tornado.columns").split("|"), rows)
    chart("tornado", figure, (spoken, table), say)


def _bridge(answer: Answer, say: Language) -> None:
    """Each rung's fair share, as a table."""
    shares = answer.bridge
    if shares.refused:
        st.html(inert.element("p", inert.text(say("bridge.refused"))))
    elif shares.shares:
        st.html(inert.element("p", inert.text(say("stats.bridge"))))
        head = say("bridge.days" if shares.unit == "days" else "bridge.inverse").split("|")
        rows = [(rung_words(rung, say), say.number(f"{share:+,.3g}")) for rung, share in shares.shares]
        st.html(inert.table(say("bridge"), head, rows))


def _indices(answer: Answer, say: Language) -> None:
    """What the ranges contribute to the spread, as a table."""
    found = answer.indices
    if not found.quantities:
        return
    rows = [
        [_name(key, answer.scenario, say), _share(first, say), _share(total, say)]
        for key, first, total in zip(found.quantities, found.first, found.total, strict=True)
    ]
    st.html(inert.element("p", inert.text(say("stats.sobol"))))
    limit = say.exact_days(answer.threshold_days)
    title = say("sobol.days") if found.kind == "days" else say("sobol", days=limit)
    st.html(inert.table(title, say("sobol.columns").split("|"), rows))


def _share(share: Estimate, say: Language) -> str:
    return say.number(f"{round(share.value, 2) + 0.0:.2f} ± {share.standard_error:.2f}")
