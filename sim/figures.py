"""Results as Plotly figures; the only module that knows Plotly."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go

from sim.model import assumptions, cover, net_drain
from sim.quantities import Scenario

__all__ = ["BLUE", "ORANGE", "losses_against_cover"]

BLUE, ORANGE = "#0072B2", "#D55E00"
"""Two colours that colour-blind readers tell apart (Okabe & Ito 2008, Color Universal Design)."""

_POINTS = 241
_NEVER_SHOWN = 365.0


def losses_against_cover(scenario: Scenario, days: float) -> go.Figure:
    """Return the net drain against the cover over time, the crossing marked; `days` is the days covered (days)."""
    reach = max(_NEVER_SHOWN if math.isinf(days) else 1.6 * days, 1.0)
    times = np.linspace(0.0, min(reach, 3650.0), _POINTS)
    inputs = assumptions(scenario)
    figure = go.Figure()
    hover = "%{y:,.0f} people on day %{x:.1f}"
    figure.add_scatter(
        x=times, y=net_drain(inputs, times), name="net drain", line={"color": ORANGE, "width": 3}, hovertemplate=hover
    )
    figure.add_scatter(
        x=times, y=cover(inputs, times), name="cover", line={"color": BLUE, "width": 3, "dash": "dash"},
        hovertemplate=hover,
    )  # fmt: skip
    if days <= times[-1]:
        height = float(cover(inputs, [days])[0])
        figure.add_scatter(
            x=[days], y=[height], name=f"used up: day {days:.1f}", mode="markers",
            marker={"size": 14, "symbol": "x", "color": ORANGE}, hovertemplate=hover,
        )  # fmt: skip
    figure.update_layout(
        xaxis_title="days from day 0", yaxis_title="people", yaxis_rangemode="tozero", hovermode="x unified",
        legend={"orientation": "h", "y": 1.12}, margin={"l": 10, "r": 10, "t": 30, "b": 10}, separators=".,",
    )  # fmt: skip
    return figure
