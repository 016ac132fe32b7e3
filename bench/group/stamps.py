"""What happened in the mould's year, prepared so that a copy of it costs a few additions."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from random import Random
from typing import Any, NamedTuple

from bench.group.form import micros
from bench.group.plan import YEAR, Plan
from core.audit import Kind
from core.audit.record import canonical, text_hash
from core.demo.ledger import Entry
from data.base import MICROSECOND

YEAR_US = YEAR // MICROSECOND
ACTOR = "account:"
POINTS = {"appointment": "appointment", "report": "report", "owner": "account", "behalf": "clinician",
          "signer": "account", "provider": "provider"}  # fmt: skip
"""Facts that are numbers of rows, and of which table."""


class Stamp(NamedTuple):
    """An event of the mould: whose it is, when in the year, how many years after its beginning, and its parts."""

    at: int
    within: int
    later: int
    whose: int
    kind: str
    account: int
    actor: str
    subject: str
    site: int
    who: int
    facts: str
    points: tuple[tuple[str, int], ...]
    text_hash: str
    salt: str
    words: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose events these are: its place among lives, then among patients; the patient; where each visit and report of
    the mould stands among its own."""

    place: int
    who: int
    told: Sequence[Entry]
    own: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


def stamps(plan: Plan, owners: Iterable[Owner]) -> list[Stamp]:
    """Every event in the order of the day of its year."""
    rng, began = Random(plan.seed), micros(plan.now - YEAR)  # noqa: S311 - a game, not a secret
    made = [_stamp(entry, owner, rng, began) for owner in owners for entry in owner.told]
    return sorted(made, key=attrgetter("within"))


def _stamp(entry: Entry, owner: Owner, rng: Random, began: int) -> Stamp:
    later, within = divmod(micros(entry.at) - began, YEAR_US)
    by, _, number = entry.actor.partition(":")
    account = int(number) if by == "account" else 0
    facts, points = _facts(entry.kind, entry.facts, owner.own)
    salt = f"{rng.getrandbits(128):032x}" if entry.words else ""
    hashed = text_hash(salt, entry.words) if entry.words else ""
    words = canonical(entry.words) if entry.words else ""
    about = entry.about
    return Stamp(
        micros(entry.at), within, later, owner.place, str(entry.kind), account, entry.actor, about.subject,
        about.site_id or 0, owner.who, facts, points, hashed, salt, words,
    )  # fmt: skip


def _facts(
    kind: str, facts: Mapping[str, Any], own: Mapping[str, Mapping[int, int]]
) -> tuple[str, tuple[tuple[str, int], ...]]:
    """As they are spelt, with a place for each number of a row: `before` is an owner where somebody was assigned."""
    known = POINTS | ({"before": "account"} if kind == Kind.REFERRAL_ASSIGNED else {})
    parts, points = [], []
    for name in sorted(facts):
        value, table = facts[name], known.get(name)
        if table and isinstance(value, int):
            parts.append(f"{json.dumps(name)}:%d")
            points.append((table, own[table][value] if table in own else value))
        else:
            parts.append((f"{json.dumps(name)}:{canonical(value)}").replace("%", "%%"))
    text = "{" + ",".join(parts) + "}"
    return (text, tuple(points)) if points else (text.replace("%%", "%"), ())
