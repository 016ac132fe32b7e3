"""What can be asked about documents, within the scope of what they belong to."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from core.access import Actor, Permission
from core.audit import About, Kind, note_read, record
from core.document import store
from core.document.content import FORMS, Form
from core.document.holder import about, holder_of, shown_to
from core.document.link import read, signed
from core.document.model import Document, Holder, Origin, Scan
from core.document.scan import has_scanner
from core.document.taken import small_of
from core.errors import NotAllowed, NotFound, NotNow, Refusal
from core.paper import Paper
from core.work import reading, work
from data.tables import account, document


def of(actor: Actor, holder: Holder, *, withdrawn: bool = False) -> list[Document]:
    """The documents of something, newest first, each with its earlier versions; withdrawn ones only when asked for."""
    with reading() as db:
        about(db, actor, holder)
        c = document.c
        named = select(document, func.coalesce(account.c.name, "").label("added_by"))
        named = named.outerjoin(account, account.c.id == c.added_by_id)
        rows = db.execute(named.where(c[holder.column] == holder.id, shown_to(actor)).order_by(c.id)).mappings().all()
    newest: dict[int, Document] = {}
    gone = []
    for row in rows:
        if row["withdrawn_at"]:
            gone.append(_document(actor, row, ()))
            continue
        before = newest.pop(row["replaces_id"] or 0, None)
        newest[row["id"]] = _document(actor, row, (before, *before.earlier) if before else ())
    return [*reversed(newest.values()), *(reversed(gone) if withdrawn else ())]


@dataclass(frozen=True, slots=True)
class File:
    """A document as it is handed over: what it was called, what it is, and its bytes."""

    name: str
    form: Form
    content: bytes


def opened(actor: Actor, document_id: int, *, small: bool = False) -> File:
    """A document's bytes, or a little picture of it; that they were looked at is kept."""
    with reading() as db:
        row, whose = _readable(db, actor, document_id)
    file = _small(row) if small else File(row["file_name"], FORMS[row["media_type"]], store.read(row["sha256"]))
    _note(actor, whose, row)
    return file


def content(actor: Actor, document_id: int) -> bytes:
    """The bytes alone."""
    return opened(actor, document_id).content


def link(actor: Actor, document_id: int, *, small: bool = False) -> str:
    """Where the actor's browser, and no other, finds the bytes for a few minutes."""
    with reading() as db:
        _readable(db, actor, document_id)
    return signed(actor, document_id, small=small)


def followed(actor: Actor, token: str) -> File:
    """What a link leads to: everything is asked again, for the actor may have lost in the meantime what they had."""
    found = read(actor, token)
    return opened(actor, found.document_id, small=found.small)


def _readable(db: Connection, actor: Actor, document_id: int) -> tuple[Any, About]:
    c = document.c
    row = db.execute(select(document).where(c.id == document_id, shown_to(actor))).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such document at your sites.")
    whose = about(db, actor, holder_of(row))
    if refusal := _withheld(actor, row):
        raise refusal
    return row, whose


def _withheld(actor: Actor, row: Any) -> Refusal | None:
    """Why a document in somebody's scope is not shown to them."""
    said = Scan(row["scan"])
    if Paper(row["kind"]).clinical and not actor.may(Permission.CLINICAL_READ):
        return NotAllowed("Only people who may read clinical notes open this document.")
    if row["withdrawn_at"]:
        return NotNow("This document was withdrawn as added in error, so it is not shown.")
    if said is Scan.INFECTED:
        return NotNow("The virus scanner found something in this document, so it is not shown. Ask the sender.")
    if said is Scan.UNSCANNED and has_scanner():
        return NotNow("The virus scanner has not looked at this document yet. Try again in a minute.")
    return None


def _small(row: Any) -> File:
    if not FORMS[row["media_type"]].is_picture:
        raise NotFound("There is no picture of this document.")
    return File(row["file_name"], FORMS["image/jpeg"], small_of(row["sha256"]))


def _note(actor: Actor, whose: About, row: Any) -> None:
    """Looking at a patient's document is noted with the other reads; whose it is is not always known yet."""
    if whose.patient_id:
        note_read(actor, About("document", row["id"], whose.site_id, whose.patient_id))
        return
    title = row["title"] or Paper(row["kind"]).label
    with work() as db:
        record(db, actor, Kind.DOCUMENT_OPENED, whose, {"document": row["id"]}, title=title)


def _document(actor: Actor, row: Any, earlier: tuple[Document, ...]) -> Document:
    return Document(
        kind=Paper(row["kind"]),
        origin=Origin(row["origin"]),
        scan=Scan(row["scan"]),
        withheld=str(_withheld(actor, row) or ""),
        form=FORMS[row["media_type"]],
        earlier=earlier,
        **{name: row[name] for name in _AS_STORED},
    )


_AS_STORED = (
    "id", "title", "file_name", "size", "taken_on", "version", "added_by", "added_at", "withdrawn_at",
)  # fmt: skip
