"""Links of people outside: what each opens, for whom and until when; the codes they sign in with, forms they sent."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from data.base import Moment, Number, key, metadata, to

link = Table(
    "link",
    metadata,
    key(),
    Column("purpose", String(20), nullable=False, doc="the one thing it is good for: provider, provider_list"),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("salt", String(64), nullable=False, doc="what the token is derived from, together with the secret key"),
    Column("subject", String(20), nullable=False, doc="what it is about, as on event"),
    Column("subject_id", Number, nullable=False),
    Column("audience", String(20), nullable=False, doc="which of its parties holds it, as on message"),
    to("provider", null=True, index=True),
    Column("name", String(160), nullable=False, doc="whom it was given to"),
    Column("address", String(254), nullable=False, default="", doc="where it was sent; empty when it was handed over"),
    to("message", null=True),
    Column("made_by", String(60), nullable=False, doc="an actor, as on event"),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("opened_at", Moment, doc="when it was first used"),
    Column("used_at", Moment, doc="when it was last used"),
    Column("withdrawn_at", Moment),
    UniqueConstraint("message_id", "purpose"),
    Index("ix_link_subject", "subject", "subject_id", "id"),
)

link_press = Table(
    "link_press",
    metadata,
    Column("link_id", Number, ForeignKey("link.id"), primary_key=True),
    Column("once", String(32), primary_key=True, doc="of a form that was sent: a second press does nothing more"),
    Column("pressed_at", Moment, nullable=False),
)

link_code = Table(
    "link_code",
    metadata,
    key(),
    Column("address", String(254), nullable=False, index=True, doc="folded: who asks to sign in"),
    Column("code_hash", String(64), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False, doc="earlier once it was used, or asked for again"),
)
