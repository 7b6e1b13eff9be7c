"""What troops will last from a day of the series on, and how such forecasts of the past turned out."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import streamlit as st

from sim.inputs.definitions import MAX_DAYS, MAX_TROOPS
from sim.inputs.problems import ScenarioError
from sim.saying.language import Language
from sim.show import inert
from sim.show.series_figures import LEVELS, held_by_level, melting, predicted_and_actual
from sim.show.series_results import days_estimate, track_sentences
from sim.study.backtest import Backtest, backtest, coverage
from sim.study.baselines import BASELINES
from sim.study.fit import with_forecast_rate
from sim.study.forecast import WARM_UP, Forecast, actual_days, forecast
from sim.study.kept import hub_text, keep
from sim.study.scores import Score
from sim.study.series import Series
from sim.ui import series_carry, state
from sim.ui.series_visit import remembered, update, visit
from sim.ui.waiting import end_if_abandoned
from sim.ui.what_if import chart

__all__ = ["draw", "record"]

_FIRST, _YEAR = date(2023, 1, 1), timedelta(days=365)
"""First start of the published table of scores, and how much of a series must follow it to be a record (assumption)."""


def draw(series: Series, say: Language) -> None:
    """Draw the forecast: how many troops from which day on, the sentence, and the fan of the troops left."""
    st.html(inert.element("h3", inert.text(say("real.forecast")), "font-size:1.15rem;padding:0"))
    latest = series.day(len(series.counts))
    if len(series.counts) < WARM_UP:
        st.html(inert.element("p", inert.text(say("real.forecast.short", days=say.exact_days(WARM_UP)))))
        return
    with st.container(horizontal=True):
        st.number_input(
            say("real.troops"), min_value=1.0, max_value=MAX_TROOPS, step=1000.0, format="%.10g", on_change=_set_troops,
            key=state.mirror("series:troops", visit().troops), value=None,
        )  # fmt: skip
        st.date_input(
            say("real.day"), min_value=series.day(WARM_UP), max_value=latest, format="YYYY-MM-DD", on_change=_set_day,
            key=state.mirror("series:day", visit().day or latest), help=say("real.day.help"),
        )  # fmt: skip
    try:
        made = remembered(
            ("forecast", visit().troops, visit().day), lambda: forecast(series, visit().troops, visit().day)
        )
    except ScenarioError as error:
        st.html(inert.items([say.problem(problem) for problem in error.problems]))
        return
    _show(made, series, say)


def _set_troops() -> None:
    if (value := st.session_state["series:troops"]) is not None:
        update(troops=float(value))


def _set_day() -> None:
    update(day=st.session_state["series:day"])


def _show(made: Forecast, series: Series, say: Language) -> None:
    """Show a forecast, offer its rate to the scenario at hand, and the forecast itself to keep."""
    if not made.level:
        st.html(inert.element("p", inert.text(say("real.forecast.never", day=str(made.last_known)))))
        return
    st.html(inert.element("p", inert.text(_words(made, series, say)), "font-size:1.15rem"))
    if made.quantile(0.95) <= MAX_DAYS:
        alt = say("real.fan.alt", troops=say.count(made.troops))
        chart("melting", melting(made, series, say), (alt, partial(_quantiles, made, say)), say)
    with st.container(horizontal=True):
        label = say("real.use.forecast")
        series_carry.offer(label, "series:use:forecast", partial(with_forecast_rate, state.current(), made, series))
        if made.quantile(0.95) <= MAX_DAYS:
            _keep(made, series, say)
    st.html(inert.element("p", inert.text(say("real.use.forecast.what")), "opacity:.85"))


def _keep(made: Forecast, series: Series, say: Language) -> None:
    """Offer the forecast as a file, or say why none that can be scored can be made of it."""
    try:
        text = hub_text([keep(made, series, date.today())])
    except ScenarioError as error:
        st.html(inert.items([say.problem(problem) for problem in error.problems]))
        return
    st.download_button(
        say("real.keep"), text, mime="text/csv", key="series:keep",
        file_name=f"forecast-{made.day}-{made.troops:.0f}.csv", on_click="ignore",
    )  # fmt: skip


def _words(made: Forecast, series: Series, say: Language) -> str:
    low, middle, high = (days_estimate(made, p) for p in (0.05, 0.5, 0.95))
    words = say(
        "real.forecast.troops", day=str(made.day), troops=say.count(made.troops),
        days=say.estimate(middle, "accusative"), span=say.span(low, high),
    )  # fmt: skip
    rate = say.count(float(f"{made.level:.4g}"))
    words = f"{words} {say('real.forecast.rate', rate=rate, known=str(made.last_known))}"
    if made.day > series.last:
        return words
    really = float(actual_days(series, made.troops)[series.place(made.day)])
    so_far = say.exact_days((series.last - made.day).days + 1)
    became = (
        say("real.became", days=say.days(really, "accusative")) if really == really else say("real.open", days=so_far)
    )
    return f"{words} {became}"


def _quantiles(made: Forecast, say: Language) -> str:
    levels = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
    rows = [[say.number(f"{100 * p:.0f} %"), say.estimate(days_estimate(made, p))] for p in levels]
    return inert.table(say("real.quantiles"), say("real.quantiles.columns").split("|"), rows)


# ------------------------------------------------------------------------------------------------ the track record


def record(series: Series, say: Language) -> None:
    """Draw how forecasts from every past day did; computed when asked for, because it takes seconds."""
    st.html(inert.element("h3", inert.text(say("real.record")), "font-size:1.15rem;padding:0"))
    troops, since = visit().troops, visit().since or _first_start(series)
    st.html(inert.element("p", inert.text(say("real.record.what", troops=say.count(troops)))))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            say("real.since"), min_value=series.first, max_value=series.last, format="YYYY-MM-DD", on_change=_set_since,
            key=state.mirror("series:since", since),
        )  # fmt: skip
        st.button(
            say("real.record.ask", troops=say.count(troops)), key="series:record", on_click=_ask, args=(troops, since)
        )
    if visit().record != (troops, since):
        return
    try:
        found = remembered(("record", troops, since), partial(_tested, series, (troops, since), say))
    except ScenarioError as error:
        st.html(inert.items([say.problem(problem) for problem in error.problems]))
        return
    _judgement(found, series, say)


def _first_start(series: Series) -> date:
    """The first start of the published table of scores, where a year of days follows it; else that of the series."""
    return _FIRST if series.first <= _FIRST <= series.last - _YEAR else series.first


def _set_since() -> None:
    update(since=st.session_state["series:since"])


def _ask(troops: float, since: date) -> None:
    update(record=(troops, since))


def _tested(series: Series, asked: tuple[float, date], say: Language) -> Backtest:
    """Score the forecasts, with a bar, and end where nobody waits any more."""
    bar = st.progress(0.0, text=say("real.record.wait"))

    def report(share: float) -> None:
        end_if_abandoned()
        bar.progress(share, text=say("real.record.wait"))

    try:
        return backtest(series, *asked, None, report)
    finally:
        bar.empty()


def _judgement(found: Backtest, series: Series, say: Language) -> None:
    """Show how the forecasts did: in two sentences, day by day, and by level."""
    said = " ".join(inert.text(say.text(sentence)) for sentence in track_sentences(found))
    kind = inert.text(say("real.record.kind", first=str(found.first), last=str(found.last)))
    st.html(inert.element("p", said, "font-size:1.15rem") + inert.element("p", kind, "opacity:.85"))
    if found.forecast.censored == found.forecast.n:
        return
    alt = say("real.record.alt", held=_percent(coverage(found.starts, "forecast", 0.9), say))
    chart("record", predicted_and_actual(series, found, say), (alt, partial(_scores, found, say)), say)
    alt = say("real.level.alt", half=_percent(coverage(found.starts, "forecast", 0.5), say))
    chart("levels", held_by_level(found, say), (alt, partial(_levels, found, say)), say)


def _percent(share: float, say: Language) -> str:
    return say.number(f"{100 * share:.0f} %")


def _scores(found: Backtest, say: Language) -> str:
    rows = [_score("forecast", found.forecast, say), *(_score(name, found.baselines[name], say) for name in BASELINES)]
    return inert.table(say("real.scores"), say("real.scores.columns").split("|"), rows)


def _score(name: str, score: Score, say: Language) -> list[str]:
    shares = (score.coverage_50, score.coverage_90, score.mae_relative, score.bias_median)
    held, most, off, bias = (100 * share for share in shares)
    return [
        say(f"real.contender.{name}"), say.count(score.n), say.count(score.censored), say.number(f"{score.crps:.3g}"),
        say.number(f"{held:.0f} %"), say.number(f"{most:.0f} %"), say.number(f"{off:.1f} %"),
        say.number(f"{bias:+.1f} %"),
    ]  # fmt: skip


def _levels(found: Backtest, say: Language) -> str:
    rows = [
        [
            _percent(level, say),
            *(_percent(coverage(found.starts, who, level), say) for who in ("forecast", "trailing_7")),
        ]
        for level in LEVELS
    ]
    return inert.table(say("chart.levels"), say("real.levels.columns").split("|"), rows)
