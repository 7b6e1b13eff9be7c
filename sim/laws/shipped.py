"""Every law, in the order shown by `attrition selftest`."""

from __future__ import annotations

from sim.laws import battles, chances, days, files
from sim.laws.law import Law

__all__ = ["LAWS"]

LAWS: tuple[Law, ...] = (*days.LAWS, *files.LAWS, *chances.LAWS, *battles.LAWS)
"""What must hold for every case; the tests see each fail for a realistic mistake."""
