"""Who may be meant is suggested from all who are known here, and from nobody who is not."""

from datetime import date

import pytest
from sqlalchemy import select, update

from core import defaults, patient
from core.channel import Channel
from core.errors import NotAllowed
from core.patient import NewPatient
from core.work import reading, work
from data.tables import patient as table
from tests import make

ROSE = NewPatient(
    given_name="Rose",
    family_name="Smith",
    born_on=date(1961, 5, 3),
    nhs_number="9990000018",
    phone="07700 900123",
    email="rose@example.org",
    postcode="LS1 4AB",
)


def like_rose(**other):
    told = {name: getattr(ROSE, name) for name in NewPatient.__slots__}
    return NewPatient(**(told | {"nhs_number": ""} | other))


@pytest.fixture
def rose(cast):
    return patient.register(cast.ana, ROSE, cast.leeds)


def ids(actor, new):
    return [one.found.id for one in patient.suggest(actor, new)]


def test_the_same_nhs_number_is_certain(cast, rose):
    (one,) = patient.suggest(cast.ana, NewPatient(given_name="", family_name="", nhs_number="999 000 0018"))
    assert (one.found.id, one.score, one.certain) == (rose, 100, True)
    assert one.reasons == ("same NHS number",)


def test_another_nhs_number_is_never_suggested(cast, rose):
    assert ids(cast.ana, like_rose(nhs_number="9990000026")) == []


def test_the_number_that_stands_for_unknown_decides_nothing(cast, rose):
    (one,) = patient.suggest(cast.ana, like_rose(nhs_number="9999999999"))
    assert (one.found.id, one.certain) == (rose, False)


@pytest.mark.parametrize(
    "typed",
    [
        {"family_name": "Smyth", "phone": "", "email": "", "postcode": ""},
        {"given_name": "Smith", "family_name": "Rose", "phone": "", "email": ""},
        {"born_on": date(1961, 3, 5), "phone": "", "email": "", "postcode": ""},
        {"born_on": date(1961, 5, 13), "phone": "", "email": "", "postcode": ""},
        {"born_on": None, "phone": "", "email": ""},
        {"born_on": None, "postcode": "", "email": ""},
        {"born_on": None, "family_name": "Smyth", "postcode": "", "phone": ""},
        {"family_name": "Wood", "postcode": "", "email": ""},
    ],
)
def test_whatever_sign_is_left_leads_to_them(cast, rose, typed):
    assert ids(cast.ana, like_rose(**typed)) == [rose]


def test_a_form_that_is_not_whole_yet_is_answered_too(cast, rose):
    assert ids(cast.ana, like_rose(given_name="", phone="077", email="rose@", nhs_number="99", postcode="?" * 40)) == [
        rose
    ]
    assert ids(cast.ana, NewPatient(given_name="", family_name="")) == []


def test_the_likeliest_comes_first_and_no_more_than_asked_for(cast, rose):
    others = [make.patient("Rose Smith", at=cast.leeds, born_on=ROSE.born_on) for _ in range(3)]
    assert ids(cast.ana, like_rose())[0] == rose
    assert set(ids(cast.ana, like_rose())) == {rose, *others}
    assert len(patient.suggest(cast.ana, like_rose(), limit=2)) == 2


def test_a_family_telephone_finds_no_child_for_its_mother(cast):
    for name, born in (("Ann Wood", date(1985, 2, 1)), ("Tim Wood", date(2012, 7, 9)), ("Joe Wood", date(2012, 7, 9))):
        make.patient(name, at=cast.leeds, born_on=born, phone=ROSE.phone, postcode="LS1 4AB")
    kate = NewPatient(
        given_name="Kate", family_name="Wood", born_on=date(2012, 7, 9), phone=ROSE.phone, postcode="LS1 4AB"
    )
    assert ids(cast.ana, kate) == []
    (one,) = patient.suggest(cast.ana, NewPatient(given_name="Timothy", family_name="Wood", phone=ROSE.phone,
                                                  born_on=date(2012, 7, 9)))  # fmt: skip
    assert one.found.name == "Tim Wood"
    assert "same telephone, which 2 other patients share" in one.reasons


def test_dev_at_hull_is_told_of_nobody_in_leeds(cast, rose):
    assert ids(cast.dev, like_rose()) == []
    assert ids(cast.dev, like_rose(nhs_number="9990000018")) == []


def test_how_many_share_a_telephone_counts_this_site_alone(cast):
    for site in (cast.leeds, cast.hull, cast.hull):
        make.patient("Rose Smith", at=site, phone=ROSE.phone)
    (one,) = patient.suggest(cast.ana, like_rose())
    assert "same telephone" in one.reasons


def test_operators_are_told_of_nobody(cast, rose):
    with pytest.raises(NotAllowed):
        patient.suggest(cast.cleo, like_rose())


def test_a_correction_and_a_new_number_are_compared_from_then_on(cast, rose):
    patient.change(cast.ana, rose, 1, like_rose(family_name="Featherstone", phone="0113 496 0123"))
    asked = like_rose(family_name="Fetherston", born_on=None, email="", phone="0113 496 0123")
    assert ids(cast.ana, asked) == [rose]
    assert patient.one(cast.ana, rose).contact(Channel.PHONE) == "+441134960123"


def test_rows_from_before_get_their_sound_after_the_migration(cast, rose):
    with work() as db:
        db.execute(update(table).values(sound=""))
    defaults.load()
    with reading() as db:
        assert db.execute(select(table.c.sound)).scalars().all() == ["SM0-r"]
