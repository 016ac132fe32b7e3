"""Every rule is a sentence that a practice manager can read aloud."""

import re

import pytest

from core.access import machine
from core.rule import catalogue, parse
from core.rule.sentence import sentence
from core.rule.stored import Enabled
from core.work import reading

TASK = {"do": "open_task", "title": "Call {{ patient }}", "kind": "rebook"}
SEND = {"do": "send_message", "template": "booked-patient"}
STRANGE = re.compile(r"[{}_\[]if |_|\bNone\b|\bTrue\b|\bFalse\b|which is gone|does not know|cannot do|  |[a-z]:[a-z]")


def said(*, when="referral:accepted", conditions=(), actions=(TASK,), **more):
    stored = {"when": when, "conditions": list(conditions) if isinstance(conditions, tuple) else conditions}
    rule = parse(name="x", label="x", actions=list(actions), **stored, **more)
    return str(sentence(rule, catalogue(machine("test"))))


def after(days=10, anchor="accepted", **more):
    return {"when": "rule:due", "timing": {"after": days, "anchor": anchor} | more}


def test_every_shipped_rule_reads_as_a_sentence(database):
    words = catalogue(machine("test"))
    with reading() as db:
        rules = [parse(**row._mapping) for row in Enabled(db).rows]
    told = {rule.name: str(sentence(rule, words)) for rule in rules}
    assert len(told) > 50
    assert {name: text for name, text in told.items() if STRANGE.search(text) or not text.endswith(".")} == {}
    assert told["thank-referrer"] == (
        "When an inbound referral arrives, if the referrer is known: "
        "send “Thank you for referring [patient]” to the referrer."
    )
    assert told["draft-left"] == (
        "When a draft is left unsent for a day: drop the open task “Finish a draft” and open a task for whoever began "
        "it “Finish and send the referral you began: [title]”."
    )
    assert told["unanswered-here"].startswith(
        "When the deadline of an inbound or internal referral is over, if what was due is Acknowledgement and the "
        "urgency is routine or soon: open"
    )
    assert told["report-referrer"].endswith("send “Report on [patient]” to the referrer.")


def test_a_time_after_something(database):
    asks = ({"fact": "specialty", "is": "implant"}, {"fact": "booked_once", "is": False})
    assert said(**after(), conditions=asks) == (
        "10 days after an implant referral is accepted, if no visit was ever booked: open a task “Call [patient]”."
    )
    assert said(**after(1, "received", unit="open_days")).startswith("1 open day after a referral arrived or was sent:")


def test_a_task_with_a_priority_and_a_checklist(database):
    asks = TASK | {"priority": "high", "checklist": ["Ring {{ patient }}", "Write"]}
    assert said(actions=[asks]).endswith(
        "open a high-priority task “Call [patient]”, with the checklist “Ring [patient]” and “Write”."
    )


def test_a_time_before_something(database):
    timing = {"before": 24, "unit": "hours", "anchor": "appointment"}
    assert said(when="rule:due", timing=timing, actions=[SEND]) == (
        "24 hours before the appointment of a referral: send “Your appointment on [day]” to the patient."
    )


def test_all_and_any_are_told_apart(database):
    owner, late = {"fact": "owner", "set": False}, {"fact": "late", "is": True}
    child = {"fact": "age_band", "is": "child"}
    assert "if nobody owns it and the deadline is over:" in said(conditions=(owner, late))
    assert "if nobody owns it or the deadline is over:" in said(conditions={"any": [owner, late]})
    assert "if nobody owns it; and either the deadline is over or the patient’s age band is under 16:" in said(
        conditions=(owner, {"any": [late, child]})
    )
    assert "if nobody owns it; or the deadline is over and the patient’s age band is under 16:" in said(
        conditions={"any": [owner, {"all": [late, child]}]}
    )


def test_only_what_must_hold_becomes_an_adjective(database):
    urgent, inbound = {"fact": "urgency", "in": ["urgent", "suspected_cancer"]}, {"fact": "direction", "is": "inbound"}
    both = {"fact": "direction", "in": ["inbound", "internal"]}
    assert said(conditions=(inbound, urgent)).startswith("When an urgent or suspected-cancer inbound referral is acc")
    assert "When a referral is accepted, if the direction is inbound or the" in said(
        conditions={"any": [inbound, urgent]}
    )
    assert ", if the direction is inbound or internal:" in said(conditions=(urgent, both))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"fact": "age", "more": 16}, "the patient’s age is more than 16"),
        ({"fact": "held", "is": True}, "it is on hold"),
        ({"fact": "held", "is": False}, "it is not on hold"),
        ({"fact": "held", "is_not": True}, "it is not on hold"),
        ({"fact": "died", "is": False}, "the patient has not died"),
        ({"fact": "stage", "not_in": ["booked", "missed"]}, "the stage is neither “Booked” nor “Missed”"),
        ({"fact": "stage", "is_not": "booked"}, "the stage is not “Booked”"),
        ({"fact": "payer", "contains": "Denplan"}, "the payer mentions “Denplan”"),
        ({"fact": "tags", "lacks": "VIP"}, "it is not tagged “VIP”"),
        ({"fact": "received", "older": 5}, "the day it was received is more than 5 days ago"),
        ({"fact": "visit_on", "sooner": 1}, "the day of the booked visit is fewer than 1 day away"),
        ({"fact": "written", "after": "2024-03-01"}, "the day of the letter is after Fri 1 Mar 2024"),
        ({"fact": "their_reference", "set": False}, "their reference is not known"),
        ({"fact": "funding", "is": "nhs"}, "the funding is NHS"),
    ],
)
def test_a_condition_in_words(database, condition, words):
    assert f", if {words}:" in said(conditions=(condition,))


def test_what_it_is_for_and_that_it_is_the_last(cast):
    assert said(only_sites=[cast.leeds, cast.hull], stop=True) == (
        "At Leeds Dental or Hull Dental, when a referral is accepted: open a task “Call [patient]”, "
        "and judge no later rule."
    )


def test_what_is_gone_is_said_so(database):
    assert "“colour”, which Baton does not know" in said(conditions=({"fact": "colour", "is": "red"},))
    assert "which is gone" in said(actions=[{"do": "send_message", "template": "unwritten"}])
    assert "which Baton cannot do" in said(actions=[{"do": "explode"}])
