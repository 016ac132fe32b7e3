"""An arrival as a command needs it: read once, held against a second writer, who is told what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor, Permission, at_my_sites
from core.audit import About
from core.audit.told import names
from core.errors import Changed, NotFound
from core.intake.model import OPEN, Agreed, CameBy, State
from core.intake.receive import agreed_to
from core.referral import Urgency
from data.tables import arrival, event, referral, site


@dataclass(frozen=True, slots=True)
class Current:
    """The columns that decide what may happen next."""

    id: int
    site_id: int
    channel: CameBy
    state: State
    urgency: Urgency
    sender_name: str
    sender_address: str
    original: str
    said: dict[str, Any]
    patient_id: int | None
    owner_id: int | None
    received_at: datetime
    agreed: tuple[Agreed, ...]
    version: int

    @property
    def about(self) -> About:
        """Where its events belong."""
        return About("arrival", self.id, self.site_id, self.patient_id)


def current(db: Connection, actor: Actor, arrival_id: int, version: int | None) -> Current:
    """The arrival, open and locked for this transaction; Changed tells whoever read an older version who did what."""
    actor.must(Permission.INTAKE_HANDLE)
    c = arrival.c
    wanted = select(*(c[name] for name in Current.__slots__)).where(c.id == arrival_id, at_my_sites(actor, c.site_id))
    row = db.execute(wanted.with_for_update()).mappings().one_or_none()
    if row is None:
        raise NotFound("There is nothing like this in the intake of your sites.")
    read = {"channel": CameBy(row["channel"]), "state": State(row["state"]), "urgency": Urgency(row["urgency"])}
    now = Current(**dict(row) | read | {"agreed": agreed_to(row["agreed"])})
    if now.state not in OPEN or (version is not None and now.version != version):
        raise Changed(_became(db, now))
    return now


def change(db: Connection, now: Current, **values: Any) -> None:
    """The next version of it."""
    db.execute(update(arrival).where(arrival.c.id == now.id).values(version=now.version + 1, **values))


def _became(db: Connection, now: Current) -> str:
    """Who was faster, with what, and when."""
    c = event.c
    last = (
        select(c.actor, c.occurred_at, referral.c.reference, site.c.time_zone)
        .join(site, site.c.id == c.site_id)
        .join(arrival, arrival.c.id == c.subject_id)
        .outerjoin(referral, referral.c.id == arrival.c.referral_id)
        .where(c.subject == "arrival", c.subject_id == now.id, c.kind.startswith("arrival:"))
    )
    row = db.execute(last.order_by(c.id.desc()).limit(1)).one()
    who, when = names(db, [row.actor])[row.actor], clock.spoken(row.occurred_at, row.time_zone)
    became = {
        State.ACCEPTED: f"{who} accepted this on {when}: it is {row.reference} now.",
        State.REJECTED: f"{who} rejected this on {when}.",
        State.ASKED: f"{who} asked the sender for more on {when}.",
    }
    return became.get(now.state, f"{who} changed this on {when}.") + " Nothing of yours was done: look at it again."
