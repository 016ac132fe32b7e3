"""Write what happened, in the transaction that made it so."""

import hashlib
import json
import secrets
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


def record(
    db: Connection, actor: Actor, kind: Kind, about: About, facts: dict[str, Any] | None = None, **words: str
) -> int:
    """Append an event and leave it pending; its id. `facts` hold codes and are kept for ever, `words` are erasable."""
    words = {name: text for name, text in words.items() if text}
    salt = secrets.token_hex(16) if words else ""
    row = {
        "kind": kind,
        "occurred_at": clock.now(),
        "actor": actor.ref,
        "subject": about.subject,
        "subject_id": about.subject_id,
        "site_id": about.site_id,
        "patient_id": about.patient_id,
        "facts": facts or {},
        "text_hash": text_hash(salt, words) if words else "",
    }
    event_id = int(db.execute(insert(event).values(row).returning(event.c.id)).scalar_one())
    if words:
        db.execute(insert(event_text).values(event_id=event_id, salt=salt, words=words))
    db.execute(insert(pending).values(event_id=event_id, depth=actor.depth))
    return event_id
