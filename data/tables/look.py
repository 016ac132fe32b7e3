"""Looks at the figures that people keep, share, and have on their first page."""

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, Text, UniqueConstraint

from data.base import Moment, Number, key, metadata, to

look = Table(
    "look",
    metadata,
    key(),
    to("account"),
    Column("name", String(80), nullable=False),
    Column("address", Text, nullable=False, doc="what the address of the exploration says"),
    Column("shared", String(10), nullable=False, doc="with me, sites or all"),
    Column("reported", Boolean, nullable=False, default=False, doc="told in the monthly reports of its owner's sites"),
    Column("saved_at", Moment, nullable=False),
    UniqueConstraint("account_id", "name"),
)

look_at_home = Table(
    "look_at_home",
    metadata,
    Column("account_id", Number, ForeignKey("account.id"), primary_key=True),
    Column("look_id", Number, ForeignKey("look.id"), primary_key=True),
)
