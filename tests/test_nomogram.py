"""The alignment chart, read the way a pupil reads it: from the drawn ticks, with a ruler, within its stated error."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from each import each
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main
from sim.core.assumptions import Assumptions
from sim.core.crossing import days_covered
from sim.inputs.loading import load, shipped
from sim.saying.language import LANGUAGES
from sim.show.alignment import chart, reading, reading_error
from sim.show.nomogram import PAGE, nomogram, printable

TICK = re.compile(r'<line x1="([\d.]+)" x2="[\d.]+" y1="([\d.]+)"[^>]* data-axis="(\w+)" data-value="([\d.]+)"/>')
MARK = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)"[^>]* data-mark="(\w+)"/>')


def scales(drawing):
    """Place across the page, and ticks (height, log value), of every scale as drawn."""
    found = {}
    for x, y, key, value in TICK.findall(drawing):
        found.setdefault(key, (float(x), []))[1].append((float(y), float(np.log10(float(value)))))
    return {key: (x, np.array(sorted(ticks))) for key, (x, ticks) in found.items()}


def height(scale, value):
    y, logs = scale[1].T
    order = np.argsort(logs)
    return np.interp(np.log10(value), logs[order], y[order])


def read(scale, y):
    return 10 ** np.interp(y, *scale[1].T)


def ruler(start, end, at):
    """Where a straight line through two marks crosses the scale at `at`."""
    return start[1] + (end[1] - start[1]) * (at - start[0]) / (end[0] - start[0])


EMPTY = scales(nomogram())


def gross_mark(drawn, troops, rate):
    marks = [(drawn[key][0], height(drawn[key], value)) for key, value in (("troops", troops), ("rate", rate))]
    return drawn["days"][0], ruler(*marks, drawn["days"][0])


def days_read(drawn, troops, rate, share=None):
    mark = gross_mark(drawn, troops, rate)
    if share is None:
        return read(drawn["days"], mark[1])
    other = (drawn["share"][0], height(drawn["share"], share))
    return read(drawn["net_days"], ruler(mark, other, drawn["net_days"][0]))


def model_days(troops, rate, share=1.0):
    return float(days_covered(Assumptions(waves=((0, troops),), schedule=((0, rate),), returning_share=1 - share)))


def agrees(drawn, troops, days, share=None):
    """A perfect ruler leaves what rounding and straight lines between ticks leave: well inside the stated error."""
    rate = troops / days
    exact = model_days(troops, rate, share or 1.0)
    key = "net_days" if share else "days"
    return abs(days_read(drawn, troops, rate, share) / exact - 1) < 0.2 * reading_error(chart(), key)


TROOPS, DAYS = st.floats(1e3, 1e6), st.floats(1.0, 1e3)


@given(TROOPS, DAYS)
def test_days_read_off_the_drawing_are_the_models(troops, days):
    if 10 <= troops / days <= 1e5:
        assert agrees(EMPTY, troops, days)


@given(TROOPS, DAYS, st.floats(0.1, 1.0))
def test_net_days_read_off_the_drawing_are_the_models(troops, days, share):
    if 10 <= troops / days <= 1e5 and days / share < 1e4:
        assert agrees(EMPTY, troops, days, share)


def test_a_scale_half_a_millimetre_off_is_seen():
    x, ticks = EMPTY["rate"]
    moved = {**EMPTY, "rate": (x, ticks + [1.5, 0.0])}
    assert not agrees(moved, 10_000, 7.868)
    assert not agrees({**EMPTY, "share": (EMPTY["share"][0] - 30, EMPTY["share"][1])}, 10_000, 7.868, 0.25)


def test_the_reading_error_is_what_shaking_hands_reach():
    """Each mark half a millimetre off, the worst way round."""
    days, pencil = EMPTY["days"], 0.5
    marks = [(EMPTY["troops"][0], height(EMPTY["troops"], 1e4) - pencil), (EMPTY["rate"][0],
             height(EMPTY["rate"], 1e3) + pencil)]  # fmt: skip
    worst = read(days, ruler(*marks, days[0]) + pencil) / 10 - 1
    assert worst == pytest.approx(reading_error(chart()), rel=0.01)


@each("name", list(shipped()))
def test_the_line_of_a_scenario_runs_through_its_numbers(name):
    asked, drawing = reading(load(name)), nomogram(load(name))
    drawn, wanted = scales(drawing), asked._asdict() | {"days": asked.gross_days, "net_days": asked.days}
    seen = {key: float(read(drawn[key], float(y))) for _, y, key in MARK.findall(drawing)}
    assert seen == pytest.approx({key: wanted[key] for key in seen}, rel=2e-3)


def test_the_line_of_the_remark_is_drawn_without_and_with_net_share():
    marks = [MARK.findall(nomogram(load("classroom"), net_share=net)) for net in (False, True)]
    assert [len(m) for m in marks] == [3, 5]


@pytest.mark.parametrize("setting", ["troops=0", "reported_rate=0", "troops=5", "troops=1e9", "recruits_per_day=5000"])
@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_the_edges_of_what_is_allowed_still_make_a_chart(setting, lang):
    drawing = nomogram(load("sky-2024-10k", [setting]), LANGUAGES[lang])
    assert not re.search(r"nan|inf\b|None", drawing)


@pytest.mark.parametrize("net", [True, False])
def test_labels_of_a_scale_do_not_run_into_each_other(net):
    drawing = nomogram(load("classroom"), net_share=net)
    labels = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" font-size="3" ', drawing)
    columns = {x: sorted(float(y) for z, y in labels if z == x) for x, _ in labels}
    assert min(b - a for ys in columns.values() for a, b in pairwise(ys)) > 4.0


def test_everything_stands_on_the_sheet():
    drawing = nomogram(load("classroom"))
    places = [(float(x), float(y)) for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', drawing)]
    assert all(0 < x < PAGE[0] and 0 < y < PAGE[1] - 2 for x, y in places)


def test_a_title_from_a_file_cannot_act():
    drawing = nomogram(load("classroom", ['title="<script>alert(1)</script>"']))
    assert "<script" not in printable(drawing)


def test_the_command_writes_drawing_and_page(tmp_path):
    for name in ("chart.svg", "chart.html"):
        assert main(["nomogram", "sky-2024-10k", "-o", str(tmp_path / name), "--lang", "uk"]) == 0
    assert (tmp_path / "chart.svg").read_text("utf-8") in (tmp_path / "chart.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["chart.pdf", "none/chart.svg", "x.toml"])
def test_the_command_refuses_what_it_cannot_write(name, tmp_path, capsys):
    assert main(["nomogram", "-o", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_does_not_write_over_its_scenario(tmp_path, capsys):
    own = tmp_path / "own.svg"
    own.write_text(shipped()["classroom"].read_text("utf-8"), "utf-8")
    before = own.read_bytes()
    assert main(["nomogram", str(own), "-o", str(own)]) == 2
    assert own.read_bytes() == before
