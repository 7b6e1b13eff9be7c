"""Late corrections of a series, put back where they may have come from, for looking back at a window.

    reported    10 10 10  0  0 90 10        a catch-up after days of zero goes back to those days
    put back    10 10 10 30 30 30 10

    reported    10 10 10 10 10 90 10        a lone spike: what is above the median of the days around
    put back    13 13 13 13 13 13 10        it is spread over the 30 days up to it

Which days a correction belongs to cannot be told from the series: both rules are assumptions, and the findings say
which of them was followed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.study.series import Series

__all__ = ["SPREAD", "with_corrections"]

CORRECTED_DAYS = 30
"""Days over which the surplus of a lone spike is spread (assumption: what is put right late is a month old or less)."""
SPREAD = ("zeros", "month")
"""Rules of the findings that were put back."""


def with_corrections(series: Series) -> Series:
    """Return the series with every spike taken for a late correction and put back; the total stays what it was.

    A spike after days of zero is spread evenly over them and itself (15 March 2022, after six days without a new
    total). Of any other, what it holds above the median of the days around it is spread evenly over the 30 days up to
    it (28 February 2025). For looking back only: a forecast must not know on an earlier day what was published later.

    >>> counts = "".join(f"2024-01-{day:02},{(0, 90, 10)[(day > 19) + (day > 20)] if day > 17 else 10}\\n"
    ...                  for day in range(1, 32))
    >>> from sim.study.series import FileReading, read_series
    >>> series = read_series(f"date,count\\n{counts}".encode(), "t.csv", FileReading(counts="daily"))
    >>> with_corrections(series).counts[16:21].tolist()
    [10.0, 30.0, 30.0, 30.0, 10.0]
    """
    counts, findings = series.counts.copy(), []
    for finding in series.findings:
        if finding.kind == "spike":
            place = series.place(finding.first) - series.day_before
            zeros = place - max(np.flatnonzero(series.counts[:place]), default=-1) - 1
            start = place - zeros if zeros else max(0, place + 1 - CORRECTED_DAYS)
            surplus = counts[place] if zeros else finding.amount
            counts[place] -= surplus
            counts[start : place + 1] += surplus / (place + 1 - start)
            finding = replace(finding, rule="zeros" if zeros else "month")
        findings.append(finding)
    counts.flags.writeable = False
    return replace(series, counts=counts, findings=tuple(findings))
