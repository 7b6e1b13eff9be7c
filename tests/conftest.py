"""Hypothesis profiles and the few things that several test modules share."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from hypothesis import HealthCheck, settings

from sim.cli import main

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", deadline=None, max_examples=40)
settings.register_profile(
    "ci", deadline=None, max_examples=40, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "deep: takes many seconds; `make test` leaves it out, `make test-all` runs it")


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def process() -> Callable[..., Ran]:
    """Run `attrition` in a process of its own: `process("cover", "classroom")`, extra environment as keywords."""

    def command(*arguments: str, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "sim", *arguments],
            capture_output=True, cwd=ROOT, env={**os.environ, **environment}, timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return command


@pytest.fixture(scope="session")
def run(process: Callable[..., Ran]) -> Callable[..., Ran]:
    """Run `attrition` in this process, which takes a tenth of the time; with extra environment in one of its own."""

    def command(*arguments: str, **environment: str) -> Ran:
        return process(*arguments, **environment) if environment else in_process(arguments)

    return command


def in_process(arguments: Sequence[str]) -> Ran:
    """What the command line does with these arguments, its two streams kept in memory as UTF-8."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with chdir(ROOT), redirect_stdout(out), redirect_stderr(err):
        code = main(list(arguments))
    return Ran(code, *(cast("io.BytesIO", stream.buffer).getvalue().decode("utf-8") for stream in (out, err)))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of reported series beside the checkout (or named by ATTRITION_SHARED_DATA); skips without it."""
    folder = Path(os.environ.get("ATTRITION_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the reported series are not in this checkout: no ../shared/data")
    return folder
