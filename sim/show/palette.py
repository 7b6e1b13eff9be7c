"""The colours of every drawing, on the page and on paper."""

from __future__ import annotations

__all__ = ["BLUE", "GREY", "ORANGE"]

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
"""Colours that colour-blind readers tell apart (Okabe & Ito 2008), readable on light and on dark ground."""
