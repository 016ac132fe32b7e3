"""How long each step may take, as rows that a manager edits, and the clocks that are to be worked out anew."""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, text

from data.base import Moment, Number, key, metadata, to

deadline = Table(
    "deadline",
    metadata,
    key(),
    Column(
        "scope",
        String(160),
        nullable=False,
        unique=True,
        doc="the columns that say what it is for, spelt as one: two for the same would contradict each other",
    ),
    Column("what", String(30), nullable=False, index=True, doc="what is due: acknowledge, decide, report …"),
    Column("direction", String(10), nullable=False, default="", doc="empty: any"),
    Column("urgency", String(20), nullable=False, default="", doc="empty: any"),
    Column("specialty", String(40), nullable=False, default="", doc="empty: any"),
    to("provider", null=True),
    to("site", null=True),
    Column("amount", Integer, nullable=False),
    Column("unit", String(5), nullable=False, doc="days or hours, in which the site is open"),
    Column("warn_amount", Integer, nullable=False),
    Column("warn_unit", String(7), nullable=False, doc="percent of the time, or days or hours before it is over"),
    Column("pauses_waiting", Boolean, nullable=False, default=False, doc="stands still while information is awaited"),
    Column("pauses_held", Boolean, nullable=False, default=True, doc="stands still while the referral is on hold"),
    Column("shipped", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False, default=1),
    Column("changed_at", Moment, doc="when somebody set it; none as shipped"),
)

reckoning = Table(
    "reckoning",
    metadata,
    key(),
    Column("what", String(30), nullable=False, default="", doc="the clocks of this; empty: all"),
    to("site", null=True),
    to("account", "asked_by_id", null=True),
    Column("asked_at", Moment, nullable=False),
    Column("last_id", Number, nullable=False, default=0, doc="up to this referral it is done"),
    Column("whole", Integer, doc="how many clocks there are; none until it began"),
    Column("done", Integer, nullable=False, default=0),
    Column("moved", Integer, nullable=False, default=0, doc="how many are due at another time now"),
    Column("ended_at", Moment),
)
_open: dict[str, Any] = {"sqlite_where": text("ended_at IS NULL"), "postgresql_where": text("ended_at IS NULL")}
Index("ix_reckoning_open", reckoning.c.id, **_open)
