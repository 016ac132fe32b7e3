"""A provider is onboarded once, each move by those whose move it is."""

from dataclasses import replace

import pytest

from core import directory, referral
from core.access import MAY, Permission, Role
from core.audit import Filter, timeline, trail
from core.directory import MOVES, Choice, Contact, NewProvider, Offer, Sought, Standing
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow
from tests import make
from tests.referral import story

WHOLE = {"offers": (Offer("implant", "private"),), "contacts": (Contact("referrals", "", "email", "in@example.org"),)}
ROAD = {
    Standing.LISTED: (),
    Standing.DRAFT: ("onboard",),
    Standing.PROPOSED: ("onboard", "propose"),
    Standing.APPROVED: ("onboard", "propose", "approve"),
    Standing.ACTIVE: ("onboard", "propose", "approve", "activate"),
    Standing.SUSPENDED: ("onboard", "propose", "approve", "activate", "suspend"),
}


def move(actor, id, name, why="They have moved"):
    return directory.move_provider(actor, id, directory.provider(actor, id).version, name, why)


def at(cast, standing, **given):
    """A practice that stands so, led there by those who may."""
    id = make.provider(**WHOLE | given)
    for name in ROAD[standing]:
        move(cast.cleo, id, name)
    return id


@pytest.mark.parametrize("standing", Standing)
def test_each_move_leads_where_the_table_says_and_is_made_by_those_it_names(cast, standing):
    for name, leads in MOVES.items():
        id = at(cast, standing)
        version = directory.provider(cast.cleo, id).version
        for role in Role:
            actor = replace(cast.cleo, role=role)
            allowed = bool(MAY[role] & {leads.permission, Permission.DIRECTORY_EDIT})
            assert (leads in directory.moves(actor, standing)) == (standing in leads.sources and allowed)
            if standing not in leads.sources or not allowed:
                with pytest.raises(NotAllowed if standing in leads.sources else NotNow):
                    directory.move_provider(actor, id, version, name, "Why")
        if standing in leads.sources:
            assert move(cast.adam, id, name) == leads.target
            assert directory.provider(cast.dev, id).standing == leads.target


def test_the_front_desk_adds_a_practice_it_does_not_find_and_the_group_approves_it(cast):
    id = directory.suggest_provider(cast.dev, NewProvider(name="Wren Oral Surgery", town="Hull"))
    assert directory.provider(cast.dev, id).standing is Standing.DRAFT
    with pytest.raises(NotNow) as lacks:
        move(cast.ana, id, "propose")
    assert str(lacks.value) == "First add a service that they offer and where referrals are sent."
    version = directory.provider(cast.ana, id).version
    directory.set_offer(cast.ana, id, version, Offer("oral_surgery", "nhs"))
    directory.add_contact(cast.ana, id, version + 1, Contact("referrals", "Desk", "email", "wren@example.org"))
    move(cast.ana, id, "propose")
    with pytest.raises(NotAllowed):
        move(cast.ana, id, "approve")
    move(cast.cleo, id, "approve")
    assert move(cast.adam, id, "activate") is Standing.ACTIVE


@pytest.mark.parametrize("given", [{"postcode": "ls213ab"}, {"town": "OTLEY"}])
def test_a_practice_that_is_there_is_not_added_again_to_get_round_its_suspension(cast, given):
    move(cast.cleo, at(cast, Standing.ACTIVE, name="Elm Dental"), "suspend")
    with pytest.raises(Duplicate) as there:
        directory.suggest_provider(cast.dev, NewProvider(name="elm dental", **given))
    assert str(there.value) == "Elm Dental in Otley is in the directory already. Choose it."
    assert directory.suggest_provider(cast.dev, NewProvider(name="Elm Dental", town="Hull", postcode="HU1 1AA"))


def test_nobody_without_work_here_adds_practices(cast):
    from tests.directory.test_queries import STRANGER

    for command in (
        lambda: directory.suggest_provider(STRANGER, NewProvider(name="Wren")),
        lambda: directory.move_provider(STRANGER, 1, 1, "onboard"),
        lambda: directory.providers(STRANGER, Sought()),
        lambda: directory.standings(STRANGER),
        lambda: directory.networks(STRANGER),
    ):
        with pytest.raises(NotAllowed):
            command()


def test_a_suspension_says_why_and_stops_referrals_until_it_is_lifted(cast):
    id = at(cast, Standing.ACTIVE, name="Aire Oral Surgery")
    with pytest.raises(Lacking) as why:
        move(cast.cleo, id, "suspend", " ")
    assert set(why.value.fields) == {"why"}
    move(cast.cleo, id, "suspend", "No indemnity since May.")
    with pytest.raises(Lacking) as refused:
        story.outbound(cast, recipient_provider_id=id)
    assert refused.value.fields == {
        "recipient": "Aire Oral Surgery is suspended: No indemnity since May. Choose another practice."
    }
    assert [(each.id, each.hint) for each in directory.find_providers(cast.dev, "aire oral") if each.hint] == [
        (id, "Suspended")
    ]
    move(cast.cleo, id, "reinstate", "")
    assert directory.provider(cast.dev, id).standing_reason == ""
    assert referral.one(cast.ana, story.outbound(cast, recipient_provider_id=id))


def test_a_group_may_refer_to_whoever_is_only_listed(cast):
    assert story.outbound(cast, recipient_provider_id=make.provider())


def test_of_two_who_move_it_at_once_one_wins_and_one_is_told(cast):
    id = at(cast, Standing.PROPOSED)
    version = directory.provider(cast.cleo, id).version
    directory.move_provider(cast.cleo, id, version, "approve")
    with pytest.raises(Changed):
        directory.move_provider(cast.adam, id, version, "send_back", "Who are they?")
    assert directory.provider(cast.cleo, id).standing is Standing.APPROVED
    with pytest.raises(NotFound):
        directory.move_provider(cast.cleo, id + 1000, 1, "onboard")


def test_every_move_is_told_with_its_reason(cast):
    id = at(cast, Standing.SUSPENDED, name="Aire Oral Surgery")
    told = trail(cast.cleo, Filter(kind="provider:standing_set", subject="provider", subject_id=id)).entries
    assert (told[0].sentence, told[0].comment) == ("Aire Oral Surgery: Suspended", "They have moved")
    assert told[0].facts == {"move": "suspend", "from": "active", "to": "suspended"}
    assert len(told) == 5


def test_what_happened_to_a_practice_is_read_by_all_but_what_a_site_did_for_itself(cast):
    id = at(cast, Standing.DRAFT)
    directory.choose_provider(cast.ana, id, cast.leeds, Choice.PREFERRED)
    kinds = [entry.kind for entry in timeline(cast.dev, "provider", id)]
    assert kinds == ["provider:standing_set", "provider:added"]
    assert timeline(cast.mia, "provider", id)[0].kind == "provider:preferred"
