"""What is new in an answer, without what it quotes; where nothing would be left, all of it."""

import quotequail  # type: ignore[import-untyped]

from core.conversation.told_apart import quoting

LINES = 400
"""Among so many lines a quotation begins, or there is none."""
ANY_QUOTE = "On that day, they wrote:"


def new_words(body: str) -> str:
    """Above and below what is quoted."""
    lines = quoting().sub(ANY_QUOTE, body).split("\n")
    found = quotequail.unwrap("\n".join(lines[:LINES]))
    if not found:
        return body
    parts = (found.get("text_top", ""), found.get("text_bottom", ""))
    return "\n\n".join(part for part in parts if part) or body
