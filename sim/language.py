"""The languages: their texts, their plurals and the way each writes numbers, days and probabilities."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sim.quantities import BARE_QUOTIENT, DEFINITIONS
from sim.texts import Place, Problem, Text, cut, visible
from sim.uncertainty import Estimate
from sim.words import english, ukrainian

__all__ = ["LANGUAGES", "PLAIN", "Language", "count_text", "days_text", "estimate_text", "one_line", "percent_text"]

CENTURY = 36_525.0
_GAP = "\N{NO-BREAK SPACE}"
_TYPEWRITER = str.maketrans({"“": '"', "”": '"', _GAP: " "})


def one_line(text: str) -> str:
    """Return text from a file on one line, control characters made visible, so that it cannot steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))


# ---------------------------------------------------------------------------------------- numbers, the English way


def days_text(days: float) -> str:
    """Return days covered in words, with no more digits than a reader can use.

    >>> days_text(7.868), days_text(314.7), days_text(float("inf"))
    ('7.9 days', '315 days', 'never used up')
    """
    if math.isinf(days):
        return "never used up"
    if days >= CENTURY:
        return "more than 100 years"
    return f"{days:.1f} days" if days < 99.95 else f"{days:,.0f} days"


def estimate_text(estimate: Estimate) -> str:
    """Return days with no digit that is smaller than the standard error.

    >>> estimate_text(Estimate(143.19, 0.155)), estimate_text(Estimate(1550.6, 8.6)), estimate_text(Estimate(7.868, 0))
    ('143 days', '1,550 days', '7.9 days')
    """
    if math.isinf(estimate.value) or estimate.value >= CENTURY or estimate.standard_error == 0:
        return days_text(estimate.value)
    if math.isinf(estimate.standard_error):
        return f"about {days_text(estimate.value)}"
    places = min(1, -math.ceil(math.log10(estimate.standard_error)))
    rounded = round(estimate.value, places)
    return f"{rounded:,.1f} days" if places > 0 and rounded < 99.95 else f"{rounded:,.0f} days"


def percent_text(estimate: Estimate) -> str:
    """Return a probability in percent with no digit smaller than its standard error, and that error if there is one.

    >>> percent_text(Estimate(0.0378, 0.0004)), percent_text(Estimate(1.0, 0.0))
    ('3.8 % (standard error 0.04)', '100 %')
    """
    value, error = 100 * estimate.value, 100 * estimate.standard_error
    if error == 0:
        return f"{value:.1f} %" if 0 < value < 100 and not value.is_integer() else f"{value:.0f} %"
    places = min(3, max(0, -math.ceil(math.log10(error))))
    return f"{value:.{places}f} % (standard error {error:.1g})"


def count_text(value: float) -> str:
    """Return a number grouped by thousands, with decimals only where it is small.

    >>> count_text(10000.0), count_text(171.33333), count_text(0.02)
    ('10,000', '171.3', '0.02')
    """
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.4g}"


# ------------------------------------------------------------------------------------------------- every language


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Language:
    """One language. Calling it with a key gives the text, its places filled: `say("covers", days="7.9 days")`.

    A `plain` one keeps to the characters of a typewriter, for terminals: straight quotes, spaces that may break.
    """

    code: str
    words: Mapping[str, str]
    plural: Callable[[str], str]
    plain: bool = False

    def __call__(self, key: str, **places: str) -> str:
        """Return the text of a key, with its places filled; the English one where this language lacks it."""
        found = self._template(key)
        return found.format(**places) if places else found

    def _template(self, key: str) -> str:
        found = (self.words.get(key) or _ENGLISH[key]).replace(" %", f"{_GAP}%")
        return found.translate(_TYPEWRITER) if self.plain else found

    def text(self, text: str) -> str:
        """Return a text that remembers its key in this language; any other text, or one this language lacks, as it is.

        >>> LANGUAGES["uk"].text(Text("problem.nearest", word="troops"))
        '; можливо, troops?'
        """
        if not isinstance(text, Text) or self.code == "en" or text.key not in self.words:
            return str(text)
        return self(text.key, **self._places(text.places))

    def _places(self, places: Mapping[str, Place]) -> dict[str, str]:
        return {
            name: self.text(place) if isinstance(place, str) else self.number(f"{place:,.12g}")
            for name, place in places.items()
        }

    def problem(self, problem: Problem) -> str:
        """Return a problem of a `ScenarioError` in this language, cut where it is longer than anyone reads."""
        if self.code == "en" or problem.key not in self.words:
            return cut(str(problem))
        line = visible(self(problem.key, path=problem.path, **self._places(problem.places)))
        return cut(self("problem.at", where=visible(self.text(problem.where)), problem=line) if problem.where else line)

    def number(self, grouped: str) -> str:
        """Return a number written the English way (1,234.5) in this language's way."""
        separators = self.words["separators"]
        return "".join({".": separators[0], ",": separators[1]}.get(c, c) for c in grouped)

    def count(self, value: float) -> str:
        """Return a number grouped by thousands."""
        return self.number(count_text(value))

    def digits(self, value: float) -> str:
        """Return a number with the digits that a calculation on paper needs: all of them, up to nine."""
        return self.count(value) if float(value).is_integer() else self.number(f"{value:,.9g}")

    def days(self, days: float, case: str = "") -> str:
        """Return days covered in words, or that it is never; in the grammatical case that the sentence asks for."""
        return self._days(days_text(days), case)

    def exact_days(self, days: float, case: str = "") -> str:
        """Return a stated number of days in words, without decimals it does not have."""
        return self._days(f"{count_text(days)} days", case)

    def thousandths(self, days: float) -> str:
        """Return days to three decimals, as a calculation on paper ends, or that it is never."""
        return self._days("never used up" if math.isinf(days) else f"{days:,.3f} days")

    def estimate(self, estimate: Estimate, case: str = "") -> str:
        """Return days with no digit that their error reaches."""
        return self._days(estimate_text(estimate), case)

    def span(self, low: Estimate, high: Estimate) -> str:
        """Return an interval of days; the unit stands once, after the higher end."""
        written = estimate_text(low)
        number = written.removeprefix("about ").removesuffix(" days")
        lower = self.number(number) if number[0].isdigit() else self._days(number)
        lower = self("about", days=lower) if written.startswith("about ") else lower
        if math.isinf(high.value):
            return self("span.open", low=lower)
        return self("allowed.span", low=lower, high=self.estimate(high, "genitive"))

    def _days(self, written: str, case: str = "") -> str:
        """Days as English writes them, in this language."""
        fixed = {"never used up": "never", "more than 100 years": "century"}
        about, number = written.startswith("about "), written.removeprefix("about ").removesuffix(" days")
        if number in fixed:
            return self(fixed[number])
        form, case = self.plural(number), "genitive" if about else case
        noun = self.words.get(f"day.{case}.{form}") or self(f"day.{form}")
        days = f"{self.number(number)}{' ' if self.plain else _GAP}{noun}"
        return self("about", days=days) if about else days

    def percent(self, estimate: Estimate) -> str:
        """Return a probability in percent without its error."""
        return self.number(percent_text(estimate).split(" (")[0]).replace(" ", " " if self.plain else _GAP)

    def chance(self, estimate: Estimate) -> str:
        """Return a probability in percent with its standard error, in percentage points, if there is one."""
        _, _, error = percent_text(estimate).rstrip(")").partition("standard error ")
        return self.percent(estimate) + (self("standard_error", error=self.number(error)) if error else "")

    def quantity(self, key: str) -> str:
        """Return the name of a quantity."""
        return self(f"quantity.{key}")

    def unit(self, key: str) -> str:
        """Return the unit of a quantity, or nothing for a pure number."""
        unit = DEFINITIONS[key].unit
        return "" if unit in ("", "1", "date") else self(f"unit.{unit}")


_ENGLISH: Mapping[str, str] = {
    **english.WORDS,
    **{f"help.{key}": definition.meaning for key, definition in DEFINITIONS.items()},
    **{f"name.{key}": key.replace("_", " ") for key in (BARE_QUOTIENT, "waves", "schedule", *DEFINITIONS)},
}

LANGUAGES: Mapping[str, Language] = {
    "en": Language(code="en", words=_ENGLISH, plural=english.plural),
    "uk": Language(code="uk", words=ukrainian.WORDS, plural=ukrainian.plural),
}
"""The languages by code; the first is the one a page opens in."""

PLAIN = replace(LANGUAGES["en"], plain=True)
"""English for terminals and for JSON: what the command line prints."""
