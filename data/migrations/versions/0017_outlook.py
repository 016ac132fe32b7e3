"""Keep what is likely to stall, and why."""

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "night",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("made_at", base.Moment(), nullable=False),
        sa.Column("model", sa.String(length=20), nullable=False),
        sa.Column("lacks", sa.String(length=20), nullable=False),
        sa.Column("referrals", sa.Integer(), nullable=False),
        sa.Column("moments", sa.Integer(), nullable=False),
        sa.Column("stalled", sa.Integer(), nullable=False),
        sa.Column("figures", base.Facts, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_night")),
        sa.UniqueConstraint("on", name=op.f("uq_night_on")),
    )
    op.create_table(
        "outlook",
        sa.Column("referral_id", base.Number, autoincrement=False, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("night_id", base.Number, nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("chance", sa.Float(), nullable=True),
        sa.Column("age", sa.Float(), nullable=False),
        sa.Column("facts", base.Facts, nullable=False),
        sa.Column("made_at", base.Moment(), nullable=False),
        sa.Column("flagged_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_outlook_night_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_outlook_referral_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_outlook_site_id")),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_outlook")),
    )
    op.create_index("ix_outlook_site", "outlook", ["site_id", "chance", "age"])
    op.create_table(
        "forecast",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("referral_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("age", sa.Float(), nullable=False),
        sa.Column("made_at", base.Moment(), nullable=False),
        sa.Column("stalled", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_forecast_referral_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_forecast_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
        sa.UniqueConstraint("made_on", "referral_id", name=op.f("uq_forecast_made_on_referral_id")),
    )
    op.create_table(
        "verdict",
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("site_id", base.Number, autoincrement=False, nullable=False),
        sa.Column("looked_back", sa.Boolean(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("stalled", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("caught", sa.Integer(), nullable=False),
        sa.Column("by_age", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_verdict_site_id")),
        sa.PrimaryKeyConstraint("made_on", "site_id", name=op.f("pk_verdict")),
    )
    op.create_table(
        "flag_limit",
        sa.Column("site_id", base.Number, autoincrement=False, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_flag_limit_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_flag_limit")),
    )
