"""Figures: what is drawn is what the model gave, and nothing is drawn empty."""

from __future__ import annotations

import math

import numpy as np
import pytest
from each import each

from sim.inputs.loading import load, shipped
from sim.inputs.readings import title_in
from sim.saying.language import LANGUAGES
from sim.show import figures_bars, figures_dots, figures_left, figures_plane, figures_ruler
from sim.study.answer import Answer
from sim.study.distribution import distribution
from sim.study.ladder import ladder
from sim.study.spread import countable_dots
from sim.study.story import story

SAY = LANGUAGES["en"]


def drawn_texts(figure):
    return str(figure.to_dict())


def finite(figure):
    """No trace holds an infinity (a gap in a line is NaN)."""
    values = [np.asarray(v, dtype=object).ravel() for t in figure.data for v in (t.x, t.y) if v is not None]
    return not any(isinstance(x, float) and math.isinf(x) for v in values for x in v.tolist())


@each("name", list(shipped()))
def test_the_troops_left_end_where_the_model_has_them_used_up(name):
    answer = Answer(scenario=load(name))
    axes = figures_left.left_axes(answer)
    line = figures_left.troops_left(answer, (None, ""), axes, SAY).data[-1]
    seen = answer.days <= axes.days
    assert (line.x[-1] == min(answer.days, axes.days), line.y[-1] == 0 if seen else line.y[-1] >= 0) == (True, True)


def test_a_line_that_rises_for_ever_stays_within_its_axes():
    answer = Answer(scenario=load("sky-2024-10k-net"))
    axes = figures_left.left_axes(answer)
    line = figures_left.troops_left(answer, (None, ""), axes, SAY).data[-1]
    assert (max(line.y) <= axes.people, line.x[-1]) == (True, axes.days)


def test_the_plane_of_what_is_never_used_up_has_lines_farther_out():
    figure = figures_plane.equal_days(Answer(scenario=load("sky-2024-10k-net")), [("x", 1271.0, 10_000.0)], SAY)
    assert "14" in " ".join(str(text) for trace in figure.data for text in (() if trace.text is None else trace.text))


def test_the_axes_stay_where_a_number_moves():
    published, changed = (Answer(scenario=load("sky-2024-10k", given)) for given in ([], ["troops=2000"]))
    drawn = [
        figures_left.troops_left(a, (None, ""), figures_left.left_axes(published), SAY) for a in (published, changed)
    ]
    assert drawn[0].layout.xaxis.range == drawn[1].layout.xaxis.range == (0, 28)


def test_an_axis_of_nobody_has_ticks_of_whole_people():
    assert figures_left.left_axes(Answer(scenario=load("shoigu-2025-6k-rear"))).people >= 10


def named(figure, words):
    """Where the name of a line stands: its day, people and side."""
    (trace,) = [t for t in figure.data if t.text is not None and words in t.text[0]]
    return trace.x[0], trace.y[0], trace.textposition


@each("settings", [["reported_rate=0"], ["recruits_per_day=2000"], ["troops=1e9"]])
def test_the_name_of_a_line_that_does_not_fall_stands_below_it_clear_of_the_yardstick(settings):
    axes = figures_left.left_axes(Answer(scenario=load("sky-2024-10k")))
    answer = Answer(scenario=load("sky-2024-10k", settings))
    x, y, side = named(figures_left.troops_left(answer, (None, ""), axes, SAY), SAY.days(answer.days))
    assert (side, x > 14 or x + 0.009 * 13 * axes.days < 14, y <= axes.people) == ("bottom right", True, True)


@each(("days", "beyond"), [(16.0, False), (30.0, False), (200.0, True)])
def test_the_name_of_a_falling_line_does_not_cross_the_yardstick_where_there_is_room_beyond_it(days, beyond):
    """At 14 days; the line is at 45 % of its 7.9, and the name needs some eight letters."""
    axes = figures_left.Axes(days, 10_800.0)
    x, _, side = named(figures_left.troops_left(Answer(scenario=load("sky-2024-10k")), (None, ""), axes, SAY), "7.9")
    crosses = x < 14 < x + 0.009 * 8 * days
    assert (side, x > 14, crosses) == ("top right", beyond, False)


def test_a_line_above_the_axes_is_told():
    axes = figures_left.left_axes(Answer(scenario=load("sky-2024-10k")))
    above, partly = (
        figures_left.troops_left(Answer(scenario=load("sky-2024-10k", [f"troops={n}"])), (None, ""), axes, SAY)
        for n in ("1e9", "20000")
    )
    assert named(above, "more than 100 years")[1] == 0.92 * axes.people
    assert ("↑" in drawn_texts(above), "↑" in drawn_texts(partly)) == (True, False)


@each(("days", "arrow"), [(100.0, True), (10_000.0, False)])
def test_an_interval_that_goes_on_beyond_the_axis_has_an_arrow(days, arrow):
    answer = Answer(scenario=load("sky-2024-10k-full"))
    figure = figures_left.troops_left(answer, (None, ""), figures_left.Axes(days, 10_800.0), SAY)
    assert ("→" in [note.text for note in figure.layout.annotations]) == arrow


@each(("rate", "side"), [(700, "bottom left"), (900, "bottom left"), (1200, "bottom left"), (1500, "top right")])
def test_the_name_of_the_published_line_is_not_crossed_by_the_present_one(rate, side):
    published, now = (Answer(scenario=load("sky-2024-10k", given)) for given in ([], [f"reported_rate={rate}"]))
    axes = figures_left.left_axes(published)
    assert figures_left.troops_left(now, (published, "left.published"), axes, SAY).data[0].textposition == side


def test_the_name_of_the_line_before_is_not_crossed_by_an_earlier_one():
    before, now = (Answer(scenario=load("sky-2024-10k", [f"troops={n}"])) for n in (137_000, 116_000))
    figure = figures_left.troops_left(now, (before, "left.before"), figures_left.Axes(140.0, 200_000.0), SAY)
    assert named(figure, "before")[2] == "top right"


@each("settings", [["reported_rate=0"], ["troops=0"], ["recruits_per_day=2000"], ["troops=1e9"]])
def test_limits_draw_without_infinities(settings):
    answer = Answer(scenario=load("sky-2024-10k", settings))
    steps = [(rung.quantity, rung.days_covered) for rung in answer.ladder]
    drawn = [
        figures_left.troops_left(answer, (None, ""), figures_left.left_axes(answer), SAY),
        figures_bars.waterfall(steps, SAY),
        figures_plane.equal_days(answer, [("x", 1271.0, 10_000.0)], SAY),
    ]
    assert all(finite(figure) for figure in drawn)


@each("name", ["sky-2024-10k-full", "classroom"])
def test_every_chapter_of_a_walk_starts_on_its_chart(name):
    told = [Answer(scenario=chapter.scenario) for chapter in story(load(name))]
    axes = figures_left.left_axes(told[-1], *told)
    assert all(answer.effective_troops <= axes.people for answer in told)
    assert figures_left.left_axes(told[-1]).people < max(answer.effective_troops for answer in told)


def test_there_are_twenty_dots_and_each_is_one_chance_in_twenty():
    scenario = load("sky-2024-10k", ["dispersion=11.9"])
    spread = distribution(scenario)
    dots = countable_dots(spread)
    figure = figures_dots.countable(dots, 8.0, "at most", SAY)
    assert sum(len(trace.x) for trace in figure.data) == 20
    assert abs(sum(d <= 8 for d in dots) / 20 - spread.probability(8.0).value) <= 0.05


@each("limit", [7.5, 7.868, 8.1])
def test_every_dot_stands_on_its_side_of_the_yardstick(limit):
    dots = countable_dots(distribution(load("sky-2024-10k", ["dispersion=11.9"])))
    places, _ = figures_dots.stacked(dots, limit, wide=False)
    assert [place <= limit for place in places] == [days <= limit for days in dots]


@each("code", LANGUAGES)
def test_names_and_ticks_of_the_compared_answers_have_room_on_a_phone(code):
    say = LANGUAGES[code]
    answers = [Answer(scenario=load(name)) for name in shipped()]
    figure = figures_ruler.on_one_ruler([(title_in(a.scenario, code), a) for a in answers[:4]], say)
    lines = [line for name in figure.layout.annotations for line in name.text.split("<br>")]
    assert max(map(len, lines)) <= 44
    axis, width = figure.layout.xaxis, 390 - 32 - figure.layout.margin.l - figure.layout.margin.r
    reach = axis.range[1] - axis.range[0]
    places = [(math.log10(x) - axis.range[0]) / reach * width for x in axis.tickvals]
    named = [(x, 3.0 * len(words)) for x, words in zip(places, axis.ticktext, strict=True) if words]
    assert [a for a, b in zip(named, named[1:], strict=False) if a[0] + a[1] > b[0] - b[1]] == []


def test_less_than_a_day_does_not_stand_on_the_first_day():
    rows = [("", Answer(scenario=load("sky-2024-10k", [f"troops={n}"]))) for n in (100, 1271)]
    assert [trace.x[0] for trace in figures_ruler.on_one_ruler(rows, SAY).data] == [0.86, 1.0]


@each("code", LANGUAGES)
def test_the_bars_of_the_tornado_have_more_room_than_their_names_on_a_phone(code):
    say, answer = LANGUAGES[code], Answer(scenario=load("sky-2024-10k-full"))
    bars = [(say.quantity(bar.quantity.key), bar.at_low, bar.at_high) for bar in answer.tornado]
    margin = figures_bars.tornado_bars(bars, answer.days, 14.0, say).layout.margin
    assert margin.l < 390 - 32 - margin.l - margin.r


def test_dots_of_never_say_so():
    assert "never" in drawn_texts(figures_dots.countable([1.0, 2.0, math.inf], 14.0, "at most", SAY))


def test_a_click_on_the_plane_fades_no_words():
    figure = figures_plane.equal_days(Answer(scenario=load("sky-2024-10k")), [("x", 100.0, 1000.0)], SAY)
    named = [trace for trace in figure.data if "text" in trace.mode]
    assert [t.unselected.textfont.color for t in named] == [t.textfont.color for t in named] != []


def test_a_line_of_equal_days_has_that_quotient():
    figure = figures_plane.equal_days(Answer(scenario=load("sky-2024-10k")), [("x", 100.0, 1000.0)], SAY)
    lines, names = (next(t for t in figure.data if t.mode == mode) for mode in ("lines", "text"))
    levels = [float(text.split("\xa0")[0].replace(",", "")) for text in names.text]
    drawn = [y / x for x, y in zip(lines.x, lines.y, strict=True) if np.isfinite(y)]
    off = [min(abs(days / level - 1) for level in levels) for days in drawn]
    assert (len(off) > 50, max(off) < 1e-6, list(names.y / names.x)) == (True, True, pytest.approx(levels))


def test_the_waterfall_ends_at_the_full_answer():
    steps = [(rung.quantity, rung.days_covered) for rung in ladder(load("classroom"))]
    figure = figures_bars.waterfall(steps, SAY)
    ends = {y: base + x for t in figure.data for y, base, x in zip(t.y, t.base, t.x, strict=True)}
    assert ends[f"{len(steps)}. {steps[-1][0]}"] == pytest.approx(steps[-1][1])


def test_dots_read_off_a_curve_lie_where_the_quantiles_lie():
    spread = distribution(load("sky-2024-10k-full"))
    dots = countable_dots(spread)
    solved = [spread.quantile((i + 0.5) / 20).value for i in range(20)]
    assert max(abs(math.log(a / b)) for a, b in zip(dots, solved, strict=True)) < 0.02


def test_a_hundred_dots_read_off_a_curve_lie_where_the_quantiles_lie():
    spread = distribution(load("sky-2024-10k-full"))
    dots = countable_dots(spread, 100)
    solved = [spread.quantile((i + 0.5) / 100).value for i in range(98)]
    assert max(abs(math.log(a / b)) for a, b in zip(dots, solved, strict=False)) < 0.01


def test_dots_of_one_column_do_not_cover_each_other():
    figure = figures_dots.countable([1.0, *[math.inf] * 99], 14.0, "at most", SAY)
    heights = [y for trace in figure.data for y in trace.y]
    assert (max(heights), max(trace.marker.size for trace in figure.data) * max(heights) <= 200) == (20, True)


@each("limit", [None, 1e-320, 14.0, 3650.0])
def test_days_next_to_nothing_have_a_place(limit):
    places, heights = figures_dots.stacked([1e-320, 2e-320, 2e-320], limit, wide=False)
    assert all(math.isfinite(x) for x in (*places, *heights))
