"""English of the classroom: battles, lessons, nomogram and worksheet."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CLASSROOM"]

CLASSROOM: Mapping[str, str] = {
    "problem.too_long": "pace times days above {most:g}: give a shorter time",
    "problem.too_dense": "fire that can take {pace:g} times a side's people a day; at most {most:g} times can be"
    " followed",
    "problem.times": "times: must be one axis of days that do not fall, within 0 to {days:g}",
    "problem.integration": "the equations of this battle cannot be followed; give a shorter time or smaller hit rates",
    "problem.own_input": "{path}: is the file the page is made from; name another",
    "problem.unwritable": "{path}: cannot be written: {reason}",
    "problem.suffix": "{path}: the name must end in one of {allowed}",
    "problem.no_battle": "{name} is no shipped battle and no file{near}; known: {known}",
    "lanchester.day": "day",
    "lanchester.used_up": "{side} is used up after {days} days.",
    "lanchester.undecided": "Neither side is used up alone in the days followed.",
    "lanchester.winner": "{side} wins, with {count} left at the end of the days followed.",
    "lanchester.drift": "Relative drift of {quantity}, which stays the same between reinforcements: {drift}.",
    "lanchester.fit_heading": "ln(Allied losses / German losses) fitted to ln(German strength / Allied strength):",
    "lanchester.fit": "  {count:>6}, days {first_day} to {last_day}: slope {slope} (standard error"
    " {slope_error}), R2 {r_squared}",
    "lanchester.fit_words": "The square law says slope 1, the linear law 0. Over the whole campaign the force"
    " ratio explains next to nothing.",
    # the nomogram
    "nomogram.title": "How many days do the troops cover?",
    "nomogram.formula": "days = troops / losses a day",
    "nomogram.formula_net": "days = troops / (losses a day x net share)",
    "nomogram.troops": "troops|in the line",
    "nomogram.rate": "losses|a day",
    "nomogram.days": "days|gross",
    "nomogram.net_days": "days|net",
    "nomogram.share": "net share|of the losses",
    "nomogram.first": "1. Lay a ruler through the troops and the losses a day; read the days on the third scale and"
    " mark them there.",
    "nomogram.second": "2. Lay the ruler through that mark and the net share; read the days on the scale between them.",
    "nomogram.share_is": "Net share: what is left of each day's losses when those who return and the recruits are taken"
    " off; 100 % if none.",
    "nomogram.error": "Marks set and read to half a millimetre give the days to within {days}.",
    "nomogram.error_net": "Marks set and read to half a millimetre give the gross days to within {days}, the net days"
    " to within {net}.",
    "nomogram.line": "The line: {troops} troops at {rate} a day cover {gross}.",
    "nomogram.net_line": "The line: {troops} troops at {rate} a day cover {gross}; at a net share of {share}, {days}.",
    "nomogram.gross_only": "The line: {troops} troops at {rate} a day, {gross} gross. Net, by the model: {days}; not on"
    " this chart.",
    "nomogram.off": "{troops} troops at {rate} a day do not fit on this chart; the model says: {days}.",
}
"""Every text of the classroom by its key."""
