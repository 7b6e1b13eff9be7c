"""The bytes and the text of a scenario file as TOML tables, within limits on size and work.

A file may come from anybody. What is read is a megabyte at most, and what would take long to read is refused.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from sim.inputs.problems import ScenarioError
from sim.words.texts import Problem, Text

__all__ = ["MAX_BYTES", "decoded", "toml_tables"]

MAX_BYTES = 1_000_000
"""The largest scenario file (assumption: nobody writes a longer one by hand)."""
_DOTTED = re.compile(r"""(?:\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){50}""")
"""Names joined by more dots than any key here has: the reader's time grows with the square of their number."""


def decoded(content: bytes, where: str) -> str:
    r"""Return the text in the bytes of a scenario file (UTF-8, with or without a mark of byte order).

    Raises `ScenarioError`, its line begun by `where`, for what is empty, too large, or no UTF-8.

    >>> decoded(b"\xff", "mine.toml")
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: mine.toml: is no UTF-8 text (byte 0)
    """
    if len(content) > MAX_BYTES:
        raise ScenarioError(Problem.of("problem.too_large", kilobytes=MAX_BYTES // 1000).at(where))
    if not content.strip():
        raise ScenarioError(Problem.of("problem.empty").at(where))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(Problem.of("problem.no_text", byte=str(error.start)).at(where)) from None


def toml_tables(text: str, where: str) -> dict[str, Any]:
    """Return the tables in a TOML text. Raises `ScenarioError`, its line begun by `where`.

    Refused is also what Python reads and then cannot work with: nests without end, and hexadecimal integers so long
    that it refuses to print them.

    >>> toml_tables("troops = 10_000", "mine.toml")
    {'troops': 10000}
    """
    if _DOTTED.search(text):
        raise ScenarioError(Problem.of("problem.toml_dots").at(where))
    try:
        content = tomllib.loads(text)
        repr(content)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(Problem.of("problem.no_toml", reason=_reason(error)).at(where)) from None
    except RecursionError:
        raise ScenarioError(Problem.of("problem.toml_deep").at(where)) from None
    except ValueError:  # the reader's only other one: Python reads and prints no whole number of 4,301 digits
        raise ScenarioError(Problem.of("problem.toml_digits").at(where)) from None
    return content


def _reason(error: tomllib.TOMLDecodeError) -> Text:
    """What Python says of a text that is no TOML; it says so in English only, so other languages name the place."""
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    if place is None:
        return Text.worded(str(error), "problem.toml_end")
    return Text.worded(str(error), "problem.toml_place", line=place[1], column=place[2])
