"""What is counted of referrals: the milestones of each, their sums by month, and how long stages took."""

from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from data.base import Facts, Number, metadata

COUNTS = (
    "received", "acknowledged", "accepted", "booked", "attended", "completed", "sent", "looped",
    "turned_down", "declined", "redirected", "cancelled", "lost",
    "waiting_acknowledged", "waiting_booked", "waiting_attended",
    "visits_attended", "visits_missed", "visits_cancelled", "visits_cancelled_late",
    "clocks_met", "clocks_late", "acknowledged_in_time", "acknowledgements_due",
)  # fmt: skip
"""What is counted in the month a referral was received in."""
WORTH = ("valued", "value")
"""What is counted in the month its work was reported in: whether it has a value, and that in pence."""
LEADS = ("acknowledged", "booked", "attended")
"""What a referral waits for, in local days from when it was received."""
WAYS = ("source", "specialty", "funding")


def _dimensions() -> list[Column[Any]]:
    """By what it can be split and filtered. No foreign keys: 0 and empty say that a grain does not tell."""
    return [
        Column("month", Integer, nullable=False, doc="202611"),
        Column("site_id", Number, nullable=False, doc="that works on it"),
        Column("direction", String(10), nullable=False),
        *(Column(name, String(40), nullable=False) for name in WAYS),
        Column("provider_id", Number, nullable=False, doc="at the other end; 0 for none outside"),
        Column("campaign_id", Number, nullable=False, server_default="0", doc="that it came of; 0 for none"),
    ]


def _counts() -> list[Column[Any]]:
    several = [Column(name, Integer, nullable=False) for name in (*COUNTS, "valued")]
    return [*several, Column("value", Number, nullable=False, doc="of completed work, in pence")]


def _where(said: str) -> dict[str, Any]:
    return {name: text(said) for name in ("sqlite_where", "postgresql_where")}


milestone = Table(
    "milestone",
    metadata,
    Column("referral_id", Number, ForeignKey("referral.id"), primary_key=True, autoincrement=False),
    *_dimensions(),
    Column("received_on", Date, nullable=False, doc="on the wall clock of the site"),
    *_counts(),
    *(Column(f"days_{name}", Integer, doc="none until then") for name in LEADS),
    Column("valued_month", Integer, nullable=False, doc="0 without a value"),
    Column("stays", Facts, nullable=False, doc="[stage, month it ended in, logarithmic bucket] of each finished stay"),
)
Index("ix_milestone_month", milestone.c.month, milestone.c.site_id, milestone.c.direction)
_sent_when = ("provider_id", "month", "received_on", "direction", "site_id")
"""All that says when a practice outside sent something, so that only the index is read."""
Index("ix_milestone_provider", *(milestone.c[name] for name in _sent_when), **_where("provider_id <> 0"))
Index("ix_milestone_valued", milestone.c.valued_month, milestone.c.site_id, **_where("valued_month <> 0"))
Index("ix_milestone_waiting", milestone.c.site_id, milestone.c.received_on, **_where("waiting_attended > 0"))

tally = Table(
    "tally",
    metadata,
    Column("cell", String(160), primary_key=True, doc="the grain and its dimensions, spelt: place:202611:3:inbound"),
    Column("grain", String(10), nullable=False, doc="which dimensions it tells: see core.insight.moving"),
    *_dimensions(),
    *_counts(),
    *(Column(f"days_{name}", LargeBinary, nullable=False, doc="pairs of days and how many") for name in LEADS),
    Index("ix_tally_grain", "grain", "month", "site_id", "direction"),
    Index("ix_tally_provider", "provider_id", "month", **_where("provider_id <> 0")),
)

dwell = Table(
    "dwell",
    metadata,
    Column("cell", String(80), primary_key=True, doc="its dimensions, spelt: 202611:3:inbound:booked"),
    Column("month", Integer, nullable=False, doc="in which the stays ended"),
    Column("site_id", Number, nullable=False),
    Column("direction", String(10), nullable=False),
    Column("stage", String(30), nullable=False),
    Column("stays", LargeBinary, nullable=False, doc="pairs of logarithmic buckets and how many"),
    Index("ix_dwell_month", "month", "site_id", "direction"),
)
