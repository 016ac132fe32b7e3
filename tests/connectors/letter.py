"""A letter to carry, for tests."""

from datetime import UTC, datetime
from typing import Any

from core.connectors import Letter


def letter(number: int = 1, **more: Any) -> Letter:
    """To Ann; the number makes it another one."""
    given: dict[str, Any] = {
        "message_id": f"{number:032x}@example.org",
        "sender": "Harbour Dental <hello@example.org>",
        "to_name": "Ann Zoë",
        "to_address": "ann@example.org",
        "headline": "Your appointment – Tuesday",
        "text": "Dear Ann,\n\n.\n..\nsee you.\n",
        "html": "<p>Dear Ann</p>",
        "date": datetime(2026, 3, 10, 9, tzinfo=UTC),
    }
    return Letter(**(given | more))
