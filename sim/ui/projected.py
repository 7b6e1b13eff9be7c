"""The view for a projector: large type, and nothing around what is shown."""

from __future__ import annotations

__all__ = ["ONLY_THE_PAGE", "PROJECTOR"]

PROJECTOR = "projector"
"""What an address says to have a page shown so: `view=projector`."""
ONLY_THE_PAGE = """<style>
html {font-size: 150%}
[data-testid=stHeader], .st-key-language, .st-key-phone, .st-key-foot {display: none !important}
.st-key-reading [data-testid=stButtonGroup] > div {flex-wrap: wrap !important}
[data-testid=stMainBlockContainer] {padding: 1rem 2rem}
</style>"""
"""The style of the first page on a projector."""
