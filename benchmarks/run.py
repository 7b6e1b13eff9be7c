"""Run every benchmark and print its rows as a Markdown table; `--write` puts them into docs/benchmarks.md.

Needs the `bench` extra and, for the page, the system's Chromium: `make bench`.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import warnings
from datetime import date
from pathlib import Path

import indices
import million_days
import numpy as np
import page
import scipy
import sessions
import seven_quantities
import startup
from timing import peak_memory

DOCUMENT = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def table() -> str:
    """All rows, under a line that names day, machine size and versions."""
    rows = [row for part in (startup, seven_quantities, indices, million_days, page) for row in part.rows()]
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}"
    lines = [
        f"Measured on {date.today()} with {os.cpu_count()} cores, {versions}; peak memory {peak_memory():,.0f} MB.",
        "",
        "| what | against | ours | theirs | ours takes | target | seen |",
        "|---|---|---|---|---|---|---|",
        *(row.markdown() for row in rows),
        "",
        f"{sessions.report()}.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the table, and write it where asked."""
    warnings.simplefilter("ignore")
    found = table()
    print(found)
    if "--write" in sys.argv:
        text = DOCUMENT.read_text(encoding="utf-8")
        pattern = r"(<!-- benchmarks: [^>]*-->\n).*?(<!-- end benchmarks -->)"
        DOCUMENT.write_text(
            re.sub(pattern, lambda m: f"{m[1]}{found}\n{m[2]}", text, flags=re.DOTALL), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
