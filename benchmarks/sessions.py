"""Fifty sessions at once on the page, each changing something every two seconds for two minutes.

Each session is a WebSocket that speaks Streamlit's own messages, as a browser does: it opens the page, finds the
control of the casualty rate and sends new values. A change counts as answered when the script has finished and the
headline says the days that belong to the value.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from serving import APP, serving
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SESSIONS, SECONDS, EVERY = 50, 120.0, 2.0
LABEL = "Casualties reported per day"


@dataclass
class Seen:
    """What one run of the script sent: the control's id, the text of the page, whether an exception was shown."""

    control: str = ""
    text: str = ""
    failed: bool = False


@dataclass
class Totals:
    """What all sessions saw together."""

    waits: list[float] = field(default_factory=list)
    wrong: int = 0
    errors: list[str] = field(default_factory=list)


async def _run_script(socket: websockets.ClientConnection, control: str = "", value: float = 0.0) -> Seen:
    message = BackMsg()
    message.rerun_script.query_string = ""
    if control:
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.double_value = control, value
    await socket.send(message.SerializeToString())
    seen = Seen()
    while True:
        answer = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(), 60))
        if answer.WhichOneof("type") == "script_finished":
            if answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return seen
            continue
        if answer.WhichOneof("type") == "delta":
            element = answer.delta.new_element
            kind = element.WhichOneof("type")
            seen.failed |= kind == "exception"
            seen.text += element.bidi_component.json if kind == "bidi_component" else ""
            if kind == "number_input" and element.number_input.label.startswith(LABEL):
                seen.control = element.number_input.id


async def _session(address: str, number: int, totals: Totals) -> None:
    pick = random.Random(number)
    end = time.perf_counter() + SECONDS
    await asyncio.sleep(EVERY * number / SESSIONS)
    try:
        stream = f"{address.replace('http', 'ws')}/_stcore/stream"
        async with websockets.connect(stream, subprotocols=["streamlit"], max_size=None) as socket:
            control = (await _run_script(socket)).control
            while time.perf_counter() < end:
                rate = pick.randrange(150, 3000)
                start = time.perf_counter()
                seen = await _run_script(socket, control, float(rate))
                wait = time.perf_counter() - start
                totals.waits.append(wait)
                days = f"{10_000 / rate:.1f}"
                totals.wrong += seen.failed or days not in seen.text
                await asyncio.sleep(max(0.0, EVERY - wait))
    except (OSError, TimeoutError, websockets.WebSocketException) as error:
        totals.errors.append(f"{type(error).__name__}: {error}")


def _memory(process: int) -> float:
    """Resident memory of a process (MB)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


async def _load(address: str, process: int) -> tuple[Totals, list[float]]:
    totals, memory = Totals(), [_memory(process)]
    tasks = [asyncio.create_task(_session(address, number, totals)) for number in range(SESSIONS)]
    for _ in range(4):
        await asyncio.sleep(SECONDS / 4)
        memory.append(_memory(process))
    await asyncio.gather(*tasks)
    return totals, memory


def report() -> str:
    """Run the load and say what was seen."""
    with serving(APP) as (address, process):
        totals, memory = asyncio.run(_load(address, process))
    waits = sorted(totals.waits)
    return (
        f"{SESSIONS} sessions for {SECONDS:.0f} s: {len(waits):,} changes, {totals.wrong} wrong answers,"
        f" {len(totals.errors)} lost sessions{'; ' + totals.errors[0] if totals.errors else ''};"
        f" wait median {1000 * statistics.median(waits):.0f} ms, 95 % {1000 * waits[int(0.95 * len(waits))]:.0f} ms;"
        f" memory at 0, 30, 60, 90, 120 s: {', '.join(f'{m:.0f}' for m in memory)} MB"
    )


if __name__ == "__main__":
    print(report())
