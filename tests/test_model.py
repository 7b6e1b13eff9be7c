"""The model against an independent version of itself, and against closed forms at its edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from each import each
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reference import Plain
from sampling import scenario
from scipy import optimize

from sim.core import crossing, curves
from sim.core.assumptions import Assumptions, assumptions
from sim.core.crossing import days_covered
from sim.core.stretch import Stretch, _root
from sim.inputs.definitions import DEFINITIONS
from sim.inputs.problems import ScenarioError
from sim.inputs.quantities import Wave
from sim.laws.cases import cases

NEVER = math.inf


def inputs(troops=10_000.0, rate=1000.0, **rungs):
    rungs.setdefault("waves", ((0.0, troops),))
    rungs.setdefault("schedule", ((0.0, rate),))
    return Assumptions(**rungs)


def days(troops=10_000.0, rate=1000.0, **rungs):
    return float(days_covered(inputs(troops, rate, **rungs)))


def random_case(seed):
    """Plain numbers for every rung, each on or off, for both versions of the model."""
    rng = np.random.default_rng(seed)

    def switched(neutral, low, high):
        return float(rng.uniform(low, high)) if rng.random() < 0.6 else neutral

    later = sorted(float(d) for d in rng.uniform(1, 30, rng.integers(0, 3)))
    trend = switched(0.0, -0.4, 0.5)
    steps = [] if trend else sorted(float(d) for d in rng.uniform(1, 40, rng.integers(0, 3)))
    first = float(rng.uniform(0, 15))
    return {
        "waves": [(d, float(rng.uniform(1000, 15_000))) for d in [0.0, *later]],
        "schedule": [(d, float(rng.uniform(400, 1500))) for d in [0.0, *steps]],
        "reporting_ratio": switched(1.0, 0.6, 2),
        "monthly_trend": trend,
        "returning_share": switched(0.0, 0, 0.9),
        "first_return_day": first,
        "last_return_day": first if rng.random() < 0.15 else first + float(rng.uniform(0.1, 40)),
        "count_earlier": bool(rng.random() < 0.5),
        "recruits_per_day": switched(0.0, 0, 400),
        "delivered_share": switched(1.0, 0.3, 1.2),
        "line_share": switched(1.0, 0.3, 1),
        "desertion_share": switched(0.0, 0, 0.5),
        "starting_effectiveness": switched(1.0, 0.2, 1),
        "integration_days": switched(0.0, 0.1, 40),
    }


def test_a_single_wave_that_comes_late_integrates_from_its_arrival():
    late = {"waves": ((5.0, 4e3),), "schedule": ((0.0, 0.0), (10.0, 1000.0))}
    # 4,000 x (0.5 + 0.5 (t - 5) / 12) = 1,000 (t - 10)
    assert days(**late, starting_effectiveness=0.5, integration_days=12.0) == pytest.approx(13.4, rel=1e-12)


# --------------------------------------------------------------------------------- against quadrature and a search


FALLING_BELOW_RECRUITS = {
    "waves": ((0, 1e4),),
    "schedule": ((0, 1e3),),
    "monthly_trend": -0.5,
    "recruits_per_day": 500.0,
}


def without_slivers(case):
    """Windows of less than a thousandth of a day count as jumps or lose digits: tested on their own."""
    widths = (case["integration_days"], case["last_return_day"] - case["first_return_day"])
    return all(width == 0 or width > 1e-3 for width in widths)


# quad complains about slivers between two corners, where its result is exact all the same
@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
@each("curve", ["gross_loss", "returned", "cover"])
@settings(max_examples=25)
@given(case=cases().filter(without_slivers), times=st.lists(st.floats(0, 120), min_size=1, max_size=3))
def test_curves_are_the_integrals_of_the_reference(curve, case, times):
    slow = [getattr(Plain(**case), curve)(t) for t in times]
    assert getattr(curves, curve)(Assumptions(**case), times) == pytest.approx(slow, rel=1e-9, abs=1e-6)


@given(case=cases(), times=st.lists(st.floats(0, 400), min_size=1, max_size=5))
def test_the_casualty_rate_is_that_of_the_reference(case, times):
    slow = [Plain(**case).rate(t) for t in times]
    assert curves.casualty_rate(Assumptions(**case), times) == pytest.approx(slow, rel=1e-12)


@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
@each("seed", range(60))
def test_days_covered_are_those_of_a_fine_search(seed):
    case, horizon = random_case(seed), 90.0
    fast, slow = days(**case), Plain(**case).days_covered(horizon, 1.0)
    assert (fast if fast < horizon - 1 else NEVER) == pytest.approx(slow, rel=1e-6)


def test_the_random_cases_reach_both_ends():
    found = [days(**random_case(seed)) for seed in range(60)]
    assert sum(0 < d < 89 for d in found) >= 30


@given(case=cases())
def test_the_balance_is_cover_less_losses_plus_returns_plus_recruits(case):
    made, times = Assumptions(**case), np.linspace(0, 100, 7)
    gains = curves.cover(made, times) + curves.returned(made, times) + case["recruits_per_day"] * times
    lost = curves.gross_loss(made, times)
    assert curves.balance(made, times) == pytest.approx(gains - lost, rel=1e-12, abs=1e-6)


@given(case=cases(), until=st.floats(0.1, 200))
@example(case=FALLING_BELOW_RECRUITS, until=60.0)
def test_a_millionth_of_the_people_has_a_millionth_of_the_lowest_balance(case, until):
    parts = {key: tuple((day, people / 1e6) for day, people in case[key]) for key in ("waves", "schedule")}
    few = {**case, **parts, "recruits_per_day": case["recruits_per_day"] / 1e6}
    (_, lowest), (_, small) = (crossing.lowest_balance(Assumptions(**each), until) for each in (case, few))
    assert 1e6 * small == pytest.approx(lowest, rel=1e-9, abs=1e-6)


def test_a_dip_between_two_falls_of_one_stretch_is_found():
    """Losses fall from step to step, and more than are lost return for a while: down, up, and down again."""
    case = inputs(1000, schedule=((0, 1000), (1.27, 328), (2.88, 681)), monthly_trend=-0.227, returning_share=0.5634,
                  first_return_day=3.5, last_return_day=119.6)  # fmt: skip
    times = np.linspace(0, 119.6, 2393)
    balance = curves.balance(case, times)
    first, bottom = np.argmax(balance < 0), balance.argmin()
    assert balance[-1] > 0 > balance[bottom], "without a dip there is nothing to find"
    assert times[first - 1] < days_covered(case) <= times[first]
    when, lowest = crossing.lowest_balance(case, 119.6)
    assert (when, lowest) == (pytest.approx(times[bottom], abs=0.05), pytest.approx(balance[bottom], abs=0.01))


def test_a_crossing_after_an_inflection_of_one_stretch_is_found():
    """While those of a lower rate return, a growing one first falls behind them and then runs away."""
    case = inputs(26_000, schedule=((0, 1200), (1, 2500), (22, 780)), monthly_trend=0.5, returning_share=0.52,
                  first_return_day=5.0, last_return_day=24.0)  # fmt: skip
    found = optimize.brentq(lambda day: float(curves.balance(case, [day])[0]), 6.0, 22.0, xtol=1e-13)
    assert float(days_covered(case)) == pytest.approx(found, rel=1e-12)


def test_a_search_does_not_end_where_the_curvature_passes_zero():
    """Halley's step leaves nothing there to second order, which is no proof that it is the last."""
    steep = Stretch(*(np.array([x]) for x in (1000.0, -10.0, -30.0, 3.0, 0.0, 1000.0)))
    root = _root(steep, Stretch.height, far=np.array([20.0]), guess=np.array([10.0]), scale=steep.b0)
    assert np.abs(np.roots([3 / 6, -30 / 2, -10.0, 1000.0]) - root).min() < 1e-12 * root


# -------------------------------------------------------------------------------------------- nothing, and nothing lost


def test_waves_of_nobody_stay_so_however_many_troops_are_asked_about():
    nobody = scenario(waves=(Wave(day=0, troops=0), Wave(day=5, troops=0)))
    assert days_covered(assumptions(nobody, {"troops": [100.0, 1e6]})).tolist() == [0, 0]


@each(
    "rungs",
    [{"troops": 0}, {"delivered_share": 0}, {"line_share": 0}, {"desertion_share": 1}],
    ids=lambda rungs: next(iter(rungs)),
)
def test_nothing_delivered_covers_zero_days(rungs):
    assert days(**rungs) == 0


@each(
    "rungs",
    [
        pytest.param({"rate": 0}, id="no losses"),
        pytest.param({"rate": 0, "troops": 0}, id="no losses and nobody there"),
        pytest.param({"recruits_per_day": 1000}, id="recruits equal losses"),
        pytest.param({"recruits_per_day": 1001}, id="recruits exceed losses"),
        pytest.param({"returning_share": 0.5, "recruits_per_day": 500}, id="returns and recruits equal losses"),
        pytest.param({"returning_share": 1}, id="everybody returns"),
        pytest.param({"returning_share": 1, "count_earlier": False, "troops": 13_001}, id="cover above the most away"),
        pytest.param({"monthly_trend": -0.5, "troops": 43_281}, id="losses die away before the cover is gone"),
    ],
)
def test_a_drain_that_never_exceeds_the_cover_is_never(rungs):
    assert days(**rungs) == NEVER


def test_a_drain_of_exactly_zero_with_nobody_there_is_never_used_up():
    assert days(troops=0, recruits_per_day=1000) == NEVER


def test_a_drain_a_hair_above_zero_is_used_up_in_the_end():
    assert days(recruits_per_day=999.999) == pytest.approx(1e7, rel=1e-6)


# ------------------------------------------------------------------------------------------------------------ trends


@each("trend", [-0.9, -0.3, -1e-12, 1e-12, 0.07, 9.0])
def test_a_trend_alone_has_its_closed_form(trend):
    growth = math.log1p(trend) / 30
    assert days(monthly_trend=trend) == pytest.approx(math.log1p(10 * growth) / growth, rel=1e-9)


@each("troops", [1e5, 1e7, 1e9])
@each("rate", [1e-3, 0.2, 10])
@each("trend", [1e-9, 0.5, 9.0])
def test_losses_that_grow_for_a_hundred_e_foldings_have_their_closed_form(troops, rate, trend):
    growth = math.log1p(trend) / 30
    assert days(troops, rate, monthly_trend=trend) == pytest.approx(
        math.log1p(troops * growth / rate) / growth, rel=1e-9
    )


def test_recruits_who_outnumber_growing_losses_at_first_do_not_hide_the_end():
    # 0.1 / growth (exp(growth D) - 1) = 1e6 + 10 D, held against itself
    growth, found = math.log(10) / 30, days(1e6, 0.1, monthly_trend=9, recruits_per_day=10)
    assert 0.1 / growth * math.expm1(growth * found) == pytest.approx(1e6 + 10 * found, rel=1e-9)


@each(("troops", "ends"), [(43_280, True), (43_281, False)])
def test_falling_losses_add_up_to_a_limit(troops, ends):
    # 1000 x 30 / ln 2 = 43,280.85 casualties for ever
    assert math.isfinite(days(troops, monthly_trend=-0.5)) == ends


def test_falling_losses_with_earlier_ones_returning_meet_their_closed_form():
    # all lost return at once: G = 0 for ever; one in a thousand stays away: G = L / 1000
    share = {"returning_share": 0.999, "first_return_day": 0, "last_return_day": 0, "count_earlier": False}
    plain, shared = days(20_000, monthly_trend=-0.5), days(20, monthly_trend=-0.5, **share)
    assert shared == pytest.approx(plain, rel=1e-9)


# ----------------------------------------------------------------------------------------------------------- returns


def test_a_window_of_one_day_is_a_jump_of_the_drain():
    # 1000 lost by day 10, then half of every day's losses is made good
    window = {"returning_share": 0.5, "first_return_day": 10, "last_return_day": 10, "count_earlier": False}
    assert days(1200, 100, **window) == pytest.approx(14, rel=1e-12)


def test_a_window_of_one_day_with_earlier_losses_counted_is_the_share():
    assert days(1200, 100, returning_share=0.5, first_return_day=10, last_return_day=10) == pytest.approx(24, rel=1e-12)


@each("width", [1e-12, 1e-10, 1e-8, 1e-6])
@each("counted", [True, False])
def test_a_tiny_window_is_nearly_a_jump(width, counted):
    window = {"returning_share": 0.5, "first_return_day": 10, "count_earlier": counted}
    jump = days(1200, 100, last_return_day=10, **window)
    assert days(1200, 100, last_return_day=10 + width, **window) == pytest.approx(jump, abs=2 * width + 1e-9)


def test_everybody_returning_later_still_lets_the_cover_run_out():
    # G = 1000 (t - (t - 6)^2 / 28) = 12,000 on days 6 to 20, so (t - 6)^2 - 28 t + 336 = 0
    window = {"returning_share": 1, "count_earlier": False}
    assert days(12_000, **window) == pytest.approx(20 - math.sqrt(28), rel=1e-9)


# ------------------------------------------------------------------------------------------------- waves and effect


def test_nobody_effective_on_day_zero_covers_zero_days_where_losses_outrun_them():
    assert days(10_000, 1271, starting_effectiveness=0, integration_days=10) == 0


def test_nobody_effective_on_day_zero_covers_on_where_they_outrun_the_losses():
    assert days(10_000, 900, starting_effectiveness=0, integration_days=10) == pytest.approx(10_000 / 900, rel=1e-12)


def test_integration_in_half_effect_ends_where_the_two_lines_meet():
    # 5000 + 100 t = 1000 t
    assert days(starting_effectiveness=0.5, integration_days=50) == pytest.approx(5000 / 900, rel=1e-12)


def test_full_effect_on_arrival_makes_the_integration_time_irrelevant():
    assert days(starting_effectiveness=1, integration_days=3650) == 10


def test_a_first_wave_after_the_losses_begin_covers_zero_days():
    assert days(waves=((5, 10_000),)) == 0


def test_a_first_wave_before_the_losses_begin_covers_from_then_on():
    assert days(waves=((3, 1000),), schedule=((0, 0), (5, 100))) == pytest.approx(15, rel=1e-12)


@each(("arrival", "expected"), [(9.999, 20), (10.0, 20), (10.001, 10)])
def test_a_wave_on_the_very_day_the_cover_runs_out_still_counts(arrival, expected):
    assert days(waves=((0, 1000), (arrival, 1000)), rate=100) == pytest.approx(expected, rel=1e-12)


def test_a_wave_that_comes_exactly_in_time_counts_at_uneven_numbers_too():
    arrival = 10_000 / 1271
    assert days(waves=((0, 10_000), (arrival, 10_000)), rate=1271) == pytest.approx(2 * arrival, rel=1e-12)


def test_a_schedule_adds_up_its_steps():
    # 5 x 1000 + 2 x 2000 + 1000 / 4000
    assert days(schedule=((0, 1000), (5, 2000), (7, 4000))) == pytest.approx(7.25, rel=1e-12)


def test_the_end_is_the_first_crossing_though_later_returns_lift_the_balance_again():
    window = {"returning_share": 0.9, "first_return_day": 20, "last_return_day": 20, "count_earlier": False}
    assert days(10_000, schedule=((0, 1000), (12, 0)), **window) == pytest.approx(10, rel=1e-12)


# ------------------------------------------------------------------------------------------------------------ shapes


def test_a_batch_of_two_axes_broadcasts_with_plain_numbers():
    made = Assumptions(waves=((0, [[1000], [2000]]),), schedule=((0, [100.0, 200, 400]),), line_share=0.5)
    assert days_covered(made).tolist() == [[5, 2.5, 1.25], [10, 5, 2.5]]


def test_plain_numbers_give_an_array_without_axes():
    assert np.shape(days_covered(inputs())) == ()


def test_an_empty_batch_gives_an_empty_answer():
    assert days_covered(inputs(rate=np.zeros(0))).shape == (0,)


def test_a_batch_longer_than_one_block_equals_its_closed_form():
    troops = np.linspace(1, 1e6, 20_001)
    assert days_covered(inputs(troops)) == pytest.approx(troops / 1000, rel=1e-12)


def test_days_covered_leaves_its_inputs_alone():
    troops = np.array([1000.0, 2000.0])
    days_covered(inputs(troops, returning_share=0.5, integration_days=5, starting_effectiveness=0.5))
    assert troops.tolist() == [1000, 2000]


@each("curve", ["casualty_rate", "gross_loss", "returned", "recruited", "net_drain", "cover", "balance"])
@each("batch", [(), (2,), (2, 3)])
def test_curves_have_the_batch_first_and_time_last(curve, batch):
    made = inputs(rate=np.full(batch, 1000.0), returning_share=0.5)
    assert getattr(curves, curve)(made, [0.0, 1, 2, 3]).shape == (*batch, 4)


def test_integrated_troops_add_up_the_effective_waves():
    made = Assumptions(
        waves=((0, 1000), (9, [500, 1500])),
        schedule=((0, 1),),
        delivered_share=0.5,
        line_share=0.4,
        desertion_share=0.1,
    )
    assert curves.integrated_troops(made) == pytest.approx([270, 450], rel=1e-12)


# ---------------------------------------------------------------------------------------------------------- refusals


@each(
    ("rungs", "named"),
    [
        ({"rate": [100.0, math.nan]}, "schedule"),
        ({"rate": math.inf}, "schedule"),
        ({"rate": -1}, "schedule"),
        ({"troops": [1.0, 2e9]}, "waves"),
        ({"waves": ((-1, 10),)}, "waves day"),
        ({"returning_share": [0.5, 1.01]}, "returning_share"),
        ({"monthly_trend": [-0.91, 0]}, "monthly_trend"),
        ({"integration_days": math.nan}, "integration_days"),
        ({"first_return_day": [5, 25]}, "first_return_day"),
        ({"reporting_ratio": 0}, "reporting_ratio"),
    ],
)
def test_values_that_are_wrong_anywhere_in_a_batch_are_refused_by_name(rungs, named):
    with pytest.raises(ScenarioError, match=f"^{named}: "):
        inputs(**rungs)


def test_every_wrong_value_is_named_at_once():
    with pytest.raises(ScenarioError) as refused:
        inputs(line_share=2, desertion_share=-1, rate=math.nan)
    assert len(refused.value.problems) == 3


@each("axis", [[-1.0], [math.nan], [math.inf], [[0.0, 1.0]], 3.0], ids=["negative", "NaN", "infinite", "2-D", "0-D"])
def test_a_days_axis_that_is_no_axis_of_times_is_refused(axis):
    with pytest.raises(ScenarioError, match="^days: "):
        curves.gross_loss(inputs(), axis)


def test_a_days_axis_on_which_the_rate_overflows_is_refused():
    with pytest.raises(ScenarioError, match="^days: "):
        curves.gross_loss(inputs(monthly_trend=9), [1e5])


@each(
    ("wrong", "named"),
    [
        ({"rate": True}, "schedule"),
        ({"returning_share": [True]}, "returning_share"),
        ({"line_share": "0.5"}, "line_share"),
        ({"troops": None}, "waves"),
        ({"troops": [1, [2]]}, "waves"),
        ({"waves": ()}, "waves"),
        ({"schedule": ()}, "schedule"),
        ({"schedule": ((5, 100.0),)}, "schedule day"),
        ({"schedule": ((0, 100.0), (9, 50.0), (4, 80.0))}, "schedule day"),
    ],
)
def test_what_is_no_number_or_no_schedule_is_refused_by_name(wrong, named):
    with pytest.raises(ScenarioError, match=f"^{named}: "):
        inputs(**wrong)


def test_shapes_that_do_not_broadcast_are_refused():
    with pytest.raises(ScenarioError, match="broadcast"):
        inputs(troops=[1.0, 2], rate=[1.0, 2, 3])


def many_steps_and_waves(seed, *, own):
    """A batch of five with 20 rising steps and 15 waves, at days of their own for each member where wanted; the days
    and sizes too, shape (step or wave, member)."""
    rng = np.random.default_rng(seed)
    steps, waves = (np.sort(rng.uniform(0, 90, (count, 5)), axis=0) for count in (20, 15))
    steps, waves = (days if own else np.broadcast_to(days[:, :1], days.shape) for days in (steps, waves))
    steps, first = np.concatenate([np.zeros((1, 5)), steps[1:]]), rng.uniform(0, 12, 5)
    rises, troops = rng.uniform(50, 150, steps.shape), rng.uniform(1000, 4000, waves.shape)
    about = {
        "monthly_trend": rng.choice([-0.2, 0.0, 0.3], 5), "returning_share": np.full(5, 0.4), "count_earlier": False,
        "first_return_day": first, "last_return_day": first + rng.choice([0.0, 1e-7, 3.0, 30.0], 5),
        "starting_effectiveness": 0.3, "integration_days": rng.choice([0.0, 1e-7, 2.0, 20.0], 5),
    }  # fmt: skip
    days = [[day if own else float(day[0]) for day in column] for column in (steps, waves)]
    whole = Assumptions(schedule=tuple(zip(days[0], np.cumsum(rises, axis=0), strict=True)),
                        waves=tuple(zip(days[1], troops, strict=True)), **about)  # fmt: skip
    return whole, about, (steps, rises), (waves, troops)


def added_up(curve, about, part, days, sizes):
    """A curve at day 77 as the sum of those of single steps or waves, each of which begins on its own day."""
    total = np.zeros(5)
    for day, size in zip(days, sizes, strict=True):
        at, alone = np.maximum(77.0 - day, 0.0), {"waves": ((0.0, 1.0),), "schedule": ((0.0, 1.0),)}
        one = curves.ledger(Assumptions(**about, **{**alone, part: ((0.0, size),)}), at)
        total += np.where(day <= 77.0, getattr(one, curve), 0.0)
    return total


@each("own", [False, True])
@each("seed", range(4))
@each("curve", ["lost", "returned", "cover"])
def test_many_steps_and_waves_are_the_sum_of_single_ones(curve, seed, own):
    whole, about, steps, waves = many_steps_and_waves(seed, own=own)
    part, pairs = ("waves", waves) if curve == "cover" else ("schedule", steps)
    found = np.broadcast_to(getattr(curves.ledger(whole, 77.0), curve), 5)
    assert found == pytest.approx(added_up(curve, about, part, *pairs), rel=1e-10)


def anywhere_in_limits(rng, key, size=4000):
    """Values over the whole limits of a quantity, evenly, on a log scale, and at both ends."""
    low, high = DEFINITIONS[key].low, DEFINITIONS[key].high
    spread = np.where(rng.random(size) < 0.5, rng.random(size), 10 ** rng.uniform(-6, 0, size))
    return np.where(rng.random(size) < 0.15, rng.choice([low, high], size), low + (high - low) * spread)


@each("count_earlier", [True, False])
def test_anywhere_in_the_limits_the_balance_ends_at_zero_and_was_not_below_before(count_earlier):
    rng = np.random.default_rng(11)
    window = np.sort([anywhere_in_limits(rng, key) for key in ("first_return_day", "last_return_day")], axis=0)
    plain = [f for f in Assumptions.__dataclass_fields__ if f in DEFINITIONS and not f.endswith("return_day")]
    inputs = Assumptions(
        waves=((0.0, anywhere_in_limits(rng, "troops")),),
        schedule=((0.0, anywhere_in_limits(rng, "reported_rate")),),
        first_return_day=window[0], last_return_day=window[1], count_earlier=count_earlier,
        **{key: anywhere_in_limits(rng, key) for key in plain},
    )  # fmt: skip
    days = crossing.days_covered(inputs)
    ends = np.where(np.isfinite(days), days, 1.0)
    at = curves.ledger(inputs, ends)
    size = 1e-6 * (1 + at.cover + at.lost + at.recruited)
    lowest = crossing.lowest_balance(inputs, ends * (1 - 1e-9))[1]
    wrong = np.isfinite(days) & (days > 0) & ((np.abs(at.balance) > size) | (lowest < -size))
    assert (np.count_nonzero(wrong), np.count_nonzero(np.isfinite(days)) > 1000) == (0, True)
