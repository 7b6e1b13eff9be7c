"""What `mkdocs` does to a page of the manual before it becomes HTML, so that it needs no script and no network."""

from __future__ import annotations

import re
from typing import Any

from latex2mathml.converter import convert


def on_page_markdown(markdown: str, **_given: Any) -> str:
    """Set formulas as MathML; a link to a file that is in the project but not in the manual becomes its words."""
    drawn = re.sub(r"(?ms)^\$\$\n(.*?)\n\$\$$", lambda formula: convert(formula[1], display="block"), markdown)
    return re.sub(r"\[([^\]]*)\]\(\.\./[^)]*\)", r"\1", drawn)
