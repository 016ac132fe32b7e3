"""What the processes say: one line of JSON for each thing that happened, with ids and never names."""

import json
import logging
import secrets
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

Fact = int | float | str | None
APART = ("uvicorn", "uvicorn.error", "uvicorn.access")
"""Who may have been given handlers of their own before we start."""
OURS = logging.getLogger("baton")


def start(level: str) -> None:
    """Send what we say from this level on to standard error as JSON lines, and of libraries what they warn of.

    The rest of theirs is chatter; and an address that was asked for holds what somebody searched for.
    """
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(_Line())
    logging.root.handlers = [out]
    OURS.setLevel(level)
    logging.root.setLevel(max(OURS.level, logging.WARNING))
    for name in APART:
        library = logging.getLogger(name)
        library.handlers, library.propagate = [], True
        library.setLevel(logging.NOTSET)


def say(what: str, level: int = logging.INFO, **facts: Fact) -> None:
    """Something happened: say("message sent", message=12). Facts are ids, counts and codes."""
    OURS.log(level, what, extra={"facts": facts})


def incident(error: BaseException, **facts: Fact) -> str:
    """Note an error that nobody expected; answers the number by which a person can report it."""
    number = secrets.token_hex(4)
    OURS.error("incident", exc_info=error, extra={"facts": {"incident": number, **facts}})
    return number


class _Line(logging.Formatter):
    """An error is told by its kind and place: its message may quote what a person wrote."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line |= _told(*record.exc_info)
        return json.dumps(line, default=str)


def _told(
    kind: type[BaseException] | None, _error: BaseException | None, trace: TracebackType | None
) -> dict[str, object]:
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return {"error": kind.__name__ if kind else "", "places": places}
