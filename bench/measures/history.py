"""One referral and everything that happened to it, and a patient with theirs."""

from collections.abc import Iterator
from datetime import timedelta

from bench.house import House
from bench.measures.base import Measure, Measures
from core import patient, referral
from core.audit import latest, timeline
from data.tables import referral as table


class History(Measures):
    """However long the history of the group is."""

    def of(self, house: House) -> Iterator[Measure]:
        """Of one that is closed."""
        (number,) = house.some(house.mia, table.c.stage == "completed")
        mia = house.mia
        yield Measure(name="timeline of a referral", ours=lambda: timeline(mia, "referral", number), ratio=2, flat=True)
        yield Measure(name="a referral’s page, asked", ours=lambda: referral.one(mia, number), most_ms=20, flat=True)
        since = house.plan.now - timedelta(days=1)
        yield Measure(name="news since yesterday", ours=lambda: latest(mia, since), most_ms=50)
        yield Measure(name="the day in numbers", ours=lambda: referral.day(mia), most_ms=50)
        whose = house.ask("SELECT patient_id FROM referral WHERE id = :id", id=number)
        yield Measure(name="referrals of a patient", ours=lambda: referral.of_patient(mia, whose), most_ms=20)
        yield Measure(name="page of the patients", ours=lambda: patient.patients(mia), most_ms=20)
        yield Measure(name="patients, a name", ours=lambda: patient.patients(mia, "smi"), most_ms=20)
