"""A text is tried with real referrals of one's own sites; nothing is sent, and that they were read is kept."""

import pytest
from sqlalchemy import func, select

from core import audit
from core.errors import NotAllowed, NotFound
from core.rule.proofs import candidates, proof, sending
from core.text.draft import Draft
from core.text.place import Place
from core.text.shipped import shipped
from core.text.trying import lacking, tried
from core.work import reading
from data.tables import message
from tests import make
from tests.referral.story import booked, inbound
from tests.text.write import BOOKED

pytestmark = pytest.mark.usefixtures("today")
SHIPPED = Draft(shipped()[BOOKED, "en"].headline, shipped()[BOOKED, "en"].body)


def test_a_text_is_tried_with_a_real_referral_and_that_it_was_read_is_kept(cast):
    who = make.patient("Zofia Nowak", at=cast.leeds, title="Ms")
    it = inbound(cast, patient_id=who)
    booked(cast, it, days=3)
    (found,) = candidates(cast.mia, BOOKED, cast.leeds)
    assert (found.referral_id, found.patient) == (it, "Zofia Nowak")
    example = proof(cast.mia, BOOKED, it)
    assert lacking(Place(BOOKED).purpose, example.words) == ()
    done = tried(Place(BOOKED, cast.leeds), SHIPPED, example)
    assert done.headline == "Your appointment on Friday 13 March"
    assert done.text.startswith("Dear Ms Nowak,")
    assert audit.patient_reads(cast.mia, who)[0].name == "Mia Lund"
    with reading() as db:
        assert db.execute(select(func.count()).select_from(message)).scalar_one() == 0, "nothing was sent"


def test_what_a_referral_does_not_have_is_said_and_an_example_stands_for_it(cast):
    it = inbound(cast)
    example = proof(cast.mia, BOOKED, it)
    assert lacking(Place(BOOKED).purpose, example.words) == ("Day and time of the visit", "Day of the visit")
    assert "Tuesday 24 November at 14:30" in tried(Place(BOOKED, cast.leeds), SHIPPED, example).text


def test_nobody_tries_a_text_with_another_sites_patient(cast):
    it = inbound(cast)
    booked(cast, it, days=3)
    for actor in (cast.dev, cast.ana):
        with pytest.raises(NotAllowed):
            proof(actor, BOOKED, it)
        with pytest.raises(NotAllowed):
            candidates(actor, BOOKED, cast.hull)
    with pytest.raises(NotAllowed):
        candidates(cast.mia, BOOKED, cast.hull)
    with pytest.raises(NotFound):
        proof(cast.cleo, BOOKED, it)
    assert candidates(cast.cleo, BOOKED, None) == [], "whoever operates the group reads no records"
    assert candidates(cast.mia, "edition", None) == []


def test_the_rules_that_send_a_text_are_known(cast):
    assert [one.name for one in sending(cast.mia, BOOKED)] == ["booked-patient"]
    assert [one.name for one in sending(cast.mia, "outcome-referrer")] == ["outcome-referrer", "visit-referrer"]
    assert sending(cast.mia, "book-patient") == []
    with pytest.raises(NotAllowed):
        sending(cast.dev, BOOKED)
