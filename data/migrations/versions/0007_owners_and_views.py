"""Create how owners are chosen, absences and saved views."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column, add_reference

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Build what this version adds."""
    add_column("account", "away_from_on", sa.Date())
    add_column("account", "away_until_on", sa.Date())
    add_reference("account", "stand_in_id", "account")
    op.create_table(
        "assignment",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("specialty", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("people", base.Facts, nullable=False),
        sa.Column("last_id", base.Number, nullable=True),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["last_id"], ["account.id"], name=op.f("fk_assignment_last_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_assignment_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("site_id", "specialty", name=op.f("uq_assignment_site_id_specialty")),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("account_id", base.Number, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("columns", base.Facts, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_view_account_id_name")),
    )
    op.create_index(op.f("ix_saved_view_account_id"), "saved_view", ["account_id"], unique=False)
