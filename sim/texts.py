"""A text that remembers how it was made: English as it stands, with the key and the places another language needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.words.english import WORDS

__all__ = ["Text", "changed_by"]

Place = str | float


class Text(str):
    """An English text of the catalogue, its places filled; it is the plain string everywhere but in `Language.text`.

    Places are strings, numbers (which every language writes in its own way), or texts in their turn.

    >>> Text("problem.span", low=0.05, high=1e9)
    '0.05 to 1e+09'
    """

    key: str
    places: Mapping[str, Place]

    def __new__(cls, key: str, /, **places: Place) -> Text:
        """Return the text of a key with its places filled. KeyError for an unknown key."""
        return cls.worded(WORDS[key].format(**places), key, **places)

    @classmethod
    def worded(cls, english: str, key: str, /, **places: Place) -> Text:
        """Return a text whose English is somebody else's, as a parser's; the key words it in other languages."""
        text = super().__new__(cls, english)
        text.key, text.places = key, places
        return text

    def __reduce__(self) -> tuple[Callable[..., Text], tuple[str, str, Mapping[str, Place]]]:
        """Let copies keep the key."""
        return _again, (str(self), self.key, self.places)


def _again(english: str, key: str, places: Mapping[str, Place]) -> Text:
    return Text.worded(english, key, **places)


def changed_by(change: Callable[[str], str], text: str) -> str:
    """Return a text changed; one that remembers its key still does, its wording and each place that is text changed.

    >>> changed_by(str.upper, Text("problem.missing", path="title"))
    'TITLE: MISSING'
    """
    if not isinstance(text, Text):
        return change(text)
    places = {n: changed_by(change, place) if isinstance(place, str) else place for n, place in text.places.items()}
    return Text.worded(change(str(text)), text.key, **places)
