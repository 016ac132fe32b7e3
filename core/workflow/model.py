"""What a group has decided about its own workflow, as everything else asks for it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.spoken import Spoken

Sites = tuple[int, ...]
CUSTOM = "custom."


class Typed(Spoken):
    """What a custom field holds."""

    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    CHOICE = "choice", "One of a list"
    TOOTH = "tooth", "Teeth (FDI)"
    YES_NO = "yes_no", "Yes or no"


class Way(Spoken):
    """Which referrals something is for, by the way they go."""

    ANY = "", "Any direction"
    INBOUND = "inbound", "Inbound"
    OUTBOUND = "outbound", "Outbound"
    INTERNAL = "internal", "Internal"


class Condition(Spoken):
    """When a step waits for a second person."""

    ALWAYS = "always", "Always"
    VALUE_ABOVE = "value_above", "The value is above"
    URGENCY_LOWERED = "urgency_lowered", "The urgency is lowered"


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field that the group asks for; no sites means all of them, `until_on` the day on which it ended."""

    id: int
    label: str
    kind: Typed
    choices: tuple[str, ...]
    help: str
    direction: Way
    specialty: str
    sites: Sites
    needed: bool
    position: int
    until_on: date | None
    version: int

    @property
    def name(self) -> str:
        """What forms, rules and events call it."""
        return f"{CUSTOM}{self.id}"

    def is_asked(self, on: date) -> bool:
        """Whether it is asked on a day at all."""
        return self.until_on is None or on < self.until_on

    def fits(self, direction: str, specialty: str, sites: Collection[int | None]) -> bool:
        """Whether a referral of this kind has it, at one of the sites concerned."""
        here = not self.sites or bool(set(self.sites) & set(sites))
        return here and self.direction in {"", direction} and self.specialty in {"", specialty}


@dataclass(frozen=True, slots=True)
class SubStatus:
    """A finer word for where a referral stands within a stage."""

    id: int
    stage: str
    label: str
    sites: Sites
    position: int
    until_on: date | None
    version: int

    def is_offered(self, stage: str, site_id: int, on: date) -> bool:
        """Whether it can be chosen for what stands there."""
        current = self.until_on is None or on < self.until_on
        return current and stage == self.stage and (not self.sites or site_id in self.sites)


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that has to be there before a step is taken; without a site everywhere."""

    id: int
    step: str
    what: str
    site_id: int | None


@dataclass(frozen=True, slots=True)
class Approving:
    """A step that waits for somebody with a role, under a condition; `above` is in pounds."""

    id: int
    step: str
    condition: Condition
    above: Decimal | None
    role: str
    site_id: int | None


@dataclass(frozen=True, slots=True)
class Workflow:
    """All of it. Labels are by stage, direction and site, hidden stages by stage and site; None is the whole group."""

    fields: tuple[CustomField, ...] = ()
    statuses: tuple[SubStatus, ...] = ()
    labels: Mapping[tuple[str, str, int | None], str] = field(default_factory=dict)
    hiding: Mapping[tuple[str, int | None], bool] = field(default_factory=dict)
    demands: tuple[Demand, ...] = ()
    approvals: tuple[Approving, ...] = ()

    def called(self, stage: str, direction: str, site_id: int | None = None) -> str:
        """A stage's own name at a site, else in the group; empty where nobody gave it one."""
        if not self.labels:
            return ""
        return self.labels.get((stage, direction, site_id)) or self.labels.get((stage, direction, None), "")

    def hides(self, stage: str, site_id: int) -> bool:
        """Whether a site does without a stage."""
        return self.hiding.get((stage, site_id), self.hiding.get((stage, None), False))

    def asked(self, on: date, direction: str, specialty: str, sites: Collection[int | None]) -> tuple[CustomField, ...]:
        """The fields that a referral is asked for, in order."""
        return tuple(each for each in self.fields if each.is_asked(on) and each.fits(direction, specialty, sites))

    def known(self, sites: Collection[int], on: date) -> tuple[CustomField, ...]:
        """The fields that are asked somewhere at these sites."""
        here = set(sites)
        return tuple(
            each for each in self.fields if each.is_asked(on) and (not each.sites or here.intersection(each.sites))
        )

    def field(self, field_id: int) -> CustomField | None:
        """One of them, also when it has ended."""
        return next((each for each in self.fields if each.id == field_id), None)

    def status(self, status_id: int | None) -> SubStatus | None:
        """One of them, also when it has ended."""
        return next((each for each in self.statuses if each.id == status_id), None) if status_id else None

    def offered(self, stage: str, site_id: int, on: date) -> tuple[SubStatus, ...]:
        """What can be chosen within a stage, in order."""
        return tuple(each for each in self.statuses if each.is_offered(stage, site_id, on))

    def demanded(self, step: str, site_id: int) -> tuple[str, ...]:
        """What has to be there before a step is taken at a site."""
        found = (each.what for each in self.demands if each.step == step and each.site_id in {None, site_id})
        return tuple(dict.fromkeys(found))

    def approving(self, step: str, site_id: int) -> tuple[Approving, ...]:
        """What may make a step wait for a second person at a site."""
        return tuple(each for each in self.approvals if each.step == step and each.site_id in {None, site_id})


PLAIN = Workflow()
"""Nothing decided: everything as it is shipped."""
