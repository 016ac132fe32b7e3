"""Who gets what arrives: how each site and specialty chooses an owner."""

from sqlalchemy import Column, String, Table, UniqueConstraint

from data.base import Facts, Moment, key, metadata, to

assignment = Table(
    "assignment",
    metadata,
    key(),
    to("site"),
    Column("specialty", String(40), nullable=False, default="", doc="empty: any that has no line of its own"),
    Column("how", String(20), nullable=False, doc="pool, named, round_robin, least_loaded or specialist"),
    Column("people", Facts, nullable=False, doc="ids of the accounts to choose from, in order; empty: all who may"),
    to("account", "last_id", null=True),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("site_id", "specialty"),
)
