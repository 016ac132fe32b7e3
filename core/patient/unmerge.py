"""Two records that were merged are taken apart again, exactly along what the merge wrote down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from core import clock
from core.access import Actor, Permission, my_patients
from core.agreement import answers, write_back
from core.audit import About, Kind, record
from core.errors import NotFound, NotNow
from core.patient.doubles import tell_apart
from core.patient.merge import write_columns
from core.patient.relink import move_back, told
from core.patient.state import put_back, withdrawn
from core.patient.theirs import theirs
from core.work import reading, work
from data.tables import account, patient, patient_merge


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge into a patient's record; `moved` says in words what came with it, `undoable` that it is the latest."""

    id: int
    gone_id: int
    gone: str
    merged_at: datetime
    merged_by: str
    moved: tuple[str, ...]
    undone_at: datetime | None
    undone_by: str
    undoable: bool


def merges(actor: Actor, patient_id: int) -> list[Merge]:
    """What was merged into a patient of the actor's sites, or they into, latest first."""
    actor.must(Permission.PATIENT_READ)
    c, by, undoer = patient_merge.c, account.alias("merger"), account.alias("undoer")
    kept = select(patient.c.id).where(patient.c.id == patient_id, my_patients(actor))
    wanted = (
        select(c.id, c.gone_id, patient.c.given_name, patient.c.family_name, c.merged_at, c.moved, c.undone_at)
        .add_columns(by.c.name.label("merged_by"), undoer.c.name.label("undone_by"))
        .join(patient, patient.c.id == c.gone_id)
        .outerjoin(by, by.c.id == c.merged_by_id)
        .outerjoin(undoer, undoer.c.id == c.undone_by_id)
        .where(c.kept_id.in_(kept))
        .order_by(c.id.desc())
    )
    with reading() as db:
        rows: list[Any] = list(db.execute(wanted).all())
    latest = next((row.id for row in rows if row.undone_at is None), None)
    return [_merge(row, undoable=row.id == latest) for row in rows]


def unmerge(actor: Actor, merge_id: int, comment: str = "") -> int:
    """Give the other record back what came with it, as far as it is still here; what came since stays where it is.

    Answers whose record is separate again.
    """
    actor.must(Permission.PATIENT_MERGE)
    with work() as db:
        found = _found(db, actor, merge_id)
        about = theirs(db, actor, found.kept_id)
        _refuse(db, merge_id, found.kept_id)
        _unmerge(db, found)
        undone = {"undone_at": clock.now(), "undone_by_id": actor.account_id}
        db.execute(update(patient_merge).where(patient_merge.c.id == merge_id).values(undone))
        tell_apart(db, actor, found.kept_id, found.gone_id)
        _told(db, actor, about, found, comment.strip())
        return int(found.gone_id)


def _found(db: Connection, actor: Actor, merge_id: int) -> Any:
    c = patient_merge.c
    mine = select(patient.c.id).where(my_patients(actor))
    row = db.execute(select(patient_merge).where(c.id == merge_id, c.kept_id.in_(mine))).one_or_none()
    if row is None:
        raise NotFound("There is no such merge at your sites.")
    return row


def _refuse(db: Connection, merge_id: int, kept_id: int) -> None:
    """Merges into one record are undone in the order of a stack: the values of the later ones lie on the earlier."""
    c = patient_merge.c
    standing = select(func.max(c.id)).where(c.kept_id == kept_id, c.undone_at.is_(None))
    latest = db.execute(standing).scalar_one()
    if latest is None or latest < merge_id:
        raise NotNow("Somebody has undone this merge already.")
    if latest > merge_id:
        stands = db.execute(select(c.undone_at).where(c.id == merge_id)).scalar_one() is None
        raise NotNow(
            "Another record was merged into this one later. Undo that merge first."
            if stands
            else "Somebody has undone this merge already."
        )


def _unmerge(db: Connection, found: Any) -> None:
    move_back(db, found.moved, found.kept_id, found.gone_id)
    theirs_then = answers(db, found.gone_id)
    for key, answer in withdrawn(db, found.kept_id, found.after).items():
        if key not in theirs_then or theirs_then[key].given:
            write_back(db, found.gone_id, key, answer)
    write_columns(db, found.kept_id, put_back(db, found.kept_id, found.before, found.after))
    number = found.before["gone_nhs_number"]
    taken = select(patient.c.id).where(patient.c.nhs_number == number)
    free = number if db.execute(taken).first() is None else None
    write_columns(db, found.gone_id, {"merged_into_id": None, "nhs_number": free})


def _told(db: Connection, actor: Actor, about: About, found: Any, comment: str) -> None:
    """On both timelines, each with the name of the other."""
    c = patient.c
    both = or_(c.id == found.kept_id, c.id == found.gone_id)
    called = {row.id: f"{row.given_name} {row.family_name}".strip() for row in db.execute(select(patient).where(both))}
    for mine, other in ((found.kept_id, found.gone_id), (found.gone_id, found.kept_id)):
        here = About("patient", mine, about.site_id, mine)
        facts = {"merge": found.id, "other_id": other}
        record(db, actor, Kind.PATIENT_UNMERGED, here, facts, other=called[other], comment=comment)


def _merge(row: Any, *, undoable: bool) -> Merge:
    return Merge(
        row.id,
        row.gone_id,
        f"{row.given_name} {row.family_name}".strip(),
        row.merged_at,
        row.merged_by or "Baton",
        tuple(told(row.moved)),
        row.undone_at,
        row.undone_by or "",
        undoable,
    )
