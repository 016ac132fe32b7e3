"""Who may make, change and end which accounts."""

import pytest
from sqlalchemy import select

from core import ownership, people
from core.access import Role, machine
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.people import Details, actor_for, hashed_token, invitation, knock
from core.people.sessions import enter
from core.work import reading
from data.tables import event
from tests.signed_in import PASSWORD


def desk(*sites: int, role: Role = Role.FRONT_DESK, **more: object) -> Details:
    return Details("Nora Newcomer", role, frozenset(sites), **more)


def details(person: people.Person, **other: object) -> Details:
    now = {"name": person.name, "role": person.role, "sites": frozenset(person.sites)}
    return Details(**{**now, "every_site": person.every_site, "email": person.email, **other})


def seen(actor, username: str) -> people.Person:
    return next(one for one in people.people(actor) if one.username == username)


def secret(link: str) -> str:
    return link.rsplit("/", 1)[1]


def test_an_invitation_leads_to_a_password_and_then_to_a_session(cast):
    invited = people.invite(cast.mia, "Nora", desk(cast.leeds))
    assert invited.link.startswith("http://localhost:8501/auth/invite/")
    assert seen(cast.mia, "nora").status == "invited"
    assert invitation.take_up(secret(invited.link), PASSWORD).username == "nora"
    assert seen(cast.mia, "nora").status == "active"
    nora = actor_for(hashed_token(enter(knock("nora", PASSWORD))))
    assert (nora.role, nora.sites) == (Role.FRONT_DESK, {cast.leeds})
    assert kinds() == ["account:invited", "account:admitted", "account:signed_in"]


def test_a_link_works_once_and_looking_does_not_use_it_up(cast, clock):
    link = people.invite(cast.adam, "nora", desk(cast.leeds)).link
    for _ in range(3):
        assert invitation.guest(secret(link)).name == "Nora Newcomer"
    invitation.take_up(secret(link), PASSWORD)
    with pytest.raises(NotFound):
        invitation.take_up(secret(link), PASSWORD)


def test_a_link_expires_after_a_week(cast, clock):
    link = people.invite(cast.adam, "nora", desk(cast.leeds)).link
    clock.forward(days=7, seconds=1)
    with pytest.raises(NotFound):
        invitation.guest(secret(link))


def test_a_refused_password_leaves_the_link_good(cast):
    link = people.invite(cast.adam, "nora", desk(cast.leeds)).link
    with pytest.raises(Lacking):
        invitation.take_up(secret(link), "password1234")
    invitation.take_up(secret(link), PASSWORD)


def test_a_sign_in_ticket_sets_no_password_and_an_invitation_opens_no_session(able):
    with pytest.raises(NotFound):
        invitation.take_up(knock("ana", PASSWORD), PASSWORD)
    assert enter(secret(people.invite_again(able.adam, able.ana.account_id))) is None


def test_inviting_again_ends_earlier_links_and_its_use_ends_every_session(able, signed_in):
    ana = signed_in(able.ana)
    first = people.invite_again(able.mia, able.ben.account_id)
    ben = signed_in(able.ben)
    second = people.invite_again(able.mia, able.ben.account_id)
    with pytest.raises(NotFound):
        invitation.guest(secret(first))
    assert actor_for(ben)
    invitation.take_up(secret(second), "another lamp and kettle")
    assert actor_for(ben) is None
    assert actor_for(ana)
    with pytest.raises(NotAllowed):
        knock("ben", PASSWORD)
    assert knock("ben", "another lamp and kettle")


def test_a_disabled_account_gets_no_link_and_its_links_are_worthless(cast):
    link = people.invite(cast.adam, "nora", desk(cast.leeds)).link
    nora = seen(cast.adam, "nora").id
    ownership.disable(cast.adam, nora)
    with pytest.raises(NotFound):
        invitation.take_up(secret(link), PASSWORD)
    with pytest.raises(NotNow):
        people.invite_again(cast.adam, nora)


@pytest.mark.parametrize(
    ("username", "given", "field"),
    [
        ("no", {}, "username"),
        ("with space", {}, "username"),
        ("x" * 61, {}, "username"),
        ("nora", {"name": " "}, "name"),
        ("nora", {"email": "nora at example"}, "email"),
        ("nora", {"sites": frozenset()}, "sites"),
        ("nora", {"sites": frozenset({999_999})}, "sites"),
    ],
)
def test_what_is_missing_is_said_where_it_is_missing(cast, username, given, field):
    whole = {"name": "Nora", "role": Role.FRONT_DESK, "sites": frozenset({cast.leeds})}
    with pytest.raises(Lacking) as lacking:
        people.invite(cast.adam, username, Details(**{**whole, **given}))
    assert set(lacking.value.fields) == {field}


def test_everything_that_is_missing_is_said_at_once(cast):
    with pytest.raises(Lacking) as lacking:
        people.invite(cast.mia, "", Details("", Role.FRONT_DESK))
    assert set(lacking.value.fields) == {"username", "name", "sites"}


@pytest.mark.parametrize("typed", ["ana", "ANA", " Ana "])
def test_a_name_is_given_once(cast, typed):
    with pytest.raises(Lacking) as lacking:
        people.invite(cast.adam, typed, desk(cast.leeds))
    assert "already" in lacking.value.fields["username"]


@pytest.mark.parametrize("who", ["ana", "ben", "dev"])
def test_who_does_not_manage_people_can_neither_see_nor_do_anything(cast, who):
    actor, version = getattr(cast, who), 1
    target = cast.mia.account_id
    for attempt in (
        lambda: people.people(actor),
        lambda: people.sites_to_give(actor),
        lambda: people.invite(actor, "nora", desk(cast.leeds)),
        lambda: people.invite_again(actor, target),
        lambda: ownership.change(actor, target, version, desk(cast.leeds)),
        lambda: ownership.disable(actor, target),
        lambda: people.enable(actor, target),
        lambda: people.end_sessions(actor, target),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert kinds() == []


def test_a_manager_sees_the_people_of_their_sites_and_manages_those_who_work_nowhere_else(cast):
    rows = {one.username: one.manageable for one in people.people(cast.mia)}
    assert rows == {"ana": False, "ben": True, "cleo": False, "mia": True, "adam": False}
    assert list(people.sites_to_give(cast.mia)) == [cast.leeds]


@pytest.mark.parametrize("other", ["ana", "dev", "cleo", "adam"])
def test_a_manager_cannot_touch_who_works_elsewhere_or_stands_above(cast, other):
    target = getattr(cast, other).account_id
    for attempt in (ownership.disable, people.enable, people.end_sessions, people.invite_again):
        with pytest.raises(NotAllowed):
            attempt(cast.mia, target)


def test_a_manager_gives_no_site_and_no_role_they_have_not(cast):
    for asked in (
        desk(cast.hull),
        desk(cast.leeds, cast.hull),
        desk(cast.leeds, every_site=True),
        desk(cast.leeds, role=Role.OPERATOR),
        desk(cast.leeds, role=Role.ADMIN),
    ):
        with pytest.raises(NotAllowed):
            people.invite(cast.mia, "nora", asked)
        with pytest.raises(NotAllowed):
            ownership.change(cast.mia, cast.ben.account_id, 1, asked)
    people.invite(cast.mia, "nora", desk(cast.leeds, role=Role.MANAGER))


def test_an_operator_manages_everywhere_but_not_administrators(cast):
    people.invite(cast.cleo, "nora", desk(cast.hull, role=Role.MANAGER))
    ownership.disable(cast.cleo, cast.dev.account_id)
    with pytest.raises(NotAllowed):
        people.invite(cast.cleo, "olga", desk(cast.hull, role=Role.ADMIN))
    with pytest.raises(NotAllowed):
        ownership.disable(cast.cleo, cast.adam.account_id)


def test_nobody_changes_their_own_role_or_sites_or_disables_themselves(able):
    for actor in (able.mia, able.cleo, able.adam):
        mine = seen(actor, actor.name.split()[0].casefold())
        with pytest.raises(NotAllowed):
            ownership.disable(actor, mine.id)
        for other in (
            {"role": Role.CLINICIAN},
            {"every_site": not mine.every_site, "sites": frozenset({able.leeds})},
        ):
            with pytest.raises(NotAllowed):
                ownership.change(actor, mine.id, mine.version, details(mine, **other))
        ownership.change(actor, mine.id, mine.version, details(mine, name="A Newer Name"))
        assert seen(actor, mine.username).name == "A Newer Name"


def test_everybody_may_end_their_own_sessions(able, signed_in):
    ana = signed_in(able.ana)
    assert people.end_sessions(able.ana, able.ana.account_id) == 1
    assert actor_for(ana) is None


def test_the_last_administrator_stays(able):
    operator = machine("command-line")
    adam = seen(able.adam, "adam")
    people.invite(able.adam, "eve", desk(able.leeds, role=Role.ADMIN))
    with pytest.raises(NotNow):
        ownership.disable(operator, adam.id)
    with pytest.raises(NotNow):
        ownership.change(operator, adam.id, adam.version, details(adam, role=Role.MANAGER))
    again = people.invite_again(able.adam, seen(able.adam, "eve").id)
    invitation.take_up(secret(again), PASSWORD)
    ownership.disable(operator, adam.id)
    assert seen(operator, "adam").status == "disabled"


def test_two_who_change_the_same_person_do_not_overwrite_each_other(cast):
    ben = seen(cast.adam, "ben")
    ownership.change(cast.adam, ben.id, ben.version, details(ben, name="Ben the First"))
    with pytest.raises(Changed):
        ownership.change(cast.mia, ben.id, ben.version, details(ben, name="Ben the Second"))
    assert seen(cast.adam, "ben").name == "Ben the First"


def test_every_change_is_in_the_audit_with_what_it_changed(cast):
    ben = seen(cast.adam, "ben")
    ownership.change(cast.adam, ben.id, ben.version, details(ben, sites=frozenset({cast.leeds, cast.york})))
    with reading() as db:
        told = db.execute(select(event).where(event.c.subject == "account")).one()
    assert (told.kind, told.actor, told.subject_id) == ("account:changed", cast.adam.ref, ben.id)
    assert told.facts["what"] == "sites"
    assert told.facts["before"]["sites"] == [cast.leeds]


def test_what_was_read_says_who_is_about(able, signed_in):
    signed_in(able.ana)
    signed_in(able.ana)
    ana = seen(able.adam, "ana")
    assert ana.open_sessions == 2
    assert ana.seen_at
    assert set(ana.sites) == {able.leeds, able.york}
    assert seen(able.adam, "dev").seen_at is None
    assert seen(able.adam, "adam").every_site


def test_an_account_that_is_not_there_is_said_to_be_not_there(cast):
    with pytest.raises(NotFound):
        ownership.disable(cast.adam, 999_999)


def kinds() -> list[str]:
    with reading() as db:
        told = select(event.c.kind).where(event.c.subject == "account").order_by(event.c.id)
        return list(db.execute(told).scalars())
