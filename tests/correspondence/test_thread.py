"""What went out and what came in, as one: in order, page by page, and only at one's sites."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import insert, select

from core import correspondence
from core.audit import Kind
from core.channel import Channel
from core.correspondence import Direction, Wanted
from core.errors import NotAllowed, NotFound
from core.work import reading, work
from data.tables import event, message, patient_site
from tests.conversation.hear import note
from tests.correspondence.write import MAIL, iris, send
from tests.message.write import row
from tests.referral.story import only_at

pytestmark = pytest.mark.usefixtures("today")


def make_known(cast, patient_id):
    """Hull knows the patient too: somebody who coordinates there alone."""
    with work() as db:
        db.execute(insert(patient_site).values(patient_id=patient_id, site_id=cast.hull))
    return only_at(cast.ana, [cast.hull])


def answered(cast, referral_id, clock):
    """Ana writes, Iris answers; the patient's id."""
    sent = row(send(cast.ana, referral_id))
    clock.forward(minutes=5)
    note("Tuesday suits me.", from_address=MAIL, references=(sent.mail_id,), headline="Re: A question")
    return sent.patient_id


def told(said):
    return [(one.answer.said if one.answer else one.line.headline) for one in said]


def test_a_message_and_its_answer_stand_in_one_thread(cast, clock):
    number = iris(cast)
    answered(cast, number, clock)
    assert told(correspondence.of_referral(cast.ana, number))[:2] == ["Tuesday suits me.", "A question"]
    assert correspondence.of_referral(cast.dev, number) == []


def test_a_patients_log_tells_all_of_their_referrals_page_by_page(cast, clock):
    first = iris(cast)
    patient_id = answered(cast, first, clock)
    second = iris(cast, patient=patient_id)
    for n in range(5):
        clock.forward(minutes=1)
        send(cast.ana, second, headline=f"Number {n}")
    seen, after = [], None
    for _ in range(3):
        page = correspondence.of_patient(cast.ana, patient_id, Wanted(), after, limit=3)
        seen, after = [*seen, *told(page.said)], page.after
    assert after is None
    assert seen == [*(f"Number {n}" for n in range(4, -1, -1)), "Tuesday suits me.", "A question"]


def test_a_log_is_narrowed_by_channel_and_direction(cast, clock):
    number = iris(cast)
    patient_id = answered(cast, number, clock)

    def asked(**wanted):
        return told(correspondence.of_patient(cast.ana, patient_id, Wanted(**wanted)).said)

    assert asked(direction=Direction.IN) == ["Tuesday suits me."]
    assert asked(direction=Direction.OUT) == ["A question"]
    assert asked(channel=Channel.SMS) == []
    assert len(asked(channel=Channel.EMAIL)) == 2


def test_another_site_sees_nothing_of_it(cast, clock):
    patient_id = answered(cast, iris(cast), clock)
    with pytest.raises(NotFound):
        correspondence.of_patient(cast.dev, patient_id, Wanted())
    both = make_known(cast, patient_id)
    assert correspondence.of_patient(both, patient_id, Wanted()).said == []
    with pytest.raises(NotAllowed):
        correspondence.of_patient(cast.adam, patient_id, Wanted())


def test_a_long_log_turns_its_pages_quickly(cast, clock):
    patient_id = answered(cast, iris(cast), clock)
    with work() as db:
        one = dict(db.execute(select(message).limit(1)).mappings().one())
        one.pop("id")
        at = one["created_at"]
        several = [
            one | {"key": f"many:{n}", "mail_id": f"{n}@x", "created_at": at - timedelta(minutes=n)}
            for n in range(1, 10_001)
        ]
        for begin in range(0, 10_000, 500):
            db.execute(insert(message), several[begin : begin + 500])
    wanted = Wanted()
    after = (at - timedelta(minutes=5_000), 0)
    began = monotonic()
    page = correspondence.of_patient(cast.ana, patient_id, wanted, after)
    assert len(page.said) == 50
    assert page.said[0].at == at - timedelta(minutes=5_001)
    assert monotonic() - began < 1


def test_a_log_can_be_taken_along_by_who_may_and_that_is_kept(cast, clock):
    number = iris(cast)
    send(cast.ana, number, headline="=1+1")
    patient_id = answered(cast, number, clock)
    with correspondence.export(cast.ana, patient_id, Wanted()).content as file:
        rows = list(csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig")))
    assert [line[1] for line in rows[1:]] == ["Received", "Sent by us", "Sent by us"]
    assert rows[3][5] == "'=1+1"
    assert rows[2][8] == "Ana Costa"
    with reading() as db:
        taken = db.execute(select(event.c.facts).where(event.c.kind == Kind.MESSAGES_TAKEN)).scalar_one()
    assert taken["count"] == 3
    with pytest.raises(NotAllowed):
        correspondence.export(cast.ben, patient_id, Wanted())
    with pytest.raises(NotFound):
        correspondence.export(replace(cast.ana, sites=frozenset({cast.hull})), patient_id, Wanted())
