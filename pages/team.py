"""Team: what each person follows up and how long it has waited, by name, so that work can be shared out."""

from collections.abc import Sequence

from core import clock, insight
from core.access import Actor
from core.insight import AGES, Asked, Load
from core.people.absence import away_words
from core.sla import age_words
from pages.parts.ageing import aged, spoken
from pages.parts.head import head
from pages.parts.heat import Line, Warm, heat
from pages.parts.insight_line import insight_line
from pages.parts.links import standing
from pages.parts.viewer import viewer

FAIR = "In the order of names. A number says what waits with somebody, not how well they work."
ABOUT = (
    "Open referrals that somebody follows up at these sites, and what nobody has. Due this week is what falls due from "
    "now until Sunday; at risk, late and on hold may be part of it. The days are since each came to the stage where it "
    "stands."
)
POOL = "Unassigned"
COUNTS = {"n": "Open", "week": "Due this week", "risk": "At risk", "late": "Late", "held": "On hold"}
COLUMNS = COUNTS | {f"age{place}": spoken(*age) for place, age in enumerate(AGES)} | {"oldest": "Oldest"}
MONTHS = ("period", "compare")
"""They are no matter of what stands open now, and are kept for the next page of insight."""
TONES = {"late": "red", "risk": "amber"}


def page(actor: Actor) -> None:
    """Everybody at the sites that are asked about, after what nobody has."""
    head("Team", "What each person follows up, and how long it has waited")
    asked = insight_line(actor, providers=True, without=MONTHS)
    loads = insight.loads(actor, asked)
    lines = [_line(actor, asked, load) for load in loads]
    heat("Who follows up what", _says(loads), COLUMNS, lines, about=ABOUT, of="Owner")


def _says(loads: Sequence[Load]) -> str:
    """How much it is, with whom, and that nobody is ranked."""
    whole = sum(load.waiting.n for load in loads if load.waiting)
    nobody = loads[0].waiting.n if loads[0].waiting else 0
    away = sum(load.waiting.n for load in loads if load.waiting and load.back_on)
    lost = f", {away:,} with somebody who is away" if away else ""
    return f"{whole:,} open, {nobody:,} of them with nobody{lost}. {FAIR}"


def _line(actor: Actor, asked: Asked, load: Load) -> Line:
    owner = load.owner_id or "pool"
    under = away_words(load.back_on, insight.days_ago(0))
    leads = standing(actor, asked, owner=owner)
    return Line(load.name or POOL, leads, _cells(actor, asked, load), under=under)


def _cells(actor: Actor, asked: Asked, load: Load) -> dict[str, Warm]:
    """What there is none of has no number but among all that is open."""
    told, owner = load.waiting, load.owner_id or "pool"
    if told is None:
        return {"n": Warm("0")}
    counts = {"week": load.week, "risk": told.risk, "late": told.late, "held": told.held}
    cells = {"n": Warm(f"{told.n:,}", href=standing(actor, asked, owner=owner))}
    for what, n in counts.items():
        if n:
            href = standing(actor, asked, owner=owner, due=what)
            cells[what] = Warm(f"{n:,}", href=href, tone=TONES.get(what, ""))
    for place, (age, n) in enumerate(zip(AGES, told.ages, strict=True)):
        if n:
            href = standing(actor, asked, owner=owner, **aged(*age))
            cells[f"age{place}"] = Warm(f"{n:,}", href=href, heat=n / told.n)
    return cells | {"oldest": Warm(age_words(clock.now() - told.oldest_at))}


page(viewer())
