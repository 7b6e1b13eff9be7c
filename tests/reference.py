"""The model written again the slow way: quadrature by scipy and a fine search, for one set of numbers at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq


@dataclass(frozen=True, kw_only=True)
class Plain:
    """One set of plain numbers, in the words of the scenario file."""

    waves: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, 10_000.0)])
    schedule: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, 1271.0)])
    reporting_ratio: float = 1.0
    monthly_trend: float = 0.0
    returning_share: float = 0.0
    first_return_day: float = 6.0
    last_return_day: float = 20.0
    count_earlier: bool = True
    recruits_per_day: float = 0.0
    delivered_share: float = 1.0
    line_share: float = 1.0
    desertion_share: float = 0.0
    starting_effectiveness: float = 1.0
    integration_days: float = 0.0

    def rate(self, t: float) -> float:
        """True casualties a day; before day 0 the rate of day 0."""
        t = max(t, 0.0)
        reported = [r for day, r in self.schedule if day <= t][-1]
        return reported * self.reporting_ratio * (1 + self.monthly_trend) ** (t / 30)

    def returned_by_age(self, age: float) -> float:
        """Share of a cohort back on duty `age` days after its loss."""
        a, b = self.first_return_day, self.last_return_day
        done = (1.0 if age >= a else 0.0) if a == b else min(max((age - a) / (b - a), 0.0), 1.0)
        return self.returning_share * done

    def _integral(self, f, low: float, high: float, corners: list[float]) -> float:
        edges = [low, *sorted(x for x in corners if low < x < high), high]
        return math.fsum(quad(f, x, y, epsabs=1e-10, epsrel=1e-12)[0] for x, y in zip(edges, edges[1:], strict=False))

    def gross_loss(self, t: float) -> float:
        return self._integral(self.rate, 0, t, [day for day, _ in self.schedule])

    def returned(self, t: float) -> float:
        a, b = self.first_return_day, self.last_return_day
        corners = [t - a, t - b, *(day for day, _ in self.schedule)]
        back = self._integral(lambda s: self.rate(s) * self.returned_by_age(t - s), 0, t, corners)
        if not self.count_earlier:
            return back

        def earlier(u: float) -> float:
            return self.rate(0) * (self.returned_by_age(t + u) - self.returned_by_age(u))

        return back + self._integral(earlier, 0, b + 1, [a, b, a - t, b - t])

    def cover(self, t: float) -> float:
        total = 0.0
        for day, troops in self.waves:
            if t >= day:
                e0, m = self.starting_effectiveness, self.integration_days
                effect = 1.0 if m == 0 else e0 + (1 - e0) * min((t - day) / m, 1)
                total += troops * effect
        return total * self.delivered_share * self.line_share * (1 - self.desertion_share)

    def balance(self, t: float) -> float:
        return self.cover(t) - self.gross_loss(t) + self.returned(t) + self.recruits_per_day * t

    def days_covered(self, horizon: float, step: float) -> float:
        """First crossing up to `horizon` on a grid that holds every event; infinity where there is none."""
        a, b, m = self.first_return_day, self.last_return_day, self.integration_days
        events = [d + x for d, _ in self.waves for x in (0, m)] + [s + x for s, _ in self.schedule for x in (0, a, b)]
        grid = np.union1d(np.arange(0, horizon, step), [e for e in events if e < horizon])
        for low, high in zip(grid, grid[1:], strict=False):
            before = np.nextafter(high, low)
            if self.balance(before) < 0:
                return brentq(self.balance, low, before, xtol=1e-11) if self.balance(low) > 0 else low
        return math.inf
