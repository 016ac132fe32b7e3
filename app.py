"""The web process, put together: Streamlit's pages and our own routes behind one gate."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:  # core and pages are found from whatever folder the process was started in
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402
from streamlit import config  # noqa: E402
from streamlit.web.server.starlette.starlette_websocket import gather_user_info  # noqa: E402

from core.api import MIDDLEWARE, ROUTES, refuse_unless_ready, sorry  # noqa: E402

HEAVY = ("pandas", "pyarrow", "plotly.express", "altair")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Load what pages need, and leave it out of every collection to come."""
    for module in HEAVY:
        __import__(module)
    gc.collect()
    gc.freeze()
    yield


def tell(error: Exception) -> bool:
    """What a page shows of an error that nobody expected: a sentence with a number to report."""
    st.error(sorry(error))
    return True


config._main_script_path = config._main_script_path or str(ROOT / "app.py")  # so .streamlit is found
app = st.App(ROOT / "pages" / "frame.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan, on_script_error=tell)
refuse_unless_ready(gather_user_info, config.get_option("server.baseUrlPath"))
