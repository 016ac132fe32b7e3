"""What is likely to stall at one's sites, why, and how right that was: what the page asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from core import clock
from core.access import Actor, Permission, at_my_sites, my_referrals
from core.guardian.case import PASSED
from core.guardian.limit import shipped
from core.guardian.words import spoken
from core.referral import Direction, Row, Stage, Wanted, label
from core.referral.board import rows, rows_of
from core.referral.fitting import fitting
from core.work import reading
from core.workflow import REVISION, as_of
from data.tables import flag_limit, night, outlook, referral, verdict

PAGE = 50
LATELY = 4
"""So many judged weeks are called last month."""
CHARTED = 13
LIMIT = func.coalesce(flag_limit.c.percent, shipped()["percent"])
"""From this chance on a site wants to hear of it."""


@dataclass(frozen=True, slots=True)
class Likely:
    """An open referral, its chance to stall (none while the history is thin), and why in words."""

    row: Row
    chance: float | None
    age: float
    because: tuple[str, ...]
    high: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """A page of the list; `after` is the referral after which the next one begins, None on the last."""

    likely: tuple[Likely, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is reckoned of one referral, and whether that is above what its site wants to hear of."""

    chance: float
    because: tuple[str, ...]
    high: bool


@dataclass(frozen=True, slots=True)
class Night:
    """The last night: what was learned from, or what there was too little of."""

    made_at: datetime
    model: str
    lacks: str
    referrals: int
    moments: int
    stalled: int
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Week:
    """A week's forecasts at the actor's sites, judged: of those listed, how many stalled, and by the rule of age."""

    made_on: date
    looked_back: bool
    n: int
    stalled: int
    listed: int
    caught: int
    by_age: int


def ahead(actor: Actor, wanted: Wanted, after: int | None = None, limit: int = PAGE) -> Ahead:
    """Open referrals that have not stalled yet, the likeliest first; one statement."""
    actor.must(Permission.REFERRAL_READ)
    c, now = referral.c, clock.now()
    score = func.coalesce(outlook.c.chance, outlook.c.age)
    stands = [c.closed_at.is_(None), c.due_at > now, c.stage.not_in(PASSED), c.stage == outlook.c.stage]
    found = (
        rows(actor)
        .add_columns(outlook.c.chance, outlook.c.age, outlook.c.facts, c.flagged_at, LIMIT.label("percent"))
        .join(outlook, outlook.c.referral_id == c.id)
        .outerjoin(flag_limit, flag_limit.c.site_id == c.site_id)
        .where(*fitting(actor, wanted), *stands)
    )
    if after:
        found = found.where(_comes_later(score, after))
    with reading() as db:
        got = db.execute(found.order_by(score.desc(), c.id).limit(limit + 1)).mappings().all()
        shown = tuple(map(_likely, rows_of(db, got[:limit]), got))
    return Ahead(shown, shown[-1].row.id if len(got) > limit else None)


def _comes_later(score: Any, after: int) -> Any:
    last = outlook.alias("last")
    its = select(func.coalesce(last.c.chance, last.c.age)).where(last.c.referral_id == after).scalar_subquery()
    return or_(score < its, (score == its) & (referral.c.id > after))


def _likely(shown: Row, row: Any) -> Likely:
    chance, flagged = row["chance"], row["flagged_at"] is not None
    high = chance is not None and 100 * chance >= row["percent"]
    return Likely(shown, chance, row["age"], spoken(row["facts"], shown.stage_label), high, flagged)


def outlook_of(actor: Actor, referral_id: int) -> Outlook | None:
    """Of one referral of the actor's sites, while it stands where it stood when that was reckoned."""
    actor.must(Permission.REFERRAL_READ)
    c = outlook.c
    found = (
        select(c.chance, c.facts, c.stage, c.site_id, referral.c.direction, LIMIT.label("percent"), REVISION)
        .join(referral, referral.c.id == c.referral_id)
        .outerjoin(flag_limit, flag_limit.c.site_id == c.site_id)
        .where(c.referral_id == referral_id, c.stage == referral.c.stage, c.chance.is_not(None), my_referrals(actor))
        .where(referral.c.closed_at.is_(None), referral.c.due_at > clock.now())
    )
    with reading() as db:
        row = db.execute(found).one_or_none()
        if row is None:
            return None
        where = label(Stage(row.stage), Direction(row.direction), as_of(db, row.workflow), row.site_id)
    return Outlook(row.chance, spoken(row.facts, where), 100 * row.chance >= row.percent)


def likely_today(actor: Actor) -> int:
    """How many at the actor's sites stand above what their sites want to hear of."""
    actor.must(Permission.REFERRAL_READ)
    c = outlook.c
    counted = (
        select(func.count())
        .select_from(outlook)
        .join(referral, referral.c.id == c.referral_id)
        .outerjoin(flag_limit, flag_limit.c.site_id == c.site_id)
        .where(at_my_sites(actor, c.site_id), 100 * c.chance >= LIMIT, c.stage == referral.c.stage)
        .where(referral.c.closed_at.is_(None), referral.c.due_at > clock.now())
    )
    with reading() as db:
        return int(db.execute(counted).scalar_one())


def last_night(actor: Actor) -> Night | None:
    """The last one that was learned from; holds no record of anybody."""
    actor.must(Permission.REFERRAL_COUNT)
    c = night.c
    whole = select(c.made_at, c.model, c.lacks, c.referrals, c.moments, c.stalled, c.figures)
    with reading() as db:
        row = db.execute(whole.order_by(c.on.desc()).limit(1)).one_or_none()
    return Night(*row) if row else None


def weeks(actor: Actor, site_id: int | None = None) -> list[Week]:
    """The last weeks that could be judged, in order; of the actor's sites or one of them, together."""
    actor.must(Permission.REFERRAL_COUNT, at=site_id)
    c = verdict.c
    here = c.site_id == site_id if site_id else at_my_sites(actor, c.site_id)
    sums = [func.sum(c[name]) for name in ("n", "stalled", "listed", "caught", "by_age")]
    counted = select(c.made_on, c.looked_back, *sums).where(here).group_by(c.made_on, c.looked_back)
    with reading() as db:
        found = [Week(*row) for row in db.execute(counted.order_by(c.made_on.desc()).limit(CHARTED))]
    return found[::-1]
