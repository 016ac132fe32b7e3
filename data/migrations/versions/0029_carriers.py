"""Let messages leave on several channels, one where another failed, by carriers that somebody set up."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column, add_reference

revision = "0029"
down_revision = "0028"
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "carrier",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.Column("tested_at", base.Moment(), nullable=True),
        sa.Column("works", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(length=400), nullable=False),
        sa.Column("free_at", base.Moment(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("name", name=op.f("uq_carrier_name")),
    )
    op.create_table(
        "callback",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("came_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_callback")),
    )
    op.create_index("ix_callback_came_at", "callback", ["came_at"])
    add_column("patient", "channels", sa.String(length=60), "")
    _messages()


def _messages() -> None:
    """What a message knows of its channel; what is due is found for each of them."""
    add_column("message", "language", sa.String(length=8), "en")
    add_column("message", "fallback", base.Facts, "[]")
    add_reference("message", "instead_of_id", "message")
    add_column("message", "carrier_ref", sa.String(length=80), "")
    add_column("message", "confirm_by_at", base.Moment())
    add_column("message", "confirmed_at", base.Moment())
    for column in ("confirm_by_at", "instead_of_id"):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_message_{column}", "message", [column], sqlite_where=there, postgresql_where=there)
    op.drop_index("ix_message_due", "message")
    due = ["channel", "due_at", "id"]
    op.create_index("ix_message_due", "message", due, sqlite_where=WAITING, postgresql_where=WAITING)
