"""Mails as other programs write them, for tests."""

from email.message import EmailMessage
from typing import Any

REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: baton@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I could not deliver your message.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; rose@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <rose@example.org>: no such user

--B
Content-Type: {kind}

From: Baton <baton@example.org>
To: rose@example.org
Message-ID: <{mail_id}>
Subject: Your appointment

--B--
"""


def mail(
    words: str = "I cannot come.", *, html: str = "", files: tuple[tuple[str, bytes], ...] = (), **headers: str
) -> bytes:
    """A mail of Rose's; `in_reply_to="…"` is a header."""
    made = EmailMessage()
    given: dict[str, Any] = {
        "from": "Rose Tyler <rose@example.org>",
        "to": "replies@example.org",
        "subject": "Re: Your appointment",
        "message_id": "<1@phone.example.org>",
        "date": "Tue, 10 Mar 2026 09:00:00 +0000",
    } | headers
    for name, value in given.items():
        made["-".join(part.capitalize() for part in name.split("_"))] = value
    if words or not html:
        made.set_content(words)
    if html:
        made.add_alternative(html, subtype="html") if words else made.set_content(html, subtype="html")
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


def report(mail_id: str, action: str = "failed", kind: str = "message/rfc822") -> bytes:
    """What a mail server says of a message of ours."""
    return REPORT.format(mail_id=mail_id, action=action, kind=kind).replace("\n", "\r\n").encode()
