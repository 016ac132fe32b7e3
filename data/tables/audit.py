"""What happened: append-only events, their removable texts, what still waits for a reaction, and the sealed chain."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from data.base import Facts, Moment, Number, key, metadata, to

event = Table(
    "event",
    metadata,
    key(),
    Column("kind", String(60), nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("actor", String(80), nullable=False, doc="account:7, rule:thank-referrer, job:outcomes, command-line"),
    Column(
        "subject",
        String(20),
        nullable=False,
        doc="whose timeline this belongs to: referral, patient, account …",
    ),
    Column("subject_id", Number, nullable=False),
    to("site", null=True),
    to("patient", null=True),
    Column("facts", Facts, nullable=False, doc="codes and numbers only; sealed for ever"),
    Column("text_hash", String(64), nullable=False, doc="salted hash of event_text, empty where there is none"),
    Index("ix_event_subject", "subject", "subject_id", "id"),
    Index("ix_event_site", "site_id", "id"),
    Index("ix_event_kind", "kind", "id"),
    Index("ix_event_actor", "actor", "id"),
    Index("ix_event_patient", "patient_id", "id"),
)

event_text = Table(
    "event_text",
    metadata,
    Column("event_id", Number, ForeignKey("event.id"), primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("words", Facts, nullable=False, doc="what a person wrote or who it was about; erasable"),
)

pending = Table(
    "pending",
    metadata,
    Column("event_id", Number, ForeignKey("event.id"), primary_key=True),
    Column("depth", Integer, nullable=False, default=0, server_default="0", doc="how many rules in a row led to it"),
    Column("tries", Integer, nullable=False, default=0, server_default="0", doc="how often reacting to it failed"),
    Column("retry_at", Moment, doc="set aside until then, after a failure"),
    Column(
        "failure",
        Text,
        nullable=False,
        default="",
        server_default="",
        doc="kind and place of the error, never its words",
    ),
    Column("only", Facts, doc="[[rule, place of its action], …] that are tried again; none where all of it is"),
)

seal = Table(
    "seal",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("event_id", Number, ForeignKey("event.id"), nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
)

chain = Table(
    "chain",
    metadata,
    key(),
    Column("position", Number, nullable=False),
    Column("hash", String(64), nullable=False),
)

patient_read = Table(
    "patient_read",
    metadata,
    key(),
    to("patient"),
    to("account"),
    Column("subject", String(20), nullable=False),
    Column("subject_id", Number, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("purpose", Text, nullable=False, default="", server_default=""),
    Index("ix_patient_read_patient", "patient_id", "read_at"),
    Index("ix_patient_read_account", "account_id", "subject", "subject_id", "read_at"),
)
