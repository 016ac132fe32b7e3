"""What mail servers report about messages of ours that could not be delivered, by RFC 3464."""

import re
from collections.abc import Iterator
from email.message import EmailMessage, Message

from core.conversation.model import Failure

_ID = re.compile(r"^message-id:\s*<([^<>\s]{1,200})>", re.MULTILINE | re.IGNORECASE)
MOST = 20


def failures(mail: EmailMessage) -> tuple[Failure, ...]:
    """Each of ours that it names, with what became of it; nothing where it is no such report."""
    if mail.get_content_type() != "multipart/report" or "delivery-status" not in str(mail.get_param("report-type", "")):
        return ()
    reports = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    lost = next((why for part in reports for action, why in _told(part) if action == "failed"), "")
    return tuple(Failure(mail_id, bool(lost), lost) for mail_id in list(_ours(mail))[:MOST])


def _told(part: Message) -> Iterator[tuple[str, str]]:
    """Of each recipient what was done, and why in the words of the server; the first block is about the mail itself."""
    blocks = part.get_payload()
    for block in blocks[1:] if isinstance(blocks, list) else ():
        if not isinstance(block, Message):
            continue
        action = str(block.get("Action", "")).strip().casefold()
        words = str(block.get("Diagnostic-Code", "") or block.get("Status", "")).rpartition(";")[2]
        yield action, f"The mail came back: {' '.join(words.split())[:300] or 'no reason was given'}"


def _ours(mail: EmailMessage) -> Iterator[str]:
    """The Message-IDs of what came back, out of the copy or its headers."""
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            yield from _ID.findall(content.decode("utf-8", "replace") if isinstance(content, bytes) else "")
        elif part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            for one in inner if isinstance(inner, list) else ():
                assert isinstance(one, Message)  # noqa: S101 - what the parser makes of it
                yield from _ID.findall(f"message-id: {one.get('Message-ID', '')}")
