"""Whole processes of the command line, against importing scipy in the same interpreter."""

from __future__ import annotations

import subprocess
import sys

from timing import Row, best_of

PAIRS = (
    ("sky-2024-10k", "import scipy.special", 1.5),
    ("sky-2024-10k-full", "import scipy.stats", 1.3),
)


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def rows() -> list[Row]:
    """Measure both commands and return the ratios."""
    return [
        Row(
            f"`attrition cover {name}`", f"`{bound}`",
            best_of(lambda n=name: _run("-m", "sim", "cover", n)), best_of(lambda b=bound: _run("-c", b)),
            limit, "whole process, fastest of 7",
        )
        for name, bound, limit in PAIRS
    ]  # fmt: skip
