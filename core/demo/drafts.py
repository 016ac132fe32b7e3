"""A draft as somebody at the desk types it in."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from core.demo import facts
from core.demo.facts import Ailment, Discipline
from core.demo.group import Outside, Site
from core.demo.pace import happens, picked
from core.demo.timetable import Slot
from core.field import palmer
from core.patient import NewPatient
from core.referral import Direction, Draft, Funding, Source, Urgency

SOON, NAMED, NUMBERED = 20, 80, 45
"""Of a hundred: how many are to be soon, name a clinician, and carry the sender's own number."""
PAID = {Funding.PRIVATE: 70, Funding.INSURANCE: 14, Funding.SELF_PAY: 16}


@dataclass(frozen=True, slots=True)
class Wish:
    """`site` works on it; an internal one has a `sender`; `outside` is the practice at the other end, if any."""

    site: Site
    sender: Site | None
    outside: Outside | None
    discipline: Discipline
    ailment: Ailment


def draft(slot: Slot, wish: Wish, new: NewPatient) -> Draft:
    """Everything that is known on the first day."""
    rng, ailment = slot.rng, wish.ailment
    letter = slot.direction is Direction.INBOUND and wish.outside is not None
    tooth = rng.choice(ailment.teeth) if ailment.teeth else ""
    funding = _funding(rng, slot, wish)
    referrer, recipient = _ends(rng, slot, wish)
    return Draft(
        direction=slot.direction,
        site_id=wish.site.id,
        from_site_id=wish.sender.id if wish.sender else None,
        new_patient=new,
        source=slot.source,
        referrer_provider_id=referrer[0],
        referrer_clinician_id=referrer[1],
        recipient_provider_id=recipient[0],
        recipient_clinician_id=recipient[1],
        kind=ailment.kind,
        specialty=wish.discipline.specialty,
        reason=ailment.letter.replace("{tooth}", palmer(tooth) if tooth else ""),
        urgency=ailment.urgency or (Urgency.SOON if happens(rng, SOON) else Urgency.ROUTINE),
        teeth=tooth,
        funding=funding,
        payer=rng.choice(facts.words().payers) if funding is Funding.INSURANCE else "",
        needs=picked(rng, facts.words().needs) if happens(rng, wish.discipline.needs) else "",
        their_reference=_their_reference(rng, slot.source) if letter else "",
        written_on=(slot.received_at - timedelta(days=rng.choice((0, 0, 1, 1, 2, 3, 6)))).date() if letter else None,
        received_at=slot.received_at if slot.direction is Direction.INBOUND else None,
    )


def _ends(rng: Random, slot: Slot, wish: Wish) -> tuple[tuple[int | None, int | None], tuple[int | None, int | None]]:
    """Practice and clinician who refer, and who receive."""
    outside = wish.outside
    there = rng.choice(outside.clinicians).id if outside and happens(rng, NAMED) else None
    practice = (outside.id if outside else None, there)
    if slot.direction is Direction.INBOUND:
        return practice, (None, None)
    ours = (None, rng.choice(slot.site.clinicians).id)
    if slot.direction is Direction.OUTBOUND:
        return ours, practice
    return ours, (None, wish.site.specialist(rng, wish.discipline.specialty).id)


def _funding(rng: Random, slot: Slot, wish: Wish) -> Funding:
    """Elsewhere what they take; with us what is usual in the specialty."""
    if slot.direction is Direction.OUTBOUND and wish.outside:
        offers = wish.outside.practice.new.offers
        return Funding(rng.choice([each.funding for each in offers if each.specialty == wish.discipline.specialty]))
    if not happens(rng, wish.discipline.private):
        return Funding.NHS
    return rng.choices(list(PAID), list(PAID.values()))[0]


def _their_reference(rng: Random, source: Source) -> str:
    if source is Source.NHS:
        return " ".join(f"{rng.randrange(10**4):04d}" for _ in range(3))
    return f"{rng.choice('ABCDGHKMPRSW')}{rng.randrange(100, 99_999)}" if happens(rng, NUMBERED) else ""
