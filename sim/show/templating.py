"""Pages made from the templates beside this file: every text that is put into one is escaped."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["page", "safe"]


@lru_cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("sim.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, **places: object) -> str:
    """Return a template with its places filled, as inert HTML.

    Raises `jinja2.UndefinedError` for a place that is not given, so that no page goes out with a hole in it.
    """
    return _environment().get_template(template).render(**places) + "\n"


def safe(made: str) -> object:
    """Return HTML or SVG that this program made itself, marked as not to be escaped again."""
    from markupsafe import Markup

    return Markup(made)  # the callers pass their own drawings only; whatever is a reader's goes through `page`
