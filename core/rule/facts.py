"""What rules ask about and texts speak of, gathered for a batch of events at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from core import clock
from core.audit import About, Kind
from core.brand import Brand, brand
from core.directory import Specialty
from core.field import phone_shown
from core.message.recipients import Parties, parties, senders
from core.referral import Request, Source, Urgency, told_answers
from core.rule.model import Fact
from core.settings import settings
from data.tables import appointment, arrival, patient, referral, report, site


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as a reaction sees it; `words` are empty once erased."""

    id: int
    kind: str
    occurred_at: datetime
    about: About
    facts: Mapping[str, Fact]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """An event with everything around it. `parties` is None when it is about neither a referral nor an arrival,
    `visit` the row of the appointment it is about."""

    event: Happened
    facts: Mapping[str, Fact]
    words: Mapping[str, str]
    parties: Parties | None
    zone: str
    brand: Brand
    visit: Any = None


class Known:
    """What was read for a batch of events, with at most eight statements."""

    def __init__(self, db: Connection, events: Sequence[Happened]) -> None:
        ids = {event.about.subject_id for event in events if event.about.subject == "referral"}
        self.brand = brand(db)
        self.parties = parties(db, ids) if ids else {}
        self.rows = {row.id: row for row in db.execute(_REFERRALS.where(referral.c.id.in_(ids)))} if ids else {}
        self.answers = told_answers(db, {number: row.answers for number, row in self.rows.items()})
        came = {event.about.subject_id for event in events if event.about.subject == "arrival"}
        self.senders = senders(db, came) if came else {}
        self.arrivals = {row.id: row for row in db.execute(_ARRIVALS.where(arrival.c.id.in_(came)))} if came else {}
        self.visits = _by_id(db, _VISITS, appointment.c.id, events, "appointment")
        self.reports = _by_id(db, _REPORTS, report.c.id, events, "report")

    def case(self, event: Happened) -> Case:
        """The event with everything around it."""
        if event.about.subject == "arrival":
            return self._arrived(event)
        row = self.rows.get(event.about.subject_id) if event.about.subject == "referral" else None
        if row is None:
            return Case(event, event.facts, event.words, None, settings().time_zone.key, self.brand)
        around = self.parties[row.id]
        facts = {**_referral_facts(row, around), **event.facts}
        visit = self.visits.get(event.facts.get("appointment"))
        words = {
            **_referral_words(row, around),
            "answers": self.answers.get(row.id, ""),
            **_visit_words(visit, row.time_zone),
            **_report_words(self.reports.get(event.facts.get("report"))),
            "urgency": Urgency(str(facts["urgency"])).label,
            "cause": event.words.get("reason", ""),
            "comment": event.words.get("comment", ""),
            "corrected": event.words.get("comment", "") if event.kind == Kind.REFERRAL_REPORT_CORRECTED else "",
            "elsewhere": event.words.get("provider", ""),
            "until": event.words.get("until_on", ""),
        }
        return Case(event, facts, words, around, row.time_zone, self.brand, visit)

    def _arrived(self, event: Happened) -> Case:
        """The same of what is not yet a referral: whoever sent it stands where a referrer does."""
        row, around = self.arrivals[event.about.subject_id], self.senders[event.about.subject_id]
        facts = {"channel": row.channel, "urgency": row.urgency, "referrer": around.referrer, **event.facts}
        words = {
            **_place_words(row, around),
            "patient": around.patient or "a patient whose name could not be read",
            "dear": around.referrer,
            "referrer": around.referrer,
            "urgency": Urgency(str(facts["urgency"])).label,
            "cause": event.words.get("reason", ""),
            "comment": event.words.get("comment", ""),
        }
        return Case(event, facts, words, around, row.time_zone, self.brand)


def in_full(moment: datetime, zone: str) -> str:
    """Tuesday 24 November at 14:30, on the wall clock of the zone."""
    there = clock.local(moment, zone)
    return f"{day_in_full(there.date())} at {there:%H:%M}"


def day_in_full(day: date) -> str:
    """Tuesday 24 November; with the year when it is not this year's."""
    year = "" if day.year == clock.now().year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


_REFERRALS = (
    select(
        *(referral.c[name] for name in ("id", "reference", "their_reference", "direction", "stage", "source")),
        *(
            referral.c[name]
            for name in (
                "kind",
                "specialty",
                "urgency",
                "reason",
                "teeth",
                "may_share",
                "funding",
                "owner_id",
                "answers",
            )
        ),
        *(referral.c.owner_id, referral.c.answers),
        *(patient.c[name] for name in ("title", "family_name", "born_on")),
        *(site.c[name] for name in ("time_zone", "address", "town", "postcode")),
    )
    .join(patient, patient.c.id == referral.c.patient_id)
    .join(site, site.c.id == referral.c.site_id)
)
_ARRIVALS = select(
    *(arrival.c[name] for name in ("id", "channel", "urgency")),
    *(site.c[name] for name in ("time_zone", "address", "town", "postcode")),
).join(site, site.c.id == arrival.c.site_id)
_VISITS = select(*(appointment.c[name] for name in ("id", "starts_at", "minutes", "state", "uid", "moves")))
_REPORTED = ("summary", "diagnosis", "findings", "treatment", "recommendations", "signed_by")
_REPORTS = select(report.c.id, report.c.recall_on, *(report.c[name] for name in _REPORTED))


def _by_id(db: Connection, wanted: Any, column: Any, events: Iterable[Happened], fact: str) -> dict[Any, Any]:
    ids = {event.facts[fact] for event in events if event.facts.get(fact)}
    return {row.id: row for row in db.execute(wanted.where(column.in_(ids)))} if ids else {}


def _referral_facts(row: Any, around: Parties) -> dict[str, Fact]:
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
        "referrer": around.referrer or around.referrer_clinician or around.from_site,
        "recipient": around.recipient or around.recipient_clinician,
    }


def _referral_words(row: Any, around: Parties) -> dict[str, str]:
    born = row.born_on
    return {
        "patient": around.patient,
        "dear": f"{row.title} {row.family_name}" if row.title else around.patient,
        "born": f"{born.day} {born:%B} {born.year}" if born else "",
        "reference": row.reference,
        "their_reference": row.their_reference,
        "specialty": Specialty(row.specialty).label,
        "request": Request(row.kind).label.lower(),
        "source": Source(row.source).label,
        "reason": row.reason,
        "teeth": row.teeth.replace(",", ", "),
        **_place_words(row, around),
        "from_site": around.from_site,
        "referrer": around.referrer_clinician or around.referrer or around.from_site,
        "recipient": around.recipient_clinician or around.recipient,
    }


def _place_words(row: Any, around: Parties) -> dict[str, str]:
    return {
        "site": around.site,
        "site_phone": phone_shown(around.site_phone),
        "site_address": ", ".join(part for part in (row.address, row.town, row.postcode) if part),
    }


def _visit_words(row: Any, zone: str) -> dict[str, str]:
    if row is None:
        return {}
    return {"date": in_full(row.starts_at, zone), "day": day_in_full(clock.local(row.starts_at, zone).date())}


def _report_words(row: Any) -> dict[str, str]:
    if row is None:
        return {}
    said = {name: getattr(row, name) for name in _REPORTED}
    return said | {"recall": day_in_full(row.recall_on) if row.recall_on else ""}
