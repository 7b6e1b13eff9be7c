"""Everything that is concluded about a scenario: each part computed once, when it is first asked for, and kept.

Text, JSON, pages and brief read an `Answer` and run no model of their own, so that they cannot disagree. Three kinds of
numbers stand beside each other in it and are not to be mixed: those at the central values (exact, `days`), those of the
distribution over ranges and noise (with standard errors, `spread`), and the verdict, a chance held against words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple

import numpy as np

from sim.core.arrays import Array
from sim.core.assumptions import MODEL_VERSION, Assumptions, assumptions
from sim.core.crossing import central_days, days_covered
from sim.core.curves import Ledger, cover, integrated_troops, ledger, net_drain
from sim.inputs.facts import survey_answers
from sim.inputs.problems import require_drawable
from sim.inputs.remarks import Remark
from sim.inputs.scenario import Scenario
from sim.inputs.writing import digest, tables
from sim.study.distribution import DEFAULT_ERROR, Distribution, distribution
from sim.study.draws import drawn_quantities
from sim.study.flips import Flipped, Turning, flipped, turning_points
from sim.study.ladder import Bridge, Rung, active_rungs, bridge, made_good_by
from sim.study.ladder import ladder as rungs_of
from sim.study.sensitivity import Bar, Indices, indices
from sim.study.sensitivity import tornado as bars_of
from sim.study.spread import Spread, countable_dots
from sim.study.verdict import Verdict, threshold_of
from sim.study.verdict import opposite as verdict_on_opposite
from sim.study.verdict import verdict as verdict_on_remark

__all__ = ["Answer", "Curves", "Status"]

Status = Literal["used up", "never used up", "nothing delivered", "no losses"]


class Curves(NamedTuple):
    """Net drain and cover over time at the central values (people); shape (time,): they cross at the days covered."""

    net_drain: Array
    cover: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """The answer for a scenario and a seed; `error` is the target standard error of its probabilities.

    Compared and hashed by identity. It has no slots: what is computed is kept in the instance's dictionary. Raises
    `ScenarioError` for a seed that is no whole number from 0 to 4294967295 and an error that is none from 1e-5 to 0.1.

    >>> from sim.inputs.loading import load
    >>> answer = Answer(scenario=load("sky-2024-10k"))
    >>> round(answer.days, 3), answer.status, str(answer.used_up_on)
    (7.868, 'used up', '2024-10-24')
    >>> half = ["returning_share=0.5", "returning_share.low=0.36", "returning_share.high=0.75"]
    >>> ranged = Answer(scenario=load("sky-2024-10k", half))
    >>> round(ranged.days, 1), [round(end, 1) for end in ranged.spread.interval], ranged.verdict.band.phrase
    (15.7, [13.4, 24.6], 'very unlikely')
    """

    scenario: Scenario
    seed: int = 0
    error: float = DEFAULT_ERROR
    _dots: dict[int, tuple[float, ...]] = field(default_factory=dict, init=False, repr=False)
    _flipped: dict[float, Flipped] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a seed and a target error that no door takes; whatever else is wrong, the scenario has refused."""
        require_drawable(self.seed, self.error)

    # -------------------------------------------------------------------------------------------- at the central values

    @cached_property
    def days(self) -> float:
        """The days covered at the central values (days); infinity for never.

        Neither the median nor the mean of the distribution: each quantity has its stated value.
        """
        return central_days(self.scenario)

    @cached_property
    def status(self) -> Status:
        """Whether the reinforcement is used up, and if not, why not.

        Two of the four say that the question has no subject: `nothing delivered` (nobody effective ever arrives) and
        `no losses` (the rate is zero at all times). `never used up` is an answer: returns and recruits make the losses
        good.
        """
        if not self.effective_troops:
            return "nothing delivered"
        if not any(np.any(rate) for _, rate in self._inputs.schedule):
            return "no losses"
        return "never used up" if math.isinf(self.days) else "used up"

    @cached_property
    def used_up_on(self) -> date | None:
        """The date on which the reinforcement is used up: announced + lag + days; None without one.

        Days are cut to whole ones, so that it is the day in the course of which the last are lost. None too where no
        day of announcement is stated, where it never happens, and beyond the last year of the calendar (9999).
        """
        announced = self.scenario["announced"].value if "announced" in self.scenario else None
        if not isinstance(announced, date) or math.isinf(self.days):
            return None
        try:
            return announced + timedelta(days=math.floor(self.scenario.number("lag_days") + self.days))
        except OverflowError:
            return None

    @cached_property
    def effective_troops(self) -> float:
        """Effective troops once every wave has arrived and is integrated (people)."""
        return float(integrated_troops(self._inputs))

    @cached_property
    def active(self) -> tuple[str, ...]:
        """The rungs on which the scenario differs from the bare quotient, in the ladder's order."""
        return active_rungs(self.scenario)

    @cached_property
    def made_good_by(self) -> tuple[str, ...]:
        """Which of returns and recruits make good the losses: without them the reinforcement would be used up."""
        return made_good_by(self.scenario)

    @cached_property
    def ladder(self) -> tuple[Rung, ...]:
        """The bare quotient, and each rung switched on in turn; the last has the days of the scenario itself."""
        return rungs_of(self.scenario)

    @cached_property
    def _inputs(self) -> Assumptions:
        return assumptions(self.scenario)

    def on_day(self, day: float) -> Ledger:
        """Return what has been lost, returned, recruited and covered by a day (people; no batch).

        >>> from sim.inputs.loading import load
        >>> at = Answer(scenario=load("sky-2024-10k")).on_day(5)
        >>> float(at.lost), float(at.cover), float(at.balance)
        (6355.0, 10000.0, 3645.0)
        """
        return ledger(self._inputs, day)

    def curves(self, days: Array) -> Curves:
        """Return net drain and cover (people) at times (days, one axis, which becomes theirs)."""
        return Curves(net_drain(self._inputs, days), cover(self._inputs, days))

    def days_at(self, rates: Array, sizes: Array) -> Array:
        """Return the days covered (days) for reported rates and sizes of the reinforcement, shape (rate, size).

        `rates` (casualties/day) and `sizes` (people) are one axis each; a schedule or waves are scaled in proportion.
        All else is at its central value.

        >>> from sim.inputs.loading import load
        >>> Answer(scenario=load("sky-2024-10k")).days_at(np.array([1000.0, 2000.0]), np.array([8000.0])).tolist()
        [[8.0], [4.0]]
        """
        draws = {"reported_rate": rates[:, None], "troops": sizes[None, :]}
        return np.broadcast_to(days_covered(assumptions(self.scenario, draws)), (rates.size, sizes.size))

    # --------------------------------------------------------------------------------------------------------- how sure

    @property
    def distribution(self) -> Distribution:
        """The distribution of the days covered; not kept here, because one with many points holds several MB."""
        return _distribution(self.scenario, self.seed, self.error)

    @cached_property
    def spread(self) -> Spread:
        """The 5th, 50th and 95th percentile and the chance of never, each with its standard error."""
        spread = self.distribution
        low, middle, high = accumulate((spread.quantile(p) for p in (0.05, 0.5, 0.95)), max)  # rounding may part equals
        return Spread(
            low=low, middle=middle, high=high, never=spread.never, fixed=spread.fixed, method=spread.method,
            exact=spread.exact, points=spread.points,
        )  # fmt: skip

    @cached_property
    def drawn(self) -> tuple[str, ...]:
        """Keys of the ranges that can move the days covered, those of the noise among them."""
        return drawn_quantities(self.scenario)

    def dots(self, count: int = 20) -> tuple[float, ...]:
        """Return `count` equally likely days covered (days), smallest first; none where the answer is a point."""
        if count not in self._dots:
            self._dots[count] = () if self.spread.fixed else countable_dots(self.distribution, count)
        return self._dots[count]

    # -------------------------------------------------------------------------------------------------------- the words

    @cached_property
    def threshold_days(self) -> float:
        """The remark's yardstick in days; for the survey its median, for a remark without one the default."""
        days = threshold_of(self.scenario.remark or Remark())[0]
        return days if days is not None else float(np.median(survey_answers()))

    @property
    def yardstick(self) -> float | None:
        """The days that the remark's words are held against; None where they claim no duration, and for the survey."""
        remark = self.scenario.remark
        return threshold_of(remark)[0] if remark and remark.states_duration else None

    @property
    def claim(self) -> str:
        """What is claimed of the days covered: `at most` or `at least` the yardstick."""
        return (self.scenario.remark or Remark()).claim

    @cached_property
    def verdict(self) -> Verdict | None:
        """The verdict on the remark; None where the scenario has none, or one that states no duration.

        Where there are neither ranges nor noise its probability is 0 or 1, and says no more than arithmetic does.
        """
        return verdict_on_remark(self.scenario, self.distribution)

    @cached_property
    def opposite(self) -> Verdict | None:
        """The verdict on the opposite overclaim; None where no claim is opposite to the remark's."""
        return verdict_on_opposite(self.scenario, self.distribution)

    @cached_property
    def numerical_error(self) -> float:
        """The largest standard error of the probabilities given; 0 where they are exact.

        It says how well the numbers follow from the scenario, not how well the scenario follows the world; what the
        noise along a path is approximated by is not in it (`Distribution.approximation`).
        """
        said = [said.probability for said in (self.verdict, self.opposite) if said]
        return max(chance.standard_error for chance in (self.spread.never, *said))

    def turning_points(self, days: float | None = None) -> tuple[Turning, ...]:
        """Return where single quantities turn the verdict on `days` (days), as in `flipped` but without statistics."""
        return turning_points(self.scenario, self.threshold_days if days is None else days)

    def flipped(self, days: float | None = None, tick: Callable[[], None] = lambda: None) -> Flipped:
        """Return what turns the verdict on `days` (days), the remark's yardstick where none are given.

        `tick` is called after each quantity, for a progress display.
        """
        limit = self.threshold_days if days is None else days
        if limit not in self._flipped:
            self._flipped[limit] = flipped(self.scenario, limit, self.seed, self.error, tick)
        return self._flipped[limit]

    # ----------------------------------------------------------------------------------------- which assumption matters

    @cached_property
    def tornado(self) -> tuple[Bar, ...]:
        """A bar for each range, the widest first."""
        return bars_of(self.scenario)

    @cached_property
    def indices(self) -> Indices:
        """The Sobol' indices of the ranges: of the days, or of meeting the yardstick where a draw is never used up."""
        return indices(self.scenario, self.threshold_days, self.seed)

    @cached_property
    def bridge(self) -> Bridge:
        """Each rung's fair share of the way from the bare quotient to the full answer."""
        return bridge(self.scenario)

    # ------------------------------------------------------------------------------------------------ what a link holds

    @property
    def days_written(self) -> str:
        """The days covered as a link carries them: six digits, or `never`."""
        return _six_digits(self.days)

    @cached_property
    def digest(self) -> str:
        """Sixteen digits that change when the scenario, the model's version or a number of the result does."""
        return digest(tables(self.scenario, marked=False), MODEL_VERSION, self.seed, *self._figures())

    def _figures(self) -> Iterator[object]:
        """What a digest covers of a result: its numbers to six digits, no wording and no rounding of one machine."""
        said, spread = self.verdict, self.spread
        yield from map(_six_digits, (self.days, spread.low.value, spread.middle.value, spread.high.value))
        yield [said.claim, said.yardstick, said.threshold_days, said.band.phrase] if said else [None] * 4
        yield _six_digits(said.probability.value if said else math.inf)
        yield [(rung.quantity, _six_digits(rung.days_covered)) for rung in self.ladder]


def _six_digits(value: float) -> str:
    return "never" if math.isinf(value) else f"{value:.6g}"


@lru_cache(maxsize=16)
def _distribution(scenario: Scenario, seed: int, error: float) -> Distribution:
    return distribution(scenario, seed, error)
