"""Two records of one patient become one: what that would do, and doing it. See unmerge.py for the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core import clock
from core.access import Actor, Permission
from core.agreement import Key, stricter, write_back
from core.audit import About, Kind, note_read, record
from core.channel import Channel
from core.directory import Specialty
from core.errors import Changed, Lacking, NotNow, Refusal
from core.patient import blend
from core.patient.doubles import forget_doubles
from core.patient.match import Likeness
from core.patient.model import Patient
from core.patient.pairs import judged
from core.patient.queries import card
from core.patient.relink import counted, move
from core.patient.search import found_by
from core.patient.state import state
from core.patient.theirs import theirs
from core.patient.write import known_at
from core.work import reading, work
from data.tables import patient, patient_contact, patient_merge, patient_site, referral

TWO_PEOPLE = "Their NHS numbers differ, so these are two people. Correct a number first if one of them is wrong."
STALE = "Somebody changed one of the two records meanwhile. Nothing was merged: look at them again."
UNSAID = "Say why both stay open."


@dataclass(frozen=True, slots=True)
class Clash:
    """Two open referrals for one thing at one place, which one patient would then have."""

    service: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do. `moving` says in words what is re-linked, `withdrawn` which consents end by it."""

    kept: Patient
    gone: Patient
    like: Likeness
    parts: tuple[blend.Compared, ...]
    moving: tuple[str, ...]
    withdrawn: tuple[Key, ...]
    clashes: tuple[Clash, ...]
    refused: str

    @property
    def versions(self) -> tuple[int, int]:
        """What was looked at."""
        return self.kept.version, self.gone.version


def preview(actor: Actor, kept_id: int, gone_id: int) -> Preview:
    """Both records side by side, as they stand now; that they were read is kept."""
    actor.must(Permission.PATIENT_MERGE)
    with reading() as db:
        kept, gone = _both(db, actor, kept_id, gone_id)
        found = Preview(
            kept,
            gone,
            judged(db, actor, [(kept_id, gone_id)])[0],
            tuple(blend.compared(kept, gone)),
            tuple(counted(db, gone_id)),
            tuple(_withdrawn(kept, gone)),
            tuple(_clashes(db, kept_id, gone_id)),
            TWO_PEOPLE if _are_two(kept, gone) else "",
        )
    for patient_id in (kept_id, gone_id):
        note_read(actor, About("patient", patient_id, None, patient_id))
    return found


def merge(
    actor: Actor, kept_id: int, gone_id: int, versions: tuple[int, int], choices: Mapping[str, str], reason: str = ""
) -> int:
    """Make one of two. `versions` are those that were looked at, kept first; `choices` say part by part whose value
    stays, `kept` or `gone`; `reason` why two open referrals for one thing both stay. Answers what undoes it."""
    actor.must(Permission.PATIENT_MERGE)
    with work() as db:
        abouts = {each: theirs(db, actor, each) for each in sorted({kept_id, gone_id})}
        kept, gone = _both(db, actor, kept_id, gone_id)
        if _are_two(kept, gone):
            raise NotNow(TWO_PEOPLE)
        if (kept.version, gone.version) != versions:
            raise Changed(STALE)
        if _clashes(db, kept_id, gone_id) and not reason.strip():
            raise Lacking({"reason": UNSAID})
        about = abouts[kept_id]
        merge_id = _merge(db, actor, about, kept, gone, choices)
        facts = {"merge": merge_id, "gone": gone_id}
        record(db, actor, Kind.PATIENT_MERGED, about, facts, other=gone.name, comment=reason.strip())
        return merge_id


def _merge(db: Connection, actor: Actor, about: About, kept: Patient, gone: Patient, choices: Mapping[str, str]) -> int:
    """Write it, and keep what is needed to take it back."""
    now, before = clock.now(), state(db, kept.id)
    moved = move(db, gone.id, kept.id)
    into = {"merged_into_id": kept.id, "nhs_number": None, "version": gone.version + 1, "changed_at": now}
    db.execute(update(patient).where(patient.c.id == gone.id).values(into))
    _reach(db, kept, gone, blend.preferred(kept, gone, choices))
    for key, answer in stricter(kept.answers, gone.answers).items():
        if kept.answers.get(key) != answer:
            write_back(db, kept.id, key, answer)
    known_at(
        db, kept.id, *db.execute(select(patient_site.c.site_id).where(patient_site.c.patient_id == gone.id)).scalars()
    )
    write_columns(db, kept.id, blend.columns(kept, gone, choices))
    forget_doubles(db, gone.id)
    row = {
        "kept_id": kept.id,
        "gone_id": gone.id,
        "site_id": about.site_id,
        "merged_at": now,
        "merged_by_id": actor.account_id,
        "moved": moved,
        "before": before | {"gone_nhs_number": gone.nhs_number},
        "after": state(db, kept.id),
    }
    return int(db.execute(insert(patient_merge).values(row).returning(patient_merge.c.id)).scalar_one())


def write_columns(db: Connection, patient_id: int, values: dict[str, Any]) -> None:
    """The next version of a record, found by what it says now."""
    c = patient.c
    db.execute(
        update(patient).where(c.id == patient_id).values(**values, version=c.version + 1, changed_at=clock.now())
    )
    row = db.execute(select(patient).where(c.id == patient_id)).mappings().one()
    p = patient_contact.c
    phones = db.execute(select(p.address).where(p.patient_id == patient_id, p.channel == Channel.PHONE)).scalars()
    db.execute(update(patient).where(c.id == patient_id).values(found_by(dict(row), phones)))


def _reach(db: Connection, kept: Patient, gone: Patient, preferred: dict[Channel, str]) -> None:
    """Every address of both is kept once; the chosen ones are the preferred."""
    c = patient_contact.c
    for channel, address in preferred.items():
        ours = (c.patient_id == kept.id) & (c.channel == channel)
        db.execute(update(patient_contact).where(ours).values(preferred=c.address == address))
    known = {(each.channel, each.address) for each in kept.contacts}
    new = [each for each in gone.contacts if (each.channel, each.address) not in known]
    for each in new:
        row = {"channel": each.channel, "address": each.address, "preferred": preferred[each.channel] == each.address}
        db.execute(insert(patient_contact).values(patient_id=kept.id, **row))


def _both(db: Connection, actor: Actor, kept_id: int, gone_id: int) -> tuple[Patient, Patient]:
    if kept_id == gone_id:
        raise Refusal("Choose two different records to merge.")
    return card(db, actor, kept_id), card(db, actor, gone_id)


def _are_two(kept: Patient, gone: Patient) -> bool:
    return bool(kept.nhs_number and gone.nhs_number and kept.nhs_number != gone.nhs_number)


def _withdrawn(kept: Patient, gone: Patient) -> list[Key]:
    """What one of them agreed to and the other did not."""
    both = [(key, kept.answers[key].given, gone.answers[key].given) for key in kept.answers if key in gone.answers]
    return [key for key, ours, others in both if ours is not others]


def _clashes(db: Connection, kept_id: int, gone_id: int) -> list[Clash]:
    """Open referrals of both for the same specialty at the same place: what core.referral.like refuses for one."""
    ours, others = referral.alias("ours"), referral.alias("others")
    a, b = ours.c, others.c
    pairs = (
        select(a.specialty, a.reference.label("kept"), b.reference.label("gone"))
        .where(a.patient_id == kept_id, b.patient_id == gone_id, a.closed_at.is_(None), b.closed_at.is_(None))
        .where(a.specialty == b.specialty, a.site_id == b.site_id)
        .where(a.recipient_provider_id.is_not_distinct_from(b.recipient_provider_id))
        .order_by(a.id, b.id)
    )
    return [Clash(Specialty(row.specialty).label, row.kept, row.gone) for row in db.execute(pairs)]
