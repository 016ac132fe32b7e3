"""The mails to staff about alerts: one for what is pressing, one for a whole morning; no patient is named in either."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.access import MAY, Permission, Role
from core.alert.words import spoken, title
from core.brand import Brand
from core.directory import Urgency
from core.settings import settings
from core.text import Item, Listed, Rendered, Sender, Text, Texts, render

MOST = 40
"""Things that one mail lists; of more it says how many there are."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a mail is for: who may not open a referral is led to the alerts."""

    name: str
    address: str
    role: Role
    brand: Brand
    texts: Texts

    @property
    def opens(self) -> bool:
        """Whether they may open a referral."""
        return Permission.REFERRAL_READ in MAY[self.role]

    def text(self, name: str, site_ids: Collection[int]) -> Text:
        """As the one site words it that all of this is of, else as the group does."""
        return self.texts.mail(name, *site_ids) if len(site_ids) == 1 else self.texts.mail(name, None)


def single(reader: Reader, rows: Sequence[Any], now: datetime) -> Rendered:
    """What is pressing: its own words when it is one thing."""
    words = {"dear": reader.name, "count": str(len(rows))}
    one = rows[0]
    if len(rows) == 1:
        words |= {"what": title(one.kind, one.what), "reference": one.reference, "site": one.site}
    sites = {row.site_id for row in rows}
    sender = Sender(reader.brand, one.site if len(sites) == 1 else reader.brand.name, "")
    text = reader.text("alert" if len(rows) == 1 else "alerts", sites)
    return render(text, words, sender, _lists(reader, {"": rows}, now))


def digest(reader: Reader, new: Sequence[Any], waiting: Sequence[Any], now: datetime) -> Rendered:
    """What is new first, then what they know and nobody has taken on."""
    words = {"dear": reader.name, "count": str(len(new) + len(waiting))}
    several = {"New": new, "Still waiting for somebody": waiting}
    text = reader.text("digest", {row.site_id for row in (*new, *waiting)})
    return render(text, words, Sender(reader.brand, reader.brand.name, ""), _lists(reader, several, now))


def _lists(reader: Reader, several: dict[str, Sequence[Any]], now: datetime) -> list[Listed]:
    lists, left = [], MOST
    for heading, rows in several.items():
        if rows:
            shown = rows[: max(left, 1)]
            left -= len(shown)
            more = f" ({len(rows)}, of which the first {len(shown)})" if len(shown) < len(rows) else ""
            lists.append(Listed(f"{heading}{more}".strip(), tuple(_item(reader, row, now) for row in shown)))
    return lists


def _item(reader: Reader, row: Any, now: datetime) -> Item:
    pressing = Urgency(row.urgency)
    under = [row.reference, row.site, "" if pressing is Urgency.ROUTINE else pressing.label]
    there = f"/referral?id={row.referral_id}" if reader.opens else "/alerts"
    return Item(_what(row, now), " · ".join(part for part in under if part), f"{settings().public_url}{there}")


def _what(row: Any, now: datetime) -> str:
    return spoken(row.kind, row.what, row.due_at, now, row.time_zone)
