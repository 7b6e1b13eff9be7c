"""From the rows of a file to one count for every day, with each trap on the way and the rule that was followed.

No figure is ever dropped or changed without a `Finding`: the reader of a forecast sees what the numbers went through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.study.series_tables import Preset, Row, Table
from sim.words.texts import Text

__all__ = ["DAY", "Built", "FileReading", "Finding", "from_counts", "from_totals", "in_order", "is_cumulative"]

Places = npt.NDArray[np.intp]

DAY = timedelta(days=1)
_FAR_ABOVE = 20.0
"""A total lies so many of its steps above zero (assumption: counts of noisy days lie a few of theirs above)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileReading:
    """How a file is to be read; an empty text means: find out, and say so.

    `column` names the column of the counts, `preset` the kind of file (`none`: no known one). `counts`: `cumulative` or
    `daily`. `covers`: `day-before` (a figure published on D is about D-1) or `same-day`. `gaps`: `spread` evenly what a
    gap hides, or count it on the day that ends it (`kept`). `repeats`: leave a repeated total as a day of zero
    (`kept`), or treat it as a gap (`spread`).
    """

    column: str = ""
    preset: str = ""
    counts: Literal["", "cumulative", "daily"] = ""
    covers: Literal["", "day-before", "same-day"] = ""
    gaps: Literal["spread", "kept"] = "spread"
    repeats: Literal["kept", "spread"] = "kept"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One trap: its kind, the dates as the file gives them, the number concerned, and the rule that was followed.

    Kinds: gap, fall, repeat (totals); missing (daily counts); empty, before, duplicate (rows); spike; future, stale
    (the calendar); sparse (few days of a month are given); more (a thousand of a kind are listed). `amount` is in
    people; for `stale` days, for `sparse` percent, for `more` findings.
    """

    kind: str
    first: date
    last: date
    amount: float
    rule: str

    @property
    def parts(self) -> tuple[str, Text, Text]:
        """The days, what was found, and the rule."""
        one = self.first == self.last
        days = str(self.first) if one else Text("series.days", first=str(self.first), last=str(self.last))
        return days, Text(f"series.{self.kind}", amount=self.amount), Text(f"series.rule.{self.rule}")

    @property
    def text(self) -> Text:
        """The finding as a sentence."""
        days, what, rule = self.parts
        return Text("series.finding", days=days, what=what, rule=rule)


class Built(NamedTuple):
    """What is made of the rows: the day of the first count, the counts (people; shape (days,)), and `known` as in
    `Series`.
    """

    first: date
    counts: Array
    known: Places


def in_order(table: Table, findings: list[Finding]) -> list[Row]:
    """Usable rows, oldest first, one a date; empty cells, doubled dates and dates before day one are listed.

    What is found is added to `findings`, here and in the functions below.

    >>> twice = Table((Row(date(2024, 1, 1), 3.0), Row(date(2024, 1, 1), 5.0)), "count", None)
    >>> rows = in_order(twice, found := [])
    >>> [row.people for row in rows], [finding.rule for finding in found]
    ([5.0], ['larger'])
    """
    kept: dict[date, Row] = {}
    day_one = table.preset.day_one if table.preset else date.min
    for row in table.rows:
        if row.people != row.people:
            findings.append(Finding(kind="empty", first=row.day, last=row.day, amount=0, rule="dropped"))
        elif row.day < day_one:
            findings.append(Finding(kind="before", first=row.day, last=row.day, amount=row.people, rule="dropped"))
        elif (before := kept.get(row.day)) is not None:
            # The larger figure: a running total only grows, and a day corrected upwards is the later word.
            findings.append(Finding(kind="duplicate", first=row.day, last=row.day, amount=row.people, rule="larger"))
            if row.people > before.people:
                kept[row.day] = row
        else:
            kept[row.day] = row
    return [kept[day] for day in sorted(kept)]


def is_cumulative(rows: Sequence[Row], preset: Preset | None, how: FileReading) -> bool:
    """As said; else as the known file is; else a total where it ends higher than it began and never falls.

    Where one step in twenty falls at most, as by a correction, it must have doubled or stand far above its own steps:
    an excerpt of a long total does neither double nor fall. Whoever knows better says so.
    """
    if how.counts or preset:
        return (how.counts or (preset.counts if preset else "")) == "cumulative"
    values = np.array([row.people for row in rows])
    steps = np.diff(values)
    falls, far = np.mean(steps < 0), np.median(values) >= _FAR_ABOVE * np.median(np.abs(steps))
    corrected = falls <= 0.05 and (values[-1] >= 2 * values[0] or far)
    return bool(values[-1] > values[0] and (falls == 0 or corrected))


def from_totals(rows: Sequence[Row], how: FileReading, findings: list[Finding]) -> Built:
    """Daily counts between totals, the first of them that of the day after the first total.

    A total that falls counts as no loss until the highest one so far is passed: the sum of all counts is the highest
    total less the first. A total repeated at the end is, where repeats are gaps, one that has not ended yet, and is
    left out.

    >>> rows = [Row(date(2024, 9, day), total) for day, total in ((1, 10.0), (2, 14.0), (3, 12.0), (4, 20.0))]
    >>> from_totals(rows, FileReading(), found := []).counts.tolist(), [finding.kind for finding in found]
    ([4.0, 0.0, 6.0], ['fall'])
    """
    days, totals = [row.day for row in rows], np.array([row.people for row in rows])
    highest = np.maximum.accumulate(totals)
    moved = [place for place in range(1, len(days)) if totals[place] != totals[place - 1] or how.repeats == "kept"]
    stops = [0, *(moved or [len(days) - 1])]  # a total repeated at the end is a gap that has not ended yet
    findings.extend(_steps(days, totals, highest, how, stops[-1]))
    counts = np.zeros((days[stops[-1]] - days[0]).days)
    known = np.zeros(len(counts) + 1, dtype=np.intp)
    for before, after in zip(stops, stops[1:], strict=False):
        start, end = (days[before] - days[0]).days, (days[after] - days[0]).days
        rise = highest[after] - highest[before]
        if end - start > 1 and how.gaps == "kept":
            counts[end - 1], known[start + 1 : end + 1] = rise, np.arange(start + 1, end + 1)
        else:
            counts[start:end], known[start + 1 : end], known[end] = rise / (end - start), start, end
    return Built(days[0] + DAY, counts, known)


def _steps(days: Sequence[date], totals: Array, highest: Array, how: FileReading, last: int) -> Iterator[Finding]:
    """The gaps, falls and repeats from each row of a running total to the next; rows after `last` are left out."""
    as_a_gap = "end" if how.gaps == "kept" else "spread"
    for place in range(1, len(days)):
        before, day = days[place - 1], days[place]
        if day - before > DAY:
            rise = float(highest[place] - highest[place - 1])
            yield Finding(kind="gap", first=before + DAY, last=day - DAY, amount=rise, rule=how.gaps)
        if totals[place] < totals[place - 1]:
            fall = float(totals[place - 1] - totals[place])
            yield Finding(kind="fall", first=day, last=day, amount=fall, rule="highest")
        if totals[place] == totals[place - 1]:
            rule = "kept" if how.repeats == "kept" else "dropped" if place > last else as_a_gap
            yield Finding(kind="repeat", first=day, last=day, amount=float(totals[place]), rule=rule)


def from_counts(rows: Sequence[Row], how: FileReading, findings: list[Finding]) -> Built:
    """Daily counts as given; a missing day takes the mean of the seven before it, or zero where gaps are kept.

    Those seven may have been put in themselves; no later day has a part in it, so that no forecast can look ahead.

    >>> rows = [Row(date(2024, 1, day), people) for day, people in ((1, 3.0), (2, 5.0), (4, 6.0))]
    >>> from_counts(rows, FileReading(), found := []).counts.tolist(), [finding.kind for finding in found]
    ([3.0, 5.0, 4.0, 6.0], ['missing'])
    """
    first = rows[0].day
    counts = np.full((rows[-1].day - first).days + 1, np.nan)
    counts[[(row.day - first).days for row in rows]] = [row.people for row in rows]
    for before, after in zip(rows, rows[1:], strict=False):
        start, end = (before.day - first).days + 1, (after.day - first).days
        if end > start:
            fill = 0.0 if how.gaps == "kept" else float(np.mean(counts[max(0, start - 7) : start]))
            counts[start:end] = fill
            rule = "zero" if how.gaps == "kept" else "week"
            findings.append(
                Finding(kind="missing", first=before.day + DAY, last=after.day - DAY, amount=fill, rule=rule)
            )
    if 2 * len(rows) < len(counts):
        share = 100 * len(rows) / len(counts)
        findings.append(Finding(kind="sparse", first=first, last=rows[-1].day, amount=share, rule="listed"))
    return Built(first, counts, np.arange(len(counts) + 1, dtype=np.intp))
