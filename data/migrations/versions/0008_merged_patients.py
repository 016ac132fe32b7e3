"""Let patients be matched by sound, merged and taken apart again."""

import sqlalchemy as sa
from alembic import op

from data import base
from data.grow import add_column, add_reference

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Build what this version adds."""
    add_column("patient", "sound", sa.String(length=24), "")
    add_column("patient", "compared", sa.Integer(), "0")
    add_reference("patient", "merged_into_id", "patient")
    op.create_index("ix_patient_name", "patient", ["family_name", "given_name", "id"], unique=False)
    op.create_index("ix_patient_born_on", "patient", ["born_on"], unique=False)
    op.create_index("ix_patient_sound", "patient", ["sound"], unique=False)
    op.create_index(
        "ix_patient_merged_into",
        "patient",
        ["merged_into_id"],
        unique=False,
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index(
        "ix_patient_uncompared",
        "patient",
        ["id"],
        unique=False,
        sqlite_where=sa.text("compared != version AND merged_into_id IS NULL"),
        postgresql_where=sa.text("compared != version AND merged_into_id IS NULL"),
    )
    op.create_index(op.f("ix_task_patient_id"), "task", ["patient_id"], unique=False)
    op.create_index(op.f("ix_message_patient_id"), "message", ["patient_id"], unique=False)
    op.create_index(op.f("ix_arrival_patient_id"), "arrival", ["patient_id"], unique=False)
    op.create_table(
        "patient_double",
        sa.Column("one_id", base.Number, nullable=False),
        sa.Column("other_id", base.Number, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("found_at", base.Moment(), nullable=False),
        sa.Column("dismissed_at", base.Moment(), nullable=True),
        sa.Column("dismissed_by_id", base.Number, nullable=True),
        sa.ForeignKeyConstraint(["one_id"], ["patient.id"], name=op.f("fk_patient_double_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["patient.id"], name=op.f("fk_patient_double_other_id")),
        sa.ForeignKeyConstraint(["dismissed_by_id"], ["account.id"], name=op.f("fk_patient_double_dismissed_by_id")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_patient_double")),
    )
    op.create_index(op.f("ix_patient_double_other_id"), "patient_double", ["other_id"], unique=False)
    op.create_index(
        "ix_patient_double_open",
        "patient_double",
        ["score", "one_id"],
        unique=False,
        sqlite_where=sa.text("dismissed_at IS NULL"),
        postgresql_where=sa.text("dismissed_at IS NULL"),
    )
    op.create_table(
        "patient_merge",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("kept_id", base.Number, nullable=False),
        sa.Column("gone_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("merged_at", base.Moment(), nullable=False),
        sa.Column("merged_by_id", base.Number, nullable=True),
        sa.Column("moved", base.Facts, nullable=False),
        sa.Column("before", base.Facts, nullable=False),
        sa.Column("after", base.Facts, nullable=False),
        sa.Column("undone_at", base.Moment(), nullable=True),
        sa.Column("undone_by_id", base.Number, nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["patient.id"], name=op.f("fk_patient_merge_kept_id")),
        sa.ForeignKeyConstraint(["gone_id"], ["patient.id"], name=op.f("fk_patient_merge_gone_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_patient_merge_site_id")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["account.id"], name=op.f("fk_patient_merge_merged_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["account.id"], name=op.f("fk_patient_merge_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_merge")),
    )
    op.create_index(op.f("ix_patient_merge_kept_id"), "patient_merge", ["kept_id"], unique=False)
    op.create_index(op.f("ix_patient_merge_gone_id"), "patient_merge", ["gone_id"], unique=False)
