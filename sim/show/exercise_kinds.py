"""The kinds of exercise, three levels of six: each chooses its numbers, asks the model and does the sum by hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np

from sim.core.assumptions import Assumptions
from sim.core.counts import net_noise
from sim.core.crossing import days_covered
from sim.core.duels import Duel, win_probability
from sim.core.lanchester import square_survivors
from sim.show.exercise_records import Choices, Exercise, Number, Place

__all__ = ["KINDS"]

_TROOPS = (2000, 2400, 3000, 3600, 4000, 4500, 5000, 6000, 7500, 8000, 9000, 10_000, 12_000, 15_000, 18_000, 20_000)
_RATES = (160, 200, 240, 250, 300, 320, 400, 450, 500, 600, 640, 750, 800, 900, 1000, 1200)
_DISPERSIONS = (4, 5, 8, 9, 10, 12, 15, 16)
_DAYS = (10, 12, 14, 20, 21, 25, 28, 30, 40, 45, 60)


def _days(troops: float, rate: float, **more: float | bool) -> float:
    """The model's days covered."""
    inputs = Assumptions(waves=((0.0, troops),), schedule=((0.0, rate),), **more)  # type: ignore[arg-type]
    return float(days_covered(inputs))


def _noise_days(troops: float, rate: float, dispersion: float) -> float:
    """The model's standard deviation of the losses at the time the troops are used up, in days of losses."""
    inputs = Assumptions(waves=((0.0, troops),), schedule=((0.0, rate),))
    noise = net_noise(inputs, (np.array(dispersion), np.zeros(())), np.array([troops / rate]), np.array([troops]))
    return float(noise.spread[0]) / rate


def _exercise(kind: str, places: Mapping[str, Place], answer: float, by_hand: float, form: str = "days") -> Exercise:
    return Exercise(kind=kind, places=places, answer=Number(answer, form), by_hand=by_hand)


def _in_reach(days: float) -> bool:
    """A number of days that is neither next to nothing nor beyond imagining."""
    return 2 <= days <= 400


def _n(value: float) -> Number:
    return Number(value)


def _share(value: float) -> Number:
    return Number(value, "percent")


def _line_days(value: float) -> Number:
    """Days as an intermediate result."""
    return Number(value, "exact")


def quotient(choose: Choices) -> Exercise | None:
    """Troops over losses a day."""
    n, r = choose(_TROOPS), choose(_RATES)
    places = {"n": _n(n), "r": _n(r)}
    return _exercise("quotient", places, _days(n, r), n / r) if _in_reach(n / r) else None


def monthly(choose: Choices) -> Exercise | None:
    """Losses of a month made losses a day, then troops over them: the units are the exercise. n / (m / d)."""
    n, r, d = choose(_TROOPS), choose(_RATES), choose((28, 30, 31))
    places = {"n": _n(n), "m": _n(r * d), "d": _n(d), "span": Number(d, "whole_days"), "r": _n(r)}
    return _exercise("monthly", places, _days(n, r * d / d), n / (r * d / d)) if _in_reach(n / r) else None


def needed(choose: Choices) -> Exercise | None:
    """Losses a day times days; the model must find that so many cover just so long."""
    r, t = choose(_RATES), choose(_DAYS)
    answer = r * t * (t / _days(r * t, r))
    places = {"r": _n(r), "t": Number(t, "whole_days"), "d": _n(t)}
    return _exercise("needed", places, answer, r * t, "people")


def line(choose: Choices) -> Exercise | None:
    """Only some of those who arrive serve where the losses fall: n u / r."""
    n, r, u = choose(_TROOPS), choose(_RATES), choose((0.4, 0.5, 0.6, 0.7, 0.75, 0.8))
    places = {"n": _n(n), "r": _n(r), "u": _share(u), "k": _n(round(n * u))}
    by_hand = round(n * u) / r
    return _exercise("line", places, _days(n, r, line_share=u), by_hand) if _in_reach(by_hand) else None


def recruits(choose: Choices) -> Exercise | None:
    """Recruits are taken off the losses, which stay at least twice as many: n / (r - c)."""
    n, r, c = choose(_TROOPS), choose(_RATES), choose((50, 80, 100, 150, 200, 250, 300, 400, 500))
    if 2 * c > r:
        return None
    places = {"n": _n(n), "r": _n(r), "c": _n(c), "net": _n(r - c)}
    by_hand = n / (r - c)
    return _exercise("recruits", places, _days(n, r, recruits_per_day=c), by_hand) if _in_reach(by_hand) else None


def lasting(choose: Choices) -> Exercise | None:
    """The rate at which troops last a given time; the model must find that they do."""
    n, t = choose(_TROOPS), choose(_DAYS)
    answer = n / t * (_days(n, n / t) / t)
    places = {"n": _n(n), "t": Number(t, "whole_days"), "d": _n(t)}
    return _exercise("lasting", places, answer, n / t, "people") if n % t == 0 else None


_RETURNING = (0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75)


def returns(choose: Choices) -> Exercise | None:
    """A share of the casualties returns, those of before day 0 too: n / (r (1 - p))."""
    n, r, p = choose(_TROOPS), choose(_RATES), choose(_RETURNING)
    net = round(r * (1 - p), 9)
    places = {"n": _n(n), "r": _n(r), "p": _share(p), "q": _share(1 - p), "net": _n(net)}
    return _exercise("returns", places, _days(n, r, returning_share=p), n / net) if _in_reach(n / net) else None


def scatter(choose: Choices) -> Exercise | None:
    """Day-to-day noise beside an assumption: the noise is part of a day, what nobody knows is a week and more."""
    n, r, p, v = choose(_TROOPS), choose(_RATES), choose(_RETURNING), choose(_DISPERSIONS)
    sd, net = math.sqrt(v * n), round(r * (1 - p), 9)
    moved = n / net - n / r
    if sd % 1 or not 0.2 <= sd / r <= 0.7 or not 7 <= moved <= 90:
        return None
    places = {"n": _n(n), "r": _n(r), "p": _share(p), "q": _share(1 - p), "v": _n(v), "net": _n(net), "sd": _n(sd),
              "moved": _line_days(moved), "moved_days": Number(moved, "days_alone")}  # fmt: skip
    answer = (_days(n, r, returning_share=p) - _days(n, r)) / _noise_days(n, r, v)
    return _exercise("scatter", places, answer, moved / (sd / r), "times")


def arrivals(choose: Choices) -> Exercise | None:
    """What becomes of the announced troops on their way into the line: n f u (1 - q) / r."""
    n, r = choose(_TROOPS), choose(_RATES)
    f, u, q = choose((0.5, 0.75, 0.8, 0.9)), choose((0.5, 0.6, 0.8)), choose((0.05, 0.1, 0.2))
    k = round(n * f * u * (1 - q), 9)
    if not _in_reach(k / r) or k % 1:
        return None
    places = {"n": _n(n), "r": _n(r), "f": _share(f), "u": _share(u), "q": _share(q), "k": _n(k)}
    answer = _days(n, r, delivered_share=f, line_share=u, desertion_share=q)
    return _exercise("arrivals", places, answer, k / r)


def waves(choose: Choices) -> Exercise | None:
    """A second wave that comes in time, but not long before the first is used up: (n + k) / r."""
    n, k, r, d = choose(_TROOPS), choose(_TROOPS), choose(_RATES), choose((3, 4, 5, 7, 10, 14, 20))
    if not d < n / r < 4 * d:
        return None
    inputs = Assumptions(waves=((0.0, n), (d, k)), schedule=((0.0, r),))
    places = {"n": _n(n), "k": _n(k), "r": _n(r), "d": _n(d), "first": _line_days(n / r)}
    return _exercise("waves", places, float(days_covered(inputs)), (n + k) / r) if _in_reach((n + k) / r) else None


def share(choose: Choices) -> Exercise | None:
    """The share that must return for the troops to last; the model must find that with it they do."""
    n, r, t = choose(_TROOPS), choose(_RATES), choose(_DAYS)
    p = 1 - n / (r * t)
    if not 0.1 <= p <= 0.9 or n % t:
        return None
    answer = p * (_days(n, r, returning_share=p) / t)
    places = {"n": _n(n), "r": _n(r), "t": Number(t, "whole_days"), "d": _n(t), "net": _n(n / t)}
    return _exercise("share", places, answer, p, "percent")


def calendar(choose: Choices) -> Exercise | None:
    """From the announcement to the day on which they are used up: the whole days are counted on."""
    n, r, lag = choose(_TROOPS), choose(_RATES), choose((5, 7, 10, 14, 21))
    said = date(2024, 1, 1) + timedelta(days=choose(range(0, 365)))
    days = _days(n, r)
    # an answer just beside a whole day would make the date hang on rounding
    if not _in_reach(n / r) or not 0.1 < days % 1 < 0.9:
        return None
    used_up = said + timedelta(days=lag + math.floor(days))
    places: dict[str, Place] = {
        "n": _n(n), "r": _n(r), "date": said, "lag": Number(lag, "whole_days"), "lag_number": _n(lag),
        "days": _line_days(n / r), "whole": Number(math.floor(days), "days_alone"),
    }  # fmt: skip
    by_hand = (said - date(1970, 1, 1)).days + lag + int(n / r)
    return _exercise("calendar", places, float((used_up - date(1970, 1, 1)).days), by_hand, "date")


def delayed(choose: Choices) -> Exercise | None:
    """Only losses from day 0 on return, with a delay; long enough for the last of the first day to be back.

    Then all who fell before t less the mean delay m are back by t, on the average: n = r t - p r (t - m), so that t =
    (n / r - p m) / (1 - p), exact once t is past the last return day.
    """
    n, r, p = choose(_TROOPS), choose(_RATES), choose(_RETURNING)
    a, b = choose(((6, 20), (5, 15), (10, 30), (7, 21)))
    middle = (a + b) / 2
    by_hand = (n / r - p * middle) / (1 - p)
    if by_hand <= b or not _in_reach(by_hand):
        return None
    answer = _days(n, r, returning_share=p, first_return_day=a, last_return_day=b, count_earlier=False)
    places = {"n": _n(n), "r": _n(r), "p": _share(p), "a": _n(a), "b": _n(b), "mid": _n(middle), "q": _share(1 - p)}
    return _exercise("delayed", places, answer, by_hand)


def trend(choose: Choices) -> Exercise | None:
    """Losses grow by a share every 30 days; at least ten days, so that it matters.

    n = r (e^(z t) - 1) / z with z = ln(1 + g) / 30, solved for t.
    """
    n, r, g = choose(_TROOPS), choose(_RATES), choose((0.05, 0.1, 0.15, 0.2, 0.25, 0.3))
    by_hand = 30 * math.log(1 + n * math.log(1 + g) / (30 * r)) / math.log(1 + g)
    places = {"n": _n(n), "r": _n(r), "g": _share(g), "h": _n(round(1 + g, 2))}
    return _exercise("trend", places, _days(n, r, monthly_trend=g), by_hand) if 10 <= by_hand <= 400 else None


def steps(choose: Choices) -> Exercise | None:
    """The rate changes on a day before the troops are used up."""
    n, r, s, d = choose(_TROOPS), choose(_RATES), choose(_RATES), choose((3, 4, 5, 6, 7, 8, 10))
    if r == s or not 1.2 * r * d < n:
        return None
    inputs = Assumptions(waves=((0.0, n),), schedule=((0.0, r), (d, s)))
    by_hand = d + (n - r * d) / s
    places = {"n": _n(n), "r": _n(r), "s": _n(s), "d": _n(d), "lost": _n(r * d)}
    return _exercise("steps", places, float(days_covered(inputs)), by_hand) if _in_reach(by_hand) else None


def square(choose: Choices) -> Exercise | None:
    """Survivors under the square law, sides equally good: sqrt(x^2 - y^2)."""
    x, y = 100 * choose(range(6, 31)), 100 * choose(range(3, 28))
    if not 0.4 <= y / x <= 0.95:
        return None
    left = float(square_survivors((x, y), (1.0, 1.0))[0])
    return _exercise("square", {"a": _n(x), "b": _n(y)}, left, math.sqrt(x * x - y * y), "people")


def halves(choose: Choices) -> Exercise | None:
    """The same enemy met in two halves, one after the other: sqrt(x^2 - 2 (y / 2)^2), more than against the whole."""
    x, y = 100 * choose(range(6, 31)), 200 * choose(range(2, 16))
    if not 0.5 <= y / x <= 1.2:
        return None
    half = y / 2
    after = square_survivors((x, half), (1.0, 1.0))[0]
    left = float(square_survivors((after, half), (1.0, 1.0))[0])
    places = {"a": _n(x), "b": _n(y), "h": _n(half)}
    return _exercise("halves", places, left, math.sqrt(x * x - 2 * half * half), "people")


def chance(choose: Choices) -> Exercise | None:
    """Whole people and chance: several against one who hits faster.

    The one wins only by hitting m times running, against k who stand with chance s / (k + s).
    """
    m, s = choose((2, 3, 4, 5)), choose((2, 3, 4, 5, 6))
    by_hand = 1 - math.prod(s / (k + s) for k in range(1, m + 1))
    product = " × ".join(f"{s}/{k + s}" for k in range(m, 0, -1))
    places: dict[str, Place] = {"m": _n(m), "s": _n(s), "product": product}
    answer = win_probability(Duel(first=m, second=1, first_rate=1.0, second_rate=float(s)))
    return _exercise("chance", places, answer, by_hand, "percent")


_Kind = Callable[[Choices], Exercise | None]
KINDS: Mapping[int, tuple[_Kind, ...]] = {
    1: (quotient, monthly, needed, line, recruits, lasting),
    2: (returns, scatter, arrivals, waves, share, calendar),
    3: (delayed, trend, steps, square, halves, chance),
}
"""The exercises of each level, in the order of the sheet."""
