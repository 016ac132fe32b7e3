"""Everything somebody has open goes to others at once, and each timeline says from whom."""

import pytest
from sqlalchemy import select

from core import desk, intake, ownership, referral
from core.access import Permission, Role
from core.audit import timeline
from core.errors import Lacking, NotAllowed, NotFound, NotNow
from core.intake import Letter
from core.ownership import AUTOMATIC, POOL, Work, person
from core.referral import How, NewLine
from core.work import reading, work
from data.tables import arrival, event, task
from tests.cast import actor
from tests.intake.story import FULL
from tests.ownership.work import arrived, begun, chore, several, stranded


def owners(cast, ids):
    return [referral.one(cast.ana, id).owner for id in ids]


def value(table, column, id):
    with reading() as db:
        return db.execute(select(table.c[column]).where(table.c.id == id)).scalar_one()


def test_all_of_it_goes_to_one_person(cast):
    ids = several(cast, cast.ben)
    call, letter, draft = chore(cast, cast.ben, ids[0]), arrived(cast, cast.ben), begun(cast, cast.ben)
    assert str(ownership.held(cast.mia, cast.ben.account_id).whole) == "2 open referrals, 1 task, 1 arrival and 1 draft"
    moved = ownership.hand_over(cast.mia, cast.ben.account_id, person(cast.ana.account_id), reason="Long leave")
    assert moved == Work(2, 1, 1, 1)
    assert owners(cast, ids) == ["Ana Costa", "Ana Costa"]
    assert value(task, "owner_id", call) == value(arrival, "owner_id", letter) == cast.ana.account_id
    assert [one.id for one in desk.unfinished(cast.ana)] == [draft]
    assert ownership.held(cast.ben, cast.ben.account_id).whole == Work()


def test_each_timeline_says_from_whom_and_why_and_the_audit_who_did_it(cast):
    (id,) = several(cast, cast.ben, 1)
    ownership.hand_over(cast.mia, cast.ben.account_id, person(cast.ana.account_id), reason="Long leave")
    told = timeline(cast.ana, "referral", id)[0]
    assert (told.sentence, told.comment) == ("Owner is now Ana Costa, handed over from Ben Okafor", "Long leave")
    assert told.facts == {"owner": cast.ana.account_id, "before": cast.ben.account_id}
    summary = timeline(cast.mia, "account", cast.ben.account_id)[0]
    assert summary.sentence == "Work of Ben Okafor handed over to Ana Costa: 1 open referral"
    assert (summary.actor, summary.site_id) == ("Mia Lund", cast.leeds)


def test_what_is_closed_stays_where_it_was(cast):
    first, second = several(cast, cast.ben)
    referral.take_step(cast.ana, first, None, "lose", referral.Answers(reason="lose.no_answer"))
    ownership.hand_over(cast.mia, cast.ben.account_id, person(cast.ana.account_id))
    assert owners(cast, [first, second]) == ["Ben Okafor", "Ana Costa"]


def test_into_the_pool(cast):
    ids = several(cast, cast.ben)
    call, letter, draft = chore(cast, cast.ben, ids[0]), arrived(cast, cast.ben), begun(cast, cast.ben)
    ownership.hand_over(cast.mia, cast.ben.account_id, POOL)
    assert owners(cast, ids) == ["", ""]
    assert value(task, "owner_id", call) is value(arrival, "owner_id", letter) is None
    assert [one.id for one in desk.unfinished(cast.mia)] == [draft]


def test_as_new_referrals_are_assigned(cast):
    ids = several(cast, cast.ben)
    call = chore(cast, cast.ben, ids[1])
    team = (cast.ben.account_id, cast.mia.account_id, cast.ana.account_id)
    referral.set_line(cast.mia, NewLine(site_id=cast.leeds, specialty="", how=How.ROUND_ROBIN, people=team))
    ownership.hand_over(cast.ben, cast.ben.account_id, AUTOMATIC)
    assert owners(cast, ids) == ["Mia Lund", "Ana Costa"]
    assert value(task, "owner_id", call) == cast.ana.account_id
    told = timeline(cast.ana, "referral", ids[0])[0]
    assert told.sentence == "Owner is now Mia Lund, handed over from Ben Okafor, next in turn"


def test_without_lines_automatic_is_the_pool(cast):
    ids = several(cast, cast.ben)
    ownership.hand_over(cast.ben, cast.ben.account_id, AUTOMATIC)
    assert owners(cast, ids) == ["", ""]


def test_a_draft_that_nobody_was_named_for_goes_to_the_nearest_at_its_site(cast):
    begun(cast, cast.ben)
    ownership.hand_over(cast.adam, cast.ben.account_id, POOL)
    assert len(desk.unfinished(cast.ana)) == 1


def test_only_at_the_sites_that_were_meant(cast):
    here, there = several(cast, cast.ana), several(cast, cast.ana, site=cast.york)
    with work() as db:
        eve = actor(db, "Eve Adams", Role.COORDINATOR, (cast.leeds, cast.york))
    ownership.hand_over(cast.ana, cast.ana.account_id, person(eve.account_id), sites=[cast.york])
    assert owners(cast, here + there) == ["Ana Costa"] * 2 + ["Eve Adams"] * 2


def test_whoever_takes_it_works_wherever_it_lies(cast):
    several(cast, cast.ana), several(cast, cast.ana, site=cast.york)
    with pytest.raises(Lacking, match="works at York Dental too"):
        ownership.hand_over(cast.ana, cast.ana.account_id, person(cast.ben.account_id))
    offered = ownership.takers(cast.ana, cast.ana.account_id)
    assert list(offered.values()) == ["As new referrals are assigned", "The site’s pool"]
    offered = ownership.takers(cast.ana, cast.ana.account_id, [cast.leeds])
    assert list(offered.values())[:2] == ["Ben Okafor", "Mia Lund"]
    assert ownership.held(cast.ana, cast.ana.account_id).whole == Work(4)


def test_it_goes_to_somebody_else_and_there_is_something(cast):
    several(cast, cast.ben)
    with pytest.raises(Lacking, match="other than Ben Okafor"):
        ownership.hand_over(cast.ben, cast.ben.account_id, person(cast.ben.account_id))
    with pytest.raises(NotNow, match="nothing open"):
        ownership.hand_over(cast.mia, cast.ana.account_id, POOL)
    with pytest.raises(NotFound):
        ownership.hand_over(cast.adam, 999_999, POOL)


@pytest.mark.parametrize("name", ["ben", "ana", "mia", "cleo", "adam"])
def test_ones_own_and_by_who_assigns_there_or_manages_them(cast, name):
    ids = several(cast, cast.ben)
    ownership.hand_over(getattr(cast, name), cast.ben.account_id, POOL)
    assert owners(cast, ids) == ["", ""]


def test_dev_neither_sees_nor_moves_anything_of_leeds(cast):
    several(cast, cast.ben)
    with work() as db:
        hal = actor(db, "Hal Hull", Role.COORDINATOR, (cast.hull,))
        fay = actor(db, "Fay Desk", Role.FRONT_DESK, (cast.leeds,))
    for stranger in (cast.dev, hal, fay):
        for ask in (ownership.held, ownership.takers, ownership.absence):
            with pytest.raises(NotAllowed):
                ask(stranger, cast.ben.account_id)
        with pytest.raises(NotAllowed):
            ownership.hand_over(stranger, cast.ben.account_id, POOL)
    assert not cast.dev.may(Permission.PEOPLE_MANAGE)
    with pytest.raises(NotAllowed):
        ownership.loads(cast.dev)


def test_a_coordinator_moves_what_lies_at_their_own_sites(cast):
    with work() as db:
        pat = actor(db, "Pat Both", Role.CLINICIAN, (cast.leeds, cast.hull))
        hal = actor(db, "Hal Hull", Role.COORDINATOR, (cast.hull,))
    here = several(cast, pat)
    assert ownership.held(hal, pat.account_id).whole == Work()
    with pytest.raises(NotAllowed):
        ownership.hand_over(hal, pat.account_id, POOL, sites=[cast.leeds])
    with pytest.raises(NotNow):
        ownership.hand_over(hal, pat.account_id, POOL)
    assert owners(cast, here) == ["Pat Both", "Pat Both"]


def test_how_much_everybody_has_is_counted_at_ones_own_sites(cast):
    several(cast, cast.ana, 3), several(cast, cast.ana, 2, site=cast.york), begun(cast, cast.ben)
    assert ownership.loads(cast.mia) == {cast.ana.account_id: Work(3), cast.ben.account_id: Work(drafts=1)}
    assert ownership.loads(cast.adam)[cast.ana.account_id] == Work(5)


def test_nothing_moves_when_one_thing_cannot(cast):
    ids = several(cast, cast.ana) + several(cast, cast.ana, 1, site=cast.york)
    with reading() as db:
        before = db.execute(select(event.c.id)).all()
    with pytest.raises(Lacking):
        ownership.hand_over(cast.ana, cast.ana.account_id, person(cast.mia.account_id))
    assert owners(cast, ids) == ["Ana Costa"] * 3
    with reading() as db:
        assert db.execute(select(event.c.id)).all() == before
    assert stranded() == []


def test_what_arrives_goes_where_the_line_of_its_specialty_says_and_so_when_it_is_handed_over(cast):
    for specialty, who in (("endodontics", cast.mia), ("implant", cast.ana)):
        line = NewLine(site_id=cast.leeds, specialty=specialty, how=How.NAMED, people=(who.account_id,))
        referral.set_line(cast.mia, line)
    letter = intake.take_in_letter(cast.ben, Letter(site_id=cast.leeds, text=FULL)).id
    assert value(arrival, "owner_id", letter) == cast.mia.account_id
    told = timeline(cast.mia, "arrival", letter)[0]
    assert told.sentence == "Owner is now Mia Lund, chosen automatically: named for this"
    implant = arrived(cast, cast.ben)
    ownership.hand_over(cast.ben, cast.ben.account_id, AUTOMATIC)
    assert value(arrival, "owner_id", implant) == cast.ana.account_id
