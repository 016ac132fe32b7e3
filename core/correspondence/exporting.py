"""A patient's log as a file for a spreadsheet; that it was taken is kept in the audit."""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import datetime

from core import clock
from core.access import Actor, Permission
from core.audit import About, Kind, record
from core.channel import Channel
from core.conversation import Incoming
from core.correspondence.thread import Direction, Said, Wanted, of_patient
from core.message import Line
from core.referral import File
from core.sheet import guarded
from core.work import work

BATCH = 1_000
COLUMNS = ("When", "Direction", "Channel", "Name", "Address", "Subject", "State", "Why", "Written by", "Site")


def export(actor: Actor, patient_id: int, wanted: Wanted) -> File:
    """Everything that is wanted, as CSV: when, to or from whom and how, and not the words themselves."""
    actor.must(Permission.REFERRAL_EXPORT)
    content = tempfile.TemporaryFile()  # noqa: SIM115 - whoever hands it over closes it
    lines = io.TextIOWrapper(content, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    count = 0
    for said in _all(actor, patient_id, wanted):
        writer.writerow(guarded(cell) for cell in _row(said))
        count += 1
    lines.detach()
    about = About("patient", patient_id, None, patient_id)
    with work() as db:
        record(db, actor, Kind.MESSAGES_TAKEN, about, {"count": count, "form": "csv"})
    size = content.tell()
    content.seek(0)
    return File(f"messages-{clock.now():%Y-%m-%d}.csv", content, size)


def _all(actor: Actor, patient_id: int, wanted: Wanted) -> Iterator[Said]:
    page = of_patient(actor, patient_id, wanted, limit=BATCH)
    yield from page.said
    while page.after:
        page = of_patient(actor, patient_id, wanted, page.after, BATCH)
        yield from page.said


def _row(said: Said) -> tuple[str, ...]:
    return _out(said.line) if said.line else _back(said.answer) if said.answer else ()


def _out(line: Line) -> tuple[str, ...]:
    became = "Confirmed" if line.confirmed_at else line.state.replace("_", " ").capitalize()
    return (
        *(_moment(line.created_at, line.zone), Direction.OUT.label, Channel(line.channel).label),
        *(line.to_name, line.to_address, line.headline, became, line.outcome),
        *(line.author or "Baton", line.site),
    )


def _back(answer: Incoming) -> tuple[str, ...]:
    read = f"Read by {answer.read_by}" if answer.read_by else "Not read yet" if answer.unread else answer.nature.label
    return (
        *(_moment(answer.came_at, answer.zone), Direction.IN.label, answer.channel.label),
        *(answer.from_name, answer.from_address, answer.headline, read, answer.note),
        *(answer.who, answer.site),
    )


def _moment(at: datetime, zone: str) -> str:
    return clock.local(at, zone).isoformat(timespec="minutes")
