"""The invented facts of the demo group, read from data/demo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.access import Role
from core.directory import Contact, NewClinician, NewProvider, NewSite, Offer, Specialty
from core.referral import Direction, Request, Urgency

HERE = Path(__file__).parents[2] / "data" / "demo"
EVER = 1000
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A site with what makes it itself: its share of the work, what it offers, and how quick it is."""

    new: NewSite
    holidays: Mapping[date, str]
    share: int
    offers: tuple[Specialty, ...]
    sends_to: tuple[str, ...]
    slow: Mapping[str, float]
    waits: Mapping[str, int]

    @property
    def code(self) -> str:
        """As the other facts name it."""
        return self.new.code


@dataclass(frozen=True, slots=True, eq=False)
class Practice:
    """A practice outside: how much it refers to the site it is near, or what it takes."""

    near: str
    new: NewProvider
    refers: int
    months: tuple[int, int]

    def refers_at(self, age: float) -> int:
        """Its share of what arrived so many months ago; some have begun lately, some have stopped."""
        return self.refers if self.months[0] <= age <= self.months[1] else 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in; a clinician has a specialty."""

    username: str
    name: str
    role: Role
    sites: tuple[str, ...] = ()
    every_site: bool = False
    specialty: str = ""


@dataclass(frozen=True, slots=True)
class Ailment:
    """One kind of request: what the letter says, what it was, what was done, what is advised. {tooth} stands for a
    tooth."""

    letter: str
    diagnosis: str
    found: str
    advise: str
    ages: tuple[int, int]
    teeth: tuple[str, ...]
    urgency: Urgency | None
    kind: Request
    enquiry: bool
    """Asked by the patient, not by a dentist."""


@dataclass(frozen=True, slots=True, eq=False)
class Discipline:
    """A specialty in numbers: its share by direction, pounds of work, minutes and visits, and its kinds of request."""

    specialty: Specialty
    share: Mapping[Direction, int]
    value: tuple[int, int]
    minutes: int
    visits: int
    private: int
    needs: int
    ailments: tuple[Ailment, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What people write and choose beside a step."""

    reasons: Mapping[str, Mapping[str, int]]
    explained: Mapping[str, list[str]]
    comments: Mapping[str, list[str]]
    questions: list[tuple[str, str]]
    notes: list[str]
    payers: list[str]
    needs: Mapping[str, int]
    streets: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Onboarding:
    """How the clinics around stand with the group, on which terms, and what they and our sites ask for."""

    terms: Mapping[str, Mapping[str, int]]
    practices: Mapping[str, Mapping[str, Any]]
    preferred: Mapping[str, list[str]]
    hidden: Mapping[str, list[str]]
    asks: Mapping[str, list[Mapping[str, Any]]]
    sites: Mapping[str, list[str]]
    suggested: Mapping[str, Mapping[str, Any]]


@cache
def onboarding() -> Onboarding:
    """What is agreed with the clinics around."""
    return Onboarding(**_read("onboarding.yaml"))


@cache
def places() -> tuple[Place, ...]:
    """The eight sites."""
    return tuple(_place(given) for given in _read("sites.yaml")["sites"])


@cache
def practices() -> tuple[Practice, ...]:
    """Everybody outside, by the site they are near."""
    return tuple(_practice(near, given) for near, several in _read("providers.yaml").items() for given in several)


@cache
def campaigns() -> list[dict[str, Any]]:
    """What brings patients by itself, in days after the opening."""
    return list(_read("campaigns.yaml")["campaigns"])


@cache
def people() -> tuple[Person, ...]:
    """Everybody who signs in."""
    return tuple(
        Person(**{**given, "role": Role(given["role"]), "sites": tuple(given.get("sites", ()))})
        for given in _read("people.yaml")["accounts"]
    )


def password() -> str:
    """The one password of everybody in the demo group."""
    return str(_read("people.yaml")["password"])


def clinicians() -> Mapping[str, list[NewClinician]]:
    """Those of the group who do not sign in, by site."""
    return {
        site: [NewClinician(**each) for each in several] for site, several in _read("people.yaml")["clinicians"].items()
    }


@cache
def disciplines() -> Mapping[Specialty, Discipline]:
    """What people are referred for."""
    found = {Specialty(path.stem): path.name for path in sorted((HERE / "cases").glob("*.yaml"))}
    return {specialty: _discipline(specialty, _read(f"cases/{name}")) for specialty, name in found.items()}


@cache
def words() -> Words:
    """What people write."""
    return Words(**_read("words.yaml"))


@cache
def names() -> tuple[Mapping[str, Any], ...]:
    """Groups of names, each with its weight."""
    return tuple(_read("names.yaml"))


@cache
@cache
def arrivals() -> list[dict[str, Any]]:
    """What waits in the intake, as it is written down."""
    return list(_read("arrivals.yaml")["arrivals"])


def _read(name: str) -> Any:
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders


def _place(given: Any) -> Place:
    latitude, longitude = given["position"]
    new = NewSite(
        **{name: given[name] for name in ("code", "name", "address", "town", "postcode", "phone")},
        email=f"{given['code']}@example.org",
        latitude=latitude,
        longitude=longitude,
        hours=tuple(block for day, text in given["hours"].items() for block in _blocks(WEEK.index(day), text)),
    )
    offers = tuple(Specialty(code) for code in given["offers"])
    told = given.get("slow", {}), given.get("waits", {})
    return Place(new, given["holidays"], given["share"], offers, tuple(given["sends_to"]), *told)


def _blocks(weekday: int, text: str) -> list[tuple[int, int, int]]:
    spans = [part.strip().split("-") for part in text.split(",")]
    return [(weekday, _minutes(opens), _minutes(closes)) for opens, closes in spans]


def _minutes(wall: str) -> int:
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def _practice(near: str, given: Any) -> Practice:
    latitude, longitude = given["position"]
    email, phone = given.get("email", ""), given["phone"]
    ways = [("referrals", "email", email), ("reports", "email", email), ("urgent", "phone", phone)]
    new = NewProvider(
        **{name: given[name] for name in ("name", "town", "county", "postcode", "phone")},
        email=email,
        address=given["street"],
        latitude=latitude,
        longitude=longitude,
        clinicians=tuple(NewClinician(name=name) for name in given["people"]),
        contacts=tuple(Contact(purpose, "", channel, to) for purpose, channel, to in ways if to),
        offers=tuple(_offer(text) for text in given.get("offers", ())),
    )
    return Practice(near, new, given.get("refers", 0), (given.get("stopped", 0), given.get("began", EVER)))


def _offer(text: str) -> Offer:
    """oral_surgery nhs+: urgent ones too."""
    specialty, funding = text.split()
    urgencies = tuple(Urgency) if funding.endswith("+") else (Urgency.ROUTINE, Urgency.SOON)
    return Offer(Specialty(specialty), funding.rstrip("+"), urgencies)


def _discipline(specialty: Specialty, given: Any) -> Discipline:
    return Discipline(
        specialty,
        {Direction(way): share for way, share in given["share"].items()},
        tuple(given["value"]),
        given["minutes"],
        given.get("visits", 1),
        given.get("private", 35),
        given.get("needs", 4),
        tuple(_ailment(each, given) for each in given["cases"]),
    )


def _ailment(given: Any, shared: Any) -> Ailment:
    return Ailment(
        given["letter"],
        given["diagnosis"],
        given["found"],
        given["advise"],
        tuple(given.get("ages", shared["ages"])),
        tuple(str(tooth) for tooth in given.get("teeth", shared["teeth"])),
        Urgency(given["urgency"]) if "urgency" in given else None,
        Request(given["kind"]) if "kind" in given else Request.TREAT,
        given.get("enquiry", shared.get("enquiry", False)),
    )
