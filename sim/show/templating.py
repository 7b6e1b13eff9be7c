"""Pages made from the templates beside this file: every text that is put into one is escaped."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.saying.language import one_line
from sim.show import inert

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["characters_read", "page", "safe"]


@lru_cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("sim.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"line": one_line, "linked": _linked, "characters_read": characters_read}
    return made


def _linked(text: str) -> object:
    """Text as inert HTML in which addresses can be followed."""
    return safe(inert.linked(text, shortened=True))


def characters_read(text: str) -> int:
    """Return how many characters of HTML there are to read, drawings aside.

    >>> characters_read("<p>ten <b>days</b></p><svg><text>7</text></svg>")
    8
    """
    return len(re.sub(r"(?s)<svg.*?</svg>|<[^>]*>", "", text))


def page(template: str, **places: object) -> str:
    """Return a template with its places filled, as inert HTML.

    Raises `jinja2.UndefinedError` for a place that is not given, so that no page goes out with a hole in it.
    """
    return _environment().get_template(template).render(**places) + "\n"


def safe(made: str) -> object:
    """Return HTML or SVG that this program made itself, marked as not to be escaped again.

    Never for text of a file, a link or a visitor: that goes through `page`, which escapes it.
    """
    from markupsafe import Markup

    return Markup(made)  # the callers pass their own drawings only; whatever is a reader's goes through `page`
