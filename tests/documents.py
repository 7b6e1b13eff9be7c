"""The parts of README.md that the program writes itself. `python tests/documents.py --write` brings them up to date."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sim.quantities import DEFINITIONS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
LAYERS = (
    "words", "texts", "quantities", "files", "parts", "scenario", "model", "shapes", "points", "draws", "counts",
    "passage", "integrated", "noisy", "uncertainty", "turning", "verdict", "sensitivity", "answer", "series",
    "lanchester", "laws", "language", "palette", "inert", "report", "brief", "figures", "ui", "terminal", "cli",
)  # fmt: skip
"""The modules in import order: each may import those before it only."""


def attrition(*arguments: str) -> str:
    """Run the installed command and return what it prints; its messages show where the test runs."""
    command = [sys.executable, "-m", "sim", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def quantity_table() -> str:
    """The table of quantities as Markdown."""
    lines = [
        "| quantity | symbol | unit | neutral | allowed | more of it | meaning |",
        "|---|---|---|---|---|---|---|",
    ]
    effects = {"more": "covers more", "fewer": "covers fewer", "either": "fewer, or more if losses fall", "none": ""}
    for d in DEFINITIONS.values():
        neutral = "" if d.neutral is None else f"{d.neutral:g}" if isinstance(d.neutral, float) else str(d.neutral)
        cells = (f"`{d.key}`", d.symbol, d.unit, neutral, d.allowed, effects[d.effect], d.meaning)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def module_list() -> str:
    """The modules in import order, each with the first line of its docstring."""
    lines = []
    for name in LAYERS:
        for path in (ROOT / "sim" / f"{name}.py", ROOT / "sim" / name / "__init__.py"):
            if path.exists():
                first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]
                lines.append(f"- `sim/{name}{'.py' if path.parent.name == 'sim' else '/'}`: {first}")
    return "\n".join(lines)


def block(*arguments: str) -> Callable[[], str]:
    """A command with its real output."""
    return lambda: f"```\n$ attrition {' '.join(arguments)}\n{attrition(*arguments).rstrip()}\n```"


def first_lines(*arguments: str, until: str) -> Callable[[], str]:
    """A command with the beginning of its real output."""

    def make() -> str:
        shown = attrition(*arguments).split(f"\n{until}")[0].rstrip()
        return f"```\n$ attrition {' '.join(arguments)}\n{shown}\n...\n```"

    return make


PARTS: dict[str, Callable[[], str]] = {
    "answer": block("cover", "sky-2024-10k"),
    "full": first_lines("cover", "sky-2024-10k-full", until="Arithmetic"),
    "quantities": quantity_table,
    "modules": module_list,
}


def current(name: str) -> str:
    """What README.md holds between the markers of a part."""
    found = re.search(_pattern(name), README.read_text(encoding="utf-8"), re.DOTALL)
    return found.group(2).strip("\n") if found else ""


def _pattern(name: str) -> str:
    return rf"(<!-- {name}: [^>]*-->\n)(.*?)(<!-- end {name} -->)"


def write() -> None:
    """Bring every part of README.md up to date."""
    text = README.read_text(encoding="utf-8")
    for name, make in PARTS.items():
        content = make()
        text = re.sub(_pattern(name), lambda m, c=content: f"{m[1]}{c}\n{m[3]}", text, flags=re.DOTALL)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__" and "--write" in sys.argv:
    write()
