"""The group's own fields on a referral: asked, kept, changed, found, filtered, counted, exported."""

import csv
import io

import pytest
from sqlalchemy import select

from core import referral, workflow
from core.audit import timeline
from core.errors import Lacking, NotFound, NotNow
from core.referral import Direction, Draft, Wanted
from core.referral.custom import counted, facts
from core.work import reading
from core.workflow import NewField, Typed
from data.tables import custom_value
from data.tables import referral as table
from tests import make
from tests.referral.story import inbound, internal, outbound, step
from tests.world.noted import noted

KINDS = {
    Typed.TEXT: ("Ceramix, Zürich", "x" * 501, "Ceramix, Zürich"),
    Typed.NUMBER: ("1,200.50", "plenty", "1200.5"),
    Typed.DATE: ("2026-04-01", "next spring", "2026-04-01"),
    Typed.CHOICE: ("A1", "Z9", "A1"),
    Typed.TOOTH: ("36 37", "99", "36,37"),
    Typed.YES_NO: ("yes", "maybe", "yes"),
}


def asks(cast, label="Laboratory", kind=Typed.TEXT, **more):
    choices = ("A1", "A2") if kind is Typed.CHOICE else ()
    return workflow.add_field(cast.cleo, NewField(label=label, kind=kind, choices=choices, **more))


def found(actor, **wanted):
    return [row.id for row in referral.board(actor, Wanted(stage="any", **wanted)).rows]


@pytest.mark.parametrize("kind", Typed)
def test_each_kind_is_checked_and_kept_as_it_is_compared(cast, today, kind):
    number = asks(cast, kind=kind)
    good, bad, kept = KINDS[kind]
    with pytest.raises(Lacking) as lacking:
        inbound(cast, custom={str(number): bad})
    assert set(lacking.value.fields) == {f"custom.{number}"}
    id = inbound(cast, custom={str(number): good})
    assert referral.one(cast.ana, id).custom == {str(number): kept}


def test_a_field_that_is_needed_is_asked_for_before_anything_is_sent(cast, today):
    number = asks(cast, needed=True, direction="inbound", specialty="endodontics")
    with pytest.raises(Lacking) as lacking:
        inbound(cast)
    assert set(lacking.value.fields) == {f"custom.{number}"}
    assert outbound(cast)
    assert inbound(cast, specialty="implant")
    assert inbound(cast, custom={str(number): "Ceramix"}, patient_id=make.patient("Kai Moss", at=cast.leeds))


def test_a_site_asks_only_those_that_have_to_do_with_it(cast, today):
    number = asks(cast, needed=True, sites=(cast.york,))
    assert inbound(cast)
    with pytest.raises(Lacking):
        internal(cast)
    assert internal(cast, custom={str(number): "Ceramix"})


def test_what_nobody_asks_is_refused(cast, today):
    number = asks(cast, direction="outbound")
    with pytest.raises(Lacking, match="changed meanwhile"):
        inbound(cast, custom={str(number): "Ceramix"})


def test_it_is_changed_with_what_was_before(cast, today):
    number = asks(cast)
    id = inbound(cast, custom={str(number): "Ceramix"})
    referral.change(cast.ana, id, 1, {f"custom.{number}": "Dentalform", "payer": "Dentsure"})
    entry = timeline(cast.ana, "referral", id)[0]
    assert entry.sentence == "Request changed: payer, Laboratory"
    assert (entry.words[f"custom.{number}_was"], entry.words[f"custom.{number}_is"]) == ("Ceramix", "Dentalform")
    assert referral.one(cast.ana, id).own == (("Laboratory", "Dentalform"),)
    with pytest.raises(NotNow, match="Nothing is different"):
        referral.change(cast.ana, id, 2, {f"custom.{number}": " Dentalform "})
    with pytest.raises(NotNow, match="changed meanwhile"):
        referral.change(cast.ana, id, 2, {"custom.999": "x"})
    with pytest.raises(NotFound):
        referral.change(cast.dev, id, 2, {f"custom.{number}": "x"})


def test_what_is_needed_cannot_be_emptied_and_what_has_ended_stays_readable(cast, today):
    number = asks(cast, needed=True)
    id = inbound(cast, custom={str(number): "Ceramix"})
    with pytest.raises(Lacking, match="needed"):
        referral.change(cast.ana, id, 1, {f"custom.{number}": ""})
    workflow.end_field(cast.cleo, number, 1)
    assert referral.one(cast.ana, id).own == (("Laboratory", "Ceramix"),)
    assert referral.one(cast.ana, id).fields == ()
    assert inbound(cast, patient_id=make.patient("Kai Moss", at=cast.leeds))


def test_an_answer_that_left_the_list_stays_until_another_is_chosen(cast, today):
    number = asks(cast, kind=Typed.CHOICE)
    id = inbound(cast, custom={str(number): "A1"})
    workflow.change_field(cast.cleo, number, 1, NewField(label="Shade", kind=Typed.CHOICE, choices=("A2", "B1")))
    referral.change(cast.ana, id, 1, {f"custom.{number}": "A1", "payer": "Dentsure"})
    with pytest.raises(Lacking):
        inbound(cast, custom={str(number): "A1"}, patient_id=make.patient("Kai Moss", at=cast.leeds))


def test_lists_find_its_words_and_filter_by_its_answers(cast, today):
    lab, shade = asks(cast), asks(cast, "Shade", Typed.CHOICE)
    one = inbound(cast, custom={str(lab): "Zürich Ceramix", str(shade): "A1"})
    other = inbound(cast, custom={str(shade): "A2"}, patient_id=make.patient("Kai Moss", at=cast.leeds))
    assert found(cast.ana, typed="zurich") == found(cast.ana, typed="cera") == [one]
    assert found(cast.ana, custom=((shade, "A2"),)) == [other]
    assert found(cast.ana, custom=((shade, "A2"), (lab, "x"))) == []
    assert found(cast.dev, typed="zurich") == found(cast.dev, custom=((shade, "A2"),)) == []
    referral.change(cast.ana, one, 1, {f"custom.{lab}": "Dentalform", f"custom.{shade}": ""})
    assert found(cast.ana, typed="zurich") == found(cast.ana, custom=((shade, "A1"),)) == []
    assert found(cast.ana, typed="dentalf") == [one]


@pytest.mark.database("sqlite")
def test_neither_searching_nor_filtering_reads_every_value(cast, today):
    number = asks(cast)
    inbound(cast, custom={str(number): "Ceramix"})
    with noted() as told:
        found(cast.ana, typed="ceramix")
        found(cast.ana, custom=((number, "Ceramix"),))
        counted(cast.ana, number)
    for statement, parameters in told:
        with reading() as db:
            plan = [row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        assert not {"SCAN custom_value", "SCAN referral"} & set(plan), (statement, plan)


def test_an_address_keeps_what_is_filtered_by(cast):
    wanted = Wanted.read({"field7": " A1 ", "fieldx": "no", "field8": "", "sub_status": "3"})
    assert (wanted.custom, wanted.sub_status) == (((7, "A1"),), 3)
    assert Wanted.read(wanted.spelt) == wanted


def test_it_is_counted_by_what_is_said(cast, today):
    shade = asks(cast, kind=Typed.CHOICE)
    for name, said in (("Kai Moss", "A1"), ("Lou Reid", "A2"), ("Ann Pike", "A1")):
        inbound(cast, custom={str(shade): said}, patient_id=make.patient(name, at=cast.leeds))
    assert counted(cast.ana, shade) == {"A1": 2, "A2": 1}
    assert counted(cast.dev, shade) == {}


def test_rules_read_each_value_in_its_own_type(cast, today):
    number, yes = asks(cast, kind=Typed.NUMBER), asks(cast, "Smokes", Typed.YES_NO)
    with reading() as db:
        flow = workflow.standing(db)
    assert facts(flow, {str(number): "1200.5", str(yes): "no"}) == {f"custom.{number}": 1200.5, f"custom.{yes}": False}


def test_an_export_has_a_column_for_each(cast, today):
    number, text = asks(cast, "Value", Typed.NUMBER), asks(cast)
    inbound(cast, custom={str(number): "0", str(text): "=1+1"})
    file = referral.export(cast.ana, Wanted(), "csv")
    line = next(csv.DictReader(io.StringIO(file.content.read().decode("utf-8-sig"))))
    assert (line["Value"], line["Laboratory"]) == ("0", "'=1+1")
    assert referral.export(cast.ana, Wanted(), "xlsx").size


def test_what_searches_go_by_is_what_the_referral_says(cast, today):
    lab, shade = asks(cast), asks(cast, "Shade", Typed.CHOICE)
    id = inbound(cast, custom={str(lab): "Ceramix", str(shade): "A1"})
    referral.change(cast.ana, id, 1, {f"custom.{shade}": ""})
    with reading() as db:
        kept = db.execute(select(table.c.custom).where(table.c.id == id)).scalar_one()
        rows = db.execute(select(custom_value.c.field_id, custom_value.c.value)).all()
    assert {str(field): value for field, value in rows} == kept == {str(lab): "Ceramix"}


def test_a_list_asks_no_more_of_the_database_for_it(cast, today):
    inbound(cast)
    with noted() as before:
        referral.board(cast.ana, Wanted())
    asks(cast)
    referral.board(cast.ana, Wanted())
    with noted() as after:
        referral.board(cast.ana, Wanted())
    assert len(after) == len(before)


def test_a_step_leaves_it_as_it_is(cast, today):
    number = asks(cast)
    id = inbound(cast, custom={str(number): "Ceramix"})
    assert step(cast.ana, id, "accept").own == (("Laboratory", "Ceramix"),)
    assert Draft(direction=Direction.INBOUND, site_id=1, specialty="", reason="").custom == {}
