"""The pages as a server: where they start, what heads every answer, and the settings that `attrition app` gives it."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from sim.inputs.problems import ScenarioError
from sim.saying.language import LANGUAGES
from sim.show.palette import NOW_TEXT
from sim.words.texts import Problem

__all__ = ["ENTRY", "HEADERS", "HOST", "MIDDLEWARE", "MOST_ITEMS", "SETTINGS", "require_free", "serve"]

HOST = "127.0.0.1"
"""The pages are served on this machine only."""
ENTRY = Path(__file__).parent / "entry.py"
"""The script that draws the pages."""

HEADERS: Mapping[str, str] = {
    # Streamlit writes styles and one script into its page and loads the scripts of our drawings from blobs, and Plotly
    # draws with blobs and data addresses: those must stay allowed. Everything else comes from here or not at all, and
    # only our own pages may show ours in a frame.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""What heads every answer. A link holds a visitor's assumptions: the sites that sources lead to are not told of it."""

SETTINGS: Mapping[str, Any] = {
    "server.maxUploadSize": 1,  # MB; the reader takes no larger file
    "client.showErrorDetails": "none",  # an exception's text names paths of the server
    "client.toolbarMode": "minimal",
    "browser.gatherUsageStats": False,
    "runner.postScriptGC": False,
    "theme.light.primaryColor": NOW_TEXT[0],
    "theme.dark.primaryColor": NOW_TEXT[1],
}
"""The settings of .streamlit/config.toml, which an installed program has not beside it."""


MOST_ITEMS = 1000
"""Most items of an address: Streamlit drops one with more before a page sees it (query_params.py, version 1.66)."""


class _Headed:
    """An application whose answers are headed by `HEADERS`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, headed)


class _Answered:
    """An application that refuses in words an address which a page would not even see."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        items = scope.get("query_string", b"").count(b"&") + 1
        if scope["type"] != "http" or items <= MOST_ITEMS:
            await self.app(scope, receive, send)
            return
        problem = Problem.of("problem.many_items", count=items, most=MOST_ITEMS)
        lines = "\n".join(say.problem(problem) for say in LANGUAGES.values())
        await PlainTextResponse(lines, status_code=414)(scope, receive, send)


MIDDLEWARE = [Middleware(_Headed), Middleware(_Answered)]


def require_free(port: int) -> None:
    """Raise `ScenarioError` where this machine does not let the pages have the port, as when another program has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will: what has ended holds no port
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ScenarioError(Problem.of("problem.port", port=port, reason=error.strerror or str(error))) from None


def serve(port: int, *, browser: bool) -> None:
    """Serve the pages on this machine only, in this process and until it is stopped; `browser` opens one.

    Without Streamlit's welcome, which brings a window about tools for developers onto the page.
    """
    here = {
        "server.address": HOST,
        "server.port": port,
        "server.headless": not browser,
        "logger.hideWelcomeMessage": True,
    }
    App(ENTRY, middleware=MIDDLEWARE).run(config={**SETTINGS, **here})
