"""What must hold of a referral whatever happened, asked of the database in plain SQL and not of our own queries."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from core.access import Actor
from core.errors import NotFound
from core.referral import one
from core.referral.lifecycle import STEPS
from core.work import reading

ENDS = {"completed", "declined", "redirected", "cancelled", "lost", "entered_in_error"}
PRESSING = ["routine", "soon", "urgent", "suspected_cancer"]
HERE = "SELECT 1 FROM account_site s WHERE s.account_id = a.id AND s.site_id = r.site_id"
REFERRAL = "SELECT r.* FROM referral r WHERE r.id = :id"
EVENTS = """
    SELECT e.id, e.kind, e.facts, w.words FROM event e LEFT JOIN event_text w ON w.event_id = e.id
    WHERE e.subject = 'referral' AND e.subject_id = :id AND e.kind LIKE 'referral:%' ORDER BY e.id
"""
AROUND = f"""
    SELECT (SELECT count(*) FROM report p WHERE p.referral_id = r.id AND p.kind = 'final') AS finals,
           (SELECT count(*) FROM report p WHERE p.referral_id = r.id AND p.kind = 'final'
              AND (p.diagnosis = '' OR p.treatment = '' OR p.signed_by = '')) AS hollow,
           (SELECT count(*) FROM report p JOIN account a ON a.id = p.signed_by_id
              WHERE p.referral_id = r.id AND a.role <> 'clinician') AS unsigned,
           (SELECT count(*) FROM appointment v WHERE v.referral_id = r.id AND v.state = 'booked') AS booked,
           (SELECT count(*) FROM appointment v WHERE v.referral_id = r.id AND v.state = 'cancelled'
              AND v.cancelled_by = '') AS cancelled_by_nobody,
           (SELECT count(*) FROM account a WHERE a.id = r.owner_id AND a.disabled_at IS NULL
              AND EXISTS ({HERE})) AS working_owner,
           (SELECT count(*) FROM referral o WHERE o.closed_at IS NULL AND o.id < r.id
              AND o.patient_id = r.patient_id AND o.specialty = r.specialty AND o.site_id = r.site_id
              AND (o.direction = 'outbound') = (r.direction = 'outbound')
              AND coalesce(o.recipient_provider_id, 0) = coalesce(r.recipient_provider_id, 0)) AS others
    FROM referral r WHERE r.id = :id
"""


def rows(sql: str, **given: Any) -> list[dict[str, Any]]:
    with reading() as db:
        return [dict(row) for row in db.execute(text(sql), given).mappings()]


def row_of(id: int) -> dict[str, Any]:
    """The referral as it stands."""
    return rows(REFERRAL, id=id)[0]


def parsed(facts: Any) -> dict[str, Any]:
    return facts if isinstance(facts, dict) else json.loads(facts) if facts else {}


def check(id: int, ids: list[int]) -> None:
    """Everything that concerns one referral."""
    now, around = row_of(id), rows(AROUND, id=id)[0]
    told = [(each["kind"], parsed(each["facts"]), parsed(each["words"])) for each in rows(EVENTS, id=id)]
    _it_came_here_by_the_table(now, told)
    _it_has_an_outcome_or_a_reason(now, around, told)
    _it_is_somebodys_or_in_the_pool(now, around)
    _its_urgency_was_lowered_only_by_a_clinician(now, told)
    _its_visits_are_in_order(now, around)
    if now["closed_at"] is None and around["others"]:
        assert any(kind == "referral:doubled" for kind, _, _ in told), "a second one without a recorded reason"


def _it_came_here_by_the_table(now: dict[str, Any], told: list[Any]) -> None:
    """Each event begins where the one before it ended, by a step that leads there; a reason can end what a step would
    not, and then the end is told as well."""
    stage = None
    for kind, facts, _ in told:
        if "to" not in facts:
            continue
        step = STEPS.get(facts.get("step", ""))
        if step and kind == "referral:cancelled" != step.kind:
            assert (facts["from"], facts["to"], stage) == (step.target, "cancelled", "cancelled")
            continue
        assert facts.get("from") == stage
        if step:
            assert (kind, stage in step.sources) == (step.kind, True)
            assert facts["to"] in {step.target or stage, "cancelled"}
        stage = facts["to"]
    assert stage == now["stage"]


def _it_has_an_outcome_or_a_reason(now: dict[str, Any], around: dict[str, Any], told: list[Any]) -> None:
    assert (now["stage"] in ENDS) == (now["closed_at"] is not None)
    assert around["hollow"] == around["unsigned"] == 0
    if now["stage"] in {"declined", "redirected", "cancelled", "lost"}:
        assert now["reason_id"]
    if now["stage"] in {"completed", "reported"}:
        assert around["finals"]
    if now["stage"] == "entered_in_error":
        assert any(kind == "referral:entered_in_error" and words["comment"] for kind, _, words in told)


def _it_is_somebodys_or_in_the_pool(now: dict[str, Any], around: dict[str, Any]) -> None:
    if now["closed_at"] is None:
        assert now["owner_id"] is None or around["working_owner"]
        assert now["site_id"]


def _its_urgency_was_lowered_only_by_a_clinician(now: dict[str, Any], told: list[Any]) -> None:
    urgency = None
    for kind, facts, words in told:
        if "urgency" not in facts:
            continue
        if urgency and PRESSING.index(facts["urgency"]) < PRESSING.index(urgency):
            assert kind == "referral:urgency_set"
            assert words["decided_by"]
        urgency = facts["urgency"]
    assert urgency == now["urgency"]


def _its_visits_are_in_order(now: dict[str, Any], around: dict[str, Any]) -> None:
    most = 1 if now["stage"] in {"booked", "cancel_requested"} else 0
    assert (now["stage"] == "booked") <= around["booked"] <= most
    assert around["cancelled_by_nobody"] == 0


UNSEALED = "SELECT id FROM event e WHERE id > :since AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.event_id = e.id)"
TWICE = "SELECT key FROM message m WHERE event_id > :since GROUP BY key HAVING count(*) > 1"
UNCAUSED = "SELECT m.id FROM message m WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = m.event_id)"


def whole(since: int = 0) -> int:
    """Once everything is reacted to: nothing waits, all is sealed, and each message has one row and its event.

    Asked of what came after the event up to which it was asked before; answers up to which it was asked now."""
    assert rows("SELECT event_id FROM pending") == []
    assert [rows(asked, since=since) for asked in (UNSEALED, TWICE)] == [[], []]
    assert since or rows(UNCAUSED) == []
    return int(rows("SELECT coalesce(max(id), 0) AS last FROM event")[0]["last"])


def stays_out(stranger: Actor, ids: list[int]) -> None:
    """Somebody of another site finds none of them."""
    for id in ids:
        with pytest.raises(NotFound):
            one(stranger, id)
