"""What can be done to documents: added, replaced by a newer version, withdrawn; nothing is ever overwritten."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from core import clock, field
from core.access import Actor
from core.audit import About, Kind, record
from core.document.holder import about, bringing, holder_of, must_add, shown_to
from core.document.model import Holder, Origin, Upload
from core.document.taken import Taken, shown_name, take_in
from core.errors import Changed, Lacking, NotFound, NotNow, Refusal
from core.paper import Paper
from core.work import reading, work
from data.tables import document

PASSING = ("draft_id",)
"""Holders that are gone once they have become something else."""


def add(
    actor: Actor,
    upload: Upload,
    holder: Holder,
    kind: Paper,
    *,
    title: str = "",
    taken_on: date | None = None,
    origin: str = Origin.RECEIVED,
) -> int:
    """Keep a file as a document of something the actor may add to; its id."""
    return add_all(actor, [upload], holder, kind, title=title, taken_on=taken_on, origin=origin)[0]


def add_all(actor: Actor, uploads: Sequence[Upload], holder: Holder, kind: Paper | None, **said: Any) -> list[int]:
    """The same of several files of one kind: all are kept, or none is and the first that cannot be is named."""
    if not uploads or kind is None:
        missing = {} if uploads else {"file": "Choose a file."}
        raise Lacking(missing | ({} if kind else {"kind": "Say what kind of document it is."}))
    with reading() as db:
        bringing(db, actor, holder)  # nothing of a stranger's is taken in
    taken = [_taken(upload, several=len(uploads) > 1) for upload in uploads]
    with work() as db:
        return [attach(db, actor, each, holder, kind, **said) for each in taken]


def _taken(upload: Upload, *, several: bool) -> Taken:
    try:
        return take_in(upload)
    except Refusal as refusal:
        named = f"{shown_name(upload.name)}: " if several else ""
        raise Lacking({"file": f"{named}{refusal}"}) from None


def attach(
    db: Connection,
    actor: Actor,
    upload: Upload | Taken,
    holder: Holder,
    kind: Paper,
    *,
    title: str = "",
    taken_on: date | None = None,
    origin: str = Origin.RECEIVED,
) -> int:
    """The same within a transaction. Take a file in before it begins: looking at it and writing it takes a while."""
    whose = bringing(db, actor, holder)
    said = _said(kind, title, taken_on)
    taken = upload if isinstance(upload, Taken) else take_in(upload)
    row = said | _file(taken) | {"kind": kind, "origin": Origin(origin), "site_id": holder.site_id, "version": 1}
    return _written(db, actor, Kind.DOCUMENT_ADDED, whose, row | {holder.column: holder.id})


def replace(actor: Actor, document_id: int, upload: Upload, *, taken_on: date | None = None) -> int:
    """A newer version of a document; the one before stays and can be opened. The new one's id."""
    with reading() as db:
        _current(db, actor, document_id)
    taken = _taken(upload, several=False)
    with work() as db:
        return put_newer(db, actor, document_id, taken, taken_on=taken_on)


def put_newer(db: Connection, actor: Actor, document_id: int, taken: Taken, *, taken_on: date | None = None) -> int:
    """The same within a transaction, of a file that was taken in."""
    row, holder, whose = _current(db, actor, document_id)
    kind = Paper(row["kind"])
    said = _said(kind, row["title"], taken_on or row["taken_on"])
    newer = {name: row[name] for name in _KEPT} | said | _file(taken)
    newer |= {"version": row["version"] + 1, "replaces_id": document_id, holder.column: holder.id}
    return _written(db, actor, Kind.DOCUMENT_REPLACED, whose, newer)


def withdraw(actor: Actor, document_id: int, why: str) -> None:
    """Say that a document was added in error: it stays in the record and is opened by nobody any more."""
    why = field.line(why, what="The reason")
    if not why:
        raise Lacking({"why": "Say in a few words why it is withdrawn."})
    with work() as db:
        row, _, whose = _current(db, actor, document_id)
        db.execute(update(document).where(document.c.id == document_id).values(withdrawn_at=clock.now()))
        title = row["title"] or Paper(row["kind"]).label
        record(db, actor, Kind.DOCUMENT_WITHDRAWN, whose, _facts(document_id, row), title=title, comment=why)


def remove(actor: Actor, document_id: int) -> None:
    """Take a document away from one's own draft, as if it had never been put there."""
    with work() as db:
        row, holder, _ = _current(db, actor, document_id)
        if holder.column not in PASSING:
            raise NotNow("This document is part of a record. Withdraw it instead.")
        db.execute(delete(document).where(document.c.id == row["id"]))


def hand_on(db: Connection, before: Holder, after: Holder) -> None:
    """What belonged to a draft or an arrival belongs to what it has become; an arrival keeps showing it too."""
    values: dict[str, Any] = {after.column: after.id}
    if before.column in PASSING:
        values[before.column] = None
    db.execute(update(document).where(document.c[before.column] == before.id).values(values))


def copy_to(db: Connection, actor: Actor, document_ids: Iterable[int], holder: Holder) -> None:
    """The same files belong to something else too, as they are now; nothing is stored twice."""
    must_add(actor, holder)
    for document_id in document_ids:
        row, _, _ = _current(db, actor, document_id)
        copied = {name: row[name] for name in (*_KEPT, *_FILE)} | {"version": 1, holder.column: holder.id}
        _written(db, actor, Kind.DOCUMENT_ADDED, about(db, actor, holder), copied)


def drop_all(db: Connection, holder: Holder) -> None:
    """Forget what belongs to a draft that is thrown away: it never became part of a record."""
    db.execute(delete(document).where(document.c[holder.column] == holder.id))


def kinds_of(db: Connection, holder: Holder | None, ids: Iterable[int] = ()) -> frozenset[str]:
    """Which kinds of documents something has, and these others besides."""
    c = document.c
    which = c.id.in_(list(ids)) if holder is None else or_(c[holder.column] == holder.id, c.id.in_(list(ids)))
    return frozenset(db.execute(select(c.kind).where(which, c.withdrawn_at.is_(None)).distinct()).scalars())


_KEPT = ("kind", "origin", "site_id", "title", "taken_on")
_FILE = ("file_name", "sha256", "size", "media_type", "scan")


def _current(db: Connection, actor: Actor, document_id: int) -> tuple[Any, Holder, About]:
    """A document that may be changed, locked: in scope, not withdrawn, and its newest version."""
    c = document.c
    wanted = select(document).where(c.id == document_id, shown_to(actor)).with_for_update()
    row = db.execute(wanted).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such document at your sites.")
    holder = holder_of(row)
    must_add(actor, holder)
    whose = about(db, actor, holder)
    if row["withdrawn_at"]:
        raise NotNow("This document was withdrawn. Add it anew if it belongs here.")
    if db.execute(select(c.id).where(c.replaces_id == document_id, c.withdrawn_at.is_(None))).first():
        raise Changed("Somebody has added a newer version of this document. Look at it and try again.")
    return row, holder, whose


def _said(kind: Paper, title: str, taken_on: date | None) -> dict[str, Any]:
    """Title and day of exposure as they are kept; Lacking names what is wrong."""
    return field.gathered(
        title=lambda: field.line(title, most=160, what="The title"),
        taken_on=lambda: _exposed(kind, taken_on),
    )


def _exposed(kind: Paper, taken_on: date | None) -> date | None:
    if taken_on and not kind.exposed:
        raise Refusal("Only radiographs and photographs have a date of exposure. Leave it empty.")
    if taken_on and not field.EARLIEST_BIRTH <= taken_on <= clock.now().date():
        raise Refusal("The date of exposure must lie in the past.")
    return taken_on


def _file(taken: Taken) -> dict[str, Any]:
    return {
        "file_name": taken.name or taken.form.label,
        "sha256": taken.sha256,
        "size": taken.size,
        "media_type": taken.form.media_type,
        "scan": taken.scan,
    }


def _written(db: Connection, actor: Actor, what: Kind, whose: About, row: dict[str, Any]) -> int:
    values = row | {"added_by_id": actor.account_id, "added_at": clock.now()}
    document_id = int(db.execute(insert(document).values(values).returning(document.c.id)).scalar_one())
    kind = Paper(row["kind"])
    title = row["title"] or (kind.label if what is Kind.DOCUMENT_REPLACED else "")
    record(db, actor, what, whose, _facts(document_id, row), paper=kind.label, title=title)
    return document_id


def _facts(document_id: int, row: Any) -> dict[str, Any]:
    return {"document": document_id, "paper": row["kind"], "version": row["version"]}
