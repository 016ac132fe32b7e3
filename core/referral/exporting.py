"""What a list shows as a file for a spreadsheet: within one's sites, not without end, and kept in the audit."""

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import IO

from xlsxwriter import Workbook

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.errors import NotFound, NotNow
from core.referral.board import board
from core.referral.row import Row
from core.referral.wanted import Wanted
from core.sheet import guarded
from core.work import reading, work
from core.workflow import CustomField, Typed, standing, values

EXPORTED = 50_000
_BATCH = 1000
_IN_MEMORY = 2**20
Cell = str | date | datetime | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands under it, and how wide that is in characters."""

    title: str
    cell: Callable[[Row], Cell]
    width: int = 16


@dataclass(frozen=True, slots=True)
class File:
    """A file that is ready to be handed over: it is forgotten when it is closed."""

    name: str
    content: IO[bytes]
    size: int


def export(actor: Actor, wanted: Wanted, form: str) -> File:
    """Everything that is wanted as csv or xlsx; each site is told in the audit how many of its referrals went out."""
    for site in [wanted.site] if wanted.site else [None]:
        actor.must(Permission.REFERRAL_EXPORT, at=site)
    with reading() as db:
        flow = standing(db)
    columns = (*COLUMNS, *(_custom(each) for each in flow.known(actor.sites, clock.now().date())))
    content = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever hands it over closes it
    taken: Counter[int] = Counter()
    FORMS[form](content, columns, _counted(_rows(actor, wanted), taken))
    if not taken:
        raise NotFound("No referral fits these filters, so there is nothing to export.")
    leaving(actor, wanted, taken, form)
    size = content.tell()
    content.seek(0)
    return File(f"referrals-{clock.now():%Y-%m-%d}.{form}", content, size)


def leaving(actor: Actor, wanted: Wanted, taken: Counter[int], form: str) -> None:
    """Keep that referrals left the house, how many of which site and by which filters."""
    filters = wanted.spelt
    words = {name: filters.pop(name) for name in ("typed", "practice") if name in filters}
    searched = ", ".join(f"“{word}”" for word in words.values())
    about = About("account", actor.account_id or 0)
    with work() as db:
        for site, count in sorted(taken.items()):
            facts = {"count": count, "form": form, "filters": filters}
            comment = f"Searched for {searched}" if searched else ""
            record(db, actor, Kind.REFERRAL_EXPORTED, replace(about, site_id=site), facts, comment=comment)


def _rows(actor: Actor, wanted: Wanted) -> Iterator[Row]:
    """A batch at a time, in an order that nothing changes while it lasts."""
    page, left = board(actor, replace(wanted, sort="received", after=None), _BATCH), EXPORTED
    while page.rows:
        if len(page.rows) > left or (page.next and len(page.rows) == left):
            raise NotNow(f"More than {EXPORTED:,} referrals fit. Narrow the filters and export them in parts.")
        yield from page.rows
        left -= len(page.rows)
        if page.next is None:
            return
        page = board(actor, replace(wanted, sort="received", after=page.next), _BATCH)


def _counted(rows: Iterable[Row], taken: Counter[int]) -> Iterator[Row]:
    for row in rows:
        taken[row.now.site_id] += 1
        yield row


def _csv(into: IO[bytes], columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """UTF-8 with its mark, moments as ISO 8601 on the site's wall clock."""
    lines = io.TextIOWrapper(into, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
    writer.writerow(guarded(column.title) for column in columns)
    for row in rows:
        writer.writerow(_written(column.cell(row)) for column in columns)
    lines.detach()


def _written(cell: Cell) -> str:
    """Moments as ISO 8601; a number is one, whatever it begins with."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return guarded(cell.isoformat(timespec="minutes") if isinstance(cell, datetime) else str(cell or ""))


def _xlsx(into: IO[bytes], columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """A workbook written row by row; every text is a text, whatever it begins with."""
    kept = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(into, kept | {"remove_timezone": True})
    sheet = book.add_worksheet("Referrals")
    bold, day, moment = (
        book.add_format(look)
        for look in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy-mm-dd hh:mm"})
    )
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, bold)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            cell = column.cell(row)
            if isinstance(cell, date):
                sheet.write_datetime(last, place, cell, moment if isinstance(cell, datetime) else day)
            elif isinstance(cell, Decimal):
                sheet.write_number(last, place, cell)
            elif cell:
                sheet.write_string(last, place, cell)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()


def _there(row: Row, at: datetime | None) -> datetime | None:
    """On the wall clock of the site; nothing for what is never due."""
    return None if at is None or at >= clock.NEVER else clock.local(at, row.zone)


def _custom(of: CustomField) -> Column:
    """One of the group's own fields: numbers and days as such, everything else as it reads."""
    read: dict[Typed, Callable[[str], Cell]] = {Typed.DATE: date.fromisoformat, Typed.NUMBER: Decimal}
    told = read.get(of.kind, partial(values.shown, of))
    return Column(of.label, lambda row: told(text) if (text := row.custom.get(str(of.id), "")) else None, 20)


FORMS: dict[str, Callable[[IO[bytes], Sequence[Column], Iterable[Row]], None]] = {"csv": _csv, "xlsx": _xlsx}
COLUMNS = (
    Column("Reference", lambda row: row.now.reference),
    Column("Their reference", lambda row: row.their_reference),
    Column("Direction", lambda row: row.now.direction.capitalize(), 11),
    Column("Stage", lambda row: row.stage_label, 20),
    Column("On hold", lambda row: "Yes" if row.now.held else "", 9),
    Column("Patient", lambda row: row.patient, 24),
    Column("Born", lambda row: row.born_on, 11),
    Column("From or to", lambda row: row.other, 32),
    Column("Site", lambda row: row.site, 24),
    Column("Specialty", lambda row: row.specialty, 20),
    Column("Urgency", lambda row: row.now.urgency.label),
    Column("Reason", lambda row: row.reason, 48),
    Column("Funding", lambda row: row.funding, 11),
    Column("Owner", lambda row: row.owner, 20),
    Column("Received", lambda row: _there(row, row.now.received_at)),
    Column("Due", lambda row: _there(row, row.due_at) if row.closed_at is None else None),
    Column("Deadline", lambda row: row.standing, 11),
    Column("Last moved", lambda row: _there(row, row.moved_at)),
    Column("Closed", lambda row: _there(row, row.closed_at)),
    Column("Sub-status", lambda row: row.sub_status, 20),
)
