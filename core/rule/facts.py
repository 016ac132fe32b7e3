"""What rules ask about and texts speak of, gathered for a batch of events at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from core import clock
from core.audit import About, Kind
from core.brand import Brand, brand
from core.channel import Channel
from core.directory import Calendar, Specialty, calendar
from core.field import phone_shown
from core.language import When, at
from core.manners import Manners, Standing, shipped
from core.message import Threads, Visit, threads
from core.message.following import open_channels
from core.message.recipients import BY_MAIL, Parties, parties, senders
from core.referral import Request, Source, Urgency, told_answers
from core.rule.coming import comes_at
from core.rule.condition import NOW, Fact
from core.rule.model import Rule
from core.rule.standing import beside, doers, referral_facts
from core.rule.timing import Timing
from core.rule.waiting import anchors
from core.settings import settings
from core.text import SHIPPED, Texts, Word
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
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An event with everything around it. `parties` is None when it is about neither a referral nor an arrival,
    `visit` the row of the appointment it is about."""

    event: Happened
    facts: Mapping[str, Fact]
    words: Mapping[str, Word]
    parties: Parties | None
    zone: str
    brand: Brand
    visit: Any = None
    texts: Texts = SHIPPED
    channels: frozenset[Channel] = BY_MAIL
    manners: Manners = field(default_factory=shipped)
    threads: Threads = field(default_factory=Threads)

    @property
    def told(self) -> Visit | None:
        """The appointment it is about, as messages tell it."""
        one = self.visit
        return Visit(one.id, one.uid, one.starts_at, one.minutes, one.moves) if one else None


class Known:
    """What was read for a batch of events: at most thirteen statements, and one for each reader that rules ask for."""

    def __init__(
        self, db: Connection, events: Sequence[Happened], asked: Collection[str] = (), *, holding: bool = False
    ) -> None:
        ids = {event.about.subject_id for event in events if event.about.subject == "referral"}
        self.brand, self.texts, self.channels = brand(db), Texts.read(db), open_channels(db)
        self.manners, self.threads = Standing.read(db), threads(db, ids, holding=holding)
        self.parties = parties(db, ids) if ids else {}
        self.rows = {row.id: row for row in db.execute(_REFERRALS.where(referral.c.id.in_(ids)))} if ids else {}
        self.answers = told_answers(db, {number: row.answers for number, row in self.rows.items()})
        came = {event.about.subject_id for event in events if event.about.subject == "arrival"}
        self.senders = senders(db, came) if came else {}
        self.arrivals = {row.id: row for row in db.execute(_ARRIVALS.where(arrival.c.id.in_(came)))} if came else {}
        self.visits = _by_id(db, _VISITS, appointment.c.id, events, "appointment")
        self.reports = _by_id(db, _REPORTS, report.c.id, events, "report")
        self.beside = beside(db, ids, self.rows, asked)
        self.doers = doers(db, {event.actor for event in events}, asked)
        self.anchors = anchors(db, {e.about.subject_id for e in events if e.kind == Kind.RULE_DUE})
        self.calendars: dict[int, Calendar] = {}
        self.db = db

    def calendar(self, site_id: int) -> Calendar:
        """When a site is open: asked only where a rule waits for a time, and once."""
        if site_id not in self.calendars:
            self.calendars[site_id] = calendar(self.db, site_id)
        return self.calendars[site_id]

    def may_apply(self, rule: Rule, about: About) -> bool:
        """Whether a rule's time is worth waiting for: a referral keeps its direction for ever."""
        row = self.rows.get(about.subject_id)
        return row is None or rule.conditions.may_hold({"direction": row.direction})

    def comes_at(self, rule: Rule, about: About, anchor_at: datetime) -> datetime:
        """When the time of a rule comes that is counted from a moment."""
        around, site_id = self.parties.get(about.subject_id), about.site_id or 0
        zone, manners = around.their_zone if around else "", self.manners.at(site_id)
        timing: Timing = rule.timing  # type: ignore[assignment]
        return comes_at(rule, timing, anchor_at, self.calendar(site_id), manners, zone, clock.now())

    def case(self, event: Happened) -> Case:
        """The event with everything around it."""
        if event.about.subject == "arrival":
            return self._arrived(event)
        row = self.rows.get(event.about.subject_id) if event.about.subject == "referral" else None
        if row is None:
            facts = {**self._acted(event, None), **event.facts}
            return Case(event, facts, event.words, None, settings().time_zone.key, self.brand)
        around = self.parties[row.id]
        facts = {**referral_facts(row, around), **self.beside.get(row.id, {}), **self._acted(event, row.owner_id)}
        facts |= event.facts
        visit = self.visits.get(event.facts.get("appointment"))
        words = {
            **_referral_words(row, around),
            "answers": self.answers.get(row.id, ""),
            **visit_words(visit, row.time_zone),
            **_report_words(self.reports.get(event.facts.get("report"))),
            "urgency": Urgency(str(facts["urgency"])).label,
            "cause": event.words.get("reason", ""),
            "comment": event.words.get("comment", ""),
            "corrected": event.words.get("comment", "") if event.kind == Kind.REFERRAL_REPORT_CORRECTED else "",
            "elsewhere": event.words.get("provider", ""),
            "until": event.words.get("until_on", ""),
            "who": event.words.get("who", ""),
        }
        zone, manners = row.time_zone, self.manners.at(row.site_id)
        beside = (self.brand, visit, self.texts, self.channels, manners, self.threads)
        return Case(event, facts, words, around, zone, *beside)

    def _arrived(self, event: Happened) -> Case:
        """The same of what is not yet a referral: whoever sent it stands where a referrer does."""
        row, around = self.arrivals[event.about.subject_id], self.senders[event.about.subject_id]
        facts: dict[str, Fact] = {"channel": row.channel, "urgency": row.urgency, "referrer": around.referrer}
        facts["answerable"] = bool(around.referrer_email)
        facts |= {**self._acted(event, None), **event.facts}
        words: dict[str, Word] = {
            **_place_words(row, around),
            "patient": around.patient or "a patient whose name could not be read",
            "dear": around.referrer,
            "referrer": around.referrer,
            "reference": row.receipt,
            "until": When(clock.local(row.due_at, row.time_zone).date()),
            "urgency": Urgency(str(facts["urgency"])).label,
            "cause": event.words.get("reason", ""),
            "who": event.words.get("who", ""),
            "comment": event.words.get("comment", ""),
        }
        return Case(event, facts, words, around, row.time_zone, self.brand, texts=self.texts)

    def _acted(self, event: Happened, owner_id: int | None) -> dict[str, Fact]:
        """Who did it, and the moment at which all of this was read."""
        kind, _, number = event.actor.partition(":")
        doer = {"account": "person", "rule": "rule", "provider": "outside", "patient": "patient"}.get(kind, "baton")
        by_owner = kind == "account" and owner_id is not None and number == str(owner_id)
        return {NOW: clock.now(), "doer": doer, "by_owner": by_owner, "doer_role": self.doers.get(event.actor)}


_REFERRALS = (
    select(
        *(
            referral.c[name]
            for name in (
                *("id", "reference", "their_reference", "direction", "stage", "source", "site_id", "from_site_id"),
                *("kind", "specialty", "urgency", "reason", "teeth", "may_share", "funding", "payer", "needs"),
                *("owner_id", "answers", "visit", "written_on", "received_at", "stage_since_at", "due_at"),
                *("held_until_on", "closed_at", "flagged_at", "onward_from_id", "custom", "clock"),
            )
        ),
        *(patient.c[name] for name in ("title", "family_name", "born_on")),
        *(site.c[name] for name in ("time_zone", "address", "town", "postcode")),
    )
    .join(patient, patient.c.id == referral.c.patient_id)
    .join(site, site.c.id == referral.c.site_id)
)
_ARRIVALS = select(
    *(arrival.c[name] for name in ("id", "channel", "urgency", "receipt", "due_at")),
    *(site.c[name] for name in ("time_zone", "address", "town", "postcode")),
).join(site, site.c.id == arrival.c.site_id)
_VISITS = select(*(appointment.c[name] for name in ("id", "starts_at", "minutes", "state", "uid", "moves")))
_REPORTED = ("summary", "diagnosis", "findings", "treatment", "recommendations", "signed_by")
_REPORTS = select(report.c.id, report.c.recall_on, *(report.c[name] for name in _REPORTED))


def _by_id(db: Connection, wanted: Any, column: Any, events: Iterable[Happened], fact: str) -> dict[Any, Any]:
    ids = {event.facts[fact] for event in events if event.facts.get(fact)}
    return {row.id: row for row in db.execute(wanted.where(column.in_(ids)))} if ids else {}


def _referral_words(row: Any, around: Parties) -> dict[str, Word]:
    return {
        "patient": around.patient,
        "dear": f"{row.title} {row.family_name}" if row.title else around.patient,
        "born": When(row.born_on, whole=True) if row.born_on else "",
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


def visit_words(row: Any, zone: str) -> dict[str, Word]:
    if row is None:
        return {}
    there = at(row.starts_at, zone)
    return {"date": there, "day": When(there.day)}


def _report_words(row: Any) -> dict[str, Word]:
    if row is None:
        return {}
    said: dict[str, Word] = {name: getattr(row, name) for name in _REPORTED}
    return said | {"recall": When(row.recall_on) if row.recall_on else ""}
