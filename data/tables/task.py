"""Tasks: something a person is to do, by when, and what they answered."""

from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from data.base import Moment, Number, key, metadata, to

task = Table(
    "task",
    metadata,
    key(),
    Column(
        "key",
        String(160),
        nullable=False,
        unique=True,
        doc="event:rule:kind, or a random one for a task made by hand",
    ),
    Column("kind", String(30), nullable=False, doc="ask_outcome, rebook, confirm_by_telephone, follow_up …"),
    Column("title", String(200), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("subject_id", Number, nullable=False),
    to("site"),
    to("patient", null=True, index=True),
    to("account", "owner_id", null=True),
    Column("state", String(10), nullable=False, doc="open, done or dropped"),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("note", Text, nullable=False, default=""),
    Column("version", Integer, nullable=False, default=1),
    Index("ix_task_subject", "subject", "subject_id", "id"),
)
_open: dict[str, Any] = {"sqlite_where": text("state = 'open'"), "postgresql_where": text("state = 'open'")}
Index("ix_task_open_site", task.c.site_id, task.c.due_at, task.c.id, **_open)
Index("ix_task_open_owner", task.c.owner_id, task.c.due_at, task.c.id, **_open)
