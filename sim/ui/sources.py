"""Where every number comes from, how the answer is computed, and what the model leaves out."""

from __future__ import annotations

import streamlit as st

from sim.inputs.definitions import DEFINITIONS
from sim.inputs.facts import planning_factors, reports
from sim.inputs.readings import title_in
from sim.inputs.scenario import Scenario
from sim.laws.law import Law
from sim.laws.shipped import LAWS
from sim.saying.language import Language
from sim.saying.sentences import counted_text, speaker_of
from sim.saying.sourced import sourced
from sim.saying.stated import quantity_text
from sim.show import inert
from sim.ui import derivations, state
from sim.ui.answers import answered

__all__ = ["EQUATIONS", "page"]

EQUATIONS = {
    "losses": r"L(t) = \int_0^t r\,k\,(1+g)^{s/30}\,ds",
    "returns": r"\begin{aligned}R(t) &= p \int_{-\infty}^{t} \lambda(s)\,F(t-s)\,ds - p\int_{-\infty}^{0}"
    r"\lambda(s)\,F(-s)\,ds\\ F(x)&=\min\!\left(\max\!\left(\tfrac{x-a}{b-a},0\right),1\right)\end{aligned}",
    "drain": r"G(t) = L(t) - R(t) - c\,t",
    "cover": r"\begin{aligned}S(t) &= \sum_{d_i \le t} n_i\, f\,u\,(1-q)\,E(t-d_i)\\"
    r"E(x)&=e_0+(1-e_0)\min(x/m,\,1)\end{aligned}",
    "days": r"D = \inf\{\,t \ge 0 : G(t) > S(t)\,\}",
    "neutral": r"r\,t = n \;\Rightarrow\; D = n/r",
    "steady": r"D = \frac{n\,f\,u\,(1-q)}{r\,k\,(1-p)-c}",
    "noise": r"\begin{aligned}&P(D \le t)\\&= P\big(\exists\,s\le t:\;N(s) > S(s)+R(s)+c\,s\big)\\"
    r"&\mathrm{E}\,N=L(t),\quad\mathrm{Var}\,N = v^*(t)\,L(t)\end{aligned}",
    "ranges": r"P(D\le t) = \int_{[0,1]^d} P\big(D\le t \mid X(u)\big)\,du",
}
"""The model's equations in the order they build on each other (LaTeX)."""


def page(say: Language) -> None:
    """Draw the page."""
    scenario = state.current()
    st.html(inert.element("h2", inert.text(title_in(scenario, say.code)), "font-size:1.35rem"))
    st.html(inert.table(say("sources.table"), say("sources.columns").split("|"), _rows(scenario, say)))
    _remark(scenario, say)
    st.html(inert.element("h2", inert.text(say("method")), "font-size:1.2rem"))
    for name, formula in EQUATIONS.items():
        st.html(inert.element("p", inert.text(say(f"equation.{name}"))))
        st.latex(formula)
        derivations.draw(name, say)
    answer = answered(scenario, state.seed())
    words = say("method.numbers", points=say.count(float(answer.spread.points)), seed=str(answer.seed),
                error=say.number(f"{answer.numerical_error:.1g}"))  # fmt: skip
    st.html(inert.element("p", inert.text(words)))
    _limits(say)
    _facts(say)
    st.html(inert.element("h2", inert.text(say("laws")), "font-size:1.2rem"))
    st.html(inert.element("p", inert.text(say("laws.words"))) + inert.items([_law(law, say) for law in LAWS]))


def _rows(scenario: Scenario, say: Language) -> list[list[str]]:
    """Every quantity that is stated, then waves and steps, then what is left neutral."""
    rows = [
        [
            _name(found.key, scenario, say), found.value, found.grade, found.as_of,
            found.definition, "; ".join(x for x in (found.source, found.note) if x),
        ]
        for found in sourced(scenario, say)
    ]  # fmt: skip
    known = [key for key in DEFINITIONS if DEFINITIONS[key].neutral is not None and key not in scenario.replaced]
    silent = [key for key in known if key not in scenario]
    return rows + [
        [say.quantity(key), quantity_text(scenario[key], say), say("neutral"), "", say(f"help.{key}"), ""]
        for key in silent
    ]


def _name(key: str, scenario: Scenario, say: Language) -> str:
    return counted_text(f"quantity.{key}", scenario, say) if key in DEFINITIONS else say(f"part.{key}")


def _remark(scenario: Scenario, say: Language) -> None:
    if scenario.remark is None:
        return
    remark = scenario.remark
    facts = (
        say("quoted", words=remark.words),
        speaker_of(remark),
        str(remark.said_on or ""),
        remark.source,
        remark.threshold_source,
    )
    st.html(inert.element("p", f"{inert.text(say('remark'))}: {inert.linked('; '.join(x for x in facts if x))}"))


def _law(law: Law, say: Language) -> str:
    """A law in words; the English ones stand with the laws, which only this page and the tests load."""
    return say.words.get(f"law.{law.name}", law.sentence)


def _limits(say: Language) -> None:
    """What the model leaves out, with the direction of each error."""
    rows = [say(f"limit.{number}").split("|") for number in range(1, 9)]
    st.html(inert.table(say("limits"), say("limits.columns").split("|"), rows))


def _facts(say: Language) -> None:
    """The sourced tables that come with the program, each behind its name; their words are quoted as they are."""
    for name, rows in {"reports": _reports, "factors": _factors}.items():
        box = st.expander(say(f"facts.{name}"), key=f"facts:{name}", on_change=state.touch)
        if box.open:
            box.html(inert.table(say(f"facts.{name}"), say(f"facts.{name}.columns").split("|"), rows(say)))


def _reports(say: Language) -> list[list[str]]:
    return [
        [
            str(found.day), say(f"report.{found.kind}"), "" if found.people is None else say.count(found.people),
            found.definition, found.claimant, found.source,
        ]
        for found in reports()
    ]  # fmt: skip


def _factors(say: Language) -> list[list[str]]:
    return [
        [say(f"factor.{name}"), say.count(found.value), found.definition, found.claimant, found.source]
        for name, found in planning_factors().items()
    ]
