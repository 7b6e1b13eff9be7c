"""The README says what the program does: its generated parts are current, and each command in it runs."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise

import pytest
from documents import PARTS, README, current

from sim.core.model import central_days
from sim.inputs.scenario import load
from sim.saying.language import PLAIN
from sim.study.distribution import chance_by

TEXT = README.read_text("utf-8")
COMMANDS = sorted({line.split(" #")[0].strip() for line in re.findall(r"^(?:\$ )?(attrition .*)$", TEXT, re.MULTILINE)})


@pytest.mark.parametrize("name", PARTS)
def test_a_generated_part_of_the_readme_is_current(name):
    assert current(name) == PARTS[name]().strip("\n")


def test_the_readme_shows_commands():
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_runs(run, command, tmp_path):
    """A file that a command writes goes into a folder of the test, and only that is said."""
    written = [str(tmp_path / word) if before == "-o" else word for before, word in pairwise(shlex.split(command))]
    done = run(*written)
    assert (done.code, re.sub(r"attrition: wrote \S+\n", "", done.err)) == (0, "")


@pytest.mark.parametrize("target", ["run", "test", "app"])
def test_every_make_target_of_the_readme_exists(target):
    makefile = (README.parent / "Makefile").read_text("utf-8")
    assert (f"make {target}" in TEXT, re.search(rf"^{target}:", makefile, re.MULTILINE) is not None) == (True, True)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)", TEXT))))
def test_every_local_link_of_the_readme_leads_somewhere(link):
    assert (README.parent / link).exists()


def test_the_figures_in_the_prose_of_the_readme_are_those_of_the_program():
    prose = README.read_text(encoding="utf-8")
    friction = PLAIN.days(central_days(load("sky-2024-10k-friction")))
    waves = ["waves=0:4000,3:4000,6:4000,9:4000,12:4000,15:4000", "line_share=0.95", "dispersion=11.9"]
    chance = 100 * chance_by(load("sky-2024-10k", [*waves, "day_correlation=0.44"]), 14.9).value
    assert (f"is added ({friction})" in prose, f"instead of {chance:.0f} % for six waves" in prose) == (True, True)
