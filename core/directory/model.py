"""Sites and providers as the rest of the house sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.directory.standing import Standing
from core.directory.terms import Contact, Offer
from core.spoken import Spoken

Block = tuple[int, int]
"""From and until, in minutes after local midnight."""

OFFICE_HOURS: Mapping[int, tuple[Block, ...]] = dict.fromkeys(range(5), ((9 * 60, 17 * 60),))


@dataclass(frozen=True, slots=True)
class SiteName:
    """A site as a list of choices shows it."""

    id: int
    code: str
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class Site:
    """One of our practices."""

    id: int
    code: str
    name: str
    address: str
    town: str
    postcode: str
    phone: str
    email: str
    latitude: float | None
    longitude: float | None
    time_zone: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a site is open: blocks by weekday (Monday is 0) on its wall clock, except on holidays."""

    time_zone: str
    hours: Mapping[int, tuple[Block, ...]] = field(default_factory=lambda: OFFICE_HOURS)
    holidays: frozenset[date] = frozenset()

    def open_on(self, day: date) -> tuple[Block, ...]:
        """The blocks of a day in order, none when the site is closed."""
        return () if day in self.holidays else self.hours.get(day.weekday(), ())


class Choice(Spoken):
    """What a site of ours makes of a provider."""

    PREFERRED = "preferred", "Preferred"
    HIDDEN = "hidden", "Hidden"


@dataclass(frozen=True, slots=True)
class FoundProvider:
    """A provider as the finder offers it; `place` tells apart the many of one name, `hint` warns of one to avoid."""

    id: int
    name: str
    place: str
    email: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Clinician:
    """A person who refers or treats, at a provider or at one of our sites."""

    id: int
    name: str
    specialty: str
    email: str


@dataclass(frozen=True, slots=True)
class Provider:
    """One practice outside with everything known about it."""

    id: int
    ods_code: str | None
    name: str
    address: str
    town: str
    county: str
    postcode: str
    phone: str
    email: str
    opened_on: date | None
    closed_on: date | None
    standing: Standing
    standing_reason: str
    interest: str
    note: str
    version: int
    clinicians: tuple[Clinician, ...]
    contacts: tuple[Contact, ...]
    offers: tuple[Offer, ...]
    networks: tuple[str, ...]
    choices: Mapping[int, Choice]
    """What each of the asker's own sites prefers or hides."""
