"""Sub-statuses as a manager edits them: finer words within a stage, added, reworded, ended and never deleted."""

from dataclasses import dataclass
from typing import Any

from core import clock, field
from core.access import Actor
from core.errors import Lacking, Refusal
from core.referral.stage import CLOSED, STAGES, Stage
from core.work import work
from core.workflow.editing import must_edit
from core.workflow.listed import Listed
from data.tables import sub_status

STATUSES = Listed(sub_status, "status", most=12, within=("stage",))
"""More within one stage is a list that nobody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStatus:
    """What a manager says about one; no sites means the whole group, no place the end of the list."""

    stage: str
    label: str
    sites: tuple[int, ...] = ()
    place: int = 0

    def checked(self) -> dict[str, Any]:
        """The columns to keep; Lacking with a sentence for each that is missing or wrong."""
        return field.gathered(
            stage=self._stage,
            label=lambda: field.line(self.label, most=40, least=1, what="The name"),
        ) | {"sites": sorted(self.sites)}

    def _stage(self) -> Stage:
        if self.stage not in set(Stage) - CLOSED:
            raise Refusal("Choose a stage at which something is still to be done.")
        return Stage(self.stage)


def add_status(actor: Actor, new: NewStatus) -> int:
    """From now on it can be chosen; its id."""
    must_edit(actor, new.sites)
    values = new.checked()
    with work() as db:
        what = f"“{values['label']}” can be chosen at “{STAGES[values['stage']].inbound}”"
        return STATUSES.add(db, actor, values, new.place, what)


def change_status(actor: Actor, status_id: int, version: int, new: NewStatus) -> None:
    """Call it differently, for other sites or at another place of the list; it stays within its stage."""
    must_edit(actor, new.sites)
    values = new.checked()
    with work() as db:
        row = STATUSES.current(db, actor, status_id, version)
        if values["stage"] != row.stage:
            raise Lacking({"stage": "It belongs to its stage. End it, and add one at the other."})
        STATUSES.write(db, actor, row, values, f"“{values['label']}” is worded or placed differently", new.place)


def end_status(actor: Actor, status_id: int, version: int) -> None:
    """Nobody can choose it any more; what stands there stays so until it moves on."""
    with work() as db:
        row = STATUSES.current(db, actor, status_id, version)
        STATUSES.write(db, actor, row, {"until_on": clock.now().date()}, f"“{row.label}” can no longer be chosen")
