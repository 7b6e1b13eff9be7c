"""The scenario: a remark, the quantities it rests on and how the troops arrive, so that no invalid one exists.

A scenario is a value: frozen, hashable, equal to another that states the same, whatever file it came from. So what is
computed of it can be kept under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.inputs.definitions import DEFINITIONS, INSTEAD_OF, MAX_RATE, MAX_TROOPS, NUMBERS, TOGETHER
from sim.inputs.problems import require, with_unit
from sim.inputs.quantities import (
    HARD_ENDED,
    Correlation,
    Quantity,
    Step,
    Wave,
    gaussian_correlation,
    neutral_quantity,
)
from sim.inputs.remarks import Reading, Remark, Translation
from sim.words.texts import Problem, Text

__all__ = ["Scenario", "with_value", "without_lists"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """A remark, the quantities it rests on, and how the troops arrive; everything not stated is neutral.

    `quantities`, `waves` and `schedule` are what is stated: the size of the reinforcement as `troops` or as waves, the
    rate as `reported_rate` or as a schedule. Whoever computes need not ask which: `arrivals` and `rates` hold one entry
    at least, on day 0 where a single number is stated, and `scenario["troops"]` and `scenario["reported_rate"]` are the
    sum of the waves and the first rate of a schedule where those are stated. `reading` says of which remark it is one
    reading of several, and `translations` what it is called and says in other languages, one each.

    Raises `ScenarioError` naming every problem, so that no invalid scenario exists: troops or rate missing or stated
    twice, waves or steps out of order, a trend beside a schedule, a first return day after the last, correlations of
    what is no range or that cannot hold together.

    >>> from sim.inputs.loading import load
    >>> waves = load("sky-2024-10k", ["waves=0:6000,30:4000"])
    >>> waves.number("troops"), "troops" in waves, [wave.pair for wave in waves.arrivals], waves.number("line_share")
    (10000.0, False, [(0.0, 6000.0), (30.0, 4000.0)], 1.0)
    """

    title: str
    quantities: tuple[Quantity, ...]
    waves: tuple[Wave, ...] = ()
    schedule: tuple[Step, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    remark: Remark | None = None
    reading: Reading | None = None
    translations: tuple[Translation, ...] = ()
    name: str = field(default="", compare=False)
    arrivals: tuple[Wave, ...] = field(init=False, compare=False, repr=False)
    rates: tuple[Step, ...] = field(init=False, compare=False, repr=False)
    _stated: Mapping[str, Quantity] = field(init=False, compare=False, repr=False)
    _singles: Mapping[str, Quantity] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse missing or doubled quantities, waves and steps out of order, and ranges that contradict each other."""
        keys = [q.key for q in self.quantities]
        object.__setattr__(self, "_stated", {q.key: q for q in self.quantities})
        object.__setattr__(self, "_singles", {})
        twice = [key for key in sorted(set(keys)) if keys.count(key) > 1]
        problems = [Problem.of("problem.given_twice", f"quantities.{key}") for key in twice]
        if ("troops" in keys) == bool(self.waves):
            problems.append(
                Problem.of("problem.troops_twice" if self.waves else "problem.no_troops", "quantities.troops")
            )
        if ("reported_rate" in keys) == bool(self.schedule):
            key = "problem.rate_twice" if self.schedule else "problem.no_rate"
            problems.append(Problem.of(key, "quantities.reported_rate"))
        if self.schedule and self["monthly_trend"].span != (0.0, 0.0):
            problems.append(Problem.of("problem.trend_twice", "quantities.monthly_trend"))
        problems += self._together_problems()
        require([*problems, *self._order_problems(), *self._correlation_problems()])
        self._normalise()

    def _together_problems(self) -> Iterator[Problem]:
        """Two quantities that stand for one: both or neither, and not beside that one."""
        for one, pair in TOGETHER.items():
            missing = [key for key in pair if key not in self]
            if len(missing) == 1:
                (other,) = set(pair) - set(missing)
                yield Problem.of("problem.stated_together", f"quantities.{missing[0]}", other=other)
            if not missing and one in self:
                yield Problem.of("problem.stated_twice", f"quantities.{one}", first=pair[0], second=pair[1])

    def _normalise(self) -> None:
        """Keep a wave and a step where a single number is stated, and single numbers where a list is.

        Made once, when the scenario is, so that nothing that computes asks how a thing was stated.
        """
        singles = []
        if self.waves:
            whole = sum(wave.troops for wave in self.waves)
            singles.append(Quantity(key="troops", value=whole, note=Text("note.sum_of_waves")))
        if self.schedule:
            first = self.schedule[0].casualties_per_day
            singles.append(Quantity(key="reported_rate", value=first, note=Text("note.first_step")))
        singles += [_product(one, *(self[key] for key in pair)) for one, pair in TOGETHER.items() if pair[0] in self]
        object.__setattr__(self, "_singles", {q.key: q for q in singles})
        troops, rate = self["troops"], self["reported_rate"]
        wave = Wave(day=0.0, troops=self.number("troops"), **_facts(troops))
        step = Step(from_day=0.0, casualties_per_day=self.number("reported_rate"), **_facts(rate))
        object.__setattr__(self, "arrivals", self.waves or (wave,))
        object.__setattr__(self, "rates", self.schedule or (step,))

    def highest(self, key: str) -> float:
        """Return the largest value a quantity may take (in its unit); a schedule scales with its first step, up to its
        highest, and waves with their sum.
        """
        rates, within = [step.casualties_per_day for step in self.schedule], 1 - 1e-12  # what is scaled is rounded
        if key == "reported_rate" and any(rates):
            return MAX_RATE * (rates[0] / max(rates)) * within
        return MAX_TROOPS * within if key == "troops" and self.waves else DEFINITIONS[key].high

    def _order_problems(self) -> Iterator[Problem]:
        if (whole := sum(wave.troops for wave in self.waves)) > MAX_TROOPS:
            people = with_unit(f"{whole:.10g}", "people")
            yield Problem.of("problem.too_many", "waves", whole=people, most=f"{MAX_TROOPS:,.0f}")
        for path, days in (
            ("waves.day", [w.day for w in self.waves]),
            ("schedule.from_day", [s.from_day for s in self.schedule]),
        ):
            if any(later <= earlier for earlier, later in zip(days, days[1:], strict=False)):
                value = with_unit(", ".join(f"{day:g}" for day in days), "days")
                yield Problem.of("problem.must_rise", path, value=value)
        if self.schedule and self.schedule[0].from_day != 0:
            value = with_unit(f"{self.schedule[0].from_day:g}", "days")
            yield Problem.of("problem.first_step", "schedule.from_day", value=value)
        yield from self._return_problems()

    def _return_problems(self) -> Iterator[Problem]:
        """A first return that may come after the last, and how to mend it where that is because of a soft end."""
        first, last = self["first_return_day"], self["last_return_day"]
        if first.span[1] > last.span[0]:
            soft = [day.key for day in (first, last) if day.uncertain and day.shape not in HARD_ENDED]
            shapes = ", ".join(f"quantities.{key}.shape" for key in soft)
            hint = Text("problem.hard_ends", shapes=shapes, allowed=", ".join(HARD_ENDED)) if soft else ""
            ends = {"first": first.span[1], "last": last.span[0]}
            yield Problem.of("problem.returns_order", "quantities.first_return_day", hint=hint, **ends)

    def _correlation_problems(self) -> Iterator[Problem]:
        pairs = [frozenset(c.between) for c in self.correlations]
        if len(set(pairs)) < len(pairs):
            yield Problem.of("problem.same_pair", "correlations.between")
        for key in sorted({key for c in self.correlations for key in c.between}):
            if key not in self or not self[key].uncertain:
                yield Problem.of("problem.no_range_to_correlate", "correlations.between", quantity=repr(key))
        if len(self.correlations) > 1 and not self._correlations_agree():
            yield Problem.of("problem.impossible", "correlations.rank")

    def _correlations_agree(self) -> bool:
        """Whether the correlations of the normal scores are those of anything: all eigenvalues of their matrix above
        zero.
        """
        import numpy as np

        keys = sorted({key for c in self.correlations for key in c.between})
        matrix = np.eye(len(keys))
        for c in self.correlations:
            i, j = keys.index(c.between[0]), keys.index(c.between[1])
            matrix[i, j] = matrix[j, i] = gaussian_correlation(c.rank)
        return bool(np.linalg.eigvalsh(matrix).min() > 1e-9)

    def __getitem__(self, key: str) -> Quantity:
        """Return the quantity as stated, or its neutral value graded `assumption`; KeyError for an unknown key.

        For `troops` and `reported_rate` it may be the sum of the waves, or the first rate of the schedule, and for
        `returning_share` what the killed and the returning wounded make of it.
        """
        return self._stated.get(key) or self._singles.get(key) or neutral_quantity(key)

    def __contains__(self, key: str) -> bool:
        """Whether the scenario states the quantity itself."""
        return key in self._stated

    def number(self, key: str) -> float:
        """Return the central value of a numeric quantity, in its unit; a range's value, not its median. KeyError as
        `[]`.
        """
        return float(self[key].value)  # type: ignore[arg-type]

    @property
    def replaced(self) -> frozenset[str]:
        """Keys of the quantities that cannot be set alone: others stand in their place, or they are stated as two.

        >>> from sim.inputs.loading import load
        >>> sorted(load("sky-2024-10k", ["waves=0:6000,30:4000"]).replaced)
        ['killed_share', 'troops', 'wounded_returning_share']
        """
        by_lists = {"troops"} if self.waves else set()
        by_lists |= {"reported_rate", "monthly_trend"} if self.schedule else set()
        by_pairs = {key for one, pair in TOGETHER.items() for key in ((one,) if pair[0] in self else pair)}
        return frozenset(by_lists | by_pairs)

    def timed(self, key: str) -> tuple[Wave | Step, ...]:
        """Return what `troops` or `reported_rate` is over time; nothing for any other quantity.

        One entry at least, whether it is stated as a number or as a list.
        """
        over_time: dict[str, tuple[Wave | Step, ...]] = {"troops": self.arrivals, "reported_rate": self.rates}
        return over_time.get(key, ())

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Keys of the quantities that are ranges, in the order of the table."""
        return tuple(key for key in NUMBERS if key in self and self[key].uncertain)


def _facts(quantity: Quantity) -> dict[str, Any]:
    """What an entry of a list takes over from the single quantity in whose place it stands."""
    return {name: getattr(quantity, name) for name in ("source", "grade", "note", "own")}


def _product(key: str, killed: Quantity, returning: Quantity) -> Quantity:
    """The share of all casualties who return, from the share killed and the share of the others who return.

    As a range it is only its ends: what draws values draws the two that are stated.
    """
    (least, most), (fewest, highest) = killed.span, returning.span
    ranged = killed.uncertain or returning.uncertain
    sources = "; ".join(q.source for q in (killed, returning) if q.source)
    graded = sources and "assumption" not in (killed.grade, returning.grade)
    return Quantity(
        key=key, value=(1 - float(killed.value)) * float(returning.value), source=sources,  # type: ignore[arg-type]
        grade="derived" if graded else "assumption", definition=f"(1 - {killed.key}) x {returning.key}",
        own=killed.own or returning.own, shape="uniform" if ranged else "",
        low=(1 - most) * fewest if ranged else None, high=(1 - least) * highest if ranged else None,
    )  # fmt: skip


def with_value(scenario: Scenario, key: str, value: float) -> Scenario:
    """Return the scenario with one quantity at a fixed number; waves or steps are scaled in proportion.

    Its range, its correlations and what stood in its place go with it. Raises `ScenarioError` for a value outside the
    limits.

    >>> from sim.inputs.loading import load
    >>> waves = load("sky-2024-10k", ["waves=0:6000,30:4000"])
    >>> [wave.pair for wave in with_value(waves, "troops", 5000).waves]
    [(0.0, 3000.0), (30.0, 2000.0)]
    """
    for part, single in INSTEAD_OF.items():
        if key == single and getattr(scenario, part):
            factor = value / scenario.number(key) if scenario.number(key) else 0.0
            scaled: dict[str, Any] = {part: tuple(entry.times(factor) for entry in getattr(scenario, part))}
            return replace(scenario, **scaled)
    gone = {key, *(TOGETHER.get(key, ()))}
    kept = [q for q in scenario.quantities if q.key not in gone]
    pairs = tuple(c for c in scenario.correlations if not gone & set(c.between))
    return replace(scenario, quantities=(*kept, Quantity(key=key, value=value)), correlations=pairs)


def without_lists(scenario: Scenario, *parts: str) -> Scenario:
    """Return the scenario with the sum of its waves, or its first rate, in the place of these lists.

    `parts` are `waves`, `schedule` or both; those the scenario does not have are passed over.

    >>> from sim.inputs.loading import load
    >>> without_lists(load("sky-2024-10k", ["waves=0:6000,30:4000"]), "waves")["troops"].value
    10000.0
    """
    kept: dict[str, Any] = dict.fromkeys(parts, ())
    singles = tuple(scenario[INSTEAD_OF[part]] for part in parts if getattr(scenario, part))
    return replace(scenario, quantities=(*scenario.quantities, *singles), **kept)
