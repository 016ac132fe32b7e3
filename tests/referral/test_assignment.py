"""Where nobody is named the lines of a site choose: in turn, by load, by specialty, and nobody who is away."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import update

from core import clock, referral
from core.access import Role, machine
from core.audit import timeline
from core.directory import NewClinician, write_clinician
from core.errors import Changed, Lacking, NotAllowed
from core.referral import Direction, How, NewLine, Source
from core.referral.assignment import Candidate, Line, choose, next_owner
from core.work import work
from data.tables import account, clinician
from tests import make
from tests.cast import actor
from tests.referral.story import inbound, internal, outbound, step


def line(cast, how, *people, specialty="endodontics", site=None, read_at=None):
    """Set by Mia, who manages Leeds."""
    who = tuple(one.account_id for one in people)
    site = site or cast.leeds
    referral.set_line(cast.mia, NewLine(site_id=site, specialty=specialty, how=how, people=who), read_at)


def arrive(cast, by=None, **more):
    """Another patient for endodontics; whose it is."""
    patient = make.patient("Iris Okafor", at=cast.leeds)
    id = inbound(cast, by=by, patient_id=patient, referrer_provider_id=None, source=Source.SELF, **more)
    return referral.one(cast.ana, id)


def owner(cast, **more):
    return arrive(cast, **more).owner


def away(who, from_on, until_on, stand_in=None):
    values = {"away_from_on": from_on, "away_until_on": until_on, "stand_in_id": stand_in and stand_in.account_id}
    with work() as db:
        db.execute(update(account).where(account.c.id == who.account_id).values(**values))


def test_without_a_line_whoever_writes_it_owns_it(cast):
    assert owner(cast) == "Ana Costa"
    assert referral.one(cast.ana, internal(cast)).owner == ""


def test_in_turn_each_gets_the_next(cast):
    line(cast, How.ROUND_ROBIN, cast.ben, cast.mia)
    assert [owner(cast) for _ in range(4)] == ["Ben Okafor", "Mia Lund", "Ben Okafor", "Mia Lund"]


def test_the_line_of_the_specialty_goes_before_the_line_for_everything_else(cast):
    line(cast, How.NAMED, cast.mia, specialty="")
    line(cast, How.NAMED, cast.ben)
    assert owner(cast) == "Ben Okafor"
    assert owner(cast, specialty="implant") == "Mia Lund"


def test_what_goes_to_the_pool_waits_there(cast):
    line(cast, How.POOL)
    found = arrive(cast)
    assert found.owner == ""
    assert "referral:assigned" not in {entry.kind for entry in timeline(cast.ana, "referral", found.now.id)}


def test_the_least_loaded_gets_it(cast):
    arrive(cast, by=cast.ben)
    line(cast, How.LEAST_LOADED, cast.ben, cast.mia)
    assert [owner(cast), owner(cast), owner(cast)] == ["Mia Lund", "Ben Okafor", "Mia Lund"]


def test_only_open_referrals_of_the_site_weigh(cast):
    with work() as db:
        eve = actor(db, "Eve Adams", Role.COORDINATOR, (cast.leeds, cast.york))
    elsewhere = {"site_id": cast.york, "patient_id": make.patient("Rose Tyler", at=cast.york)}
    inbound(cast, by=eve, **elsewhere)
    line(cast, How.LEAST_LOADED, cast.ana, eve)
    first = arrive(cast)
    assert first.owner == "Ana Costa"
    step(cast.ana, first.now.id, "lose", reason="lose.no_answer")
    assert owner(cast) == "Ana Costa"
    assert owner(cast) == "Eve Adams"


def test_the_clinician_whose_specialty_it_is_gets_it(cast):
    with work() as db:
        own = write_clinician(db, NewClinician(name="Ben Okafor", specialty="implant"), site_id=cast.leeds)
        db.execute(update(clinician).where(clinician.c.id == own).values(account_id=cast.ben.account_id))
    line(cast, How.SPECIALIST, specialty="")
    assert owner(cast, specialty="implant") == "Ben Okafor"
    assert owner(cast) == ""


def test_the_timeline_says_that_it_was_chosen_and_why(cast):
    line(cast, How.ROUND_ROBIN, cast.ben, cast.mia)
    told = timeline(cast.ana, "referral", arrive(cast).now.id)[0]
    assert told.sentence == "Owner is now Ben Okafor, chosen automatically: next in turn"
    assert told.facts == {"owner": cast.ben.account_id, "before": None, "how": "round_robin"}


def test_who_is_named_by_a_person_is_not_chosen_again(cast):
    line(cast, How.NAMED, cast.ben)
    assert owner(cast, owner_id=cast.mia.account_id) == "Mia Lund"


def test_what_leaves_stays_with_who_wrote_it(cast):
    line(cast, How.NAMED, cast.ben, specialty="")
    assert referral.one(cast.ana, outbound(cast)).owner == "Ana Costa"


def test_a_machine_that_writes_leaves_the_choice_to_the_line(cast):
    line(cast, How.NAMED, cast.ben, specialty="")
    given = {"direction": Direction.OUTBOUND, "recipient_provider_id": make.provider(), "referrer_provider_id": None}
    assert referral.one(cast.ana, inbound(cast, by=machine("api:key"), **given)).owner == "Ben Okafor"


def test_an_internal_one_is_the_receiving_sites_to_assign(cast):
    line(cast, How.NAMED, cast.ben, specialty="")
    assert referral.one(cast.ana, internal(cast)).owner == "Ben Okafor"


def test_who_is_away_is_passed_over_until_the_day_they_are_back(cast, today, clock):
    line(cast, How.ROUND_ROBIN, cast.ben, cast.mia)
    away(cast.ben, today, today + timedelta(days=2))
    assert [owner(cast), owner(cast)] == ["Mia Lund", "Mia Lund"]
    clock.forward(days=2)
    assert owner(cast) == "Ben Okafor"


def test_whoever_stands_in_gets_what_all_who_are_away_would_get(cast, today):
    line(cast, How.NAMED, cast.ben)
    away(cast.ben, today, today + timedelta(days=2), stand_in=cast.mia)
    found = arrive(cast)
    assert found.owner == "Mia Lund"
    told = timeline(cast.ana, "referral", found.now.id)[0]
    assert told.sentence == "Owner is now Mia Lund, chosen automatically: stands in for Ben Okafor"


def test_without_anybody_there_it_waits_in_the_pool_and_says_so(cast, today):
    line(cast, How.NAMED, cast.ben)
    away(cast.ben, today, today + timedelta(days=2))
    found = arrive(cast)
    assert found.owner == ""
    told = timeline(cast.ana, "referral", found.now.id)[0]
    assert told.sentence == "Owner is now the site's pool, chosen automatically: nobody it would go to is here"


def test_who_is_disabled_or_works_elsewhere_now_gets_nothing(cast):
    line(cast, How.ROUND_ROBIN, cast.ben, cast.mia)
    with work() as db:
        db.execute(update(account).where(account.c.id == cast.ben.account_id).values(disabled_at=clock.now()))
    assert {owner(cast) for _ in range(3)} == {"Mia Lund"}


def test_of_many_that_arrive_at_once_each_takes_its_own_turn(cast):
    line(cast, How.ROUND_ROBIN, cast.ana, cast.ben, cast.mia)
    patients = [make.patient(f"Iris {letter}ne", at=cast.leeds) for letter in "ABCDEFGHIJKL"]

    def create(patient):
        return inbound(cast, patient_id=patient, referrer_provider_id=None, source=Source.SELF)

    with ThreadPoolExecutor(4) as several:
        ids = list(several.map(create, patients))
    owners = [referral.one(cast.ana, id).owner for id in sorted(ids)]
    assert set(Counter(owners).values()) == {4}
    assert all(len(set(owners[n : n + 3])) == 3 for n in range(0, 12, 3))


def test_a_line_reads_as_a_sentence_and_says_who_is_next(cast):
    line(cast, How.ROUND_ROBIN, cast.ben, cast.mia, cast.ana)
    line(cast, How.POOL, specialty="")
    owner(cast)
    endodontics, rest = referral.lines(cast.mia)
    assert (endodontics.what, endodontics.site) == ("Endodontics", "Leeds Dental")
    assert endodontics.sentence == "in turn between Ben Okafor, Mia Lund and Ana Costa"
    assert (endodontics.next.name, endodontics.next.why) == ("Mia Lund", "next in turn")
    assert (rest.what, rest.sentence) == ("Everything else", "the pool")


def test_the_preview_is_who_then_gets_it(cast):
    wanted = NewLine(site_id=cast.leeds, specialty="endodontics", how=How.LEAST_LOADED)
    arrive(cast, by=cast.ana)
    promised = referral.preview(cast.mia, wanted)
    referral.set_line(cast.mia, wanted)
    assert owner(cast) == promised.name == "Ben Okafor"
    assert promised.why == "fewest open referrals, 0"


def test_changing_a_line_takes_what_was_read(cast):
    line(cast, How.POOL)
    (read,) = referral.lines(cast.mia)
    line(cast, How.NAMED, cast.ben, read_at=read.changed_at)
    with pytest.raises(Changed):
        line(cast, How.POOL, read_at=read.changed_at)
    with pytest.raises(Changed):
        referral.drop_line(cast.mia, cast.leeds, "endodontics", read.changed_at)
    (read,) = referral.lines(cast.mia)
    referral.drop_line(cast.mia, cast.leeds, "endodontics", read.changed_at)
    assert referral.lines(cast.mia) == []
    told = timeline(cast.mia, "site", cast.leeds)
    assert told[0].sentence == "Owners of new referrals: Endodontics at Leeds Dental: no line any more"


@pytest.mark.parametrize(("how", "people", "field"), [(How.NAMED, [], "people"), (How.ROUND_ROBIN, ["dev"], "people")])
def test_a_line_that_cannot_be_is_refused_by_its_field(cast, how, people, field):
    with pytest.raises(Lacking) as lacking:
        line(cast, how, *[getattr(cast, name) for name in people])
    assert list(lacking.value.fields) == [field]


def test_only_a_manager_of_the_site_sets_lines(cast):
    wanted = NewLine(site_id=cast.leeds, specialty="", how=How.POOL)
    for somebody in (cast.ana, cast.ben, cast.dev, cast.cleo, cast.adam):
        with pytest.raises(NotAllowed):
            referral.set_line(somebody, wanted)
        with pytest.raises(NotAllowed):
            referral.lines(somebody)
    with pytest.raises(NotAllowed):
        line(cast, How.POOL, site=cast.york)


def test_a_manager_of_hull_sees_no_line_of_leeds(cast):
    line(cast, How.POOL)
    with work() as db:
        hugh = actor(db, "Hugh Hull", Role.MANAGER, (cast.hull,))
    assert referral.lines(hugh) == []
    with pytest.raises(NotAllowed):
        referral.preview(hugh, NewLine(site_id=cast.leeds, specialty="", how=How.LEAST_LOADED))


def test_what_arrives_besides_referrals_asks_for_an_owner_too(cast):
    line(cast, How.NAMED, cast.ben)
    with work() as db:
        assert choose(db, cast.leeds, "endodontics") == cast.ben.account_id
        assert choose(db, cast.hull, "endodontics") is None


teams = some.lists(
    some.builds(
        Candidate,
        id=some.integers(1, 6),
        name=some.text("abc", min_size=1),
        here=some.booleans(),
        stand_in_id=some.none() | some.integers(1, 6),
        open=some.integers(0, 3),
        specialist=some.booleans(),
    ),
    unique_by=lambda one: one.id,
)
lines = some.builds(
    Line,
    how=some.sampled_from(How),
    people=some.lists(some.integers(1, 8), unique=True).map(tuple),
    last_id=some.none() | some.integers(1, 8),
)


@given(team=teams, line=lines)
def test_whoever_is_chosen_is_there_and_nobody_is_chosen_only_when_nobody_could_be(team, line):
    choice = next_owner(line, team)
    here = {one.id for one in team if one.here}
    meant = {one.id for one in team if not line.people or one.id in line.people}
    if line.how is How.SPECIALIST:
        meant &= {one.id for one in team if one.specialist}
    if choice.owner_id is None:
        assert line.how is How.POOL or not meant & here
    else:
        assert choice.owner_id in here
        assert choice.owner_id in meant or not meant & here
