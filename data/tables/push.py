"""Telephones and browsers on which patients asked for messages to be shown."""

from sqlalchemy import Column, String, Table, Text

from data.base import Moment, key, metadata, to

push_subscription = Table(
    "push_subscription",
    metadata,
    key(),
    to("patient", index=True),
    to("link", null=True, index=True),
    Column("endpoint", Text, nullable=False, doc="where its push service takes messages for it; a secret"),
    Column("endpoint_hash", String(64), nullable=False, index=True),
    Column("host", String(200), nullable=False, doc="the push service; with the id before it, message.to_address"),
    Column("key", String(100), nullable=False, doc="the browser's public key (p256dh), as RFC 8291 has it"),
    Column("auth", String(40), nullable=False, doc="what only it and we know, as RFC 8291 has it"),
    Column("label", String(60), nullable=False, doc="what it is, as its browser says: Chrome on Android"),
    Column("since_at", Moment, nullable=False),
    Column("shown_at", Moment, doc="when it last said that it showed a message"),
    Column("gone_at", Moment, doc="when it was switched off, by whomever, or the push service knew it no more"),
)
