"""Reports: the lists of people who get them, each report that was built, and to whom it went."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from data.base import Facts, Moment, key, metadata, to

distribution = Table(
    "distribution",
    metadata,
    key(),
    Column("kind", String(30), nullable=False),
    Column("scope", String(60), nullable=False, doc="group, site:3, provider:7, site:3/provider:7"),
    to("site", null=True),
    to("provider", null=True),
    Column("weekday", Integer, nullable=False, doc="of weekly ones, Monday is 0"),
    Column("minute", Integer, nullable=False, doc="of the local day from which it is sent"),
    Column("active", Boolean, nullable=False),
    Column("reached_on", Date, nullable=False, doc="the last period that was sent, or had passed when it was set"),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, default=1),
)

distribution_person = Table(
    "distribution_person",
    metadata,
    key(),
    to("distribution", index=True),
    to("account", null=True),
    Column(
        "name", String(160), nullable=False, default="", doc="of somebody outside; of colleagues the account says it"
    ),
    Column("address", String(254), nullable=False, default=""),
    Column("way", String(12), nullable=False, doc="attachment or link"),
)

edition = Table(
    "edition",
    metadata,
    key(),
    Column("kind", String(30), nullable=False),
    Column("scope", String(60), nullable=False, doc="as on distribution"),
    Column("period_on", Date, nullable=False, doc="the first day of the month, or the day of a weekly one"),
    to("site", null=True),
    to("provider", null=True),
    Column("title", String(300), nullable=False),
    Column("built_at", Moment, nullable=False),
    Column("built_by", String(60), nullable=False, doc="an actor, as on event"),
    Column("pages", Integer, nullable=False),
    Column("size", Integer, nullable=False, doc="of the PDF, in bytes"),
    Column("kept", Facts, nullable=False, doc="its sentences and its tables"),
    Column("pdf", LargeBinary, nullable=False),
    UniqueConstraint("kind", "scope", "period_on"),
    Index("ix_edition_site", "site_id", "id"),
)

edition_sent = Table(
    "edition_sent",
    metadata,
    key(),
    to("edition", index=True),
    to("account", null=True),
    Column("name", String(160), nullable=False),
    Column("address", String(254), nullable=False),
    Column("way", String(12), nullable=False),
    to("message", null=True, index=True),
    Column("why", String(200), nullable=False, default="", doc="why nothing was sent; else empty"),
    Column("sent_at", Moment, nullable=False),
    Column("ends_at", Moment, doc="until when the link of somebody outside is good"),
    Column("withdrawn_at", Moment, doc="when that link was withdrawn"),
    Column("opened_at", Moment, doc="when it was first used"),
    UniqueConstraint("edition_id", "address"),
)
