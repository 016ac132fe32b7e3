"""What is in a file, found out from its bytes: its name is never asked, and whatever is not on the list is refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes

import puremagic

from core.document.pdf import check_pdf
from core.document.picture import check_picture
from core.errors import Refusal

LARGEST = 10 * 2**20
ACCEPTED = "Baton keeps PDF, JPEG, PNG, TIFF, WebP, DICOM, plain text and e-mails (.eml), each up to 10 MB."
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]")
_LETTER = ("From", "Date", "Subject", "Received", "Message-ID")
_HINTS = {
    "vnd.openxmlformats": "This is an Office file or an archive. Save the document as PDF, or attach files one by one.",
    "zip": "This is an archive. Unpack it and attach its files one by one.",
    "msword": "This is an Office file. Save the document as PDF.",
    "rtf": "This is a word processor’s file. Save the document as PDF.",
    "hei": "This is a HEIC picture. Save it as JPEG; a telephone can be told to take “most compatible” pictures.",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of content that is kept. `shown` is whether a browser shows it safely by itself."""

    media_type: str
    label: str
    endings: tuple[str, ...]
    shown: bool
    is_it: Callable[[bytes], bool]
    check: Callable[[bytes], None]

    @property
    def is_picture(self) -> bool:
        """Whether there is a little one of it for lists."""
        return self.media_type.startswith("image/")


def examine(content: bytes) -> Form:
    """The form a file is kept in; a refusal that says what is wrong with it and what is accepted."""
    if not content:
        raise Refusal("This file is empty. Choose it again, or ask for it once more.")
    if len(content) > LARGEST:
        raise Refusal(f"This file is larger than 10 MB. Save it smaller, or in parts. {ACCEPTED}")
    form = next((form for form in FORMS.values() if form.is_it(content)), None)
    if form is None:
        raise Refusal(f"{_hint(content)} {ACCEPTED}")
    form.check(content)
    return form


def _hint(content: bytes) -> str:
    try:
        likely = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        likely = ""
    return next((hint for part, hint in _HINTS.items() if part in likely), "This kind of file cannot be kept.")


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signs)


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_dicom(content: bytes) -> bool:
    return content[128:132] == b"DICM"


def _is_letter(content: bytes) -> bool:
    """An e-mail begins with headers, of which some tell who wrote it and when."""
    if not _HEADER.match(content):
        return False
    headers = message_from_bytes(content[:65536])
    return sum(name in headers for name in _LETTER) >= 2


def _is_text(content: bytes) -> bool:
    """UTF-8 that a person could have typed; markup and what only looks like text are not."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not text.lstrip().startswith(("<", "{\\rtf")) and all(c.isprintable() or c in "\t\n\r\f" for c in set(text))


def _nothing(_content: bytes) -> None:
    """Kept as it is, to be downloaded."""


FORMS = {
    form.media_type: form
    for form in (
        Form("application/pdf", "PDF", (".pdf",), True, _begins(b"%PDF-"), check_pdf),
        Form("image/jpeg", "JPEG picture", (".jpg", ".jpeg"), True, _begins(b"\xff\xd8\xff"), check_picture),
        Form("image/png", "PNG picture", (".png",), True, _begins(b"\x89PNG\r\n\x1a\n"), check_picture),
        Form("image/webp", "WebP picture", (".webp",), True, _is_webp, check_picture),
        Form("image/tiff", "TIFF picture", (".tif", ".tiff"), False, _begins(b"II*\0", b"MM\0*"), check_picture),
        Form("application/dicom", "DICOM", (".dcm",), False, _is_dicom, _nothing),
        Form("message/rfc822", "E-mail", (".eml",), False, _is_letter, _nothing),
        Form("text/plain", "Text", (".txt",), False, _is_text, _nothing),
    )
}
"""By media type, the surest sign first: text is what is left."""
