"""Hypothesis profiles and the few things that several test modules share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", deadline=None, max_examples=40)
settings.register_profile(
    "ci", deadline=None, max_examples=40, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "default")


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def run() -> Callable[..., Ran]:
    """Run `attrition` in a process of its own: `run("cover", "classroom")`, with extra environment as keywords."""

    def command(*arguments: str, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "sim", *arguments],
            capture_output=True, cwd=ROOT, env={**os.environ, **environment}, timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return command


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of reported series beside the checkout (or named by ATTRITION_SHARED_DATA); skips without it."""
    folder = Path(os.environ.get("ATTRITION_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the reported series are not in this checkout: no ../shared/data")
    return folder
