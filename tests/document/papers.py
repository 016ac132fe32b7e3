"""Files as they come to a practice, and as somebody sends them who means harm: each made here, a few lines each."""

import io
import struct
import zlib
from datetime import UTC, date, datetime
from typing import Any

from fpdf import FPDF
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from core import document
from core.document import Holder, Paper, Upload
from tests.cast import Cast

MADE = datetime(2026, 3, 10, tzinfo=UTC)


def picture(form: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "L", **more: Any) -> bytes:
    made = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(made, form, **more)
    return made.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """The head of a PNG, and nothing behind it."""
    head = struct.pack(">II", width, height) + b"\x08\2\0\0\0"
    parts = ((b"IHDR", head), (b"IDAT", b""))
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pdf(words: str = "Dear colleague", pages: int = 1) -> bytes:
    paper = FPDF()
    paper.set_creation_date(MADE)
    paper.set_font("helvetica", size=12)
    for _ in range(pages):
        paper.add_page()
        paper.cell(text=words)
    return bytes(paper.output())


def rewritten(change: Any = None, **more: Any) -> bytes:
    """A PDF with something added to it by `change(writer)`."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    change(writer, **more)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def action(kind: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")})


def dicom() -> bytes:
    return b"\0" * 128 + b"DICM" + b"\2\0\0\0UL\4\0" + b"\0" * 64


def letter() -> bytes:
    return b"From: Elm <elm@example.org>\r\nSubject: Iris Okafor\r\nDate: Tue, 10 Mar 2026 09:00 +0000\r\n\r\nHello"


def radiograph(name: str = "OPG.png") -> Upload:
    return Upload(name, picture())


def opg(cast: Cast, holder: Holder, **more: Any) -> int:
    """Ana adds a panoramic radiograph."""
    told = {"title": "OPG", "taken_on": date(2026, 3, 2)} | more
    return document.add(cast.ana, radiograph(), holder, Paper.RADIOGRAPH, **told)
