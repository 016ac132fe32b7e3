"""What is done about files while nobody looks: the scanner sees the new ones, and what belongs to nothing goes."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor
from core.audit import Kind, record
from core.document import store
from core.document.holder import about, holder_of
from core.document.model import Scan
from core.document.scan import has_scanner, scan
from core.errors import NotAllowed
from core.paper import Paper
from core.work import reading, work
from data.tables import document

KEPT = timedelta(days=1)
"""How long a file may wait for the row that it was taken in for."""


def scan_waiting(actor: Actor, limit: int = 20) -> tuple[int, int]:
    """Let the scanner look at files it has not seen: how many it has now, and how many of these still wait."""
    _refuse_people(actor)
    if not has_scanner():
        return 0, 0
    c = document.c
    wanted = select(c.sha256).where(c.scan == Scan.UNSCANNED, c.withdrawn_at.is_(None)).distinct().limit(limit)
    with reading() as db:
        waiting = db.execute(wanted).scalars().all()
    said = [_told(actor, sha256, scan(store.place(sha256))) for sha256 in waiting]
    return sum(said), len(said) - sum(said)


def sweep(actor: Actor) -> int:
    """Remove files that no document has, a day after somebody last took them in; how many."""
    _refuse_people(actor)
    old = [path for path in store.kept() if not _is_young(path)]
    with reading() as db:
        known = {name for name in map(_hash_of, old) if _is_known(db, name)}
    return sum(store.drop(path, _is_young) for path in old if _hash_of(path) not in known)


def _told(actor: Actor, sha256: str, said: Scan) -> bool:
    """Every document of these bytes is what the scanner said; whether it said anything."""
    if said is Scan.UNSCANNED:
        return False
    c = document.c
    with work() as db:
        seen = update(document).where(c.sha256 == sha256).values(scan=said).returning(document)
        rows = db.execute(seen).mappings().all()
        for row in rows if said is Scan.INFECTED else ():
            title = row["title"] or Paper(row["kind"]).label
            whose = about(db, actor, holder_of(row))
            record(db, actor, Kind.DOCUMENT_INFECTED, whose, {"document": row["id"]}, title=title)
    return True


def _is_known(db: Connection, sha256: str) -> bool:
    return db.execute(select(document.c.id).where(document.c.sha256 == sha256).limit(1)).first() is not None


def _hash_of(path: Path) -> str:
    """Of the bytes a file holds, or is made from; half written ones and scanned ones have none."""
    return path.name.partition(".")[0]


def _is_young(path: Path) -> bool:
    return clock.now().timestamp() - path.stat().st_mtime < KEPT.total_seconds()


def _refuse_people(actor: Actor) -> None:
    if not actor.internal:
        raise NotAllowed("Files are looked after by the jobs process.")
