"""What a terminal is given: JSON without raw control characters, and lines of a width that can be printed in."""

from __future__ import annotations

import json
import re
import shutil
from typing import Any

__all__ = ["NARROWEST", "json_text", "width"]


def json_text(result: Any, *, ascii_only: bool = False) -> str:
    r"""Return a result as JSON in which every character that acts instead of showing is written as an escape.

    JSON itself escapes C0 controls only: C1 ones (as CSI, U+009B) and those that turn the direction of writing would
    reach the terminal. A reader of the JSON sees no difference. Raises `ValueError` for numbers that are not finite.

    >>> json_text("a\x9bb\u202ec\n")
    '"a\\u009bb\\u202ec\\n"'
    """
    text = json.dumps(result, indent=2, ensure_ascii=ascii_only, allow_nan=False)
    return re.sub(r"[^\n -~]", lambda found: _shown(found.group()), text)


def _shown(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]


NARROWEST = 40
"""Fewest columns (assumption): in fewer a table of five columns loses its text, in none it prints nothing."""


def width() -> int:
    """Return how many columns to print in: those of COLUMNS or of the terminal, 80 where neither says, 40 at least."""
    return max(NARROWEST, shutil.get_terminal_size().columns)
