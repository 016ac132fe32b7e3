"""The month of the whole group, its sites side by side."""

from datetime import date

from core import months
from core.access import Actor
from core.report import sections
from core.report.content import Content
from core.report.followup import in_short
from core.report.gathered import gather
from core.report.kinds.base import ReportKind, as_it_stood
from core.report.period import spoken
from core.report.scope import Place, Reach

WHOLE = "The whole group"


class GroupMonth(ReportKind):
    """For those who run it."""

    label = "Group month"
    about = "The same for the whole group, with its sites side by side and where time goes at each"
    reach = Reach.GROUP
    place = 2

    def content(self, actor: Actor, place: Place, period_on: date) -> Content:
        """Figures of every site."""
        told, month = gather(actor, place, months.month_of(period_on)), spoken(self.rhythm, period_on)
        parts = (
            sections.in_short, sections.side_by_side, sections.stages_by_site, sections.conversion, sections.waiting,
            sections.origins,
        )  # fmt: skip
        besides = sections.kept(actor, place, told.month)
        several = (*(part(told) for part in parts), *besides, sections.definitions())
        return Content(self.label, WHOLE, month, several, in_short(told, "the group", month), as_it_stood(place))
