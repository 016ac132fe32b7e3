"""Campaigns: what brings patients by itself, where and when it runs, and what it costs."""

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table

from data.base import key, metadata, to

campaign = Table(
    "campaign",
    metadata,
    key(),
    Column("name", String(80), nullable=False),
    Column("source", String(20), nullable=False, doc="the source of the referrals that come of it"),
    Column("began_on", Date, nullable=False),
    Column("ended_on", Date, doc="its last day; none while nobody has said"),
    Column("cost", BigInteger, doc="pence; none where nobody has said"),
    to("site", null=True),
    Column("version", Integer, nullable=False, default=1),
)
