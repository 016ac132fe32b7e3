"""The people of every test: who they are, where they work, and what they must not see."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, insert

from core import clock
from core.access import Actor, Role
from core.work import work
from data.tables import account, account_site
from tests import make


@dataclass(frozen=True, slots=True)
class Cast:
    """Ana coordinates Leeds and York, Ben is a dentist and Mia manager at Leeds, Cleo operates every site,
    Adam administers the group; Dev works at Hull's front desk and must see nothing of Leeds and York."""

    leeds: int
    york: int
    hull: int
    ana: Actor
    ben: Actor
    cleo: Actor
    dev: Actor
    mia: Actor
    adam: Actor


@pytest.fixture
def cast(database: str) -> Cast:
    """Three sites and six people, in the database of this test."""
    leeds, york, hull = (make.site(name) for name in ("Leeds", "York", "Hull"))
    everywhere = (leeds, york, hull)
    with work() as db:
        return Cast(
            leeds,
            york,
            hull,
            ana=actor(db, "Ana Costa", Role.COORDINATOR, (leeds, york)),
            ben=actor(db, "Ben Okafor", Role.CLINICIAN, (leeds,)),
            cleo=actor(db, "Cleo Marsh", Role.OPERATOR, everywhere, every_site=True),
            dev=actor(db, "Dev Shah", Role.FRONT_DESK, (hull,)),
            mia=actor(db, "Mia Lund", Role.MANAGER, (leeds,)),
            adam=actor(db, "Adam Price", Role.ADMIN, everywhere, every_site=True),
        )


def actor(db: Connection, name: str, role: Role, sites: Iterable[int], *, every_site: bool = False) -> Actor:
    """An account that nobody can sign in with yet, as the actor it makes; the username is the first name."""
    row = {"username": name.split()[0].casefold(), "name": name, "role": role, "every_site": every_site}
    added = insert(account).values(email=f"{row['username']}@example.org", created_at=clock.now(), **row)
    account_id = db.execute(added.returning(account.c.id)).scalar_one()
    places = frozenset(sites)
    if not every_site:
        db.execute(insert(account_site), [{"account_id": account_id, "site_id": site} for site in places])
    return Actor(f"account:{account_id}", name, role, places, every_site, account_id)
