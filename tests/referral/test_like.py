"""A second referral of the same patient for the same is noticed while the form is being filled in."""

import pytest

from core import audit, referral
from core.errors import Duplicate
from core.patient import known_at
from core.referral import Direction, Draft
from core.work import work
from tests import make
from tests.referral.story import booked, inbound, step


def draft(cast, patient_id, **more):
    given = {"direction": Direction.INBOUND, "site_id": cast.leeds, "specialty": "endodontics", "reason": ""}
    return Draft(patient_id=patient_id, **(given | more))


def test_the_open_one_is_named_with_its_owner(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    id = inbound(cast, patient_id=iris)
    found = referral.open_like(cast.ana, draft(cast, iris))
    assert found.id == id
    assert f"{found.reference}, since" in found.sentence
    assert "looked after by Ana Costa" in found.sentence


def test_nothing_is_like_a_form_that_is_hardly_begun(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    inbound(cast, patient_id=iris)
    for missing in ({"patient_id": None}, {"site_id": None}, {"specialty": ""}, {"specialty": "implant"}):
        given = {"patient_id": iris} | missing
        assert referral.open_like(cast.ana, draft(cast, **given)) is None, missing


def test_a_closed_one_is_none(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    id = inbound(cast, patient_id=iris)
    step(cast.ana, id, "decline", reason="decline.no_capacity")
    assert referral.open_like(cast.ana, draft(cast, iris)) is None


def test_another_practice_outbound_is_another_service_and_only_mentioned(cast):
    tom = make.patient("Tom O'Brien", at=cast.leeds)
    aire, calder = make.provider("Aire Oral Surgery"), make.provider("Calder Oral Surgery")
    out = {"direction": Direction.OUTBOUND, "specialty": "oral_surgery", "reason": "Impacted 48"}
    referral.refer(cast.ana, draft(cast, tom, **out, recipient_provider_id=aire))
    assert referral.open_like(cast.ana, draft(cast, tom, **out, recipient_provider_id=aire)).same
    other = draft(cast, tom, **out, recipient_provider_id=calder)
    found = referral.open_like(cast.ana, other)
    assert not found.same
    assert "an open referral for oral surgery at Aire Oral Surgery" in found.sentence
    assert referral.refer(cast.ana, other)


def test_the_same_practice_is_the_same_service_from_any_site(cast):
    aire = make.provider("Aire Oral Surgery")
    tom = make.patient("Tom O'Brien", at=cast.leeds)
    with work() as db:
        known_at(db, tom, cast.hull)
    out = {"direction": Direction.OUTBOUND, "specialty": "oral_surgery", "reason": "Impacted 48"}
    out |= {"recipient_provider_id": aire}
    first = referral.one(cast.ana, referral.refer(cast.ana, draft(cast, tom, **out)))
    at_hull = draft(cast, tom, **out | {"site_id": cast.hull})
    found = referral.open_like(cast.dev, at_hull)
    assert found.sentence == "This patient already has an open referral for this at Aire Oral Surgery."
    with pytest.raises(Duplicate) as refused:
        referral.refer(cast.dev, at_hull)
    assert first.now.reference not in str(refused.value)


def test_what_came_in_is_not_what_goes_out(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    inbound(cast, patient_id=iris)
    out = {"direction": Direction.OUTBOUND, "recipient_provider_id": make.provider()}
    assert not referral.open_like(cast.ana, draft(cast, iris, **out)).same


def test_the_same_practice_comes_before_an_older_one_for_the_same_here(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    inbound(cast, patient_id=iris)
    out = draft(cast, iris, direction=Direction.OUTBOUND, recipient_provider_id=make.provider(), reason="Pain")
    first = referral.refer(cast.ana, out)
    found = referral.open_like(cast.ana, out)
    assert (found.id, found.same) == (first, True)
    with pytest.raises(Duplicate):
        referral.refer(cast.ana, out)


def test_why_there_are_two_stands_on_both_timelines(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    one = inbound(cast, patient_id=iris)
    two = inbound(cast, patient_id=iris, duplicate_reason="Other side of the mouth")
    for here, there in ((one, two), (two, one)):
        told = next(e for e in audit.timeline(cast.ana, "referral", here) if e.kind == "referral:doubled")
        assert referral.one(cast.ana, there).now.reference in told.sentence
        assert told.comment == "Other side of the mouth"


def test_dev_learns_nothing_about_a_patient_of_another_site(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    booked(cast, inbound(cast, patient_id=iris))
    assert referral.open_like(cast.dev, draft(cast, iris)) is None
