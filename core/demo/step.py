"""One step of the lifecycle in the ledger: what core.referral decides, written into rows that are not stored yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core import clock
from core.audit import About
from core.demo.course import Move
from core.demo.group import Site
from core.demo.ledger import Ledger, Row
from core.referral import Ask, Step
from core.referral.around import Around, Booked
from core.referral.current import Current
from core.referral.decide import Change, decide
from core.referral.lifecycle import follow
from core.referral.reasons import Reason


@dataclass(frozen=True, slots=True)
class Named:
    """Reasons by their codes, and how the people and practices are called whom answers point to by number."""

    reasons: Mapping[str, Reason]
    accounts: Mapping[int, str]
    clinicians: Mapping[int, str]
    providers: Mapping[int, str]


class Subject(Protocol):
    """What a step needs to know of the referral, and changes."""

    row: Row
    about: About
    site: Site
    booked: Row | None


def take_step(ledger: Ledger, named: Named, on: Subject, move: Move) -> None:
    """At the time of the move, which the clock must tell."""
    now = Current.of(on.row)
    step = follow(now.stage, move.step, held=now.held)
    change = decide(move.actor, now, step, move.given, _around(ledger, named, on, step, move))
    made = {"appointment": _visits(ledger, on, change), "report": _report(ledger, change)}
    on.row |= change.columns | {"version": now.version + 1}
    if change.died_on:
        _died(ledger, now.patient_id, change)
    for told in change.numbered(**made):
        ledger.record(move.at, move.actor, told.kind, on.about, told.facts, **told.words)


def _around(ledger: Ledger, named: Named, on: Subject, step: Step, move: Move) -> Around:
    return Around(
        at=clock.now(),
        zone=on.site.zone,
        booked=Booked(*(on.booked[name] for name in Booked.__slots__)) if on.booked else None,
        reason=named.reasons[move.given.reason] if Ask.REASON in step.needs else None,
        uid=f"{ledger.rng.getrandbits(128):032x}" if Ask.APPOINTMENT in step.needs else "",
        provider=named.providers.get(move.given.provider_id or 0, ""),
        behalf=named.clinicians.get(move.given.on_behalf_id or 0, ""),
        signer=named.accounts.get(move.given.signer_id or 0, ""),
    )


def _visits(ledger: Ledger, on: Subject, change: Change) -> int | None:
    """The visit that the step was about."""
    visit = on.booked if change.visit.ended else None
    if visit and change.visit.ended:
        visit |= change.visit.ended
        on.booked = None
    if change.visit.opened:
        visit = ledger.add("appointment", **change.visit.opened)
        on.booked = visit if visit["state"] == "booked" else None
    return int(visit["id"]) if visit else None


def _report(ledger: Ledger, change: Change) -> int | None:
    return int(ledger.add("report", **change.report)["id"]) if change.report else None


def _died(ledger: Ledger, patient_id: int, change: Change) -> None:
    row = ledger.rows["patient"][patient_id - 1]
    row |= {"died_on": change.died_on, "version": row["version"] + 1, "changed_at": clock.now()}
