"""The Streamlit entry: `streamlit run app.py`."""

from sim.ui.what_if import page

page()
