"""What can be carried away: tables, the scenario file, a printable brief, and the same as a command or as Python."""

from __future__ import annotations

import shlex
from functools import lru_cache

import streamlit as st

from sim.inputs.writing import dump
from sim.saying.language import LANGUAGES, Language
from sim.saying.results import cover_result
from sim.saying.spreadsheet import csv_text
from sim.show import inert
from sim.show.brief import brief
from sim.show.terminal import json_text
from sim.study.answer import Answer
from sim.ui import address, changes, cite, state
from sim.ui.answers import answered

__all__ = ["command_line", "page", "python_lines"]


def page(say: Language) -> None:
    """Draw the page."""
    answer = answered(state.current(), state.seed())
    name = "own" if state.base_name() == state.OWN else state.base_name()
    cite.draw(answer, say)
    st.html(inert.element("h2", inert.text(say("take.files")), "font-size:1.1rem"))
    with st.container(horizontal=True):
        for label, ending, mime, content in _files(answer, say.code):
            st.download_button(
                say(f"take.{label}"), content, file_name=f"attrition-{name}.{ending}", mime=mime, key=f"take:{label}",
                on_click="ignore", icon=":material/download:",
            )  # fmt: skip
    st.html(inert.element("p", inert.text(say("take.charts"))))
    st.html(inert.element("h2", inert.text(say("take.command")), "font-size:1.1rem"))
    st.code(command_line(), language=None, wrap_lines=True)
    st.html(inert.element("h2", inert.text(say("take.python")), "font-size:1.1rem"))
    st.code(python_lines(), language=None, wrap_lines=True)
    words = "take.no_link" if not address.has_link(answer) else "take.own_link" if state.own_came_by() else "take.link"
    st.html(inert.element("p", inert.text(say(words))))
    _upload(say)


@lru_cache(maxsize=32)
def _files(answer: Answer, code: str) -> tuple[tuple[str, str, str, str], ...]:
    """Label, ending, type and content of each file; answers are kept, so their identity is a key."""
    result = json_text(cover_result(answer))
    return (
        ("brief", "html", "text/html", brief(answer, LANGUAGES[code])),
        ("csv", "csv", "text/csv", csv_text(answer)),
        ("json", "json", "application/json", result),
        ("toml", "toml", "application/toml", dump(answer.scenario)),
    )


def command_line() -> str:
    """Return the `attrition` command that gives the same result."""
    name, settings = _asked()
    seed = f" --seed {state.seed()}" if state.seed() else ""
    return f"attrition cover {name}{''.join(f' --set {shlex.quote(setting)}' for setting in settings)}{seed}"


def python_lines() -> str:
    """Return Python lines that give the same result."""
    name, settings = _asked()
    return (
        "from sim import Answer, load\nfrom sim.saying.sentences import headline\n\n"
        f"answer = Answer(scenario=load({name!r}, {settings!r}), seed={state.seed()})\n"
        "print(headline(answer), answer.digest)"
    )


def _asked() -> tuple[str, list[str]]:
    """The scenario by its name, and what is changed in it; a visitor's own is a file that has the changes in it."""
    if state.base_name() == state.OWN:
        return "attrition-own.toml", []
    return state.base_name(), [f"{path}={text}" for path, text in state.settings().items()]


def _upload(say: Language) -> None:
    st.html(inert.element("h2", inert.text(say("take.upload")), "font-size:1.1rem"))
    st.file_uploader(say("take.upload.words"), type="toml", key="upload", on_change=_uploaded, max_upload_size=1)


def _uploaded() -> None:
    if (file := st.session_state.upload) is not None:
        changes.take_file(file.getvalue())
