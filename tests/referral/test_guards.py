"""What a command refuses: old versions, races, other sites, and what cannot be kept."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from core import clock, referral
from core.errors import Changed, Duplicate, Lacking, NotAllowed, NotFound, NotNow
from core.referral import Answers, Stage
from core.work import reading
from data.tables import appointment, event
from tests import make
from tests.referral.story import booked, inbound, step


def kinds(referral_id):
    of_it = [event.c.subject == "referral", event.c.subject_id == referral_id]
    with reading() as db:
        return list(db.execute(select(event.c.kind).where(*of_it).order_by(event.c.id)).scalars())


def test_a_step_from_an_old_version_is_refused_and_changes_nothing(cast):
    id = inbound(cast)
    stale = referral.one(cast.ana, id).now.version
    step(cast.ben, id, "accept")
    with pytest.raises(Changed):
        referral.take_step(cast.ana, id, stale, "decline", Answers(reason="decline.no_capacity"))
    assert referral.one(cast.ana, id).now.stage is Stage.ACCEPTED


def test_a_step_the_table_does_not_have_is_refused(cast):
    with pytest.raises(NotNow):
        step(cast.ana, inbound(cast), "complete")


def test_of_two_at_once_exactly_one_goes_through(cast):
    id = inbound(cast)
    version = referral.one(cast.ana, id).now.version
    start, outcomes = Barrier(2), []

    def go(actor, name, given):
        start.wait()
        try:
            referral.take_step(actor, id, version, name, given)
            outcomes.append(name)
        except Changed:
            outcomes.append("told")

    both = [
        Thread(target=go, args=(cast.ana, "accept", Answers())),
        Thread(target=go, args=(cast.ben, "decline", Answers(reason="decline.no_capacity"))),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(outcomes, key=lambda o: o == "told")[1] == "told"
    assert outcomes.count("told") == 1
    assert len(kinds(id)) == 2


def test_the_outcome_is_asked_for_once_after_the_local_day_has_passed(cast):
    id = inbound(cast)
    booked(cast, id, days=1)
    from core.access import machine

    outcomes = machine("job:outcomes")
    assert referral.ask_outcomes(outcomes) == 0
    with clock.telling(clock.now() + timedelta(days=2)):
        assert referral.ask_outcomes(outcomes) == 1
        assert referral.ask_outcomes(outcomes) == 0
    assert kinds(id)[-1] == "appointment:over"
    with reading() as db:
        assert db.execute(select(appointment.c.asked_at)).scalar_one() is not None


def test_dev_of_another_site_reaches_nothing(cast):
    id = inbound(cast)
    with pytest.raises(NotFound):
        referral.one(cast.dev, id)
    with pytest.raises(NotFound):
        referral.take_step(cast.dev, id, None, "acknowledge")
    with pytest.raises(NotFound):
        referral.assign(cast.dev, id, None, cast.dev.account_id)
    with pytest.raises(NotFound):
        referral.note(cast.dev, id, "hello")
    with pytest.raises(NotAllowed):
        inbound(cast, by=cast.dev)


def test_nobody_gives_a_referral_to_someone_who_does_not_work_there(cast):
    id = inbound(cast)
    with pytest.raises(NotFound):
        referral.assign(cast.ana, id, None, cast.dev.account_id)
    with pytest.raises(NotFound):
        inbound(cast, owner_id=cast.dev.account_id)


def test_a_double_click_makes_one_referral(cast):
    patient_id = make.patient("Iris Okafor", at=cast.leeds)
    practice, start, outcomes = make.provider("Pennine Dental"), Barrier(2), []

    def send():
        start.wait()
        try:
            outcomes.append(inbound(cast, patient_id=patient_id, referrer_provider_id=practice))
        except Duplicate:
            outcomes.append("told")

    clicks = [Thread(target=send) for _ in range(2)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert outcomes.count("told") == 1


@pytest.mark.parametrize("text", ["a\x00b", "x" * 5000])
def test_text_that_cannot_be_kept_is_refused_in_a_sentence(cast, text):
    with pytest.raises(Lacking) as refused:
        inbound(cast, reason=text)
    assert set(refused.value.fields) == {"reason"}
    with pytest.raises(Lacking):
        step(cast.ana, inbound(cast), "ask_information", comment=text)
