"""Sobol' indices of the full model, against SALib on the same model and number of evaluations."""

from __future__ import annotations

import numpy as np
from timing import Row, best_of

from sim.core.assumptions import assumptions
from sim.core.crossing import days_covered
from sim.core.points import SCRAMBLINGS
from sim.core.shapes import inverse
from sim.inputs.loading import load
from sim.study.draws import drawn_quantities
from sim.study.sensitivity import sobol_indices

POINTS, LIMIT = 1 << 9, 60.0


def rows() -> list[Row]:
    """Measure both and return the ratio; the output is whether the days covered are at most 60."""
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    scenario = load("sky-2024-10k-full")
    keys = [key for key in drawn_quantities(scenario) if key not in ("dispersion", "day_correlation")]

    def event(uniforms: np.ndarray) -> np.ndarray:
        draws = {key: inverse(scenario[key], uniforms[..., i]) for i, key in enumerate(keys)}
        return (days_covered(assumptions(scenario, draws)) <= LIMIT).astype(float)

    problem = {"num_vars": len(keys), "names": keys, "bounds": [[0, 1]] * len(keys)}
    draws = SCRAMBLINGS * POINTS

    def salib() -> dict[str, np.ndarray]:
        points = sample.sample(problem, draws, calc_second_order=False, seed=0)
        points = np.clip(points, 1e-12, 1 - 1e-12)
        return analyze.analyze(problem, event(points), calc_second_order=False, num_resamples=100, seed=0)

    theirs = salib()
    first, total = sobol_indices(event, len(keys), POINTS, 0)
    gaps = [
        abs(mine.value - value) / max(2 * (mine.standard_error**2 + (band / 1.96) ** 2) ** 0.5, 1e-12)
        for ours, name in ((first, "S1"), (total, "ST"))
        for mine, value, band in zip(ours, theirs[name], theirs[f"{name}_conf"], strict=True)
    ]
    near = sum(gap <= 1 for gap in gaps)
    note = f"{near} of {len(gaps)} indices within 2 joint standard errors, the farthest {2 * max(gaps):.1f}"
    times = best_of(lambda: sobol_indices(event, len(keys), POINTS, 0), times=3), best_of(salib, times=3)
    what = f"first and total indices, {len(keys)} ranges, {draws * (len(keys) + 2):,} evaluations"
    return [Row(what, "SALib", *times, 1.0, note)]
