"""Text from scenario files and links as HTML in which nothing acts: no markup, no directives, only http(s) links."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from sim.brief import ADDRESS

__all__ = ["element", "items", "linked", "plain", "table", "text"]

_MOST_COLUMNS = 4
"""A table of more columns is shown row by row, as a list, where the page is as narrow as a phone."""


def text(content: str) -> str:
    """Return text as inert HTML: on one line, control characters visible, every special character escaped.

    >>> text("<b>_x_ & y</b>")
    '&lt;b&gt;_x_ &amp; y&lt;/b&gt;'
    """
    return html.escape(plain(content))


def plain(content: str) -> str:
    """Return text for a place that shows no markup at all: on one line, control characters visible.

    A space that does not break, as between a number and its unit, is kept.
    """
    joined = re.sub(r"[^\S\xa0]+", " ", content).strip()
    return "".join(c if c.isprintable() or c == "\xa0" else "\N{REPLACEMENT CHARACTER}" for c in joined)


def linked(content: str) -> str:
    """Return text as inert HTML in which plain http(s) addresses, and nothing else, can be followed."""
    parts, last, line = [], 0, plain(content)
    for found in ADDRESS.finditer(line):
        address = html.escape(found.group())
        parts += [html.escape(line[last : found.start()]), f'<a href="{address}" rel="noopener">{address}</a>']
        last = found.end()
    return "".join([*parts, html.escape(line[last:])])


def element(tag: str, inner: str, style: str = "") -> str:
    """Return an element around inner HTML that is inert already."""
    opened = f'{tag} style="{style}"' if style else tag
    return f"<{opened}>{inner}</{tag}>"


def items(contents: Sequence[str]) -> str:
    """Return texts as a list, each one inert."""
    return element("ul", "".join(element("li", linked(content)) for content in contents))


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table with inert cells that scrolls inside itself where the page is narrow; a first row of headers."""
    titles = "".join(f'<th scope="col">{text(name)}</th>' for name in head)
    lines = "".join(element("tr", "".join(map(_cell, head, row))) for row in rows)
    inner = f"<caption>{text(caption)}</caption><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody>"
    kind = "scroll wide" if len(head) > _MOST_COLUMNS else "scroll"
    return f'<div class="{kind}" tabindex="0" role="region" aria-label="{text(caption)}"><table>{inner}</table></div>'


def _cell(name: str, content: str) -> str:
    return f'<td data-label="{text(name)}">{linked(content)}</td>'
