"""The open referral that a draft would double: the same patient to the same service, or for the same elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select

from core import clock
from core.access import Actor, Permission, my_patients, my_referrals
from core.audit import About, Kind, record
from core.directory import Specialty
from core.referral.current import Current
from core.referral.draft import Draft
from core.referral.stage import Direction
from core.referral.words import Source
from core.work import reading
from data.prepared import prepared
from data.tables import account, patient, provider, referral, site

_OUTSIDE = referral.c.recipient_provider_id.is_not_distinct_from(bindparam("practice"))
"""To the same practice outside. Never NULL, which PostgreSQL sorts first."""
_HERE = and_(referral.c.site_id == bindparam("place"), referral.c.direction != Direction.OUTBOUND)
"""Worked on at the same site of ours."""


@dataclass(frozen=True, slots=True)
class Like:
    """The one that is open already. `same` is whether it is the same service, so that a second one needs a reason;
    `mine` whether the reader may open it."""

    id: int
    reference: str
    received_at: datetime
    owner: str
    sender: str
    place: str
    specialty: str
    same: bool
    mine: bool
    about: About

    @property
    def called(self) -> str:
        """Its reference, for those who may see it."""
        return self.reference if self.mine else f"one at {self.place}"

    @property
    def sentence(self) -> str:
        """Where it is, when it began, by whom, and who looks after it."""
        what = "for this" if self.same else f"for {self.specialty.lower()}"
        if not self.mine:
            return f"This patient already has an open referral {what} at {self.place}."
        since = clock.spoken_day(self.received_at.date(), clock.now().date())
        return (
            f"This patient already has an open referral {what} at {self.place}: {self.reference}, since {since},"
            f" from {self.sender}, looked after by {self.owner or 'nobody yet'}."
        )


def open_like(actor: Actor, draft: Draft) -> Like | None:
    """What sending this draft would be refused for, or be warned of, as far as it is filled in."""
    actor.must(Permission.REFERRAL_CREATE)
    if draft.patient_id is None or draft.site_id is None or not draft.specialty:
        return None
    theirs = select(patient.c.id).where(patient.c.id == draft.patient_id, my_patients(actor))
    with reading() as db:
        known = db.execute(theirs).first()
        return like(db, actor, draft, draft.patient_id) if known else None


def like(db: Connection, actor: Actor, draft: Draft, patient_id: int) -> Like | None:
    """The oldest open referral of this patient to the same service; else one for the same specialty elsewhere.

    What is elsewhere is only said to those who may see it, and not of the referral that this one follows from.
    """
    return _open(db, actor, draft, patient_id, draft.onward_from_id or 0)


def reopened_like(actor: Actor, now: Current) -> Like | None:
    """What reopening this one would be refused for without saying why."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        return like_it(db, actor, now)


def like_it(db: Connection, actor: Actor, now: Current) -> Like | None:
    """What has been opened for the same patient and service while this one was closed."""
    found = _open(db, actor, now, now.patient_id, now.id)
    return found if found and found.same else None


def _open(db: Connection, actor: Actor, asked: Draft | Current, patient_id: int, but: int) -> Like | None:
    outside = asked.direction is Direction.OUTBOUND
    place = {"practice": asked.recipient_provider_id or 0} if outside else {"place": asked.site_id or 0}
    found = _alike(actor, outside).one(db, of=patient_id, special=asked.specialty, but=but, **place)
    return _like(found, asked.specialty) if found else None


@prepared
def _alike(actor: Actor, outside: bool) -> Select[Any]:
    c, mine = referral.c, my_referrals(actor)
    same = _OUTSIDE if outside else _HERE
    by, to, here = provider.alias(), provider.alias(), site.alias()
    columns = (
        *(c.id, c.reference, c.received_at, c.site_id, c.patient_id, c.direction, c.source),
        func.coalesce(account.c.name, "").label("owner"),
        func.coalesce(by.c.name, "").label("referrer"),
        here.c.name.label("sender"),
        func.coalesce(to.c.name, site.c.name).label("place"),
        same.label("same"),
        mine.label("mine"),
    )
    return (
        select(*columns)
        .join(site, site.c.id == c.site_id)
        .outerjoin(account, account.c.id == c.owner_id)
        .outerjoin(here, here.c.id == func.coalesce(c.from_site_id, c.site_id))
        .outerjoin(by, by.c.id == c.referrer_provider_id)
        .outerjoin(to, to.c.id == c.recipient_provider_id)
        .where(c.closed_at.is_(None), c.patient_id == bindparam("of"), c.specialty == bindparam("special"))
        .where(same | mine, c.id != bindparam("but"))
        .order_by(same.desc(), c.id)
        .limit(1)
    )


def tell_both(db: Connection, actor: Actor, about: About, reference: str, double: Like, why: str) -> None:
    """Why there are two, on the timeline of each."""
    for where, fact, other in ((about, double.id, double.called), (double.about, about.subject_id, reference)):
        record(db, actor, Kind.REFERRAL_DOUBLED, where, {"referral": fact}, other=other, comment=why.strip())


def _like(row: Mapping[str, Any], specialty: str) -> Like:
    inbound = row["direction"] == Direction.INBOUND
    return Like(
        **{name: row[name] for name in ("id", "reference", "received_at", "owner", "place")},
        sender=(row["referrer"] or Source(row["source"]).label) if inbound else row["sender"],
        specialty=Specialty(specialty).label,
        same=bool(row["same"]),
        mine=bool(row["mine"]),
        about=About("referral", row["id"], row["site_id"], row["patient_id"]),
    )
