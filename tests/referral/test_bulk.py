"""One thing done to many referrals: each by itself, and each with its own answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock, referral
from core.errors import NotAllowed
from core.referral import Answers, Row, Stage, Wanted
from core.referral import bulk as room
from core.several import Became, Chosen
from core.work import reading
from data.tables import event
from data.tables import referral as table
from tests import make
from tests.referral.story import inbound, internal, only_at, step


def several(cast, n=4) -> list[Row]:
    made = [inbound(cast, patient_id=make.patient(f"P {n}", at=cast.leeds)) for n in range(n)]
    return referral.some(cast.ana, made)


def chosen(rows) -> list[Chosen]:
    return [Chosen(row.id, row.now.version) for row in rows]


def stages(rows) -> list[Stage]:
    with reading() as db:
        found = dict(db.execute(select(table.c.id, table.c.stage)).all())
    return [Stage(found[row.id]) for row in rows]


def test_all_of_them_take_the_step_and_each_says_so(cast):
    rows = several(cast)
    became = list(referral.take_steps(cast.ana, chosen(rows), "acknowledge", Answers()))
    assert became == [Became(one) for one in chosen(rows)]
    assert stages(rows) == [Stage.ACKNOWLEDGED] * 4


def test_one_that_somebody_else_changed_stops_no_other_and_is_done_when_tried_again(cast):
    rows = several(cast)
    step(cast.ben, rows[1].id, "ask_information", comment="Which tooth?")
    given = Answers(reason="hold.patient_asks", until_on=clock.now().date() + timedelta(days=30))
    became = list(referral.take_steps(cast.ana, chosen(rows), "hold", given))
    assert [bool(one.refused) for one in became] == [False, True, False, False]
    assert "Somebody else changed" in became[1].refused
    again = referral.some(cast.ana, [rows[1].id])
    (once_more,) = referral.take_steps(cast.ana, chosen(again), "hold", given)
    assert not once_more.refused


def test_what_was_not_said_is_refused_by_field_and_nothing_is_done(cast):
    rows = several(cast, 2)
    became = list(referral.take_steps(cast.ana, chosen(rows), "decline", Answers()))
    assert [one.fields for one in became] == [{"reason": "Choose a reason."}] * 2
    assert stages(rows) == [Stage.SENT] * 2


def test_a_fault_in_one_is_told_by_its_number_and_the_rest_is_done(cast, monkeypatch):
    rows = several(cast, 3)
    true = room.commands.take_step

    def faulty(actor, referral_id, *rest):
        if referral_id == rows[0].id:
            raise ZeroDivisionError
        true(actor, referral_id, *rest)

    monkeypatch.setattr(room.commands, "take_step", faulty)
    became = list(referral.take_steps(cast.ana, chosen(rows), "acknowledge", Answers()))
    assert "the number" in became[0].refused
    assert stages(rows) == [Stage.SENT, Stage.ACKNOWLEDGED, Stage.ACKNOWLEDGED]


def test_an_owner_and_a_note_are_given_to_all(cast):
    rows = several(cast, 2)
    assert not any(one.refused for one in referral.assign_each(cast.ana, chosen(rows), cast.ben.account_id))
    assert not any(one.refused for one in referral.note_each(cast.ana, chosen(rows), "Called, no answer"))
    assert {row.owner for row in referral.some(cast.ana, [row.id for row in rows])} == {"Ben Okafor"}
    with reading() as db:
        kinds = db.execute(select(event.c.kind).where(event.c.subject_id == rows[0].id)).scalars().all()
    assert {"referral:assigned", "referral:noted"} <= set(kinds)


def test_only_steps_that_all_can_take_are_offered_and_none_that_is_one_patients_own(cast):
    rows = several(cast, 2)
    names = {one.name for one in referral.common_steps(cast.ana, rows)}
    assert {"acknowledge", "accept", "decline", "hold"} <= names
    step(cast.ana, rows[0].id, "accept")
    mixed = referral.some(cast.ana, [row.id for row in rows])
    names = {one.name for one in referral.common_steps(cast.ana, mixed)}
    assert "acknowledge" not in names
    assert "book" not in names
    assert "decline" in names
    assert referral.common_steps(cast.ana, []) == []


def test_all_that_match_are_as_many_as_are_done_in_one_go(cast, monkeypatch):
    rows = several(cast, 3)
    assert {one.id for one in referral.all_that_fit(cast.ana, Wanted())} == {row.id for row in rows}
    assert referral.all_that_fit(cast.ana, Wanted(typed=rows[1].now.reference)) == chosen(rows[1:2])
    monkeypatch.setattr(room, "MOST", 2)
    monkeypatch.setattr("core.several.MOST", 2)
    assert len(referral.all_that_fit(cast.ana, Wanted())) == 2
    assert len(list(referral.note_each(cast.ana, chosen(rows), "x"))) == 2


def test_the_desk_decides_nothing_in_bulk_either(cast):
    rows = several(cast, 2)
    fay = only_at(cast.dev, [cast.leeds])
    assert "accept" not in {one.name for one in referral.common_steps(fay, rows)}
    assert all(one.refused for one in referral.take_steps(fay, chosen(rows), "accept", Answers()))


def test_dev_of_another_site_finds_and_does_nothing(cast):
    rows = [*several(cast, 2), *referral.some(cast.ana, [internal(cast)])]
    assert referral.some(cast.dev, [row.id for row in rows]) == []
    for became in (
        referral.take_steps(cast.dev, chosen(rows), "acknowledge", Answers()),
        referral.assign_each(cast.dev, chosen(rows), cast.dev.account_id),
        referral.note_each(cast.dev, chosen(rows), "x"),
    ):
        assert {one.refused for one in became} == {"There is no such referral at your sites."}
    with pytest.raises(NotAllowed):
        referral.note_each(cast.cleo, chosen(rows), "x")
