"""How an event is told to somebody: its sentence filled with what they may read, and who did it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from string import Formatter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, bindparam, cast, literal, select

from core.access import Actor, Permission
from core.audit.kinds import Kind
from data.prepared import Prepared
from data.tables import account, provider, rule

CLINICAL = frozenset({"summary", "recommendations", "diagnosis", "findings", "treatment"})
"""Words that only people who may read clinical notes see."""
ABOUT_PATIENTS = frozenset({"referral", "arrival", "patient", "draft"})
"""Subjects whose words only people who may read referrals at the site see."""
TASKS = "task:"
"""Kinds of events whose words are as private, whatever they are about: a task may name a patient."""
NAMELESS = {"patient": "The patient, by link", "stranger": "Somebody with the link"}
"""Whoever reads the audit of a site need not know its patients, and nobody knows who guesses."""
_DANGLING = re.compile(r"[\s:,]*(\b(signed by|is now|from|to|by|for|until|on))?[\s:,]*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline or of the audit. `reference` is a referral's; `words` only what this reader may see."""

    id: int
    kind: str
    occurred_at: datetime
    sentence: str
    actor: str
    subject: str
    subject_id: int
    reference: str
    site_id: int | None
    patient_id: int | None
    facts: Mapping[str, Any]
    words: Mapping[str, str]

    @property
    def comment(self) -> str:
        """What the person added in their own words."""
        return self.words.get("comment", "")


def entry(reader: Actor, row: Any, actor: str, sites: Iterable[int | None] = ()) -> Entry:
    """The event as this reader may see it, done by whom and for whom; `sites` are others that answer for it too."""
    places = [site for site in (*sites, row.site_id) if site is not None]
    words = _readable(reader, row, places)
    who = f"{actor} for {words['behalf']}" if words.get("behalf") else actor
    who = f"{who}, approved by {words['approver']}" if words.get("approver") else who
    return Entry(
        row.id, row.kind, row.occurred_at, told(row, words), who, row.subject, row.subject_id, row.reference,
        row.site_id, row.patient_id, row.facts, words,
    )  # fmt: skip


def told(row: Any, words: Mapping[str, str]) -> str:
    """The sentence of the kind: what was erased or may not be seen is said so, what never was is left out."""
    given = row.words or {}
    said = ""
    for before, name in _parts(row.kind):
        said += before
        if not name:
            continue
        if words.get(name):
            said += words[name]
        elif name in given:
            said += f"{name.replace('_', ' ')} not shown to you"
        elif row.text_hash and row.words is None:
            said += f"{name.replace('_', ' ')} erased"
        elif row.facts.get(name) not in {None, ""}:
            said += str(row.facts[name])
        else:
            return _DANGLING.sub("", said) or row.kind.replace(":", " ").replace("_", " ").capitalize()
    return said


@cache
def _parts(kind: str) -> list[tuple[str, str | None]]:
    """The sentence of a kind, in pieces: what is said, and the name of what is filled in after it."""
    sentence = Kind(kind).sentence if kind in set(Kind) else kind
    return [(before, name) for before, name, _, _ in Formatter().parse(sentence)]


def _readable(reader: Actor, row: Any, places: Iterable[int]) -> dict[str, str]:
    words = dict(row.words or {})
    private = row.subject in ABOUT_PATIENTS or row.kind.startswith(TASKS)
    if private and not _may(reader, Permission.REFERRAL_READ, places):
        return {}
    if not _may(reader, Permission.CLINICAL_READ, places):
        words = {name: word for name, word in words.items() if name not in CLINICAL}
    return words


def _may(reader: Actor, permission: Permission, places: Iterable[int]) -> bool:
    return reader.internal or any(reader.may(permission, at=place) for place in places)


def names(db: Connection, refs: Iterable[str]) -> dict[str, str]:
    """How each actor is called: people by name, practices that came by a link by theirs, patients by none, rules by
    what they are for; all with one statement."""
    found = {"command-line": "Command line"}
    by_kind: dict[str, list[str]] = {"account": [], "rule": [], "provider": []}
    for ref in set(refs):
        kind, _, which = ref.partition(":")
        by_kind.setdefault(kind, []).append(which)
        found.setdefault(ref, NAMELESS.get(kind, "Baton"))
    ids = {kind: [int(which) for which in by_kind[kind] if which.isdecimal()] for kind in ("account", "provider")}
    return found | {row[0]: row[1] for row in _CALLED.plain(db, **ids, rule=by_kind["rule"])}


def _called(table: Any, kind: str, how: ColumnElement[str]) -> Select[Any]:
    """Those of one kind who have a number, by name and `how` they came."""
    named = select(literal(f"{kind}:") + cast(table.c.id, String), table.c.name + how)
    return named.where(table.c.id.in_(bindparam(kind, expanding=True)))


_RULES = select(literal("rule:") + rule.c.name, literal("Baton: ") + rule.c.label)
_CALLED = Prepared(
    _called(account, "account", literal("")).union_all(
        _called(provider, "provider", literal(", by link")),
        _RULES.where(rule.c.name.in_(bindparam("rule", expanding=True))),
    )
)
