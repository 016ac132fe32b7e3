"""Telephones that show messages: switched on by the patient alone, off by them or staff, and no way into the house."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from core import audit, carrier, link, patient, push
from core.access import outsider
from core.channel import Channel
from core.errors import Lacking, NotAllowed, NotFound, NotNow, Refusal
from core.work import reading
from data.tables import patient as patients
from tests import make
from tests.link.hold import handed_to_patient
from tests.push.world import IPHONE, asked, shows
from tests.push.world import patient as person


def told(cast, patient_id):
    return [one.sentence for one in audit.timeline(cast.ana, "patient", patient_id)]


def channels(patient_id):
    with reading() as db:
        return db.execute(select(patients.c.channels).where(patients.c.id == patient_id)).scalar_one()


def test_saying_yes_puts_the_app_first_and_the_last_no_takes_it_out_again(cast, world):
    rose, _, her = person(cast)
    first, second = world.subscribed(), world.subscribed()
    number = shows(her, first)
    assert channels(rose) == "app email sms letter"
    assert shows(her, first, IPHONE) == number, "a second time renews it"
    shows(her, second)
    push.end_here(her, first.endpoint)
    assert channels(rose) == "app email sms letter"
    push.end_here(her, second.endpoint)
    assert channels(rose) == ""
    patient.prefer(cast.ana, rose, [Channel.SMS])
    shows(her, first)
    assert channels(rose) == "app sms"
    with pytest.raises(Lacking, match="No telephone of theirs"):
        patient.prefer(cast.ana, make.patient("Ann Lee", at=cast.leeds), [Channel.APP])


def test_a_sixth_telephone_takes_the_place_of_the_oldest(cast, world):
    rose, _, her = person(cast)
    for _ in range(6):
        shows(her, world.subscribed())
    assert len(push.of_patient(cast.ana, rose)) == 5


def test_staff_switch_a_lost_telephone_off_and_nobody_at_other_sites_sees_it(cast, world):
    rose, _, her = person(cast)
    number = shows(her, world.subscribed())
    assert push.of_patient(cast.dev, rose) == []
    with pytest.raises(NotFound):
        push.end(cast.dev, number)
    push.end(cast.ana, number)
    with pytest.raises(NotNow):
        push.end(cast.ana, number)
    with pytest.raises(NotFound):
        push.end(cast.ana, 999_999)
    assert told(cast, rose)[:4] == [
        "Preferred channels: E-mail, then SMS, then letter",
        "Messages are no longer shown on Chrome on Android",
        "Messages are shown on Chrome on Android",
        "Preferred channels: App, then e-mail, then SMS, then letter",
    ]


def test_a_link_that_is_withdrawn_takes_along_what_was_asked_for_by_it(cast, world):
    rose, it, her = person(cast)
    handed_to_patient(cast, it)
    (held,) = link.of_referral(cast.ana, it).links
    shows(her, world.subscribed(), link_id=held.id)
    kept = world.subscribed()
    shows(her, kept, IPHONE)
    link.withdraw(cast.ana, it, held.id)
    assert [one.label for one in push.of_patient(cast.ana, rose)] == ["Safari on iPhone"]
    assert "Messages are no longer shown on Chrome on Android" in told(cast, rose)


def test_nobody_but_the_patient_speaks_for_their_telephone(cast, world):
    rose, it, _ = person(cast)
    browser = world.subscribed()
    practice = outsider("provider:1", "Pennine Dental", it, "referrer")
    for actor in (cast.ana, cast.adam, practice):
        for deed in (
            lambda who: shows(who, browser),
            lambda who: push.end_here(who, browser.endpoint),
            lambda who: push.shown_here(who, browser.endpoint),
            push.house_key,
        ):
            with pytest.raises(NotAllowed):
                deed(actor)
    with pytest.raises(NotAllowed):
        push.of_patient(practice, rose)
    with pytest.raises(NotAllowed):
        push.end(practice, 1)


def test_what_a_browser_hands_over_is_no_way_into_the_house(cast, world):
    _, _, her = person(cast)
    good = asked(world.subscribed())
    for bad in (
        replace(good, endpoint="https://169.254.169.254/latest"),
        replace(good, endpoint=good.endpoint.replace("https", "http")),
        replace(good, endpoint="https://[bad"),
        replace(good, endpoint=good.endpoint + "\r\nX: y"),
        replace(good, endpoint=good.endpoint + "ü"),
        replace(good, endpoint=good.endpoint + "x" * 1_000),
        replace(good, key="A" * 87),
        replace(good, key="%%%"),
        replace(good, key="ü"),
        replace(good, auth="AAAA"),
        replace(good, auth=""),
    ):
        with pytest.raises(Refusal):
            push.subscribe(her, bad)
    assert push.subscribe(her, replace(good, agent="<b>nobody’s browser</b>" * 50)) > 0


def test_while_nothing_is_sent_to_telephones_nobody_can_ask_for_it(cast, world):
    _, _, her = person(cast)
    assert len(push.house_key(her)) == 87
    carrier.switch(cast.adam, "web_push", 1, active=False)
    assert push.house_key(her) == ""
    with pytest.raises(NotNow):
        shows(her, world.subscribed())


def test_the_key_of_the_house_stays_whatever_is_changed_and_is_never_shown(cast, world):
    _, _, her = person(cast)
    key = push.house_key(her)
    carrier.set_carrier(cast.adam, "web_push", 1, world.values | {"confirm": "30"})
    assert push.house_key(her) == key
    (seen,) = [one for one in carrier.carriers_set(cast.adam) if one.name == "web_push"]
    assert seen.values.keys() == {"services", "confirm"}
    assert seen.works is None
    assert carrier.try_out(cast.adam, "web_push", world.values | {"confirm": "30"}).works
