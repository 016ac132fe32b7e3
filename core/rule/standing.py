"""How a referral stands, as the facts that rules ask about."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from core import clock, workflow
from core.message.recipients import Parties, Recipient, choose
from core.rule.catalogue import FACTS, READ_BESIDE
from core.rule.condition import Fact
from core.rule.gathered import COUNTED, READERS
from core.sla import State
from core.workflow.values import fact as of_field
from data.tables import account

BANDS = ((16, "child"), (18, "young"), (65, "adult"))


def referral_facts(row: Any, around: Parties) -> dict[str, Fact]:
    """What the referral itself tells; ages and bands rather than days of birth."""
    age = years(row.born_on, clock.local(clock.now(), row.time_zone).date())
    return {
        "direction": row.direction,
        "stage": row.stage,
        "source": row.source,
        "urgency": row.urgency,
        "specialty": row.specialty,
        "request": row.kind,
        "funding": row.funding,
        "may_share": row.may_share,
        "owner": row.owner_id,
        "site": row.site_id,
        "from_site": row.from_site_id,
        "their_reference": row.their_reference,
        "payer": row.payer,
        "needs": row.needs,
        "teeth": row.teeth,
        "onward": row.onward_from_id is not None,
        "received": row.received_at,
        "written": row.written_on,
        "moved": row.stage_since_at,
        "held": row.held_until_on is not None,
        "held_until": row.held_until_on,
        "closed": row.closed_at is not None,
        "flagged": row.flagged_at is not None,
        "due": None if row.due_at >= clock.NEVER else row.due_at,
        "late": row.due_at < clock.now() and row.clock != State.PAUSED,
        "clock": row.clock,
        "visit": row.visit,
        "age": age,
        "age_band": band(age),
        **_reached(around),
    }


def _reached(around: Parties) -> dict[str, Fact]:
    return {
        "referrer": around.referrer or around.referrer_clinician or around.from_site,
        "recipient": around.recipient or around.recipient_clinician,
        "mailable": isinstance(choose(around, "patient"), Recipient),
        "callable": bool(around.patient_phone),
        "died": around.died_on is not None,
    }


def years(born_on: date | None, today: date) -> int | None:
    """Whole years on a day."""
    if born_on is None:
        return None
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def band(age: int | None) -> str | None:
    """Child, young, adult or older; None where nobody knows."""
    return None if age is None else next((name for end, name in BANDS if age < end), "older")


def beside(
    db: Connection, ids: Collection[int], rows: Mapping[int, Any], asked: Collection[str]
) -> dict[int, dict[str, Fact]]:
    """What lies beside each referral, as far as rules ask for it."""
    found: dict[int, dict[str, Fact]] = {number: {} for number in ids}
    for name in {READ_BESIDE[fact] for fact in asked if fact in READ_BESIDE}:
        read = READERS[name](db, ids)
        counted = {fact.name: COUNTED.get(fact.name) for fact in FACTS if fact.reader == name}
        for number, facts in found.items():
            facts |= counted | read.get(number, {})
    if any(name.startswith(workflow.CUSTOM) for name in asked):
        fields = workflow.standing(db).fields
        for number, row in rows.items():
            found[number] |= _custom(fields, row.custom)
    return found


def _custom(fields: Collection[workflow.CustomField], kept: Mapping[str, str]) -> dict[str, Fact]:
    """The group's own fields, by custom.ID."""
    told: dict[str, Fact] = {}
    for each in fields:
        text = kept.get(str(each.id), "")
        day = each.kind is workflow.Typed.DATE and text
        told[f"{workflow.CUSTOM}{each.id}"] = date.fromisoformat(text) if day else of_field(each, text)
    return told


def doers(db: Connection, refs: Collection[str], asked: Collection[str]) -> dict[str, str]:
    """The role of each person who acted, if a rule asks for it."""
    ids = [int(ref.partition(":")[2]) for ref in refs if ref.startswith("account:")]
    if "doer_role" not in asked or not ids:
        return {}
    rows = db.execute(select(account.c.id, account.c.role).where(account.c.id.in_(ids)))
    return {f"account:{number}": role for number, role in rows}
