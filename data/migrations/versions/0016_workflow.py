"""Let a group name its stages, add fields and states of its own, ask for more at a step, and have steps approved."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column, add_reference

revision = "0016"
down_revision = "0015"
FOUND = {
    "sqlite": (
        "CREATE VIRTUAL TABLE custom_value_found USING fts5(search, content='custom_value', "
        "content_rowid='id', prefix='2 3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER custom_value_found_added AFTER INSERT ON custom_value BEGIN INSERT INTO "
        "custom_value_found(rowid, search) VALUES (new.id, new.search); END",
        "CREATE TRIGGER custom_value_found_removed AFTER DELETE ON custom_value BEGIN INSERT INTO "
        "custom_value_found(custom_value_found, rowid, search) VALUES ('delete', old.id, old.search); END",
        "CREATE TRIGGER custom_value_found_changed AFTER UPDATE OF search ON custom_value WHEN old.search <> "
        "new.search BEGIN INSERT INTO custom_value_found(custom_value_found, rowid, search) VALUES ('delete',"
        " old.id, old.search); INSERT INTO custom_value_found(rowid, search) VALUES (new.id, "
        "new.search); END",
    ),
    "postgresql": (
        "ALTER TABLE custom_value ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('simple', search)) STORED",
        "CREATE INDEX ix_custom_value_found ON custom_value USING gin (found) WITH (fastupdate = off)",
    ),
}


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "custom_field",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("choices", base.Facts, nullable=False),
        sa.Column("help", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("specialty", sa.String(length=40), nullable=False),
        sa.Column("sites", base.Facts, nullable=False),
        sa.Column("needed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field")),
    )
    op.create_table(
        "custom_value",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("referral_id", base.Number, nullable=False),
        sa.Column("field_id", base.Number, nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name=op.f("fk_custom_value_field_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_custom_value_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_value")),
        sa.UniqueConstraint("referral_id", "field_id", name=op.f("uq_custom_value_referral_id_field_id")),
    )
    op.create_index("ix_custom_value_field", "custom_value", ["field_id", "value", "referral_id"], unique=False)
    op.create_table(
        "stage_setting",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_stage_setting_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_setting")),
    )
    op.create_index(
        "uq_stage_setting_group",
        "stage_setting",
        ["stage", "direction"],
        unique=True,
        sqlite_where=sa.text("site_id IS NULL"),
        postgresql_where=sa.text("site_id IS NULL"),
    )
    op.create_index("uq_stage_setting_site", "stage_setting", ["site_id", "stage", "direction"], unique=True)
    op.create_table(
        "sub_status",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("sites", base.Facts, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_status")),
    )
    op.create_table(
        "step_demand",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_step_demand_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_demand")),
    )
    op.create_index(
        "uq_step_demand_group",
        "step_demand",
        ["step", "what"],
        unique=True,
        sqlite_where=sa.text("site_id IS NULL"),
        postgresql_where=sa.text("site_id IS NULL"),
    )
    op.create_index("uq_step_demand_site", "step_demand", ["site_id", "step", "what"], unique=True)
    op.create_table(
        "step_approval",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("condition", sa.String(length=20), nullable=False),
        sa.Column("above", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_step_approval_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_approval")),
    )
    op.create_index(
        "uq_step_approval_group",
        "step_approval",
        ["step", "condition"],
        unique=True,
        sqlite_where=sa.text("site_id IS NULL"),
        postgresql_where=sa.text("site_id IS NULL"),
    )
    op.create_index("uq_step_approval_site", "step_approval", ["site_id", "step", "condition"], unique=True)
    op.create_table(
        "approval",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("referral_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", base.Facts, nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_by_id", base.Number, nullable=True),
        sa.Column("asked_at", base.Moment(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by_id", base.Number, nullable=True),
        sa.Column("decided_at", base.Moment(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_approval_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_approval_decided_by_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_approval_referral_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_approval_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_referral_id"), "approval", ["referral_id"], unique=False)
    op.create_index(
        "ix_approval_waiting_site",
        "approval",
        ["site_id", "asked_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_approval_waiting",
        "approval",
        ["referral_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    add_column("referral", "custom", base.Facts, "{}")
    add_reference("referral", "sub_status_id", "sub_status")
    add_column("reason", "position", sa.Integer(), "0")
    add_column("reason", "version", sa.Integer(), "1")
    for line in FOUND[op.get_bind().dialect.name]:
        op.execute(line)
