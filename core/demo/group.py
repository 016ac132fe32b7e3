"""The group is founded: sites, practices around them and people, written as an administrator would."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import Connection, select, update

from core import clock
from core.access import Actor, Role, machine
from core.audit import About, Kind, record
from core.demo import facts
from core.demo.facts import Place, Practice
from core.demo.hours import Hours
from core.directory import NewClinician, calendar, write_clinician, write_provider, write_site
from core.people import Details, accounts, invitation, passwords
from core.referral import NewCampaign, Source, write_campaign
from data.insert import put
from data.tables import clinician, setting

FOUNDER = machine("command-line")
BRAND = {"name": "Harbour Dental Group", "colour": "#0f5c5c"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """A clinician at a site or a practice."""

    id: int
    name: str
    specialty: str


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A site as it stands in the database, with who works there."""

    id: int
    place: Place
    zone: str
    hours: Hours
    staff: Mapping[Role, tuple[Actor, ...]]
    clinicians: tuple[Colleague, ...]

    def one_of(self, rng: Random, **weights: int) -> Actor:
        """Somebody at the site, by role: front_desk=7, coordinator=3."""
        there = {Role(role): weight for role, weight in weights.items() if self.staff.get(Role(role))}
        role = rng.choices(list(there), list(there.values()))[0]
        return rng.choice(self.staff[role])

    def specialist(self, rng: Random, specialty: str) -> Colleague:
        """Who treats this there."""
        return rng.choice([each for each in self.clinicians if each.specialty == specialty] or self.clinicians)


@dataclass(frozen=True, slots=True, eq=False)
class Outside:
    """A practice as it stands in the database."""

    id: int
    practice: Practice
    clinicians: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Everything that does not change while patients come and go."""

    sites: Mapping[str, Site]
    outside: tuple[Outside, ...]
    names: Mapping[int, str]
    """Of the people who sign in, by account."""
    campaigns: Mapping[int, NewCampaign]

    def campaign(self, source: Source, site: Site, at: datetime) -> int | None:
        """What somebody says who comes this way while something runs there."""
        on = clock.local(at, site.zone).date()
        here = ((key, each) for key, each in self.campaigns.items() if each.site_id in {None, site.id})
        fits = (key for key, each in here if each.source == source and _runs(each, on))
        return next(fits, None)

    def around(self, site: Site) -> list[Outside]:
        """The practices near a site."""
        return [each for each in self.outside if each.practice.near == site.place.code]


def _runs(each: NewCampaign, on: date) -> bool:
    return each.began_on is not None and each.began_on <= on and (each.ended_on is None or on <= each.ended_on)


def found(db: Connection, opening: datetime, until: date) -> Group:
    """Write it all as of the opening; `until` is how far ahead appointments may lie."""
    with clock.telling(opening):
        put(db, setting, "name", name="group", value=BRAND)
        ids = {place.code: write_site(db, FOUNDER, place.new, place.holidays) for place in facts.places()}
        outside = {write_provider(db, FOUNDER, practice.new): practice for practice in facts.practices()}
        staff = _hire(db, ids)
        for code, several in facts.clinicians().items():
            for new in several:
                write_clinician(db, new, site_id=ids[code])
        campaigns = _advertise(db, opening.date(), ids)
    at_site, at_practice = _by_place(db)
    sites = {}
    for place in facts.places():
        site_id, times = ids[place.code], calendar(db, ids[place.code])
        hours = Hours(times, opening.date(), until)
        sites[place.code] = Site(site_id, place, times.time_zone, hours, _at(staff, site_id), at_site[site_id])
    names = {actor.account_id: actor.name for actor in staff if actor.account_id}
    return Group(sites, tuple(Outside(key, each, at_practice[key]) for key, each in outside.items()), names, campaigns)


def _advertise(db: Connection, opening: date, ids: Mapping[str, int]) -> Mapping[int, NewCampaign]:
    """The campaigns, as they are planned."""
    planned = [_planned(opening, ids, **given) for given in facts.campaigns()]
    return {write_campaign(db, FOUNDER, new): new for new in planned}


def _planned(
    opening: date,
    ids: Mapping[str, int],
    *,
    name: str,
    source: str,
    began: int,
    ended: int = 0,
    cost: int = 0,
    site: str = "",
) -> NewCampaign:
    return NewCampaign(
        name=name,
        source=source,
        began_on=opening + timedelta(days=began),
        ended_on=opening + timedelta(days=ended) if ended else None,
        cost=100 * cost or None,
        site_id=ids.get(site),
    )


def _hire(db: Connection, ids: Mapping[str, int]) -> list[Actor]:
    """Accounts for everybody, taken up with the one password: it is no secret, so one hash serves all."""
    kept, hired = passwords.hashed(facts.password()), []
    for person in facts.people():
        at = frozenset(ids[code] for code in person.sites)
        told = Details(person.name, person.role, at, person.every_site, f"{person.username}@example.org")
        account_id = accounts.add(db, FOUNDER, person.username, told)
        invitation.set_password(db, account_id, kept)
        actor = Actor(f"account:{account_id}", person.name, person.role, at, person.every_site, account_id)
        record(db, actor, Kind.ACCOUNT_ADMITTED, About("account", account_id))
        if person.specialty:
            new = NewClinician(name=f"Dr {person.name}", specialty=person.specialty, email=told.email)
            own = write_clinician(db, new, site_id=min(at))
            db.execute(update(clinician).where(clinician.c.id == own).values(account_id=account_id))
        hired.append(actor)
    return hired


def _at(staff: list[Actor], site_id: int) -> Mapping[Role, tuple[Actor, ...]]:
    """Who handles referrals at a site, by role."""
    there: dict[Role, tuple[Actor, ...]] = {}
    for actor in staff:
        if actor.role and site_id in actor.sites:
            there[actor.role] = (*there.get(actor.role, ()), actor)
    return there


def _by_place(db: Connection) -> tuple[dict[int, tuple[Colleague, ...]], dict[int, tuple[Colleague, ...]]]:
    """Clinicians by site, and by practice."""
    c = clinician.c
    at_site: dict[int, tuple[Colleague, ...]] = {}
    at_practice: dict[int, tuple[Colleague, ...]] = {}
    for row in db.execute(select(c.id, c.name, c.specialty, c.site_id, c.provider_id).order_by(c.id)):
        several, place = (at_site, row.site_id) if row.site_id else (at_practice, row.provider_id)
        several[place] = (*several.get(place, ()), Colleague(row.id, row.name, row.specialty))
    return at_site, at_practice
