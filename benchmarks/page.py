"""The page in a real browser beside a bare one: from a changed control to the new headline and chart, and first view.

Needs the `bench` extra and the system's Chromium. Both pages are served and driven in turns in the same run.
"""

from __future__ import annotations

import shutil
import statistics
import time
from typing import Any

from serving import APP, serving
from timing import Row

from sim.core.crossing import central_days
from sim.inputs.loading import load
from sim.saying.language import PLAIN as ENGLISH

CHANGES, VIEWS = 40, 6
SETTLED = 200
"""Milliseconds after a change until the next one."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
SHOWN = """words => {
    const plain = text => (text || '').replaceAll('\\u00a0', ' ');
    const shown = [...document.querySelectorAll('.js-plotly-plot')].filter(chart => chart.checkVisibility());
    const charts = shown.map(chart => plain(chart.textContent));
    const said = plain(document.querySelector('.aw-board, .answer')?.textContent);
    return said.includes(words) && charts.length > 0 && charts.every(text => text.includes(words));
}"""
"""Whether the headline and the open chart say the days that belong to the number typed.

A chart that a newer one has replaced stays in the document, unseen, until the run ends: it is left out.
"""
PLAIN, FULL = "sky-2024-10k", "sky-2024-10k-full"


def _answer(scenario: str, *settings: str) -> str:
    return ENGLISH.days(central_days(load(scenario, settings)))


def _changed(tab: Any, scenario: str, rate: int) -> float:
    """Seconds from a new casualty rate to headline and charts."""
    box = tab.locator("input[type=number][aria-label^='Casualties reported per day']")
    box.fill(str(rate))
    words = _answer(scenario, f"reported_rate={rate}")
    start = time.perf_counter()
    box.press("Enter")
    tab.wait_for_function(SHOWN, arg=words, timeout=30_000)
    seconds = time.perf_counter() - start
    tab.wait_for_timeout(SETTLED)  # what follows the chart is no load on the page measured next
    return seconds


def _viewed(browser: Any, address: str) -> float:
    """Seconds from opening the address in an empty profile to headline and chart."""
    with browser.new_context(bypass_csp=True) as profile:
        tab = profile.new_page()
        start = time.perf_counter()
        tab.goto(address)
        tab.wait_for_function(SHOWN, arg="7.9 days", timeout=60_000, polling=10)
        return time.perf_counter() - start


def rows() -> list[Row]:
    """Measure both pages and return the ratios."""
    from playwright.sync_api import sync_playwright

    with serving(APP) as (ours, _), serving() as (bare, _), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        views: dict[str, list[float]] = {ours: [], bare: []}
        changes: dict[str, list[float]] = {}
        for _ in range(VIEWS):
            for address in (ours, bare):
                views[address].append(_viewed(browser, address))
        full = f"{ours}/?v=1&scenario={FULL}"
        pages = {ours: (PLAIN, 130), bare: (PLAIN, 130), full: (FULL, 1100)}
        tabs = {address: browser.new_page(bypass_csp=True) for address in pages}
        for address, tab in tabs.items():
            tab.goto(address)
            tab.wait_for_function(SHOWN, arg=_answer(pages[address][0]), timeout=60_000)
            changes[address] = []
        for step in range(CHANGES):
            for address, (name, first) in pages.items():
                changes[address].append(_changed(tabs[address], name, first + 30 * step))
        browser.close()
    return [
        Row("page: control to headline and chart, median", "a bare page", statistics.median(changes[ours]),
            statistics.median(changes[bare]), 1.5, f"{CHANGES} changes each, in turns"),
        Row("page: the same, 95th percentile", "a bare page", _p95(changes[ours]), _p95(changes[bare]),
            2.0, f"{CHANGES} changes each, in turns"),
        Row("page: median with every assumption, ranges and noise", "a bare page", statistics.median(changes[full]),
            statistics.median(changes[bare]), 2.0, f"`{FULL}`, {CHANGES} changes, in turns"),
        Row("page: first view, median", "a bare page", statistics.median(views[ours]), statistics.median(views[bare]),
            1.3, f"{VIEWS} views each, in turns, empty profile"),
    ]  # fmt: skip


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.95 * len(seconds))]


if __name__ == "__main__":
    for row in rows():
        print(row.markdown())
