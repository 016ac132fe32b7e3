"""What arrived, as text: letters, PDFs and e-mails are read; a picture says that there is nothing to read."""

import io
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime
from html import unescape
from typing import Any

from pypdf import PdfReader

from core.document import Upload

LONGEST = 100_000
PAGES = 40
MOST_PARTS, MOST_READ, MOST_LINES = 30, 300, 2_000
LONGEST_HEADER, LONGEST_OF_PART = 2_000, 600
_HEADERS = re.compile(
    rb"\A(?:From |(?:[A-Za-z][A-Za-z0-9-]{0,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,60}\r?\n?)", re.MULTILINE
)
_MAILS = re.compile(rb"^(?:from|subject|message-id|mime-version|received|return-path):", re.I | re.M)
_BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "hr"}
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|head|title)\b.*?(?:</\1\s*>|(?=<body\b)|\Z)|<[!?][^>]*(?:>|\Z)", re.I | re.DOTALL
)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Original:
    """The words, what is to be said where there are none, and of an e-mail who sent it, when, and what was enclosed."""

    text: str
    note: str = ""
    sender_name: str = ""
    sender_address: str = ""
    sent_at: datetime | None = None
    enclosed: tuple[Upload, ...] = ()
    mailed: bool = False


def original(upload: Upload) -> Original:
    """Whatever it is; what cannot be read says so and is never an error."""
    content = upload.content
    if content.lstrip()[:5] == b"%PDF-":
        return _pdf(content)
    if upload.name.lower().endswith(".eml") or _is_mail(content):
        return _mail(content)
    text = _decoded(content)
    if text is None:
        return Original("", f"“{upload.name}” is a picture or holds no text that can be read. Look at it and type.")
    return Original(clean(_words(text) if re.match(r"\s*<(?:!doctype|html)", text, re.IGNORECASE) else text))


def clean(text: str) -> str:
    """As it can be kept and shown: one kind of line end, no control characters, no more than can be looked at."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\f", "\n\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]", "", text)
    return re.sub(r"\n{4,}", "\n\n\n", text)[:LONGEST].strip()


def _pdf(content: bytes) -> Original:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return Original("", "This PDF is locked with a password. Ask for one that is not, or type what it says.")
        pages = [page.extract_text() or "" for page in reader.pages[:PAGES]]
    except Exception:
        return Original("", "This PDF could not be read. Look at it and type what it says.")
    text = clean("\n\n".join(pages))
    return Original(text, "" if text else "This is a scan without text. Look at it and type what it says.")


def _is_mail(content: bytes) -> bool:
    head = content[:4000]
    return bool(_HEADERS.match(head) and len(_MAILS.findall(head)) >= 2)


def _mail(content: bytes) -> Original:
    """Its headers as the first lines, its words, and its enclosures; those with text are read like letters."""
    try:
        read = _of_mail(mail_of(content))
    except Exception:
        text = _decoded(content)
        return Original(clean(text or ""), "This e-mail could not be taken apart and is shown as it came.", mailed=True)
    further = [original(each) for each in read.enclosed]
    told = [part.text for part in further if part.text and not part.mailed]
    return replace(read, text=clean("\n\n".join([read.text, *told])))


class _Bounded(policy.EmailPolicy):
    """Headers are read no further than any that means something: taking long ones apart takes hours."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and the beginning of what follows."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[: LONGEST_OF_PART if name.casefold().startswith("content-") else LONGEST_HEADER]


def mail_of(content: bytes) -> EmailMessage:
    """A mail with as many parts and headers as anybody would look at; may raise anything for what is none."""
    if content.count(b"\n--") > MOST_LINES or content.count(b"boundary=") > MOST_READ // 3:
        raise ValueError("It has more parts than mails have.")
    mail = message_from_bytes(content, policy=_Bounded())
    assert isinstance(mail, EmailMessage)  # noqa: S101 - what this policy makes
    left: list[Any] = [mail]
    for part in left:
        inner = part.get_payload()
        if isinstance(inner, list):
            del inner[max(0, MOST_READ - len(left)) :]
            left += inner
    return mail


def _of_mail(mail: EmailMessage) -> Original:
    names = getaddresses([str(mail.get("From", ""))])
    name, address = names[0] if names else ("", "")
    heads = [(head, str(mail.get(head, ""))) for head in ("From", "Date", "Subject")]
    top = "\n".join(f"{head}: {' '.join(said.split())}" for head, said in heads if said)
    body = mail.get_body(preferencelist=("plain", "html"))
    words = words_of(body) if body is not None else ""
    files = tuple(enclosed(mail))
    return Original(f"{top}\n\n{words}", "", clean(name), address[:254], _sent(mail), files, mailed=True)


def words_of(part: MIMEPart) -> str:
    """What a part says, as plain text."""
    content = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    assert isinstance(content, bytes)  # noqa: S101 - a leaf's payload, decoded
    try:
        text = content.decode(charset, errors="replace")
    except LookupError:
        text = content.decode("utf-8", errors="replace")
    return _words(text) if part.get_content_subtype() == "html" else text


def enclosed(mail: EmailMessage) -> list[Upload]:
    """What a mail brings along, up to a number of files that anybody would look at."""
    found = []
    for number, part in enumerate(mail.iter_attachments(), start=1):
        if number > MOST_PARTS:
            break
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            found.append(Upload((part.get_filename() or f"Enclosure {number}")[:200], content))
    return found


def _sent(mail: EmailMessage) -> datetime | None:
    try:
        sent = parsedate_to_datetime(str(mail.get("Date", "")))
    except (TypeError, ValueError, OverflowError):
        return None
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def _decoded(content: bytes) -> str | None:
    """Text in UTF-8 or UTF-16, else in the encoding of old Windows; None for what is no text."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        odd = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in content[:4000])
        return None if odd > len(content[:4000]) / 50 else content.decode("cp1252", errors="replace")


def _words(markup: str) -> str:
    """The words of a page, a line for each block; in one pass, for whoever writes it may mean to keep us busy."""
    seen = re.sub(r"[ \t\r\n]+", " ", _UNSEEN.sub("", markup))
    text = unescape(_TAG.sub(lambda tag: "\n" if tag[1].casefold() in _BREAKS else "", seen))
    lines = (line.strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
