"""Documents: letters, radiographs, reports and consents, what they belong to, and which file holds them."""

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, String, Table

from data.base import Moment, key, metadata, to

document = Table(
    "document",
    metadata,
    key(),
    Column("kind", String(20), nullable=False, doc="letter, radiograph, report, consent …"),
    Column("origin", String(10), nullable=False, doc="received, sent, or made by Baton from the record"),
    Column("title", String(160), nullable=False),
    Column("file_name", String(200), nullable=False, doc="as it was given; shown, never used as a path"),
    Column("sha256", String(64), nullable=False, index=True, doc="of its bytes, and where they are kept"),
    Column("size", Integer, nullable=False, doc="in bytes"),
    Column("media_type", String(80), nullable=False, doc="by its content, not by its name"),
    Column("taken_on", Date, doc="the day of exposure of a radiograph or photograph"),
    Column("scan", String(12), nullable=False, doc="unscanned, clean or infected"),
    to("referral", null=True),
    to("arrival", null=True),
    to("draft", null=True),
    to("patient", null=True),
    to("provider", null=True),
    to("site", null=True),
    Column("version", Integer, nullable=False, default=1, doc="counts up with each one that replaces another"),
    to("document", "replaces_id", null=True),
    to("account", "added_by_id", null=True),
    Column("added_at", Moment, nullable=False),
    Column("withdrawn_at", Moment, doc="when it was said to have been added in error"),
)

for _owner in ("referral", "arrival", "draft", "patient", "provider", "replaces"):
    _column: Any = document.c[f"{_owner}_id"]
    _there: dict[str, Any] = {"sqlite_where": _column.is_not(None), "postgresql_where": _column.is_not(None)}
    Index(f"ix_document_{_owner}", _column, document.c.id, **_there)
