"""Before the web process opens its doors: what has to be right, or it says one sentence and ends."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers

from core import log
from core.api.gate import IDENTITY
from core.errors import Misconfigured
from core.settings import settings
from data.migrate import is_current

LINK = re.compile(r"(/auth/invite/|/file/|/report/|/o/)[^ ?]+")


def refuse_unless_ready(identity_in: Callable[[Headers], Mapping[str, Any]], base: str = "") -> None:
    """Check settings and database, `identity_in`, which is how Streamlit reads headers into st.user, and `base`,
    the path that its pages are served under."""
    try:
        log.start(settings().log_level)
        logging.getLogger("uvicorn.access").addFilter(_without_secrets)
        _check_database(settings().database_url)
        _check_identity(identity_in)
        if base.strip("/"):
            raise Misconfigured("server.baseUrlPath must be empty; Baton guards the root of its address.")
    except Misconfigured as sentence:
        sys.exit(str(sentence))


def _check_database(url: str) -> None:
    try:
        current = is_current(url)
    except (SQLAlchemyError, OSError):
        raise Misconfigured("The database cannot be reached; check BATON_DATABASE_URL.") from None
    if not current:
        raise Misconfigured("The database is of another version; run python -m core migrate first.")


def _check_identity(identity_in: Callable[[Headers], Mapping[str, Any]]) -> None:
    """Without the mapping, whoever knows a Streamlit session's id could take it over."""
    if dict(identity_in(Headers({IDENTITY: "probe"}))) != {"session": "probe"}:
        raise Misconfigured(
            "Streamlit does not read who is looking; .streamlit/config.toml must be found and must map "
            "x-baton-session to session under [server.trustedUserHeaders], and nothing else."
        )


def _without_secrets(line: logging.LogRecord) -> bool:
    """uvicorn notes every address, and a link that opens something is one: no reader of the log may use it."""
    if isinstance(line.args, tuple):
        line.args = tuple(LINK.sub(r"\1…", one) if isinstance(one, str) else one for one in line.args)
    return True
