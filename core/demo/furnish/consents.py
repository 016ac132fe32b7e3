"""What some patients said about being written to, in their own words; one of them answered STOP."""

from collections.abc import Mapping

from sqlalchemy import select

from core import consent
from core.access import machine
from core.channel import Channel
from core.consent import Key, Purpose, Source
from core.demo.furnish.base import Furnishing, House
from core.work import reading, work
from data.tables import patient, patient_contact, patient_site

ASKED = "May we contact you by SMS about your care?"
NEWS = "Would you like to hear how we are doing, and tell us how we did?"
SAID: tuple[tuple[Mapping[Key, bool], Source, str], ...] = (
    ({(Channel.SMS, Purpose.CARE): True, (Channel.SMS, Purpose.REMINDERS): False}, Source.PHONE, ASKED),
    ({(Channel.EMAIL, Purpose.NEWS): True}, Source.DESK, NEWS),
    ({(Channel.EMAIL, Purpose.REMINDERS): True}, Source.WRITING, "Please remind me by e-mail, I forget everything."),
)
"""Each what another patient said."""


class Consents(Furnishing):
    """Of patients who have been known at Leeds for longest."""

    def furnish(self, house: House) -> None:
        """As the front desk notes it, and as an answer comes in."""
        fay, (first, *others) = house.people["fay"], _reached(house.sites["leeds"], len(SAID) + 1)
        for (patient_id, _), (said, source, wording) in zip(others, SAID, strict=False):
            consent.say(fay, patient_id, said, source, wording)
        with work() as db:
            heard = machine("inbound:sms")
            consent.stop(db, heard, address=first[1], source=Source.STOP, words="STOP. I will ring you myself.")


def _reached(site_id: int, most: int) -> list[tuple[int, str]]:
    """Patients with a mobile telephone, and its number."""
    c, at = patient_contact.c, patient_site.c
    wanted = (
        select(c.patient_id, c.address)
        .join(patient_site, at.patient_id == c.patient_id)
        .join(patient, patient.c.id == c.patient_id)
        .where(at.site_id == site_id, c.address.like("+447%"), patient.c.died_on.is_(None))
    )
    with reading() as db:
        return [(row.patient_id, row.address) for row in db.execute(wanted.order_by(c.patient_id).limit(most))]
