"""Know the campaign that a referral came of, and what it cost."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_reference

revision = "0021"
down_revision = "0020"
OF_CAMPAIGN = sa.text("campaign_id IS NOT NULL")


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "campaign",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_campaign_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    add_reference("referral", "campaign_id", "campaign")
    op.create_index(
        "ix_referral_campaign",
        "referral",
        ["campaign_id", "received_at"],
        sqlite_where=OF_CAMPAIGN,
        postgresql_where=OF_CAMPAIGN,
    )
