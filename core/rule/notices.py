"""What about rules needs a look today: those that were switched off by themselves, and chains that were stopped."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import literal, null, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.audit import Kind
from core.work import reading
from data.tables import event, event_text, rule

LATELY = timedelta(days=7)
STOPPED = "It was one of more than five that followed from one another, so it was not followed."


@dataclass(frozen=True, slots=True)
class Notice:
    """A rule that is off and why, or a chain of them that was stopped at a referral; `rule_id` is None for a chain."""

    rule_id: int | None
    referral_id: int | None
    label: str
    why: str


def notices(actor: Actor) -> list[Notice]:
    """For people who edit rules, in one statement: of the group and of their own sites; nobody else is bothered."""
    if not actor.may(Permission.RULE_EDIT):
        return []
    r, e = rule.c, event.c
    off = select(r.id.label("rule_id"), null().label("referral_id"), r.label, r.fault, r.only_sites).where(
        r.fault != ""
    )
    stopped = (
        select(literal(0), e.subject_id, event_text.c.words["label"].as_string(), literal(""), null())
        .join(event_text, event_text.c.event_id == e.id)
        .where(e.kind == Kind.RULE_STOPPED, e.subject == "referral", at_my_sites(actor, e.site_id))
        .where(e.occurred_at >= clock.now() - LATELY)
    )
    with reading() as db:
        rows = db.execute(off.union_all(stopped)).all()
    return [Notice(row[0] or None, row[1], row[2] or "", row[3] or STOPPED) for row in rows if _concerns(actor, row[4])]


def _concerns(actor: Actor, sites: list[int] | None) -> bool:
    return actor.every_site or not sites or any(actor.works_at(site) for site in sites)
