"""Why rules did or did not act: on one referral with the conditions that held and failed, and counted for the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from core import clock
from core.access import Actor, Permission, at_my_sites, machine, my_referrals
from core.errors import NotFound, Refusal
from core.rule.asking import condition
from core.rule.catalogue import Catalogue, read_catalogue
from core.rule.condition import Condition, Type
from core.rule.model import parse
from core.rule.occasion import occasion
from core.work import reading
from data.tables import event, firing, referral, rule, rule_version

TELLING = machine("rules")
YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition in words, whether it held, and what was known instead where it did not."""

    words: str
    held: bool
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one rule made of one event; `outcome` is what came of each action that could not be done as it stands."""

    id: int
    rule_id: int | None
    label: str
    at: datetime
    after: str
    fired: bool
    asked: tuple[Asked, ...]
    outcome: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lately:
    """A rule and how often it acted at somebody's sites."""

    rule_id: int
    label: str
    times: int


def judged(actor: Actor, referral_id: int, limit: int = 200) -> list[Judged]:
    """What every rule made of what happened to a referral, newest first."""
    actor.must(Permission.REFERRAL_READ)
    c = firing.c
    wanted = (
        select(firing, event.c.kind, rule.c.id.label("rule_id"), rule.c.label, rule_version.c.content)
        .join(event, event.c.id == c.event_id)
        .outerjoin(rule, rule.c.name == c.rule)
        .outerjoin(rule_version, and_(rule_version.c.rule == c.rule, rule_version.c.version == c.version))
        .where(c.referral_id == referral_id)
        .order_by(c.id.desc())
        .limit(limit)
    )
    with reading() as db:
        if not db.execute(select(referral.c.id).where(referral.c.id == referral_id, my_referrals(actor))).first():
            raise NotFound("There is no such referral at your sites.")
        rows = db.execute(wanted).all()
        words = read_catalogue(db, TELLING) if rows else None
        standing = _standing(db, {row.rule for row in rows})
    return [_told(row, standing, words) for row in rows] if words else []


def lately(actor: Actor, since: datetime) -> list[Lately]:
    """What rules did at the actor's sites since a moment, the busiest first."""
    actor.must(Permission.TASK_DO)
    c = firing.c
    times = func.count()
    wanted = (
        select(rule.c.id, rule.c.label, times)
        .join(rule, rule.c.name == c.rule)
        .where(c.fired, c.judged_at >= since, at_my_sites(actor, c.site_id))
        .group_by(rule.c.id, rule.c.label)
        .order_by(times.desc(), rule.c.id)
    )
    with reading() as db:
        return [Lately(*row) for row in db.execute(wanted)]


def _standing(db: Connection, names: set[str]) -> Mapping[tuple[str, int], Any]:
    """The rules as they stand, for what was judged by the version that still stands."""
    c = rule.c
    return {(row.name, row.version): row for row in db.execute(select(rule).where(c.name.in_(names)))}


def _told(row: Any, standing: Mapping[tuple[str, int], Any], words: Catalogue) -> Judged:
    asked = _conditions(row, standing)
    known = [Asked(condition(one, words), bool(held), _instead(one, held, value, words))
             for one, (held, value) in zip(asked, row.because, strict=False)]  # fmt: skip
    said = occasion(row.kind).of()
    return Judged(
        row.id, row.rule_id, row.label or row.rule, row.judged_at, said[0].upper() + said[1:], row.fired, tuple(known),
        tuple(what for _, what in row.outcome if what),
    )  # fmt: skip


def _conditions(row: Any, standing: Mapping[tuple[str, int], Any]) -> Sequence[Condition]:
    """What the rule asked then: of the version that judged."""
    now = standing.get((row.rule, row.version))
    stored = row.content or ({"conditions": now.conditions} if now else None)
    if stored is None:
        return ()
    try:
        bare = {"label": row.rule, "when": "referral:noted", "actions": [{"do": "nothing"}]}
        return parse(name=row.rule, conditions=stored["conditions"], **bare).asked
    except Refusal:
        return ()


def _instead(asked: Condition, held: int, value: Any, words: Catalogue) -> str:
    """What was known where that explains why it did not hold."""
    fact = words.facts.get(asked.fact)
    if held or fact is None or value in (None, "", []) or fact.type is Type.THING:
        return ""
    return ", ".join(_spoken(fact.options, one, words) for one in (value if isinstance(value, list) else [value]))


def _spoken(options: str, value: Any, words: Catalogue) -> str:
    if isinstance(value, bool):
        return YES_NO[value]
    if options:
        return words.called(options, value)
    day = _day(value)
    return clock.spoken_day(day, clock.now().date()) if day else str(value)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
