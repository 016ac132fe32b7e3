"""Let a manager set deadlines, opening hours and holidays, and keep the state of each clock."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0012"
down_revision = "0011"

RUNS = "('sent', 'acknowledged', 'needs_information', 'accepted', 'waitlisted', 'missed', 'appointment_cancelled', 'in_treatment', 'cancel_requested', 'reported')"  # noqa: E501 - one list
NOW = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER) * 1000000",
    "postgresql": "CAST(extract(epoch FROM now()) * 1000000 AS BIGINT)",
}


def upgrade() -> None:
    """Build what this version adds."""
    _deadlines()
    _clocks()
    add_column("site", "nation", sa.String(length=6), "GB-ENG")
    add_column("site", "hours_version", sa.Integer(), "1")
    add_column("site_holiday", "nation", sa.String(length=6), "")


def _deadlines() -> None:
    op.create_table(
        "deadline",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("scope", sa.String(length=160), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("specialty", sa.String(length=40), nullable=False),
        sa.Column("provider_id", base.Number, nullable=True),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=5), nullable=False),
        sa.Column("warn_amount", sa.Integer(), nullable=False),
        sa.Column("warn_unit", sa.String(length=7), nullable=False),
        sa.Column("pauses_waiting", sa.Boolean(), nullable=False),
        sa.Column("pauses_held", sa.Boolean(), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_deadline_provider_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_deadline_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("scope", name=op.f("uq_deadline_scope")),
    )
    op.create_index(op.f("ix_deadline_what"), "deadline", ["what"], unique=False)
    op.create_table(
        "reckoning",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("asked_by_id", base.Number, nullable=True),
        sa.Column("asked_at", base.Moment(), nullable=False),
        sa.Column("last_id", base.Number, nullable=False),
        sa.Column("whole", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("ended_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_reckoning_asked_by_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_reckoning_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reckoning")),
    )
    unfinished = sa.text("ended_at IS NULL")
    op.create_index("ix_reckoning_open", "reckoning", ["id"], sqlite_where=unfinished, postgresql_where=unfinished)


def _clocks() -> None:
    """What is late already stays so without being told anew; every open clock is then worked out once."""
    op.drop_index("ix_referral_unanswered", "referral")
    op.drop_column("referral", "chased_at")
    add_column("referral", "warn_at", base.Moment())
    add_column("referral", "clock", sa.String(length=8), "")
    add_column("referral", "wakes_at", base.Moment())
    wakes = sa.text("wakes_at IS NOT NULL")
    op.create_index("ix_referral_wakes", "referral", ["wakes_at", "id"], sqlite_where=wakes, postgresql_where=wakes)
    now = NOW[op.get_bind().dialect.name]
    on = f"closed_at IS NULL AND stage IN {RUNS}"
    op.execute(f"UPDATE referral SET clock = 'running' WHERE {on} AND held_until_on IS NULL AND due_at > {now}")  # noqa: S608 - words of ours
    op.execute(f"UPDATE referral SET clock = 'breached' WHERE {on} AND held_until_on IS NULL AND due_at <= {now}")  # noqa: S608
    op.execute(
        "UPDATE referral SET clock = 'paused', wakes_at = due_at WHERE closed_at IS NULL AND held_until_on IS NOT NULL"
    )
    op.execute(
        "INSERT INTO reckoning (what, asked_at, last_id, done, moved)"  # noqa: S608
        f" SELECT '', {now}, 0, 0, 0 WHERE EXISTS (SELECT 1 FROM referral WHERE closed_at IS NULL)"
    )
