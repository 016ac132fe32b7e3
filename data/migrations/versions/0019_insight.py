"""Keep what is counted of referrals, and its sums by month."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0019"
down_revision = "0018"

COUNTS = (
    "received", "acknowledged", "accepted", "booked", "attended", "completed", "sent", "looped",
    "turned_down", "declined", "redirected", "cancelled", "lost",
    "waiting_acknowledged", "waiting_booked", "waiting_attended",
    "visits_attended", "visits_missed", "visits_cancelled", "visits_cancelled_late",
    "clocks_met", "clocks_late", "acknowledged_in_time", "acknowledgements_due", "valued",
)  # fmt: skip
LEADS = ("days_acknowledged", "days_booked", "days_attended")


def _dimensions() -> list[sa.Column[Any]]:
    return [
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        *(sa.Column(name, sa.String(length=40), nullable=False) for name in ("source", "specialty", "funding")),
        sa.Column("provider_id", base.Number, nullable=False),
    ]


def _counts() -> list[sa.Column[Any]]:
    several = [sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS]
    return [*several, sa.Column("value", base.Number, nullable=False)]


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "milestone",
        sa.Column("referral_id", base.Number, autoincrement=False, nullable=False),
        *_dimensions(),
        sa.Column("received_on", sa.Date(), nullable=False),
        *_counts(),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in LEADS),
        sa.Column("valued_month", sa.Integer(), nullable=False),
        sa.Column("stays", base.Facts, nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_milestone_referral_id")),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_milestone")),
    )
    op.create_index("ix_milestone_month", "milestone", ["month", "site_id", "direction"])
    for name, columns, where in (
        ("ix_milestone_provider", ["provider_id", "month"], "provider_id <> 0"),
        ("ix_milestone_valued", ["valued_month", "site_id"], "valued_month <> 0"),
    ):
        only = sa.text(where)
        op.create_index(name, "milestone", columns, sqlite_where=only, postgresql_where=only)
    op.create_table(
        "tally",
        sa.Column("cell", sa.String(length=160), nullable=False),
        sa.Column("grain", sa.String(length=10), nullable=False),
        *_dimensions(),
        *_counts(),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in LEADS),
        sa.PrimaryKeyConstraint("cell", name=op.f("pk_tally")),
    )
    op.create_index("ix_tally_grain", "tally", ["grain", "month", "site_id", "direction"])
    op.create_table(
        "dwell",
        sa.Column("cell", sa.String(length=80), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("stays", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("cell", name=op.f("pk_dwell")),
    )
    op.create_index("ix_dwell_month", "dwell", ["month", "site_id", "direction"])
