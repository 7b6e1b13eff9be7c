"""The evidence for the forecast's few numbers: CRPS in folds by year, one choice changed at a time.

`python benchmarks/forecast_choices.py SERIES` prints, for each choice and troops, by how much the CRPS of every fold is
above that of the numbers in use. Folds are in time and forecasts never look ahead, so no fold has seen its own end.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import ModuleType

from sim.commands.reading import read_file
from sim.study import forecast, forecast_scale
from sim.study.backtest import backtest
from sim.study.series import Series

FOLDS = (
    (date(2022, 7, 1), date(2022, 12, 31)),
    (date(2023, 1, 1), date(2023, 12, 31)),
    (date(2024, 1, 1), date(2024, 12, 31)),
    (date(2025, 1, 1), date(2025, 11, 30)),
)
CHOICES = {
    "LEVEL_HALF_LIFE": (3.0, 4.0, 6.0, 7.0, 10.0, 14.0, 20.0),
    "SPREAD_HALF_LIFE": (30.0, 90.0, 120.0, 180.0),
    "PRIOR_WINDOWS": (0.25, 0.5, 2.0, 3.0),
    "HORIZON_VARIANCE": (0.0002, 0.0008),
    "COUNT_VARIANCE": (25.0, 100.0),
}


def home(name: str) -> ModuleType:
    """The module that has a number of the forecast."""
    return forecast if hasattr(forecast, name) else forecast_scale


def in_use(name: str) -> float:
    """A number of the forecast."""
    return float(getattr(home(name), name))


@contextmanager
def chosen(name: str, value: float) -> Iterator[None]:
    """Another value for one number of the forecast."""
    module, used = home(name), in_use(name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, used)


def scores(series: Series, troops: float) -> list[float]:
    """The CRPS of every fold, days."""
    return [backtest(series, troops, *fold).forecast.crps for fold in FOLDS]


def changes(series: Series, name: str, value: float) -> str:
    """By how much the CRPS of each fold changes with another value, in percent, for both sizes."""
    cells = []
    for troops in (10_000, 100_000):
        used = scores(series, troops)
        with chosen(name, value):
            cells += [f"{100 * (new / old - 1):+.1f}" for new, old in zip(scores(series, troops), used, strict=True)]
    return " | ".join(cells)


def main(path: str) -> None:
    """Print the table."""
    series = read_file(path)
    years = [f"{size} {fold[0].year}" for size in ("10,000", "100,000") for fold in FOLDS]
    print(f"| choice (in use) | {' | '.join(years)} |\n|---|{'---|' * len(years)}")
    for name, values in CHOICES.items():
        for value in values:
            print(f"| `{name}` {value:g} ({in_use(name):g}) | {changes(series, name, value)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
