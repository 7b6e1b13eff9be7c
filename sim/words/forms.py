"""Words that agree with a number beside them: "{count} {count:casualty|casualties}".

After the name of a place and a colon stand the forms of a word, in the order in which a language names its forms; the
one that the number in that place asks for is taken. The place itself is written elsewhere in the text, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

__all__ = ["agreed", "form_after"]

_FORMS = re.compile(r"\{(\w+):([^{}|]*(?:\|[^{}|]*)+)\}")
_NUMBER = re.compile(r"[-\u2212]?(\d[\d,]*(?:\.\d+)?)")


def agreed(template: str, form: Callable[[str], int]) -> str:
    """Return a text with each word in the form of its number; `form` gives the place of that form from a place's name.

    A text with fewer forms than that has its last one there: English said for want of a translation.

    >>> agreed("{count} {count:casualty|casualties} in {days}", lambda name: 1)
    '{count} casualties in {days}'
    """
    if "|" not in template:
        return template
    return _FORMS.sub(lambda found: _chosen(found[2].split("|"), form(found[1])), template)


def _chosen(forms: Sequence[str], at: int) -> str:
    return forms[min(at, len(forms) - 1)]


def form_after(written: str, plural: Callable[[str], str], forms: Sequence[str]) -> int:
    """Return the place of the form of a noun after a text that ends with a number, written the English way.

    A number below zero takes the form it has above. What ends otherwise, as "1 or more", and no number at all are many.

    >>> from sim.words.english import FORMS, plural
    >>> [form_after(written, plural, FORMS) for written in ("1", "more than 1", "-1", "1 or more", "1,271", "")]
    [0, 0, 0, 1, 1, 1]
    """
    number = _NUMBER.fullmatch(written.rpartition(" ")[2])
    return forms.index(plural(number[1]) if number else "many")
