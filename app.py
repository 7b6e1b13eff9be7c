"""The Streamlit entry: `streamlit run app.py`."""

from streamlit.starlette import App

from sim.ui.served import ENTRY, MIDDLEWARE

app = App(ENTRY, middleware=MIDDLEWARE)
