"""What was changed on a rule, what it did, and why: for those whom it concerns."""

from datetime import timedelta

import pytest

from core import clock, rule
from core.errors import NotAllowed, NotFound
from core.rule.did import did
from core.rule.history import versions
from core.rule.listing import numbered, standing, standings
from core.rule.why import judged, lately
from tests import make
from tests.referral.story import inbound, step
from tests.world.drain import drain


@pytest.fixture(autouse=True)
def _today(today):
    """A Tuesday in March."""


def stored(cast, **more):
    given = {
        "label": "Tag implants",
        "when": "referral:accepted",
        "conditions": [{"fact": "specialty", "is": "implant"}],
        "actions": [{"do": "add_tag", "tag": "implant"}],
        "only_sites": [cast.leeds],
    }
    return given | more


def kept(cast, **more):
    name = rule.save(cast.mia, stored(cast, **more), why="We lose track of them")
    return standing(cast.mia, numbered(cast.mia, name))


def accepted(cast, name="Rose Tyler", **more):
    it = inbound(cast, patient_id=make.patient(name, at=cast.leeds), **more)
    step(cast.ana, it, "accept")
    drain()
    return it


def test_every_version_says_who_when_why_and_what(cast):
    one = kept(cast)
    rule.save(cast.mia, stored(cast, conditions=[]), one.name, one.version, "All of them")
    newest, oldest = versions(cast.mia, one.id)
    assert (newest.number, newest.who, newest.why) == (2, "Mia Lund", "All of them")
    assert [(each.of, each.was, each.now) for each in newest.changes] == [
        (
            "When",
            "At Leeds Dental, when an implant referral is accepted",
            "At Leeds Dental, when a referral is accepted",
        )
    ]
    assert (oldest.why, oldest.changes) == ("We lose track of them", ())


def test_any_version_can_be_the_rule_again(cast):
    one = kept(cast)
    rule.save(cast.mia, stored(cast, label="Tag all", conditions=[]), one.name, one.version, "All")
    first = versions(cast.mia, one.id)[-1]
    rule.save(cast.mia, first.content, one.name, 2, "Too many")
    again = versions(cast.mia, one.id)
    assert [each.number for each in again] == [3, 2, 1]
    assert again[0].told == first.told
    assert again[0].label == "Tag implants"


def test_a_shipped_rule_says_that_it_was_changed_and_what_ships(cast):
    one = next(each for each in standings(cast.cleo) if each.name == "thank-referrer")
    assert (one.shipped, one.edited) == (True, False)
    rule.switch(cast.cleo, one.name, one.version, on=False)
    assert not standing(cast.cleo, one.id).edited
    content = {**one.shipped_as, "label": "Say thank you"}
    rule.save(cast.cleo, content, one.name, 2, "Our words")
    now = standing(cast.cleo, one.id)
    assert (now.edited, now.shipped_as["label"]) == (True, "Thank the referrer when a referral arrives")
    rule.save(cast.cleo, now.shipped_as, one.name, 3, "Back")
    assert not standing(cast.cleo, one.id).edited


def test_a_referral_says_why_rules_acted_or_did_not(cast):
    one = kept(cast)
    implant, other = accepted(cast, specialty="implant"), accepted(cast, "Mei Lin")
    (yes,) = [each for each in judged(cast.ana, implant) if each.rule_id == one.id]
    (no,) = [each for each in judged(cast.ana, other) if each.rule_id == one.id]
    assert (yes.fired, yes.after, [(each.words, each.held) for each in yes.asked]) == (
        True,
        "A referral is accepted",
        [("the specialty is implants", True)],
    )
    assert (no.fired, no.asked[0].held, no.asked[0].instead) == (False, False, "Endodontics")


def test_the_version_that_judged_explains_it(cast):
    one = kept(cast)
    it = accepted(cast, specialty="implant")
    rule.save(cast.mia, stored(cast, conditions=[{"fact": "urgency", "is": "urgent"}]), one.name, one.version, "Else")
    (then,) = [each for each in judged(cast.ana, it) if each.rule_id == one.id]
    assert [each.words for each in then.asked] == ["the specialty is implants"]


def test_what_a_rule_did_is_counted_and_listed(cast):
    one, since = kept(cast), clock.now() - timedelta(hours=1)
    it = accepted(cast, specialty="implant")
    assert [(each.patient, each.referral_id) for each in did(cast.mia, one.name)] == [("Rose Tyler", it)]
    assert [(each.patient, each.referral_id) for each in did(cast.cleo, one.name)] == [("", None)]
    assert standing(cast.mia, one.id).fired == 1
    assert (one.id, "Tag implants", 1) in [(each.rule_id, each.label, each.times) for each in lately(cast.ana, since)]
    assert lately(cast.ana, clock.now() + timedelta(hours=1)) == []


def test_dev_at_hull_sees_nothing_of_leeds(cast):
    one = kept(cast)
    it = accepted(cast, specialty="implant")
    assert lately(cast.dev, clock.now() - timedelta(hours=1)) == []
    with pytest.raises(NotFound):
        judged(cast.dev, it)
    for ask in (lambda: standings(cast.dev), lambda: standing(cast.dev, one.id), lambda: versions(cast.dev, one.id)):
        with pytest.raises(NotAllowed):
            ask()
    with pytest.raises(NotAllowed):
        did(cast.dev, one.name)


def test_a_manager_sees_the_groups_rules_and_not_another_sites(cast):
    name = rule.save(cast.cleo, stored(cast, only_sites=[cast.hull]))
    assert name not in [one.name for one in standings(cast.mia)]
    with pytest.raises(NotFound):
        standing(cast.mia, numbered(cast.cleo, name))
    assert versions(cast.mia, numbered(cast.cleo, name)) == []
    shipped = next(one for one in standings(cast.mia) if one.name == "thank-referrer")
    assert not shipped.may_edit
    assert next(one for one in standings(cast.cleo) if one.name == "thank-referrer").may_edit
