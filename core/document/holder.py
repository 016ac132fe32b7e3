"""What documents belong to, and who may see or add them there: one row for each kind of holder."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select, true

from core.access import Actor, at_my_sites, my_patients, my_referrals
from core.access import Permission as P
from core.audit import About
from core.document.model import HOLDERS, Holder
from core.errors import NotAllowed, NotFound
from data.tables import arrival, document, draft, patient, provider, referral


@dataclass(frozen=True, slots=True)
class Place:
    """`mine` limits its rows to the actor's; any of `add` lets somebody add there."""

    table: Table
    read: P
    add: tuple[P, ...]
    mine: Callable[[Actor], ColumnElement[bool]]

    @property
    def subject(self) -> str:
        """As the audit calls it."""
        return self.table.name


def _my_arrivals(actor: Actor) -> ColumnElement[bool]:
    return at_my_sites(actor, arrival.c.site_id)


def _my_drafts(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.internal else draft.c.account_id == actor.account_id


def _everybodys(_actor: Actor) -> ColumnElement[bool]:
    return true()


PLACES = {
    "referral_id": Place(referral, P.REFERRAL_READ, (P.REFERRAL_HANDLE,), my_referrals),
    "arrival_id": Place(arrival, P.INTAKE_HANDLE, (P.INTAKE_HANDLE,), _my_arrivals),
    "draft_id": Place(draft, P.REFERRAL_CREATE, (P.REFERRAL_CREATE,), _my_drafts),
    "patient_id": Place(patient, P.PATIENT_READ, (P.PATIENT_EDIT,), my_patients),
    "provider_id": Place(provider, P.DIRECTORY_READ, (P.DIRECTORY_EDIT, P.DIRECTORY_PROPOSE), _everybodys),
}


def about(db: Connection, actor: Actor, holder: Holder) -> About:
    """Whose timeline it is, if the actor may see it; NotFound outside their sites."""
    actor.must(PLACES[holder.column].read)
    return _whose(db, actor, holder)


def _whose(db: Connection, actor: Actor, holder: Holder) -> About:
    place = PLACES[holder.column]
    c = place.table.c
    row = db.execute(select(place.table).where(c.id == holder.id, place.mine(actor))).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no such {place.subject} at your sites.")
    patient_id = holder.patient_id or row.get("patient_id")
    return About(place.subject, holder.id, row.get("site_id") or holder.site_id, patient_id)


def bringing(db: Connection, actor: Actor, holder: Holder) -> About:
    """The same for whoever adds a document. Somebody outside adds to what they came about, and sees none there."""
    if actor.outside and holder.referral_id == actor.outside.referral_id:
        return _whose(db, actor, holder)
    must_add(actor, holder)
    return about(db, actor, holder)


def must_add(actor: Actor, holder: Holder) -> None:
    """Refuse whoever may only look."""
    if not any(actor.may(permission) for permission in PLACES[holder.column].add):
        raise NotAllowed("Your role does not allow adding documents here. Ask your practice manager if you need it.")


def holder_of(row: Any) -> Holder:
    """What a document belongs to: of one that was handed on, the last that it was handed to."""
    name = next(name for name in HOLDERS if row[name] is not None)
    return Holder(**{name: row[name], "site_id": row["site_id"]})


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """All but a provider's documents that another site has for itself."""
    c = document.c
    return or_(c.provider_id.is_(None), c.site_id.is_(None), at_my_sites(actor, c.site_id))
