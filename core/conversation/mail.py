"""A mail as it came in, whatever it is: who writes, what is new in it, what it answers, and what it brings."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses

from core import field, log
from core.channel import Channel
from core.conversation.bounce import failures
from core.conversation.model import Failure, Heard, Nature
from core.conversation.new_words import new_words
from core.conversation.told_apart import automatic
from core.document import Taken, Upload, take_in
from core.errors import Refusal
from core.intake.original import clean, enclosed, mail_of, words_of
from core.message import answered

MOST_WORDS = 500_000
"""Of a part that is longer only the beginning is read."""
MOST_NAMED = 50
UNREADABLE = "This e-mail could not be taken apart and is shown as it came."
TO = ("To", "Cc", "Delivered-To", "X-Delivered-To", "X-Original-To", "Envelope-To")
_ID = re.compile(r"<([^<>\s]{1,400})>")
_BULK = {"bulk", "junk", "list"}
_SEALS = ("pkcs7-signature", "x-pkcs7-signature", "pgp-signature", "pgp-keys")


def read_mail(content: bytes, came_at: datetime, carrier: str, *, site: str = "", note: str = "") -> Heard:
    """It can always be read: what cannot be taken apart comes as it is, for a person to look at."""
    try:
        return _heard(mail_of(content), content, came_at, carrier, site, note)
    except Exception as error:
        log.say("mail not taken apart", carrier=carrier, why=type(error).__name__)
    text = clean(content[:MOST_WORDS].decode("utf-8", "replace"))
    return Heard(
        key=_key("", content),
        channel=Channel.EMAIL,
        carrier=carrier,
        from_address="",
        body=text,
        said=text,
        note=UNREADABLE,
        bulk=True,
        came_at=came_at,
        site=site,
    )


def _heard(mail: EmailMessage, content: bytes, came_at: datetime, carrier: str, site: str, note: str) -> Heard:
    name, address = _sender(mail)
    lost = failures(mail)
    body = _body(mail)
    headline = _line(mail, "Subject")
    files, refused = _files(mail)
    said = new_words(body)
    return Heard(
        key=_key(_identity(mail), content),
        channel=Channel.EMAIL,
        carrier=carrier,
        from_address=address,
        from_name=name,
        headline=headline[:200],
        body=body,
        said=said or headline,
        mail_id=next(iter(_ids(mail, "Message-ID")), ""),
        nature=Nature.BOUNCE if lost else Nature.AUTOMATIC if _by_machine(mail, headline) else Nature.ANSWER,
        answers=tuple(number for one in _addresses(mail, TO) if (number := answered(one)) is not None),
        references=_named(mail, lost),
        bulk=_to_many(mail),
        files=tuple(files),
        failures=lost,
        note=" ".join([*([note] if note else []), *refused]),
        came_at=came_at,
        site=site,
    )


def _sender(mail: EmailMessage) -> tuple[str, str]:
    """The first that is an address; what is none is kept as nothing."""
    for name, address in getaddresses([_line(mail, "From")]):
        try:
            return clean(name)[:160], field.email(address)
        except Refusal:
            continue
    return "", ""


def _body(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain", "html"))
    return clean(words_of(part)[:MOST_WORDS]) if part is not None else ""


def _files(mail: EmailMessage) -> tuple[list[Taken], list[str]]:
    """What it brings, kept on disk; what cannot be kept is said."""
    kept, refused = [], []
    for one in enclosed(mail):
        try:
            kept.append(take_in(one))
        except Refusal as sentence:
            refused.append(f"The enclosure “{_shown(one)}” was not kept: {sentence}")
    return kept, refused


def _shown(upload: Upload) -> str:
    return clean(upload.name)[:80]


def _by_machine(mail: EmailMessage, headline: str) -> bool:
    """By RFC 3834 and what programs did before it; a bounce that says nothing of a message of ours is one too."""
    said = _line(mail, "Auto-Submitted").casefold()
    if said and not said.startswith("no"):
        return True
    marks = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From")
    if any(_line(mail, mark) for mark in marks) or _line(mail, "Precedence").casefold() == "auto_reply":
        return True
    return _line(mail, "Return-Path") == "<>" or mail.get_content_type() == "multipart/report" or automatic(headline)


def _to_many(mail: EmailMessage) -> bool:
    return (
        _line(mail, "Precedence").casefold() in _BULK
        or bool(_line(mail, "List-Id") or _line(mail, "List-Unsubscribe"))
        or _line(mail, "X-Spam-Flag").casefold() == "yes"
    )


def _line(mail: EmailMessage, name: str) -> str:
    """A header on one line; one that cannot be read is as good as none."""
    try:
        return " ".join(clean(str(mail.get(name, ""))).split())
    except Exception:
        return ""


def _addresses(mail: EmailMessage, names: Iterable[str]) -> list[str]:
    lines = [clean(str(line)) for name in names for line in mail.get_all(name, [])]
    return [address for _, address in getaddresses(lines)]


def _ids(mail: EmailMessage, name: str) -> list[str]:
    return _ID.findall(_line(mail, name))


def _named(mail: EmailMessage, lost: Iterable[Failure]) -> tuple[str, ...]:
    """The mails that it answers, or that came back."""
    named = [*_ids(mail, "References"), *_ids(mail, "In-Reply-To"), *(one.mail_id for one in lost)]
    return tuple(dict.fromkeys(named))[-MOST_NAMED:]


def _identity(mail: EmailMessage) -> str:
    """What one mail has in common with itself, by whichever way it came."""
    return "\n".join(_line(mail, name) for name in ("Message-ID", "From", "Date", "Subject"))


def _key(identity: str, content: bytes) -> str:
    """Two mails are the same where these headers and all below the headers are."""
    body = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[-1] if identity else content
    return f"email:{hashlib.sha256(identity.encode() + body).hexdigest()}"
