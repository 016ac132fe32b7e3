"""However long the jobs were down, and whoever comes back: each alert once, each level once, each morning one mail."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from core import alert, clock
from core.alert import Rung, Way
from core.work import _writer, reading
from data.tables import alert as table
from data.tables import alert_told, event, message
from tests import make
from tests.alert.story import ESCALATE, STALLED, at_once, between, jobs, later, settle
from tests.referral.story import inbound

DOWN = [timedelta(hours=1), timedelta(days=3), timedelta(days=45)]


pytestmark = pytest.mark.usefixtures("shipped")


def referrals(cast, count=6):
    """Recorded one after the other, an hour apart."""
    several = []
    for number in range(count):
        with clock.telling(clock.now() + timedelta(hours=number)):
            several.append(inbound(cast, patient_id=make.patient(f"Rose {number}", at=cast.leeds)))
            settle()
    return several


def raised_for():
    """The referrals that were alerted to, in the order in which they were."""
    with reading() as db:
        return list(db.execute(select(table.c.referral_id).order_by(table.c.id)).scalars())


def told_of():
    """How often each person was told of each alert at each level."""
    c = alert_told.c
    with reading() as db:
        return Counter(tuple(row) for row in db.execute(select(c.alert_id, c.level, c.account_id)))


def events_of(kind):
    with reading() as db:
        rows = db.execute(select(event.c.facts).where(event.c.kind == kind).order_by(event.c.id)).scalars()
        return [(facts["alert"], facts.get("level", "")) for facts in rows]


def mornings():
    """Digests by person and local day."""
    with reading() as db:
        keys = db.execute(select(message.c.key).where(message.c.key.startswith("digest:"))).scalars()
        return Counter(keys)


@pytest.mark.parametrize("down", DOWN, ids=["an hour", "three days", "45 days"])
def test_each_is_raised_and_told_once_and_in_order_however_long_the_jobs_were_down(cast, down):
    several = referrals(cast)
    jobs(later(days=13))
    back = later(days=14) + down
    between(back, back + timedelta(days=2), timedelta(hours=4))
    between(back + timedelta(days=2), back + timedelta(days=12), timedelta(hours=12))
    assert raised_for() == several
    assert set(told_of().values()) == {1}
    climbed = events_of("alert:told")
    assert len(climbed) == len(set(climbed)) == 3 * len(several)
    for level in alert.Level:
        numbers = [number for number, reached in climbed if reached == level]
        assert numbers == sorted(numbers), "in the order in which they were raised"
    assert max(mornings().values()) == 1


@pytest.mark.parametrize("down", DOWN, ids=["an hour", "three days", "45 days"])
def test_who_was_told_before_the_jobs_went_down_has_time_to_act_once_they_are_back(cast, down):
    """The levels above do not learn of it in the same minute, as if everybody below had slept."""
    several = referrals(cast, 3)
    jobs(later(days=15))
    back = later(days=15) + down
    jobs(back)
    assert {level for _, level, _ in told_of()} == {"owner"}
    between(back, back + timedelta(days=14), timedelta(hours=12))
    assert Counter(level for _, level, _ in told_of()) == dict.fromkeys(alert.Level, len(several))


def test_after_45_days_down_a_person_has_one_digest_and_not_forty(cast):
    referrals(cast, 40)
    jobs(later(days=15))
    jobs(later(days=60))
    assert mornings() == Counter(), "a Saturday"
    jobs(later(days=62))
    with reading() as db:
        written = db.execute(select(message.c.to_name, message.c.headline).where(message.c.rule == "escalation")).all()
    assert [tuple(row) for row in written] == [("Ana Costa", "Your morning in Baton: 40 to look at")]


def test_the_same_minute_again_and_again_changes_nothing(cast):
    at_once(cast)
    referrals(cast)
    now = later(days=15)
    jobs(now)
    before = told_of(), mornings(), raised_for(), events_of("alert:told")
    for _ in range(3):
        jobs(now)
    assert (told_of(), mornings(), raised_for(), events_of("alert:told")) == before


class Paused:
    """A leader whose process stands still in the middle of its transaction, at its first write to a table."""

    def __init__(self, now: datetime, table: str) -> None:
        self.now, self.table = now, table
        self.stands, self.goes_on = threading.Event(), threading.Event()
        self.failed: list[BaseException] = []
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Paused":
        sqlalchemy_event.listen(_writer(), "before_cursor_execute", self._hold)
        self.thread.start()
        assert self.stands.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self.goes_on.set()
        self.thread.join(30)
        sqlalchemy_event.remove(_writer(), "before_cursor_execute", self._hold)
        assert self.failed == []

    def _run(self) -> None:
        try:
            _round(self.now)
        except Exception as error:
            self.failed.append(error)

    def _hold(self, _connection, _cursor, statement, *_) -> None:
        mine = threading.current_thread() is self.thread
        if mine and not self.stands.is_set() and f"INSERT INTO {self.table} " in statement:
            self.stands.set()
            self.goes_on.wait(20)


def _round(now: datetime) -> None:
    with clock.telling(now):
        alert.note_stalled(STALLED)
        settle()
        alert.send_mails(ESCALATE)
        alert.climb(ESCALATE)
        alert.send_mails(ESCALATE)


@pytest.mark.parametrize("where", ["alert", "alert_told", "message", "event"])
def test_a_leader_that_stood_still_in_the_middle_and_goes_on_has_no_double_effect(cast, where):
    """Another takes over meanwhile: on PostgreSQL beside it, on SQLite once it lets go."""
    at_once(cast)
    several = referrals(cast)
    now = later(days=15)
    with Paused(now, where) as paused:
        other = threading.Thread(target=_round, args=(now + timedelta(minutes=5),))
        other.start()
        other.join(1)
        paused.goes_on.set()
        other.join(30)
    jobs(now + timedelta(minutes=10))
    assert sorted(raised_for()) == several
    assert set(told_of().values()) == {1}
    told = events_of("alert:told")
    assert len(told) == len(set(told)) == len(several)
    with reading() as db:
        mailed = db.execute(select(alert_told.c.message_id)).scalars().all()
        assert None not in mailed
        assert set(mailed) == set(db.execute(select(message.c.id).where(message.c.rule == "escalation")).scalars())


def test_a_leader_with_an_old_clock_tells_nobody_again(cast):
    """It read what was due, slept for three days, and goes on with the time that it had."""
    at_once(cast)
    referrals(cast)
    now = later(days=15)
    jobs(now)
    between(now, now + timedelta(days=3), timedelta(hours=6))
    before = told_of(), events_of("alert:told")
    for minutes in (0, 5, 600):
        _round(now + timedelta(minutes=minutes))
    assert (told_of(), events_of("alert:told")) == before


def test_a_pass_that_dies_is_as_if_it_had_never_been(cast):
    at_once(cast)
    several = referrals(cast, 3)

    def fail(_connection, _cursor, statement, *_):
        if "INSERT INTO message " in statement:
            raise RuntimeError("killed")

    sqlalchemy_event.listen(_writer(), "before_cursor_execute", fail)
    with pytest.raises(RuntimeError, match="killed"):
        _round(later(days=15))
    sqlalchemy_event.remove(_writer(), "before_cursor_execute", fail)
    jobs(later(days=15))
    assert raised_for() == several
    assert set(told_of().values()) == {1}
    with reading() as db:
        assert len(db.execute(select(message.c.id).where(message.c.rule == "escalation")).all()) == 1


def test_a_rule_of_one_owns_each_event_once_however_many_ask(cast):
    """Every level is told at once: still one person after the other, and each once."""
    for level in alert.Level:
        alert.set_part(cast.cleo, None, level, Rung(after=0 if level == "owner" else 1, open=False, way=Way.NOW), 0)
    referrals(cast, 2)
    now = later(days=15)
    jobs(now)
    assert {level for _, level, _ in told_of()} == {"owner"}
    between(now, now + timedelta(hours=3), timedelta(minutes=20))
    assert Counter(level for _, level, _ in told_of()) == dict.fromkeys(alert.Level, 2)
