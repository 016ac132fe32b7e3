"""One referral as lists and boards show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from core import clock
from core.directory import Specialty
from core.referral.current import Current
from core.referral.stage import label, todo
from core.referral.tags import listed
from core.referral.words import Funding, Source
from core.sla import Clock, State, Tone, clock_words
from core.task import Waiting
from core.workflow import Workflow


@dataclass(frozen=True)
class Row:
    """Of what was read of it, each list puts into words what it shows, and no more."""

    read: Mapping[str, Any]
    flow: Workflow

    @cached_property
    def now(self) -> Current:
        """What decides what may happen next."""
        return Current.of(self.read)

    @property
    def id(self) -> int:
        """What its page is asked for by."""
        return int(self.read["id"])

    @property
    def patient(self) -> str:
        """Whom it is about."""
        return str(self.read["patient"])

    @property
    def born_on(self) -> date | None:
        """The patient’s birthday."""
        on: date | None = self.read["born_on"]
        return on

    @property
    def other(self) -> str:
        """Who it comes from, or goes to when outbound."""
        return self.read["provider"] or self.read["from_site"] or Source(self.read["source"]).label

    @property
    def specialty(self) -> str:
        """What it is for."""
        return Specialty(self.read["specialty"]).label

    @property
    def reason(self) -> str:
        """Why, as the referrer says."""
        return str(self.read["reason"])

    @property
    def their_reference(self) -> str:
        """What the other side calls it."""
        return str(self.read["their_reference"])

    @property
    def funding(self) -> str:
        """Who pays, where that is known."""
        return Funding(self.read["funding"]).label if self.read["funding"] else ""

    @cached_property
    def stage_label(self) -> str:
        """Where it stands, as its site says it."""
        return label(self.now.stage, self.now.direction, self.flow, self.now.site_id)

    @property
    def sub_status(self) -> str:
        """The group's own word for where it stands within its stage."""
        status = self.flow.status(self.read["sub_status_id"])
        return status.label if status else ""

    @property
    def todo(self) -> str:
        """What is to happen next."""
        return todo(self.now.stage, self.now.direction)

    @property
    def owner(self) -> str:
        """Who follows it up; nobody while it is in the pool."""
        return self.read["owner"] or ""

    @property
    def due_at(self) -> datetime:
        """When its next action is due."""
        at: datetime = self.read["due_at"]
        return at

    @property
    def warn_at(self) -> datetime | None:
        """From when on that is at risk."""
        at: datetime | None = self.read["warn_at"]
        return at

    @property
    def clock(self) -> State:
        """Whether time counts."""
        return State(self.read["clock"])

    @property
    def moved_at(self) -> datetime:
        """When it came to its stage."""
        at: datetime = self.read["stage_since_at"]
        return at

    @property
    def closed_at(self) -> datetime | None:
        """When it ended."""
        at: datetime | None = self.read["closed_at"]
        return at

    @property
    def site(self) -> str:
        """Which of our sites works on it."""
        return str(self.read["site"])

    @property
    def from_site(self) -> str:
        """Which of our sites sent it."""
        return self.read["from_site"] or ""

    @property
    def zone(self) -> str:
        """The time zone of its site."""
        return str(self.read["time_zone"])

    @property
    def custom(self) -> Mapping[str, str]:
        """What it says in the group's own fields, by their ids."""
        said: Mapping[str, str] = self.read["custom"]
        return said

    @property
    def tasks(self) -> Waiting:
        """What is still to be done about it."""
        return Waiting(self.read["tasks"], self.read["late_tasks"])

    @property
    def flagged(self) -> bool:
        """Whether a rule or the guardian marked it."""
        return self.read["flagged_at"] is not None

    @property
    def tags(self) -> tuple[str, ...]:
        """The group's own words for it."""
        return listed(self.read["tags"])

    @property
    def standing(self) -> str:
        """How its clock stands, in a word; nothing where none runs any more."""
        if self.closed_at or self.due_at >= clock.NEVER:
            return ""
        read = Clock(self.due_at, self.warn_at, paused=self.clock is State.PAUSED)
        return read.state(clock.now()).label

    @property
    def due(self) -> tuple[str, Tone]:
        """When the next action is due and how its clock stands, in words, and the tone of that."""
        return clock_words(self.due_at, self.warn_at, self.clock, clock.now(), self.zone)
