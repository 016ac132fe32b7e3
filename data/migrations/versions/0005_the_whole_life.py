"""Give referrals their journey, answers and drafts, reports their fields, appointments a place in calendars."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column, add_reference

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Build what this version adds."""
    add_reference("referral", "onward_from_id", "referral")
    add_column("referral", "answers", base.Facts, "{}")
    add_column("referral", "chased_at", base.Moment())
    add_column("appointment", "uid", sa.String(length=40), "")
    add_column("appointment", "moves", sa.Integer(), "0")
    add_column("appointment", "cancelled_by", sa.String(length=10), "")
    for name in ("diagnosis", "findings", "treatment"):
        add_column("report", name, sa.Text(), "")
    add_reference("report", "signed_by_id", "account")
    add_reference("report", "written_by_id", "account")
    op.create_table(
        "requirement",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("provider_id", base.Number, nullable=True),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("specialty", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("choices", base.Facts, nullable=False),
        sa.Column("needed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_requirement_provider_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_requirement_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    op.create_index("ix_requirement_provider", "requirement", ["provider_id", "specialty"], unique=False)
    op.create_index("ix_requirement_site", "requirement", ["site_id", "specialty"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("account_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("said", base.Facts, nullable=False),
        sa.Column("onward_from_id", base.Number, nullable=True),
        sa.Column("begun_at", base.Moment(), nullable=False),
        sa.Column("saved_at", base.Moment(), nullable=False),
        sa.Column("reminded_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id")),
        sa.ForeignKeyConstraint(["onward_from_id"], ["referral.id"], name=op.f("fk_draft_onward_from_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_draft_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_account_id"), "draft", ["account_id"], unique=False)
    op.create_index("ix_appointment_site", "appointment", ["site_id", "starts_at", "id"], unique=False)
    op.create_index("ix_referral_journey", "referral", ["journey"], unique=False)
    op.create_index(
        "ix_referral_unanswered",
        "referral",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("stage = 'sent' AND chased_at IS NULL"),
        postgresql_where=sa.text("stage = 'sent' AND chased_at IS NULL"),
    )
