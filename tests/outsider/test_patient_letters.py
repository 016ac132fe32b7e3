"""Letters to patients lead to their page as they leave; nothing that is kept or shown here does."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import link, message
from core.errors import NotFound, NotNow
from core.link import Purpose
from core.rule.react import react
from core.work import reading, work
from data.tables import link as kept
from data.tables import message as outbox
from data.tables import patient as people
from tests import make
from tests.link.hold import handed_to_patient
from tests.referral.story import booked, inbound, outbound

PAGE = "/p/:patient"


def drained():
    while react():
        pass


def told(number, template):
    """A message to the patient as the outbox has it."""
    drained()
    with reading() as db:
        wanted = select(outbox).where(outbox.c.subject_id == number, outbox.c.template == template)
        return db.execute(wanted).one()


def test_a_booking_tells_the_patient_and_leads_to_their_page(cast, today, clock):
    number = inbound(cast, patient_id=make.patient("Iris Okafor", at=cast.leeds, email="iris@example.org"))
    booked(cast, number, days=5)
    row = told(number, "booked-patient")
    assert f"See or change my appointment: {link.place(Purpose.PATIENT)}" in row.body
    assert PAGE in row.body_html
    (letter,) = [one.letter for one in message.claim("maildir", 10, timedelta(minutes=1)) if one.id == row.id]
    token = letter.text.partition("/p/")[2].split()[0]
    found = link.standing(token, Purpose.PATIENT)
    assert (found.subject_id, found.audience, found.name) == (number, "patient", "Iris Okafor")
    assert len(token) == 22, "128 bits, so that it fits into a text message"
    with reading() as db:
        rows = str(db.execute(select(outbox)).all() + db.execute(select(kept)).all())
    assert token not in rows
    assert token not in str(message.preview(cast.ana, row.id))


def test_without_a_date_of_birth_it_asks_to_call_and_promises_no_page(cast, today):
    number = outbound(cast, patient_id=make.patient("Tom O'Brien", at=cast.leeds, email="tom@example.org"))
    with work() as db:
        db.execute(update(people).values(born_on=None))
    assert PAGE not in told(number, "sent-patient").body


def test_a_practice_gets_no_link_of_the_patients_and_a_patient_none_of_theirs(cast, today):
    number = outbound(cast, patient_id=make.patient("Tom O'Brien", at=cast.leeds, email="tom@example.org"))
    assert PAGE in told(number, "sent-patient").body
    assert PAGE not in told(number, "sent-recipient").body


def test_dev_hands_over_and_withdraws_no_link_of_a_patient_of_leeds(cast, today):
    number = inbound(cast)
    handed_to_patient(cast, number)
    (held,) = link.of_referral(cast.ana, number).links
    assert held.purpose is Purpose.PATIENT
    for forbidden in (
        lambda: link.make(cast.dev, number, Purpose.PATIENT),
        lambda: link.withdraw(cast.dev, number, held.id),
        lambda: link.of_referral(cast.dev, number),
    ):
        with pytest.raises(NotFound):
            forbidden()


def test_nobody_hands_a_link_to_whoever_has_died(cast, today):
    number = inbound(cast)
    with work() as db:
        db.execute(update(people).values(died_on=make.BORN))
    with pytest.raises(NotNow, match="has died"):
        link.make(cast.ana, number, Purpose.PATIENT)
