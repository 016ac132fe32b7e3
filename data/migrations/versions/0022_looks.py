"""Keep looks at the figures, to share them and to have them on home, and addresses that calendars read."""

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0022"
down_revision = "0021"
STILL = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "feed",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", base.Number, nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("made_at", base.Moment(), nullable=False),
        sa.Column("ended_at", base.Moment(), nullable=True),
        sa.Column("fetched_at", base.Moment(), nullable=True),
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_feed_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_hash")),
    )
    op.create_index("uq_feed_account", "feed", ["account_id"], unique=True, sqlite_where=STILL, postgresql_where=STILL)
    op.create_table(
        "look",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("account_id", base.Number, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("shared", sa.String(length=10), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("saved_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_look_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_look_account_id_name")),
    )
    op.create_table(
        "look_at_home",
        sa.Column("account_id", base.Number, autoincrement=False, nullable=False),
        sa.Column("look_id", base.Number, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_look_at_home_account_id")),
        sa.ForeignKeyConstraint(["look_id"], ["look.id"], name=op.f("fk_look_at_home_look_id")),
        sa.PrimaryKeyConstraint("account_id", "look_id", name=op.f("pk_look_at_home")),
    )
