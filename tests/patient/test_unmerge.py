"""A merge is taken back row by row, also when the record that stayed went on living."""

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import update

from core import audit, patient
from core.access import machine
from core.channel import Channel
from core.errors import NotFound, NotNow
from core.referral import one
from core.work import work
from tests import make
from tests.patient.records import (
    SMITH,
    SMYTH,
    belongings,
    merge,
    owners,
    register,
    rows,
    somebody,
)
from tests.referral import story


def test_what_came_since_stays_and_what_came_with_it_goes_back(cast, smith, smyth):
    old = story.inbound(cast, patient_id=smyth)
    undo = merge(cast.ana, smith, smyth, {"family_name": "gone"})
    new = story.inbound(cast, patient_id=smith, specialty="implant")
    before = patient.one(cast.ana, smith)
    corrected = replace(before.told(), family_name="Jones", phone="0113 496 0123")
    patient.change(cast.ana, smith, before.version, corrected)
    patient.unmerge(cast.ana, undo)
    assert one(cast.ana, old).now.patient_id == smyth
    assert one(cast.ana, new).now.patient_id == smith
    card = patient.one(cast.ana, smith)
    assert (card.family_name, card.contact(Channel.PHONE)) == ("Jones", "+441134960123")
    assert patient.one(cast.ana, smyth).family_name == "Smyth"


def test_a_no_said_while_merged_holds_for_both_afterwards(cast, smith):
    gone = register(cast, SMYTH, consents={Channel.SMS: True})
    undo = merge(cast.ana, smith, gone)
    make.say(cast.ana, smith, Channel.SMS, False)
    patient.unmerge(cast.ana, undo)
    assert [patient.one(cast.ana, each).consents for each in (smith, gone)] == [{Channel.SMS: False}] * 2


def test_a_site_that_got_its_own_referral_meanwhile_goes_on_knowing_them(cast, smith):
    gone = register(cast, SMYTH, at=cast.york)
    undo = merge(cast.ana, smith, gone)
    assert patient.one(cast.ana, smith).sites == ("Leeds Dental", "York Dental")
    story.inbound(cast, patient_id=smith, site_id=cast.york)
    patient.unmerge(cast.ana, undo)
    assert patient.one(cast.ana, smith).sites == ("Leeds Dental", "York Dental")


@pytest.mark.parametrize("seed", range(8))
def test_unmerging_a_merge_leaves_every_row_as_it_was(cast, seed):
    dice = Random(seed)
    kept, gone = (somebody(cast, dice) for _ in range(2))
    before = rows()
    names = [part.name for part in patient.preview(cast.ana, kept, gone).parts]
    undo = merge(cast.ana, kept, gone, {name: dice.choice(("kept", "gone")) for name in names}, "Both are meant")
    assert rows() != before
    patient.unmerge(cast.ana, undo)
    after = rows()
    assert {name for name in after if after[name] != before[name]} == set()


def test_merges_on_merges_are_undone_in_their_order(cast, smith, smyth):
    third = register(cast, SMITH, given_name="Rosa", at=cast.york)
    before = rows()
    first = merge(cast.ana, smyth, third)
    second = merge(cast.ana, smith, smyth)
    assert patient.merged_into(cast.ana, third).id == smith
    assert len(audit.timeline(cast.ana, "patient", smith)) == 5
    with pytest.raises(NotFound):
        patient.unmerge(cast.ana, first)
    patient.unmerge(cast.ana, second)
    assert patient.merged_into(cast.ana, third).id == smyth
    patient.unmerge(cast.ana, first)
    assert rows() == before


def test_of_two_merged_into_one_the_later_is_undone_first(cast, smith, smyth):
    third = register(cast, SMITH, given_name="Rosa")
    first, second = merge(cast.ana, smith, smyth), merge(cast.ana, smith, third)
    with pytest.raises(NotNow, match="Undo that merge first"):
        patient.unmerge(cast.ana, first)
    assert [(each.id, each.undoable) for each in patient.merges(cast.ana, smith)] == [(second, True), (first, False)]
    patient.unmerge(cast.ana, second)
    patient.unmerge(cast.ana, first)
    with pytest.raises(NotNow, match="undone this merge already"):
        patient.unmerge(cast.ana, first)
    assert [each.undone_by for each in patient.merges(cast.ana, smith)] == ["Ana Costa", "Ana Costa"]


def test_everything_of_theirs_follows_and_goes_back(cast, smith, smyth):
    things = belongings(cast, smyth)
    undo = merge(cast.ana, smith, smyth)
    assert owners(things) == {smith}
    (told,) = patient.merges(cast.ana, smith)
    assert told.moved == ("1 referral", "1 document", "1 message", "1 task", "1 item from the inbox")
    patient.unmerge(cast.ana, undo)
    assert owners(things) == {smyth}


def test_what_reaches_a_merged_record_later_is_fetched_and_goes_back_with_the_rest(cast, smith, smyth):
    third = register(cast, SMITH, given_name="Rosa")
    inner = merge(cast.ana, smyth, third)
    outer = merge(cast.ana, smith, smyth)
    things = belongings(cast, smith)
    with work() as db:
        for column, row in things:
            db.execute(update(column.table).where(column.table.c.id == row).values({column: third}))
    assert patient.fetch_strays(machine("job:doubles")) == len(things)
    assert patient.fetch_strays(machine("job:doubles")) == 0
    assert owners(things) == {smith}
    patient.unmerge(cast.ana, outer)
    assert owners(things) == {smyth}
    patient.unmerge(cast.ana, inner)
    assert owners(things) == {third}
