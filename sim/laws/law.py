"""What a law is, the functions it speaks about, and how a case that breaks it is found.

A law is a sentence, a strategy of cases made from the table of quantities, and a predicate on a `Subject`. The subject
holds the functions under test, so that the tests can swap one for a deliberately broken version and see the law fail: a
law that no mistake breaks says nothing. That no case was found does not prove a law: it has then survived so many
cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from sim.core import crossing, curves
from sim.core.assumptions import Assumptions
from sim.core.duels import Duel, win_probability
from sim.core.fighting import Course, fought
from sim.core.salvoes import salvo
from sim.inputs import loading, writing
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario
from sim.study import distribution as uncertainty
from sim.study import flips, ladder, paired
from sim.study.distribution import Distribution
from sim.study.ladder import Bridge
from sim.study.paired import Difference

__all__ = ["REAL", "Case", "Law", "Strategy", "Subject", "failure", "stated", "without_traces"]

Case = dict[str, Any]
"""Keyword arguments of `Assumptions`, as plain numbers."""
Strategy = st.SearchStrategy[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """The functions the laws speak about, those of the program unless others are put in their place.

    >>> round(Subject().days({"waves": ((0.0, 10_000.0),), "schedule": ((0.0, 1271.0),)}), 3)
    7.868
    """

    days_covered: Callable[[Assumptions], Any] = crossing.days_covered
    gross_loss: Callable[..., Any] = curves.gross_loss
    returned: Callable[..., Any] = curves.returned
    cover: Callable[..., Any] = curves.cover
    balance: Callable[..., Any] = curves.balance
    dump: Callable[[Scenario], str] = writing.dump
    parse: Callable[[str], Scenario] = loading.parse
    quantity: Callable[..., Quantity] = Quantity
    distribution: Callable[[Scenario], Distribution] = uncertainty.distribution
    bridge: Callable[[Scenario], Bridge] = ladder.bridge
    compared: Callable[[Scenario, Scenario], Difference] = paired.compared
    troops_needed: Callable[[Scenario, float], float | None] = flips.troops_needed
    fought: Callable[..., Course] = fought
    win_probability: Callable[[Duel], float] = win_probability
    salvo: Callable[..., Any] = salvo

    def days(self, case: Case) -> float:
        """Days covered of one case."""
        return float(self.days_covered(Assumptions(**case)))


REAL = Subject()
"""The program as shipped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Law:
    """A sentence about the model that must hold for every case.

    `holds` takes a subject and a case of the strategy; `examples` is how many cases are tried where nothing else is
    said, fewer where a case costs a distribution.
    """

    name: str
    sentence: str
    cases: Strategy
    holds: Callable[[Subject, Any], bool]
    examples: int = 40


def failure(law: Law, subject: Subject = REAL, examples: int | None = None, *, smallest: bool = True) -> str:
    """Return the smallest case found that breaks the law (or, sooner, just any), or nothing; the same on every run.

    By Hypothesis without its database: cases follow from the law alone. An exception on the way counts as a failure and
    is named. `examples` overrules the law's own number.

    >>> from sim.laws.shipped import LAWS
    >>> failure(LAWS[0], examples=3), LAWS[0].sentence
    ('', 'With every rung neutral the days covered are troops / rate, to the last digit.')
    >>> broken = Subject(days_covered=lambda inputs: 1.0)
    >>> failure(LAWS[0], broken, 3, smallest=False).partition(" for ")[0]  # and then the case that shows it
    'bare_quotient fails'
    """
    broken: list[str] = []

    @settings(
        max_examples=law.examples if examples is None else examples,
        database=None,
        derandomize=True,
        deadline=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, *((Phase.shrink,) if smallest else ())),
        report_multiple_bugs=False,
    )
    @given(case=law.cases)
    def check(case: object) -> None:
        if not law.holds(subject, case):
            broken.append(f"{law.name} fails for {case!r}")
            raise _Broken

    try:
        check()
    except _Broken:
        return broken[-1]
    except Exception as error:
        return f"{law.name} stopped: {type(error).__name__}: {error}"
    return ""


@contextmanager
def without_traces() -> Iterator[None]:
    """Have Hypothesis keep what it keeps in a folder that is gone afterwards, not in one where the program stands."""
    with TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


class _Broken(Exception):  # noqa: N818 - not an error of the program
    pass


def stated(
    name: str, sentence: str, strategy: Strategy, holds: Callable[[Subject, Any], bool], examples: int = 40
) -> Law:
    """Return a law; shorter to write in a table than its record."""
    return Law(name=name, sentence=sentence, cases=strategy, holds=holds, examples=examples)
