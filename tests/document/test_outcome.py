"""The report letter: what was found and done, for whoever referred, made from the signed report."""

from datetime import date

import pytest

from core import document
from core.document import Holder, Paper
from core.errors import NotAllowed, NotFound, NotNow
from core.referral import Source
from tests import make
from tests.document.test_letter import read
from tests.referral.story import booked, inbound, internal, only_at, outbound, step

OUTCOME = {
    "diagnosis": "Irreversible pulpitis of 26",
    "findings": "Tender to percussion",
    "treatment": "Root canal treatment in two visits",
    "recommendations": "Crown within three months",
    "recall_on": date(2026, 9, 1),
}


def reported(cast, referral_id: int) -> int:
    booked(cast, referral_id)
    step(cast.ben, referral_id, "attend")
    step(cast.ben, referral_id, "report", **OUTCOME)
    return referral_id


def test_it_tells_the_referrer_what_was_found_and_done_and_who_signed(cast, today):
    id = reported(cast, inbound(cast, their_reference="PEN-7"))
    text = read(document.content(cast.ana, document.make_outcome(cast.ana, id)))
    said = (
        "Pennine Dental", "Leeds Dental", "PEN-7", "Iris Okafor", "Irreversible pulpitis of 26", "Tender to percussion",
        "Root canal treatment in two visits", "Crown within three months", "1 September 2026", "10 March 2026",
        "Ben Okafor", "page 1 of 1",
    )  # fmt: skip
    assert [words for words in said if words not in text] == []
    (kept,) = document.of(cast.ana, Holder(referral_id=id))
    assert (kept.kind, kept.origin) == (Paper.REPORT, "made")
    assert document.make_outcome(cast.ben, id) == kept.id, "nothing is new, so it stands"


def test_who_came_without_a_letter_is_told_themselves(cast):
    patient_id = make.patient("Rose Tyler", at=cast.leeds, address="3 Mill Lane")
    id = reported(cast, inbound(cast, patient_id=patient_id, source=Source.SELF, referrer_provider_id=None))
    text = read(document.content(cast.ana, document.make_outcome(cast.ana, id)))
    assert "Dear Rose Tyler" in text
    assert "3 Mill Lane" in text


def test_before_it_is_signed_and_for_an_outside_practice_there_is_none(cast):
    with pytest.raises(NotNow, match="no signed report"):
        document.make_outcome(cast.ana, inbound(cast))
    with pytest.raises(NotNow, match="practice that treats"):
        document.make_outcome(cast.ana, outbound(cast))


def test_only_who_may_read_it_at_the_site_that_treats_makes_it(cast):
    id = reported(cast, internal(cast))
    with pytest.raises(NotAllowed, match="clinical"):
        document.make_outcome(only_at(cast.dev, [cast.leeds]), id)
    with pytest.raises(NotAllowed):
        document.make_outcome(only_at(cast.ana, [cast.york]), id)
    with pytest.raises(NotAllowed):
        document.make_letter(cast.ben, id)
    with pytest.raises(NotFound):
        document.make_outcome(cast.dev, id)
