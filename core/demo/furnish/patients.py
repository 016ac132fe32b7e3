"""Patients who were written down twice: misheard, with day and month swapped, and by the short form of a name."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from core import patient, referral
from core.access import Actor, machine
from core.channel import Channel
from core.demo.furnish.base import Furnishing, House
from core.patient import NewPatient
from core.referral import Direction, Draft, Source
from core.work import reading
from data.tables import patient as table
from data.tables import patient_site
from data.tables import referral as referrals

MISHEARD = {
    "Smith": "Smyth", "Sharp": "Sharpe", "Whitaker": "Whittaker", "Nicholson": "Nicolson", "Priestley": "Priestly",
    "Metcalfe": "Metcalf", "Hemingway": "Hemmingway", "Haworth": "Howarth", "Brearley": "Brierley", "Taylor": "Tayler",
    "McDonald": "Macdonald", "O'Neill": "O'Neil", "Gallagher": "Gallacher", "Hudson": "Hutson", "Wade": "Waide",
}  # fmt: skip
SHORT = {"Margaret": "Maggie", "Patricia": "Pat", "Rebecca": "Becky", "Katie": "Kate", "Matthew": "Matt",
         "Daniel": "Dan", "Thomas": "Tom", "Samuel": "Sam", "Kenneth": "Ken", "Charlotte": "Lottie"}  # fmt: skip


class Patients(Furnishing):
    """Three doubles for the queue to find; one of them was referred under the other name, one said no to e-mail."""

    def furnish(self, house: House) -> None:
        """As another desk would type them in years later, without the NHS number at hand."""
        ana, leeds = house.people["ana"], house.sites["leeds"]
        rows = list(_known(leeds))
        doubles = [once(rows) for once in (_misheard, _turned, _called)]
        for new in [each for each in doubles if each]:
            patient.register(ana, new, leeds)
        _refer(ana, leeds, doubles[0])
        patient.look_for_doubles(machine("job:doubles"), limit=len(doubles))


def _refer(ana: Actor, leeds: int, new: NewPatient | None) -> None:
    """Their own words at the desk, under the misheard name."""
    for one in patient.find(ana, f"{new.given_name} {new.family_name}", limit=1) if new else ():
        asked = {"source": Source.SELF, "specialty": "periodontics", "reason": "Gums bleed when brushing, wants advice"}
        referral.refer(ana, Draft(direction=Direction.INBOUND, site_id=leeds, patient_id=one.id, **asked))  # type: ignore[arg-type]


def _known(site_id: int) -> Iterator[Any]:
    """Patients of the site who have an open referral there, the latest first."""
    c, known, r = table.c, patient_site.c, referrals.c
    still = select(r.id).where(r.patient_id == c.id, r.site_id == site_id, r.closed_at.is_(None)).exists()
    here = select(known.site_id).where(known.patient_id == c.id, known.site_id == site_id).exists()
    with reading() as db:
        yield from db.execute(select(table).where(still, here, c.died_on.is_(None)).order_by(c.id.desc())).all()


def _misheard(rows: list[Any]) -> NewPatient | None:
    row = next((row for row in rows if row.family_name in MISHEARD), None)
    return replace(_told(row), family_name=MISHEARD[row.family_name], postcode=row.postcode) if row else None


def _turned(rows: list[Any]) -> NewPatient | None:
    """A day that can be read with the month first."""
    row = next(
        (row for row in rows if row.born_on and row.born_on.day <= 12 and row.born_on.day != row.born_on.month), None
    )
    if row is None:
        return None
    turned = row.born_on.replace(day=row.born_on.month, month=row.born_on.day)
    return replace(_told(row), born_on=turned, consents={Channel.EMAIL: False})


def _called(rows: list[Any]) -> NewPatient | None:
    row = next((row for row in rows if row.given_name in SHORT), None)
    return replace(_told(row), given_name=SHORT[row.given_name], address="", town="", postcode="") if row else None


def _told(row: Any) -> NewPatient:
    names = ("given_name", "family_name", "born_on", "sex", "address", "town", "postcode")
    return NewPatient(**{name: getattr(row, name) for name in names}, phone=f"01632 960{row.id % 1000:03d}")
