"""Sites: our practices side by side by one figure, with what chance alone would give, so that size is no shame."""

from functools import partial

from core import insight
from core.access import Actor
from core.insight import FIGURES, USUAL, Asked
from core.insight.figures import Figure
from core.insight.sites import SiteFigures
from pages.parts.chart import titled
from pages.parts.filters import Field, chosen
from pages.parts.funnel_plot import funnel_plot
from pages.parts.head import head
from pages.parts.insight_line import insight_line
from pages.parts.links import behind
from pages.parts.site_table import says, site_table
from pages.parts.viewer import viewer

ABOUT = "Our practices side by side, each by the same definition"
LABELS = {code: one.label for code, one in FIGURES.items()}
BY = Field("by", "Ranked by", "span", {"": LABELS.pop(USUAL), **LABELS})


def page(actor: Actor) -> None:
    """The figure in a sentence, the table, and the same as a funnel."""
    head("Sites", ABOUT)
    asked = insight_line(actor, BY)
    found = insight.side_by_side(actor, asked, chosen([BY])["by"] or USUAL)
    leads = partial(_leads, actor, asked, found.figure)
    titled(found.figure.label, says(found, asked), found.figure.sentence)
    site_table(found, asked, leads)
    funnel_plot(found, leads)


def _leads(actor: Actor, asked: Asked, figure: Figure, one: SiteFigures) -> str:
    """The referrals that a site's number counts."""
    return behind(actor, asked, figure.counts, site=one.id) if one.told.sums[figure.counts] else ""


page(viewer())
