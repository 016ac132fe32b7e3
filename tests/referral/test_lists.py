"""The list of everything: what it is asked for, what it finds, in which order, and to whom."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from core import clock, referral
from core.errors import NotAllowed
from core.referral import SORTS, Direction, Stage, Urgency, Wanted
from core.work import reading
from tests import make
from tests.referral.story import booked, inbound, internal, only_at, outbound, step

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
HOSTILE = ["", " ", "*", '"', "\x00", "iris\x00", "a" * 10_000, "elm " * 500, "💥", "' OR 1=1 --", "\ud800", "B-2026"]


def ids(actor, **wanted) -> set[int]:
    return {row.id for row in referral.board(actor, Wanted(**wanted)).rows}


def pages(actor, wanted: Wanted, limit: int) -> Iterator[int]:
    page = referral.board(actor, wanted, limit)
    yield from (row.id for row in page.rows)
    while page.next:
        page = referral.board(actor, replace(wanted, after=page.next), limit)
        yield from (row.id for row in page.rows)


def test_everything_is_found_whatever_its_direction_open_or_closed(cast):
    one, two, three = inbound(cast), outbound(cast), internal(cast)
    step(cast.ana, one, "decline", reason="decline.no_capacity")
    assert ids(cast.ana) == {two, three}
    assert ids(cast.ana, stage="closed") == {one}
    assert ids(cast.ana, stage="any") == {one, two, three}
    assert ids(cast.ana, stage="any", direction=Direction.OUTBOUND) == {two}
    assert referral.board(cast.ana, Wanted(stage="any"), limit=1, counted=True).whole == 3


def test_it_is_searched_by_patient_phone_practice_and_either_reference(cast):
    rose = make.patient("Rose Tyler", at=cast.leeds, phone="07700 900123")
    elm = make.provider("Wharfe Endodontics")
    found = inbound(cast, patient_id=rose, referrer_provider_id=elm, their_reference="WE/77")
    sent = outbound(cast, recipient_provider_id=elm)
    reference = referral.one(cast.ana, found).now.reference
    for typed in ("tyl ros", "07700 900123", "07700900", "we/77".upper(), reference, reference.lower()):
        assert ids(cast.ana, typed=typed) == {found}, typed
    assert ids(cast.ana, typed="wharf") == ids(cast.ana, practice="endod wha") == {found, sent}
    assert ids(cast.ana, typed="nobody") == set()


def test_filters_narrow(cast):
    soon = inbound(cast, urgency=Urgency.SOON)
    other = outbound(cast)
    assert ids(cast.ana, specialty="oral_surgery") == {other}
    assert ids(cast.ana, urgency="soon") == {soon}
    assert ids(cast.ana, site=cast.york) == set()
    tomorrow = clock.now().date() + timedelta(days=1)
    assert ids(cast.ana, received_from=tomorrow) == set()
    assert ids(cast.ana, received_until=tomorrow - timedelta(days=2)) == set()
    assert ids(cast.ana, received_from=tomorrow - timedelta(days=2), received_until=tomorrow) == {soon, other}
    assert ids(cast.ana, moved_from=tomorrow) == ids(cast.ana, moved_until=tomorrow - timedelta(days=2)) == set()
    assert ids(cast.ana, moved_from=tomorrow - timedelta(days=2), moved_until=tomorrow) == {soon, other}


def test_an_internal_one_is_there_once_for_whoever_works_at_both_its_sites(cast):
    both = internal(cast)
    assert [row.id for row in referral.board(cast.ana, Wanted()).rows] == [both]
    for at in (cast.leeds, cast.york):
        assert ids(only_at(cast.ana, [at])) == {both}
        assert ids(cast.ana, site=at) == {both}
    assert ids(cast.ana, here="yes") == ids(cast.ana, here="yes", site=cast.leeds) == {both}
    assert ids(only_at(cast.ana, [cast.york]), here="yes") == ids(cast.ana, here="yes", site=cast.york) == set()


@pytest.mark.parametrize("sort", SORTS)
def test_pages_in_any_order_have_everything_once(cast, sort):
    made = {inbound(cast, patient_id=make.patient(f"P {n}", at=cast.leeds)) for n in range(5)}
    made |= {internal(cast), outbound(cast)}
    for stage in ("open", "any"):
        found = list(pages(cast.ana, Wanted(stage=stage, sort=sort), 3))
        assert len(found) == len(set(found)) == 7
        assert set(found) == made


def test_paging_is_stable_while_rows_change(cast):
    made = [inbound(cast, patient_id=make.patient(f"P {n}", at=cast.leeds)) for n in range(6)]
    page = referral.board(cast.ana, Wanted(), limit=3)
    step(cast.ana, page.rows[0].id, "decline", reason="decline.no_capacity")
    late = inbound(cast, urgency=Urgency.SUSPECTED_CANCER, patient_id=make.patient("New One", at=cast.leeds))
    rest = list(pages(cast.ana, Wanted(after=page.next), 3))
    assert [row.id for row in page.rows] + rest == made
    assert late not in rest


def test_closed_ones_come_latest_closed_first(cast):
    made = [inbound(cast, patient_id=make.patient(f"P {n}", at=cast.leeds)) for n in range(3)]
    for id in (made[1], made[0], made[2]):
        with clock.telling(clock.now() + timedelta(hours=made.index(id) + 1)):
            step(cast.ana, id, "decline", reason="decline.no_capacity")
    assert list(pages(cast.ana, Wanted(stage="closed"), 1)) == [made[2], made[1], made[0]]


def test_the_cards_of_a_board_stand_by_stage_and_know_where_they_may_go(cast):
    first, second = inbound(cast), outbound(cast)
    step(cast.ana, first, "accept")
    lanes = referral.lanes(cast.ana, Wanted(Direction.INBOUND))
    assert {stage: lane.whole for stage, lane in lanes.items()} == {Stage.ACCEPTED: 1}
    (card,) = lanes[Stage.ACCEPTED].cards
    assert card.row.id == first
    assert [one.name for one in card.moves[Stage.BOOKED]] == ["book"]
    assert [one.name for one in card.moves[Stage.IN_TREATMENT]] == ["note_visit", "prepare_report"]
    assert Stage.ACCEPTED not in card.moves
    assert Stage.ENTERED_IN_ERROR not in card.moves
    (other,) = referral.lanes(cast.ana, Wanted(Direction.OUTBOUND))[Stage.SENT].cards
    assert other.row.id == second


def test_a_lane_shows_the_soonest_due_and_counts_them_all(cast):
    made = [inbound(cast, patient_id=make.patient(f"P {n}", at=cast.leeds)) for n in range(4)]
    booked(cast, made[3])
    lanes = referral.lanes(cast.ana, Wanted(Direction.INBOUND), deep=2)
    assert [card.row.id for card in lanes[Stage.SENT].cards] == made[:2]
    assert (lanes[Stage.SENT].whole, lanes[Stage.BOOKED].whole) == (3, 1)


def test_cards_go_only_where_the_role_may_take_them(cast):
    inbound(cast)
    fay = only_at(cast.dev, [cast.leeds])
    (hers,) = referral.lanes(fay, Wanted(Direction.INBOUND))[Stage.SENT].cards
    (bens,) = referral.lanes(cast.ben, Wanted(Direction.INBOUND))[Stage.SENT].cards
    assert Stage.ACCEPTED in bens.moves
    assert Stage.ACCEPTED not in hers.moves
    assert Stage.ACKNOWLEDGED in hers.moves


def test_an_address_says_what_is_wanted_and_says_it_again():
    asked = {
        "direction": "inbound", "stage": "any", "site": "7", "owner": "me", "urgency": "urgent", "typed": "O'Brien",
        "due": "late", "specialty": "implant", "practice": "elm", "received_from": "2026-03-01",
        "received_until": "2026-03-31", "sort": "received",
    }  # fmt: skip
    wanted = Wanted.read(asked)
    assert wanted.spelt == asked
    assert wanted.received_from == date(2026, 3, 1)
    assert Wanted.read({}).spelt == {}


@pytest.mark.parametrize(
    "asked",
    [
        {"direction": "up"},
        {"stage": "lost_and_found"},
        {"site": "' OR 1=1"},
        {"site": "9" * 20},
        {"site": "٧"},
        {"owner": "everybody"},
        {"urgency": "very"},
        {"due": "never"},
        {"sort": "id; drop table"},
        {"received_from": "2026-13-01"},
        {"received_until": "9999-12-31"},
        {"typed": "\x00"},
    ],
)
def test_what_an_address_cannot_mean_counts_as_any(asked):
    assert Wanted.read(asked) == Wanted()


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_finds_little_and_breaks_nothing(cast, typed):
    inbound(cast)
    for name in ("typed", "practice", "owner", "site", "sort", "received_from"):
        wanted = Wanted.read({name: typed, "stage": "any"})
        referral.board(cast.ana, wanted, counted=True)
        referral.lanes(cast.ana, wanted)


@pytest.mark.database("sqlite")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_the_naughty_strings_break_nothing(cast):
    for typed in json.loads((CORPUS / "blns/blns.json").read_text()):
        referral.board(cast.ana, Wanted.read({"typed": typed}))


def test_the_filters_offer_ones_own_sites_and_the_people_there(cast):
    known = referral.choices(cast.ana)
    assert list(known.sites.values()) == ["Leeds Dental", "York Dental"]
    assert set(known.owners.values()) == {"Ana Costa", "Ben Okafor", "Mia Lund"}
    assert referral.choices(cast.dev).owners == {cast.dev.account_id: "Dev Shah"}


def test_dev_of_another_site_sees_nothing(cast):
    inbound(cast, patient_id=make.patient("Rose Tyler", at=cast.leeds), their_reference="WE/77")
    outbound(cast)
    internal(cast)
    for asked in (
        {},
        {"stage": "any"},
        {"site": str(cast.leeds)},
        {"typed": "ros"},
        {"typed": "WE/77"},
        {"practice": "aire"},
    ):
        wanted = Wanted.read({"stage": "any"} | asked)
        assert referral.board(cast.dev, wanted, counted=True).rows == ()
        assert referral.lanes(cast.dev, wanted) == {}
        assert referral.all_that_fit(cast.dev, wanted) == []
    with reading():
        assert referral.counts(cast.dev, Wanted()) == {}


def test_those_who_only_count_see_no_list(cast):
    for ask in (referral.board, referral.lanes, referral.all_that_fit):
        with pytest.raises(NotAllowed):
            ask(cast.cleo, Wanted())
    for ask in (referral.choices, referral.views):
        with pytest.raises(NotAllowed):
            ask(cast.adam)
