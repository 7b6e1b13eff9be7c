"""The points of a Sobol' sequence before they are scrambled.

Direction numbers are those of Joe & Kuo 2008, "Constructing Sobol' sequences with better two-dimensional projections",
in the table that SciPy has beside `scipy.stats.qmc`. Importing that package takes half a second, longer than all the
rest of most answers, and so only its table is read. Where a SciPy keeps it elsewhere, its generator is asked instead;
tests hold the two together bit for bit.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["unscrambled"]

Bits = npt.NDArray[np.uint32]

_BITS = 32
"""Binary digits of a coordinate."""
_TABLE = "_sobol_direction_numbers.npz"


@lru_cache(maxsize=8)
def unscrambled(dimensions: int, count: int) -> Bits:
    """Return the first `count` Sobol' points, a power of two, as 32-bit fractions; shape (point, dimension).

    In the order of the Gray code (Antonov & Saleev 1979): point n is the sum without carries of the direction numbers
    whose bit is set in n ^ (n >> 1).

    >>> (unscrambled(2, 4) / 2**32).tolist()
    [[0.0, 0.0], [0.5, 0.5], [0.75, 0.25], [0.25, 0.75]]
    """
    table = _table()
    if table is None:
        return _by_scipy(dimensions, count)
    digits = count.bit_length() - 1
    numbers, gray = np.arange(count), np.zeros((count, dimensions), dtype=np.uint32)
    codes = numbers ^ (numbers >> 1)
    for digit, direction in enumerate(_directions(table[0][:dimensions], table[1][:dimensions], digits)):
        gray[(codes >> digit) & 1 == 1] ^= direction
    return gray


def _by_scipy(dimensions: int, count: int) -> Bits:
    """The same points from SciPy's generator, at the price of importing `scipy.stats`."""
    from scipy.stats import qmc

    points = qmc.Sobol(dimensions, scramble=False, bits=_BITS).random_base2(count.bit_length() - 1)
    return np.asarray(points * 2.0**_BITS).astype(np.uint32)


def _directions(polynomials: npt.NDArray[np.int64], first: npt.NDArray[np.int64], digits: int) -> Bits:
    """Direction numbers of each digit, shape (digit, dimension): the first few are given, the others follow from the
    primitive polynomial over the field of two elements (Bratley & Fox 1988, eq. 2)."""
    found = np.ones((len(polynomials), max(digits, 1)), dtype=np.int64)
    for row, polynomial in enumerate(polynomials.tolist()[1:], start=1):
        degree = polynomial.bit_length() - 1
        found[row, :degree] = first[row, : min(degree, digits)]
        for digit in range(degree, digits):
            earlier = [found[row, digit - degree]]
            earlier += [found[row, digit - k] << k for k in range(1, degree + 1) if polynomial >> (degree - k) & 1]
            found[row, digit] = np.bitwise_xor.reduce(earlier)
    return (found[:, :digits] << np.arange(_BITS - 1, _BITS - 1 - digits, -1)).astype(np.uint32).T


@lru_cache(maxsize=1)
def _table() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None:
    """SciPy's table, a row a dimension: polynomials as binary numbers, and their first direction numbers."""
    spec = find_spec("scipy.stats")
    folders = spec.submodule_search_locations if spec else None
    path = Path(*folders[:1], _TABLE) if folders else Path(_TABLE)
    if not path.is_file():
        return None
    with np.load(path) as kept:
        return kept["poly"], kept["vinit"]
