"""What somebody has begun: the fields of a form as they stand, and what it is called in a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.directory import Specialty
from core.referral import Direction

LEFT_AFTER = timedelta(days=1)
"""From then on it comes up by itself, and colleagues may take it over."""
LONGEST_TITLE = 200
NAMELESS = "Nobody named yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A form as it stands: texts, codes and days by the names of its fields. Nothing in it is checked."""

    direction: Direction
    said: Mapping[str, Any]
    site_id: int | None = None
    onward_from_id: int | None = None

    @property
    def title(self) -> str:
        """Who and what for, as far as it was filled in."""
        specialty = str(self.said.get("specialty") or "")
        what = Specialty(specialty).label if specialty in set(Specialty) else ""
        words = ", ".join(part for part in (self._who(), what) if part)
        return "".join(c for c in words if c.isprintable())[:LONGEST_TITLE] or NAMELESS

    def _who(self) -> str:
        names = " ".join(str(self.said.get(name) or "") for name in ("given_name", "family_name"))
        patient = self.said.get("patient")
        chosen = patient if isinstance(patient, Mapping) else {}
        known = "" if chosen.get("adds") else str(chosen.get("title") or "")
        return " ".join((known or names).split()) or str(chosen.get("title") or "")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where it is kept now. `apart` when the one it belonged to is no longer as it was, and this became another."""

    id: int
    saved_at: datetime
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft in a list."""

    id: int
    title: str
    direction: Direction
    saved_at: datetime
    author: str
    site: str
