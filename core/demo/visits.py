"""The visits of one referral: booked, moved, cancelled, missed and attended."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.access import Actor, machine
from core.demo import ends
from core.demo.course import OVER, Course, Move
from core.demo.pace import TO_VISIT, delay, happens
from core.referral import Answers, Request

OUTCOMES = machine("job:outcomes")
TICK = timedelta(seconds=20)
"""After midnight, when the jobs process asks."""
ELSEWHERE = 2.0
"""How much longer the wait for a first visit is outside the group."""
TOTALS = {1: {1: 88, 2: 12}, 2: {1: 42, 2: 45, 3: 13}, 3: {1: 26, 2: 42, 3: 24, 4: 8}}
"""How many visits it really takes, by the usual number."""


def all_of(c: Course) -> bool:
    """Until the last one is attended; whether there is something to report."""
    usual = c.wish.discipline.visits if c.draft.kind is Request.TREAT else 1
    total = c.rng.choices(list(TOTALS[usual]), list(TOTALS[usual].values()))[0]
    wait = TO_VISIT[c.urgency] * (ELSEWHERE if c.outbound else 1.0)
    for n in range(total):
        if not _one(c, wait, last=n == total - 1, first=n == 0):
            return False
        wait = c.pace.further
    return True


def _one(c: Course, wait: float, *, last: bool, first: bool) -> bool:
    """Book until it is attended, or nobody wants to any more."""
    start = _book(c, c.takes("book") if first else 0.02, wait)
    for tries in range(4):
        start = _moved(c, start)
        if c.chance("cancel") and (early := _before(c, start)):
            c.at = early
            c.moves.append(Move(early, c.desk(), "cancel_appointment", ends.cancelled(c)))
            if not c.presses() and happens(c.rng, 10):
                return ends.withdrawn(c)
        elif c.chance("miss"):
            _settle(c, start, "miss", c.because("miss"))
            c.missed = True
        else:
            return _attend(c, start, last=last)
        if not c.presses() and (tries or happens(c.rng, 25)):
            return ends.lost(c) if happens(c.rng, 65) else ends.refused(c)
        start = _book(c, c.takes("again"), wait / 2)
    return ends.lost(c)


def _book(c: Course, after: float, wait: float) -> datetime:
    days = wait * c.rng.lognormvariate(0, 0.45)
    c.at = c.hours.after(c.at, after)
    start = c.slot(c.at + timedelta(days=days))
    c.moves.append(Move(c.at, c.desk(), "book", _appointment(c, start, "book")))
    return start


def _moved(c: Course, start: datetime) -> datetime:
    """Some ask for another time."""
    if not c.chance("move") or (at := _before(c, start)) is None:
        return start
    c.at, new = (
        at,
        c.slot(
            start + timedelta(days=c.rng.uniform(-2, 9))
            if start - at > timedelta(days=4)
            else start + timedelta(days=2)
        ),
    )
    c.moves.append(Move(at, c.desk(), "reschedule", _appointment(c, new, "reschedule")))
    return new


def _before(c: Course, start: datetime) -> datetime | None:
    """A moment at the desk between now and the visit, if there is one."""
    at = c.hours.after(c.at + (start - c.at) * c.rng.uniform(0.3, 0.97), 0.01)
    return at if at < start - timedelta(minutes=40) else None


def _appointment(c: Course, start: datetime, step: str) -> Answers:
    return replace(c.say(step), starts_at=start, minutes=c.wish.discipline.minutes, clinician_id=c.clinician.id)


def _attend(c: Course, start: datetime, *, last: bool) -> bool:
    """Marked at the desk, noted by the clinician, or known from the report."""
    if not last and happens(c.rng, 35):
        note = c.say("note_visit")
        _settle(c, start, "note_visit", replace(note, comment="", summary=note.comment, signed_by=c.clinician.name))
    elif last and c.outbound and happens(c.rng, 30):
        _settle(c, start, "report", ends.report(c))
    else:
        _settle(c, start, "attend", Answers())
    return True


def _settle(c: Course, start: datetime, step: str, given: Answers) -> None:
    """What became of the visit is told the same day, or asked for the day after and told then."""
    end = start + timedelta(minutes=c.wish.discipline.minutes)
    late = c.outbound or happens(c.rng, 14)
    c.at = c.hours.after(end, delay(c.rng, 1.5 if c.outbound else 0.9) if late else c.rng.uniform(0.01, 0.12))
    if c.at > (midnight := _midnight(start, c.site.zone)):
        c.moves.append(Move(midnight + TICK, OUTCOMES, OVER, Answers(starts_at=start)))
    actor = c.decider() if step == "note_visit" else _recorder(c) if step == "report" else c.desk()
    c.moves.append(Move(c.at, actor, step, given))


def _recorder(c: Course) -> Actor:
    """Who types in what an outside practice reports."""
    return c.site.one_of(c.rng, coordinator=1)


def _midnight(moment: datetime, zone: str) -> datetime:
    """The end of the local day."""
    day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(moment.tzinfo)
