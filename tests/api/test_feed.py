"""The calendar feed: private, revocable, of the sites of whoever it belongs to, and quick to read again."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import insert, select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import clock as house
from core import ownership, people, referral
from core.api import MIDDLEWARE, ROUTES
from core.errors import NotAllowed, NotNow
from core.people import invitation
from core.referral.feed import initials
from core.work import reading, work
from data.tables import account, account_site, event, feed, patient, sign_in_attempt
from tests import make
from tests.referral.story import booked, inbound, outbound, step


@pytest.fixture
def web(cast) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE)) as client:
        yield client


@pytest.fixture
def read(web):
    """As a calendar reads an address: without a cookie."""

    def asked(address, **headers):
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.get(urlsplit(address).path, headers=told)

    return asked


def visits(answer):
    assert answer.status_code == 200, answer.text
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


@pytest.fixture
def rose(cast, today):
    """At Leeds, tomorrow."""
    number = inbound(cast, patient_id=make.patient("Rose Tyler", at=cast.leeds))
    return booked(cast, number, days=1)


def test_it_holds_the_visits_without_a_session_and_without_names(cast, read, rose):
    answer = read(people.make_feed(cast.ana))
    (visit,) = visits(answer)
    assert visit["summary"] == f"R.T., {rose.now.reference}"
    assert visit["location"] == "Leeds Dental"
    assert "Rose" not in answer.text
    assert "Pain" not in answer.text
    assert visit["url"].endswith(f"/referral?id={rose.now.id}")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    calendar = Calendar.from_ical(answer.text)
    assert calendar["refresh-interval"].to_ical() == b"PT30M"
    assert calendar["x-published-ttl"] == "PT30M"


def test_names_are_there_for_who_chose_so(cast, read, rose):
    (visit,) = visits(read(people.make_feed(cast.ana, named=True)))
    assert visit["summary"] == f"Rose Tyler, {rose.now.reference}"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Rose Tyler", "R.T."), ("Li", "L."), ("Łukasz van der O’Brien", "Ł.O."), ("李 小龙", "李.小."), ("3 x", "3.X.")],
)
def test_initials_are_the_first_and_the_last(name, short):
    assert initials(name) == short


def test_dev_reads_nothing_of_leeds(cast, read, rose):
    assert visits(read(people.make_feed(cast.dev))) == []


def test_it_follows_the_sites_that_its_owner_has_now(cast, read, rose):
    address = people.make_feed(cast.ana)
    with work() as db:
        own = account_site.c.account_id == cast.ana.account_id
        db.execute(account_site.delete().where(own, account_site.c.site_id == cast.leeds))
    assert visits(read(address)) == []


def test_a_visit_outside_stands_in_the_calendar_of_whoever_sent_the_patient(cast, today, read):
    booked(cast, outbound(cast), days=3)
    assert [visit["location"] for visit in visits(read(people.make_feed(cast.ana)))] == ["Aire Oral Surgery"]


def test_moved_it_is_the_same_entry_with_a_number_that_wins_and_cancelled_it_says_so(cast, read, rose):
    address = people.make_feed(cast.ana)
    (before,) = visits(read(address))
    step(cast.ana, rose.now.id, "reschedule", starts_at=house.now() + timedelta(days=9))
    (moved,) = visits(read(address))
    assert (moved["uid"], moved["sequence"]) == (before["uid"], before["sequence"] + 1)
    step(cast.ana, rose.now.id, "cancel_appointment", reason="cancel_appointment.patient_ill", cancelled_by="patient")
    (gone,) = visits(read(address))
    assert (gone["uid"], gone["status"]) == (before["uid"], "CANCELLED")
    assert gone["sequence"] > moved["sequence"]


def test_what_is_long_over_and_what_is_far_ahead_stays_out(cast, today, read):
    for days in (-40, -20, 300, 400):
        booked(cast, inbound(cast), days=days)
    assert len(visits(read(people.make_feed(cast.ana)))) == 2


def test_read_again_it_costs_nothing_until_something_changes(cast, clock, read, rose):
    address = people.make_feed(cast.ana)
    first = read(address)
    clock.forward(minutes=30)
    for known in ({"if_none_match": first.headers["etag"]}, {"if_modified_since": first.headers["last-modified"]}):
        again = read(address, **known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    with work() as db:
        db.execute(update(patient).where(patient.c.family_name == "Tyler").values(family_name="Unwin"))
    after = read(address, if_none_match=first.headers["etag"], if_modified_since=first.headers["last-modified"])
    assert after.status_code == 200
    assert read(address, if_modified_since=first.headers["last-modified"]).status_code == 200
    assert read(address, if_none_match='"other"', if_modified_since=after.headers["last-modified"]).status_code == 200
    assert read(address, if_modified_since="the other day").status_code == 200


def test_its_owner_sees_when_it_was_read(cast, clock, read, rose):
    assert people.own_feed(cast.ana) is None
    address = people.make_feed(cast.ana)
    assert people.own_feed(cast.ana).fetched_at is None
    read(address)
    assert people.own_feed(cast.ana).fetched_at is not None
    assert people.own_feed(cast.dev) is None


def test_what_is_kept_does_not_open_it(cast, read, rose):
    address = people.make_feed(cast.ana)
    with reading() as db:
        kept = db.execute(select(feed.c.token_hash)).scalar_one()
        told = db.execute(select(event.c.facts).where(event.c.kind == "account:feed_made")).scalar_one()
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert secret not in f"{kept}{told}"
    assert read(f"/calendar/{kept}.ics").status_code == 404


def test_a_new_address_ends_the_one_before(cast, read, rose):
    old, new = people.make_feed(cast.ana), people.make_feed(cast.ana)
    assert read(old).status_code == 404
    assert len(visits(read(new))) == 1


def test_taken_back_it_is_refused_at_once(cast, read, rose):
    address = people.make_feed(cast.ana)
    people.end_feed(cast.ana)
    refused = read(address)
    assert (refused.status_code, refused.headers["cache-control"]) == (404, "private, no-cache")
    with pytest.raises(NotNow):
        people.end_feed(cast.ana)


@pytest.mark.parametrize("how", ["disabled", "enabled again", "new password", "signed out everywhere", "role"])
def test_it_ends_with_what_its_owner_may(cast, kept, read, rose, how):
    address, mia = people.make_feed(cast.ben), cast.mia
    if how in {"disabled", "enabled again"}:
        ownership.disable(mia, cast.ben.account_id)
        if how == "enabled again":
            people.enable(mia, cast.ben.account_id)
    elif how == "new password":
        with work() as db:
            invitation.set_password(db, cast.ben.account_id, kept)
    elif how == "signed out everywhere":
        people.end_sessions(mia, cast.ben.account_id)
    else:
        with work() as db:
            db.execute(update(account).where(account.c.id == cast.ben.account_id).values(role="operator"))
    assert read(address).status_code == 404


def test_operators_have_none(cast, today):
    for actor in (cast.cleo, cast.adam):
        with pytest.raises(NotAllowed):
            people.make_feed(actor)


def test_guessing_is_said_in_the_log_and_slowed_down_and_keeps_nobody_out(cast, read, rose, caplog):
    address = people.make_feed(cast.ana)
    with caplog.at_level(logging.WARNING, "baton"):
        codes = [read(f"/calendar/{n}.ics").status_code for n in range(21)]
    assert codes == [404] * 20 + [429]
    assert "feed refused" in caplog.text
    assert len(visits(read(address))) == 1, "a good address is read all the same"
    with reading() as db:
        assert len(db.execute(select(sign_in_attempt.c.id)).all()) == 20, "and the table does not grow with the guesses"


@pytest.mark.parametrize("odd", ["", "..%2f..%2fetc", "%00", "a" * 5000, "%F0%9F%92%A9", "' OR 1=1 --"])
def test_what_is_no_address_is_refused_calmly(cast, web, odd):
    assert web.get(f"/calendar/{odd}.ics").status_code == 404


@pytest.mark.parametrize("name", ["Ann\\, nie; X", "Zoë 李小龙", "<b>Bold</b> ‘x’", "BEGIN:VEVENT END:VEVENT"])
def test_no_name_breaks_out_of_its_line(cast, today, read, name):
    number = inbound(cast, patient_id=make.patient(name, at=cast.leeds))
    booked(cast, number, days=1)
    (visit,) = visits(read(people.make_feed(cast.ana, named=True)))
    assert visit["summary"].startswith(name)


def test_a_years_visits_are_four_statements_and_no_more(cast, read, rose):
    from data.tables import appointment

    with work() as db:
        row = dict(db.execute(select(appointment)).mappings().one()) | {"state": "attended"}
        del row["id"]
        several = [row | {"uid": f"u{n}", "starts_at": house.now() + timedelta(hours=n)} for n in range(2000)]
        db.execute(insert(appointment), several)
    assert len(visits(read(people.make_feed(cast.ana)))) == 2001
    assert len(referral.feed(cast.ana, named=False).entries) == 2001
