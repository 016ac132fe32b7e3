"""Create referrals, the events about them and the sealed chain."""

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0003"
down_revision = "0002"


BESIDE = {
    "sqlite": [
        "CREATE TRIGGER event_kept_update BEFORE update ON event BEGIN SELECT RAISE(ABORT, 'event "
        "is append-only'); END",
        "CREATE TRIGGER event_kept_delete BEFORE delete ON event BEGIN SELECT RAISE(ABORT, 'event "
        "is append-only'); END",
        "CREATE TRIGGER seal_kept_update BEFORE update ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END",
        "CREATE TRIGGER seal_kept_delete BEFORE delete ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT "
        "EXECUTE FUNCTION append_only()",
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER seal_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON seal FOR EACH STATEMENT "
        "EXECUTE FUNCTION append_only()",
    ],
}


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "chain",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("position", base.Number, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
    )
    op.create_table(
        "reason",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=160), nullable=False),
        sa.Column("needs_comment", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=10), nullable=False),
        sa.Column("ends_referral", sa.Boolean(), nullable=False),
        sa.Column("stops_messages", sa.Boolean(), nullable=False),
        sa.Column("patient_died", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason")),
        sa.UniqueConstraint("code", name=op.f("uq_reason_code")),
    )
    op.create_index(op.f("ix_reason_step"), "reason", ["step"], unique=False)
    op.create_table(
        "referral_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", base.Number, nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_referral_number")),
    )
    op.create_table(
        "event",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("occurred_at", base.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("patient_id", base.Number, nullable=True),
        sa.Column("facts", base.Facts, nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_event_patient_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_event_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_actor", "event", ["actor", "id"], unique=False)
    op.create_index("ix_event_kind", "event", ["kind", "id"], unique=False)
    op.create_index("ix_event_patient", "event", ["patient_id", "id"], unique=False)
    op.create_index("ix_event_site", "event", ["site_id", "id"], unique=False)
    op.create_index("ix_event_subject", "event", ["subject", "subject_id", "id"], unique=False)
    op.create_table(
        "patient_read",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("patient_id", base.Number, nullable=False),
        sa.Column("account_id", base.Number, nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", base.Number, nullable=False),
        sa.Column("read_at", base.Moment(), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_patient_read_account_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_read_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_read")),
    )
    op.create_index(
        "ix_patient_read_account",
        "patient_read",
        ["account_id", "subject", "subject_id", "read_at"],
        unique=False,
    )
    op.create_index("ix_patient_read_patient", "patient_read", ["patient_id", "read_at"], unique=False)
    op.create_table(
        "event_text",
        sa.Column("event_id", base.Number, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("words", base.Facts, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_text_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_text")),
    )
    op.create_table(
        "pending",
        sa.Column("event_id", base.Number, nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retry_at", base.Moment(), nullable=True),
        sa.Column("failure", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_pending_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_pending")),
    )
    op.create_table(
        "referral",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("their_reference", sa.String(length=60), nullable=False),
        sa.Column("journey", sa.String(length=32), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("visit", sa.String(length=20), nullable=False),
        sa.Column("stage_since_at", base.Moment(), nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("from_site_id", base.Number, nullable=True),
        sa.Column("patient_id", base.Number, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("referrer_provider_id", base.Number, nullable=True),
        sa.Column("referrer_clinician_id", base.Number, nullable=True),
        sa.Column("recipient_provider_id", base.Number, nullable=True),
        sa.Column("recipient_clinician_id", base.Number, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("specialty", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("teeth", sa.String(length=80), nullable=False),
        sa.Column("funding", sa.String(length=20), nullable=False),
        sa.Column("payer", sa.String(length=80), nullable=False),
        sa.Column("needs", sa.String(length=200), nullable=False),
        sa.Column("may_share", sa.Boolean(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("received_at", base.Moment(), nullable=False),
        sa.Column("recorded_at", base.Moment(), nullable=False),
        sa.Column("owner_id", base.Number, nullable=True),
        sa.Column("due_at", base.Moment(), nullable=False),
        sa.Column("held_until_on", sa.Date(), nullable=True),
        sa.Column("reason_id", base.Number, nullable=True),
        sa.Column("closed_at", base.Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_site_id"], ["site.id"], name=op.f("fk_referral_from_site_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_referral_owner_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_referral_patient_id")),
        sa.ForeignKeyConstraint(["reason_id"], ["reason.id"], name=op.f("fk_referral_reason_id")),
        sa.ForeignKeyConstraint(
            ["recipient_clinician_id"], ["clinician.id"], name=op.f("fk_referral_recipient_clinician_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_provider_id"], ["provider.id"], name=op.f("fk_referral_recipient_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["referrer_clinician_id"], ["clinician.id"], name=op.f("fk_referral_referrer_clinician_id")
        ),
        sa.ForeignKeyConstraint(
            ["referrer_provider_id"], ["provider.id"], name=op.f("fk_referral_referrer_provider_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_referral_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("reference", name=op.f("uq_referral_reference")),
    )
    op.create_index("ix_referral_from", "referral", ["from_site_id", "direction", "received_at", "id"], unique=False)
    op.create_index(
        "ix_referral_open_from",
        "referral",
        ["from_site_id", "direction", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_referral_open_owner",
        "referral",
        ["owner_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_referral_open_patient",
        "referral",
        ["patient_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_referral_open_site",
        "referral",
        ["site_id", "direction", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_referral_patient", "referral", ["patient_id", "id"], unique=False)
    op.create_index("ix_referral_site", "referral", ["site_id", "direction", "received_at", "id"], unique=False)
    op.create_index("ix_referral_their_reference", "referral", ["their_reference"], unique=False)
    op.create_table(
        "seal",
        sa.Column("position", base.Number, autoincrement=False, nullable=False),
        sa.Column("event_id", base.Number, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_seal_event_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_seal")),
        sa.UniqueConstraint("event_id", name=op.f("uq_seal_event_id")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("referral_id", base.Number, nullable=False),
        sa.Column("starts_at", base.Moment(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("clinician_id", base.Number, nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason_id", base.Number, nullable=True),
        sa.Column("booked_at", base.Moment(), nullable=False),
        sa.Column("ended_at", base.Moment(), nullable=True),
        sa.Column("asked_at", base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name=op.f("fk_appointment_clinician_id")),
        sa.ForeignKeyConstraint(["reason_id"], ["reason.id"], name=op.f("fk_appointment_reason_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_appointment_referral_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_appointment_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_referral_id"), "appointment", ["referral_id"], unique=False)
    op.create_index(
        "ix_appointment_unasked",
        "appointment",
        ["starts_at"],
        unique=False,
        sqlite_where=sa.text("state = 'booked' AND asked_at IS NULL"),
        postgresql_where=sa.text("state = 'booked' AND asked_at IS NULL"),
    )
    op.create_table(
        "report",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("referral_id", base.Number, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("recommendations", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("recall_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.Column("written_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_report_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_referral_id"), "report", ["referral_id"], unique=False)
    for line in BESIDE[op.get_bind().dialect.name]:
        op.execute(sa.text(line))
    op.execute(sa.text("INSERT INTO chain (id, position, hash) VALUES (1, 0, '')"))
