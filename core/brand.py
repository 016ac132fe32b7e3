"""The group’s name and colour, which every outsider’s mail and every letter carries."""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from sqlalchemy import Connection, select

from core.settings import settings
from data.tables import setting

TEAL = "#0f5c5c"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Brand:
    """`colour` is #rrggbb, dark enough for white letters."""

    name: str
    colour: str


def brand(db: Connection) -> Brand:
    """From the setting `group`; without one, the name that mail is sent from."""
    row = db.execute(select(setting.c.value).where(setting.c.name == "group")).scalar_one_or_none() or {}
    colour = str(row.get("colour", ""))
    name = row.get("name") or parseaddr(settings().mail_from)[0]
    return Brand(name, colour if _COLOUR.fullmatch(colour) else TEAL)
