"""What a page says besides how it looks: headings, paragraphs, tables and figures, as a tree to be read aloud."""

from collections import Counter
from collections.abc import Iterator

from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFObject


class Tags(StructureTreeBuilder):
    """A tree of any depth; fpdf2's own has one level, and calls everything a figure."""

    def __init__(self) -> None:
        super().__init__()
        self._open = [self.doc_struct_elem]
        self._below: list[StructElem] = []
        self._marked: Counter[int] = Counter()

    def begin(self, tag: str, page: int, alt: str | None = None) -> None:
        """What follows belongs to this until its end."""
        self._open.append(self._add(tag, page, alt))

    def end(self) -> None:
        """It is over."""
        self._open.pop()

    def mark(self, tag: str, page: int, alt: str | None = None) -> tuple[int, int]:
        """The number of the next content that is drawn on a page, and of the page in the tree."""
        number = self._marked[page]
        self._marked[page] += 1
        element = self._add(tag, page, alt)
        element.k.append(number)
        parent = self.spid_per_page_number.setdefault(page, len(self.spid_per_page_number))
        self.struct_tree_root.parent_tree.nums[parent].append(element)
        return number, parent

    def refer(self, pages: list[PDFObject]) -> None:
        """Say of everything on which page it stands, once these are known."""
        for element in self._below:
            element.pg = pages[(element.page_number() or 1) - 1]  # type: ignore[assignment]  # None until then

    def __iter__(self) -> Iterator[PDFObject]:
        yield self.struct_tree_root
        yield self.doc_struct_elem
        yield self.struct_tree_root.parent_tree
        yield from self._below

    def _add(self, tag: str, page: int, alt: str | None) -> StructElem:
        element = StructElem(f"/{tag}", self._open[-1], [], page_number=page, alt=alt)
        self._open[-1].k.append(element)
        self._below.append(element)
        return element
