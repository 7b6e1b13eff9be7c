"""English of the page of real series."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SERIES"]

SERIES: Mapping[str, str] = {
    "page.series": "Real series",
    "stranger.series": "The rate of this scenario was taken from a series on the page “Real series”.",
    "month.1": "January {year}",
    "month.2": "February {year}",
    "month.3": "March {year}",
    "month.4": "April {year}",
    "month.5": "May {year}",
    "month.6": "June {year}",
    "month.7": "July {year}",
    "month.8": "August {year}",
    "month.9": "September {year}",
    "month.10": "October {year}",
    "month.11": "November {year}",
    "month.12": "December {year}",
    # where the numbers come from
    "real.title": "The reported losses themselves",
    "real.source": "What to look at",
    "real.source.months": "Published monthly averages",
    "real.source.daily": "A daily series of your own",
    "real.where": "The daily series is not part of this program. The Ukrainian General Staff reports every day how many"
    " Russian soldiers it counts as killed and wounded: the claim of one side about the other, rounded to tens and"
    " corrected now and then. It is published as JSON at"
    " https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset (data/russia_losses_personnel.json) and at"
    " https://github.com/lod-db/orc-losses (russian-losses.json). Save one of these files, choose “A daily series of"
    " your own” and drop the file here. Any table with a column of dates and one of counts or totals will do.",
    "real.upload": "The file: JSON or CSV, at most 1 MB",
    "real.upload.other": "Another file: JSON or CSV, at most 1 MB",
    "real.upload.help": "The page takes 1 MB: the daily series so far is an eighth of that. The command line (attrition"
    " fit FILE) takes 10 MB. The file stays in this visit and is forgotten with it.",
    "real.refused": "This file cannot be used:",
    "real.read": "{name}: {kind} in the column {column}; {about}. Days {first} to {last}; newest row {newest}; sha256"
    " {hash}.",
    "real.total": "a running total",
    "real.counts": "daily counts",
    "real.day_before": "a figure counts for the day before its date",
    "real.same_day": "a figure counts for its own date",
    "real.clean": "No gap, repeat, fall, double date or spike was found.",
    "real.findings": "What is odd in the file, by date ({count})",
    "real.findings.columns": "Dates|What|Rule",
    "real.findings.rest": "and {count} more",
    "real.reading": "Read the file in another way",
    "real.counts.choice": "The numbers are",
    "real.counts.detect": "as detected",
    "real.counts.cumulative": "a running total",
    "real.counts.daily": "daily counts",
    "real.covers.choice": "A figure is about",
    "real.covers.detect": "as in known files",
    "real.covers.day-before": "the day before its date",
    "real.covers.same-day": "its own date",
    "real.gaps.choice": "What a gap hides is",
    "real.gaps.spread": "spread evenly over its days",
    "real.gaps.kept": "counted on the day that ends it",
    "real.repeats.choice": "A repeated total is",
    "real.repeats.kept": "a day without losses",
    "real.repeats.spread": "a gap",
    "real.column.choice": "Column of the counts, where it is not found",
    # the window
    "real.window": "Where a rate comes from",
    "real.window.latest": "The last 30 days",
    "real.window.quoted": "September 2024",
    "real.window.all": "All days",
    "real.window.first": "First day",
    "real.window.last": "Last day",
    "real.spikes.choice": "Spikes",
    "real.spikes.kept": "kept",
    "real.spikes.spread": "spread back",
    "real.spikes.help": "A spike may be a late correction, as on 15 March 2022 and 28 February 2025. Spread back: after"
    " days of zero evenly over them; otherwise what it holds above the days around it, over the 30 days up to it. The"
    " total stays. Forecasts always take the figures as they were published.",
    "real.rate": "{first} to {last}: {total} / {days} days = {rate} casualties a day ({interval}, 5 to 95 %).",
    "real.brush": "Draw a range of days over the chart, or type its dates above.",
    "real.alt": "Daily counts from {first} to {last}, the chosen window with its mean, and the spikes.",
    "real.axis.counts": "reported casualties a day",
    "real.days": "a day",
    "real.days.mean": "mean of {days}",
    "real.week": "mean of 7 days",
    "real.spikes": "spike",
    "real.mean": "mean of the window",
    "real.band": "5 to 95 % of the mean",
    "real.fit": "What the days of the window say",
    "real.fit.columns": "Measure|Value|5 to 95 %",
    "real.fit.rate": "rate, casualties a day",
    "real.fit.trend": "trend, % in 30 days",
    "real.fit.dispersion": "variance / mean of the days",
    "real.fit.day_correlation": "correlation of a day with the next",
    "real.use": "Use this as the rate",
    "real.use.what": "Opens What if with this rate and its range, the scatter and the correlation of days, and the"
    " file, its hash and the window as their source. The trend is not carried: that a month rose does not say that the"
    " next one will. Intervals come from a block bootstrap, so that scattered and correlated days count as such.",
    # months
    "real.troops": "Troops",
    "real.limit": "Less than so many days",
    "real.months.some": "{troops} troops lasted less than {limit} in {count} of {all} published months: {months}.",
    "real.months.none": "{troops} troops lasted less than {limit} in none of {all} published months.",
    "real.months.span": "{first} to {last}",
    "real.months.claim": "Troops divided by the average that the UK Ministry of Defence published for the month, which"
    " averages the figures of the Ukrainian General Staff: one side's claim. Months without a pin were not found"
    " published.",
    "real.months.alt": "Each pin is a published month, standing on the limit or hanging below it: in {count} of {all}"
    " the troops last less than {limit}.",
    "real.not_under": "{days} or more: {count}",
    "real.under": "less than {days}: {count}",
    "real.months.table": "Published averages and where they stand",
    "real.months.columns": "Month|Casualties a day|The troops last|How exact|Published at",
    "real.month": "A month to use",
    "real.use.month": "Opens What if with this average and its address. A published mean has no range; a daily series"
    " gives it one.",
    "chart.months": "Days covered at the average of each month",
    # the forecast
    "real.forecast": "How long they would last from a day on",
    "real.forecast.short": "A forecast needs {days} of counts.",
    "real.forecast.never": "The rate is zero on {day}: the troops are never used up.",
    "real.day": "From the start of",
    "real.day.help": "On a past day the forecast uses only what was published by then, and what happened is drawn"
    " beside it.",
    "real.forecast.days": "From {day} on, {troops} troops last {days} ({span}, 5 to 95 %). The rate is {rate}"
    " a day, from days up to {known}.",
    "real.became": "They really lasted {days}.",
    "real.open": "They are not yet used up after {days}, where the data end.",
    "real.axis.left": "troops left",
    "real.axis.days": "days",
    "real.axis.start": "days that the troops last",
    "real.fan.90": "5 to 95 %",
    "real.fan.50": "25 to 75 %",
    "real.fan.middle": "forecast, middle",
    "real.happened": "what happened",
    "real.fan.alt": "{troops} troops melt away; the fan ends where they are used up.",
    "real.quantiles": "Days covered",
    "real.quantiles.columns": "Chance to be used up by then|Days",
    "real.use.forecast": "Use the forecast's rate",
    "real.keep": "Keep the forecast (CSV)",
    "real.use.forecast.what": "The first opens What if with the forecast rate in the scenario at hand, returns and"
    " recruits included. The second is the quantile format of the forecast hubs; attrition score FILE SERIES scores it"
    " once more days are known. Publish it today: a date in a file proves nothing.",
    "chart.melting": "Troops left",
    # the track record
    "real.record": "How far to trust that",
    "real.record.what": "The same forecast for {troops} troops is made again for every day since the first start, with"
    " what was known then, and held against what happened, beside the mean of the last week.",
    "real.since": "First start",
    "real.record.ask": "Score the forecasts for {troops} troops",
    "real.record.wait": "Making the forecasts again, one for each past day",
    "real.record.kind": "Starts {first} to {last}: postdictions, made afterwards without looking ahead. The numbers of"
    " the method were chosen with some of these days in view; only days to come are a clean test.",
    "real.record.alt": "For each start the forecast with its interval and the days the troops lasted: the 90 %"
    " interval held {held}.",
    "real.scores": "Scores of the same starts",
    "real.scores.columns": "Method|Starts|Still open|CRPS, days|50 % held|90 % held|Off by|Bias",
    "real.contender.forecast": "forecast",
    "real.contender.trailing_7": "mean of 7 days",
    "real.contender.trailing_14": "mean of 14 days",
    "real.contender.trailing_30": "mean of 30 days",
    "real.contender.last_published_month": "last published month",
    "chart.record": "Predicted and actual",
    "chart.levels": "What the intervals held",
    "real.axis.level": "what the interval says of itself",
    "real.axis.held": "what it held",
    "real.level.exact": "as it should be",
    "real.level.forecast": "forecast",
    "real.level.week": "last week's mean",
    "real.level.alt": "The 50 % interval of the forecast held {half} of what happened.",
    "real.levels.columns": "Interval|Forecast|Last week's mean",
}
"""Every text of the page of real series by its key."""
