"""An answer as CSV, every cell of it inert: a spreadsheet takes none for a formula."""

from __future__ import annotations

from unicodedata import normalize

from sim.inputs.parts import number_text
from sim.saying.language import one_line
from sim.saying.results import cover_result
from sim.study.answer import Answer

__all__ = ["csv_text", "inert_cell"]

_CSV_COLUMNS = ("unit", "low", "high", "shape", "grade", "as_of", "definition", "source", "note")
_LISTED = {"waves": ("wave", "people"), "schedule": ("step", "casualties/day"), "correlations": ("correlation", "1")}
"""Lists of a scenario: what a row of each is called, and the unit of its value."""


def inert_cell(content: object) -> str:
    """Return a cell of a table that no spreadsheet takes for a formula: text that could start one gets a quote.

    East Asian spreadsheets take the wide signs for the plain ones.

    >>> inert_cell("=1+1"), inert_cell(-2.5), inert_cell("@x"), inert_cell("\N{FULLWIDTH EQUALS SIGN}1")
    ("'=1+1", '-2.5', "'@x", "'\N{FULLWIDTH EQUALS SIGN}1")
    """
    if content is None:
        return ""
    cell = one_line(str(content))
    starts = normalize("NFKC", cell[:1]).startswith(("=", "+", "-", "@")) and not isinstance(content, int | float)
    return f"'{cell}" if starts else cell


def csv_text(answer: Answer) -> str:
    """Return an answer as CSV: the results, the ladder, and every quantity, wave, step of the rate and rank
    correlation with its source, all cells inert.

    Each row says by `kind` what it is; lines end as RFC 4180 has it; `never` is a word.

    >>> from sim.inputs.loading import load
    >>> csv_text(Answer(scenario=load("classroom"))).splitlines()[1]
    'result,days_covered.point,18.0,days,,,,,,,,'
    """
    from csv import writer
    from io import StringIO

    result = cover_result(answer)

    def line(kind: str, name: str, value: object, **more: object) -> list[str]:
        return [inert_cell(x) for x in (kind, name, value, *(more.get(key) for key in _CSV_COLUMNS))]

    days, said = result["days_covered"], result["verdict"]
    rows = [line("result", f"days_covered.{key}", "never" if x is None else x, unit="days") for key, x in days.items()]
    rows.append(line("result", "probability_never_used_up", result["probability_never_used_up"], unit="1"))
    rows.append(line("result", "numerical_error", result["numerical_error"], unit="1"))
    for key in ("probability", "phrase", "claim", "threshold_days") if said else ():
        rows.append(line("verdict", key, said[key], source=said["threshold_source"] if key == "threshold_days" else ""))
    for rung in result["ladder"]:
        reached = "never" if rung["days_covered"] is None else rung["days_covered"]
        rows.append(line("ladder", rung["quantity"], reached, unit="days", definition=rung["words"]))
    for quantity in result["quantities"]:
        rows.append(line("quantity", **{("name" if k == "quantity" else k): v for k, v in quantity.items()}))
    for part, (kind, unit) in _LISTED.items():
        for entry in result[part]:
            at, value, *_ = entry.values()
            name = " ~ ".join(at) if isinstance(at, list) else f"day {number_text(at)}"
            rows.append(line(kind, name, value, unit=unit, **{key: entry[key] for key in ("grade", "source", "note")}))
    for key in ("exhausted_on", "scenario", "title", "seed", "model_version", "schema", "digest"):
        rows.append(line("about", key, result[key]))
    target = StringIO()
    writer(target, lineterminator="\r\n").writerows([["kind", "name", "value", *_CSV_COLUMNS], *rows])
    return target.getvalue()
