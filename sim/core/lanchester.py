"""Lanchester's laws: the equations of a battle, what they keep, and their closed forms, vectorised over the inputs.

Two sides wear each other down. What a side's fire does depends on how many shoot and how many there are to be hit:

    first:   dx/dt = -a y^s2 x^t2 + P(t)          second:  dy/dt = -b x^s1 y^t1 + Q(t)

Letters (unit)
--------------
x, y      strengths of the first and the second side (people)
a, b      hit rates of the second and of the first side (1/day for aimed fire, 1/day/person for area fire)
s, t      exponents of shooters and of targets in the fire of a side (1)
P, Q      reinforcements of the first and of the second side (people/day)
w         sqrt(a b), the pace of the square law (1/day)

The laws are pairs of kinds of fire: aimed against aimed is the square law and area against area the linear law
(Lanchester 1916), aimed against area the mixed law of an ambush (Deitchman, Operations Research 10, 1962), losses in
proportion to one's own number the logarithmic law (Peterson, Operations Research 15, 1967); other exponents give the
general law (Bracken, Naval Research Logistics 42, 1995). Published variants also put the exponent on the ratio of
strengths (Helmbold 1965); it is the case s + t = 1 here and has no name of its own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.core.forces import Battle
from sim.inputs.problems import ScenarioError
from sim.words.texts import Problem

__all__ = ["conserved", "linear", "logarithmic", "mixed", "square", "square_duration", "square_survivors"]

"""Floats of any batch shape."""
Pair = tuple[npt.ArrayLike, npt.ArrayLike]
"""One number (or batch) for the first side and one for the second."""
Pairs = tuple[Array, Array]

_LONGEST = 300.0
"""Largest pace times days of a closed form: e^300 still squares to a finite number."""


def conserved(battle: Battle, x: npt.ArrayLike, y: npt.ArrayLike, shift: Pair = (0.0, 0.0)) -> Pairs:
    """Return the two terms whose difference stays the same between reinforcements, at strengths x and y (people).

    From dx/dy = a y^(s2 - t1) / (b x^(s1 - t2)): b F(x) = a F(y) + constant, F(z) = z^(n+1) / (n+1), or ln z where n is
    -1, with n = s1 - t2 and s2 - t1. Half of b x^2 - a y^2 for the square law, b x - a y for the linear law. `shift`
    is taken off the strengths first: with steady arrivals the square law keeps its quantity about x = Q/b, y = P/a.

    >>> from sim.core.forces import Side
    >>> us = Side(name="us", strength=5.0, hit_rate=1.0)
    >>> left, right = conserved(Battle(first=us, second=us, days=1.0), 5.0, 4.0)
    >>> float(left - right)
    4.5
    """
    first, second = battle.sides
    (u, v), (p, q) = _floats((x, y)), _floats(shift)
    left = _antiderivative(u - p, first.fire.shooters - second.fire.targets)
    right = _antiderivative(v - q, second.fire.shooters - first.fire.targets)
    return first.hit_rate * left, second.hit_rate * right


def _antiderivative(z: Array, n: float) -> Array:
    """z^(n + 1) / (n + 1), or ln z where n is -1."""
    return np.log(z) if n == -1 else z ** (n + 1) / (n + 1)


# ------------------------------------------------------------------------------- closed forms, vectorised over inputs


def square(strengths: Pair, rates: Pair, days: npt.ArrayLike, arrivals: Pair = (0.0, 0.0)) -> Pairs:
    """Return both strengths (people) under the square law, after `days` of a steady flow of arrivals (people/day).

    `strengths` are those at the start, `rates` the losses of each side per enemy and day (a, b). All broadcast against
    each other. Without arrivals the fight stops when a side is used up; with them the formula holds until then only,
    which the caller sees by a negative strength. The matrix M = [[0, -a], [-b, 0]] has M^2 = w^2, so exp(M t) =
    C + S M and its integral is S + K M, with C = cosh w t, S = sinh(w t) / w, K = (C - 1) / w^2. Rounding grows as
    1 / (1 - r), r the square root of the ratio of the two terms of the conserved quantity. Raises `ScenarioError` for
    w t above 300.

    >>> x, y = square((5.0, 4.0), (1.0, 1.0), 10.0)
    >>> round(float(x), 6), float(y)
    (3.0, 0.0)
    """
    (x, y), (a, b), (p, q) = _floats(strengths), _floats(rates), _floats(arrivals)
    t, still = np.asarray(days, dtype=np.float64), (p == 0) & (q == 0)
    end = np.where(still, square_duration(strengths, rates), np.inf)
    t, over = np.minimum(t, end), t >= end
    w = np.sqrt(a * b)
    if np.any(w * t > _LONGEST):
        raise ScenarioError(Problem.of("problem.too_long", most=_LONGEST))
    c, s = np.cosh(w * t), t * _ratio(np.sinh, w * t)
    k = t * t * _ratio(np.sinh, w * t / 2) ** 2 / 2
    left, right = x * c - a * y * s + p * s - a * q * k, y * c - b * x * s + q * s - b * p * k
    kept = square_survivors(strengths, rates)
    return np.where(over, kept[0], left), np.where(over, kept[1], right)


def _ratio(f: np.ufunc, z: Array) -> Array:
    """f(z) / z, and 1 at 0, for f with slope 1 there."""
    return np.where(z == 0, 1.0, f(z) / np.where(z == 0, 1.0, z))


def _floats(pair: Pair) -> Pairs:
    return np.asarray(pair[0], dtype=np.float64), np.asarray(pair[1], dtype=np.float64)


def square_duration(strengths: Pair, rates: Pair) -> Array:
    """Return the days until one side is used up under the square law; infinity where they are exactly matched.

    Artanh of the weaker root over the stronger, sqrt(a) y against sqrt(b) x, over the pace w. With one rate zero the
    other side shrinks evenly: strength over losses a day.

    >>> round(float(square_duration((5.0, 4.0), (1.0, 1.0))), 4)
    1.0986
    """
    (x, y), (a, b) = _floats(strengths), _floats(rates)
    mine, yours, w = np.sqrt(b) * x, np.sqrt(a) * y, np.sqrt(a * b)
    low, high = np.minimum(mine, yours), np.maximum(mine, yours)
    with np.errstate(divide="ignore", invalid="ignore"):
        both = np.arctanh(np.where(high > 0, low / high, 0.0)) / w
        alone = np.fmin(np.where(b * x > 0, y / (b * x), np.inf), np.where(a * y > 0, x / (a * y), np.inf))
    return np.where((x == 0) | (y == 0), 0.0, np.where(w > 0, both, alone))


def square_survivors(strengths: Pair, rates: Pair) -> Pairs:
    """Return what is left of each side (people) when the other is used up under the square law; no reinforcements.

    sqrt(x^2 - (a / b) y^2) where that is above zero, else none; everybody where nobody hits.

    >>> square_survivors((5.0, [3.0, 4.0]), (1.0, 1.0))[0]
    array([4., 3.])

    Derived from the conserved b x^2 - a y^2; which side is left depends on strengths squared and rates to the first
    power (Lanchester's square law).
    """
    (x, y), (a, b) = _floats(strengths), _floats(rates)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = x * x - np.where((y > 0) & (a > 0), a / b, 0.0) * y * y
        right = y * y - np.where((x > 0) & (b > 0), b / a, 0.0) * x * x
    return np.sqrt(np.maximum(left, 0.0)), np.sqrt(np.maximum(right, 0.0))


def linear(strengths: Pair, rates: Pair, days: npt.ArrayLike) -> Pairs:
    """Return both strengths (people) under the linear law after `days`; `rates` per enemy, own soldier and day (a, b).

    With c = b x - a y, which is constant, x(t) = x / (1 + a y t f(-c t)) and y(t) = y / (1 + b x t f(c t)),
    f(z) = (e^z - 1) / z. No side is ever used up. All inputs broadcast.

    >>> x, y = linear((300.0, 200.0), (0.01, 0.01), 30.0)
    >>> round(float(x - y), 9)
    100.0
    """
    (x, y), (a, b), t = _floats(strengths), _floats(rates), np.asarray(days, dtype=np.float64)
    z = (b * x - a * y) * t
    with np.errstate(over="ignore"):  # infinite where one side is as good as used up
        return x / (1 + a * y * t * _ratio(np.expm1, -z)), y / (1 + b * x * t * _ratio(np.expm1, z))


def logarithmic(strengths: Pair, rates: Pair, days: npt.ArrayLike) -> Pairs:
    """Return both strengths (people) after `days` of losses in proportion to each side's own number; `rates` a day.

    >>> [float(round(z, 6)) for z in logarithmic((100.0, 100.0), (0.0, np.log(2)), 1.0)]
    [100.0, 50.0]
    """
    (x, y), (a, b), t = _floats(strengths), _floats(rates), np.asarray(days, dtype=np.float64)
    return x * np.exp(-a * t), y * np.exp(-b * t)


def mixed(strengths: Pair, rates: Pair, days: npt.ArrayLike) -> Pairs:
    """Return both strengths (people) of an ambush after `days`: the first, hidden, aims; the second fires at an area.

    dx/dt = -a x y, dy/dt = -b x. With c = b x - a y^2 / 2, which is constant, and r = tan(z) / z t, z^2 = a c t^2 / 2
    (tanh where c is negative): y(t) = (y - c r) / (1 + a y r / 2), and x(t) = x over the square of that denominator
    times cos z. Deitchman (1962); the fight stops when the ambushed are used up. All inputs broadcast.

    >>> x, y = mixed((20.0, 100.0), (0.001, 0.5), 1e3)
    >>> round(float(x), 6), float(y)  # 0.5 x 20 - 0.0005 x 100^2 = 5 stays; 5 / 0.5 = 10 are left
    (10.0, 0.0)
    """
    (x, y), (a, b), t = _floats(strengths), _floats(rates), np.asarray(days, dtype=np.float64)
    c = b * x - a * y * y / 2
    pace = np.sqrt(np.abs(a * c) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        slow = np.where(b * x > 0, y / (b * x), np.inf)
        end = np.where(c > 0, np.where(pace > 0, np.arctan2(y * pace, c) / pace, slow), np.inf)
        t = np.minimum(t, np.where(c > 0, end, _LONGEST / pace))  # later nothing changes any more
    z = np.minimum(pace * t, np.where(c > 0, np.pi / 2, _LONGEST))
    cosine = np.where(c > 0, np.cos(z), np.cosh(z))
    sine = t * np.where(c > 0, _ratio(np.sin, z), _ratio(np.sinh, z))
    below = cosine + a * y * sine / 2
    return x / below**2, np.where(t >= end, 0.0, np.maximum(y * cosine - c * sine, 0.0) / below)
