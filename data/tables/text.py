"""What the group and its sites write in place of the shipped texts, and every wording that was ever kept."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from data.base import Moment, key, metadata, to

wording = Table(
    "wording",
    metadata,
    key(),
    Column(
        "place",
        String(120),
        nullable=False,
        unique=True,
        doc="name, site, form and language spelt as one: the columns that say where it holds",
    ),
    Column("name", String(80), nullable=False, doc="what it is for, by the name that it ships under"),
    to("site", null=True),
    Column("form", String(10), nullable=False, doc="full for e-mail and letter, short for SMS and WhatsApp"),
    Column("language", String(8), nullable=False, doc="by BCP 47"),
    Column("headline", String(200), nullable=False, default="", doc="of a full text alone"),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

wording_version = Table(
    "wording_version",
    metadata,
    key(),
    Column("place", String(120), nullable=False, doc="as on wording: the history outlives the row"),
    Column("version", Integer, nullable=False),
    Column("headline", String(200), nullable=False, default=""),
    Column("body", Text, nullable=False, default=""),
    Column("removed", Boolean, nullable=False, default=False, doc="from here on what lies behind it holds again"),
    Column("saved_at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    UniqueConstraint("place", "version"),
)
