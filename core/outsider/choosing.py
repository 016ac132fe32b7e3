"""How a patient wants to be written to, as they choose on their page: language, which way first, and for what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, update

from core import clock, consent
from core.access import Actor
from core.agreement import Agreement, Key, Purpose, Said, Source
from core.audit import Kind, record
from core.channel import FOR_PATIENTS, Channel, order
from core.consent.saying import hear
from core.consent.whose import about
from core.errors import Lacking
from core.language import languages
from core.message.following import open_channels
from core.message.recipients import Parties, parties, places
from core.outsider.coming import PATIENT, must_be
from core.patient.ways import put_first
from core.work import reading, work
from data.tables import patient


@dataclass(frozen=True, slots=True)
class Way:
    """One by which they can be written to: where it leads, and for what they agree to it. `silent`: somebody answered
    STOP there, so nothing goes there for anything."""

    channel: Channel
    address: str
    given: Mapping[Purpose, bool]
    silent: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What they chose so far; `first` is the way that is tried first."""

    language: str
    first: Channel | None
    ways: tuple[Way, ...]

    @property
    def silent(self) -> bool:
        """Whether messages were stopped."""
        return any(way.silent for way in self.ways)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What they choose now: a yes or no for every way and purpose that they were shown, and in which words."""

    language: str
    first: Channel | None
    given: Mapping[Key, bool]
    wording: str


def choices(actor: Actor) -> Choices:
    """As it stands, by the ways that are open to them."""
    outside = must_be(actor, PATIENT)
    with reading() as db:
        who = parties(db, [outside.referral_id])[outside.referral_id]
        return _choices(db, who, consent.agreement(db, _patient(actor)))


def choose(actor: Actor, chosen: Chosen) -> None:
    """Keep what is different from before, for every message that has not left."""
    outside = must_be(actor, PATIENT)
    if chosen.language and chosen.language not in languages():
        raise Lacking({"language": "Choose one of the languages."})
    with work() as db:
        here = about(db, _patient(actor))
        who = parties(db, [outside.referral_id])[outside.referral_id]
        before = _choices(db, who, consent.agreement(db, here.subject_id))
        shown = {(way.channel, purpose): given for way in before.ways for purpose, given in way.given.items()}
        if said := {key: given for key, given in chosen.given.items() if key in shown and shown[key] is not given}:
            hear(db, actor, here, said, Said(Source.PAGE, chosen.wording, actor.ref))
        if chosen.first in {way.channel for way in before.ways} and chosen.first is not before.first:
            put_first(db, actor, here, chosen.first)
        if chosen.language and chosen.language != before.language:
            values = {"language": chosen.language, "version": patient.c.version + 1, "changed_at": clock.now()}
            db.execute(update(patient).where(patient.c.id == here.subject_id).values(values))
            record(db, actor, Kind.PATIENT_CHANGED, here, {"what": ["language"]})


def begin_again(actor: Actor, wording: str) -> None:
    """Messages again, after they were stopped."""
    must_be(actor, PATIENT)
    consent.lift(actor, _patient(actor), Source.PAGE, wording)


def _patient(actor: Actor) -> int:
    return int(actor.ref.partition(":")[2])


def _choices(db: Connection, who: Parties, agreement: Agreement) -> Choices:
    ways = tuple(_ways(who, agreement, open_channels(db)))
    open_to = {way.channel for way in ways}
    return Choices(who.language, next((way for way in order(who.channels) if way in open_to), None), ways)


def _ways(who: Parties, agreement: Agreement, usable: frozenset[Channel]) -> Iterator[Way]:
    leads = places(who)
    for channel in FOR_PATIENTS:
        if channel in usable and channel in leads:
            address = leads[channel][0]
            silent = address.lower() in agreement.silent
            given = {purpose: not agreement.against(channel, purpose, address) for purpose in Purpose}
            yield Way(channel, address, given, silent)
