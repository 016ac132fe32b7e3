"""Who suits a request best: golden cases of the ranking, then the same over the directory."""

from dataclasses import replace

import pytest

from core import directory
from core.directory import Choice, Details, Measured, Offer, Share, Standing, Urgency, Wait, Wish
from core.directory.ranking import Candidate, ranked
from core.directory.whereabouts import Point, kilometres
from core.errors import NotAllowed, NotFound
from tests import make
from tests.directory.past import sent
from tests.directory.test_standing import at, move

WISH = Wish(site_id=1, specialty="oral_surgery")
PLAIN = Candidate(id=1, name="Elm", place="Otley", standing=Standing.LISTED, offers=(Offer("oral_surgery"),))


def told(candidate, wish=WISH):
    ((match,), left) = ranked([candidate], wish, "the patient")
    assert not left
    return [(reason.text, reason.points) for reason in match.reasons]


def left_out(candidate, wish=WISH):
    found, (left,) = ranked([candidate], wish, "the patient")
    assert not found
    return left.why


def test_each_reason_is_said_with_its_points():
    seen, reports = Wait(21.2, 14), Share(11, 12)
    whole = replace(
        PLAIN,
        standing=Standing.ACTIVE,
        choice=Choice.PREFERRED,
        networks=("Denplan",),
        km=4.23,
        offers=(Offer("oral_surgery", "insurance", tuple(Urgency), 90, None, 10),),
        measured=Measured(20, Wait(5, 14), seen, Share(12, 14), reports, Share(1, 20)),
        taken={"insurance": 7, "nhs": 40},
    )
    wish = replace(WISH, urgency=Urgency.URGENT, funding="insurance", network="denplan")
    assert told(whole, wish) == [
        ("Preferred here", 25),
        ("Takes urgent oral surgery, Insurance", 0),
        ("Onboarded by the group", 15),
        ("In denplan’s network", 15),
        ("4.2 km from the patient", 23),
        ("First visit after about 21 days (n 14)", 21),
        ("3 of 10 places left this month", 10),
        ("Reports received 92% (n 12)", 9),
        ("Declines 5% (n 20)", -1),
    ]


def test_what_is_not_known_is_not_said():
    assert told(PLAIN) == [("Takes oral surgery", 0)]
    few = replace(PLAIN, measured=Measured(3, Wait(1, 3), Wait(2.0, 3), Share(3, 3), Share(3, 3), Share(1, 3)))
    assert told(few) == told(PLAIN)


def test_an_announced_wait_stands_in_for_one_that_is_not_measured():
    announced = replace(PLAIN, offers=(Offer("oral_surgery", wait_days=60),))
    assert told(announced)[1] == ("First visit after 60 days, as they announced", 12)


def test_far_late_and_full_ones_gain_nothing():
    worst = replace(
        PLAIN, km=240, about=True, offers=(Offer("oral_surgery", wait_days=400, capacity=2),), taken={"": 5}
    )
    assert told(worst)[1:] == [
        ("About 240 km from the patient", 0),
        ("First visit after 400 days, as they announced", 0),
        ("No place left of 2 this month", -20),
    ]


@pytest.mark.parametrize(
    ("given", "wish", "why"),
    [
        ({"standing": Standing.SUSPENDED}, {}, "suspended"),
        ({"choice": Choice.HIDDEN}, {}, "hidden at this site"),
        ({"offers": (Offer("oral_surgery", "private"),)}, {"funding": "nhs"}, "takes Private only"),
        (
            {"offers": (Offer("oral_surgery", "nhs", (Urgency.ROUTINE,)),)},
            {"urgency": Urgency.SUSPECTED_CANCER},
            "takes no suspected cancer referrals",
        ),
        ({"standing": Standing.SUSPENDED, "offers": (Offer("oral_surgery", "nhs", ()),)}, {}, "suspended"),
    ],
)
def test_who_does_not_suit_is_left_out_with_a_word(given, wish, why):
    assert left_out(replace(PLAIN, **given), replace(WISH, **wish)) == why


def test_equal_points_are_settled_by_wait_way_and_name():
    fast = replace(PLAIN, id=4, name="Yew", offers=(Offer("oral_surgery", wait_days=0),), km=60)
    near = replace(PLAIN, id=3, name="Ash", km=0)
    same = [replace(PLAIN, id=2, name="Oak"), replace(PLAIN, id=1, name="Oak"), replace(PLAIN, id=5, name="Box")]
    found, _ = ranked([*same, near, fast], WISH, "the patient")
    assert [each.id for each in found] == [4, 3, 5, 1, 2]
    assert [each.id for each in ranked([fast, *reversed(same), near], WISH, "")[0]] == [4, 3, 5, 1, 2]


def test_the_way_is_as_the_crow_flies():
    leeds, york = Point(53.7997, -1.5492), Point(53.9583, -1.0803)
    assert kilometres(leeds, york) == pytest.approx(35.5, abs=0.5)
    assert kilometres(leeds, leeds) == 0


def test_a_patient_is_found_a_match_near_home(cast):
    terms = {"offers": (Offer("oral_surgery", "nhs"),)}
    near = make.provider("Near", postcode="LS6 1AA", latitude=53.82, longitude=-1.57, **terms)
    far = make.provider("Far", postcode="YO1 7AA", latitude=53.96, longitude=-1.08, **terms)
    about = make.provider("About", postcode="LS6 9ZZ", **terms)
    make.provider("Other", offers=(Offer("implant"),))
    rose = make.patient(at=cast.leeds, postcode="LS6 2BB")
    wish = Wish(site_id=cast.leeds, specialty="oral_surgery", patient_id=rose)
    found = directory.matches(cast.ana, wish)
    assert [each.id for each in found.found] == [about, near, far]
    assert found.measured_from == "Distances are from the middle of LS6, where the patient lives."
    assert [each.reasons[1].text for each in found.found] == [
        "About 0.0 km from the patient", "0.0 km from the patient", "36 km from the patient",
    ]  # fmt: skip
    nowhere = directory.matches(cast.ana, replace(wish, patient_id=make.patient(at=cast.leeds, postcode="EH1 1AA")))
    assert nowhere.measured_from == "Distances are from Leeds Dental; the directory cannot place EH1."


def test_a_match_counts_what_the_directory_and_the_referrals_say(cast, today):
    offer = Offer("oral_surgery", "nhs", capacity=3)
    good = at(cast, Standing.ACTIVE, name="Good", offers=(offer,))
    gone = at(cast, Standing.ACTIVE, name="Gone", offers=(offer,))
    move(cast.cleo, gone, "suspend", "No indemnity")
    shy = make.provider("Shy", offers=(offer,))
    directory.choose_provider(cast.ana, shy, cast.leeds, Choice.HIDDEN)
    directory.choose_provider(cast.ana, good, cast.leeds, Choice.PREFERRED)
    directory.describe_provider(
        cast.cleo, good, directory.provider(cast.cleo, good).version, Details(networks=("Bupa",))
    )
    rose = make.patient(at=cast.leeds)
    for _ in range(5):
        sent(good, site=cast.hull, patient=rose, booked=3, seen=12, decision="accepted", funding="nhs")
    sent(good, site=cast.leeds, patient=rose, days_ago=3, funding="nhs")
    found = directory.matches(cast.ana, Wish(site_id=cast.leeds, specialty="oral_surgery", network="Bupa"))
    (match,) = found.found
    assert [reason.text for reason in match.reasons] == [
        "Preferred here",
        "Takes oral surgery, NHS",
        "Onboarded by the group",
        "In Bupa’s network",
        "First visit after about 12 days (n 5)",
        "2 of 3 places left this month",
        "Reports received 0% (n 5)",
    ]
    assert [(each.name, each.why) for each in found.left_out] == [("Gone", "suspended"), ("Shy", "hidden at this site")]
    york = directory.matches(cast.ana, Wish(site_id=cast.york, specialty="oral_surgery"))
    assert [each.id for each in york.found] == [good, shy]


def test_nobody_matches_for_another_site_or_its_patients(cast):
    rose = make.patient(at=cast.leeds)
    with pytest.raises(NotAllowed):
        directory.matches(cast.dev, Wish(site_id=cast.leeds, specialty="implant"))
    with pytest.raises(NotFound):
        directory.matches(cast.dev, Wish(site_id=cast.hull, specialty="implant", patient_id=rose))
    with pytest.raises(NotAllowed):
        directory.matches(cast.cleo, Wish(site_id=cast.leeds, specialty="implant", patient_id=rose))
    assert directory.matches(cast.cleo, Wish(site_id=cast.leeds, specialty="implant")).found == ()
