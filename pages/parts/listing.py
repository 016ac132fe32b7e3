"""The columns a list of referrals can have: what each is called, and what of a referral stands in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from core import clock
from core.referral import COUNTED, FIELD, Choices, Direction, Page, Urgency
from core.referral import Row as Referral
from core.sla import age_words
from core.workflow import CustomField, Typed, values
from pages.parts.badges import DUE, stage_tone, urgency_tone
from pages.parts.links import to
from pages.parts.table import Cell, Column, Look, Place, Row


@dataclass(frozen=True, slots=True)
class Shown:
    """A column and how a referral fills it; `several` is whether the reader works at more than one site."""

    column: Column
    cell: Callable[[Referral, bool], Cell]


def row(r: Referral, shown: Iterable[Shown], known: Choices) -> Row:
    """One referral in these columns; it opens its page. Among cards it stands under what the whole list calls its
    stage."""
    cells = tuple(each.cell(r, len(known.sites) > 1) for each in shown)
    group = known.called(r.now.stage, r.now.direction)
    return Row(r.id, cells, href=to("referral", id=r.id), group=group, version=r.now.version)


def marked(row: Row, place: int, waits: int) -> Row:
    """The same with how many answers about it nobody has read, behind one of its cells."""
    if not waits:
        return row
    cells = list(row.cells)
    cells[place] = replace(cells[place], mark=f"{waits} unread", mark_tone="amber")
    return replace(row, cells=tuple(cells))


def columns(shown: Mapping[str, Shown], **titles: str) -> list[Column]:
    """Their headings; a board calls some by another name, and its cards stand under their stage already."""
    return [replace(each.column, title=titles.get(code, each.column.title)) for code, each in shown.items()]


def every(known: Choices) -> dict[str, Shown]:
    """The columns there are, with the group's own fields last."""
    return COLUMNS | {f"{FIELD}{each.id}": _own(each) for each in known.fields}


def _own(field: CustomField) -> Shown:
    column = Column(field.label, *_LOOKS.get(field.kind, ()))
    return Shown(column, lambda r, _several: Cell(values.shown(field, r.custom.get(str(field.id), ""))))


_LOOKS: dict[Typed, tuple[Look, Place]] = {Typed.NUMBER: ("number", "line"), Typed.DATE: ("when", "nowhere")}


def footer(place: str, query: dict[str, str], page: Page, spelt: str, *, later: bool) -> list[tuple[str, str]]:
    """Links to the other pages of a list."""
    links = [("Back to the start", to(place, **query))] if later else []
    return [*links, (f"Next {len(page.rows)}", to(place, **query, after=spelt))] if spelt else links


def many(n: int, *, exactly: bool = False) -> str:
    """How many there are, as far as anybody counted."""
    return f"more than {COUNTED:,}" if n > COUNTED and not exactly else f"{n:,}"


def patient(r: Referral, _several: bool) -> Cell:
    """Who it is about, and by which number it is spoken of."""
    return Cell(r.patient, under=r.now.reference)


def other(r: Referral, several: bool) -> Cell:
    """Who it comes from or goes to, and which of our sites it is with, for people at several."""
    if r.now.direction is Direction.INTERNAL:
        return Cell(r.other, under=f"to {r.site}")
    way = "from" if r.now.direction is Direction.OUTBOUND else "to"
    return Cell(r.other, under=f"{way} {r.site}" if several else "")


def specialty(r: Referral, _several: bool) -> Cell:
    """What for, and how soon where that is out of the ordinary."""
    urgent = "" if r.now.urgency is Urgency.ROUTINE else r.now.urgency.label
    return Cell(r.specialty, mark=urgent, mark_tone=urgency_tone(r.now.urgency))


def stage(r: Referral, _several: bool) -> Cell:
    """Where it stands."""
    said = "On hold" if r.now.held else r.stage_label
    tone = "grey" if r.now.held else stage_tone(r.now.stage)
    return Cell(said, under=r.sub_status, tone=tone, hover=r.stage_label)


def due(r: Referral, _several: bool) -> Cell:
    """When the next action is late."""
    if r.closed_at:
        return Cell("")
    words, tone = r.due
    return Cell(words, tone=DUE[tone], hover=f"Due {clock.spoken(r.due_at, r.zone)}" if words else "")


def age(r: Referral, _several: bool) -> Cell:
    """How long it has been with us, or took."""
    lasted = age_words((r.closed_at or clock.now()) - r.now.received_at)
    return Cell(lasted, hover=f"Received {clock.spoken(r.now.received_at, r.zone)}")


def owner(r: Referral, _several: bool) -> Cell:
    """Who follows it up."""
    return Cell(r.owner, under="" if r.closed_at else "Unassigned")


def moment(name: str, r: Referral, _several: bool) -> Cell:
    """The day of something that happened, exact on hover."""
    at = r.now.received_at if name == "received_at" else getattr(r, name)
    exact = clock.spoken(at, r.zone) if at else ""
    return Cell(exact.partition(",")[0], hover=exact)


def words(name: str, r: Referral, _several: bool) -> Cell:
    """One of its texts as it stands."""
    return Cell(getattr(r, name))


def todo(r: Referral, _several: bool) -> Cell:
    """What comes next, and what else is to be done about it."""
    return Cell(r.todo, under=str(r.tasks))


COLUMNS: dict[str, Shown] = {
    "due": Shown(Column("Due", "when", "corner"), due),
    "closed": Shown(Column("Closed", "when", "corner"), partial(moment, "closed_at")),
    "patient": Shown(Column("Patient", "text", "title"), patient),
    "born": Shown(Column("Born"), lambda r, _: Cell(f"{r.born_on:%d/%m/%Y}" if r.born_on else "")),
    "direction": Shown(Column("Direction"), lambda r, _: Cell(r.now.direction.capitalize())),
    "other": Shown(Column("From or to"), other),
    "site": Shown(Column("Site"), partial(words, "site")),
    "specialty": Shown(Column("For"), specialty),
    "reason": Shown(Column("Reason", "long"), partial(words, "reason")),
    "stage": Shown(Column("Stage", "badge", "foot"), stage),
    "sub_status": Shown(Column("Sub-status"), partial(words, "sub_status")),
    "next": Shown(Column("Next", "text", "foot"), todo),
    "tasks": Shown(Column("Tasks"), lambda r, _: Cell(str(r.tasks))),
    "owner": Shown(Column("Owner", "person", "foot"), owner),
    "received": Shown(Column("Received", "when", "nowhere"), partial(moment, "received_at")),
    "moved": Shown(Column("Last moved", "when", "nowhere"), partial(moment, "moved_at")),
    "age": Shown(Column("Age", "number", "nowhere"), age),
    "tags": Shown(Column("Tags"), lambda r, _: Cell(", ".join(r.tags))),
    "risk": Shown(Column("Flag"), lambda r, _: Cell("At risk" if r.flagged else "", tone="amber" if r.flagged else "")),
    "funding": Shown(Column("Funding"), partial(words, "funding")),
    "their_reference": Shown(Column("Their reference"), partial(words, "their_reference")),
}
"""In the order in which a list has them. The patient is always there: it is what opens the row."""
