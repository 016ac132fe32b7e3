"""Keep what people answer by mail and text message."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0033"
down_revision = "0032"


def _to(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade() -> None:
    """What came in, the documents it brought, and what a carrier that brings it remembers."""
    add_column("carrier", "inbound", sa.Boolean, "0")
    add_column("carrier", "address", sa.String(254), "")
    add_column("carrier", "since_at", base.Moment)
    add_column("carrier", "position", sa.String(80), "")
    op.create_index("ix_message_to_address", "message", ["to_address", "id"])
    op.create_table(
        "incoming",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("carrier", sa.String(length=30), nullable=False),
        sa.Column("nature", sa.String(length=10), nullable=False),
        sa.Column("matched", sa.String(length=10), nullable=False),
        sa.Column("from_name", sa.String(length=160), nullable=False),
        sa.Column("from_address", sa.String(length=254), nullable=False),
        sa.Column("mail_id", sa.String(length=400), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("message_id", base.Number),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("patient_id", base.Number),
        sa.Column("provider_id", base.Number),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("came_at", base.Moment(), nullable=False),
        sa.Column("recorded_at", base.Moment(), nullable=False),
        sa.Column("read_at", base.Moment()),
        sa.Column("read_by_id", base.Number),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming")),
        *(_to("incoming", f"{other}_id", other) for other in ("message", "site", "patient", "provider")),
        _to("incoming", "read_by_id", "account"),
        sa.UniqueConstraint("key", name=op.f("uq_incoming_key")),
    )
    op.create_index(op.f("ix_incoming_message_id"), "incoming", ["message_id"])
    op.create_index(op.f("ix_incoming_patient_id"), "incoming", ["patient_id"])
    op.create_index("ix_incoming_subject", "incoming", ["subject", "subject_id", "id"])
    op.create_index("ix_incoming_address", "incoming", ["from_address", "recorded_at"])
    unread = sa.text("read_at IS NULL AND nature = 'answer'")
    op.create_index("ix_incoming_unread", "incoming", ["site_id", "id"], sqlite_where=unread, postgresql_where=unread)
    op.create_table(
        "incoming_document",
        sa.Column("incoming_id", base.Number, nullable=False),
        sa.Column("document_id", base.Number, nullable=False),
        *(_to("incoming_document", f"{other}_id", other) for other in ("incoming", "document")),
        sa.PrimaryKeyConstraint("incoming_id", "document_id", name=op.f("pk_incoming_document")),
    )
