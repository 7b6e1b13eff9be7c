"""Every number of every shipped scenario, as the commands print it. `python tests/results.py --write` stores them anew.

The table is held while the program is rebuilt without a change of its numbers. Where a change of the model or of the
numerical method is meant to move them, write it again and say in CHANGES.md what moved.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.inputs.loading import load, shipped
from sim.saying.results import comparison_result, cover_result, flip_result, sensitivity_result
from sim.show.brief import brief
from sim.study.answer import Answer
from sim.study.comparison import Comparison

TABLE = Path(__file__).parent / "results.json"
ERROR = 1e-2
"""Target error of the flips: the default one takes minutes, and the points are the same numbers, only fewer."""
NOISE = ("dispersion=11.9", "day_correlation=0.44")
WAVES, STEPS = "waves=0:6000,30:4000", "schedule=0:1271,30:1400,90:1187"


def range_of(key: str, low: float, value: float, high: float, shape: str = "uniform") -> tuple[str, ...]:
    """A range as settings."""
    return f"{key}={value}", f"{key}.low={low}", f"{key}.high={high}", f"{key}.shape={shape}"


CASES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(shipped(), ()),
    "sky-2024-10k | in waves": ("sky-2024-10k", WAVES),
    "sky-2024-10k | by schedule": ("sky-2024-10k", STEPS),
    "sky-2024-10k | one late wave": ("sky-2024-10k", "waves=5:10000"),
    "sky-2024-10k | nobody": ("sky-2024-10k", "troops=0"),
    "sky-2024-10k | no losses": ("sky-2024-10k", "reported_rate=0"),
    "sky-2024-10k | survey": ("sky-2024-10k", "remark.yardstick=survey", "reported_rate.low=1187",
                              "reported_rate.high=1400", "troops.low=8000", "troops.high=12000"),
    "sky-2024-10k-full | in waves, by schedule": ("sky-2024-10k-full", "monthly_trend=0", WAVES, STEPS),
    "sky-2024-10k-full | correlated": (
        "sky-2024-10k-full", "correlations=reported_rate~returning_share:-0.5,line_share~desertion_share:0.3",
    ),
    "classroom | in waves": ("classroom", "waves=0:500,10:300,20:200", "dispersion=4"),
    "hard | waves under noise": (
        "sky-2024-10k", "waves=0:4000,3:4000,6:4000,9:4000,12:4000,15:4000", "line_share=0.95", *NOISE,
        "remark.threshold_days=14.9",
    ),
    "hard | recruits as many as losses": ("sky-2024-10k", "troops=5000", "recruits_per_day=1271", *NOISE),
    "hard | lags under steps": (
        "sky-2024-10k", "schedule=0:1600,5:2000,35:1000", "troops=30000", "returning_share=0.6", "recruits_per_day=100",
        *range_of("last_return_day", 10, 60, 120), *range_of("first_return_day", 0, 5, 9, "triangular"),
    ),
    "hard | a small force under noise": (
        "sky-2024-10k", "troops=1300", "reported_rate=30", "dispersion=12", *range_of("line_share", 0.7, 0.8, 1),
    ),
    "hard | a falling rate": (
        "sky-2024-10k", *range_of("last_return_day", 20, 40, 60, "pert"),
        *range_of("returning_share", 0, 0.36, 0.75, "triangular"),
        *range_of("monthly_trend", -0.5, -0.3, 0.1, "normal"),
    ),
    "hard | effective by and by": (
        "sky-2024-10k", "waves=0:4000,20:6000", "monthly_trend=0.3", "recruits_per_day=900", "returning_share=0.3",
        *range_of("integration_days", 10, 60, 180, "lognormal"),
        *range_of("starting_effectiveness", 0.1, 0.3, 0.6, "pert"),
    ),
    "hard | effective by and by, under noise": (
        "sky-2024-10k", "recruits_per_day=700", "returning_share=0.3", *range_of("monthly_trend", -0.1, 0.2, 0.6),
        *range_of("integration_days", 10, 60, 180, "lognormal"),
        *range_of("starting_effectiveness", 0.1, 0.3, 0.6, "pert"), *NOISE,
    ),
    "hard | noise of unknown strength": (
        "sky-2024-10k", "recruits_per_day=900", *range_of("dispersion", 2, 11.9, 40, "lognormal"),
        *range_of("day_correlation", 0, 0.44, 0.8, "triangular"), *range_of("reporting_ratio", 0.8, 1, 1.3, "normal"),
        "correlations=dispersion~day_correlation:0.4",
    ),
    "hard | nobody returns of what was lost before": (
        "sky-2024-10k", "earlier_casualties=ignored", "troops=2000", "returning_share=0.7", "desertion_share=0.2",
        "dispersion=108", *range_of("reported_rate", 500, 900, 2000, "lognormal"),
        *range_of("recruits_per_day", 100, 300, 700),
    ),
}  # fmt: skip
"""A scenario, or a name for one with settings: what is loaded, then the settings."""

WORDS = ("digest", "verdict.phrase", "exhausted_on", "sobol.output", "method")
"""Places of words that are concluded as numbers are."""


def results(case: str) -> dict[str, Any]:
    """The numbers of one case by command; each is named by its place in the printed object."""
    name, *settings = CASES[case] or (case,)
    answer = Answer(scenario=load(name, settings))
    roughly = Answer(scenario=answer.scenario, error=ERROR)
    beside = Comparison(answers=(Answer(scenario=load("sky-2024-10k"), error=ERROR), roughly))
    objects = {
        "cover": cover_result(answer),
        "flip": flip_result(roughly.flipped(), roughly),
        "sensitivity": sensitivity_result(answer),
        "compare": comparison_result(beside),
        "report": _numbers_of_brief(answer),
    }
    objects["cover"].pop("quantities")  # what is put in, not what comes out
    for command in ("flip", "sensitivity"):
        objects[command].pop("digest")  # that of `cover` once more
    return {command: dict(_numbers(content)) for command, content in objects.items()}


def _numbers(content: Any, place: str = "") -> Iterator[tuple[str, float | str | None]]:
    """Numbers, nulls, truths and digests with their places; no prose."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _numbers(value, f"{place}.{key}" if place else str(key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _numbers(value, f"{place}[{number}]")
    elif isinstance(content, float):
        yield place, float(f"{content:.10g}")
    elif not isinstance(content, str) or place in WORDS:
        yield place, content


def _numbers_of_brief(answer: Answer) -> dict[str, str]:
    """The numbers that the text and the drawings of a brief hold, in their order."""
    page = brief(answer)
    text = re.sub(r"(?s)<svg.*?</svg>|<style.*?</style>|<footer.*?</footer>|<[^>]*>|https?://\S+", " ", page)
    drawn = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", page))
    return {"digest": " ".join(re.findall(r"\d[\d,.]*\d|\d", f"{text} {drawn}"))}


def write() -> None:
    """Store the numbers of every case."""
    lines = [f"{json.dumps(case)}: {json.dumps(results(case), separators=(',', ':'))}" for case in CASES]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__" and "--write" in sys.argv:
    write()
