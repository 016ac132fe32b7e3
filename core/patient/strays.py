"""What still came to a record after it was merged away: a reaction to an older event, a command that was under way."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from core.access import Actor, Permission
from core.patient.relink import LINKS, Link, move
from core.work import reading, work
from data.tables import patient, patient_merge


def fetch_strays(actor: Actor) -> int:
    """Bring it to the record that stays, as a part of the merge, so that undoing the merge gives it back; how much."""
    actor.must(Permission.PATIENT_MERGE)
    with reading() as db:
        lost = sorted({gone for link in LINKS for gone in db.execute(_lost(link)).scalars()})
    with work() as db:
        return sum(_fetch(db, gone_id) for gone_id in lost) if lost else 0


def _lost(link: Link) -> Any:
    """Merged records that rows still name."""
    gone = patient.alias("gone")
    naming = gone.c.id == link.table.c[link.column]
    return select(gone.c.id).join(link.table, naming).where(gone.c.merged_into_id.is_not(None), link.where)


def _fetch(db: Connection, gone_id: int) -> int:
    c = patient.c
    into = select(c.merged_into_id).where(c.id == gone_id).with_for_update()
    kept_id = db.execute(into).scalar_one()
    moved = move(db, gone_id, kept_id) if kept_id else {}
    _note(db, gone_id, moved)
    return sum(len(ids) for ids in moved.values())


def _note(db: Connection, gone_id: int, moved: Mapping[str, Any]) -> None:
    """Every merge that brought the record to where it is now has these rows too."""
    m = patient_merge.c
    while gone_id and moved:
        latest = select(m.id, m.kept_id, m.moved).where(m.gone_id == gone_id, m.undone_at.is_(None))
        row = db.execute(latest).one_or_none()
        if row is None:
            return
        whole = {name: [*row.moved.get(name, []), *moved.get(name, [])] for name in {*row.moved, *moved}}
        db.execute(update(patient_merge).where(m.id == row.id).values(moved=whole))
        gone_id = row.kept_id
