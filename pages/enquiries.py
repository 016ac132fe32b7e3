"""Public forms: where patients ask for an appointment and practices refer, site by site and service by service."""

from core import enquiry
from core.access import Actor
from core.directory import Specialty
from core.enquiry import Form
from pages.parts.enquiry_form import add, change, share
from pages.parts.head import head
from pages.parts.table import Action, Cell, Column, Empty, Row, table
from pages.parts.viewer import viewer

ABOUT = "Where patients ask and practices refer without an account; what they send is in Intake."
COLUMNS = [
    Column("Form", place="title"),
    Column("For whom"),
    Column("Service"),
    Column("State", "badge", "corner"),
    Column("Sent in 30 days", "number"),
]
ASKED = {"change": change, "share": share}


def page(actor: Actor) -> None:
    """Every form of the actor's sites, those too that nobody has opened yet."""
    several = enquiry.forms(actor)
    pressed = head("Public forms", ABOUT, "Add a form" if several else "", ":material/add:")
    asked = table("Public forms", COLUMNS, [_row(*one) for one in enumerate(several)], Empty("You have no site."))
    if pressed:
        add(actor, several)
    elif asked:
        ASKED[asked.name](actor, several[asked.id])


def _row(number: int, one: Form) -> Row:
    service = Specialty(one.specialty).label if one.specialty else _offered(one)
    state = Cell("Open", tone="green") if one.open else Cell("Closed", tone="grey")
    sent = Cell(f"{one.sent:,}" if one.sent else "")
    cells = (Cell(one.title, under=one.address), Cell(one.audience.label, under=one.site), Cell(service), state, sent)
    return Row(number, cells, actions=(Action("Share", "share"), Action("Change", "change")))


def _offered(one: Form) -> str:
    return f"{len(one.services)} to choose from" if one.services else "Any service"


page(viewer())
