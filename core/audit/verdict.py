"""Verify the audit chain: recompute every seal in order and name the first row that does not fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, select

from core.audit.anchor import Anchor, anchors
from core.audit.chain import ONLY, SEALED, START, Head, digest, link
from core.audit.record import text_hash
from data.tables import chain, event, event_text, pending
from data.tables import seal as sealed

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found: `event_id` is the first bad event where one can be named."""

    whole: bool
    sentence: str
    sealed: int
    younger: int
    erased: int
    event_id: int | None = None


class _Bad(Exception):
    def __init__(self, sentence: str, event_id: int | None = None) -> None:
        super().__init__(sentence)
        self.event_id = event_id


def verify(db: Connection) -> Verdict:
    """Walk the whole chain up to the head it has now; writers and reactions may go on meanwhile."""
    walk = _Walk()
    try:
        walk.take_anchors()
        head = _head(db, walk.kept)
        for rows in _batches(db, head.position):
            walk.along(rows)
        walk.close(head)
        _check_forgotten(db)
    except _Bad as bad:
        return Verdict(False, str(bad), walk.position, _younger(db), walk.erased, bad.event_id)
    younger = _younger(db)
    sentence = (
        f"The audit chain is whole: {head.position:,} events are sealed, {younger:,} younger ones wait, "
        f"{walk.erased:,} texts were erased, {len(walk.kept):,} anchors agree."
    )
    return Verdict(True, sentence, head.position, younger, walk.erased)


class _Walk:
    """How far the chain has been followed."""

    def __init__(self) -> None:
        self.position, self.hash, self.erased = 0, START, 0
        self.kept: Sequence[Anchor] = ()
        self.anchored: dict[int, Anchor] = {}

    def take_anchors(self) -> None:
        """What the chain must pass through; one may stand before the first seal."""
        try:
            self.kept = anchors()
        except (ValueError, TypeError):
            raise _Bad("The file of anchors, audit/heads.jsonl, cannot be read: somebody changed it.") from None
        self.anchored = {anchor.position: anchor for anchor in self.kept}
        self._compare_anchor()

    def along(self, rows: Sequence[Any]) -> None:
        """Follow a batch of seals in order."""
        for row in rows:
            if row.position != self.position + 1:
                raise _Bad(f"Seal {self.position + 1:,} is missing.")
            if row.id is None:
                raise _Bad(f"Event {row.event_id} is gone, and seal {row.position:,} with nothing.", row.event_id)
            expected = link(self.hash, digest(row[: len(SEALED)]))
            if expected != row.hash:
                raise self._altered(row, rows)
            self._check_text(row)
            self.position, self.hash = row.position, row.hash
            self._compare_anchor()

    def close(self, head: Head) -> None:
        """The end must be the head."""
        if self.position != head.position:
            raise _Bad(f"The end of the chain is cut: of {head.position:,} seals the last one is {self.position:,}.")
        if self.hash != head.hash:
            raise _Bad(f"The head of the chain was altered: it is not the hash of seal {head.position:,}.")

    def _altered(self, row: Any, rows: Sequence[Any]) -> _Bad:
        named = f"Event {row.id} ({row.kind})"
        for other in rows:
            if other.id not in {None, row.id} and link(self.hash, digest(other[: len(SEALED)])) == row.hash:
                return _Bad(f"{named} stands at seal {row.position:,}, where event {other.id} was sealed.", row.id)
        return _Bad(f"{named} was altered after it was sealed, or its seal {row.position:,} was.", row.id)

    def _check_text(self, row: Any) -> None:
        if row.salt is None:
            self.erased += bool(row.text_hash)
        elif text_hash(row.salt, row.words) != row.text_hash:
            raise _Bad(f"The text of event {row.id} ({row.kind}) was altered.", row.id)

    def _compare_anchor(self) -> None:
        anchor = self.anchored.get(self.position)
        if anchor and anchor.hash != self.hash:
            raise _Bad(f"The chain was rewritten: seal {self.position:,} is not the one anchored on {anchor.on}.")


def _head(db: Connection, kept: Sequence[Anchor]) -> Head:
    """The head as of one moment, when neither the seals nor the anchors go beyond it."""
    last = select(func.coalesce(func.max(sealed.c.position), 0)).scalar_subquery()
    row = db.execute(select(chain.c.position, chain.c.hash, last).where(chain.c.id == ONLY)).one_or_none()
    if row is None:
        raise _Bad("The head of the chain is gone.")
    counted, seals = row[0], row[2]
    if seals > counted:
        raise _Bad(f"There are {seals:,} seals, and the head of the chain counts only {counted:,}.")
    if ahead := [anchor for anchor in kept if anchor.position > counted]:
        short = f"{ahead[0].position:,} events were sealed by {ahead[0].on}, and only {counted:,} are left"
        raise _Bad(f"The chain was cut or an older copy was restored: {short}.")
    return Head(counted, row[1])


def _batches(db: Connection, end: int) -> Iterator[Sequence[Any]]:
    c = sealed.c
    wanted = (
        select(*SEALED, c.position, c.event_id, c.hash, event_text.c.salt, event_text.c.words)
        .select_from(sealed)
        .outerjoin(event, event.c.id == c.event_id)
        .outerjoin(event_text, event_text.c.event_id == c.event_id)
        .order_by(c.position)
    )
    for start in range(0, end, BATCH):
        yield db.execute(wanted.where(c.position > start, c.position <= min(start + BATCH, end))).all()


def _check_forgotten(db: Connection) -> None:
    """Each event is sealed, or waits to be."""
    unsealed = ~exists().where(sealed.c.event_id == event.c.id)
    lost = select(func.min(event.c.id)).where(unsealed, ~exists().where(pending.c.event_id == event.c.id))
    event_id = db.execute(lost).scalar_one()
    if event_id is not None:
        raise _Bad(f"Event {event_id} is neither sealed nor waiting for it.", event_id)


def _younger(db: Connection) -> int:
    unsealed = ~exists().where(sealed.c.event_id == pending.c.event_id)
    return int(db.execute(select(func.count()).select_from(pending).where(unsealed)).scalar_one())
