"""What a patient asks for on their page becomes one task of somebody here, until it is answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock as house
from core import referral, task
from core.audit import timeline
from core.errors import NotAllowed
from core.outsider import WISHES, sees
from core.outsider.wishing import LONGEST, SETTLED, TASKS
from core.rule.react import react
from core.work import reading
from data.tables import rule
from data.tables import task as tasks
from tests.api.patient_page import Phone
from tests.api.patient_page import iris as iris
from tests.api.patient_page import phone as phone
from tests.api.portal import web as web
from tests.link.hold import handed_to_patient
from tests.referral.story import booked, inbound, step


def open_tasks(cast, number):
    while react():
        pass
    return [each for each in task.of(cast.ana, "referral", number) if each.kind in TASKS and each.state == "open"]


def test_a_patient_asks_for_another_time_and_the_owner_gets_a_task_with_what_they_wish(cast, phone, iris):
    booked(cast, iris, days=5)
    phone.comes_in()
    sent = phone.send("rebook", comment="Mornings, please.\nNot on Fridays")
    assert (sent.status, sent.headers["location"]) == (303, f"{phone.base}?told=rebook")
    (one,) = open_tasks(cast, iris)
    assert (one.title, one.owner_id) == (
        "Iris Okafor asks for another time: find one and tell them",
        referral.one(cast.ana, iris).now.owner_id,
    )
    assert one.note == "They write: Mornings, please. Not on Fridays"
    wished = next(each for each in timeline(cast.ana, "referral", iris) if each.kind == "referral:rebook_wished")
    assert (wished.sentence, wished.actor) == ("The patient asks for another time", "The patient, by link")
    assert wished.comment == "Mornings, please.\nNot on Fridays"
    assert "On Tuesday 10 March you asked us for another time." in phone.see().text


def test_a_form_sent_twice_asks_once_and_a_second_wish_takes_the_place_of_the_first(cast, phone, iris):
    booked(cast, iris, days=5)
    phone.comes_in()
    form = phone.see("rebook").fields | {"comment": "Mornings"}
    assert [phone.press("rebook", form).status for _ in range(3)] == [303] * 3
    assert len(open_tasks(cast, iris)) == 1
    phone.send("rebook", comment="Evenings after all")
    (one,) = open_tasks(cast, iris)
    assert one.note == "They write: Evenings after all"
    phone.send("cancel")
    (one,) = open_tasks(cast, iris)
    assert (one.kind, one.note) == ("patient_cancel", "")
    assert "you asked us to cancel" in phone.see().text


def test_the_desks_own_booking_after_it_ends_the_task_and_the_page_says_so(cast, phone, iris):
    booked(cast, iris, days=5)
    phone.comes_in()
    phone.send("rebook")
    assert open_tasks(cast, iris)
    step(cast.ana, iris, "reschedule", starts_at=house.now() + timedelta(days=8))
    assert open_tasks(cast, iris) == []
    page = phone.see()
    assert "you asked us" not in page.text
    assert "Wednesday 18 March" in page.text


def test_a_task_that_somebody_finished_is_a_wish_that_was_answered(cast, phone, iris):
    booked(cast, iris, days=5)
    phone.comes_in()
    phone.send("cancel")
    (one,) = open_tasks(cast, iris)
    task.finish(cast.ana, one.id, one.version)
    assert "you asked us" not in phone.see().text


def test_what_no_longer_fits_is_not_asked_for(cast, phone, iris):
    phone.comes_in()
    assert phone.see("rebook").status == 409, "there is no appointment"
    booked(cast, iris, days=5)
    form = phone.see("cancel").fields
    step(cast.ana, iris, "cancel_appointment", reason=_any(cast, "cancel_appointment"), cancelled_by="clinic")
    late = phone.press("cancel", form)
    assert late.status == 409
    assert "This is not possible now." in late.text
    assert phone.send("end", comment="Moved away").status == 303
    (one,) = open_tasks(cast, iris)
    assert one.note == "They write: Moved away"


def _any(cast, name):
    return next(each.code for each in referral.reasons(cast.ana, name, ["recipient"]) if not each.needs_comment)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, web, phone, iris, clock):
    booked(cast, iris, days=5)
    phone.comes_in()
    long = phone.send("rebook", comment="ж" * (LONGEST + 1))
    assert (long.status, long.fields["comment"]) == (422, "ж" * (LONGEST + 1))
    form = phone.see("rebook").fields | {"comment": "Mornings"}
    other = Phone(web, f"/p/{handed_to_patient(cast, booked(cast, inbound(cast), days=5).now.id)}")
    other.comes_in()
    for page in (
        other.press("rebook", form),
        phone.press("cancel", form),
        phone.press("rebook", form | {"seal": form["seal"][:-2]}),
    ):
        assert page.status == 409
        assert page.fields["comment"] == "Mornings"
        assert "nothing was sent" in page.text
    assert open_tasks(cast, iris) == []


def test_nobody_asks_for_anything_before_they_said_who_they_are(cast, phone, iris):
    booked(cast, iris, days=5)
    for deed in (*WISHES, "visit.ics"):
        page = phone.see(deed)
        assert (page.status, page.labels) == (200, ["Show my page"])
    assert phone.press("rebook", {"comment": "x", "seal": "x"}).labels == ["Show my page"]
    assert open_tasks(cast, iris) == []


def test_staff_do_not_open_it_by_another_way_and_dev_gets_no_task(cast, phone, iris):
    booked(cast, iris, days=5)
    phone.comes_in()
    phone.send("rebook")
    open_tasks(cast, iris)
    for actor in (cast.ana, cast.dev, cast.adam):
        with pytest.raises(NotAllowed):
            sees(actor)
    with reading() as db:
        assert set(db.execute(select(tasks.c.site_id)).scalars()) == {cast.leeds}
    assert task.of(cast.dev, "referral", iris) == []


def test_what_answers_a_wish_ends_its_tasks(cast):
    with reading() as db:
        rules = db.execute(
            select(rule.c.name, rule.c.when, rule.c.actions).where(rule.c.name.not_like("patient-%"))
        ).all()
    closing = {row.when for row in rules for deed in row.actions if set(deed.get("kinds", ())) >= TASKS}
    assert closing == SETTLED
