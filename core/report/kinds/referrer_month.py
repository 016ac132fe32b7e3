"""What became of the patients that a practice referred: for that practice, and only what it may know.

References, initials, stages and visits; no value, no clinical word, nothing of another practice. Of patients who did
not agree that the practices share what is needed it says how many there are.
"""

from collections.abc import Sequence
from datetime import date

from core.access import Actor
from core.report.content import Block, Column, Content, Numbers, Section, Table, Tile, Tiles, Words
from core.report.kinds.base import ReportKind, as_it_stood
from core.report.period import spoken
from core.report.scope import Place, Reach
from core.report.theirs import Theirs, day, theirs
from core.work import reading

NOBODY = "No patient of yours came to us in this month, and none is on their way."
ONE = "1 patient has not agreed that we share how it goes on, and is only counted here."
SEVERAL = "{} patients have not agreed that we share how it goes on, and are only counted here."
CALL = (
    "Patients are named by their initials and our reference. Please telephone us with the reference for anything more."
)
COLUMNS = (
    Column("Our reference", width=1.6), Column("Yours", width=1), Column("Patient", width=0.7),
    Column("For", width=1.7), Column("Received", width=1.1), Column("Where it stands", width=1.8),
    Column("Visit", width=1.7), Column("Report sent", width=1.1),
)  # fmt: skip


class ReferrerMonth(ReportKind):
    """For a practice outside, or the colleague who visits it."""

    label = "Referrer month"
    about = "What became of the patients that a practice referred, for that practice: only what it may know"
    reach = Reach.PRACTICE
    records = True
    place = 3

    def content(self, actor: Actor, place: Place, period_on: date) -> Content:
        """What came in the month, and what is still on its way or ended in it."""
        month = spoken(self.rhythm, period_on)
        with reading() as db:
            sent = theirs(db, actor, place, period_on)
        sections = (Section("What became of your patients", tuple(_blocks(sent, month))),)
        about = f"{month}, at {place.site}" if place.site else month
        return Content(self.label, place.practice, about, sections, _summary(sent, month), as_it_stood(place))


def _blocks(sent: Sequence[Theirs], month: str) -> list[Block]:
    told = [one for one in sent if one.may_share]
    blocks: list[Block] = [Tiles(tuple(_tiles(sent, month)))]
    if told:
        blocks.append(_table(f"Referred in {month}", [one for one in told if one.new]))
        blocks.append(_table("Referred before, and on their way or ended", [one for one in told if not one.new]))
    elif not sent:
        blocks.append(Words("", (NOBODY,)))
    if held_back := len(sent) - len(told):
        blocks.append(Words("", (ONE if held_back == 1 else SEVERAL.format(held_back),)))
    return [*blocks, Words("", (CALL,), small=True)]


def _tiles(sent: Sequence[Theirs], month: str) -> list[Tile]:
    new = [one for one in sent if one.new]
    return [
        Tile(f"Referred in {month.split()[0]}", f"{len(new):,}"),
        Tile("Of these booked", f"{sum(one.booked for one in new):,}"),
        Tile("Of these seen", f"{sum(one.seen for one in new):,}"),
        Tile("Reports sent, of all below", f"{sum(bool(one.reported) for one in sent):,}"),
    ]


def _table(title: str, several: Sequence[Theirs]) -> Table:
    rows = tuple(
        (one.reference, one.theirs, one.initials, one.specialty, day(one.received_on), one.stage, one.visit,
         one.reported)
        for one in several
    )  # fmt: skip
    return Table(Numbers(title, COLUMNS, rows))


def _summary(sent: Sequence[Theirs], month: str) -> tuple[str, ...]:
    if not sent:
        return (NOBODY,)
    new = [one for one in sent if one.new]
    booked, seen = sum(one.booked for one in new), sum(one.seen for one in new)
    came = "1 patient" if len(new) == 1 else f"{len(new)} patients"
    first = f"You referred {came} to us in {month}; {booked} booked and {seen} seen so far."
    return (first, f"On their way from before, or at an end this month: {len(sent) - len(new)}.")
