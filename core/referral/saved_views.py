"""Saved views: a list as somebody likes to see it, kept under a name and perhaps offered to the same sites."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, or_, select, update

from core import clock, field
from core.access import Actor, Permission
from core.errors import Lacking, NotFound, NotNow
from core.referral.wanted import Wanted
from core.work import reading, work
from data.tables import account, account_site, saved_view

MOST = 30
"""A person keeps no more than this: they stand side by side."""


@dataclass(frozen=True, slots=True)
class View:
    """What is wanted, the codes of its columns (none: the usual ones), and whose it is where it is not one's own."""

    id: int
    name: str
    wanted: Wanted
    columns: tuple[str, ...]
    shared: bool
    by: str


def views(actor: Actor) -> list[View]:
    """One's own by name, then what people of the same sites share."""
    actor.must(Permission.REFERRAL_READ)
    c, mine = saved_view.c, saved_view.c.account_id == actor.account_id
    wanted = (
        select(c.id, c.name, c.query, c.columns, c.shared, c.account_id, account.c.name.label("by"))
        .join(account, account.c.id == c.account_id)
        .where(or_(mine, _offered(actor)))
        .order_by(mine.desc(), func.lower(c.name), c.id)
    )
    with reading() as db:
        return [_view(actor, row) for row in db.execute(wanted)]


def keep_view(actor: Actor, name: str, wanted: Wanted, columns: Sequence[str] = (), *, shared: bool = False) -> int:
    """Keep a list under a name; its id."""
    actor.must(Permission.REFERRAL_READ)
    row = {"account_id": _person(actor), "query": _spelt(wanted), "columns": list(columns), "shared": shared}
    with work() as db:
        name = _free(db, actor, name)
        mine = select(func.count()).where(saved_view.c.account_id == actor.account_id)
        if db.execute(mine).scalar_one() >= MOST:
            raise NotNow(f"You have {MOST} views. Delete one that you no longer need first.")
        added = insert(saved_view).values(**row, name=name, saved_at=clock.now()).returning(saved_view.c.id)
        return int(db.execute(added).scalar_one())


def change_view(actor: Actor, view_id: int, name: str, *, shared: bool) -> None:
    """Call one's own view something else, offer it to the same sites or keep it to oneself."""
    actor.must(Permission.REFERRAL_READ)
    with work() as db:
        name = _free(db, actor, name, view_id)
        _mine(db, actor, view_id, update(saved_view).values(name=name, shared=shared, saved_at=clock.now()))


def renew_view(actor: Actor, view_id: int, wanted: Wanted, columns: Sequence[str] = ()) -> None:
    """Let one's own view be what is on the screen now."""
    actor.must(Permission.REFERRAL_READ)
    values = {"query": _spelt(wanted), "columns": list(columns), "saved_at": clock.now()}
    with work() as db:
        _mine(db, actor, view_id, update(saved_view).values(**values))


def drop_view(actor: Actor, view_id: int) -> None:
    """Delete one's own view; the referrals in it stay."""
    actor.must(Permission.REFERRAL_READ)
    with work() as db:
        _mine(db, actor, view_id, saved_view.delete())


def _mine(db: Connection, actor: Actor, view_id: int, change: Any) -> None:
    own = and_(saved_view.c.id == view_id, saved_view.c.account_id == _person(actor))
    if not db.execute(change.where(own)).rowcount:
        raise NotFound("There is no such view of yours any more.")


def _free(db: Connection, actor: Actor, name: str, besides: int = 0) -> str:
    """The name as it is kept, if none of the person's other views has it."""
    name = field.line(name, most=40, least=1, what="The name of the view")
    c = saved_view.c
    taken = select(c.id).where(c.account_id == _person(actor), func.lower(c.name) == name.lower(), c.id != besides)
    if db.execute(taken).first():
        raise Lacking({"name": f"You have a view called “{name}” already. Choose another name."})
    return name


def _offered(actor: Actor) -> ColumnElement[bool]:
    """Shared by somebody who still works here, at one of the actor's sites."""
    place = account_site.c
    together = exists().where(place.account_id == account.c.id, place.site_id.in_(sorted(actor.sites)))
    return and_(saved_view.c.shared, account.c.disabled_at.is_(None), or_(account.c.every_site, together))


def _person(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotNow("Only a person has views of their own.")
    return actor.account_id


def _spelt(wanted: Wanted) -> str:
    return urlencode(wanted.spelt)


def _view(actor: Actor, row: Any) -> View:
    by = "" if row.account_id == actor.account_id else row.by
    return View(row.id, row.name, Wanted.read(dict(parse_qsl(row.query))), tuple(row.columns), row.shared, by)
