"""docs/architecture.svg, drawn from the imports of `sim`. `python tests/architecture.py` writes it.

Each floor is a box with the names of its modules, the floor that may import most at the top. An arrow says that modules
of one floor import modules of another, and how many times; imports inside a floor and inside functions are counted as
they stand in the code, the former not drawn.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "architecture.svg"
FLOORS = ("words", "inputs", "core", "study", "laws", "saying", "show", "api", "ui", "commands", "cli")
"""The floors of `sim` in import order: each may import those before it only."""

LEFT, WIDTH, GAP, HEAD, LINE, WRAP = 20, 470, 14, 24, 16, 62
"""Pixels: left edge and width of the boxes, space between them, height of a box without names and of a line of names;
and characters in such a line."""
REACH, SPREAD = 34, 5
"""Pixels that an arrow swings out for each floor it goes down, and pixels between the ends of two arrows."""
STYLE = """
  .paper { fill: #ffffff } .box { fill: #eef3f8; stroke: #5b7083 } .floor { fill: #14202b; font-weight: 700 }
  .names, .count { fill: #33475b } .arrow { stroke: #8296a8; fill: none } .head { fill: #8296a8 }
  .count { stroke: #ffffff; stroke-width: 4; paint-order: stroke; text-anchor: middle; font-weight: 700 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #10161c } .box { fill: #1d2832; stroke: #7f93a5 } .floor { fill: #f2f6fa }
    .names, .count { fill: #c3d0dc } .arrow { stroke: #71869a } .head { fill: #71869a } .count { stroke: #10161c }
  }
"""


class Box(NamedTuple):
    """A floor as drawn: its rank from the top, its top edge and height in pixels, its lines of names."""

    rank: int
    top: int
    height: int
    lines: list[str]

    @property
    def middle(self) -> float:
        """The height of its middle on the picture, pixels."""
        return self.top + self.height / 2


def modules() -> dict[str, list[str]]:
    """The names of the modules of each floor, in alphabetical order; none for a floor that is one module."""
    return {
        floor: sorted(path.stem for path in (ROOT / "sim" / floor).glob("*.py") if path.stem != "__init__")
        for floor in FLOORS
    }


def imports(tree: ast.AST) -> Iterator[str]:
    """The floor of every import of `sim` in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            whole = node.module == "sim"
            names = [f"sim.{alias.name}" for alias in node.names] if whole else [node.module or ""]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("sim."))


def arrows() -> Counter[tuple[str, str]]:
    """How many imports lead from each floor to each other."""
    found: Counter[tuple[str, str]] = Counter()
    for floor in FLOORS:
        for path in [*(ROOT / "sim" / floor).glob("*.py"), ROOT / "sim" / f"{floor}.py"]:
            if path.exists():
                tree = ast.parse(path.read_text(encoding="utf-8"))
                found.update((floor, other) for other in imports(tree) if other in FLOORS and other != floor)
    return found


def wrapped(names: list[str]) -> list[str]:
    """The names in lines of a box's width."""
    lines = [""]
    for name in names:
        if len(lines[-1]) + len(name) > WRAP:
            lines.append("")
        lines[-1] += f"{name}  "
    return [line.rstrip() for line in lines if line]


def boxes() -> dict[str, Box]:
    """The floors from the top of the picture to its foot."""
    found, top, named = {}, LEFT, modules()
    for rank, floor in enumerate(reversed(FLOORS)):
        lines = wrapped(named[floor])
        height = HEAD + 8 + LINE * len(lines)
        found[floor] = Box(rank, top, height, lines)
        top += height + GAP
    return found


def box_text(floor: str, box: Box) -> Iterator[str]:
    """The box of a floor with its names."""
    yield f'<rect class="box" x="{LEFT}" y="{box.top}" width="{WIDTH}" height="{box.height}" rx="6"/>'
    yield f'<text class="floor" x="{LEFT + 12}" y="{box.top + 21}" font-size="15">{escape(floor)}</text>'
    for place, line in enumerate(box.lines):
        y = box.top + HEAD + 13 + LINE * place
        yield f'<text class="names" x="{LEFT + 12}" y="{y}" font-size="12" xml:space="preserve">{escape(line)}</text>'


def ends(placed: Mapping[str, Box], pairs: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[float, float]]:
    """The heights at which each arrow leaves and arrives, so that arrows of one floor lie inside one another."""
    found = {}
    for source, target in pairs:
        out = sorted((placed[b].rank for a, b in pairs if a == source), reverse=True)
        into = sorted((placed[a].rank for a, b in pairs if b == target), reverse=True)
        sides = [len([1 for a, _ in pairs if a == floor]) for floor in (source, target)]
        leaves = out.index(placed[target].rank) + sum(1 for _, b in pairs if b == source)
        arrives = into.index(placed[source].rank)
        totals = (sides[0] + sum(1 for _, b in pairs if b == source), sides[1] + len(into))
        found[source, target] = (
            placed[source].middle + _step(placed[source], totals[0]) * (leaves - (totals[0] - 1) / 2),
            placed[target].middle + _step(placed[target], totals[1]) * (arrives - (totals[1] - 1) / 2),
        )
    return found


def _step(box: Box, count: int) -> float:
    return min(SPREAD, (box.height - 8) / max(count, 1))


def arrow_text(pair: tuple[str, str], count: int, heights: tuple[float, float], span: int) -> tuple[str, str]:
    """An arrow and its count; the count stands where the arrow swings out farthest."""
    x, (y0, y1) = LEFT + WIDTH, heights
    out = x + 24 + REACH * span
    title = f"<title>{pair[0]} imports {pair[1]}: {count}</title>"
    curve = f"M{x} {y0:.1f}C{out} {y0:.1f} {out} {y1:.1f} {x + 6} {y1:.1f}"
    path = f'<path class="arrow" d="{curve}" stroke-width="{1 + min(count, 40) / 20:.2f}">{title}</path>'
    head = f'<path class="head" d="M{x} {y1:.1f}l9 -4v8z"/>'
    apex = 0.25 * x + 0.75 * out
    number = f'<text class="count" x="{apex:.0f}" y="{(y0 + y1) / 2 + 4:.1f}" font-size="12">{count}</text>'
    return path + head, number


def picture() -> str:
    """The picture as SVG: plain text, the same for the same imports."""
    placed, counted = boxes(), arrows()
    pairs = sorted(counted)
    heights = ends(placed, pairs)
    spans = {(a, b): abs(placed[b].rank - placed[a].rank) for a, b in pairs}
    drawn = [arrow_text(pair, counted[pair], heights[pair], spans[pair]) for pair in pairs]
    height = max(box.top + box.height for box in placed.values()) + LEFT
    width = LEFT + WIDTH + round(0.75 * (24 + REACH * max(spans.values()))) + 2 * LEFT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' role="img" font-family="ui-monospace, Menlo, Consolas, monospace">',
        "<title>The floors of sim, their modules, and how many imports lead from each floor down to another</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *(text for floor, box in placed.items() for text in box_text(floor, box)),
        *(path for path, _ in drawn),
        *(number for _, number in drawn),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def write() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    write()
