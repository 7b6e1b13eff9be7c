"""Hughes' salvo equations: ships that exchange missiles, all at the same moment.

What a fleet fires in a salvo does not depend on what the other's salvo does to it. Ships count twice: more of them send
more missiles and stop more (Hughes, Naval Research Logistics 42, 1995). The ships of a fleet are alike and every number
is a mean: parts of ships stay afloat, and fire and stop their part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.core.arrays import Array
from sim.inputs.problems import require
from sim.words.texts import Problem, Text

__all__ = ["Fleet", "salvo"]

_FLEET = {"ships": 0.0, "offence": 0.0, "defence": 0.0, "staying_power": 1e-9}
"""The numbers of a fleet, and the least that each may be; no hit at all sinks no ship."""
_MOST = 1e9
"""The most that each may be (assumption)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fleet:
    """Ships that exchange salvoes: how many missiles each fires well, how many it stops, how many hits it survives.

    `ships`, `offence` and `defence` (missiles for each ship and salvo) and `staying_power` (hits) may be arrays that
    broadcast. Raises `ScenarioError` for numbers outside their limits.

    >>> Fleet(ships=-1, offence=1, defence=1)
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: ships = -1: allowed 0 to 1,000,000,000
    """

    ships: npt.ArrayLike
    offence: npt.ArrayLike
    defence: npt.ArrayLike
    staying_power: npt.ArrayLike = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no number within its limits."""
        problems = []
        for name, least in _FLEET.items():
            given = np.asarray(getattr(self, name))
            if given.dtype.kind not in "iuf" or not np.all((given >= least) & (given <= _MOST)):
                problems.append(Problem.of("problem.allowed", name, value=repr(getattr(self, name)),
                                     allowed=Text("problem.span", low=least, high=_MOST), near=""))  # fmt: skip
        require(problems)


def salvo(first: Fleet, second: Fleet, salvoes: int = 1) -> tuple[Array, Array]:
    """Return both fleets' ships before and after each of `salvoes` exchanged at the same moment; shape (*batch, time).

    dA = -(beta B - delta A) / alpha1, and the same for B: beta missiles of each of the B come, delta are stopped by
    each of the A, and alpha1 hits sink a ship. No fewer than none are lost, no more than there are; whatever more would
    have hit is wasted (Hughes, Naval Research Logistics 42, 1995). The time axis has `salvoes` + 1 entries.

    >>> a, b = salvo(Fleet(ships=3, offence=4, defence=1, staying_power=2), Fleet(ships=2, offence=4, defence=2))
    >>> a, b  # 8 come and 3 are stopped: 5 / 2 ships lost; 12 come and 4 are stopped: all lost
    (array([3. , 0.5]), array([2., 0.]))
    """
    shape = np.broadcast_shapes(*(np.shape(getattr(f, n)) for f in (first, second) for n in _FLEET))
    a, b = (np.broadcast_to(np.asarray(f.ships, dtype=np.float64), shape) for f in (first, second))
    left, right = [a], [b]
    for _ in range(salvoes):
        a, b = _after(first, a, second, b), _after(second, b, first, a)
        left, right = [*left, a], [*right, b]
    return np.stack(left, axis=-1), np.stack(right, axis=-1)


def _after(hit: Fleet, ships: Array, shooting: Fleet, shooters: Array) -> Array:
    """Ships left of a fleet after one salvo of the other."""
    offence, defence, staying = (np.asarray(x, dtype=np.float64) for x in
                                 (shooting.offence, hit.defence, hit.staying_power))  # fmt: skip
    return ships - np.minimum(np.maximum(offence * shooters - defence * ships, 0.0) / staying, ships)
