"""The two sides of a battle: strength, fire, reinforcements; the frozen records that Lanchester's laws speak about.

A record refuses what lies outside its limits when it is made, all problems at once, so that no invalid battle exists;
`sim.core.fighting` follows a battle, `sim.core.lanchester` has the laws and their closed forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.inputs.definitions import MAX_DAYS, MAX_RATE, MAX_TROOPS
from sim.inputs.problems import limit_problem, require
from sim.words.texts import Problem

__all__ = [
    "AIMED",
    "AREA",
    "FIRES",
    "LOGARITHMIC",
    "MAX_EXPONENT",
    "MAX_HIT_RATE",
    "Arrivals",
    "Battle",
    "Fire",
    "Pulse",
    "Side",
    "swapped",
]

MAX_EXPONENT = 2.0
"""Largest exponent of a kind of fire (assumption: published fits lie between 0 and 2)."""
MAX_HIT_RATE = 1e3
"""Largest hit rate (assumption: a thousand casualties a day for each shooter is beyond every battle)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fire:
    """How the casualties a side inflicts grow with its own shooters and with the targets it sees.

    Casualties a day = hit rate * own^shooters * enemy^targets. `shooters` and `targets` are exponents (1), each 0 to 2.
    The unit of the hit rate depends on them: it makes the product people/day. Raises `ScenarioError` outside.

    >>> Fire(shooters=3)
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: fire.shooters = 3: 3 is out of limits; allowed 0 to 2
    """

    shooters: float = 1.0
    targets: float = 0.0

    def __post_init__(self) -> None:
        """Refuse exponents outside their limits."""
        names = ("shooters", "targets")
        require([x for n in names for x in limit_problem(f"fire.{n}", getattr(self, n), "1", (0, MAX_EXPONENT))])


AIMED, AREA = Fire(), Fire(targets=1.0)
"""Every shooter finds a target, however few there are; or fires into an area and hits more where more stand in it."""
LOGARITHMIC = Fire(shooters=0.0, targets=1.0)
"""Losses in proportion to the losing side's own number: accidents, disease, wear."""
FIRES = {"aimed": AIMED, "area": AREA, "logarithmic": LOGARITHMIC}
"""The kinds of fire that have a name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrivals:
    """Reinforcements that arrive evenly: `per_day` (people/day) from `from_day` until just before `to_day` (days).

    Raises `ScenarioError` for numbers outside the limits and an end that is not after the start.

    >>> Arrivals(from_day=5, to_day=5, per_day=10)
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: arrivals.to_day = 5: must rise from one entry to the next
    """

    from_day: float
    to_day: float
    per_day: float

    def __post_init__(self) -> None:
        """Refuse anything outside the limits."""
        problems = limit_problem("arrivals.from_day", self.from_day, "days", (0, MAX_DAYS))
        problems += limit_problem("arrivals.to_day", self.to_day, "days", (0, MAX_DAYS))
        problems += limit_problem("arrivals.per_day", self.per_day, "people/day", (0, MAX_RATE))
        if not problems and self.from_day >= self.to_day:
            problems = [Problem.of("problem.must_rise", "arrivals.to_day", value=str(self.to_day))]
        require(problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pulse:
    """Reinforcements that arrive at one moment: `people` on `day`.

    Whoever looks at a battle at that very moment sees them in the line already. Raises `ScenarioError` outside the
    limits.
    """

    day: float
    people: float

    def __post_init__(self) -> None:
        """Refuse anything outside the limits."""
        problems = limit_problem("pulses.day", self.day, "days", (0, MAX_DAYS))
        require([*problems, *limit_problem("pulses.people", self.people, "people", (0, MAX_TROOPS))])


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One side: its strength on day 0 (people), what its fire does to the other, and who joins it later.

    `hit_rate` is the enemy casualties a day for each shooter (and each target, by the exponents of `fire`);
    `break_point` the strength (people) at which the side gives up: a side with one is out for good when it gets there,
    whoever is still to come. Raises `ScenarioError` outside the limits.

    >>> waves = {"arrivals": (Arrivals(from_day=2, to_day=5, per_day=10),), "pulses": (Pulse(day=3, people=7),)}
    >>> side = Side(name="us", strength=100, hit_rate=0.1, **waves)
    >>> [side.arriving(day) for day in (1, 2, 5)], side.joining(3), [side.awaits(day) for day in (4.9, 5)]
    ([0, 10, 0], 7, [True, False])
    """

    name: str
    strength: float
    hit_rate: float
    fire: Fire = AIMED
    break_point: float = 0.0
    arrivals: tuple[Arrivals, ...] = ()
    pulses: tuple[Pulse, ...] = ()

    def __post_init__(self) -> None:
        """Refuse anything outside the limits."""
        problems = limit_problem("strength", self.strength, "people", (0, MAX_TROOPS))
        problems += limit_problem("hit_rate", self.hit_rate, "1", (0, MAX_HIT_RATE))
        require([*problems, *limit_problem("break_point", self.break_point, "people", (0, MAX_TROOPS))])

    def arriving(self, day: float) -> float:
        """Reinforcements per day just after a day (people/day): periods that overlap add up, an end belongs to none."""
        return sum(x.per_day for x in self.arrivals if x.from_day <= day < x.to_day)

    def joining(self, day: float) -> float:
        """Reinforcements at the moment of a day (people)."""
        return sum(x.people for x in self.pulses if x.day == day)

    def awaits(self, day: float) -> bool:
        """Whether anybody is still to come at a day or after it; who comes at the very moment has come."""
        later = any(x.to_day > day and x.per_day > 0 for x in self.arrivals)
        return later or any(x.day > day and x.people > 0 for x in self.pulses)

    def edges(self) -> Iterator[float]:
        """Every day on which the schedule of reinforcements changes, in the order they are stated; days may repeat."""
        for arrivals in self.arrivals:
            yield from (arrivals.from_day, arrivals.to_day)
        yield from (pulse.day for pulse in self.pulses)


@dataclass(frozen=True, kw_only=True, slots=True)
class Battle:
    """Two sides, and for how many days they are followed.

    `title` and `source` are for readers and change nothing. Raises `ScenarioError` for days outside the limits.
    """

    first: Side
    second: Side
    days: float
    title: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a length outside the limits."""
        require(limit_problem("days", self.days, "days", (1e-3, MAX_DAYS)))

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides in order."""
        return self.first, self.second


def swapped(battle: Battle) -> Battle:
    """Return the battle with the sides in the other order: its course is the same with columns exchanged."""
    return replace(battle, first=battle.second, second=battle.first)
