"""What people answer: each mail or text message that came in once, as it came, with what it is about."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from data.base import Moment, Number, key, metadata, to

incoming = Table(
    "incoming",
    metadata,
    key(),
    Column("key", String(120), nullable=False, unique=True, doc="channel:what makes it this one; each is noted once"),
    Column("channel", String(10), nullable=False, doc="email, sms, whatsapp"),
    Column("carrier", String(30), nullable=False, doc="the inbox that it came in by"),
    Column("nature", String(10), nullable=False, doc="answer, automatic or bounce"),
    Column("matched", String(10), nullable=False, doc="token, reference, address, contact, or intake: nothing did"),
    Column("from_name", String(160), nullable=False, default=""),
    Column("from_address", String(254), nullable=False, doc="an address, or a number in E.164"),
    Column("mail_id", String(400), nullable=False, default="", doc="their Message-ID, for an answer to it"),
    Column("headline", String(200), nullable=False, default=""),
    Column("body", Text, nullable=False, doc="all of its words, quoted ones too"),
    Column("said", Text, nullable=False, doc="what is new in it"),
    Column("note", Text, nullable=False, default="", doc="what could not be kept of it, in words"),
    to("message", null=True, index=True),
    Column("subject", String(20), nullable=False, doc="what it is about, as on event"),
    Column("subject_id", Number, nullable=False),
    to("site"),
    to("patient", null=True, index=True),
    to("provider", null=True),
    Column("audience", String(20), nullable=False, default="", doc="who answers, as on message; empty for a stranger"),
    Column("came_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("read_at", Moment),
    to("account", "read_by_id", null=True),
    Index("ix_incoming_subject", "subject", "subject_id", "id"),
    Index("ix_incoming_address", "from_address", "recorded_at"),
)
_unread: dict[str, Any] = {
    f"{kind}_where": incoming.c.read_at.is_(None) & (incoming.c.nature == "answer") for kind in ("sqlite", "postgresql")
}
Index("ix_incoming_unread", incoming.c.site_id, incoming.c.id, **_unread)

incoming_document = Table(
    "incoming_document",
    metadata,
    Column("incoming_id", Number, ForeignKey("incoming.id"), primary_key=True),
    Column("document_id", Number, ForeignKey("document.id"), primary_key=True),
)
