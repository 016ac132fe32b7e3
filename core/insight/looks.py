"""Looks: an exploration kept under a name, shared or not, and on the first page of whoever wants it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, func, insert, or_, select, update

from core import clock, field
from core.access import Actor, Permission
from core.errors import Lacking, NotFound, NotNow
from core.insight.exploring import Exploration
from core.spoken import Spoken
from core.work import reading, work
from data.tables import account, account_site, look, look_at_home

MOST, MOST_AT_HOME, MOST_REPORTED = 50, 6, 6


class Shared(Spoken):
    """Whom a look is for, as far as they may see figures; each sees those of their own sites in it."""

    ME = "me", "Only me"
    SITES = "sites", "My sites"
    ALL = "all", "Everybody"


@dataclass(frozen=True, slots=True)
class Look:
    """One that somebody may open; `by` is whose it is where it is not their own."""

    id: int
    name: str
    exploration: Exploration
    shared: Shared
    by: str
    at_home: bool
    reported: bool

    @property
    def mine(self) -> bool:
        """Whether it is their own."""
        return not self.by


def looks(actor: Actor) -> list[Look]:
    """One's own by name, then what others share."""
    actor.must(Permission.INSIGHT_READ)
    mine = look.c.account_id == actor.account_id
    with reading() as db:
        rows = db.execute(_seen(actor).order_by(mine.desc(), func.lower(look.c.name), look.c.id)).mappings().all()
    return [_look(actor, row) for row in rows]


def at_home(actor: Actor) -> list[Look]:
    """Those on the first page; nothing for those who see no figures."""
    if not actor.may(Permission.INSIGHT_READ) or actor.account_id is None:
        return []
    there = look.c.id.in_(select(look_at_home.c.look_id).where(look_at_home.c.account_id == actor.account_id))
    with reading() as db:
        rows = db.execute(_seen(actor).where(there).order_by(look.c.id).limit(MOST_AT_HOME)).mappings().all()
    return [_look(actor, row) for row in rows]


def keep_look(actor: Actor, name: str, exploration: Exploration, shared: Shared = Shared.ME) -> int:
    """Keep an exploration under a name; its id."""
    actor.must(Permission.INSIGHT_READ)
    account_id = _person(actor)
    with work() as db:
        name = _free(db, account_id, name)
        if db.execute(select(func.count()).where(look.c.account_id == account_id)).scalar_one() >= MOST:
            raise NotNow(f"You have {MOST} looks. Delete one that you no longer need first.")
        row = {"account_id": account_id, "name": name, "address": exploration.address, "shared": shared}
        added = insert(look).values(**row, reported=False, saved_at=clock.now()).returning(look.c.id)
        return int(db.execute(added).scalar_one())


def change_look(actor: Actor, look_id: int, name: str, shared: Shared, *, reported: bool = False) -> None:
    """Call one's own differently, share it or not, and let monthly reports tell it or not."""
    actor.must(Permission.INSIGHT_READ)
    account_id = _person(actor)
    with work() as db:
        name = _free(db, account_id, name, look_id)
        if reported:
            _must_be_reportable(db, actor, look_id)
        values = {"name": name, "shared": shared, "reported": reported, "saved_at": clock.now()}
        _mine(db, account_id, look_id, update(look).values(**values))


def renew_look(actor: Actor, look_id: int, exploration: Exploration) -> None:
    """Let one's own be what is on the screen now."""
    actor.must(Permission.INSIGHT_READ)
    with work() as db:
        values = {"address": exploration.address, "saved_at": clock.now()}
        _mine(db, _person(actor), look_id, update(look).values(**values))


def drop_look(actor: Actor, look_id: int) -> None:
    """Delete one's own, also from first pages that it is on."""
    actor.must(Permission.INSIGHT_READ)
    with work() as db:
        own = exists().where(look.c.id == look_at_home.c.look_id, look.c.account_id == _person(actor))
        db.execute(delete(look_at_home).where(look_at_home.c.look_id == look_id, own))
        _mine(db, _person(actor), look_id, delete(look))


def put_at_home(actor: Actor, look_id: int, *, there: bool = True) -> None:
    """Have it on one's first page, or no more."""
    actor.must(Permission.INSIGHT_READ)
    c, account_id = look_at_home.c, _person(actor)
    with work() as db:
        if db.execute(_seen(actor).where(look.c.id == look_id)).first() is None:
            raise NotFound("There is no such look any more.")
        db.execute(delete(look_at_home).where(c.account_id == account_id, c.look_id == look_id))
        if not there:
            return
        if db.execute(select(func.count()).where(c.account_id == account_id)).scalar_one() >= MOST_AT_HOME:
            raise NotNow(f"There are {MOST_AT_HOME} looks on your first page. Take one away first.")
        db.execute(insert(look_at_home).values(account_id=account_id, look_id=look_id))


def looks_for(actor: Actor, site_id: int | None) -> list[Look]:
    """What the monthly reports of a site, or of the group, tell besides: of people who answer for that place still."""
    actor.must(Permission.INSIGHT_READ, at=site_id)
    works = exists().where(account_site.c.account_id == account.c.id, account_site.c.site_id == site_id)
    there = account.c.every_site if site_id is None else and_(works, account.c.every_site.is_(False))
    told = and_(look.c.reported, account.c.disabled_at.is_(None), there)
    with reading() as db:
        rows = db.execute(_all(actor).where(told).order_by(look.c.id).limit(MOST_REPORTED)).mappings().all()
    return [_look(actor, row) for row in rows]


def _all(actor: Actor) -> Select[Any]:
    h = look_at_home.c
    there = exists().where(h.look_id == look.c.id, h.account_id == (actor.account_id or 0)).label("at_home")
    shown: Sequence[Any] = (look, account.c.name.label("whose"), there)
    return select(*shown).join(account, account.c.id == look.c.account_id)


def _seen(actor: Actor) -> Select[Any]:
    """One's own, and what people share who still work here: with everybody, or with those at the same sites."""
    c, place = look.c, account_site.c
    together = exists().where(place.account_id == account.c.id, place.site_id.in_(sorted(actor.sites)))
    near = and_(c.shared == Shared.SITES, or_(account.c.every_site, together))
    shared: ColumnElement[bool] = and_(account.c.disabled_at.is_(None), or_(c.shared == Shared.ALL, near))
    return _all(actor).where(or_(c.account_id == actor.account_id, shared))


def _look(actor: Actor, row: Any) -> Look:
    by = "" if row["account_id"] == actor.account_id else row["whose"]
    exploration = Exploration.of(row["address"])
    return Look(row["id"], row["name"], exploration, Shared(row["shared"]), by, row["at_home"], row["reported"])


def _must_be_reportable(db: Connection, actor: Actor, look_id: int) -> None:
    """Who sets what reports tell is who sets whom they go to."""
    actor.must(Permission.DISTRIBUTION_EDIT)
    c = look.c
    others = select(func.count()).where(c.account_id == actor.account_id, c.reported, c.id != look_id)
    if db.execute(others).scalar_one() >= MOST_REPORTED:
        raise NotNow(f"Reports tell {MOST_REPORTED} of your looks already. Take one out first.")


def _mine(db: Connection, account_id: int, look_id: int, change: Any) -> None:
    if not db.execute(change.where(look.c.id == look_id, look.c.account_id == account_id)).rowcount:
        raise NotFound("There is no such look of yours any more.")


def _free(db: Connection, account_id: int, name: str, besides: int = 0) -> str:
    """The name as it is kept, if none of the person's other looks has it."""
    name = field.line(name, most=60, least=1, what="The name")
    c = look.c
    others = db.execute(select(c.name).where(c.account_id == account_id, c.id != besides)).scalars()
    if name.casefold() in {each.casefold() for each in others}:
        raise Lacking({"name": f"You have a look called “{name}” already. Choose another name."})
    return name


def _person(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotNow("Only a person keeps looks of their own.")
    return actor.account_id
