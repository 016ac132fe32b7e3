"""The month of one of our practices, on four pages."""

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


class PracticeMonth(ReportKind):
    """For the manager of a site and whoever else should know."""

    label = "Practice month"
    about = "What a practice received in a month, what became of it, how long it took and what to do next"
    reach = Reach.SITE
    place = 1

    def content(self, actor: Actor, place: Place, period_on: date) -> Content:
        """Figures of the one site."""
        told, month = gather(actor, place, months.month_of(period_on)), spoken(self.rhythm, period_on)
        parts = (sections.in_short, sections.conversion, sections.waiting, sections.origins)
        besides = sections.kept(actor, place, told.month)
        several = (*(part(told) for part in parts), *besides, sections.definitions())
        return Content(self.label, place.site, month, several, in_short(told, place.site, month), as_it_stood(place))
