"""The cast is what its sentences say."""

from core.access import Permission


def test_everybody_works_where_they_are_said_to(cast):
    assert cast.ana.sites == {cast.leeds, cast.york}
    assert cast.dev.sites == {cast.hull}
    assert cast.cleo.sites == {cast.leeds, cast.york, cast.hull}


def test_only_the_right_people_manage_people(cast):
    who = [cast.ana, cast.ben, cast.cleo, cast.dev, cast.mia, cast.adam]
    assert [a.name.split()[0] for a in who if a.may(Permission.PEOPLE_MANAGE)] == ["Cleo", "Mia", "Adam"]
