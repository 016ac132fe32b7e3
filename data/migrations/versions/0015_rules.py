"""Keep what rules waited for, what they did and how they were changed; tags, flags and webhooks."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Build what this version adds."""
    add_column("rule", "timing", base.Facts)
    op.add_column("rule", sa.Column("stop", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    add_column("rule", "only_sites", base.Facts, default="[]")
    add_column("rule", "off_sites", base.Facts, default="[]")
    add_column("rule", "fault", sa.Text(), default="")
    add_column("rule", "shipped_as", base.Facts)
    op.add_column("rule", sa.Column("renewed", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    add_column("rule", "planted_to", base.Number)
    add_column("referral", "flagged_at", base.Moment())
    add_column("pending", "depth", sa.Integer(), default="0")
    op.create_table(
        "rule_version",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", base.Facts, nullable=False),
        sa.Column("saved_at", base.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_version")),
        sa.UniqueConstraint("rule", "version", name=op.f("uq_rule_version_rule_version")),
    )
    op.create_table(
        "timer",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("referral_id", base.Number, nullable=False),
        sa.Column("anchor_at", base.Moment(), nullable=False),
        sa.Column("due_at", base.Moment(), nullable=False),
        sa.Column("fired_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_timer_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint("rule", "referral_id", name=op.f("uq_timer_rule_referral_id")),
    )
    op.create_index(op.f("ix_timer_referral_id"), "timer", ["referral_id"])
    waits = sa.text("fired_at IS NULL")
    op.create_index("ix_timer_due", "timer", ["due_at", "id"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "firing",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("event_id", base.Number, nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("referral_id", base.Number, nullable=True),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("judged_at", base.Moment(), nullable=False),
        sa.Column("fired", sa.Boolean(), nullable=False),
        sa.Column("because", base.Facts, nullable=False),
        sa.Column("outcome", base.Facts, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_firing_event_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_firing_referral_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_firing_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firing")),
    )
    op.create_index("ix_firing_referral", "firing", ["referral_id", "id"])
    op.create_index("ix_firing_rule", "firing", ["rule", "id"])
    _tags()
    _hooks()


def _tags() -> None:
    op.create_table(
        "tag",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_tag_name")),
    )
    op.create_table(
        "referral_tag",
        sa.Column("referral_id", base.Number, autoincrement=False, nullable=False),
        sa.Column("tag_id", base.Number, autoincrement=False, nullable=False),
        sa.Column("added_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_tag_referral_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_referral_tag_tag_id")),
        sa.PrimaryKeyConstraint("referral_id", "tag_id", name=op.f("pk_referral_tag")),
    )
    op.create_index("ix_referral_tag_tag", "referral_tag", ["tag_id", "referral_id"])


def _hooks() -> None:
    op.create_table(
        "hook",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook")),
        sa.UniqueConstraint("name", name=op.f("uq_hook_name")),
    )
    op.create_table(
        "hook_call",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("hook_id", base.Number, nullable=False),
        sa.Column("event_id", base.Number, nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("body", base.Facts, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("due_at", base.Moment(), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=False),
        sa.Column("settled_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["hook_id"], ["hook.id"], name=op.f("fk_hook_call_hook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_call")),
        sa.UniqueConstraint("key", name=op.f("uq_hook_call_key")),
    )
    op.create_index(op.f("ix_hook_call_hook_id"), "hook_call", ["hook_id"])
    under_way = sa.text("state IN ('waiting', 'sending')")
    op.create_index(
        "ix_hook_call_due", "hook_call", ["due_at", "id"], sqlite_where=under_way, postgresql_where=under_way
    )
