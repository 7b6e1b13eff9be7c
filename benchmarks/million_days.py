"""One million days covered of the full model, against day-by-day NumPy stepping of the same model.

The draws are those of sky-2024-10k-full: returns, recruits, trend, reporting ratio and integration all on. The stepping
keeps cumulative losses of the last 20 days, adds up returns by the trapezoidal rule with its end correction, leaves out
members that are used up, and places the crossing inside its day by a cubic through balance and slope at both ends. It
stops at `HORIZON` days, the longest time a quantity of the model can state.
"""

from __future__ import annotations

import numpy as np
from timing import Row, best_of

from sim.core.assumptions import Assumptions, assumptions
from sim.core.crossing import days_covered
from sim.core.shapes import inverse
from sim.inputs.loading import load
from sim.study.draws import drawn_quantities

COUNT, BLOCK, HORIZON = 1_000_000, 1 << 14, 3650


def inputs() -> Assumptions:
    """A million independent draws of the scenario's ranges; whole days of integration, so that steps meet its end."""
    scenario, rng = load("sky-2024-10k-full"), np.random.default_rng(0)
    keys = [key for key in drawn_quantities(scenario) if key not in ("dispersion", "day_correlation")]
    draws = {key: inverse(scenario[key], rng.random(COUNT)) for key in keys}
    draws["integration_days"] = np.rint(draws["integration_days"])
    return assumptions(scenario, draws)


def stepped(full: Assumptions) -> np.ndarray:
    """Days covered by stepping, in blocks that fit the cache."""
    days = np.empty(COUNT)
    for first in range(0, COUNT, BLOCK):
        days[first : first + BLOCK] = _stepped_block(full, slice(first, min(first + BLOCK, COUNT)))
    return days


def _stepped_block(full: Assumptions, block: slice) -> np.ndarray:
    def part(name: str) -> np.ndarray:
        value = np.asarray(getattr(full, name))
        return value[block] if value.ndim else np.full(block.stop - block.start, value)

    first, last = int(full.first_return_day), int(full.last_return_day)
    rate = part("reporting_ratio") * np.asarray(full.schedule[0][1])[block]
    growth = np.log1p(part("monthly_trend")) / 30
    share, recruits = part("returning_share"), part("recruits_per_day")
    troops = np.asarray(full.waves[0][1]) * part("delivered_share") * part("line_share") * (1 - part("desertion_share"))
    start, span = part("starting_effectiveness"), part("integration_days")
    days = np.full(rate.size, np.inf)
    members = np.arange(rate.size)
    lost = [np.zeros(rate.size)] + [-rate * age for age in range(1, last + 1)]  # cumulative losses, today first
    rates = [rate] * (last + 1)
    returned, flow_back, bend = np.zeros(rate.size), share * rate, np.zeros(rate.size)
    before = troops * start, np.zeros(rate.size)
    before = (before[0], troops * (1 - start) / span - rate + flow_back + recruits)
    for day in range(1, HORIZON + 1):
        new = rate * np.expm1(growth * day) / np.where(growth == 0, 1, growth)
        lost = [new, *lost[:last]]
        today = rate * np.exp(growth * day)
        rates = [today, *rates[:last]]
        back = share / (last - first) * (lost[first] - lost[last])
        turn = share / (last - first) * (rates[first] - rates[last])
        returned = returned + (flow_back + back) / 2 - (turn - bend) / 12
        flow_back, bend = back, turn
        cover = troops * (start + (1 - start) * np.minimum(day / span, 1))
        balance = cover - new + returned + recruits * day
        slope = troops * (1 - start) / span * (day <= span) - today + back + recruits
        used = balance < 0
        if used.any():
            days[members[used]] = day - 1 + _place(before[0][used], before[1][used], balance[used], slope[used])
            keep = ~used
            members, rate, growth, share, recruits = (x[keep] for x in (members, rate, growth, share, recruits))
            troops, start, span = troops[keep], start[keep], span[keep]
            lost, rates = [x[keep] for x in lost], [x[keep] for x in rates]
            returned, flow_back, bend = returned[keep], flow_back[keep], bend[keep]
            balance, slope = balance[keep], slope[keep]
            if not members.size:
                break
        before = balance, slope - troops * (1 - start) / span * (day == span)
    return days


def _place(y0: np.ndarray, s0: np.ndarray, y1: np.ndarray, s1: np.ndarray) -> np.ndarray:
    """Where in the day the cubic through both ends crosses zero, by bisection."""
    low, high = np.zeros_like(y0), np.ones_like(y0)
    for _ in range(20):
        x = (low + high) / 2
        y = y0 * (1 + 2 * x) * (1 - x) ** 2 + s0 * x * (1 - x) ** 2 + y1 * x**2 * (3 - 2 * x) + s1 * x**2 * (x - 1)
        low, high = np.where(y >= 0, x, low), np.where(y < 0, x, high)
    return (low + high) / 2


def rows() -> list[Row]:
    """Measure both and return the ratio."""
    full = inputs()
    exact, slow = days_covered(full), np.empty(0)

    def step() -> None:
        nonlocal slow
        slow = stepped(full)

    times = best_of(lambda: days_covered(full), times=5), best_of(step, times=1)
    both = np.isfinite(slow) & (exact <= HORIZON)
    apart = np.abs(exact[both] - slow[both])
    far = f"{100 * both.mean():.0f} % used up within {HORIZON} days"
    note = f"{far}; apart by at most {apart.max():.1e} days"
    return [Row("1,000,000 days covered, full model", "day by day", *times, 1 / 50, note)]
