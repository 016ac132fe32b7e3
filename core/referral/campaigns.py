"""Campaigns: what brings patients by itself, where and when it runs, and what it cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Exists,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from core import clock, field
from core.access import Actor, Permission, at_my_sites
from core.audit import About, Kind, record
from core.directory import site_name
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow, Refusal
from core.referral.words import Source
from core.work import reading, work
from data.prepared import prepared
from data.tables import campaign, referral, site

RUN_BY = (Source.CAMPAIGN, Source.WEBSITE, Source.PARTNER)
"""The sources that somebody of ours spends money or effort on."""
AFTERWARDS = timedelta(days=90)
"""A leaflet is kept: how long after its last day people still come because of it."""
DEAREST = 10**9
"""Pence: ten million pounds."""
GROUP = "A campaign of the whole group is set by whoever answers for every site. Choose one of your sites instead."
ELSEWHERE = "Choose a campaign of this source that runs at this site, or none."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampaign:
    """What is said of it. `cost` is in pence, none where nobody knows; without a site it is the whole group's;
    `ended_on` is its last day."""

    name: str
    source: str
    began_on: date | None
    ended_on: date | None = None
    cost: int | None = None
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """One as it stands, and whether any referral has come of it."""

    id: int
    name: str
    source: Source
    began_on: date
    ended_on: date | None
    cost: int | None
    site_id: int | None
    site: str
    version: int
    has_come: bool


def campaigns(actor: Actor) -> list[Campaign]:
    """Those of the group and of the actor's sites, the latest first."""
    actor.must(Permission.INSIGHT_READ)
    with reading() as db:
        return [Campaign(**{**row, "source": Source(row["source"])}) for row in _known(actor).all(db)]


@prepared
def _known(actor: Actor) -> Select[Any]:
    c = campaign.c
    return (
        select(*_ITSELF, func.coalesce(site.c.name, "").label("site"), _came_of(c.id).label("has_come"))
        .outerjoin(site, site.c.id == c.site_id)
        .where(or_(c.site_id.is_(None), at_my_sites(actor, c.site_id)))
        .order_by(c.began_on.desc(), c.id.desc())
    )


def running(actor: Actor, source: Source, site_id: int, on: date) -> dict[int, str]:
    """What a referral that reaches a site on a day may have come of: names by id, the latest first."""
    actor.must(Permission.REFERRAL_READ, at=site_id)
    if source not in RUN_BY:
        return {}
    with reading() as db:
        return {row.id: row.name for row in db.execute(_offered(source, site_id, on))}


def add_campaign(actor: Actor, new: NewCampaign) -> int:
    """Let referrals be noted as having come of it; its id."""
    with work() as db:
        return write_campaign(db, actor, new)


def write_campaign(db: Connection, actor: Actor, new: NewCampaign) -> int:
    """The same inside the caller's transaction."""
    _must_edit(actor, new.site_id)
    said = _said(db, new)
    campaign_id = int(db.execute(insert(campaign).values(said).returning(campaign.c.id)).scalar_one())
    _tell(db, actor, campaign_id, new, said)
    return campaign_id


def change_campaign(actor: Actor, campaign_id: int, version: int, new: NewCampaign) -> None:
    """Say it differently, end it, or note what it cost. Whose it is stays once referrals have come of it."""
    with work() as db:
        row = _as_read(db, actor, campaign_id, version)
        _must_edit(actor, new.site_id)
        said = _said(db, new, campaign_id)
        if (row.source, row.site_id) != (said["source"], said["site_id"]) and _has_come(db, campaign_id):
            raise NotNow("Referrals have come of this campaign, so its source and its site stay. Add another one.")
        db.execute(update(campaign).where(campaign.c.id == campaign_id).values(version=version + 1, **said))
        _tell(db, actor, campaign_id, new, said)


def drop_campaign(actor: Actor, campaign_id: int, version: int) -> None:
    """Take away one that was added in error; one that referrals came of is ended instead."""
    with work() as db:
        row = _as_read(db, actor, campaign_id, version)
        if _has_come(db, campaign_id):
            raise NotNow("Referrals have come of this campaign, so it stays. Say on which day it ended instead.")
        db.execute(delete(campaign).where(campaign.c.id == campaign_id))
        about = About("campaign", campaign_id, row.site_id)
        record(db, actor, Kind.CAMPAIGN_DROPPED, about, {"source": row.source}, name=row.name)


def campaign_name(db: Connection, campaign_id: int | None) -> str:
    """How it is called; nothing for none."""
    return db.execute(select(campaign.c.name).where(campaign.c.id == campaign_id)).scalar_one_or_none() or ""


def runs(db: Connection, campaign_id: int, source: str, site_id: int | None, received_at: datetime | None) -> bool:
    """Whether a referral of this source that reached the site at that moment, or now, may have come of it."""
    zone = db.execute(select(site.c.time_zone).where(site.c.id == site_id)).scalar_one_or_none()
    if source not in RUN_BY or site_id is None or zone is None:
        return False
    on = clock.local(received_at or clock.now(), zone).date()
    return db.execute(_offered(Source(source), site_id, on).where(campaign.c.id == campaign_id)).first() is not None


def may_edit_campaign(actor: Actor, site_id: int | None) -> bool:
    """Whether somebody may change what runs at a site, or in the whole group."""
    return actor.may(Permission.CAMPAIGN_EDIT, at=site_id) and (site_id is not None or actor.every_site)


def _offered(source: Source, site_id: int, on: date) -> Select[Any]:
    c = campaign.c
    here = or_(c.site_id.is_(None), c.site_id == site_id)
    return (
        select(c.id, c.name)
        .where(c.source == source, here, c.began_on <= on, or_(c.ended_on.is_(None), c.ended_on >= on - AFTERWARDS))
        .order_by(c.began_on.desc(), c.id.desc())
    )


def _must_edit(actor: Actor, site_id: int | None) -> None:
    actor.must(Permission.CAMPAIGN_EDIT, at=site_id)
    if not may_edit_campaign(actor, site_id):
        raise NotAllowed(GROUP)


def _said(db: Connection, new: NewCampaign, besides: int = 0) -> dict[str, Any]:
    said = field.gathered(
        name=lambda: field.line(new.name, most=80, least=1, what="The name"),
        source=lambda: _source(new.source),
        began_on=lambda: _began(new.began_on),
        ended_on=lambda: _ended(new),
        cost=lambda: _cost(new.cost),
    )
    c = campaign.c
    here = or_(c.site_id.is_(None), c.site_id == new.site_id) if new.site_id else c.site_id.is_(None)
    others = db.execute(select(c.name).where(here, c.source == said["source"], c.id != besides)).scalars()
    if said["name"].casefold() in {name.casefold() for name in others}:
        raise Lacking({"name": "Another campaign is called this already. Choose a name that tells them apart."})
    return said | {"site_id": new.site_id}


def _source(given: str) -> Source:
    if given not in RUN_BY:
        raise Refusal("Choose where its patients say that they come from.")
    return Source(given)


def _began(given: date | None) -> date:
    if given is None:
        raise Refusal("Say on which day it begins.")
    return given


def _ended(new: NewCampaign) -> date | None:
    if new.ended_on and new.began_on and new.ended_on < new.began_on:
        raise Refusal("It cannot end before it begins.")
    return new.ended_on


def _cost(given: int | None) -> int | None:
    if given is not None and not 0 <= given <= DEAREST:
        raise Refusal("The cost lies between nothing and ten million pounds.")
    return given


def _has_come(db: Connection, campaign_id: int) -> bool:
    return bool(db.execute(select(_came_of(campaign_id))).scalar())


def _came_of(campaign_id: Any) -> Exists:
    return exists().where(referral.c.campaign_id == campaign_id)


def _as_read(db: Connection, actor: Actor, campaign_id: int, version: int) -> Any:
    known: ColumnElement[bool] = and_(
        campaign.c.id == campaign_id, or_(campaign.c.site_id.is_(None), at_my_sites(actor, campaign.c.site_id))
    )
    row = db.execute(select(campaign).where(known).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("There is no such campaign at your sites.")
    _must_edit(actor, row.site_id)
    if row.version != version:
        raise Changed("Somebody else changed this campaign while you had it open. Look at it again.")
    return row


def _tell(db: Connection, actor: Actor, campaign_id: int, new: NewCampaign, said: Mapping[str, Any]) -> None:
    """Codes and sums for ever; its name and where it runs as words."""
    days = {name: said[name] and said[name].isoformat() for name in ("began_on", "ended_on")}
    facts = {"source": said["source"], "cost": said["cost"], **days}
    where = site_name(db, new.site_id) or "the whole group"
    record(
        db,
        actor,
        Kind.CAMPAIGN_SET,
        About("campaign", campaign_id, new.site_id),
        facts,
        name=said["name"],
        where=where,
    )


_ITSELF = [campaign.c[name] for name in ("id", "name", "source", "began_on", "ended_on", "cost", "site_id", "version")]
