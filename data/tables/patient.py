"""Patients: who they are, how to reach them, what they agreed to, and which of our sites know them."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    and_,
    func,
)

from data.base import Facts, Moment, Number, key, metadata, to

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
    Column(
        "sound",
        String(24),
        nullable=False,
        default="",
        server_default="",
        doc="how the family name sounds, and the first letter of the given one",
    ),
    Column(
        "compared",
        Integer,
        nullable=False,
        default=0,
        server_default="0",
        doc="the version that was last compared with everybody else",
    ),
    Column(
        "language",
        String(8),
        nullable=False,
        default="",
        server_default="",
        doc="in which they are written to, by BCP 47; empty: nobody asked",
    ),
    to("patient", "merged_into_id", null=True),
    Column(
        "channels",
        String(60),
        nullable=False,
        default="",
        server_default="",
        doc="how they want to be written to, in their order; empty where nobody chose",
    ),
    Column(
        "time_zone",
        String(60),
        nullable=False,
        default="",
        server_default="",
        doc="where they live, by IANA; empty: where their site is",
    ),
    Index("ix_patient_name", "family_name", "given_name", "id"),
    Index("ix_patient_born_on", "born_on"),
    Index("ix_patient_sound", "sound"),
)


def _of_those(condition: ColumnElement[bool]) -> dict[str, Any]:
    """An index of these rows alone, on either database."""
    return {"sqlite_where": condition, "postgresql_where": condition}


_here = patient.c.merged_into_id.is_(None)
Index("ix_patient_merged_into", patient.c.merged_into_id, **_of_those(patient.c.merged_into_id.is_not(None)))
Index("ix_patient_uncompared", patient.c.id, **_of_those(and_(patient.c.compared != patient.c.version, _here)))

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

consent = Table(
    "consent",
    metadata,
    Column("patient_id", Number, ForeignKey("patient.id"), primary_key=True),
    Column("channel", String(10), primary_key=True, doc="as on message, or phone"),
    Column("purpose", String(10), primary_key=True, doc="care, reminders, news"),
    Column("given", Boolean, nullable=False),
    Column("source", String(10), nullable=False, doc="how it is known: desk, phone, writing, form, stop …"),
    Column("wording", Text, nullable=False, default="", doc="the words that were shown, read out or written"),
    Column("said_at", Moment, nullable=False),
    Column("by", String(80), nullable=False, default="", doc="an actor, as on event"),
    Column("before", Facts, doc="what a STOP was said over, so that START can take it back"),
)

stopped = Table(
    "stopped",
    metadata,
    Column("address", String(254), primary_key=True, doc="in small letters: nobody is written to there"),
    Column("source", String(10), nullable=False, doc="stop or link"),
    Column("words", Text, nullable=False, default="", doc="what was answered, as it came"),
    Column("since_at", Moment, nullable=False),
    Column("by", String(80), nullable=False, doc="an actor, as on event"),
    Column("lifted_at", Moment, doc="when messages were asked for again"),
)

patient_site = Table(
    "patient_site",
    metadata,
    Column("patient_id", Number, ForeignKey("patient.id"), primary_key=True),
    Column("site_id", Number, ForeignKey("site.id"), primary_key=True),
    Index("ix_patient_site_site", "site_id", "patient_id"),
)

patient_double = Table(
    "patient_double",
    metadata,
    Column("one_id", Number, ForeignKey("patient.id"), primary_key=True, doc="the lower of the two"),
    Column("other_id", Number, ForeignKey("patient.id"), primary_key=True, index=True),
    Column("score", Integer, nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("dismissed_at", Moment, doc="when somebody said that they are two people"),
    to("account", "dismissed_by_id", null=True),
)
_open = patient_double.c.dismissed_at.is_(None)
Index("ix_patient_double_open", patient_double.c.score, patient_double.c.one_id, **_of_those(_open))

patient_merge = Table(
    "patient_merge",
    metadata,
    key(),
    to("patient", "kept_id", index=True),
    to("patient", "gone_id", index=True),
    to("site", null=True),
    Column("merged_at", Moment, nullable=False),
    to("account", "merged_by_id", null=True),
    Column("moved", Facts, nullable=False, doc="which rows were re-linked: ids by what they are"),
    Column("before", Facts, nullable=False, doc="the record that stays as it was, and what the other gave up"),
    Column("after", Facts, nullable=False, doc="the record that stays as the merge left it"),
    Column("undone_at", Moment),
    to("account", "undone_by_id", null=True),
)
