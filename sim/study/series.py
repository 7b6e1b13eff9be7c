"""A reported series, day by day: what a file says, the traps in it by date, and what was known on which day.

A file gives daily counts or a running total. A figure may be about the day before its date. From that comes one count
for every day, with a list of findings: each gap, repeat, fall, duplicate or spike by date, with the rule that was
followed. `known` keeps what a forecast may use: a count spread over a gap is known only once the gap has ended, so no
forecast made on an earlier day can see it.

    day                  1 Sep   2 Sep   3 Sep   4 Sep   5 Sep   6 Sep
    total published         10      14       -       -      29
    count                            4       5       5       5
    known at its start               0       1       1       1       4     counts
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import SupportsInt

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.inputs.problems import ScenarioError
from sim.study.series_counts import DAY, FileReading, Finding, from_counts, from_totals, in_order, is_cumulative
from sim.study.series_tables import read_table
from sim.words.texts import Problem

__all__ = ["MIN_DAYS", "FileReading", "Finding", "Series", "dated", "read_series", "spikes", "with_findings"]

Places = npt.NDArray[np.intp]

MIN_DAYS = 2
"""Fewest rows of a series: a running total gives its first daily count with the second row."""
SPIKE_RATIO, SPIKE_DEVIATIONS, SPIKE_WINDOW = 2.0, 6.0, 15
"""A day is a spike at twice the median of the 15 days around it and 6 median deviations above it (assumption: finds
28 February 2025 and the catch-ups of March 2022, and no ordinary day of 2023 to 2025)."""
MOST_FINDINGS = 1000
STALE_DAYS = 7
"""A daily file that ends more than a week ago is called stale (assumption)."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Series:
    """One count for every day.

    `counts` has shape (days,), people, read only, its first entry for the day `first`. `known` has shape (days + 1,):
    at the start of day i, the counts of the days before `known[i]` were published and final. `sha256` is that of the
    file; `vintage` the date of its newest row.
    """

    name: str
    sha256: str
    vintage: date
    first: date
    counts: Array
    known: Places
    findings: tuple[Finding, ...]
    column: str
    cumulative: bool
    day_before: bool
    preset: str

    @property
    def last(self) -> date:
        """The last day with a count."""
        return self.first + DAY * (len(self.counts) - 1)

    def place(self, day: date) -> int:
        """Return the place of a day in `counts`; it may lie outside: below 0, or from the length on."""
        return (day - self.first).days

    def day(self, place: SupportsInt) -> date:
        """Return the day at a place."""
        return self.first + DAY * int(place)

    def outside(self, key: str, start: date, end: date) -> Problem:
        """Return the problem with days asked for, beside those there are."""
        asked, known = {"start": str(start), "end": str(end)}, {"first": str(self.first), "last": str(self.last)}
        return Problem.of(key, name=self.name, **asked, **known)

    def window(self, start: date | None, end: date | None) -> Array:
        r"""Return the counts from `start` to `end`, both included; None stands for the first and the last day.

        Raises `ScenarioError` where one is missing. The array is a view and read only.

        >>> series = read_series(b"date,total\n2024-09-01,10\n2024-09-02,14\n2024-09-05,29\n", "t.csv")
        >>> series.window(date(2024, 9, 2), date(2024, 9, 3)).tolist(), str(series.last)
        ([4.0, 5.0], '2024-09-05')
        """
        first, last = start or self.first, end or self.last
        if not self.first <= first <= last <= self.last:
            key = "series.turned" if start and end and start > end else "series.no_window"
            raise ScenarioError(self.outside(key, first, last))
        return self.counts[self.place(first) : self.place(last) + 1]


def read_series(content: bytes, name: str, how: FileReading | None = None) -> Series:
    r"""Return the series in a file (CSV or JSON), with its findings; nothing in it is ever executed or followed.

    What `how` leaves open is found out: a known file by its columns, else totals where the numbers mostly rise, else
    daily counts. Every choice stands in the series. Raises `ScenarioError` with one line for each problem.

    >>> series = read_series(b"date,total\n2024-09-01,10\n2024-09-02,14\n2024-09-05,29\n", "t.csv")
    >>> series.counts.tolist(), [finding.kind for finding in series.findings], series.known.tolist()
    ([4.0, 5.0, 5.0, 5.0], ['gap'], [0, 1, 1, 1, 4])
    """
    how = how or FileReading()
    table = read_table(content, name, how.column, how.preset)
    findings: list[Finding] = []
    rows = in_order(table, findings)
    if len(rows) < MIN_DAYS:
        raise ScenarioError(Problem.of("series.too_short", least=str(MIN_DAYS)).at(name))
    cumulative = is_cumulative(rows, table.preset, how)
    build = from_totals if cumulative else from_counts
    built = build(rows, how, findings)
    covers = how.covers or (table.preset.covers if table.preset else "same-day")
    first = built.first - DAY * (covers == "day-before")
    for array in (built.counts, built.known):
        array.flags.writeable = False
    series = Series(
        name=name, sha256=hashlib.sha256(content).hexdigest(), vintage=rows[-1].day, first=first, counts=built.counts,
        known=built.known, findings=(), column=table.count_column, cumulative=cumulative,
        day_before=covers == "day-before", preset=table.preset.name if table.preset else "",
    )  # fmt: skip
    return with_findings(series, [*findings, *spikes(series)])


def with_findings(series: Series, findings: Iterable[Finding]) -> Series:
    """Return the series with these findings, by date; repeats and empty cells of days in a row are one finding.

    Of a kind a thousand are named and the others counted. Those the series had are replaced.
    """
    merged: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.kind, f.first)):
        last = merged[-1] if merged and finding.kind in ("repeat", "empty") else finding
        if (last.kind, last.amount, last.last + DAY) == (finding.kind, finding.amount, finding.first):
            merged[-1] = replace(last, last=finding.last)
        else:
            merged.append(finding)
    kept = [finding for _, group in groupby(merged, lambda f: f.kind) for finding in _shortened(list(group))]
    return replace(series, findings=tuple(sorted(kept, key=lambda f: (f.first, f.kind))))


def _shortened(findings: list[Finding]) -> list[Finding]:
    """The first thousand of a kind, and how many more there are: a broken file can hold a million."""
    if len(findings) <= MOST_FINDINGS:
        return findings
    rest = findings[MOST_FINDINGS:]
    more = Finding(kind="more", first=rest[0].first, last=rest[-1].last, amount=len(rest), rule=rest[0].rule)
    return [*findings[:MOST_FINDINGS], more]


def dated(series: Series, today: date) -> list[Finding]:
    r"""Return what the calendar says of a series: rows dated after today, or none for more than a week.

    Kept apart from the other findings, because it changes from day to day while the file does not.

    >>> series = read_series(b"date,count\n2024-09-01,3\n2024-09-02,4\n", "t.csv", FileReading(counts="daily"))
    >>> [[finding.kind for finding in dated(series, today)] for today in (date(2024, 9, 5), date(2024, 9, 30))]
    [[], ['stale']]
    """
    if series.vintage > today:
        return [Finding(kind="future", first=series.vintage, last=series.vintage, amount=0, rule="listed")]
    age = (today - series.vintage).days
    if age <= STALE_DAYS:
        return []
    return [Finding(kind="stale", first=series.vintage, last=series.vintage, amount=age, rule="listed")]


def spikes(series: Series) -> list[Finding]:
    r"""Return the days far above the days around them, dated as published, with what they hold above the median.

    A day counts if it is above twice the median of the 15 days around it and above that median by 6 median absolute
    deviations; at the ends of the series the days on the one side stand for those missing on the other, so that a spike
    of today is found today. They are listed and kept: whether a spike is a catch-up, a correction or a bad day cannot
    be told from the numbers.

    >>> rows = "".join(f"2024-01-{day:02},{500 if day == 20 else 100}\n" for day in range(1, 32))
    >>> found = spikes(read_series(f"date,count\n{rows}".encode(), "t.csv", FileReading(counts="daily")))
    >>> [(str(spike.first), spike.amount) for spike in found]
    [('2024-01-20', 400.0)]
    """
    counts, half = series.counts, SPIKE_WINDOW // 2
    if len(counts) < SPIKE_WINDOW:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(counts, half, mode="reflect"), SPIKE_WINDOW)
    middle = np.median(windows, axis=1)
    deviation = np.median(np.abs(windows - middle[:, None]), axis=1)
    high = (counts > SPIKE_RATIO * middle) & (counts > middle + SPIKE_DEVIATIONS * deviation) & (middle > 0)
    days = [(place, series.day(place) + DAY * series.day_before) for place in np.flatnonzero(high)]
    return [
        Finding(kind="spike", first=day, last=day, amount=float(counts[place] - middle[place]), rule="kept")
        for place, day in days
    ]
