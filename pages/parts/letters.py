"""The messages about one referral and what became of each."""

from collections.abc import Sequence

from core import clock
from core.message import Line
from pages.parts.links import to
from pages.parts.table import Cell, Column, Empty, Row, table

STATES = {
    "in_doubt": ("In doubt", "amber"),
    "dead": ("Not delivered", "red"),
    "waiting": ("Waiting", "slate"),
    "sending": ("On its way", "blue"),
    "sent": ("Sent", "green"),
    "withheld": ("Not sent", "grey"),
}
COLUMNS = (
    Column("Message", place="title"),
    Column("State", "badge", "corner"),
    Column("To"),
    Column("When", place="foot"),
)
NOTHING = Empty(
    "No message yet. What Baton writes to the patient and the practice will stand here, exactly as it left."
)


def letters(lines: Sequence[Line]) -> None:
    """Draw them, newest first; each opens its preview."""
    table("Messages", COLUMNS, [_row(line) for line in lines], NOTHING, key="letters", cards=True)


def _row(line: Line) -> Row:
    words, tone = STATES[line.state]
    cells = (
        Cell(line.headline, under=line.stands_in),
        Cell(words, tone=tone),
        Cell(line.to_name, under=line.to_address),
        Cell(clock.spoken(line.settled_at or line.created_at, line.zone), under=line.outcome),
    )
    return Row(line.id, cells, href=to("messages", id=line.id))
