"""The file itself: many small objects kept together and compressed, as PDF has it since version 1.5.

A tagged table is a small object for each of its cells; one by one they would weigh more than all that is drawn.
"""

import re
import zlib
from collections.abc import Iterator

from fpdf.output import OutputProducer, PDFPage
from fpdf.syntax import PDFObject

from core.typeset.tags import Tags

VERSION = "1.5"
_PLAIN, _KEPT = 1, 2
_TRAILER = re.compile(rb"/(Root|Info) (\d+) 0 R|/ID \[(.*?)\]")


class Packed(OutputProducer):
    """Writes what fpdf2 made, in fewer bytes."""

    def _add_structure_tree(self) -> PDFObject | None:
        tags = self.fpdf.struct_builder
        if isinstance(tags, Tags):
            tags.refer([each for each in self.pdf_objs if isinstance(each, PDFPage)])
        return super()._add_structure_tree()

    def bufferize(self) -> bytearray:
        """The whole file."""
        written = bytes(super().bufferize())
        found = dict(self._objects(written))
        small = {number: body for number, body in found.items() if b"\nstream\n" not in body}
        out = bytearray(written[: min(self.offsets.values())])
        places: dict[int, tuple[int, int, int]] = {0: (0, 0, 0xFFFF)}
        for number, body in found.items():
            if number not in small:
                places[number] = (_PLAIN, len(out), 0)
                out += b"%d 0 obj\n%s\nendobj\n" % (number, body) if b"/Filter" in body else _packed(number, body)
        kept, listed = len(found) + 1, len(found) + 2
        places |= {number: (_KEPT, kept, place) for place, number in enumerate(small)}
        places[kept], places[listed] = (_PLAIN, len(out), 0), (_PLAIN, 0, 0)
        out += _stream(kept, *_together(small))
        places[listed] = (_PLAIN, len(out), 0)
        rows = [bytes([kind]) + at.to_bytes(4) + more.to_bytes(2) for _, (kind, at, more) in sorted(places.items())]
        said = b"/Type /XRef /Size %d /W [1 4 2] /DecodeParms <</Predictor 12 /Columns 7>> %s"
        start = len(out)
        out += _stream(listed, said % (listed + 1, _trailer(written)), _differences(rows))
        out += b"startxref\n%d\n%%%%EOF\n" % start
        self.buffer = out
        return out

    def _objects(self, written: bytes) -> Iterator[tuple[int, bytes]]:
        """The number and body of each object, in the order in which they stand."""
        begins = sorted(self.offsets.items(), key=lambda pair: pair[1])
        ends = [at for _, at in begins[1:]] + [written.rindex(b"\nxref\n") + 1]
        for (number, at), end in zip(begins, ends, strict=True):
            yield number, written[written.index(b"\n", at) + 1 : end].rstrip().removesuffix(b"endobj").rstrip(b"\n")


def _together(small: dict[int, bytes]) -> tuple[bytes, bytes]:
    """What is said of a stream of objects, and the stream: where each begins, then all of them."""
    at, index = 0, list[bytes]()
    for number, body in small.items():
        index.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(index) + b"\n"
    return b"/Type /ObjStm /N %d /First %d" % (len(small), len(head)), head + b"\n".join(small.values())


def _packed(number: int, body: bytes) -> bytes:
    """A stream that stands there as it is, such as which letter each shape of a font is."""
    content = body[body.index(b"\nstream\n") + 8 :].removesuffix(b"\nendstream")
    return _stream(number, b"", content)


def _differences(rows: list[bytes]) -> bytes:
    """Each row as what differs from the one above it, by PNG's filter "up": neighbours hardly do."""
    above = [bytes(len(rows[0])), *rows]
    return b"".join(
        b"\2" + bytes((one - other) % 256 for one, other in zip(row, before, strict=True))
        for row, before in zip(rows, above, strict=False)
    )


def _stream(number: int, said: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"%d 0 obj\n<<%s /Filter /FlateDecode /Length %d>>\nstream\n" % (number, said, len(packed))
    return head + packed + b"\nendstream\nendobj\n"


def _trailer(written: bytes) -> bytes:
    """Root, info and id, as the plain table of the file says them."""
    after = written[written.rindex(b"trailer") :]
    return b" ".join(found.group(0) for found in _TRAILER.finditer(after))
