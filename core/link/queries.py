"""Who outside holds a link to a referral, since when, and whether they have used it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from core import clock
from core.access import Actor, Permission, my_referrals
from core.errors import NotFound
from core.link.party import held_about, party
from core.link.purpose import Purpose
from core.referral.current import READ, Current
from core.work import reading
from data.tables import link, patient, referral


@dataclass(frozen=True, slots=True)
class Held:
    """One link that somebody holds. `address` is empty where it was handed over by a person."""

    id: int
    purpose: Purpose
    name: str
    address: str
    made_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    used_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def good(self) -> bool:
        """Whether it still opens anything."""
        return self.withdrawn_at is None and self.ends_at > clock.now()


@dataclass(frozen=True, slots=True)
class Holders:
    """The links to a referral, newest first, and for which purposes a new one can be made."""

    links: tuple[Held, ...]
    may_make: tuple[Purpose, ...]


_COLUMNS = [link.c[name] for name in Held.__slots__]


def of_referral(actor: Actor, referral_id: int) -> Holders:
    """The links about a referral, and those by which its practice sees all of its own; of nobody at other sites."""
    actor.must(Permission.REFERRAL_READ)
    c = referral.c
    with reading() as db:
        theirs = and_(patient.c.id == c.patient_id, patient.c.died_on.is_(None), patient.c.born_on.is_not(None))
        shown = select(*READ, c.may_share, patient.c.id.label("asked")).outerjoin(patient, theirs)
        shown = shown.where(c.id == referral_id, my_referrals(actor))
        row = db.execute(shown).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such referral at your sites.")
        now = Current.of(dict(row))
        rows = db.execute(select(*_COLUMNS).where(held_about(now)).order_by(link.c.id.desc())).mappings().all()
    open_to = {Purpose.PROVIDER: party(now) is not None and row["may_share"], Purpose.PATIENT: row["asked"] is not None}
    may = actor.may(Permission.REFERRAL_HANDLE, at=now.site_id)
    may_make = tuple(purpose for purpose, whether in open_to.items() if whether and may)
    return Holders(tuple(Held(**dict(each) | {"purpose": Purpose(each["purpose"])}) for each in rows), may_make)
