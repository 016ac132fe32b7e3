"""What was asked for can be put differently as long as the stage and the side allow it, and both wordings stay."""

import pytest
from sqlalchemy import insert

from core import audit, clock, referral
from core.errors import Changed, Lacking, NotAllowed, NotNow
from core.referral import Request
from core.work import work
from data.tables import clinician
from tests.referral.story import inbound, internal, only_at, step


def test_both_wordings_stay_and_nothing_else_is_told(cast):
    id = inbound(cast, teeth="26")
    now = referral.one(cast.ana, id).now
    referral.change(cast.ana, id, now.version, {"reason": "Pain on biting", "teeth": "27, 26", "payer": ""})
    changed = audit.timeline(cast.ana, "referral", id)[0]
    assert changed.sentence == "Request changed: reason, teeth"
    assert changed.facts["fields"] == ["reason", "teeth"]
    assert (changed.words["reason_was"], changed.words["reason_is"]) == (
        "Pain on biting, upper left first molar", "Pain on biting",
    )  # fmt: skip
    after = referral.one(cast.ana, id)
    assert (after.reason, set(after.teeth), after.now.version) == ("Pain on biting", {"26", "27"}, now.version + 1)


def test_once_it_is_decided_on_only_what_surrounds_it_may_change(cast):
    id = inbound(cast)
    step(cast.ana, id, "accept")
    with pytest.raises(NotNow, match="decided"):
        referral.change(cast.ana, id, None, {"reason": "Something else"})
    referral.change(cast.ana, id, None, {"payer": "Dentsure Plan", "funding": "insurance"})
    assert referral.one(cast.ana, id).payer == "Dentsure Plan"
    assert "reason" not in referral.one(cast.ana, id).editable


def test_what_is_closed_stays_as_it_is(cast):
    id = inbound(cast)
    step(cast.ana, id, "decline", reason="decline.no_capacity")
    assert referral.one(cast.ana, id).editable == frozenset()
    with pytest.raises(NotNow, match="Reopen"):
        referral.change(cast.ana, id, None, {"payer": "x"})


def test_inside_the_group_the_request_is_the_referring_sites(cast):
    id, york = internal(cast), only_at(cast.ana, [cast.york])
    with pytest.raises(NotAllowed, match="referring site"):
        referral.change(cast.ben, id, None, {"reason": "x"})
    referral.change(cast.ben, id, None, {"needs": "Interpreter"})
    referral.change(york, id, None, {"kind": Request.ADVICE})
    assert referral.one(cast.ben, id).kind is Request.ADVICE


def test_an_edit_from_an_old_version_overwrites_nothing(cast):
    id = inbound(cast)
    stale = referral.one(cast.ana, id).now.version
    referral.change(cast.ben, id, stale, {"payer": "Dentsure Plan"})
    with pytest.raises(Changed):
        referral.change(cast.ana, id, stale, {"payer": "Maple Dental Plan"})
    assert referral.one(cast.ana, id).payer == "Dentsure Plan"


@pytest.mark.parametrize(
    "changes",
    [{"reason": "  "}, {"teeth": "99"}, {"payer": "x" * 81}, {"needs": "a\x00b"}, {"written_on": clock.NEVER.date()}],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_changes(cast, changes):
    id = inbound(cast)
    before = referral.one(cast.ana, id)
    with pytest.raises(Lacking) as refused:
        referral.change(cast.ana, id, None, changes)
    assert set(refused.value.fields) == set(changes)
    assert referral.one(cast.ana, id).now == before.now


def test_a_clinician_works_where_they_are_said_to(cast):
    id = inbound(cast)
    with work() as db:
        added = insert(clinician).returning(clinician.c.id)
        hull = db.execute(added.values(name="Dr Hull", site_id=cast.hull)).scalar_one()
        leeds = db.execute(added.values(name="Dr Leeds", site_id=cast.leeds)).scalar_one()
    with pytest.raises(Lacking):
        referral.change(cast.ana, id, None, {"recipient_clinician_id": hull})
    referral.change(cast.ana, id, None, {"recipient_clinician_id": leeds})
    assert referral.one(cast.ana, id).recipient_clinician == "Dr Leeds"


def test_nothing_different_is_no_change(cast):
    with pytest.raises(NotNow, match="Nothing is different"):
        referral.change(cast.ana, inbound(cast), None, {"payer": ""})
