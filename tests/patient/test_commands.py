"""Patients are registered, corrected, asked for consent; what two people do at once is not lost."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from core import patient
from core.channel import USUAL, Channel, order, spoken_order
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound
from core.patient import NewPatient
from core.work import reading, work
from data.tables import event
from tests import make

ROSE = NewPatient(
    given_name="Rose",
    family_name="O'Brien",
    born_on=date(1961, 5, 23),
    nhs_number="999 000 0018",
    phone="07700 900123",
    email="rose@example.org",
    postcode="ls1 4ab",
    consents={Channel.EMAIL: True},
)


def changed(before, **values):
    told = {name: getattr(before, name) for name in NewPatient.__slots__}
    return NewPatient(**(told | values))


def kinds(patient_id):
    with reading() as db:
        of_them = select(event.c.kind).where(event.c.patient_id == patient_id).order_by(event.c.id)
        return list(db.execute(of_them).scalars())


def test_a_registered_patient_has_a_card(cast):
    card = patient.one(cast.ana, patient.register(cast.ana, ROSE, cast.leeds))
    assert (card.name, card.postcode, card.nhs_number) == ("Rose O'Brien", "LS1 4AB", "9990000018")
    assert card.contact(Channel.PHONE) == "+447700900123"
    assert card.consents == {Channel.EMAIL: True}
    assert card.sites == ("Leeds Dental",)
    assert kinds(card.id) == ["patient:added"]


def test_everything_wrong_is_said_at_its_field():
    with pytest.raises(Lacking) as lacking:
        NewPatient(given_name="", family_name="A\x00", phone="12", email="x", nhs_number="1", sex="?").check()
    assert set(lacking.value.fields) == {"given_name", "family_name", "phone", "email", "nhs_number", "sex"}


def test_nobody_registers_where_they_do_not_work(cast):
    with pytest.raises(NotAllowed):
        patient.register(cast.dev, ROSE, cast.leeds)
    with pytest.raises(NotAllowed):
        patient.register(cast.cleo, ROSE, cast.leeds)


def test_a_patient_known_here_is_not_registered_twice(cast):
    patient.register(cast.ana, ROSE, cast.leeds)
    with pytest.raises(Duplicate):
        patient.register(cast.ana, ROSE, cast.york)


def test_a_patient_whom_another_site_knows_becomes_known_here_too(cast):
    first = patient.register(cast.ana, ROSE, cast.leeds)
    assert patient.register(cast.dev, ROSE, cast.hull) == first
    assert patient.one(cast.dev, first).sites == ("Hull Dental",)


def test_an_nhs_number_belongs_to_one_person(cast):
    patient.register(cast.ana, ROSE, cast.leeds)
    for actor, site in ((cast.ana, cast.leeds), (cast.dev, cast.hull)):
        with pytest.raises(Lacking) as lacking:
            patient.register(actor, changed(ROSE, family_name="Smith"), site)
        assert set(lacking.value.fields) == {"nhs_number"}
    other = patient.register(cast.ana, changed(ROSE, nhs_number=""), cast.leeds)
    with pytest.raises(Lacking):
        patient.change(cast.ana, other, 1, ROSE)


def test_a_correction_is_found_at_once(cast):
    id = patient.register(cast.ana, ROSE, cast.leeds)
    patient.change(cast.ben, id, 1, changed(ROSE, family_name="Okafor", phone="0113 496 0123", email=""))
    card = patient.one(cast.ben, id)
    assert [each.address for each in card.contacts] == ["+441134960123"]
    assert card.version == 2
    assert [found.id for found in patient.find(cast.ben, "okaf 0113 496")] == [id]
    assert patient.find(cast.ben, "obrien") == patient.find(cast.ben, "07700 900123") == []
    with reading() as db:
        facts = db.execute(select(event.c.facts).where(event.c.kind == "patient:changed")).scalar_one()
    assert facts == {"what": ["family_name"]}


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(cast):
    id = patient.register(cast.ana, ROSE, cast.leeds)
    patient.change(cast.ana, id, 1, changed(ROSE, town="York"))
    with pytest.raises(Changed):
        patient.change(cast.ben, id, 1, changed(ROSE, town="Hull", phone=""))
    card = patient.one(cast.ana, id)
    assert (card.town, card.contact(Channel.PHONE)) == ("York", "+447700900123")


def test_dev_changes_nothing_at_other_sites(cast):
    id = patient.register(cast.ana, ROSE, cast.leeds)
    with pytest.raises(NotFound):
        patient.change(cast.dev, id, 1, ROSE)
    with pytest.raises(NotFound):
        make.say(cast.dev, id, Channel.EMAIL, False)


def test_only_who_agreed_and_lives_is_written_to(cast):
    def may_email():
        with reading() as db:
            return patient.reach(db, id).may_email

    id = make.patient(at=cast.leeds, email="rose@example.org")
    assert not may_email()
    make.say(cast.ana, id, Channel.EMAIL, True)
    assert may_email()
    make.say(cast.ana, id, Channel.EMAIL, False)
    assert not may_email()
    make.say(cast.ana, id, Channel.EMAIL, True)
    with work() as db:
        patient.mark_died(db, id, date(2026, 1, 2))
    assert not may_email()
    with work() as db:
        patient.mark_died(db, id, date(2026, 2, 3))
    assert patient.one(cast.ana, id).died_on == date(2026, 1, 2)
    assert kinds(id) == ["patient:added", *["patient:consent_set"] * 3]


def test_a_patient_chooses_the_order_in_which_they_are_written_to(cast):
    id = make.patient(at=cast.leeds)
    assert order(patient.one(cast.ana, id).channels) == USUAL
    patient.prefer(cast.ana, id, [Channel.SMS, Channel.WHATSAPP, Channel.EMAIL])
    card = patient.one(cast.ana, id)
    assert order(card.channels) == (Channel.SMS, Channel.WHATSAPP, Channel.EMAIL)
    assert spoken_order(card.channels) == "SMS, then WhatsApp, then e-mail"
    assert kinds(id)[-1] == "patient:channels_set"
    patient.prefer(cast.ana, id, [])
    assert order(patient.one(cast.ana, id).channels) == USUAL


@pytest.mark.parametrize("wrong", [[Channel.CHAT], [Channel.SMS, Channel.SMS], ["telegraph"]])
def test_only_ways_to_patients_can_be_chosen_and_each_once(cast, wrong):
    with pytest.raises(Lacking):
        patient.prefer(cast.ana, make.patient(at=cast.leeds), wrong)


def test_dev_chooses_no_order_for_patients_of_other_sites(cast):
    with pytest.raises(NotFound):
        patient.prefer(cast.dev, make.patient(at=cast.leeds), [Channel.SMS])


def test_age_is_in_full_years_and_ends_with_life(cast):
    card = patient.one(cast.ana, make.patient(at=cast.leeds, died_on=date(2020, 1, 1)))
    assert card.age(date(2019, 5, 22)) == 57
    assert card.age(date(2019, 5, 23)) == 58
    assert card.age(date(2026, 1, 1)) == 58


def test_a_patient_is_written_to_in_their_language_and_keeps_it_when_their_record_is_completed(cast):
    id = make.patient("Zofia Nowak", at=cast.leeds)
    card = patient.one(cast.ana, id)
    patient.change(cast.ana, id, card.version, replace(card.told(), language="pl"))
    assert patient.one(cast.ana, id).language == "pl"
    with work() as db:
        patient.complete(db, cast.ana, id, {"phone": "07700 900123"}, cast.leeds)
    assert patient.one(cast.ana, id).language == "pl"
    with pytest.raises(Lacking, match="one of the languages that texts are written in"):
        patient.change(cast.ana, id, patient.one(cast.ana, id).version, replace(card.told(), language="xx"))
