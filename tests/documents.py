"""The parts of README.md and docs/ that the program writes itself. `python tests/documents.py --write` renews them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import architecture
import manual
from architecture import FLOORS

from sim.inputs.definitions import DEFINITIONS
from sim.show.teaching import teachers_table

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
REPORTED = ROOT.parent / "shared" / "data" / "general_staff_personnel.json"
HERE = "http://localhost:8501"
"""Where `attrition app` answers if nothing else is said."""
SCORED = (date(2023, 1, 1), date(2025, 11, 30))
"""First and last start of the table of scores."""


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
    """The floors in import order, each with the first line of its docstring."""
    lines = []
    for name in FLOORS:
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


def score_table(series: Path) -> str:
    """The scores of the forecast and of every baseline on the published series, as Markdown."""
    from sim.commands.reading import read_file
    from sim.study.backtest import backtest

    lines = [
        "| troops | | starts | open | CRPS, days | 50 % holds | 90 % holds | off by | bias |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for troops in (10_000, 100_000):
        found = backtest(read_file(str(series)), troops, *SCORED)
        for name, s in {"forecast": found.forecast, **found.baselines}.items():
            change = f" ({-100 * found.differences[name].relative:.1f} %)" if name != "forecast" else ""
            shares = (s.coverage_50, s.coverage_90, s.mae_relative)
            cells = [f"{troops:,}", f"`{name}`", f"{s.n:,}", s.censored, f"{s.crps:.3f}{change}"]
            cells += [*(f"{100 * share:.1f} %" for share in shares), f"{100 * s.bias_median:+.1f} %"]
            lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    return "\n".join(lines)


def shipped_file() -> str:
    """A shipped scenario as it stands in its file."""
    return f"```toml\n{(ROOT / 'scenarios' / 'classroom.toml').read_text(encoding='utf-8').rstrip()}\n```"


PARTS: dict[Path, dict[str, Callable[[], str]]] = {
    README: {"answer": block("cover", "sky-2024-10k")},
    DOCS / "model.md": {
        "quantities": quantity_table,
        "full": first_lines("cover", "sky-2024-10k-full", until="Arithmetic"),
    },
    DOCS / "architecture.md": {"modules": module_list},
    DOCS / "teaching.md": {"lessons": partial(teachers_table, HERE)},
    DOCS / "index.md": {"start": first_lines("cover", "sky-2024-10k", until="Arithmetic")},
    DOCS / "ideas.md": {"ideas": manual.ideas},
    DOCS / "derivations.md": {"derivations": manual.derivations},
    DOCS / "commands.md": {"commands": manual.command_pages},
    DOCS / "python.md": {"names": manual.public_names},
    DOCS / "file.md": {"example": shipped_file},
}
"""What is written in which document, by the name that its markers carry."""
WITH_SCORES = (README,)
"""Documents with the table of scores; it is written where the daily series is at hand."""


def current(name: str, document: Path = README) -> str:
    """What a document holds between the markers of a part."""
    found = re.search(_pattern(name), document.read_text(encoding="utf-8"), re.DOTALL)
    return found.group(2).strip("\n") if found else ""


def _pattern(name: str) -> str:
    return rf"(<!-- {name}: [^>]*-->\n)(.*?)(<!-- end {name} -->)"


def write() -> None:
    """Bring every part of every document, and the picture of the floors, up to date."""
    for document, parts in PARTS.items():
        for name, make in parts.items():
            fill(document, name, make())
    if REPORTED.exists():
        scores = score_table(REPORTED)
        for document in WITH_SCORES:
            fill(document, "scores", scores)
    architecture.write()


def fill(document: Path, name: str, content: str) -> None:
    """Put the content between the markers of a part."""
    text = document.read_text(encoding="utf-8")
    text = re.sub(_pattern(name), lambda m: f"{m[1]}{content}\n{m[3]}", text, flags=re.DOTALL)
    document.write_text(text, encoding="utf-8")


if __name__ == "__main__" and "--write" in sys.argv:
    write()
