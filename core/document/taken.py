"""A file is taken in: looked at, scanned and put on disk, before any transaction begins."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from core.document import store
from core.document.content import Form, examine
from core.document.model import Scan, Upload
from core.document.picture import small
from core.document.scan import scan_new
from core.errors import Refusal

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is on disk and may be attached. Attached to nothing, it goes after a day."""

    name: str
    sha256: str
    size: int
    form: Form
    scan: Scan


def take_in(upload: Upload) -> Taken:
    """The file, kept; a refusal that says what is wrong with it."""
    form = examine(upload.content)
    said = scan_new(upload.content)
    if said is Scan.INFECTED:
        raise Refusal("The virus scanner found something in this file, so it was not added. Ask the sender about it.")
    sha256 = store.keep(upload.content)
    if form.is_picture:
        _keep_small(sha256, upload.content)
    return Taken(shown_name(upload.name), sha256, len(upload.content), form, said)


def small_of(sha256: str) -> bytes:
    """A little picture of a picture; made again where it is missing."""
    try:
        return store.place(sha256, store.SMALL).read_bytes()
    except OSError:
        return _keep_small(sha256, store.read(sha256))


def shown_name(name: str) -> str:
    """What a file was called, for people to read: without folders, and without characters that turn or hide others."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name).rstrip("/\\ "))[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    if not seen.strip("."):
        return ""
    stem, ending = PurePosixPath(seen).stem, PurePosixPath(seen).suffix[:12]
    return seen if len(seen) <= LONGEST else stem[: LONGEST - len(ending)] + ending


def _keep_small(sha256: str, content: bytes) -> bytes:
    made = small(content)
    store.keep_at(store.place(sha256, store.SMALL), made)
    return made
