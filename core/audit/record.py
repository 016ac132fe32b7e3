"""Write what happened, in the transaction that made it so."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from core import clock
from core.access import Actor
from core.audit.kinds import Kind
from data.prepared import Prepared
from data.tables import event, event_text, pending

_EVENT = Prepared(insert(event).returning(event.c.id))
_TEXT = Prepared(insert(event_text))
_PENDING = Prepared(insert(pending))
_SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class About:
    """Whose timeline an event or message belongs to, the site that answers for it, and the patient concerned."""

    subject: str
    subject_id: int
    site_id: int | None = None
    patient_id: int | None = None


def canonical(value: Any) -> str:
    """One spelling for one value, so that its hash is stable."""
    return _SPELLING.encode(value)


def text_hash(salt: str, words: dict[str, Any]) -> str:
    """What stands in the chain for words that may one day be erased."""
    return hashlib.sha256((salt + canonical(words)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """An event to be written; see record."""

    kind: Kind
    about: About
    facts: dict[str, Any]
    words: dict[str, str]


def record(
    db: Connection, actor: Actor, kind: Kind, about: About, facts: dict[str, Any] | None = None, **words: str
) -> int:
    """Append an event and leave it pending; its id. `facts` hold codes and are kept for ever, `words` are erasable."""
    row, text = _spelt(actor, Told(kind, about, facts or {}, words))
    event_id = int(_EVENT.only(db, **row))
    if text["words"]:
        _TEXT.write(db, event_id=event_id, **text)
    _PENDING.write(db, event_id=event_id, depth=actor.depth)
    return event_id


def record_all(db: Connection, actor: Actor, several: Sequence[Told]) -> list[int]:
    """The same for many at once, in their order, with three statements."""
    spelt = [_spelt(actor, told) for told in several]
    wanted = insert(event).returning(event.c.id, sort_by_parameter_order=True)
    ids = [int(event_id) for event_id in db.execute(wanted, [row for row, _ in spelt]).scalars()] if spelt else []
    spoken = [{"event_id": event_id, **text} for event_id, (_, text) in zip(ids, spelt, strict=True) if text["words"]]
    if spoken:
        db.execute(insert(event_text), spoken)
    if ids:
        db.execute(insert(pending), [{"event_id": event_id, "depth": actor.depth} for event_id in ids])
    return ids


def _spelt(actor: Actor, told: Told) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row of an event, and that of its words."""
    words = {name: text for name, text in told.words.items() if text}
    salt = secrets.token_hex(16) if words else ""
    row = {
        "kind": told.kind,
        "occurred_at": clock.now(),
        "actor": actor.ref,
        "subject": told.about.subject,
        "subject_id": told.about.subject_id,
        "site_id": told.about.site_id,
        "patient_id": told.about.patient_id,
        "facts": told.facts,
        "text_hash": text_hash(salt, words) if words else "",
    }
    return row, {"salt": salt, "words": words}
