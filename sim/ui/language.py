"""The language of a page: its texts, its plurals and the way it writes numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.quantities import DEFINITIONS
from sim.report import count_text, days_text, estimate_text, percent_text
from sim.ui.words import english, ukrainian
from sim.uncertainty import Estimate

__all__ = ["LANGUAGES", "Language"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Language:
    """One language. Calling it with a key gives the text, its places filled: `say("covers", days="7.9 days")`."""

    code: str
    words: Mapping[str, str]
    plural: Callable[[str], str]

    def __call__(self, key: str, **places: str) -> str:
        """Return the text of a key, with its places filled; the English one where this language lacks it."""
        found = self.words.get(key) or english.WORDS[key]
        return (found.format(**places) if places else found).replace(" %", "\N{NO-BREAK SPACE}%")

    def number(self, grouped: str) -> str:
        """Return a number written the English way (1,234.5) in this language's way."""
        separators = self.words["separators"]
        return "".join({".": separators[0], ",": separators[1]}.get(c, c) for c in grouped)

    def count(self, value: float) -> str:
        """Return a number grouped by thousands."""
        return self.number(count_text(value))

    def days(self, days: float) -> str:
        """Return days covered in words, or that it is never."""
        return self._days(days_text(days))

    def exact_days(self, days: float) -> str:
        """Return a stated number of days in words, without decimals it does not have."""
        return self._days(f"{count_text(days)} days")

    def estimate(self, estimate: Estimate) -> str:
        """Return days with no digit that their error reaches."""
        return self._days(estimate_text(estimate))

    def _days(self, written: str) -> str:
        """Days as the command line writes them, in this language."""
        fixed = {"never used up": "never", "more than 100 years": "century"}
        if written in fixed:
            return self(fixed[written])
        about, number = written.startswith("about "), written.removeprefix("about ").removesuffix(" days")
        if number in fixed:
            return self(fixed[number])
        days = f"{self.number(number)}\N{NO-BREAK SPACE}{self(f'day.{self.plural(number)}')}"
        return self("about", days=days) if about else days

    def percent(self, estimate: Estimate) -> str:
        """Return a probability in percent without its error."""
        return self.number(percent_text(estimate).split(" (")[0])

    def quantity(self, key: str) -> str:
        """Return the name of a quantity."""
        return self(f"quantity.{key}")

    def unit(self, key: str) -> str:
        """Return the unit of a quantity, or nothing for a pure number."""
        unit = DEFINITIONS[key].unit
        return "" if unit in ("", "1", "date") else self(f"unit.{unit}")


LANGUAGES: Mapping[str, Language] = {
    "en": Language(code="en", words=english.WORDS, plural=english.plural),
    "uk": Language(code="uk", words=ukrainian.WORDS, plural=ukrainian.plural),
}
"""The languages by code; the first is the one a page opens in."""
