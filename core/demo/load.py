"""Load the demo group into an empty database, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection, select

from core import clock
from core.access import Actor
from core.demo import clocks, ends, facts, history, store
from core.demo.group import Group, found
from core.demo.ledger import Ledger
from core.demo.reaction import Reactions
from core.demo.scribe import Scribe
from core.demo.step import Named
from core.errors import NotAllowed, NotNow
from core.referral.reasons import load_shipped, named
from core.rule import load_shipped as load_rules
from core.sla import load_shipped as load_deadlines
from core.work import reading, work
from data import insert
from data.tables import account, patient, provider, referral, setting, site

MARK = "demo"
"""The setting that says that all of this is invented."""
HELD = (site, account, patient, provider, referral)
"""A database with a row in any of these is somebody's, and is left alone."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is invented. `rules` is how far messages and tasks reach back, `reads` who looked at what."""

    referrals: int = 3_000
    patients: int = 1_200
    since: timedelta = timedelta(days=425)
    rules: timedelta = timedelta(days=90)
    reads: timedelta = timedelta(days=30)


def load(actor: Actor, seed: int = 1, size: Size = Size()) -> None:
    """The same group and the same history for the same seed at the same time; refused unless the database is empty."""
    if not actor.internal:
        raise NotAllowed("The demo group is loaded from the command line.")
    now = clock.now().replace(microsecond=0)
    with work() as db:
        if _is_held(db):
            raise NotNow("This database has records already. The demo group is only loaded into an empty one.")
        load_shipped(db)
        load_rules(db)
        load_deadlines(db)
        _load(db, seed, now, size)


def is_empty(actor: Actor) -> bool:
    """Whether there is nothing in the database that anybody could miss."""
    if not actor.internal:
        raise NotAllowed("This is asked from the command line.")
    with reading() as db:
        return not _is_held(db)


def is_demo(actor: Actor) -> bool:
    """Whether what is in the database is the demo group."""
    if not actor.internal:
        raise NotAllowed("This is asked from the command line.")
    with reading() as db:
        return db.execute(select(setting.c.name).where(setting.c.name == MARK)).first() is not None


def _load(db: Connection, seed: int, now: datetime, size: Size) -> None:
    opening = now - size.since
    group = found(db, opening - timedelta(days=2), history.horizon(now))
    invented = history.invent(group, seed, opening, now, size.referrals, size.patients)
    scribe = Scribe(Ledger(Random(f"{seed}")), group, known_to(db, group), now - size.reads)  # noqa: S311 - a game, not a secret
    written = history.write(invented, scribe)
    clocks.tell(db, scribe.ledger, written, now)
    store.put(db, scribe.ledger, store.FIRST)
    store.put_numbers(db, scribe.years)
    sites = {site.id: site for site in group.sites.values()}
    Reactions(scribe.ledger, sites, now, store.last_event(db)).react(db, now - size.rules)
    store.put(db, scribe.ledger, store.THEN)
    store.settle_activity(db, scribe.ledger)
    store.seal(db)
    store.count(db, scribe.ledger)
    insert.put(db, setting, "name", name=MARK, value={"seed": seed, "loaded_at": now.isoformat()})


def known_to(db: Connection, group: Group) -> Named:
    """The reasons that are chosen, and how everybody is called whom answers point to by number."""
    codes = [code for odds in facts.words().reasons.values() for code in odds]
    known = {code: named(db, code.partition(".")[0], code) for code in [*codes, *ends.REASONS]}
    return Named(
        reasons={code: reason for code, reason in known.items() if reason},
        accounts=group.names,
        clinicians={each.id: each.name for site in group.sites.values() for each in site.clinicians},
        providers={each.id: each.practice.new.name for each in group.outside},
    )


def _is_held(db: Connection) -> bool:
    return any(db.execute(select(table.c.id).limit(1)).first() for table in HELD)
