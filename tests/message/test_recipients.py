"""Who is written to, and who is told in another way."""

from datetime import date

import pytest
from sqlalchemy import update

from core.channel import Channel
from core.directory import Contact, NewClinician, write_clinician
from core.message.recipients import Nobody, Recipient, Unreachable, choose, parties
from core.referral import Source
from core.work import reading, work
from data.tables import patient, site
from tests import make
from tests.referral.story import inbound, internal, outbound, step


def chosen(referral_id, audience):
    with reading() as db:
        return choose(parties(db, [referral_id])[referral_id], audience)


def rose(cast, **more):
    return make.patient("Rose Tyler", at=cast.leeds, email="rose@example.org", **more)


def clinician(provider_id, email):
    with work() as db:
        return write_clinician(db, NewClinician(name="Dr Shah", email=email), provider_id=provider_id)


def test_a_referring_clinician_comes_before_the_practice(cast):
    practice = make.provider("Pennine Dental", email="desk@example.org")
    it = inbound(cast, referrer_provider_id=practice, referrer_clinician_id=clinician(practice, "shah@example.org"))
    assert chosen(it, "referrer") == Recipient.by_mail("Dr Shah", "shah@example.org")


def test_a_contact_for_the_purpose_comes_before_the_general_address(cast):
    contacts = (
        Contact(purpose="accounts", name="", channel="email", address="money@example.org"),
        Contact(purpose="referrals", name="", channel="email", address="in@example.org"),
        Contact(purpose="reports", name="", channel="email", address="out@example.org"),
    )
    practice = make.provider("Pennine Dental", email="desk@example.org", contacts=contacts)
    assert chosen(inbound(cast, referrer_provider_id=practice), "referrer").ways[0][1] == "out@example.org"
    assert chosen(outbound(cast, recipient_provider_id=practice), "recipient").ways[0][1] == "in@example.org"


def test_a_practice_without_an_address_is_to_be_called(cast):
    practice = make.provider("Pennine Dental", email="", phone="+441134960123")
    found = chosen(inbound(cast, referrer_provider_id=practice), "referrer")
    assert found == Unreachable("Pennine Dental", "+441134960123", "has no e-mail address")


def test_a_patient_who_came_alone_has_no_referrer_to_thank(cast):
    assert isinstance(chosen(inbound(cast, source=Source.SELF, referrer_provider_id=None), "referrer"), Nobody)


def test_colleagues_are_written_to_at_their_site(cast):
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.york).values(email="york@example.org"))
        db.execute(update(site).where(site.c.id == cast.leeds).values(email="leeds@example.org"))
    it = internal(cast)
    assert chosen(it, "referrer") == Recipient.by_mail("York Dental", "york@example.org")
    assert chosen(it, "recipient") == chosen(it, "staff") == Recipient.by_mail("Leeds Dental", "leeds@example.org")


def test_a_patient_who_was_never_asked_or_agreed_is_written_to(cast):
    who = rose(cast)
    it = inbound(cast, patient_id=who)
    assert chosen(it, "patient") == Recipient.by_mail("Rose Tyler", "rose@example.org")
    make.say(cast.ana, who, Channel.EMAIL, True)
    assert chosen(it, "patient") == Recipient.by_mail("Rose Tyler", "rose@example.org")


def test_a_patient_who_said_no_is_to_be_called(cast):
    who = rose(cast)
    make.say(cast.ana, who, Channel.EMAIL, False)
    assert chosen(inbound(cast, patient_id=who), "patient") == Unreachable("Rose Tyler", "", "does not want e-mail")


def test_nobody_is_told_about_a_patient_who_died(cast):
    who = rose(cast)
    it = inbound(cast, patient_id=who)
    with work() as db:
        db.execute(update(patient).where(patient.c.id == who).values(died_on=date(2026, 3, 9)))
    assert isinstance(chosen(it, "patient"), Nobody)


def test_a_reason_that_stops_messages_stops_them(cast):
    it = inbound(cast, patient_id=rose(cast))
    step(cast.ana, it, "lose", reason="lose.declined_contact")
    assert isinstance(chosen(it, "patient"), Nobody)
    assert isinstance(chosen(it, "referrer"), Recipient)


@pytest.mark.parametrize("count", [1, 3])
def test_the_parties_of_many_referrals_are_found_in_one_statement(cast, count):
    ids = [outbound(cast, patient_id=make.patient(f"Ann {n}", at=cast.leeds)) for n in range(count)]
    with reading() as db:
        assert set(parties(db, ids)) == set(ids)
