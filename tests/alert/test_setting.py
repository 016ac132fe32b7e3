"""How alerts climb is set by managers: for the whole group by who answers for every site, else for one's own sites."""

from dataclasses import replace

import pytest

from core import alert, audit
from core.alert import Level, Quiet, Rung, Way
from core.audit import Filter
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow

SOONER = Rung(after=2, way=Way.NOW)


def said(actor, name, site_id=None):
    return [one for one in alert.settings_of(actor) if (one.name, one.site_id) == (name, site_id)]


def test_what_ships_holds_until_somebody_changes_it(cast):
    several = alert.settings_of(cast.cleo)
    assert [one.name for one in several] == ["owner", "manager", "operator", "quiet", "stalled"]
    assert {(one.place, one.own, one.version, one.editable) for one in several} == {("Everywhere", False, 0, True)}


def test_an_operator_sets_the_group_and_it_is_told(cast):
    alert.set_part(cast.cleo, None, "manager", SOONER, 0)
    (one,) = said(cast.cleo, "manager")
    assert (one.part, one.own, one.version) == (SOONER, True, 1)
    assert one.sentence == "2 open hours later the site’s managers: by mail at once."
    (entry,) = [each for each in audit.trail(cast.cleo, Filter()).entries if each.kind == "escalation:set"]
    assert entry.sentence == f"Escalation changed: Everywhere. {one.sentence}"
    assert entry.facts["before"] is None
    assert entry.facts["after"] == {"told": True, "after": 2, "open": True, "way": "now"}


def test_a_manager_of_some_sites_reads_the_group_and_sets_their_own_site(cast):
    assert not any(one.editable for one in alert.settings_of(cast.mia))
    with pytest.raises(NotAllowed, match="whole group"):
        alert.set_part(cast.mia, None, "manager", SOONER, 0)
    alert.set_part(cast.mia, cast.leeds, "manager", SOONER, 0)
    (one,) = said(cast.mia, "manager", cast.leeds)
    assert (one.place, one.part, one.editable) == ("Leeds Dental", SOONER, True)
    assert said(cast.mia, "manager")[0].part == Rung(after=8)


def test_a_manager_sets_and_sees_nothing_of_other_sites(cast):
    alert.set_part(cast.mia, cast.leeds, "manager", SOONER, 0)
    for site_id in (cast.york, cast.hull):
        with pytest.raises(NotAllowed):
            alert.set_part(cast.mia, site_id, "manager", SOONER, 0)
    elsewhere = replace(cast.mia, sites=frozenset({cast.hull}))
    assert said(elsewhere, "manager", cast.leeds) == []
    with pytest.raises(NotAllowed):
        alert.drop_part(elsewhere, cast.leeds, "manager", 1)


def test_desks_and_clinicians_have_no_say_and_no_sight(cast):
    for who in (cast.ana, cast.ben, cast.dev):
        with pytest.raises(NotAllowed):
            alert.settings_of(who)
        with pytest.raises(NotAllowed):
            alert.set_part(who, cast.leeds, "manager", SOONER, 0)


def test_back_to_what_the_group_does_and_the_group_to_what_ships(cast):
    alert.set_part(cast.cleo, None, "manager", SOONER, 0)
    alert.set_part(cast.cleo, cast.york, "manager", Rung(told=False), 0)
    alert.drop_part(cast.cleo, cast.york, "manager", 1)
    assert said(cast.cleo, "manager", cast.york) == []
    alert.drop_part(cast.cleo, None, "manager", 1)
    (one,) = said(cast.cleo, "manager")
    assert (one.part, one.own) == (Rung(after=8), False)
    with pytest.raises(NotFound):
        alert.drop_part(cast.cleo, None, "manager", 0)


def test_the_second_of_two_people_is_told(cast):
    alert.set_part(cast.cleo, None, "quiet", Quiet(begins=20 * 60), 0)
    for command in (
        lambda: alert.set_part(cast.adam, None, "quiet", Quiet(begins=21 * 60), 0),
        lambda: alert.drop_part(cast.adam, None, "quiet", 0),
    ):
        with pytest.raises(Changed):
            command()
    alert.set_part(cast.adam, None, "quiet", Quiet(begins=21 * 60), 1)
    assert said(cast.cleo, "quiet")[0].version == 2


def test_what_is_no_change_or_cannot_be_is_refused(cast):
    with pytest.raises(NotNow):
        alert.set_part(cast.cleo, None, "manager", Rung(after=8), 0)
    with pytest.raises(Lacking) as refused:
        alert.set_part(cast.cleo, None, "manager", Rung(after=9_000), 0)
    assert "after" in refused.value.fields
    with pytest.raises(NotFound):
        alert.set_part(cast.cleo, None, "lunch", SOONER, 0)


def test_a_level_that_is_not_told_says_so():
    assert Rung(told=False).sentence(Level.OPERATOR) == "The group’s operators: not told."
