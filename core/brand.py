"""The group’s name and colour, which every outsider’s mail and every letter carries."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache

from sqlalchemy import Connection, select

from core.settings import settings
from data.tables import setting

TEAL = "#0f5c5c"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Brand:
    """`colour` is #rrggbb."""

    name: str
    colour: str

    @property
    def ink(self) -> str:
        """The colour of letters on it: white, or nearly black where white could not be read (WCAG, 4.5 to 1)."""
        return "#ffffff" if 1.05 / (_luminance(self.colour) + 0.05) >= 4.5 else "#0b1416"


@cache
def _luminance(colour: str) -> float:
    """How bright it is, by WCAG 2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def brand(db: Connection) -> Brand:
    """From the setting `group`; without one, the name that mail is sent from."""
    row = db.execute(select(setting.c.value).where(setting.c.name == "group")).scalar_one_or_none() or {}
    colour = str(row.get("colour", ""))
    name = row.get("name") or parseaddr(settings().mail_from)[0]
    return Brand(name, colour if _COLOUR.fullmatch(colour) else TEAL)
