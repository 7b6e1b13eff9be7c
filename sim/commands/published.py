"""The command about published figures, `months`. Registered by `sim.cli`."""

from __future__ import annotations

import click

from sim.commands.options import checked, json_option, refuse_noted
from sim.commands.printing import print_json, troops_text
from sim.commands.reading import troops_option
from sim.inputs.definitions import MAX_DAYS
from sim.inputs.remarks import MIN_YARDSTICK
from sim.saying.digits import day_digits
from sim.saying.language import PLAIN

__all__ = ["COMMANDS"]


@click.command()
@troops_option("How many troops.", default="10000", show_default=True)
@click.option(
    "--days",
    type=float,
    callback=checked((MIN_YARDSTICK, MAX_DAYS), "days"),
    default=7.0,
    show_default=True,
    help="Less than so many.",
)
@json_option
def months(troops: float, days: float, as_json: bool) -> None:
    """Which published months made N troops last less than a week? With the address of every figure."""
    from sim.inputs import facts

    refuse_noted()
    short = [f"{m.first:%Y-%m}" for m in facts.months_under(troops, days)]
    rows = [
        {"month": f"{m.first:%Y-%m}", "casualties_per_day": m.rate, "days_covered": troops / m.rate,
         "less": f"{m.first:%Y-%m}" in short, "precision": m.precision, "source": m.source}
        for m in facts.months()
    ]  # fmt: skip
    if as_json:
        print_json(
            {"troops": troops, "days": days, "months_under": [r["month"] for r in rows if r["less"]], "months": rows}
        )
        return
    width = len(day_digits(troops / min(m.rate for m in facts.months())))
    for row, month in zip(rows, facts.months(), strict=True):
        days_covered = f"{day_digits(troops / month.rate):>{width}} days"
        click.echo(f"{'*' if row['less'] else ' '} {row['month']} {month.rate:>7,.0f} a day: {days_covered}   "
                   f"{month.precision}; {month.source}")  # fmt: skip
    named = ", ".join(short) or "none"
    click.echo(f"{troops_text(troops)} lasted less than {PLAIN.exact_days(days)} at the average of: {named}")


COMMANDS: tuple[click.Command, ...] = (months,)
"""Every command of this module."""
