"""Who a message about a referral or an arrival goes to, by which ways, and what is left where none leads to them."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from sqlalchemy import Connection, bindparam, case, func, select

from core.agreement import Agreement, Purpose, agreed, silenced
from core.channel import BY_NUMBER, Channel, order
from core.field import takes_texts
from core.message.device import devices_of, newest_first
from core.message.outbox import LONGEST_PLACE
from core.message.places import patient_address, patient_home, patient_mobile
from data.tables import (
    arrival,
    clinician,
    patient,
    patient_name,
    provider,
    provider_contact,
    reason,
    referral,
    site,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person or practice, and the places where they can be written to, the best first."""

    name: str
    ways: tuple[tuple[Channel, str], ...]

    @classmethod
    def by_mail(cls, name: str, address: str) -> Self:
        """Somebody with a mail address and nothing else."""
        return cls(name, ((Channel.EMAIL, address),))


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Somebody who should hear of it and cannot by e-mail; a person telephones or writes."""

    name: str
    phone: str
    why: str


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nothing is to be sent, and that is right; `name` where somebody would have been written to otherwise."""

    why: str
    name: str = ""


Choice = Recipient | Unreachable | Nobody


@dataclass(frozen=True, slots=True)
class Parties:
    """Everybody around one referral or arrival, with where they can be reached; empty where there is none."""

    direction: str
    patient: str = ""
    patient_email: str = ""
    patient_phone: str = ""
    patient_mobile: str = ""
    patient_home: str = ""
    agreed: str = ""
    silenced: str = ""
    channels: str = ""
    language: str = ""
    their_zone: str = ""
    died_on: date | None = None
    devices: str = ""
    silent: bool = False
    referrer: str = ""
    referrer_email: str = ""
    referrer_phone: str = ""
    referrer_clinician: str = ""
    referrer_clinician_email: str = ""
    recipient: str = ""
    recipient_email: str = ""
    recipient_phone: str = ""
    recipient_clinician: str = ""
    recipient_clinician_email: str = ""
    site: str = ""
    site_email: str = ""
    site_phone: str = ""
    from_site: str = ""
    from_site_email: str = ""
    from_site_phone: str = ""


BY_MAIL = frozenset({Channel.EMAIL})
CHAT_ROOM = "Chat"
"""Where a chat leads: into the one room that the carrier knows."""


def choose(who: Parties, audience: str, usable: Set[Channel] = BY_MAIL, purpose: Purpose = Purpose.CARE) -> Choice:
    """The one recipient of this audience, by those channels that are open; a patient by those that they agree to be
    written to by for this purpose."""
    return _patient(who, usable, purpose) if audience == "patient" else _CHOICES[audience](who, usable)


def _patient(who: Parties, usable: Set[Channel], purpose: Purpose) -> Choice:
    if who.died_on is not None:
        return Nobody("The patient has died.", who.patient)
    if who.silent:
        return Nobody("The referral was closed with a reason that stops messages.", who.patient)
    agreement = Agreement.read(who.agreed, who.silenced)
    ways = _places(who, usable)
    if open_ways := tuple((way, place) for way, place in ways if not agreement.against(way, purpose, place)):
        return Recipient(who.patient, open_ways)
    against = [agreement.against(way, purpose, place) for way, place in ways]
    return Unreachable(who.patient, who.patient_phone, against[0] if len(against) == 1 else _why(usable, against))


def _places(who: Parties, usable: Set[Channel]) -> list[tuple[Channel, str]]:
    """Where each way that is open leads to them, in their order."""
    leads = places(who)
    wanted = (way for way in order(who.channels) if way in usable)
    return [(way, place) for way in wanted for place in leads.get(way, ())]


def places(who: Parties) -> Mapping[Channel, Sequence[str]]:
    """Where each way leads to a patient, whether or not they want it."""
    found: Mapping[Channel, Sequence[str]] = {
        Channel.APP: newest_first(who.devices),
        Channel.EMAIL: (who.patient_email,),
        **dict.fromkeys(BY_NUMBER, (who.patient_mobile,)),
        Channel.LETTER: (who.patient_home,),
    }
    return {way: leads for way, several in found.items() if (leads := tuple(place for place in several if place))}


def _why(usable: Set[Channel], against: Sequence[str]) -> str:
    if against or usable > BY_MAIL:
        return "can be written to by none of the ways that are open"
    return "has no e-mail address"


def _referrer(who: Parties, usable: Set[Channel]) -> Choice:
    if who.direction == "internal":
        return _reached(who.from_site, who.from_site_email, who.from_site_phone)
    if who.direction == "outbound":
        return _staff(who, usable)
    if not who.referrer and not who.referrer_clinician:
        return Nobody("Nobody referred the patient.")
    if who.referrer_clinician_email:
        return Recipient.by_mail(who.referrer_clinician, who.referrer_clinician_email)
    return _reached(who.referrer or who.referrer_clinician, who.referrer_email, who.referrer_phone)


def _recipient(who: Parties, usable: Set[Channel]) -> Choice:
    if who.direction != "outbound":
        return _staff(who, usable)
    if who.recipient_clinician_email:
        return Recipient.by_mail(who.recipient_clinician, who.recipient_clinician_email)
    return _reached(who.recipient or who.recipient_clinician, who.recipient_email, who.recipient_phone)


def _staff(who: Parties, usable: Set[Channel]) -> Choice:
    """A chat that somebody set up is where staff look first."""
    if Channel.CHAT not in usable:
        return _reached(who.site, who.site_email, who.site_phone)
    mail = ((Channel.EMAIL, who.site_email),) if who.site_email else ()
    return Recipient(who.site, ((Channel.CHAT, CHAT_ROOM), *mail))


def _reached(name: str, address: str, phone: str) -> Choice:
    return Recipient.by_mail(name, address) if address else Unreachable(name, phone, "has no e-mail address")


_CHOICES: Mapping[str, Callable[[Parties, Set[Channel]], Choice]] = {
    "referrer": _referrer,
    "recipient": _recipient,
    "staff": _staff,
}


def parties(db: Connection, referral_ids: Collection[int]) -> dict[int, Parties]:
    """Everybody around each of these referrals, in one statement."""
    rows = db.execute(_AROUND, {"ids": list(referral_ids)})
    return {row[0]: _parties(row[1:]) for row in rows}


def _parties(row: Sequence[Any]) -> Parties:
    """A number that takes no text messages is no way, and no more is an address that no envelope has room for."""
    around = Parties(*row)
    home = ", ".join(line.strip() for line in around.patient_home.splitlines() if line.strip())
    mobile = around.patient_mobile if takes_texts(around.patient_mobile) else ""
    return replace(around, patient_mobile=mobile, patient_home=home if len(home) <= LONGEST_PLACE else "")


def senders(db: Connection, arrival_ids: Collection[int]) -> dict[int, Parties]:
    """Everybody around each of these arrivals: whoever sent it stands where a referrer does."""
    return {row.id: _sent_by(row) for row in db.execute(_SENT, {"ids": list(arrival_ids)})}


def _sent_by(row: Any) -> Parties:
    """Patients who came by themselves are called back on their own number."""
    read = {name: parts[0] for name, parts in row.said.items()}
    patient_read = " ".join(read[part] for part in ("given_name", "family_name") if part in read)
    own = read.get("sender_phone") or ("" if row.practice else read.get("phone", ""))
    return Parties(
        direction="inbound",
        patient=row.patient or patient_read,
        referrer=row.sender_name or row.practice or patient_read or "sender",
        referrer_email=row.sender_address,
        referrer_phone=row.practice_phone or own,
        site=row.site,
        site_email=row.site_email,
        site_phone=row.site_phone,
    )


def _practice_email(place: Any, purpose: str) -> Any:
    """What the practice gave for this purpose, else its general address."""
    c = provider_contact.c
    wanted = case((c.purpose == purpose, 0), (c.purpose.in_(("reports", "referrals")), 1), else_=2)
    given = select(c.address).where(c.provider_id == place.c.id, c.channel == "email", wanted < 2)
    return func.coalesce(given.order_by(wanted, c.id).limit(1).scalar_subquery(), place.c.email, "")


def _or_empty(*columns: Any) -> list[Any]:
    return [func.coalesce(column, "") for column in columns]


def _around() -> Any:
    c = referral.c
    from_site, referrer, recipient = site.alias(), provider.alias(), provider.alias()
    by, to = clinician.alias(), clinician.alias()
    columns = [
        *(c.id, c.direction, patient_name),
        *(patient_address("email"), patient_address("phone"), patient_mobile(), patient_home()),
        *(agreed(c.patient_id), silenced(c.patient_id), patient.c.channels),
        *(patient.c.language, func.coalesce(func.nullif(patient.c.time_zone, ""), site.c.time_zone)),
        *(patient.c.died_on, devices_of(patient.c.id)),
        func.coalesce(reason.c.stops_messages, False),
        *_or_empty(referrer.c.name, _practice_email(referrer, "reports"), referrer.c.phone, by.c.name, by.c.email),
        *_or_empty(recipient.c.name, _practice_email(recipient, "referrals"), recipient.c.phone),
        *_or_empty(to.c.name, to.c.email),
        *(site.c.name, site.c.email, site.c.phone),
        *_or_empty(from_site.c.name, from_site.c.email, from_site.c.phone),
    ]
    joined: Any = select(*columns).join(patient, patient.c.id == c.patient_id).join(site, site.c.id == c.site_id)
    beside: list[tuple[Any, Any]] = [
        (from_site, from_site.c.id == c.from_site_id),
        (referrer, referrer.c.id == c.referrer_provider_id),
        (by, by.c.id == c.referrer_clinician_id),
        (recipient, recipient.c.id == c.recipient_provider_id),
        (to, to.c.id == c.recipient_clinician_id),
        (reason, reason.c.id == c.reason_id),
    ]
    for other, on in beside:
        joined = joined.outerjoin(other, on)
    return joined


_AROUND = _around().where(referral.c.id.in_(bindparam("ids", expanding=True)))


def _sent() -> Any:
    c = arrival.c
    beside = {
        "patient": patient_name,
        "practice": provider.c.name,
        "practice_phone": provider.c.phone,
        "site": site.c.name,
        "site_email": site.c.email,
        "site_phone": site.c.phone,
    }
    return (
        select(
            *(c.id, c.said, c.sender_name, c.sender_address),
            *(func.coalesce(column, "").label(name) for name, column in beside.items()),
        )
        .join(site, site.c.id == c.site_id)
        .outerjoin(provider, provider.c.id == c.provider_id)
        .outerjoin(patient, patient.c.id == c.patient_id)
        .where(c.id.in_(bindparam("ids", expanding=True)))
    )


_SENT = _sent()
