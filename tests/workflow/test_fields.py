"""Custom fields as a manager edits them: whose they are, what changes them, what ends them, and what is told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core import workflow
from core.access import Actor
from core.errors import Changed, Lacking, NotAllowed, NotNow
from core.work import work
from core.workflow import NewField, Typed, Way
from core.workflow.editing import told
from data.tables import custom_field

SHADE = NewField(label="Shade", kind=Typed.CHOICE, choices=("A1", "A2", "B1"))


def of(actor: Actor, field_id: int):
    return workflow.workflow(actor).field(field_id)


def test_whoever_answers_for_every_site_adds_a_field_for_the_group(cast, today):
    number = workflow.add_field(cast.cleo, replace(SHADE, direction="inbound", specialty="prosthodontics", needed=True))
    field = of(cast.dev, number)
    assert (field.label, field.kind, field.choices, field.needed) == ("Shade", Typed.CHOICE, ("A1", "A2", "B1"), True)
    assert field.fits("inbound", "prosthodontics", [cast.leeds])
    assert not field.fits("outbound", "prosthodontics", [cast.leeds])
    assert not field.fits("inbound", "implant", [cast.leeds])


def test_a_manager_of_some_sites_adds_one_for_those_alone(cast, today):
    with pytest.raises(NotAllowed, match="whole group"):
        workflow.add_field(cast.mia, SHADE)
    with pytest.raises(NotAllowed, match="not one of yours"):
        workflow.add_field(cast.mia, replace(SHADE, sites=(cast.leeds, cast.hull)))
    number = workflow.add_field(cast.mia, replace(SHADE, sites=(cast.leeds,)))
    field = of(cast.mia, number)
    assert field.fits("inbound", "implant", [cast.leeds, None])
    assert not field.fits("inbound", "implant", [cast.hull])


@pytest.mark.parametrize("who", ["ana", "ben", "dev"])
def test_others_change_nothing(cast, today, who):
    with pytest.raises(NotAllowed):
        workflow.add_field(getattr(cast, who), replace(SHADE, sites=(cast.leeds,)))
    with pytest.raises(NotAllowed):
        workflow.history(getattr(cast, who))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": "  "}, "label"),
        ({"label": "x" * 81}, "label"),
        ({"choices": ("A1", " A1 ")}, "choices"),
        ({"specialty": "astrology"}, "specialty"),
        ({"help": "two\nlines"}, "help"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(cast, today, wrong, field):
    with pytest.raises(Lacking) as lacking:
        workflow.add_field(cast.cleo, replace(SHADE, **wrong))
    assert set(lacking.value.fields) == {field}


def test_two_fields_of_one_name_are_refused(cast, today):
    workflow.add_field(cast.cleo, SHADE)
    with pytest.raises(Lacking, match="already"):
        workflow.add_field(cast.cleo, replace(SHADE, label="shade "))


def test_other_words_are_the_same_field(cast, today):
    number = workflow.add_field(cast.cleo, SHADE)
    again = workflow.change_field(cast.cleo, number, 1, replace(SHADE, label="Tooth shade", choices=("A1", "C4")))
    assert again == number
    assert of(cast.cleo, number).label == "Tooth shade"
    with pytest.raises(Changed):
        workflow.change_field(cast.cleo, number, 1, SHADE)
    with pytest.raises(NotNow, match="Nothing is different"):
        workflow.change_field(cast.cleo, number, 2, replace(SHADE, label="Tooth shade", choices=("A1", "C4")))


def test_another_kind_of_answer_is_another_field_and_the_old_one_ends(cast, today):
    number = workflow.add_field(cast.cleo, SHADE)
    after = workflow.change_field(cast.cleo, number, 1, NewField(label="Shade", kind=Typed.TEXT))
    assert after != number
    assert of(cast.cleo, number).until_on == today
    assert [field.id for field in workflow.workflow(cast.cleo).known([cast.leeds], today)] == [after]


def test_a_field_ends_on_a_day_and_is_never_deleted(cast, today):
    number = workflow.add_field(cast.cleo, SHADE)
    with pytest.raises(Lacking):
        workflow.end_field(cast.cleo, number, 1, today - timedelta(days=1))
    workflow.end_field(cast.cleo, number, 1, today + timedelta(days=7))
    assert of(cast.cleo, number).is_asked(today)
    assert not of(cast.cleo, number).is_asked(today + timedelta(days=7))
    workflow.end_field(cast.cleo, number, 2)
    with pytest.raises(NotNow, match="has ended"):
        workflow.change_field(cast.cleo, number, 3, replace(SHADE, label="Colour"))


def test_fields_stand_in_the_order_they_are_given(cast, today):
    first, second = (workflow.add_field(cast.cleo, NewField(label=name)) for name in ("First", "Second"))
    third = workflow.add_field(cast.cleo, NewField(label="Third", place=1))
    assert [field.id for field in workflow.workflow(cast.cleo).fields] == [third, first, second]
    workflow.change_field(cast.cleo, first, 1, NewField(label="First", place=3))
    assert [field.id for field in workflow.workflow(cast.cleo).fields] == [third, second, first]


def test_a_field_that_stays_where_it_is_was_not_moved(cast, today):
    first, second = (workflow.add_field(cast.cleo, NewField(label=name)) for name in ("First", "Second"))
    workflow.end_field(cast.cleo, first, 1)
    with pytest.raises(NotNow, match="Nothing is different"):
        workflow.change_field(cast.cleo, second, 1, NewField(label="Second", place=1))


def test_every_change_is_told_with_what_was_before(cast, today):
    number = workflow.add_field(cast.mia, replace(SHADE, sites=(cast.leeds,)))
    workflow.change_field(cast.mia, number, 1, replace(SHADE, label="Tooth shade", sites=(cast.leeds,)))
    last, first = workflow.history(cast.mia)
    assert (last.who, last.before, last.after) == ("Mia Lund", {"label": "Shade"}, {"label": "Tooth shade"})
    assert first.what == "“Shade” is asked (Leeds Dental)"
    assert first.after["direction"] == Way.ANY
    york = replace(cast.mia, sites=frozenset({cast.york}))
    assert workflow.history(york) == []


def test_what_holds_for_several_sites_is_told_once_to_whoever_sees_both(cast, today):
    north = replace(cast.mia, sites=frozenset({cast.leeds, cast.york}))
    workflow.add_field(north, replace(SHADE, sites=(cast.leeds, cast.york)))
    assert len(workflow.history(north)) == len(workflow.history(cast.mia)) == 1


def test_nothing_is_asked_of_the_database_while_nothing_changed(cast, today):
    assert workflow.workflow(cast.dev) == workflow.PLAIN
    workflow.add_field(cast.cleo, SHADE)
    assert workflow.workflow(cast.dev) is workflow.workflow(cast.cleo)


def test_what_was_rolled_back_is_never_remembered(cast, today):
    number = workflow.add_field(cast.cleo, SHADE)

    def half_way() -> None:
        with work() as db:
            db.execute(custom_field.update().values(label="Never"))
            told(db, cast.cleo, "field", number, (), "x")
            assert workflow.standing(db).field(number).label == "Never"
            raise NotNow("It did not come to that.")

    with pytest.raises(NotNow):
        half_way()
    assert of(cast.cleo, number).label == "Shade"
