"""What the world received: the Maildir that mail goes to where no server is set."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from core.settings import settings


def letters() -> list[EmailMessage]:
    """Every letter, in the order of delivery."""
    files = (settings().data_dir / "mail" / "new").glob("*")
    received = sorted(files, key=lambda file: file.stat().st_mtime_ns)
    return [cast(EmailMessage, message_from_bytes(file.read_bytes(), policy=policy.default)) for file in received]


def words(letter: EmailMessage) -> str:
    """Its plain text, as one line."""
    body = letter.get_body(("plain",))
    return " ".join(body.get_content().split()) if body else ""
