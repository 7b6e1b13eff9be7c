"""Where the program starts: the command `attrition`; with `python -P -m sim` also in a folder that has a `sim.py`."""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

__all__ = ["main"]

STOPPED = 130
"""Exit code of a program that Ctrl-C ended: 128 and the number of the signal, as shells have it."""


def main() -> int:
    """Run the command line and return its exit code; also Ctrl-C while modules are still being loaded is one line.

    An exception would not do there: Python drops those that are raised in the callbacks of its own loader.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # a program in the background has it ignored, and keeps that
        signal.signal(signal.SIGINT, _stop)
    from sim.cli import main as command_line

    signal.signal(signal.SIGINT, before)
    return command_line()


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    try:
        os.write(2, b"attrition: stopped\n")
    finally:
        os._exit(STOPPED)


if __name__ == "__main__":
    sys.exit(main())
