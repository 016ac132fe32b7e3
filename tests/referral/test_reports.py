"""Reports: written by whoever was there, signed by a clinician, never altered, corrected by a new one."""

from decimal import Decimal

import pytest

from core import audit, referral, rule, task
from core.access import Role
from core.errors import Lacking, NotAllowed
from core.referral import Stage
from core.work import work
from tests.cast import actor
from tests.referral.story import OUTCOME, booked, inbound, outbound, step


@pytest.fixture
def treated(cast):
    """Iris has been seen; her report is due."""
    id = inbound(cast)
    booked(cast, id)
    step(cast.ana, id, "attend")
    return id


def to_do(cast, id):
    while rule.react():
        pass
    return [one for one in task.of(cast.ana, "referral", id) if one.kind == "sign_report" and one.state == "open"]


def test_our_own_report_is_signed_by_the_clinician_who_sends_it(cast, treated):
    (report,) = step(cast.ben, treated, "report", **OUTCOME, signed_by="Somebody Else").reports
    assert (report.kind, report.signed_by, report.written_by) == ("final", "Ben Okafor", "Ben Okafor")
    assert (report.diagnosis, report.treatment) == tuple(OUTCOME.values())


@pytest.mark.parametrize("who", ["ana", "mia"])
def test_who_is_no_clinician_signs_nothing(cast, treated, who):
    with pytest.raises(NotAllowed):
        step(getattr(cast, who), treated, "report", **OUTCOME)
    assert "report" not in {each.name for each in referral.one(getattr(cast, who), treated).steps}


def test_a_prepared_report_waits_for_its_clinician_and_is_signed(cast, treated):
    before = referral.one(cast.ana, treated).due_at
    prepared = step(cast.ana, treated, "prepare_report", **OUTCOME, signer_id=cast.ben.account_id)
    assert (prepared.now.stage, prepared.due_at) == (Stage.IN_TREATMENT, before)
    assert (prepared.reports[0].kind, prepared.reports[0].signed_by) == ("prepared", "")
    assert prepared.reports[0].written_by == "Ana Costa"
    assert audit.timeline(cast.ana, "referral", treated)[0].sentence == "Report prepared for Ben Okafor to sign"
    (asked,) = to_do(cast, treated)
    assert (asked.owner_id, asked.title) == (cast.ben.account_id, "Sign the report about Iris Okafor")
    step(cast.ben, treated, "report", **OUTCOME)
    assert to_do(cast, treated) == []


def test_a_report_can_wait_for_whichever_clinician_is_there(cast, treated):
    step(cast.ana, treated, "prepare_report", **OUTCOME)
    (asked,) = to_do(cast, treated)
    assert asked.owner_id is None
    assert audit.timeline(cast.ana, "referral", treated)[0].kind == "task:opened"


def test_only_a_clinician_of_the_site_can_be_asked_to_sign(cast, treated):
    assert [one.name for one in referral.signers(cast.ana, cast.leeds)] == ["Ben Okafor"]
    with work() as db:
        hull = actor(db, "Hal Hull", Role.CLINICIAN, (cast.hull,))
    for stranger in (cast.mia, hull):
        with pytest.raises(Lacking) as refused:
            step(cast.ana, treated, "prepare_report", **OUTCOME, signer_id=stranger.account_id)
        assert set(refused.value.fields) == {"signer"}


def test_a_report_without_an_outcome_is_none(cast, treated):
    with pytest.raises(Lacking) as refused:
        step(cast.ben, treated, "report", summary="All done", findings="Nothing", value=Decimal("-1"))
    assert set(refused.value.fields) == {"diagnosis", "treatment", "value"}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "10000000", "-0.01"])
def test_a_value_that_is_none_is_refused(cast, treated, value):
    with pytest.raises(Lacking) as refused:
        step(cast.ben, treated, "report", **OUTCOME, value=Decimal(value))
    assert set(refused.value.fields) == {"value"}


def test_anybody_who_reports_notes_what_an_outside_practice_wrote_and_who_signed_it(cast):
    id = outbound(cast)
    booked(cast, id)
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "report", **OUTCOME)
    assert set(refused.value.fields) == {"signed_by"}
    (report,) = step(cast.ana, id, "report", **OUTCOME, signed_by="Mr R. Hale").reports
    assert (report.signed_by, report.written_by) == ("Mr R. Hale", "Ana Costa")
    assert "prepare_report" not in {each.name for each in referral.one(cast.ana, outbound_again(cast)).steps}


def outbound_again(cast):
    id = outbound(cast)
    booked(cast, id)
    return id


def test_a_name_that_is_too_long_to_keep_is_refused_in_words(cast):
    id = outbound_again(cast)
    with pytest.raises(Lacking) as refused:
        step(cast.ana, id, "report", **OUTCOME, signed_by="x" * 121)
    assert set(refused.value.fields) == {"signed_by"}


def test_a_wrong_report_is_followed_by_a_corrected_one_and_stays(cast, treated):
    step(cast.ben, treated, "report", **OUTCOME)
    with pytest.raises(Lacking) as refused:
        step(cast.ben, treated, "correct_report", **OUTCOME)
    assert set(refused.value.fields) == {"comment"}
    with pytest.raises(NotAllowed):
        step(cast.ana, treated, "correct_report", **OUTCOME, comment="Wrong tooth")
    right = {"diagnosis": "Pulp necrosis, upper left second molar", "treatment": OUTCOME["treatment"]}
    found = step(cast.ben, treated, "correct_report", **right, comment="It was the second molar")
    assert found.now.stage is Stage.REPORTED
    assert [report.diagnosis for report in found.reports] == [right["diagnosis"], OUTCOME["diagnosis"]]
    assert audit.timeline(cast.ben, "referral", treated)[0].sentence == "Report corrected, signed by Ben Okafor"


def test_the_front_desk_does_not_read_what_a_report_says(cast, treated):
    step(cast.ben, treated, "report", **OUTCOME, value=Decimal(480))
    fay = actor_at_leeds(cast)
    (report,) = referral.one(fay, treated).reports
    assert (report.readable, report.value, report.signed_by) == (False, None, "Ben Okafor")
    assert not set(OUTCOME) & set(audit.timeline(fay, "referral", treated)[0].words)


def actor_at_leeds(cast):
    with work() as db:
        return actor(db, "Fay Dowson", Role.FRONT_DESK, (cast.leeds,))
