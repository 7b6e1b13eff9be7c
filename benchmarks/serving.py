"""Streamlit servers for the page's benchmarks: the program's page, and a bare one to compare with."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

APP = Path(__file__).parent.parent / "app.py"
BARE = """
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
st.slider("A slider", 0.0, 100.0, 50.0)
value = st.number_input("Casualties reported per day", 0.0, 1e6, 1271.0)
words = f"{10000 / max(value, 1):.1f} days"
st.html(f"<h2 class='answer'><strong>{words}</strong></h2>")
figure = go.Figure(go.Scatter(x=[0, 10], y=[0, value], name=f"used up: {words}"))
figure.update_layout(showlegend=True)
st.plotly_chart(figure)
"""
"""The bare page: one slider, one number, one Plotly chart."""


@contextmanager
def serving(script: Path | None = None) -> Iterator[tuple[str, int]]:
    """Serve a script (the bare page if none) on a free port of this machine; give its address and process id."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        if script is None:
            script = Path(folder) / "bare.py"
            script.write_text(BARE, encoding="utf-8")
        options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *options, "--browser.gatherUsageStats=false"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=APP.parent,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    text = f"no answer from {address}"
    raise TimeoutError(text)
