"""How patients are written to: when not, and how often a day; what differs from data/defaults/manners.yaml."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from data.base import Moment, Number, key, metadata

manners = Table(
    "manners",
    metadata,
    key(),
    Column("site_id", Number, ForeignKey("site.id"), unique=True, doc="none: the whole group"),
    Column("quiet_from", Integer, nullable=False, doc="minutes after local midnight"),
    Column("quiet_until", Integer, nullable=False, doc="the same, on the morning after"),
    Column("most", Integer, nullable=False, doc="messages a day; what is about care is always sent"),
    Column("changed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
)
