"""Two patients who are known both, compared: as suggestions are, for many pairs at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from core.access import Actor, my_patients
from core.patient.match import Likeness, Person, Shared, likeness
from data.tables import patient, patient_contact

Pair = tuple[int, int]


def judged(db: Connection, actor: Actor, pairs: Sequence[Pair]) -> list[Likeness]:
    """How alike the two of each pair are, in the order of the pairs; three statements for all of them."""
    ids = sorted({each for pair in pairs for each in pair})
    c = patient.c
    wanted = select(c.id, c.given_name, c.family_name, c.born_on, c.nhs_number, c.sex, c.postcode)
    people = {row.id: Person.of(row) for row in db.execute(wanted.where(c.id.in_(ids)))}
    reached = _addresses(db, ids)
    common = [reached[one] & reached[other] for one, other in pairs]
    many = _many(db, actor, {address for several in common for _, address in several})
    return [
        likeness(people[one], people[other], [Shared(channel, many[address] - 2) for channel, address in sorted(both)])
        for (one, other), both in zip(pairs, common, strict=True)
    ]


def _addresses(db: Connection, ids: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
    c, found = patient_contact.c, defaultdict[int, set[tuple[str, str]]](set)
    for row in db.execute(select(c.patient_id, c.channel, c.address).where(c.patient_id.in_(ids))):
        found[row.patient_id].add((row.channel, row.address))
    return found


def _many(db: Connection, actor: Actor, addresses: Iterable[str]) -> dict[str, int]:
    """How many of the actor's patients have each of these."""
    c = patient_contact.c
    counted = (
        select(c.address, func.count(c.patient_id.distinct()).label("many"))
        .join(patient, patient.c.id == c.patient_id)
        .where(c.address.in_(sorted(addresses)), my_patients(actor))
        .group_by(c.address)
    )
    return {row.address: row.many for row in db.execute(counted)}
