"""How the benchmarks measure: the fastest of a few runs, ours and the peer's in the same process run."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One measured ratio: seconds of ours and of the peer or bound, and what else was seen.

    `most` is the target, ours over theirs; None where there is none.
    """

    what: str
    peer: str
    ours: float
    theirs: float
    most: float | None
    note: str

    def markdown(self) -> str:
        """The row of the table in docs/benchmarks.md."""
        ratio = self.theirs / self.ours
        shown = f"{ratio:,.0f} times less" if ratio >= 10 else f"{ratio:.2f} times less"
        if ratio < 1:
            shown = f"{1 / ratio:.2f} times more"
        cells = (self.what, self.peer, _time(self.ours), _time(self.theirs), shown, self._target(), self.note)
        return f"| {' | '.join(cells)} |"

    def _target(self) -> str:
        """The target in words, and whether it was missed."""
        if self.most is None:
            return ""
        words = f"at most {self.most:g} times" if self.most > 1 else f"at least {1 / self.most:g} times less"
        missed = ", missed" if self.ours > self.most * self.theirs else ""
        return f"{'no slower' if self.most == 1 else words}{missed}"


def _time(seconds: float) -> str:
    return f"{1000 * seconds:,.1f} ms" if seconds < 1 else f"{seconds:,.2f} s"


def best_of(call: Callable[[], object], times: int = 7) -> float:
    """Seconds of the fastest of several calls: other work on the machine only ever adds."""
    return min(_once(call) for _ in range(times))


def _once(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def peak_memory() -> float:
    """Largest resident memory of this process so far (MB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
