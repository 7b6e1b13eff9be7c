"""Ukrainian of the classroom: battles, lessons, nomogram and worksheet."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CLASSROOM"]

CLASSROOM: Mapping[str, str] = {
    "problem.too_long": "темп, помножений на кількість діб, понад {most:g}: вкажіть коротший час",
    "problem.too_dense": "вогонь, що може вразити за добу у {pace:g} разів більше людей, ніж є; простежити можна"
    " щонайбільше {most:g}",
    "problem.times": "times: має бути одна вісь діб, що не спадають, від 0 до {days:g}",
    "problem.integration": "рівняння цього бою не вдається простежити; вкажіть коротший час або менші hit_rate",
}
"""Every text of the classroom by its key."""
