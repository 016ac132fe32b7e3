"""Create what arrives and the documents."""

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "arrival",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("sender_name", sa.String(length=160), nullable=False),
        sa.Column("sender_address", sa.String(length=254), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("said", base.Facts, nullable=False),
        sa.Column("provider_id", base.Number, nullable=True),
        sa.Column("patient_id", base.Number, nullable=True),
        sa.Column("owner_id", base.Number, nullable=True),
        sa.Column("received_at", base.Moment(), nullable=False),
        sa.Column("recorded_at", base.Moment(), nullable=False),
        sa.Column("due_at", base.Moment(), nullable=False),
        sa.Column("reason_id", base.Number, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("referral_id", base.Number, nullable=True),
        sa.Column("settled_at", base.Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_arrival_owner_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_arrival_patient_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_arrival_provider_id")),
        sa.ForeignKeyConstraint(["reason_id"], ["reason.id"], name=op.f("fk_arrival_reason_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_arrival_referral_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_arrival_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("key", name=op.f("uq_arrival_key")),
    )
    op.create_index(
        "ix_arrival_open",
        "arrival",
        ["site_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("ix_arrival_referral", "arrival", ["referral_id"], unique=False)
    op.create_index("ix_arrival_site", "arrival", ["site_id", "received_at", "id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("scan", sa.String(length=12), nullable=False),
        sa.Column("referral_id", base.Number, nullable=True),
        sa.Column("arrival_id", base.Number, nullable=True),
        sa.Column("draft_id", base.Number, nullable=True),
        sa.Column("patient_id", base.Number, nullable=True),
        sa.Column("provider_id", base.Number, nullable=True),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaces_id", base.Number, nullable=True),
        sa.Column("added_by_id", base.Number, nullable=True),
        sa.Column("added_at", base.Moment(), nullable=False),
        sa.Column("withdrawn_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_document_added_by_id")),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_document_arrival_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_document_draft_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_document_patient_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_document_provider_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_document_referral_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["document.id"], name=op.f("fk_document_replaces_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_document_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(
        "ix_document_arrival",
        "document",
        ["arrival_id", "id"],
        unique=False,
        sqlite_where=sa.text("arrival_id IS NOT NULL"),
        postgresql_where=sa.text("arrival_id IS NOT NULL"),
    )
    op.create_index(
        "ix_document_draft",
        "document",
        ["draft_id", "id"],
        unique=False,
        sqlite_where=sa.text("draft_id IS NOT NULL"),
        postgresql_where=sa.text("draft_id IS NOT NULL"),
    )
    op.create_index(
        "ix_document_patient",
        "document",
        ["patient_id", "id"],
        unique=False,
        sqlite_where=sa.text("patient_id IS NOT NULL"),
        postgresql_where=sa.text("patient_id IS NOT NULL"),
    )
    op.create_index(
        "ix_document_provider",
        "document",
        ["provider_id", "id"],
        unique=False,
        sqlite_where=sa.text("provider_id IS NOT NULL"),
        postgresql_where=sa.text("provider_id IS NOT NULL"),
    )
    op.create_index(
        "ix_document_referral",
        "document",
        ["referral_id", "id"],
        unique=False,
        sqlite_where=sa.text("referral_id IS NOT NULL"),
        postgresql_where=sa.text("referral_id IS NOT NULL"),
    )
    op.create_index(
        "ix_document_replaces",
        "document",
        ["replaces_id", "id"],
        unique=False,
        sqlite_where=sa.text("replaces_id IS NOT NULL"),
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_document_sha256"), "document", ["sha256"], unique=False)
