"""People: who works with Baton, where, as what, and who is about just now."""

from core import clock, ownership, people
from core.ownership import Work
from core.people import Person
from core.settings import settings
from pages.parts.head import head
from pages.parts.links import to
from pages.parts.person_form import change, invite
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

COLUMNS = [
    Column("Name", "text", "title"),
    Column("Role"),
    Column("Sites"),
    Column("Open", "number", "foot"),
    Column("Status", "badge", "corner"),
    Column("Last seen", "text", "foot"),
]
STATUS = {"active": ("Active", "green"), "invited": ("Invited", "blue"), "disabled": ("Disabled", "grey")}
NOBODY = Empty("Nobody works at your sites yet. Invite somebody, and they will stand here.")


def row(person: Person, work: Work) -> Row:
    said, tone = STATUS[person.status]
    away = people.away_words(person.back_on, today)
    seen = clock.spoken(person.seen_at, str(settings().time_zone)) if person.seen_at else "Never signed in"
    cells = (
        Cell(person.name, under=person.username),
        Cell(person.role.label),
        Cell("Every site" if person.every_site else ", ".join(person.sites.values()) or "None"),
        Cell(f"{work.count:,}" if work else "", hover=str(work)),
        Cell(said, tone=tone, under=f"A{away[1:]}" if away else ""),
        Cell(seen, under="Signed in now" if person.open_sessions else ""),
    )
    if not person.manageable:
        return Row(person.id, cells)
    return Row(person.id, cells, to("handover", of=person.id), actions=(Action("Change", "change"),))


actor = viewer()
today = clock.local(clock.now(), str(settings().time_zone)).date()
everybody, loads = people.people(actor), ownership.loads(actor)
about = sum(person.open_sessions > 0 for person in everybody)

pressed = head(
    "People",
    f"{len(everybody)} people, {about} signed in now",
    action="Invite someone",
    icon=":material/person_add:",
)
asked = table("People", COLUMNS, [row(person, loads.get(person.id, Work())) for person in everybody], NOBODY)
if pressed:
    invite(actor)
elif asked:
    change(actor, next(person for person in everybody if person.id == asked.id))
