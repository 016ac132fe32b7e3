"""Steps that wait for a second person: who may approve, what becomes of it, and what makes it too late."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from core import referral, task, workflow
from core.access import Role, machine
from core.audit import timeline
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow
from core.referral import Answers, Stage, Urgency
from core.referral.approvals import read, spelt
from core.referral.tailored import NewApproving, add_approval, drop_approval
from core.work import reading, work
from core.workflow import Condition
from data.tables import account, approval
from tests.cast import actor as person
from tests.referral.story import OUTCOME, booked, inbound, internal, step

ALWAYS = NewApproving(step="decline", condition=Condition.ALWAYS, role="manager")
FUNDING = {"reason": "decline.funding"}


@pytest.fixture(autouse=True)
def line(cast, today):
    """Declining waits for a manager."""
    return add_approval(cast.cleo, ALWAYS)


def asked(cast, **more):
    """A referral at Leeds that Ana wants to decline, and what waits of it."""
    id = inbound(cast, **more)
    step(cast.ana, id, "decline", **FUNDING)
    return id, referral.waiting_for(cast.mia, id)


def to_do(cast, id):
    return [each.title for each in task.of(cast.mia, "referral", id) if each.state == "open"]


def kinds(cast, id):
    return [entry.kind for entry in timeline(cast.ana, "referral", id)]


def test_the_step_is_asked_for_and_nothing_moves(cast):
    id, waits = asked(cast)
    assert referral.one(cast.ana, id).now.stage is Stage.SENT
    assert (waits.asked_by, waits.label, waits.role, waits.mine, waits.outdated) == (
        "Ana Costa", "Decline", "manager", True, False,
    )  # fmt: skip
    assert timeline(cast.ana, "referral", id)[0].kind == "task:opened"
    (title,) = to_do(cast, id)
    assert title.startswith("Decline: approve or refuse what Ana Costa asks")
    assert [each.id for each in referral.to_approve(cast.mia)] == [waits.id]


def test_another_person_approves_and_it_is_taken_by_whoever_asked(cast):
    id, waits = asked(cast)
    referral.approve(cast.mia, waits.id)
    done = referral.one(cast.ana, id)
    assert (done.now.stage, done.because) == (Stage.DECLINED, "Funding not available")
    declined = next(entry for entry in timeline(cast.ana, "referral", id) if entry.kind == "referral:declined")
    assert declined.actor == "Ana Costa, approved by Mia Lund"
    assert declined.facts["approved_by"] == cast.mia.account_id
    assert to_do(cast, id) == []
    assert referral.to_approve(cast.mia) == []
    assert "approval:given" in kinds(cast, id)


def test_its_task_cannot_be_ticked_off_without_deciding(cast):
    id, _ = asked(cast)
    (one,) = task.of(cast.mia, "referral", id)
    with pytest.raises(NotNow) as refused:
        task.finish(cast.mia, one.id, one.version)
    assert "Approve or refuse it" in str(refused.value)
    assert len(to_do(cast, id)) == 1


def test_nobody_approves_what_they_asked_for(cast):
    id = inbound(cast)
    step(cast.mia, id, "decline", **FUNDING)
    waits = referral.waiting_for(cast.mia, id)
    assert not waits.mine
    assert referral.to_approve(cast.mia) == []
    with pytest.raises(NotAllowed, match="yourself"):
        referral.approve(cast.mia, waits.id)
    with pytest.raises(NotAllowed, match="yourself"):
        referral.refuse(cast.mia, waits.id, "No")


@pytest.mark.parametrize("who", ["ben", "ana"])
def test_another_role_approves_nothing(cast, who):
    id = inbound(cast)
    step(cast.mia, id, "decline", **FUNDING)
    waits = referral.waiting_for(cast.ana, id)
    with pytest.raises(NotAllowed, match="waits for a manager"):
        referral.approve(getattr(cast, who), waits.id)


def test_another_site_approves_nothing(cast):
    _, waits = asked(cast)
    hull = replace(cast.mia, account_id=99, sites=frozenset({cast.hull}))
    for stranger in (cast.dev, hull):
        with pytest.raises(NotFound):
            referral.approve(stranger, waits.id)
        with pytest.raises(NotFound):
            referral.refuse(stranger, waits.id, "No")
    assert referral.to_approve(hull) == []
    assert referral.waiting_for(cast.dev, waits.referral_id) is None


def test_the_manager_of_the_sender_does_not_decide_for_the_receiver(cast):
    id = internal(cast)
    step(cast.ana, id, "decline", **FUNDING)
    waits = referral.waiting_for(cast.ana, id)
    york = replace(cast.mia, account_id=99, sites=frozenset({cast.york}))
    with pytest.raises(NotAllowed, match="waits for a manager"):
        referral.approve(york, waits.id)


def test_the_second_of_two_is_told_who_was_first(cast):
    with work() as db:
        nia = person(db, "Nia Webb", Role.MANAGER, (cast.leeds,))
    _, waits = asked(cast)
    referral.approve(nia, waits.id)
    with pytest.raises(NotNow, match="Nia Webb approved this already"):
        referral.approve(cast.mia, waits.id)
    with pytest.raises(NotNow, match="Nia Webb approved this already"):
        referral.refuse(cast.mia, waits.id, "No")


def test_it_is_refused_with_a_reason_that_whoever_asked_reads(cast):
    id, waits = asked(cast)
    with pytest.raises(Lacking):
        referral.refuse(cast.mia, waits.id, "  ")
    referral.refuse(cast.mia, waits.id, "The insurer pays")
    entry = next(each for each in timeline(cast.ana, "referral", id) if each.kind == "approval:refused")
    assert (entry.sentence, entry.comment, entry.actor) == ("Decline not approved", "The insurer pays", "Mia Lund")
    assert referral.one(cast.ana, id).now.stage is Stage.SENT
    assert referral.waiting_for(cast.ana, id) is None
    assert to_do(cast, id) == []


def test_another_step_meanwhile_outdates_it_at_once(cast):
    id, waits = asked(cast)
    step(cast.ana, id, "acknowledge")
    assert referral.waiting_for(cast.mia, id) is None
    assert to_do(cast, id) == []
    assert "approval:outdated" in kinds(cast, id)
    with pytest.raises(NotNow, match="has changed since"):
        referral.approve(cast.mia, waits.id)


def test_what_was_changed_meanwhile_makes_it_outdated_when_it_is_looked_at(cast):
    id, waits = asked(cast)
    referral.change(cast.ana, id, 1, {"payer": "Dentsure"})
    assert referral.waiting_for(cast.mia, id).outdated
    assert referral.to_approve(cast.mia) == []
    with pytest.raises(Changed, match="Ask for it again"):
        referral.approve(cast.mia, waits.id)
    assert referral.one(cast.ana, id).now.stage is Stage.SENT
    assert referral.waiting_for(cast.mia, id) is None
    step(cast.ana, id, "decline", **FUNDING)
    referral.approve(cast.mia, referral.waiting_for(cast.mia, id).id)
    assert referral.one(cast.ana, id).now.stage is Stage.DECLINED


def test_whoever_may_no_longer_take_it_does_not_take_it_by_approval(cast):
    id, waits = asked(cast)
    with work() as db:
        db.execute(update(account).where(account.c.id == cast.ana.account_id).values(role=Role.FRONT_DESK))
    with pytest.raises(NotAllowed):
        referral.approve(cast.mia, waits.id)
    assert referral.waiting_for(cast.mia, id)


def test_a_rule_asks_like_a_person(cast):
    id = inbound(cast)
    referral.take_step(machine("rule:old"), id, None, "decline", Answers(**FUNDING))
    waits = referral.waiting_for(cast.mia, id)
    assert waits.asked_by == "Baton"
    referral.approve(cast.mia, waits.id)
    assert referral.one(cast.ana, id).now.stage is Stage.DECLINED


def test_a_value_above_a_sum_waits_and_one_below_does_not(cast):
    for name, above in (("report", 500), ("complete", 100)):
        line = NewApproving(step=name, condition=Condition.VALUE_ABOVE, role="manager", above=Decimal(above))
        add_approval(cast.cleo, line)
    id = inbound(cast)
    booked(cast, id)
    step(cast.ana, id, "attend")
    waits = step(cast.ben, id, "report", **OUTCOME, value=Decimal("500.01"))
    assert waits.now.stage is Stage.IN_TREATMENT
    assert referral.waiting_for(cast.mia, id).answers.value == Decimal("500.01")
    assert step(cast.ben, id, "report", **OUTCOME, value=Decimal(500)).now.stage is Stage.REPORTED
    assert step(cast.ana, id, "complete").now.stage is Stage.REPORTED
    referral.approve(cast.mia, referral.waiting_for(cast.mia, id).id)
    assert referral.one(cast.ana, id).now.stage is Stage.COMPLETED


def test_less_urgency_waits_and_more_does_not(cast):
    add_approval(cast.cleo, NewApproving(step="set_urgency", condition=Condition.URGENCY_LOWERED, role="clinician"))
    id = inbound(cast)
    told = {"comment": "Rang", "decided_by": "Dr Okafor"}
    assert step(cast.ana, id, "set_urgency", urgency=Urgency.URGENT, **told).now.urgency is Urgency.URGENT
    assert step(cast.ana, id, "set_urgency", urgency=Urgency.ROUTINE, **told).now.urgency is Urgency.URGENT
    waits = referral.waiting_for(cast.ben, id)
    assert waits.mine
    referral.approve(cast.ben, waits.id)
    assert referral.one(cast.ana, id).now.urgency is Urgency.ROUTINE


def test_a_site_has_lines_of_its_own_and_drops_them_alone(cast, line):
    drop_approval(cast.cleo, line)
    own = add_approval(cast.mia, replace(ALWAYS, site_id=cast.leeds))
    with pytest.raises(Duplicate):
        add_approval(cast.mia, replace(ALWAYS, site_id=cast.leeds))
    with pytest.raises(NotAllowed):
        add_approval(cast.mia, ALWAYS)
    with pytest.raises(NotAllowed):
        drop_approval(replace(cast.mia, sites=frozenset({cast.hull})), own)
    drop_approval(cast.mia, own)
    assert step(cast.ana, inbound(cast), "decline", **FUNDING).now.stage is Stage.DECLINED
    assert [each.part for each in workflow.history(cast.mia)] == ["approval"] * 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"step": "send"}, "step"),
        ({"condition": Condition.VALUE_ABOVE, "above": Decimal(1)}, "condition"),
        ({"step": "report", "condition": Condition.VALUE_ABOVE}, "above"),
        ({"role": "operator"}, "role"),
    ],
)
def test_bad_lines_are_refused(cast, wrong, field):
    with pytest.raises(Lacking) as lacking:
        add_approval(cast.cleo, replace(ALWAYS, **wrong))
    assert field in lacking.value.fields


def test_answers_come_back_as_they_were_given(cast, today):
    given = Answers(value=Decimal("1.50"), until_on=today, urgency=Urgency.SOON, comment="x", close_tasks=True)
    assert read(spelt(given)) == given
    asked(cast)
    with reading() as db:
        assert db.execute(select(approval.c.answers)).scalar_one() == FUNDING
