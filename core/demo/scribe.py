"""Writes arrivals and steps into the ledger exactly as core.referral writes them into a database.

It exists for speed alone: twenty thousand steps in a second. tests/demo takes the same steps through the commands and
compares every row.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core import clock
from core.access import Actor
from core.agreement import Purpose
from core.audit import About, Kind
from core.audit.reads import AGAIN
from core.demo.arrivals import Arrival
from core.demo.course import ASSIGN, NOTE, OVER, Move
from core.demo.folk import Body
from core.demo.group import Group, Site
from core.demo.ledger import Ledger, Row
from core.demo.step import Named, take_step
from core.patient.search import found_by
from core.referral import Direction, Stage
from core.referral.create import columns
from core.referral.reference import spell

LOOKING = timedelta(seconds=95)
"""How long somebody looks at a referral before they act."""


@dataclass(slots=True)
class Written:
    """A referral as it stands so far: its row, and the visit that is booked."""

    row: Row
    about: About
    site: Site
    booked: Row | None


@dataclass(slots=True)
class Scribe:
    """One history being written; `patients` are the ids of bodies that are known, `years` the numbers given out."""

    ledger: Ledger
    group: Group
    named: Named
    reads_since: datetime
    patients: dict[int, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    known: set[tuple[int, int]] = field(default_factory=set)
    looked: dict[tuple[int, int], datetime] = field(default_factory=dict)

    def register(self, at: datetime, actor: Actor, number: int, body: Body, site_id: int) -> int:
        """As core.patient.add: somebody whom nobody knew."""
        given = body.new.checked()
        phones = [given.phone] if given.phone else []
        told = given.row | found_by(given.row, phones) | {"version": 1, "compared": 0}
        patient_id = self.ledger.add("patient", **told, created_at=at, changed_at=at)["id"]
        for channel, address in (("email", given.email), ("phone", given.phone)):
            if address:
                way = {"patient_id": patient_id, "channel": channel, "address": address, "preferred": True}
                self.ledger.add("patient_contact", **way)
        for channel, agreed in given.consents.items():
            row = {"patient_id": patient_id, "channel": channel, "purpose": Purpose.CARE, "given": agreed}
            row |= {"source": given.said.source, "wording": given.said.wording, "said_at": at, "by": actor.ref}
            self.ledger.rows["consent"].append(row)
        self.patients[number] = patient_id
        self._known_at(patient_id, site_id)
        self.ledger.record(at, actor, Kind.PATIENT_ADDED, About("patient", patient_id, site_id, patient_id))
        return int(patient_id)

    def create(self, arrival: Arrival, body: Body) -> Written:
        """As core.referral.create."""
        draft, at, actor = arrival.draft, arrival.at, arrival.writer
        internal = draft.direction is Direction.INTERNAL
        here = arrival.wish.sender or arrival.wish.site
        patient_id = self._patient(arrival, body, here.id)
        received_at = draft.received_at or at
        row = self.ledger.add(
            "referral",
            **columns(draft),
            reference=self._reference(at),
            journey=f"{self.ledger.rng.getrandbits(128):032x}",
            stage=Stage.SENT,
            decision="",
            visit="",
            stage_since_at=received_at,
            patient_id=patient_id,
            received_at=received_at,
            recorded_at=at,
            active_at=at,
            stalled_at=None,
            owner_id=draft.owner_id or (None if internal else actor.account_id),
            held_until_on=None,
            sub_status_id=None,
            reason_id=None,
            closed_at=None,
            flagged_at=None,
            version=1,
        )
        self._known_at(patient_id, arrival.wish.site.id, *([here.id] if internal else []))
        about = About("referral", row["id"], arrival.wish.site.id, patient_id)
        self._told(arrival, about, owned=row["owner_id"] is not None)
        return Written(row, about, arrival.wish.site, None)

    def take(self, written: Written, move: Move) -> None:
        """As the commands of core.referral; whoever acts has looked at it first."""
        self._look(written.about, move.at - LOOKING, move.actor)
        if move.step == OVER:
            self._over(written, move)
        elif move.step == ASSIGN:
            self._assign(written, move)
        elif move.step == NOTE:
            self.ledger.record(move.at, move.actor, Kind.REFERRAL_NOTED, written.about, comment=move.given.comment)
        else:
            with clock.telling(move.at):
                take_step(self.ledger, self.named, written, move)

    def _patient(self, arrival: Arrival, body: Body, here: int) -> int:
        """Known at the writer's sites, known elsewhere by their NHS number, or new."""
        at, actor, patient_id = arrival.at, arrival.writer, self.patients.get(arrival.patient)
        if patient_id is None:
            return self.register(at, actor, arrival.patient, body, here)
        if not any((patient_id, site_id) in self.known for site_id in actor.sites):
            self._known_at(patient_id, here)
            about = About("patient", patient_id, here, patient_id)
            self.ledger.record(at, actor, Kind.PATIENT_ADDED, about, {"known": True})
        return patient_id

    def _told(self, arrival: Arrival, about: About, *, owned: bool) -> None:
        draft, outside = arrival.draft, arrival.wish.outside.practice.new.name if arrival.wish.outside else ""
        facts: Row = {"direction": draft.direction, "urgency": draft.urgency, "source": draft.source}
        facts |= {"stage": Stage.SENT, "from": None, "to": Stage.SENT, "owned": owned}
        if draft.direction is Direction.INBOUND:
            who = {"referrer": outside or draft.source.label}
            self.ledger.record(arrival.at, arrival.writer, Kind.REFERRAL_RECEIVED, about, facts, **who)
        else:
            who = {"recipient": arrival.wish.site.place.new.name if draft.direction is Direction.INTERNAL else outside}
            self.ledger.record(arrival.at, arrival.writer, Kind.REFERRAL_SENT, about, facts, **who)

    def _over(self, written: Written, move: Move) -> None:
        if (visit := written.booked) is None:
            raise TypeError("Only a booked visit can be over.")
        visit["asked_at"] = move.at
        with clock.telling(move.at):
            when = clock.spoken(visit["starts_at"], written.site.zone)
        told = {"appointment": visit["id"]}
        self.ledger.record(move.at, move.actor, Kind.APPOINTMENT_OVER, written.about, told, starts_at=when)

    def _assign(self, written: Written, move: Move) -> None:
        owner = self.group.names[move.owner_id] if move.owner_id else "the site's pool"
        facts = {"owner": move.owner_id, "before": written.row["owner_id"]}
        written.row |= {"owner_id": move.owner_id, "version": written.row["version"] + 1}
        self.ledger.record(move.at, move.actor, Kind.REFERRAL_ASSIGNED, written.about, facts, owner=owner)

    def _look(self, about: About, at: datetime, actor: Actor) -> None:
        """As core.audit.note_read."""
        if actor.account_id is None or at < self.reads_since:
            return
        last = self.looked.get((actor.account_id, about.subject_id))
        if last is None or at - last >= AGAIN:
            self.looked[actor.account_id, about.subject_id] = at
            whom = {"patient_id": about.patient_id, "account_id": actor.account_id}
            self.ledger.add(
                "patient_read", **whom, subject=about.subject, subject_id=about.subject_id, read_at=at, purpose=""
            )

    def _reference(self, at: datetime) -> str:
        self.years[at.year] = self.years.get(at.year, 0) + 1
        return spell(at.year, self.years[at.year])

    def _known_at(self, patient_id: int, *site_ids: int) -> None:
        for site_id in site_ids:
            if (patient_id, site_id) not in self.known:
                self.known.add((patient_id, site_id))
                self.ledger.rows["patient_site"].append({"patient_id": patient_id, "site_id": site_id})
