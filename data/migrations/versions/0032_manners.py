"""Keep when patients may be written to, and how often a day; in which zone they live; which visit a message tells."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column, add_reference

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "manners",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_manners_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manners")),
        sa.UniqueConstraint("site_id", name=op.f("uq_manners_site_id")),
    )
    add_column("patient", "time_zone", sa.String(length=60), "")
    add_reference("message", "appointment_id", "appointment")
