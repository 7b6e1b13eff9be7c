"""How to cite what a page shows: a sentence to copy at hand on every page, and the same as files and as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlencode, urljoin

import streamlit as st

from sim.saying.citation import Cited, bibtex, claim_review, claims, csl, sentence
from sim.saying.language import Language
from sim.show import inert
from sim.show.share import share_svg
from sim.show.terminal import json_text
from sim.study.answer import Answer
from sim.ui import address, state
from sim.ui.answers import answered
from sim.ui.drawn import picture

__all__ = ["draw", "popover"]


def popover(answer: Answer, say: Language) -> None:
    """Draw the button that shows the sentence and the link; what it shows is made only while it is open."""
    box = st.popover(say("cite.button"), key="cite", on_change=state.touch)
    if box.open:
        with box:
            _sentence(_cited(answer), say)


def draw(answer: Answer, say: Language) -> None:
    """Draw every form of a citation: sentence, reference lists, the draft of a fact-check, a picture to share."""
    cited = _cited(answer)
    _sentence(cited, say)
    with st.container(horizontal=True):
        for name, (mime, make) in _FILES.items():
            st.download_button(
                say(f"cite.{name.split('.')[0]}"), make(cited, say), file_name=f"attrition-{name}", mime=mime,
                key=f"cite:{name}", on_click="ignore",
            )  # fmt: skip
    drawn = share_svg(answer, say)
    picture({"svg": drawn, "alt": sentence(cited, say), "png": say("cite.png"), "as_svg": say("cite.svg")})


def _cited(answer: Answer) -> Cited:
    """The answer as it stands at this address today."""
    link = f"{urljoin(st.context.url or '', './')}?{urlencode(address.permalink(answer))}"
    return Cited(answer, _today(), link if address.has_link(answer) else "")


def _today() -> date:
    return datetime.now(UTC).date()


def _sentence(cited: Cited, say: Language) -> None:
    st.code(sentence(cited, say), language=None, wrap_lines=True)
    if cited.address:
        st.html(inert.element("p", inert.linked(say("cite.link", link=cited.address))))


def _review(cited: Cited, say: Language) -> str:
    """Gross and net as two claims where the remark has both readings, as changed or as published, else the answer."""
    names = state.readings(state.base_name())
    others = [Cited(answered(state.named(name), state.seed()), cited.day) for name in names]
    return json_text(claim_review(claims(cited, others), say))


_FILES: Mapping[str, tuple[str, Callable[[Cited, Language], str]]] = {
    "bibtex.bib": ("application/x-bibtex", bibtex),
    "csl.json": ("application/vnd.citationstyles.csl+json", lambda cited, say: json_text(csl(cited, say))),
    "claimreview.json": ("application/ld+json", _review),
}
"""The files by the end of their names: type, and what makes the content."""
