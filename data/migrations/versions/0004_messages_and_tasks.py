"""Create the outbox and tasks."""

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "task",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("patient_id", base.Number, nullable=True),
        sa.Column("owner_id", base.Number, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("due_at", base.Moment(), nullable=False),
        sa.Column("ended_at", base.Moment(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_task_owner_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_task_patient_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_task_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("key", name=op.f("uq_task_key")),
    )
    op.create_index(
        "ix_task_open_owner",
        "task",
        ["owner_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_task_open_site",
        "task",
        ["site_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_task_subject", "task", ["subject", "subject_id", "id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("event_id", base.Number, nullable=True),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("patient_id", base.Number, nullable=True),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("to_name", sa.String(length=160), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("copy", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("due_at", base.Moment(), nullable=False),
        sa.Column("leased_until_at", base.Moment(), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=False),
        sa.Column("settled_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_message_event_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_message_patient_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_message_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_message_mail_id")),
    )
    op.create_index(
        "ix_message_due",
        "message",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_message_leased",
        "message",
        ["leased_until_at"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index("ix_message_site", "message", ["site_id", "id"], unique=False)
    op.create_index("ix_message_site_state", "message", ["site_id", "state", "id"], unique=False)
    op.create_index("ix_message_subject", "message", ["subject", "subject_id", "id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("message_id", base.Number, nullable=False),
        sa.Column("started_at", base.Moment(), nullable=False),
        sa.Column("ended_at", base.Moment(), nullable=True),
        sa.Column("carrier", sa.String(length=30), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_attempt_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_message_id"), "attempt", ["message_id"], unique=False)
