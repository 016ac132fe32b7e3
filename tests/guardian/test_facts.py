"""What may count is a closed list, and every fact can say itself."""

from dataclasses import fields

from core.guardian.case import DAY, Born
from core.guardian.facts import AT, FACTS, row
from core.guardian.replay import Replay
from core.guardian.words import SENTENCES, sentence, spoken
from tests.guardian.past import START, FiveDays, begun, born, step

CODES = [
    "wait", "deadline", "stage", "site", "referrer", "recipient", "specialty", "source", "urgency", "owner", "silence",
    "open", "asked", "missed", "moved", "hold", "visit", "crowd",
]  # fmt: skip


def view(*events):
    replay = Replay({1: born()}, FiveDays())
    for told in events:
        replay.tell(told)
    return next(replay.views(START + 4 * DAY))


def test_the_list_is_closed_and_says_why_each_may_count():
    assert [fact.code for fact in FACTS] == CODES == list(SENTENCES)
    assert all(len(fact.why) > 20 for fact in FACTS)


def test_nothing_about_a_person_reaches_the_reckoning():
    """What a case is born with is all there is besides its events; it names no patient, owner or clinician."""
    told = {field.name for field in fields(Born)}
    assert told == {"id", "site_id", "direction", "specialty", "source", "referrer", "recipient", "received"}


def test_each_fact_makes_as_many_columns_as_it_says():
    seen = view(begun())
    assert all(len(fact.columns(seen)) == fact.wide for fact in FACTS)
    assert len(row(seen)) == sum(fact.wide for fact in FACTS)
    assert list(AT) == CODES


def test_facts_are_said_in_words_from_their_numbers():
    held = {"held": True, "n": 1}
    waits = {"days": 12, "usual": 6, "stage": "accepted", "direction": "inbound"}
    assert sentence("wait", waits, "Accepted") == "waits 12 days in “Accepted”; this usually takes 6"
    near = {"days": 1, "share": 40, "none": False, "stage": "accepted", "direction": "inbound"}
    assert sentence("deadline", near) == "its deadline is tomorrow; 40 in 100 that waited this long needed more"
    practice = {"share": 31, "usual": 12, "n": 40}
    assert sentence("referrer", practice) == "31 in 100 that this practice refers are never seen; 12 in the group"
    assert sentence("referrer", practice | {"n": 3}) == "", "three say nothing about a practice"
    assert sentence("hold", held) == "is on hold"
    assert sentence("a fact of long ago", {}) == ""
    assert spoken([{"code": "hold", **held}, {"code": "owner", "owned": True}], "Accepted") == ("is on hold",)


def test_the_visit_and_the_numbers_of_steps_are_read_off_the_history():
    seen = view(begun(), step(1, "information_asked", "needs_information"), step(2, "booked", "booked", starts=30))
    numbers = {fact.code: fact.numbers(seen) for fact in FACTS}
    assert numbers["asked"] == {"n": 1}
    assert numbers["visit"] == {"days": 26, "lead": 28}
    assert numbers["wait"]["days"] == 2
    assert numbers["silence"] == {"days": 2}
