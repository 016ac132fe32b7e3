"""Commands that write: a new referral, a step and a note, beside what each wrote, written again by the bare driver."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from bench.house import House
from bench.measures.base import Measure, Measures
from bench.replay import Replay, Watch
from core import referral, work
from core.referral import Direction, Draft, Request, Source, Urgency
from data.tables import event, patient_site
from data.tables import referral as table

TRIES = 40


class Writing(Measures):
    """Each is one transaction, waited for until it is on the disk: timed by the wall."""

    writes = True

    def of(self, house: House) -> Iterator[Measure]:
        """The steps are taken with open referrals of the group."""
        drafts = iter(_drafts(house))
        ana = house.everywhere
        waiting = house.some(ana, table.c.stage == "sent", table.c.closed_at.is_(None), count=TRIES + 1)
        (noted,), ahead = house.some(ana, table.c.closed_at.is_(None)), iter(waiting)
        for name, ask in (
            ("create a referral", lambda: referral.refer(house.mia, next(drafts))),
            ("take a step", lambda: referral.take_step(ana, next(ahead), None, "acknowledge")),
            ("write a note", lambda: referral.note(ana, noted, "Rang the patient")),
        ):
            yield Measure(
                name=name, ours=ask, floor=_again(ask), ratio=2, tries=min(TRIES, len(waiting) - 1), by_wall=True
            )


def _again(ask: Callable[[], object]) -> Replay:
    """After having watched it once."""
    with Watch() as told:
        ask()
    with work.reading() as db:
        row = db.execute(select(event.c.id, event.c.subject_id).order_by(event.c.id.desc()).limit(1)).one()
        reference = db.execute(select(table.c.reference).where(table.c.id == row.subject_id)).scalar_one()
    return Replay(told, [reference], row.id)


def _drafts(house: House) -> Iterator[Draft]:
    """Of patients who wait for nothing else."""
    site_id = min(house.mia.sites)
    idle = ~select(1).where(table.c.patient_id == patient_site.c.patient_id, table.c.closed_at.is_(None)).exists()
    known = select(patient_site.c.patient_id).where(patient_site.c.site_id == site_id, idle)
    with work.reading() as db:
        patients = db.execute(known.limit(TRIES + 5)).scalars().all()
    for number in patients:
        yield Draft(
            direction=Direction.INBOUND, site_id=site_id, patient_id=number, source=Source.PROVIDER,
            referrer_provider_id=1, kind=Request.TREAT, specialty="endodontics", urgency=Urgency.ROUTINE,
            reason="Pain on biting, upper left first molar", may_share=True,
        )  # fmt: skip
