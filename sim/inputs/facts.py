"""The small sourced tables that come with the program: published monthly averages, the contingent, planning factors.

Each row has its source; the files stand in `sim/data`, whose README says where they are from. Read once and kept.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

__all__ = ["Factor", "Month", "Report", "months", "months_under", "planning_factors", "reports", "survey_answers"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """A published month: `first` day, casualties a day, the total (people) where one was quoted, and how exact.

    Where only a total was published, `rate` is that total over the days of the month.

    >>> Month(first=date(2024, 12, 1), rate=1570.0, total=None, precision="", source="").days
    31
    """

    first: date
    rate: float
    total: float | None
    precision: str
    source: str

    @property
    def days(self) -> int:
        """Days of the calendar month."""
        return (date(self.first.year + self.first.month // 12, self.first.month % 12 + 1, 1) - self.first).days


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One report about the contingent: what kind of number, how many people, as whose claim.

    `people` is None where a report gives no number. Kinds and definitions are those of the table: not every report
    counts the same people.
    """

    day: date
    kind: str
    people: float | None
    definition: str
    claimant: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """One planning factor with its unit, what it counts, who says so, and where."""

    value: float
    unit: str
    definition: str
    claimant: str
    source: str


def _rows(name: str) -> list[dict[str, str]]:
    text = (Path(__file__).parent.parent / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def months() -> tuple[Month, ...]:
    """Return the published monthly averages, oldest first.

    >>> [month.rate for month in months() if month.first == date(2024, 9, 1)]
    [1271.0]
    """
    return tuple(_month(row) for row in _rows("monthly_averages.csv"))


def _month(row: Mapping[str, str]) -> Month:
    first, total = date.fromisoformat(f"{row['month']}-01"), _number(row["monthly_total"])
    month = Month(first=first, rate=0.0, total=total, precision=row["precision"], source=row["source_url"])
    rate = float(row["casualties_per_day"]) if row["casualties_per_day"] else (total or 0.0) / month.days
    return Month(first=first, rate=rate, total=total, precision=row["precision"], source=row["source_url"])


def months_under(troops: float, days: float) -> tuple[Month, ...]:
    """Return the months at whose average rate so many troops (people) last less than so many days, by plain division.

    >>> [str(month.first)[:7] for month in months_under(10_000, 7)]
    ['2024-11', '2024-12', '2025-01']
    """
    return tuple(month for month in months() if troops < days * month.rate)


@cache
def reports() -> tuple[Report, ...]:
    """Return the reports about the contingent, in the order of the table."""
    return tuple(
        Report(
            day=date.fromisoformat(row["date"]), kind=row["kind"], people=_number(row["people"]),
            definition=row["definition"], claimant=row["claimant"], source=row["source_url"],
        )
        for row in _rows("contingent_timeline.csv")
    )  # fmt: skip


@cache
def planning_factors() -> Mapping[str, Factor]:
    """Return the planning factors by name.

    >>> planning_factors()["recruits_per_month_low"].value / 30  # the 833 a day of the scenarios
    833.3333333333334
    """
    return {
        row["factor"]: Factor(
            value=float(row["value"]), unit=row["unit"], definition=row["definition"], claimant=row["claimant"],
            source=row["source_url"],
        )
        for row in _rows("planning_factors.csv")
    }  # fmt: skip


@cache
def survey_answers() -> tuple[float, ...]:
    """Return what 46 people answered when asked which number "many" means, sorted (source: sim/data/README.md).

    A self-selected sample, asked about bare numbers and not about days: to be used with both said beside it.

    >>> len(survey_answers())
    46
    """
    return tuple(float(row["answer"]) for row in _rows("many_survey.csv") for _ in range(int(row["answers_given"])))
