"""Create the directory and patients."""

import sqlalchemy as sa
from alembic import op

from data import base

revision = "0002"
down_revision = "0001"


BESIDE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE patient_found USING fts5(search, content='patient', "
        "content_rowid='id', prefix='2 3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER patient_found_added AFTER INSERT ON patient BEGIN INSERT INTO "
        "patient_found(rowid, search) VALUES (new.id, new.search); END",
        "CREATE TRIGGER patient_found_removed AFTER DELETE ON patient BEGIN INSERT INTO "
        "patient_found(patient_found, rowid, search) VALUES ('delete', old.id, old.search); END",
        "CREATE TRIGGER patient_found_changed AFTER UPDATE OF search ON patient WHEN old.search <> "
        "new.search BEGIN INSERT INTO patient_found(patient_found, rowid, search) VALUES ('delete',"
        " old.id, old.search); INSERT INTO patient_found(rowid, search) VALUES (new.id, "
        "new.search); END",
        "CREATE VIRTUAL TABLE provider_found USING fts5(search, content='provider', "
        "content_rowid='id', prefix='2 3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER provider_found_added AFTER INSERT ON provider BEGIN INSERT INTO "
        "provider_found(rowid, search) VALUES (new.id, new.search); END",
        "CREATE TRIGGER provider_found_removed AFTER DELETE ON provider BEGIN INSERT INTO "
        "provider_found(provider_found, rowid, search) VALUES ('delete', old.id, old.search); END",
        "CREATE TRIGGER provider_found_changed AFTER UPDATE OF search ON provider WHEN old.search "
        "<> new.search BEGIN INSERT INTO provider_found(provider_found, rowid, search) VALUES "
        "('delete', old.id, old.search); INSERT INTO provider_found(rowid, search) VALUES (new.id, "
        "new.search); END",
    ],
    "postgresql": [
        "ALTER TABLE patient ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('simple', search)) STORED",
        "CREATE INDEX ix_patient_found ON patient USING gin (found) WITH (fastupdate = off)",
        "ALTER TABLE provider ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('simple', search)) STORED",
        "CREATE INDEX ix_provider_found ON provider USING gin (found) WITH (fastupdate = off)",
    ],
}


def upgrade() -> None:
    """Build what this version adds."""
    op.create_table(
        "patient",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("nhs_number", sa.String(length=10), nullable=True),
        sa.Column("import_key", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=20), nullable=False),
        sa.Column("given_name", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("import_key", name=op.f("uq_patient_import_key")),
        sa.UniqueConstraint("nhs_number", name=op.f("uq_patient_nhs_number")),
    )
    op.create_table(
        "provider",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("ods_code", sa.String(length=12), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("county", sa.String(length=80), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("ods_code", name=op.f("uq_provider_ods_code")),
    )
    op.create_table(
        "clinician",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("provider_id", base.Number, nullable=True),
        sa.Column("site_id", base.Number, nullable=True),
        sa.Column("account_id", base.Number, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("specialty", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_clinician_account_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_clinician_provider_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_clinician_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinician")),
    )
    op.create_index("ix_clinician_account", "clinician", ["account_id"], unique=False)
    op.create_index(op.f("ix_clinician_provider_id"), "clinician", ["provider_id"], unique=False)
    op.create_index(op.f("ix_clinician_site_id"), "clinician", ["site_id"], unique=False)
    op.create_table(
        "patient_consent",
        sa.Column("patient_id", base.Number, nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("changed_at", base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_consent_patient_id")),
        sa.PrimaryKeyConstraint("patient_id", "channel", name=op.f("pk_patient_consent")),
    )
    op.create_table(
        "patient_contact",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("patient_id", base.Number, nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_contact_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_contact")),
    )
    op.create_index("ix_patient_contact_address", "patient_contact", ["address"], unique=False)
    op.create_index(op.f("ix_patient_contact_patient_id"), "patient_contact", ["patient_id"], unique=False)
    op.create_table(
        "patient_site",
        sa.Column("patient_id", base.Number, nullable=False),
        sa.Column("site_id", base.Number, nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_patient_site_patient_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_patient_site_site_id")),
        sa.PrimaryKeyConstraint("patient_id", "site_id", name=op.f("pk_patient_site")),
    )
    op.create_index("ix_patient_site_site", "patient_site", ["site_id", "patient_id"], unique=False)
    op.create_table(
        "provider_contact",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("provider_id", base.Number, nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_provider_contact_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_contact")),
    )
    op.create_index(op.f("ix_provider_contact_provider_id"), "provider_contact", ["provider_id"], unique=False)
    op.create_table(
        "provider_offer",
        sa.Column("id", base.Number, autoincrement=True, nullable=False),
        sa.Column("provider_id", base.Number, nullable=False),
        sa.Column("specialty", sa.String(length=40), nullable=False),
        sa.Column("funding", sa.String(length=20), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_provider_offer_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_offer")),
        sa.UniqueConstraint(
            "provider_id",
            "specialty",
            "funding",
            name=op.f("uq_provider_offer_provider_id_specialty_funding"),
        ),
    )
    op.create_table(
        "site_holiday",
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_site_holiday_site_id")),
        sa.PrimaryKeyConstraint("site_id", "on", name=op.f("pk_site_holiday")),
    )
    op.create_table(
        "site_hours",
        sa.Column("site_id", base.Number, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_site_hours_site_id")),
        sa.PrimaryKeyConstraint("site_id", "weekday", "opens", name=op.f("pk_site_hours")),
    )
    for line in BESIDE[op.get_bind().dialect.name]:
        op.execute(sa.text(line))
