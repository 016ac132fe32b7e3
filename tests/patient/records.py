"""Short ways to records that are merged, and to every row there is."""

from sqlalchemy import insert, select, update

from core import clock, document, patient
from core.access import machine
from core.audit import About
from core.channel import AGREED
from core.document import Holder
from core.paper import Paper
from core.patient import NewPatient
from core.task import Opening, open_task
from core.work import reading, work
from data.tables import arrival, message, metadata, patient_contact, referral
from data.tables import document as documents
from data.tables import patient as table
from data.tables import task as tasks
from tests import make
from tests.document.papers import radiograph
from tests.referral import story

HISTORY = {"event", "event_text", "pending", "patient_read", "patient_double", "patient_merge"}
COUNTED = {"patient": {"version", "changed_at"}}
"""That something was done to a record twice may be seen."""
SMITH = {"given_name": "Rose", "family_name": "Smith", "phone": "07700 900001", "email": "rose@example.org"}
SMYTH = {"given_name": "Rosie", "family_name": "Smyth", "phone": "07700 900002", "postcode": "LS1 4AB"}


def register(cast, told, by=None, at=None, **more):
    return patient.register(by or cast.ana, NewPatient(born_on=make.BORN, **(told | more)), at or cast.leeds)


def merge(actor, kept, gone, choices=(), reason=""):
    return patient.merge(actor, kept, gone, patient.preview(actor, kept, gone).versions, dict(choices), reason)


def rows():
    """Every row of every table but the history, by table and key; without what a merge may leave behind."""
    found = {}
    with reading() as db:
        for each in metadata.sorted_tables:
            if each.name not in HISTORY:
                columns = [column for column in each.c if column.name not in COUNTED.get(each.name, ())]
                keyed = db.execute(select(*columns).order_by(*each.primary_key.columns)).all()
                found[each.name] = [tuple(row) for row in keyed]
    return found


def belongings(cast, patient_id):
    """One of each thing that a patient may have; the columns that say whose they are."""
    referral_id = story.inbound(cast, patient_id=patient_id)
    paper = document.add(cast.ana, radiograph(), Holder(patient_id=patient_id, site_id=cast.leeds), Paper.RADIOGRAPH)
    now, about = clock.now(), About("patient", patient_id, cast.leeds, patient_id)
    letter = {"key": "k", "subject": "patient", "subject_id": patient_id, "site_id": cast.leeds, "rule": "r",
              "patient_id": patient_id, "template": "t", "audience": "patient", "channel": "email", "to_name": "Rosie",
              "to_address": "r@example.org", "headline": "h", "body": "b", "mail_id": "m", "state": "waiting",
              "created_at": now, "due_at": now}  # fmt: skip
    came = {"key": "a", "site_id": cast.leeds, "channel": "letter", "state": "waiting", "urgency": "routine",
            "headline": "h", "original": "o", "said": {}, "patient_id": patient_id, "received_at": now,
            "recorded_at": now, "due_at": now}  # fmt: skip
    with work() as db:
        todo = open_task(db, machine("test"), Opening("k", "follow_up", "Ring them", about, now))
        mail = db.execute(insert(message).values(letter).returning(message.c.id)).scalar_one()
        came_id = db.execute(insert(arrival).values(came).returning(arrival.c.id)).scalar_one()
    return [(referral.c.patient_id, referral_id), (documents.c.patient_id, paper), (tasks.c.patient_id, todo),
            (tasks.c.subject_id, todo), (message.c.patient_id, mail), (message.c.subject_id, mail),
            (arrival.c.patient_id, came_id)]  # fmt: skip


def owners(things):
    with reading() as db:
        return {db.execute(select(column).where(column.table.c.id == row)).scalar_one() for column, row in things}


def somebody(cast, dice):
    """With whatever a patient may have."""
    told = {"given_name": dice.choice(("Rose", "", "Ann")), "family_name": dice.choice(("Smith", "Smyth")),
            "title": dice.choice(("", "Mrs", "Dr")), "sex": dice.choice(("", "female")),
            "town": dice.choice(("", "Leeds")), "postcode": dice.choice(("", "LS1 4AB", "YO1 7HH")),
            "phone": dice.choice(("", "07700 900001", "07700 900002")),
            "email": dice.choice(("", "a@example.org", "b@example.org"))}  # fmt: skip
    consents = {way: dice.random() < 0.5 for way in AGREED if dice.random() < 0.6}
    new = NewPatient(one_name=not told["given_name"], born_on=make.BORN, consents=consents, **told)
    patient_id = patient.register(cast.ana, new, dice.choice((cast.leeds, cast.york)))
    if dice.random() < 0.5:
        extra = {"patient_id": patient_id, "channel": "phone", "address": "+441134960123", "preferred": False}
        with work() as db:
            db.execute(insert(patient_contact).values(extra))
            db.execute(
                update(table)
                .where(table.c.id == patient_id)
                .values(search=table.c.search + " 441134960123 01134960123")
            )
    for specialty in dice.sample(("endodontics", "implant", "oral_surgery"), dice.randrange(3)):
        story.inbound(cast, patient_id=patient_id, specialty=specialty)
    return patient_id
