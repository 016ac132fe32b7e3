"""How many messages a patient gets a day: what is about their care is counted, and never held back."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from core import clock
from data.tables import message

COUNTED = ("waiting", "sending", "sent", "in_doubt")


@dataclass(frozen=True, slots=True)
class Daily:
    """So many a day of the calendar in this zone."""

    most: int
    zone: str

    @property
    def sentence(self) -> str:
        """Why one more is not sent."""
        return f"Not sent: {self.most} a day are enough, and what is about the patient’s care goes first."


def is_enough(db: Connection, patient_id: int | None, at: datetime, daily: Daily) -> bool:
    """Whether Baton writes to the patient often enough by itself on the day of a moment."""
    day, zone, c = clock.local(at, daily.zone).date(), ZoneInfo(daily.zone), message.c
    begins, ends = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
    theirs = (c.patient_id == patient_id, c.audience == "patient", c.author == "", c.state.in_(COUNTED))
    count = select(func.count()).where(*theirs, c.due_at >= begins, c.due_at < ends)
    return bool(db.execute(count).scalar_one() >= daily.most)
