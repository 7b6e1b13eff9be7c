"""English: controls, changes and scenarios from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CONTROLS"]

CONTROLS: Mapping[str, str] = {
    # controls
    "scenario": "Scenario",
    "changed": "Changed from the scenario ({count}):",
    "reset_one": "{change}",
    "fault": "This page failed on these numbers. The fault is the program's, not yours: change a number, take the"
    " changes back, or pick another scenario.",
    "refused": "Refused; nothing was changed:",
    "digest_other": "The link was made when the answer was: {before}. This version of the program and its scenarios"
    " gives: {now}.",
    "digest_same": "The answer is still {now}, but something else in the result (its ladder, verdict or sources) has"
    " changed since the link was made.",
    "group.yardstick": "What the words mean",
    "details": "details",
    "details.of": "{grade} · source",
    "add": "State {quantity}",
    "set_neutral": "neutral: {value}",
    "allowed": "Allowed: {allowed}.",
    "allowed.date": "a date, YYYY-MM-DD",
    "allowed.span": "{low} to {high}",
    "allowed.also": "{also}, or {span}",
    "as_range": "Give a range",
    "low": "Low",
    "high": "High",
    "shape": "Shape",
    "stated": "Stated in the scenario",
    "grade": "Grade",
    "definition": "Definition",
    "as_of": "As of",
    "source": "Source",
    "source.as_of": "as of {date}",
    "note": "Note",
    "own_number": "Your own number: an assumption without a published source.",
    "neutral_here": "Not stated in this scenario: the neutral value switches this assumption off.",
    "claim": "The claim says",
    "claim.at most": "at most so many days",
    "claim.at least": "at least so many days",
    "yardstick": "Yardstick",
    "yardstick.threshold": "a number of days",
    "yardstick.survey": "what people call “many” (survey)",
    "threshold": "Threshold (days)",
    "help.claim": "“Not many days” claims at most; “this covers months” claims at least.",
    "help.yardstick": "Vague words need a yardstick. The survey is a self-selected sample about bare numbers, not"
    " days.",
    "help.threshold": "Allowed: 0.001 to 3,650 days.",
    "waves": "The troops arrive in waves",
    "waves.columns": "day|troops|grade|source",
    "schedule": "The rate changes by schedule",
    "schedule.columns": "from day|casualties a day|grade|source",
    "parts.words": "An entry you change loses its source and is your assumption.",
    "part.waves": "Waves of troops",
    "part.schedule": "Schedule of the rate",
    "part.correlations": "Rank correlations",
    "part.none.waves": "all troops stand in the line on day 0",
    "part.none.schedule": "no steps",
    "part.none.correlations": "none, the ranges are independent",
    "part.two_ranges": "A correlation joins two numbers with a range; give two numbers a range first.",
    "part.add.waves": "Add a wave",
    "part.add.schedule": "Add a step",
    "part.add.correlations": "Add a correlation",
    "part.single": "Back to one number: {quantity}",
    "part.remove": "Remove {number}",
    "waves.day": "Wave {number}: day",
    "waves.size": "Wave {number}: troops",
    "schedule.day": "Step {number}: from day",
    "schedule.size": "Step {number}: casualties a day",
    "correlations.one": "Pair {number}: one",
    "correlations.other": "Pair {number}: the other",
    "correlations.rank": "Pair {number}: rank correlation (-0.99 to 0.99)",
    # a scenario from elsewhere
    "stranger.link": "This scenario came with the link you opened and is none of this program's.",
    "stranger.file": "This scenario came with the file you opened and is none of this program's.",
    "stranger": "Its words, numbers and sources are its author's; nobody here has checked them.",
}
