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
    "problem.suffix": "{path}: allowed endings of the name {allowed}",
    "problem.one_name": "{path} = {value}: the other side has this name",
    "problem.no_battle": "{name} is no shipped battle and no file{near}; known: {known}",
    "problem.range_of_three": "{path}: a range is three numbers (low, value, high); found {count}",
    "lanchester.day": "day",
    "lanchester.used_up": "{side} is used up, or at its break point, after {days} {days:day|days}.",
    "lanchester.waiting": "{side} has nobody left, and waits for those who come after the days followed.",
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
    "nomogram.line": "The line: {troops} {troops:soldier|troops} at {rate} a day {troops:covers|cover} {gross}.",
    "nomogram.net_line": "The line: {troops} {troops:soldier|troops} at {rate} a day {troops:covers|cover} {gross}; at"
    " a net share of {share}, {days}.",
    "nomogram.gross_only": "The line: {troops} {troops:soldier|troops} at {rate} a day, {gross} gross. Net, by the"
    " model: {days}; not on this chart.",
    "nomogram.off": "{troops} {troops:soldier|troops} at {rate} a day {troops:does|do} not fit on this chart; the"
    " model says: {days}.",
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
    "worksheet.monthly": "A side reports {m} casualties in {span}. How many days of losses at that pace do {n}"
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
    "worksheet.scatter": "A line loses {r} a day on average. Daily losses scatter: two times out of three a sum that"
    " should be {n} is off by √({v} × {n}) at most. And nobody knows whether none or {p} of the casualties return,"
    " those of earlier weeks as well. {n} soldiers come: how many times as many days do the returns move the answer"
    " as the scatter does?",
    "worksheet.scatter.worked": "√({v} × {n}) = {sd}, which is {sd} / {r} of a day|{n} / ({r} × {q}) − {n} / {r} ="
    " {moved_days} by the returns|{moved} / ({sd} / {r}) = {x}",
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
    "worksheet.calendar.worked": "{n} / {r} = {days}|{date} + {lag_number} + {whole} = {x}",
    "worksheet.delayed": "A line loses {r} a day. Of those lost from today on {p} return, evenly between day {a} and"
    " day {b} after the loss; of those lost earlier, nobody. How many days do {n} soldiers cover? (More than {b}.)",
    "worksheet.delayed.worked": "who returns is away ({a} + {b}) / 2 = {mid} days on average|{n} = {r} × D − {p} ×"
    " {r} × (D − {mid})|D = ({n} / {r} − {p} × {mid}) / {q} = {x}",
    "worksheet.trend": "A line loses {r} a day now, and the rate grows by {g} every 30 days, smoothly, by a constant"
    " factor. How many days do {n} soldiers cover?",
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
    # the lessons
    "lesson.predict": "1. Predict",
    "lesson.reveal": "2. Reveal",
    "lesson.explain": "3. Explain",
    "lesson.question": "4. One question",
    "lesson.projector": "Large type",
    "lesson.show": "Show the answer",
    "lesson.check": "Check",
    "lesson.noscript": "This page computes in the browser; please allow JavaScript.",
    "lesson.footer": "Program {version}. The figures are the model’s, computed when this page was written.",
    "lesson.control.troops": "Soldiers",
    "lesson.control.rate": "Casualties a day",
    "lesson.control.share": "Share who return to duty",
    "lesson.control.days": "Yardstick",
    "lesson.control.day": "They arrive on day",
    "lesson.control.people": "Reinforcement",
    "lesson.guess.1": "Your guess, in days",
    "lesson.guess.2": "Your guess, in days",
    "lesson.guess.3": "Your guess, in days",
    "lesson.guess.4": "Your guess, in percent",
    "lesson.guess.5": "Your guess, in soldiers",
    "lesson.word.told.above": "Your guess: {guess}. The model: {answer}. You are {gap} too high.",
    "lesson.word.told.below": "Your guess: {guess}. The model: {answer}. You are {gap} too low.",
    "lesson.word.told.same": "Your guess: {guess}. The model: {answer}. Well guessed.",
    "lesson.word.told.never": "Your guess: {guess}. The model: {answer}.",
    "lesson.word.points": "{value} percentage points",
    "lesson.word.no_number": "Please write a number from 0 on, for example 12.5.",
    "lesson.word.right": "Right: {told}.",
    "lesson.word.wrong": "Not quite: {told}.",
    "lesson.word.equation": "{sum} = {answer}",
    "lesson.word.nothing": "{sum}, so {answer}",
    "lesson.word.bar.guess": "your guess",
    "lesson.word.bar.model": "the model",
    "lesson.word.bar.gross": "without returns",
    "lesson.word.bar.net": "with returns",
    "lesson.word.bar.noise": "noise, up or down",
    "lesson.word.bar.assumption": "returns, at most",
    "lesson.word.bar.flip": "flips at",
    "lesson.word.bar.low": "lowest published",
    "lesson.word.bar.high": "highest published",
    "lesson.word.bar.ours": "ours",
    "lesson.word.bar.theirs": "theirs",
    "lesson.word.axis.days": "days",
    "lesson.draw": "Or draw it: click, or drag, to the day on which the losses reach the soldiers.",
    "lesson.sources": "Sources",
    "lesson.word.board": "Losses so far against {n} soldiers, by day. Your line meets them on day: {guess}.",
    "lesson.word.curves": "Strengths of both sides over the days; ours jump by {n} on day {day}.",
    "lesson.1.title": "The quotient and its units",
    "lesson.1.summary": "Choose soldiers and casualties a day, guess how many days of losses the soldiers cover, and"
    " see the model’s answer beside your guess.",
    "lesson.1.situation": "{n} fresh soldiers join a line that loses {r} a day. How many days of losses do they cover?",
    "lesson.1.formula": "{n} / {r} = {exact}",
    "lesson.1.explain": "People divided by people a day leaves days: twice the soldiers cover twice the days, twice"
    " the losses halve them.",
    "lesson.1.take": "The remarks behind this program: {troops} soldiers at {rate} casualties a day cover {days},"
    " {large} cover {large_days}.",
    "lesson.1.question": "How many soldiers would cover 30 days at {r} a day?",
    "lesson.2.title": "Gross and net",
    "lesson.2.summary": "Choose soldiers and the share of casualties who return to duty, guess the days covered, and"
    " see what the returns add.",
    "lesson.2.situation": "A line loses {r} a day. Of those lost from today on, {p} return to duty {a} to {b} days"
    " later. How many days do {n} soldiers cover?",
    "lesson.2.formula.short": "{n} / {r} = {gross}; with returns {d}",
    "lesson.2.explain.short": "Those who return are away {a} to {b} days, so few of them are back in time.",
    "lesson.2.formula.long": "{sum} = {d}; without returns {n} / {r} = {gross}",
    "lesson.2.explain.long": "The fighting outlasts the hospital: the later a day, the more of those lost before are"
    " back.",
    "lesson.2.take": "With {share} % returning, {small} cover {small_net} instead of {small_gross}: next to nothing"
    " over a week. {large} cover {large_net} instead of {large_gross}: over a season returns decide.",
    "lesson.2.question": "With this share, how many times as many days do 100,000 soldiers cover as without returns?",
    "lesson.3.title": "Noise and ignorance",
    "lesson.3.summary": "Guess by how many days the scatter of daily losses moves the answer, and compare it with"
    " what one uncertain assumption does.",
    "lesson.3.situation": "{n} soldiers at {r} casualties a day cover {bare}. Daily losses scatter. Two times out of"
    " three the answer stays within how many days, up or down? The slider below holds what nobody knows: how many"
    " return to duty, at most.",
    "lesson.3.formula": "√({v} × {n}) / {r} = {d}",
    "lesson.3.explain": "Good and bad days cancel, while what we do not know pushes every day the same way: if {p}"
    " return instead of none, those lost earlier among them, the answer moves by {moved}, {times} times as much.",
    "lesson.3.take": "For {n} soldiers the full model, without the shortcut of the root, gives {exact} days of"
    " noise. The published shares of returns, {low} to {high}, move the answer from {days_low} to {days_high}:"
    " better days are not what is missing, but knowledge.",
    "lesson.3.question": "With 100 times as many soldiers, how many times as many days does the noise move the answer?",
    "lesson.4.title": "What flips the verdict",
    "lesson.4.summary": "A remark says that soldiers last at most so many days. Guess what share of casualties must"
    " return to duty for it to be wrong, and see whether that has been published.",
    "lesson.4.situation": "A remark: {n} soldiers at {r} casualties a day are “not many days”, say at most {t}. What"
    " share of the casualties, those of earlier weeks too, would have to return to duty for them to last {t}?",
    "lesson.4.formula": "1 − {n} / ({r} × {tn}) = {p}",
    "lesson.4.explain.inside": "The published shares run from {low} to {high}: this one is among them, so the verdict"
    " hangs on it; otherwise it takes {troops} soldiers, or at most {rate} casualties a day.",
    "lesson.4.explain.outside": "The published shares run from {low} to {high}: this one is not among them; otherwise"
    " it takes {troops} soldiers, or at most {rate} casualties a day.",
    "lesson.4.formula.done": "{n} / {r} = {bare}, more than {t}",
    "lesson.4.explain.done": "They last longer with nobody returning: 0 % is enough, and the remark is wrong as it"
    " stands.",
    "lesson.4.take": "The remark of October 2024 ({n} soldiers, {rate} a day, at most {days}) is turned by {share}"
    " returning, by {troops} soldiers, or by {recruits} recruits a day; nothing else changed.",
    "lesson.4.question": "How many recruits a day would do the same, with nobody returning?",
    "lesson.5.title": "From the quotient to Lanchester",
    "lesson.5.summary": "Two sides wear each other down. Choose when help arrives and how much, guess who is left,"
    " and see why timing counts and why fits to real battles fail.",
    "lesson.5.situation": "{x} of ours fight {y} of theirs, all equally good: every ten shooters hit one enemy a"
    " day. {n} more of ours arrive on day {day}. How many of ours are left when one side is used up?",
    "lesson.5.formula": "({x} + {n})² = {square} against {y}² = {enemy}; one after the other {x}² + {n}² = {squares}",
    "lesson.5.explain.won": "Under the square law numbers count squared, so help is worth most while all still stand:"
    " arriving on day {day} it leaves us {d}.",
    "lesson.5.explain.lost": "Under the square law numbers count squared, so help is worth most while all still stand:"
    " on day {day} it comes too late or is too small, and {other} of theirs are left.",
    "lesson.5.explain.even": "Under the square law numbers count squared: with {n} more on day {day} both sides are"
    " equally strong, and wear each other down to the last.",
    "lesson.5.take": "Real battles do not stay with one law: in {days} of the Ardennes campaign the ratio of forces"
    " explains {share} of how the losses were shared. Arrivals, ground, rest and intent change daily, and the law"
    " knows none of them.",
    "lesson.5.question": "How many of ours would be left if all {whole} stood there on day 0?",
    # the page Learn and the teachers' table
    "page.learn": "Learn",
    "learn.choice": "What to see",
    "learn.overview": "Overview",
    "learn.named": "{number}. {title}",
    "learn.intro": "Five lessons, each one screen and about ten minutes: predict, see the model’s answer beside your"
    " guess, understand the gap, answer one question. A link opens straight into its lesson; with &view=projector at"
    " its end it opens in large type.",
    "learn.teachers": "For teachers",
    "learn.columns": "Lesson|What it is for|Minutes|What pupils know before|Link|Worksheet",
    "learn.sheet_level": "level {level}",
    "learn.files": "Lessons as files, for computers without a network",
    "learn.file": "Lesson {number}",
    "learn.nomogram": "Nomogram",
    "learn.nomogram.words": "Days covered with a ruler, no computer. The line on it is that of your scenario: {title}.",
    "learn.svg": "Drawing (SVG)",
    "learn.print": "Page to print (HTML)",
    "learn.worksheet": "Worksheet",
    "learn.worksheet.words": "Six exercises and their answer key. Another sheet number gives other numbers; level 1"
    " takes a pocket calculator at most.",
    "learn.seed": "Sheet number",
    "learn.level": "Level",
    "learn.sheet": "Worksheet with key (HTML)",
    "learn.projector": "Projector view",
    "learn.leave": "Leave the projector view",
    "lesson.1.goal": "Divide people by people a day, and read the result as days",
    "lesson.1.prior": "Division; reading a graph",
    "lesson.2.goal": "Tell gross from net, and see when returns matter: not over a week, but over a season",
    "lesson.2.prior": "Lesson 1; percentages",
    "lesson.3.goal": "Tell scatter from ignorance, and see which of them is the larger",
    "lesson.3.prior": "Lessons 1 and 2; square roots",
    "lesson.4.goal": "Turn a question round: what would have to be true for a remark to be wrong?",
    "lesson.4.prior": "Lessons 1 and 2; solving for an unknown",
    "lesson.5.goal": "See why concentration and timing count, and why fits to real battles fail",
    "lesson.5.prior": "Lesson 1; squares and roots",
}
"""Every text of the classroom by its key."""
