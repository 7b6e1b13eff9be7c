"""What a scenario states, in words: quantities with unit, range and source, rungs, waves and steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sim.inputs.definitions import BARE_QUOTIENT
from sim.inputs.quantities import Correlation, Quantity
from sim.inputs.readings import definition_in, note_in
from sim.inputs.scenario import Scenario
from sim.saying.digits import count_text, written_out
from sim.saying.language import PLAIN, Language

__all__ = [
    "amount_text",
    "correlation_text",
    "definition_words",
    "note_words",
    "quantity_text",
    "quantity_words",
    "rung_words",
    "stated_text",
]


def quantity_text(quantity: Quantity, say: Language = PLAIN) -> str:
    """Return value, unit and range of a quantity, as in `1,271 casualties/day (1,187 to 1,354, lognormal)`.

    >>> quantity_text(Quantity(key="line_share", value=0.7, low=0.5, high=0.9, shape="uniform"))
    '0.7 (0.5 to 0.9, uniform)'
    """
    if isinstance(quantity.value, str):
        return say(f"choice.{quantity.value}")
    if isinstance(quantity.value, date):
        return str(quantity.value)
    text = say.measured(quantity.key, quantity.value)
    if quantity.uncertain:
        low, high = say.count(quantity.low or 0.0), say.count(quantity.high or 0.0)
        text += say("range", low=low, high=high, shape=say(f"shape.{quantity.shape}"))
    return text


def amount_text(key: str, value: float, say: Language = PLAIN, digits: int = 12) -> str:
    """Return a value as a sentence has it: without its unit, to so many digits, shares in percent.

    >>> amount_text("line_share", 0.4380128, digits=3), amount_text("troops", 17794.0, digits=3)
    ('43.8 %', '17,800')
    """
    share = key.endswith("_share") or key in ("starting_effectiveness", "monthly_trend")
    rounded = float(f"{100 * value if share else value:.{digits}g}")
    return say.number(written_out(rounded, 6)) + f"{say.space}%" if share else say.count(rounded)


def quantity_words(key: str, say: Language = PLAIN) -> str:
    """Return the short name of a quantity or a rung, for the middle of a sentence.

    >>> quantity_words("line_share")
    'line share'
    """
    return say(f"name.{key}")


def rung_words(rung: str, quantities: Sequence[Quantity], say: Language = PLAIN) -> str:
    """Return one rung in words: what was switched on, at which values.

    >>> from sim.inputs.loading import load
    >>> rung_words("line_share", [load("classroom")["line_share"]])
    'line share 0.75'
    """
    if not quantities or rung == BARE_QUOTIENT:
        return say(f"switched.{rung}")
    return ", ".join(f"{quantity_words(q.key, say)} {quantity_text(q, say)}" for q in quantities)


def definition_words(scenario: Scenario, quantity: Quantity, say: Language = PLAIN) -> str:
    """Return what a quantity counts, in the language asked for where the scenario says it in that."""
    return say.text(definition_in(scenario, quantity, say.code))


def note_words(scenario: Scenario, quantity: Quantity, say: Language = PLAIN) -> str:
    """Return the note of a quantity, in the language asked for where the scenario or the program says it in that."""
    return say.text(note_in(scenario, quantity, say.code))


def correlation_text(entry: Correlation, say: Language = PLAIN) -> str:
    """Return a rank correlation with the two quantities it joins.

    >>> correlation_text(Correlation(between=("reported_rate", "line_share"), rank=-0.5))
    'reported rate ~ line share: -0.5'
    """
    return f"{' ~ '.join(quantity_words(key, say) for key in entry.between)}: {say.number(f'{entry.rank:.4g}')}"


def stated_text(scenario: Scenario, key: str) -> str:
    """Return what a scenario states of a quantity, waves and steps one by one, or of its `correlations`.

    >>> from sim.inputs.loading import load
    >>> stated_text(load("sky-2024-10k", ["waves=0:6000,30:4000"]), "troops")
    '6,000 on day 0; 4,000 on day 30'
    """
    if key == "correlations":
        return "; ".join(map(correlation_text, scenario.correlations)) or "none"
    if key in scenario.replaced and (entries := scenario.timed(key)):
        form = "{} on day {}" if key == "troops" else "{} a day from day {}"
        return "; ".join(form.format(count_text(size), count_text(day)) for day, size in (x.pair for x in entries))
    return quantity_text(scenario[key]) if key != "announced" or key in scenario else "not stated"
