"""The demo's history breaks none of the house's rules."""

import re
from collections import Counter, defaultdict

import pytest
from sqlalchemy import select

from core import clock, field
from core.audit import verify
from core.directory import calendar
from core.manners import shipped
from core.referral import CLOSED, Direction, Stage
from core.referral.current import Current
from core.referral.deadline import clock_columns, scope_of
from core.referral.lifecycle import STEPS
from core.referral.run import course, histories
from core.sla import timing_now
from core.work import reading
from data.tables import (
    account,
    account_site,
    appointment,
    clinician,
    event,
    message,
    metadata,
    patient,
    patient_contact,
    pending,
    provider,
    provider_contact,
    referral,
    rule_version,
    site,
    task,
)
from tests.demo.conftest import NOW, SMALL

pytestmark = pytest.mark.usefixtures("small")

AHEAD = {"starts_at", "due_at", "warn_at", "wakes_at", "active_at"}
DRAMA = re.compile(r"\+44(7700900|1632960|1134960|1514960|1174960)\d{3}")
NEED_A_REASON = {Stage.DECLINED, Stage.REDIRECTED, Stage.LOST}


def every(table):
    with reading() as db:
        return db.execute(select(table).order_by(*table.primary_key.columns)).all()


def happened(subject="referral"):
    """The events of each subject, in order."""
    found = defaultdict(list)
    for each in every(event):
        if each.subject == subject:
            found[each.subject_id].append(each)
    return found


def test_each_referral_came_to_its_stage_by_steps_that_the_table_has():
    told = happened()
    for row in every(referral):
        stage = None
        for each in told[row.id]:
            if "to" in each.facts:
                assert each.facts["from"] == stage
                if stage is not None:
                    step = STEPS[each.facts["step"]]
                    assert stage in step.sources
                    assert each.facts["to"] == (step.target or stage)
                    assert each.kind == step.kind
                stage = each.facts["to"]
        assert stage == row.stage
    assert len(told) == SMALL.referrals


def test_what_is_closed_has_an_outcome_and_what_is_open_an_owner_at_its_site_or_waits_in_the_pool():
    works = {(row.account_id, row.site_id) for row in every(account_site)}
    pooled = 0
    for row in every(referral):
        assert (row.stage in CLOSED) == (row.closed_at is not None)
        if row.stage in NEED_A_REASON:
            assert row.reason_id
        if row.closed_at is None and row.owner_id is None:
            pooled += 1
        elif row.closed_at is None:
            assert (row.owner_id, row.site_id) in works
    assert 0 < pooled < 10


def test_nobody_waits_for_the_same_thing_twice():
    waiting = Counter((row.patient_id, row.specialty) for row in every(referral) if row.closed_at is None)
    assert max(waiting.values()) == 1


def test_each_clock_stands_as_its_history_says():
    visits = {row.referral_id: row.starts_at for row in every(appointment) if row.state == "booked"}
    rows = every(referral)
    with reading() as db:
        past, timing = histories(db, [row.id for row in rows]), timing_now(db)
        for row in rows:
            now = Current.of(row._mapping)
            run = course(now, past[row.id]).run
            columns = clock_columns(timing, scope_of(now, run.what), run, now.held_until_on, visits.get(row.id))
            assert {name: row._mapping[name] for name in columns} == columns
            assert (row.due_at == clock.NEVER) == (row.closed_at is not None)


def test_what_is_late_or_at_risk_was_told_so_once():
    told = Counter((each.subject_id, each.kind) for each in every(event) if each.facts.get("due_at"))
    clocks = Counter(row.clock for row in every(referral) if row.closed_at is None)
    assert min(clocks["running"], clocks["at_risk"], clocks["breached"], clocks["paused"]) > 0
    for row in every(referral):
        assert row.clock not in {"at_risk", "breached"} or told[row.id, "referral:at_risk"] >= 1
        assert row.clock != "breached" or told[row.id, "referral:breached"] >= 1


def test_nothing_lies_in_the_future_but_visits_and_deadlines():
    """What ships is dated by when the database was made."""
    for table in metadata.sorted_tables:
        moments = [c for c in table.c if c.name.endswith("_at") and c.name not in AHEAD and table is not rule_version]
        for row in every(table) if moments else ():
            for column in moments:
                moment = row._mapping[column]
                assert moment is None or moment <= NOW, (table.name, column.name, row)


def test_people_act_while_their_sites_are_open():
    with reading() as db:
        open_at = {row.id: calendar(db, row.id) for row in every(site)}
    sites = {row.id: {row.site_id, row.from_site_id} - {None} for row in every(referral)}
    for each in every(event):
        if each.subject != "referral" or not each.actor.startswith("account:"):
            continue
        there = clock.local(each.occurred_at, "Europe/London")
        minute = there.hour * 60 + there.minute
        blocks = [b for at in sites[each.subject_id] for b in open_at[at].open_on(there.date())]
        assert any(opens <= minute <= closes for opens, closes in blocks), (there, each.kind)


def test_visits_are_in_opening_hours_and_no_clinician_has_two_at_once():
    with reading() as db:
        open_at = {row.id: calendar(db, row.id) for row in every(site)}
    planned = Counter()
    for visit in every(appointment):
        planned[visit.clinician_id, visit.starts_at] += 1
        there = clock.local(visit.starts_at, "Europe/London")
        begins = there.hour * 60 + there.minute
        if visit.site_id:
            blocks = open_at[visit.site_id].open_on(there.date())
            assert any(opens <= begins and begins + visit.minutes <= closes for opens, closes in blocks)
    assert max(planned.values()) == 1


def test_a_referral_has_at_most_one_booked_visit_and_only_while_it_is_booked():
    booked = Counter(row.referral_id for row in every(appointment) if row.state == "booked")
    stages = {row.id: row.stage for row in every(referral)}
    assert set(booked.values()) == {1}
    assert set(booked) == {number for number, stage in stages.items() if stage == Stage.BOOKED}


def test_events_are_sealed_and_reacted_to():
    with reading() as db:
        verdict = verify(db)
    assert verdict.whole, verdict.sentence
    assert verdict.younger == 0
    assert every(pending) == []


def test_messages_have_left_by_day_and_each_belongs_to_an_event():
    messages, kinds = every(message), {each.id: each.kind for each in every(event)}
    assert not {each.state for each in messages} - {"sent", "dead", "in_doubt", "withheld"}
    assert all(bool(each.outcome) == (each.state != "sent") for each in messages), "what was not sent has its reason"
    assert all(each.event_id in kinds for each in messages)
    asked = [each for each in every(task) if each.kind == "undelivered" and each.state == "open"]
    assert len(asked) == sum(each.state in {"dead", "in_doubt"} for each in messages)
    to_patients = [each for each in messages if each.audience == "patient" and each.state != "withheld"]
    assert len(to_patients) > 50
    assert not any(shipped().is_quiet(each.settled_at, "Europe/London") for each in to_patients)


def test_the_visit_of_yesterday_is_asked_about_until_somebody_answers():
    asked = {each.subject_id for each in every(task) if each.kind == "ask_outcome" and each.state == "open"}
    unanswered = {row.referral_id for row in every(appointment) if row.state == "booked" and row.asked_at}
    assert asked == unanswered


def test_nobody_is_real():
    numbers = [row.nhs_number for row in every(patient) if row.nhs_number]
    assert all(number.startswith("999") and not field.nhs_number(number).warning for number in numbers)
    assert 0.8 < len(numbers) / SMALL.patients < 0.95
    contacts = [*every(patient_contact), *every(provider_contact)]
    phones = [row.phone for row in (*every(site), *every(provider))]
    phones += [each.address for each in contacts if each.channel == "phone"]
    assert [number for number in phones if not DRAMA.fullmatch(number)] == []
    mails = [row.email for table in (site, provider, account, clinician) for row in every(table) if row.email]
    mails += [each.address for each in contacts if each.channel == "email"]
    mails += [each.to_address for each in every(message) if each.to_address]
    assert [mail for mail in mails if not mail.endswith("@example.org")] == []


def test_it_looks_like_work():
    ways = Counter(row.direction for row in every(referral))
    assert 0.48 < ways[Direction.INBOUND] / SMALL.referrals < 0.64
    assert 0.22 < ways[Direction.OUTBOUND] / SMALL.referrals < 0.38
    visits = Counter(row.state for row in every(appointment))
    assert 0.03 < visits["missed"] / (visits["missed"] + visits["attended"]) < 0.11
    waiting = [row for row in every(referral) if row.closed_at is None]
    assert 0.05 < sum(row.due_at < NOW for row in waiting) / len(waiting) < 0.25
