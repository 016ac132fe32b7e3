"""The list of patients goes on where it stopped, counts what its reader may see, and shows nobody of other sites."""

from datetime import date

import pytest

from core import patient, referral
from core.errors import NotAllowed
from core.patient import NewPatient
from tests import make
from tests.patient.records import merge
from tests.referral import story

NAMES = ["Ann Abbott", "Zoe Abbott", "Ann Abbott", "Bo Łukasz", "李 Zhang", "Cher"]


@pytest.fixture
def several(cast):
    return [make.patient(name, at=cast.leeds, **({"one_name": True} if " " not in name else {})) for name in NAMES]


def names(page):
    return [each.name for each in page.rows]


def test_page_by_page_everybody_comes_once_by_family_name(cast, several):
    whole = patient.patients(cast.ana)
    assert whole.next is None
    assert names(whole)[:3] == ["Ann Abbott", "Ann Abbott", "Zoe Abbott"]
    seen, after = [], None
    for _ in range(4):
        page = patient.patients(cast.ana, after=after, limit=2)
        seen += [each.id for each in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [each.id for each in whole.rows]
    assert sorted(seen) == sorted(several)


def test_typing_finds_as_the_finder_does(cast, several):
    assert names(patient.patients(cast.ana, "lukasz bo")) == ["Bo Łukasz"]
    assert patient.patients(cast.ana, "nobody of this name").rows == ()


def test_a_row_says_how_to_reach_them_where_they_are_known_and_what_is_open(cast):
    given = {"phone": "07700 900123", "nhs_number": "9990000018", "died_on": date(2026, 1, 2)}
    rose = make.patient("Rose Tyler", at=cast.leeds, **given)
    with_two = story.inbound(cast, patient_id=rose)
    story.inbound(cast, patient_id=rose, specialty="implant")
    story.step(cast.ana, with_two, "decline", reason="decline.no_capacity")
    (row,) = patient.patients(cast.ana).rows
    assert (row.phone, row.nhs_number, row.died_on) == ("+447700900123", "9990000018", date(2026, 1, 2))
    assert (row.open, row.referrals, row.sites) == (1, 2, ("Leeds Dental",))


def test_a_merged_record_is_in_no_list(cast):
    one, other = make.patient("Rose Smith", at=cast.leeds), make.patient("Rose Smyth", at=cast.leeds)
    merge(cast.ana, one, other)
    assert names(patient.patients(cast.ana)) == ["Rose Smith"]


def test_dev_at_hull_sees_nobody_of_leeds_and_operators_no_list_at_all(cast, several):
    story.inbound(cast, patient_id=several[0])
    assert patient.patients(cast.dev).rows == ()
    assert patient.patients(cast.dev, "abbott").rows == ()
    assert referral.of_patient(cast.dev, several[0]) == []
    for ask in (patient.patients, lambda actor: referral.of_patient(actor, several[0])):
        with pytest.raises(NotAllowed):
            ask(cast.cleo)


def test_a_site_that_knows_a_patient_too_sees_only_its_own_referrals(cast):
    rose = make.patient("Rose Tyler", at=cast.leeds, nhs_number="9990000018")
    theirs = NewPatient(given_name="Rose", family_name="Tyler", born_on=make.BORN, nhs_number="9990000018")
    patient.register(cast.dev, theirs, cast.hull)
    story.inbound(cast, patient_id=rose)
    assert referral.of_patient(cast.dev, rose) == []
    (row,) = patient.patients(cast.dev).rows
    assert (row.id, row.open, row.referrals, row.sites) == (rose, 0, 0, ("Hull Dental",))


def test_the_referrals_of_a_patient_come_latest_first(cast):
    rose = make.patient("Rose Tyler", at=cast.leeds)
    first, second = story.inbound(cast, patient_id=rose), story.outbound(cast, patient_id=rose)
    found = referral.of_patient(cast.ana, rose)
    assert [each.id for each in found] == [second, first]
    assert (found[0].specialty, found[0].other, found[0].onward_from) == ("Oral surgery", "Aire Oral Surgery", "")
    assert found[1].other == "Pennine Dental"
