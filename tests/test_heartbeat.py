"""How the house knows that its jobs are about."""

from datetime import timedelta

from core import clock, heartbeat

EVERY = timedelta(seconds=60)


def beat():
    (one,) = heartbeat.beats()
    return one


def test_a_job_that_ran_is_well_until_it_is_late(database, clock):
    heartbeat.begun("outcomes", EVERY)
    heartbeat.ended("outcomes")
    assert beat().well(now())
    clock.forward(seconds=200)
    assert beat().well(now())
    clock.forward(seconds=20)
    assert not beat().well(now())


def test_a_run_that_never_ends_shows_as_late(database, clock):
    heartbeat.begun("deliver", EVERY)
    assert not beat().well(now())
    heartbeat.ended("deliver")
    clock.forward(minutes=5)
    heartbeat.begun("deliver", EVERY)
    assert not beat().well(now())


def test_a_failure_stands_until_a_run_goes_well(database):
    heartbeat.begun("react", EVERY)
    heartbeat.failed("react", "KeyError at core/rule/react.py:1")
    assert not beat().well(now())
    assert beat().failure == "KeyError at core/rule/react.py:1"
    heartbeat.ended("react")
    assert (beat().well(now()), beat().failure) == (True, "")
    assert beat().failed_at is not None


def test_an_error_is_told_by_kind_and_place_and_never_quoted():
    try:
        timedelta(days="Rose Tyler")
    except TypeError as error:
        said = heartbeat.place(error)
    assert said.startswith("TypeError at tests/test_heartbeat.py:")
    assert "Rose" not in said


def now():
    return clock.now()
