"""A referral as a command needs it: read once, held against a second writer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import Connection, Select, bindparam, select

from core.access import Actor, my_referrals
from core.audit import About
from core.errors import Changed, NotFound
from core.referral.stage import Direction, Stage
from core.referral.words import Urgency
from core.sla import State
from data.prepared import prepared
from data.tables import referral


@dataclass(frozen=True, slots=True)
class Current:
    """The columns that decide what may happen next. `over_at` is when its deadline is over, as long as nobody told."""

    id: int
    reference: str
    direction: Direction
    stage: Stage
    site_id: int
    from_site_id: int | None
    referrer_provider_id: int | None
    recipient_provider_id: int | None
    patient_id: int
    urgency: Urgency
    specialty: str
    owner_id: int | None
    visit: str
    held_until_on: date | None
    received_at: datetime
    since_at: datetime
    version: int
    over_at: datetime | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any], over_at: datetime | None = None) -> Self:
        """As a row of the table has it."""
        return cls(
            direction=Direction(row["direction"]),
            stage=Stage(row["stage"]),
            urgency=Urgency(row["urgency"]),
            since_at=row["stage_since_at"],
            over_at=over_at,
            **{name: row[name] for name in _AS_STORED},
        )

    @property
    def held(self) -> bool:
        """Whether it is on hold."""
        return self.held_until_on is not None

    @property
    def about(self) -> About:
        """Where its events belong."""
        return About("referral", self.id, self.site_id, self.patient_id)


_AS_STORED = (
    "id", "reference", "site_id", "from_site_id", "referrer_provider_id", "recipient_provider_id", "patient_id",
    "specialty", "owner_id", "visit", "held_until_on", "received_at", "version",
)  # fmt: skip
READ = [referral.c[name] for name in (*_AS_STORED, "direction", "stage", "urgency", "stage_since_at")]
"""The columns that `of` reads."""
UNTOLD = frozenset({State.RUNNING, State.AT_RISK})
"""A clock that nobody has told to be late."""


def current(db: Connection, actor: Actor, referral_id: int, version: int | None) -> Current:
    """The referral, locked for this transaction; NotFound outside the actor's sites, Changed when `version` is old."""
    row = _mine(actor).one(db, of=referral_id)
    if row is None:
        raise NotFound("There is no such referral at your sites.")
    if version is not None and row["version"] != version:
        raise Changed(
            "Somebody else changed this referral while you had it open. Nothing of yours was lost: look and try again."
        )
    return Current.of(row, row["due_at"] if row["clock"] in UNTOLD else None)


@prepared
def _mine(actor: Actor) -> Select[Any]:
    c = referral.c
    return select(*READ, c.due_at, c.clock).where(c.id == bindparam("of"), my_referrals(actor)).with_for_update()
