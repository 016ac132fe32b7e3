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
from data.tables import event, event_text, pending

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
    return record_all(db, actor, [Told(kind, about, facts or {}, words)])[0]


def record_all(db: Connection, actor: Actor, several: Sequence[Told]) -> list[int]:
    """The same for many at once, in their order, with three statements."""
    rows, texts = [], []
    for told in several:
        words = {name: text for name, text in told.words.items() if text}
        salt = secrets.token_hex(16) if words else ""
        rows.append(_row(actor, told, text_hash(salt, words) if words else ""))
        texts.append({"salt": salt, "words": words})
    wanted = insert(event).returning(event.c.id, sort_by_parameter_order=True)
    ids = [int(event_id) for event_id in db.execute(wanted, rows).scalars()] if rows else []
    spoken = [{"event_id": event_id, **text} for event_id, text in zip(ids, texts, strict=True) if text["words"]]
    if spoken:
        db.execute(insert(event_text), spoken)
    if ids:
        db.execute(insert(pending), [{"event_id": event_id, "depth": actor.depth} for event_id in ids])
    return ids


def _row(actor: Actor, told: Told, hashed: str) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "occurred_at": clock.now(),
        "actor": actor.ref,
        "subject": told.about.subject,
        "subject_id": told.about.subject_id,
        "site_id": told.about.site_id,
        "patient_id": told.about.patient_id,
        "facts": told.facts,
        "text_hash": hashed,
    }
