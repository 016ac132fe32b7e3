"""Of several deadlines that fit the most special wins, and says why; managers set those of their own sites."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core import audit, sla
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow
from core.sla import Policies, Policy, Scope, Unit, Warn, load_shipped, why
from core.work import reading, work
from data.tables import deadline, reckoning
from tests import make

ASKED = Scope(what="decide", direction="inbound", urgency="urgent", specialty="endodontics", provider_id=7, site_id=1)


def policy(amount=5, **scope):
    return Policy(scope=Scope(**{"what": "decide"} | scope), amount=amount)


@pytest.mark.parametrize(
    ("special", "general"),
    [
        ({"direction": "inbound"}, {}),
        ({"urgency": "urgent"}, {"direction": "inbound"}),
        ({"specialty": "endodontics"}, {"urgency": "urgent", "direction": "inbound"}),
        ({"provider_id": 7}, {"specialty": "endodontics", "urgency": "urgent", "direction": "inbound"}),
        ({"site_id": 1}, {"provider_id": 7, "specialty": "endodontics", "urgency": "urgent"}),
        ({"site_id": 1, "urgency": "urgent"}, {"site_id": 1, "direction": "inbound"}),
    ],
)
def test_what_weighs_more_wins_whatever_the_other_names(special, general):
    won, lost = policy(3, **special), policy(4, **general)
    for several in ([won, lost], [lost, won]):
        choice = Policies(several).choose(ASKED)
        assert (choice.policy, choice.before) == (won, (lost,))


@pytest.mark.parametrize(
    "other", [{"what": "report"}, {"site_id": 2}, {"urgency": "soon"}, {"direction": "outbound"}, {"provider_id": 8}]
)
def test_what_is_for_others_does_not_fit(other):
    assert Policies([policy(**other)]).choose(ASKED) is None


def test_the_winner_says_whose_it_is_and_before_which():
    several = Policies([policy(10, urgency="urgent"), policy(site_id=1, urgency="urgent", specialty="endodontics")])
    choice = several.choose(ASKED)
    said = why(choice, {1: "Leeds"}, {})
    assert said == "Leeds’ own for urgent endodontics, before the group’s for urgent"
    assert choice.policy.time == "5 open days"
    with_elm = Policies([policy(provider_id=7)]).choose(ASKED)
    assert why(with_elm, {}, {7: "Elm Dental"}) == "the group’s for everything with Elm Dental"


def test_everything_that_can_be_due_has_a_shipped_deadline(database):
    with reading() as db:
        every = sla.policies(db)
    for what in sla.What:
        for urgency in ("routine", "soon", "urgent", "suspected_cancer"):
            choice = every.choose(Scope(what=what, urgency=urgency, direction="inbound", site_id=1))
            assert choice.policy.shipped
    for what in sla.What:
        days = [
            every.choose(Scope(what=what, urgency=urgency)).policy.amount
            for urgency in ("routine", "soon", "urgent", "suspected_cancer")
        ]
        assert days == sorted(days, reverse=True), "nothing more urgent is due later"


def new(amount=2, **scope):
    return policy(amount, **{"urgency": "urgent"} | scope)


def listed(actor):
    return [(one.whom, one.site, one.policy.amount, one.mine) for one in sla.deadlines(actor) if one.policy.amount == 2]


def test_a_manager_sets_what_is_for_their_own_site(cast):
    id = sla.set_deadline(cast.mia, new(site_id=cast.leeds, specialty="endodontics"))
    assert ("Urgent endodontics", "Leeds Dental", 2, True) in listed(cast.mia)
    with reading() as db:
        waiting = db.execute(select(reckoning.c.what, reckoning.c.site_id).where(reckoning.c.ended_at.is_(None))).all()
    assert waiting == [("decide", cast.leeds)]
    sla.change_deadline(cast.mia, id, 1, new(3, site_id=cast.leeds))
    with pytest.raises(Changed):
        sla.change_deadline(cast.mia, id, 1, new(4))
    sla.drop_deadline(cast.mia, id, 2)
    with pytest.raises(NotFound):
        sla.drop_deadline(cast.mia, id, 2)
    told = [entry.sentence for entry in audit.trail(cast.adam, audit.Filter()).entries if "deadline" in entry.kind]
    assert told[0] == "Deadline removed: Decision within 3 open days for urgent endodontics at Leeds Dental"


def test_what_holds_for_the_group_is_for_who_answers_for_every_site(cast):
    with pytest.raises(NotAllowed, match="whole group"):
        sla.set_deadline(cast.mia, new(direction="inbound"))
    with pytest.raises(NotAllowed):
        sla.set_deadline(cast.mia, new(site_id=cast.york))
    sla.set_deadline(cast.cleo, new(direction="inbound"))
    assert listed(cast.mia)[-1][3] is False
    with pytest.raises(NotAllowed):
        sla.change_deadline(cast.mia, 1, 1, policy(9))


def test_those_of_other_sites_are_not_shown_and_the_front_desk_sees_none(cast):
    id = sla.set_deadline(cast.cleo, new(site_id=cast.york))
    assert "York Dental" not in {one.site for one in sla.deadlines(cast.mia)}
    with pytest.raises(NotFound):
        sla.change_deadline(cast.mia, id, 1, policy(9))
    for refused in (sla.deadlines, sla.progress):
        with pytest.raises(NotAllowed):
            refused(cast.dev)
    with pytest.raises(NotAllowed):
        sla.foresee(cast.dev, replace(ASKED, site_id=cast.leeds), datetime.now(UTC))


def test_a_second_one_for_exactly_the_same_is_refused(cast):
    sla.set_deadline(cast.mia, new(site_id=cast.leeds))
    with pytest.raises(Duplicate, match="Change that one"):
        sla.set_deadline(cast.mia, new(site_id=cast.leeds))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (policy(what="lunch"), {"what"}),
        (policy(urgency="at once", direction="up", specialty="hair"), {"urgency", "direction", "specialty"}),
        (policy(251), {"amount"}),
        (replace(policy(0), unit=Unit.HOURS), {"amount"}),
        (replace(policy(), warn_amount=100), {"warn"}),
        (replace(policy(), warn_unit=Warn.DAYS, warn_amount=5), {"warn"}),
        (replace(policy(), unit=Unit.HOURS, warn_unit=Warn.DAYS, warn_amount=1), {"warn"}),
        (policy(provider_id=1, direction="internal"), {"provider"}),
        (policy(provider_id=999), {"provider"}),
    ],
)
def test_what_cannot_be_is_refused_by_its_fields(cast, wrong, named):
    with pytest.raises(Lacking) as refused:
        sla.set_deadline(cast.cleo, wrong)
    assert set(refused.value.fields) == named


def test_a_shipped_one_that_was_changed_survives_an_upgrade_until_it_is_put_back(cast):
    one = next(one.policy for one in sla.deadlines(cast.cleo) if one.policy.amount == 40)
    sla.change_deadline(cast.cleo, one.id, 1, replace(one, amount=30))
    with pytest.raises(NotNow, match="came with Baton"):
        sla.drop_deadline(cast.cleo, one.id, 2)
    upgrade()
    assert amount(one.id) == 30
    sla.restore_deadline(cast.cleo, one.id, 2)
    assert amount(one.id) == 40
    own = sla.set_deadline(cast.mia, new(site_id=cast.leeds))
    upgrade()
    assert amount(own) == 2


def amount(id):
    with reading() as db:
        return db.execute(select(deadline.c.amount).where(deadline.c.id == id)).scalar_one()


def upgrade():
    with work() as db:
        load_shipped(db)


def test_try_it_says_which_wins_why_and_when(cast):
    practice = make.provider("Elm Dental")
    sla.set_deadline(cast.mia, new(site_id=cast.leeds, specialty="endodontics", urgency=""))
    asked = replace(ASKED, site_id=cast.leeds, provider_id=practice)
    since = datetime.fromisoformat("2026-03-13T16:30:00+00:00")
    found = sla.foresee(cast.mia, asked, since)
    assert found.why == "Leeds Dental’s own for endodontics, before the group’s for urgent"
    assert f"{found.due_at:%a %d %H:%M}" == "Tue 17 17:00"
    with pytest.raises(NotAllowed):
        sla.foresee(cast.mia, replace(asked, site_id=cast.hull), since)
