"""What the demo writes in bulk is what the commands and the rules write one by one."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core import clock, referral, rule, task
from core.access import machine
from core.demo import group, history, reaction
from core.demo.arrivals import Arrival
from core.demo.history import Registration
from core.demo.load import Size, load
from core.patient import find, register
from core.referral.lifecycle import STEPS
from core.referral.reasons import load_shipped
from core.sla import load_shipped as load_deadlines
from core.work import reading, work
from data.tables import event, metadata
from tests.demo.conftest import HOUSE, NOW, forget

SEED = 475
"""With these dice nearly every step is taken and a patient dies; when the demo's numbers change, look for others."""
SIZE = Size(referrals=70, patients=45, since=timedelta(days=150), rules=timedelta(days=150))
SALTED = {"password_hash", "salt", "text_hash", "hash", "journey", "mail_id"}
DELIVERED = {"state", "outcome", "attempts", "settled_at"}
"""The demo's messages have left at their own times; here they leave as soon as it is their time."""
CARRIED = timedelta(seconds=4)
"""So long at most until a message has left."""
APART = {"attempt", "patient_read", "setting"}


@pytest.fixture
def bulk(sqlite, monkeypatch):
    """Every row of the group as the demo writes it, and who finished which task when."""
    monkeypatch.setattr(reaction, "LATELY", 0.0)
    with sqlite.migrated() as url, clock.telling(NOW):
        monkeypatch.setenv("BATON_DATABASE_URL", url)
        forget()
        load(HOUSE, SEED, SIZE)
        found = rows(), finished()
        forget()
    return found


def rows():
    found = {}
    with reading() as db:
        for table in metadata.sorted_tables:
            left_out = SALTED | (DELIVERED if table.name == "message" else set())
            columns = [column for column in table.c if column.name not in left_out]
            ordered = select(*columns).order_by(*table.primary_key.columns)
            found[table.name] = [row._asdict() for row in db.execute(ordered)]
    calendar = {}
    for visit in found["appointment"]:
        visit["uid"] = visit["uid"] and calendar.setdefault(visit["uid"], len(calendar) + 1)
    for letter in found["message"]:
        uid = re.search(r"UID:(\w+)", letter["calendar"])
        letter["calendar"] = letter["calendar"].replace(uid[1], f"{calendar[uid[1]]}") if uid else ""
    return {name: several for name, several in found.items() if name not in APART}


def finished():
    c = event.c
    with reading() as db:
        done = db.execute(select(c.occurred_at, c.actor, c.facts).where(c.kind == "task:done").order_by(c.id))
        return [(row.occurred_at, row.actor, row.facts["task"]) for row in done]


class Replay:
    """The same people do the same things at the same times, by the commands."""

    def __init__(self, patients, people, done):
        self.patients, self.known, self.referrals = patients, {}, []
        self.people, self.waiting = people, list(done)

    def pass_time(self, until):
        """What the jobs process told before that moment, and which tasks people finished, each at its own time."""
        while (wakes := self.next_wake()) < until or (self.waiting and self.waiting[0][0] <= until):
            if self.waiting and self.waiting[0][0] <= min(wakes, until):
                at, who, number = self.waiting.pop(0)
                self.finish(at, self.people[who], number)
            else:
                self.tell_due(wakes)
                self.react(wakes)

    def carry(self, until):
        c = metadata.tables["message"].c
        gone = update(metadata.tables["message"]).where(c.state == "waiting", c.due_at <= until - CARRIED)
        with work() as db:
            db.execute(gone.values(state="sent"))

    def next_wake(self):
        c = metadata.tables["referral"].c
        with reading() as db:
            ticking = select(func.min(c.wakes_at)).where(c.clock.in_(("running", "at_risk")))
            return db.execute(ticking).scalar_one() or clock.NEVER

    def tell_due(self, at):
        with clock.telling(at):
            referral.tell_due(machine("job:clocks"))

    def play(self, n, act):
        self.pass_time(act.at)
        self.carry(act.at)
        with clock.telling(act.at):
            if isinstance(act, Registration):
                self.known[act.patient] = register(act.actor, self.patients[act.patient].new, act.site_id)
            elif isinstance(act, Arrival):
                self.arrive(act)
            else:
                self.move(self.referrals[n], act)
        self.tell_due(act.at)
        self.react(act.at)

    def arrive(self, act):
        """From the list where the writer finds the patient, else typed in as new."""
        known, new = self.known.get(act.patient), act.draft.new_patient
        found = new.nhs_number and any(each.id == known for each in find(act.writer, new.nhs_number))
        found = found or any(each.id == known for each in find(act.writer, f"{new.given_name} {new.family_name}", 50))
        number = referral.refer(act.writer, replace(act.draft, patient_id=known if found else None))
        self.referrals.append(number)
        c = metadata.tables["referral"].c
        with reading() as db:
            self.known[act.patient] = db.execute(select(c.patient_id).where(c.id == number)).scalar_one()

    def move(self, number, act):
        match act.step:
            case "over":
                referral.ask_outcomes(machine("job:outcomes"))
            case "assign":
                referral.assign(act.actor, number, None, act.owner_id)
            case "note":
                referral.note(act.actor, number, act.given.comment)
            case _:
                referral.take_step(act.actor, number, None, act.step, act.given)

    def finish(self, at, actor, number):
        c = metadata.tables["task"].c
        with reading() as db:
            version = db.execute(select(c.version).where(c.id == number)).scalar_one()
        with clock.telling(at):
            task.finish(actor, number, version)
        self.react(at)

    def react(self, at):
        with clock.telling(at + reaction.REACTS_AFTER):
            while rule.react():
                pass


def replayed(done):
    """Play it all, and answer every row."""
    opening = NOW - SIZE.since
    with work() as db:
        load_shipped(db)
        rule.load_shipped(db)
        switch_times(db, on=False)
        load_deadlines(db)
        founded = group.found(db, opening - timedelta(days=2), history.horizon(NOW))
    told = history.invent(founded, SEED, opening, NOW, SIZE.referrals, SIZE.patients)
    people = {each.ref: each for site in founded.sites.values() for several in site.staff.values() for each in several}
    replay = Replay(told.folk, people, done)
    for n, act in told.acts():
        replay.play(n, act)
    replay.pass_time(NOW)
    with work() as db:
        switch_times(db, on=True)
    return rows()


def switch_times(db, *, on):
    """Rules that wait for a time begin with the jobs process: the demo's past has none of their doing."""
    table = metadata.tables["rule"]
    db.execute(update(table).where(table.c.when == "rule:due").values(enabled=on))


@pytest.mark.database("sqlite")
def test_the_commands_write_the_same(bulk, database):
    written, done = bulk
    assert len(done) > 5
    with clock.telling(NOW):
        played = replayed(done)
    for name, several in written.items():
        assert len(played[name]) == len(several), name
        for ours, theirs in zip(several, played[name], strict=True):
            assert ours == theirs, name
    steps = {each["facts"]["step"] for each in written["event"] if "step" in each["facts"]}
    assert set(STEPS) - steps <= {"send", "reopen", "correct_report"}
