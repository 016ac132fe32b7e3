"""One person's open work goes to others in one transaction: every timeline says so, and the audit says who did it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, update

from core.access import Actor, Permission, Role, staff
from core.audit import About, Kind, record
from core.directory import site_name
from core.errors import Lacking, NotAllowed, NotNow
from core.field import paragraph
from core.ownership.held import OPEN, Work, total, work_of
from core.ownership.taker import Taker
from core.ownership.whose import Whose, hold, whose
from core.referral import owner as owning
from core.referral.assignment import Choice, pick
from core.task import give as give_task
from core.work import work
from data.tables import account, account_site, arrival, draft

NEAREST = (Role.COORDINATOR, Role.MANAGER, Role.FRONT_DESK, Role.CLINICIAN)
"""Who goes on with a draft that nobody was named for, the first of them that the site has."""


@dataclass(slots=True)
class Handover:
    """One move: whose work, to whom, and at which sites; `kept` remembers who got which referral."""

    db: Connection
    actor: Actor
    whose: Whose
    to: Taker
    sites: frozenset[int | None]
    reason: str = ""
    kept: dict[int, Choice] = field(default_factory=dict)

    def owner(self, site_id: int, specialty: str) -> Choice:
        """Who gets one thing that lies at a site."""
        if self.to.kind == "automatic":
            return pick(self.db, site_id, specialty, but=self.whose.id) or Choice(None)
        name = owning.owner_name(self.db, site_id, self.to.account_id)
        return Choice(self.to.account_id, name)

    def lying(self, kind: str) -> list[Any]:
        """The open things of one kind there, held and in their order."""
        table, owner, is_open = OPEN[kind]
        mine = select(table).where(owner == self.whose.id, is_open).order_by(table.c.id).with_for_update()
        return [row for row in self.db.execute(mine).all() if row.site_id in self.sites]


def hand_over(actor: Actor, account_id: int, to: Taker, sites: Collection[int] | None = None, reason: str = "") -> Work:
    """Move what somebody has open, at these sites or wherever the actor has a say in it; how much it was."""
    with work() as db:
        hold(db, account_id, to.account_id)
        whom = whose(db, actor, account_id)
        if sites is not None and whom.within is not None and not set(sites) <= whom.within:
            raise NotAllowed("You can hand over work at your own sites only.")
        within = whom.within if sites is None else frozenset(sites)
        moved = move(db, actor, whom, to, frozenset(work_of(db, account_id, within)), reason)
        if not moved:
            raise NotNow(f"{whom.name} has nothing open to hand over.")
        return moved


def move(db: Connection, actor: Actor, whom: Whose, to: Taker, sites: frozenset[int | None], reason: str = "") -> Work:
    """The same inside a transaction that holds the account. Refused unless whoever takes it works at all the sites."""
    at = {place: one for place, one in work_of(db, whom.id).items() if place in sites}
    _must_fit(db, whom, to, at)
    handover = Handover(db, actor, whom, to, frozenset(at), paragraph(reason, what="The reason"))
    _referrals(handover)
    _tasks(handover)
    _arrivals(handover)
    _drafts(handover)
    for place, one in at.items():
        _told(handover, place, one)
    return total(at.values())


def _must_fit(db: Connection, whom: Whose, to: Taker, at: Iterable[int | None]) -> None:
    if to.account_id == whom.id:
        raise Lacking({"taker": f"Choose somebody other than {whom.name}."})
    for place in (one for one in at if one and to.account_id):
        if owning.may_own(db, place, to.account_id or 0) is None:
            where = site_name(db, place)
            raise Lacking({"taker": f"Choose somebody who works at {where} too, where {whom.name} has work."})


def _referrals(handover: Handover) -> None:
    for row in handover.lying("referrals"):
        choice = handover.kept[row.id] = handover.owner(row.site_id, row.specialty)
        about, before = About("referral", row.id, row.site_id, row.patient_id), handover.whose.id
        words = _words(handover, choice)
        owning.give(handover.db, handover.actor, about, before, choice.owner_id, how=choice.how, **words)


def _words(handover: Handover, choice: Choice) -> dict[str, str]:
    """How a timeline tells it: who has it now, from whom and why."""
    why = ", ".join(part for part in (f"handed over from {handover.whose.name}", choice.why) if part)
    return {"owner": choice.name or owning.POOL, "why": why, "comment": handover.reason}


def _tasks(handover: Handover) -> None:
    """What was chosen for a referral is chosen for what is to be done about it; everything else is the site's."""
    for row in handover.lying("tasks"):
        choice = handover.kept.get(row.subject_id) if row.subject == "referral" else None
        owner_id = handover.to.account_id
        if handover.to.kind == "automatic" and choice and choice.owner_id and _works(handover, choice, row.site_id):
            owner_id = choice.owner_id
        name = owning.owner_name(handover.db, row.site_id, owner_id) if owner_id else "the site"
        give_task(handover.db, handover.actor, row, owner_id, name)


def _works(handover: Handover, choice: Choice, site_id: int) -> bool:
    return owning.may_own(handover.db, site_id, choice.owner_id or 0) is not None


def _arrivals(handover: Handover) -> None:
    for row in handover.lying("arrivals"):
        specialty, *_where = row.said.get("specialty") or [""]
        choice = handover.owner(row.site_id, str(specialty))
        changed = update(arrival).where(arrival.c.id == row.id)
        handover.db.execute(changed.values(owner_id=choice.owner_id, version=row.version + 1))
        about = About("arrival", row.id, row.site_id, row.patient_id)
        facts = {"owner": choice.owner_id, "before": handover.whose.id} | ({"how": choice.how} if choice.how else {})
        record(handover.db, handover.actor, Kind.ARRIVAL_ASSIGNED, about, facts, **_words(handover, choice))


def _drafts(handover: Handover) -> None:
    """A draft is always somebody's: without a person named, of whoever hands over, else of the nearest at its site."""
    for row in handover.lying("drafts"):
        author = handover.to.account_id or _author(handover, row.site_id)
        values = {"account_id": author, "reminded_at": None}
        handover.db.execute(update(draft).where(draft.c.id == row.id).values(**values))
        about, facts = About("draft", row.id, row.site_id), {"before": handover.whose.id, "author": author}
        words = {"before": handover.whose.name, "title": row.title}
        record(handover.db, handover.actor, Kind.DRAFT_TAKEN_OVER, about, facts, **words)


def _author(handover: Handover, site_id: int | None) -> int:
    actor, places = handover.actor, [site_id] if site_id else sorted(handover.whose.sites)
    writes = any(actor.may(Permission.REFERRAL_CREATE, at=place) for place in places)
    if actor.account_id and actor.account_id != handover.whose.id and writes:
        return actor.account_id
    there = staff(Permission.REFERRAL_CREATE, account_site.c.site_id.in_(places))
    wanted = select(account.c.id, account.c.role).where(there, account.c.id != handover.whose.id)
    found = sorted(handover.db.execute(wanted), key=lambda row: (NEAREST.index(Role(row.role)), row.id))
    if not found:
        raise Lacking({"taker": f"{handover.whose.name} has drafts that somebody has to finish. Choose a person."})
    return int(found[0].id)


def _told(handover: Handover, site_id: int | None, one: Work) -> None:
    """Once for each site, so that who reads its audit sees it there."""
    named = {"person": "", "pool": owning.POOL, "automatic": "whom the site's lines choose"}[handover.to.kind]
    if handover.to.account_id:
        named = handover.db.execute(select(account.c.name).where(account.c.id == handover.to.account_id)).scalar_one()
    facts = {"to": handover.to.account_id, "how": handover.to.kind}
    facts |= {kind: getattr(one, kind) for kind in OPEN if getattr(one, kind)}
    words = {"name": handover.whose.name, "taker": named, "count": str(one), "comment": handover.reason}
    about = About("account", handover.whose.id, site_id)
    record(handover.db, handover.actor, Kind.ACCOUNT_HANDED_OVER, about, facts, **words)
