"""The list of what waits: whose it is, in which order, and what another site sees of it, which is nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core import clock, intake
from core.audit import timeline
from core.errors import NotAllowed, NotFound
from core.intake import Wanted
from core.work import work
from data.tables import arrival
from tests.intake.story import arrived, called, draft, mailed

pytestmark = pytest.mark.usefixtures("today")


def test_somebody_of_another_site_neither_sees_nor_touches_it(cast):
    it = arrived(cast)
    assert intake.inbox(cast.dev, Wanted()) == []
    assert intake.counts(cast.dev, Wanted()) == {"waiting": 0, "asked": 0, "held": 0}
    assert intake.waiting(cast.dev).all == 0
    for attempt in (
        lambda: intake.one(cast.dev, it.id),
        lambda: intake.ask(cast.dev, it.id, it.version, "Which tooth?"),
        lambda: intake.answered(cast.dev, it.id, it.version, "This one"),
        lambda: intake.reject(cast.dev, it.id, it.version, "reject.not_offered"),
        lambda: intake.assign(cast.dev, it.id, it.version, cast.dev.account_id),
        lambda: intake.accept(cast.dev, it.id, it.version, draft(cast, site_id=cast.hull)),
        lambda: timeline(cast.dev, "arrival", it.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotAllowed):
        arrived(cast, by=cast.dev)


def test_operators_and_administrators_have_no_intake(cast):
    for actor in (cast.cleo, cast.adam):
        with pytest.raises(NotAllowed):
            intake.inbox(actor, Wanted())
        with pytest.raises(NotAllowed):
            arrived(cast, by=actor)


def test_the_pressing_come_first_then_what_is_due_first(cast):
    late = arrived(cast, "Re: Ann Lee\n\nDenture.")
    with work() as db:
        past = clock.now() - timedelta(days=3)
        db.execute(update(arrival).where(arrival.c.id == late.id).values(due_at=past))
    plain, cancer = arrived(cast), mailed(cast)
    urgent = arrived(cast, "Re: Bo Day\n\nUrgent denture.")
    rows = intake.inbox(cast.ana, Wanted())
    assert [row.id for row in rows] == [cancer.id, urgent.id, late.id, plain.id]
    assert (intake.waiting(cast.ana).pressing, intake.waiting(cast.ana).others) == (2, 2)


def test_the_list_is_narrowed_by_site_owner_channel_and_urgency(cast):
    here, phone = arrived(cast), called(cast)
    there = arrived(cast, site_id=cast.york)
    intake.assign(cast.ana, here.id, here.version, cast.ana.account_id)

    def ids(**wanted):
        return {row.id for row in intake.inbox(cast.ana, Wanted(**wanted))}

    assert ids(site=cast.york) == {there.id}
    assert ids(channel="phone") == {phone.id}
    assert ids(owner="me") == {here.id} == ids(owner=str(cast.ana.account_id))
    assert ids(owner="pool") == {phone.id, there.id}
    assert ids(urgency="pressing") == set()
    assert ids(urgency="other") == {here.id, phone.id, there.id}
