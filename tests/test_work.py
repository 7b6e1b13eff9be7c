"""How much work an answer takes, counted: how often the model is asked, whatever the machine. A search that starts in
the wrong place, or does not see that it has ended, finds the same number with more of it."""

from __future__ import annotations

import numpy as np
import pytest
from each import each

from sim.core.assumptions import Assumptions
from sim.core.crossing import days_covered, lowest_balance
from sim.core.stretch import Stretch
from sim.inputs.loading import load
from sim.study import distribution, flips, integrated, joint


@pytest.fixture
def asked(monkeypatch):
    """Count the calls of a function, and the values asked for by the size of its last argument."""

    def counting(owner, name):
        sizes, real = [], getattr(owner, name)

        def counted(*given, **named):
            sizes.append(np.size(given[-1]))
            return real(*given, **named)

        monkeypatch.setattr(owner, name, counted)
        return sizes

    return counting


def mixed(size):
    rng = np.random.default_rng(5)
    spans = {
        "troops": (2e3, 4e4), "rate": (600, 1500), "monthly_trend": (-0.1, 0.15), "returning_share": (0, 0.7),
        "first_return_day": (2, 9), "last_return_day": (12, 90), "recruits_per_day": (0, 300), "line_share": (0.5, 1),
        "starting_effectiveness": (0.3, 1), "integration_days": (0, 30),
    }  # fmt: skip
    drawn = {key: rng.uniform(*span, size) for key, span in spans.items()}
    troops, rate = drawn.pop("troops"), drawn.pop("rate")
    return Assumptions(waves=((0, troops),), schedule=((0, rate),), count_earlier=False, **drawn)


@each(
    ("answer", "rounds", "per_member"),
    [(days_covered, 43, 9.1), (lambda inputs: lowest_balance(inputs, 60.0), 19, 8.09)],
    ids=["days covered", "lowest balance"],
)
def test_a_root_takes_few_steps_and_members_that_have_theirs_take_none(answer, rounds, per_member, asked):
    sizes = asked(Stretch, "after")
    answer(mixed(4000))
    assert len(sizes) <= rounds
    assert sum(sizes) / 4000 <= per_member


def test_members_that_have_failed_leave_the_batch(asked):
    sizes, rng = asked(Stretch, "at"), np.random.default_rng(7)
    waves = tuple((3.0 * day, rng.uniform(0, 6000, 4000)) for day in range(40))
    days_covered(Assumptions(waves=waves, schedule=((0, 1000.0),)))  # one in two fails before the second wave
    assert sum(sizes) <= 0.25 * 4000 * 41


@each("answer", [days_covered, lambda inputs: lowest_balance(inputs, 60.0)], ids=["days covered", "lowest balance"])
def test_a_batch_is_worked_on_in_parts_that_memory_holds(answer, asked):
    sizes = asked(Stretch, "at")
    answer(Assumptions(waves=tuple((day, np.full(500, 2e3)) for day in range(30)), schedule=((0, 1e3),)))
    assert max(sizes) <= 2048


RETURNS = load(
    "sky-2024-10k",
    ["returning_share=0.5", "last_return_day=60", "last_return_day.low=30", "last_return_day.high=110",
     "last_return_day.shape=uniform", "earlier_casualties=ignored"],
)  # fmt: skip
FULL = load("sky-2024-10k-full")


def median_chance():
    spread = distribution.distribution(RETURNS)
    spread.probability(spread.quantile(0.5).value)


@each(
    ("answer", "owner", "name", "most"),
    [
        (median_chance, integrated, "lowest_balance", 24),
        (lambda: joint.joint_move(FULL, 14.0), joint, "ledger", 65),
        (lambda: joint.joint_move(FULL, 0.5), joint, "lowest_balance", 1),
        (lambda: flips.flips(FULL, 14.0, error=1e-2), flips, "chance_by", 126),
    ],
    ids=["an edge by halving", "a joint move", "a joint move out of reach", "turning points of chances"],
)
def test_a_search_asks_the_model_as_often_as_it_has_to(answer, owner, name, most, asked):
    sizes = asked(owner, name)
    answer()
    assert 0 < len(sizes) <= most


def test_along_long_noisy_paths_a_search_has_to_do_with_fewer_points():
    wide = ["dispersion=20", "returning_share=0.5", "recruits_per_day=500", "troops.low=0", "troops.high=100000"]
    short, long = (flips._points_for(load("sky-2024-10k", wide), days, 0, 1e-9) for days in (4.0, 400.0))
    assert (short, 16 <= long <= 64) == (512, True)


def test_where_losses_surely_outgrow_the_cover_one_time_decides(asked):
    built = asked(integrated.Envelope, "of")
    soon, late = (
        distribution.distribution(
            load("sky-2024-10k", ["reported_rate.low=900", "reported_rate.high=1500", "starting_effectiveness=0.5",
                                  f"integration_days={days}", "troops.low=8000", "troops.high=12000",
                                  "returning_share=0.4"])
        ).probability(6.0)
        for days in (5, 50)
    )  # fmt: skip
    assert built == []
    assert soon.value < late.value
