"""Rows of the demo's history before they are written: numbered as the database would number them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from core.access import Actor
from core.audit import About, Kind
from core.audit.record import text_hash
from core.rule.facts import Happened

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that is still to be numbered."""

    kind: Kind
    at: datetime
    actor: str
    about: About
    facts: Row
    words: Row

    def happened(self, number: int) -> Happened:
        """As a reaction sees it."""
        return Happened(number, self.kind, self.at, self.about, self.facts, self.words, self.actor)


class Ledger:
    """Rows by table, in the order of their numbers; and what happened, in the order in which it did."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.entries: list[Entry] = []

    def add(self, table: str, **values: Any) -> Row:
        """A row with the next number."""
        row = {"id": len(self.rows[table]) + 1, **values}
        self.rows[table].append(row)
        return row

    def record(
        self, at: datetime, actor: Actor, kind: Kind, about: About, facts: Row | None = None, **words: str
    ) -> None:
        """What core.audit.record would write."""
        kept = {name: text for name, text in words.items() if text}
        self.entries.append(Entry(kind, at, actor.ref, about, facts or {}, kept))

    def number(self, entry: Entry, number: int) -> None:
        """Give an event its number and write its rows."""
        salt = f"{self.rng.getrandbits(128):032x}" if entry.words else ""
        self.rows["event"].append({
            "id": number,
            "kind": entry.kind,
            "occurred_at": entry.at,
            "actor": entry.actor,
            "subject": entry.about.subject,
            "subject_id": entry.about.subject_id,
            "site_id": entry.about.site_id,
            "patient_id": entry.about.patient_id,
            "facts": entry.facts,
            "text_hash": text_hash(salt, entry.words) if entry.words else "",
        })  # fmt: skip
        if entry.words:
            self.rows["event_text"].append({"event_id": number, "salt": salt, "words": entry.words})
