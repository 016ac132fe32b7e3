"""Let strangers write: public forms of sites and services, what was sent through each, and what is held back."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0030"
down_revision = "0029"


def _to(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))


def _key(table: str) -> tuple[sa.Column[Any], sa.PrimaryKeyConstraint]:
    column = sa.Column("id", base.Number, autoincrement=True, nullable=False)
    return column, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Two tables, and what an arrival remembers of a form."""
    add_column("arrival", "receipt", sa.String(12), "")
    add_column("arrival", "held", sa.String(12), "")
    add_column("arrival", "agreed", base.Facts, "[]")
    op.create_table(
        "enquiry_form",
        *_key("enquiry_form"),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("specialty", sa.String(length=40), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asks", base.Facts, nullable=False),
        sa.Column("services", base.Facts, nullable=False),
        sa.Column("origins", base.Facts, nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("enquiry_form", "site_id", "site"),
        sa.UniqueConstraint(
            "site_id", "audience", "specialty", name=op.f("uq_enquiry_form_site_id_audience_specialty")
        ),
    )
    op.create_table(
        "enquiry",
        *_key("enquiry"),
        sa.Column("form_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("arrival_id", base.Number, nullable=False),
        sa.Column("sent_at", base.Moment(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("typed", base.Facts, nullable=False),
        _to("enquiry", "form_id", "enquiry_form"),
        _to("enquiry", "site_id", "site"),
        _to("enquiry", "arrival_id", "arrival"),
    )
    op.create_index(op.f("ix_enquiry_arrival_id"), "enquiry", ["arrival_id"])
    op.create_index(op.f("ix_enquiry_nonce"), "enquiry", ["nonce"])
    op.create_index("ix_enquiry_network", "enquiry", ["network", "sent_at"])
    op.create_index("ix_enquiry_site", "enquiry", ["site_id", "sent_at"])
    op.create_index("ix_enquiry_content", "enquiry", ["content", "sent_at"])
