"""What somebody outside does: the same steps, notes and documents as everybody's, once for each form they send."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from core import clock, document
from core.access import Actor
from core.document import Holder, Taken, Upload
from core.errors import Lacking, Refusal
from core.paper import Paper
from core.referral import Answers
from core.referral.advance import advance
from core.referral.commands import add_note
from core.referral.current import Current, current
from core.referral.lifecycle import follow
from core.work import work
from data.insert import insert_new
from data.tables import link_press

NOTE, DOCUMENT = "note", "document"
ADDED = {NOTE: "Write to us", DOCUMENT: "Add a document"}
"""What can be done besides the steps of a referral, at any time."""


@dataclass(frozen=True, slots=True)
class Form:
    """Which form somebody sent: by which link, about what, for which deed, from which version, and that it is this
    one."""

    link_id: int
    referral_id: int
    deed: str
    version: int
    once: str


def answer(actor: Actor, form: Form, given: Answers, upload: Upload | None = None, kind: Paper = Paper.REPORT) -> None:
    """A step, a note or a document, with a file where one came along; a form that comes a second time does nothing."""
    if form.deed == DOCUMENT and upload is None:
        raise Lacking({"file": "Choose a file."})
    taken = _taken(upload) if upload else None
    with work() as db:
        if not pressed(db, form):
            return
        now = current(db, actor, form.referral_id, None if form.deed in ADDED else form.version)
        if taken:
            document.attach(db, actor, taken, Holder(referral_id=now.id), kind)
        _DO.get(form.deed, _step)(db, actor, now, form.deed, given)


def pressed(db: Connection, form: Form) -> bool:
    """Whether this form comes for the first time."""
    row = {"link_id": form.link_id, "once": form.once, "pressed_at": clock.now()}
    press = insert_new(db, link_press, "link_id", "once").values(row).returning(link_press.c.once)
    return db.execute(press).first() is not None


def _taken(upload: Upload) -> Taken:
    """Looked at and kept before the transaction begins; attached to nothing, it goes after a day."""
    try:
        return document.take_in(upload)
    except Refusal as refusal:
        raise Lacking({"file": str(refusal)}) from None


def _step(db: Connection, actor: Actor, now: Current, deed: str, given: Answers) -> None:
    advance(db, actor, now, follow(now.stage, deed, held=now.held), given)


def _note(db: Connection, actor: Actor, now: Current, _deed: str, given: Answers) -> None:
    text = given.tidied().comment
    if not text:
        raise Lacking({"comment": "Write your message first."})
    add_note(db, actor, now, text)


def _nothing_more(_db: Connection, _actor: Actor, _now: Current, _deed: str, _given: Answers) -> None:
    """The document was what it was about."""


_DO: dict[str, Callable[[Connection, Actor, Current, str, Answers], None]] = {NOTE: _note, DOCUMENT: _nothing_more}
