"""STOP, or the link in a message: nothing that Baton writes by itself goes to anybody there any more."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, or_, select

from core import clock, task
from core.access import Actor
from core.agreement import STOPS, Answer, Purpose, Source, answers, write_back
from core.audit import About, Kind, record
from core.channel import WRITTEN
from core.consent.address import reached_at, shown
from core.consent.starting import kept
from core.consent.whose import about, must_be_house
from core.message import withhold
from data.insert import upsert
from data.tables import message, patient, patient_name, patient_site, site, stopped

SHARED = "stopped"
"""The kind of a task that asks which of several people meant a STOP."""
SAID = {Source.STOP: "answered STOP from", Source.LINK: "used the link in a message to"}


def stop(
    db: Connection, actor: Actor, *, address: str, source: Source, words: str = "", patient_id: int | None = None
) -> int:
    """Somebody at this address asked for no more messages: for how many patients that is new.

    Everybody who is reached there, and `patient_id` who was written to there, is refused on every channel; nobody is
    written to there at all; what waits is withheld; and where several share the address their sites are asked who
    meant it. The telephone stays.
    """
    must_be_house(actor)
    _silence(db, actor, address.strip().lower(), source, words)
    who = sorted({*reached_at(db, address), *([patient_id] if patient_id else [])})
    new = [each for each in who if _refuse(db, actor, each, (address, source, words))]
    there = func.lower(message.c.to_address) == address.strip().lower()
    patients = (message.c.audience == "patient") & or_(there, message.c.patient_id.in_(who))
    withhold(db, patients, f"Not sent: somebody {SAID[source]} {shown(address)}.")
    if len(who) > 1 and new:
        _ask(db, actor, who, address)
    return len(new)


def _silence(db: Connection, actor: Actor, address: str, source: Source, words: str) -> None:
    """Held until the end of the transaction, so that the same said twice at once is one STOP."""
    fresh = {"source": source, "words": words, "since_at": clock.now(), "by": actor.ref, "lifted_at": None}
    row = upsert(db, stopped).values(address=address, **fresh)
    db.execute(
        row.on_conflict_do_update(index_elements=["address"], set_=fresh, where=stopped.c.lifted_at.is_not(None))
    )


def _refuse(db: Connection, actor: Actor, patient_id: int, said: tuple[str, Source, str]) -> bool:
    """On every channel, over whatever stood there; False where it was so already."""
    address, source, words = said
    here, now = about(db, patient_id), clock.now()
    stands = answers(db, patient_id)
    open_ways = [(way, Purpose.CARE) for way in WRITTEN if not _is_stopped(stands.get((way, Purpose.CARE)))]
    for key in open_ways:
        write_back(db, patient_id, key, Answer(False, source, words, now, actor.ref, kept(stands.get(key))))
    if open_ways:
        how = f"{SAID[source]} {shown(address)}"
        record(db, actor, Kind.PATIENT_STOPPED, here, {"source": source}, how=how, comment=words)
    return bool(open_ways)


def _is_stopped(answer: Answer | None) -> bool:
    return answer is not None and not answer.given and answer.source in STOPS


def _ask(db: Connection, actor: Actor, who: Sequence[int], address: str) -> None:
    """At every site that knows one of them; each reads the names of those whom it knows."""
    c, now = patient_site.c, clock.now()
    known = select(c.site_id, c.patient_id, patient_name.label("name"), site.c.time_zone)
    rows = db.execute(
        known.join(patient, patient.c.id == c.patient_id)
        .join(site, site.c.id == c.site_id)
        .where(c.patient_id.in_(who))
        .order_by(c.site_id, c.patient_id)
    ).all()
    for site_id in sorted({row.site_id for row in rows}):
        here = [row for row in rows if row.site_id == site_id]
        task.open_task(db, actor, _question(here, len(who) - len(here), address, now))


def _question(here: Sequence[Any], elsewhere: int, address: str, now: Any) -> task.Opening:
    names = [row.name for row in here] + ([f"{elsewhere} at other sites"] if elsewhere else [])
    first = here[0]
    return task.Opening(
        key=f"stopped:{first.patient_id}:{first.site_id}:{now.timestamp():.0f}",
        kind=SHARED,
        title=f"Ask who wants no more messages: {shown(address)} is shared by {' and '.join(names)}",
        about=About("patient", first.patient_id, first.site_id, first.patient_id),
        due_at=task.day_end(now, first.time_zone),
        note="Until somebody says so on the page of a patient, nobody who shares it is written to.",
    )
