"""A patient's page in words: what they see of their referral, as their language says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.language import When, at
from core.outsider import Point, Sees, Wished
from core.referral import Stage
from core.referral.ics import Entry, published
from core.sayings import Sayings

CALENDAR = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Step:
    """A point of the way; `on` is the day on which it was reached, where that is known."""

    label: str
    on: str
    past: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of one page."""

    say: Sayings
    sees: Sees

    @property
    def title(self) -> str:
        """Where it stands, in a few words."""
        return self.put("title", self.sees.told)

    @property
    def next(self) -> str:
        """What comes next, and whether there is anything to do."""
        return self.put("next", self.sees.told)

    @property
    def steps(self) -> Iterator[Step]:
        """The way as a picture, with its words beside it."""
        for point in self.sees.way:
            on = self._day_of(point)
            yield Step(self.put("way", point.stage), self.day(on) if on else "", point.past, point.here)

    @property
    def when(self) -> str:
        """Day and time of the appointment, on the clock of the practice."""
        visit = self.sees.visit
        return self.say.language.spoken(at(visit.starts_at, self.sees.zone)) if visit else ""

    @property
    def asked(self) -> str:
        """What they asked for and nobody has answered yet."""
        return self._asked(self.sees.asked) if self.sees.asked else ""

    @property
    def held(self) -> str:
        """Until when it rests, if it does."""
        until = self.sees.held_until
        return self.say.say("page", "held", day=When(until)) if until else ""

    def put(self, part: str, name: str) -> str:
        """As it is said where another practice sees the patient, if it is said otherwise there."""
        here, there = self.sees.here.name, self.sees.there
        elsewhere = self.say.say(f"{part}_there", name, site=here, there=there.name) if there else ""
        return elsewhere or self.say.say(part, name, site=here)

    def day(self, moment: datetime) -> str:
        """Its day, on the clock of the practice."""
        return self.say.day(at(moment, self.sees.zone).day)

    def calendar(self) -> str:
        """The appointment as a file that any calendar opens: when and where, and nothing of why."""
        visit = self.sees.visit
        if visit is None:
            return ""
        place = ", ".join(part for part in (visit.at.name, visit.at.address) if part)
        entry = Entry(
            uid=visit.uid or f"visit-{visit.id}",
            moves=visit.moves,
            starts_at=visit.starts_at,
            minutes=visit.minutes,
            headline=self.say.say("visit", "entry", place=visit.at.name),
            place=place,
            stamped_at=visit.booked_at,
        )
        return published([entry])

    def _day_of(self, point: Point) -> datetime | None:
        """Of an appointment the day that it is on, and not the one on which it was made."""
        if point.stage is not Stage.BOOKED:
            return point.at
        return self.sees.visit.starts_at if self.sees.visit else None

    def _asked(self, asked: Wished) -> str:
        what = asked.kind.partition(":")[2].removesuffix("_wished")
        return self.say.say("wish", f"asked_{what}", day=self.day(asked.at))
