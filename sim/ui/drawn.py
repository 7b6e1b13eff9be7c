"""What we draw ourselves: the ruler of days, the slider of one number, a picture to save as pixels, and a lesson.

Streamlit has no slider with marks on its track and nothing to drag on a scale. Each is plain JavaScript, beside this
file or with the lesson's file, fed with data that are ready to be drawn; what was done with it comes back as one value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from inspect import signature
from pathlib import Path
from typing import Any

import streamlit as st

from sim.saying.language import one_line
from sim.show import inert
from sim.show.lessons import lesson_script

__all__ = ["beside", "described", "lesson", "picture", "ruler", "slider"]

_RULER = """<div class="aw-board" role="group">
<svg role="presentation" aria-hidden="true"></svg>
<input class="aw-handle" type="range" min="0" step="1">
<div class="aw-line" role="status" aria-live="polite">
<span class="aw-days"></span> <span class="aw-verdict"></span>
</div>
<p class="aw-strip">
<span class="aw-beside"></span> <button class="aw-undo" type="button"></button> <span class="aw-as"></span>
</p>
</div>"""
_SLIDER = """<div class="aw-slider">
<div class="aw-head"><span class="aw-label" aria-hidden="true"></span> <button type="button"></button></div>
<div class="aw-track">
<div class="aw-band"></div><div class="aw-was"></div>
<input type="range" min="0" step="1">
<div class="aw-turn"><span></span></div>
</div>
<p class="aw-source"></p>
</div>"""


_PICTURE = '<div class="aw-picture"><img alt="" width="600" height="315"><p><a></a> <a></a></p></div>'
_HTML = {"board": _RULER, "slider": _SLIDER, "picture": _PICTURE}


@lru_cache(maxsize=8)
def beside(name: str) -> str:
    """Return the text of a style or a script that stands beside the modules of the pages."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _component(name: str) -> Any:
    return st.components.v2.component(
        f"attrition_{name}",
        html=_HTML[name],
        css=beside(f"{name}.css"),
        js=beside(f"{name}.js"),
        isolate_styles=False,
    )


def lesson(data: Mapping[str, Any], *, kept: Callable[[Mapping[str, float]], None]) -> None:
    """Draw a lesson; `data` names its `mode`, and `kept` is called with what stands in its fields."""
    name = f"lesson:{data['mode']}"
    st.components.v2.component("attrition_lesson", html="<p></p>", js=lesson_script())(
        data=dict(data), key=name, on_fields_change=lambda: kept(st.session_state[name].fields or {}),
    )  # fmt: skip


def ruler(data: Mapping[str, Any], *, limit: Callable[[float], None], undo: Callable[[], None]) -> None:
    """Draw the ruler; `limit` is called with the yardstick dragged to (days), `undo` where all is taken back."""

    def dragged() -> None:
        if (days := st.session_state["ruler"].limit) is not None:
            limit(float(days))

    _component("board")(data=dict(data), key="ruler", on_limit_change=dragged, on_undo_change=undo)


def slider(key: str, data: Mapping[str, Any], *, value: Callable[[float], None], undo: Callable[[], None]) -> None:
    """Draw the slider of a quantity; `value` is called with where it was left, `undo` where it is taken back."""
    name = f"{key}:slider"

    def moved() -> None:
        if (found := st.session_state[name].value) is not None:
            value(float(found))

    _component("slider")(data=dict(data), key=name, on_value_change=moved, on_undo_change=undo)


def picture(data: Mapping[str, str]) -> None:
    """Draw a picture (`svg`, 1200 by 630, with its `alt`) and the links that save it, named `as_svg` and `png`."""
    _component("picture")(data=dict(data), key="picture")


def described(draw: Callable[..., Any], what: Any, alt: str, **settings: Any) -> Any:
    """Draw a chart or a picture by a function of Streamlit, with what it shows in words for those who do not see it.

    A Streamlit without a place for them (before 1.66) has them stand before it, unseen.
    """
    if _takes_words(draw.__name__):
        return draw(what, alt=one_line(alt), **settings)
    st.html(f'<p class="spoken-only">{inert.text(alt)}</p>')
    return draw(what, **settings)


@lru_cache(maxsize=8)
def _takes_words(name: str) -> bool:
    return "alt" in signature(getattr(st, name)).parameters
