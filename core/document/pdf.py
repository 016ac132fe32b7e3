"""PDFs, opened and walked through: what is locked, broken, or would do more than be read is refused."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from core.errors import Refusal

MOST_PAGES = 300
MOST_OBJECTS = 60_000
_PRINT = "Print it into a new PDF and attach that."
_BROKEN = (PyPdfError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What the parser raises over bytes that are no PDF; it was not written to be told lies."""
_DRAWN = {"/Contents", "/Resources", "/StructTreeRoot", "/Metadata"}
"""What leads to the drawing of pages: no action hangs there."""
_ACTS = {
    "/JavaScript": "runs a script",
    "/Launch": "starts a program",
    "/ImportData": "loads other files",
    "/SubmitForm": "sends what is typed into it",
}
_HOLDS = {
    "/JS": "runs a script",
    "/JavaScript": "runs a script",
    "/XFA": "is a form that runs scripts",
    "/EmbeddedFiles": "carries other files",
    "/EF": "carries other files",
    "/RichMedia": "carries a film or a program",
}


def check_pdf(content: bytes) -> None:
    """Refuse with a sentence what is not a plain PDF to read."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refusal(f"This PDF is locked. {_PRINT}")
        _check_pages(len(reader.pages))
        for thing in _walked(reader.trailer.get("/Root")):
            if does := _does(thing):
                raise Refusal(f"This PDF {does}, and Baton keeps only what can be read. {_PRINT}")
    except _BROKEN:
        raise Refusal("This PDF is damaged or cut off. Open it, save it again, and attach that.") from None


def _check_pages(pages: int) -> None:
    if pages == 0:
        raise Refusal(f"This PDF has no page. {_PRINT}")
    if pages > MOST_PAGES:
        raise Refusal(f"This PDF has more than {MOST_PAGES} pages. Attach it in parts.")


def _walked(root: Any) -> Iterator[DictionaryObject]:
    """Every dictionary that a reader of the PDF could come upon, each once, drawings left out."""
    waiting, seen = [root], set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            if len(seen) > MOST_OBJECTS:
                raise Refusal(f"This PDF is too complicated to look through. {_PRINT}")
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting.extend(value for name, value in dict.items(thing) if name not in _DRAWN)
        elif isinstance(thing, ArrayObject):
            waiting.extend(list.__iter__(thing))


def _does(thing: DictionaryObject) -> str:
    """What a dictionary makes a reader do, in words; nothing for most."""
    held = next((does for name, does in _HOLDS.items() if name in thing), "")
    acts = str(thing["/S"]) if "/S" in thing else ""
    form = str(thing["/Subtype"]) if "/Subtype" in thing else ""
    return held or _ACTS.get(acts, "") or ("carries other files" if form == "/FileAttachment" else "")
