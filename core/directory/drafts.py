"""What is handed in before there is a site, a provider or a clinician."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core import field as check
from core.directory.specialties import known_specialty
from core.directory.terms import Contact, Offer
from core.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """One of our practices. `hours` are (weekday, opens, closes), in minutes after local midnight."""

    code: str
    name: str
    town: str
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    latitude: float | None = None
    longitude: float | None = None
    time_zone: str = "Europe/London"
    hours: tuple[tuple[int, int, int], ...] = ()

    def checked(self) -> dict[str, Any]:
        """The row to keep; Lacking with a sentence for each field that is missing or wrong."""
        values = check.gathered(
            code=lambda: _code(self.code),
            name=lambda: check.line(self.name, most=120, least=1, what="The name"),
            town=lambda: check.line(self.town, most=80, least=1, what="The town"),
            address=lambda: check.paragraph(self.address, most=400, what="The address"),
            postcode=lambda: check.postcode(self.postcode),
            phone=lambda: _phone(self.phone),
            email=lambda: _email(self.email),
            time_zone=lambda: check.time_zone(self.time_zone),
            hours=lambda: _hours(self.hours),
        )
        del values["hours"]
        return values | {"latitude": self.latitude, "longitude": self.longitude}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClinician:
    """A person at a provider or at one of our sites."""

    name: str
    specialty: str = ""
    email: str = ""

    def checked(self) -> dict[str, Any]:
        """The row to keep; Lacking with a sentence for each field that is missing or wrong."""
        return check.gathered(
            name=lambda: check.person_name(self.name),
            specialty=lambda: known_specialty(self.specialty),
            email=lambda: _email(self.email),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A practice as its letterhead names it."""

    name: str
    town: str = ""
    address: str = ""
    county: str = ""
    postcode: str = ""
    phone: str = ""

    def checked(self) -> dict[str, Any]:
        """The values to keep; Lacking with a sentence for each field that is missing or wrong."""
        return check.gathered(**self.parts())

    def parts(self) -> dict[str, Callable[[], Any]]:
        """How each field is checked."""
        return {
            "name": lambda: check.line(self.name, most=160, least=1, what="The name"),
            "town": lambda: check.line(self.town, most=80, what="The town"),
            "address": lambda: check.paragraph(self.address, most=400, what="The address"),
            "county": lambda: check.line(self.county, most=80, what="The county"),
            "postcode": lambda: check.postcode(self.postcode),
            "phone": lambda: _phone(self.phone),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProvider(Place):
    """A practice outside, with who works there and what it takes referrals for."""

    email: str = ""
    ods_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    clinicians: tuple[NewClinician, ...] = field(default=())
    contacts: tuple[Contact, ...] = field(default=())
    offers: tuple[Offer, ...] = field(default=())

    def checked(self) -> dict[str, Any]:
        """The row to keep; Lacking with a sentence for each field that is missing or wrong."""
        values = check.gathered(
            **self.parts(),
            email=lambda: _email(self.email),
            ods_code=lambda: check.line(self.ods_code, most=12, what="The ODS code").upper() or None,
            offers=lambda: [offer.checked() for offer in self.offers],
            contacts=lambda: [contact.checked() for contact in self.contacts],
        )
        del values["offers"], values["contacts"]
        return values | {"latitude": self.latitude, "longitude": self.longitude}


def search_text(name: str, address: str, town: str, postcode: str, *more: str) -> str:
    """What typing finds a provider by; the name comes first, and a postcode also without its space."""
    words = " ".join((name, *more, town, address, postcode, postcode.replace(" ", "")))
    return check.folded(words)


def _code(text: str) -> str:
    code = text.strip().casefold()
    if not (code.isascii() and code.replace("-", "").isalnum() and len(code) <= 20):
        raise Refusal("A site's code has up to 20 letters, digits or hyphens, such as leeds.")
    return code


def _hours(hours: tuple[tuple[int, int, int], ...]) -> None:
    until: dict[int, int] = {}
    for weekday, opens, closes in sorted(hours):
        if weekday not in range(7) or not 0 <= opens < closes <= 24 * 60 or opens < until.get(weekday, 0):
            raise Refusal("Opening hours must be blocks within one day that do not overlap.")
        until[weekday] = closes


def _phone(text: str) -> str:
    return check.phone(text) if text.strip() else ""


def _email(text: str) -> str:
    return check.email(text) if text.strip() else ""
