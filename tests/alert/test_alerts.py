"""What goes quiet is brought to its owner, and further up until somebody has it."""

from datetime import timedelta

import pytest

from core import alert, audit, clock, defaults
from tests.alert.story import jobs, mails, raised
from tests.referral.story import inbound


@pytest.fixture(autouse=True)
def _shipped(cast, today):
    defaults.load()


def later(**amount):
    return clock.now() + timedelta(**amount)


def told(cast, it):
    return [entry.sentence for entry in audit.timeline(cast.ana, "referral", it) if entry.kind.startswith("alert:")][
        ::-1
    ]


def test_what_nobody_touched_for_a_fortnight_is_brought_to_its_owner_once(cast):
    it = inbound(cast)
    jobs()
    for days in (13, 15, 15.1, 20):
        jobs(later(days=days))
    assert raised() == 1
    (found,) = alert.standing(cast.ana)
    assert found.what == "Nobody has done anything for 15 days"
    assert told(cast, it) == ["Alert: Nobody has done anything for 15 days", "Alert brought to owner: Ana Costa"]
    assert [(who, what) for who, what, _ in mails()] == [("Ana Costa", "Your morning in Baton: 1 to look at")]
