"""Small makers: a row with all it needs in one line; a test gives what it is about, the rest is invented."""

from datetime import date
from itertools import count
from typing import Any

from core import consent
from core.access import Actor, machine
from core.channel import Channel
from core.directory import NewProvider, NewSite, write_provider, write_site
from core.patient import NewPatient, add
from core.work import work

BORN = date(1961, 5, 23)
HOUSE = machine("test")
_numbers = count(1)


def site(name: str = "Leeds", **given: Any) -> int:
    """One of our practices, open Monday to Friday from nine to five; its code is its name."""
    told = {"code": name.casefold(), "name": f"{name} Dental", "town": name, "postcode": "LS1 4AB"} | given
    with work() as db:
        return write_site(db, HOUSE, NewSite(**told))


def patient(name: str = "Rose Tyler", *, at: int, **given: Any) -> int:
    """A patient known at a site, born on 23 May 1961; the last word of the name is the family's."""
    first, _, family = name.rpartition(" ")
    told = {"given_name": first or family, "family_name": family, "born_on": BORN} | given
    with work() as db:
        return add(db, HOUSE, NewPatient(**told), at)


def say(actor: Actor, patient_id: int, channel: Channel, given: bool, purpose: str = "care") -> None:
    """What a patient says in person about being written to."""
    consent.say(actor, patient_id, {(channel, consent.Purpose(purpose)): given}, consent.Source.DESK)


def provider(name: str = "", **given: Any) -> int:
    """A practice outside, with an address to write to."""
    name = name or f"Elm {next(_numbers)} Dental Practice"
    told = {"name": name, "town": "Otley", "postcode": "LS21 3AB", "email": "elm@example.org"} | given
    with work() as db:
        return write_provider(db, HOUSE, NewProvider(**told))
