"""Escalation: who is told of what is late or quiet, when mails may leave, and what counts as stalled."""

from collections.abc import Sequence

from core import alert
from core.access import Actor
from core.alert import Setting
from pages.parts.escalation_form import PARTS, change, differ
from pages.parts.head import head
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

COLUMNS = [Column("What", place="title"), Column("How it is"), Column("Where")]
ABOUT = "Who is told of what is late or quiet, one level after the other."
OTHERS = " What holds everywhere is set by whoever answers for every site."


def row(number: int, one: Setting) -> Row:
    """One part as a sentence; the button opens it."""
    mark = "" if one.site_id or not one.own else "Changed"
    cells = (Cell(PARTS[one.name], mark=mark), Cell(one.sentence), Cell(one.place))
    return Row(number, cells, actions=(Action("Change", "change"),) if one.editable else ())


def page(actor: Actor) -> None:
    """The group's parts in order, then what sites do otherwise."""
    several: Sequence[Setting] = alert.settings_of(actor)
    readonly = any(not one.editable for one in several)
    pressed = head("Escalation", ABOUT + (OTHERS if readonly else ""), "Set it for a site", ":material/add:")
    rows = [row(number, one) for number, one in enumerate(several)]
    asked = table("Escalation", COLUMNS, rows, Empty("Nothing is set yet."))
    if pressed:
        differ(actor, list(several))
    elif asked:
        change(actor, several[asked.id])


page(viewer())
