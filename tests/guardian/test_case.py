"""One referral as its events tell it: what counts as a stall, and that no history is too odd to be told."""

import random

import pytest

from core.audit import Kind
from core.guardian.case import DAY, Case, Told
from core.guardian.facts import FACTS, View, row
from core.guardian.usual import Usual
from core.referral import Stage
from tests.guardian.past import START, FiveDays, begun, born, step


def told(*events: Told, **given) -> Case:
    case, usual = Case.begun(born(**given), events[0], FiveDays()), Usual()
    for each in events[1:]:
        case.tell(each, FiveDays(), usual)
    return case


def stalls(case: Case, day: float) -> bool:
    return case.stalls(START + day * DAY)


def test_a_deadline_that_breaks_is_a_stall_and_one_that_is_kept_is_none():
    late = told(begun(), step(7, "acknowledged", "acknowledged"))
    assert stalls(late, 1)
    assert not stalls(late, 6), "it had stalled before"
    assert not stalls(told(begun(), step(4, "acknowledged", "acknowledged")), 1)


def test_only_the_deadline_that_ran_then_counts():
    case = told(begun(), step(1, "acknowledged", "acknowledged"), step(9, "accepted", "accepted"))
    assert not stalls(case, 0.5)
    assert stalls(case, 2)


def test_a_missed_visit_is_a_stall_and_a_late_note_of_one_that_was_kept_is_none():
    booked = (begun(), step(1, "accepted", "accepted"), step(2, "booked", "booked", starts=10))
    assert stalls(told(*booked, step(10.2, "missed", "missed")), 3)
    assert not stalls(told(*booked, step(13, "attended", "in_treatment")), 3)
    assert not stalls(told(*booked), 3), "nothing is said of it yet"


@pytest.mark.parametrize("end", ["lost", "declined", "redirected", "cancelled"])
def test_an_end_without_an_attended_visit_is_a_stall_and_after_one_it_is_none(end):
    assert stalls(told(begun(), step(3, end, end)), 1)
    seen = (begun(), step(1, "accepted", "accepted"), step(2, "booked", "booked", starts=3))
    assert not stalls(told(*seen, step(3, "attended", "in_treatment"), step(4, end, end)), 2.5)


def test_what_was_entered_in_error_counts_as_nothing():
    case = told(begun(), step(3, "entered_in_error", "entered_in_error"))
    assert case.void
    assert not stalls(case, 1)


def test_beyond_the_horizon_nothing_is_foreseen():
    assert not stalls(told(begun(), step(1, "held", "sent"), step(40, "lost", "lost")), 2)


def test_on_hold_no_deadline_runs_and_off_hold_it_runs_anew():
    case = told(begun(), step(1, "held", "sent"))
    assert case.held
    assert case.runs[-1].due > START + 900 * DAY
    case = told(begun(), step(1, "held", "sent"), step(9, "resumed", "sent"))
    assert not case.held
    assert case.runs[-1].due == START + 14 * DAY


def test_a_reopened_referral_is_a_new_life():
    case = told(begun(), step(2, "lost", "lost"), step(9, "reopened", "acknowledged"), step(12, "accepted", "accepted"))
    assert case.open
    assert stalls(case, 1)
    assert not stalls(case, 10)


def test_an_owner_is_known_from_the_first_day_or_from_who_was_named_later():
    assert told(begun()).owned
    assert not told(begun(owned=False)).owned
    assert told(begun(owned=False), Told(START + 9, 1, "referral:assigned", {"owner": 4})).owned


def test_any_history_can_be_told_and_looked_at():
    """Steps in an order that the lifecycle forbids, without facts, twice, before the beginning."""
    rng = random.Random(11)
    kinds = [kind.value for kind in Kind if kind.startswith("referral:")]
    for _ in range(300):
        known = born(direction=rng.choice(["inbound", "outbound", "internal"]))
        case, usual = Case.begun(known, begun(), FiveDays()), Usual()
        for n in range(rng.randrange(1, 14)):
            facts = {"step": "x", "to": rng.choice([*Stage, None, ""]), "urgency": rng.choice(["soon", "urgent", None])}
            facts = rng.choice([facts, {}, {"to": "booked"}])
            starts = rng.choice([None, START, START - DAY, START + 900 * DAY])
            case.tell(
                Told(START + n * rng.uniform(-1, 9) * DAY, 1, rng.choice(kinds), facts, starts), FiveDays(), usual
            )
        if case.open and case.runs:
            usual.turn({})
            view = View(case, case.runs[-1], START + 30 * DAY, usual, {})
            assert all(value == value and abs(value) < 1e6 for value in row(view))
            assert all(fact.numbers(view) for fact in FACTS)
        case.stalls(START + 3 * DAY)
