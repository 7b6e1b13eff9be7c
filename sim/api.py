"""For people who write Python: an answer from two numbers or from a scenario, which shows itself.

>>> import sim
>>> print(sim.cover(10_000, 1271))
10,000 troops cover 7.9 days of losses.
No range and no noise bears on the days: the answer is a point, exact on these numbers.

The numbers are those of the command line and the pages, from the same `Answer`; nothing is computed here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from sim.inputs.definitions import DEFAULT_SHAPE, DEFINITIONS
from sim.inputs.loading import load
from sim.inputs.parts import value_text
from sim.inputs.problems import ScenarioError
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.inputs.settings import changed
from sim.saying.results import cover_result
from sim.saying.sentences import headline, spread_sentence
from sim.saying.sums import arithmetic
from sim.saying.verdicts import verdict_sentence
from sim.show import inert
from sim.study.answer import Answer
from sim.words.texts import Problem

if TYPE_CHECKING:
    from sim.study.verdict import Verdict

__all__ = ["Cover", "answer", "cover"]

Given = float | str | date | Sequence[float]
"""What a quantity may be given as: a number, a choice, a date, or the range (low, value, high)."""


@dataclass(frozen=True, kw_only=True, slots=True, repr=False, eq=False)
class Cover:
    """How many days of losses a reinforcement covers: everything in `answer`, in forms that show themselves.

    Made by `cover` and `answer`. Nothing is computed before it is asked for, and nothing twice. Compared by identity,
    as answers are. `print` gives sentences, a notebook also the arithmetic, `to_dict` the numbers, and `answer` the
    rest: curves, turning points, sensitivities.
    """

    answer: Answer

    @property
    def days(self) -> float:
        """The days covered at the central values (days); infinity for never.

        The first time at which the net drain exceeds the cover, to a relative 1e-9: troops / rate where nothing else is
        given. Ranges and noise play no part in it; see `interval`.

        >>> cover(10_000, 1271, returning_share=1.0).days
        inf
        """
        return self.answer.days

    @property
    def interval(self) -> tuple[float, float]:
        """The 5th and 95th percentile (days), both equal to `days` where nothing is uncertain; infinity for never.

        Over the ranges and the day-to-day noise together. Exact where one range alone is integrated; else from
        scrambled Sobol' points, with the standard errors in `answer.spread`.

        >>> low, high = cover(10_000, (1187, 1271, 1354)).interval
        >>> print(f"{low:.2f} to {high:.2f} days")
        7.53 to 8.24 days
        """
        return self.answer.spread.interval

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on the scenario's remark, or None where it has none, or one that states no duration.

        How probable it is that the words hold, held against a yardstick in days, in the phrases of ICD 203 (2015).

        >>> answer("sky-2024-10k", line_share=(0.5, 0.7, 1.0)).verdict.threshold_days
        14.0
        """
        return self.answer.verdict

    def what_if(self, **changes: Given) -> Cover:
        """Return another answer with some quantities changed; this one stays as it is.

        `changes` are quantities by their key, each in its own unit: a number, a choice or a date, or a range as (low,
        value, high), triangular unless `KEY.shape` is changed too. A key with a dot is a setting as `--set` takes it:
        `what_if(**{"remark.threshold_days": 30})`. A number takes the place of a range, and is graded an assumption:
        the published source spoke of another number. The seed stays. Raises `ScenarioError` for unknown keys, for
        values outside their limits, and for what is no range.

        >>> from sim.api import cover
        >>> net = cover(10_000, 1271).what_if(returning_share=0.5)
        >>> round(net.days, 2)
        15.74
        >>> low, high = net.what_if(reported_rate=(1187, 1271, 1354)).interval
        >>> print(f"{low:.1f} to {high:.1f} days")
        15.1 to 16.5 days
        >>> later = cover(10_000, 1271).what_if(waves="0:5000,10:5000")  # used up before the second wave arrives
        >>> round(later.days, 2)
        3.93
        """
        settings = _settings(changes)
        return Cover(answer=Answer(scenario=changed(self.answer.scenario, settings), seed=self.answer.seed))

    def to_dict(self) -> dict[str, Any]:
        """Return what `attrition cover --json` prints, as a dictionary that JSON can hold; None stands for never.

        Chances are from 0 to 1, with their standard errors; `quantities` are those stated, with unit, range, source.

        >>> from sim.api import cover
        >>> round(cover(10_000, 1271).to_dict()["days_covered"]["p50"], 3)
        7.868
        """
        return cover_result(self.answer)

    def plot(self) -> Any:
        """Return the troops left over time (people over days), down to the day they are used up, as a Plotly figure.

        At the central values. Plotly is loaded here and not before.

        >>> from sim.api import cover
        >>> round(float(cover(10_000, 1271).plot().data[0].x[-1]), 3)
        7.868
        """
        from sim.saying.language import PLAIN
        from sim.show.figures_left import left_axes, troops_left

        return troops_left(self.answer, (None, ""), left_axes(self.answer), PLAIN)

    def __str__(self) -> str:
        """Return the answer in two to four sentences, a line each."""
        return "\n".join(_lines(self.answer))

    def __repr__(self) -> str:
        """Return the answer in one sentence, in the brackets of things that cannot be typed in."""
        return f"<Cover: {headline(self.answer)}>"

    def _repr_html_(self) -> str:
        """Return the answer as notebooks show it: the sentences, and the arithmetic under them; every text escaped."""
        first, *rest = _lines(self.answer)
        said = inert.element("strong", inert.text(first))
        lines = "".join(inert.element("div", inert.text(line)) for line in rest)
        sums = "\n".join(inert.text(line) for line in arithmetic(self.answer))
        return f"<div>{inert.element('div', said)}{lines}{inert.element('pre', sums)}</div>"


def cover(troops: Given, reported_rate: Given, **quantities: Given) -> Cover:
    """Return the answer for so many troops (people) at a reported rate (casualties/day).

    `quantities` are any others by their key, in their own unit (`attrition schema` lists them); what is not given is
    neutral. Each is a number, a choice, a date, or a range as (low, value, high), triangular: value the mode, low and
    high hard ends. Shares are numbers from 0 to 1, not percentages. Raises `ScenarioError` for unknown keys, for values
    outside their limits, and for what is no range, with a line for each.

    With one wave on day 0, effective at once, a constant rate, and earlier casualties counted, the days are

        n f u (1 - q) / (r k (1 - p) - c)

    or infinite where r k (1 - p) is at most c: n `troops`, f `delivered_share`, u `line_share`, q `desertion_share`, r
    `reported_rate`, k `reporting_ratio`, p `returning_share`, c `recruits_per_day`; docs/model.md has the rest.

    >>> round(cover(10_000, 1271).days, 3)
    7.868
    >>> round(cover(10_000, 1271, returning_share=0.75).days, 2)
    31.47
    >>> round(cover(10_000, 1271, delivered_share=0.8, line_share=0.7, recruits_per_day=833).days, 2)  # 5600 / 438
    12.79
    >>> cover(10_000, 0)
    <Cover: The casualty rate is zero: there is nothing to cover, and 10,000 troops are never used up.>
    """
    stated = tuple(_quantities({"troops": troops, "reported_rate": reported_rate, **quantities}))
    title = " at ".join(f"{quantity.value:,.10g}" for quantity in stated[:2])
    return Cover(answer=Answer(scenario=Scenario(title=f"{title} a day", quantities=stated)))


def answer(scenario: str | Scenario, *, seed: int = 0, **changes: Given) -> Cover:
    """Return the answer for a scenario, or for a shipped one or a file by its name, with some quantities changed.

    `seed` (0 to 4294967295; 0 is one) starts the random points of ranges and noise: the same seed gives the same
    numbers to the last bit. `changes` are those of `Cover.what_if`. Raises `ScenarioError` for an unknown name, another
    seed, and everything that is wrong in a file or a change.

    >>> answer("sky-2024-10k").verdict.band.phrase
    'almost certain'
    >>> answer("sky-2024-10k", line_share=0.5)
    <Cover: 10,000 troops cover 3.9 days of losses.>
    """
    base = load(scenario) if isinstance(scenario, str) else scenario
    return Cover(answer=Answer(scenario=changed(base, _settings(changes)), seed=_whole(seed)))


def _lines(found: Answer) -> list[str]:
    """What is said of an answer, a sentence a line."""
    lines = [headline(found), spread_sentence(found.spread)]
    return [*lines, verdict_sentence(found.verdict)] if found.verdict else lines


def _quantities(given: Mapping[str, Given]) -> list[Quantity]:
    """Quantities from what somebody gave for each. Raises `ScenarioError` with the problems of all."""
    found: list[Quantity] = []
    problems: list[Problem] = []
    for key, what in given.items():
        try:
            found.append(_quantity(key, what))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(*problems)
    return found


def _quantity(key: str, given: Given) -> Quantity:
    if isinstance(given, Sequence) and not isinstance(given, str):
        if len(given) != 3:
            raise ScenarioError(Problem.of("problem.range_of_three", f"quantities.{key}", count=len(given)))
        low, value, high = map(_plain, given)
        return Quantity(key=key, value=value, low=low, high=high, shape=DEFAULT_SHAPE)
    if isinstance(given, str) and key in DEFINITIONS and DEFINITIONS[key].is_date:
        return Quantity(key=key, value=_day(given))
    return Quantity(key=key, value=_plain(given))


def _day(text: str) -> date | str:
    """The date a text is, as a setting takes it; any other text is itself."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()
    except ValueError:
        return text


def _whole(seed: Any) -> Any:
    """A whole number of any library as Python's own; whatever else is given, the answer itself refuses."""
    return int(seed) if isinstance(seed, Integral) and not isinstance(seed, bool) else seed


def _plain(number: Any) -> Any:
    """A number of any library as Python's own; whatever else is given, the quantity itself refuses."""
    if not isinstance(number, Real) or isinstance(number, bool):
        return number
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _settings(changes: Mapping[str, Given]) -> dict[str, str]:
    """Changes as `--set` settings. A text is one already (waves, a schedule, a choice), and so is a key with a dot."""
    ready = {key: str(_plain(given)) for key, given in changes.items() if isinstance(given, str) or "." in key}
    for quantity in _quantities({key: given for key, given in changes.items() if key not in ready}):
        ends = {"": quantity.value, ".low": quantity.low, ".high": quantity.high, ".shape": quantity.shape or None}
        ready |= {f"{quantity.key}{name}": value_text(end) for name, end in ends.items() if end is not None}
    return ready
