"""One journey: a referral that follows from another is linked with it, and everybody sees their part of the chain."""

import pytest

from core import audit, referral
from core.errors import Lacking, NotFound
from core.referral import Direction, Draft
from core.work import reading
from data.tables import referral as table
from tests import make
from tests.referral.story import inbound, only_at


def onward(cast, first, by=None, **more):
    given = {
        "direction": Direction.OUTBOUND,
        "site_id": cast.leeds,
        "specialty": "oral_surgery",
        "reason": "Apicectomy after failed retreatment",
        "patient_id": referral.one(cast.ana, first).now.patient_id,
        "onward_from_id": first,
    }
    if "recipient_provider_id" not in more and "direction" not in more:
        given["recipient_provider_id"] = make.provider("Aire Oral Surgery")
    return referral.refer(by or cast.ana, Draft(**(given | more)))


def test_it_inherits_the_journey_and_the_first_one_tells_where_it_went(cast):
    first = inbound(cast)
    second = onward(cast, first)
    third = onward(cast, second, specialty="oral_medicine")
    with reading() as db:
        assert len(set(db.execute(table.select().with_only_columns(table.c.journey)).scalars())) == 1
    told = audit.timeline(cast.ana, "referral", first)[0]
    reference = referral.one(cast.ana, second).now.reference
    assert told.sentence == f"Referred on to Aire Oral Surgery as {reference}"
    for each in (first, second, third):
        found = referral.journey(cast.ana, each)
        assert [leg.id for leg in found.legs] == [first, second, third]
        assert found.elsewhere == 0


def test_a_referral_alone_is_no_journey(cast):
    assert not referral.journey(cast.ana, inbound(cast))


def test_what_is_at_another_site_is_only_counted(cast):
    first = inbound(cast)
    leeds_to_hull = {"direction": Direction.INTERNAL, "from_site_id": cast.leeds, "site_id": cast.hull}
    second = onward(cast, first, **leeds_to_hull)
    seen_at_hull = referral.journey(cast.dev, second)
    assert [leg.id for leg in seen_at_hull.legs] == [second]
    assert seen_at_hull.elsewhere == 1
    assert referral.journey(cast.dev, first) == referral.Journey((), 0)


def test_only_whoever_sees_the_first_refers_on_from_it(cast):
    first = inbound(cast)
    tom = make.patient("Tom O'Brien", at=cast.hull)
    with pytest.raises(NotFound):
        onward(cast, first, by=cast.dev, site_id=cast.hull, patient_id=tom)
    with pytest.raises(NotFound):
        onward(cast, first, by=only_at(cast.ana, [cast.york]), site_id=cast.york)


def test_it_is_about_the_same_patient(cast):
    first = inbound(cast)
    with pytest.raises(Lacking) as refused:
        onward(cast, first, patient_id=make.patient("Tom O'Brien", at=cast.leeds))
    assert set(refused.value.fields) == {"patient"}


def test_the_one_it_follows_from_is_no_double_of_it(cast):
    first = inbound(cast, specialty="oral_surgery")
    asked = Draft(
        direction=Direction.OUTBOUND,
        site_id=cast.leeds,
        specialty="oral_surgery",
        reason="",
        patient_id=referral.one(cast.ana, first).now.patient_id,
        onward_from_id=first,
    )
    assert referral.open_like(cast.ana, asked) is None
