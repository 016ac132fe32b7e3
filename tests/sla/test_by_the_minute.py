"""The clock agrees with somebody who watches a wall clock and makes a stroke for every open minute."""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from core.directory import Calendar
from core.sla import How, OpenTime, Policy, Scope, Span, Unit, Warn, clock_of

CASES = 10_000
MINUTE = timedelta(minutes=1)
WATCHED = 17 * 24 * 60
"""Minutes of each watch; what is not over by then is another's case."""
OFFICE = dict.fromkeys(range(5), ((540, 1020),))
LUNCH = dict.fromkeys(range(5), ((510, 750), (810, 1050))) | {5: ((540, 720),)}
NIGHT = dict.fromkeys(range(7), ((0, 95), (105, 175), (1320, 1440)))
ALWAYS = {6: ((0, 1440),), 0: ((0, 1440),), 3: ((540, 1020),)}
SITES = (
    ("Europe/London", OFFICE, datetime(2026, 12, 22, tzinfo=UTC)),
    ("Europe/London", LUNCH, datetime(2026, 3, 26, tzinfo=UTC)),
    ("Europe/London", NIGHT, datetime(2026, 3, 27, tzinfo=UTC)),
    ("Europe/London", NIGHT, datetime(2026, 10, 23, tzinfo=UTC)),
    ("Europe/Dublin", ALWAYS, datetime(2026, 10, 24, tzinfo=UTC)),
    ("Australia/Lord_Howe", NIGHT, datetime(2026, 10, 2, tzinfo=UTC)),
)
CLOSED = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2026, 3, 30), date(2026, 10, 26)})


class Watcher:
    """Sits there minute by minute. A site opens and closes when its clock first shows the time, so the watcher goes by
    the latest reading of the day: what clocks show a second time does not open it again."""

    def __init__(self, zone, week, start):
        self.start, self.calendar = start, Calendar(zone, week, CLOSED)
        self.strokes, self.day, self.ends = [], [], {}
        latest = 0
        for minute in range(WATCHED):
            there = (start + minute * MINUTE).astimezone(ZoneInfo(zone))
            shown = there.hour * 60 + there.minute
            latest = shown if not self.day or there.date() != self.day[-1] else max(latest, shown)
            self.day.append(there.date())
            if any(opens <= latest < closes for opens, closes in self.calendar.open_on(there.date())):
                self.strokes.append(minute)
                self.ends[there.date()] = minute + 1

    def between(self, since, until=WATCHED):
        """The strokes from one minute until another."""
        return self.strokes[bisect_left(self.strokes, since) : bisect_left(self.strokes, until)]

    def nth_day(self, days, since):
        """The end of opening some open days later; without any, of the next that is still to come."""
        left = [end for day, end in self.ends.items() if (day > self.day[since] if days else end > since)]
        return left[max(days, 1) - 1]

    def days_from(self, since, until):
        return sum(1 for day, end in self.ends.items() if day > self.day[since] and end <= until)


def stretches(spans, policy):
    """From when until when it ran, in minutes."""
    stands = {"held": policy.pauses_held, "waiting": policy.pauses_waiting, "running": False}
    ran = []
    for at, how in spans:
        if stands[how] and ran[-1][1] is None:
            ran[-1][1] = at
        elif not stands[how] and (not ran or ran[-1][1] is not None):
            ran.append([at, None])
    return ran


def foretold(watcher, spans, policy):
    """When it is due and at risk, in minutes; None for what does not come while it stands still."""
    begun, warned, margin = spans[0][0], None, None
    left = policy.amount if policy.unit is Unit.DAYS else policy.amount * 60
    for since, until in stretches(spans, policy):
        due = watcher.nth_day(left, since) if policy.unit is Unit.DAYS else _stroke(watcher, since, left)
        if margin is None:
            margin = _margin(policy, len(watcher.between(begun, due)))
        warn = warned if warned is not None else max(_warning(watcher, policy, margin, begun, due), since)
        if until is None or due <= until:
            return due, warn
        warned = warn if warn <= until else None
        if policy.unit is Unit.DAYS:
            left = watcher.days_from(until, due)
        else:
            left -= len(watcher.between(since, until))
    return None, warned


def _stroke(watcher, since, many):
    return watcher.between(since)[many - 1] + 1


def _margin(policy, whole):
    return whole * (100 - policy.warn_amount) / 100 if policy.warn_unit is Warn.PERCENT else policy.warn_amount * 60


def _warning(watcher, policy, margin, begun, due):
    if policy.warn_unit is Warn.DAYS:
        ends = [end for end in watcher.ends.values() if end < due]
        return max(ends[-policy.warn_amount] if len(ends) >= policy.warn_amount else begun, begun)
    strokes = watcher.between(begun, due)
    if margin >= len(strokes):
        return begun
    whole = int(margin)
    part = margin - whole
    return strokes[-whole] if not part else strokes[-whole - 1] + 1 - part


def invented(dice):
    unit = dice.choice((Unit.DAYS, Unit.HOURS))
    warn_unit = dice.choice(tuple(Warn) if unit is Unit.DAYS else (Warn.PERCENT, Warn.HOURS))
    return Policy(
        scope=Scope(what="report"),
        amount=dice.randrange(4) if unit is Unit.DAYS else dice.randrange(1, 13),
        unit=unit,
        warn_amount=dice.choice((50, 75, 80, 90)) if warn_unit is Warn.PERCENT else dice.randrange(1, 4),
        warn_unit=warn_unit,
        pauses_held=dice.random() < 0.8,
        pauses_waiting=dice.random() < 0.5,
    )


def spans_of(dice):
    """Begun within the first days, and stopped up to three times, at minutes."""
    at, spans = dice.randrange(2 * 24 * 60), []
    for n in range(2 * dice.randrange(4)):
        spans.append((at, "running" if n % 2 == 0 else dice.choice(("held", "waiting"))))
        at += dice.choice((0, 1, dice.randrange(60), dice.randrange(1500)))
    return [*spans, (at, "running")] if not spans or dice.random() < 0.8 else spans


def test_ten_thousand_clocks_agree_with_the_watcher():
    dice, agreed = Random(11), 0
    watchers = [(watcher, OpenTime(watcher.calendar)) for watcher in (Watcher(*site) for site in SITES)]
    for _ in range(CASES):
        watcher, hours = dice.choice(watchers)
        policy, spans = invented(dice), spans_of(dice)
        try:
            due, warn = foretold(watcher, spans, policy)
        except IndexError:
            continue
        read = clock_of([Span(watcher.start + at * MINUTE, How(how)) for at, how in spans], policy, hours)
        said = (read.due_at - watcher.start) / MINUTE if not read.paused else None
        warned = (read.warn_at - watcher.start) / MINUTE if read.warn_at else None
        assert (said, None if warned is None else round(warned, 3)) == (due, None if warn is None else round(warn, 3))
        agreed += 1
    assert agreed > 0.97 * CASES
