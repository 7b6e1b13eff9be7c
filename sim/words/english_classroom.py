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
    # the worksheet
    "worksheet.title": "How many days do the troops cover?",
    "worksheet.sheet": "Worksheet, level {level}",
    "worksheet.name": "Name",
    "worksheet.date": "Date",
    "worksheet.intro.1": "A pocket calculator is enough. Estimate in your head first and write that down; then work"
    " it out. Days to one decimal, from 100 on to whole days.",
    "worksheet.intro.2": "Estimate in your head first and write that down; then work it out. Days to one decimal,"
    " from 100 on to whole days.",
    "worksheet.intro.3": "You need a calculator with roots and logarithms (ln). Estimate first and write that down;"
    " then work it out. Days to one decimal, from 100 on to whole days.",
    "worksheet.estimate": "My estimate",
    "worksheet.answer": "Worked out",
    "worksheet.key": "Answer key",
    "worksheet.good": "a good estimate: {low} to {high}",
    "worksheet.footer": "Sheet {seed}, level {level}; program {version}. The numbers are invented; every answer is"
    " the model’s.",
    "worksheet.quotient": "{n} fresh soldiers join a line that loses {r} a day. How many days of losses do they cover?",
    "worksheet.quotient.worked": "{n} / {r} = {x}",
    "worksheet.monthly": "A side reports {m} casualties in {d} days. How many days of losses at that pace do {n}"
    " soldiers cover?",
    "worksheet.monthly.worked": "{m} / {d} = {r} a day|{n} / {r} = {x}",
    "worksheet.needed": "A line loses {r} a day. How many soldiers does it take to cover {t}?",
    "worksheet.needed.worked": "{r} × {d} = {x}",
    "worksheet.line": "{n} soldiers arrive, but only {u} of them serve where the losses fall. The line loses {r} a"
    " day. How many days do they cover?",
    "worksheet.line.worked": "{n} × {u} = {k} in the line|{k} / {r} = {x}",
    "worksheet.recruits": "A line loses {r} a day and gets {c} recruits a day. How many days do {n} fresh soldiers"
    " cover?",
    "worksheet.recruits.worked": "{r} − {c} = {net} a day net|{n} / {net} = {x}",
    "worksheet.lasting": "{n} soldiers are to last for {t}. How many may the line lose a day at most?",
    "worksheet.lasting.worked": "{n} / {d} = {x}",
    "worksheet.returns": "A line loses {r} a day; {p} of the casualties return to duty, those of earlier weeks as"
    " well. How many days do {n} soldiers cover?",
    "worksheet.returns.worked": "{r} × {q} = {net} a day are lost for good|{n} / {net} = {x}",
    "worksheet.both": "A line loses {r} a day; {p} of the casualties return, those of earlier weeks as well, and {c}"
    " recruits come a day. How many days do {n} soldiers cover?",
    "worksheet.both.worked": "{r} × {q} − {c} = {net} a day net|{n} / {net} = {x}",
    "worksheet.arrivals": "{n} soldiers are announced. {f} of them arrive, {u} of these serve in the line, and {q}"
    " of those desert. The line loses {r} a day. How many days do they cover?",
    "worksheet.arrivals.worked": "{n} × {f} × {u} × (1 − {q}) = {k} in the line|{k} / {r} = {x}",
    "worksheet.waves": "{n} soldiers stand in the line today, {k} more come on day {d}. The line loses {r} a day. Do"
    " the second come in time, and how many days do all of them cover?",
    "worksheet.waves.worked": "{n} / {r} = {first}: on day {d} the second come in time|({n} + {k}) / {r} = {x}",
    "worksheet.share": "{n} soldiers are to last for {t} at {r} casualties a day. What share of the casualties must"
    " return to duty, those of earlier weeks as well?",
    "worksheet.share.worked": "{n} / {d} = {net} a day may be lost for good|1 − {net} / {r} = {x}",
    "worksheet.calendar": "On {date} {n} soldiers are announced. They stand in the line {lag} later; the line loses"
    " {r} a day. On which date are they used up?",
    "worksheet.calendar.worked": "{n} / {r} = {days}|{date} + {lag_number} + {whole} days = {x}",
    "worksheet.delayed": "A line loses {r} a day. Of those lost from today on {p} return, evenly between day {a} and"
    " day {b} after the loss; of those lost earlier, nobody. How many days do {n} soldiers cover? (More than {b}.)",
    "worksheet.delayed.worked": "who returns is away ({a} + {b}) / 2 = {mid} days on average|{n} = {r} × D − {p} ×"
    " {r} × (D − {mid})|D = ({n} / {r} − {p} × {mid}) / {q} = {x}",
    "worksheet.trend": "A line loses {r} a day now, and {g} more every 30 days, growing evenly by that factor. How"
    " many days do {n} soldiers cover?",
    "worksheet.trend.worked": "{n} = {r} × 30 / ln {h} × ({h}^(D/30) − 1)|D = 30 × ln(1 + {n} × ln {h} / (30 × {r}))"
    " / ln {h} = {x}",
    "worksheet.steps": "A line loses {r} a day until day {d}, and {s} a day from then on. How many days do {n}"
    " soldiers cover?",
    "worksheet.steps.worked": "{r} × {d} = {lost} until day {d}|{d} + ({n} − {lost}) / {s} = {x}",
    "worksheet.square": "Square law: {a} soldiers fight {b} equally good ones until one side is used up. How many of"
    " the larger side are left?",
    "worksheet.square.worked": "√({a}² − {b}²) = {x}",
    "worksheet.halves": "Square law: {a} soldiers fight {b} equally good ones, who come in two equal halves, one"
    " after the other. How many of the {a} are left after both?",
    "worksheet.halves.worked": "{b} / 2 = {h}|√({a}² − {h}² − {h}²) = {x}",
    "worksheet.chance": "{m} soldiers face one enemy who hits {s} times as fast as any one of them; each hit takes"
    " one out. With what chance do the {m} win?",
    "worksheet.chance.worked": "the one wins with chance {product}|1 − {product} = {x}",
}
"""Every text of the classroom by its key."""
