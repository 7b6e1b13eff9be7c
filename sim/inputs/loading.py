"""Scenarios by name or path: the shipped ones and the user's.

The only module that opens scenario files. A file is TOML, schema 1 (docs/file.md); it is read whole or refused whole.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sim.inputs.files import read_bytes
from sim.inputs.parsing import from_tables
from sim.inputs.problems import ScenarioError, nearest, require, shown
from sim.inputs.scenario import Scenario
from sim.inputs.settings import apply
from sim.inputs.toml import MAX_BYTES, decoded, toml_tables
from sim.words.texts import Problem

__all__ = ["load", "load_all", "location", "parse", "shipped", "siblings"]


def shipped() -> dict[str, Path]:
    """Return the scenarios that come with the program: name to path, sorted by name.

    From inside the package where it is installed, else from beside it in a checkout.

    >>> "sky-2024-10k" in shipped()
    True
    """
    package = Path(__file__).parent.parent
    inside = package / "scenarios"
    folder = inside if inside.is_dir() else package.parent / "scenarios"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def load(name_or_path: str, settings: Sequence[str] = ()) -> Scenario:
    """Return a shipped scenario by name, or the one in a file, with `--set` style changes applied.

    `settings` are texts like `reported_rate=1500` or `line_share.low=0.5`, applied in their order before the file is
    checked, so that one may mend what another would break. A shipped name goes before a file of the same name. Raises
    `ScenarioError` with one line for every problem of the file and of the settings.

    >>> load("sky-2024-10k", ["troops=12710"]).number("troops")
    12710.0
    >>> load("sky-2024-10k", ["trops=3", "line_share=2"])
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: sky-2024-10k: --set trops=3: unknown quantity; did you mean troops?
    sky-2024-10k: quantities.line_share.value = 2: 2 is out of limits; allowed 0 to 1
    """
    known, path = shipped(), location(name_or_path)
    if not name_or_path or (path.suffix != ".toml" and "/" not in name_or_path and not os.path.exists(path)):
        near, names = nearest(name_or_path, known), ", ".join(known)
        raise ScenarioError(Problem.of("problem.no_scenario", name=shown(name_or_path), near=near, known=names))
    return parse(decoded(read_bytes(str(path), MAX_BYTES), str(path)), str(name_or_path), settings)


def load_all(
    names_or_paths: Sequence[str], settings: Sequence[str] = (), also: Sequence[Problem] = ()
) -> list[Scenario]:
    """Return several scenarios, each read as `load` reads one.

    Raises `ScenarioError` with the problems of them all, after those found before (`also`).

    >>> [scenario.name for scenario in load_all(["classroom", "sky-2024-10k"])]
    ['classroom', 'sky-2024-10k']
    """
    found: list[Scenario] = []
    problems = [*also]
    for name in names_or_paths:
        try:
            found.append(load(name, settings))
        except ScenarioError as error:
            problems += error.problems
    require(problems)
    return found


def location(name_or_path: str) -> Path:
    """Return where a scenario is read from: the file of a shipped name, or the path itself.

    >>> location("mine.toml").name
    'mine.toml'
    """
    return shipped().get(name_or_path, Path(name_or_path))


def siblings(name_or_path: str) -> tuple[Scenario, ...]:
    """Return the shipped scenarios, and for a file of the user's also those that can be read in its folder.

    Files that cannot be read or are no scenarios are passed over: they may be anything.

    >>> [found.name for found in siblings("classroom")] == list(shipped())
    True
    """
    beside = [] if name_or_path in shipped() else sorted(location(name_or_path).parent.glob("*.toml"))
    found = [load(name) for name in shipped()]
    for path in beside:
        with suppress(ScenarioError):
            found.append(load(str(path)))
    return tuple(found)


def parse(text: str, where: str = "scenario", settings: Sequence[str] = ()) -> Scenario:
    r"""Return the scenario in a TOML text. `where` starts each line of the `ScenarioError` raised for bad input.

    The name of the scenario is that of the file in `where`. What `sim.inputs.writing.dump` writes reads back as equal.

    >>> two_numbers = "schema = 1\ntitle = 'T'\n[quantities]\ntroops = 10\nreported_rate = 2\n"
    >>> parse(two_numbers, "mine.toml").name
    'mine'
    >>> parse("schema = 1\ntitle = 'T'", "mine.toml")
    Traceback (most recent call last):
        ...
    sim.inputs.problems.ScenarioError: mine.toml: quantities.troops: missing; give a number of people, or [[waves]]
    mine.toml: quantities.reported_rate: missing; give casualties/day, or [[schedule]]
    """
    content = toml_tables(text, where)
    problems = apply(content, settings)
    try:
        scenario = from_tables(content, Path(where).stem)
    except ScenarioError as error:
        problems += error.problems
    if problems:
        raise ScenarioError(*(problem.at(where) for problem in problems))
    return scenario
