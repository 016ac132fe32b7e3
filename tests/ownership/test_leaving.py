"""Whoever leaves, or leaves a site, leaves no work behind that is still theirs."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from core import ownership, people, referral
from core.access import Role
from core.audit import timeline
from core.errors import Lacking, NotAllowed, Refusal
from core.ownership import AUTOMATIC, POOL, Work, person
from core.people import Details
from core.referral import How, NewLine
from core.work import work
from tests.cast import actor
from tests.ownership.work import arrived, begun, chore, several, stranded
from tests.referral.story import step


def seen(cast, name):
    return next(one for one in people.people(cast.adam) if one.name == name)


def details(one):
    return Details(one.name, one.role, frozenset(one.sites), one.every_site, one.email)


def test_nobody_is_disabled_with_work_that_nobody_takes(cast):
    several(cast, cast.ben)
    with pytest.raises(Lacking, match="Ben Okafor has 2 open referrals there"):
        ownership.disable(cast.mia, cast.ben.account_id)
    assert seen(cast, "Ben Okafor").status != "disabled"


def test_a_leavers_work_goes_over_in_the_same_step(cast):
    ids = several(cast, cast.ben)
    chore(cast, cast.ben, ids[0]), arrived(cast, cast.ben), begun(cast, cast.ben)
    ownership.disable(cast.mia, cast.ben.account_id, person(cast.ana.account_id), "Left us")
    assert seen(cast, "Ben Okafor").status == "disabled"
    assert ownership.held(cast.ana, cast.ana.account_id).whole == Work(2, 1, 1, 1)
    assert [told.kind for told in timeline(cast.adam, "account", cast.ben.account_id)] == [
        "account:handed_over",
        "account:disabled",
    ]
    assert stranded() == []


def test_without_work_nobody_has_to_be_named(cast):
    ownership.disable(cast.mia, cast.ben.account_id)
    assert seen(cast, "Ben Okafor").status == "disabled"


def test_who_does_not_fit_stops_it_all(cast):
    several(cast, cast.ben)
    with pytest.raises(Lacking):
        ownership.disable(cast.mia, cast.ben.account_id, person(cast.dev.account_id))
    assert seen(cast, "Ben Okafor").status != "disabled"
    with pytest.raises(Lacking, match="other than"):
        ownership.disable(cast.mia, cast.ben.account_id, person(cast.ben.account_id))


def test_losing_a_site_leaves_the_work_of_that_site_behind(cast):
    here, there = several(cast, cast.ana), several(cast, cast.ana, site=cast.york)
    ana = seen(cast, "Ana Costa")
    only_leeds = replace(details(ana), sites=frozenset({cast.leeds}))
    with pytest.raises(Lacking, match="2 open referrals there"):
        ownership.change(cast.adam, ana.id, ana.version, only_leeds)
    ownership.change(cast.adam, ana.id, ana.version, only_leeds, POOL)
    assert [referral.one(cast.mia, id).owner for id in here] == ["Ana Costa"] * 2
    assert ownership.held(cast.adam, ana.id).whole == Work(2)
    assert len(there) == 2
    assert stranded() == []


def test_a_role_that_handles_no_referrals_keeps_none(cast):
    several(cast, cast.ana)
    ana = seen(cast, "Ana Costa")
    asked = replace(details(ana), role=Role.OPERATOR)
    with pytest.raises(Lacking):
        ownership.change(cast.adam, ana.id, ana.version, asked)
    ownership.change(cast.adam, ana.id, ana.version, asked, AUTOMATIC)
    assert stranded() == []


def test_a_new_name_or_another_role_that_handles_them_moves_nothing(cast):
    several(cast, cast.ana)
    ana = seen(cast, "Ana Costa")
    ownership.change(cast.adam, ana.id, ana.version, replace(details(ana), name="Ana Silva", role=Role.CLINICIAN))
    assert ownership.held(cast.adam, ana.id).whole == Work(2)


def test_what_is_opened_again_is_nobodys_who_has_left(cast):
    (id,) = several(cast, cast.ben, 1)
    step(cast.ana, id, "lose", reason="lose.no_answer")
    ownership.disable(cast.mia, cast.ben.account_id)
    again = step(cast.ana, id, "reopen", comment="She called back")
    assert again.owner == ""
    told = timeline(cast.ana, "referral", id)[0].sentence
    assert told == "Owner is now the site's pool, its owner no longer works here"
    assert stranded() == []


def test_what_is_opened_again_goes_where_the_line_says(cast):
    (id,) = several(cast, cast.ben, 1)
    step(cast.ana, id, "lose", reason="lose.no_answer")
    line = NewLine(site_id=cast.leeds, specialty="", how=How.NAMED, people=(cast.mia.account_id,))
    referral.set_line(cast.mia, line)
    ownership.disable(cast.mia, cast.ben.account_id)
    assert step(cast.ana, id, "reopen", comment="She called back").owner == "Mia Lund"


def test_a_manager_ends_only_people_of_their_sites(cast):
    with pytest.raises(NotAllowed):
        ownership.disable(cast.mia, cast.dev.account_id, POOL)


def test_nobody_gives_work_to_who_is_just_leaving(cast):
    ids = several(cast, cast.ana, 6)

    def give(id):
        try:
            referral.assign(cast.ana, id, None, cast.ben.account_id)
        except Refusal:
            return "refused"
        return "given"

    def leave():
        time.sleep(0.02)
        ownership.disable(cast.mia, cast.ben.account_id, POOL)

    with ThreadPoolExecutor(4) as at_once:
        left = at_once.submit(leave)
        given = list(at_once.map(give, ids))
        left.result()
    assert set(given) <= {"given", "refused"}
    assert stranded() == []


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_nothing_is_left_with_somebody_who_is_gone(cast, seed):
    dice = random.Random(seed)
    with work() as db:
        others = [actor(db, f"{name} More", Role.CLINICIAN, (cast.leeds, cast.york)) for name in ("Una", "Vic", "Wes")]
    team = [cast.ben, cast.ana, *others]
    people_ids = [one.account_id for one in team]
    for site in (cast.leeds, cast.york):
        ways = How.LEAST_LOADED if site == cast.york else How.ROUND_ROBIN
        with work() as db:
            boss = actor(db, f"Boss{site} Man", Role.MANAGER, (site,))
        referral.set_line(boss, NewLine(site_id=site, specialty="", how=ways))
    for one in team:
        ids = several(cast, one, 2)
        chore(cast, one, ids[0]), arrived(cast, one), begun(cast, one)
    for _ in range(14):
        whom = dice.choice(people_ids)
        to = dice.choice([POOL, AUTOMATIC, *map(person, people_ids)])
        now = next(one for one in people.people(cast.adam) if one.id == whom)
        moved = replace(details(now), sites=frozenset(dice.sample([cast.leeds, cast.york], dice.choice([1, 2]))))
        deed, *told = dice.choice(
            [
                (ownership.hand_over, whom, to),
                (ownership.disable, whom, to),
                (ownership.change, whom, now.version, moved, to),
                (people.enable, whom),
            ]
        )
        with suppress(Refusal):
            deed(cast.adam, *told)
        assert stranded() == []
