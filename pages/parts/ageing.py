"""How long what waits has stood where it stands, and what came and went within a week."""

from collections.abc import Collection, Mapping
from typing import Any

from core import clock, insight
from core.access import Actor
from core.insight import AGES, STANDING, WEEK, Asked, Waiting, days_ago
from core.referral import Stage
from pages.parts.chart import Led, chart
from pages.parts.heat import Line, Warm, heat
from pages.parts.links import standing
from pages.parts.traces import bars

ABOUT = (
    "Whole days since each came to the stage where it stands, by the calendar at the group's own place. Time on hold "
    "is part of it."
)
COLUMNS = {"came": "Came here", "n": "Waiting"}
MOVED = (
    "What came to each stage since midnight seven days ago and still stands there, beside all that stands there. "
    "Received and closed are counted over the same days, whatever became of it."
)


def ageing(actor: Actor, asked: Asked, several: Collection[Waiting]) -> None:
    """So many of each age, each bar leading to them."""
    counts = [sum(column) for column in zip(*(told.ages for told in several), strict=True)]
    whole, names = sum(counts), [spoken(*age) for age in AGES]
    leads = [standing(actor, asked, **aged(*age)) for age in AGES]
    says = f"{counts[-1]:,} of {whole:,} for more than {AGES[-2][1]} days." if whole else "Nothing waits."
    figure = {"data": [bars(names, counts, leads=leads, text=[f"{n:,}" for n in counts])] if whole else []}
    rows = [(name, Led(n, href)) for name, n, href in zip(names, counts, leads, strict=False)]
    chart("How long it has stood there", says, figure, ["Days at the stage", "Referrals"], rows, about=ABOUT)


def spoken(youngest: int, eldest: int | None) -> str:
    """An age in words."""
    return f"{youngest}–{eldest} days" if eldest is not None else f"{youngest} days and more"


def aged(youngest: int, eldest: int | None) -> dict[str, Any]:
    """The days on which those of this age came to where they stand."""
    return {"moved_from": days_ago(eldest) if eldest is not None else "", "moved_until": days_ago(youngest)}


def moved(actor: Actor, asked: Asked, found: Mapping[tuple[int, Stage], Waiting]) -> None:
    """What came in and what was closed, and at which stages more has come to stand."""
    since = days_ago(WEEK)
    told = insight.passing(actor, asked)
    came, gone = (sum(getattr(one, what) for one in told.values()) for what in ("received", "closed"))
    at = {stage: [one for (_, where), one in found.items() if where is stage] for stage in STANDING}
    names = insight.stages(actor, asked)
    lines = [_line(actor, asked, stage, names[stage], several) for stage, several in at.items() if several]
    heat(f"Since {clock.spoken_day(since)}", _balance(came, gone), COLUMNS, lines, about=MOVED, of="Stage")


def _line(actor: Actor, asked: Asked, stage: Stage, name: str, several: Collection[Waiting]) -> Line:
    n, came = sum(one.n for one in several), sum(one.came for one in several)
    there = standing(actor, asked, stage=stage.value)
    fresh = standing(actor, asked, stage=stage.value, moved_from=days_ago(WEEK)) if came else ""
    return Line(name, "", {"came": Warm(f"{came:,}", href=fresh), "n": Warm(f"{n:,}", href=there)})


def _balance(came: int, gone: int) -> str:
    """In words whether more waits than then."""
    more = came - gone
    so = "as many wait as then" if not more else f"{abs(more):,} {'more' if more > 0 else 'fewer'} wait than then"
    return f"{came:,} came in and {gone:,} were closed, so {so}."
