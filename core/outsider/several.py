"""All open referrals of a practice that signed in, while its session stands and the directory has its address."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, or_, select, update

from core import clock, link
from core.directory import Specialty
from core.errors import NotFound
from core.link import Purpose
from core.outsider.coming import Guest, guest
from core.outsider.signing_in import practices
from core.outsider.words import STANDS
from core.people.token import hashed
from core.referral import Direction, Stage
from core.work import reading, work
from data.tables import link as held
from data.tables import patient, patient_name, referral, site

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One open referral in the list."""

    id: int
    reference: str
    patient: str
    specialty: str
    site: str
    received: bool
    sentence: str
    since: str


@dataclass(frozen=True, slots=True)
class Several:
    """What somebody who signed in sees: who they are, and their open referrals, what waits longest first."""

    name: str
    address: str
    lines: tuple[Line, ...]
    more: bool


def several(token: str, address: str = "") -> Several:
    """The list behind a session."""
    opened = link.opened(token, Purpose.PROVIDER_LIST, address)
    with reading() as db:
        known = db.execute(practices(opened.address)).all()
        rows = db.execute(_open({row.id for row in known}).limit(MOST + 1)).all()
    name = ", ".join(row.name for row in known) or opened.name
    return Several(name, opened.address, tuple(_line(row) for row in rows[:MOST]), len(rows) > MOST)


def came_back(token: str, referral_id: int, address: str = "") -> Guest:
    """Whoever signed in, as the party that they are to one of their referrals; of others nothing is said."""
    opened = link.opened(token, Purpose.PROVIDER_LIST, address)
    with reading() as db:
        mine = {row.id for row in db.execute(practices(opened.address))}
    found = guest(opened.id, referral_id, mine)
    if found is None:
        raise NotFound("There is no such referral of yours.")
    return found


def leave(token: str) -> None:
    """End the session; nothing is said of one that was over."""
    c = held.c
    with work() as db:
        mine = c.token_hash == hashed(token), c.purpose == Purpose.PROVIDER_LIST, c.withdrawn_at.is_(None)
        db.execute(update(held).where(*mine).values(withdrawn_at=clock.now()))


def _open(ids: set[int]) -> Any:
    c = referral.c
    to_them = and_(c.direction == Direction.OUTBOUND, c.recipient_provider_id.in_(ids))
    from_them = and_(c.direction == Direction.INBOUND, c.referrer_provider_id.in_(ids))
    columns = (c.id, c.reference, c.direction, c.specialty, c.stage, c.stage_since_at, patient_name.label("patient"))
    return (
        select(*columns, site.c.name.label("site"), site.c.time_zone)
        .join(patient, patient.c.id == c.patient_id)
        .join(site, site.c.id == c.site_id)
        .where(or_(to_them, from_them), c.closed_at.is_(None), c.may_share)
        .order_by(c.stage_since_at, c.id)
    )


def _line(row: Row[Any]) -> Line:
    received = row.direction == Direction.OUTBOUND
    return Line(
        id=row.id,
        reference=row.reference,
        patient=row.patient,
        specialty=Specialty(row.specialty).label,
        site=row.site,
        received=received,
        sentence=STANDS[Stage(row.stage)][0 if received else 1],
        since=clock.spoken(row.stage_since_at, row.time_zone).partition(",")[0],
    )
