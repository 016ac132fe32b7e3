"""Let people write: who wrote a message and why it may leave at night, what goes along with it, and what is begun."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Three columns of a message, and two tables."""
    add_column("message", "author", sa.String(length=160), "")
    add_column("message", "at_once", sa.String(length=200), "")
    add_column("message", "answering", sa.String(length=250), "")
    op.create_index("ix_message_patient", "message", ["patient_id", "created_at", "id"])
    op.drop_index("ix_message_patient_id", "message")
    _enclosures()
    op.create_table(
        "writing",
        sa.Column("account_id", base.Number, nullable=False),
        sa.Column("referral_id", base.Number, nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("said", base.Facts, nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        _to("writing", "account_id", "account"),
        _to("writing", "referral_id", "referral"),
        sa.PrimaryKeyConstraint("account_id", "referral_id", name=op.f("pk_writing")),
    )
    op.create_index(op.f("ix_writing_referral_id"), "writing", ["referral_id"])
    op.create_index(op.f("ix_writing_changed_at"), "writing", ["changed_at"])


def _enclosures() -> None:
    op.create_table(
        "message_document",
        sa.Column("message_id", base.Number, nullable=False),
        sa.Column("document_id", base.Number, nullable=False),
        _to("message_document", "message_id", "message"),
        _to("message_document", "document_id", "document"),
        sa.PrimaryKeyConstraint("message_id", "document_id", name=op.f("pk_message_document")),
    )
    op.create_index(op.f("ix_message_document_document_id"), "message_document", ["document_id"])


def _to(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))
