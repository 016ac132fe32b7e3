"""Tags: words that a group marks referrals with, and which referral bears which."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from data.base import Moment, Number, key, metadata

tag = Table("tag", metadata, key(), Column("name", String(40), nullable=False, unique=True))

referral_tag = Table(
    "referral_tag",
    metadata,
    Column("referral_id", Number, ForeignKey("referral.id"), primary_key=True, autoincrement=False),
    Column("tag_id", Number, ForeignKey("tag.id"), primary_key=True, autoincrement=False),
    Column("added_at", Moment, nullable=False),
    Index("ix_referral_tag_tag", "tag_id", "referral_id"),
)
