"""Work for somebody to hand over, and what must never be found afterwards."""

from datetime import timedelta

from sqlalchemy import insert, text

from core import clock, desk, task
from core.access import Actor
from core.audit import About
from core.desk import Begun
from core.referral import Direction
from core.work import reading, work
from data.tables import arrival
from tests import make
from tests.cast import Cast
from tests.referral.story import inbound

STRANDED = text("""
    SELECT 'referral', r.id FROM referral r JOIN account a ON a.id = r.owner_id
    WHERE r.closed_at IS NULL AND (a.disabled_at IS NOT NULL OR a.role IN ('operator', 'admin') OR NOT a.every_site
        AND NOT EXISTS (SELECT 1 FROM account_site s WHERE s.account_id = a.id AND s.site_id = r.site_id))
    UNION ALL
    SELECT 'task', t.id FROM task t JOIN account a ON a.id = t.owner_id
    WHERE t.state = 'open' AND (a.disabled_at IS NOT NULL OR a.role IN ('operator', 'admin') OR NOT a.every_site
        AND NOT EXISTS (SELECT 1 FROM account_site s WHERE s.account_id = a.id AND s.site_id = t.site_id))
    UNION ALL
    SELECT 'arrival', v.id FROM arrival v JOIN account a ON a.id = v.owner_id
    WHERE v.settled_at IS NULL AND (a.disabled_at IS NOT NULL OR NOT a.every_site
        AND NOT EXISTS (SELECT 1 FROM account_site s WHERE s.account_id = a.id AND s.site_id = v.site_id))
    UNION ALL
    SELECT 'draft', d.id FROM draft d JOIN account a ON a.id = d.account_id WHERE a.disabled_at IS NOT NULL
""")


def stranded() -> list[tuple[str, int]]:
    """Everything open that lies with somebody who is gone, or no longer works there."""
    with reading() as db:
        return [tuple(row) for row in db.execute(STRANDED)]


def several(cast: Cast, whose: Actor, n: int = 2, *, site: int | None = None) -> list[int]:
    """So many open referrals of somebody at a site, Leeds unless another is named."""
    there = site or cast.leeds
    patients = [make.patient(f"Iris {letter}shby", at=there) for letter in "BCDFGHKLMN"[:n]]
    more = {"site_id": there, "owner_id": whose.account_id}
    return [inbound(cast, patient_id=patient, **more) for patient in patients]


def chore(cast: Cast, whose: Actor, referral_id: int, *, site: int | None = None) -> int:
    """Something to be done by somebody about a referral."""
    about = About("referral", referral_id, site or cast.leeds)
    due = clock.now() + timedelta(hours=3)
    with work() as db:
        asked = task.Opening(
            f"test:{referral_id}:{whose.account_id}", "follow_up", "Call", about, due, whose.account_id
        )
        added = task.open_task(db, cast.ana, asked)
    assert added
    return added


def arrived(cast: Cast, whose: Actor) -> int:
    """A letter that somebody is looking at."""
    now = clock.now()
    row = {"key": f"letter-{whose.account_id}", "site_id": cast.leeds, "channel": "letter", "state": "waiting"}
    row |= {
        "urgency": "routine",
        "headline": "Letter",
        "original": "Dear colleague",
        "said": {"specialty": ["implant", 0, 7, ""]},
    }
    row |= {"owner_id": whose.account_id, "received_at": now, "recorded_at": now, "due_at": now}
    with work() as db:
        return int(db.execute(insert(arrival).values(row).returning(arrival.c.id)).scalar_one())


def begun(cast: Cast, whose: Actor) -> int:
    """A draft of somebody at Leeds."""
    said = {"specialty": "implant", "family_name": "Tyler"}
    return desk.keep(whose, Begun(direction=Direction.INBOUND, said=said, site_id=cast.leeds)).id
