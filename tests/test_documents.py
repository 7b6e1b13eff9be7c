"""README and docs say what the program does: generated parts are current, commands run, links lead somewhere."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import architecture
import pytest
from documents import DOCS, PARTS, README, ROOT, current
from each import each
from histories import csv_of, known_process, rows

from sim import __version__
from sim.cli import main
from sim.core.crossing import central_days
from sim.inputs.loading import load
from sim.saying.language import PLAIN
from sim.study.distribution import chance_by

DOCUMENTS = [README, ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in DOCUMENTS}
COMMANDS = sorted(
    {
        line.split(" #")[0].strip()
        for text in TEXTS.values()
        for line in re.findall(r"^(?:\$ )?(attrition .*)$", text, re.MULTILINE)
    }
    - {"attrition selftest"}  # every law is asked in test_laws.py
)
LINKS = sorted({(name, link) for name, text in TEXTS.items() for link in re.findall(r"\]\((?!https?:)([^)#]+)", text)})
ASKED = (
    "fit", "forecast", "backtest", "score", "months", "lanchester", "nomogram", "worksheet", "lesson", "cover", "list",
    "show", "flip", "sensitivity", "compare", "report", "schema", "selftest",
)  # fmt: skip
TARGETS = re.findall(r"(?:`|^)make ([a-z]+)", "\n".join(TEXTS.values()), re.MULTILINE)
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
MOST_LINES = 120


@each(("document", "name"), [pytest.param(path, name, id=name) for path, parts in PARTS.items() for name in parts])
def test_a_generated_part_is_current(document, name):
    assert current(name, document) == PARTS[document][name]().strip("\n")


def test_the_picture_of_the_floors_is_what_the_imports_say():
    assert architecture.PICTURE.read_text("utf-8") == architecture.picture()


def test_another_import_makes_another_picture(monkeypatch):
    counted = architecture.arrows() + Counter([("cli", "core")])
    monkeypatch.setattr(architecture, "arrows", lambda: counted)
    assert architecture.PICTURE.read_text("utf-8") != architecture.picture()


def test_the_readme_is_short():
    assert len(TEXTS["README.md"].splitlines()) <= MOST_LINES


def test_every_document_is_a_page_of_the_manual():
    pages = re.findall(r": (\w+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert sorted(pages) == sorted(path.name for path in DOCS.glob("*.md"))


@each("command", ASKED)
def test_the_readme_shows_every_command(command):
    assert re.search(rf"^attrition {command}\b", TEXTS["README.md"], re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the files that the commands of the documents name: a series, a longer one, a kept forecast."""
    made = tmp_path_factory.mktemp("documents")
    totals, first = known_process(0, days=1400).counts.cumsum(), date(2022, 3, 1)
    for name, days in (("SERIES", 1371), ("LONGER", 1400)):
        (made / name).write_bytes(csv_of(rows([int(total) for total in totals[:days]], first)))
    main(["forecast", str(made / "SERIES"), "--troops", "10000", "-o", str(made / "kept.csv")])
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_documents_runs(capsys, monkeypatch, folder, command):
    """A file that a command writes is named; that a series is old is said, too."""
    monkeypatch.chdir(folder)
    code = main(shlex.split(command)[1:])
    said = re.sub(r"attrition: wrote \S+\n|.*the newest row is \S+ days old.*\n", "", capsys.readouterr().err)
    assert (code, said) == (0, "")


@each("target", sorted({x for text in TEXTS.values() for x in re.findall(r"\bmake ([a-z]+)`", text)}))
def test_every_make_target_of_the_documents_exists(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@each("target", ["run", "test", "lint", "bench", "readme"])
def test_the_five_commands_of_a_contributor_exist(target):
    named = f"make {target}" in TEXTS["CONTRIBUTING.md"]
    assert (named, re.search(rf"^{target}:", MAKEFILE, re.MULTILINE) is not None) == (True, True)


@each(("name", "link"), LINKS)
def test_every_local_link_leads_somewhere(name, link):
    assert ((ROOT / name).parent / link).exists()


@each(
    ("name", "path"),
    sorted(
        {
            (name, path)
            for name, text in TEXTS.items()
            for path in re.findall(r"`((?:sim|tests|benchmarks|docs|scenarios)/[\w/.-]+)`", text)
        }
    ),
)
def test_every_file_that_a_document_names_exists(name, path):
    assert (ROOT / path).exists()


def test_every_name_of_the_code_in_the_steps_of_a_contributor_is_in_the_file_named_with_it():
    steps = re.findall(r"`([A-Z_a-z]+)` in `(\w[\w/.]+\.py)`", TEXTS["CONTRIBUTING.md"])
    absent = [(name, path) for name, path in steps if name not in Path(ROOT / path).read_text("utf-8")]
    assert (len(steps) > 5, absent) == (True, [])


def test_the_figures_in_the_prose_are_those_of_the_program():
    friction = PLAIN.days(central_days(load("sky-2024-10k-friction")))
    waves = ["waves=0:4000,3:4000,6:4000,9:4000,12:4000,15:4000", "line_share=0.95", "dispersion=11.9"]
    chance = 100 * chance_by(load("sky-2024-10k", [*waves, "day_correlation=0.44"]), 14.9).value
    stated = f"is added ({friction})" in TEXTS["docs/model.md"]
    assert (stated, f"instead of {chance:.0f} % for six waves" in TEXTS["docs/limits.md"]) == (True, True)


def test_the_method_states_the_largest_difference_of_the_table_of_noise():
    table = re.findall(r"\| ([+-]0\.\d{4}) \|$", TEXTS["docs/noise.md"], re.MULTILINE)
    words = f"{len(table)} chances against simulated paths"
    largest = f"the largest difference is {max(abs(float(x)) for x in table):.4f}"
    assert (words in TEXTS["docs/method.md"], largest in TEXTS["docs/method.md"]) == (True, True)


def test_the_citation_names_the_version_of_the_package():
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.findall(r"^(?:cff-version|version): (\S+)$", text, re.MULTILINE) == ["1.2.0", json.dumps(__version__)]


def test_the_commit_hooks_fetch_nothing():
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    repos, ids = re.findall(r"- repo: (\S+)", text), re.findall(r"- id: ", text)
    assert (repos, len(ids)) == (["local"], len(re.findall(r"language: system", text)))


def test_the_source_archive_holds_what_the_readme_links_to():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    kept = {*project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"], "LICENSE", "README.md"}
    assert {link.split("/")[0] for name, link in LINKS if name == "README.md"} - kept == set()
