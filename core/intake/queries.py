"""What waits in the intake: the list, how much of it, and one arrival with its original."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.audit import About, note_read
from core.errors import NotFound
from core.intake.model import PRESSING, Arrival, CameBy, Held, Row, State
from core.intake.receive import agreed_to, restored
from core.referral import Urgency
from core.work import reading
from data.tables import account, arrival, reason, referral, site

SHOWN = 100
WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to show: `state` as the tabs call it, `owner` is me, pool or an account's id."""

    state: str = WAITING
    site: int | None = None
    owner: str = ""
    channel: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait to be looked at: those that are pressing, and the others."""

    pressing: int
    others: int

    @property
    def all(self) -> int:
        """What stands beside the page's name."""
        return self.pressing + self.others


def inbox(actor: Actor, wanted: Wanted) -> list[Row]:
    """The most pressing first, then by what is due; of those that are settled, the latest."""
    actor.must(Permission.INTAKE_HANDLE)
    c = arrival.c
    settled = wanted.state in {State.ACCEPTED, State.REJECTED}
    order = [c.settled_at.desc(), c.id.desc()] if settled else [_rank(), c.due_at, c.id]
    rows = _rows().where(at_my_sites(actor, c.site_id), *_asked(actor, wanted), _in(wanted.state))
    with reading() as db:
        return [_row(row) for row in db.execute(rows.order_by(*order).limit(SHOWN))]


def counts(actor: Actor, wanted: Wanted) -> dict[str, int]:
    """How many of what is open wait to be looked at, for an answer, and held back, with the same filters."""
    actor.must(Permission.INTAKE_HANDLE)
    asked = [at_my_sites(actor, arrival.c.site_id), _open(), *_asked(actor, wanted)]
    numbers = [func.count().filter(_in(state)) for state in (WAITING, State.ASKED, State.HELD)]
    with reading() as db:
        row = db.execute(select(*numbers).select_from(arrival).where(*asked)).one()
    return {WAITING: row[0], State.ASKED: row[1], State.HELD: row[2]}


def waiting(actor: Actor) -> Waiting:
    """How many wait to be looked at: as many as the page lists."""
    actor.must(Permission.INTAKE_HANDLE)
    c = arrival.c
    pressing = c.urgency.in_(PRESSING)
    numbers = select(func.count().filter(pressing), func.count().filter(~pressing)).select_from(arrival)
    with reading() as db:
        row = db.execute(numbers.where(at_my_sites(actor, c.site_id), _in(WAITING))).one()
        return Waiting(row[0], row[1])


def one(actor: Actor, arrival_id: int) -> Arrival:
    """One arrival with its original; where it is about a known patient, that it was read is kept."""
    actor.must(Permission.INTAKE_HANDLE)
    wanted = _whole().where(arrival.c.id == arrival_id, at_my_sites(actor, arrival.c.site_id))
    with reading() as db:
        row = db.execute(wanted).mappings().one_or_none()
    if row is None:
        raise NotFound("There is nothing like this in the intake of your sites.")
    note_read(actor, About("arrival", row["id"], row["site_id"], row["patient_id"]))
    codes = {"channel": CameBy(row["channel"]), "state": State(row["state"]), "urgency": Urgency(row["urgency"])}
    read = {"said": restored(row["said"]), "held": _held(row["held"]), "agreed": agreed_to(row["agreed"])}
    return Arrival(**dict(row) | codes | read)


def _open() -> ColumnElement[bool]:
    return arrival.c.settled_at.is_(None)


def _in(state: str) -> ColumnElement[bool]:
    """Asked too long counts as waiting again; so does what is held back only because it proved nothing."""
    c = arrival.c
    late = and_(c.state == State.ASKED, c.due_at <= clock.now())
    if state == WAITING:
        unproven = and_(c.state == State.HELD, c.held == Held.NOT_PROVEN)
        return and_(_open(), or_(c.state == State.WAITING, late, unproven))
    if state == State.ASKED:
        return and_(_open(), c.state == State.ASKED, c.due_at > clock.now())
    if state == State.HELD:
        return and_(_open(), c.state == State.HELD)
    return and_(c.settled_at.is_not(None), c.state == state)


def _asked(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    c = arrival.c
    conditions = [column == value for column, value in ((c.site_id, wanted.site), (c.channel, wanted.channel)) if value]
    if wanted.urgency:
        pressing = c.urgency.in_(PRESSING)
        conditions.append(pressing if wanted.urgency == "pressing" else ~pressing)
    if wanted.owner == "pool":
        conditions.append(c.owner_id.is_(None))
    elif wanted.owner:
        conditions.append(c.owner_id == (actor.account_id if wanted.owner == "me" else int(wanted.owner)))
    return conditions


def _rank() -> ColumnElement[int]:
    return case((arrival.c.urgency == Urgency.SUSPECTED_CANCER, 0), (arrival.c.urgency == Urgency.URGENT, 1), else_=2)


def _beside() -> dict[str, Any]:
    return {
        "site": site.c.name,
        "zone": site.c.time_zone,
        "owner": func.coalesce(account.c.name, ""),
        "reference": func.coalesce(referral.c.reference, ""),
        "reason": func.coalesce(reason.c.label, ""),
    }


def _select(names: Iterable[str]) -> Any:
    shown, c = _beside(), arrival.c
    columns = [shown[name].label(name) if name in shown else c[name] for name in names]
    return (
        select(*columns)
        .join(site, site.c.id == c.site_id)
        .outerjoin(account, account.c.id == c.owner_id)
        .outerjoin(referral, referral.c.id == c.referral_id)
        .outerjoin(reason, reason.c.id == c.reason_id)
    )


def _rows() -> Any:
    return _select([*(name for name in Row.__slots__ if name != "specialty"), "said"])


def _whole() -> Any:
    return _select(Arrival.__slots__)


def _row(row: Any) -> Row:
    read = restored(row.said)
    known = {name: getattr(row, name) for name in Row.__slots__ if name != "specialty"}
    codes = {"channel": CameBy(row.channel), "state": State(row.state), "urgency": Urgency(row.urgency)}
    held = {"held": _held(row.held) if row.state == State.HELD else None}
    return Row(**known | codes | held | {"specialty": read["specialty"].value if "specialty" in read else ""})


def _held(code: str) -> Held | None:
    return Held(code) if code else None
