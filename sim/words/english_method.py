"""English: sources, method and the names of the quantities."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["METHOD"]

METHOD: Mapping[str, str] = {
    # sources and method
    "sources.table": "Every number of this scenario",
    "sources.columns": "quantity|value|grade|as of|definition|source",
    "remark": "Remark",
    "at_day": "day {day}",
    "from_day": "from day {day}",
    "method": "How the answer is computed",
    "equation.losses": "Losses add up the reported rate r, corrected by k and growing by g a month; a schedule of rates"
    " takes the place of r and g.",
    "equation.returns": "A share p of each day's casualties returns, evenly between day a and day b after the loss"
    " (λ is the loss rate). With earlier casualties ignored the integrals start at day 0.",
    "equation.drain": "The net drain is losses less returns less recruits.",
    "equation.cover": "Each wave brings the delivered share f of its troops, of whom the share u stands in the line and"
    " the share q deserts; effectiveness grows from e0 to 1 over m days.",
    "equation.days": "The days covered are the first moment at which the drain exceeds the cover; there may be none.",
    "equation.neutral": "With nothing switched on this is plain division.",
    "equation.noise": "Day-to-day noise makes losses a count N whose variance is v* times its mean.",
    "equation.steady": "At a constant rate, with earlier casualties counted and one wave on day 0 that is integrated at"
    " once, the answer is a quotient still; there is none where its lower half is not above zero.",
    "equation.ranges": "Ranges and noise make the days covered uncertain: the chance is averaged over all they can be.",
    "derivation": "Derivation",
    "derive.losses": "losses",
    "derive.losses.rate": "True losses a day are the reported rate times k, growing by the factor 1 + g in 30 days;"
    " written as an exponential:",
    "derive.losses.integral": "Added up from day 0 to t (for γ = 0 the sum is r k t):",
    "derive.losses.phi": "The same in a form that holds for every γ and loses no digits near 0, with φ₁(0) = 1:",
    "derive.losses.schedule": "With a schedule of rates rᵢ from the days sᵢ on, each step adds its rise:",
    "derive.returns": "returns",
    "derive.returns.delay": "A share p of the losses since day 0 returns, after a delay spread evenly over a to b days."
    " Those back by t are the losses up to t - x, averaged over the delay x:",
    "derive.returns.window": "Of the return window of day 0 let w days have passed, the share h of it, and y days since"
    " it closed:",
    "derive.returns.closed": "The integral is that of L from y to y + w; with L(y + s) = L(y) + λ(y) s φ₁(γs) it"
    " becomes"
    " this (a schedule sums it over its steps):",
    "derive.returns.earlier": "Losses before day 0, at the constant rate λ(0), add those who were not back on day 0 but"
    " are by t:",
    "derive.returns.sum": "Both together; at a constant rate they give exactly the share p of all losses since day 0:",
    "derive.drain": "net drain",
    "derive.drain.rate": "A day takes λ(t) from the line and gives it R'(t) who return and c recruits:",
    "derive.drain.integral": "Added up from day 0, where all three are zero:",
    "derive.cover": "cover",
    "derive.cover.size": "Of a wave's nᵢ troops the share f arrives; of these the share u stands in the line, and the"
    " share 1 - q stays:",
    "derive.cover.growth": "Effectiveness grows evenly from e₀ to 1 in m days (for m = 0 it is 1 at once):",
    "derive.cover.sum": "Add up the waves that have arrived, each at its own age:",
    "derive.days": "days covered",
    "derive.days.balance": "The balance is what is left of the cover; the troops last until it first falls below zero:",
    "derive.days.jerk": "Cut time where a wave arrives or is integrated, the rate steps, or a cohort starts or ends"
    " returning. Between two cuts S and c t are lines, L and R sums of exponentials and parabolas; so with τ counted"
    " from"
    " the cut:",
    "derive.days.closed": "Integrate three times, from B₀, B₁ and B₂, the balance and its derivatives at the cut:",
    "derive.days.bend": "The curvature changes sign at most once, which leaves pieces bent one way (for γ = 0 at"
    " τ* = -B₂/κ):",
    "derive.days.root": "A piece bent one way that starts at or above zero crosses it downwards at most once."
    " Halley's method finds where; a step that leaves the bracket, or does not halve, is replaced by"
    " halving the bracket:",
    "derive.neutral": "plain division",
    "derive.neutral.curves": "With k = f = u = 1 and g = p = c = q = m = 0 the curves are:",
    "derive.neutral.zero": "The balance is a line, and falls below zero at:",
    "derive.steady": "steady losses",
    "derive.steady.drain": "At a constant rate, with earlier casualties counted, R(t) = p r k t, so the drain is a"
    " line:",
    "derive.steady.zero": "The cover is constant, so the balance is a line, which reaches zero at D:",
    "derive.steady.never": "Where returns and recruits make good the losses it never falls:",
    "derive.noise": "day-to-day noise",
    "derive.noise.days": "Daily counts Xᵢ of variance σ² whose correlation is wʰ after h days have over T days the"
    " variance:",
    "derive.noise.dispersion": "With a variance of v times the mean a day, that of the whole count is a multiple of its"
    " mean too:",
    "derive.noise.gamma": "A Poisson count whose mean is itself gamma distributed has just this mean and variance"
    " (v* = 1: a Poisson count):",
    "derive.noise.chance": "That is a negative binomial count; its chances add up to a regularised incomplete beta"
    " function:",
    "derive.noise.path": "The troops are used up by t if the count has exceeded its bound at any moment so far. Where"
    " the bound stays the same, the count at t decides: the chance above. Elsewhere a path is followed through a few"
    " times; between two of them, with gaps g₀ and g₁ to its bound, it fails and comes back with the chance of a"
    " Brownian bridge, whose variance is what the count adds:",
    "derive.ranges": "ranges",
    "derive.ranges.copula": "Each range is its quantile function Qᵢ at a uniform number; normal scores Z tie them"
    " together, so that the rank correlations are ρ (Φ: the normal distribution function):",
    "derive.ranges.one": "One range X₁ in which the balance is linear is done in closed form: the troops are used up"
    " by t"
    " where it lies below an edge x* (above it, where more of it covers fewer days):",
    "derive.ranges.average": "The others, and the noise beside them, are averaged over M scrambled Sobol' points u:",
    "derive.ranges.error": "That is done with 16 independent scramblings: their mean is the answer, their scatter gives"
    " its standard error:",
    "method.numbers": "Ranges are integrated by {points} points (0: in closed form) with seed {seed}; the largest"
    " standard error of a probability shown is {error}.",
    "limits": "What the model leaves out",
    "limits.columns": "left out|so the days covered come out",
    "limit.1": "Casualty reports of a party to the war may be too high or too low|too few or too many; see true /"
    " reported casualties",
    "limit.2": "Killed and wounded are one number; wounds differ|too few where many are lightly wounded and no return"
    " is set",
    "limit.3": "The rate does not react to the reinforcement (more troops, more targets)|too many",
    "limit.4": "Prisoners, missing and sick are not counted unless the definition says so|too many",
    "limit.5": "Losses are spread evenly over the force; units break earlier|too many",
    "limit.6": "Recruits and returns are as good as those lost|too many",
    "limit.7": "Ranges are independent unless a correlation is given|in too narrow an interval",
    "limit.8": "Returns are a fixed share of the noisy losses, and waves come as stated|in slightly too narrow an"
    " interval",
    "facts.reports": "What was reported of the North Korean contingent",
    "facts.reports.columns": "day|what|people|in the words of the table|said by|source",
    "facts.factors": "Published planning factors",
    "facts.factors.columns": "what|value|in the words of the table|said by|source",
    "report.deployed_total": "sent so far",
    "report.in_kursk": "in Kursk oblast",
    "report.casualties_cum": "casualties so far",
    "report.casualties_week": "casualties in a week",
    "report.casualty_rate_per_day": "casualties a day",
    "report.killed_cum": "killed so far",
    "report.reinforcement": "sent in addition",
    "report.off_front_line": "withdrawn from the front",
    "factor.returned_of_100_casualties": "back on duty, of 100 casualties",
    "factor.returned_within_72_hours": "share of the wounded back within 72 hours",
    "factor.wounded_returned": "share of the wounded who returned",
    "factor.wounded_per_killed": "wounded for each killed",
    "factor.recruits_per_month_low": "recruits a month, at least",
    "factor.recruits_per_month_high": "recruits a month, at most",
    "factor.recruits_per_day_by_bonuses": "recruits a day, by bonuses paid",
    "factor.recruits_per_day_official": "recruits a day, as stated officially",
    "factor.killed_by_january_2026": "killed",
    "factor.wounded_or_missing_by_january_2026": "wounded or missing",
    "laws": "Laws the model keeps",
    "laws.words": "Each law is tested on hundreds of random cases, and deliberately broken models are shown to fail it."
    " `attrition selftest` checks them on your own installation.",
    # quantities
    "quantity.reported_rate": "Casualties reported per day",
    "quantity.reporting_ratio": "True / reported casualties",
    "quantity.monthly_trend": "Monthly trend of losses",
    "quantity.returning_share": "Share who return to duty",
    "quantity.first_return_day": "First return",
    "quantity.last_return_day": "Last return",
    "quantity.earlier_casualties": "Casualties before day 0",
    "quantity.recruits_per_day": "Recruits",
    "quantity.troops": "Troops in the reinforcement",
    "quantity.delivered_share": "Share delivered",
    "quantity.line_share": "Share in the line",
    "quantity.desertion_share": "Share deserting",
    "quantity.starting_effectiveness": "Effectiveness on arrival",
    "quantity.integration_days": "Integration",
    "quantity.dispersion": "Dispersion (variance / mean)",
    "quantity.day_correlation": "Correlation from day to day",
    "quantity.dispersion_of": "The dispersion is that of the",
    "quantity.announced": "Announced",
    "quantity.lag_days": "From announcement to day 0",
    "quantity.wounded_returning_share": "Share of the wounded who return to duty",
    "quantity.killed_share": "Share of casualties killed",
    "choice.counted": "counted",
    "choice.ignored": "ignored",
    "choice.true": "true counts",
    "choice.reported": "reported counts",
    "grade.reported": "reported",
    "grade.derived": "derived",
    "grade.assumption": "assumption",
    **{f"shape.{name}": name for name in ("uniform", "triangular", "pert", "lognormal", "normal")},
    **{f"ends.{name}": "A hard end of the range." for name in ("uniform", "triangular", "pert")},
    **{f"ends.{name}": "The 5th or 95th percentile of the range." for name in ("lognormal", "normal")},
}
