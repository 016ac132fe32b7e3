"""The documents of something: a list to look through, each to be looked at, replaced or withdrawn, and new ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st

from core import clock, document
from core.access import Actor
from core.document import Document, Holder, Origin, Paper, Upload
from core.referral import Direction, Referral
from pages.parts.badges import badge
from pages.parts.fields import Fields
from pages.parts.flash import Outcome, do, leave
from pages.parts.links import to
from pages.parts.paper import address_of, paper, size
from pages.parts.plain import plain
from pages.parts.sheet import Sheet

CSS = Path(__file__).with_suffix(".css")
SIGNS = {
    Paper.LETTER: "mail",
    Paper.RADIOGRAPH: "radiology",
    Paper.PHOTOGRAPH: "photo_camera",
    Paper.REPORT: "description",
    Paper.PLAN: "assignment",
    Paper.CONSENT: "signature",
    Paper.INSURANCE: "health_and_safety",
    Paper.AGREEMENT: "handshake",
}
NOTHING = "No document yet. Letters, radiographs, reports and consents will stand here, each in every version."
CHOSEN, NONE = "document", "none"
"""How an address names the document that is open; with none open, only that the documents are looked at."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks at whose documents, and on which page: its file's name and what its address asks for."""

    actor: Actor
    holder: Holder
    zone: str
    page: str
    query: Mapping[str, object]

    def link(self, shown: Document) -> str:
        """The address of this page with the document open."""
        return to(self.page, **self.query, **{CHOSEN: shown.id})

    def again(self, said: str) -> NoReturn:
        """The page afresh, with what was done told."""
        leave(f"{self.page}.py", said, **self.query, **{CHOSEN: NONE})


@dataclass(frozen=True, slots=True)
class Makes:
    """A document that Baton can make for the holder: what its button says, and the command."""

    label: str
    command: Callable[[Actor, int], int]


def documents(desk: Desk, found: Sequence[Document], made: Sequence[Makes] = ()) -> None:
    """Draw the list; the one that the address of the page names is open."""
    st.html(CSS)
    with st.container(horizontal=True, key="add-papers"):
        if st.button("Add documents", icon=":material/attach_file:", key="add-documents"):
            _add(desk)
        for each in made:
            if st.button(each.label, icon=":material/draft:", key=f"make-{each.label}"):
                _make(desk, each)
    if not found:
        st.text(NOTHING)
    st.html(f'<ul class="papers">{"".join(_row(desk, each) for each in found)}</ul>')
    asked = st.query_params.get(CHOSEN, "")
    if chosen := next((each for each in found if str(each.id) == asked), None):
        st.dialog(plain(chosen.called), width="large", on_dismiss=_close)(_opened)(desk, chosen)


def makes(actor: Actor, r: Referral) -> list[Makes]:
    """What can be made of a referral: its letter by the side that refers, the report by the side that treats."""
    refers, treats = r.now.from_site_id or r.now.site_id, r.now.site_id
    letter = r.now.direction is not Direction.INBOUND and actor.works_at(refers)
    signed = any(each.kind == "final" and each.readable for each in r.reports)
    report = r.now.direction is not Direction.OUTBOUND and signed and actor.works_at(treats)
    made = [(letter, Makes("Make the referral letter", document.make_letter))]
    made += [(report, Makes("Make the report letter", document.make_outcome))]
    return [each for holds, each in made if holds]


def are_asked_for() -> bool:
    """Whether the address leads to the documents of its page."""
    return CHOSEN in st.query_params


def _close() -> None:
    st.query_params[CHOSEN] = NONE


def _row(desk: Desk, shown: Document) -> str:
    title = f'<a data-go href="{escape(desk.link(shown))}">{escape(shown.called)}</a>'
    marks = [badge(f"Version {shown.version}")] if shown.version > 1 else []
    marks += [badge("Withdrawn", "amber")] if shown.withdrawn_at else []
    marks += [badge("Held back", "red")] if shown.scan is document.Scan.INFECTED else []
    return (
        f"<li{' class=gone' if shown.withdrawn_at else ''}>{_picture(desk.actor, shown)}<p>{title} {' '.join(marks)}"
        f"<small>{escape(_about(shown))}</small><small>{escape(_when(shown, desk.zone))}</small></p></li>"
    )


def _picture(actor: Actor, shown: Document) -> str:
    """A little picture where there is one and it may be seen, else a sign of its kind."""
    if shown.form.is_picture and shown.may_open:
        address = document.signed(actor, shown.id, small=True)
        return f'<span class="small"><img src="{escape(address)}" alt="" loading="lazy"></span>'
    sign = SIGNS.get(shown.kind, "draft") if shown.may_open else "lock"
    return f'<span class="small"><span class="icon" aria-hidden="true">{sign}</span></span>'


def _about(shown: Document) -> str:
    kind = shown.kind.label if shown.title else ""
    return " · ".join(part for part in (kind, _exposure(shown), shown.form.label, size(shown.size)) if part)


def _exposure(shown: Document) -> str:
    if not shown.kind.exposed:
        return ""
    return f"taken {clock.spoken_day(shown.taken_on, clock.now().date())}" if shown.taken_on else "day taken not known"


def _when(shown: Document, zone: str) -> str:
    by = f" by {shown.added_by}" if shown.added_by else ""
    how = {Origin.MADE: "Made"}.get(shown.origin, f"{shown.origin.label}, added")
    return f"{how}{by}, {clock.spoken(shown.added_at, zone)}"


def _opened(desk: Desk, shown: Document) -> None:
    """One document, and below it what can be done about it."""
    st.html(f'<p class="paper-about">{escape(_about(shown))}<br>{escape(_when(shown, desk.zone))}</p>')
    paper(desk.actor, shown)
    if shown.earlier:
        st.html(f'<ul class="papers-before">{"".join(_earlier(each, desk.zone) for each in shown.earlier)}</ul>')
    if shown.withdrawn_at is None:
        with st.expander("Add a newer version"):
            _replace(desk, shown)
        with st.expander("Withdraw as added in error"):
            _withdraw(desk, shown)


def _earlier(shown: Document, zone: str) -> str:
    words = f"Version {shown.version}, {clock.spoken(shown.added_at, zone)}"
    return f'<li><a href="{address_of(shown)}" target="_blank">{escape(words)}</a></li>'


def _make(desk: Desk, each: Makes) -> None:
    """The page afresh with the new document open."""
    done = do(each.command, desk.actor, desk.holder.id)
    if done.result:
        leave(f"{desk.page}.py", "Made from the record", **desk.query, **{CHOSEN: done.result})


def _replace(desk: Desk, shown: Document) -> None:
    fields = Fields(Sheet(f"newer-{shown.id}"))
    file = fields.file("file", "File")
    taken_on = _exposed_on(fields) if shown.kind.exposed else None
    if st.button("Add as newer version", key=fields.sheet.key("send"), disabled=file is None):
        done = do(document.replace, desk.actor, shown.id, Upload(file.name, file.getvalue()), taken_on=taken_on)
        _told(desk, fields, done, f"{shown.called} has a newer version")


def _withdraw(desk: Desk, shown: Document) -> None:
    fields = Fields(Sheet(f"withdraw-{shown.id}"))
    why = fields.ask("why", st.text_input, "Why, in a few words")
    if st.button("Withdraw", key=fields.sheet.key("send")):
        done = do(document.withdraw, desk.actor, shown.id, why)
        _told(desk, fields, done, f"{shown.called} is withdrawn")


@st.dialog("Add documents", on_dismiss="rerun")
def _add(desk: Desk) -> None:
    """Files, and what they are."""
    fields = Fields(Sheet(f"documents-{desk.holder.column}-{desk.holder.id}"))
    files = fields.file("file", "Files", accept_multiple_files=True)
    st.html(f'<p class="accepted">{escape(document.ACCEPTED)}</p>')
    kind = fields.choose("kind", "What it is", {each: each.label for each in Paper}, "Choose a kind")
    taken_on = _exposed_on(fields) if kind and kind.exposed else None
    title = fields.ask("title", st.text_input, "Title, if it needs one")
    sent = fields.ask("sent", st.checkbox, "We sent this out ourselves")
    if st.button("Add", type="primary", key=fields.sheet.key("send"), width="stretch"):
        uploads = [Upload(file.name, file.getvalue()) for file in files]
        more = {"title": title, "taken_on": taken_on, "origin": Origin.SENT if sent else Origin.RECEIVED}
        done = do(document.add_all, desk.actor, uploads, desk.holder, kind, **more)
        _told(
            desk, fields, done, f"{len(uploads)} documents are added" if len(uploads) > 1 else "The document is added"
        )


def _exposed_on(fields: Fields) -> date | None:
    return fields.day("taken_on", "Date of exposure", max_value="today")


def _told(desk: Desk, fields: Fields, done: Outcome[Any], said: str) -> None:
    """What was done ends the dialog; what is wrong is said beside its field."""
    if done:
        fields.sheet.done()
        desk.again(said)
    fields.refuse(done.fields)
