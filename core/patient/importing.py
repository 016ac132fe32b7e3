"""Patients from a CSV file with a header: good rows are taken, a second import changes only what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from core import sheet
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import Refusal
from core.field import folded, line
from core.patient.columns import Columns, columns, patient
from core.patient.incoming import Entry, Incoming
from core.patient.model import Checked
from core.patient.write import noted
from core.sheet import Bad
from core.work import work

BATCH = 500


@dataclass(slots=True)
class Imported:
    """What was done; `notes` are rows taken with a doubt, `ignored` are columns that mean nothing here."""

    ignored: tuple[str, ...] = ()
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: list[Bad] = field(default_factory=list)
    notes: list[Bad] = field(default_factory=list)


def import_patients(actor: Actor, source: Path | BinaryIO, site_id: int) -> Imported:
    """Add and change patients of one site; empty cells erase nothing, what people wrote in Baton stays."""
    actor.must(Permission.PATIENT_EDIT, at=site_id)
    text = sheet.read(source)
    rows = sheet.rows(text, sheet.delimiter_of(text))
    where = _header(next(rows, None))
    done = Imported(where.ignored)
    entries = list(_entries(where, rows, actor, site_id, done))
    with work() as db:
        merge = Incoming(db, actor, site_id, where.told)
        for start in range(0, len(entries), BATCH):
            merge.take(entries[start : start + BATCH])
        done.added, done.changed, done.unchanged = merge.added, merge.changed, merge.unchanged
        done.bad = sorted((*done.bad, *merge.bad), key=lambda each: each.line)
        done.notes = sorted((*done.notes, *merge.notes), key=lambda each: each.line)
        facts = {"added": done.added, "changed": done.changed, "bad": len(done.bad)}
        record(db, actor, Kind.PATIENTS_IMPORTED, About("site", site_id, site_id), facts)
    return done


def _header(first: sheet.Row | Bad | None) -> Columns:
    if not isinstance(first, sheet.Row):
        raise Refusal("The file holds no table. Its first line must name the columns.")
    return columns(first.cells)


def _entries(
    where: Columns, rows: Iterator[sheet.Row | Bad], actor: Actor, site_id: int, done: Imported
) -> Iterator[Entry]:
    """Every row that says something about a patient, once for each patient; the others are noted as bad."""
    lines: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Bad):
            done.bad.append(row)
            continue
        try:
            given = noted(patient(where, row.cells).checked(), actor)
            key = _key(where, row.cells, given, site_id)
            names = [name for name in (key, given.row["nhs_number"]) if name]
            if first := next((lines[name] for name in names if name in lines), None):
                raise Refusal(f"The same patient stands on line {first} already.")
        except Refusal as sentence:
            done.bad.append(Bad(row.line, str(sentence)))
            continue
        lines |= dict.fromkeys(names, row.line)
        if given.warning:
            done.notes.append(Bad(row.line, given.warning))
        yield Entry(row.line, key, given)


def _key(where: Columns, cells: list[str], given: Checked, site_id: int) -> str:
    """The file's own identifier at this site, else one made of name and date of birth."""
    own = line(cells[where.at["import_key"]], what="The identifier") if "import_key" in where.at else ""
    if own and len(own) <= 40:
        return f"{site_id}:{own}"
    row = given.row
    told = [row["born_on"]] if row["born_on"] else [given.phone, given.email, row["postcode"]]
    words = [own] if own else [folded(row["given_name"]), folded(row["family_name"]), *told]
    return f"{site_id}:~{sha256('|'.join(map(str, words)).encode()).hexdigest()[:40]}"
