"""Let people outside hold links, sign in by mailed code, and press a form twice without harm."""

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "link",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", base.Number, nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("provider_id", base.Number, nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("message_id", base.Number, nullable=True),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", base.Moment(), nullable=False),
        sa.Column("ends_at", base.Moment(), nullable=False),
        sa.Column("opened_at", base.Moment(), nullable=True),
        sa.Column("used_at", base.Moment(), nullable=True),
        sa.Column("withdrawn_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_link_message_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_link_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("message_id", "purpose", name=op.f("uq_link_message_id_purpose")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_link_token_hash")),
    )
    op.create_index(op.f("ix_link_provider_id"), "link", ["provider_id"])
    op.create_index("ix_link_subject", "link", ["subject", "subject_id", "id"])
    op.create_table(
        "link_press",
        sa.Column("link_id", base.Number, autoincrement=False, nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("pressed_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_link_press_link_id")),
        sa.PrimaryKeyConstraint("link_id", "once", name=op.f("pk_link_press")),
    )
    op.create_table(
        "link_code",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", base.Moment(), nullable=False),
        sa.Column("ends_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_code")),
    )
    op.create_index(op.f("ix_link_code_address"), "link_code", ["address"])
