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
}
"""Every text of the classroom by its key."""
