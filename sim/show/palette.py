"""The colours of every drawing, on the page and on paper."""

from __future__ import annotations

__all__ = ["BLUE", "GREY", "NOW_TEXT", "ORANGE", "OTHER_TEXT", "PURPLE", "WAS_TEXT"]

BLUE, ORANGE, GREY, PURPLE = "#0072B2", "#D55E00", "#767676", "#AA4499"
"""Colours that colour-blind readers tell apart (Okabe & Ito 2008; purple: Tol 2021), each with one meaning.

Orange is the present answer and its yardstick, grey what was published, blue more days and purple fewer.
"""
NOW_TEXT, OTHER_TEXT, WAS_TEXT = ("#A84A00", "#FF9A4D"), ("#00609A", "#5AB4E5"), ("#666666", "#A3A3A3")
"""Orange, blue and grey for words, on light and on dark ground: at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
