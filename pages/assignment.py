"""Assignment: who gets what arrives at each site, read as sentences, and who would get the next one."""

from core import referral
from core.referral import How, Standing
from pages.parts.head import head
from pages.parts.line_form import add, change
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

COLUMNS = [
    Column("For", place="title"),
    Column("Goes to"),
    Column("The next one"),
]
NOTHING = Empty(
    "Whoever types a referral in owns it, and one from a colleague waits in the pool. Add a line, and Baton chooses."
)


def row(line: Standing) -> Row:
    """One line as a sentence; the button opens it."""
    said = line.sentence[0].upper() + line.sentence[1:]
    left = f"{line.gone} of them left" if line.gone else ""
    cells = (
        Cell(line.what, under=line.site),
        Cell(said, mark=left, mark_tone="amber"),
        Cell(line.next.name or "Waits in the pool", under=line.next.why if line.how is not How.POOL else ""),
    )
    return Row(line.id, cells, actions=(Action("Change", "change"),))


actor = viewer()
lines = referral.lines(actor)
pressed = head(
    "Assignment",
    "Who gets what arrives while nobody is named for it. Whoever is away is passed over.",
    action="Add a line",
    icon=":material/add:",
)
asked = table("Assignment", COLUMNS, [row(line) for line in lines], NOTHING)
if pressed:
    add(actor)
elif asked:
    change(actor, next(line for line in lines if line.id == asked.id))
