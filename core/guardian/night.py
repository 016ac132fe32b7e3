"""Each night, once: learn from history as it was told, reckon every open referral's outlook, judge what was said.

Everything is worked out before anything is written; whoever writes a night first has done it, so that a second
process, or one that was killed and comes back, does nothing twice.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from core import clock
from core.access import Actor
from core.errors import NotAllowed
from core.guardian import keep
from core.guardian.history import born, deadlines, told
from core.guardian.learning import learn
from core.guardian.limit import shipped
from core.guardian.replay import WEEK, Look, Replay, Weeks, weekly
from core.guardian.tonight import Tonight, looked_back
from core.settings import settings
from core.work import reading, work
from data.tables import night

BACK = timedelta(days=730)
"""So far back history is learned from: what was usual longer ago is not any more."""
WHOLE = 20 * WEEK
"""So many last weeks are looked at whole, whatever is enough to learn from."""
PLENTY = 30_000
"""For each so many referrals one in one, in two, in three … is looked at in a week."""


def is_due(actor: Actor) -> bool:
    """Whether last night is still to be learned from; the very first one is at once."""
    _only_machines(actor)
    with reading() as db:
        last = db.execute(select(func.max(night.c.on))).scalar_one()
    return last is None or last < night_of(clock.now())


def learn_tonight(actor: Actor) -> bool:
    """Do all of it; whether there was anything to do."""
    if not is_due(actor):
        return False
    now = clock.now()
    replay, looks = replayed(actor, now)
    tonight = Tonight(now, night_of(now), replay, looks, learn(looks))
    with reading() as db:
        answers = tonight.answers(keep.unjudged(db, now))
        first, weekly_due = keep.is_first(db), keep.forecasts_are_due(db, tonight.on)
    back = looked_back(tonight) if first else []
    with work() as db:
        return keep.keep(db, tonight, answers, back, foretell=weekly_due)


def night_of(moment: datetime) -> date:
    """The group's local date of the last night before a moment: it changes at the hour that is set."""
    return (clock.local(moment, settings().time_zone.key) - timedelta(hours=shipped()["hour"])).date()


def replayed(actor: Actor, now: datetime) -> tuple[Replay, Sequence[Look]]:
    """History told once more until now, and the looks on the way whose end is known."""
    with reading() as db:
        known, reckoning = born(db, now - BACK), deadlines(db)
    replay, until = Replay(known, reckoning), now.timestamp()
    since = max(min((each.received for each in known.values()), default=until), (now - BACK).timestamp())
    weeks = Weeks(since, until, until - WHOLE, 1 + len(known) // PLENTY)
    return replay, list(weekly(replay, told(actor, known), weeks))


def _only_machines(actor: Actor) -> None:
    if not actor.internal:
        raise NotAllowed("What is likely to stall is learned by the jobs process.")
