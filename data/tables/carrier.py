"""Ways out of the house as somebody set them up, how much they may carry, and what they called back about."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from data.base import Moment, key, metadata

carrier = Table(
    "carrier",
    metadata,
    key(),
    Column("name", String(30), nullable=False, unique=True, doc="the module on the shelf"),
    Column("channel", String(10), nullable=False),
    Column("sealed", Text, nullable=False, doc="what was filled in, encrypted with the key of the house"),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("changed_at", Moment, nullable=False),
    Column("tested_at", Moment),
    Column("works", Boolean, doc="how the last test went; empty where it was never tried as it is set"),
    Column("outcome", String(400), nullable=False, default="", doc="the same in a sentence"),
    Column("free_at", Moment, doc="when the next letter may leave, where so many a second may"),
    Column("counted_on", Date, doc="the day that `counted` is about"),
    Column("counted", Integer, nullable=False, default=0, doc="how many were claimed on that day"),
    Column(
        "inbound",
        Boolean,
        nullable=False,
        default=False,
        server_default="0",
        doc="whether it brings what people answer, in place of carrying what we write",
    ),
    Column(
        "address",
        String(254),
        nullable=False,
        default="",
        server_default="",
        doc="of one that brings e-mails: where people answer to",
    ),
    Column("since_at", Moment, doc="what came before it was first switched on is left alone"),
    Column("position", String(80), nullable=False, default="", server_default="", doc="how far an inbox was read"),
)

callback = Table(
    "callback",
    metadata,
    Column("key", String(120), primary_key=True, doc="carrier:its id:what it said; each is heard once"),
    Column("came_at", Moment, nullable=False, index=True),
)
