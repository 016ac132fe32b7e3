"""Let the group and its sites word what Baton writes, and patients say in which language they read it."""

import sqlalchemy as sa
from alembic import op

from data.base import Moment, Number
from data.grow import add_column

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Nothing is worded otherwise yet, and nobody has asked for another language."""
    op.create_table(
        "wording",
        sa.Column("id", Number, primary_key=True, autoincrement=True),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("site_id", Number, sa.ForeignKey("site.id", name="fk_wording_site_id"), nullable=True),
        sa.Column("form", sa.String(10), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("headline", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("place", name="uq_wording_place"),
    )
    op.create_table(
        "wording_version",
        sa.Column("id", Number, primary_key=True, autoincrement=True),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("headline", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("saved_at", Moment, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.UniqueConstraint("place", "version", name="uq_wording_version_place_version"),
    )
    add_column("patient", "language", sa.String(8), default="")
    add_column("message", "clinical", sa.Boolean)
