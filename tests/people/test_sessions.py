"""Sessions end by themselves, by their owner and by those who manage them; each click asks what holds now."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import ownership, people
from core.access import Role
from core.people import Details, actor_for, enter, hashed_token, knock, sign_out
from core.people.sessions import IDLE, LONGEST
from core.work import reading
from data.tables import event, session
from tests import make
from tests.signed_in import PASSWORD


def test_a_session_is_its_owner_with_role_and_sites(able, signed_in):
    ana = actor_for(signed_in(able.ana))
    assert ana == able.ana
    assert actor_for(signed_in(able.dev)).sites == {able.hull}


def test_every_site_means_a_site_opened_later_too(able, signed_in):
    cleo = signed_in(able.cleo)
    newest = make.site("Newest")
    assert actor_for(cleo).sites == {able.leeds, able.york, able.hull, newest}


@pytest.mark.parametrize("unknown", [None, "", "0" * 64])
def test_no_token_is_nobody(able, unknown):
    assert actor_for(unknown) is None


def test_the_database_holds_no_token(able):
    token = enter(knock("ana", PASSWORD))
    with reading() as db:
        kept = db.execute(select(session.c.token_hash)).scalar_one()
    assert kept != token
    assert kept == hashed_token(token)


def test_a_ticket_opens_one_session_and_only_within_a_minute(able, clock):
    ticket = knock("ana", PASSWORD)
    assert enter(ticket)
    assert enter(ticket) is None
    late = knock("ana", PASSWORD)
    clock.forward(seconds=61)
    assert enter(late) is None
    assert enter("made up") is None


def test_fifteen_idle_minutes_end_it(able, signed_in, clock):
    ana = signed_in(able.ana)
    clock.forward(minutes=14)
    assert actor_for(ana)
    clock.forward(minutes=14)
    assert actor_for(ana)
    clock.forward(seconds=IDLE.total_seconds() + 1)
    assert actor_for(ana) is None
    assert actor_for(ana) is None


def test_looking_without_touching_does_not_keep_it_alive(able, signed_in, clock):
    ana = signed_in(able.ana)
    clock.forward(minutes=14)
    assert actor_for(ana, touch=False)
    clock.forward(minutes=2)
    assert actor_for(ana, touch=False) is None


def test_twelve_hours_end_it_however_busy_it_is(able, signed_in, clock):
    ana = signed_in(able.ana)
    for _ in range(int(LONGEST / timedelta(minutes=10)) - 1):
        clock.forward(minutes=10)
        assert actor_for(ana)
    clock.forward(minutes=11)
    assert actor_for(ana) is None


def test_being_seen_is_written_at_most_once_a_minute(able, signed_in, clock):
    ana = signed_in(able.ana)
    first = _seen_at()
    clock.forward(seconds=40)
    actor_for(ana)
    assert _seen_at() == first
    clock.forward(seconds=40)
    actor_for(ana)
    assert _seen_at() > first


def test_signing_out_ends_this_session_and_no_other(able, signed_in):
    here, there = signed_in(able.ana), signed_in(able.ana)
    sign_out(here)
    sign_out(here)
    assert actor_for(here) is None
    assert actor_for(there)
    assert _told().count("account:signed_out") == 1


def test_ending_all_sessions_acts_at_the_next_click(able, signed_in):
    here, there = signed_in(able.ana), signed_in(able.ana)
    other = signed_in(able.ben)
    assert people.end_sessions(able.adam, able.ana.account_id) == 2
    assert actor_for(here) is None
    assert actor_for(there) is None
    assert actor_for(other)


def test_disabling_ends_it_and_enabling_does_not_bring_it_back(able, signed_in):
    ana = signed_in(able.ana)
    ownership.disable(able.adam, able.ana.account_id)
    assert actor_for(ana) is None
    people.enable(able.adam, able.ana.account_id)
    assert actor_for(ana) is None


def test_a_new_role_ends_it_and_other_sites_hold_from_the_next_click(able, signed_in):
    ana = signed_in(able.ana)
    there = Details("Ana Costa", Role.COORDINATOR, frozenset({able.hull}), email="ana@example.org")
    ownership.change(able.adam, able.ana.account_id, _version(able, "ana"), there)
    assert actor_for(ana).sites == {able.hull}
    as_clinician = Details("Ana Costa", Role.CLINICIAN, frozenset({able.hull}))
    ownership.change(able.adam, able.ana.account_id, _version(able, "ana"), as_clinician)
    assert actor_for(ana) is None


def _seen_at():
    with reading() as db:
        return db.execute(select(session.c.seen_at)).scalar_one()


def _told():
    with reading() as db:
        return list(db.execute(select(event.c.kind)).scalars())


def _version(cast, username):
    return next(one.version for one in people.people(cast.adam) if one.username == username)
