"""Rules taken along as text and brought in from one: first looked at, then all of them or none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from core.access import Actor, Permission
from core.directory import every_site
from core.errors import Refusal
from core.rule.catalogue import Catalogue, read_catalogue
from core.rule.checking import faults
from core.rule.commands import held, put
from core.rule.exchange import Written, read, text_of
from core.rule.listing import EVERYTHING, standings
from core.rule.model import Rule, parse
from core.rule.sentence import sentence
from core.rule.stored import READ
from core.work import reading, work
from data.tables import rule


@dataclass(frozen=True, slots=True)
class Coming:
    """A rule of a text: what it would become here, what stands here now, and what is wrong with it."""

    line: int
    name: str
    label: str
    told: str
    was: str
    same: bool
    wrong: str

    @property
    def new(self) -> bool:
        """Whether there is none of this name here."""
        return not self.was


def taken_along(actor: Actor, names: Collection[str] = ()) -> str:
    """The rules that one sees, or these of them, as text."""
    codes = {site.id: site.code for site in every_site(actor)}
    return text_of([one.stored for one in standings(actor) if not names or one.name in names], codes)


def looked_at(actor: Actor, text: str) -> list[Coming]:
    """What bringing in a text would add and change; nothing is written."""
    actor.must(Permission.RULE_EDIT)
    several = read(text, _sites(actor))
    c = rule.c
    with reading() as db:
        rows = db.execute(select(rule).where(c.name.in_([one.name for one in several])))
        here = {row.name: _here(row) for row in rows}
        words, mine = read_catalogue(db, EVERYTHING), read_catalogue(db, actor)
        return [_coming(one, here.get(one.name), words, mine) for one in several]


def bring_in(actor: Actor, text: str, why: str = "") -> int:
    """Add and change what a text says, in one transaction; how many rules are others now."""
    actor.must(Permission.RULE_EDIT)
    several = read(text, _sites(actor))
    with work() as db:
        return sum(_brought(db, actor, one, why) for one in several)


def _brought(db: Connection, actor: Actor, one: Written, why: str) -> bool:
    now = held(db, actor, one.name)
    if now is not None and _alike(one.rule, _here(now)):
        return False
    try:
        put(db, actor, one.stored, now, why, one.name)
    except Refusal as refusal:
        raise Refusal(f"Line {one.line}: “{one.name}” cannot be brought in. {refusal}") from None
    return True


def _sites(actor: Actor) -> Mapping[str, int]:
    return {site.code: site.id for site in every_site(actor)}


def _here(row: Any) -> Rule | None:
    try:
        return parse(**{name: getattr(row, name) for name in READ})
    except Refusal:
        return None


def _alike(one: Rule, other: Rule | None) -> bool:
    parts = ("label", "when", "timing", "conditions", "actions", "stop", "only_sites")
    return other is not None and all(getattr(one, part) == getattr(other, part) for part in parts)


def _coming(one: Written, here: Rule | None, words: Catalogue, mine: Catalogue) -> Coming:
    meant = one.rule
    wrong = " ".join(faults(meant, mine).values())
    told, was = str(sentence(meant, words)), str(sentence(here, words)) if here else ""
    return Coming(one.line, one.name, meant.label, told, was, _alike(meant, here), wrong)
