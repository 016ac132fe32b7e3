"""The rules as the people who keep them see them: in order, each as a sentence, with what it did lately."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from core import clock
from core.access import Actor, Permission, at_my_sites, machine
from core.errors import NotFound, Refusal
from core.rule.catalogue import Catalogue, read_catalogue
from core.rule.model import Rule, parse
from core.rule.sentence import Sentence, sentence
from core.rule.stored import READ, content_of
from core.work import reading
from data.tables import firing, rule

LATELY = timedelta(days=30)
EVERYTHING = machine("rules")
"""Sentences name people and sites of the whole group; what one may choose from is another matter."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule as it stands. `rule` and `sentence` are None where it cannot be read, and `fault` says why; `fired` counts
    the last 30 days at the reader's sites; `mine` are their sites at which it is in question."""

    id: int
    name: str
    label: str
    when: str
    rule: Rule | None
    sentence: Sentence | None
    enabled: bool
    shipped: bool
    edited: bool
    renewed: bool
    fault: str
    fired: int
    may_edit: bool
    only_sites: frozenset[int]
    off_sites: frozenset[int]
    version: int
    stored: dict[str, Any]
    shipped_as: dict[str, Any] | None


def standings(actor: Actor) -> list[Standing]:
    """The rules of the group and those of one's own sites, in the order in which they are judged."""
    actor.must(Permission.RULE_EDIT)
    with reading() as db:
        return _read(db, actor)


def standing(actor: Actor, rule_id: int) -> Standing:
    """One of them."""
    actor.must(Permission.RULE_EDIT)
    with reading() as db:
        found = _read(db, actor, rule.c.id == rule_id)
    if not found:
        raise NotFound("There is no such rule, or it is another site’s.")
    return found[0]


def timed_messages(actor: Actor) -> list[Standing]:
    """Of these, what writes to somebody once a time has come: reminders, reassurance, a question after days."""
    return [one for one in standings(actor) if one.rule and one.rule.timing and _writes(one.rule)]


def _writes(one: Rule) -> bool:
    return any(action["do"] == "send_message" for action in one.actions)


def numbered(actor: Actor, name: str) -> int:
    """The number by which an address names a rule; nought where there is none."""
    return next((one.id for one in standings(actor) if one.name == name), 0)


def _read(db: Connection, actor: Actor, *wanted: Any) -> list[Standing]:
    c = rule.c
    rows = db.execute(select(rule).where(*wanted).order_by(c.position, c.id)).all()
    words = read_catalogue(db, EVERYTHING)
    counts = _counts(db, actor, [row.name for row in rows] if wanted else None)
    return [_standing(row, actor, words, counts.get(row.name, 0)) for row in rows if concerns(actor, row.only_sites)]


def concerns(actor: Actor, only_sites: Iterable[int]) -> bool:
    """Whether a rule is in question at any of somebody's sites."""
    return actor.every_site or not only_sites or any(actor.works_at(site) for site in only_sites)


def _counts(db: Connection, actor: Actor, names: list[str] | None) -> dict[str, int]:
    c = firing.c
    since = [c.fired, c.judged_at >= clock.now() - LATELY, at_my_sites(actor, c.site_id)]
    of = [] if names is None else [c.rule.in_(names)]
    rows = db.execute(select(c.rule, func.count()).where(*since, *of).group_by(c.rule))
    return {row[0]: row[1] for row in rows}


def _standing(row: Any, actor: Actor, words: Catalogue, fired: int) -> Standing:
    stored = {name: getattr(row, name) for name in READ}
    try:
        read, why = parse(**stored), row.fault
        said = sentence(read, words)
    except Refusal as refusal:
        read, said, why = None, None, row.fault or str(refusal)
    return Standing(
        row.id, row.name, row.label, row.when, read, said, row.enabled, row.shipped, edited(row), row.renewed, why,
        fired, may_change(actor, row.only_sites), frozenset(row.only_sites), frozenset(row.off_sites), row.version,
        stored, row.shipped_as,
    )  # fmt: skip


def shipped_words(actor: Actor, one: Standing) -> str:
    """What ships by this name, as a sentence."""
    actor.must(Permission.RULE_EDIT)
    with reading() as db:
        return str(sentence(parse(name=one.name, **(one.shipped_as or {})), read_catalogue(db, EVERYTHING)))


def edited(row: Any) -> bool:
    """Whether a shipped rule is another than what ships; that it is switched off somewhere makes it no other."""
    return bool(row.shipped) and row.shipped_as is not None and content_of(row) != row.shipped_as


def may_change(actor: Actor, only_sites: Any) -> bool:
    """The group's rules are for those who answer for every site; a site's own are also for its manager."""
    if not actor.may(Permission.RULE_EDIT):
        return False
    return actor.every_site or (bool(only_sites) and all(actor.works_at(site) for site in only_sites))
