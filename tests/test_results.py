"""No number of any command moves unless it is meant to: the table of results, made before the program was rebuilt."""

from __future__ import annotations

import json

import pytest
from results import CASES, TABLE, results

KNOWN = json.loads(TABLE.read_text("utf-8"))
HINT = "meant to move? then run `python tests/results.py --write` and say in CHANGES.md what moved"
RELATIVE = 1e-7
"""Other processors and libraries round differently in the last digits; a change of the method moves more."""


def moved(before, after):
    """Places whose numbers differ, with both."""
    places = {*before, *after}
    return {x: (before.get(x), after.get(x)) for x in places if not same(before.get(x), after.get(x))}


def same(before, after):
    if isinstance(before, float) and isinstance(after, float):
        return after == pytest.approx(before, rel=RELATIVE, abs=1e-12)
    return before == after


@pytest.mark.parametrize("case", CASES)
def test_no_number_of_any_command_has_moved(case):
    found = results(case)
    assert {command: moved(KNOWN[case][command], found[command]) for command in found} == {
        command: {} for command in found
    }, HINT


def test_a_number_that_moves_is_named():
    assert moved({"days": 7.868, "never": 0}, {"days": 7.869, "never": 0}) == {"days": (7.868, 7.869)}
