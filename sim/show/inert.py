"""Text from scenario files and links as HTML in which nothing acts: no markup, no directives, only http(s) links.

Whatever a file or a link contains, a page shows it as the text it is. What is given back here is HTML and must not be
escaped again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from sim.saying.language import one_line

__all__ = ["element", "items", "linked", "named_link", "table", "text"]

ADDRESS = re.compile(r"https?://[^\s<>\"';,]+[^\s<>\"';,.)]")
"""An address in a text that can be followed."""

_MOST_COLUMNS = 4
"""A table of more columns is shown row by row, as a list, where the page is as narrow as a phone."""


def text(content: str) -> str:
    """Return text as inert HTML: on one line, control characters visible, every special character escaped.

    >>> text("<b>_x_ & y</b>")
    '&lt;b&gt;_x_ &amp; y&lt;/b&gt;'
    """
    return html.escape(one_line(content))


def linked(content: str, *, shortened: bool = False) -> str:
    """Return text as inert HTML in which plain http(s) addresses, and nothing else, can be followed.

    `shortened` leaves out of what is shown of an address what every address has.

    >>> linked("see https://www.a.org/?b&c.", shortened=True)
    'see <a href="https://www.a.org/?b&amp;c" rel="noopener">a.org/?b&amp;c</a>.'
    """
    parts, last, line = [], 0, one_line(content)
    for found in ADDRESS.finditer(line):
        address = html.escape(found.group())
        shown = re.sub(r"^https?://(www\.)?", "", address) if shortened else address
        parts += [html.escape(line[last : found.start()]), f'<a href="{address}" rel="noopener">{shown}</a>']
        last = found.end()
    return "".join([*parts, html.escape(line[last:])])


def named_link(content: str) -> str:
    """Return text that ends with an address as inert HTML: the words before it lead there; other text as `linked`.

    >>> named_link("News, 1 May, https://a.org/b")
    '<a href="https://a.org/b" rel="noopener">News, 1 May ↗</a>'
    """
    line = one_line(content)
    found = ADDRESS.search(line)
    if not found or found.end() != len(line) or not line[: found.start()].strip(" ,"):
        return linked(content)
    name = html.escape(line[: found.start()].strip(" ,"))
    return f'<a href="{html.escape(found.group())}" rel="noopener">{name} ↗</a>'


def element(tag: str, inner: str, style: str = "") -> str:
    """Return an element around inner HTML that is inert already."""
    opened = f'{tag} style="{style}"' if style else tag
    return f"<{opened}>{inner}</{tag}>"


def items(contents: Sequence[str]) -> str:
    """Return texts as a list, each one inert.

    >>> items(["a", "<b>"])
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>'
    """
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
