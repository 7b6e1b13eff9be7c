"""Noisy paths simulated step by step, written apart from the program: no curve, count or formula of `sim` is used.

Losses of each step are gamma-Poisson counts with the variance that the horizon adds; those who return are a share of
the same counts. A path fails when its losses less its returns exceed cover and recruits at the end of a step.
Between steps a path may cross and come back, so the chance is also taken from every fourth step alone; what is missed
falls with the root of the step, which gives the chance at step 0 as twice the one less the other.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from sampling import drawn

from sim.inputs.definitions import NUMBERS
from sim.inputs.scenario import Scenario

EARLIER = 40
"""Steps into which the losses of one return window before day 0 are cut."""


class Chance(NamedTuple):
    """A simulated chance and its standard error."""

    value: float
    error: float


def factor(t, w):
    """Variance of the sum of t days of an AR(1) process over that of independent ones."""
    days = max(t, 1.0)
    return (1 + w) / (1 - w) - 2 * w * (1 - w**days) / (days * (1 - w) ** 2)


class Paths:
    """`size` paths of a scenario, each with its own draw of every range."""

    def __init__(self, given: Scenario, size: int, seed: int) -> None:
        self.given, self.rng, self.size = given, np.random.default_rng(seed), size
        self.at = {key: np.full(size, given.number(key)) for key in NUMBERS} | drawn(given, self.rng, size)
        troops, rate = self.at["troops"], self.at["reported_rate"]
        whole, first = given.number("troops"), given.number("reported_rate")
        self.waves = [(w.day, troops * w.troops / whole) for w in given.waves] or [(0.0, troops)]
        self.steps = [(s.from_day, rate * s.casualties_per_day / first) for s in given.schedule] or [(0.0, rate)]

    def rate(self, t):
        reported = [rate for day, rate in self.steps if day <= t][-1]
        return reported * self.at["reporting_ratio"] * (1 + self.at["monthly_trend"]) ** (t / 30)

    def cover(self, t):
        """Effective troops just before `t`."""
        start, span = self.at["starting_effectiveness"], self.at["integration_days"]
        total = np.zeros(self.size)
        for day, troops in self.waves:
            if t > day:
                grown = start + (1 - start) * np.minimum((t - day) / np.maximum(span, 1e-12), 1.0)
                total += troops * grown
        return total * self.at["delivered_share"] * self.at["line_share"] * (1 - self.at["desertion_share"])

    def back(self, age):
        """Share of those lost `age` days ago who have returned."""
        first, last = self.at["first_return_day"], self.at["last_return_day"]
        return self.at["returning_share"] * np.clip((age - first) / np.maximum(last - first, 1e-9), 0.0, 1.0)

    def count(self, mean, variance):
        """Gamma-Poisson counts; Poisson where the variance is the mean."""
        extra = np.maximum(variance / np.maximum(mean, 1e-12) - 1, 1e-9)
        return self.rng.poisson(self.rng.gamma(mean / extra, extra))

    def chances(self, times, steps=400):
        """The chance of having failed by each of the times (days)."""
        v, w = self.at["dispersion"], self.at["day_correlation"]
        if self.given["dispersion_of"].value == "reported":
            v = v * self.at["reporting_ratio"] + 1 - self.at["reporting_ratio"]
        cohorts = self._earlier(v, w)
        births = [-(i + 0.5) * self._window() / EARLIER for i in reversed(range(len(cohorts)))]
        self.done = np.zeros(self.size)
        lost, mean, before = np.zeros(self.size), np.zeros(self.size), np.zeros(self.size)
        failed, coarse, found = np.zeros(self.size, bool), np.zeros(self.size, bool), {}
        for i, (t, h) in enumerate(self._steps(times, steps), start=1):
            step = self.rate(t - h / 2) * h
            mean = mean + step
            variance = v * np.array([factor(t, x) for x in np.unique(w)])[np.searchsorted(np.unique(w), w)] * mean
            new = self.count(step, variance - before)
            before, lost = variance, lost + new
            cohorts.append(new)
            births.append(t - h / 2)
            failed |= (now := lost > self._bound(t, cohorts, births))
            coarse |= now & (i % 4 == 0)
            found |= {t: self._chance(failed, coarse)} if t in times else {}
        return [found[x] for x in times]

    def _steps(self, times, steps):
        """End and length of each step; waves, changes of the rate and the times asked about end a multiple of four."""
        ends = {day for day, _ in (*self.waves, *self.steps) if 0 < day < max(times)} | set(times)
        for first, last in zip(sorted({0.0, *ends}), sorted(ends), strict=False):
            count = 4 * math.ceil((last - first) * steps / max(times) / 4)
            inner = np.linspace(first, last, count + 1)[1:-1].tolist()
            yield from ((t, (last - first) / count) for t in (*inner, last))

    def _bound(self, t, cohorts, births):
        return self.cover(t) + self.at["recruits_per_day"] * t + self._returned(cohorts, births, t)

    def _chance(self, failed, coarse):
        each = 2.0 * failed - coarse
        return Chance(float(each.mean()), float(each.std() / math.sqrt(self.size)))

    def _window(self):
        return float(self.at["last_return_day"].max())

    def _earlier(self, v, w):
        """Losses before day 0, one return window long, the earliest first."""
        if self.given["earlier_casualties"].value == "ignored" or not self.at["returning_share"].any():
            return []
        mean = self.rate(0.0) * self._window() / EARLIER
        return [self.count(mean, v * (1 + w) / (1 - w) * mean) for _ in range(EARLIER)]

    def _returned(self, cohorts, births, t):
        """Those back since day 0; cohorts that have all their returns are added up once and left out from then on."""
        while births and t - births[0] >= self._window():
            people, born = cohorts.pop(0), births.pop(0)
            self.done += people * (self.at["returning_share"] - (self.back(-born) if born < 0 else 0.0))
        total = self.done.copy()
        if self.at["returning_share"].any():
            for people, born in zip(cohorts, births, strict=True):
                total += people * (self.back(t - born) - (self.back(-born) if born < 0 else 0.0))
        return total
