"""The group that is measured: what was copied holds as true as what people do one by one."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, func, select

from bench.group import Plan, build
from bench.group.plan import YEAR, YEARS
from core import clock
from core.access import Role, machine
from core.audit.verdict import verify
from core.demo import facts
from core.demo.furnish.base import House
from core.insight import count_anew
from core.people import enter, knock
from core.referral import Direction, Draft, Source, note, refer, take_step
from core.rule import react
from core.work import reading, work
from data.tables import campaign, dwell, event, milestone, patient, pending, provider, referral, site, tally
from tests import make
from tests.referral.holds_true import check, rows, whole

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
SIZE = 300


@pytest.fixture
def group(database: str) -> Iterator[str]:
    with clock.telling(NOW):
        build(Plan(SIZE, NOW))
        yield database


def test_what_was_copied_holds_true(group: str):
    """One database is built and asked everything: it takes two seconds to build."""
    ids = [row["id"] for row in rows("SELECT id FROM referral ORDER BY id")]
    assert len(ids) == SIZE
    for number in ids:
        check(number, ids)
    whole()
    with reading() as db:
        _the_chain_is_whole(db)
        _rows_belong_together(db)
        _it_has_the_size_of_a_group(db)
        _time_runs_forward(db)
        _work_is_not_spread_evenly(db)
        _what_brought_them_ran(db)
    _figures_are_those_that_reactions_would_have_counted()
    _people_go_on()


def _the_chain_is_whole(db: Connection) -> None:
    found = verify(db)
    assert found.whole, found.sentence
    assert found.sealed == db.execute(select(func.count()).select_from(event)).scalar_one()
    assert db.execute(select(pending)).all() == []


def _rows_belong_together(db: Connection) -> None:
    """Foreign keys were not looked at while the rows were written."""
    for table in (referral, patient, event, milestone):
        for column in table.columns:
            for key in column.foreign_keys:
                target = key.column
                lost = ~select(1).where(target == column).correlate(table).exists()
                assert (
                    db.execute(select(func.count()).select_from(table).where(column.is_not(None), lost)).scalar() == 0
                )


def _it_has_the_size_of_a_group(db: Connection) -> None:
    def count(table, *where):
        return db.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

    assert (count(site), count(provider)) == (40, 301)
    assert count(referral, referral.c.closed_at.is_(None)) == round(SIZE * 0.024)
    numbers = db.execute(select(patient.c.nhs_number).where(patient.c.nhs_number.is_not(None))).scalars().all()
    assert len(numbers) == len(set(numbers))


def _time_runs_forward(db: Connection) -> None:
    """Events lie in the order in which they happened, none of them ahead; references count on within a year."""
    moments = db.execute(select(event.c.occurred_at).order_by(event.c.id)).scalars().all()
    assert moments == sorted(moments)
    assert moments[-1] <= NOW
    received = db.execute(select(func.min(referral.c.received_at), func.max(referral.c.received_at))).one()
    assert received[1] - received[0] > (YEARS - 1) * YEAR
    written = db.execute(select(referral.c.reference, referral.c.recorded_at).order_by(referral.c.id)).all()
    assert [row.reference for row in written] == sorted(row.reference for row in written)
    assert all(row.reference[2:6] == str(row.recorded_at.year) for row in written)


def _work_is_not_spread_evenly(db: Connection) -> None:
    """A site has its own practices around it, and some sites have far more to do."""
    asked = select(referral.c.site_id, referral.c.referrer_provider_id).where(referral.c.source == Source.PROVIDER)
    at = [tuple(row) for row in db.execute(asked.where(referral.c.referrer_provider_id.is_not(None)))]
    busy = Counter(site_id for site_id, _ in at).most_common()
    assert busy[0][1] >= 3 * busy[-1][1]
    assert all(len({who for here, who in at if here == site_id}) < 20 for site_id, _ in busy)


def _what_brought_them_ran(db: Connection) -> None:
    """A campaign was on, and at that site, when a referral came of it."""
    c, ran = referral.c, campaign.c
    told = select(c.received_at, c.site_id, ran.site_id.label("its"), ran.began_on, ran.ended_on)
    brought = db.execute(told.join(campaign, ran.id == c.campaign_id)).all()
    assert brought
    for row in brought:
        on = row.received_at.astimezone(ZoneInfo("Europe/London")).date()
        assert row.its in {None, row.site_id}
        assert row.began_on <= on <= (row.ended_on or on)


def _figures_are_those_that_reactions_would_have_counted() -> None:
    """Counting everything once more moves nothing."""
    kept = (milestone, tally, dwell)
    with work() as db:
        before = [db.execute(select(table)).all() for table in kept]
        count_anew(db, range(1, SIZE + 1))
        assert [db.execute(select(table)).all() for table in kept] == before
    assert all(before)


def _people_go_on() -> None:
    """Everybody has the password of the demo; a note and a new referral continue where the group ends."""
    for username in ("mia", "mia3", "cleo"):
        assert enter(knock(username, facts.password()))
    waiting = rows("SELECT id, site_id FROM referral WHERE closed_at IS NULL ORDER BY id DESC")[0]
    here = waiting["site_id"]
    people = House.found(machine("test")).people.values()
    somebody = next(each for each in people if each.role == Role.MANAGER and here in each.sites)
    note(somebody, waiting["id"], "Rang the patient")
    patient_id = make.patient("Iris Okafor", at=here)
    said = {"specialty": "endodontics", "reason": "Pain on biting", "referrer_provider_id": make.provider()}
    fresh = refer(somebody, Draft(direction=Direction.INBOUND, site_id=here, patient_id=patient_id, **said))
    take_step(somebody, fresh, 1, "acknowledge")
    while react():
        pass
    for number in (waiting["id"], fresh):
        check(number, [])
    whole()
    with reading() as db:
        _the_chain_is_whole(db)
