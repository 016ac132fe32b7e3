"""What of a request may be put differently: which fields, in which stages, by which side, and how each is kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from core import clock, field
from core.access import Actor, Permission
from core.errors import NotAllowed, NotNow, Refusal
from core.referral.campaigns import ELSEWHERE, campaign_name, runs
from core.referral.current import Current
from core.referral.lifecycle import Party, parties
from core.referral.reach import clinician_name, refers, treats
from core.referral.stage import OPEN, Stage
from core.referral.words import Funding, Request
from data.tables import referral

UNDECIDED = frozenset({Stage.DRAFT, Stage.SENT, Stage.ACKNOWLEDGED, Stage.NEEDS_INFORMATION})
"""While the recipient has not decided, the request itself may still be put differently."""
LIVE = frozenset(OPEN)
I, E = Party.INITIATOR, Party.EITHER  # noqa: E741 - short names keep the table readable


@dataclass(frozen=True, slots=True)
class Editable:
    """A field of the request: how it is called, in which stages it may change and by which side, how it is kept, and
    how it is said."""

    label: str
    stages: frozenset[Stage]
    party: Party
    tidy: Callable[[Any], Any]
    shown: Callable[[Any], str] = str


def _needed(given: str) -> str:
    if not (text := field.paragraph(given)):
        raise Refusal("Say in a few words why the patient is referred.")
    return text


def _written(given: date | None) -> date | None:
    if given and given > clock.now().date() + timedelta(days=1):
        raise Refusal("The letter's date lies in the future.")
    return given


def _as_it_is(given: int | None) -> int | None:
    return given


FIELDS: Mapping[str, Editable] = {
    "reason": Editable("reason", UNDECIDED, I, _needed),
    "teeth": Editable(
        "teeth", UNDECIDED, I, lambda given: ",".join(field.teeth(given)), lambda t: t.replace(",", ", ")
    ),
    "kind": Editable("request", UNDECIDED, I, Request, lambda kind: Request(kind).label),
    "written_on": Editable("letter’s date", LIVE, I, _written, lambda on: clock.spoken_day(on) if on else ""),
    "may_share": Editable("agreement to share", LIVE, I, bool, lambda agreed: "yes" if agreed else "no"),
    "referrer_clinician_id": Editable("referring clinician", LIVE, I, _as_it_is),
    "recipient_clinician_id": Editable("receiving clinician", LIVE, E, _as_it_is),
    "their_reference": Editable("their reference", LIVE, E, partial(field.line, most=60, what="Their reference")),
    "needs": Editable("additional needs", LIVE, E, partial(field.line, what="The additional needs")),
    "funding": Editable(
        "funding", LIVE, E, lambda given: given or "", lambda funding: Funding(funding).label if funding else ""
    ),
    "payer": Editable("payer", LIVE, E, partial(field.line, most=80, what="The payer")),
    "campaign_id": Editable("campaign", LIVE, E, _as_it_is),
}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A field that names another record: how that is called, whether it fits a referral, and what is said if not."""

    called: Callable[[Connection, int | None], str]
    fits: Callable[[Connection, Current, int], bool]
    sentence: str


def _clinician(of: Callable[[Current], ColumnElement[bool]]) -> Pointer:
    """A clinician who does work where they are said to."""
    fits = lambda db, now, number: bool(clinician_name(db, number, of(now)))  # noqa: E731 - one line of a table
    return Pointer(clinician_name, fits, "Choose somebody who works there.")


def _came_of(db: Connection, now: Current, campaign_id: int) -> bool:
    source = db.execute(select(referral.c.source).where(referral.c.id == now.id)).scalar_one()
    return runs(db, campaign_id, source, now.site_id, now.received_at)


POINTERS: Mapping[str, Pointer] = {
    "referrer_clinician_id": _clinician(refers),
    "recipient_clinician_id": _clinician(treats),
    "campaign_id": Pointer(campaign_name, _came_of, ELSEWHERE),
}


def editable(actor: Actor, now: Current) -> frozenset[str]:
    """The fields that this person may change as the referral stands."""
    sides = _sides(actor, now)
    return frozenset(name for name, each in FIELDS.items() if now.stage in each.stages and each.party in sides)


def may_change(actor: Actor, now: Current, names: Collection[str]) -> None:
    """Refuse with a sentence what this person may not change, or not as the referral stands; the group's own fields
    are for either side as long as it is open."""
    if not _sides(actor, now):
        raise NotAllowed("Your role does not allow this here. Ask your practice manager if you need it.")
    if now.stage not in LIVE:
        raise NotNow("This referral is closed, so what was asked for stays as it is. Reopen it first.")
    for name in sorted({*names} & FIELDS.keys() - editable(actor, now)):
        if now.stage not in FIELDS[name].stages:
            raise NotNow(f"The {FIELDS[name].label} stays as it was when it was decided on. Write a note instead.")
        raise NotAllowed(f"The {FIELDS[name].label} is for the referring site. Write a note to ask them.")


def _sides(actor: Actor, now: Current) -> frozenset[Party]:
    at_site, at_from = (
        site is not None and actor.may(Permission.REFERRAL_HANDLE, at=site) for site in (now.site_id, now.from_site_id)
    )
    return parties(now.direction, at_site=at_site, at_from_site=at_from)
