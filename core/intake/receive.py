"""How something arrives, inside the caller's transaction: once, with files, deadline and whom it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from core import clock
from core.access import Actor
from core.audit import About, Kind, record
from core.document import Holder, attach
from core.field import folded
from core.intake.model import Agreed, Arriving, CameBy, Received, State, name_of
from core.intake.reading import Found
from core.referral import Urgency
from core.referral.assignment import pick
from core.sla import Scope, What, due_at
from data.insert import insert_new
from data.tables import arrival, clinician, patient, patient_site, provider, provider_contact

LONGEST_HEADLINE = 200


def receive(db: Connection, actor: Actor, asked: Arriving) -> Received:
    """Write it, unless the same has arrived already. Whoever may do this was asked before."""
    row = _row(db, asked)
    new = insert_new(db, arrival, "key").values(row).returning(arrival.c.id)
    arrival_id = db.execute(new).scalar_one_or_none()
    if arrival_id is None:
        known = select(arrival.c.id).where(arrival.c.key == asked.key)
        return Received(int(db.execute(known).scalar_one()), new=False)
    about = About("arrival", int(arrival_id), asked.site_id, row["patient_id"])
    came = Came(asked.channel, row["urgency"], len(asked.files), asked.sender_name, asked.note)
    if asked.held is None:
        announce(db, actor, about, came)
    else:
        facts = came.facts | {"held": asked.held}
        record(db, actor, Kind.ARRIVAL_HELD, about, facts, sender=asked.sender_name, comment=asked.held.why)
    for file in asked.files:
        attach(db, actor, file.taken, Holder(arrival_id=int(arrival_id)), file.kind)
    if asked.held is None:
        give(db, actor, about, asked.said)
    return Received(int(arrival_id), new=True)


@dataclass(frozen=True, slots=True)
class Came:
    """What is told of an arrival: how it came, how pressing, with how many files, from whom, and what was not kept."""

    channel: CameBy
    urgency: Urgency
    files: int
    sender: str
    note: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """As the event keeps it."""
        how = {"channel": self.channel, "how": self.channel.how}
        return how | {"urgency": self.urgency, "files": self.files}


def announce(db: Connection, actor: Actor, about: About, came: Came) -> None:
    """Say that it has arrived: rules act on it from now on."""
    record(db, actor, Kind.ARRIVAL_RECORDED, about, came.facts, sender=came.sender, comment=came.note)


def give(db: Connection, actor: Actor, about: About, said: Mapping[str, Found]) -> None:
    """Whom the site's lines choose for it; without one it waits for whoever looks first."""
    specialty = said["specialty"].value if "specialty" in said else ""
    chosen = pick(db, about.site_id or 0, specialty)
    if chosen and chosen.owner_id:
        owned = update(arrival).where(arrival.c.id == about.subject_id)
        db.execute(owned.values(owner_id=chosen.owner_id))
        facts = {"owner": chosen.owner_id, "before": None, "how": chosen.how}
        why = f"chosen automatically: {chosen.why}"
        record(db, actor, Kind.ARRIVAL_ASSIGNED, about, facts, owner=chosen.name, why=why)


def stored(said: Mapping[str, Found]) -> dict[str, Any]:
    """What was read, as the row keeps it."""
    return {name: [found.value, found.start, found.end, found.doubt] for name, found in said.items()}


def restored(said: Mapping[str, Any]) -> dict[str, Found]:
    """What was read, from the row."""
    return {name: Found(*parts) for name, parts in said.items()}


def agreed_to(kept: Iterable[Mapping[str, str]]) -> tuple[Agreed, ...]:
    """What the sender agreed to, from the row."""
    return tuple(Agreed(one["what"], one["wording"], datetime.fromisoformat(one["at"])) for one in kept)


def urgency_of(said: Mapping[str, Found]) -> Urgency:
    """As it was read; routine where nothing is said."""
    return Urgency(said["urgency"].value) if "urgency" in said else Urgency.ROUTINE


def headline(said: Mapping[str, Found], sender: str) -> str:
    """Who it is about and who sent it, as far as that is known."""
    who = name_of(said) or "Name not read"
    return f"{who} · {sender}"[:LONGEST_HEADLINE] if sender and sender != who else who[:LONGEST_HEADLINE]


def _row(db: Connection, asked: Arriving) -> dict[str, Any]:
    now = clock.now()
    received_at, urgency = asked.received_at or now, urgency_of(asked.said)
    return {
        "key": asked.key,
        "site_id": asked.site_id,
        "channel": asked.channel,
        "state": State.HELD if asked.held else State.WAITING,
        "urgency": urgency,
        "headline": headline(asked.said, asked.sender_name),
        "sender_name": asked.sender_name,
        "sender_address": asked.sender_address,
        "original": asked.text,
        "said": stored(asked.said),
        "provider_id": _practice(db, asked),
        "patient_id": _patient(db, asked),
        "received_at": received_at,
        "recorded_at": now,
        "due_at": acknowledge_by(db, asked.site_id, urgency, received_at),
        "receipt": asked.receipt,
        "held": asked.held or "",
        "agreed": [{"what": each.what, "wording": each.wording, "at": now.isoformat()} for each in asked.agreed],
    }


def acknowledge_by(db: Connection, site_id: int, urgency: Urgency, since: datetime) -> datetime:
    """When whoever sent it has to have heard of us, as for a referral that has arrived."""
    scope = Scope(what=What.ACKNOWLEDGE, direction="inbound", urgency=urgency.value, site_id=site_id)
    return due_at(db, scope, since)


def _patient(db: Connection, asked: Arriving) -> int | None:
    """Whom the site knows by this NHS number, unless the date of birth says that it is somebody else."""
    if "nhs_number" not in asked.said:
        return None
    c, born = patient.c, asked.said.get("born_on")
    wanted = (
        select(c.id, c.born_on, c.family_name)
        .join(patient_site, patient_site.c.patient_id == c.id)
        .where(c.nhs_number == asked.said["nhs_number"].value, patient_site.c.site_id == asked.site_id)
    )
    row = db.execute(wanted).one_or_none()
    if row is None or (born and row.born_on and row.born_on.isoformat() != born.value):
        return None
    family = asked.said.get("family_name")
    return int(row.id) if family and folded(family.value) == folded(row.family_name) else None


def _practice(db: Connection, asked: Arriving) -> int | None:
    """The one practice that this address, or exactly this name, belongs to; where it may be several, nobody."""
    address, name = asked.sender_address.casefold(), asked.said.get("referrer")
    if address:
        of_people = select(clinician.c.provider_id).where(func.lower(clinician.c.email) == address)
        of_contacts = select(provider_contact.c.provider_id).where(func.lower(provider_contact.c.address) == address)
        c = provider.c
        known = or_(func.lower(c.email) == address, c.id.in_(of_people), c.id.in_(of_contacts))
        if (one := _only(db, known)) is not None:
            return one
    return _only(db, provider.c.name == name.value) if name else None


def _only(db: Connection, condition: Any) -> int | None:
    ids = db.execute(select(provider.c.id).where(condition, provider.c.closed_on.is_(None)).limit(2)).scalars().all()
    return int(ids[0]) if len(ids) == 1 else None
