"""Let providers be onboarded, compared and preferred."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0009"
down_revision = "0008"

URGENT = 'urgencies = \'["routine", "soon", "urgent", "suspected_cancer"]\''
CALM = 'urgencies = \'["routine", "soon"]\''


def upgrade() -> None:
    """Build what this version adds."""
    add_column("provider", "standing", sa.String(length=12), "listed")
    for name in ("standing_reason", "interest", "note"):
        add_column("provider", name, sa.Text(), "")
    op.create_index("ix_provider_name", "provider", ["name", "id"], unique=False)
    known, located = sa.text("standing <> 'listed'"), sa.text("latitude IS NOT NULL")
    op.create_index(
        "ix_provider_standing",
        "provider",
        ["standing", "name", "id"],
        unique=False,
        sqlite_where=known,
        postgresql_where=known,
    )
    op.create_index(
        "ix_provider_located",
        "provider",
        ["postcode"],
        unique=False,
        sqlite_where=located,
        postgresql_where=located,
    )
    add_column("provider_offer", "urgencies", base.Facts, "[]")
    op.execute(f"UPDATE provider_offer SET {URGENT} WHERE urgent")  # noqa: S608 - words of ours
    op.execute(f"UPDATE provider_offer SET {CALM} WHERE NOT urgent")  # noqa: S608
    op.drop_column("provider_offer", "urgent")
    add_column("provider_offer", "wait_days", sa.Integer())
    add_column("provider_offer", "wait_on", sa.Date())
    add_column("provider_offer", "capacity", sa.Integer())
    op.create_index("ix_provider_offer_specialty", "provider_offer", ["specialty", "provider_id"], unique=False)
    op.create_table(
        "provider_network",
        sa.Column("provider_id", base.Number, nullable=False),
        sa.Column("network", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_provider_network_provider_id")),
        sa.PrimaryKeyConstraint("provider_id", "network", name=op.f("pk_provider_network")),
    )
    op.create_index("ix_provider_network_network", "provider_network", ["network"], unique=False)
    op.create_table(
        "provider_choice",
        sa.Column("provider_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_provider_choice_provider_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_provider_choice_site_id")),
        sa.PrimaryKeyConstraint("provider_id", "site_id", name=op.f("pk_provider_choice")),
    )
    for party in ("recipient", "referrer"):
        outside = sa.text(f"{party}_provider_id IS NOT NULL")
        op.create_index(
            f"ix_referral_{party}",
            "referral",
            [f"{party}_provider_id", "received_at"],
            unique=False,
            sqlite_where=outside,
            postgresql_where=outside,
        )
