"""What is agreed with a provider: written by those who may, and never over what they have not seen."""

from datetime import date

import pytest

from core import directory
from core.directory import Choice, Contact, Details, NewProvider, Offer, Place, Sought, Standing, Urgency
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow
from tests import make
from tests.directory.test_standing import at

IMPLANTS = Offer("implant", "private", (Urgency.ROUTINE,), wait_days=21, wait_on=date(2026, 3, 1), capacity=10)


def version(cast, id):
    return directory.provider(cast.dev, id).version


def test_services_with_their_terms_are_added_changed_and_dropped(cast):
    id = at(cast, Standing.DRAFT, offers=())
    directory.set_offer(cast.ana, id, version(cast, id), IMPLANTS)
    assert directory.provider(cast.dev, id).offers == (IMPLANTS,)
    sooner = Offer("implant", "nhs", (Urgency.URGENT, Urgency.ROUTINE), wait_days=None, wait_on=date(2026, 3, 1))
    directory.set_offer(cast.mia, id, version(cast, id), sooner, instead=("implant", "private"))
    (kept,) = directory.provider(cast.dev, id).offers
    assert (kept.funding, kept.urgencies, kept.wait_on) == ("nhs", (Urgency.ROUTINE, Urgency.URGENT), None)
    with pytest.raises(Duplicate):
        directory.set_offer(cast.mia, id, version(cast, id), Offer("implant", "nhs"))
    directory.drop_offer(cast.mia, id, version(cast, id), "implant", "nhs")
    with pytest.raises(NotFound):
        directory.drop_offer(cast.mia, id, version(cast, id), "implant", "nhs")
    assert directory.provider(cast.dev, id).offers == ()


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        (Offer(""), {"specialty"}),
        (Offer("knees", "barter", ()), {"specialty", "funding", "urgencies"}),
        (Offer("implant", wait_days=-1, capacity=10_001), {"wait_days", "capacity"}),
        (Offer("implant", urgencies=("tomorrow",)), {"urgencies"}),
        (Offer("implant", wait_days=3, wait_on=date(2126, 1, 1)), {"wait_on"}),
    ],
)
def test_what_is_wrong_with_a_service_is_said_at_its_field(cast, wrong, fields):
    id = at(cast, Standing.DRAFT)
    with pytest.raises(Lacking) as lacking:
        directory.set_offer(cast.ana, id, version(cast, id), wrong)
    assert set(lacking.value.fields) == fields
    assert version(cast, id) == 2


def test_contacts_are_kept_by_what_they_are_for(cast):
    id = at(cast, Standing.DRAFT, contacts=())
    desk = Contact("urgent", "Desk", "phone", "0113 496 0123")
    directory.add_contact(cast.ana, id, version(cast, id), desk)
    (kept,) = directory.provider(cast.dev, id).contacts
    assert kept.address == "+441134960123"
    for wrong, field in (
        (Contact("gossip", "", "email", "a@example.org"), "purpose"),
        (Contact("urgent", "", "fax", "1"), "channel"),
        (Contact("urgent", "", "phone", "1"), "address"),
    ):
        with pytest.raises(Lacking) as lacking:
            directory.add_contact(cast.ana, id, version(cast, id), wrong)
        assert field in lacking.value.fields
    directory.drop_contact(cast.ana, id, version(cast, id), kept)
    with pytest.raises(NotFound):
        directory.drop_contact(cast.ana, id, version(cast, id), kept)


def test_networks_interest_and_note_are_kept_and_networks_are_listed(cast):
    id = at(cast, Standing.DRAFT)
    details = Details(
        email="New@Example.org", networks=("Denplan", "denplan", " "), interest="Dr Okafor owns a third", note="Lift"
    )
    directory.describe_provider(cast.ana, id, version(cast, id), details)
    one = directory.provider(cast.dev, id)
    assert (one.networks, one.interest, one.note) == (("denplan",), "Dr Okafor owns a third", "Lift")
    assert directory.networks(cast.dev) == ["denplan"]
    with pytest.raises(Lacking):
        directory.describe_provider(cast.ana, id, version(cast, id), Details(email="nowhere"))


def test_what_was_approved_is_changed_by_those_who_approve(cast):
    listed, active = at(cast, Standing.LISTED), at(cast, Standing.ACTIVE)
    for id in (listed, active):
        for actor in (cast.ana, cast.mia, cast.ben, cast.dev):
            with pytest.raises(NotAllowed):
                directory.describe_provider(actor, id, version(cast, id), Details())
        directory.describe_provider(cast.adam, id, version(cast, id), Details(note="Seen"))
    draft = at(cast, Standing.DRAFT)
    for actor in (cast.ben, cast.dev):
        with pytest.raises(NotAllowed):
            directory.set_offer(actor, draft, version(cast, draft), IMPLANTS)


def test_of_two_who_write_at_once_nobody_overwrites_what_they_have_not_seen(cast):
    id = at(cast, Standing.DRAFT)
    seen = version(cast, id)
    directory.describe_provider(cast.ana, id, seen, Details(note="From Ana"))
    for late in (
        lambda: directory.describe_provider(cast.mia, id, seen, Details(note="From Mia")),
        lambda: directory.set_offer(cast.mia, id, seen, IMPLANTS),
        lambda: directory.drop_offer(cast.mia, id, seen, "implant", "private"),
    ):
        with pytest.raises(Changed):
            late()
    assert directory.provider(cast.dev, id).note == "From Ana"


def test_only_those_we_added_ourselves_are_renamed_by_us(cast):
    ours = directory.suggest_provider(cast.dev, NewProvider(name="Wern Surgery", town="Hull", postcode="HU1 1AA"))
    directory.correct_provider(cast.ana, ours, 1, Place(name="Wren Surgery", town="Hull"))
    assert [each.id for each in directory.find_providers(cast.dev, "wren")] == [ours]
    assert directory.find_providers(cast.dev, "wern") == []
    theirs = at(cast, Standing.DRAFT, ods_code="V00001")
    with pytest.raises(NotNow):
        directory.correct_provider(cast.ana, theirs, version(cast, theirs), Place(name="Mine"))


def test_a_site_prefers_or_hides_for_itself(cast):
    id = at(cast, Standing.ACTIVE, name="Elm Dental")
    directory.choose_provider(cast.ana, id, cast.leeds, Choice.PREFERRED)
    directory.choose_provider(cast.ana, id, cast.york, Choice.HIDDEN)
    assert directory.provider(cast.mia, id).choices == {cast.leeds: Choice.PREFERRED}
    assert directory.provider(cast.dev, id).choices == {}
    assert [each.id for each in directory.providers(cast.ana, Sought(choice="hidden")).rows] == [id]
    assert directory.providers(cast.mia, Sought(choice="hidden")).rows == ()
    directory.choose_provider(cast.ana, id, cast.leeds, None)
    assert directory.provider(cast.mia, id).choices == {}
    for actor, site in ((cast.dev, cast.hull), (cast.ben, cast.leeds), (cast.mia, cast.york), (cast.adam, cast.hull)):
        with pytest.raises(NotAllowed):
            directory.choose_provider(actor, id, site, Choice.PREFERRED)
    with pytest.raises(NotFound):
        directory.choose_provider(cast.mia, id + 1000, cast.leeds, Choice.PREFERRED)


def test_the_list_is_filtered_and_goes_on_by_name(cast):
    elm = at(cast, Standing.ACTIVE, name="Elm Dental", offers=(Offer("implant"),))
    ash = at(cast, Standing.DRAFT, name="Ash Dental", offers=(Offer("sedation"), Offer("implant", "nhs")))
    oak = make.provider("Oak Dental")
    directory.describe_provider(cast.cleo, elm, version(cast, elm), Details(networks=("Bupa",)))

    def ids(**sought):
        return [each.id for each in directory.providers(cast.dev, Sought(**sought)).rows]

    assert ids() == [ash, elm, oak]
    assert ids(standing="onboarded") == [ash, elm]
    assert ids(standing="active") == ids(network="Bupa") == ids(typed="elm") == [elm]
    assert ids(standing="listed") == [oak]
    assert ids(specialty="implant") == [ash, elm]
    assert ids(specialty="sedation", typed="elm") == []
    page = directory.providers(cast.dev, Sought(), limit=2)
    assert [each.id for each in page.rows] == [ash, elm]
    assert ids(after=page.next) == [oak]
    assert directory.standings(cast.dev) == {"active": 1, "draft": 1}
