"""Texts that remember how they were made, and problems as data: a key of the catalogue, and what fills its places.

English is made at once and is what a log or a terminal shows; any other language is made from key and places when it is
asked for. So a refusal deep in the inputs needs to know no language, and no sentence is ever taken apart again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sim.words.english import FORMS, WORDS, plural
from sim.words.forms import agreed, form_after

__all__ = ["Days", "LONGEST_LINE", "Place", "Problem", "Text", "cut", "visible"]

Place = str | float
LONGEST_LINE = 400
"""Most characters of a line of refusal (assumption: more than anyone reads)."""
_GAP = "\N{NO-BREAK SPACE}"


def visible(text: str) -> str:
    """Return text with its control characters written out, so that it is one line and cannot steer a terminal.

    A space that does not break, as between a number and its unit, is kept.

    >>> visible("a\\nb")
    'a\\\\nb'
    """
    return "".join(c if c.isprintable() or c == _GAP else repr(c)[1:-1] for c in text)


def cut(text: str) -> str:
    """Return text of at most `LONGEST_LINE` characters; what is longer ends in dots.

    >>> len(cut("x" * 1000)), cut("short")
    (400, 'short')
    """
    return text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 3]}..."


class Days(float):
    """A stated number of days in the place of a text; each language writes it with its own noun.

    >>> f"{Days(14)}", f"{Days(1)}"
    ('14 days', '1 day')
    """

    def __format__(self, form: str) -> str:
        """Return the days as English writes them."""
        return f"{float(self):g} day{'s' * (float(self) != 1)}"


class Text(str):
    """An English text of the catalogue, its places filled; it is the plain string everywhere but in `Language.text`.

    Places are strings, numbers (which every language writes in its own way), or texts in their turn. Equal and hashed
    as the string it is; whatever is done to it as a string gives a plain string, which has lost its key.

    >>> Text("problem.span", low=0.05, high=1e9)
    '0.05 to 1,000,000,000'
    >>> Text("problem.span", low=0.05, high=1e9).key
    'problem.span'
    """

    key: str
    places: Mapping[str, Place]

    def __new__(cls, key: str, /, **places: Place) -> Text:
        """Return the text of a key with its places filled. KeyError for an unknown key."""
        return cls.worded(_filled(key, places), key, **places)

    @classmethod
    def worded(cls, english: str, key: str, /, **places: Place) -> Text:
        """Return a text whose English is somebody else's, as a parser's; the key words it in other languages."""
        text = super().__new__(cls, english)
        text.key, text.places = key, places
        return text

    def __reduce__(self) -> tuple[Callable[..., Text], tuple[str, str, Mapping[str, Place]]]:
        """Let copies keep the key."""
        return _again, (str(self), self.key, self.places)


def _filled(key: str, places: Mapping[str, Place]) -> str:
    """The English text of a key, its places filled and its words in the form that their numbers ask for."""
    written = {name: place if isinstance(place, str) else f"{place:,.12g}" for name, place in places.items()}
    return agreed(WORDS[key], lambda name: form_after(written[name], plural, FORMS)).format(**places)


def _again(english: str, key: str, places: Mapping[str, Place]) -> Text:
    return Text.worded(english, key, **places)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be used, as data; its string is the English line, on one line and not too long.

    `key` names the sentence in the catalogue, `path` the item in question (as in `waves[2].troops`), and `places` fill
    the sentence; `where` is the file or link that holds the item.

    >>> problem = Problem.of("problem.missing", "waves[1].day").at("own.toml")
    >>> problem.path, str(problem)
    ('waves[1].day', 'own.toml: waves[1].day: missing')
    """

    key: str
    path: str
    places: Mapping[str, Place]
    where: str = ""

    @classmethod
    def of(cls, key: str, path: str = "", **places: Place) -> Problem:
        """Return the problem with a sentence of the catalogue about an item."""
        return cls(key, path, places)

    def at(self, where: str) -> Problem:
        """Return the same problem in a file or link."""
        return replace(self, where=where)

    def moved(self, path: str) -> Problem:
        """Return the same problem of another item."""
        return replace(self, path=path)

    def __str__(self) -> str:
        """Return the English line."""
        line = cut(visible(_filled(self.key, {"path": self.path, **self.places})))
        return WORDS["problem.at"].format(where=visible(self.where), problem=line) if self.where else line
