"""Patients: who they are, how to reach them, what they agreed to, and which of our sites know them."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, func

from data.base import Moment, Number, key, metadata, to

patient = Table(
    "patient",
    metadata,
    key(),
    Column("nhs_number", String(10), unique=True, doc="ten digits; 9999999999 means unknown and is never stored"),
    Column("import_key", String(64), unique=True, doc="the identifier in the file it was imported from"),
    Column("title", String(20), nullable=False, default=""),
    Column("given_name", String(120), nullable=False),
    Column("family_name", String(120), nullable=False),
    Column("born_on", Date),
    Column("sex", String(10), nullable=False, default="", doc="female, male, other or empty"),
    Column("address", Text, nullable=False, default=""),
    Column("town", String(80), nullable=False, default=""),
    Column("postcode", String(12), nullable=False, default=""),
    Column("died_on", Date),
    Column(
        "search",
        Text,
        nullable=False,
        doc="folded names, date of birth, postcode, NHS number, phones; what typing finds",
    ),
    Column("version", Integer, nullable=False, default=1),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

patient_name = func.trim(patient.c.given_name + " " + patient.c.family_name)
"""How a patient is called in lists; people with one name have no given one."""

patient_contact = Table(
    "patient_contact",
    metadata,
    key(),
    to("patient", index=True),
    Column("channel", String(10), nullable=False, doc="email or phone"),
    Column("address", String(254), nullable=False, doc="an address, or a phone number in E.164"),
    Column("preferred", Boolean, nullable=False, default=False),
    Index("ix_patient_contact_address", "address"),
)

patient_consent = Table(
    "patient_consent",
    metadata,
    Column("patient_id", Number, ForeignKey("patient.id"), primary_key=True),
    Column("channel", String(10), primary_key=True, doc="email, phone or sms"),
    Column("given", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

patient_site = Table(
    "patient_site",
    metadata,
    Column("patient_id", Number, ForeignKey("patient.id"), primary_key=True),
    Column("site_id", Number, ForeignKey("site.id"), primary_key=True),
    Index("ix_patient_site_site", "site_id", "patient_id"),
)
