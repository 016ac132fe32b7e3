"""When nobody writes to a patient, and how many messages a day are enough; pure, on the patient's own clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import clock
from core.errors import Lacking

NOON, MIDNIGHT = 12 * 60, 24 * 60
EARLIER = 60
"""What would come in the night comes so many minutes before it, where the morning is too late."""
MOST = 20


@dataclass(frozen=True, slots=True)
class Manners:
    """From when until when it is quiet, in minutes after midnight, and how many messages a day a patient gets."""

    quiet_from: int
    quiet_until: int
    most: int

    def check(self) -> None:
        """Quiet hours go over midnight and leave some of the day."""
        wrong = {}
        if not NOON <= self.quiet_from <= MIDNIGHT:
            wrong["quiet_from"] = "Quiet hours begin in the afternoon or evening."
        if not 0 < self.quiet_until <= NOON:
            wrong["quiet_until"] = "Quiet hours end in the morning, by noon."
        if not wrong and self.quiet_from - self.quiet_until < 4 * 60:
            wrong["quiet_until"] = "Leave at least four hours of the day in which patients can be written to."
        if not 1 <= self.most <= MOST:
            wrong["most"] = f"Give a number from 1 to {MOST}."
        if wrong:
            raise Lacking(wrong)

    def is_quiet(self, moment: datetime, zone: str) -> bool:
        """Half-open: 21:00 is quiet, 08:00 is not."""
        return not self.quiet_until <= _minute(clock.local(moment, zone)) < self.quiet_from

    def after_quiet(self, moment: datetime, zone: str) -> datetime:
        """The moment itself by day, else the morning that ends its night."""
        if not self.is_quiet(moment, zone):
            return moment
        there = clock.local(moment, zone)
        day = there.date() + timedelta(days=1 if _minute(there) >= self.quiet_from else 0)
        return _next(moment, day, self.quiet_until, zone)

    def before_quiet(self, moment: datetime, zone: str) -> datetime:
        """The moment itself by day, else an hour before its night began."""
        if not self.is_quiet(moment, zone):
            return moment
        there = clock.local(moment, zone)
        day = there.date() - timedelta(days=0 if _minute(there) >= self.quiet_from else 1)
        return _at(day, self.quiet_from - EARLIER, zone)

    def around_quiet(self, moment: datetime, zone: str, latest: datetime) -> datetime:
        """What has to come before something: after the night where that is not too late, else before it."""
        after = self.after_quiet(moment, zone)
        return after if after <= latest else self.before_quiet(moment, zone)

    @property
    def sentence(self) -> str:
        """Quiet from 21:00 to 08:00 …"""
        count = "One message" if self.most == 1 else f"{self.most} messages"
        return (
            f"Patients are not written to between {spoken_minute(self.quiet_from)} and "
            f"{spoken_minute(self.quiet_until)}, on the clock of where they live. {count} a day at most; what is about "
            "their care is always sent."
        )


def spoken_minute(minute: int) -> str:
    """07:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(there: datetime) -> int:
    return there.hour * 60 + there.minute


def _at(day: date, minute: int, zone: str) -> datetime:
    return datetime.combine(day, time(*divmod(minute, 60)), ZoneInfo(zone)).astimezone(UTC)


def _next(moment: datetime, day: date, minute: int, zone: str) -> datetime:
    """Where clocks are put back the same minute comes twice, and the first of them may be over."""
    first = datetime.combine(day, time(*divmod(minute, 60)), ZoneInfo(zone))
    return next(at for at in (first.astimezone(UTC), first.replace(fold=1).astimezone(UTC)) if at >= moment)
