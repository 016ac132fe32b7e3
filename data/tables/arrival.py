"""What arrives and is not yet a referral: the original words, what was read out of them, and what became of it."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from data.base import Facts, Moment, key, metadata, to

arrival = Table(
    "arrival",
    metadata,
    key(),
    Column("key", String(80), nullable=False, unique=True, doc="the same thing arrives once"),
    to("site"),
    Column("channel", String(12), nullable=False, doc="letter, email, phone, web, walk_in, enquiry, form"),
    Column("state", String(12), nullable=False, doc="waiting, held, asked, accepted or rejected"),
    Column("urgency", String(20), nullable=False),
    Column("headline", String(200), nullable=False, doc="who it is about and who sent it, for the list"),
    Column("sender_name", String(160), nullable=False, default=""),
    Column("sender_address", String(254), nullable=False, default="", doc="where an answer can be mailed"),
    Column("original", Text, nullable=False, doc="the words as they arrived, or as the telephone call was noted"),
    Column("said", Facts, nullable=False, doc="what was read out of the original, by the names of the form's fields"),
    to("provider", null=True),
    to("patient", null=True, index=True),
    to("account", "owner_id", null=True),
    Column("received_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    to("reason", null=True),
    Column("answer", Text, nullable=False, default="", doc="what the sender was told or asked"),
    to("referral", null=True),
    Column("settled_at", Moment),
    Column("receipt", String(12), nullable=False, default="", server_default="", doc="what the sender may refer to"),
    Column("held", String(12), nullable=False, default="", server_default="", doc="why it was held back at first"),
    Column(
        "agreed",
        Facts,
        nullable=False,
        default=list,
        server_default="[]",
        doc="what the sender agreed to: what, in which words, and when",
    ),
    Column("version", Integer, nullable=False, default=1),
    Index("ix_arrival_site", "site_id", "received_at", "id"),
    Index("ix_arrival_referral", "referral_id"),
)
Index(
    "ix_arrival_open",
    arrival.c.site_id,
    arrival.c.due_at,
    arrival.c.id,
    sqlite_where=text("settled_at IS NULL"),
    postgresql_where=text("settled_at IS NULL"),
)
