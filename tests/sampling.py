"""Plain Monte Carlo, written apart from the program: every quantity is drawn by scipy.stats."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from sim.core.assumptions import assumptions
from sim.core.crossing import days_covered
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.quantities import Quantity
from sim.inputs.scenario import Scenario

DRAWS = 200_000


def scenario(*, waves=(), schedule=(), correlations=(), remark=None, earlier="", **quantities) -> Scenario:
    """A scenario from numbers or (low, value, high, shape); 10,000 troops and 1,271 a day unless stated."""
    stated = {} if waves else {"troops": 10_000.0}
    stated |= {} if schedule else {"reported_rate": 1271.0}
    if earlier:
        stated["earlier_casualties"] = earlier
    made = tuple(ranged(key, *value) if isinstance(value, tuple) else Quantity(key=key, value=value)
                 for key, value in (stated | quantities).items())  # fmt: skip
    return Scenario(title="Test", quantities=made, waves=waves, schedule=schedule, correlations=correlations,
                    remark=remark)  # fmt: skip


def ranged(key, low, value, high, shape) -> Quantity:
    return Quantity(key=key, value=float(value), low=float(low), high=float(high), shape=shape)


def frozen(quantity: Quantity):
    """The range as scipy.stats has it; for `lognormal` the distribution of the logarithm."""
    low, mode, high = quantity.low, float(quantity.value), quantity.high
    limits = DEFINITIONS[quantity.key]
    width, tail = high - low, stats.norm.ppf(0.95)
    if quantity.shape == "uniform":
        return stats.uniform(low, width)
    if quantity.shape == "triangular":
        return stats.triang((mode - low) / width, low, width)
    if quantity.shape == "pert":
        return stats.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, width)
    ends = [limits.low, limits.high]
    if quantity.shape == "lognormal":
        low, high = math.log(low), math.log(high)
        ends = [math.log(x) if x > 0 else -math.inf for x in ends]
    center, spread = (low + high) / 2, (high - low) / 2 / tail
    return stats.truncnorm(*((x - center) / spread for x in ends), center, spread)


def quantile(quantity: Quantity, chances):
    found = frozen(quantity).ppf(chances)
    return np.exp(found) if quantity.shape == "lognormal" else found


def below(quantity: Quantity, values):
    return frozen(quantity).cdf(np.log(values) if quantity.shape == "lognormal" else values)


def drawn(given: Scenario, rng, size=DRAWS) -> dict:
    """Draws of every range, with the rank correlations of the scenario."""
    keys = list(given.uncertain)
    if not keys:
        return {}
    matrix = np.eye(len(keys))
    for c in given.correlations:
        i, j = (keys.index(key) for key in c.between)
        matrix[i, j] = matrix[j, i] = 2 * math.sin(math.pi * c.rank / 6)
    uniforms = stats.norm.cdf(rng.multivariate_normal(np.zeros(len(keys)), matrix, size))
    return {key: quantile(given[key], uniforms[:, i]) for i, key in enumerate(keys)}


def plain_days(given: Scenario, rng, size=DRAWS):
    """Days covered of plain draws, without noise."""
    return np.broadcast_to(days_covered(assumptions(given, drawn(given, rng, size))), size)
