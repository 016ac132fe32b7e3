"""Inboxes are read from the day they are switched on: each thing once, whatever happens, and nothing is deleted."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from core import carrier, conversation, intake, message
from core.access import machine
from core.audit import About
from core.channel import Channel
from core.connectors import inboxes
from core.connectors.inbound.base import TOO_LARGE
from core.errors import Lacking, NotAllowed
from core.message import answered
from core.work import work
from data.tables import carrier as table
from jobs import collect, deliver
from jobs._lanes import Crew
from tests import make
from tests.conversation.hear import ROSE, written
from tests.conversation.mails import mail, report
from tests.message.write import row
from tests.referral import story
from tests.world.imap import imap

JOB = machine("test")
ADDRESS = {"address": "replies@example.org"}


@pytest.fixture
def folder(cast, today, tmp_path, monkeypatch):
    """A Maildir that is switched on."""
    monkeypatch.setattr(deliver, "CREW", Crew())
    place = tmp_path / "inbox"
    for part in ("tmp", "new", "cur"):
        (place / part).mkdir(parents=True)
    carrier.set_carrier(cast.adam, "mail_folder", 0, ADDRESS | {"folder": str(place)})
    return place


@pytest.fixture
def asked(cast, folder):
    """A message about Rose's referral."""
    rose = make.patient(at=cast.leeds, email=ROSE)
    about = About("referral", story.inbound(cast, patient_id=rose), cast.leeds, rose)
    return written(cast, about)


def put(folder, name, content, at=None):
    path = folder / "new" / name
    path.write_bytes(content)
    if at is not None:
        os.utime(path, (at.timestamp(), at.timestamp()))


def said(cast, about):
    return [one.said for one in conversation.of_referral(cast.ana, about.subject_id)]


def test_a_mail_in_the_folder_is_noted_once_marked_and_kept(cast, folder, asked):
    put(folder, "1.a", mail("I cannot come.", in_reply_to=f"<{asked.mail_id}>"))
    assert (collect.run(), collect.run()) == (1, 0)
    assert said(cast, asked) == ["I cannot come."]
    assert [path.name for path in (folder / "cur").iterdir()] == ["1.a:2,S"]
    put(folder, "2.b", mail("I cannot come.", in_reply_to=f"<{asked.mail_id}>"))
    assert collect.run() == 0, "the same mail by another way"


def test_what_leaves_says_where_answers_go_and_what_comes_there_finds_its_way(cast, folder, asked, tmp_path):
    deliver.run()
    (left,) = (tmp_path / "data" / "mail" / "new").iterdir()
    (line,) = [line for line in left.read_text().splitlines() if line.startswith("Reply-To:")]
    own = line.partition(" ")[2]
    assert answered(own) == asked.id
    assert ("Reply-To", own) in message.preview(cast.ana, asked.id).headers
    put(folder, "1.a", mail("Yes", to=own.upper(), **{"from": "work@example.com"}))
    collect.run()
    assert said(cast, asked) == ["Yes"]


def test_without_an_inbox_answers_go_to_the_site(cast, folder, asked, tmp_path):
    carrier.switch(cast.adam, "mail_folder", 1, active=False)
    deliver.run()
    (left,) = (tmp_path / "data" / "mail" / "new").iterdir()
    assert "replies+" not in left.read_text()
    assert collect.run() == 0


def test_a_mailbox_without_a_plus_is_answered_as_it_is(cast, folder, asked, tmp_path):
    carrier.set_carrier(cast.adam, "mail_folder", 1, ADDRESS | {"folder": str(folder), "plus": "No"})
    deliver.run()
    (left,) = (tmp_path / "data" / "mail" / "new").iterdir()
    assert "Reply-To: replies@example.org" in left.read_text()


def test_ten_thousand_old_mails_stay_where_they_are(cast, folder, asked):
    old = datetime.now(UTC) - timedelta(days=400)
    for number in range(10_000):
        (folder / "new" / f"old.{number}").touch()
        os.utime(folder / "new" / f"old.{number}", (old.timestamp(), old.timestamp()))
    put(folder, "1.a", mail("New.", in_reply_to=f"<{asked.mail_id}>"))
    assert collect.run() == 1
    assert len(list((folder / "new").iterdir())) == 10_000
    assert intake.inbox(cast.ana, intake.Wanted()) == []


def test_a_bounce_settles_the_message_and_the_next_way_follows(cast, folder, asked):
    carrier.set_carrier(cast.adam, "printer", 0, {})
    way = message.Way(channel=Channel.LETTER, to_address="1 High Street, Leeds, LS1 4AB", text="Dear Ms Tyler")
    lost = written(cast, About("referral", asked.subject_id, cast.leeds, asked.patient_id), fallback=(way,))
    deliver.run()
    put(folder, "0.a", report(lost.mail_id, "delayed"))
    put(folder, "1.a", report(lost.mail_id))
    assert collect.run() == 2
    assert (row(lost.id).state, row(lost.id).outcome.startswith("The mail came back: 550")) == ("dead", True)
    assert (row(lost.id + 1).instead_of_id, row(lost.id + 1).channel) == (lost.id, "letter")
    assert conversation.unread(cast.ana) == []


def test_what_is_too_large_is_read_at_its_beginning(cast, folder, asked):
    put(folder, "1.a", mail("Hello.", in_reply_to=f"<{asked.mail_id}>") + b"\0" * (31 * 2**20))
    assert collect.run() == 1
    (one,) = conversation.of_referral(cast.ana, asked.subject_id)
    assert one.said.startswith("Hello.")
    assert one.note == TOO_LARGE


def test_whatever_it_is_goes_into_the_intake_and_what_machines_send_is_held_back(cast, folder):
    put(folder, "1.a", bytes(range(256)) * 10)
    put(folder, "2.b", b"")
    put(folder, "3.c", mail("We have an offer.", precedence="bulk"))
    put(folder, "4.d", b"boundary=\n" * 101)
    assert collect.run() == 4
    assert len(intake.inbox(cast.ana, intake.Wanted())) == 2
    assert len(intake.inbox(cast.ana, intake.Wanted(state="held"))) == 2
    assert list((folder / "new").iterdir()) == []


def test_an_inbox_that_cannot_be_read_says_so_on_its_page_and_that_it_can_again(cast, folder):
    moved = folder.rename(folder.with_name("away"))
    collect.run()
    shown = next(one for one in carrier.carriers_set(cast.adam) if one.name == "mail_folder")
    assert (shown.works, shown.outcome) == (False, "The folder cannot be read: No such file or directory.")
    moved.rename(folder)
    collect.run()
    shown = next(one for one in carrier.carriers_set(cast.adam) if one.name == "mail_folder")
    assert (shown.works, shown.inbound) == (True, True)


def test_text_messages_come_out_of_a_folder(cast, today, tmp_path):
    rose = make.patient(at=cast.leeds, phone="07700 900123")
    about = About("referral", story.inbound(cast, patient_id=rose), cast.leeds, rose)
    told = written(cast, about, channel=Channel.SMS, to_address="+447700900123")
    carrier.set_carrier(cast.adam, "sms_inbox", 0, {"folder": str(tmp_path / "sms")})
    for part in ("new", "cur"):
        (tmp_path / "sms" / part).mkdir(parents=True)
    put(tmp_path / "sms", "one", b"From: 07700 900123\n\nCan I come at ten?\nRose")
    put(tmp_path / "sms", "two", b"no sender at all")
    assert collect.run() == 2
    assert said(cast, told) == ["Can I come at ten?\nRose"]
    assert len(list((tmp_path / "sms" / "cur").iterdir())) == 2


def test_only_the_jobs_process_collects_and_only_the_group_sets_up(cast, today):
    with pytest.raises(NotAllowed):
        carrier.ways_in(cast.adam)
    with pytest.raises(NotAllowed):
        carrier.set_carrier(cast.mia, "mail_folder", 0, ADDRESS | {"folder": "/x"})
    with pytest.raises(Lacking) as lacking:
        carrier.set_carrier(cast.adam, "mail_folder", 0, {"address": "a@b, c@d", "folder": ""})
    assert lacking.value.fields.keys() == {"address", "folder"}


def test_one_inbox_for_each_channel_and_none_of_them_carries(cast, folder):
    carrier.set_carrier(cast.adam, "imap", 0, ADDRESS | {"host": "imap.example.org", "user": "a", "password": "b"})
    assert [way.name for way in carrier.ways_in(JOB)] == ["imap"]
    assert [way.name for way in carrier.ways_out(JOB)] == ["maildir"]
    with pytest.raises(Lacking):
        carrier.set_carrier(cast.adam, "imap", 1, ADDRESS | {"host": "imap.example.org", "security": "ROT13"})
    plain = inboxes()["imap"]({"host": "imap.example.org", "user": "a", "password": "b", "security": "None"}, "imap")
    with pytest.raises(Exception, match="only read encrypted"):
        plain.test()


@pytest.mark.database("sqlite")
def test_a_mailbox_is_read_by_imap_from_where_it_was_left(cast, folder, asked, today):
    """A real IMAP server: what was there before stays unread, each mail comes once, and all of them stay."""
    with imap() as server:
        server.put(mail("Long ago."), at=datetime.now(UTC) - timedelta(days=400))
        assert "1 mails are in INBOX" in carrier.try_out(cast.adam, "imap", server.values).sentence
        carrier.set_carrier(cast.adam, "imap", 0, server.values)
        refs = {"in_reply_to": f"<{asked.mail_id}>"}
        server.put(mail("One.", **refs), mail("Two.", **refs), mail("Ünï — ł", **refs))
        assert collect.run() == 3
        assert said(cast, asked) == ["Ünï — ł", "Two.", "One."]
        assert ["Seen" in one for one in server.flags()] == [False, True, True, True]
        server.put(mail("Four.", **refs))
        assert (collect.run(), collect.run()) == (1, 0)
        _numbered_anew()
        assert collect.run() == 0, "all come up again, and each is known"
        wrong = server.values | {"password": "guessed"}
        assert not carrier.try_out(cast.adam, "imap", wrong).works
    collect.run()
    shown = next(one for one in carrier.carriers_set(cast.adam) if one.name == "imap")
    assert (shown.works, shown.outcome) == (False, "The mailbox’s server refused or broke off the connection.")


def _numbered_anew():
    """As when a mailbox is moved to another server."""
    with work() as db:
        db.execute(table.update().where(table.c.name == "imap").values(position="1:999999"))
