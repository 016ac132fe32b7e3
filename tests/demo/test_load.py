"""The demo group as the command line loads it: whole, signed in to, with nothing left for the jobs to do."""

import csv
from argparse import Namespace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core import clock, settings, work
from core.audit import verify
from core.demo import facts
from core.errors import NotNow
from core.operate.demo import Demo
from core.people import actor_for, enter, hashed_token, knock
from core.referral import Direction, Draft, Urgency, Wanted, board, refer
from core.work import reading
from data.tables import appointment, message, metadata, referral, task
from jobs import deliver, outcomes, react
from tests import make
from tests.demo.conftest import NOW

WHOLE = {"site": 8, "provider": 69, "account": 28, "patient": 1_200, "referral": 3_000}
"""What the history has; whoever furnishes the group adds some."""
GIVEN = Namespace(if_empty=False, seed=1)
IF_EMPTY = Namespace(if_empty=True, seed=1)


def count(name, *where):
    with reading() as db:
        return db.execute(select(func.count()).select_from(metadata.tables[name]).where(*where)).scalar_one()


def signed_in(username):
    actor = actor_for(hashed_token(enter(knock(username, facts.password()))))
    assert actor is not None
    return actor


def test_the_whole_group_is_loaded_and_work_goes_on_from_there(database, capsys):
    with clock.telling(NOW):
        assert Demo().run(GIVEN) == 0
        said = capsys.readouterr().out
        assert facts.password() in said
        assert all(person.username in said for person in facts.people()[:7])
        assert {name: min(count(name), least) for name, least in WHOLE.items()} == WHOLE
        with reading() as db:
            verdict = verify(db)
        assert verdict.whole, verdict.sentence
        assert outcomes.run() == 0
        react.run()
        deliver.run()
        assert (count("pending"), react.run(), deliver.run()) == (0, 0, 0)
        it_is_alive()
        people_find_their_own()
        the_next_referral_follows_the_last()


def it_is_alive():
    waiting = referral.c.closed_at.is_(None)
    assert 300 <= count("referral", waiting) <= 400
    assert 20 <= count("referral", waiting, referral.c.due_at < NOW) <= 70
    assert 3 <= count("referral", waiting, referral.c.owner_id.is_(None)) <= 20
    assert count("referral", referral.c.recorded_at > NOW.replace(hour=0)) >= 3
    assert count("appointment", appointment.c.starts_at > NOW) > 100
    assert count("task", task.c.state == "open", task.c.kind == "ask_outcome") >= 3
    assert count("message", message.c.state == "dead") == count("message", message.c.state == "in_doubt") == 1


def people_find_their_own():
    inbound = Wanted(direction=Direction.INBOUND)
    theirs = {row.site for row in board(signed_in("ana"), inbound).rows}
    assert theirs == {"Harbour Dental Leeds", "Harbour Dental York"}
    assert {row.site for row in board(signed_in("dev"), inbound).rows} == {"Harbour Dental Hull"}


def the_next_referral_follows_the_last():
    ana, last = signed_in("ana"), count("referral")
    leeds = min(ana.sites)
    draft = Draft(
        direction=Direction.OUTBOUND,
        site_id=leeds,
        patient_id=make.patient("Rose Tyler", at=leeds),
        recipient_provider_id=9,
        specialty="oral_medicine",
        reason="White patch",
        urgency=Urgency.URGENT,
    )
    assert refer(ana, draft) == last + 1
    assert react.run() > 0
    assert count("task", task.c.subject_id == last + 1, task.c.kind == "confirm_by_telephone") == 1


def test_records_of_others_are_left_alone(database, capsys):
    make.site("Bath")
    with pytest.raises(NotNow, match="records already"):
        Demo().run(GIVEN)
    assert Demo().run(IF_EMPTY) == 0
    assert capsys.readouterr().out == ""
    assert (count("site"), count("account"), count("referral")) == (1, 0, 0)


@pytest.mark.database("sqlite")
def test_a_second_time_it_only_says_how_to_sign_in(small, capsys):
    assert Demo().run(IF_EMPTY) == 0
    assert facts.password() in capsys.readouterr().out
    with pytest.raises(NotNow, match="records already"):
        Demo().run(GIVEN)


def test_the_database_must_be_ready(blank, monkeypatch):
    monkeypatch.setenv("BATON_DATABASE_URL", blank)
    settings.forget()
    work.forget()
    with pytest.raises(NotNow, match="migrate"):
        Demo().run(IF_EMPTY)


def test_no_practice_is_one_of_the_published_ones():
    published = Path(__file__).parents[3] / "shared" / "data" / "nhs-ods" / "egdpprac.csv"
    if not published.is_file():
        pytest.skip("no list of practices here")
    with published.open(encoding="utf-8", errors="replace", newline="") as lines:
        real = {row[1].casefold() for row in csv.reader(lines)}
    assert len(real) > 3_000
    assert not {each.new.name.casefold() for each in facts.practices()} & real
