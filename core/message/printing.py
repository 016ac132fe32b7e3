"""Letters on paper: those that wait at one's sites as one PDF, and noting that they were printed and posted."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pypdf import PdfWriter
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.brand import Brand, brand
from core.channel import Channel
from core.document.party import Party, day
from core.document.party import site as party_of
from core.document.press import Press, fitted, press
from core.link import filling
from core.manners import Standing
from core.message.claim import WAITING, due, kept_back
from core.message.letter import Letter, written
from core.settings import settings
from core.work import reading, work
from data.tables import attempt, message

AT_ONCE = 100
PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class Sheets:
    """Letters to print together: which they are, and the PDF."""

    ids: tuple[int, ...]
    pdf: bytes


def to_print(actor: Actor) -> int:
    """How many wait at the actor's sites."""
    if not actor.may(Permission.MESSAGE_WRITE):
        return 0
    c = message.c
    waiting = select(func.count()).where(c.state == WAITING, c.channel == Channel.LETTER, c.due_at <= clock.now())
    with reading() as db:
        return int(db.execute(waiting.where(_mine(actor))).scalar_one())


def sheets(actor: Actor) -> Sheets:
    """Those that wait, the oldest first; what may not leave any more is withheld now. They go on waiting."""
    actor.must(Permission.MESSAGE_WRITE)
    now = clock.now()
    with work() as db:
        asked = {"now": now, "most": AT_ONCE, "channel": Channel.LETTER}
        waiting, manners = db.execute(due().where(_mine(actor)), asked).all(), Standing.read(db)
        rows = [row for row in waiting if not kept_back(db, row, now, manners)]
        group, links = brand(db), filling(db, rows)
    letters = [(row, written(row, settings().mail_from, "", now, (), links.get(row.id, {}))) for row in rows]
    return Sheets(tuple(row.id for row in rows), _together([_set(actor, group, *one) for one in letters]))


def mark_printed(actor: Actor, message_ids: Sequence[int]) -> int:
    """They are on their way by post; those that somebody else printed meanwhile stay as they are. How many."""
    actor.must(Permission.MESSAGE_WRITE)
    c, now, said = message.c, clock.now(), f"Printed by {actor.name}."
    these = (c.id.in_(message_ids), c.channel == Channel.LETTER, c.state == "waiting", _mine(actor))
    printed = {"state": "sent", "outcome": said, "settled_at": now, "attempts": c.attempts + 1}
    told = (c.id, c.subject, c.subject_id, c.site_id, c.patient_id, c.audience)
    with work() as db:
        rows = db.execute(update(message).where(*these).values(**printed).returning(*told)).all()
        for row in rows:
            _note(db, actor, row, said)
    return len(rows)


def _note(db: Connection, actor: Actor, row: Any, said: str) -> None:
    now = clock.now()
    tried = {"message_id": row.id, "started_at": now, "ended_at": now, "carrier": PRINTER, "outcome": "sent"}
    db.execute(insert(attempt).values(**tried, detail=said))
    about = About(row.subject, row.subject_id, row.site_id, row.patient_id)
    record(db, actor, Kind.MESSAGE_PRINTED, about, {"message": row.id, "audience": row.audience})


def _mine(actor: Actor) -> ColumnElement[bool]:
    return at_my_sites(actor, message.c.site_id)


def _together(several: Sequence[bytes]) -> bytes:
    if not several:
        return b""
    whole, made = PdfWriter(), io.BytesIO()
    for one in several:
        whole.append(io.BytesIO(one))
    whole.write(made)
    return made.getvalue()


def _set(actor: Actor, group: Brand, row: Any, letter: Letter) -> bytes:
    return fitted(partial(_page, group, party_of(actor, row.site_id), row, letter))


def _page(group: Brand, sender: Party, row: Any, letter: Letter, size: float) -> Press:
    page = press()
    page.begin(group, letter.headline, letter.date, sender.name, size)
    page.letterhead(sender.name, (*sender.address, *sender.reach))
    written_on = clock.local(letter.date, row.time_zone or settings().time_zone.key).date()
    page.address([letter.to_name, *letter.to_address.split(", ")], [("Date", day(written_on))])
    page.headline(letter.headline)
    for part in letter.text.split("\n\n"):
        page.paragraph(part.strip())
    return page
