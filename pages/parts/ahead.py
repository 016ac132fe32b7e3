"""What browsers load while another page is read: what draws charts weighs more than all the rest."""

from pathlib import Path

import streamlit as st

SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
DRAWING = ("PlotlyChart",)
"""Parts of Streamlit that it loads for the first chart of a visit. The map may wait: a table stands beside it."""
AHEAD = tuple(f"/static/js/{file.name}" for part in DRAWING for file in SCRIPTS.glob(f"{part}.*.js"))
