"""Look after rules that are on: what one needs may go while it waits, and then it is switched off and says so."""

from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.errors import NotAllowed, Refusal
from core.rule.catalogue import Catalogue, read_catalogue
from core.rule.checking import faults
from core.rule.faulty import disable
from core.rule.model import parse
from core.rule.stored import READ
from core.work import reading, work
from data.tables import rule


def look_after(actor: Actor) -> int:
    """Switch off each rule that names a text, reason, tag, field or person that is no more; how many."""
    if not actor.internal:
        raise NotAllowed("Rules are looked after by the jobs process.")
    c = rule.c
    with reading() as db:
        known = read_catalogue(db, actor)
        rows = db.execute(select(*(c[name] for name in READ)).where(c.enabled)).all()
    wrong = {row.name: why for row in rows if (why := _wrong(row, known))}
    if not wrong:
        return 0
    with work() as db:
        return sum(disable(db, actor, name, why) for name, why in wrong.items())


def _wrong(row: Any, known: Catalogue) -> str:
    try:
        found = faults(parse(**row._mapping), known)
    except Refusal as sentence:
        return str(sentence)
    return " ".join(found.values())
