"""How alerts climb at a site: three rungs, quiet hours, and how long quiet may last; pure, and said in sentences."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from core.alert.model import Level
from core.directory import Urgency
from core.errors import Lacking
from core.spoken import Spoken

LONGEST_H = 720
LONGEST_DAYS = 365
MIDNIGHT = 24 * 60
PRESSING = frozenset({Urgency.URGENT, Urgency.SUSPECTED_CANCER})
WHO = {
    Level.OWNER: "the owner, or the site’s team where nobody owns it",
    Level.MANAGER: "the site’s managers",
    Level.OPERATOR: "the group’s operators",
}


class Way(Spoken):
    """How somebody is told."""

    NOW = "now", "by mail at once"
    URGENT = "urgent", "at once when it is urgent, otherwise in the morning mail"
    MORNING = "morning", "in the morning mail"

    def at_once(self, urgency: str) -> bool:
        """Whether a referral of this urgency is worth a mail of its own."""
        return self is Way.NOW or (self is Way.URGENT and urgency in PRESSING)


@dataclass(frozen=True, slots=True)
class Rung:
    """One level: whether it is told at all, how many hours after the one below, and how; `open` counts open hours."""

    told: bool = True
    after: int = 0
    open: bool = True
    way: Way = Way.URGENT

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """As it is kept."""
        return cls(**{**kept, "way": Way(kept["way"])})

    def check(self) -> None:
        """Refuse what cannot be."""
        if not 0 <= self.after <= LONGEST_H:
            raise Lacking({"after": f"The delay must be from 0 to {LONGEST_H} hours."})

    def sentence(self, level: Level) -> str:
        """8 open hours later the site’s managers: in the morning mail."""
        if not self.told:
            return f"{_begun(WHO[level])}: not told."
        hours = "hour" if self.after == 1 else "hours"
        straight = "First" if level is Level.OWNER else "Then, without a wait,"
        when = f"{self.after} {'open ' if self.open else ''}{hours} later" if self.after else straight
        return f"{when} {WHO[level]}: {self.way.label}."


@dataclass(frozen=True, slots=True)
class Quiet:
    """When no mail leaves to staff, in minutes after local midnight; `wakes` are urgencies that it does not bind."""

    begins: int = 19 * 60
    ends: int = 7 * 60 + 30
    closed_days: bool = True
    wakes: frozenset[Urgency] = frozenset()

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """As it is kept."""
        wakes = frozenset(Urgency(each) for each in kept["wakes"])
        return cls(kept["from"], kept["until"], kept["closed_days"], wakes)

    def kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        wakes = [each.value for each in Urgency if each in self.wakes]
        return {"from": self.begins, "until": self.ends, "closed_days": self.closed_days, "wakes": wakes}

    def check(self) -> None:
        """Quiet goes over midnight, and leaves some of the day."""
        wrong = {}
        if not 12 * 60 <= self.begins <= MIDNIGHT:
            wrong["from"] = "Quiet hours begin in the afternoon or evening."
        if not 0 < self.ends <= 12 * 60:
            wrong["until"] = "Quiet hours end in the morning, by noon."
        if not self.wakes <= PRESSING:
            wrong["wakes"] = "Only what is urgent or a suspected cancer may be mailed at any hour."
        if wrong:
            raise Lacking(wrong)

    def sentence(self) -> str:
        """No mail leaves between 19:00 and 07:30 …"""
        closed = ", nor on days on which the site is closed" if self.closed_days else ""
        woken = " and ".join(each.label.lower() for each in Urgency if each in self.wakes)
        wakes = f" {_begun(woken)} is mailed at any hour." if woken else ""
        between = f"between {spoken_minute(self.begins)} and {spoken_minute(self.ends)}"
        return f"No mail leaves {between}{closed}. The morning mail leaves at {spoken_minute(self.ends)}.{wakes}"


@dataclass(frozen=True, slots=True)
class Patience:
    """After how many days without anybody doing anything a referral counts as stalled, by urgency."""

    days: Mapping[Urgency, int] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: Mapping[str, int]) -> Self:
        """As it is kept."""
        return cls({each: int(kept[each]) for each in Urgency})

    def kept(self) -> dict[str, int]:
        """As a row keeps it."""
        return {each.value: self.days[each] for each in Urgency}

    def check(self) -> None:
        """At least a day; what is more urgent never waits longer than what is less."""
        wrong = {
            each.value: f"Give a number of days from 1 to {LONGEST_DAYS}."
            for each in Urgency
            if not 1 <= self.days.get(each, 0) <= LONGEST_DAYS
        }
        if not wrong and sorted(self.days.values(), reverse=True) != [self.days[each] for each in Urgency]:
            wrong["suspected_cancer"] = "What is more urgent cannot be left alone for longer than what is less."
        if wrong:
            raise Lacking(wrong)

    def sentence(self) -> str:
        """Routine after 14 days, soon after 10 …"""
        each = [f"{urgency.label.lower()} after {_days(self.days[urgency])}" for urgency in Urgency]
        return f"{_begun(', '.join(each[:-1]))} and {each[-1]} without anybody doing anything."


@dataclass(frozen=True, slots=True)
class Ladder:
    """All of it, as it holds at one site."""

    rungs: Mapping[Level, Rung]
    quiet: Quiet
    patience: Patience

    @classmethod
    def read(cls, kept: Mapping[str, Mapping[str, Any]]) -> Self:
        """From its parts as they are kept."""
        rungs = {level: Rung.read(kept[level]) for level in Level}
        return cls(rungs, Quiet.read(kept["quiet"]), Patience.read(kept["stalled"]))

    def above(self, level: str, first: Level) -> Level | None:
        """The next level that is told, from the first one up; None at the top."""
        climbed = [*Level].index(Level(level)) + 1 if level else 0
        left = [*Level][max(climbed, [*Level].index(first)) :]
        return next((each for each in left if self.rungs[each].told), None)


Part = Rung | Quiet | Patience
PARTS: Mapping[str, Callable[[Mapping[str, Any]], Part]] = {
    **dict.fromkeys((level.value for level in Level), Rung.read),
    "quiet": Quiet.read,
    "stalled": Patience.read,
}


def kept(part: Part) -> dict[str, Any]:
    """As a row keeps a part."""
    return asdict(part) if isinstance(part, Rung) else part.kept()


def said(name: str, part: Part) -> str:
    """A part as a sentence."""
    return part.sentence(Level(name)) if isinstance(part, Rung) else part.sentence()


def spoken_minute(minute: int) -> str:
    """07:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
