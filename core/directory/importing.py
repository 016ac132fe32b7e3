"""NHS dental practices as the Organisation Data Service publishes them: 27 columns and no header."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, bindparam, insert, select, update

from core import clock, sheet
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.directory.drafts import search_text
from core.directory.reading import reading
from core.errors import Refusal
from core.field import line, phone, postcode
from core.sheet import Bad
from core.work import work
from data.tables import clinician, provider

COLUMNS = 27
CODE, NAME, STREET, TOWN, COUNTY, POSTCODE, OPENED, CLOSED, STATUS, PHONE = (
    0,
    1,
    slice(4, 7),
    7,
    8,
    9,
    10,
    11,
    12,
    17,
)
EDITION = "1"
"""Part of each fingerprint: raised when the same file is to be read differently."""


@dataclass(slots=True)
class Imported:
    """What was done: `closed` are hidden ones among added and changed, `gone` are missing from the file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    gone: int = 0
    bad: list[Bad] = field(default_factory=list)
    notes: list[Bad] = field(default_factory=list)


def import_directory(actor: Actor, source: Path | BinaryIO) -> Imported:
    """Add new practices and change those whose row changed; what people added to them stays."""
    actor.must(Permission.DIRECTORY_EDIT)
    text, done = sheet.read(source), Imported()
    practices = {row["ods_code"]: row for row in _practices(text, done)}
    if not practices and not done.bad:
        raise Refusal("The file is empty.")
    with work() as db:
        known = _known(db)
        new = [row for code, row in practices.items() if code not in known]
        changed = [
            {**row, "key": known[code][0]}
            for code, row in practices.items()
            if code in known and known[code][1] != row["fingerprint"]
        ]
        _add(db, new)
        _change(db, changed)
        done.added, done.changed = len(new), len(changed)
        done.unchanged = len(practices) - done.added - done.changed
        done.closed = sum(1 for row in (*new, *changed) if row["closed_on"])
        done.gone = sum(1 for code, (_, mark) in known.items() if mark and code not in practices)
        facts = {"added": done.added, "changed": done.changed, "closed": done.closed, "gone": done.gone}
        record(db, actor, Kind.DIRECTORY_IMPORTED, About("directory", 0), facts | {"bad": len(done.bad)})
    return done


def _practices(text: str, done: Imported) -> Iterator[dict[str, Any]]:
    """Every practice that can be read, once; the others are noted as bad."""
    lines: dict[str, int] = {}
    for row in sheet.rows(text):
        if isinstance(row, Bad):
            done.bad.append(row)
            continue
        try:
            practice = _practice(row.cells)
            if first := lines.get(practice["ods_code"]):
                raise Refusal(f"The code {practice['ods_code']} stands on line {first} already.")
        except Refusal as sentence:
            done.bad.append(Bad(row.line, str(sentence)))
            continue
        lines[practice["ods_code"]] = row.line
        if row.cells[PHONE].strip() and not practice["phone"]:
            done.notes.append(Bad(row.line, f"{practice['ods_code']} was taken without its telephone number."))
        yield practice


def _practice(cells: list[str]) -> dict[str, Any]:
    if len(cells) != COLUMNS:
        raise Refusal(f"The row has {len(cells)} columns instead of {COLUMNS}.")
    name = reading(line(cells[NAME], most=160, least=1, what="The name"))
    address = "\n".join(reading(part) for part in map(_street, cells[STREET]) if part)
    town, code = reading(line(cells[TOWN], most=80, what="The town")), postcode(cells[POSTCODE])
    return {
        "ods_code": _code(cells[CODE]),
        "name": name,
        "address": address,
        "town": town,
        "county": reading(line(cells[COUNTY], most=80, what="The county")),
        "postcode": code,
        "phone": _phone(cells[PHONE]),
        "opened_on": _day(cells[OPENED], "opening"),
        "closed_on": _closed(cells),
        "fingerprint": sha256("\x1f".join((EDITION, *cells)).encode()).hexdigest(),
    }


def _street(cell: str) -> str:
    return line(cell, most=120, what="The address")


def _code(cell: str) -> str:
    code = cell.strip().upper()
    if not code:
        raise Refusal("The organisation code is missing.")
    if not (code.isascii() and code.isalnum() and len(code) <= 12):
        raise Refusal(f"“{code[:20]}” is not an organisation code.")
    return code


def _phone(cell: str) -> str:
    try:
        return phone(cell)
    except Refusal:
        return ""


def _day(cell: str, which: str) -> date | None:
    """A date as 20060401; none where the cell is empty."""
    if not cell.strip():
        return None
    try:
        if len(cell.strip()) == 8:
            return datetime.strptime(cell.strip(), "%Y%m%d").date()  # noqa: DTZ007 - a date, not a moment
    except ValueError:
        pass
    raise Refusal(f"The {which} date “{cell.strip()[:20]}” is not a date such as 20060401.")


def _closed(cells: list[str]) -> date | None:
    """The closing date; without one, a practice whose status says closed did so today."""
    closed = _day(cells[CLOSED], "closing")
    return closed or (clock.now().date() if cells[STATUS].strip().upper() == "C" else None)


def _known(db: Connection) -> dict[str, tuple[int, str]]:
    c = provider.c
    rows = db.execute(select(c.ods_code, c.id, c.fingerprint).where(c.ods_code.is_not(None)))
    return {row.ods_code: (row.id, row.fingerprint) for row in rows}


def _add(db: Connection, practices: list[dict[str, Any]]) -> None:
    now = clock.now()
    if practices:
        db.execute(insert(provider), [row | {"search": _search(row), "changed_at": now} for row in practices])


def _change(db: Connection, practices: list[dict[str, Any]]) -> None:
    """Only what the file knows; a telephone number that people added stays where the file has none."""
    names = _clinicians(db, [row["key"] for row in practices])
    c, now = provider.c, clock.now()
    for row in practices:
        values = {name: value for name, value in row.items() if name not in {"key", "ods_code"}}
        if not values["phone"]:
            del values["phone"]
        values |= {
            "search": _search(row, *names.get(row["key"], ())),
            "version": c.version + 1,
            "changed_at": now,
        }
        db.execute(update(provider).where(c.id == bindparam("here")).values(**values), {"here": row["key"]})


def _clinicians(db: Connection, provider_ids: Iterable[int]) -> dict[int, list[str]]:
    changed, found = set(provider_ids), dict[int, list[str]]()
    c = clinician.c
    if changed:
        for row in db.execute(select(c.provider_id, c.name).where(c.provider_id.is_not(None), c.left_on.is_(None))):
            if row.provider_id in changed:
                found.setdefault(row.provider_id, []).append(row.name)
    return found


def _search(row: dict[str, Any], *clinicians: str) -> str:
    return search_text(row["name"], row["address"], row["town"], row["postcode"], *clinicians, row["ods_code"])
