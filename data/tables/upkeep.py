"""What keeps the house running: when each job last ran, and the group's own settings."""

from sqlalchemy import Column, Integer, String, Table, Text

from data.base import Facts, Moment, metadata

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("every_s", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("failed_at", Moment),
    Column("failure", Text, nullable=False, default=""),
)

setting = Table(
    "setting",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Facts, nullable=False),
)
