"""History told once more: a look knows nothing of what came later, and what is open still is not judged."""

import random
from itertools import pairwise

from core.guardian.case import DAY
from core.guardian.replay import WEEK, Replay, Weeks, weekly
from tests.guardian.past import START, FiveDays, begun, born, lives, step


def looks(known, events, until, **weeks):
    replay = Replay({each.id: each for each in known}, FiveDays())
    found = list(weekly(replay, events, Weeks(START, until, weeks.pop("whole", START), **weeks)))
    return replay, found


def test_a_look_does_not_change_when_everything_later_is_taken_away():
    known, events = lives(random.Random(5), 150)
    end = START + 40 * WEEK
    whole, _ = looks(known, events, end)
    all_of_them = {(look.referral_id, look.at): look for look in looks(known, events, end)[1]}
    assert len(all_of_them) > 200
    for week in (10, 20, 31):
        until = START + week * WEEK
        replay, settled = looks(known, [told for told in events if told.at <= until], until)
        for look in [*settled, *replay.waiting]:
            if later := all_of_them.get((look.referral_id, look.at)):
                assert (look.columns, look.age, look.stage) == (later.columns, later.age, later.stage)
        for look in settled:
            assert all_of_them[look.referral_id, look.at].stalled == look.stalled
    assert whole.cases


def test_what_becomes_of_a_look_is_known_only_after_the_horizon():
    replay, settled = looks([born()], [begun()], START + 4 * WEEK)
    assert not settled
    assert len(replay.waiting) == 0 or all(look.settled is None for look in replay.waiting)
    _, settled = looks([born()], [begun(day=0.5), step(2, "lost", "lost")], START + 6 * WEEK)
    assert [look.stalled for look in settled] == []
    known, events = lives(random.Random(1), 40)
    _, settled = looks(known, events, START + 40 * WEEK)
    assert all(look.settled >= look.at + 28 * DAY for look in settled)
    assert all(one.at <= other.at for one, other in pairwise(settled))


def test_what_has_stalled_already_is_not_foreseen():
    replay, _ = looks([born()], [begun()], START + 6 * WEEK)
    assert list(replay.views(START + 6 * DAY)) == []
    assert len(list(replay.views(START + 3 * DAY))) == 1


def test_what_was_closed_or_asked_to_be_cancelled_is_not_foreseen():
    for kind, end in (("completed", "completed"), ("lost", "lost"), ("cancel_asked", "cancel_requested")):
        replay, _ = looks([born()], [begun(), step(1, kind, end)], START + WEEK)
        assert list(replay.views(START + 2 * DAY)) == []


def test_in_a_large_group_one_in_a_few_is_looked_at_but_the_last_weeks_whole():
    known, events = lives(random.Random(2), 200)
    end = START + 40 * WEEK
    _, every = looks(known, events, end)
    _, some = looks(known, events, end, one_in=3, whole=START + 30 * WEEK)
    count = lambda found, late: sum((look.at >= START + 30 * WEEK) == late for look in found)  # noqa: E731
    assert count(some, True) == count(every, True)
    assert count(every, False) / 4 < count(some, False) < count(every, False) / 2
