"""A report as PDF: the same content, brand and moment give the same bytes."""

from datetime import datetime

from core.brand import Brand
from core.report.content import Content
from core.report.drawn import set_in
from core.report.paper import Paper
from core.typeset import MISSING, QUIET

LACKS = f"{MISSING} stands for characters that cannot be printed here. Baton has them."


def printed(content: Content, brand: Brand, made_at: datetime) -> bytes:
    """All of its pages."""
    title = f"{content.title}: {content.place}, {content.period}"
    paper = Paper(brand, title, f"{brand.name} · {content.place} · {content.title}, {content.period}", made_at)
    set_in(paper, content)
    if paper.lacks:
        paper.room(10)
        paper.use(7.5, QUIET)
        with paper.tagged("P"):
            paper.say(paper.l_margin, paper.y + 6, LACKS)
    return paper.printed()
