"""python -m bench.patients [POSTGRESQL-URL]: how long one check for doubles takes among 100,000 patients, as a median.

Without an address it runs on SQLite and on a PostgreSQL of its own, and says for each how many doubles it found."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from sqlalchemy import insert, text

from core import clock, settings, work
from core.access import Actor, Role, machine
from core.patient import NewPatient, look_for_doubles, patients, suggest
from core.patient.search import found_by
from data.migrate import migrate
from data.tables import patient, patient_contact, patient_site
from tests import make
from tests.patient import crowd
from tests.patient.crowd import Soul
from tests.world import postgres

MANY, AT_ONCE, TRIES, PAGES, RECORDS, SEED = 100_000, 5_000, 300, 40, 200, 11


def main() -> None:
    """Fill a database, then type in some people who are in it, and some who are not."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BATON_DATA_DIR"] = folder
        if len(sys.argv) > 1:
            _bench("postgresql", sys.argv[1])
            return
        _bench("sqlite", f"sqlite:///{folder}/bench.db")
        with postgres.server() as url:
            _bench("postgresql", url)


def _bench(name: str, url: str) -> None:
    os.environ["BATON_DATABASE_URL"] = url
    settings.forget()
    work.forget()
    migrate(url)
    dice = Random(SEED)  # noqa: S311 - a game, not a secret
    souls = list(_town(dice))
    actor = Actor("account:1", "Bench", Role.COORDINATOR, frozenset({_fill(souls)}))
    known = [(number + 1, crowd.again(dice, souls[number])) for number in dice.sample(range(MANY), TRIES)]
    taken = [_timed(actor, each) for _, each in known] + [_timed(actor, crowd.soul(dice)) for _ in range(TRIES)]
    found = sum(number in [one.found.id for one in suggest(actor, _typed(each))] for number, each in known)
    spread = f"median {statistics.median(taken):.1f} ms, p95 {statistics.quantiles(taken, n=20)[-1]:.1f} ms"
    print(f"{name}: check {spread}, worst {max(taken):.1f} ms; {found / TRIES:.1%} of {TRIES} doubles found")  # noqa: T201
    pages = [_page(actor, number) for number in dice.sample(range(1, MANY), PAGES)]
    begun = time.perf_counter()
    look_for_doubles(machine("job:doubles"), RECORDS)
    each = (time.perf_counter() - begun) * 1000 / RECORDS
    print(f"{name}: page of the list median {statistics.median(pages):.1f} ms; the job {each:.1f} ms a record")  # noqa: T201
    work.forget()


def _town(dice: Random) -> Iterator[Soul]:
    """One in three lives with the one before, under one name and one telephone."""
    last = crowd.soul(dice)
    for _ in range(MANY):
        here = crowd.soul(dice)
        if dice.random() < 1 / 3:
            home = {"family_name": last.who.family_name, "postcode": last.who.postcode}
            here = Soul(replace(here.who, **home), last.phone)
        yield here
        last = here


def _fill(souls: list[Soul]) -> int:
    site_id = make.site("Leeds")
    for start in range(0, MANY, AT_ONCE):
        several = [(number + 1, souls[number]) for number in range(start, start + AT_ONCE)]
        with work.work() as db:
            db.execute(insert(patient), [_row(number, each) for number, each in several])
            phones = [{"patient_id": n, "channel": "phone", "address": each.phone} for n, each in several]
            db.execute(insert(patient_contact), [row | {"preferred": True} for row in phones])
            db.execute(insert(patient_site), [{"patient_id": n, "site_id": site_id} for n, _ in several])
    with work.work() as db:
        db.execute(text("ANALYZE"))
    return site_id


def _row(number: int, each: Soul) -> dict[str, object]:
    now = clock.now()
    row = _typed(each).checked().row
    return row | found_by(row, [each.phone]) | {"id": number, "created_at": now, "changed_at": now}


def _typed(each: Soul) -> NewPatient:
    who = each.who
    return NewPatient(
        given_name=who.given_name,
        family_name=who.family_name,
        born_on=who.born_on,
        sex=who.sex,
        postcode=who.postcode,
        phone=each.phone,
    )


def _page(actor: Actor, after: int) -> float:
    begun = time.perf_counter()
    patients(actor, after=after)
    return (time.perf_counter() - begun) * 1000


def _timed(actor: Actor, each: Soul) -> float:
    begun = time.perf_counter()
    suggest(actor, _typed(each))
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
