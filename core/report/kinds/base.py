"""What every kind of report is: something that is about a place and a period, and says what it holds."""

from abc import ABC, abstractmethod
from datetime import date
from typing import ClassVar

from core import clock
from core.access import Actor
from core.report.content import Content
from core.report.period import Rhythm
from core.report.scope import Place, Reach


class ReportKind(ABC):
    """`records` is whether it names single referrals: those who see numbers alone do not open it. `place` orders."""

    label: ClassVar[str]
    about: ClassVar[str]
    reach: ClassVar[Reach]
    rhythm: ClassVar[Rhythm] = Rhythm.MONTH
    records: ClassVar[bool] = False
    place: ClassVar[int] = 0

    @abstractmethod
    def content(self, actor: Actor, place: Place, period_on: date) -> Content:
        """Everything it says, of what the actor may see."""


def as_it_stood(place: Place) -> str:
    """As of when its figures are."""
    now = clock.local(clock.now(), place.calendar.time_zone)
    return f"As it stood on {clock.spoken_day(now.date())} {now.year}, {now:%H:%M}"
