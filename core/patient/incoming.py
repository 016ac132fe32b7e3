"""How the rows of a file meet the patients who are known: who is new, who changed, who is in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, func, insert, or_, select

from core import clock
from core.access import Actor, my_patients
from core.agreement import Purpose
from core.audit import Kind
from core.channel import Channel
from core.field import folded
from core.patient.model import Checked
from core.patient.search import found_by
from core.patient.write import change_patient
from core.sheet import Bad
from data.insert import insert_new
from data.tables import consent, event, patient, patient_contact, patient_site


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a file: where it stands, whom it means, and what it says."""

    line: int
    key: str
    given: Checked


@dataclass(frozen=True, slots=True)
class _Known:
    """A patient as the database has them now; `keys` are theirs and those of records that are part of theirs."""

    row: dict[str, Any]
    keys: frozenset[str] = frozenset()
    email: str = ""
    phone: str = ""
    consents: dict[Channel, bool] = field(default_factory=dict)
    edited: bool = False


class Incoming:
    """Takes entries batch by batch, in one transaction; counts and doubts add up."""

    def __init__(self, db: Connection, actor: Actor, site_id: int, told: frozenset[str]) -> None:
        self.db, self.site_id, self.told = db, site_id, told
        self.added = self.changed = self.unchanged = 0
        self.bad: list[Bad] = []
        self.notes: list[Bad] = []
        self._people = _people(db, actor)

    def take(self, entries: list[Entry]) -> None:
        """Write what is new and what changed."""
        known = _known(self.db, entries)
        by_key = {key: each for each in known for key in each.keys}
        by_number = {each.row["nhs_number"]: each for each in known if each.row["nhs_number"]}
        new, seen = [], []
        for entry in entries:
            same = by_number.get(entry.given.row["nhs_number"])
            mine = by_key.get(entry.key) or same
            if mine is None:
                new.append(entry)
            elif reason := _conflict(mine, same, entry.given):
                self.bad.append(Bad(entry.line, reason))
            else:
                self._meet(entry, mine)
                seen.append(mine.row["id"])
        self._know([*seen, *self._add(new)])

    def _meet(self, entry: Entry, known: _Known) -> None:
        merged, what = _merged(entry.given, known, self.told)
        key = known.row["import_key"] or entry.key
        if not what:
            self.unchanged += 1
        elif known.edited:
            self.unchanged += 1
            listed = ", ".join(what).replace("_", " ")
            self.notes.append(Bad(entry.line, f"Somebody changed this patient in Baton, so that stays: {listed}."))
        else:
            change_patient(self.db, known.row["id"], known.row["version"], merged, import_key=key)
            self.changed += 1

    def _add(self, entries: list[Entry]) -> list[int]:
        if not entries:
            return []
        now = clock.now()
        rows = [_row(entry) | {"created_at": now, "changed_at": now} for entry in entries]
        added = insert(patient).returning(patient.c.id, sort_by_parameter_order=True)
        ids = list(self.db.execute(added, rows).scalars())
        pairs = list(zip(ids, entries, strict=True))
        _insert(self.db, patient_contact, [row for each in pairs for row in _contacts(*each)])
        _insert(self.db, consent, [row for each in pairs for row in _consents(*each)])
        self.added += len(ids)
        for entry in entries:
            self._doubt(entry)
        return ids

    def _doubt(self, entry: Entry) -> None:
        person = _person(entry.given.row)
        if person in self._people:
            self.notes.append(Bad(entry.line, "Somebody of this name and birth is known already. Compare the two."))
        if person[2]:
            self._people.add(person)

    def _know(self, ids: Iterable[int]) -> None:
        if rows := [{"patient_id": each, "site_id": self.site_id} for each in ids]:
            self.db.execute(insert_new(self.db, patient_site, "patient_id", "site_id"), rows)


def _known(db: Connection, entries: list[Entry]) -> list[_Known]:
    """The patients whom these rows may mean, by identifier or NHS number."""
    keys = [entry.key for entry in entries]
    numbers = [number for entry in entries if (number := entry.given.row["nhs_number"])]
    c = patient.c
    meant = select(func.coalesce(c.merged_into_id, c.id).label("id"), c.import_key)
    theirs: dict[int, set[str]] = {}
    for number, key in db.execute(meant.where(or_(c.import_key.in_(keys), c.nhs_number.in_(numbers)))):
        theirs.setdefault(number, set()).add(key)
    rows = {row["id"]: dict(row) for row in db.execute(select(patient).where(c.id.in_(theirs))).mappings()}
    addresses, agreed, edited = _reached(db, rows), _agreed(db, rows), _edited(db, rows)
    return [
        _Known(
            row,
            frozenset(theirs[number]),
            addresses.get((number, Channel.EMAIL), ""),
            addresses.get((number, Channel.PHONE), ""),
            agreed.get(number, {}),
            number in edited,
        )
        for number, row in rows.items()
    ]


def _reached(db: Connection, ids: Iterable[int]) -> dict[tuple[int, str], str]:
    c = patient_contact.c
    wanted = select(c.patient_id, c.channel, c.address).where(c.patient_id.in_(list(ids)), c.preferred)
    return {(row.patient_id, row.channel): row.address for row in db.execute(wanted)}


def _agreed(db: Connection, ids: Iterable[int]) -> dict[int, dict[Channel, bool]]:
    c, found = consent.c, dict[int, dict[Channel, bool]]()
    theirs = c.patient_id.in_(list(ids)), c.purpose == Purpose.CARE
    for row in db.execute(select(c.patient_id, c.channel, c.given).where(*theirs)):
        found.setdefault(row.patient_id, {})[Channel(row.channel)] = row.given
    return found


def _edited(db: Connection, ids: Iterable[int]) -> set[int]:
    """Patients whom a person wrote or changed in Baton: a file does not overwrite that."""
    c = event.c
    return set(db.execute(select(c.patient_id).where(c.patient_id.in_(list(ids)), c.kind.in_(_BY_HAND))).scalars())


_BY_HAND = (
    *(Kind.PATIENT_ADDED, Kind.PATIENT_CHANGED, Kind.PATIENT_MERGED),
    *(Kind.PATIENT_CONSENT_SET, Kind.PATIENT_STOPPED, Kind.PATIENT_STARTED),
)


def _people(db: Connection, actor: Actor) -> set[tuple[str, str, date | None]]:
    c = patient.c
    named = select(c.family_name, c.given_name, c.born_on).where(c.born_on.is_not(None), my_patients(actor))
    return {_person(dict(row)) for row in db.execute(named).mappings()}


def _person(row: dict[str, Any]) -> tuple[str, str, date | None]:
    return folded(row["family_name"]), folded(row["given_name"]), row["born_on"]


def _conflict(mine: _Known, same: _Known | None, given: Checked) -> str:
    """Why a row must not be written over the patient it seems to mean; nothing when it may."""
    before, number = mine.row, given.row["nhs_number"]
    if same is not None and same is not mine:
        return "Another patient has this NHS number."
    if number and before["nhs_number"] and number != before["nhs_number"]:
        return "Under this identifier a patient with another NHS number is known."
    born = given.row["born_on"]
    other = folded(before["family_name"]) != folded(given.row["family_name"])
    if mine is same and other and born != before["born_on"]:
        return "Another patient has this NHS number."
    return ""


def _merged(given: Checked, known: _Known, told: frozenset[str]) -> tuple[Checked, list[str]]:
    """What the file says where it says something, and the names of what that changes."""
    before = known.row
    row = {name: value if name in told and value else before[name] for name, value in given.row.items()}
    merged = Checked(row, given.email or known.email, given.phone or known.phone, given.consents, given.said, "")
    what = [name for name, value in row.items() if value != before[name]]
    reached = (("email", merged.email, known.email), ("phone", merged.phone, known.phone))
    what += [name for name, new, old in reached if new != old]
    if known.consents | given.consents != known.consents:
        what.append("consent")
    return merged, what


def _row(entry: Entry) -> dict[str, Any]:
    phones = [entry.given.phone] if entry.given.phone else []
    return entry.given.row | {"import_key": entry.key} | found_by(entry.given.row, phones)


def _contacts(patient_id: int, entry: Entry) -> list[dict[str, Any]]:
    told = ((Channel.EMAIL, entry.given.email), (Channel.PHONE, entry.given.phone))
    rows = [{"channel": channel, "address": address} for channel, address in told if address]
    return [row | {"patient_id": patient_id, "preferred": True} for row in rows]


def _consents(patient_id: int, entry: Entry) -> list[dict[str, Any]]:
    said = entry.given.said
    how = {"purpose": Purpose.CARE, "source": said.source, "said_at": clock.now(), "by": said.by}
    told = entry.given.consents.items()
    return [how | {"patient_id": patient_id, "channel": channel, "given": given} for channel, given in told]


def _insert(db: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.execute(insert(table), rows)
