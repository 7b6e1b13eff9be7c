"""Random scenarios with day-to-day noise: our chances against simulated paths, as a table in docs/noise.md (`--write`).

`python benchmarks/noise.py [--scenarios 48] [--paths 20000]`; some minutes.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from paths import Chance, Paths  # noqa: E402
from sampling import scenario  # noqa: E402

from sim.core.points import Estimate  # noqa: E402
from sim.inputs.loading import load, shipped  # noqa: E402
from sim.inputs.quantities import Step, Wave  # noqa: E402
from sim.inputs.scenario import Scenario  # noqa: E402
from sim.study.distribution import distribution  # noqa: E402

LEVELS, LONGEST = (0.1, 0.5, 0.9), 150.0
"""Chances at whose times both are compared, and the longest time simulated (days)."""


def random_scenario(rng: np.random.Generator) -> Scenario:
    """A scenario with noise and any mixture of the other features, some of them ranges."""
    rate = float(rng.uniform(200, 2000))
    drain, share = rate, float(rng.choice([0.0, rng.uniform(0.05, 0.8)]))
    given = {"dispersion": float(rng.uniform(1.5, 40)), "day_correlation": float(rng.choice([0, rng.uniform(0, 0.7)]))}
    parts = {}
    if share:
        first = float(rng.uniform(0, 15))
        given |= {"returning_share": share, "first_return_day": first}
        given["last_return_day"] = first + float(rng.uniform(2, 40))
        parts["earlier"] = str(rng.choice(["counted", "ignored"]))
        drain *= 1 - share
    if rng.random() < 0.6:
        given["recruits_per_day"] = drain * float(rng.choice([rng.uniform(0, 0.9), rng.uniform(0.9, 1.1)]))
    days = np.cumsum(rng.integers(2, 12, size=int(rng.integers(0, 4)))).astype(float)
    if days.size:
        sizes = rng.uniform(0.5, 1.2, size=days.size + 1) * rate * 5
        waves = zip([0.0, *days], sizes, strict=True)
        parts["waves"] = tuple(Wave(day=float(day), troops=float(round(size))) for day, size in waves)
    else:
        given["troops"] = float(round(rate * rng.uniform(3, 40)))
    kind = rng.random()
    if kind < 0.25:
        steps = ((0.0, rate), (float(rng.uniform(3, 20)), rate * float(rng.uniform(0.6, 1.5))))
        parts["schedule"] = tuple(Step(from_day=day, casualties_per_day=size) for day, size in steps)
    else:
        given["reported_rate"] = rate
        given |= {"monthly_trend": float(rng.uniform(-0.2, 0.4))} if kind < 0.6 else {}
    if rng.random() < 0.4:
        given |= {"starting_effectiveness": float(rng.uniform(0.2, 0.9)), "integration_days": float(rng.uniform(3, 40))}
    for key in rng.permutation(["line_share", "reporting_ratio", "delivered_share"])[: int(rng.integers(0, 3))]:
        given[str(key)] = (0.8, 0.9, 1.0, "triangular")
    return scenario(**given, **parts)


def lumpy_scenario(rng: np.random.Generator) -> Scenario:
    """A scenario whose force is below five lumps of losses, each v (1 + w) / (1 - w) people."""
    v, w = math.exp(rng.uniform(math.log(1.5), math.log(5000))), float(rng.choice([0, rng.uniform(0, 0.7), 0.95, 0.99]))
    troops = max(round(v * (1 + w) / (1 - w) * math.exp(rng.uniform(math.log(0.01), math.log(5)))), 1)
    rate, share = troops / float(rng.uniform(1, 30)), float(rng.choice([0, rng.uniform(0.1, 0.9)]))
    given = {"reported_rate": rate, "dispersion": v, "day_correlation": w, "returning_share": share}
    parts = {"earlier": str(rng.choice(["counted", "ignored"]))} if share else {}
    if share:
        given |= {"first_return_day": float(rng.uniform(0, 10)), "last_return_day": float(rng.uniform(12, 60))}
    if not share or rng.random() < 0.5:
        given["recruits_per_day"] = rate * (1 - share) * float(rng.uniform(0, 1.1))
    kind = rng.random()
    if kind < 0.3:
        given |= {"starting_effectiveness": float(rng.uniform(0, 0.9)), "integration_days": float(rng.uniform(3, 40))}
    days = [0, *np.cumsum(rng.integers(2, 12, size=3)).tolist()] if 0.3 < kind < 0.6 else []
    parts["waves"] = tuple(Wave(day=float(day), troops=float(troops)) for day in days)
    return scenario(**given, **parts, **({} if days else {"troops": float(troops)}))


def compared(given: Scenario, paths: int, seed: int) -> list[tuple[float, Estimate, Chance]]:
    """Time (days), our chance and the simulated one, at the times of `LEVELS`."""
    spread = distribution(given)
    times = [spread.quantile(level).value for level in LEVELS]
    times = sorted({min(round(time, 2), LONGEST) for time in times if time > 0.05} or {30.0})
    return [(t, spread.probability(t), c) for t, c in zip(times, Paths(given, paths, seed).chances(times), strict=True)]


def features(given: Scenario) -> str:
    """What is switched on, in a few words."""
    on = [f"{len(given.waves)} waves"] if given.waves else []
    on += ["schedule"] if given.schedule else []
    named = {"returning_share": "returns", "recruits_per_day": "recruits", "monthly_trend": "trend"}
    on += [words for key, words in named.items() if given[key].value]
    on += ["earlier ignored"] if given["earlier_casualties"].value == "ignored" else []
    on += ["integration"] if given["integration_days"].value else []
    return ", ".join([*on, *(["ranges"] if given.uncertain else [])]) or "noise alone"


def rows(count: int, paths: int, *, few: bool, seed: int = 1) -> list[tuple[str, float, Estimate, Chance, float]]:
    """One row a time: what, days, ours, theirs, and the difference in units of what is allowed."""
    rng = np.random.default_rng(seed)
    named = [(name, load(name)) for name in shipped() if load(name).number("dispersion") > 0 and not few]
    made = (lumpy_scenario(rng) if few else random_scenario(rng) for _ in range(count))
    given = [*named, *((features(s), s) for s in made)]
    found = []
    for number, (name, one) in enumerate(given):
        bound = distribution(one).approximation
        for time, ours, theirs in compared(one, paths, seed + number):
            joint = 3 * math.hypot(ours.standard_error, theirs.error)
            allowed = max(joint, bound)
            found.append((name, time, ours, theirs, abs(ours.value - theirs.value) / allowed))
        print(f"{number + 1} of {len(given)}", file=sys.stderr, flush=True)
    return found


def table(found: list[tuple[str, float, Estimate, Chance, float]]) -> str:
    """The rows as Markdown, with a sentence about the largest difference."""
    worst = max(abs(ours.value - theirs.value) for _, _, ours, theirs, _ in found)
    lines = ["| scenario | days | ours | simulated | difference |", "|---|---|---|---|---|"]
    for name, time, ours, theirs, _ in found:
        change = ours.value - theirs.value
        cells = (f"{ours.value:.4f} ± {ours.standard_error:.4f}", f"{theirs.value:.4f} ± {theirs.error:.4f}")
        lines.append(f"| {name} | {time:.2f} | {cells[0]} | {cells[1]} | {change:+.4f} |")
    over = sum(part > 1 for *_, part in found)
    said = f"{len(found)} chances; the largest difference is {worst:.4f}; {over} lie further apart than allowed."
    return "\n".join([*lines, "", said])


def main() -> None:
    """Print the table, or write it into docs/noise.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=48)
    parser.add_argument("--paths", type=int, default=20_000)
    parser.add_argument("--few", action="store_true", help="forces below five lumps of losses; the table is not kept")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    text = table(rows(asked.scenarios, asked.paths, few=asked.few))
    if not asked.write or asked.few:
        print(text)
        return
    page = ROOT / "docs" / "noise.md"
    before, start, _ = page.read_text(encoding="utf-8").partition("<!-- table -->")
    page.write_text(f"{before}{start}\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
