"""The ways out that are open just now, each with how much it may carry, counted in the database for all processes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor
from core.carrier.model import unseal
from core.channel import Channel
from core.connectors import Carrier, carriers, named
from core.errors import NotAllowed
from core.settings import settings
from core.work import reading
from data.tables import carrier

DAY_IN_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Out:
    """An open way: its carrier's name and what was filled in."""

    name: str
    kind: type[Carrier]
    values: Mapping[str, str]

    def opened(self) -> Carrier:
        """The carrier, for one lane of its own."""
        return self.kind(self.values)

    def allowed(self) -> "Allowance":
        """How many may leave, for one lane of its own."""
        return Allowance(self.name, _number(self.values, "per_second"), _number(self.values, "per_day"))

    @property
    def confirm_in(self) -> timedelta | None:
        """How long it may take to say that something arrived; None where it never does."""
        if not self.kind.confirms:
            return None
        return timedelta(minutes=min(int(self.values.get("confirm") or 60), 30 * DAY_IN_MINUTES))


class Allowance:
    """Asked within the transaction that claims; `pause_s` is how long to wait where a second is used up."""

    def __init__(self, name: str, per_second: int | None, per_day: int | None) -> None:
        self.name, self.per_second, self.per_day = name, per_second, per_day
        self.pause_s = 0.0

    def __call__(self, db: Connection, wanted: int) -> int:
        """How many of so many may leave now; they count as gone."""
        self.pause_s = 0.0
        if not self.per_second and not self.per_day:
            return wanted
        c, now = carrier.c, clock.now()
        row = db.execute(select(carrier).where(c.name == self.name).with_for_update()).one()
        if self.per_second and row.free_at and row.free_at > now:
            self.pause_s = (row.free_at - now).total_seconds()
            return 0
        today = clock.local(now, settings().time_zone.key).date()
        counted = row.counted if row.counted_on == today else 0
        allowed = min(wanted, max(0, self.per_day - counted)) if self.per_day else wanted
        spent: dict[str, Any] = {"counted_on": today, "counted": counted + allowed}
        if self.per_second:
            spent["free_at"] = now + timedelta(seconds=allowed / self.per_second)
        db.execute(update(carrier).where(c.name == self.name).values(**spent))
        return allowed


def ways_out(actor: Actor) -> list[Out]:
    """One for each channel that has a carrier; e-mail leaves as BATON_MAIL_URL says where none is set up."""
    if not actor.internal:
        raise NotAllowed("Messages are carried by the jobs process.")
    c = carrier.c
    with reading() as db:
        rows = db.execute(select(c.name, c.sealed).where(c.active, ~c.inbound).order_by(c.id)).all()
    read: Callable[[str], dict[str, str] | None] = unseal
    found = [Out(row.name, carriers()[row.name], values) for row in rows if (values := read(row.sealed)) is not None]
    if not any(one.kind.channel is Channel.EMAIL for one in found):
        url = settings().mail_url
        kind = carriers()[named(url)]
        found.insert(0, Out(named(url), kind, kind.of_url(url)))
    return [one for one in found if one.kind.lanes]


def _number(values: Mapping[str, str], name: str) -> int | None:
    return int(values[name]) if values.get(name) else None
