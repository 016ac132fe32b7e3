"""One e-mail as it leaves: a frozen letter, its envelope, and its bytes by RFC 5322."""

import email.charset
import re
import unicodedata
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from email_validator import EmailNotValidError, validate_email

from core.errors import Refusal
from core.language import language
from core.link import Purpose, carried, filled, place
from core.text.rendering import COPY_MARK, FOOT_MARK
from core.webpush import Device

_UTF8 = email.charset.Charset("utf-8")
_UTF8.header_encoding = email.charset.QP
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
_PIECE = re.compile(r"(?:%..|.){1,20}")
ATTACHED = "appointment.ics"
ONE_CLICK = "List-Unsubscribe=One-Click"
"""What a mail program posts where somebody presses its own button."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes along. Its bytes are read as the letter is put together, so that many that wait take no room."""

    name: str
    read: Callable[[], bytes]
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """All a carrier may know. `sender` is "Name <address>"; `copy` marks a second sending after doubt; `calendar` is
    the visit it is about, `enclosed` what it brings, `device` the telephone that an app message is shown on. `author`
    is the person who wrote it, where one did, and `answering` the Message-ID of what they answer; `unsubscribe` is
    where one click ends such mails, by RFC 8058."""

    message_id: str
    sender: str
    to_name: str
    to_address: str
    headline: str
    text: str
    html: str
    date: datetime
    calendar: str = ""
    enclosed: tuple[Enclosed, ...] = ()
    reply_to: str = ""
    copy: bool = False
    author: str = ""
    answering: str = ""
    language: str = "en"
    device: Device | None = None
    unsubscribe: str = ""

    @property
    def from_address(self) -> str:
        """The envelope's sender, where bounces go."""
        return parseaddr(self.sender)[1]

    @property
    def needs_utf8(self) -> bool:
        """Whether an address has letters that only SMTPUTF8 carries."""
        return not (self.to_address + self.from_address + self.reply_to).isascii()

    def headers(self) -> list[tuple[str, str]]:
        """In the order they are sent, encoded as they are sent."""
        name, address = parseaddr(one_line(self.sender, "sender"))
        found = [
            ("Message-ID", f"<{self.message_id}>"),
            ("Date", format_datetime(self.date)),
            ("From", _mailbox(", ".join(part for part in (self.author, name) if part), address)),
            ("To", _mailbox(self.to_name, self.to_address)),
            ("Subject", _words(one_line(self.headline, "headline"), "Subject")),
        ]
        found += [] if self.author else [("Auto-Submitted", "auto-generated")]
        found += [
            (name, f"<{one_line(self.answering, 'reference')}>")
            for name in ("In-Reply-To", "References")
            if self.answering
        ]
        found += [("Reply-To", one_address(self.reply_to))] if self.reply_to else []
        if self.unsubscribe:
            found += [("List-Unsubscribe", f"<{self.unsubscribe}>"), ("List-Unsubscribe-Post", ONE_CLICK)]
        return found + ([("X-Baton-Copy", "yes")] if self.copy else [])

    def bytes(self) -> bytes:
        """The whole letter: its words as plain text and as HTML, beside them a visit and files; the same each time."""
        name = self.message_id.partition("@")[0]
        words = [("plain", self.text), ("html", self.html)] if self.html else [("plain", self.text)]
        kind, body = _several("alternative", f"=_{name}", [_part(*each) for each in words])
        beside = [_calendar(self.calendar)] if self.calendar else []
        beside += [_file(one) for one in self.enclosed]
        if beside:
            inner = f"Content-Type: {kind}\r\n\r\n{body}"
            kind, body = _several("mixed", f"=_beside_{name}", [inner, *beside])
        shape = [("MIME-Version", "1.0"), ("Content-Type", kind)]
        head = "".join(f"{name}: {value}\r\n" for name, value in self.headers() + shape)
        return f"{head}\r\n{body}".encode()


def written(
    row: Any,
    sender: str,
    reply_to: str,
    date: datetime,
    enclosed: Sequence[Enclosed] = (),
    links: Mapping[str, str] | None = None,
) -> Letter:
    """The letter that a row of the outbox is, when it leaves at `date`; a copy says that it is one. `links` are given
    only as it leaves: whoever looks at it here sees markers instead, which open nothing."""
    text, html = (words if links is None else filled(words, links) for words in (row.body, row.body_html))
    says = language(row.language).says
    again = says["copy"] if row.copy else ""
    copy_html = f'<p class="soft" style="margin:0 0 16px;color:#5c6f74">{again}</p>'
    ends = filled(place(Purpose.UNSUBSCRIBE), links or {}) if Purpose.UNSUBSCRIBE in carried(row) else ""
    foot = f"{says['unsubscribe']}: {ends}\n" if ends else ""
    foot_html = f'<br><a class="soft" href="{ends}" style="color:#5c6f74">{says["unsubscribe"]}</a>'
    return Letter(
        message_id=row.mail_id,
        sender=sender,
        to_name=row.to_name,
        to_address=row.to_address,
        headline=row.headline,
        text="\n\n".join(part for part in (again, text.rstrip("\n") if foot else text, foot) if part),
        html=html.replace(COPY_MARK, copy_html if again else "", 1).replace(FOOT_MARK, foot_html if ends else "", 1),
        date=date,
        calendar=row.calendar,
        enclosed=tuple(enclosed),
        reply_to=reply_to,
        copy=row.copy,
        author=row.author,
        answering=row.answering,
        language=row.language,
        unsubscribe=ends,
    )


def one_line(text: str, what: str) -> str:
    """The text as it is; refused when it would break out of its line."""
    if not text.isprintable() and any(unicodedata.category(character) in _UNPRINTABLE for character in text):
        raise Refusal(f"The {what} holds a line break or a control character. Correct it and send again.")
    return text


def printable(text: str) -> str:
    """The same without what breaks out of a line: for what is kept and never leaves."""
    return "".join(" " if unicodedata.category(character) in _UNPRINTABLE else character for character in text)


@lru_cache(maxsize=4096)
def one_address(given: str) -> str:
    """A single mail address as it goes on the envelope; refused when it is none, or several."""
    try:
        found = validate_email(given, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Refusal("This is not one usable e-mail address. Correct it and send again.") from None
    return found.ascii_email or found.normalized


def _mailbox(name: str, address: str) -> str:
    address = one_address(address)
    return f"{_phrase(one_line(name, 'name'))} <{address}>" if name else address


def _phrase(name: str) -> str:
    if not name.isascii() or "=?" in name:
        return _encoded(name, 4)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _words(text: str, header: str) -> str:
    plain = text.isascii() and "=?" not in text and len(text) <= 900
    return text if plain else _encoded(text, len(header) + 2)


def _encoded(text: str, indent: int) -> str:
    return Header(text, _UTF8, maxlinelen=76, continuation_ws=" ").encode(linesep="\r\n", maxlinelen=76 - indent)


def _part(kind: str, words: str) -> str:
    lines = "".join(f"{line}\r\n" for line in words.splitlines())
    quoted = b2a_qp(lines.encode(), istext=True).decode("ascii")
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable'
    return f"{head}\r\n\r\n{quoted}"


def _several(kind: str, boundary: str, parts: Sequence[str]) -> tuple[str, str]:
    """A body of several parts, and its content type."""
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'multipart/{kind}; boundary="{boundary}"', f"{body}--{boundary}--\r\n"


def _file(enclosed: Enclosed) -> str:
    """For reading and keeping; a name beyond ASCII as RFC 2231 has it."""
    encoded = encodebytes(enclosed.read()).decode("ascii").replace("\n", "\r\n")
    return (
        f"Content-Type: {enclosed.media_type}\r\n"
        f"Content-Disposition: attachment;\r\n {_file_name(one_line(enclosed.name, 'name of a file'))}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{encoded}"
    )


def _file_name(name: str) -> str:
    """In parts where it is long, so that no line of a mail is longer than it may be."""
    if name.isascii() and len(name) <= 60 and not set(name) & set('"\\%'):
        return f'filename="{name}"'
    encoded = f"utf-8''{quote(name, safe='')}"
    parts = _PIECE.findall(encoded)
    if len(parts) == 1:
        return f"filename*={encoded}"
    return ";\r\n ".join(f"filename*{at}*={part}" for at, part in enumerate(parts))


def _calendar(text: str) -> str:
    """A visit as calendars expect it: its method stands in the header too."""
    method = next(line.partition(":")[2] for line in text.splitlines() if line.startswith("METHOD:"))
    quoted = b2a_qp(text.encode(), istext=True).decode("ascii")
    return (
        f'Content-Type: text/calendar; charset="utf-8"; method={method}\r\n'
        f'Content-Disposition: attachment; filename="{ATTACHED}"\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}"
    )
