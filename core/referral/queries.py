"""What can be asked about one referral, and who can own it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from core import clock
from core.access import Actor, Permission, at_my_sites, my_referrals, staff
from core.audit import note_read
from core.directory import Specialty, answered
from core.errors import NotFound
from core.people import away_words, back_on
from core.referral.advance import sides_of
from core.referral.current import Current
from core.referral.custom import fields_of, told
from core.referral.deadline import scope_of
from core.referral.demands import lacking_of
from core.referral.flag import flagged_because
from core.referral.history import Report, Visit, reports, visits
from core.referral.lifecycle import Step
from core.referral.moves import steps_for
from core.referral.needed import spoken
from core.referral.reasons import Reason, reasons
from core.referral.request import editable
from core.referral.stage import STAGES, Direction, label, todo
from core.referral.tags import borne, listed
from core.referral.words import Funding, Request, Source
from core.settings import settings
from core.sla import State, Tone, What, clock_words, policies, told_why
from core.task import added_about
from core.work import reading
from core.workflow import REVISION, CustomField, SubStatus, Workflow, as_of, standing
from data.base import Number
from data.prepared import prepared
from data.tables import (
    account,
    account_site,
    campaign,
    clinician,
    patient,
    patient_name,
    provider,
    reason,
    referral,
    site,
)


@dataclass(frozen=True, slots=True)
class Referral:
    """Everything its page shows, in words where words are shown; `added` are open tasks that people added about it."""

    now: Current
    their_reference: str
    stage_label: str
    sub_status: str
    statuses: tuple[SubStatus, ...]
    todo: str
    decision: str
    kind: Request
    specialty: str
    source: Source
    campaign_id: int | None
    campaign: str
    reason: str
    teeth: tuple[str, ...]
    funding: Funding | None
    payer: str
    needs: str
    may_share: bool
    written_on: date | None
    recorded_at: datetime
    stage_since_at: datetime
    due_at: datetime
    warn_at: datetime | None
    clock: State
    closed_at: datetime | None
    held_until_on: date | None
    patient_name: str
    born_on: date | None
    died_on: date | None
    owner: str
    site: str
    zone: str
    from_site: str
    referrer: str
    referrer_clinician: str
    recipient: str
    recipient_clinician: str
    referrer_clinician_id: int | None
    recipient_clinician_id: int | None
    because: str
    visits: tuple[Visit, ...]
    reports: tuple[Report, ...]
    answers: tuple[tuple[str, str], ...]
    added: int
    deadline: str
    flagged_at: datetime | None
    flagged_because: str
    tags: tuple[str, ...]
    custom: Mapping[str, str]
    fields: tuple[CustomField, ...]
    flow: Workflow
    lacks: Mapping[str, tuple[str, ...]]
    editable: frozenset[str]
    steps: tuple[Step, ...]

    @property
    def own(self) -> tuple[tuple[str, str], ...]:
        """What it says in the group's own fields, in words."""
        return told(self.flow, self.custom)

    @property
    def due(self) -> tuple[str, Tone]:
        """When the next action is due and how its clock stands, in words, and the tone of that."""
        return clock_words(self.due_at, self.warn_at, self.clock, clock.now(), self.zone)

    @property
    def other(self) -> str:
        """Who it comes from, or goes to when outbound."""
        if self.now.direction is Direction.OUTBOUND:
            return self.recipient
        return self.from_site or self.referrer or self.source.label


def one(actor: Actor, referral_id: int) -> Referral:
    """The whole referral within the actor's sites; that it was read is kept."""
    actor.must(Permission.REFERRAL_READ)
    with reading() as db:
        found = _whole(actor).all(db, of=referral_id)
        if not found:
            raise NotFound("There is no such referral at your sites.")
        (row,) = found
        became = {
            "visits": visits(db, referral_id),
            "reports": reports(db, actor, referral_id, (row["site_id"], row["from_site_id"])),
            "deadline": _deadline(db, Current.of(dict(row))),
            "flow": (flow := as_of(db, row["workflow"])),
            "lacks": lacking_of(db, flow, Current.of(dict(row))),
            "answers": tuple((asked.label, spoken(asked, text)) for asked, text in answered(db, row["answers"])),
        }
    whole = _referral(actor, row, became)
    note_read(actor, whole.now.about)
    return whole


def _deadline(db: Connection, now: Current) -> str:
    """How long the step may take, and which deadline says so before which others."""
    what = STAGES[now.stage].deadline
    choice = policies(db, what).choose(scope_of(now, what)) if what in set(What) else None
    return f"{choice.policy.time}: {told_why(db, choice)}" if choice else ""


@prepared
def _whole(actor: Actor) -> Select[Any]:
    c = referral.c
    from_site, referrer, recipient = site.alias(), provider.alias(), provider.alias()
    by, to = clinician.alias(), clinician.alias()
    return (
        select(
            referral,
            REVISION,
            patient_name.label("patient_name"),
            patient.c.born_on,
            patient.c.died_on,
            func.coalesce(account.c.name, "").label("owner"),
            site.c.name.label("site"),
            site.c.time_zone.label("zone"),
            func.coalesce(from_site.c.name, "").label("from_site"),
            func.coalesce(referrer.c.name, "").label("referrer"),
            func.coalesce(by.c.name, "").label("referrer_clinician"),
            func.coalesce(recipient.c.name, "").label("recipient"),
            func.coalesce(to.c.name, "").label("recipient_clinician"),
            func.coalesce(reason.c.label, "").label("because"),
            func.coalesce(campaign.c.name, "").label("campaign"),
            added_about(c.id).label("added"),
            flagged_because(),
            borne(c.id),
        )
        .join(patient, patient.c.id == c.patient_id)
        .join(site, site.c.id == c.site_id)
        .outerjoin(from_site, from_site.c.id == c.from_site_id)
        .outerjoin(account, account.c.id == c.owner_id)
        .outerjoin(referrer, referrer.c.id == c.referrer_provider_id)
        .outerjoin(by, by.c.id == c.referrer_clinician_id)
        .outerjoin(recipient, recipient.c.id == c.recipient_provider_id)
        .outerjoin(to, to.c.id == c.recipient_clinician_id)
        .outerjoin(reason, reason.c.id == c.reason_id)
        .outerjoin(campaign, campaign.c.id == c.campaign_id)
        .where(c.id == bindparam("of", type_=Number), my_referrals(actor))
    )


def _referral(actor: Actor, row: Any, became: Mapping[str, Any]) -> Referral:
    now, flow = Current.of(row), became["flow"]
    status = flow.status(row["sub_status_id"])
    return Referral(
        now=now,
        clock=State(row["clock"]),
        stage_label=label(now.stage, now.direction, flow, now.site_id),
        sub_status=status.label if status else "",
        statuses=flow.offered(now.stage, now.site_id, clock.now().date()),
        fields=fields_of(flow, now),
        todo=todo(now.stage, now.direction),
        kind=Request(row["kind"]),
        specialty=Specialty(row["specialty"]).label,
        source=Source(row["source"]),
        funding=Funding(row["funding"]) if row["funding"] else None,
        teeth=tuple(t for t in row["teeth"].split(",") if t),
        tags=listed(row["tags"]),
        flagged_because=(row["flagged_words"] or {}).get("why", ""),
        **became,
        editable=editable(actor, now),
        steps=steps_for(actor, now, flow),
        **{name: row[name] for name in _SHOWN},
    )


_SHOWN = (
    "their_reference", "custom", "decision", "reason", "payer", "needs", "may_share", "written_on", "recorded_at",
    "stage_since_at", "due_at", "warn_at", "closed_at", "held_until_on", "patient_name", "born_on", "died_on", "owner",
    "site", "zone", "from_site", "referrer", "referrer_clinician", "recipient", "recipient_clinician",
    "referrer_clinician_id", "recipient_clinician_id", "because", "added", "flagged_at",
    "campaign_id", "campaign",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody a referral can be given to, and the day they are back if they are away."""

    id: int
    name: str
    back_on: date | None = None

    @property
    def called(self) -> str:
        """By name, and that they are away."""
        away = away_words(self.back_on, clock.now().date())
        return f"{self.name} ({away})" if away else self.name


def own_fields(
    actor: Actor, direction: Direction, specialty: str, site_id: int | None, from_site_id: int | None = None
) -> tuple[CustomField, ...]:
    """The group's own fields that a referral of this kind is asked for today."""
    actor.must(Permission.REFERRAL_CREATE)
    with reading() as db:
        return standing(db).asked(clock.now().date(), direction, specialty, (site_id, from_site_id))


def reasons_for(actor: Actor, now: Current, step: Step) -> list[Reason]:
    """The reasons that this person can give for a step."""
    return reasons(actor, step.name, sides_of(actor, now, step))


def signers(actor: Actor, site_id: int) -> list[Owner]:
    """The clinicians who can sign a report of a site, by name."""
    actor.must(Permission.REFERRAL_READ, at=site_id)
    signing = staff(Permission.REPORT_SIGN, account_site.c.site_id == site_id)
    wanted = select(account.c.id, account.c.name).where(signing).order_by(account.c.name)
    with reading() as db:
        return [Owner(*row) for row in db.execute(wanted)]


def owners(actor: Actor, site_id: int | None = None) -> list[Owner]:
    """The people who work at a site, or at any of the actor's sites, and can own referrals there."""
    actor.must(Permission.REFERRAL_READ, at=site_id)
    here = account_site.c.site_id
    at = here == site_id if site_id else at_my_sites(actor, here)
    c, today = account.c, clock.local(clock.now(), settings().time_zone.key).date()
    wanted = select(c.id, c.name, c.away_from_on, c.away_until_on).where(staff(Permission.REFERRAL_HANDLE, at))
    with reading() as db:
        rows = db.execute(wanted.order_by(c.name))
        return [Owner(row.id, row.name, back_on(row.away_from_on, row.away_until_on, today)) for row in rows]
