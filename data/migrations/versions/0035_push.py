"""Keep the telephones and browsers on which patients asked for messages to be shown."""

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "push_subscription",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("patient_id", base.Number, nullable=False),
        sa.Column("link_id", base.Number, nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("since_at", base.Moment(), nullable=False),
        sa.Column("shown_at", base.Moment(), nullable=True),
        sa.Column("gone_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_push_subscription_patient_id")),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_push_subscription_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
    )
    for column in ("patient_id", "link_id", "endpoint_hash"):
        op.create_index(f"ix_push_subscription_{column}", "push_subscription", [column])
