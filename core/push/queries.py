"""On which telephones a patient's messages are shown, and by which key telephones know this house."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from core.access import Actor, Permission, my_patients
from core.audit import About
from core.carrier.model import unseal
from core.errors import NotAllowed
from core.message.device import STANDS
from core.people.token import hashed
from core.push.model import Telephone
from core.webpush import public_key
from core.work import reading
from data.tables import carrier, patient, push_subscription, referral

WEB_PUSH = "web_push"
ONLY_PATIENTS = "Only patients choose on which telephone their messages are shown. Ask them to do it on their page."


def house_key(actor: Actor) -> str:
    """What the browser of a patient subscribes with; empty while nothing is sent to telephones."""
    with reading() as db:
        mine(db, actor)
        found = values(db)
    return public_key(found["key"]) if found else ""


def shown_here(actor: Actor, endpoint: str) -> bool:
    """Whether this browser shows the messages of the patient who asks."""
    c = push_subscription.c
    with reading() as db:
        about = mine(db, actor)
        same = c.patient_id == about.patient_id, c.endpoint_hash == hashed(endpoint), STANDS
        return db.execute(select(c.id).where(*same)).first() is not None


def of_patient(actor: Actor, patient_id: int) -> list[Telephone]:
    """Those of a patient of the actor's sites, the newest first."""
    actor.must(Permission.PATIENT_READ)
    c = push_subscription.c
    wanted = select(c.id, c.label, c.since_at, c.shown_at).join(patient, patient.c.id == c.patient_id)
    theirs = wanted.where(c.patient_id == patient_id, STANDS, my_patients(actor)).order_by(c.id.desc())
    with reading() as db:
        return [Telephone(*row) for row in db.execute(theirs)]


def mine(db: Connection, actor: Actor) -> About:
    """The patient who came by a link of their own; nobody else speaks for their telephone."""
    if actor.outside is None or actor.outside.audience != "patient":
        raise NotAllowed(ONLY_PATIENTS)
    c = referral.c
    row = db.execute(select(c.site_id, c.patient_id).where(c.id == actor.outside.referral_id)).one()
    return About("patient", row.patient_id, row.site_id, row.patient_id)


def values(db: Connection) -> Mapping[str, str] | None:
    """What web push is set up with, while it carries."""
    sealed = select(carrier.c.sealed).where(carrier.c.name == WEB_PUSH, carrier.c.active)
    row = db.execute(sealed).scalar_one_or_none()
    return None if row is None else unseal(row)
