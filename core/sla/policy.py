"""A deadline as a manager sets it: what it is for, how long it takes, when to warn; and which of several wins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from core.directory import Specialty
from core.directory.terms import Urgency
from core.sla.what import Unit, Warn

ORDER = ("site_id", "provider_id", "specialty", "urgency", "direction")
"""What weighs most comes first: a deadline of a site wins over any that names none, whatever else they name."""
DIRECTIONS = ("inbound", "outbound", "internal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a deadline is for, where empty means any; of one referral everything is filled in. `provider_id` is the
    practice outside, whichever way it goes."""

    what: str
    direction: str = ""
    urgency: str = ""
    specialty: str = ""
    provider_id: int | None = None
    site_id: int | None = None

    @property
    def spelt(self) -> str:
        """The same for the same scope, so that a second deadline for it is noticed."""
        return "|".join(str(getattr(self, each.name) or "") for each in fields(self))

    @property
    def weight(self) -> tuple[bool, ...]:
        """How special it is."""
        return tuple(bool(getattr(self, name)) for name in ORDER)

    def fits(self, asked: "Scope") -> bool:
        """Whether it is for such a referral."""
        if self.what != asked.what:
            return False
        return all(getattr(self, name) in {"", None, getattr(asked, name)} for name in ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How long it takes in open time, when it is at risk, and whether it stands still meanwhile. `id` is its row."""

    scope: Scope
    amount: int
    unit: Unit = Unit.DAYS
    warn_amount: int = 80
    warn_unit: Warn = Warn.PERCENT
    pauses_waiting: bool = False
    pauses_held: bool = True
    shipped: bool = False
    version: int = 1
    id: int = 0

    @property
    def time(self) -> str:
        """5 open days, 1 open hour, by the end of the same day."""
        if self.unit is Unit.DAYS and not self.amount:
            return "the end of the same day"
        return counted(self.amount, self.unit.label)

    @property
    def warning(self) -> str:
        """After 80 % of the time, or 2 open hours before."""
        if self.warn_unit is Warn.PERCENT:
            return f"after {self.warn_amount} % of the time"
        return counted(self.warn_amount, self.warn_unit.label)


@dataclass(frozen=True, slots=True)
class Choice:
    """The deadline that wins, and those that fit as well, the most special first."""

    policy: Policy
    before: tuple[Policy, ...] = ()


class Policies:
    """All deadlines there are, of which the most special that fits wins; looked up once for what is alike."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._all = sorted(policies, key=lambda each: each.scope.weight, reverse=True)
        self._known: dict[Scope, Choice | None] = {}

    def choose(self, asked: Scope) -> Choice | None:
        """None where none was set for it at all."""
        if asked not in self._known:
            fitting = [each for each in self._all if each.scope.fits(asked)]
            self._known[asked] = Choice(fitting[0], tuple(fitting[1:])) if fitting else None
        return self._known[asked]


def why(choice: Choice, sites: Mapping[int, str], providers: Mapping[int, str]) -> str:
    """Leeds’ own for urgent endodontics, before the group’s for urgent."""
    said = _named(choice.policy.scope, sites, providers)
    return f"{said}, before {_named(choice.before[0].scope, sites, providers)}" if choice.before else said


def scope_words(scope: Scope, providers: Mapping[int, str]) -> str:
    """Urgent inbound endodontics with Elm Practice; everything, where it is for all."""
    said = [
        Urgency(scope.urgency).label if scope.urgency else "",
        scope.direction,
        Specialty(scope.specialty).label if scope.specialty else "",
    ]
    kinds = " ".join(word.lower() for word in said if word)
    whom = f"with {providers.get(scope.provider_id, 'a practice')}" if scope.provider_id else ""
    return " ".join(part for part in (kinds or "everything", whom) if part)


def counted(amount: int, unit: str) -> str:
    """1 open day, 5 open days."""
    return f"{amount} {unit.replace('days', 'day').replace('hours', 'hour') if amount == 1 else unit}"


def _named(scope: Scope, sites: Mapping[int, str], providers: Mapping[int, str]) -> str:
    place = sites.get(scope.site_id, "another site") if scope.site_id else ""
    whose = f"{place}{'’' if place.endswith('s') else '’s'} own" if place else "the group’s"
    return f"{whose} for {scope_words(scope, providers)}"
