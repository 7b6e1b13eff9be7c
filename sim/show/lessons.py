"""Five lessons: predict, reveal, explain, one question; as files that work from a memory stick, or within a page.

A lesson carries the closed forms in plain JavaScript (`templates/attrition.js`), held against the model by a test. What
it says about real cases is computed here when it is written, from the scenarios with their sources.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from sim import __version__
from sim.core.assumptions import Assumptions
from sim.core.crossing import days_covered
from sim.inputs.loading import load
from sim.inputs.problems import ScenarioError
from sim.inputs.scenario import Scenario
from sim.saying.language import LANGUAGES, Language
from sim.show.templating import page
from sim.study.ardennes import ARDENNES_SOURCE, ardennes, log_ratio_fit
from sim.study.distribution import distribution
from sim.study.verdict import DEFAULT_THRESHOLD_DAYS
from sim.words.texts import Problem

__all__ = ["DRAWN", "NUMBERS", "Control", "Lesson", "lesson", "lesson_page", "lesson_script", "lesson_within"]

NUMBERS = (1, 2, 3, 4, 5)
DRAWN = (1, 2)
"""Lessons in which the guess can be drawn as well as typed."""
_SMALL, _LARGE = 10_000.0, 100_000.0
"""The two reinforcements of the published remarks (people)."""
_ONE_SIGMA = (0.158655, 0.841345)
"""Two times out of three: the probabilities one standard deviation below and above the mean of a normal law."""
_LOCALES = {"en": "en-US", "uk": "uk-UA"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """One slider: its key, its ends, step and value, and the unit its number is shown in (count, percent or days)."""

    key: str
    low: float
    high: float
    step: float
    value: float
    unit: str = "count"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """What one lesson needs beside its texts: sliders, fixed numbers of the model, sentences' figures, sources.

    `facts` are numbers the page computes with, `take` ready figures for the sentence to take away; all are the model's.
    """

    number: int
    controls: tuple[Control, ...]
    facts: Mapping[str, float]
    take: Mapping[str, str]
    sources: tuple[str, ...]


def lesson_page(number: int, language: Language = LANGUAGES["en"]) -> str:
    """Return a lesson as a self-contained HTML text: nothing is loaded when it is opened.

    Raises `ScenarioError` for another number than 1 to 5.

    >>> "276" in lesson_page(2)
    True
    """
    return page("lesson.html", **_places(lesson(number, language), language), alone=True, large=False)


def lesson_within(number: int, language: Language = LANGUAGES["en"], *, large: bool = False) -> Mapping[str, object]:
    """Return the same lesson as a part of a larger page: its HTML as `screen`, and as `page` what its script is given.

    The lesson is to stand in a shadow root, so that neither its style nor its names meet those of the page around it,
    and light or dark follows from that page. `large` is the type for a projector. Raises `ScenarioError` for another
    number than 1 to 5.

    >>> "<main" in lesson_within(2)["screen"]
    False
    """
    places = {**_places(lesson(number, language), language), "alone": False, "large": large}
    return {"screen": page("lesson-within.html", **places), "page": places["page"]}


@lru_cache(maxsize=1)
def lesson_script() -> str:
    """Return the script of a lesson within a larger page, as a module whose one function draws the lesson."""
    return page("lesson-within.js")


def _places(about: Lesson, say: Language) -> dict[str, object]:
    """What the templates of a lesson are filled with."""
    number, prefix = about.number, f"lesson.{about.number}"
    told = {key.removeprefix(f"{prefix}."): say(key) for key in _keys(f"{prefix}.", say)}
    shared = {key.removeprefix("lesson.word."): say(key) for key in _keys("lesson.word.", say)}
    nouns = {f"day.{form}": say.words.get(f"day.{form}") or say("day.many") for form in ("one", "few", "many", "part")}
    words = {**shared, **nouns, **told, "other": nouns["day.many"], "never": say("never"),
             "take": say(f"{prefix}.take", **about.take)}  # fmt: skip
    content = {
        "number": number, "lang": say.code, "locale": _LOCALES[say.code], "separators": list(say.words["separators"]),
        "controls": [control.key for control in about.controls], "facts": dict(about.facts), "words": words,
    }  # fmt: skip
    return {
        "say": say, "title": say(f"{prefix}.title"), "summary": say(f"{prefix}.summary"), "number": number,
        "controls": [_shown(control) for control in about.controls], "sources": about.sources, "page": content,
        "drawn": number in DRAWN, "version": __version__,
    }  # fmt: skip


def _keys(prefix: str, say: Language) -> list[str]:
    return [key for key in say.words if key.startswith(prefix)]


def _shown(control: Control) -> dict[str, object]:
    """The attributes of a slider, numbers in their shortest form."""
    return {key: f"{value:g}" if isinstance(value, float) else value for key, value in asdict(control).items()}


def lesson(number: int, language: Language = LANGUAGES["en"]) -> Lesson:
    """Return a lesson's controls, facts and figures. Raises `ScenarioError` for another number than 1 to 5.

    >>> [control.key for control in lesson(4).controls]
    ['troops', 'days']
    """
    if type(number) is not int or number not in NUMBERS:
        allowed = ", ".join(map(str, NUMBERS))
        raise ScenarioError(Problem.of("problem.allowed", "lesson", value=repr(number), allowed=allowed, near=""))
    return _LESSONS[number](language)


# ---------------------------------------------------------------------------------------------------- where it is from


def _remark() -> Scenario:
    return load("sky-2024-10k")


def _days(troops: float, **more: float | bool) -> float:
    """The model's days covered at the rate of the remark."""
    rate = _remark().number("reported_rate")
    return float(
        days_covered(Assumptions(waves=((0.0, troops),), schedule=((0.0, rate),), **more))  # type: ignore[arg-type]
    )


def _source(scenario: Scenario, key: str) -> str:
    """Definition and source of a quantity, as they stand in the scenario."""
    return f"{scenario.number(key):g}: {scenario[key].definition}; {scenario[key].source}"


def _troops() -> Control:
    return Control(key="troops", low=5_000, high=150_000, step=5_000, value=_SMALL)


def _share(value: float) -> Control:
    """Up to 80 %: with all returning nothing is ever used up, and there is nothing to draw."""
    return Control(key="share", low=0, high=80, step=5, value=value, unit="percent")


def _quotient(say: Language) -> Lesson:
    """The quotient: troops over losses a day, for the two reinforcements of the remarks."""
    remark = _remark()
    rate = remark.number("reported_rate")
    take = {"troops": say.count(_SMALL), "rate": say.count(rate), "days": say.days(_days(_SMALL)),
            "large": say.count(_LARGE), "large_days": say.days(_days(_LARGE))}  # fmt: skip
    controls = (_troops(), Control(key="rate", low=100, high=2500, step=1, value=rate))
    return Lesson(number=1, controls=controls, facts={}, take=take, sources=(_source(remark, "reported_rate"),))


def _gross_and_net(say: Language) -> Lesson:
    """Gross and net: the same with a share that returns, after a delay, of those lost from day 0 on."""
    net = load("sky-2024-10k-net")
    first, last = net.number("first_return_day"), net.number("last_return_day")
    share = net.number("returning_share")
    window: dict[str, float | bool] = {"first_return_day": first, "last_return_day": last, "count_earlier": False}
    figures = {
        f"{name}{kind}": say.days(_days(troops, returning_share=returning, **window))
        for name, troops in (("small", _SMALL), ("large", _LARGE))
        for kind, returning in (("_gross", 0.0), ("_net", share))
    }
    take = {**figures, "share": say.number(f"{100 * share:g}"), "small": say.count(_SMALL), "large": say.count(_LARGE)}
    facts = {"rate": net.number("reported_rate"), "first": first, "last": last}
    sources = (_source(net, "reported_rate"), _source(net, "returning_share"))
    return Lesson(number=2, controls=(_troops(), _share(100 * share)), facts=facts, take=take, sources=sources)


def _noise(say: Language) -> Lesson:
    """Noise and ranges: how little days that scatter move the answer, and how much a share nobody knows does."""
    full = load("sky-2024-10k-full")
    facts = {"rate": _remark().number("reported_rate"), "dispersion": full.number("dispersion"),
             "correlation": full.number("day_correlation")}  # fmt: skip
    returning = full["returning_share"]
    low, high = float(returning.low or 0.0), float(returning.high or 0.0)
    noisy = [f"dispersion={facts['dispersion']}", f"day_correlation={facts['correlation']}"]
    ends = [distribution(load("sky-2024-10k", noisy)).quantile(p).value for p in _ONE_SIGMA]
    take = {
        "n": say.count(_SMALL), "exact": say.number(f"{(ends[1] - ends[0]) / 2:.2f}"), "low": _percent(low, say),
        "high": _percent(high, say), "days_low": say.days(_days(_SMALL, returning_share=low)),
        "days_high": say.days(_days(_SMALL, returning_share=high)),
    }  # fmt: skip
    sources = (_source(full, "dispersion"), _source(full, "day_correlation"), _source(full, "returning_share"))
    return Lesson(number=3, controls=(_troops(), _share(100 * high)), facts=facts, take=take, sources=sources)


def _flips(say: Language) -> Lesson:
    """What flips it: the share, the troops and the recruits at which the days covered are the yardstick."""
    full, remark = load("sky-2024-10k-full"), _remark()
    rate, troops = remark.number("reported_rate"), remark.number("troops")
    limit = float((remark.remark and remark.remark.threshold_days) or DEFAULT_THRESHOLD_DAYS)
    returning = full["returning_share"]
    facts = {"rate": rate, "low": float(returning.low or 0.0), "high": float(returning.high or 0.0)}
    take = {
        "n": say.count(troops), "rate": say.count(rate), "days": say.exact_days(limit, "genitive"),
        "share": _percent(1 - troops / (rate * limit), say), "troops": say.count(rate * limit),
        "recruits": say.count(round(rate - troops / limit)),
    }  # fmt: skip
    yardstick = Control(key="days", low=7, high=120, step=1, value=limit, unit="days")
    sources = (_source(full, "reported_rate"), _source(full, "returning_share"))
    return Lesson(number=4, controls=(_troops(), yardstick), facts=facts, take=take, sources=sources)


def _lanchester(say: Language) -> Lesson:
    """Lanchester: reinforcements in an equation of battle, and how little of a real one it explains."""
    fit = log_ratio_fit(ardennes())
    facts = {"x": 800.0, "y": 1000.0, "hit": 0.1, "days": 20.0, "r2": fit.r_squared}
    take = {"share": _percent(fit.r_squared, say), "days": say.exact_days(fit.days, "genitive")}
    controls = (
        Control(key="day", low=0, high=10, step=1, value=5),
        Control(key="people", low=100, high=1000, step=50, value=400),
    )
    return Lesson(number=5, controls=controls, facts=facts, take=take, sources=(ARDENNES_SOURCE,))


def _percent(share: float, say: Language) -> str:
    return say.number(
        f"{100 * share:.3g}\N{NO-BREAK SPACE}%" if share >= 0.1 else f"{100 * share:.1f}\N{NO-BREAK SPACE}%"
    )


_LESSONS: Mapping[int, Callable[[Language], Lesson]] = {
    1: _quotient,
    2: _gross_and_net,
    3: _noise,
    4: _flips,
    5: _lanchester,
}
