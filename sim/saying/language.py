"""The languages: their texts, their plurals and the way each writes numbers, days and probabilities.

No number is written with a digit that its error reaches, and infinity is a word. Digits are found once, the English
way (`sim.saying.digits`), and each language then puts its own signs, nouns and cases around them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.core.points import Estimate
from sim.inputs.definitions import BARE_QUOTIENT, DEFINITIONS
from sim.inputs.parts import PARTS
from sim.saying.digits import (
    DayText,
    count_text,
    day_text,
    decimals,
    estimated_day_text,
    half_up,
    percent_digits,
    written_out,
)
from sim.words import english, ukrainian
from sim.words.forms import agreed, form_after
from sim.words.texts import Days, Place, Problem, Text, cut, visible

__all__ = ["LANGUAGES", "PLAIN", "Language", "one_line"]

_GAP = "\N{NO-BREAK SPACE}"
_TYPEWRITER = str.maketrans({"“": '"', "”": '"', _GAP: " "})


def one_line(text: str) -> str:
    r"""Return text from a file on one line, control characters made visible, so that it cannot steer a terminal.

    A space that does not break, as between a number and its unit, is kept.

    >>> one_line("a\n\tb\x1b[1m")
    'a b\ufffd[1m'
    """
    joined = re.sub(rf"[^\S{_GAP}]+", " ", text).strip()
    return "".join(c if c.isprintable() or c == _GAP else "\N{REPLACEMENT CHARACTER}" for c in joined)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Language:
    """One language. Calling it with a key gives the text, its places filled: `say("covers", days="7.9 days")`.

    A `plain` one keeps to the characters of a typewriter, for terminals: straight quotes, spaces that may break.
    `words` are its texts by key, `plural` the rule that finds the form of a noun from a number as it is written, and
    `forms` the forms in the order in which its texts give them. Raises `KeyError` for a key that no language has, and
    where one place of several is left out.
    """

    code: str
    words: Mapping[str, str]
    plural: Callable[[str], str]
    forms: Sequence[str] = english.FORMS
    plain: bool = False

    def __call__(self, key: str, **places: str) -> str:
        """Return the text of a key, with its places filled; the English one where this language lacks it.

        >>> PLAIN("amount.casualties", count="1"), PLAIN("amount.casualties", count="1,271")
        ('1 casualty', '1,271 casualties')
        """
        found = self._template(key)
        return agreed(found, lambda name: self._form(places[name])).format(**places) if places else found

    def _form(self, written: str) -> int:
        """Which form of a word follows a text that may end with a number."""
        return form_after(written.translate(self._signs(english=True)), self.plural, self.forms)

    def _signs(self, *, english: bool) -> dict[int, int]:
        """What takes a number from the English way of writing into this language's, or back."""
        own = self.words["separators"]
        return str.maketrans(own, ".,") if english else str.maketrans(".,", own)

    def _template(self, key: str) -> str:
        """The text of a key in this language or, where it lacks it, in English; a percent sign never begins a line."""
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
        return {name: self._place(place) for name, place in places.items()}

    def _place(self, place: Place) -> str:
        if isinstance(place, str):
            return self.text(place)
        return self.exact_days(float(place)) if isinstance(place, Days) else self.number(f"{place:,.12g}")

    def problem(self, problem: Problem) -> str:
        """Return a problem of a `ScenarioError` in this language, cut where it is longer than anyone reads.

        What a file or a link contains is quoted as it stands there, control characters made visible.
        """
        if self.code == "en" or problem.key not in self.words:
            return cut(str(problem))
        line = visible(self(problem.key, path=problem.path, **self._places(problem.places)))
        return cut(self("problem.at", where=visible(self.text(problem.where)), problem=line) if problem.where else line)

    def number(self, grouped: str) -> str:
        r"""Return a number written the English way (1,234.5) in this language's way.

        >>> PLAIN.number("1,234.5"), LANGUAGES["uk"].number("1,234.5") == "1\N{NO-BREAK SPACE}234,5"
        ('1,234.5', True)
        """
        return grouped.translate(self._signs(english=False))

    def count(self, value: float) -> str:
        """Return a number grouped by thousands."""
        return self.number(count_text(value))

    def digits(self, value: float) -> str:
        """Return a number with the digits that a calculation on paper needs: all of them, up to nine.

        >>> PLAIN.digits(10_000.0), PLAIN.digits(1271.123456789)
        ('10,000', '1,271.12346')
        """
        return self.count(value) if float(value).is_integer() else self.number(f"{value:,.9g}")

    def days(self, days: float, case: str = "") -> str:
        """Return days covered in words, or that it is never; in the grammatical case that the sentence asks for.

        >>> PLAIN.days(7.868), PLAIN.days(314.7), PLAIN.days(float("inf"))
        ('7.9 days', '315 days', 'never used up')
        """
        return self._days(day_text(days), case)

    def exact_days(self, days: float, case: str = "") -> str:
        """Return a stated number of days in words, without decimals it does not have.

        >>> PLAIN.exact_days(14), PLAIN.days(14)
        ('14 days', '14.0 days')
        """
        return self._days(DayText(count_text(days)), case)

    def change(self, days: float, error: float) -> str:
        """Return a difference in days with its sign, to a decimal at most and no digit smaller than its standard error.

        >>> PLAIN.change(-6.25, 0.0), PLAIN.change(1531.4, 8.0), PLAIN.change(float("inf"), 0.0), PLAIN.change(0, 0.0)
        ('-6.3', '+1,530', 'never', '0')
        """
        if math.isinf(days):
            return self("never_short")
        rounded = half_up(days, decimals(error))
        return self.number(f"{rounded:+,.{max(decimals(error), 0)}f}" if rounded else "0")

    def thousandths(self, days: float) -> str:
        """Return days to three decimals, or three digits, as a calculation on paper ends, or that it is never.

        >>> PLAIN.thousandths(7.8678), PLAIN.thousandths(0.00078678)
        ('7.868 days', '0.000787 days')
        """
        if math.isinf(days):
            return self._days(DayText(key="never"))
        return self._days(DayText(f"{days:,.3f}" if days >= 0.01 or days == 0 else written_out(days, 3)))

    def estimate(self, estimate: Estimate, case: str = "") -> str:
        """Return days with no digit that their error reaches.

        >>> [PLAIN.estimate(Estimate(*pair)) for pair in ((143.19, 0.155), (1550.6, 8.6), (7.868, 0))]
        ['143 days', '1,550 days', '7.9 days']
        """
        return self._days(estimated_day_text(estimate), case)

    def span(self, low: Estimate, high: Estimate) -> str:
        """Return an interval of days; the unit stands once, after the higher end, if it is the same.

        >>> PLAIN.span(Estimate(16.2, 0.1), Estimate(1550.6, 8.6))
        '16.2 to 1,550 days'
        """
        written = estimated_day_text(low)
        lower = self.number(written.digits) or self(written.key)
        lower = self("about", days=lower) if written.about else lower
        if math.isinf(high.value):
            return self("span.open", low=lower)
        if written.key and written == estimated_day_text(high):
            return self(written.key)
        if estimated_day_text(high).key:  # "more than 100 years" is no unit for the lower end
            lower = self._days(written, "genitive")
        return self("allowed.span", low=lower, high=self.estimate(high, "genitive"))

    def _days(self, written: DayText, case: str = "") -> str:
        if written.key:
            return self(written.key)
        form, case = self.plural(written.digits), "genitive" if written.about else case
        noun = self.words.get(f"day.{case}.{form}") or self(f"day.{form}")
        days = f"{self.number(written.digits)}{self.space}{noun}"
        return self("about", days=days) if written.about else days

    @property
    def space(self) -> str:
        """What stands between a number and its unit."""
        return " " if self.plain else _GAP

    def percent(self, estimate: Estimate) -> str:
        """Return a probability in percent without its error, to no digit smaller than it.

        An exact one has a decimal at most, or as many as it takes not to say 0 or 100 % of what is neither.

        >>> [PLAIN.percent(Estimate(*pair)) for pair in ((0.0378, 0.004), (0.0378, 0.0), (0.999999, 0.0))]
        ['4 %', '3.8 %', '99.9999 %']
        """
        return f"{self.number(percent_digits(estimate)[0])}{self.space}%"

    def chance(self, estimate: Estimate) -> str:
        """Return a probability in percent with its standard error, in percentage points, if there is one.

        >>> PLAIN.chance(Estimate(0.0378, 0.0004)), PLAIN.chance(Estimate(1.0, 0.0))
        ('3.8 % (standard error 0.04)', '100 %')
        """
        error = percent_digits(estimate)[1]
        return self.percent(estimate) + (self("standard_error", error=self.number(error)) if error else "")

    def quantity(self, key: str) -> str:
        """Return the name of a quantity."""
        return self(f"quantity.{key}")

    def unit(self, key: str, number: str = "") -> str:
        """Return the unit of a quantity as it follows a number, or nothing for a pure number.

        >>> PLAIN.unit("troops"), PLAIN.unit("troops", "1"), PLAIN.unit("line_share")
        ('people', 'person', '')
        """
        unit = DEFINITIONS[key].unit
        return "" if unit in ("", "1", "date") else self(f"unit.{unit}", count=number)

    def measured(self, key: str, value: float) -> str:
        """Return a value of a quantity with its unit.

        >>> PLAIN.measured("reported_rate", 1271), PLAIN.measured("lag_days", 1), PLAIN.measured("line_share", 0.5)
        ('1,271 casualties/day', '1 day', '0.5')
        """
        number = self.count(value)
        return f"{number} {self.unit(key, number)}".strip()


_ENGLISH: Mapping[str, str] = {
    **english.WORDS,
    **{f"help.{key}": definition.meaning for key, definition in DEFINITIONS.items()},
    **{f"name.{key}": key.replace("_", " ") for key in (BARE_QUOTIENT, *PARTS, *DEFINITIONS)},
}

LANGUAGES: Mapping[str, Language] = {
    "en": Language(code="en", words=_ENGLISH, plural=english.plural),
    "uk": Language(code="uk", words=ukrainian.WORDS, plural=ukrainian.plural, forms=ukrainian.FORMS),
}
"""The languages by code; the first is the one a page opens in."""

PLAIN = replace(LANGUAGES["en"], plain=True)
"""English for terminals and for JSON: what the command line prints."""
