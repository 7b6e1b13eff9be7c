"""The Streamlit entry: `streamlit run app.py`."""

from sim.ui.frame import main

main()
