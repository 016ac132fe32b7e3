"""The outbox: each message exactly as it is to leave, and every attempt to carry it."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from data.base import Facts, Moment, Number, key, metadata, to

message = Table(
    "message",
    metadata,
    key(),
    Column("key", String(160), nullable=False, unique=True, doc="event:rule:recipient:channel"),
    to("event", null=True),
    Column("subject", String(20), nullable=False, doc="what it is about, as on event"),
    Column("subject_id", Number, nullable=False),
    to("site", null=True),
    to("patient", null=True),
    to("edition", null=True),
    to("appointment", null=True),
    Column("rule", String(80), nullable=False),
    Column("template", String(80), nullable=False),
    Column("audience", String(20), nullable=False, doc="patient, referrer, recipient, staff"),
    Column(
        "purpose",
        String(10),
        nullable=False,
        default="care",
        server_default="care",
        doc="what a patient has to agree to: care, reminders, news",
    ),
    Column("channel", String(10), nullable=False, doc="app, email, sms, whatsapp, letter, chat"),
    Column("language", String(8), nullable=False, default="en", server_default="en"),
    Column("to_name", String(160), nullable=False),
    Column("to_address", String(254), nullable=False, doc="an address, a number in E.164, or where a letter goes"),
    Column("headline", String(200), nullable=False, doc="the mail's Subject"),
    Column("body", Text, nullable=False),
    Column("body_html", Text, nullable=False, default=""),
    Column("calendar", Text, nullable=False, default="", server_default="", doc="the visit, by RFC 5545"),
    Column("clinical", Boolean, doc="whether it tells clinical notes; none: its shipped text says so"),
    Column("mail_id", String(120), nullable=False, unique=True, doc="RFC 5322 Message-ID, one per row for ever"),
    Column(
        "fallback",
        Facts,
        nullable=False,
        default=list,
        server_default="[]",
        doc="what is tried next when it fails, in order: channel, to_address, and words where they are others",
    ),
    to("message", "instead_of_id", null=True),
    Column("state", String(12), nullable=False, doc="waiting, sending, sent, dead, in_doubt, withheld"),
    Column("outcome", Text, nullable=False, default="", doc="in words: why it waits again, died or is in doubt"),
    Column(
        "copy",
        Boolean,
        nullable=False,
        default=False,
        doc="sent again on a person's word after doubt; marked as a copy",
    ),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("leased_until_at", Moment),
    Column("lease", String(32), nullable=False, default=""),
    Column("settled_at", Moment),
    Column(
        "carrier_ref",
        String(80),
        nullable=False,
        default="",
        server_default="",
        doc="what the carrier calls it, where it says so",
    ),
    Column("confirm_by_at", Moment, doc="until when a carrier that confirms has to; empty when nothing is awaited"),
    Column("confirmed_at", Moment, doc="when a carrier said that it arrived"),
    Column(
        "author",
        String(160),
        nullable=False,
        default="",
        server_default="",
        doc="the person who wrote it; empty: Baton did",
    ),
    Column(
        "at_once",
        String(200),
        nullable=False,
        default="",
        server_default="",
        doc="why it may leave at night, in its author's words",
    ),
    Column(
        "answering",
        String(250),
        nullable=False,
        default="",
        server_default="",
        doc="the Message-ID of what it answers; empty where it answers nothing",
    ),
    Index("ix_message_patient", "patient_id", "created_at", "id"),
    Index("ix_message_subject", "subject", "subject_id", "id"),
    Index("ix_message_site", "site_id", "id"),
    Index("ix_message_to_address", "to_address", "id"),
    Index("ix_message_site_state", "site_id", "state", "id"),
)
Index(
    "ix_message_due",
    message.c.channel,
    message.c.due_at,
    message.c.id,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
)
Index(
    "ix_message_leased",
    message.c.leased_until_at,
    sqlite_where=text("state = 'sending'"),
    postgresql_where=text("state = 'sending'"),
)
for column in ("confirm_by_at", "instead_of_id"):
    there = message.c[column].is_not(None)
    Index(f"ix_message_{column}", message.c[column], sqlite_where=there, postgresql_where=there)

message_document = Table(
    "message_document",
    metadata,
    Column("message_id", Number, ForeignKey("message.id"), primary_key=True),
    Column("document_id", Number, ForeignKey("document.id"), primary_key=True, index=True),
)
"""What goes along with a message, read when it leaves."""

attempt = Table(
    "attempt",
    metadata,
    key(),
    to("message", index=True),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("carrier", String(30), nullable=False),
    Column("outcome", String(12), nullable=False, doc="started, sent, waiting, dead, in_doubt"),
    Column("detail", Text, nullable=False, default=""),
)

writing = Table(
    "writing",
    metadata,
    Column("account_id", Number, ForeignKey("account.id"), primary_key=True),
    Column("referral_id", Number, ForeignKey("referral.id"), primary_key=True, index=True),
    Column("once", String(32), nullable=False, doc="the message that it becomes is sent once"),
    Column("said", Facts, nullable=False, doc="what was chosen and typed so far"),
    Column("changed_at", Moment, nullable=False, index=True),
)
"""What somebody is writing to one of a referral's parties, and has not sent."""
