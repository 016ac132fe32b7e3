"""What people at the desk have begun and not sent, and a patient who is referred on to a colleague."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core import clock, desk, directory, referral
from core.access import Actor
from core.demo.furnish.base import Furnishing, House
from core.desk import Begun
from core.directory import Specialty
from core.referral import Direction, Draft, Stage
from core.work import reading
from data.tables import referral as table

BEGUN = {
    "ana": (
        timedelta(days=2),
        "Jude Marsden",
        "endodontics",
        "Telephoned by the practice: pain on biting, lower left, root filled last year. Their letter follows.",
    ),
    "mia": (timedelta(hours=1), "Priya Nair", "orthodontics", "Crowding; asks about aligners."),
}
ONWARD = "Seen with us; a second opinion from a colleague is asked for before treatment goes on."


class Drafts(Furnishing):
    """Ana left hers the day before yesterday, Mia began hers an hour ago; Ana referred one patient on to York."""

    def furnish(self, house: House) -> None:
        """By the commands behind the form."""
        for username, (ago, *typed) in BEGUN.items():
            with clock.telling(clock.now() - ago):
                begun = Begun(direction=Direction.INBOUND, said=_said(*typed), site_id=house.sites["leeds"])
                desk.keep(house.people[username], begun)
        _refer_on(house.people["ana"], house.sites["leeds"], house.sites["york"])


def _said(name: str, specialty: str, reason: str) -> dict[str, Any]:
    """As the form's fields hold it."""
    given, _, family = name.partition(" ")
    patient = {"id": None, "title": name, "detail": "New patient", "adds": True}
    return {
        "patient": patient,
        "given_name": given,
        "family_name": family,
        "specialty": specialty,
        "reason": reason,
    }


def _refer_on(ana: Actor, here: int, there: int) -> None:
    """The latest accepted patient goes on to a colleague, for something of which nothing more is asked there."""
    c = table.c
    accepted = [c.site_id == here, c.direction == Direction.INBOUND, c.stage == Stage.ACCEPTED]
    with reading() as db:
        first = db.execute(select(c.id, c.patient_id).where(*accepted).order_by(c.id.desc()).limit(1)).one()
    free = (each for each in Specialty if not directory.required(ana, site_id=there, specialty=each))
    draft = Draft(
        direction=Direction.INTERNAL,
        from_site_id=here,
        site_id=there,
        patient_id=first.patient_id,
        specialty=next(free),
        reason=ONWARD,
        onward_from_id=first.id,
    )
    referral.refer(ana, draft)
