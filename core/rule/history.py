"""How a rule came to be what it is: each version with who made it, when and why, and what it changed, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.access import Actor, Permission
from core.audit.told import names
from core.errors import Refusal
from core.rule.catalogue import Catalogue, read_catalogue
from core.rule.listing import EVERYTHING, concerns
from core.rule.model import parse
from core.rule.sentence import Sentence, sentence
from core.work import reading
from data.tables import rule, rule_version


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a rule that was put differently."""

    of: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as it was from a moment on. `told` is the whole sentence, empty where it cannot be read any more."""

    number: int
    at: datetime
    who: str
    why: str
    label: str
    told: str
    changes: tuple[Change, ...]
    content: Mapping[str, Any]


def versions(actor: Actor, rule_id: int) -> list[Version]:
    """Every version of a rule that one may see, newest first."""
    actor.must(Permission.RULE_EDIT)
    c = rule_version.c
    wanted = select(rule_version, rule.c.only_sites).join(rule, rule.c.name == c.rule).where(rule.c.id == rule_id)
    with reading() as db:
        rows = [row for row in db.execute(wanted.order_by(c.version)) if concerns(actor, row.only_sites)]
        words = read_catalogue(db, EVERYTHING)
        called = names(db, (row.actor for row in rows))
    told = [said(row.content, words) for row in rows]
    before = [(None, None), *((row.content, one) for row, one in zip(rows, told, strict=True))]
    found = [
        Version(row.version, row.saved_at, called[row.actor], row.why, row.content["label"], str(now or ""),
                tuple(_changes(was, then, row.content, now)), row.content)
        for row, now, (was, then) in zip(rows, told, before, strict=False)
    ]  # fmt: skip
    return found[::-1]


def said(content: Mapping[str, Any], words: Catalogue) -> Sentence | None:
    """A stored rule as a sentence; None where it cannot be read any more."""
    try:
        return sentence(parse(name="x", **content), words)
    except Refusal:
        return None


def _changes(
    was: Mapping[str, Any] | None, then: Sentence | None, content: Mapping[str, Any], now: Sentence | None
) -> Iterator[Change]:
    if was is None or then is None or now is None:
        return
    parts = [("Name", was["label"], content["label"])]
    parts += [(of, getattr(then, name), getattr(now, name)) for of, name in _PARTS]
    yield from (Change(of, before or "nothing", after or "nothing") for of, before, after in parts if before != after)


_PARTS = (("When", "when"), ("If", "asks"), ("Then", "then"))
