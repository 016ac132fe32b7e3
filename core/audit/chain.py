"""The audit chain: each event is sealed over the one before it, in the order of reaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core.audit.record import canonical
from data.base import EPOCH, MICROSECOND
from data.prepared import Prepared
from data.tables import chain, event
from data.tables import seal as sealed

ONLY = 1
"""The chain has one row: the lock that every sealer takes first, and the head."""
START = ""
"""The hash that the first event is sealed over."""

SEALED = (
    event.c.id,
    event.c.kind,
    event.c.occurred_at,
    event.c.actor,
    event.c.subject,
    event.c.subject_id,
    event.c.site_id,
    event.c.patient_id,
    event.c.facts,
    event.c.text_hash,
)
"""What cannot be changed unseen, in this order."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal: how many there are, and the hash that stands for all of them."""

    position: int
    hash: str


_SEALS = Prepared(insert(sealed))


def digest(row: Sequence[Any]) -> str:
    """The fingerprint of an event whose columns are those of SEALED."""
    spelt = list(row)
    spelt[2] = (spelt[2] - EPOCH) // MICROSECOND
    return hashlib.sha256(canonical(spelt).encode()).hexdigest()


def link(before: str, fingerprint: str) -> str:
    """The hash of the next seal."""
    return hashlib.sha256((before + fingerprint).encode()).hexdigest()


def lock(db: Connection) -> Head:
    """Hold the chain until the transaction ends; a second jobs process waits here."""
    held = select(chain.c.position, chain.c.hash).where(chain.c.id == ONLY).with_for_update()
    return Head(*db.execute(held).one())


def seal_rows(db: Connection, head: Head, rows: Sequence[Sequence[Any]]) -> Head:
    """Seal events, given as SEALED columns, in this order behind a head that is held; the new head."""
    if not rows:
        return head
    position, last, seals = head.position, head.hash, []
    for row in rows:
        position, last = position + 1, link(last, digest(row))
        seals.append({"position": position, "event_id": row[0], "hash": last})
    _SEALS.write_all(db, seals)
    db.execute(update(chain).where(chain.c.id == ONLY).values(position=position, hash=last))
    return Head(position, last)


def seal(db: Connection, event_ids: Sequence[int]) -> Head:
    """Seal events by their ids, in this order."""
    head = lock(db)
    found = {row[0]: row for row in db.execute(select(*SEALED).where(event.c.id.in_(event_ids)))}
    return seal_rows(db, head, [found[event_id] for event_id in event_ids])
