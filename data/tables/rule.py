"""Rules that turn events into tasks and messages: rows, seeded from data/defaults/rules.yaml."""

from sqlalchemy import Boolean, Column, Integer, String, Table

from data.base import Facts, key, metadata

rule = Table(
    "rule",
    metadata,
    key(),
    Column("name", String(80), nullable=False, unique=True),
    Column("label", String(160), nullable=False),
    Column("when", String(60), nullable=False, index=True, doc="the event kind"),
    Column("conditions", Facts, nullable=False, doc="[{fact, is | is_not | in | set, value}], all must hold"),
    Column("actions", Facts, nullable=False, doc="[{do: send_message | open_task, …}]"),
    Column("position", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False, default=True),
    Column("shipped", Boolean, nullable=False, default=True),
    Column("version", Integer, nullable=False, default=1),
)
