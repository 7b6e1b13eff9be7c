"""What `attrition app` serves."""

from sim.ui.what_if import page

page()
