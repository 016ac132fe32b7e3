"""What is kept is known by its content; everything else is refused in a sentence that says what is accepted."""

import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from core.document import ACCEPTED, FORMS
from core.document.content import LARGEST, examine
from core.document.picture import SMALL, opened, small
from core.errors import Refusal
from tests.document import papers

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "own"

GOOD = {
    "application/pdf": papers.pdf(),
    "image/jpeg": papers.picture("JPEG"),
    "image/png": papers.picture("PNG"),
    "image/webp": papers.picture("WEBP", mode="RGB"),
    "image/tiff": papers.picture("TIFF"),
    "application/dicom": papers.dicom(),
    "message/rfc822": papers.letter(),
    "text/plain": "Zoë O’Brien\r\n36, 37\n".encode(),
}


def refusal(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        examine(content)
    return str(refused.value)


@pytest.mark.parametrize("media_type", FORMS)
def test_what_practices_send_is_known_by_its_content(media_type):
    assert examine(GOOD[media_type]).media_type == media_type


COLOURS = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "TIFF": ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"),
    "WEBP": ("L", "RGB", "RGBA"),
}


@pytest.mark.parametrize(("form", "mode"), [(form, mode) for form, modes in COLOURS.items() for mode in modes])
def test_every_colour_of_picture_has_a_little_one(form, mode):
    content = papers.picture(form, (900, 700), mode)
    assert examine(content).is_picture
    made = opened(small(content))
    assert made.format == "JPEG"
    assert (made.width, made.height) == (463, 360)
    assert made.width <= SMALL[0]


def test_a_picture_taken_sideways_stands_upright_in_lists():
    exif = opened(papers.picture("JPEG")).getexif()
    exif[0x0112] = 6
    made = opened(small(papers.picture("JPEG", (400, 200), exif=exif)))
    assert made.height > made.width


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".zip"])
def test_office_files_and_archives_are_not_unpacked_but_refused(ending):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    sentence = refusal(made.getvalue())
    assert "archive" in sentence
    assert sentence.endswith(ACCEPTED)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\0" * (LARGEST + 1), "10 MB"),
        (b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "damaged"),
        (papers.picture("PNG")[:-30], "damaged"),
        (papers.picture("JPEG", (400, 400))[:-600], "damaged"),
        (papers.picture("TIFF")[:-800], "damaged"),
        (b"MZ" + b"\0" * 200, "cannot be kept"),
        (b"GIF89a\1\0\1\0\0\0\0;", "cannot be kept"),
        (b"<html><script>alert(1)</script>", "cannot be kept"),
        (b"  <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "cannot be kept"),
        ("Zoë".encode("utf-16"), "cannot be kept"),
        (b"a\0b", "cannot be kept"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Office"),
        (b"MZ\0\n" + papers.pdf(), "cannot be kept"),
    ],
)
def test_the_rest_is_refused_in_a_sentence(content, says):
    assert says in refusal(content)


def test_a_picture_that_would_unfold_beyond_measure_is_refused_before_it_does():
    assert "pixels" in refusal(papers.png_that_says(10_000, 6_001))
    assert "pixels" in refusal(papers.png_that_says(100_000, 100_000))
    assert "damaged" in refusal(papers.png_that_says(10_000, 5_999))


def _on_opening(writer: PdfWriter) -> None:
    writer._root_object[NameObject("/OpenAction")] = papers.action("/JavaScript")


def _on_opening_indirect(writer: PdfWriter) -> None:
    kind = writer._add_object(NameObject("/Launch"))
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): kind})


def _on_a_page(writer: PdfWriter) -> None:
    acts = writer._add_object(papers.action("/JavaScript"))
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): acts})


def _behind_a_link(writer: PdfWriter) -> None:
    goes = DictionaryObject({NameObject("/S"): NameObject("/GoTo"), NameObject("/Next"): papers.action("/JavaScript")})
    mark = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): goes})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(mark)])


def _by_name(writer: PdfWriter) -> None:
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})


def _as_a_pin(writer: PdfWriter) -> None:
    mark = DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment")})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([mark])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_on_opening, "runs a script"),
        (_on_opening_indirect, "starts a program"),
        (_on_a_page, "runs a script"),
        (_behind_a_link, "runs a script"),
        (_as_a_pin, "carries other files"),
        (_by_name, "runs a script"),
        (lambda writer: writer.add_attachment("a.exe", b"MZ"), "carries other files"),
        (lambda writer: writer.encrypt("secret"), "locked"),
        (lambda writer: writer.remove_page(0), "no page"),
    ],
)
def test_a_pdf_that_does_more_than_be_read_is_refused(change, says):
    assert says in refusal(papers.rewritten(change))


def test_a_pdf_of_too_many_pages_is_refused():
    assert "pages" in refusal(papers.pdf(pages=301))


@pytest.fixture(scope="module")
def bombs(tmp_path_factory) -> Path:
    """Written by the corpus's own script: they are too hostile to lie about."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not beside the project")
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, CORPUS / "make_own.py", folder], check=True, capture_output=True)
    return folder / "upload"


HARMLESS = {"gif_html.gif", "eicar.com.txt", "deep.json", "bigint.json", "dupkeys.json", "nan.json", "surrogate.json"}
"""Plain text, which nothing here reads as anything else; the virus in one is for a scanner to find."""


def test_every_bomb_of_the_corpus_is_refused_at_once(bombs):
    for name in json.loads((bombs / "EXPECTED.json").read_text()):
        begun = time.process_time()
        content = (bombs / name).read_bytes()
        if name in HARMLESS:
            assert examine(content).media_type == "text/plain", name
        else:
            assert refusal(content), name
        assert time.process_time() - begun < 2, name
