"""English of the first screen: readings, ruler, controls that show what they do, the walk through the assumptions."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PAGE"]

PAGE: Mapping[str, str] = {
    # the hero
    "hero.others": "other remarks",
    "hero.said": "{speaker}, {source}",
    "hero.readings": "Read it as",
    "hero.reading": "{label} · {answer}",
    "hero.walk": "Walk me through it",
    # lengths of time that are not known well
    "rough.under": "under a day",
    "rough.day.one": "day",
    "rough.day.many": "days",
    "rough.week.one": "week",
    "rough.week.many": "weeks",
    "rough.month.one": "month",
    "rough.month.many": "months",
    "rough.year.one": "year",
    "rough.year.many": "years",
    "rough.span": "{low} to {high}",
    # the ruler
    "ruler.ticks": "1 day|3|week|14|month|90|year|1,000|never",
    "ruler.bracket.at most": "“{words}”: at most {limit}",
    "ruler.bracket.at least": "“{words}”: at least {limit}",
    "ruler.claim": "the claim",
    "ruler.handle": "Yardstick: what the words are read as",
    "ruler.days": "{count} {noun}",
    "board.holds.at most": "The remark holds: {days} is at most {limit}.",
    "board.fails.at most": "The remark fails: {days} is more than {limit}.",
    "board.holds.at least": "The remark holds: {days} is at least {limit}.",
    "board.fails.at least": "The remark fails: {days} is less than {limit}.",
    "board.chance": "{chance} that it holds: {phrase} ({band}).",
    "board.certain": "It holds whatever the numbers in the ranges are.",
    "board.impossible": "It fails whatever the numbers in the ranges are.",
    "board.below": "under 0.1 %",
    "board.above": "over 99.9 %",
    "board.used_up": "used up on {date}",
    "board.middle": "median {median}; {days} at the central values",
    "board.published": "as published {days} · changed: {count}",
    "board.undo": "undo all",
    # controls
    "control.published": "published {value}",
    "control.line": "{grade} · {source}",
    "control.turns": "turns at {value}",
    "control.undo": "Back to {value}: {quantity}",
    "control.needs": "needs {quantity} above 0",
    "control.slider": "{quantity}, slider",
    "question.basics": "Losses and troops",
    "question.losses": "How sure are the losses?",
    "question.returns": "Who returns to duty?",
    "question.recruits": "Who is recruited?",
    "question.arrival": "Who reaches the line?",
    "question.effectiveness": "How fast are they effective?",
    "question.calendar": "When does it start?",
    "question.yardstick": "What do the words mean?",
    "unset.losses": "as reported",
    "unset.returns": "nobody",
    "unset.recruits": "nobody",
    "unset.arrival": "all of them",
    "unset.effectiveness": "at once",
    "unset.calendar": "day 0",
    # troops left
    "view.left": "Troops left",
    "chart.left": "Troops left, day by day",
    "axis.left": "troops left",
    "left.now": "{days}",
    "left.published": "as published: {days}",
    "left.limit.at most": "the words end here: {days}",
    "left.limit.at least": "the words begin here: {days}",
    "left.interval": "5 to 95 % end here",
    "left.fit": "Fit the axes",
}
