"""What each rule made of each event, kept for a while: that it fired or not, because of what, and what came of it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from core import clock
from core.access import Actor
from core.errors import NotAllowed
from core.rule.catalogue import FACTS
from core.rule.condition import Fact, Type
from core.rule.engine import Judgement
from core.rule.planning import DEEPEST, Reaction
from core.work import work
from data.prepared import Prepared
from data.tables import firing

KEPT = timedelta(days=90)
BATCH = 5_000
WORDS = frozenset(fact.name for fact in FACTS if fact.type is Type.TEXT)
"""Facts that are somebody's words: that they held is kept, and not what they were."""


_FIRINGS = Prepared(insert(firing))


def log_firings(db: Connection, reactions: Iterable[Reaction]) -> None:
    """Keep why each rule that waited for this fired or did not; the latter only where a referral is concerned."""
    _FIRINGS.write_all(db, [row for reaction in reactions for row in rows_of(reaction)])


def rows_of(reaction: Reaction) -> Iterator[dict[str, Any]]:
    """As they are kept."""
    about, now = reaction.event.about, clock.now()
    vanished = {name for name, _ in reaction.vanished}
    of_referral = about.subject == "referral"
    for judged in reaction.judged:
        fired = judged.applies and reaction.depth < DEEPEST and judged.rule.name not in vanished
        if fired or of_referral:
            yield {
                "event_id": reaction.event.id,
                "rule": judged.rule.name,
                "version": judged.rule.version,
                "referral_id": about.subject_id if of_referral else None,
                "site_id": about.site_id,
                "judged_at": now,
                "fired": fired,
                "because": _because(judged),
                "outcome": [list(each) for each in reaction.noted.get(judged.rule.name, ())],
            }


def _because(judged: Judgement) -> list[list[Any]]:
    told = zip(judged.rule.asked, judged.answers, judged.known, strict=True)
    return [[int(held), _told(asked.fact, known)] for asked, held, known in told]


def _told(name: str, known: Fact) -> Any:
    """What was known, unless somebody wrote it: codes, numbers and days may be kept."""
    if isinstance(known, date):
        return known.isoformat()
    if isinstance(known, tuple):
        return list(known)
    free = name in WORDS or (name.startswith("custom.") and isinstance(known, str))
    return None if free else known


def sweep_firings(actor: Actor) -> int:
    """Forget what was judged longer ago than it is kept; how many."""
    if not actor.internal:
        raise NotAllowed("What rules did is swept by the jobs process.")
    swept, c = 0, firing.c
    old = select(c.id).where(c.judged_at < clock.now() - KEPT).order_by(c.id).limit(BATCH)
    while True:
        with work() as db:
            gone = db.execute(delete(firing).where(c.id.in_(old))).rowcount
        swept += gone
        if gone < BATCH:
            return swept
