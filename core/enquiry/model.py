"""A public form as the rest of the house sees it: whose it is, whom it is for, and what it asks beyond the usual."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import field
from core.directory import Specialty, known_specialty
from core.errors import Refusal
from core.intake import CameBy
from core.settings import settings
from core.spoken import Spoken

EXTRAS = {
    "patient": "born_on postcode best_time nhs_number needs",
    "practice": "phone email postcode nhs_number teeth needs funding payer their_reference written",
}
"""What a manager may have asked besides, by audience, in the order of the form."""
MOST_ORIGINS = 10
_ORIGIN = re.compile(r"(?:https://(?:[a-z0-9-]+\.)+[a-z0-9-]+|http://localhost)(?::[0-9]{1,5})?")


class Audience(Spoken):
    """Who writes: `path` is where their form stands, `channel` how it arrives, `extras` what it may ask besides."""

    path: str
    channel: CameBy
    heading: str
    extras: tuple[str, ...]

    def __new__(
        cls, value: str, label: str = "", path: str = "", channel: CameBy = CameBy.WEB, heading: str = ""
    ) -> "Audience":
        """A member carries what makes its form."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.path, member.channel, member.heading = label, path, channel, heading
        member.extras = tuple(EXTRAS[value].split())
        return member

    PATIENT = "patient", "Patients", "enquire", CameBy.ENQUIRY, "Ask for an appointment"
    PRACTICE = "practice", "Practices", "refer-to", CameBy.FORM, "Refer a patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewForm:
    """How a form is to be from now on; each name of `asks` is one of the audience's extras."""

    open: bool
    title: str = ""
    words: str = ""
    asks: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def checked(self, audience: Audience) -> dict[str, Any]:
        """The columns to keep; Lacking with a sentence for each that is wrong."""
        kept = field.gathered(
            title=lambda: field.line(self.title, most=120, what="The title") or audience.heading,
            words=lambda: field.paragraph(self.words, most=1000, what="The text"),
            services=lambda: [known_specialty(code) for code in self.services],
            origins=lambda: _origins(self.origins),
        )
        return kept | {"open": self.open, "asks": [name for name in audience.extras if name in self.asks]}


@dataclass(frozen=True, slots=True)
class Form:
    """One public form; without an id it is as Baton would begin it, and closed. `sent` counts thirty days."""

    id: int | None
    site_id: int
    site: str
    site_code: str
    phone: str
    zone: str
    audience: Audience
    specialty: str
    open: bool
    title: str
    words: str
    asks: tuple[str, ...]
    services: tuple[str, ...]
    origins: tuple[str, ...]
    version: int
    sent: int = 0

    @property
    def path(self) -> str:
        """Where it stands."""
        return "/".join(["", self.audience.path, self.site_code, *([self.specialty] if self.specialty else [])])

    @property
    def address(self) -> str:
        """The same for somebody outside."""
        return f"{settings().public_url}{self.path}"

    @property
    def choices(self) -> tuple[Specialty, ...]:
        """The services that can be chosen on it."""
        chosen = (self.specialty,) if self.specialty else self.services
        return tuple(each for each in Specialty if not chosen or each in chosen)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What its sender is told: what to refer to, and by which day they hear from us."""

    reference: str
    by: date


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser sent: what was typed, by the names of the questions, and what shows whether a person did."""

    typed: Mapping[str, str]
    trap: str = ""
    proof: str = ""


def _origins(several: tuple[str, ...]) -> list[str]:
    kept = list(dict.fromkeys(_origin(each) for each in several if each.strip()))
    if len(kept) > MOST_ORIGINS:
        raise Refusal(f"Name up to {MOST_ORIGINS} web sites.")
    return kept


def _origin(text: str) -> str:
    """https://www.example.org: scheme, host and port, and nothing that could end one directive and begin another."""
    said = field.line(text, most=200, what="The web site").rstrip("/").casefold()
    if not _ORIGIN.fullmatch(said):
        raise Refusal(f"“{said[:60]}” is not the address of a web site. Write it such as https://www.example.org.")
    return said
