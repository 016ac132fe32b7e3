"""A second referral of the same patient for the same is noticed while the form is being filled in."""

from core import referral
from core.referral import Direction, Draft
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


def test_another_practice_outbound_is_another_service(cast):
    tom = make.patient("Tom O'Brien", at=cast.leeds)
    aire, calder = make.provider("Aire Oral Surgery"), make.provider("Calder Oral Surgery")
    out = {"direction": Direction.OUTBOUND, "specialty": "oral_surgery"}
    referral.refer(cast.ana, draft(cast, tom, **out, recipient_provider_id=aire, reason="Impacted 48"))
    assert referral.open_like(cast.ana, draft(cast, tom, **out, recipient_provider_id=aire))
    assert referral.open_like(cast.ana, draft(cast, tom, **out, recipient_provider_id=calder)) is None


def test_dev_learns_nothing_about_a_patient_of_another_site(cast):
    iris = make.patient("Iris Okafor", at=cast.leeds)
    booked(cast, inbound(cast, patient_id=iris))
    assert referral.open_like(cast.dev, draft(cast, iris)) is None
