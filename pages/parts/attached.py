"""The documents of a new referral: a place for each that is asked for, others besides, and those that go along."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core import document
from core.directory import Requirement
from core.document import Document, Holder, Paper, Upload
from core.referral import Direction
from pages.parts.asked import called
from pages.parts.flash import do
from pages.parts.plain import plain
from pages.parts.unfinished import Desk


class Attached:
    """What is attached to the form on a desk; a file is kept as soon as it is there."""

    def __init__(self, of: Desk, direction: Direction) -> None:
        self.desk, self.direction = of, direction
        self.here = document.of(of.actor, Holder(draft_id=of.kept.id)) if of.kept else []
        self.asked: Sequence[Requirement] = ()
        first = of.begun.onward_from_id
        self.there = [each for each in document.of(of.actor, Holder(referral_id=first)) if _open(each)] if first else []
        self.chosen: list[Document] = []

    def slots(self, asked: Sequence[Requirement]) -> frozenset[str]:
        """A place for each document that is asked for; the kinds that there are now."""
        self.asked = asked
        self._offer()
        for each in asked:
            mine = [paper for paper in self.here if paper.kind == each.code]
            self._list(mine)
            if not mine and not any(paper.kind == each.code for paper in self.chosen):
                self._take(each.code, called(each))
        return frozenset(paper.kind for paper in (*self.here, *self.chosen))

    def rest(self) -> None:
        """Documents that nobody asked for."""
        slotted = {each.code for each in self.asked}
        self._list([paper for paper in self.here if paper.kind not in slotted])
        with st.expander("Add a document", icon=":material/attach_file:", key=self.desk.sheet.key("add-paper")):
            kinds = {kind: kind.label for kind in Paper if kind is not Paper.AGREEMENT}
            kind = self.desk.fields.choose("paper", "What it is", kinds, "Choose a kind")
            if kind:
                self._take(kind, "File", of="other")

    def along(self) -> list[int]:
        """Which documents of the first referral go along."""
        return [paper.id for paper in self.chosen]

    def _offer(self) -> None:
        for paper in self.there:
            words = f"Send along: {plain(paper.called)}"
            if self.desk.fields.ask(f"along-{paper.id}", st.checkbox, words, value=True):
                self.chosen.append(paper)

    def _take(self, kind: str, label: str, of: str = "") -> None:
        """Room for a file; with it the form becomes a draft, whose document it is."""
        fields, sheet = self.desk.fields, self.desk.sheet
        place = st.empty()
        with place.container():
            file = fields.file(f"paper-{kind}{of}", label, of=sheet.noted("papers", 0))
        if file is None or not (kept := self.desk.keep(self.direction, None, now=self.desk.kept is None)):
            return
        upload, holder = Upload(file.name, file.getvalue()), Holder(draft_id=kept.id)
        done = do(document.add, self.desk.actor, upload, holder, Paper(kind), quiet=True)
        if not done:
            st.html(f'<p class="wrong" role="alert">{escape(done.refused)}</p>')
            return
        sheet.note("papers", sheet.noted("papers", 0) + 1)
        self.here = document.of(self.desk.actor, holder)
        with place.container():
            self._list([paper for paper in self.here if paper.id == done.result])

    def _list(self, papers: Sequence[Document]) -> None:
        for paper in papers:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"paper-{paper.id}"):
                st.text(f"{paper.kind.label}: {paper.file_name}")
                if st.button("Remove", type="tertiary", key=f"remove-{paper.id}"):
                    do(document.remove, self.desk.actor, paper.id, said=f"{paper.kind.label} removed")


def _open(paper: Document) -> bool:
    """A document that may go along: neither withdrawn nor held back from this reader."""
    return paper.withdrawn_at is None and paper.may_open
