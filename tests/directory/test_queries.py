"""The directory answers everybody who is signed in, and what is theirs alone to them alone."""

from datetime import date

import pytest
from sqlalchemy import update

from core import directory
from core.access import Actor
from core.directory import Contact, NewClinician, NewProvider, NewSite, Offer
from core.errors import Duplicate, Lacking, NotAllowed, NotFound
from core.work import work
from data.tables import site
from tests import make

STRANGER = Actor("account:0", "Nobody")


def test_everybody_lists_their_own_sites(cast):
    assert [site.code for site in directory.sites(cast.ana)] == ["leeds", "york"]
    assert [site.code for site in directory.sites(cast.dev)] == ["hull"]
    assert len(directory.sites(cast.cleo)) == 3


def test_everybody_may_choose_a_colleagues_site(cast):
    assert [site.code for site in directory.every_site(cast.dev)] == ["hull", "leeds", "york"]
    assert directory.site(cast.dev, cast.leeds).name == "Leeds Dental"
    assert directory.site_of_code(cast.dev, " Leeds ").id == cast.leeds
    with pytest.raises(NotFound) as sentence:
        directory.site_of_code(cast.dev, "bath")
    assert "hull, leeds, york" in str(sentence.value)


def test_without_an_account_there_is_no_directory(cast):
    id = make.provider()
    for query in (
        lambda: directory.sites(STRANGER),
        lambda: directory.every_site(STRANGER),
        lambda: directory.site(STRANGER, cast.leeds),
        lambda: directory.find_providers(STRANGER, "elm"),
        lambda: directory.provider(STRANGER, id),
        lambda: directory.site_clinicians(STRANGER, cast.leeds),
    ):
        with pytest.raises(NotAllowed):
            query()


@pytest.mark.parametrize(
    "typed", ["elm", "elm den", "otley", "ls21 3ab", "LS213AB", "o'neill", "priya elm", "mill lane"]
)
def test_a_practice_is_found_by_name_place_and_clinicians(cast, typed):
    people = (NewClinician(name="Priya O'Neill"),)
    id = make.provider("Elm Dental", address="3 Mill Lane", clinicians=people)
    make.provider("Oak Dental", town="Ilkley", postcode="LS29 9AA")
    assert [found.id for found in directory.find_providers(cast.dev, typed)] == [id]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", '"', "'", "*", "elm oak", "\\", "a" * 200])
def test_what_does_not_fit_finds_nothing(cast, typed):
    make.provider("Elm Dental")
    assert directory.find_providers(cast.dev, typed) == []


def test_those_we_deal_with_come_first_then_names_that_begin_so(cast):
    for name, told in {
        "Zenith Dental": {"email": "zenith@example.org"},
        "Yew Dental": {"email": "", "offers": (Offer("endodontics", "nhs"),)},
        "Dental Ash": {"email": ""},
        "Birch Dental": {"email": ""},
    }.items():
        make.provider(name, **told)
    names = [found.name for found in directory.find_providers(cast.ana, "den")]
    assert names == ["Yew Dental", "Zenith Dental", "Dental Ash", "Birch Dental"]
    assert len(directory.find_providers(cast.ana, "den", limit=2)) == 2


def test_those_the_group_relies_on_come_before_all_others(cast):
    make.provider("Ash Dental", offers=(Offer("endodontics"),))
    yew = make.provider("Yew Dental", offers=(Offer("endodontics"),))
    for name in ("onboard", "propose", "approve"):
        directory.move_provider(cast.cleo, yew, directory.provider(cast.cleo, yew).version, name)
    assert [found.name for found in directory.find_providers(cast.dev, "dental")] == ["Yew Dental", "Ash Dental"]


def test_the_card_of_a_practice_holds_everything(cast):
    id = make.provider(
        "Elm Dental",
        phone="0113 496 0123",
        clinicians=(NewClinician(name="Priya Nair", specialty="endodontics"),),
        contacts=(Contact("urgent", "Desk", "phone", "07700 900123"),),
        offers=(Offer("endodontics", "nhs"),),
    )
    card = directory.provider(cast.dev, id)
    assert (card.phone, card.clinicians[0].specialty) == ("+441134960123", "endodontics")
    assert card.contacts == (Contact("urgent", "Desk", "phone", "+447700900123"),)
    assert card.offers == (Offer("endodontics", "nhs"),)
    with pytest.raises(NotFound):
        directory.provider(cast.dev, id + 1)


def test_a_clinician_added_later_is_found_where_they_work(cast):
    id = make.provider("Elm Dental")
    directory.add_clinician(cast.cleo, NewClinician(name="Zoë Ørsted"), provider_id=id)
    assert [found.id for found in directory.find_providers(cast.ana, "zoe orsted")] == [id]
    assert directory.provider(cast.ana, id).version == 2
    directory.add_clinician(cast.cleo, NewClinician(name="Ben Okafor"), site_id=cast.leeds)
    assert [each.name for each in directory.site_clinicians(cast.dev, cast.leeds)] == ["Ben Okafor"]


def test_only_operators_and_administrators_change_the_directory(cast):
    directory.add_provider(cast.adam, NewProvider(name="Elm Dental"))
    for actor in (cast.ana, cast.ben, cast.dev, cast.mia):
        for command in (
            lambda: directory.add_provider(actor, NewProvider(name="Oak")),  # noqa: B023 - called at once
            lambda: directory.add_site(actor, NewSite(code="bath", name="Bath", town="Bath")),  # noqa: B023
            lambda: directory.add_clinician(actor, NewClinician(name="A"), site_id=cast.leeds),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                command()


def test_what_is_wrong_with_a_new_site_is_said_at_its_field(cast):
    wrong = NewSite(
        code="no spaces", name="", town="", time_zone="Mars/Base", phone="1", email="x", hours=((0, 600, 540),)
    )
    with pytest.raises(Lacking) as lacking:
        directory.add_site(cast.adam, wrong)
    assert set(lacking.value.fields) == {"code", "name", "town", "time_zone", "phone", "email", "hours"}
    with pytest.raises(Duplicate):
        directory.add_site(cast.adam, NewSite(code="LEEDS", name="Leeds", town="Leeds"))


def test_a_closed_site_takes_no_new_work(cast, today):
    with work() as db:
        db.execute(update(site).where(site.c.id == cast.york).values(closed_on=date(2026, 3, 1)))
    assert [site.code for site in directory.sites(cast.ana)] == ["leeds"]
    assert "york" not in [site.code for site in directory.every_site(cast.dev)]
    assert directory.site(cast.ana, cast.york).closed_on == date(2026, 3, 1)
