"""Fair bridge, tornado, Sobol' indices and paired comparison: closed forms, and each law seen to fail."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from sampling import scenario

from sim.core.assumptions import assumptions
from sim.core.crossing import central_days, days_covered, twelve_digits
from sim.core.points import Estimate
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.loading import load, shipped
from sim.study.draws import NOISE
from sim.study.ladder import RUNGS, active_rungs, bridge, ladder, with_rungs
from sim.study.paired import compared, paired_days
from sim.study.sensitivity import indices, sobol_indices, tornado

FULL = "sky-2024-10k-full"
MIXED = scenario(returning_share=0.4, recruits_per_day=200, line_share=0.7, desertion_share=0.1,
                 starting_effectiveness=0.5, integration_days=20, monthly_trend=0.1)  # fmt: skip
BRIDGES = {name: load(name) for name in shipped()} | {"mixed": MIXED}

# -------------------------------------------------------------------------------------------------------- fair bridge


def bridge_adds_up(of=bridge) -> bool:
    return all(
        math.isclose(
            math.fsum(share for _, share in found.shares), found.full - found.bare, abs_tol=1e-12, rel_tol=1e-12
        )
        for found in map(of, BRIDGES.values())
        if not found.refused
    )


def bridge_is_fair(of=bridge) -> bool:
    """Each share is the mean over all orders of switching on."""
    found, rungs = of(MIXED), [rung for rung in active_rungs(MIXED) if rung != "dispersion"]
    gains = dict.fromkeys(rungs, 0.0)
    days = {}
    for order in permutations(rungs):
        for count, rung in enumerate(order):
            for chosen in (frozenset(order[:count]), frozenset(order[: count + 1])):
                if chosen not in days:
                    days[chosen] = central_days(with_rungs(MIXED, chosen))
            gains[rung] += days[frozenset(order[: count + 1])] - days[frozenset(order[:count])]
    expected = [total / math.factorial(len(rungs)) for total in gains.values()]
    return bool(np.allclose([share for _, share in found.shares], expected, rtol=1e-10))


def bridge_is_symmetric(of=bridge) -> bool:
    """Two rungs that do the same get the same share: half in the line and half delivered."""
    shares = dict(of(scenario(line_share=0.5, delivered_share=0.5, desertion_share=0.5, recruits_per_day=300)).shares)
    return math.isclose(shares["line_share"], shares["delivered_share"], rel_tol=1e-12) and math.isclose(
        shares["line_share"], shares["desertion_share"], rel_tol=1e-12
    )


def bridge_gives_idle_rungs_nothing(of=bridge) -> bool:
    """A range around 1 switches its rung on but changes nothing at the central values."""
    given = scenario(reporting_ratio=(0.7, 1.0, 1.3, "triangular"), line_share=0.5, recruits_per_day=300)
    return dict(of(given).shares)["reporting_ratio"] == 0.0


def by_ladder(given):
    """Broken on purpose: each rung's step on the ladder, which depends on its order."""
    found, rungs = bridge(given), ladder(given)
    steps = [(b.quantity, b.days_covered - a.days_covered) for a, b in zip(rungs, rungs[1:], strict=False)]
    return replace(found, shares=tuple(steps))


def evenly(given):
    """Broken on purpose: the same share for every rung, and a little too much."""
    found = bridge(given)
    count = max(len(found.shares), 1)
    even = tuple((rung, (found.full - found.bare) * 1.0001 / count) for rung, _ in found.shares)
    return replace(found, shares=even)


@pytest.mark.parametrize("law", [bridge_adds_up, bridge_is_fair, bridge_is_symmetric, bridge_gives_idle_rungs_nothing])
def test_the_bridge_is_fair(law):
    assert law()


@pytest.mark.parametrize(
    ("law", "broken"),
    [(bridge_adds_up, evenly), (bridge_is_fair, by_ladder), (bridge_is_symmetric, by_ladder),
     (bridge_gives_idle_rungs_nothing, evenly)],
)  # fmt: skip
def test_an_unfair_bridge_is_noticed(law, broken):
    assert not law(broken)


def test_the_bridge_does_not_depend_on_the_order_of_the_rungs(monkeypatch):
    first = dict(bridge(MIXED).shares)
    monkeypatch.setattr("sim.study.ladder.RUNGS", dict(reversed(RUNGS.items())))
    again = dict(bridge(MIXED).shares)
    assert (list(first) != list(again), again) == (True, pytest.approx(first, rel=1e-12))


@pytest.mark.parametrize("name", BRIDGES)
def test_the_bridge_leads_from_the_bare_quotient_to_the_full_answer(name):
    found = bridge(BRIDGES[name])
    ends = [ladder(BRIDGES[name])[0].days_covered, central_days(BRIDGES[name])]
    assert [found.bare, found.full] == pytest.approx(ends if found.unit == "days" else [1 / x for x in ends])


def test_neutral_rungs_have_no_share():
    assert set(dict(bridge(MIXED).shares)) == set(active_rungs(MIXED))


def test_a_bridge_from_zero_days_to_never_is_refused_in_words():
    found = bridge(scenario(recruits_per_day=2_000, starting_effectiveness=0, integration_days=30))
    assert (found.shares, bool(found.refused)) == ((), True)


# ------------------------------------------------------------------------------------------------------ Sobol' indices


def ishigami(uniforms):
    """Ishigami & Homma 1990: sin x1 + a sin^2 x2 + b x3^4 sin x1, x uniform on -pi to pi, a = 7, b = 0.1."""
    x = math.pi * (2 * uniforms - 1)
    return np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def ishigamis_indices():
    a, b, pi = 7, 0.1, math.pi
    first, second = 0.5 * (1 + b * pi**4 / 5) ** 2, a**2 / 8
    both = 8 * b**2 * pi**8 / 225
    whole = first + second + both
    return [x / whole for x in (first, second, 0)], [x / whole for x in (first + both, second, both)]


def weighted(uniforms):
    return uniforms @ np.array([1.0, 2.0, 3.0]) + 100


def near(found, expected, at_least=1e-3) -> bool:
    return all(abs(x.value - y) <= max(4 * x.standard_error, at_least) for x, y in zip(found, expected, strict=True))


def ishigami_is_known(of=sobol_indices) -> bool:
    return all(near(x, y) for x, y in zip(of(ishigami, 3, 1 << 10, 0), ishigamis_indices(), strict=True))


def sums_share_by_weight(of=sobol_indices) -> bool:
    shares = [1 / 14, 4 / 14, 9 / 14]
    return all(near(x, shares) for x in of(weighted, 3, 1 << 9, 0))


def total_is_at_least_first(of=sobol_indices) -> bool:
    return all(
        total.value >= first.value - 4 * math.hypot(first.standard_error, total.standard_error)
        for function in (ishigami, weighted)
        for first, total in zip(*of(function, 3, 1 << 9, 0), strict=True)
    )


INDEX_LAWS = (ishigami_is_known, sums_share_by_weight, total_is_at_least_first)


@pytest.mark.parametrize("law", INDEX_LAWS)
def test_sobol_indices_are_those_known(law):
    assert law()


@pytest.mark.parametrize("law", INDEX_LAWS)
def test_indices_with_first_and_total_swapped_or_doubled_are_noticed(law):
    def broken(function, dimensions, count, seed):
        first, total = sobol_indices(function, dimensions, count, seed)
        return tuple(Estimate(2 * x.value, x.standard_error) for x in total), first

    assert not law(broken)


@pytest.mark.parametrize("function", [ishigami, weighted])
def test_the_known_indices_lie_within_two_standard_errors_for_most_seeds(function):
    shares = [1 / 14, 4 / 14, 9 / 14]
    known = ishigamis_indices() if function is ishigami else (shares, shares)
    hits = [
        abs(x.value - y) <= 2 * x.standard_error
        for seed in range(30)
        for found, expected in zip(sobol_indices(function, 3, 1 << 7, seed), known, strict=True)
        for x, y in zip(found, expected, strict=True)
    ]
    assert np.mean(hits) >= 0.85


def test_a_function_that_varies_by_rounding_only_has_indices_of_zero():
    first, total = sobol_indices(lambda u: 7_000 + 1e-6 * u[..., 0], 2, 1 << 5, 0)
    assert {(x.value, x.standard_error) for x in (*first, *total)} == {(0.0, 0.0)}


def test_the_logarithm_of_a_bare_quotient_splits_by_its_variances():
    given = scenario(troops=(8_000, 10_000, 12_500, "lognormal"), reported_rate=(1_270, 1_271, 1_272, "lognormal"))
    found = indices(given, 14.0)
    values = dict(zip(found.quantities, found.total, strict=True))
    assert (values["troops"].value, values["reported_rate"].value) == (
        pytest.approx(1, abs=2e-3),
        pytest.approx(0, abs=2e-3),
    )


TWO = scenario(line_share=(0.4, 0.7, 1, "pert"), recruits_per_day=(0, 300, 500, "pert"))


@pytest.mark.parametrize("given", [load(FULL), TWO], ids=["full", "two ranges"])
def test_total_indices_of_scenarios_are_at_least_the_first(given):
    found = indices(given, 14.0)
    gaps = [
        t.value - f.value + 4 * math.hypot(t.standard_error, f.standard_error)
        for f, t in zip(found.first, found.total, strict=True)
    ]
    assert min(gaps) >= 0


def test_indices_say_what_they_are_about():
    never = scenario(recruits_per_day=(1_000, 1_200, 1_400, "uniform"), line_share=(0.4, 0.7, 1, "pert"))
    words = [indices(x, 14.0).output for x in (scenario(), scenario(line_share=(0.4, 0.7, 1, "pert")), never)]
    assert words == ["no range is stated", "days covered", "whether the days covered are at most 14"]


# ------------------------------------------------------------------------------------------------------------- tornado


def tornado_is_direct(of=tornado) -> bool:
    given = load(FULL)
    return all(
        [bar.at_low, bar.at_high] == [twelve_digits(float(days_covered(assumptions(given, {bar.quantity.key: x}))))
                                      for x in (bar.quantity.low, bar.quantity.high)]
        for bar in of(given)
    )  # fmt: skip


def test_the_tornado_is_the_model_at_both_ends_of_each_range():
    assert tornado_is_direct()


def test_a_tornado_upside_down_is_noticed():
    assert not tornado_is_direct(lambda x: [replace(b, at_low=b.at_high, at_high=b.at_low) for b in tornado(x)])


def test_the_tornado_has_a_bar_for_every_range_the_widest_first():
    bars, given = tornado(load(FULL)), load(FULL)
    widths = [0.0 if b.at_low == b.at_high else abs(b.at_high - b.at_low) for b in bars]
    assert ({b.quantity.key for b in bars}, widths) == (set(given.uncertain) - {*NOISE}, sorted(widths, reverse=True))


# ---------------------------------------------------------------------------------------------------------- comparison

NOISY = {"dispersion": 11.9, "day_correlation": 0.44}
PAIRS = {
    "point": scenario(),
    "ranges": scenario(line_share=(0.4, 0.7, 1, "triangular"), reporting_ratio=(0.7, 1, 1.3, "pert")),
    "noise": scenario(line_share=(0.4, 0.7, 1, "triangular"), **NOISY),
    "never, sometimes": scenario(recruits_per_day=(1_000, 1_250, 1_400, "triangular"), line_share=(0.4, 0.7, 1, "pert"),
                                 **NOISY),
    "full": load(FULL),
}  # fmt: skip


def identical_differ_by_nothing(of=compared) -> bool:
    return all(
        (d.p05, d.p50, d.p95, d.more, d.fewer, d.same) == (0, 0, 0, (0, 0), (0, 0), (1, 0))
        for d in (of(x, x) for x in PAIRS.values())
    )


BETTER = {"troops": 1.2, "reported_rate": 0.9}


def better(given, key):
    """The same scenario with more troops or fewer losses in every draw."""
    ends = [
        replace(q, **{name: getattr(q, name) * BETTER[key] for name in ("value", "low", "high") if getattr(q, name)})
        if q.key == key
        else q
        for q in given.quantities
    ]
    return replace(given, quantities=tuple(ends))


def test_where_one_draw_in_ten_thousand_is_never_used_up_the_indices_are_of_the_event():
    rare = scenario(recruits_per_day=(400, 800, 1_278, "triangular"), line_share=(0.4, 0.7, 1, "uniform"))
    found = indices(rare, 14.0)
    assert (found.kind, all(math.isfinite(x.value) for x in (*found.first, *found.total))) == ("event", True)


def better_is_never_worse(of=compared) -> bool:
    found = (of(x, better(x, key)) for x in PAIRS.values() for key in BETTER)
    return all(d.fewer.value == 0 and d.p05 >= 0 and d.more.value > 0.5 for d in found)


def comparison_is_antisymmetric(of=compared) -> bool:
    given, other = PAIRS["noise"], better(PAIRS["ranges"], "troops")
    there, back = of(given, other), of(other, given)
    mirrored = np.allclose([there.p05, there.p50, there.p95], [-back.p95, -back.p50, -back.p05], rtol=0.05)
    return (there.more, there.fewer, there.same) == (back.fewer, back.more, back.same) and bool(mirrored)


PAIR_LAWS = (identical_differ_by_nothing, better_is_never_worse, comparison_is_antisymmetric)


@pytest.mark.parametrize("law", PAIR_LAWS)
def test_comparisons_are_paired(law):
    assert law()


@pytest.mark.parametrize("law", PAIR_LAWS)
def test_a_comparison_with_other_draws_on_each_side_is_noticed(law, monkeypatch):
    def unpaired(scenarios, seed, count):
        return tuple(paired_days([given], seed + place, count)[0] for place, given in enumerate(scenarios))

    monkeypatch.setattr("sim.study.paired.paired_days", unpaired)
    assert not law()


def test_the_days_saved_by_more_troops_are_their_quotient():
    found = compared(scenario(), scenario(troops=12_710.0))
    expected = 10 - 10_000 / 1_271
    assert [found.p05, found.p50, found.p95] == pytest.approx([expected] * 3)


def test_days_that_differ_by_rounding_are_the_same():
    slow = load(FULL, ["dispersion=0"])
    fast = load(FULL, ["dispersion=0", "starting_effectiveness=0.9", "integration_days=20"])
    found = compared(slow, fast)
    assert (found.same.value > 0.8, found.fewer.value < 0.01) == (True, True)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_same_seed_compares_alike(seed):
    pair = PAIRS["noise"], PAIRS["ranges"]
    assert compared(*pair, seed) == compared(*pair, seed)


# -------------------------------------------------------------------------------------------------------- command line


def strict(text):
    def refuse(word):
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


def test_sensitivity_prints_strict_json(run):
    found = strict(run("sensitivity", FULL, "--json").out)
    keys = {row["quantity"] for row in found["sobol"]["indices"]}
    ranged = set(load(FULL).uncertain) - {*NOISE}
    assert (keys, {bar["quantity"] for bar in found["tornado"]}, found["seed"]) == (ranged, ranged, 0)


def test_compare_prints_strict_json_and_no_difference_of_a_scenario_from_itself(run):
    found = strict(run("compare", FULL, FULL, "--json").out)["distribution_of_difference"][-1]
    assert [found[key] for key in ("p05", "p50", "p95", "probability_same", "standard_error")] == [0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    "arguments",
    [("sensitivity", FULL), ("sensitivity", "sky-2024-10k"), ("compare", FULL, "sky-2024-10k-net")],
    ids=" ".join,
)
def test_the_text_has_no_nan_and_no_infinity(run, arguments):
    done = run(*arguments)
    words = {word.strip(".,:;()+-") for word in done.out.lower().split()}
    assert (done.code, done.err, words & {"nan", "inf"}) == (0, "", set())


def test_every_moving_quantity_belongs_to_a_rung_or_to_the_bare_quotient():
    rungs = {key for keys in RUNGS.values() for key in keys}
    moving = {key for key, what in DEFINITIONS.items() if what.effect != "none"}
    assert moving - rungs == {"troops", "reported_rate"}
