"""Two to four scenarios side by side: what differs first, then the results, then the difference with its interval."""

from __future__ import annotations

import math

import streamlit as st

from sim.inputs.definitions import DEFINITIONS
from sim.inputs.readings import reading_in, title_in
from sim.inputs.scenario import Scenario
from sim.saying.language import Language, one_line
from sim.saying.sentences import spread_sentence
from sim.saying.stated import quantity_text
from sim.show import figures_ruler, inert
from sim.show.board import reading_answer
from sim.study.answer import Answer
from sim.study.comparison import Comparison
from sim.study.paired import Difference
from sim.ui import parts, state
from sim.ui.answers import answered, compared
from sim.ui.drawn import described
from sim.ui.sentences import difference_words, verdict_words
from sim.ui.what_if import CONFIG

__all__ = ["page"]

_GAP = "\N{NO-BREAK SPACE}"


def page(say: Language) -> None:
    """Draw the page: all answers on one ruler first, then what differs, then the differences."""
    chosen = st.multiselect(
        say("compare.choose"), [state.HERE, *state.names()], max_selections=state.MOST_COMPARED, on_change=_keep,
        key=state.mirror("compare", state.compared_names()), format_func=lambda name: _name(name, say),
    )  # fmt: skip
    if len(chosen) < 2:
        st.html(inert.element("p", inert.text(say("compare.too_few"))))
        return
    with st.spinner(say("flips.wait")):
        comparison = compared(*(answered(_scenario(name), state.seed()) for name in chosen))
    names = [_name(name, say) for name in chosen]
    _picture(comparison.answers, names, say)
    head = [say("compare.what"), *names]
    _differing(comparison, head, say)
    _results(comparison.answers, head, say)
    _differences(comparison, head, say)


def _name(name: str, say: Language) -> str:
    if name == state.HERE:
        return say("compare.here", name=one_line(reading_in(state.base(), say.code)))
    return one_line(title_in(state.named(name), say.code))


def _picture(answers: tuple[Answer, ...], names: list[str], say: Language) -> None:
    """Draw the answers on one ruler of days."""
    short = [reading_answer(answer, say) for answer in answers]
    sentence = "; ".join(f"{name}: {words}" for name, words in zip(names, short, strict=True))
    rows = [
        (f"{name}: {words.replace(' ', _GAP)}", answer)
        for name, words, answer in zip(names, short, answers, strict=True)
    ]
    described(st.plotly_chart, figures_ruler.on_one_ruler(rows, say), sentence, key="chart:compare", config=CONFIG)


def _keep() -> None:
    state.keep_compared(st.session_state.compare)


def _scenario(name: str) -> Scenario:
    return state.current() if name == state.HERE else state.named(name)


def _differing(comparison: Comparison, head: list[str], say: Language) -> None:
    scenarios = [answer.scenario for answer in comparison.answers]
    rows = [
        [say.quantity(key) if key in DEFINITIONS else say(f"part.{key}"), *(_stated(s, key, say) for s in scenarios)]
        for key in comparison.differing
    ]
    if rows:
        st.html(inert.table(say("compare.differing"), head, rows))
    else:
        st.html(inert.element("p", inert.text(say("compare.same"))))


def _stated(scenario: Scenario, key: str, say: Language) -> str:
    if key == "correlations":
        return parts.part_words(scenario, key, say)
    if key in scenario.replaced and scenario.timed(key):
        return f"{say('waves')}: {say.count(scenario.number(key))}" if key == "troops" else say("schedule")
    if key not in scenario and DEFINITIONS[key].neutral is None:
        return say("not_stated")
    return quantity_text(scenario[key], say)


def _results(answers: tuple[Answer, ...], head: list[str], say: Language) -> None:
    rows = [
        [say("table.middle"), *(say.days(a.days) for a in answers)],
        [say("compare.spread"), *(spread_sentence(a.spread, say) for a in answers)],
        [say("compare.verdict"), *(verdict_words(a.verdict, say) if a.verdict else "–" for a in answers)],
    ]
    st.html(inert.table(say("compare.results"), head, rows))


def _differences(comparison: Comparison, head: list[str], say: Language) -> None:
    """Each result less the first, with the interval of the difference itself: both drawn together."""
    days, changes = [answer.days for answer in comparison.answers], comparison.differences
    rows = [
        [say("compare.less_first"), *(difference_words(days[0], x, say) for x in days)],
        [say("compare.interval"), *(_span(c, say) for c in changes)],
        [say("compare.more"), *(say.number(f"{100 * c.more.value:.1f} %") for c in changes)],
        [say("compare.fewer"), *(say.number(f"{100 * c.fewer.value:.1f} %") for c in changes)],
    ]  # fmt: skip
    st.html(inert.table(say("compare.differences"), head, rows))


def _span(change: Difference, say: Language) -> str:
    if math.isinf(change.p05) and math.isinf(change.p95):
        return say("compare.never")
    low, high = say.change(change.p05, change.errors[0]), say.change(change.p95, change.errors[2])
    return say("compare.span", low=low, high=high)
