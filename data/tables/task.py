"""Tasks: something a person is to do, by when, and what they answered."""

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, text

from data.base import Facts, Moment, Number, key, metadata, to

task = Table(
    "task",
    metadata,
    key(),
    Column(
        "key",
        String(160),
        nullable=False,
        unique=True,
        doc="event:rule:kind, added and a random word, or series, its number and a day",
    ),
    Column("kind", String(30), nullable=False, doc="added, ask_outcome, rebook, confirm_by_telephone, follow_up …"),
    Column("title", String(200), nullable=False),
    Column("search", Text, nullable=False, default="", server_default="", doc="the title folded; what typing finds"),
    Column("subject", String(20), nullable=False, doc="referral, patient, arrival, draft … or site, for itself alone"),
    Column("subject_id", Number, nullable=False),
    to("site"),
    to("patient", null=True, index=True),
    to("account", "owner_id", null=True),
    Column("state", String(10), nullable=False, doc="open, done or dropped"),
    Column("priority", String(10), nullable=False, default="normal", server_default="normal"),
    Column("checklist", Facts, nullable=False, default=[], server_default="[]", doc="lines: id, text, ticked"),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False, doc="a midnight of its site's clock means: by the end of the day before"),
    Column("wakes_at", Moment, doc="put off: until then it stands in no list of what is to be done"),
    Column("ended_at", Moment),
    Column("note", Text, nullable=False, default=""),
    Column("rhythm", Facts, doc="how it comes again; see core/task/rhythm.py"),
    Column("series_id", Number, doc="the first task of those that come again"),
    Column("period_on", Date, doc="the day of its rhythm that it is for, whenever it is due"),
    Column("next_at", Moment, doc="when the next of its series opens, at the latest; empty once it has"),
    Column("version", Integer, nullable=False, default=1),
    Index("ix_task_subject", "subject", "subject_id", "id"),
)


def _only(where: str) -> dict[str, Any]:
    return {"sqlite_where": text(where), "postgresql_where": text(where)}


_OPEN = "state = 'open'"
Index("ix_task_open_site", task.c.site_id, task.c.due_at, task.c.id, **_only(_OPEN))
Index("ix_task_open_owner", task.c.owner_id, task.c.due_at, task.c.id, **_only(_OPEN))
Index("ix_task_open_subject", task.c.subject, task.c.subject_id, task.c.due_at, **_only(_OPEN))
Index("ix_task_asleep", task.c.site_id, task.c.wakes_at, task.c.id, **_only("wakes_at IS NOT NULL"))
Index("ix_task_ended", task.c.site_id, task.c.ended_at, task.c.id, **_only("ended_at IS NOT NULL"))
Index("ix_task_next", task.c.next_at, task.c.id, **_only("next_at IS NOT NULL"))
