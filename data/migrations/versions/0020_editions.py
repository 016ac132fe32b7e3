"""Keep reports to managers: their lists, what was built and to whom it was sent."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_reference

revision = "0020"
down_revision = "0019"


def _to(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{name.removesuffix('_id')}.id"], name=op.f(f"fk_{table}_{name}"))


def _key(table: str) -> tuple[sa.Column[Any], sa.PrimaryKeyConstraint]:
    column = sa.Column("id", base.Number, autoincrement=True, nullable=False)
    return column, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "distribution",
        *_key("distribution"),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("site_id", base.Number),
        sa.Column("provider_id", base.Number),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("distribution", "site_id"),
        _to("distribution", "provider_id"),
    )
    op.create_table(
        "distribution_person",
        *_key("distribution_person"),
        sa.Column("distribution_id", base.Number, nullable=False),
        sa.Column("account_id", base.Number),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        _to("distribution_person", "distribution_id"),
        _to("distribution_person", "account_id"),
    )
    op.create_index(op.f("ix_distribution_person_distribution_id"), "distribution_person", ["distribution_id"])
    op.create_table(
        "edition",
        *_key("edition"),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("site_id", base.Number),
        sa.Column("provider_id", base.Number),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("built_at", base.Moment(), nullable=False),
        sa.Column("built_by", sa.String(length=60), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept", base.Facts, nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        _to("edition", "site_id"),
        _to("edition", "provider_id"),
        sa.UniqueConstraint("kind", "scope", "period_on", name=op.f("uq_edition_kind_scope_period_on")),
    )
    op.create_index("ix_edition_site", "edition", ["site_id", "id"])
    add_reference("message", "edition_id", "edition")
    op.create_table(
        "edition_sent",
        *_key("edition_sent"),
        sa.Column("edition_id", base.Number, nullable=False),
        sa.Column("account_id", base.Number),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("message_id", base.Number),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("sent_at", base.Moment(), nullable=False),
        sa.Column("ends_at", base.Moment()),
        sa.Column("withdrawn_at", base.Moment()),
        sa.Column("opened_at", base.Moment()),
        _to("edition_sent", "edition_id"),
        _to("edition_sent", "account_id"),
        _to("edition_sent", "message_id"),
        sa.UniqueConstraint("edition_id", "address", name=op.f("uq_edition_sent_edition_id_address")),
    )
    op.create_index(op.f("ix_edition_sent_edition_id"), "edition_sent", ["edition_id"])
    op.create_index(op.f("ix_edition_sent_message_id"), "edition_sent", ["message_id"])
