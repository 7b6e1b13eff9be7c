"""A reported series, day by day: what a file says, the traps in it by date, and what was known on which day.

A file gives daily counts or a running total. A figure may be about the day before its date. From that comes one count
for every day, with a list of findings: each gap, repeat, fall, duplicate or spike by date, with the rule that was
followed. `known` keeps what a forecast may use: a count spread over a gap is known only once the gap has ended, so no
forecast made on an earlier day can see it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, NamedTuple, SupportsInt

import numpy as np
import numpy.typing as npt

from sim.inputs.problems import ScenarioError
from sim.study.series_tables import Preset, Row, Table, read_table
from sim.words.texts import Problem, Text

__all__ = ["MIN_DAYS", "Finding", "Reading", "Series", "dated", "read_series", "spikes", "with_findings"]

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

MIN_DAYS = 2
"""Fewest rows of a series: a running total gives its first daily count with the second row."""
SPIKE_RATIO, SPIKE_DEVIATIONS, SPIKE_WINDOW = 2.0, 6.0, 15
"""A day is a spike at twice the median of the 15 days around it and 6 median deviations above it (assumption: finds
28 February 2025 and the catch-ups of March 2022, and no ordinary day of 2023 to 2025)."""
MOST_FINDINGS = 1000
STALE_DAYS = 7
"""A daily file that ends more than a week ago is called stale (assumption)."""
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """How a file is to be read; an empty text means: find out, and say so.

    `counts`: `cumulative` or `daily`. `covers`: `day-before` (a figure published on D is about D-1) or `same-day`.
    `gaps`: `spread` evenly what a gap hides, or count it on the day that ends it (`kept`). `repeats`: leave a
    repeated total as a day of zero (`kept`), or treat it as a gap (`spread`).
    """

    column: str = ""
    preset: str = ""
    counts: Literal["", "cumulative", "daily"] = ""
    covers: Literal["", "day-before", "same-day"] = ""
    gaps: Literal["spread", "kept"] = "spread"
    repeats: Literal["kept", "spread"] = "kept"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One trap: its kind, the dates as the file gives them, the number concerned, and the rule that was followed."""

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
        """Return the place of a day in `counts`; it may lie outside."""
        return (day - self.first).days

    def day(self, place: SupportsInt) -> date:
        """Return the day at a place."""
        return self.first + DAY * int(place)

    def window(self, start: date | None, end: date | None) -> Array:
        """Return the counts from `start` to `end`, both included. Raises `ScenarioError` where one is missing."""
        first, last = start or self.first, end or self.last
        if not self.first <= first <= last <= self.last:
            asked, known = {"start": str(first), "end": str(last)}, {"first": str(self.first), "last": str(self.last)}
            raise ScenarioError(Problem.of("series.no_window", name=self.name, **asked, **known))
        return self.counts[self.place(first) : self.place(last) + 1]


def read_series(content: bytes, name: str, how: Reading | None = None) -> Series:
    """Return the series in a file. Raises `ScenarioError` with one line for each problem.

    >>> series = read_series(b"date,total\\n2024-09-01,10\\n2024-09-02,14\\n2024-09-05,29\\n", "t.csv")
    >>> series.counts.tolist(), [finding.kind for finding in series.findings]
    ([4.0, 5.0, 5.0, 5.0], ['gap'])
    """
    how = how or Reading()
    table = read_table(content, name, how.column, how.preset)
    findings: list[Finding] = []
    rows = _in_order(table, findings)
    if len(rows) < MIN_DAYS:
        raise ScenarioError(Problem.of("series.too_short", least=str(MIN_DAYS)).at(name))
    cumulative = _is_cumulative(rows, table.preset, how)
    build = _from_totals if cumulative else _from_counts
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
    """Return the series with these findings, by date; repeats and empty cells of days in a row are one finding."""
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


class _Built(NamedTuple):
    first: date
    counts: Array
    known: Places


def _in_order(table: Table, findings: list[Finding]) -> list[Row]:
    """Usable rows, oldest first, one a date; empty cells, doubled dates and dates before day one are listed."""
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


def _is_cumulative(rows: Sequence[Row], preset: Preset | None, how: Reading) -> bool:
    """As said; else as the known file is; else a total where at most one step in twenty falls and it has doubled."""
    if how.counts or preset:
        return (how.counts or (preset.counts if preset else "")) == "cumulative"
    values = np.array([row.people for row in rows])
    falls = np.mean(np.diff(values) < 0)
    return bool(falls <= 0.05 and (values[-1] >= 2 * values[0] or len(values) < 10 and values[-1] > values[0]))


def _from_totals(rows: Sequence[Row], how: Reading, findings: list[Finding]) -> _Built:
    """Daily counts between totals. A total that falls counts as no loss until the highest one so far is passed."""
    days, totals = [row.day for row in rows], np.array([row.people for row in rows])
    highest = np.maximum.accumulate(totals)
    findings.extend(_steps(days, totals, highest, how))
    moved = [place for place in range(1, len(days)) if totals[place] != totals[place - 1] or how.repeats == "kept"]
    stops = [0, *(moved or [len(days) - 1])]  # a total repeated at the end is a gap that has not ended yet
    counts = np.zeros((days[stops[-1]] - days[0]).days)
    known = np.zeros(len(counts) + 1, dtype=np.intp)
    for before, after in zip(stops, stops[1:], strict=False):
        start, end = (days[before] - days[0]).days, (days[after] - days[0]).days
        rise = highest[after] - highest[before]
        if end - start > 1 and how.gaps == "kept":
            counts[end - 1], known[start + 1 : end + 1] = rise, np.arange(start + 1, end + 1)
        else:
            counts[start:end], known[start + 1 : end], known[end] = rise / (end - start), start, end
    return _Built(days[0] + DAY, counts, known)


def _steps(days: Sequence[date], totals: Array, highest: Array, how: Reading) -> Iterator[Finding]:
    """The gaps, falls and repeats from each row of a running total to the next."""
    for place in range(1, len(days)):
        before, day = days[place - 1], days[place]
        if day - before > DAY:
            rise = float(highest[place] - highest[place - 1])
            yield Finding(kind="gap", first=before + DAY, last=day - DAY, amount=rise, rule=how.gaps)
        if totals[place] < totals[place - 1]:
            fall = float(totals[place - 1] - totals[place])
            yield Finding(kind="fall", first=day, last=day, amount=fall, rule="highest")
        if totals[place] == totals[place - 1]:
            yield Finding(kind="repeat", first=day, last=day, amount=float(totals[place]), rule=how.repeats)


def _from_counts(rows: Sequence[Row], how: Reading, findings: list[Finding]) -> _Built:
    """Daily counts as given; a missing day takes the mean of the seven before it, or zero where gaps are kept."""
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
    return _Built(first, counts, np.arange(len(counts) + 1, dtype=np.intp))


def dated(series: Series, today: date) -> list[Finding]:
    """Return what the calendar says of a series: rows dated after today, or none for more than a week.

    Kept apart from the other findings, because it changes from day to day while the file does not.
    """
    if series.vintage > today:
        return [Finding(kind="future", first=series.vintage, last=series.vintage, amount=0, rule="listed")]
    age = (today - series.vintage).days
    if age <= STALE_DAYS:
        return []
    return [Finding(kind="stale", first=series.vintage, last=series.vintage, amount=age, rule="listed")]


def spikes(series: Series) -> list[Finding]:
    """Return the days far above the days around them, dated as published, with what they hold above the median.

    They are listed and kept: whether a spike is a catch-up, a correction or a bad day cannot be told from the numbers.
    """
    counts, half = series.counts, SPIKE_WINDOW // 2
    if len(counts) < SPIKE_WINDOW:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(counts, half, mode="edge"), SPIKE_WINDOW)
    middle = np.median(windows, axis=1)
    deviation = np.median(np.abs(windows - middle[:, None]), axis=1)
    high = (counts > SPIKE_RATIO * middle) & (counts > middle + SPIKE_DEVIATIONS * deviation) & (middle > 0)
    days = [(place, series.day(place) + DAY * series.day_before) for place in np.flatnonzero(high)]
    return [
        Finding(kind="spike", first=day, last=day, amount=float(counts[place] - middle[place]), rule="kept")
        for place, day in days
    ]
