"""What is long over is forgotten, and nothing else."""

import pytest
from sqlalchemy import func, select

from core import people
from core.access import machine
from core.errors import NotAllowed
from core.people import actor_for, enter, forget_old, knock
from core.work import reading
from data.tables import admission, session, sign_in_attempt
from jobs import forget
from tests.signed_in import PASSWORD


def counts() -> list[int]:
    with reading() as db:
        return [
            db.execute(select(func.count()).select_from(one)).scalar_one()
            for one in (sign_in_attempt, admission, session)
        ]


def test_tries_and_links_go_after_a_month_and_sessions_after_a_year(able, clock):
    enter(knock("ana", PASSWORD))
    people.invite_again(able.adam, able.ben.account_id)
    assert counts() == [1, 2, 1]
    clock.forward(days=29)
    assert forget.run() == 0
    clock.forward(days=9)
    assert forget.run() == 3
    assert counts() == [0, 0, 1]
    clock.forward(days=330)
    enter(knock("ben", PASSWORD))
    assert forget.run() == 1
    assert counts() == [1, 1, 1]


def test_whoever_is_signed_in_stays_so(able, signed_in):
    ana = signed_in(able.ana)
    forget.run()
    assert actor_for(ana)
    assert knock("ana", PASSWORD)


def test_it_is_not_for_everybody(able):
    with pytest.raises(NotAllowed):
        forget_old(able.ana)
    assert forget_old(machine("job:forget")) == 0
