"""English: the printed brief and what else is taken away."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TAKE_AWAY"]

TAKE_AWAY: Mapping[str, str] = {
    # the printed brief
    "brief.remark": "“{words}” ({facts})",
    "brief.changed": "Not as published, but a reader's own: {names}.",
    "brief.arithmetic": "Arithmetic",
    "brief.sources": "Every number and its source",
    "brief.same_source": "source as {number}",
    "brief.more": "Definitions and notes stand on the page “Sources”, and in the scenario file.",
    "brief.wave": "{troops} {troops:person|people} on day {day}",
    "brief.step": "{rate} a day from day {day}",
    "brief.losses": "Net drain (orange, solid) against cover (blue, dashed), in people.",
    "brief.shaded": " Shaded: 5 to 95 %.",
    "brief.dots": "Twenty equally likely outcomes, in days; filled are those of at most {limit}: {within}.",
    "brief.ladder": "Days covered with each assumption switched on in turn, from above to below.",
    "brief.footer": "Attrition What-If {program_version}, model {model_version}, seed {seed}, digest {digest}. Nothing"
    " is loaded when this page is opened.",
    # take away
    "take.brief": "Brief (HTML, prints on A4)",
    "take.csv": "Table (CSV)",
    "take.json": "Result (JSON)",
    "take.toml": "Scenario (TOML)",
    "take.charts": "Each chart can be saved as SVG from the toolbar that appears on it.",
    "take.command": "The same on the command line",
    "take.python": "The same in Python",
    "take.link": "The address of this page is the link: it holds the scenario, your changes and a digest of the"
    " result.",
    "take.own_link": "The address of this page is the link: it carries the whole scenario file, your changes and a"
    " digest of the result. Who opens it is told that the scenario is none of this program's.",
    "take.no_link": "This scenario is too long for a link: pass the scenario file (TOML, above) on instead.",
    "take.upload": "Open a scenario file of your own",
    "take.upload.words": "A scenario file (TOML); problems are listed, and nothing changes then",
}
