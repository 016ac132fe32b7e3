"""Build the group: found it, invent the mould, then write every copy of it as fast as the database takes rows."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from bench.group.beside import beside
from bench.group.chosen import Chosen, choose, in_order
from bench.group.figures import count
from bench.group.filling import Filling, filling
from bench.group.form import Form, Values
from bench.group.mould import Life, Mould, invent
from bench.group.people import People
from bench.group.plan import Plan
from bench.group.regions import Region, founded
from bench.group.stamps import stamps
from bench.group.telling import Telling
from core import work
from core.audit import chain
from core.demo import store
from core.demo.group import Group
from core.referral.reference import spell
from data.tables import appointment, consent, patient_site, referral, report

FILLED = ("patient", "patient_contact", "consent", "patient_site", "referral", "appointment", "report",
          "event", "event_text", "seal", "milestone", "tally", "dwell")  # fmt: skip
_moulds: dict[Plan, Mould] = {}


def build(plan: Plan, say: Callable[[str], None] = lambda _: None) -> None:
    """Fill the database that the settings name, which is migrated and empty."""
    gc.disable()  # there are millions of objects, and all of them stay
    try:
        _build(plan, say)
    finally:
        gc.enable()


def _build(plan: Plan, say: Callable[[str], None]) -> None:
    with work.work() as db:
        group, regions = founded(db, plan)
        mould = _mould(db, group, plan)
        head, last, url = chain.lock(db), store.last_event(db), db.engine.url
    work.forget()
    say(f"invented {len(mould.lives):,} lives")
    several = choose(plan, mould)
    told = Telling(mould, several, regions, head, last)
    figures = beside(count(mould, several, regions, {site.id: site.zone for site in group.sites.values()}))
    with filling(url.render_as_string(hide_password=False), FILLED) as into:
        _people(into, mould, several, regions, plan.seed)
        say("wrote people")
        years = _referrals(into, mould, several, regions)
        say(f"wrote {sum(years.values()):,} referrals")
        for table, columns, rows in figures:
            into.put(table, columns, rows)
        say("counted what became of them")
        told.write(into, stamps(plan, told.owners()))
        say(f"wrote {told.number - last:,} events")
    say("made indexes")
    with work.work() as db:
        told.close(db)
        store.put_numbers(db, years)


def _mould(db: Connection, group: Group, plan: Plan) -> Mould:
    """The same for both databases, whose groups have the same numbers."""
    if plan not in _moulds:
        _moulds.clear()
        _moulds[plan] = invent(db, group, plan)
    return _moulds[plan]


def _people(into: Filling, mould: Mould, several: list[Chosen], regions: list[Region], seed: int) -> None:
    people, others = (
        People(mould, seed),
        [
            (form := Form(table), [form.stored(row) for row in mould.rows[table.name]])
            for table in (consent, patient_site)
        ],
    )
    for chosen in several:
        copy = chosen.copy
        maps = regions[copy.region].lookups(copy.age) | {"patient": (chosen.first - 1).__add__}
        died = {mould.numbers[life.who] for n in chosen.lives if (life := mould.lives[n]).ended_by_death}
        into.put("patient", people.form.columns, people.patients(copy, chosen.first, died))
        into.put("patient_contact", people.contact.columns, people.contacts(copy, chosen.first))
        for form, rows in others:
            into.put(form.table.name, form.columns, [form.copied(row, copy.age, maps) for row in rows])


def _referrals(into: Filling, mould: Mould, several: list[Chosen], regions: list[Region]) -> Mapping[int, int]:
    """With their visits and reports; how many references were given out in each year."""
    years: Counter[int] = Counter()
    form = Form(referral)
    lookups = [regions[chosen.copy.region].lookups(chosen.copy.age) for chosen in several]
    into.put("referral", form.columns, _rows(form, mould, several, lookups, years))
    for table, held, numbers in ((appointment, _visits, "visits"), (report, _reports, "reports")):
        form = Form(table)
        into.put(table.name, form.columns, _belonging(form, mould, several, lookups, held, numbers))
    return years


def _rows(form: Form, mould: Mould, several: list[Chosen], lookups: list[Any], years: Counter[int]) -> Iterator[Values]:
    stored = [form.stored(life.row) for life in mould.lives]
    key, reference, patient, journey = (form.place[name] for name in ("id", "reference", "patient_id", "journey"))
    for chosen, n in in_order(mould, several):
        copy, life = chosen.copy, mould.lives[n]
        year = (life.row["recorded_at"] - copy.back).year
        years[year] += 1
        row = form.copied(stored[n], copy.age, lookups[copy.number])
        row[key], row[reference] = chosen.referrals[n], spell(year, years[year])
        row[patient] = chosen.first - 1 + mould.numbers[life.who]
        row[journey] = _own(row[journey], copy.number)
        yield row


def _belonging(
    form: Form,
    mould: Mould,
    several: list[Chosen],
    lookups: list[Any],
    held: Callable[[Life], Any],
    numbers: str,
) -> Iterator[Values]:
    """The visits, or the reports, of every referral in turn."""
    stored = [[form.stored(row) for row in held(life)] for life in mould.lives]
    key, whose, uid = form.place["id"], form.place["referral_id"], form.place.get("uid")
    for chosen, n in in_order(mould, several):
        first = getattr(chosen, numbers)[n]
        for further, values in enumerate(stored[n]):
            row = form.copied(values, chosen.copy.age, lookups[chosen.copy.number])
            row[key], row[whose] = first + further, chosen.referrals[n]
            if uid is not None and row[uid]:
                row[uid] = _own(row[uid], chosen.copy.number)
            yield row


def _visits(life: Life) -> Any:
    return life.visits


def _reports(life: Life) -> Any:
    return life.reports


def _own(code: str, copy: int) -> str:
    """A random code that no other copy has."""
    return f"{copy:02x}{code[2:]}"
