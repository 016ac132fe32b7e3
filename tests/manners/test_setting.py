"""Manners are set for the group and for sites, and every change is told."""

import pytest

from core import audit, manners
from core.audit import Filter
from core.errors import Changed, Lacking, NotAllowed, NotFound, NotNow
from core.manners import Manners, Standing, shipped
from core.work import reading

EARLY = Manners(20 * 60, 9 * 60, 2)
LATE = Manners(22 * 60, 7 * 60, 5)


def at(site_id):
    with reading() as db:
        return Standing.read(db).at(site_id)


def test_until_somebody_says_otherwise_it_is_as_shipped(cast):
    (only,) = manners.settings_of(cast.mia)
    assert (only.place, only.manners, only.version, only.editable) == ("Everywhere", shipped(), 0, False)
    assert only.manners.sentence == (
        "Patients are not written to between 21:00 and 08:00, on the clock of where they live. 3 messages a day at "
        "most; what is about their care is always sent."
    )


def test_a_site_does_otherwise_and_the_rest_goes_by_the_group(cast):
    manners.set_manners(cast.cleo, None, LATE, 0)
    manners.set_manners(cast.mia, cast.leeds, EARLY, 0)
    assert (at(cast.leeds), at(cast.york), at(None)) == (EARLY, LATE, LATE)
    manners.drop_manners(cast.mia, cast.leeds, 1)
    manners.drop_manners(cast.cleo, None, 1)
    assert at(cast.leeds) == at(None) == shipped()
    told = [each.sentence for each in audit.trail(cast.cleo, Filter()).entries if each.kind == "manners:set"]
    assert len(told) == 4
    assert "Leeds Dental. Patients are not written to between 20:00 and 09:00" in told[2]


def test_whoever_has_read_something_older_changes_nothing(cast):
    manners.set_manners(cast.mia, cast.leeds, EARLY, 0)
    for refused, version, asked in ((Changed, 0, LATE), (NotNow, 1, EARLY), (Lacking, 1, Manners(0, 0, 0))):
        with pytest.raises(refused):
            manners.set_manners(cast.mia, cast.leeds, asked, version)
    with pytest.raises(Changed):
        manners.drop_manners(cast.mia, cast.leeds, 0)
    with pytest.raises(NotFound):
        manners.drop_manners(cast.cleo, None, 0)


def test_a_manager_sets_their_own_sites_alone_and_sees_no_others(cast):
    for place in (None, cast.york):
        with pytest.raises(NotAllowed):
            manners.set_manners(cast.mia, place, EARLY, 0)
        with pytest.raises(NotAllowed):
            manners.drop_manners(cast.mia, place, 0)
    manners.set_manners(cast.cleo, cast.york, EARLY, 0)
    assert [one.place for one in manners.settings_of(cast.mia)] == ["Everywhere"]
    assert [one.place for one in manners.settings_of(cast.cleo)] == ["Everywhere", "York Dental"]


def test_who_works_at_a_desk_sets_nothing(cast):
    for forbidden in (cast.dev, cast.ana, cast.ben):
        with pytest.raises(NotAllowed):
            manners.settings_of(forbidden)
        with pytest.raises(NotAllowed):
            manners.set_manners(forbidden, cast.hull, EARLY, 0)
