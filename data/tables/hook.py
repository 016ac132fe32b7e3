"""Webhooks: addresses that are called when a rule says so, and what became of each call."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, text

from data.base import Facts, Moment, Number, key, metadata, to

hook = Table(
    "hook",
    metadata,
    key(),
    Column("name", String(80), nullable=False, unique=True),
    Column("address", String(400), nullable=False),
    Column("salt", String(64), nullable=False, doc="what its secret is derived from, with the key of the house"),
    Column("enabled", Boolean, nullable=False, default=True),
    Column("changed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, default=1),
)

hook_call = Table(
    "hook_call",
    metadata,
    key(),
    Column("key", String(160), nullable=False, unique=True, doc="event:rule:hook"),
    to("hook", index=True),
    Column("event_id", Number, nullable=False),
    Column("rule", String(80), nullable=False),
    Column("body", Facts, nullable=False, doc="ids and codes, nothing about a person"),
    Column("state", String(12), nullable=False, doc="waiting, sending, sent, dead"),
    Column("outcome", Text, nullable=False, default="", server_default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("lease", String(32), nullable=False, default=""),
    Column("settled_at", Moment),
    Index(
        "ix_hook_call_due",
        "due_at",
        "id",
        sqlite_where=text("state IN ('waiting', 'sending')"),
        postgresql_where=text("state IN ('waiting', 'sending')"),
    ),
)
