"""What staff do about links: hand over a new one, and withdraw one that is out."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, insert, select, update

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import NotNow
from core.link.party import held_about, party
from core.link.place import address
from core.link.purpose import TERMS, Purpose
from core.link.token import columns, token
from core.referral.current import Current, current
from core.work import work
from data.tables import link, patient, patient_name, provider, push_subscription, referral

DIED = "The patient has died, so there is nobody to hand a link to."
UNBORN = "Note the patient’s date of birth first: their page asks for it before it shows anything."
ALONE = "There is no practice outside that could use a link to this referral."
UNSHARED = "The patient does not agree that the practices share this, so nobody outside gets a link. Telephone instead."


def make(actor: Actor, referral_id: int, purpose: Purpose = Purpose.PROVIDER) -> str:
    """A new link for the practice outside or the patient, to copy and hand over: its address, which is shown once."""
    with work() as db:
        now = current(db, actor, referral_id, None)
        actor.must(Permission.REFERRAL_HANDLE, at=now.site_id)
        practice, audience, name = _HOLDER[purpose](db, now)
        made, secret = clock.now(), columns(purpose)
        whose = {"subject": "referral", "subject_id": now.id, "audience": audience, "provider_id": practice}
        times = {"made_at": made, "ends_at": made + TERMS[purpose].good_for}
        row = insert(link).values(**secret, **whose, **times, name=name, made_by=actor.ref)
        number = db.execute(row.returning(link.c.id)).scalar_one()
        record(db, actor, Kind.LINK_MADE, now.about, {"link": number}, name=name)
    return address(purpose, token(purpose, secret["salt"]))


def withdraw(actor: Actor, referral_id: int, link_id: int) -> None:
    """Let a link open nothing any more: one about this referral, or one by which its practice sees all of its own."""
    c = link.c
    with work() as db:
        now = current(db, actor, referral_id, None)
        actor.must(Permission.REFERRAL_HANDLE, at=now.site_id)
        good = c.id == link_id, held_about(now), c.withdrawn_at.is_(None), c.ends_at > clock.now()
        ended = update(link).where(*good).values(withdrawn_at=clock.now()).returning(c.name)
        name = db.execute(ended).scalar_one_or_none()
        if name is None:
            raise NotNow("There is no link here that could still be used.")
        record(db, actor, Kind.LINK_WITHDRAWN, now.about, {"link": link_id}, name=name)
        _end_telephones(db, actor, link_id)


def _end_telephones(db: Connection, actor: Actor, link_id: int) -> None:
    """Whoever should not have had the link is shown no messages that they asked for by it."""
    c = push_subscription.c
    asked = update(push_subscription).where(c.link_id == link_id, c.gone_at.is_(None)).values(gone_at=clock.now())
    for row in db.execute(asked.returning(c.id, c.patient_id, c.label)).all():
        about = About("patient", row.patient_id, None, row.patient_id)
        record(db, actor, Kind.DEVICE_ENDED, about, {"device": row.id}, label=row.label)


def _outside(db: Connection, now: Current) -> tuple[int, str, str]:
    """The practice, which party it is, and its name."""
    outside = party(now)
    if outside is None:
        raise NotNow(ALONE)
    shared = select(referral.c.may_share, provider.c.name).join(provider, provider.c.id == outside[0])
    row = db.execute(shared.where(referral.c.id == now.id)).one()
    if not row.may_share:
        raise NotNow(UNSHARED)
    return *outside, row.name


def _patient(db: Connection, now: Current) -> tuple[None, str, str]:
    """The patient, who can say when they were born."""
    c = patient.c
    row = db.execute(select(c.died_on, c.born_on, patient_name.label("name")).where(c.id == now.patient_id)).one()
    if row.died_on or not row.born_on:
        raise NotNow(DIED if row.died_on else UNBORN)
    return None, "patient", row.name


_HOLDER: Mapping[Purpose, Callable[[Connection, Current], tuple[int | None, str, str]]] = {
    Purpose.PROVIDER: _outside,
    Purpose.PATIENT: _patient,
}
"""Whom a person may hand a link to, and as which party."""
