"""Files: read up to a limit, written whole or not at all and never over what was read; every failure is one line."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sim.inputs.problems import ScenarioError
from sim.words.texts import Problem

__all__ = ["STANDARD_OUTPUT", "read_bytes", "write_text"]

STANDARD_OUTPUT = "-"
"""The name that stands for standard output, as in other commands."""


def read_bytes(name: str, most: int) -> bytes:
    """Return the bytes of the file of this name, of a larger one than `most` bytes the first `most` and one.

    Raises `ScenarioError` for a folder, and for what cannot be read.

    >>> read_bytes("none/such.toml", 10)
    Traceback (most recent call last):
    sim.inputs.problems.ScenarioError: none/such.toml: cannot be read: No such file or directory
    """
    try:
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except IsADirectoryError:
        problem = Problem.of("problem.folder")
    except (OSError, ValueError) as error:
        problem = Problem.of("problem.unreadable", reason=str(getattr(error, "strerror", None) or error))
    raise ScenarioError(problem.at(name))


def write_text(name: str, text: str, *, read: Iterable[Path] = (), replace: bool = True) -> None:
    """Write text (UTF-8) to the file of this name, or to standard output for `-`.

    A regular file is written under a temporary name beside it and then renamed, so that a full disk or a stopped
    program leaves the old file or none, never half of one; its permissions stay. A link is followed; a device or a pipe
    is written to directly, because it cannot be renamed. `read` names the files the text was made from: none of them is
    overwritten. Raises `ScenarioError` for those, for a folder, for a file with anything else in it unless it may be
    replaced, and for what the system refuses, and `OSError` where standard output takes no more.

    >>> write_text("briefs/", "text")
    Traceback (most recent call last):
    sim.inputs.problems.ScenarioError: briefs/: is a folder; name a file in it
    """
    if name == STANDARD_OUTPUT:
        if sys.stdout is not None:  # closed by whoever started the program
            sys.stdout.buffer.write(text.encode("utf-8"))
        return
    try:
        target = Path(os.path.realpath(name))
        if name.endswith(("/", os.sep)) or target.is_dir():
            raise ScenarioError(Problem.of("problem.write_folder").at(name or repr(name)))
        if any(_same(target, other) for other in read):
            raise ScenarioError(Problem.of("problem.write_own").at(name))
        if not replace and target.is_file() and target.read_bytes() not in (b"", text.encode("utf-8")):
            raise ScenarioError(Problem.of("problem.write_kept").at(name))
        _write(target, text.encode("utf-8"))
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        reason = str(getattr(error, "strerror", None) or error)
        raise ScenarioError(Problem.of("problem.unwritable", reason=reason).at(name)) from None


def _same(target: Path, other: Path) -> bool:
    """Whether two names mean one file, also through links."""
    return target.exists() and other.exists() and target.samefile(other)


def _write(target: Path, content: bytes) -> None:
    """Written beside the target, brought to the disk and renamed; what cannot be finished leaves nothing behind."""
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _permissions(target))
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _permissions(target: Path) -> int:
    """Those of the file that is replaced, else what the system gives a new one; a temporary file is its owner's."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
