"""Series made for tests: files of totals or counts, and histories of a process that is known."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np

from sim.study.series import FileReading, read_series

FIRST = date(2022, 3, 1)


def rows(values, first=FIRST):
    """Each value with its date, one a day."""
    return [(first + timedelta(place), value) for place, value in enumerate(values)]


def csv_of(given, head="date,count"):
    """A CSV file of dates and numbers."""
    return "\n".join([head, *(f"{day},{value}" for day, value in given)]).encode()


def json_of(given, **more):
    """A JSON file like the General Staff's: running totals of personnel."""
    return json.dumps([{"date": str(day), "personnel": value, **more} for day, value in given]).encode()


def daily(values, **how):
    """A series of daily counts."""
    return read_series(csv_of(rows(values)), "made.csv", FileReading(counts="daily", **how))


def totals(given, **how):
    """A series of running totals, from pairs of date and total."""
    return read_series(csv_of(given), "made.csv", FileReading(counts="cumulative", **how))


def known_process(seed, days=1200, dispersion=24, drift=0.02):
    """Gamma-Poisson days around a random-walk log rate: what the forecast should be calibrated on."""
    rng = np.random.default_rng(seed)
    rate = 1000 * np.exp(np.cumsum(drift * rng.standard_normal(days)))
    return daily(rng.poisson(rng.gamma(rate / (dispersion - 1), dispersion - 1)))
