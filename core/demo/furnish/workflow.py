"""What the group has decided about its workflow: two fields of its own, words within stages, a step to be approved."""

from decimal import Decimal

from sqlalchemy import select

from core import referral, workflow
from core.access import Actor
from core.demo.furnish.base import Furnishing, House
from core.referral import Stage
from core.referral.tailored import NewApproving, NewStatus, add_approval, add_status, set_demand
from core.work import reading
from core.workflow import Condition, NewField, Typed
from data.tables import referral as table

CALLED = NewField(label="Preferred contact time", help="When the patient can be called back")
SHADE = NewField(
    label="Implant system", kind=Typed.CHOICE, choices=("Straumann", "Nobel Biocare", "Not decided"),
    direction="inbound", specialty="implant",
)  # fmt: skip
SAID = ("Mornings before ten", "After school, from four", "Lunch time")


class Workflow(Furnishing):
    """Cleo decides for the group, Mia for Leeds; Ana notes what patients said."""

    def furnish(self, house: House) -> None:
        """By the commands behind the pages."""
        cleo, mia, ana = (house.people[name] for name in ("cleo", "mia", "ana"))
        leeds = house.sites["leeds"]
        time = workflow.add_field(cleo, CALLED)
        workflow.add_field(cleo, SHADE)
        status = add_status(cleo, NewStatus(stage="acknowledged", label="With the clinician"))
        add_status(cleo, NewStatus(stage="acknowledged", label="Images asked for"))
        add_status(mia, NewStatus(stage="accepted", label="Patient called once", sites=(leeds,)))
        set_demand(mia, "redirect", "teeth", leeds)
        above = NewApproving(step="report", condition=Condition.VALUE_ABOVE, role="manager", above=Decimal(2500))
        add_approval(cleo, above)
        _note(ana, leeds, time, status)


def _note(ana: Actor, leeds: int, time: int, status: int) -> None:
    """The latest ones in triage say when to call; the first of them is with the clinician."""
    c = table.c
    latest = (
        select(c.id).where(c.site_id == leeds, c.stage == Stage.ACKNOWLEDGED).order_by(c.id.desc()).limit(len(SAID))
    )
    with reading() as db:
        several = list(db.execute(latest).scalars())
    for number, said in zip(several, SAID, strict=False):
        referral.change(ana, number, None, {f"custom.{time}": said})
    if several:
        referral.set_sub_status(ana, several[0], None, status)
